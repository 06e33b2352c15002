"""Look-alikes: a sign that no font has is written as the one that means the same; others stay."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

import brochure
from brochure.programme import Programme, Session
from brochure.text import prose
from brochure.text.look_alikes import LIGATURES, LOOK_ALIKES, shown_page, shown_programme
from brochure.theme import Theme

CASES = {
    "ＡＢＣ１２３": "ABC123",
    "１．Ｕｎ": "1.Un",
    "20 ㎡ et 3 ㎞": "20 m² et 3 km",
    "oﬃciel, ﬁn": "officiel, fin",
    "20 ℃, № 4, porte‑avions, ①": "20 ℃, № 4, porte‑avions, ①",
    "Été ☎ 🎉": "Été ☎ 🎉",
}


def page(text: str, body: str = "") -> brochure.Page:
    return brochure.Page(slug="p", lang="fr", title=text, lead=text, body=body)


@pytest.mark.parametrize("text", CASES)
def test_what_a_font_has_is_kept_and_the_rest_looks_alike(text: str, theme: Theme) -> None:
    shown = shown_page(page(text), theme)
    assert (shown.title, shown.lead) == (CASES[text], CASES[text])


@pytest.mark.parametrize("text", ["公開日（木）", "集会を開きます！１２：３０", "시청（본관）"])
def test_wide_signs_stay_among_ideographs(text: str, theme: Theme) -> None:
    shown = shown_page(page("T", text), theme)
    assert shown.body == text
    assert shown_page(page(text), theme).title == text


def test_a_page_of_common_signs_is_the_same_page(theme: Theme) -> None:
    plain = page("Été 2016", "Un *mot*.")
    assert shown_page(plain, theme) is plain


@pytest.mark.parametrize(
    "text", ["＊gras＊ et ＿ici＿", "－ un tiret", "１． un", "＃ titre", "＜b＞ ［a］（b）"]
)
def test_in_a_body_it_is_never_markup(text: str, theme: Theme) -> None:
    shown = shown_page(page("T", text), theme)
    words = prose.compose(shown.body, "en").text.replace("\u00a0", " ")
    assert words == unicodedata.normalize("NFKC", text)


def test_every_pair_means_the_same() -> None:
    """Unicode says so itself: its compatibility decomposition, but for exponents."""
    for sign, text in LOOK_ALIKES.items():
        assert unicodedata.normalize("NFKC", text) == unicodedata.normalize("NFKC", sign)
    assert LIGATURES.items() <= LOOK_ALIKES.items()


def test_a_theme_that_has_the_signs_keeps_them(theme: Theme) -> None:
    """A page in Chinese sets wide commas, in a font that is made for them."""
    assert shown_page(page("ﬁn"), theme).title == "fin"
    serif = replace(theme, families=("Source Serif 4", "Source Serif 4"))
    assert shown_page(page("ﬁn"), serif).title == "ﬁn"


def test_a_programme_is_shown_so_too(theme: Theme) -> None:
    session = Session(
        title="Ｏｐｅｎ ﬁn", starts=date(2026, 5, 1), ends=None, room="２０ ㎡", url="https://e.org/a",
        line=1, columns={"nom": "Ａｎｎａ"},
    )  # fmt: skip
    given = Programme(slug="p", lang="fr", title="Ｊｏｕｒ", where="p.csv", sessions=(session,))
    shown = shown_programme(given, theme)
    (row,) = shown.sessions
    assert (shown.title, row.title, row.room, row.columns) == (
        "Jour", "Open fin", "20 m²", {"nom": "Anna"},
    )  # fmt: skip
    assert row.url == session.url
