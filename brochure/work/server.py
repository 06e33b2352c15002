"""The server: one process of one thread that has the libraries loaded, and forks a child for each work.

It interprets nothing that strangers wrote, so nothing they write can stop it: of a page it is told the
tag of its language alone. It listens on one socket:

    {"modules": ["brochure.pdf.rendering"], "seconds": 60.0, …}  with two descriptors

The first is the socket on which child and command speak with each other (`child`), the second a pipe on
which the server says how the child ended (`End`). A child that is held does several calls one after the
other; the command tells when one begins and when it is over, and its time is that of each. When the
command closes the socket, or ends in whatever way, all children are killed and the server ends.
"""

from __future__ import annotations

import ctypes
import gc
import json
import math
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from brochure.work import child
from brochure.work.limits import Limits

LENGTH = 4
_GLANCE_S = 0.02
"""How often children are looked after where the kernel does not tell of their end (macOS)."""

_GRACE_S = 0.02
"""What a child has after its time, so that a limit of a second is one of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a child ended: by itself, by a ``signal``, or since its ``time`` was over.

    ``refused`` is why none could be started. ``seconds`` are of the clock, ``cpu_s`` of the processor,
    ``peak_mb`` is the most memory that it really held.
    """

    signal: int = 0
    time: bool = False
    refused: str = ""
    seconds: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0


def command(modules: tuple[str, ...], limits: Limits | None, held: int = 0) -> bytes:
    """What is sent to a server: to load ``modules``, and to start a child unless ``limits`` is None.

    One that is ``held`` has that number.
    """
    return _sent(modules=modules, limits=asdict(limits) if limits else None, held=held)


def clock(held: int, seconds: float | None) -> bytes:
    """What is sent to a server when a child that is ``held`` begins with a call, or rests: None."""
    return _sent(clock=held, seconds=seconds)


def _sent(**told: Any) -> bytes:
    data = json.dumps(told).encode()
    return len(data).to_bytes(LENGTH, "big") + data


@dataclass(slots=True)
class _Child:
    pid: int
    watched: int
    """Its pidfd, or -1 where there are none."""
    report: int
    started: float
    until: float
    own: Path
    held: int = 0
    time: bool = False


