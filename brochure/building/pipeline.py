"""Building: a page and a theme become a kit, product by product, each read back when it is made."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import duotones, motif, open_pdfs, picture_files, process
from brochure.building import digest, preparing, products, standing
from brochure.building.finishing import Prepared, finished, made_of
from brochure.building.making import OneHand
from brochure.building.products import Product
from brochure.errors import GlyphError, ProgrammeError
from brochure.kit import Artifact, Kit
from brochure.networks import checks
from brochure.page import Page
from brochure.problems import Place, Problem, Text, note, warning
from brochure.programme import Programme
from brochure.text import look_alikes
from brochure.theme import Theme
from brochure.validation import refuse

if TYPE_CHECKING:
    from brochure.stationery.printed_sheets import PrintedSheet
    from brochure.stationery.products import SheetProduct


@process.alone
def build(
    page: Page,
    theme: Theme,
    *,
    only: Iterable[str] | None = None,
    progress: Callable[[str], None] = lambda product: None,
    reuse: str | Path | None = None,
) -> Kit:
    """The kit of ``page`` in ``theme``, every code and text read back from the finished bytes.

        kit = build(page, theme, only=["pdf", "cards"])

    ``only`` names the products to make, None all that the page has what is needed for: without an
    address there is none of those that lead to it, and a warning says so. ``progress`` is given each
    one's name before it is made. ``reuse`` is the folder of an earlier kit: those of its products that
    were made from the same are taken from there, as they were read back then. Nothing is written.
    Raises BrochureError with every problem of every product: a GlyphError, for signs that no font has,
    holds the kit of the products that need none of them.
    """
    folder = None if reuse is None else Path(reuse)
    prepared = prepare(page, theme, only, folder)
    with open_pdfs.kept():
        return finished(prepared, made_of(prepared, OneHand(), progress, folder))


def prepare(
    page: Page, theme: Theme, only: Iterable[str] | None, reuse: Path | None = None
) -> Prepared:
    """What all products of ``page`` are drawn from, and what each would be made from.

    ``reuse`` is the folder of an earlier kit. Raises BrochureError where none can be made.
    """
    refuse(checks.check_page(page))
    page = replace(page, images=picture_files.cleaned(page.images))
    if only is None:
        wanted, left_out = products.possible_for(page)
        page = replace(page, warnings=(*page.warnings, *left_out))
    else:
        wanted = products.chosen(only)
    page = replace(page, warnings=(*page.warnings, *_unfulfilled(page, theme)))
    given, (seen, theme) = (page, theme), preparing.prepared(page, theme)
    seen, told = duotones.shown_page(seen, theme)
    page = replace(page, warnings=(*page.warnings, *told))
    barred = _missing_glyphs(seen, theme, wanted)
    names = tuple(product.name for product in wanted)
    return Prepared(
        page=page,
        shown=seen,
        theme=theme,
        wanted=names,
        barred=barred,
        origins=standing.origins_of(*given, names, reuse, lacking=barred),
    )


@process.alone
def build_programme(
    programme: Programme,
    theme: Theme,
    sheets: Sequence[SheetProduct | PrintedSheet] | None = None,
    *,
    code_files: bool = True,
    progress: Callable[[str, int, int], None] = lambda name, done, of: None,
) -> Kit:
    """The kit of ``programme``: the codes of its sessions, and ``sheets``, all that there are if None.

        kit = build_programme(read_programme("events.csv"), load_theme("agora"))

    Without ``code_files`` there are the sheets alone: two files a session take most of the time that
    labels take. Every code and text is read back from the finished files. ``progress`` is told the
    file in the making, the sessions done, and of how many. Raises BrochureError, with all that does
    not fit at once; nothing is written.
    """
    from brochure.codes import verification
    from brochure.pdf import reading_back
    from brochure.share import programme_page
    from brochure.stationery import rendering
    from brochure.stationery.products import SHEET_PRODUCTS

    sheets = SHEET_PRODUCTS if sheets is None else sheets
    given, programme = programme, look_alikes.shown_programme(programme, theme)
    made: dict[str, tuple[Artifact, ...]] = {}
    if code_files:
        made["codes"] = tuple(rendering.code_files(programme, progress))
    faults: dict[Problem, None] = {}
    for sheet in sheets:
        try:
            if sheet.name == "web":
                made["web"] = tuple(programme_page.web_files(programme, theme))
            else:
                made[sheet.name] = (rendering.sheet_file(programme, sheet, theme, progress),)
        except ProgrammeError as caught:
            faults |= dict.fromkeys(caught.problems)
    if faults:
        raise ProgrammeError((*faults, *_what_fits(programme, theme, sheets, made)))
    artifacts = [artifact for group in made.values() for artifact in group]
    for number, artifact in enumerate(artifacts, 1):
        progress(str(Text("progress-reading-back")), number, len(artifacts))
        verification.verify(artifact)
        reading_back.verify(artifact)
    page = Page(
        slug=programme.slug, lang=programme.lang, title=programme.title or programme.slug, body=""
    )
    return Kit(
        page=page,
        theme_name=theme.name,
        products=made,
        digests=dict.fromkeys(made, digest.programme_digest(given, sheets, theme)),
    )


def _what_fits(
    programme: Programme,
    theme: Theme,
    sheets: Sequence[SheetProduct | PrintedSheet],
    made: Container[str],
) -> Iterator[Problem]:
    """What could be printed as the programme is: other labels, and the sheets without faults."""
    from brochure.stationery import label_sheets, rendering
    from brochure.stationery.products import SheetProduct

    for sheet in sheets:
        if isinstance(sheet, SheetProduct) and sheet.name == "labels" and sheet.name not in made:
            larger = [
                name for name in label_sheets.USUAL
                for grid in [label_sheets.label_grid(name)]
                if grid.cell > sheet.grid.cell
                and rendering.fits(programme, replace(sheet, grid=grid, skip=0), theme)
            ]  # fmt: skip
            if larger:
                yield note("labels-that-fit", options=[f"--labels {name}" for name in larger])
    whole = [sheet.name for sheet in sheets if sheet.name in made]
    if whole:
        yield note("sheets-that-fit", sheets=",".join(whole))


def _unfulfilled(page: Page, theme: Theme) -> Iterator[Problem]:
    """What ``page`` asks of its look and does not get: another theme's accent, bars of no figures."""
    if page.accent and page.accent not in theme.accents:
        yield warning(
            "accent-unknown", at=Place(key="accent"), given=page.accent, theme=theme.name,
            known=tuple(theme.accents), taken=theme.accent_of(page),
        )  # fmt: skip
    drawn = motif.kind_of(page, theme.motif)
    if page.motif and drawn != page.motif:
        yield warning("motif-not-drawn", at=Place(key="motif"), given=page.motif, taken=drawn)


def _missing_glyphs(page: Page, theme: Theme, wanted: Iterable[Product]) -> dict[str, GlyphError]:
    """The products that cannot be made, as they and those they need draw signs that no font has."""
    from brochure import web_address
    from brochure.text import font_metrics
    from brochure.text.content import set_page

    known = products.all_products()
    drawing = {p.name: p.draws for p in wanted}
    drawing |= {name: known[name].draws for p in wanted for name in p.needs}
    address = web_address.parse_url(page.url).readable if page.url else ""
    speaking, typeset = theme.for_language(page.language), set_page(page)
    found: dict[str, GlyphError] = {}
    for draws in sorted({*drawing.values()} - {"nothing"}):
        try:
            font_metrics.check_glyphs(typeset, address, speaking, cards_only=draws == "cards")
        except GlyphError as caught:
            found |= dict.fromkeys((name for name in drawing if drawing[name] == draws), caught)
    return found
