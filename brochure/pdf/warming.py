"""Warming up: what every document needs is found out once, before any is drawn.

A server does that before it forks children to draw: parsing the declarations of the C libraries and
WeasyPrint's own style sheets takes time, and each child would do it again.
"""

from __future__ import annotations

from brochure import assets
from brochure.pdf.engine import Fetcher, HtmlRenderer, strict, write

_FONT = "SourceSerif4_400Regular.ttf"
_FACE = '@font-face {{ font-family: f; src: url("{url}") }}'
_STYLE = "p { font: 9px f; color: #123; background: #fed } @page { size: 99px }"


def warm() -> None:
    """Draw a page of our own words."""
    font = assets.fonts_folder() / _FONT
    with strict():
        renderer = HtmlRenderer(_STYLE, Fetcher({}, frozenset({font})), _FACE.format(url=font.as_uri()))
        document = renderer.render('<html lang="en"><title>a</title><p>a <a href="https://b.org">b</a>')
        write(document, lambda document, pdf: None)
