"""Font metrics: characters and tables are those that fontTools finds; a broken file is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from brochure.errors import GlyphError, RenderError, ThemeError
from brochure.page import Page
from brochure.text import font_metrics
from brochure.theme import FontFace, Theme
from brochure.themes.fonts import for_pixels_only
from tests.conftest import ROOT, ids

FONTS = sorted((ROOT / "fonts").glob("*.ttf"))
INSTALLED = [
    path
    for folder in ("truetype/noto", "truetype/droid", "opentype/noto", "truetype/dejavu")
    for path in sorted((Path("/usr/share/fonts") / folder).glob("*.[to]t[fc]"))
]
"""What else lies on this machine: collections, colour fonts, maps beyond the basic plane."""

MAPS = {
    "segments": (4, 3, 1),
    "one run": (6, 0, 3),
    "groups": (12, 3, 10),
    "many to one": (13, 0, 6),
}
"""Formats of tables of characters, with their platforms and encodings (OpenType 1.9, "cmap")."""

NOT_BY_UNICODE = {"a symbol font": ((4, 3, 0), 0xF000), "an old Macintosh font": ((6, 1, 0), 0)}


def mapped(path: Path, kind: tuple[int, int, int], points: dict[int, str]) -> Path:
    """A font at ``path`` whose one table of characters is of a ``kind``: format, platform, encoding."""
    with TTFont(FONTS[0]) as font:
        table = CmapSubtable.newSubtable(kind[0])
        table.platformID, table.platEncID, table.language, table.cmap = *kind[1:], 0, points
        font["cmap"].tables = [table]
        font.save(path)
    return path


@pytest.mark.parametrize("path", [*FONTS, *INSTALLED], ids=ids([*FONTS, *INSTALLED]))
def test_a_fonts_characters_and_tables_are_those_that_fonttools_finds(path: Path) -> None:
    for index in range(len(TTCollection(path).fonts) if path.suffix == ".ttc" else 1):
        with TTFont(path, lazy=True, fontNumber=index) as font:
            assert font_metrics.coverage(path, index) == set(font.getBestCmap())
            tables = {tag.strip() for tag in font.reader.tables}
            assert {tag.strip() for tag in font_metrics.open_face(path, index).table_tags} == tables


def test_each_face_of_a_collection_has_its_own_characters(tmp_path: Path) -> None:
    path = tmp_path / "two.ttc"
    pair = [FONTS[0], next(p for p in FONTS if "Arabic" in p.name)]
    collection = TTCollection()
    collection.fonts = [TTFont(p) for p in pair]
    collection.save(path)
    assert [font_metrics.coverage(path, i) for i in (0, 1)] == [font_metrics.coverage(p) for p in pair]
    with pytest.raises(ThemeError, match=r"two\.ttc: face 2 of it is not a font"):
        font_metrics.coverage(path, 2)


@pytest.mark.parametrize("name", MAPS)
def test_every_format_of_a_table_of_characters_is_read(name: str, tmp_path: Path) -> None:
    points = {0x41 + i: "A" for i in range(26)} | ({0x1F600: "A"} if MAPS[name][0] > 6 else {})
    assert font_metrics.coverage(mapped(tmp_path / "font.ttf", MAPS[name], points)) == set(points)


@pytest.mark.parametrize("name", NOT_BY_UNICODE)
def test_a_font_without_a_table_by_unicode_is_refused(name: str, tmp_path: Path) -> None:
    """HarfBuzz reads them; FreeType, which draws cards, would draw boxes."""
    kind, first = NOT_BY_UNICODE[name]
    path = mapped(tmp_path / "old.ttf", kind, {first + c: "A" for c in range(65, 91)})
    with pytest.raises(ThemeError, match=r"old\.ttf: not a font whose characters can be read"):
        font_metrics.coverage(path)


@pytest.mark.parametrize("length", [0, 3, 12, 200, 1000])
def test_a_font_cut_short_is_named(length: int, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttf"
    path.write_bytes(FONTS[0].read_bytes()[:length])
    with pytest.raises(ThemeError, match=r"broken\.ttf: not a font"):
        font_metrics.coverage(path)


def test_what_is_no_font_is_named(tmp_path: Path) -> None:
    noise, silent = tmp_path / "noise.ttf", tmp_path / "silent.ttf"
    noise.write_bytes(b"not a font at all")
    with TTFont(FONTS[0]) as font:
        del font["cmap"]
        font.save(silent)
    for path in (noise, silent):
        with pytest.raises(ThemeError, match=rf"{path.name}: not a font"):
            font_metrics.coverage(path)
    for path in (tmp_path, tmp_path / "none.ttf"):
        with pytest.raises(ThemeError, match=rf"{path.name}: the font cannot be read"):
            font_metrics.coverage(path)


def test_the_shipped_fonts_are_for_pdfs_too() -> None:
    """They are not even opened to know it: see `for_pixels_only`."""
    for path in FONTS:
        assert not for_pixels_only(path)
        assert not {"CBDT", "sbix", "fvar", "COLR"} & set(font_metrics.open_face(path).table_tags)
        assert path.read_bytes()[:4] != b"ttcf"


def test_characters_that_no_font_has_are_named_with_packages_that_have_them() -> None:
    chain = [FontFace(family=name, weight=400, path=FONTS[0]) for name in ("A", "B", "A")]
    problem = font_metrics.missing_problem(["Ж", "北"], chain)
    assert problem.sentence("en").startswith(
        "no font of the theme (A, B) has Ж (U+0416), 北 (U+5317); fonts that have them: Debian's "
        "fonts-droid-fallback, fonts-noto-cjk, fonts-noto-core; add the file"
    )
    assert "aucune police du thème (A, B) n’a Ж (U+0416), 北 (U+5317)\u202f; " in problem.sentence("fr")
    many = font_metrics.missing_problem(list("абвгдежзик"), chain)
    assert "з (U+0437) and 2 more; " in many.sentence("en")
    assert "fonts-noto-color-emoji" in font_metrics.missing_problem(["🎉"], chain).sentence("en")


def test_what_is_not_drawn_is_not_missing() -> None:
    face = FontFace(family="A", weight=400, path=FONTS[0])
    assert font_metrics.lacking(["a\u200d\ufe0f\n b\u00ad"], [face]) == []
    assert font_metrics.lacking(["aЖ北a"], [face]) == ["Ж", "北"]


def test_a_page_with_a_character_that_no_font_has_is_refused(theme: Theme) -> None:
    page = Page(slug="p", lang="fr", title="T", body="Un mot : 北.")
    font_metrics.check_glyphs(page, "", theme, cards_only=True)
    with pytest.raises(GlyphError, match=r"北 \(U\+5317\)"):
        font_metrics.check_glyphs(page, "", theme)


def test_widths_are_in_em_and_grow_with_tracking() -> None:
    chain = (FontFace(family="A", weight=400, path=FONTS[0]),)
    plain = font_metrics.measure(chain, 0.0)
    assert 0 < plain("i") < plain("m") < 1.2
    assert font_metrics.measure(chain, 0.1)("abc") == pytest.approx(plain("abc") + 0.3)


def test_a_sign_is_as_wide_as_in_the_fallback_that_draws_it(theme: Theme) -> None:
    """Without it a title with emoji would be set as if they were boxes."""
    chain = theme.chain(theme.title_family, 700)
    emoji = (theme.face("Noto Emoji", 400),)
    loose, alone = font_metrics.measure(chain, 0.0), font_metrics.measure(emoji, 0.0)
    assert loose("Fête 🎉") == pytest.approx(loose("Fête ") + alone("🎉"))
    assert loose("👨\u200d👩\u200d👧") == pytest.approx(alone("👨\u200d👩\u200d👧"))


STYLES = {
    "Un <strong>mot</strong>": ["style-bold"],
    "Un <em>mot</em>, <strong>un autre</strong>": ["style-bold", "style-italic"],
    "<em><strong>Les deux</strong></em>": ["style-bold", "style-italic", "style-bold-italic"],
    "Un mot": [],
}


@pytest.mark.parametrize("html", STYLES)
def test_bold_and_italics_that_a_family_has_no_face_for_are_a_warning(html: str, theme: Theme) -> None:
    faces = tuple(f for f in theme.faces if f.weight == 400 and not f.italic)
    found = list(font_metrics.lost_styles(replace(theme, faces=faces), html))
    lost = [style.id for problem in found for style in problem.fields["styles"]]  # type: ignore[union-attr]
    assert lost == STYLES[html]
    assert all("Source Serif 4" in problem.sentence("en") for problem in found)
    assert not list(font_metrics.lost_styles(theme, html))


NEEDED = {
    "Sommet 2016 – l’œuvre": (),
    "Signe ☎": ("Noto Sans Symbols 2",),
    "Fête 🎉": ("Noto Emoji",),
    "Aimer ❤️": ("Noto Sans Symbols 2", "Noto Emoji"),
    "Αθήνα": ("Noto Sans",),
    "שלום": ("Noto Sans Hebrew",),
    "⇒ et ①": ("Noto Sans Symbols", "Noto Sans Math"),
}


@pytest.mark.parametrize("text", NEEDED)
def test_a_page_asks_only_for_the_fallbacks_that_draw_something_of_it(text: str, theme: Theme) -> None:
    assert font_metrics.with_fallbacks(theme, [text]).fallbacks == NEEDED[text]


@pytest.mark.parametrize(
    ("lang", "word", "positions"),
    [("fr", "transparence", [5, 7]), ("de-AT", "Gemeinde", [2, 6]), ("xx", "transparence", [])],
)
def test_words_are_divided_as_their_language_divides_them(
    lang: str, word: str, positions: list[int]
) -> None:
    assert list(font_metrics.hyphens(lang)(word)) == positions


def test_without_raqm_text_is_an_error_and_not_a_muddle(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import features

    monkeypatch.setattr(features, "check", lambda name: False)
    with pytest.raises(RenderError, match=r"Pillow finds no FriBiDi.*apt install libfribidi0"):
        font_metrics.font(FONTS[0], 17)
