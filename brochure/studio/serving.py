"""Serving: the studio listens, opens the browser, and ends with Ctrl-C."""

from __future__ import annotations

import signal
import socket
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from types import FrameType

from brochure.building.guarded import Guarded
from brochure.errors import OutputError
from brochure.interruption import SIGNALS
from brochure.problems import Place, error, reason
from brochure.studio.access import Access


def listening(host: str, port: int, *, exactly: bool) -> socket.socket:
    """A socket that listens at ``port``, or, unless ``exactly``, at any other where that is taken.

    Raises OutputError.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in (port,) if exactly else (port, 0):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, number))
            made.listen(128)
            return made
        except OSError as caught:
            made.close()
            problem = error("studio-port", at=Place(key="--port"), port=port, reason=reason(caught))
    raise OutputError(problem)


def address_of(access: Access) -> str:
    """The first address, with the token."""
    host = "127.0.0.1" if access.host in {"0.0.0.0", "localhost"} else access.host  # noqa: S104
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{access.port}/?token={access.token}"


def serve(
    folder: Path, guard: Guarded, access: Access, listener: socket.socket, *, browser: bool
) -> None:
    """Serve the pages of ``folder`` until the process is told to end."""
    import uvicorn

    from brochure.studio.application import application_of
    from brochure.studio.studio import Studio

    studio = Studio(folder, guard)
    config = uvicorn.Config(
        application_of(studio, access), log_level="warning", access_log=False,
        lifespan="off", ws="none", server_header=False, date_header=False, timeout_graceful_shutdown=1,
    )  # fmt: skip

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Begin to end: streams would be waited for."""
            studio.close()
            super().handle_exit(sig, frame)

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """End tidily when the process is told to; uvicorn would end it once more afterwards."""
            before = {number: signal.signal(number, self.handle_exit) for number in SIGNALS}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

    server = Server(config)
    if browser:
        Thread(target=_open, args=(address_of(access),), daemon=True).start()
    server.run([listener])


def _open(address: str) -> None:
    """Open the browser, which may take its time, or there may be none: the address was printed."""
    with suppress(webbrowser.Error):
        webbrowser.open(address)
