"""Dark mode: texts are as readable as on paper, and grounds are dark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brochure.colour import Colour, contrast
from brochure.theme import TEXT_PAIRS, Theme
from brochure.themes import dark_mode
from brochure.themes.theme_file import load_theme, shipped_names


@pytest.mark.parametrize("name", shipped_names())
def test_every_text_stands_out_in_the_dark_too(name: str) -> None:
    theme = load_theme(name)
    dark = {
        role: Colour(rgb=rgb, cmyk=(0, 0, 0, 0)) for role, rgb in dark_mode.dark_colours(theme).items()
    }
    for pair in TEXT_PAIRS:
        found = contrast(dark[pair.text], dark[pair.ground])
        assert found >= theme.minimum_contrast - 0.01, (pair, found)
    assert all(max(dark[role].channels) < 80 for role in ("paper", "panel"))


def test_a_colour_that_is_read_stays_as_it_is() -> None:
    black = Colour(rgb="#101010", cmyk=(0, 0, 0, 0))
    bright = Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0))
    dim = Colour(rgb="#333333", cmyk=(0, 0, 0, 0))
    assert dark_mode.readable(bright, black, 4.5).rgb == "#FFFFFF"
    assert contrast(dark_mode.readable(dim, black, 4.5), black) >= 4.5


def test_a_stricter_theme_with_the_same_colours_has_its_own_dark_mode(theme: Theme) -> None:
    strict = replace(theme, minimum_contrast=12.0)
    usual, dark = dark_mode.dark_colours(theme), dark_mode.dark_colours(strict)
    assert usual["accent"] != dark["accent"]


def test_colours_are_mixed_channel_by_channel() -> None:
    assert dark_mode.mixed(dark_mode.BLACK, dark_mode.WHITE, 0.5).rgb == "#808080"
    assert dark_mode.mixed(dark_mode.BLACK, dark_mode.WHITE, 0).rgb == "#000000"
