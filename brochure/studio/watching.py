"""Watching: the kernel says when a file of a folder was changed (inotify(7)); nobody has to look."""

from __future__ import annotations

import asyncio
import ctypes
import os
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_CLOSED_AFTER_WRITING, _MOVED_HERE, _DELETED, _MOVED_AWAY = 0x8, 0x80, 0x200, 0x40
_CHANGES = _CLOSED_AFTER_WRITING | _MOVED_HERE | _DELETED | _MOVED_AWAY

SETTLED_SECONDS = 0.2

_EVENT = struct.Struct("iIII")
"""struct inotify_event before its name: the watch, what happened, a cookie, the length of the name."""


@contextmanager
def watched(folder: Path, file: str, changed: Callable[[], None]) -> Iterator[bool]:
    """Have ``changed`` called in the running loop when anybody has changed ``file`` of ``folder``.

    That is a moment later: programs empty a file before they write it, and nobody is shown that.
    Gives whether that is so: other systems than Linux do not tell, and Linux tells of so many folders
    alone.
    """
    told = _watch(folder)
    if told < 0:
        yield False
        return
    loop, name = asyncio.get_running_loop(), os.fsencode(file)

    timer: asyncio.TimerHandle | None = None

    def read() -> None:
        nonlocal timer
        if name in _names(os.read(told, 1 << 16)):
            if timer:
                timer.cancel()
            timer = loop.call_later(SETTLED_SECONDS, changed)

    loop.add_reader(told, read)
    try:
        yield True
    finally:
        loop.remove_reader(told)
        if timer:
            timer.cancel()
        os.close(told)


def _watch(folder: Path) -> int:
    """A descriptor that can be read from when a file of ``folder`` changed; -1 where there is none."""
    if sys.platform != "linux":
        return -1
    libc = ctypes.CDLL(None)
    found = int(libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
    if found >= 0 and libc.inotify_add_watch(found, os.fsencode(folder), _CHANGES) < 0:
        os.close(found)
        return -1
    return found


def _names(events: bytes) -> set[bytes]:
    """The names of the files that ``events`` tell of."""
    found, at = set(), 0
    while at < len(events):
        *_, length = _EVENT.unpack_from(events, at)
        at += _EVENT.size
        found.add(events[at : at + length].rstrip(b"\0"))
        at += length
    return found
