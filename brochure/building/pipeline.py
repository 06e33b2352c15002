"""Building: a Page and a Theme become a Kit, through one table of renderers, each product proved."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from brochure.building import digest
from brochure.errors import AddressError, BrochureError, ProgrammeError
from brochure.kit import Artifact, Kit
from brochure.networks import checks
from brochure.page import Page
from brochure.problems import Problem
from brochure.programme import Programme
from brochure.theme import Theme
from brochure.validation import refuse

if TYPE_CHECKING:
    from brochure.kit import Verification
    from brochure.stationery.products import SheetProduct

RENDERERS = {
    "pdf": "brochure.pdf.rendering",
    "print": "brochure.pdf.press.rendering",
    "cards": "brochure.cards.rendering",
    "qr": "brochure.codes.rendering",
    "share": "brochure.share.rendering",
    "preview": "brochure.preview.rendering",
}
"""The module of each product; its ``render(page, theme, …)`` yields artifacts."""

PRODUCTS = tuple(RENDERERS)
PDF_PRODUCTS = ("pdf", "print")
NEED_ADDRESS = ("qr", "share", "preview")


def build(
    page: Page,
    theme: Theme,
    *,
    only: Iterable[str] = PRODUCTS,
    progress: Callable[[str], None] = lambda product: None,
) -> Kit:
    """The kit of ``page`` in ``theme``, every code and text read back from the finished bytes.

    ``only`` names the products to make; ``progress`` is told each one's name before it is made.
    Raises BrochureError; nothing is written.
    """
    refuse(checks.check_page(page))
    shared = replace(page, channels=page.channels or theme.channels)
    wanted = tuple(name for name in PRODUCTS if name in set(only))
    _need_address(page, wanted)
    _need_glyphs(page, theme, wanted)
    drawn: dict[str, tuple[Artifact, ...]] = {}
    for name in wanted:
        progress(name)
        _prove(name, shared, theme, drawn, alone=len(wanted) == 1)
    products = {name: drawn[name] for name in wanted}
    return Kit(
        page=page, theme_name=theme.name, products=products, digest=digest.page_digest(page, theme)
    )


def build_programme(
    programme: Programme,
    theme: Theme,
    products: Sequence[SheetProduct],
    *,
    progress: Callable[[str, int, int], None] = lambda name, done, of: None,
) -> Kit:
    """The kit of ``programme``: the codes of its sessions and the sheets called ``products``.

    Every code and text is read back from the finished files. ``progress`` is told the file in the
    making, the sessions done, and of how many. Raises BrochureError, with all that does not fit at
    once; nothing is written.
    """
    from brochure.codes import verification
    from brochure.pdf import reading_back
    from brochure.stationery import rendering

    made: dict[str, tuple[Artifact, ...]] = {"codes": tuple(rendering.code_files(programme, progress))}
    faults: dict[Problem, None] = {}
    for product in products:
        try:
            made[product.name] = (rendering.sheet_file(programme, product, theme, progress),)
        except ProgrammeError as error:
            faults |= dict.fromkeys(error.problems)
    if faults:
        raise ProgrammeError((*faults, *_what_fits(programme, theme, products, made)))
    artifacts = [artifact for group in made.values() for artifact in group]
    for number, artifact in enumerate(artifacts, 1):
        progress("files read back", number, len(artifacts))
        verification.verify(artifact)
        reading_back.verify(artifact)
    page = Page(
        slug=programme.slug, lang=programme.lang, title=programme.title or programme.slug, body=""
    )
    return Kit(
        page=page,
        theme_name=theme.name,
        products=made,
        digest=digest.programme_digest(programme, products, theme),
    )


def _what_fits(
    programme: Programme, theme: Theme, products: Sequence[SheetProduct], made: Container[str]
) -> Iterable[str]:
    """What could be printed as the programme is: other labels, and the sheets without faults."""
    from brochure.stationery import grids, rendering

    for product in products:
        if product.name == "labels" and product.name not in made:
            larger = [
                name for name, grid in grids.LABELS.items()
                if grid.cell > product.grid.cell
                and rendering.fits(programme, replace(product, grid=grid, skip=0), theme)
            ]  # fmt: skip
            if larger:
                yield f"as it is, it fits these labels: --labels {' or --labels '.join(larger)}"
    whole = [product.name for product in products if product.name in made]
    if whole:
        yield f"as it is, it fits these: --sheets {','.join(whole)}"


def _prove(
    name: str, page: Page, theme: Theme, drawn: dict[str, tuple[Artifact, ...]], *, alone: bool
) -> None:
    """Draw a product and read it back, into ``drawn``; one that speaks of others is shown them.

    Those of ``SPOKEN_OF`` are drawn for that where they are not wanted, so that it says the same. What
    it may speak of ``ALSO`` is shown where it is drawn, or where nothing else is wanted; one that
    ``TELLS_CHECKS`` is told what checking finds.
    """
    if name in drawn:
        return
    renderer = import_module(RENDERERS[name])
    also = [other for other in getattr(renderer, "ALSO", ()) if alone or other in drawn]
    others = [other for other in PRODUCTS if other in {*getattr(renderer, "SPOKEN_OF", ()), *also}]
    for other in others:
        _prove(other, page, theme, drawn, alone=False)
    shown: list[Any] = [{other: drawn[other] for other in others}] if others else []
    if getattr(renderer, "TELLS_CHECKS", False):
        from brochure.checking.kits import check_artifacts

        shown.append(check_artifacts(a for other in others for a in drawn[other]).row())
    found = tuple(renderer.render(page, theme, *shown))
    for artifact in found:
        for prove in _proofs(name):
            prove(artifact)
    drawn[name] = found


@cache
def _proofs(product: str) -> tuple[Verification, ...]:
    """What every file of ``product`` must pass; only PDFs have texts to find and a press to suit."""
    from brochure.codes import verification

    if product not in PDF_PRODUCTS:
        return (verification.verify,)
    from brochure.pdf import reading_back
    from brochure.preflight import runs

    return verification.verify, reading_back.verify, runs.verify


def _need_address(page: Page, wanted: Iterable[str]) -> None:
    needing = [name for name in wanted if name in NEED_ADDRESS]
    if needing and not page.url:
        raise AddressError(
            f'"{page.title}" gives no address, without which there is no {" and no ".join(needing)}; '
            "write url: https://… in its front matter, or give --url https://…; "
            "--only pdf,print,cards needs none"
        )


def _need_glyphs(page: Page, theme: Theme, wanted: Iterable[str]) -> None:
    from brochure import web_address
    from brochure.text import font_metrics
    from brochure.text.content import set_page

    address = web_address.parse_url(page.url).readable if page.url else ""
    cards_only = set(wanted) <= {"cards"}
    font_metrics.check_glyphs(
        set_page(page), address, theme.for_language(page.language), cards_only=cards_only
    )


def parse_only(text: str) -> tuple[str, ...]:
    """The products named in ``text``, separated by commas; all of them when it is empty."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in RENDERERS:
            raise BrochureError(f'there is no product "{name}"; there are {", ".join(PRODUCTS)}')
    return names or PRODUCTS
