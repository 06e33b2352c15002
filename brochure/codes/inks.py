"""Inks: the colours of a code as they are printed. Black is the black ink alone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from brochure import assets, icc
from brochure.codes.code_style import CodeStyle

if TYPE_CHECKING:
    from PIL.Image import Image

Ink = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, 0 to 1."""

BLACK: Ink = (0.0, 0.0, 0.0, 1.0)
PAPER: Ink = (0.0, 0.0, 0.0, 0.0)

_BLACKS, _WHITES = {"#000", "#000000"}, {"#fff", "#ffffff"}


class Inks(NamedTuple):
    """The inks of a code's modules and of its ground."""

    dark: Ink
    light: Ink

    @classmethod
    def of(cls, style: CodeStyle) -> Inks:
        """The inks of a style's colours: black alone for black, else through the shipped profile."""
        return cls(_ink(style.dark.lower()), _ink(style.light.lower()))


@lru_cache(maxsize=64)
def _ink(css: str) -> Ink:
    if css in _BLACKS:
        return BLACK
    if css in _WHITES:
        return PAPER
    from PIL import Image

    inks = icc.separated(Image.new("RGB", (1, 1), css), _profile()).getpixel((0, 0))
    assert isinstance(inks, tuple)
    cyan, magenta, yellow, black = (round(value / 255, 3) for value in inks)
    return cyan, magenta, yellow, black


def operands(ink: Ink) -> str:
    """The four inks as operands of PDF's ``k`` and PostScript's ``setcmykcolor``: "0 0 0 1"."""
    return " ".join(f"{value:g}" for value in ink)


def pixels(style: CodeStyle) -> Image:
    """The logo of ``style`` on its plate, in CMYK."""
    from PIL import Image

    assert style.logo is not None
    image = style.logo.image()
    ground = Image.new("RGB", image.size, style.light)
    ground.paste(image, mask=image if image.mode == "RGBA" else None)
    return icc.separated(ground, _profile())


def _profile() -> str:
    return str(assets.templates_folder() / "press" / "coated-fogra39l-300.icc")
