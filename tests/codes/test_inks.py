"""Inks: black is the black ink alone, other colours go through the shipped profile."""

from __future__ import annotations

from brochure.codes.code_style import CodeStyle
from brochure.codes.inks import BLACK, PAPER, Inks, pixels
from brochure.codes.logos import Logo
from tests.codes.reading import a_logo


def test_black_is_the_black_ink_alone_and_white_is_no_ink() -> None:
    assert Inks.of(CodeStyle(dark="#000", light="#FFF")) == (BLACK, PAPER)
    assert Inks.of(CodeStyle(dark="#000000", light="#ffffff")) == (BLACK, PAPER)


def test_a_colour_is_separated_into_inks_from_0_to_1() -> None:
    blue = Inks.of(CodeStyle(dark="#000091")).dark
    assert blue != BLACK
    assert all(0 <= ink <= 1 for ink in blue)
    assert blue[0] > 0.8  # cyan
    assert blue[2] < 0.3  # yellow


def test_a_logo_is_laid_on_the_ground_in_four_inks() -> None:
    data, size = a_logo()
    image = pixels(CodeStyle(logo=Logo(data=data, size_px=size, plate=7, unused=0.8)))
    assert (image.mode, image.size) == ("CMYK", size)
    assert image.getpixel((0, size[1] - 1)) == (0, 0, 0, 0)  # transparent, so the white ground
