"""Chart drawing: the marks of a key figure's chart become pixels of a card."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PIL import Image, ImageDraw

from brochure import charts
from brochure.cards.canvas import Canvas
from brochure.charts import Chart, Mark
from brochure.colour import Colour
from brochure.geometry import Rect

ON_COVER: Mapping[str, str] = {
    "lit": "lit", "seat": "seat", "accent": "cover_text", "muted": "cover_muted", "rule": "spark",
    "text": "cover_text",
}  # fmt: skip
"""The roles of a chart's marks where they stand on the colour of a cover, by those on paper."""

ON_PHOTO: Mapping[str, str] = {**ON_COVER, "seat": "cover_muted"}
"""The same on a photograph, where the colour of seats may be lost."""

LINE = 0.006
"""The width of the line round what is not filled, in widths of the chart."""

_SCALE = 8


def draw(
    canvas: Canvas,
    chart: Chart,
    room: Rect,
    colours: Mapping[str, Colour],
    ground: Colour,
    *,
    rtl: bool,
) -> None:
    """``chart`` drawn in ``room``, as wide as it; lengths are right to a pixel."""
    line = max(2, round(LINE * room.width))
    for mark in charts.marks_of(chart, rtl=rtl):
        x, y, width, height = (side * room.width for side in mark.box)
        left, top = round(room.x + x), round(room.y + y)
        right, bottom = round(room.x + x + width), round(room.y + y + height)
        colour = colours[mark.role]
        if mark.round:
            _seat(canvas, mark, (left, top, right - left), line, (colour, ground))
        elif mark.filled or right - left <= 2 * line:
            canvas.fill((left, top, right, bottom), colour)
        else:
            canvas.fill((left, top, right, top + line), colour)
            canvas.fill((left, bottom - line, right, bottom), colour)
            canvas.fill((left, top, left + line, bottom), colour)
            canvas.fill((right - line, top, right, bottom), colour)


def _seat(
    canvas: Canvas, mark: Mark, at: tuple[int, int, int], line: int, inks: tuple[Colour, Colour]
) -> None:
    """A round seat: ``at`` is its left, top and side; filled, or a ``line`` round it."""
    left, top, side = at
    mask = _disc(side, 0 if mark.filled else line)
    canvas.stencil(mask, *inks).lay((left, top))


@lru_cache(maxsize=64)
def _disc(side: int, line: int) -> Image.Image:
    """The coverage of a disc ``side`` pixels wide, or of a ring of ``line`` pixels."""
    large = side * _SCALE
    mask = Image.new("L", (large, large))
    pen = ImageDraw.Draw(mask)
    pen.ellipse((0, 0, large - 1, large - 1), 255)
    if line:
        inner = line * _SCALE
        pen.ellipse((inner, inner, large - 1 - inner, large - 1 - inner), 0)
    return mask.reduce(_SCALE)
