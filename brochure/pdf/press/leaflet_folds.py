"""Folding: where the panels of a leaflet stand on its two sides. Lengths in points.

Outside, from left to right: the flap (97 mm, folded in), the back, the front (100 mm each); inside:
100, 100 and 97 mm. A language written from right to left has both sides mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass

from brochure.design import LeafletForm
from brochure.geometry import Rect
from brochure.pdf.media import MM

WIDTH, HEIGHT = 297 * MM, 210 * MM
PANEL, FLAP = 100 * MM, 97 * MM


SAFE = 3.5 * MM
"""What hangs out of its column stays so far from the cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where words stand on each panel: in a column so wide, from ``top`` down, ``room`` high."""

    column: float
    top: float
    room: float

    @property
    def gutter(self) -> float:
        """Between the columns of two panels: the fold is in its middle."""
        return PANEL - self.column

    def across(self, panels: int) -> float:
        """The width of so many ``panels`` side by side, without the margins beside them."""
        return self.column + (panels - 1) * PANEL

    @property
    def overhang(self) -> float:
        """How far an opening quotation mark may hang out of the narrowest panel's column."""
        return (FLAP - self.column) / 2 - SAFE

    @property
    def foot(self) -> float:
        """What is free below the words."""
        return HEIGHT - self.top - self.room


def frame_of(form: LeafletForm) -> Frame:
    """The frame that a design's ``form`` asks for."""
    return Frame(
        column=PANEL - 2 * form.side_mm * MM,
        top=form.top_mm * MM,
        room=HEIGHT - (form.top_mm + form.foot_mm) * MM,
    )


def folds(*, rtl: bool) -> tuple[tuple[float, ...], ...]:
    """Where the outside and the inside are folded, from the trim's left edge."""
    outside, inside = (FLAP, FLAP + PANEL), (PANEL, 2 * PANEL)
    return (inside, outside) if rtl else (outside, inside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel: the left edge of its column, and its ``ground``, which reaches into the bleed."""

    left: float
    ground: Rect


def outside(bleed: float, frame: Frame, *, rtl: bool) -> dict[str, Panel]:
    """The panels "flap", "back" and "front"."""
    return dict(
        zip(("flap", "back", "front"), _side((FLAP, PANEL, PANEL), bleed, frame, rtl=rtl), strict=True)
    )


def inside(bleed: float, frame: Frame, *, rtl: bool) -> tuple[Panel, ...]:
    """The three inner panels in the order they are read."""
    return tuple(_side((PANEL, PANEL, FLAP), bleed, frame, rtl=rtl))


def flow(panels: tuple[Panel, ...], frame: Frame) -> tuple[float, float]:
    """The left edge and the width of a text over ``panels``, which stand side by side."""
    left = min(panel.left for panel in panels)
    return left, frame.across(len(panels))


def _side(widths: tuple[float, ...], bleed: float, frame: Frame, *, rtl: bool) -> list[Panel]:
    """Panels of these ``widths``, one after the other in reading direction."""
    placed, edge = [], 0.0
    # The columns of the inside stand a gutter apart, whatever the widths: their text is one.
    regular = widths[0] == PANEL
    for number, width in enumerate(widths):
        start = edge + (width - frame.column) / 2
        if regular:
            start = number * PANEL + frame.gutter / 2 - 1.5 * MM
        first, last = number == 0, number == len(widths) - 1
        ground = Rect(
            edge - bleed * first, -bleed, width + bleed * first + bleed * last, HEIGHT + 2 * bleed
        )
        if rtl:
            start = WIDTH - start - frame.column
            ground = ground._replace(x=WIDTH - ground.right)
        placed.append(Panel(left=round(start, 3), ground=ground))
        edge += width
    return placed
