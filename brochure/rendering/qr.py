"""QR codes: the page's address, and one code for each share link that opens something."""

from __future__ import annotations

from collections.abc import Iterable

from brochure.kit import Artifact
from brochure.page import Page
from brochure.parts import codes
from brochure.parts.codes import drawing
from brochure.parts.words import code_payload, code_title, labels_of, links_of
from brochure.theme import Theme

__all__ = ["render"]

LEAST_PX = 1000
"""A code's least width as PNG: 85 mm at 300 dpi."""


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``qr/page.svg`` and ``.png``, then the same for each channel. Black on white in any theme."""
    yield from _code("page", code_payload(page, "code"), code_title(page))
    for link in links_of(page):
        if link.url:
            title = str(labels_of(page)["code_alt"]).format(target=link.opens)
            yield from _code(link.key, link.url, title)


def _code(name: str, payload: str, title: str) -> Iterable[Artifact]:
    matrix = codes.encode(payload)
    facts = {
        "alt": title,
        "codes": [{"payload": payload, "page": 1}],
        "version": matrix.version,
        "level": matrix.level,
        "modules": matrix.size,
        "quiet_zone_modules": codes.QUIET_ZONE,
    }
    yield Artifact(
        path=f"qr/{name}.svg",
        media_type="image/svg+xml",
        data=drawing.svg(matrix, title).encode(),
        facts=facts,
    )
    px = drawing.px_per_module(matrix, LEAST_PX)
    yield Artifact(
        path=f"qr/{name}.png",
        media_type="image/png",
        data=drawing.png(matrix, least_px=LEAST_PX),
        facts=facts
        | {"px_per_module": px, "width_px": px * matrix.total, "height_px": px * matrix.total},
    )
