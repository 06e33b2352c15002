"""Lengths: how networks count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.networks import lengths

COUNTS = [
    ("abc é", 5, 5, 5, 5),
    ("e\u0301", 1, 2, 2, 2),
    ("日本", 2, 2, 4, 2),
    ("👩‍👩‍👧", 1, 8, 2, 18),
    ("a🏛", 2, 3, 3, 5),
    ("“…”", 3, 3, 4, 3),
    ("", 0, 0, 0, 0),
]
"""A text, and its length in graphemes, in UTF-16, on X and on Threads."""


@pytest.mark.parametrize(("text", "graphemes", "utf16", "x", "threads"), COUNTS)
def test_each_way_of_counting(text: str, graphemes: int, utf16: int, x: int, threads: int) -> None:
    assert lengths.in_graphemes(text) == graphemes
    assert lengths.in_utf16(text) == utf16
    assert lengths.as_x_counts(text) == x
    assert lengths.as_threads_counts(text) == threads


@given(st.text())
def test_no_way_loses_a_character_of_plain_text(text: str) -> None:
    plain = "".join(c for c in text if "a" <= c <= "z")
    for count in (
        lengths.in_graphemes,
        lengths.in_utf16,
        lengths.as_x_counts,
        lengths.as_threads_counts,
    ):
        assert count(plain) == len(plain)
        assert count(text) >= lengths.in_graphemes(text) or count is lengths.in_graphemes
