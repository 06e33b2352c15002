"""The law: what is printed is what was written, but for white space, quotation marks and apostrophes.

Random texts in four languages, with code, signs, numbers, addresses and marks in them. The only other
edits are those of one list, ``typography.PUNCTUATION``.
"""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.text import prose
from brochure.text.typography import ADDRESS, PUNCTUATION, typeset
from tests.conftest import ROOT

LANGUAGES = ("fr", "en", "de", "es")
TABLE = tomllib.loads((ROOT / "tests" / "expected" / "allowed_edits.toml").read_text(encoding="utf-8"))

_FOLDED = str.maketrans({
    **dict.fromkeys("\"'‘’‚‛“”„‟«»‹›", None), "\u2019": None,
    "\u2066": None, "\u2069": None,
})  # fmt: skip


def fold(text: str) -> str:
    """``text`` without white space, quotation marks and apostrophes, nor marks that only steer."""
    return "".join(text.translate(_FOLDED).split())


def punctuated(text: str) -> str:
    """``text`` with the allowed edits made, by their own patterns and nothing else."""
    for mark in PUNCTUATION:
        pieces, at = [], 0
        whole = [span.span() for span in ADDRESS.finditer(text)]
        for match in mark.pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in whole):
                pieces += [text[at : match.start()], mark.after.format(dash="–")]
                at = match.end()
        text = "".join([*pieces, text[at:]])
    return text


WORDS = st.one_of(
    st.sampled_from([
        "le", "maison", "été", "Straße", "niño", "the", "L'été", "aujourd'hui", '"oui"', "«", "»",
        "“so”", "(c)", "(R)", "(TM)", "(a)", "12x45-B", "v2...pdf", "Lenoir--Dupont", "--quiet",
        "a--b", "+/-5", "2", "x", "3", "m²", "12", "000", "€", "5€", "50%", "10h00", "14h", "-",
        "–", "—", ":", ";", "!", "?", "?!", "dit:", "10:30", "C:\\Port\\plan",
        'https://exemple.org/a?b=c:d\'e"', "info@exemple.org", "#PGO2016", "@ville", "1/2", "->",
        "=>", "<=", "1er", "XVIe", "n°", "p.", "Dr", "Mme", "M.", ".", ",", "...", "…", "....",
        ". . .", "~2~", "°C", '5\'10"', "rock", "'n'", "z.", "B.", "EE.", "UU.", "¿Qué?", "§",
        "№", "&", "&amp;", "%", "100", "1,200.50", "1.200,50", "±", "½", "fi", "ﬁ", 'e\u0301',
    ]),
    st.text(alphabet=st.characters(exclude_categories=["C", "Z"], max_codepoint=0x2FFF), min_size=1,
            max_size=12),
)  # fmt: skip
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", "\u00a0", ""])), max_size=25).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
def test_typography_changes_nothing_else(lang: str, text: str) -> None:
    made = typeset(text, lang)
    assert fold(made) == fold(punctuated(text))
    assert re.findall(r"\w+", made) == re.findall(r"\w+", text)  # no words joined, none torn


@pytest.mark.parametrize("lang", [*LANGUAGES, "ar", "it", "fr-CA"])
@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_setting_a_text_twice_changes_nothing_more(lang: str, text: str) -> None:
    once = typeset(text, lang)
    assert typeset(once, lang) == once


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_code_is_never_touched(lang: str, text: str) -> None:
    code = re.sub(r"[`\n]", "", text).strip()
    if code:
        made = prose.compose(f"x ``{code}`` y", lang)
        assert code in made.text


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_off_is_off(lang: str, text: str) -> None:
    assert typeset(text, lang, "off") == text


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["written"])
def test_an_allowed_edit_is_made_where_it_is_punctuation_and_nowhere_else(row: dict[str, str]) -> None:
    set_text = typeset(row["written"], row.get("lang", "fr")).replace("\u00a0", " ")
    assert set_text.replace("\u202f", " ") == row["set"]


def test_the_law_notices_what_it_forbids() -> None:
    for written, printed in (("(c)", "©"), ("12x45-B", "12×45-B"), ("Lenoir--Dupont", "Lenoir—Dupont")):
        assert fold(printed) != fold(punctuated(written))
