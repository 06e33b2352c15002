"""Colour: luminance and contrast as WCAG 2.2 defines them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.colour import Colour, contrast, luminance


def colour(rgb: str) -> Colour:
    return Colour(rgb=rgb, cmyk=(0, 0, 0, 0))


colours = st.integers(0, 0xFFFFFF).map(lambda value: colour(f"#{value:06X}"))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#777777", "#FFFFFF", 4.48),
        ("#FF0000", "#FFFFFF", 4.0),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_contrasts_are_those_that_wcag_tools_give(one: str, other: str, ratio: float) -> None:
    assert contrast(colour(one), colour(other)) == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_contrast_has_no_direction_and_stays_in_its_range(one: Colour, other: Colour) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


def test_channels_and_inks() -> None:
    assert colour("#1D1A5E").channels == (0x1D, 0x1A, 0x5E)
    assert Colour(rgb="#000000", cmyk=(60, 40, 40, 100)).total_ink == 240
    assert luminance(colour("#000000")) == 0
    assert luminance(colour("#FFFFFF")) == pytest.approx(1)
