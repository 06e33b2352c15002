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
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, Protocol, Self

from brochure import messages, opened_files
from brochure.errors import UnforeseenError
from brochure.problems import NOWHERE, Place
from brochure.work import child, ends, fencing, wire
from brochure.work.child import Request
from brochure.work.limits import MB, Limits
from brochure.work.server import Server, command, end_of

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

    def load(self, modules: tuple[str, ...]) -> None:
        """Load ``modules`` while there is nothing else to do."""

    def close(self) -> None:
        """End all work that is being done."""


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
            try:
                data = self._kind.ask(call.request(), call.modules, self.limits, call.at)
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
        self.pid = 0
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
        ours, theirs = socket.socketpair()
        told, report = os.pipe()
        with ours, os.fdopen(told, "rb") as ended:
            try:
                with self.lock, suppress(OSError):  # a server that is gone has its end told below
                    numbers = [theirs.fileno(), report]
                    socket.send_fds(self.control, [command(modules, limits)], numbers)
            finally:
                theirs.close()
                os.close(report)
            with suppress(BrokenPipeError, ConnectionResetError):
                wire.send(ours, request)
            data = wire.receive(ours, limits.result_mb * MB)
            if data is None:
                raise ends.without_answer(end_of(ended.read()), limits, at)
            return data

    def load(self, modules: tuple[str, ...]) -> None:
        """Have the server load ``modules``."""
        with self.lock, suppress(OSError):
            self.control.sendall(command(modules, None))

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


_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[2:]; import socket; from brochure.work.server import Server; "
    "Server(socket.socket(fileno=int(sys.argv[1]))).serve()"
)
"""A server in a new interpreter: the number of its socket, then the path of modules."""
