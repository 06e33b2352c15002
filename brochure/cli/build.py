"""``brochure build``: pages in, kits out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import terminal
from brochure.cli.sources import Source, sources_of
from brochure.errors import BrochureError, GlyphError, OutputError, SourceError
from brochure.problems import Id, Place, Problem, Text, error, note, reason, warning

if TYPE_CHECKING:
    from brochure.kit import Manifest
    from brochure.page import Page
    from brochure.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for."""

    output: Path
    products: tuple[str, ...]
    all_products: bool
    """Whether none were named: then each page gets those that it has what is needed for."""

    force: bool
    quiet: bool
    url: str
    campaign: str
    packed: bool
    embargo: date | datetime | None
    lang: str
    drafts: bool
    lenient: bool
    """Whether what cannot be printed is left out with a warning."""

    several: bool
    """Whether each warning says which page it is about."""

    look: Callable[[str, tuple[Path, ...]], Theme]
    """The theme of that name with what the command line asks of it; "" is the command line's own.

    One that a page chose stays within the folders after it.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A kit that stands: ``status`` is "built" or "unchanged"."""

    folder: Path
    status: str
    files: Sequence[str]
    codes: int
    warnings: Sequence[Problem]
    alts: Mapping[str, str]
    """The alternative text of each image, by its path."""

    packed: Path | None = None

    left_out: Sequence[Problem] = ()
    """Why some products could not be made, while those of ``files`` were."""


def build(
    sources: list[str] = typer.Argument(  # noqa: B008 - Typer's way to describe an argument
        None, metavar="[SOURCE]...", show_default=False
    ),
    output: Path = typer.Option(  # noqa: B008
        Path("output"), "--output", "-o", metavar="FOLDER"
    ),
    theme: str = typer.Option("agora", "--theme"),
    only: str | None = typer.Option(None, "--only", metavar="PRODUCTS"),
    profile: str = typer.Option("", "--profile", metavar="FILE"),
    bleed: float | None = typer.Option(None, "--bleed", metavar="MM", show_default="3"),
    spot: str = typer.Option("", "--spot", metavar="INK"),
    template: str = typer.Option("", "--template"),
    formats: str = typer.Option("", "--formats", metavar="FORMATS"),
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
    force: bool = typer.Option(False, "--force"),
    as_json: bool = typer.Option(False, "--json"),
    quiet: bool = typer.Option(False, "--quiet", "-q"),
) -> None:
    """Build the kit of each page."""
    from brochure.building.products import named_in
    from brochure.codes import campaigns
    from brochure.themes import theme_file

    @cache
    def look(named: str, within: tuple[Path, ...]) -> Theme:
        loaded = theme_file.load_theme_of_page(named, within, theme)
        loaded = theme_file.for_printer(loaded, profile, bleed, spot)
        return theme_file.for_cards(
            loaded, template=template, code=code, scale=scale, grid=debug_grid, formats=formats
        )

    pages = sources_of(sources or [])
    if url and len(pages) > 1:
        raise SourceError(error("build-url-of-several", url=url, pages=len(pages)))
    options = Options(
        output=output, products=named_in(only), all_products=only is None,
        force=force, quiet=quiet or as_json, url=url,
        campaign=campaigns.parse_campaign(campaign) if campaign else "", packed=zip_,
        embargo=_embargo(embargo), lang=lang, drafts=drafts, lenient=lenient,
        several=len(pages) > 1, look=look,
    )  # fmt: skip
    look("", ())  # a theme that cannot be used is told once, before any page
    built, failed, left_out = _build_all(pages, options)
    if as_json:
        rows = [_row(b) for b in built]
        rows += [_left_out_row(name, problem) for name, problem in left_out.items()]
        rows += [_failed_row(name, problems) for name, problems in failed.items()]
        print(json.dumps(rows, indent=1))
    if failed and options.several and not options.quiet:
        terminal.tell(Text("build-counts", built=len(built), failed=len(failed)))
    if failed:
        raise typer.Exit(1)


def _embargo(text: str) -> date | datetime | None:
    from brochure.text import embargoes

    try:
        return embargoes.read_embargo(text) if text else None
    except ValueError:
        raise SourceError(error("embargo-option-form", at=Place(key="--embargo"), given=text)) from None


def _row(built: Built) -> dict[str, object]:
    return {
        "folder": str(built.folder), "status": built.status, "files": list(built.files),
        "codes_read_back": built.codes, "warnings": [warning.to_json() for warning in built.warnings],
        "alternative_texts": dict(built.alts), "zip": str(built.packed) if built.packed else "",
    }  # fmt: skip


def _failed_row(source: str, problems: Sequence[Problem]) -> dict[str, object]:
    return {
        "source": source, "status": "failed", "problems": [problem.to_json() for problem in problems],
    }  # fmt: skip


def _left_out_row(source: str, problem: Problem) -> dict[str, object]:
    status = "empty" if problem.id == EMPTY_SECTION else "draft"
    return {"source": source, "status": status, "problems": [problem.to_json()]}


