"""Workers: calls are made in guarded processes, and their values come back.

    with Workers(Limits(seconds=10)) as workers:
        page = workers.run(Call("brochure.reading.pages:read", ("page.md",)))

May be used by several threads at once. A call that ends badly raises WorkError and costs nothing else.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, BinaryIO, Protocol, Self

from brochure import messages, opened_files
from brochure.errors import UnforeseenError
from brochure.problems import NOWHERE, Place
from brochure.work import child, ends, fencing, wire
from brochure.work.child import Request
from brochure.work.limits import MB, Limits
from brochure.work.server import End, Server, clock, command, end_of

ALL_FENCES = frozenset({fencing.FILES, fencing.NETWORK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of ``function`` ("module:name") with picklable arguments and value.

    ``modules`` are loaded before, once for all, and functions called ("module:function", or with a word
    that it takes, "module:function:word"). ``reads`` are the files and folders that it may read, ``at``
    the page and product that an error is about.
    """

    function: str
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    modules: tuple[str, ...] = ()
    reads: tuple[Path, ...] = ()
    stdin: bytes = b""
    at: Place = NOWHERE

    def __post_init__(self) -> None:
        """Name what may be read from the top, as it is named and where it really is."""
        absolute = [path.absolute() for path in self.reads]
        both = dict.fromkeys(p for path in absolute for p in (path, path.resolve()))
        object.__setattr__(self, "reads", tuple(both))

    def request(self) -> bytes:
        """What is sent to the process that does it."""
        judged = opened_files.judged()
        request = Request(
            function=self.function, arguments=self.arguments, options=self.options,
            reads=self.reads, judged={path: judged[path] for path in self.reads if path in judged},
            stdin=self.stdin, language=messages.current(),
        )  # fmt: skip
        return wire.dumps(request)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Kind(Protocol):
    """A way to have work done in another process."""

    def ask(
        self, request: bytes, modules: tuple[str, ...], limits: Limits, at: Place
    ) -> bytes | bytearray:
        """The answer to ``request``, which needs ``modules``. Raises WorkError."""

    def hold(self, limits: Limits) -> _Hold | None:
        """A process that does several calls; None where each has one of its own."""

    def load(self, modules: tuple[str, ...]) -> None:
        """Load ``modules`` while there is nothing else to do."""

    def close(self) -> None:
        """End all work that is being done."""


class _Hold(Protocol):
    """A process that is held."""

    def ask(self, request: bytes, modules: tuple[str, ...], at: Place) -> bytes | bytearray:
        """The answer to ``request``. Raises WorkError."""

    def end(self) -> object:
        """Ask it nothing more."""


class Workers:
    """Makes calls in other processes, ``jobs`` of them at once, each within ``limits``.

    ``fork`` says that this process has one thread and may be forked: so does a command, which knows of
    all its threads. Without, a program that has threads or may get some starts a new interpreter, which
    takes the time of its imports once. Where there is no fork at all (Windows) or libraries do not
    survive it (macOS), there is a new interpreter for each call.
    """

    def __init__(
        self, limits: Limits | None = None, *, jobs: int | None = None, fork: bool = False
    ) -> None:
        self.limits = limits or Limits()
        self.jobs = jobs or cores()
        self.missing: frozenset[str] = frozenset()
        """The fences that did not stand around the work done so far."""
        self._slots = BoundedSemaphore(self.jobs)
        self._kind: _Kind = _kind(fork=fork)

    def run(self, call: Call) -> Any:
        """The value of ``call``.

        Raises the BrochureError that it raised, WorkError where it took too much or died, and
        UnforeseenError for an error that is none of brochure's own.
        """
        with self._slots:
            return self._value(
                call, lambda asked, modules: self._kind.ask(asked, modules, self.limits, call.at)
            )

    def held(self) -> Held:
        """A process for calls that follow each other."""
        return Held(self, self._kind.hold(self.limits))

    def value_of(self, call: Call, hold: _Hold) -> Any:
        """The value of ``call``, done by a process that is held."""
        with self._slots:
            return self._value(call, lambda asked, modules: hold.ask(asked, modules, call.at))

    def _value(self, call: Call, ask: Callable[[bytes, tuple[str, ...]], bytes | bytearray]) -> Any:
        try:
            data = ask(call.request(), call.modules)
        except wire.TooLargeError as caught:
            raise ends.too_large(caught.size, self.limits, call.at) from caught
        try:
            said, *rest = wire.loads(data)
        except Exception as caught:  # an answer that is no answer, for whatever reason
            raise ends.not_ours(f"{type(caught).__name__}: {caught}", call.at) from caught
        if said == child.REFUSED:
            raise rest[0]
        if said == child.MEMORY:
            raise ends.out_of_memory(self.limits, call.at)
        if said == child.UNFORESEEN:
            raise UnforeseenError(*rest)
        value, stood, judged = rest
        self.missing |= ALL_FENCES - stood
        opened_files.keep_judged(
            {path: data for path, data in judged.items() if any(map(path.is_relative_to, call.reads))}
        )
        return value

    def load(self, *modules: str) -> None:
        """Have ``modules`` loaded meanwhile, for calls to come."""
        self._kind.load(modules)

    def close(self) -> None:
        """Kill all work that is still being done, and whatever it started."""
        self._kind.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Held:
    """A process that does calls one after another, and has at hand what it made of those before.

    For the views of one page: whoever writes it sees again and again what is nearly the same. Nothing
    that is kept or sent to anybody is made so. One thread at a time may use it. A process that ended,
    by a limit or since it held too much, is followed by a new one.
    """

    def __init__(self, workers: Workers, hold: _Hold | None) -> None:
        self.workers, self.hold = workers, hold
        self.reads: tuple[Path, ...] | None = None

    def run(self, call: Call) -> Any:
        """The value of ``call``, as `Workers.run` gives it."""
        if self.hold is None:
            return self.workers.run(call)
        if call.reads != self.reads:  # fences are raised once
            self.hold.end()
            self.reads = call.reads
        return self.workers.value_of(call, self.hold)

    def end(self) -> None:
        """Let the process end."""
        if self.hold:
            self.hold.end()


