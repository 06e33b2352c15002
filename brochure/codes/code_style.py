"""Looks: the colours and forms that a code may have; those that decoders fail on are refused.

The limits are measured: decoders that read every plain code lose inverted ones, pale ones and dots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.codes.logos import Logo
from brochure.colour import Colour, contrast, luminance
from brochure.errors import CodeError

SHAPES = ("square", "rounded", "dots")
"""The forms of a module."""

LEAST_CONTRAST, GOOD_CONTRAST = 4.5, 7.0
"""Below the first (to one) decoders lose codes in bad light; below the second some do."""

LEAST_DOT = 0.9
"""The diameter of a dot in modules: at 0.8 a quarter of the shots is lost, at 0.6 more than half."""

ROUNDING = 0.5
"""The radius of a rounded module's corners, in modules."""

_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeStyle:
    """How a code is drawn: CSS colours of its modules and its ground, a form, and a logo.

    ``dot`` is the diameter of a dot in modules.
    """

    dark: str = "#000"
    light: str = "#fff"
    shape: str = "square"
    dot: float = 1.0
    logo: Logo | None = None

    @property
    def is_black(self) -> bool:
        """Whether it is black on white, so that one plate, or one bit, is enough."""
        return self.dark in {"#000", "#000000"} and self.light.lower() in {"#fff", "#ffffff"}


PLAIN = CodeStyle()


def parse_colour(text: str) -> Colour:
    """The colour written as "#RRGGBB" or "#RGB", without inks. Raises CodeError."""
    if not _HEX.fullmatch(text):
        raise CodeError(f'"{text}" is not a colour; write it as #RRGGBB, like #000091')
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    return Colour(rgb=f"#{digits.upper()}", cmyk=(0, 0, 0, 0))


def check_style(look: CodeStyle) -> tuple[str, ...]:
    """What is to be known of ``look``, one sentence each. Raises CodeError for what does not scan."""
    if look.shape not in SHAPES:
        raise CodeError(f'there is no module shape "{look.shape}"; there are {", ".join(SHAPES)}')
    if look.shape == "dots" and not LEAST_DOT <= look.dot <= 1:
        raise CodeError(
            f"dots of {look.dot:g} modules: decoders lose codes below {LEAST_DOT:g}, and above 1 dots "
            f"run into each other; choose {LEAST_DOT:g} to 1"
        )
    dark, light = parse_colour(look.dark), parse_colour(look.light)
    if luminance(dark) >= luminance(light):
        raise CodeError(
            f"{look.dark} on {look.light} is inverted: modules are dark and the ground light, since "
            "many decoders read no other; swap the two colours"
        )
    ratio = contrast(dark, light)
    if ratio < LEAST_CONTRAST:
        raise CodeError(
            f"{look.dark} on {look.light} has a contrast of {ratio:.1f}:1; a code needs "
            f"{LEAST_CONTRAST}:1; choose a darker colour, or a lighter ground"
        )
    return tuple(_warnings(look, ratio, red_contrast(dark, light)))


def _warnings(look: CodeStyle, ratio: float, red: float) -> Iterator[str]:
    named = f"the code in {look.dark} on {look.light}"
    if ratio < GOOD_CONTRAST:
        yield (
            f"{named} has a contrast of {ratio:.1f}:1; {GOOD_CONTRAST:g}:1 reads in bad light too: "
            "choose a darker colour where you can"
        )
    if red < LEAST_CONTRAST:
        yield (
            f"{named} has {red:.1f}:1 in red light: scanners of access gates see it as white on white; "
            "phones read it; choose black, blue or green for gates"
        )


def red_contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours (to one) as a scanner with a red lamp (630 to 660 nm) sees them."""
    return contrast(in_red_light(one), in_red_light(other))


def in_red_light(shade: Colour) -> Colour:
    """The grey that a colour is in red light."""
    red = shade.rgb[1:3]
    return Colour(rgb=f"#{red}{red}{red}", cmyk=shade.cmyk)
