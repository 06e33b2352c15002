"""Building: a page and a theme become a kit, product by product, each read back when it is made."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from brochure import duotones, messages, motif, open_pdfs, picture_files, process
from brochure.building import digest, products
from brochure.building.products import Product, Shown
from brochure.errors import AddressError, BrochureError, FitError, GlyphError, ProgrammeError, gathered
from brochure.kit import Artifact, Entry, Kit, Verification
from brochure.networks import checks
from brochure.page import Page
from brochure.problems import Place, Problem, Text, error, note, warning
from brochure.programme import Programme
from brochure.text import look_alikes
from brochure.text.plain_texts import plain_page
from brochure.theme import Theme
from brochure.validation import refuse

if TYPE_CHECKING:
    from brochure.stationery.products import SheetProduct


@process.alone
def build(
    page: Page,
    theme: Theme,
    *,
    only: Iterable[str] | None = None,
    progress: Callable[[str], None] = lambda product: None,
) -> Kit:
    """The kit of ``page`` in ``theme``, every code and text read back from the finished bytes.

        kit = build(page, theme, only=["pdf", "cards"])

    ``only`` names the products to make, None all that the page has what is needed for: without an
    address there is none of those that lead to it, and a warning says so. ``progress`` is given each
    one's name before it is made. Nothing is written. Raises BrochureError with every problem of every
    product: a GlyphError, for signs that no font has, holds the kit of the products that need none of
    them.
    """
    refuse(checks.check_page(page))
    page = replace(page, images=picture_files.cleaned(page.images))
    if only is None:
        wanted, left_out = products.possible_for(page)
        page = replace(page, warnings=(*page.warnings, *left_out))
    else:
        wanted = products.chosen(only)
    page = replace(page, warnings=(*page.warnings, *_unfulfilled(page, theme)))
    given, theme = theme, theme.for_page(page)
    printed, told = duotones.shown_page(plain_page(issued(page, theme)), theme)
    page = replace(page, warnings=(*page.warnings, *told))
    shown = look_alikes.shown_page(printed, theme)
    looks = [_measure_codes] if any(product.wants_report for product in wanted) else []
    run = _Run(replace(shown, channels=page.channels or theme.channels), theme, looks)
    run.alone = len(wanted) == 1
    barred = _missing_glyphs(run.page, theme, wanted)
    run.failed |= barred.keys()
    refused: list[BrochureError] = [*_missing_address(page, wanted)]
    with open_pdfs.kept():
        for product in wanted:
            progress(product.name)
            refused += run.problems_of(product, only_fit=bool(refused))
    if refused:
        raise gathered([*barred.values(), *refused])
    kit = Kit(
        page=page,
        theme_name=theme.name,
        products={p.name: run.made[p.name] for p in wanted if p.name in run.made},
        digest=digest.page_digest(page, given),
    )
    if barred:
        raise _without_glyphs(barred.values(), kit, wanted)
    return kit


def issued(page: Page, theme: Theme) -> Page:
    """``page`` with its issuer, field by field its own or the theme's, and all accounts of both."""
    issuer = page.issuer.over(theme.brand)
    if not issuer:
        return page
    own = {**page.issuer.accounts, **page.accounts}
    every = {**theme.brand.accounts, **theme.accounts, **own}
    return replace(page, accounts=every, issuer=replace(issuer, accounts=every))


@process.alone
def build_programme(
    programme: Programme,
    theme: Theme,
    sheets: Sequence[SheetProduct] | None = None,
    *,
    progress: Callable[[str, int, int], None] = lambda name, done, of: None,
) -> Kit:
    """The kit of ``programme``: the codes of its sessions, and ``sheets``, all that there are if None.

        kit = build_programme(read_programme("events.csv"), load_theme("agora"))

    Every code and text is read back from the finished files. ``progress`` is told the file in the
    making, the sessions done, and of how many. Raises BrochureError, with all that does not fit at
    once; nothing is written.
    """
    from brochure.codes import verification
    from brochure.pdf import reading_back
    from brochure.stationery import rendering
    from brochure.stationery.products import SHEET_PRODUCTS

    sheets = SHEET_PRODUCTS if sheets is None else sheets
    given, programme = programme, look_alikes.shown_programme(programme, theme)
    made: dict[str, tuple[Artifact, ...]] = {"codes": tuple(rendering.code_files(programme, progress))}
    faults: dict[Problem, None] = {}
    for sheet in sheets:
        try:
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
        digest=digest.programme_digest(given, sheets, theme),
    )


