"""Trials: whether the fences around work hold, by trying to get through them."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from brochure.errors import WorkError
from brochure.work.fencing import FILES, NETWORK
from brochure.work.limits import LEAST_MB, MB, Limits
from brochure.work.workers import Call, Workers

MEMORY = "memory"


def open_fences() -> frozenset[str]:
    """The fences that do not hold here: "files", "network", "memory".

    A child is asked to read and write files that are none of its business, to reach a server of this
    machine, and to take twice the memory that it may have.
    """
    with (
        tempfile.TemporaryDirectory(prefix="brochure-") as folder,
        socket.create_server(("127.0.0.1", 0)) as server,
        Workers(Limits(seconds=20, memory_mb=LEAST_MB), jobs=1, fork=True) as workers,
    ):
        secret = Path(folder, "secret")
        secret.write_bytes(b"x")
        port: int = server.getsockname()[1]
        come: frozenset[str] = workers.run(
            Call(function="brochure.work.trials:come_through", arguments=(str(secret), port))
        )
        taking = Call(function="brochure.work.trials:take", arguments=(2 * LEAST_MB,))
        with suppress(WorkError):
            workers.run(taking)
            come |= {MEMORY}
    return come


def come_through(secret: str, port: int) -> frozenset[str]:
    """What could be reached: ``secret`` and the folder it lies in, the server at ``port``."""
    beside = Path(secret).with_name("beside")
    attempts: tuple[tuple[str, Callable[[], object]], ...] = (
        (FILES, lambda: os.close(os.open(secret, os.O_RDONLY))),
        (FILES, lambda: beside.write_bytes(b"x")),
        (NETWORK, lambda: socket.create_connection(("127.0.0.1", port), timeout=2).close()),
    )
    return frozenset(name for name, attempt in attempts if _succeeds(attempt))


def take(mb: int) -> int:
    """Take ``mb`` megabytes of memory."""
    return len(bytearray(mb * MB))


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True
