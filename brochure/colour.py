"""Colour: one colour in sRGB and CMYK, its luminance, and the contrast between two."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """One colour: ``rgb`` as "#RRGGBB" (sRGB), ``cmyk`` in per cent."""

    rgb: str
    cmyk: tuple[float, float, float, float]

    @property
    def channels(self) -> tuple[int, int, int]:
        """Red, green and blue, 0 to 255."""
        value = int(self.rgb[1:], 16)
        return value >> 16, value >> 8 & 255, value & 255

    @property
    def total_ink(self) -> float:
        """The four inks together, in per cent."""
        return sum(self.cmyk)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition of "relative luminance")."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in colour.channels)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``one`` with a ``share`` of ``other`` for the screen, 0 to 1; its inks are those of ``one``."""
    channels = (round(a + (b - a) * share) for a, b in zip(one.channels, other.channels, strict=True))
    return Colour(rgb="#" + "".join(f"{c:02X}" for c in channels), cmyk=one.cmyk)


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2, definition of "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
