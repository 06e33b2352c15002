"""Design: the form of a theme, as data. Grid, type scale, and how covers, blocks and sheets are made.

A theme names its design (``design = "papier"``, or a folder of its own); its colours, fonts and logo
stay the theme's. Each table of a design's ``design.toml`` is one of the classes below, each key a
field: its default, what it may be, and its unit in its name. Lengths are at A4, and scale with the
paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

MM = 72 / 25.4
"""Points in a millimetre."""

A4_WIDTH_MM = 210.0


class PaperSize(NamedTuple):
    """A size of paper in millimetres."""

    name: str
    width_mm: float
    height_mm: float

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.width_mm * MM

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.height_mm * MM


PAPER_SIZES: Mapping[str, PaperSize] = {
    size.name: size
    for size in (
        PaperSize("a4", 210.0, 297.0),
        PaperSize("a5", 148.0, 210.0),
        PaperSize("letter", 215.9, 279.4),
        PaperSize("square", 210.0, 210.0),
    )
}
"""What a page's ``size`` may be (ISO 216; ANSI/ASME Y14.1 for Letter)."""


POSTER_SIZES: Mapping[str, PaperSize] = {
    size.name: size
    for size in (
        PaperSize("a4", 210.0, 297.0),
        PaperSize("a3", 297.0, 420.0),
        PaperSize("a2", 420.0, 594.0),
    )
}
"""What a poster's ``size`` may be (ISO 216)."""


def number(default: float, low: float, high: float) -> Any:
    """A field that is a number from ``low`` to ``high``."""
    return field(default=default, metadata={"kind": "number", "limits": (low, high)})


def choice(default: str, *allowed: str) -> Any:
    """A field that is one of ``allowed``; the default is one of them."""
    return field(default=default, metadata={"kind": "choice", "allowed": (default, *allowed)})


def flag(default: bool) -> Any:
    """A field that is true or false."""
    return field(default=default, metadata={"kind": "flag"})


def numbers(default: tuple[float, ...], low: float, high: float) -> Any:
    """A field that is a list of numbers from ``low`` to ``high``."""
    return field(default=default, metadata={"kind": "numbers", "limits": (low, high)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """``[grid]``: the columns and fields of an inside page, and its margins in millimetres."""

    text_columns: int = number(2, 1, 4)
    gutter_pt: float = number(22.7, 8, 60)
    side_mm: float = number(18.0, 8, 40)
    top_mm: float = number(20.0, 8, 50)
    bottom_mm: float = number(20.0, 8, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeScale:
    """``[type]``: the sizes of running text and headings in points."""

    body_pt: float = number(10.4, 9, 18)
    h2_pt: float = number(16.0, 10, 40)
    h3_pt: float = number(11.5, 9, 30)
    caption_pt: float = number(8.5, 7, 16)
    intro_pt: tuple[float, ...] = numbers((40, 36, 32, 27, 23, 20, 17, 14), 10, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverForm:
    """``[cover]``: the form of the cover and of the back cover."""

    form: str = choice("bleed", "typographic", "band")
    largest_title_pt: float = number(96.0, 30, 160)
    least_title_pt: float = number(42.0, 18, 80)
    lead_pt: float = number(14.5, 11, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockForm:
    """``[blocks]``: figures, panels, quotations, callouts, tables and headings inside."""

    numbered_headings: bool = flag(False)
    """Whether headings of the second level carry their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterForm:
    """``[poster]``: the poster, with its sizes at A3."""

    form: str = choice("bleed", "typographic", "band")
    """Full bleed; a rule and numerals; or bands of colour."""

    largest_title_pt: float = number(160.0, 60, 260)
    least_title_pt: float = number(90.0, 40, 160)
    when_pt: float = number(54.0, 28, 120)
    """The largest size of date and place."""

    lead_pt: float = number(32.0, 18, 48)
    margin_mm: float = number(18.0, 8, 40)
    rule_pt: float = number(9.0, 0.5, 40)
    """The heavy rule of a typographic poster."""

    code_mm: float = number(64.0, 60, 90)
    """The width of the code's symbol at A3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletForm:
    """``[leaflet]``: the tri-fold leaflet."""

    form: str = choice("bleed", "typographic", "band")
    """What its front looks like: full bleed; a rule and numerals; or bands of colour."""

    largest_title_pt: float = number(32.0, 16, 60)
    least_title_pt: float = number(24.0, 12, 40)
    when_pt: float = number(14.5, 10, 30)
    """Date and place on the front."""

    lead_pt: float = number(10.5, 9, 20)
    least_text_pt: float = number(9.0, 8, 16)
    largest_text_pt: float = number(11.5, 9, 20)
    intro_pt: float = number(22.0, 12, 40)
    """The largest size of the first paragraph, where there is little other text."""

    quote_pt: float = number(22.0, 12, 40)
    flap_ground: str = choice("paper", "panel", "cover", "lit")
    side_ground: str = choice("panel", "paper", "cover", "lit")
    """The grounds of the flap and of inner panels beside the text, by their roles."""

    rule_pt: float = number(3.0, 0.5, 20)
    """The rule of a typographic front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardForm:
    """``[cards]``: the images for networks."""

    template: str = choice("assembly", "papier", "contraste")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """``[sheets]``: labels, door signs, badges and table tents."""

    form: str = choice("plain", "ruled", "banded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A design: its ``name``, the ``folder`` it was read from, and a value for each of its tables."""

    name: str
    folder: Path
    grid: Grid = Grid()
    type: TypeScale = TypeScale()
    cover: CoverForm = CoverForm()
    blocks: BlockForm = BlockForm()
    poster: PosterForm = PosterForm()
    leaflet: LeafletForm = LeafletForm()
    cards: CardForm = CardForm()
    sheets: SheetForm = SheetForm()
