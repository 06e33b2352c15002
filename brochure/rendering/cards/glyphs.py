"""Glyphs: coverage masks of characters and of shaped text, drawn large and reduced.

FreeType, as Pillow drives it, places glyphs on whole pixels only: small ones are drawn once for each
quarter of a pixel. Masks are cached: a page's cards share most of them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from brochure.parts import faces
from brochure.theme import FontFace


class Glyph(NamedTuple):
    """An image and where its top left corner stands from the pen on the baseline, in pixels."""

    image: Image.Image
    left: int
    top: int


def phases(size: float) -> int:
    """In how many places within a pixel a glyph of ``size`` pixels is drawn."""
    return 4 if size < 40 else 2 if size < 64 else 1


def _supersampling(size: float) -> int:
    return 8 if size < 40 else 6 if size < 64 else 4 if size < 140 else 2


@lru_cache(maxsize=16384)
def of_character(face: FontFace, size: float, char: str, phase: int) -> Glyph:
    """The coverage (mode L) of one character, ``phase`` parts of a pixel to the right."""
    scale = _supersampling(size)
    return _raster(face, size, scale, char, scale * phase // phases(size), "ltr")


@lru_cache(maxsize=1024)
def of_text(face: FontFace, size: float, text: str, *, rtl: bool) -> Glyph:
    """The coverage (mode L) of a ``text`` whose letters join or combine, shaped in one direction."""
    return _raster(face, size, _supersampling(size), text, 0, "rtl" if rtl else "ltr")


def _raster(face: FontFace, size: float, scale: int, text: str, shift: int, direction: str) -> Glyph:
    """``text`` drawn ``scale`` times as large, ``shift`` of those pixels to the right, and reduced."""
    font = faces.font(face.path, round(size * scale), face.index)
    left, top, right, bottom = font.getbbox(text, "", direction, faces.FEATURES, anchor="ls")
    x0, y0 = int(left + shift) // scale - 1, int(top) // scale - 1
    width = -(-int(right + shift) // scale) + 1 - x0
    height = -(-int(bottom) // scale) + 1 - y0
    mask = Image.new("L", (width * scale, height * scale))
    pen = (shift - x0 * scale, -y0 * scale)
    ImageDraw.Draw(mask).text(pen, text, 255, font, "ls", direction=direction, features=faces.FEATURES)
    return Glyph(mask.reduce(scale), x0, y0)


@lru_cache(maxsize=256)
def of_picture(face: FontFace, size: float, text: str) -> Glyph:
    """An emoji as a colour image (mode RGBA), drawn at the font's own size and reduced."""
    strike = faces.strike(face)
    font = faces.font(face.path, strike, face.index)
    left, top, right, bottom = (int(v) for v in font.getbbox(text, anchor="ls"))
    image = Image.new("RGBA", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), text, font=font, anchor="ls", embedded_color=True)
    ratio = size * faces.COLOUR_SCALE / strike
    reduced = image.resize(
        (max(1, round(image.width * ratio)), max(1, round(image.height * ratio))),
        Image.Resampling.LANCZOS,
    )
    return Glyph(reduced, round(left * ratio), round(top * ratio))
