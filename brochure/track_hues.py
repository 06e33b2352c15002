"""Colours of tracks: of a theme's own hues, and of others between them where there are more tracks.

Each is a light ground, on which black text is read, and a dark bar. A track is always named as well:
colours that somebody does not tell apart say nothing alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brochure.oklch import Lch, lch_of, rgb_of
from brochure.theme import Theme

Shades = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

_ROLES = ("accent", "lit", "cover", "panel")
_LEAST_CHROMA = 0.035
"""Of a colour that has a hue to see."""

_APART = 28.0
"""Degrees of hue between two tracks, as long as there is room on the circle."""

_BAR, _GROUND = (0.55, 0.15), (0.945, 0.04)
"""Lightness and chroma of both; black on the ground has a contrast of 17 and more."""


@dataclass(frozen=True, slots=True)
class TrackColour:
    """The colour of a track: of its bar and of the ground of its sessions."""

    bar: str
    ground: str


NONE = TrackColour(bar="#8A8A8A", ground="#F1F1F1")
"""Of sessions of no track."""


def track_colours(tracks: Sequence[str], theme: Theme) -> Mapping[str, TrackColour]:
    """The colour of each of ``tracks``, by its name; the same for the same tracks and theme."""
    hues = [
        own.hue % 360 for role in _ROLES
        if (own := lch_of(theme.colour(role).rgb)).chroma >= _LEAST_CHROMA
    ]  # fmt: skip
    base = hues[0] if hues else 265.0
    hues += [(base + turn * 360 / 7) % 360 for turn in range(1, 7)]
    hues += [(base + 360 / 14 + turn * 360 / 7) % 360 for turn in range(7)]
    apart: list[float] = []
    for hue in hues:
        if all(min(abs(hue - own), 360 - abs(hue - own)) >= _APART for own in apart):
            apart.append(hue)
    apart = apart or [base]
    return {track: _of_hue(apart[n % len(apart)]) for n, track in enumerate(tracks)}


def _of_hue(hue: float) -> TrackColour:
    (bar, bar_chroma), (ground, ground_chroma) = _BAR, _GROUND
    return TrackColour(
        bar=rgb_of(Lch(bar, bar_chroma, hue)), ground=rgb_of(Lch(ground, ground_chroma, hue))
    )


def shades_of(rgb: str) -> Shades:
    """A colour "#RRGGBB" as a PDF takes it."""
    value = int(rgb[1:], 16)
    red, green, blue = (round(c / 255, 3) for c in (value >> 16, value >> 8 & 255, value & 255))
    return red, green, blue
