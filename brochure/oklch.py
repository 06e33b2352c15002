"""OKLCH: a colour by its lightness, chroma and hue, as eyes tell them apart (CSS Color 4, 9.2 and 9.4).

Moving a colour's lightness alone keeps its hue: what a brand is known by. In sRGB, mixing with black or
white would not: blue turns violet.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from brochure.colour import Colour, contrast

_NO_INKS = (0.0, 0.0, 0.0, 0.0)
_STEP = 0.004
_GREY = 0.02
"""Below this chroma a colour has no hue that anybody sees."""


class Lch(NamedTuple):
    """Lightness 0 to 1, chroma 0 to about 0.32, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    @property
    def grey(self) -> bool:
        """Whether no hue is seen."""
        return self.chroma < _GREY

    def with_lightness(self, lightness: float) -> Lch:
        """The same hue lighter or darker; its chroma shrinks towards black and white."""
        return self._replace(lightness=min(1.0, max(0.0, lightness)))

    def apart(self, other: Lch) -> float:
        """The distance to ``other``, as far as eyes see it: 0.02 is just seen."""
        a, b, c, d = *_ab(self), *_ab(other)
        return math.hypot(self.lightness - other.lightness, a - c, b - d)


def _ab(lch: Lch) -> tuple[float, float]:
    turn = math.radians(lch.hue)
    return lch.chroma * math.cos(turn), lch.chroma * math.sin(turn)


@lru_cache(maxsize=4096)
def lch_of(rgb: str) -> Lch:
    """The lightness, chroma and hue of "#RRGGBB"."""
    value = int(rgb[1:], 16)
    r, g, b = (_linear(channel / 255) for channel in (value >> 16, value >> 8 & 255, value & 255))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b2 = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Lch(lightness, math.hypot(a, b2), math.degrees(math.atan2(b2, a)) % 360)


@lru_cache(maxsize=4096)
def rgb_of(lch: Lch) -> str:
    """The colour as "#RRGGBB", with as much of its chroma as sRGB has at that lightness and hue."""
    low, high = 0.0, lch.chroma
    if all(-1e-4 <= c <= 1 + 1e-4 for c in _channels(lch)):
        low = high
    for _ in range(14):
        middle = (low + high) / 2
        inside = all(-1e-4 <= c <= 1 + 1e-4 for c in _channels(lch._replace(chroma=middle)))
        low, high = (middle, high) if inside else (low, middle)
    encoded = (_encoded(min(1.0, max(0.0, c))) for c in _channels(lch._replace(chroma=low)))
    return "#" + "".join(f"{round(255 * c):02X}" for c in encoded)


def _channels(lch: Lch) -> tuple[float, float, float]:
    """Linear red, green and blue; outside 0 to 1 what sRGB does not have."""
    a, b = _ab(lch)
    long = (lch.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lch.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lch.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def ratio(one: str, other: str) -> float:
    """The contrast of two colours "#RRGGBB", 1 to 21 (WCAG 2.2)."""
    return contrast(Colour(rgb=one, cmyk=_NO_INKS), Colour(rgb=other, cmyk=_NO_INKS))


def nearest(rgb: str, needs: tuple[tuple[str, float], ...]) -> str:
    """The colour of the same hue nearest to ``rgb`` that has each contrast of ``needs``.

        nearest("#00A36C", (("#FFFFFF", 4.5),))  # "#00855A": darker, as green as before

    ``needs`` are grounds "#RRGGBB" with the least contrast to each. "" where no lightness has them all.
    """

    def passes(found: str) -> bool:
        return all(ratio(found, ground) >= least for ground, least in needs)

    if passes(rgb):
        return rgb
    lch = lch_of(rgb)
    for step in range(1, round(1 / _STEP) + 1):
        for lightness in (lch.lightness - step * _STEP, lch.lightness + step * _STEP):
            if -_STEP < lightness < 1 + _STEP:
                found = rgb_of(lch.with_lightness(lightness))
                if passes(found):
                    return found
    return ""
