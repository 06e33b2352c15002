"""Fresh: a new interpreter for each call, where processes cannot be forked.

The limits that the system knows hold there too; its imports take half a second each time.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from brochure import interruption
from brochure.problems import Place
from brochure.work import child, ends, wire
from brochure.work.limits import MB, Limits
from brochure.work.server import End

_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[2:]; from brochure.work.fresh import live; live(sys.argv[1])"
)
"""What the interpreter runs: the limits as JSON, then the path of modules."""


class Interpreters:
    """The interpreters that are at work."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.running: set[subprocess.Popen[bytes]] = set()
        self.closed = False

    def ask(
        self,
        request: bytes,
        modules: tuple[str, ...],  # noqa: ARG002 - a server's are loaded before
        limits: Limits,
        at: Place,
    ) -> bytes | bytearray:
        """The answer to ``request``. Raises WorkError."""
        with tempfile.TemporaryDirectory(prefix="brochure-") as own:
            told = json.dumps({"limits": asdict(limits), "own": own})
            with self.lock:
                if self.closed:
                    raise ends.without_answer(None, limits, at)
                process = subprocess.Popen(  # noqa: S603 - this very interpreter, and our own module
                    [sys.executable, "-c", _PROGRAM, told, *sys.path],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )  # fmt: skip
                self.running.add(process)
            try:
                with interruption.tidied(partial(_kill, process)):
                    data, _ = process.communicate(request, timeout=limits.seconds)
                late = False
            except subprocess.TimeoutExpired:
                data, late = b"", True
            finally:
                _kill(process)
                process.wait()
                self.running.discard(process)
        if self.closed:
            raise ends.without_answer(None, limits, at)
        if late or process.returncode:
            end = End(signal=max(0, -process.returncode), time=late)
            raise ends.without_answer(end, limits, at)
        if len(data) > limits.result_mb * MB:
            raise wire.TooLargeError(len(data))
        return data

    def hold(self, limits: Limits) -> None:
        """None: no interpreter is asked twice."""

    def load(self, modules: tuple[str, ...]) -> None:
        """Nothing: each interpreter loads what it needs."""

    def close(self) -> None:
        """Kill all that are at work."""
        with self.lock:
            self.closed = True
            for process in self.running:
                _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill an interpreter and what it started, if it lives."""
    if process.poll() is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):
        process.kill()


def live(told: str) -> None:
    """In the interpreter: read a request from standard input, answer on standard output, and end."""
    row: dict[str, Any] = json.loads(told)
    asked, out = sys.stdin.buffer.read(), os.dup(1)
    child.speechless()
    tempfile.tempdir = row["own"]
    Limits(**row["limits"]).impose()
    data = child.answer(asked, Path(row["own"]))
    with open(out, "wb") as stream:  # noqa: PTH123 - a descriptor
        stream.write(data)
    os._exit(0)
