"""Serving: the studio listens, opens the browser, and ends with Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import NamedTuple
from urllib.parse import quote

from uvicorn import Config, Server

from brochure.building.guarded import Guarded
from brochure.errors import OutputError, SourceError
from brochure.interruption import SIGNALS
from brochure.problems import Place, error, reason
from brochure.studio.access import Access, App
from brochure.studio.documents import KEPT_IN

PORT = 8017
"""The port that is tried first, so that a browser's history leads back; any other will do."""

SESSION = "session.json"


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


class Session(NamedTuple):
    """What a studio that is opened again in the same folder has again, so that open tabs go on."""

    port: int
    token: str


def lock_of(folder: Path) -> Path:
    """What is locked while the studio is open in ``folder``: one at a time keeps what pages were.

    Raises SourceError where the place of what is kept leads elsewhere.
    """
    place = folder.resolve() / KEPT_IN
    if place.is_symlink():
        raise SourceError(error("studio-link", name=KEPT_IN))
    return place / "studio"


def session_in(folder: Path) -> Session:
    """The session kept in ``folder``, or a new one at the usual port."""
    try:
        row = json.loads((folder / KEPT_IN / SESSION).read_bytes())
        found = Session(int(row["port"]), str(row["token"]))
    except (OSError, ValueError, TypeError, KeyError):
        return Session(PORT, secrets.token_urlsafe(32))
    usable = 1024 <= found.port < 65536 and re.fullmatch(r"[\w-]{43}", found.token)
    return found if usable else Session(PORT, secrets.token_urlsafe(32))


def keep_session(folder: Path, access: Access) -> None:
    """Keep the port and the token, for this user alone. Raises OutputError."""
    place = folder / KEPT_IN / SESSION
    row = json.dumps({"port": access.port, "token": access.token}).encode()
    try:
        place.parent.mkdir(exist_ok=True)
        place.unlink(missing_ok=True)  # it may have had other rights
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(row)
    except OSError as caught:
        at = Place(str(place))
        raise OutputError(error("file-not-written", at=at, reason=reason(caught))) from caught


def address_of(access: Access, page: str = "") -> str:
    """The first address, with the token: of the ``page``, or of the list."""
    host = "127.0.0.1" if access.host in {"0.0.0.0", "localhost"} else access.host  # noqa: S104
    named = f"[{host}]" if ":" in host else host
    path = f"pages/{quote(page, safe='')}" if page else ""
    return f"http://{named}:{access.port}/{path}?token={access.token}"


def configured(app: App) -> Config:
    """How uvicorn serves ``app``: silently, and at its end what still runs has one more second."""
    return Config(
        app, log_level="warning", access_log=False, lifespan="off", ws="none", server_header=False,
        date_header=False, timeout_graceful_shutdown=1,
    )  # fmt: skip


def serve(
    folder: Path, guard: Guarded, access: Access, listener: socket.socket, *, browser: str
) -> None:
    """Serve the pages of ``folder`` until the process is told to end; show ``browser``, an address."""
    from brochure.studio.application import application_of
    from brochure.studio.studio import Studio

    studio = Studio(folder, guard)
    app = application_of(studio, access)

    class Listening(Server):
        wake: Callable[[], object] | None = None

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Begin to end: streams would be waited for."""
            studio.close()
            super().handle_exit(sig, frame)
            if self.wake:
                self.wake()

        async def main_loop(self) -> None:
            """Wait for the end: uvicorn would look ten times a second whether it has come."""
            ended = asyncio.Event()
            self.wake = partial(asyncio.get_running_loop().call_soon_threadsafe, ended.set)
            if not await self.on_tick(0):
                await ended.wait()

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """End tidily when the process is told to; uvicorn would end it once more afterwards."""
            before = {number: signal.signal(number, self.handle_exit) for number in SIGNALS}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

    server = Listening(configured(app))
    if browser:
        show(browser)
    server.run([listener])


def show(address: str) -> None:
    """Open the browser, which may take its time, or there may be none: the address was printed."""

    def opened() -> None:
        with suppress(webbrowser.Error):
            webbrowser.open(address)

    thread = Thread(target=opened, daemon=True)
    thread.start()
    thread.join(0.5)  # a program that ends now would not open it
