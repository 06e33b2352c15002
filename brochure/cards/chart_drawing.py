"""Chart drawing: the marks of a key figure's chart become pixels of a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from PIL import Image, ImageDraw

from brochure.cards.canvas import Canvas
from brochure.charts import Mark
from brochure.colour import Colour, contrast, mixed
from brochure.geometry import Rect
from brochure.theme import Theme

ON_COVER: Mapping[str, str] = {
    "lit": "lit", "seat": "seat", "accent": "cover_text", "muted": "cover_muted", "rule": "spark",
    "text": "cover_text",
}  # fmt: skip
"""The roles of a chart's marks where they stand on the colour of a cover, by those on paper."""

LEAST_CONTRAST = 3.0
"""What a mark needs to its ground (WCAG 2.2, 1.4.11)."""

_ALIKE = 80
"""Two colours whose channels differ by less than this in all are told apart by nobody."""

_SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""Of one colour in another: tones for parts whose own colour another part has."""

_STEPS = 20

LINE = 0.006
"""The width of the line round what is not filled, in widths of the chart."""

_SCALE = 8


def inks_of(roles: Iterable[str], theme: Theme, ground: Colour, *, on_paper: bool) -> dict[str, Colour]:
    """The colour of each of ``roles`` on ``ground``: each is seen there, and no two are alike.

    What the theme has is kept as far as that goes: else a tone of it, or of the colour of its texts.
    """
    text = theme.colour("text" if on_paper else "cover_text")
    strong = theme.colour("accent") if on_paper else theme.colour("lit")
    pairs = ((ground, strong), (ground, text), (text, strong))
    tones = [mixed(*pair, share) for pair in pairs for share in _SHARES]
    found: dict[str, Colour] = {}
    for role in dict.fromkeys(roles):
        own = _seen(theme.colour(role if on_paper else ON_COVER[role]), text, ground)
        taken = list(found.values())
        if _apart(own, taken) < _ALIKE:
            own = max((tone for tone in tones if contrast(tone, ground) >= LEAST_CONTRAST),
                      key=lambda tone: _apart(tone, taken), default=own)  # fmt: skip
        found[role] = own
    return found


def _seen(colour: Colour, text: Colour, ground: Colour) -> Colour:
    """``colour`` with as much of ``text`` as it needs to stand out from ``ground``."""
    tones = (mixed(colour, text, step / _STEPS) for step in range(_STEPS))
    return next((tone for tone in tones if contrast(tone, ground) >= LEAST_CONTRAST), text)


def _apart(tone: Colour, taken: Iterable[Colour]) -> int:
    """By how much the channels of ``tone`` differ in all from those of the nearest of ``taken``."""
    return min(
        (
            sum(abs(a - b) for a, b in zip(tone.channels, other.channels, strict=True))
            for other in taken
        ),
        default=3 * 255,
    )


def draw(
    canvas: Canvas,
    marks: Iterable[Mark],
    room: Rect,
    colours: Mapping[str, Colour],
    ground: Colour,
) -> None:
    """``marks`` drawn in ``room``, as wide as it; lengths are right to a pixel."""
    line = max(2, round(LINE * room.width))
    for mark in marks:
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
