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
from typing import Any, NamedTuple, TypeAlias

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


def named(default: str) -> Any:
    """A field that is the name of a shipped template, or of a file in the design's folder."""
    return field(default=default, metadata={"kind": "template"})


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
    least_pt: float = number(7.0, 7, 18)
    """The size below which nothing is set in a brochure."""

    intro_pt: tuple[float, ...] = numbers((40, 36, 32, 27, 23, 20, 17, 14), 10, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverForm:
    """``[cover]``: the form of the cover and of the back cover."""

    form: str = choice("bleed", "typographic", "band")
    largest_title_pt: float = number(96.0, 30, 160)
    least_title_pt: float = number(42.0, 18, 80)
    lead_pt: float = number(14.5, 11, 30)
    rule_pt: float = number(9.0, 0.5, 40)
    """The heavy rule of covers that are set in type alone."""

    code_mm: float = number(60.0, 42, 90)
    """The usual side of the code on the back cover, with its quiet zone: more where it has the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoForm:
    """``[photographs]``: the inks of photographs, and how a cover and a card keep one.

    ``inks`` is full colour, a duotone of black and the theme's accent, or none: then covers and cards
    are those of pages without a photograph. ``cover`` sets words on the photograph where it bears them
    ("bleed"), on a band that covers a corner of it, or below it ("above").
    """

    inks: str = choice("colour", "duotone", "none")
    cover: str = choice("bleed", "band", "above")
    closer: float = number(1.5, 1.0, 3.0)
    """How many times smaller a crop is inside than on the cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockForm:
    """``[blocks]``: figures, panels, quotations, callouts, tables and headings inside."""

    numbered_headings: bool = flag(False)
    """Whether headings of the second level carry their number."""

    figure_columns: int = number(4, 1, 4)
    """In how many columns key figures stand at most."""

    grounds: bool = flag(True)
    """Whether colophons stand on a ground of colour; without, they are as high as they must be."""

    panels_stretch_pt: float = number(60.0, 0, 200)
    """How much higher than its text a row of panels may become, to fill a page."""


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
    line_height: float = number(1.38, 1.2, 1.7)
    """The line height of the text, by its size."""

    intro_pt: float = number(28.0, 12, 40)
    """The largest size of the first paragraph, where there is little other text."""

    quote_pt: float = number(22.0, 12, 40)
    figure_pt: float = number(96.0, 46, 140)
    """The largest numerals of key figures that have a panel to themselves."""

    side_mm: float = number(11.5, 6, 20)
    top_mm: float = number(11.0, 6, 40)
    foot_mm: float = number(11.0, 6, 40)
    """What is free beside, above and below the words of a panel."""

    text_last: bool = flag(False)
    """Whether figures and numbered panels stand before the text, on the first inner panels."""

    flap_ground: str = choice("paper", "panel", "cover", "lit")
    side_ground: str = choice("panel", "paper", "cover", "lit")
    """The grounds of the flap and of inner panels beside the text, by their roles."""

    rule_pt: float = number(3.0, 0.5, 20)
    """The rule of a typographic front, and, a third of it, above its inner panels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardForm:
    """``[cards]``: the images for networks: the template of each kind of card."""

    assembly: str = named("assembly")
    photo: str = named("photo")
    quote: str = named("quote")
    figure: str = named("figure")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """``[sheets]``: the templates of labels, door signs, badges and table tents; then those for people.

    The last four lie in ``templates/stationery``.
    """

    label: str = named("label")
    door_sign: str = named("door-sign")
    badge: str = named("badge")
    table_tent: str = named("table-tent")
    person_badge: str = named("badge")
    name_label: str = named("name-label")
    name_tent: str = named("tent")
    certificate: str = named("certificate")


GRID_COLUMNS = 6
"""So many columns the page of every design has; text stands in two, three or all of them."""

BLOCKS = ("intro", "text", "figures", "panels", "quotes", "picture", "contents", "colophon")
"""What the slots of a spread may hold.

A colophon, at the foot of the last page, is what else the back cover says: a short text needs none.
"""

FORMS: Mapping[str, tuple[str, ...]] = {"quotes": ("plate", "plain"), "picture": ("bleed", "plain")}
"""How a block may be set, the first one where a slot does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for a ``block`` in the ``columns`` of the grid, from 1 to 6, both included."""

    block: str
    columns: tuple[int, int] = (1, GRID_COLUMNS)
    form: str = ""

    @property
    def full(self) -> bool:
        """Whether it takes the whole width of the text."""
        return self.columns == (1, GRID_COLUMNS)


Band: TypeAlias = tuple[Slot, ...]
"""Slots side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """An arrangement of a left and a right page, each a list of bands from its head to its foot."""

    name: str
    left: tuple[Band, ...]
    right: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareForm:
    """``[share]``: the share page and the page for those who publish."""

    form: str = choice("bands", "columns", "large")
    """Full-bleed bands; rules and two columns; one column of large type with numbered headings."""
    motif: bool = flag(True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A design: its ``name``, the ``folder`` it was read from, a value for each of its tables.

    ``spreads`` are the arrangements of its inside pages, of ``spreads.toml``; ``css`` is what its
    ``design.css`` adds to the style sheet of brochures, ``own_sheets`` the files that it is from which
    did not come with brochure.
    """

    name: str
    folder: Path
    grid: Grid = Grid()
    type: TypeScale = TypeScale()
    cover: CoverForm = CoverForm()
    photographs: PhotoForm = PhotoForm()
    blocks: BlockForm = BlockForm()
    poster: PosterForm = PosterForm()
    leaflet: LeafletForm = LeafletForm()
    cards: CardForm = CardForm()
    sheets: SheetForm = SheetForm()
    share: ShareForm = ShareForm()
    spreads: tuple[Spread, ...] = ()
    css: str = ""
    own_sheets: tuple[str, ...] = ()
