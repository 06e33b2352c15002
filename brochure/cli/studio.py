"""``brochure studio``: pages brought, corrected, seen and taken in the browser."""

from __future__ import annotations

from pathlib import Path

import typer

from brochure import kit_locks
from brochure.cli import limits, terminal
from brochure.errors import OutputError, SourceError
from brochure.problems import Place, Text, error
from brochure.work.workers import cores

JOBS = cores() + 1
"""Processes at work: one for each core, and one more for the page in view, which waits for no other."""


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
    page = ""
    if folder.is_file() and folder.suffix.lower() == ".md":
        folder, page = folder.parent, folder.stem
    if not folder.is_dir():
        raise SourceError(error("source-missing", at=Place(file=str(folder))))
    from brochure.studio import serving
    from brochure.studio.access import Access

    lock = serving.lock_of(folder)
    try:
        with kit_locks.held(lock, named=folder), limits.guard(time_limit, memory_limit, JOBS) as guard:
            session = serving.session_in(folder)
            listener = serving.listening(host, port or session.port, exactly=bool(port))
            access = Access(
                token=session.token, host=host, port=listener.getsockname()[1], password=password
            )
            serving.keep_session(folder, access)
            terminal.result(str(Text("studio-open", address=serving.address_of(access, page))))
            serving.serve(
                folder,
                guard,
                access,
                listener,
                browser=serving.address_of(access, page) if browser else "",
            )
    except OutputError as caught:
        if "lock-held" not in {problem.id for problem in caught.problems}:
            raise
        session = serving.session_in(folder)  # it is open already: that one is shown
        access = Access(token=session.token, host=host, port=session.port)
        terminal.result(str(Text("studio-open-already", address=serving.address_of(access, page))))
        if browser:
            serving.show(serving.address_of(access, page))
