"""Interruption: Ctrl-C or a kill ends a command at once, tidily, wherever it is.

No exception is raised for it: WeasyPrint and others catch ``BaseException`` and would go on. What is
half made is swept away, one sentence is said, and the process ends, in the signal's handler itself.
Where files are being put in place that takes milliseconds, and the end waits for it.

A program that uses brochure as a library has handlers of its own: nothing is installed for it, and
children that are forked end as processes do.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, current_thread, main_thread
from types import FrameType

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""What asks a command to end: Ctrl-C, ``kill`` and time limits, a terminal that is closed."""

_PAUSE_S = 0.01

_tidying: list[Callable[[], None]] = []
"""What removes unfinished things, last begun first."""

_waiting: set[object] = set()
"""What is going on, in whatever thread, that must not be cut short."""

_ending = Lock()
"""Held by the thread that ends the process."""

_heard = 0
"""The signal that came; it is followed when nothing is waited for."""

_IN_ENGLISH = "interrupted; what stood there still stands"
"""What is said before anything can be finished, and before messages can be read."""

_finished = False
"""Whether something new stands already."""


def listen() -> None:
    """End this process, from now on, when it is told to; what the shell has it ignore stays ignored."""
    for signum in SIGNALS:
        if signal.getsignal(signum) is not signal.SIG_IGN:
            signal.signal(signum, _hear)


def done() -> None:
    """The command has ended: how it went is not changed any more, while the interpreter clears up."""
    _give_handlers_back(signal.SIG_IGN)


@contextmanager
def tidied(tidy: Callable[[], None]) -> Iterator[None]:
    """Have ``tidy`` called if the process is told to end inside the ``with`` block.

    It must not need anything that the block was about to do, and may raise OSError.
    """
    _tidying.append(tidy)
    try:
        yield
    finally:
        _tidying.remove(tidy)


@contextmanager
def unfinished(tidy: Callable[[], None]) -> Iterator[None]:
    """As `tidied`; but in another thread, which would go on meanwhile, let the end wait."""
    with tidied(tidy) if current_thread() is main_thread() else waited_for():
        yield


@contextmanager
def waited_for() -> Iterator[None]:
    """Let the process end only after the ``with`` block, however it is left."""
    mine = object()
    _waiting.add(mine)
    while _ending.locked():  # by another thread: this one begins nothing any more
        _waiting.discard(mine)
        time.sleep(_PAUSE_S)
        _waiting.add(mine)
    try:
        yield
    finally:
        _waiting.discard(mine)
        if _heard:
            _end_unless_waited_for()


def finished() -> None:
    """Something new stands: what is said at the end is not that nothing changed."""
    global _finished
    _finished = True


def _hear(signum: int, frame: FrameType | None) -> None:
    global _heard
    _heard = signum
    _end_unless_waited_for()


def _end_unless_waited_for() -> None:
    if _ending.acquire(blocking=False):
        if not _waiting:
            _end(_heard)
        _ending.release()


def _end(signum: int) -> None:
    """Sweep what is unfinished, say so, and end the process with 128 + ``signum``: 130 for Ctrl-C."""
    for tidy in reversed(_tidying):
        with suppress(OSError):
            tidy()
    with suppress(Exception):  # standard output may be closed, or in the middle of a write
        sys.stdout.flush()
    with suppress(Exception):
        clear = "\r\033[K" if sys.stderr.isatty() else ""
        os.write(2, f"{clear}{_sentence()}\n".encode(errors="backslashreplace"))
    os._exit(128 + signum)


def _sentence() -> str:
    """What is said at the end; in English where the catalogues are just being imported."""
    try:
        from brochure.problems import Text  # not above: the fewer imports, the sooner `listen`

        return str(Text("interrupted-after-some") if _finished else Text("interrupted"))
    except Exception:
        return _IN_ENGLISH


def _give_handlers_back(to: signal.Handlers) -> None:
    for signum in SIGNALS:
        if signal.getsignal(signum) is _hear:
            signal.signal(signum, to)


def _left_to_the_parent() -> None:
    """In a forked child: what is unfinished is the parent's."""
    global _ending, _heard, _finished
    _tidying.clear()
    _waiting.clear()
    _ending, _heard, _finished = Lock(), 0, False
    _give_handlers_back(signal.SIG_DFL)


os.register_at_fork(after_in_child=_left_to_the_parent)