def _build_all(
    sources: Sequence[Source], options: Options
) -> tuple[list[Built], dict[str, Sequence[Problem]], dict[str, Problem]]:
    """Build every source; an error in one is said and the others are still built.

    Given are the kits that stand, the problems of the pages that failed, and why others were left out:
    drafts that nobody asked for, whatever is wrong with them, and sections of a site without a text.
    """
    built: list[Built] = []
    failed: dict[str, Sequence[Problem]] = {}
    left_out: dict[str, Problem] = {}
    taken: dict[str, str] = {}
    for number, source in enumerate(sources, 1):
        at = f"{number}/{len(sources)} " if len(sources) > 1 else ""
        try:
            page = _read(source, options, decoded=options.force or source.name == "-")
            terminal.warn(*(p for p in page.warnings if p.severity != "note" or not options.quiet))
            embargo = options.embargo or page.embargo
            page = replace(page, campaign=options.campaign, embargo=embargo)
            _refuse_same_folder(page, source.name, taken)
            theme = _theme_of(page, source, options)
            one = _build_one(page, source, theme, options, at)
            built.append(one)
            if one.left_out:
                raise GlyphError(*one.left_out)
        except _LeftOutError as caught:
            left_out[source.name] = caught.note
            terminal.warn(*(() if options.quiet else (caught.note,)))
        except Exception as caught:
            if "--debug" in sys.argv:
                raise
            if isinstance(caught, GlyphError):
                caught = caught.placed(Place(source.name))
            if isinstance(caught, BrochureError):
                problems = _with_page(caught.problems, source.name, len(sources))
            else:
                problems = (terminal.unexpected(caught).placed(Place(source.name)),)
            failed[source.name] = problems
            terminal.fail(*problems)
    return built, failed, left_out


class _LeftOutError(Exception):
    """A page that is not built, with nothing wrong; ``note`` says why: a draft, an empty section."""

    def __init__(self, note: Problem) -> None:
        super().__init__(note)
        self.note = note


def _with_page(problems: Sequence[Problem], source: str, count: int) -> Sequence[Problem]:
    """``problems`` with the page they are about, where there are several and they do not say."""
    if count == 1:
        return problems
    return [p if source in p.sentence() else p.placed(Place(source)) for p in problems]


def _read(source: Source, options: Options, *, decoded: bool) -> Page:
    """The page at ``source``, its images ``decoded`` or not.

    Raises _LeftOutError for a draft not asked for, whatever is in it.
    """
    from brochure.reading.fields import DRAFT

    def draft_in(problems: Sequence[Problem]) -> Problem | None:
        return next((problem for problem in problems if problem.id == DRAFT), None)

    try:
        page = _read_wanted(source, options, decoded=decoded)
    except SourceError as caught:
        if not options.drafts and (draft := draft_in(caught.problems)):
            raise _LeftOutError(draft) from None
        if _is_empty_section(source, caught.problems):
            raise _LeftOutError(note(EMPTY_SECTION, at=Place(source.name))) from None
        raise
    if not (draft := draft_in(page.warnings)):
        return page
    if not options.drafts:
        raise _LeftOutError(draft)
    return replace(page, warnings=tuple(p for p in page.warnings if p != draft))


EMPTY_SECTION = Id("section-empty")
"""The note on a page that only heads a section of a site."""


def _is_empty_section(source: Source, problems: Sequence[Problem]) -> bool:
    """Whether a page of a folder heads its section and has no text: generators list others there."""
    wrong = {problem.id for problem in problems if problem.severity == "error"}
    heads = Path(source.name).stem.lower() in {"_index", "index", "readme"}
    return source.root is not None and heads and wrong == {"body-empty"}


def _decoded_images(page: Page, source: Source, options: Options) -> Mapping[str, bytes]:
    """The images of ``page``: read again where they are not decoded, to say what is wrong with them."""
    from brochure.picture_files import Pictures

    if isinstance(page.images, Pictures) and page.images.are_decoded:
        return page.images
    return _read(source, options, decoded=True).images


def _read_wanted(source: Source, options: Options, *, decoded: bool) -> Page:
    """The page at ``source``. Cards show nothing of a body, so for them alone any body will do.

    A body without images is then not looked at; one with images only if it can be read. That spares
    9 % of the cards of many pages (benchmarks/kept_by_hand.py).
    """
    from brochure.reading.pages import read

    whole = partial(
        read, source.name, url=options.url, slug=source.slug, root=source.root, lang=options.lang,
        lenient=options.lenient, decoded=decoded,
    )  # fmt: skip
    cards_only = options.products == ("cards",) and source.name != "-"
    if cards_only:
        page = whole(head_only=True)
        if "![" not in page.body:
            return page
    try:
        return whole()
    except SourceError:
        if not cards_only:
            raise
    return page


def _refuse_same_folder(page: Page, source: str, taken: dict[str, str]) -> None:
    other = taken.setdefault(page.slug, source)
    if other != source:
        at = Place(file=source, key="slug")
        raise SourceError(error("build-same-folder", at=at, slug=page.slug, other=other))


