"""Inks: which plates a colour is printed on, by what is painted with it. Shares of 1, not per cent.

Small text is never screened and never printed in several inks: a raster of 70 lines a centimetre makes
its edge ragged, and plates never lie exactly on each other. A theme of one ink prints all colours
as that ink, as a tint of it, or in black.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from brochure.colour import Colour
from brochure.facts import FOUR_INKS
from brochure.pdf.media import LEAST_COLOURED_PT

Inks = tuple[float, float, float, float]

PAPER: Inks = (0.0, 0.0, 0.0, 0.0)
BLACK: Inks = (0.0, 0.0, 0.0, 1.0)
RICH_BLACK: Inks = (0.4, 0.3, 0.3, 1.0)
"""Black of a large area: black ink alone looks grey there, and shows every pinhole. 200 % in all."""

GREY: Inks = (0.5, 0.4, 0.4, 0.0)
"""Three inks that look as grey as black at 50 %, on a press that is in balance (ISO 12647-2)."""

_PALE = 0.35
"""A tint up to this is light: text reversed out of a dark ground."""

_HALF = 0.5
_DARK = 0.18
"""The luminance below which a text counts as dark."""

_SAME_TINT = 0.06
"""By how much each ink may differ from a tint of the theme's ink that it is taken for."""


class Paint(NamedTuple):
    """A colour on its plates: the four inks, or a tint of the theme's ``spot`` ink."""

    inks: Inks
    spot: float | None = None

    @property
    def is_black(self) -> bool:
        """Whether it is black ink alone, in full."""
        return self.spot is None and self.inks == BLACK

    @property
    def is_dark_grey(self) -> bool:
        """Whether it is black ink alone, at half or more."""
        return self.spot is None and max(self.inks[:3]) == 0 and self.inks[3] >= _HALF


SPOT = "/SpotInk"
"""What resources call the colour space of the theme's ink."""


@lru_cache(maxsize=512)
def written(paint: Paint, *, fill: bool) -> bytes:
    """The operators that choose a colour."""
    if paint.spot is not None:
        space, colour = ("cs", "scn") if fill else ("CS", "SCN")
        return f"{SPOT} {space}\n{paint.spot:g} {colour}".encode()
    return f"{' '.join(f'{ink:g}' for ink in paint.inks)} {'k' if fill else 'K'}".encode()


class Plates:
    """The plates of a job: the four, or black and one ``ink``, which is a ``spot`` ink where named."""

    def __init__(self, ink: Colour | None = None, spot: str = "") -> None:
        self.spot = spot
        self.colour = ink
        self.ink: Inks | None = None
        if ink:
            cyan, magenta, yellow, black = (share / 100 for share in ink.cmyk)
            self.ink = (cyan, magenta, yellow, black)

    @property
    def names(self) -> tuple[str, ...]:
        """The inks to print with."""
        if self.ink is None:
            return FOUR_INKS
        if self.spot:
            return ("Black", self.spot)
        used = zip(FOUR_INKS[:3], self.ink, strict=False)
        return (*(name for name, share in used if share), "Black")

    @property
    def patches(self) -> tuple[tuple[str, tuple[Paint, ...]], ...]:
        """For a colour bar: each ink in full and at 50 %, and a grey of three inks beside black's."""
        if self.spot:
            black, spot = (Paint(BLACK), Paint((0, 0, 0, 0.5))), (self.tint(1), self.tint(0.5))
            return (("Black", black), (self.spot, spot))
        found = [(name, (_alone(name, 1), _alone(name, 0.5))) for name in self.names]
        grey = [("Grey", (Paint(GREY),))] if self.ink is None else []
        return (*found, *grey)

    def paint(self, inks: Inks) -> Paint:
        """How an area, a line or large text of these ``inks`` is printed."""
        if self.ink is None or max(inks[:3]) == 0:
            return Paint(inks)
        tint = _tint(inks, self.ink)
        return Paint(BLACK) if tint is None else self.tint(tint)

    def tint(self, share: float) -> Paint:
        """The theme's ink, as a tint."""
        assert self.ink
        if self.spot:
            return Paint(PAPER, share) if share else Paint(PAPER)
        cyan, magenta, yellow, black = (round(share * ink, 4) for ink in self.ink)
        return Paint((cyan, magenta, yellow, black))

    def text(self, inks: Inks, size: float) -> Paint:
        """How text of ``size`` points is printed: small text in one ink in full, or left white."""
        paint = self.paint(inks)
        if size >= LEAST_COLOURED_PT - 0.05:
            return paint
        if paint.spot is not None:
            return self.tint(1.0 if paint.spot > _PALE else 0.0)
        *colours, black = paint.inks
        if max(colours) == 0:
            return Paint(BLACK if black > _PALE else PAPER)
        if max(paint.inks) <= _PALE:
            return Paint(PAPER)
        return Paint(BLACK) if luminance(paint.inks) < _DARK else paint


def _alone(name: str, share: float) -> Paint:
    cyan, magenta, yellow, black = (share * (name == own) for own in FOUR_INKS)
    return Paint((cyan, magenta, yellow, black))


@lru_cache(maxsize=256)
def _tint(inks: Inks, ink: Inks) -> float | None:
    """The tint of ``ink`` that ``inks`` are, or that is as light; None where black is nearer."""
    share = min(1.0, sum(a * b for a, b in zip(inks, ink, strict=True)) / sum(b * b for b in ink))
    if all(abs(a - share * b) <= _SAME_TINT for a, b in zip(inks, ink, strict=True)):
        return round(share, 3)
    wanted = luminance(inks)
    if wanted < luminance(ink) / 2:
        return None
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        lighter = luminance(tuple(middle * b for b in ink)) > wanted  # type: ignore[arg-type]
        low, high = (middle, high) if lighter else (low, middle)
    return round(low, 3)


def luminance(inks: Inks) -> float:
    """About how light a colour is on paper, 0 to 1: inks as ideal filters, sRGB's curve as 2.2."""
    *colours, black = inks
    red, green, blue = (math.pow((1 - share) * (1 - black), 2.2) for share in colours)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
