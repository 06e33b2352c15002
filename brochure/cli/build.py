"""``brochure build``: pages in, kits out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import terminal
from brochure.cli.sources import Source, sources_of
from brochure.errors import BrochureError, OutputError, SourceError
from brochure.problems import Place

if TYPE_CHECKING:
    from brochure.page import Page
    from brochure.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for."""

    output: Path
    products: tuple[str, ...]
    force: bool
    quiet: bool
    url: str
    campaign: str
    packed: bool
    embargo: date | datetime | None
    several: bool
    """Whether each warning says which page it is about."""

    look: Callable[[str], Theme]
    """The theme of that name with what the command line asks of it; "" is the command line's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A kit that stands: ``status`` is "built" or "unchanged"."""

    folder: Path
    status: str
    files: Sequence[str]
    codes: int
    warnings: Sequence[str]
    alts: Mapping[str, str]
    """The alternative text of each image, by its path."""

    packed: Path | None = None


def build(
    sources: list[str] = typer.Argument(  # noqa: B008 - Typer's way to describe an argument
        None,
        help="Markdown or text files, folders of Markdown files, or - for standard input. "
        "None: pages/*.md of this folder, else the summit page.",
        metavar="[SOURCE]...",
        show_default=False,
    ),
    output: Path = typer.Option(  # noqa: B008
        Path("output"), "--output", "-o", help="Folder for the kits.", metavar="FOLDER"
    ),
    theme: str = typer.Option(
        "agora", "--theme", help="A theme's name (see: brochure themes) or a TOML file."
    ),
    only: str = typer.Option(
        "", "--only", help="Make these products only: pdf,print,cards,qr,share.", metavar="PRODUCTS"
    ),
    profile: str = typer.Option(
        "", "--profile", help="Your printer's output profile (CMYK, .icc) for print/.", metavar="FILE"
    ),
    bleed: float | None = typer.Option(
        None, "--bleed", help="Millimetres of bleed in print/: 3 to 10.", metavar="MM", show_default="3"
    ),
    template: str = typer.Option(
        "", "--template", help="Card template: assembly, photo, quote, figure, or a TOML file."
    ),
    formats: str = typer.Option(
        "", "--formats", help="Make these cards only: open-graph,square,…", metavar="FORMATS"
    ),
    code: bool = typer.Option(False, "--code", help="Put the page's QR code on its cards."),
    scale: int = typer.Option(1, "--scale", help="Cards this many times as large: 1, 2 or 3."),
    debug_grid: bool = typer.Option(
        False, "--debug-grid", help="Draw the boxes of the card template, for designers."
    ),
    url: str = typer.Option("", "--url", help="The address the page is published at.", metavar="URL"),
    campaign: str = typer.Option(
        "",
        "--campaign",
        help="Say so in the addresses of printed codes (utm_campaign).",
        metavar="NAME",
    ),
    zip_: bool = typer.Option(
        False, "--zip", help="A press kit too, SLUG.zip beside the folder, with a README.txt."
    ),
    embargo: str = typer.Option(
        "", "--embargo", help="Say on all of it until when: 2016-12-07T09:00+01:00.", metavar="MOMENT"
    ),
    force: bool = typer.Option(False, "--force", help="Build even if nothing changed."),
    as_json: bool = typer.Option(False, "--json", help="Tell the result as JSON."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Say nothing but errors."),
) -> None:
    """Build the kit of each page: brochure.pdf, print files, cards, QR codes and the share page.

    Examples: brochure build · brochure build page.md --theme papier · brochure build *.md -o kits ·
    brochure build site/ --only cards
    """
    from brochure.building.pipeline import parse_only
    from brochure.codes import campaigns
    from brochure.themes import theme_file

    @cache
    def look(named: str) -> Theme:
        loaded = theme_file.for_printer(theme_file.load_theme(named or theme), profile, bleed)
        return theme_file.for_cards(
            loaded, template=template, code=code, scale=scale, grid=debug_grid, formats=formats
        )

    pages = sources_of(sources or [])
    if url and len(pages) > 1:
        raise SourceError(
            f"--url {url} is one page's address, and {len(pages)} pages are named; write url: in the "
            "front matter of each"
        )
    options = Options(
        output=output, products=parse_only(only), force=force, quiet=quiet or as_json, url=url,
        campaign=campaigns.parse_campaign(campaign) if campaign else "", packed=zip_,
        embargo=_embargo(embargo),
        several=len(pages) > 1, look=look,
    )  # fmt: skip
    look("")  # a theme that cannot be used is told once, before any page
    built, failed = _build_all(pages, options)
    if as_json:
        print(json.dumps([_row(b) for b in built], indent=1))
    if failed and options.several and not options.quiet:
        terminal.tell(f"{len(built)} pages built, {failed} failed: see above")
    if failed:
        raise typer.Exit(1)


def _embargo(text: str) -> date | datetime | None:
    from brochure.text import embargoes

    try:
        return embargoes.read_embargo(text) if text else None
    except ValueError:
        raise SourceError(f'--embargo "{text}": write {embargoes.FORM}') from None


def _row(built: Built) -> dict[str, object]:
    return {
        "folder": str(built.folder), "status": built.status, "files": list(built.files),
        "codes_read_back": built.codes, "warnings": list(built.warnings),
        "alternative_texts": dict(built.alts), "zip": str(built.packed) if built.packed else "",
    }  # fmt: skip


def _build_all(sources: Sequence[Source], options: Options) -> tuple[list[Built], int]:
    """Build every source; an error in one is told and the others are still built."""
    built, failed = [], 0
    taken: dict[str, str] = {}
    for number, source in enumerate(sources, 1):
        at = f"{number}/{len(sources)} " if len(sources) > 1 else ""
        try:
            page = _read(source, options)
            embargo = options.embargo or page.embargo
            page = replace(page, campaign=options.campaign, embargo=embargo)
            _refuse_same_folder(page, source.name, taken)
            built.append(_build_one(page, options, at))
        except BrochureError as error:
            if "--debug" in _arguments():
                raise
            for problem in error.problems:
                terminal.fail(_with_place(str(problem), source.name, len(sources)))
            failed += 1
        except Exception as error:
            if "--debug" in _arguments():
                raise
            terminal.fail(terminal.unexpected(error).placed(Place(source.name)))
            failed += 1
    return built, failed


def _with_place(error: str, source: str, count: int) -> str:
    """``error`` with the page it is about, where there are several and it does not say."""
    return error if count == 1 or source in error else f"{source}: {error}"


def _read(source: Source, options: Options) -> Page:
    """The page at ``source``. Cards show nothing of a body, so for them alone any body will do.

    A body without images is then not looked at; one with images only if it can be read.
    """
    from brochure.reading.pages import read

    cards_only = options.products == ("cards",) and source.name != "-"
    if cards_only:
        page = read(source.name, url=options.url, slug=source.slug, root=source.root, head_only=True)
        if "![" not in page.body:
            return page
    try:
        return read(source.name, url=options.url, slug=source.slug, root=source.root)
    except SourceError:
        if not cards_only:
            raise
    return page


def _arguments() -> list[str]:
    import sys

    return sys.argv


def _refuse_same_folder(page: Page, source: str, taken: dict[str, str]) -> None:
    other = taken.setdefault(page.slug, source)
    if other != source:
        raise SourceError(
            f'its kit would have the same folder "{page.slug}" as that of {other}; '
            "give one of them another slug: in its front matter",
            where=source,
        )


def _build_one(page: Page, options: Options, at: str) -> Built:
    from brochure.building import digest, pipeline, writing
    from brochure.text import system_fonts

    theme, note = system_fonts.borrow(page, options.look(page.theme))
    notes = (note.sentence(),) if note and "cards" in options.products else ()
    folder = options.output / page.slug
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{folder}: is a file; choose another folder with -o")
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}; choose another folder with -o") from error
    if not options.force and writing.is_current(
        folder, digest.page_digest(page, theme), options.products
    ):
        return _report(_add_zip(_unchanged(folder, notes), page, options), options)
    progress = terminal.Progress(quiet=options.quiet)
    try:
        kit = pipeline.build(
            page, theme, only=options.products,
            progress=lambda name: progress.show(f"{at}{page.slug}: {name} …"),
        )  # fmt: skip
        manifest = writing.write(kit, folder)
    finally:
        progress.clear()
    built = Built(
        folder=folder,
        status="built",
        files=[entry.path for entry in manifest.files],
        codes=sum(len(a.facts.get("codes", ())) for a in kit.artifacts),
        warnings=(*notes, *kit.warnings),
        alts={a.path: a.facts["alt"] for a in kit.artifacts if "alt" in a.facts},
    )
    return _report(_add_zip(built, page, options), options)


