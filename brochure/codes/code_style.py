"""Styles: the colours and forms that a code may have; those that decoders fail on are refused.

The limits are measured: decoders that read every plain code lose inverted ones, pale ones and dots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.codes.logos import Logo
from brochure.colour import Colour, contrast, luminance
from brochure.errors import CodeError
from brochure.problems import Problem, error, warning

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
        raise CodeError(error("code-colour", text=text))
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    return Colour(rgb=f"#{digits.upper()}", cmyk=(0, 0, 0, 0))


def check_style(style: CodeStyle) -> tuple[Problem, ...]:
    """Refuse a style that decoders fail on, and give warnings for one that some may fail on.

    ``check_style(CodeStyle(dark="#E1000F"))`` warns of scanners with red lamps. Raises CodeError.
    """
    if style.shape not in SHAPES:
        raise CodeError(error("code-shape-unknown", shape=style.shape, shapes=SHAPES))
    if style.shape == "dots" and not LEAST_DOT <= style.dot <= 1:
        raise CodeError(error("code-dots", dot=style.dot, least=LEAST_DOT))
    dark, light = parse_colour(style.dark), parse_colour(style.light)
    if luminance(dark) >= luminance(light):
        raise CodeError(error("code-inverted", dark=style.dark, light=style.light))
    ratio = contrast(dark, light)
    if ratio < LEAST_CONTRAST:
        raise CodeError(
            error(
                "code-contrast-low", dark=style.dark, light=style.light, ratio=ratio,
                least=LEAST_CONTRAST,
            )
        )  # fmt: skip
    return tuple(_warnings(style, ratio, red_contrast(dark, light)))


def _warnings(style: CodeStyle, ratio: float, red: float) -> Iterator[Problem]:
    dark, light = style.dark, style.light
    if ratio < GOOD_CONTRAST:
        yield warning("code-contrast-fair", dark=dark, light=light, ratio=ratio, good=GOOD_CONTRAST)
    if red < LEAST_CONTRAST:
        yield warning("code-red-light", dark=dark, light=light, ratio=red)


def red_contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours (to one) as a scanner with a red lamp (630 to 660 nm) sees them."""
    return contrast(in_red_light(one), in_red_light(other))


def in_red_light(shade: Colour) -> Colour:
    """The grey that a colour is in red light."""
    red = shade.rgb[1:3]
    return Colour(rgb=f"#{red}{red}{red}", cmyk=shade.cmyk)
