"""States of files: their bytes as hashes, found again by their sizes and times of change.

A file whose size and times are what they were when it was hashed holds the same bytes, as git takes
it. One that was changed within RACY_S before it was hashed may be changed again without another time
(git, "racy-git"), so it is hashed the next time too.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brochure import opened_files

RACY_S = 2.0
"""Seconds: the coarsest times of files in use, those of FAT."""

MOST_BYTES = 2_000_000_000

State = list[int]
"""Size in bytes, times of change of the content and of the entry in nanoseconds; [] for no file."""


def state_of(path: str | Path) -> State:
    """The state of the file at ``path``, links followed."""
    try:
        found = os.stat(path)  # noqa: PTH116 - for eighty thousand files, as texts
    except (OSError, ValueError):
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns]


class Files:
    """The hashes of files, each hashed at most once while its state stays.

    ``known`` are those of an earlier run: by their absolute paths, [hash, size, times…].
    """

    def __init__(self, known: Mapping[str, Any] | None = None) -> None:
        self._known: dict[str, list[Any]] = {**(known or {})}
        self._seen: dict[str, str] = {}
        self.learnt = False
        """Whether more is known than before."""

    def hash_of(self, path: str, *, again: bool = False) -> str:
        """The SHA-256 of the file at ``path``, "" where there is none that can be read.

        It is looked at once, but for ``again``.
        """
        if again or path not in self._seen:
            self._seen[path] = self._found(path)
        return self._seen[path]

    def _found(self, path: str) -> str:
        state = state_of(path)
        known = self._known.get(path)
        if state and known and known[1:] == state:
            return str(known[0])
        self._known.pop(path, None)
        if not state:
            return ""
        began = time.time_ns()
        try:
            data = opened_files.read(Path(path), MOST_BYTES)
        except OSError:
            return ""
        found = hashlib.sha256(data).hexdigest()
        if max(state[1:]) < began - RACY_S * 1e9:
            self._known[path] = [found, *state]
            self.learnt = True
        return found

    def row(self) -> dict[str, Any]:
        """What a later run may know: of the files that were asked for in this one."""
        return {path: self._known[path] for path in sorted(self._seen) if path in self._known}
