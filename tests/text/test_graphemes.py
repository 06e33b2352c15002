"""Characters: joined ones stay together, and lines break where Japanese and Chinese allow it."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from brochure.text import graphemes
from tests.conftest import PAGES, ROOT, SUMMIT

BLOCKS = (
    (0x0020, 0x007E), (0x00A0, 0x052F), (0x0591, 0x05F4), (0x0606, 0x06DC), (0x06DE, 0x06FF),
    (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x2BFF), (0x3001, 0x30FF),
    (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x1F300, 0x1FAFF),
)  # fmt: skip
"""The first and the last of each block of what kits are made of: Latin, Greek, Cyrillic, Hebrew, Arabic
but the signs before numbers, punctuation, signs, kana, ideographs, Hangul, emoji."""

LETTERS = [
    char
    for first, last in BLOCKS
    for char in map(chr, range(first, last + 1))
    if unicodedata.category(char) != "Cn"
]
EMOJI = [char for char in LETTERS if regex.match(r"(?!\p{Emoji_Modifier})\p{EPres}", char)]
TEXT_EMOJI = [
    char for char in LETTERS if regex.match(r"(?!\p{EPres})\p{Emoji}", char) and char > "\u2190"
]
"""What is an emoji when asked to be; of those before arrows, such as ©, no sequence is made."""

TONES = st.sampled_from(["", *"\U0001f3fb\U0001f3fd\U0001f3ff"])
PICTURES = st.one_of(
    st.tuples(st.sampled_from(EMOJI), TONES).map("".join),
    st.sampled_from(TEXT_EMOJI).map(lambda char: char + graphemes.EMOJI_STYLE),
    st.sampled_from(TEXT_EMOJI).map(lambda char: char + graphemes.TEXT_STYLE),
)
PIECES = st.one_of(
    st.text(LETTERS, max_size=8),
    st.lists(PICTURES, min_size=2, max_size=4).map(graphemes.ZWJ.join),
    st.text([chr(point) for point in range(0x1F1E6, 0x1F200)], max_size=5),  # flags, the last one half
    st.sampled_from("0123456789#*").map(lambda char: f"{char}\ufe0f\u20e3"),
    st.text([chr(point) for point in range(0xE0061, 0xE007B)], max_size=5).map(
        lambda tags: f"\U0001f3f4{tags}\U000e007f"
    ),
)

CASES = tomllib.loads((ROOT / "tests" / "expected" / "characters.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["clusters"], ids=lambda case: case["text"])
def test_what_is_one_character_to_a_reader_stays_together(case: dict[str, Any]) -> None:
    assert graphemes.clusters(case["text"]) == case["parts"]


@pytest.mark.parametrize("case", CASES["breaks"], ids=lambda case: case["text"])
def test_lines_break_without_a_space_where_the_script_allows_it(case: dict[str, Any]) -> None:
    assert graphemes.unspaced(case["text"]) == case["parts"]


@given(st.text(min_size=1))
def test_nothing_is_lost_nor_added(text: str) -> None:
    assert "".join(graphemes.clusters(text)) == text
    assert "".join(graphemes.unspaced(text)) == text


@given(st.lists(PIECES, max_size=6).map("".join))
def test_characters_are_those_of_another_implementation(text: str) -> None:
    """The ``regex`` package's, after UAX #29, in the scripts that brochure speaks and in emoji."""
    assert graphemes.clusters(text) == regex.findall(r"\X", text)


@pytest.mark.parametrize("path", [SUMMIT, *PAGES], ids=lambda path: path.stem)
def test_the_characters_of_a_page_are_those_of_another_implementation(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert graphemes.clusters(text) == regex.findall(r"\X", text)


@pytest.mark.parametrize("case", CASES["different"], ids=lambda case: case["text"])
def test_where_characters_are_parted_otherwise_it_is_known(case: dict[str, Any]) -> None:
    assert graphemes.clusters(case["text"]) == case["parts"]
    assert regex.findall(r"\X", case["text"]) == case["by_uax_29"]
