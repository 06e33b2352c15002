"""Media: what a brochure is set for, a screen or a printing press. Lengths in points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from brochure.colour import Colour, luminance
from brochure.theme import Printing, Theme

MM = 72 / 25.4
"""Points in a millimetre."""

SCREEN, PRESS = "screen", "press"
"""The names of media. Pictures for the press are parted into inks when all is laid out."""

BLACK = "device-cmyk(0 0 0 1)"
PAPER = "device-cmyk(0 0 0 0)"
SMALL_TEXT_ROLES = ("text", "muted", "lit_text")
"""Roles of text too small to be printed in several inks, which never lie exactly on each other."""

LEAST_COLOURED_PT = 14.0
"""From this size on, text may be printed in several inks."""

_DARK = 0.18
"""The luminance below which a text counts as dark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """What a brochure is set for.

    ``colours`` writes each role's colour in CSS; ``black`` and ``white`` are those
    of codes, ``paper`` how a theme's white is written.
    ``bleed`` is how far grounds reach beyond the trim. ``live`` tells of links one can follow;
    ``multiple`` of how many the pages must be. Pictures have at most ``picture_dpi`` before a page
    is made smaller.
    ``place`` names what is printed, for its
    code; "" is a screen. No text
    is smaller than ``least_pt``, and below ``least_coloured_pt`` it is printed in black alone. Pages
    are printed at ``scale``.
    """

    name: str
    colours: Mapping[str, str]
    black: str
    white: str
    paper: str
    bleed: float
    live: bool
    multiple: int
    picture_dpi: int
    least_pt: float
    least_coloured_pt: float
    place: str = ""
    scale: float = 1.0


def screen_medium(theme: Theme) -> Medium:
    """For screens: sRGB, no bleed, share links that work."""
    return Medium(
        name=SCREEN,
        colours={role: colour.rgb for role, colour in theme.roles.items()},
        black="#000",
        white="#fff",
        paper="#FFFFFF",
        bleed=0.0,
        live=True,
        multiple=1,
        picture_dpi=200,
        least_pt=8.0,
        least_coloured_pt=0.0,
    )


def press_medium(theme: Theme, place: str, *, bleed: float | None = None, scale: float = 1.0) -> Medium:
    """For the press: the theme's inks, running text in black ink alone, grounds into the bleed.

    ``place`` is what is printed, "poster". ``bleed`` in points where it is not the theme's; pages are
    printed at ``scale``.
    """
    return Medium(
        name=PRESS,
        colours={role: _ink(role, colour, theme.printing) for role, colour in theme.roles.items()},
        black=BLACK,
        white=PAPER,
        paper=PAPER,
        bleed=theme.printing.bleed_mm * MM if bleed is None else bleed,
        live=False,
        multiple=4,
        picture_dpi=math.ceil(300 * min(scale, 1.0)),
        least_pt=7.0 / scale,
        least_coloured_pt=0.0 if theme.printing.spot else LEAST_COLOURED_PT / scale,
        place=place,
        scale=scale,
    )


def _ink(role: str, colour: Colour, printing: Printing) -> str:
    """A role's colour in CSS; `press.plating` makes what is small one ink in full, by its size."""
    alone = printing.spot and colour == printing.ink  # one ink, which lies exactly on itself
    return device_cmyk(black_alone(colour) if role in SMALL_TEXT_ROLES and not alone else colour.cmyk)


def black_alone(colour: Colour) -> tuple[float, float, float, float]:
    """The inks of a small text: black alone where it is dark, as the theme says where it is light."""
    cyan, magenta, yellow, _ = colour.cmyk
    if luminance(colour) >= _DARK or not (cyan or magenta or yellow):
        return colour.cmyk
    return (0.0, 0.0, 0.0, 100.0)


def device_cmyk(inks: tuple[float, float, float, float]) -> str:
    """Inks in per cent as a CSS colour (CSS Color 5, "device-cmyk()")."""
    return f"device-cmyk({' '.join(f'{ink / 100:g}' for ink in inks)})"
