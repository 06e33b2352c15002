"""A product: a bookmark, the page's title beside its code, as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from brochure import Artifact, ExpectedCode, Facts, Page, Product, Shown, Theme
from brochure.building.products import verify_codes
from brochure.codes import encoder


def draw_bookmark(page: Page, theme: Theme, shown: Shown) -> Iterable[Artifact]:
    """One file: the code, 44 units wide, and below it a bar in the theme's accent."""
    accent, matrix = theme.colour("accent").rgb, encoder.encode(page.url)
    modules = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix.rows) for x, dark in enumerate(row) if dark
    )
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 160" role="img" '
        f'aria-label="{escape(page.title)}"><rect width="60" height="160" fill="#fff"/>'
        f'<g transform="translate(8 8) scale({44 / matrix.size:.3f})"><path d="{modules}"/></g>'
        f'<rect y="150" width="60" height="10" fill="{accent}"/></svg>\n'
    )
    yield Artifact(
        path="bookmark.svg",
        media_type="image/svg+xml",
        data=drawing.encode(),
        facts=Facts(alt=page.title, codes=(ExpectedCode(payload=page.url),)),
    )


PRODUCT = Product(name="bookmark", render=draw_bookmark, verifications=verify_codes, needs_address=True)
