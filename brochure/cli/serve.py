"""``brochure serve``: a server that draws the cards of a site when they are asked for."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from brochure.cli import limits, remembered, terminal
from brochure.cli import site_options as options
from brochure.cli.card_signing import LEAST_KEY_BYTES, signed
from brochure.errors import OutputError, SourceError
from brochure.problems import Place, Text, error, reason
from brochure.sites.memory import digest_of

KEY = "BROCHURE_KEY"
TIME_S = 20.0
"""Seconds that a card may take: somebody waits for it."""


def serve(
    folder: Path = options.FOLDER,
    cards: bool = typer.Option(False, "--cards"),
    port: int = typer.Option(8018, "--port", metavar="NUMBER"),
    host: str = typer.Option("127.0.0.1", "--host", metavar="ADDRESS"),
    key_file: Path | None = typer.Option(None, "--key-file", metavar="FILE"),  # noqa: B008
    sign: str = typer.Option("", "--sign", metavar="ADDRESS"),
    theme: str = options.THEME,
    drafts: bool = options.DRAFTS,
    lenient: bool = options.LENIENT,
    cache: Path | None = typer.Option(None, "--cache", metavar="FOLDER"),  # noqa: B008
    cache_limit: int = typer.Option(1_000, "--cache-limit", min=1, metavar="MB"),
    time_limit: float = typer.Option(TIME_S, "--time-limit", metavar="SECONDS"),
    memory_limit: int = limits.MEMORY,
    jobs: int = limits.JOBS,
) -> None:
    """Serve cards until Ctrl-C, or print a signed address."""
    key = _key(key_file)
    if sign:
        terminal.result(signed(sign if sign.startswith("/") else f"/{sign}", key))
        return
    if not cards:
        raise SourceError(error("serve-what", at=Place(key="--cards")))
    try:
        import uvicorn
    except ImportError:
        raise SourceError(error("serve-extra")) from None
    from brochure.cli.card_cache import CardCache
    from brochure.cli.card_server import CardServer
    from brochure.cli.page_reading import READING, Look
    from brochure.cli.site_cards import DRAWING
    from brochure.cli.site_index import SiteIndex
    from brochure.cli.site_pages import LoadedLook, loading
    from brochure.studio.serving import listening

    settings = options.settings_asked(folder, theme=theme, drafts=drafts, lenient=lenient)
    look = Look(theme=settings.theme, formats=",".join(settings.formats))
    place = cache or remembered.cache_folder().with_name("brochure-cards")
    with limits.guard(time_limit, memory_limit, jobs) as guard:
        listener = listening(host, port, exactly=True)
        loaded: LoadedLook = guard.run(loading(look))
        about = digest_of(remembered.program_digest(), settings, sorted(loaded.reads.items()))
        try:
            kept = CardCache(place, cache_limit * 1_000_000)
        except OSError as caught:
            at = Place(str(place))
            raise OutputError(error("output-not-written", at=at, reason=reason(caught))) from caught
        guard.workers.load(*READING, *DRAWING)
        app = CardServer(key, SiteIndex(settings, look, guard), loaded.theme, guard, kept, about)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="off", ws="none", server_header=False,
            timeout_graceful_shutdown=5, limit_concurrency=1_000,
        )  # fmt: skip
        name = f"[{host}]" if ":" in host else host
        terminal.result(
            str(Text("serve-open", address=f"http://{name}:{listener.getsockname()[1]}/card"))
        )
        uvicorn.Server(config).run([listener])


def _key(file: Path | None) -> bytes:
    """The key that signs addresses. Raises SourceError for none, and for one that can be guessed."""
    try:
        key = file.read_bytes().strip() if file else os.environ.get(KEY, "").encode()
    except OSError as caught:
        at = Place(str(file))
        raise SourceError(error("serve-key-unread", at=at, reason=reason(caught))) from caught
    if len(key) < LEAST_KEY_BYTES:
        raise SourceError(error("serve-key", variable=KEY, least=LEAST_KEY_BYTES))
    return key
