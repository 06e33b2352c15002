"""Folding: where the panels of a leaflet stand on its two sides. Lengths in points.

Outside, from left to right: the flap (97 mm, folded in), the back, the front (100 mm each); inside:
100, 100 and 97 mm. A language written from right to left has both sides mirrored.
"""

from __future__ import annotations

from typing import Any

from brochure.pdf.media import MM

WIDTH, HEIGHT = 297 * MM, 210 * MM
PANEL, FLAP = 100 * MM, 97 * MM
COLUMN = 77 * MM
MARGIN = 11 * MM


def folds(*, rtl: bool) -> tuple[tuple[float, ...], ...]:
    """Where the outside and the inside are folded, from the trim's left edge."""
    outside, inside = (FLAP, FLAP + PANEL), (PANEL, 2 * PANEL)
    return (inside, outside) if rtl else (outside, inside)


def places(columns: int, bleed: float, *, rtl: bool) -> dict[str, Any]:
    """Where panels and their grounds stand: left edges in points, grounds as CSS.

    The text inside takes the last ``columns`` of the three panels.
    """
    flap, back, front = (FLAP, PANEL, PANEL)
    lefts = {"front": 0.0, "back": front, "flap": front + back}
    if not rtl:
        lefts = {"flap": 0.0, "back": flap, "front": flap + back}
    widths = {"flap": flap, "back": back, "front": front}
    places: dict[str, Any] = {}
    for name, left in lefts.items():
        right = left + widths[name]
        start = -bleed if left == 0 else left
        end = WIDTH + bleed if right > WIDTH - 1 else right
        places[f"{name}_ground"] = f"left: {start:.3f}pt; width: {end - start:.3f}pt"
        places[name] = round(left + (widths[name] - COLUMN) / 2, 3)
    inside = [MARGIN - 1 * MM, PANEL + MARGIN - 1 * MM, 2 * PANEL + MARGIN - 1 * MM]
    if rtl:
        inside = [WIDTH - left - COLUMN for left in inside]
    places["inside"] = [round(left, 3) for left in inside]
    width = columns * COLUMN + (columns - 1) * (PANEL - COLUMN)
    first = inside[3 - columns]
    places["flow_left"] = round(first + COLUMN - width if rtl else first, 3)
    places["flow_width"] = round(width, 3)
    return places