def _add_zip(built: Built, page: Page, options: Options) -> Built:
    """``built`` with its press kit beside it, where one is asked for."""
    target = built.folder.with_name(f"{built.folder.name}.zip")
    if not options.packed:
        old = f"{target}: is of an earlier build; --zip makes it anew"
        return replace(built, warnings=(*built.warnings, old)) if target.is_file() else built
    from brochure.building import press_kits, writing
    from brochure.cli.files import put

    manifest = writing.read_manifest(built.folder)
    assert manifest is not None
    put([(target, press_kits.press_kit(page, manifest, built.folder))])
    warnings = built.warnings
    if len(set(manifest.digests.values())) > 1:
        mixed = ", ".join(sorted(manifest.digests))
        warnings = (
            *warnings,
            f"{target}: {mixed} were not all made from the same page; leave --only out",
        )
    return replace(built, packed=target, warnings=warnings)


def _unchanged(folder: Path, notes: Sequence[str]) -> Built:
    """The kit that stands unchanged in ``folder``, its warnings said again."""
    from brochure.building.writing import read_manifest

    manifest = read_manifest(folder)
    assert manifest is not None
    warnings = dict.fromkeys(w for e in manifest.files for w in e.facts.get("warnings", ()))
    return Built(
        folder=folder, status="unchanged", files=[e.path for e in manifest.files],
        codes=sum(len(e.facts.get("codes", ())) for e in manifest.files),
        warnings=(*notes, *warnings),
        alts={e.path: e.facts["alt"] for e in manifest.files if "alt" in e.facts},
    )  # fmt: skip


def _report(built: Built, options: Options) -> Built:
    for warning in built.warnings:
        terminal.warn(f"{built.folder.name}: {warning}" if options.several else warning)
    if not options.quiet:
        done = (
            f"{len(built.files)} files, {built.codes} codes read back"
            if built.status == "built"
            else "nothing changed (--force builds it again)"
        )
        terminal.tell(f"{built.folder.name}: {done}", mark="✓")
        terminal.result(str(built.folder))
        if built.packed:
            terminal.result(str(built.packed))
    return built
