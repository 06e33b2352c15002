"""Folding: where the panels of a leaflet stand on its two sides. Lengths in points.

Outside, from left to right: the flap (97 mm, folded in), the back, the front (100 mm each); inside:
100, 100 and 97 mm. A language written from right to left has both sides mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass

from brochure.geometry import Rect
from brochure.pdf.media import MM

WIDTH, HEIGHT = 297 * MM, 210 * MM
PANEL, FLAP = 100 * MM, 97 * MM
COLUMN = 77 * MM
GUTTER = PANEL - COLUMN
"""Between the columns of two panels: the fold is in its middle."""


def folds(*, rtl: bool) -> tuple[tuple[float, ...], ...]:
    """Where the outside and the inside are folded, from the trim's left edge."""
    outside, inside = (FLAP, FLAP + PANEL), (PANEL, 2 * PANEL)
    return (inside, outside) if rtl else (outside, inside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel: the left edge of its column, and its ``ground``, which reaches into the bleed."""

    left: float
    ground: Rect


def outside(bleed: float, *, rtl: bool) -> dict[str, Panel]:
    """The panels "flap", "back" and "front"."""
    return dict(
        zip(("flap", "back", "front"), _side((FLAP, PANEL, PANEL), bleed, rtl=rtl), strict=True)
    )


def inside(bleed: float, *, rtl: bool) -> tuple[Panel, ...]:
    """The three inner panels in the order they are read."""
    return tuple(_side((PANEL, PANEL, FLAP), bleed, rtl=rtl))


def flow(columns: int, panels: tuple[Panel, ...]) -> tuple[float, float]:
    """The left edge and the width of a text over the first ``columns`` of ``panels``."""
    left = min(panel.left for panel in panels[:columns])
    return left, columns * COLUMN + (columns - 1) * GUTTER


def _side(widths: tuple[float, ...], bleed: float, *, rtl: bool) -> list[Panel]:
    """Panels of these ``widths``, one after the other in reading direction."""
    placed, edge = [], 0.0
    # The columns of the inside stand a gutter apart, whatever the widths: their text is one.
    regular = widths[0] == PANEL
    for number, width in enumerate(widths):
        start = number * PANEL + GUTTER / 2 - 1.5 * MM if regular else edge + (width - COLUMN) / 2
        first, last = number == 0, number == len(widths) - 1
        ground = Rect(
            edge - bleed * first, -bleed, width + bleed * first + bleed * last, HEIGHT + 2 * bleed
        )
        if rtl:
            start = WIDTH - start - COLUMN
            ground = ground._replace(x=WIDTH - ground.right)
        placed.append(Panel(left=round(start, 3), ground=ground))
        edge += width
    return placed