def _kind(*, fork: bool) -> _Kind:
    """The way to do work that this system has."""
    if sys.platform == "linux":
        return _Served(fork=fork)
    from brochure.work.fresh import Interpreters

    return Interpreters()


class _Served:
    """Children forked by a `Server` of our own."""

    def __init__(self, *, fork: bool) -> None:
        self.lock = Lock()
        self.control, theirs = socket.socketpair()
        self.process: subprocess.Popen[bytes] | None = None
        self.pid = self.holds = 0
        if fork:
            self.pid = os.fork()
            if self.pid == 0:
                self._become_server(theirs)
        else:
            self.process = subprocess.Popen(  # noqa: S603 - this very interpreter, and our own module
                [sys.executable, "-c", _PROGRAM, str(theirs.fileno()), *sys.path],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        theirs.close()

    def _become_server(self, control: socket.socket) -> None:
        """In the forked process: serve, and end without a word of what the command was about."""
        code = 1
        try:
            self.control.close()
            os.setsid()
            Server(control).serve()
            code = 0
        finally:
            os._exit(code)

    def ask(
        self, request: bytes, modules: tuple[str, ...], limits: Limits, at: Place
    ) -> bytes | bytearray:
        """The answer of a child."""
        ours, ended = self.started(command(modules, limits))
        with ours, ended:
            data = asked(ours, request, limits)
            if data is None:
                raise ends.without_answer(end_of(ended.read()), limits, at)
            return data

    def started(self, told: bytes) -> tuple[socket.socket, BinaryIO]:
        """A child that is started by ``told``: where it is asked, and where its end is told."""
        ours, theirs = socket.socketpair()
        end, report = os.pipe()
        try:
            with self.lock, suppress(OSError):  # a server that is gone has its end told
                socket.send_fds(self.control, [told], [theirs.fileno(), report])
        finally:
            theirs.close()
            os.close(report)
        return ours, os.fdopen(end, "rb")

    def hold(self, limits: Limits) -> _HeldChild:
        """A child that does several calls."""
        self.holds += 1
        return _HeldChild(self, self.holds, limits)

    def tell(self, told: bytes) -> None:
        """Tell the server something that starts nothing."""
        with self.lock, suppress(OSError):
            self.control.sendall(told)

    def load(self, modules: tuple[str, ...]) -> None:
        """Have the server load ``modules``."""
        self.tell(command(modules, None))

    def close(self) -> None:
        """Have the server kill all its children, and wait until it ended itself."""
        with suppress(OSError):
            self.control.shutdown(socket.SHUT_RDWR)
        self.control.close()
        if self.process:
            self.process.wait()
        elif self.pid:
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
            self.pid = 0


class _HeldChild:
    """A child forked by a `Server` that is asked again while it lives."""

    def __init__(self, served: _Served, number: int, limits: Limits) -> None:
        self.served, self.number, self.limits = served, number, limits
        self.child: tuple[socket.socket, BinaryIO] | None = None

    def ask(self, request: bytes, modules: tuple[str, ...], at: Place) -> bytes | bytearray:
        """The answer of the child, or of a new one where it ended meanwhile."""
        data = None
        if self.child:
            self.served.tell(clock(self.number, self.limits.seconds))
            data = self._asked(request)
        if data is None:
            end = self.end()
            if end and (end.time or end.signal):  # in this call: at rest none of both befalls it
                raise ends.without_answer(end, self.limits, at)
            self.child = self.served.started(command(modules, self.limits, self.number))
            data = self._asked(request)
        if data is None:
            raise ends.without_answer(self.end(), self.limits, at)
        self.served.tell(clock(self.number, None))
        return data

    def _asked(self, request: bytes) -> bytes | bytearray | None:
        assert self.child
        try:
            return asked(self.child[0], request, self.limits)
        except wire.TooLargeError:
            self.end()
            raise

    def end(self) -> End | None:
        """Ask the child nothing more; how it ended."""
        if self.child is None:
            return None
        ours, ended = self.child
        self.child = None
        ours.close()
        with ended:
            return end_of(ended.read())


def asked(work: socket.socket, request: bytes, limits: Limits) -> bytes | bytearray | None:
    """What the child at the other end of ``work`` answers; None where it ended."""
    with suppress(BrokenPipeError, ConnectionResetError):
        wire.send(work, request)
    return wire.receive(work, limits.result_mb * MB)


_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[2:]; import socket; from brochure.work.server import Server; "
    "Server(socket.socket(fileno=int(sys.argv[1]))).serve()"
)
"""A server in a new interpreter: the number of its socket, then the path of modules."""
