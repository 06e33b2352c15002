"""``brochure build``: pages in, kits out."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import importing, limits, terminal, told_kits
from brochure.cli.sources import Source, is_folder, sources_of
from brochure.errors import SourceError
from brochure.problems import Place, Problem, Text, error
from brochure.work.limits import USUAL

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.cli.pages import Built, Options


_OUTPUT, _THEME = Path("output"), "agora"


def build(
    sources: list[str] = typer.Argument(  # noqa: B008 - Typer's way to describe an argument
        None, metavar="[SOURCE]...", show_default=False
    ),
    output: Path = typer.Option(  # noqa: B008
        _OUTPUT, "--output", "-o", metavar="FOLDER"
    ),
    theme: str = typer.Option(_THEME, "--theme"),
    only: str | None = typer.Option(None, "--only", metavar="PRODUCTS"),
    profile: str = typer.Option("", "--profile", metavar="FILE"),
    bleed: float | None = typer.Option(None, "--bleed", metavar="MM", show_default="3"),
    spot: str | None = typer.Option(None, "--spot", metavar="INK"),
    template: str = typer.Option("", "--template"),
    formats: str = typer.Option("", "--formats", metavar="FORMATS"),
    poster: str = typer.Option("", "--poster", metavar="FORM"),
    code: bool = typer.Option(False, "--code"),
    scale: int = typer.Option(1, "--scale"),
    debug_grid: bool = typer.Option(False, "--debug-grid"),
    url: str = typer.Option("", "--url", metavar="URL"),
    campaign: str = typer.Option("", "--campaign", metavar="NAME"),
    zip_: bool = typer.Option(False, "--zip"),
    embargo: str = typer.Option("", "--embargo", metavar="MOMENT"),
    lang: str = typer.Option("", "--lang", metavar="LANGUAGE"),
    drafts: bool = typer.Option(False, "--drafts"),
    lenient: bool = typer.Option(False, "--lenient"),
    kind: str = importing.TYPE,
    allow_private: list[str] = importing.ALLOW_PRIVATE,
    proxy: str = importing.PROXY,
    offline: bool = importing.OFFLINE,
    force: bool = typer.Option(False, "--force"),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
    jobs: int = limits.JOBS,
    overwrite: bool = typer.Option(False, "--overwrite"),
    wait: bool = typer.Option(False, "--wait"),
    as_json: bool = typer.Option(False, "--json"),
    quiet: bool = typer.Option(False, "--quiet", "-q"),
) -> None:
    """Build the kit of each page."""
    if len(sources or []) == 1 and _is_site(Path(sources[0])):
        from brochure.cli import site, site_options

        others = {
            "--profile": profile, "--bleed": bleed, "--spot": spot, "--template": template,
            "--poster": poster, "--code": code, "--scale": scale != 1, "--debug-grid": debug_grid,
            "--url": url, "--campaign": campaign, "--zip": zip_, "--embargo": embargo, "--lang": lang,
            "--type": kind,
        }  # fmt: skip
        if given := [name for name, value in others.items() if value]:
            raise SourceError(error("build-site-options", at=Place(sources[0]), options=given))
        site.site(
            Path(sources[0]), output=None if output == _OUTPUT else output, only=only, formats=formats,
            theme="" if theme == _THEME else theme, address="", kits="", list_of_addresses=None,
            store="", engine="", prune=False, drafts=drafts, lenient=lenient, force=force,
            memory_limit=memory_limit, jobs=jobs,
            time_limit=site_options.TIME_S if time_limit == USUAL.seconds else time_limit,
            overwrite=overwrite, wait=wait, as_json=as_json, quiet=quiet,
        )  # fmt: skip
        return
    from brochure.cli import remembered

    pages = sources_of(sources or [])
    if url and len(pages) > 1:
        raise SourceError(error("build-url-of-several", url=url, pages=len(pages)))
    until, form = _embargo(embargo), _poster(poster)
    asked = {
        "output": output, "theme": theme, "only": only, "profile": profile,
        "bleed": bleed, "spot": spot, "template": template, "formats": formats, "poster": form,
        "code": code, "scale": scale, "debug_grid": debug_grid, "url": url, "campaign": campaign,
        "zip": zip_, "embargo": until, "lang": lang, "drafts": drafts, "lenient": lenient,
        "several": len(pages) > 1, "type": kind,
    }  # fmt: skip
    how = {"several": len(pages) > 1, "quiet": quiet, "as_json": as_json}
    if not force and (kits := remembered.standing(pages, asked)):
        remembered.remember_arguments(sys.argv[1:], pages, asked, how)
        told_kits.tell_standing(kits, **how)
        return
    from brochure.building.products import named_in
    from brochure.cli.page_reading import Look
    from brochure.cli.pages import Options
    from brochure.codes import campaigns
    from brochure.importing.access import Access

    look = Look(
        theme=theme, profile=profile, bleed=bleed, spot=spot, template=template, code=code, scale=scale,
        grid=debug_grid, formats=formats,
    )  # fmt: skip
    options = Options(
        output=output, products=named_in(only), all_products=only is None, asked=asked,
        force=force, overwrite=overwrite, wait=wait, quiet=quiet or as_json, url=url,
        campaign=campaigns.parse_campaign(campaign) if campaign else "", packed=zip_,
        embargo=until, poster=form, lang=lang, drafts=drafts, lenient=lenient,
        several=len(pages) > 1, look=look, kind=kind,
        access=Access(allow_private=tuple(allow_private), proxy=proxy, offline=offline),
    )  # fmt: skip
    with limits.guard(time_limit, memory_limit, jobs) as guard:
        built, failed, left_out = _build_all(pages, options, guard)
        limits.tell_missing(guard, quiet=options.quiet)
    _tell_all(built, failed, left_out, options=options, as_json=as_json)
    if failed:
        raise typer.Exit(1)
    if not force:
        remembered.remember_arguments(sys.argv[1:], pages, asked, how)


def _is_site(path: Path) -> bool:
    """Whether ``path`` is the folder of a site; for files nothing is loaded to tell."""
    if not is_folder(path):
        return False
    from brochure.sites import site_file

    return site_file.is_site(path)


def _embargo(text: str) -> date | datetime | None:
    if not text:
        return None
    from brochure.text import embargoes

    try:
        return embargoes.read_embargo(text)
    except ValueError:
        raise SourceError(error("embargo-option-form", at=Place(key="--embargo"), given=text)) from None


def _poster(text: str) -> str:
    """The form or the size of posters that is asked for, as a page's ``poster`` has it. SourceError."""
    if not text:
        return ""
    from brochure.design import POSTER_SIZES
    from brochure.page import POSTERS

    if text.lower() not in (known := (*POSTER_SIZES, *POSTERS)):
        raise SourceError(error("choice-unknown", at=Place(key="--poster"), given=text, known=known))
    return text.lower()