def _what_fits(
    programme: Programme, theme: Theme, sheets: Sequence[SheetProduct], made: Container[str]
) -> Iterator[Problem]:
    """What could be printed as the programme is: other labels, and the sheets without faults."""
    from brochure.stationery import grids, rendering

    for sheet in sheets:
        if sheet.name == "labels" and sheet.name not in made:
            larger = [
                name for name, grid in grids.LABELS.items()
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


class _Run:
    """One build: what is made so far, and what could not be made."""

    def __init__(
        self, page: Page, theme: Theme, looks: Sequence[Callable[[Artifact], object]] = ()
    ) -> None:
        """``looks`` are taken at each file that is verified, as long as it is open."""
        self.page, self.theme, self.looks = page, theme, looks
        self.alone = False
        self.made: dict[str, tuple[Artifact, ...]] = {}
        self.failed: set[str] = set()

    def problems_of(self, product: Product, *, only_fit: bool) -> list[BrochureError]:
        """Make ``product``, and give what keeps it from being made; the other products are still tried.

        With ``only_fit`` the page is refused already, and what else would fail for the same reason is
        not said again: only texts that do not fit.
        """
        try:
            self.make(product, alone=self.alone)
        except FitError as caught:
            return [caught]
        except BrochureError as caught:
            return [] if only_fit else [caught]
        return []

    def make(self, product: Product, *, alone: bool = False) -> None:
        """Make ``product`` after those it needs, and verify its files. Raises BrochureError."""
        if product.name in self.made or product.name in self.failed:
            return
        self.failed.add(product.name)  # until it is made
        known = products.all_products()
        also = [name for name in product.shows_if_built if alone or name in self.made]
        others = [known[name] for name in known if name in {*product.needs, *also}]
        for other in others:
            self.make(other)
        lacking = {other.name for other in others if other.name in self.failed}
        if not lacking <= {*product.does_without}:
            return  # why is said of the other
        shown = {other.name: self.made[other.name] for other in others if other.name not in lacking}
        found = tuple(
            product.render(
                self.page, self.theme, Shown(made=shown, report=_report(product, self.page, shown))
            )
        )
        for artifact in found:
            for verify in (*product.verifications(), *self._verifications_of_design(), *self.looks):
                verify(artifact)
        self.made[product.name] = found
        self.failed.discard(product.name)

    def _verifications_of_design(self) -> Iterator[Verification]:
        """That texts are seen, where the design has a style sheet that did not come with brochure."""
        if sheets := self.theme.design.own_sheets:
            from brochure.pdf import visible_texts

            yield partial(visible_texts.verify, sheets=sheets)


def _measure_codes(artifact: Artifact) -> None:
    """Measure the codes of a file for the report, which asks for them when all files are made."""
    from brochure.codes import legibility

    tuple(legibility.measure_files([Entry.of(artifact, "")], lambda entry: artifact.data))


def _report(product: Product, page: Page, shown: Mapping[str, Sequence[Artifact]]) -> Mapping[str, Any]:
    if not product.wants_report:
        return {}
    from brochure.checking.kits import check_artifacts
    from brochure.preview.rendering import message_language

    # The report becomes part of a product, so it is in the language of the page, not of the user.
    with messages.using(message_language(page)):
        return check_artifacts(artifact for made in shown.values() for artifact in made).row()


def _missing_address(page: Page, wanted: Iterable[Product]) -> Iterator[AddressError]:
    needing = [product.name for product in wanted if product.needs_address]
    if needing and not page.url:
        without = [p.name for p in products.all_products().values() if not p.needs_address]
        yield AddressError(
            error(
                "page-without-address", at=Place(key="url"), title=page.title, needing=needing,
                without=",".join(without),
            )
        )  # fmt: skip


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


def _largest(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Those of ``problems`` whose signs another one does not name as well."""
    kept: list[set[Any]] = []
    for problem in sorted(problems, key=lambda p: -len(_signs(p))):
        if not any(_signs(problem) <= others for others in kept):
            kept.append(_signs(problem))
            yield problem


def _signs(problem: Problem) -> set[Any]:
    named: Any = problem.fields["characters"]
    return {*named}


def _without_glyphs(refused: Iterable[GlyphError], kit: Kit, wanted: Iterable[Product]) -> GlyphError:
    """The errors as one, with the ``kit`` of what could be made all the same."""
    problems = [*_largest(problem for caught in refused for problem in caught.problems)]
    left_out = [product.name for product in wanted if product.name not in kit.products]
    if not kit.products:
        return GlyphError(*problems)
    whole = GlyphError(*problems, note("glyphs-left-out", left_out=left_out, made=[*kit.products]))
    whole.made = kit
    return whole
