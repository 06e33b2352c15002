"""Fitting: what is set fits, says every word, and ends its lines well."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

import brochure
from brochure.text import font_metrics, labels
from brochure.text.fitting import ELLIPSIS, Fitted, Setting, Space, Style, fit

TITLE = "Sommet mondial du Partenariat pour un gouvernement ouvert"
THEME = brochure.load_theme("agora")
FRENCH = font_metrics.setting(THEME, (THEME.title_family, 700), -0.02, "fr")

texts = st.text(
    alphabet=st.sampled_from("aeimnrtuéàçœABCÎ’-,.0123456789 \u00a0\u202f"), min_size=1, max_size=300
)
boxes = st.builds(
    Space,
    width=st.floats(min_value=60, max_value=1200),
    height=st.floats(min_value=30, max_value=700),
)
styles = st.builds(
    Style,
    largest=st.integers(min_value=30, max_value=110).map(float),
    smallest=st.integers(min_value=12, max_value=30).map(float),
    max_lines=st.integers(min_value=1, max_value=8),
    line_height=st.sampled_from([1.0, 1.03, 1.32]),
)


def joined(fitted: Fitted) -> str:
    """The words of the lines, with the hyphens of divided words taken away again."""
    return "".join("".join(fitted.lines).replace("-", "").split())


@settings(max_examples=300, deadline=None)
@given(text=texts, box=boxes, style=styles)
def test_no_line_is_wider_than_the_box(text: str, box: Space, style: Style) -> None:
    fitted = fit(text, box, style, FRENCH)
    if box.width > 2.5 * style.smallest:  # wide enough for a letter and a hyphen
        assert all(FRENCH.measure(line) * fitted.size <= box.width + 1e-6 for line in fitted.lines)


@settings(max_examples=300, deadline=None)
@given(text=texts, box=boxes, style=styles)
def test_every_word_is_said_unless_the_text_is_cut(text: str, box: Space, style: Style) -> None:
    fitted = fit(text, box, style, FRENCH)
    said = "".join(text.replace("-", "").split())
    if fitted.cut:
        assert fitted.lines[-1].endswith(ELLIPSIS)
        assert fitted.size == style.smallest
    else:
        assert joined(fitted) == said


@settings(max_examples=200, deadline=None)
@given(text=texts, box=boxes, style=styles)
def test_lines_and_height_keep_to_the_style(text: str, box: Space, style: Style) -> None:
    fitted = fit(text, box, style, FRENCH)
    assert len(fitted.lines) <= style.max_lines
    if len(fitted.lines) > 1:
        assert fitted.height <= box.height + 1e-6
    assert style.smallest <= fitted.size <= style.largest


def test_the_summit_title_breaks_as_a_person_would_break_it() -> None:
    style = Style(largest=48, smallest=42, step=0.5, max_lines=3, line_height=1.02)
    fitted = fit(TITLE, Space(width=493, height=260), style, FRENCH)
    assert fitted.lines == ("Sommet mondial", "du Partenariat pour", "un gouvernement ouvert")


def test_a_line_does_not_end_on_an_article() -> None:
    style = Style(largest=40, smallest=30, max_lines=2)
    for width in range(300, 900, 20):
        lines = fit(
            "La fête de la musique et de la danse", Space(width=width, height=90), style, FRENCH
        )
        if not lines.cut and lines.size < 40:  # where there was a choice
            assert lines.lines[0].split()[-1] not in {"la", "de"}, lines


def test_without_clinging_words_it_would() -> None:
    plain = Setting(measure=FRENCH.measure)
    style = Style(largest=40, smallest=30, max_lines=2)
    ends = {
        fit("La fête de la musique", Space(width=width, height=90), style, plain).lines[0].split()[-1]
        for width in range(200, 500, 10)
    }
    assert ends & labels.no_break_after("fr")


def test_a_word_wider_than_the_box_is_divided_where_the_language_divides_it() -> None:
    style = Style(largest=30, smallest=24, max_lines=4)
    fitted = fit("Anticonstitutionnellement", Space(width=190, height=200), style, FRENCH)
    assert fitted.lines == ("Anticonstitu-", "tionnellement")
    assert not fitted.cut


def test_what_cannot_fit_is_cut_at_a_word_and_says_so() -> None:
    style = Style(largest=30, smallest=24, max_lines=2)
    fitted = fit(TITLE, Space(width=260, height=80), style, FRENCH)
    assert fitted.cut
    assert fitted.lines == ("Sommet mondial", "du Partenariat…")


def test_a_long_word_is_divided_with_a_hyphen_an_address_or_hashtag_without_one() -> None:
    narrow, style = Space(width=200, height=400), Style(largest=40, smallest=30, max_lines=9)
    word = fit("Fahrradabstellanlagenausbauoffensive", narrow, style, FRENCH)
    assert all(line.endswith("-") for line in word.lines[:-1])
    assert word.divided
    for text in ("#GouvernementOuvertPourToutes", "https://exemple.org/gouvernement-ouvert?a=1&b=2"):
        lines = fit(text, narrow, style, FRENCH).lines
        assert len(lines) > 1
        assert "".join(lines) == text


def test_an_address_goes_on_in_the_next_line_after_its_signs() -> None:
    style = Style(largest=20, smallest=20, max_lines=9)
    lines = fit("exemple.org/annee/2026?a=1&bb=2", Space(width=150, height=400), style, FRENCH).lines
    assert all(a[-1] in "/?&-" or b[0] in "=#_" for a, b in pairwise(lines))
    assert not fit("exemple.org/annee/2026", Space(width=150, height=400), style, FRENCH).divided


def test_words_that_belong_together_are_parted_before_one_is_cut() -> None:
    narrow, style = Space(width=120, height=400), Style(largest=30, smallest=30, max_lines=9)
    fitted = fit("le\u00a012\u00a0000\u00a0000\u00a0€\u00a0à Paris\u00a0même", narrow, style, FRENCH)
    assert len(fitted.lines) > 2
    assert not fitted.divided
    assert not any(line.endswith("-") for line in fitted.lines)


def test_a_long_word_is_halved_where_the_text_is_half_as_large_again() -> None:
    """At a hyphenation point near its middle, after a linking s; else words stay whole."""
    setting = Setting(
        measure=len, hyphens=lambda word: [p for p in (2, 6, 10, 15, 17, 20) if p < len(word)]
    )
    style = Style(largest=20, smallest=1, max_lines=9)
    box = Space(width=200, height=200)
    word = "Öffentlichkeitsbeteiligungsverfahren"
    assert fit(word, box, style, setting).lines == (word,)
    halved = fit(word, box, replace(style, divides=True), setting)
    assert halved.lines == ("Öffentlichkeits-", "beteiligungsverfahren")
    assert halved.divided
    short = fit("Beteiligung", box, replace(style, divides=True), setting)
    assert short.lines == ("Beteiligung",)


def test_lines_end_between_units_and_take_the_place_of_the_dot() -> None:
    setting, style = Setting(measure=len), Style(largest=10, smallest=5, units=True)
    kicker = "Landeshauptstadt Musterstadt · Bericht 2026"
    assert fit(kicker, Space(width=300, height=99), style, setting).lines == (
        "Landeshauptstadt Musterstadt", "Bericht 2026",
    )  # fmt: skip
    assert fit(kicker, Space(width=900, height=99), style, setting).lines == (kicker,)
    kept = fit(kicker, Space(width=300, height=99), replace(style, units=False), setting)
    assert "·" in " ".join(kept.lines)


def test_a_unit_that_no_line_holds_is_parted_and_no_line_begins_with_a_dot() -> None:
    setting, style = Setting(measure=len), Style(largest=10, smallest=10, units=True)
    lines = fit("Paris · 7, 8 et 9 décembre 2016", Space(width=120, height=99), style, setting).lines
    assert not [line for line in lines if line.startswith("·") or line.endswith("·")]
    assert lines[0].startswith("Paris")


def test_what_is_too_wide_is_divided_before_its_number_is() -> None:
    style = Style(largest=20, smallest=20, max_lines=6)
    width = FRENCH.measure("10\u202f000\u00a0hab") * 20
    fitted = fit("de 10\u202f000\u00a0habitants", Space(width=width, height=900), style, FRENCH)
    assert fitted.lines == ("de 10\u202f000", "habitants")


@settings(max_examples=300)
@given(
    text=texts.map(lambda text: text.replace("9", " · ")), box=boxes, style=styles,
    share=st.floats(min_value=0, max_value=1), rest=st.tuples(st.booleans(), st.booleans()),
)  # fmt: skip
def test_a_firm_text_is_the_same_in_every_box_that_it_has_room_in(
    text: str, box: Space, style: Style, share: float, rest: tuple[bool, bool]
) -> None:
    style = replace(style, units=rest[0], divides=rest[1])
    fitted = fit(text, box, style, FRENCH)
    if fitted.firm:
        lower = fitted.height + share * (box.height - fitted.height)
        assert fit(text, replace(box, height=lower), style, FRENCH) == fitted


def test_most_texts_are_firm() -> None:
    style = Style(largest=60, smallest=20)
    assert fit("Budget participatif", Space(width=600, height=400), style, FRENCH).firm
    assert not fit(TITLE * 9, Space(width=600, height=100), style, FRENCH).firm
