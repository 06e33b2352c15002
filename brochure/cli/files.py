"""Files that commands write: none is touched before all are on disk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from brochure import interruption
from brochure.errors import OutputError
from brochure.problems import Place, error, reason


def put(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write every file under a temporary name, then rename all into place. Raises OutputError."""
    staged: list[tuple[Path, Path]] = []

    def sweep() -> None:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)

    with interruption.unfinished(sweep):
        try:
            for number, (path, data) in enumerate(files):
                temporary = path.with_name(f".{os.getpid()}-{number}.brochure-tmp")
                staged.append((temporary, path))
                temporary.write_bytes(data)
            with interruption.waited_for():
                for temporary, path in staged:
                    temporary.replace(path)
                    interruption.finished()
        except OSError as caught:
            at = Place(str(caught.filename2 or (staged[-1][1] if staged else "")))
            raise OutputError(error("file-not-written", at=at, reason=reason(caught))) from caught
        finally:
            sweep()


def refuse_folder(folder: Path) -> None:
    """Raise OutputError for a folder of output that is a file, or has the name of one."""
    at = Place(file=str(folder))
    try:
        is_folder, exists = folder.is_dir(), folder.exists()
    except OSError as caught:
        raise OutputError(error("output-not-written", at=at, reason=reason(caught))) from caught
    if folder.suffix.lower() in {".pdf", ".svg", ".png", ".eps"} and not is_folder:
        raise OutputError(error("events-output-is-file-name", at=at))
    if exists and not is_folder:
        raise OutputError(error("output-is-file", at=at))