class Server:
    """Serves the socket ``control`` until it is closed at the other end."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: dict[int, _Child] = {}
        self.loaded: set[str] = set()
        self.buffer, self.received = bytearray(), list[int]()
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ)
        self.folder = Path(tempfile.mkdtemp(prefix="brochure-"))
        tempfile.tempdir = str(self.folder)  # what libraries put there goes with it: WeasyPrint's fonts
        self.count = 0

    def serve(self) -> None:
        """Serve; no child and no temporary file is left afterwards."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        signal.signal(signal.SIGALRM, self._kill_late)
        gc.disable()  # what is loaded stays; children collect for themselves
        _keep_freed_memory()
        try:
            while self._listen():
                self._look_after()
        finally:
            for one in self.children.values():
                _kill(one.pid)
            for one in [*self.children.values()]:
                self._bury(one)
            shutil.rmtree(self.folder, ignore_errors=True)

    def _listen(self) -> bool:
        """Wait for the command, a child's end or a deadline. False when the command is gone."""
        now = time.monotonic()
        first = min((c.until for c in self.children.values()), default=math.inf)
        waiting = None if first == math.inf else first - now
        if any(c.watched < 0 for c in self.children.values()):
            waiting = _GLANCE_S
        for key, _ in self.selector.select(None if waiting is None else max(0.0, waiting)):
            if key.fileobj is self.control and not self._receive():
                return False
        return True

    def _receive(self) -> bool:
        data, found, _, _ = socket.recv_fds(self.control, 1 << 16, 16)
        if not data:
            return False
        self.buffer += data
        self.received += found
        while (size := int.from_bytes(self.buffer[:LENGTH], "big") + LENGTH) <= len(self.buffer):
            told = json.loads(self.buffer[LENGTH:size])
            del self.buffer[:size]
            if "clock" in told:
                self._set_clock(told["clock"], told["seconds"])
                continue
            self._load(told["modules"])
            if told["limits"]:
                self._start(Limits(**told["limits"]), told["held"])
        return True

    def _set_clock(self, held: int, seconds: float | None) -> None:
        """Let the child that is ``held`` have so many seconds from now on, or, at rest, all of them."""
        for one in self.children.values():
            if one.held == held:
                one.until = time.monotonic() + seconds + _GRACE_S if seconds else math.inf

    def _load(self, modules: list[str]) -> None:
        """Import what children will need. What cannot be imported they will miss, and tell."""
        wanted = [name for name in modules if name not in self.loaded]
        if not wanted:
            return
        first = min((one.until for one in self.children.values()), default=math.inf)
        if first < math.inf:  # loading may take longer than a child has left
            signal.setitimer(signal.ITIMER_REAL, max(_GRACE_S, first - time.monotonic()), _GRACE_S)
        for name in wanted:
            self.loaded.add(name)
            with suppress(Exception):
                _load(name)
        signal.setitimer(signal.ITIMER_REAL, 0)
        gc.freeze()  # children need not look at it, nor copy its pages

    def _kill_late(self, *_: object) -> None:
        """Kill the children whose time is over."""
        now = time.monotonic()
        for one in self.children.values():
            if now >= one.until and not one.time:
                one.time = True
                _kill(one.pid)

    def _start(self, limits: Limits, held: int) -> None:
        work, report = self.received.pop(0), self.received.pop(0)
        self.count += 1
        own = self.folder / str(self.count)
        own.mkdir()
        me, started = os.getpid(), time.monotonic()
        try:
            pid = os.fork()
        except OSError as caught:
            os.close(work)
            own.rmdir()
            _tell(report, End(refused=str(caught)))
            return
        if pid == 0:
            try:
                self._forget(report)
                gc.enable()
                child.live(socket.socket(fileno=work), limits, me, own, held=bool(held))
            finally:
                os._exit(1)
        os.close(work)
        watched = _watch(pid)
        if watched >= 0:
            self.selector.register(watched, selectors.EVENT_READ)
        until = started + limits.seconds + _GRACE_S
        self.children[pid] = _Child(pid, watched, report, started, until, own, held)

    def _forget(self, report: int) -> None:
        """In a child: close what is the server's and the other children's."""
        for handled in (signal.SIGTERM, signal.SIGALRM):
            signal.signal(handled, signal.SIG_DFL)
        self.selector.close()
        self.control.close()
        os.close(report)
        others = [number for c in self.children.values() for number in (c.report, c.watched)]
        for number in (*others, *self.received):
            with suppress(OSError):
                os.close(number)

    def _look_after(self) -> None:
        """Kill those whose time is over, and tell of those that ended."""
        self._kill_late()
        for one in [*self.children.values()]:
            self._bury(one, wait=False)

    def _bury(self, one: _Child, *, wait: bool = True) -> None:
        """Tell how a child ended; where it lives, ``wait`` for its end or leave it."""
        if _ended(one.pid, wait=wait):
            _kill(one.pid)  # whatever it started itself; its number is still its own
        elif not wait:
            return
        _, status, used = os.wait4(one.pid, 0)
        del self.children[one.pid]
        if one.watched >= 0:
            self.selector.unregister(one.watched)
            os.close(one.watched)
        shutil.rmtree(one.own, ignore_errors=True)
        factor = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, else KiB
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        end = End(
            signal=number,
            time=(one.time and number == signal.SIGKILL) or number == signal.SIGXCPU,
            seconds=time.monotonic() - one.started,
            cpu_s=used.ru_utime + used.ru_stime,
            peak_mb=used.ru_maxrss * factor / 1e6,
        )
        _tell(one.report, end)


_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""mallopt(3)."""

_KEPT_BYTES, _LARGEST_KEPT = 256 << 20, 32 << 20
"""What a child keeps of freed memory at most, and the largest piece of it: glibc allows no larger."""


def _keep_freed_memory() -> None:
    """Have children use the memory of pictures again: the kernel would clear each page of it anew.

    Codes then ask it for 7,000 pages instead of 21,000, cards for 8,000 instead of 16,000.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
        if mallopt:
            mallopt(_TRIM_THRESHOLD, _KEPT_BYTES)
            mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT)


def _load(name: str) -> None:
    """Import a module, or call a function of one that fills its caches, with words if it takes some.

    "module", "module:function" or "module:function:word".
    """
    module, *rest = name.split(":")
    loaded = import_module(module)
    if rest:
        function, *words = rest
        getattr(loaded, function)(*words)


def _ended(pid: int, *, wait: bool) -> bool:
    """Whether the child ended; it is not buried by that, so that its number stays its own."""
    options = os.WEXITED | os.WNOWAIT | (0 if wait else os.WNOHANG)
    return os.waitid(os.P_PID, pid, options) is not None


def _watch(pid: int) -> int:
    """A descriptor that can be read from when the child ends, or -1 (pidfd_open(2))."""
    if not hasattr(os, "pidfd_open"):
        return -1
    try:
        return os.pidfd_open(pid)
    except OSError:
        return -1


def _kill(pid: int) -> None:
    """Kill a child and all that it started; it leads a group unless it has not come to that yet."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _tell(report: int, end: End) -> None:
    with suppress(OSError):  # the command may be gone
        os.write(report, json.dumps(asdict(end)).encode())
    os.close(report)


def end_of(told: bytes) -> End | None:
    """The end that a server told; None where it ended itself before it could."""
    if not told:
        return None
    row: dict[str, Any] = json.loads(told)
    return End(**row)
