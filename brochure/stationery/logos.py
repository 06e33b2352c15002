"""Logos on sheets: the theme's, in the variant that is seen on what lies below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brochure.brand import Brand
from brochure.cards.template import Box
from brochure.colour import Colour, luminance
from brochure.geometry import PLACES, Rect
from brochure.logo import CLEAR, Logo, Size, contained
from brochure.pdfwriter import drawings, operators
from brochure.pdfwriter.document import Resources


class DrawnLogo(NamedTuple):
    """A logo with its place, and the ``plate`` below it with its tint of black, or None."""

    logo: Logo
    rect: Rect
    plate: Rect | None
    black: float


def drawn(brand: Brand, ground: Colour, rect: Rect, box: Box, *, rtl: bool) -> DrawnLogo:
    """The logo of ``brand`` as large as it stands in ``rect``, placed as ``box`` says."""
    chosen = brand.logo_on(ground)
    assert chosen is not None
    logo, plate = chosen
    share = 1 / (1 + 2 * CLEAR) if plate else 1.0
    size = contained(logo, Size(rect.width * share, rect.height * share))
    edge = size.height * CLEAR if plate else 0.0
    across, down = size.width + 2 * edge, size.height + 2 * edge
    align = PLACES[box.align]
    x = rect.x + (rect.width - across) * (1 - align if rtl else align)
    y = rect.y + (rect.height - down) * PLACES[box.valign]
    return DrawnLogo(
        logo=logo,
        rect=Rect(x + edge, y + edge, *size),
        plate=Rect(x, y, across, down) if plate else None,
        black=0.0 if plate is None or luminance(plate) > 0.5 else 1.0,
    )


def operators_of(made: DrawnLogo, resources: Resources, *, colour: bool) -> Iterator[str]:
    """The operators that draw it, in ``colour`` or in black ink."""
    if made.plate:
        yield operators.filled(made.plate, made.black)
    written = drawings.in_colour if colour else drawings.in_black
    yield drawings.drawn_logo(made.logo, made.rect, resources, written)
