"""Lines: a line of text in its place, and the style it is set in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from brochure.geometry import PLACES, Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStyle:
    """How a text is set; sizes in template units, ``tracking`` in em, ``colour`` a theme's role.

    ``family`` is the theme's for titles or for text. A text that ``max_lines`` would cut or make small
    may take ``long_lines``. One that ``divides`` has its longest words in two, if that makes it much
    larger.
    """

    weight: int
    largest: float
    smallest: float
    max_lines: int
    line_height: float
    colour: str
    tracking: float = 0
    family: str = "title"
    long_lines: int = 0
    divides: bool = False


class Line(NamedTuple):
    """A line of text: ``rect`` is its box's width and one line high, ``levels`` are UAX #9's.

    One that ``goes_on`` continues the one before it, in another style. ``align`` is a key of PLACES.
    ``beside`` is the size of a larger text whose foot it stands on; 0 for none.
    """

    text: str
    rect: Rect
    size: float
    style: TextStyle
    levels: tuple[int, ...]
    align: str
    goes_on: bool = False
    beside: float = 0.0


def line_start(line: Line, width: float, *, rtl: bool) -> float:
    """The left edge of a line as wide as ``width`` in its box; "start" is where reading starts."""
    share = PLACES[line.align]
    return line.rect.x + (line.rect.width - width) * (1.0 - share if rtl else share)
