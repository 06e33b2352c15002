"""Fonts of a PDF: shaped by HarfBuzz, cut down to what is used, with texts that can be copied."""

from __future__ import annotations

import io

import pikepdf
import pytest
from fontTools.ttLib import TTFont

import brochure
from brochure.pdfwriter.fonts import Font
from brochure.theme import FontFace

THEME = brochure.load_theme("agora")
LATIN = THEME.face(THEME.title_family, 700)
ARABIC = next(face for face in THEME.faces if "Arabic" in face.family)


def font(face: FontFace = LATIN) -> Font:
    return Font(face, "F0")


def test_each_letter_is_a_glyph_with_its_advance() -> None:
    made = font()
    glyphs = made.shaped("Été", rtl=False)
    assert [glyph.text for glyph in glyphs] == ["É", "t", "é"]
    with TTFont(LATIN.path) as file:
        cmap, widths, em = file.getBestCmap(), file["hmtx"], file["head"].unitsPerEm
        for glyph, char in zip(glyphs, "Été", strict=True):
            assert glyph.number == file.getGlyphID(cmap[ord(char)])
            assert made.width(glyph.number) == round(widths[cmap[ord(char)]][0] * 1000 / em)


def test_letters_are_kerned_and_never_joined_to_ligatures() -> None:
    made = font()
    together = sum(glyph.advance for glyph in made.shaped("AV", rtl=False))
    apart = sum(glyph.advance for char in "AV" for glyph in made.shaped(char, rtl=False))
    assert together < apart
    assert [glyph.text for glyph in made.shaped("fi", rtl=False)] == ["f", "i"]


def test_a_text_from_right_to_left_is_shaped_as_it_is_seen() -> None:
    made = font(ARABIC)
    glyphs = made.shaped("قمة", rtl=True)
    assert "".join(glyph.text for glyph in reversed(glyphs)) == "قمة"
    alone = {glyph.number for char in "قمة" for glyph in made.shaped(char, rtl=True)}
    assert {glyph.number for glyph in glyphs} - alone, "letters that join have other forms"


def test_the_text_of_a_cluster_goes_with_its_first_glyph() -> None:
    glyphs = font().shaped("e\u0323x", rtl=False)
    assert "".join(glyph.text for glyph in glyphs).replace("\u200c", "") == "e\u0323x"


def test_a_glyph_that_stands_for_two_texts_does_not_map_back() -> None:
    """The no-break space and the space are one glyph in most fonts."""
    made = font()
    first = made.shaped("a b", rtl=False)
    second = made.shaped("a\u00a0b", rtl=False)
    assert made.maps_back(first)
    assert made.maps_back(second) == (first[1].number != second[1].number)


@pytest.mark.parametrize("face", [LATIN, ARABIC], ids=lambda face: face.family)
def test_the_font_is_embedded_with_the_glyphs_used_alone(face: FontFace) -> None:
    made = font(face)
    glyphs = made.shaped("2016", rtl=False)
    with pikepdf.new() as pdf:
        dictionary = made.dictionary(pdf)
        descendant = dictionary.DescendantFonts[0]
        descriptor = descendant.FontDescriptor
        stream = descriptor.get("/FontFile2") or descriptor.FontFile3
        data = stream.read_bytes()
        assert len(data) < face.path.stat().st_size / 5
        with TTFont(io.BytesIO(data)) as file:
            assert file["maxp"].numGlyphs > max(glyph.number for glyph in glyphs), "numbers are kept"
        name = str(dictionary.BaseFont)
        assert name[7] == "+"
        assert name[1:7].isupper()
        mapped = dictionary.ToUnicode.read_bytes().decode()
        for glyph in glyphs:
            assert f"<{glyph.number:04X}> <{glyph.text.encode('utf-16-be').hex().upper()}>" in mapped
