"""Watching a folder: sleeping until something in it may have changed, for next to no work.

On Linux the kernel tells of changes (inotify(7)); elsewhere, and for what others change on a file
system of the network, which it does not tell of, files are looked at now and then.
"""

from __future__ import annotations

import ctypes
import os
import select
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_MODIFY, _ATTRIB, _CLOSE_WRITE, _MOVED, _CREATED, _DELETED = 0x2, 0x4, 0x8, 0xC0, 0x100, 0x200
_WANTED = _MODIFY | _ATTRIB | _CLOSE_WRITE | _MOVED | _CREATED | _DELETED
_ONLY_FOLDERS = 0x01000000
_SETTLED_S = 0.05
"""Editors write a new file and rename it: so long after a change another one is waited for."""

LOOKED_AT_EVERY_S = 5.0
"""How often files are looked at where the kernel tells of changes."""

POLLED_EVERY_S = 0.4
"""How often where it does not."""

MOST_OF_A_CORE = 0.02
"""What looking at files may take of a processor: of very many files it is done less often."""


class Watcher:
    """Waits for changes in folders, which `watch` names anew after each."""

    def __init__(self) -> None:
        self._handle = _inotify()
        self._folders: set[str] = set()

    def watch(self, folders: Iterable[Path]) -> None:
        """Wait for changes in ``folders`` as well; those that cannot be watched are only looked at."""
        for folder in map(os.fspath, folders):
            if self._handle >= 0 and folder not in self._folders:
                add = ctypes.CDLL(None).inotify_add_watch
                if add(self._handle, os.fsencode(folder), _WANTED | _ONLY_FOLDERS) >= 0:
                    self._folders.add(folder)

    def wait(self, cost_s: float) -> None:
        """Sleep until something may have changed; looking whether it did takes ``cost_s`` seconds."""
        if self._handle < 0:
            time.sleep(max(POLLED_EVERY_S, cost_s / MOST_OF_A_CORE))
            return
        timeout = max(LOOKED_AT_EVERY_S, cost_s / MOST_OF_A_CORE)
        heard, _, _ = select.select([self._handle], [], [], timeout)
        while heard:
            os.read(self._handle, 1 << 16)
            self._folders.clear()  # a folder may be another one of the same name now
            heard, _, _ = select.select([self._handle], [], [], _SETTLED_S)

    def close(self) -> None:
        """Wait for nothing any more."""
        if self._handle >= 0:
            os.close(self._handle)


def _inotify() -> int:
    """A descriptor that can be read from when something changed, -1 where there is none."""
    if sys.platform != "linux":
        return -1
    start = getattr(ctypes.CDLL(None), "inotify_init1", None)
    return int(start(os.O_NONBLOCK | os.O_CLOEXEC)) if start else -1


def folders_in(top: Path, output: Path) -> Iterator[Path]:
    """``top`` and the folders below it, but for ``output`` and hidden ones; links are not followed."""
    yield top
    pending = [top]
    while pending:
        with suppress(OSError), os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False) and entry.name[0] != ".":
                    path = Path(entry.path)
                    if path.absolute() != output.absolute() and entry.name != "node_modules":
                        yield path
                        pending.append(path)
