"""``brochure studio``: pages brought, corrected, seen and taken in the browser."""

from __future__ import annotations

import secrets
from pathlib import Path

import typer

from brochure.cli import limits, terminal
from brochure.errors import SourceError
from brochure.problems import Place, Text, error
from brochure.work.workers import cores

PORT = 8017
"""The port that is tried first, so that a browser's history leads back; any other will do."""


def studio(
    folder: Path = typer.Argument(Path(), metavar="[FOLDER]", show_default=False),  # noqa: B008
    port: int = typer.Option(0, "--port", metavar="NUMBER", show_default=False),
    host: str = typer.Option("127.0.0.1", "--host", metavar="ADDRESS"),
    password: str = typer.Option("", "--password", envvar="BROCHURE_PASSWORD", show_envvar=False),
    browser: bool = typer.Option(True, "--browser/--no-browser"),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
) -> None:
    """Serve the studio until Ctrl-C."""
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise SourceError(error("studio-extra")) from None
    if host not in {"127.0.0.1", "localhost", "::1"} and not password:
        raise SourceError(error("studio-host-open", at=Place(key="--host"), host=host))
    if not folder.is_dir():
        raise SourceError(error("source-missing", at=Place(file=str(folder))))
    with limits.guard(time_limit, memory_limit, jobs=cores() + 1) as guard:
        from brochure.studio import serving
        from brochure.studio.access import Access

        listening = serving.listening(host, port or PORT, exactly=bool(port))
        access = Access(
            token=secrets.token_urlsafe(32), host=host, port=listening.getsockname()[1],
            password=password,
        )  # fmt: skip
        terminal.result(str(Text("studio-open", address=serving.address_of(access))))
        serving.serve(folder, guard, access, listening, browser=browser)
