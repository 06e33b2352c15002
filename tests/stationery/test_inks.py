"""Inks: the colours of a theme in black alone."""

from __future__ import annotations

from dataclasses import replace

from brochure.colour import Colour
from brochure.stationery import inks
from brochure.theme import Theme


def with_paper(theme: Theme, rgb: str) -> Theme:
    return replace(theme, roles={**theme.roles, "paper": Colour(rgb=rgb, cmyk=(0, 0, 0, 0))})


def test_letters_are_solid_or_paper(theme: Theme) -> None:
    assert inks.of_text("paper", with_paper(theme, "#FFFFFF")) == 0
    assert inks.of_text("paper", with_paper(theme, "#767676")) == 1
    assert inks.of_text("paper", with_paper(theme, "#787878")) == 0


def test_areas_are_as_dark_as_their_colour_and_dark_ones_solid(theme: Theme) -> None:
    assert inks.of_area("paper", with_paper(theme, "#FFFFFF")) == 0
    assert inks.of_area("paper", with_paper(theme, "#777777")) == 0.5
    assert inks.of_area("paper", with_paper(theme, "#303030")) == 1


def test_lit_seats_are_solid_and_a_theme_without_motif_has_none(theme: Theme) -> None:
    assert inks.of_seats(theme)["lit"] == 1
    assert inks.of_seats(replace(theme, motif="none")) == {}
