"""QR codes: the page's address, and one code for each share link that opens something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from brochure.codes import encoder, pdf, svg_png
from brochure.codes.limits import GOOD_MODULE_MM
from brochure.codes.page_codes import code_payload, code_title
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact
from brochure.networks.page_links import links_of
from brochure.page import Page
from brochure.text import labels
from brochure.theme import Theme

__all__ = ["render"]

PDF_MM = 42.0
LEAST_PX = 1000
"""A code's least width as PNG: 85 mm at 300 dpi."""


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``qr/page.svg``, ``.png`` and ``.pdf``, then SVG and PNG for each channel, black on white."""
    yield from _code("page", code_payload(page, "code"), code_title(page))
    yield from _page_pdf(page)
    for link in links_of(page):
        if link.coded:
            title = labels.code_alt(link.opens, page.lang)
            yield from _code(link.key, link.url, title)


def _page_pdf(page: Page) -> Iterable[Artifact]:
    """The page's code for a print shop: K only, PDF_MM wide or more; it can be placed at any size."""
    matrix = encoder.encode(code_payload(page, "code"))
    title = code_title(page)
    symbol_mm = max(PDF_MM, GOOD_MODULE_MM * matrix.size)
    yield Artifact(
        path="qr/page.pdf",
        media_type="application/pdf",
        data=pdf.pdf_file(matrix, (title, page.lang), symbol_mm),
        facts=Facts(
            alt=title, codes=(ExpectedCode(payload=matrix.payload),), pages=1,
            title=title, lang=page.lang, variants=("PDF/UA-1",),
        ),
    )  # fmt: skip


def _code(name: str, payload: str, title: str) -> Iterable[Artifact]:
    matrix = encoder.encode(payload)
    facts = Facts(
        alt=title,
        codes=(ExpectedCode(payload=payload),),
        version=matrix.version,
        level=matrix.level,
        modules=matrix.size,
        quiet_zone_modules=encoder.QUIET_ZONE,
    )
    yield Artifact(
        path=f"qr/{name}.svg",
        media_type="image/svg+xml",
        data=svg_png.svg(matrix, title).encode(),
        facts=facts,
    )
    px = svg_png.px_per_module(matrix, LEAST_PX)
    yield Artifact(
        path=f"qr/{name}.png",
        media_type="image/png",
        data=svg_png.png(matrix, least_px=LEAST_PX),
        facts=replace(facts, px_per_module=px, width_px=px * matrix.total, height_px=px * matrix.total),
    )
