"""Removing: the kit of a page that is gone goes, whole, and nothing that anybody else made with it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from brochure import placement
from brochure.building.writing import read_manifest, reserved
from brochure.errors import OutputError
from brochure.kit import MANIFEST_NAME
from brochure.problems import Place, Problem, error, reason


def remove(folder: Path, *, wait: bool = False) -> None:
    """Remove the kit in ``folder`` and the folder itself; one that is not there is no problem.

    Raises OutputError, and removes nothing, where anything in it is not as its manifest says: a file of
    somebody else, one that was edited, a link.
    """
    with reserved(folder, wait=wait):  # which sweeps what a removal left that was stopped
        if not os.path.lexists(folder):
            return
        try:
            if problems := [*_foreign(folder)]:
                raise OutputError(*problems[:20])
            placement.take_away(folder)
        except OSError as caught:
            at = Place(str(caught.filename or folder))
            raise OutputError(error("kit-not-removed", at=at, reason=reason(caught))) from caught


def _foreign(folder: Path) -> Iterator[Problem]:
    """What stands in ``folder`` and is not what was written there."""
    manifest = None if folder.is_symlink() else read_manifest(folder)
    if manifest is None:
        yield error("kit-not-ours", at=Place(str(folder)))
        return
    expected = {entry.path: entry.sha256 for entry in manifest.files}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name == MANIFEST_NAME or (path.is_dir() and not path.is_symlink()):
            continue
        if path.is_symlink() or not path.is_file() or name not in expected:
            yield error("file-foreign", at=Place(str(path)))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != expected[name]:
            yield error("file-edited", at=Place(str(path)))
