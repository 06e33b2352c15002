"""Glyphs: coverage masks of characters and of shaped text, drawn large and reduced.

FreeType, as Pillow drives it, places glyphs on whole pixels only and hints them. So each is drawn
once, large, and reduced to every size and every place within a pixel that it is needed in. Masks are
cached: a page's cards share most of them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from brochure.errors import GlyphError, ThemeError
from brochure.problems import Place, error
from brochure.text import font_metrics
from brochure.theme import FontFace


class GlyphImage(NamedTuple):
    """An image and where its top left corner stands from the pen on the baseline, in pixels."""

    image: Image.Image
    left: int
    top: int


MASTER = 256
"""Pixels that a glyph is drawn in before it is reduced; large ones twice their size, huge ones once.

Text of 24 to 40 pixels is then within 10/255 (RMSE) of one drawn sixteen times as large.
"""


def phases(size: float) -> int:
    """The number of positions within a pixel at which a glyph of ``size`` pixels is drawn."""
    return 8 if size < 28 else 4 if size < 40 else 2


@lru_cache(maxsize=16384)
def of_character(face: FontFace, size: float, char: str, phase: int) -> GlyphImage:
    """The coverage (mode L) of one character, ``phase`` parts of a pixel to the right."""
    return _reduced(_large(face, _master(size), char, "ltr"), size, phase / phases(size))


@lru_cache(maxsize=1024)
def of_text(face: FontFace, size: float, text: str, *, rtl: bool) -> GlyphImage:
    """The coverage (mode L) of a ``text`` whose letters join or combine, shaped in one direction."""
    return _reduced(_large(face, _master(size), text, "rtl" if rtl else "ltr"), size, 0.0)


class _Large(NamedTuple):
    """A glyph drawn in ``px`` pixels, and where it stands from the pen."""

    image: Image.Image
    left: int
    top: int
    px: int


def _master(size: float) -> int:
    if 2 * size <= MASTER * 0.8:
        return MASTER
    return round(2 * size) if size < 140 else round(size)


@lru_cache(maxsize=4096)
def _large(face: FontFace, px: int, text: str, direction: str) -> _Large:
    font = font_metrics.font(face.path, px, face.index)
    try:
        bounds = font.getbbox(text, "", direction, font_metrics.FEATURES, anchor="ls")
    except OSError as caught:  # FreeType refuses the outline
        damaged = error(
            "card-glyph-damaged", at=Place(str(face.path)), text=text[:20], reason=str(caught)
        )
        raise ThemeError(damaged) from caught
    left, top, right, bottom = (int(edge) for edge in bounds)
    mask = Image.new("L", (max(1, right - left + 2), max(1, bottom - top + 2)))
    ImageDraw.Draw(mask).text(
        (1 - left, 1 - top), text, 255, font, "ls", direction=direction, features=font_metrics.FEATURES
    )
    if mask.getbbox() is None and not all(c.isspace() or font_metrics.is_invisible(c) for c in text):
        code = f"U+{ord(text[0]):04X}"
        raise GlyphError(
            error(
                "card-glyph-empty", family=face.family, file=face.path.name, text=text[:20], code=code
            )
        )  # fmt: skip
    return _Large(mask, left - 1, top - 1, px)


def _reduced(large: _Large, size: float, shift: float) -> GlyphImage:
    """``large`` in ``size`` pixels, ``shift`` of a pixel to the right."""
    ratio = large.px / size
    left, top = large.left / ratio + shift, large.top / ratio
    x0, y0 = math.floor(left) - 1, math.floor(top) - 1
    width = math.ceil(left + large.image.width / ratio) + 1 - x0
    height = math.ceil(top + large.image.height / ratio) + 1 - y0
    before_x, before_y = (left - x0) * ratio, (top - y0) * ratio
    pad_x, pad_y = math.ceil(before_x), math.ceil(before_y)
    x, y = pad_x - before_x, pad_y - before_y
    box = (x, y, x + width * ratio, y + height * ratio)
    padded = Image.new("L", (math.ceil(box[2]) + 1, math.ceil(box[3]) + 1))
    padded.paste(large.image, (pad_x, pad_y))
    reduced = padded.resize((width, height), Image.Resampling.HAMMING, box, 3.0)
    return GlyphImage(reduced, x0, y0)


@lru_cache(maxsize=256)
def of_picture(face: FontFace, size: float, text: str) -> GlyphImage:
    """An emoji as a colour image (mode RGBA), drawn at the font's own size and reduced."""
    strike = font_metrics.strike(face)
    font = font_metrics.font(face.path, strike, face.index)
    left, top, right, bottom = (int(v) for v in font.getbbox(text, anchor="ls"))
    image = Image.new("RGBA", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), text, font=font, anchor="ls", embedded_color=True)
    ratio = size * font_metrics.COLOUR_SCALE / strike
    reduced = image.resize(
        (max(1, round(image.width * ratio)), max(1, round(image.height * ratio))),
        Image.Resampling.LANCZOS,
    )
    return GlyphImage(reduced, round(left * ratio), round(top * ratio))
