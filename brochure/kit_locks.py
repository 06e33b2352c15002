"""Locks: one process at a time works on a kit. The kernel holds them, so that the dead hold none.

A lock is the file ``.NAME.lock`` beside the kit's folder, under flock(2), and is removed with it. It
says who holds it, for those who find it held; where it does not, Linux knows (proc(5), /proc/locks).
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import platform
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident
from typing import NamedTuple

from brochure import interruption
from brochure.errors import OutputError
from brochure.problems import Place, Problem, Text, error, note

PATIENCE_S = 0.3
"""So long a held lock is tried again before it is told: putting a kit in place takes less."""

_PAUSE_S = 0.05
_MOST_BYTES = 1000


class _Held(NamedTuple):
    """A lock of this process."""

    descriptor: int
    thread: int


_ours: dict[Path, _Held] = {}


@contextmanager
def held(
    folder: Path,
    *,
    named: Path,
    wait: bool = False,
    told: Callable[[Problem], None] = lambda problem: None,
) -> Iterator[bool]:
    """Hold the lock of the kit in ``folder``, which need not exist and is ``named`` so in messages.

    Given is whether another one had it first. Who holds it is ``told`` once if ``wait``, else it is the
    OutputError's problem. The thread that holds it may take it again. Raises OSError where no lock can
    be made.
    """
    path = lock_of(folder)
    mine = _ours.get(path)
    if mine and mine.thread == get_ident():
        yield False
        return
    with interruption.tidied(lambda: _unlock(path)):
        contended = _waited(path, named, wait=wait, told=told)
        try:
            yield contended
        finally:
            with interruption.waited_for():
                _unlock(path)


def lock_of(folder: Path) -> Path:
    """Where the lock of ``folder`` is: beside it, or in it where nothing can be made beside it."""
    beside = folder.parent / f".{folder.name}.lock"
    if os.access(folder.parent, os.W_OK) or not os.access(folder, os.W_OK):
        return beside
    return folder / ".brochure.lock"


def _waited(path: Path, named: Path, *, wait: bool, told: Callable[[Problem], None]) -> bool:
    """Take the lock; whether another one had it first."""
    until = time.monotonic() + PATIENCE_S
    contended = said = False
    while not _taken(path):
        contended = True
        if time.monotonic() >= until and not said:
            if not wait:
                raise OutputError(error("lock-held", at=Place(str(named)), by=_holder(path)))
            told(note("lock-waited-for", at=Place(str(named)), by=_holder(path)))
            said = True
        time.sleep(_PAUSE_S)
    return contended


def _taken(path: Path) -> bool:
    """Take the lock at ``path``, unless another one holds it."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    with interruption.waited_for():
        try:
            descriptor = os.open(path, flags, 0o666)
        except FileNotFoundError:  # the holder before took the empty folder around it away
            path.parent.mkdir(parents=True, exist_ok=True)
            return False
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(descriptor), path.lstat()):
                raise FileNotFoundError  # the holder before removed it between our two calls
        except (BlockingIOError, FileNotFoundError):
            os.close(descriptor)
            return False
        except OSError:
            os.close(descriptor)
            raise
        _ours[path] = _Held(descriptor, get_ident())
    me = {"pid": os.getpid(), "host": platform.node(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    with suppress(OSError):  # who holds it is for people; a full disk is told by what must be written
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps(me).encode())
    return True


def _unlock(path: Path) -> None:
    """Remove the lock file while the lock is held: who waits finds that its file is no longer there."""
    if mine := _ours.pop(path, None):
        with suppress(OSError):
            path.unlink()
        os.close(mine.descriptor)


def _left_to_the_parent() -> None:
    """In a forked child: the locks stay the parent's, and end with it however long the child lives."""
    for mine in _ours.values():
        os.close(mine.descriptor)
    _ours.clear()


os.register_at_fork(after_in_child=_left_to_the_parent)


def _holder(path: Path) -> Text:
    """Who holds the lock at ``path``, as far as can be known."""
    said, pid = _said(path), _known_to_linux(path)
    if said and pid in (None, said[0]):
        return Text("lock-holder", pid=str(said[0]), host=said[1], since=said[2])
    return Text("lock-process", pid=str(pid)) if pid else Text("lock-program")


def _said(path: Path) -> tuple[int, str, str] | None:
    """The process, machine and time that the lock file names."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            row = json.loads(os.read(descriptor, _MOST_BYTES))
        finally:
            os.close(descriptor)
        return int(row["pid"]), str(row["host"]), str(row["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _known_to_linux(path: Path) -> int | None:
    """The process that holds the lock, by the kernel: "1: FLOCK ADVISORY WRITE 42 fe:00:7 …"."""
    with suppress(OSError, ValueError, IndexError):
        inode = path.stat().st_ino
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            words = line.split()
            if words[1] == "FLOCK" and int(words[5].rpartition(":")[2]) == inode:
                return int(words[4]) or None
    return None
