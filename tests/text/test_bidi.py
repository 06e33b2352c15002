"""Bidi: embedding levels of whole paragraphs."""

from __future__ import annotations

import pytest

from brochure.errors import RenderError
from brochure.text import bidi

LEVELS = [
    ("abc", False, (0, 0, 0)),
    ("", True, ()),
    ("abc", True, (2, 2, 2)),
    ("قمة", False, (1, 1, 1)),
    ("قمة 2016", True, (1, 1, 1, 1, 2, 2, 2, 2)),
    ("a قم b", False, (0, 0, 1, 1, 0, 0)),
    ("قم (a)", True, (1, 1, 1, 1, 2, 1)),
    ("\u200fabc", False, (1, 0, 0, 0)),
]
"""A text, whether its paragraph runs from right to left, and its levels (UAX #9, by hand)."""


@pytest.mark.parametrize(("text", "rtl", "levels"), LEVELS, ids=lambda value: ascii(value))
def test_levels_are_those_of_the_algorithm(text: str, rtl: bool, levels: tuple[int, ...]) -> None:
    assert bidi.levels(text, rtl=rtl) == levels


def test_a_line_is_ordered_as_a_part_of_its_paragraph() -> None:
    """Numbers that begin a line still follow the Arabic word that ends the one before."""
    assert bidi.levels("قمة باريس 4-5", rtl=True)[-3:] == (2, 1, 2)
    assert bidi.levels("4-5", rtl=True) == (2, 2, 2)


def test_without_fribidi_arabic_is_an_error_and_not_a_muddle(monkeypatch: pytest.MonkeyPatch) -> None:
    bidi._library.cache_clear()
    monkeypatch.setattr(bidi, "_NAMES", ("libnowhere.so",))
    assert bidi.levels("abc", rtl=False) == (0, 0, 0)
    with pytest.raises(RenderError, match="apt install libfribidi0"):
        bidi.levels("سلام", rtl=True)
    monkeypatch.undo()
    bidi._library.cache_clear()
