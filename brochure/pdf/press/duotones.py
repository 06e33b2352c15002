"""Duotones: a photograph in black and one more ink, as light everywhere as it was.

The ink carries the lights and the middle, black the shadows. How light a tint prints takes account of
dots that grow on the press (ISO 12647-2, curve A of about 14 % in the middle).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from brochure.colour import Colour, luminance

if TYPE_CHECKING:
    from PIL.Image import Image

_GROWTH = 0.56
"""Four times the growth of a dot in the middle: a tint of 50 % prints as 64 %."""

_LESS_INK = 0.45
"""How much less ink the deepest shadow has than would be as dark by itself."""

_BLACK_LUMINANCE = 0.015


def tones(picture: Image, ink: Colour) -> tuple[Image, Image]:
    """The tints of ``ink`` and of black, 255 full ink, of a picture in RGB or grey."""
    from PIL import ImageOps

    light = ImageOps.grayscale(picture)
    inked, black = _curves(luminance(ink))
    return light.point(inked), light.point(black)


def in_four_inks(picture: Image, ink: Colour) -> Image:
    """The same duotone as a CMYK picture, where the ink is printed as a mixture of the four."""
    from PIL import Image, ImageChops

    inked, black = tones(picture, ink)
    cyan, magenta, yellow, dark = (
        inked.point([round(tint * share / 100) for tint in range(256)]) for share in ink.cmyk
    )
    return Image.merge("CMYK", (cyan, magenta, yellow, ImageChops.add(black, dark)))


@lru_cache(maxsize=8)
def _curves(ink: float) -> tuple[list[int], list[int]]:
    """For each grey value the tint of an ink of that luminance and the tint of black, 0 to 255."""
    inked, black = [], []
    for value in range(256):
        wanted = math.pow(value / 255, 2.2)
        lightness = 1.16 * math.pow(wanted, 1 / 3) - 0.16 if wanted > 0.009 else 9 * wanted
        alone = min(1.0, (1 - wanted) / (1 - ink))
        share = _tint(alone) * (1 - _LESS_INK * (1 - max(0.0, lightness)))
        below = 1 - _printed(share) * (1 - ink)
        rest = min(1.0, max(0.0, (1 - wanted / below) / (1 - _BLACK_LUMINANCE)))
        inked.append(round(255 * share))
        black.append(round(255 * _tint(rest)))
    return inked, black


def _printed(tint: float) -> float:
    """The part of the paper that a tint covers on the press."""
    return min(1.0, tint + _GROWTH * tint * (1 - tint))


def _tint(printed: float) -> float:
    """The tint that covers so much of the paper."""
    if printed >= 1:
        return 1.0
    whole = 1 + _GROWTH
    return (whole - math.sqrt(whole * whole - 4 * _GROWTH * printed)) / (2 * _GROWTH)
