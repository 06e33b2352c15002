"""Canvas: an indexed image whose palette is exact ramps from the ground to each ink.

No quantiser and no dithering: text and seats are drawn as supersampled masks, whose levels are
palette entries. A flat card stays under 40 KB.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from brochure.errors import GlyphError
from brochure.parts import faces
from brochure.parts.motif import Seat
from brochure.rendering.cards.layout import Rect
from brochure.theme import Colour, FontFace

LEVELS = 12
"""Steps from the ground to an ink: an edge pixel is off by at most 11/255, the file a fifth smaller."""

COMPRESSION = 7
"""zlib's level: 9 takes six times as long for five per cent."""

_DOT_SCALE = 8


class Line(NamedTuple):
    """A line of text to draw: ``right_to_left`` aligns it at the right of its rectangle."""

    text: str
    rect: Rect
    size: float
    tracking: float
    right_to_left: bool


class Canvas:
    """A card being drawn: ``inks`` are every colour that may stand on ``ground``."""

    def __init__(self, size: tuple[int, int], ground: Colour, inks: Iterable[Colour]) -> None:
        self.ground = ground
        self.inks = tuple(dict.fromkeys(ink.rgb for ink in inks))
        self.image = Image.new("P", size, 0)
        self.image.putpalette(self._palette(tuple(inks)))

    def _palette(self, inks: Sequence[Colour]) -> list[int]:
        by_rgb = {ink.rgb: ink.channels for ink in inks}
        entries = [*self.ground.channels]
        for rgb in self.inks:
            for level in range(1, LEVELS + 1):
                entries += [
                    round(g + (c - g) * level / LEVELS)
                    for g, c in zip(self.ground.channels, by_rgb[rgb], strict=True)
                ]
        return entries

    def _ramp(self, ink: Colour) -> list[int]:
        """For each coverage 0 to 255 the palette index of ``ink`` at that coverage."""
        base = self.inks.index(ink.rgb) * LEVELS
        return [base + level if level else 0 for level in _STEPS]

    def paste(self, mask: Image.Image, at: tuple[int, int], ink: Colour) -> None:
        """Lay ``mask`` (mode L, coverage) in ``ink`` with its top left corner at ``at``."""
        self.image.paste(mask.point(self._ramp(ink)), at, mask.point(_VISIBLE))

    def text(self, line: Line, chain: Sequence[FontFace], ink: Colour) -> None:
        """Draw one line: its top is the rectangle's top, its height the rectangle's height."""
        face, line = _face_for(line, chain)
        scale = supersampling(line.size)
        pixels = round(line.size * scale)
        font = faces.font(face.path, pixels)
        above = int(line.size * 1.25)
        mask = Image.new("L", ((int(line.rect.width) + 4) * scale, int(line.size * 1.8) * scale))
        baseline = above * scale  # on a whole pixel of the card, so that feet are sharp
        if line.right_to_left or not _is_simple(line.text):
            start, anchor = (mask.width - 2 * scale, "rs") if line.right_to_left else (2 * scale, "ls")
            draw = ImageDraw.Draw(mask)
            way = "rtl" if line.right_to_left else "ltr"
            draw.text((start, baseline), line.text, 255, font, anchor, direction=way)
        else:
            for x, char in _spaced(line, font, scale):
                glyph, left, top = _glyph(face.path, pixels, char)
                mask.paste(255, (round(x) + left + 2 * scale, baseline + top), glyph)
        ascent, descent = font.getmetrics()
        middle = line.rect.y + line.rect.height / 2
        top = round(middle + (ascent - descent) / 2 / scale) - above
        self.paste(mask.reduce(scale), (round(line.rect.x) - 2, top), ink)

    def seats(self, placed: Iterable[Seat], rect: Rect, inks: dict[str, Colour]) -> None:
        """Draw a motif 2 wide and 1 high that fills ``rect``; seats stand on whole pixels."""
        unit = rect.height
        for state, group in groupby(sorted(placed, key=_state), key=_state):
            alike = list(group)
            mask = _dot(alike[0].radius * unit)
            indices, visible = mask.point(self._ramp(inks[state])), mask.point(_VISIBLE)
            for seat in alike:
                x = round(rect.x + seat.x * unit - mask.width / 2)
                y = round(rect.y + seat.y * unit - mask.height / 2)
                self.image.paste(indices, (x, y), visible)

    def png(self) -> bytes:
        """The card as an indexed PNG."""
        out = io.BytesIO()
        self.image.save(out, "PNG", compress_level=COMPRESSION)
        return out.getvalue()


_STEPS = [round(coverage * LEVELS / 255) for coverage in range(256)]
_VISIBLE = [255 if level else 0 for level in _STEPS]
"""Coverage under half a step is ground."""


def _state(seat: Seat) -> str:
    return seat.state


def supersampling(size: float) -> int:
    """How much larger a text's mask is drawn: FreeType places glyphs on whole pixels only."""
    return 6 if size < 40 else 4 if size < 60 else 3


def _covers(face: FontFace, text: str) -> bool:
    have = faces.coverage(face.path)
    return all(ord(c) in have for c in text)


def _is_simple(text: str) -> bool:
    """Whether every character of ``text`` is drawn alone, left to right: no joining, no marks."""
    return all(
        unicodedata.bidirectional(c) not in {"R", "AL", "NSM"} and not unicodedata.combining(c)
        for c in text
    )


def _face_for(line: Line, chain: Sequence[FontFace]) -> tuple[FontFace, Line]:
    """The first face that has every character of ``line``, which then may get plainer spaces.

    Raises GlyphError when no single face has them: a box would be drawn in place of a letter.
    """
    for text in (line.text, line.text.replace("\u202f", "\u00a0")):
        for face in chain:
            if _covers(face, text):
                return face, line._replace(text=text)
    raise GlyphError(
        f"card: no single font of {', '.join(f.family for f in chain)} has every character of "
        f"“{line.text}”; write the line in one script, or add a font that has both to the theme"
    )


def _spaced(line: Line, font: FreeTypeFont, scale: int) -> list[tuple[float, str]]:
    """Each character with its distance from the line's start, kerning and tracking included."""
    exact = line.size * scale / font.size
    step = line.tracking * line.size * scale

    def length(text: str) -> float:
        return font.getlength(text, features=faces.FEATURES) * exact

    return [
        (length(line.text[: i + 1]) - length(char) + i * step, char)
        for i, char in enumerate(line.text)
        if not char.isspace()
    ]


@lru_cache(maxsize=1024)
def _glyph(path: Path, pixels: int, char: str) -> tuple[Image.Image, int, int]:
    """The coverage of one character, and where it stands from the pen on the baseline."""
    font = faces.font(path, pixels)
    left, top, right, bottom = (
        int(edge) for edge in font.getbbox(char, anchor="ls", features=faces.FEATURES)
    )
    mask = Image.new("L", (max(1, right - left + 2), max(1, bottom - top + 2)))
    ImageDraw.Draw(mask).text((1 - left, 1 - top), char, 255, font, "ls", features=faces.FEATURES)
    return mask, left - 1, top - 1


@cache
def _dot(radius: float) -> Image.Image:
    """The coverage of a disc in the middle of a square of an even number of pixels."""
    side = 2 * (int(radius) + 2)
    mask = Image.new("L", (side * _DOT_SCALE, side * _DOT_SCALE))
    middle, reach = side * _DOT_SCALE / 2, radius * _DOT_SCALE
    ImageDraw.Draw(mask).ellipse(
        (middle - reach, middle - reach, middle + reach - 1, middle + reach - 1), 255
    )
    return mask.reduce(_DOT_SCALE)
