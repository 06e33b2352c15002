"""Fonts of the machine: for cards, and only when a theme lacks a character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import brochure
from brochure import assets
from brochure.page import Page
from brochure.text import system_fonts

THEME = brochure.load_theme("agora")
LATIN = "BricolageGrotesque_700Bold.ttf"


def page(title: str, lang: str = "fr") -> Page:
    return Page(slug="p", lang=lang, title=title, body="")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only folder of fonts of this machine."""
    monkeypatch.setattr(system_fonts, "FOLDERS", (tmp_path,))
    system_fonts._installed.cache_clear()
    yield tmp_path
    system_fonts._installed.cache_clear()


def test_what_the_theme_has_needs_no_other_font(folder: Path) -> None:
    assert system_fonts.borrow(page("Été 2016 – l’œuvre"), THEME) == (THEME, None)


def test_what_looks_alike_needs_no_other_font(folder: Path) -> None:
    (folder / "NotoSansCJK-Regular.ttc").touch()
    assert system_fonts.borrow(page("ＡＢＣ １２"), THEME) == (THEME, None)


def test_where_no_font_has_it_the_theme_stays_as_it_is(folder: Path) -> None:
    (folder / "NotoSansLatin-Regular.ttf").symlink_to(assets.fonts_folder() / LATIN)
    assert system_fonts.borrow(page("አዲስ"), THEME) == (THEME, None)


def test_a_font_that_has_it_is_added_for_cards_alone_and_named(folder: Path) -> None:
    arabic = next(assets.fonts_folder().glob("*Arabic*Regular.ttf"))
    (folder / "NotoSansArabic-Regular.ttf").symlink_to(arabic)
    (folder / "unrelated.ttf").write_bytes(b"")
    lacking = brochure.load_theme("agora")
    latin = tuple(face for face in lacking.faces if "Arabic" not in face.family)
    families = tuple(name for name in lacking.families if "Arabic" not in name)
    lacking = replace(lacking, faces=latin, families=families, languages={})
    theme, note = system_fonts.borrow(page("★ قمة"), lacking)
    assert theme.faces == lacking.faces
    assert [face.path.name for face in theme.borrowed_faces] == ["NotoSansArabic-Regular.ttf"]
    assert note is not None
    assert note.severity == "warning"
    assert f"NotoSansArabic ({folder}/NotoSansArabic-Regular.ttf)" in note.sentence("en")


@pytest.mark.parametrize(
    ("lang", "index"), [("ja", 0), ("ko", 1), ("zh", 2), ("zh-TW", 3), ("zh-Hant", 3), ("fr", 2)]
)
def test_a_collection_draws_ideographs_as_the_languages_readers_know_them(
    lang: str, index: int, folder: Path
) -> None:
    (folder / "NotoSansCJK-Regular.ttc").touch()
    (face,) = system_fonts._candidates(lang.lower())
    assert (face.family, face.index) == ("Noto Sans CJK", index)
