"""Glyphs: drawn once, placed to a part of a pixel, and never missing without a word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

import brochure
from brochure.cards import glyphs
from brochure.errors import GlyphError


def weight_of(image: glyphs.GlyphImage) -> float:
    return sum(image.image.tobytes()) / 255


def test_a_part_of_a_pixel_moves_a_glyph_and_keeps_its_ink(theme: brochure.Theme) -> None:
    face = theme.face(theme.title_family, 500)
    first, later = (glyphs.of_character(face, 24, "l", phase) for phase in (0, 4))
    assert first.image.tobytes() != later.image.tobytes()
    assert weight_of(first) == pytest.approx(weight_of(later), rel=0.03)


def test_small_glyphs_have_more_places_within_a_pixel() -> None:
    assert [glyphs.phases(size) for size in (24, 30, 60)] == [8, 4, 2]


def test_a_font_that_draws_nothing_is_named_with_the_character(
    theme: brochure.Theme, tmp_path: Path
) -> None:
    face = theme.face(theme.title_family, 500)
    font = TTFont(face.path)
    font["glyf"][font.getBestCmap()[ord("A")]] = Glyph()
    path = tmp_path / "vide.ttf"
    font.save(path)
    with pytest.raises(GlyphError, match=r"\(vide\.ttf\) draws nothing for “A” \(U\+0041\).*another"):
        glyphs.of_character(replace(face, path=path), 24, "A", 0)
