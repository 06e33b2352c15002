"""Fonts of a theme: families of brochure, files of its own, and which may go into PDFs."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure import assets
from brochure.errors import ThemeError
from brochure.themes.fonts import FALLBACKS, for_pixels_only, read_fonts
from tests.themes.test_tables import tables

SERIF = "SourceSerif4_400Regular.ttf"
SHIPPED = '[fonts]\ntitle = "Bricolage Grotesque"\ntext = "Source Serif 4"\n'


def ids_of(text: str) -> list[str]:
    bad = tables(text)
    read_fonts(bad)
    return [problem.id for problem in bad.problems]


def test_the_families_are_those_of_titles_of_text_and_the_fallbacks() -> None:
    good = tables(
        SHIPPED + 'fallback = ["IBM Plex Sans Arabic"]\nlanguages.ar = "IBM Plex Sans Arabic"'
    )
    fonts = read_fonts(good)
    assert good.problems == []
    assert fonts.families == ("Bricolage Grotesque", "Source Serif 4", "IBM Plex Sans Arabic")
    assert fonts.fallbacks == FALLBACKS
    assert {face.family for face in fonts.faces} == {*fonts.families, *FALLBACKS}
    assert (fonts.pixel_faces, fonts.languages) == ((), {"ar": "IBM Plex Sans Arabic"})


def test_a_shipped_fallback_that_a_theme_names_stands_where_the_theme_puts_it() -> None:
    fonts = read_fonts(tables(SHIPPED + 'fallback = ["Noto Emoji"]'))
    assert fonts.families[2:] == ("Noto Emoji",)
    assert fonts.fallbacks == FALLBACKS[:-1]


def test_a_file_of_the_themes_own_is_a_face() -> None:
    file = assets.fonts_folder() / SERIF
    good = tables(
        SHIPPED.replace("Bricolage Grotesque", "Mine")
        + f'[[fonts.faces]]\nfamily = "Mine"\nweight = 700\nfile = "{file}"'
    )
    (mine,) = (face for face in read_fonts(good).faces if face.family == "Mine")
    assert (good.problems, mine.path, mine.weight, mine.italic) == ([], file, 700, False)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["font-missing", "font-missing"]),
        (SHIPPED.replace("Source Serif 4", "Arial"), ["font-unknown"]),
        (SHIPPED + 'fallback = "Arial"', ["theme-names"]),
        (SHIPPED + 'fallback = ["Arial", 3]', ["font-unknown", "font-unknown"]),
        (SHIPPED + 'languages.ar = "Arial"', ["font-of-language"]),
        (SHIPPED + "faces = 3", ["font-faces"]),
        (SHIPPED + '[[fonts.faces]]\nfamily = "X"\nfile = "x.ttf"', ["font-file"]),
        (SHIPPED + '[[fonts.faces]]\nfamily = "X"\nfile = "x.woff2"\nbold = 1',
         ["theme-key-unknown", "font-file"]),
    ],
)  # fmt: skip
def test_a_font_that_is_none_is_a_problem(text: str, ids: list[str]) -> None:
    assert ids_of(text) == ids


def test_a_collection_is_for_cards_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.ttc"
    path.write_bytes(b"ttcf" + bytes(60))
    assert for_pixels_only(path)
    row = f'[[fonts.faces]]\nfamily = "C"\nfile = "{path}"'
    assert ids_of(f"{SHIPPED.replace('Source Serif 4', 'C')}{row}") == ["font-in-pdf"]
    fonts = read_fonts(tables(f'{SHIPPED}fallback = ["C"]\n{row}'))
    assert [face.family for face in fonts.pixel_faces] == ["C"]
    assert "C" not in fonts.families


def test_a_font_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"none\.ttf: the font cannot be read \(No such file"):
        for_pixels_only(tmp_path / "none.ttf")