def _tell_all(
    built: Sequence[Built], failed: Mapping[str, Sequence[Problem]], left_out: Mapping[str, Problem],
    *, options: Options, as_json: bool,
) -> None:  # fmt: skip
    """Rows of all pages with --json; how many came to what, of several."""
    if as_json:
        rows = [told_kits.row(b) for b in built]
        rows += [_left_out_row(name, problem) for name, problem in left_out.items()]
        rows += [_failed_row(name, problems) for name, problems in failed.items()]
        print(json.dumps(rows, indent=1))
    if failed and options.several and not options.quiet:
        terminal.tell(Text("build-counts", built=len(built), failed=len(failed)))


def _failed_row(source: str, problems: Sequence[Problem]) -> dict[str, object]:
    return {
        "source": source, "status": "failed", "problems": [problem.to_json() for problem in problems],
    }  # fmt: skip


def _left_out_row(source: str, problem: Problem) -> dict[str, object]:
    from brochure.cli.page_reading import EMPTY_SECTION

    status = "empty" if problem.id == EMPTY_SECTION else "draft"
    return {"source": source, "status": status, "problems": [problem.to_json()]}


def _build_all(
    sources: Sequence[Source], options: Options, guard: Guarded
) -> tuple[list[Built], dict[str, Sequence[Problem]], dict[str, Problem]]:
    """Build every source; an error in one is said and the others are still built.

    Several are worked on at once, and said in their order. Given are the kits that stand, the problems
    of the pages that failed, and why others were left out: drafts that nobody asked for, whatever is
    wrong with them, and sections of a site without a text.
    """
    built: list[Built] = []
    failed: dict[str, Sequence[Problem]] = {}
    left_out: dict[str, Problem] = {}
    from brochure.cli.page_reading import loading
    from brochure.cli.pages import Builders

    theme = guard.run(loading(options.look))
    builders = Builders(sources, options, guard, theme)
    with builders:
        for source, outcome in builders.outcomes():
            terminal.warn(*(p for p in outcome.said if p.severity != "note" or not options.quiet))
            if outcome.raised is not None and "--debug" in sys.argv:
                raise outcome.raised
            if outcome.built is not None:
                told_kits.report(
                    outcome.built, outcome.said, several=options.several, quiet=options.quiet
                )
                built.append(outcome.built)
            if outcome.left_out is not None:
                left_out[source.name] = outcome.left_out
                terminal.warn(*(() if options.quiet else (outcome.left_out,)))
            if outcome.failed:
                failed[source.name] = outcome.failed
                terminal.fail(*outcome.failed)
    return built, failed, left_out
