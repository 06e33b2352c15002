"""The code of a page: what it says, what it is called, and as inline SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brochure import web_address
from brochure.codes import campaigns, encoder, svg_png
from brochure.codes.code_style import CodeStyle
from brochure.page import Page
from brochure.text import labels

if TYPE_CHECKING:
    from markupsafe import Markup


def code_title(page: Page) -> str:
    """The alternative text of the page's own code: what it opens."""
    return labels.code_alt(web_address.parse_url(page.url).readable, page.lang)


def code_payload(page: Page, place: str = "") -> str:
    """What the page's code says: its address; on a printed ``place`` with the page's campaign."""
    return campaigns.tagged(page.url, page.campaign, place) if page.campaign and place else page.url


def code_svg(page: Page, black: str = "#000", white: str = "#fff", place: str = "") -> Markup:
    """The page's code as inline SVG in two CSS colours, or nothing without an address.

    ``place`` names what it is printed on, "poster"; "" is a screen.
    """
    from markupsafe import Markup

    if not page.url:
        return Markup("")
    matrix = encoder.encode(code_payload(page, place))
    return Markup(svg_png.svg(matrix, code_title(page), CodeStyle(dark=black, light=white)))  # noqa: S704 - escaped
