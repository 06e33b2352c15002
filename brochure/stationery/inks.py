"""Inks: a theme's colours as shares of the black ink, the only one of a sheet; 0 is paper, 1 is solid.

Letters are solid or paper: a halftone screen would give them ragged edges. Areas are tints, as dark as
their colour.
"""

from __future__ import annotations

from brochure.colour import Colour, luminance
from brochure.marks import State
from brochure.pdfwriter.document import Inks
from brochure.theme import Theme

_SOLID = 0.7
"""A tint of so much or more is printed solid."""

_SEATS = 0.28
"""The tint of a motif's seats, of which some are lit."""


ARCHIVED = ("PDF/A-2a", "PDF/UA-1")
"""What sheets declare that are kept: lists, certificates, programmes."""


def archived(theme: Theme) -> Inks:
    """The inks that a file to be kept is meant for: those of the theme's print files."""
    return Inks(theme.printing.profile.read_bytes(), theme.printing.condition)


def of_text(role: str, theme: Theme) -> float:
    """The ink of a text in the colour of ``role``: 1, or 0 for light texts on dark areas."""
    return 0.0 if _black(theme.colour(role)) < 0.5 else 1.0


def of_area(role: str, theme: Theme) -> float:
    """The tint of an area in the colour of ``role``, 0 to 1."""
    black = _black(theme.colour(role))
    return 1.0 if black >= _SOLID else round(black, 2)


def shades(role: str, theme: Theme) -> tuple[float, float, float]:
    """The red, green and blue of an area in the colour of ``role``, 0 to 1, for sheets in colour."""
    red, green, blue = (round(channel / 255, 3) for channel in theme.colour(role).channels)
    return red, green, blue


def of_seats(theme: Theme) -> dict[State, float]:
    """The tints of a motif's seats on paper, by their state: lit ones are solid."""
    return {"seat": _SEATS, "spark": _SEATS, "lit": 1.0} if theme.motif != "none" else {}


def _black(colour: Colour) -> float:
    """What share of black looks as dark: 1 less the lightness (CIE L*, from relative luminance)."""
    y = luminance(colour)
    lightness = 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27
    return 1 - lightness / 100
