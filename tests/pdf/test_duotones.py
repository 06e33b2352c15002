"""Duotones: as light as the photograph, the lights in the ink, the shadows in black."""

from __future__ import annotations

import pytest
from PIL import Image

from brochure.colour import Colour
from brochure.pdf.press import duotones
from brochure.preflight.document import PdfDocument

VIOLET = Colour(rgb="#3A37C9", cmyk=(88, 84, 0, 10))


def tints(grey: int) -> tuple[int, int]:
    picture = Image.new("RGB", (1, 1), (grey, grey, grey))
    inked, black = (tone.getpixel((0, 0)) for tone in duotones.tones(picture, VIOLET))
    assert isinstance(inked, int)
    assert isinstance(black, int)
    return inked, black


def test_white_is_paper_and_black_has_both_inks() -> None:
    assert tints(255) == (0, 0)
    inked, black = tints(0)
    assert black == 255
    assert 100 < inked < 200


def test_the_darker_the_more_black_and_lights_are_in_the_ink() -> None:
    steps = [tints(grey) for grey in range(255, -1, -15)]
    blacks = [black for _, black in steps]
    assert blacks == sorted(blacks)
    assert all(inked > black for inked, black in steps[1:9])


@pytest.mark.parametrize("grey", [32, 96, 160, 224])
def test_it_prints_as_light_as_the_photograph(grey: int) -> None:
    """By the areas that dots cover, 14 % larger in the middle, as Murray and Davies have it."""
    light = 1.0
    for tint, ink in zip(tints(grey), (0.0655, 0.015), strict=True):
        share = tint / 255
        light *= 1 - (share + 0.56 * share * (1 - share)) * (1 - ink)
    assert light == pytest.approx((grey / 255) ** 2.2, abs=0.02)


def test_mixed_of_four_inks_it_needs_no_plate_that_the_ink_has_not() -> None:
    picture = Image.linear_gradient("L").convert("RGB")
    mixed = duotones.in_four_inks(picture, VIOLET)
    darkest = [PdfDocument.most(plate) for plate in mixed.split()]
    assert darkest[2] == 0
    assert min(darkest[0], darkest[1], darkest[3]) > 100