def _within_reach(page: Page, options: Options) -> tuple[Options, Sequence[Problem]]:
    """``options`` with the products that can be made of ``page``, and a warning on those left out."""
    if not options.all_products:
        return options, ()
    from brochure.building.products import possible_for

    made, left_out = possible_for(page)
    return replace(options, products=tuple(product.name for product in made)), left_out


def _theme_of(page: Page, source: Source, options: Options) -> Theme:
    """The theme that the page chose, inside the page's folder or site, or the command line's."""
    from brochure.reading.pages import folders_of_theme

    return options.look(page.theme, folders_of_theme(page.theme, source.name, source.root))


def _build_one(page: Page, source: Source, theme: Theme, options: Options, at: str) -> Built:
    from brochure.building import pipeline, standing, writing
    from brochure.text import system_fonts

    theme, borrowed = system_fonts.borrow(page, theme)
    options, out_of_reach = _within_reach(page, options)
    notes = (
        *page.warnings,
        *out_of_reach,
        *((borrowed,) if borrowed and "cards" in options.products else ()),
    )
    folder = options.output / page.slug
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(error("output-is-file", at=Place(file=str(folder))))
    except OSError as caught:
        at_folder = Place(file=str(folder))
        raise OutputError(error("output-not-written", at=at_folder, reason=reason(caught))) from caught
    if not options.force and standing.is_current(
        folder, standing.origins_of(page, theme, options.products, folder), options.products
    ):
        return _report(_add_zip(_unchanged(folder, notes), page, options), page, options)
    page = replace(page, images=_decoded_images(page, source, options))
    progress = terminal.Progress(quiet=options.quiet)
    left_out: tuple[Problem, ...] = ()
    try:
        try:
            kit = pipeline.build(
                page, theme, only=options.products,
                progress=lambda name: progress.show(f"{at}{page.slug}: {name} …"),
                reuse=None if options.force else folder,
            )  # fmt: skip
        except GlyphError as caught:
            if caught.made is None:
                raise
            kit, left_out = caught.made, caught.problems
        manifest = writing.write(kit, folder)
    finally:
        progress.clear()
    built = Built(
        folder=folder,
        status="built",
        files=sorted(entry.path for entry in manifest.files),
        codes=sum(len(a.facts.codes) for a in kit.artifacts),
        warnings=tuple(dict.fromkeys((*notes, *kit.warnings))),
        alts={a.path: a.facts.alt for a in kit.artifacts if a.facts.alt},
        left_out=left_out,
    )
    return _report(built if left_out else _add_zip(built, page, options), page, options)


def _add_zip(built: Built, page: Page, options: Options) -> Built:
    """``built`` with its press kit beside it, where one is asked for."""
    target = built.folder.with_name(f"{built.folder.name}.zip")
    if not options.packed:
        old = warning("zip-of-earlier-build", at=Place(file=str(target)))
        return replace(built, warnings=(*built.warnings, old)) if target.is_file() else built
    from brochure.building import press_kits
    from brochure.cli.files import put

    manifest = _manifest(built.folder)
    put([(target, press_kits.press_kit(page, manifest, built.folder))])
    warnings = built.warnings
    if mixed := manifest.of_other_states:
        warnings = (*warnings, warning("zip-mixed", at=Place(file=str(target)), products=mixed))
    return replace(built, packed=target, warnings=warnings)


def _unchanged(folder: Path, notes: Sequence[Problem]) -> Built:
    """The kit that stands unchanged in ``folder``, its warnings said again."""
    manifest = _manifest(folder)
    warnings = dict.fromkeys(w for e in manifest.files for w in e.facts.warnings)
    return Built(
        folder=folder, status="unchanged", files=sorted(e.path for e in manifest.files),
        codes=sum(len(e.facts.codes) for e in manifest.files),
        warnings=(*notes, *warnings),
        alts={e.path: e.facts.alt for e in manifest.files if e.facts.alt},
    )  # fmt: skip


def _manifest(folder: Path) -> Manifest:
    """The manifest of a kit that was whole a moment ago. Raises OutputError when it is no more."""
    from brochure.building.writing import read_manifest

    manifest = read_manifest(folder)
    if manifest is None:
        raise OutputError(error("manifest-changed", at=Place(file=str(folder))))
    return manifest


def _report(built: Built, page: Page, options: Options) -> Built:
    for problem in (p for p in built.warnings if p not in page.warnings):  # those were said before
        terminal.warn(f"{built.folder.name}: {problem}" if options.several else problem)
    if not options.quiet:
        unchanged = Text("build-unchanged")
        counts = Text(
            "build-done", files=Text("files-counted", count=len(built.files)),
            codes=Text("codes-read-back", count=built.codes),
        )  # fmt: skip
        done = counts if built.status == "built" else unchanged
        terminal.tell(f"{built.folder.name}: {done}", mark="✓")
        terminal.result(str(built.folder))
        if built.packed:
            terminal.result(str(built.packed))
    return built
