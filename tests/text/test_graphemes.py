"""Characters: joined ones stay together, and lines break where Japanese and Chinese allow it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.text import graphemes
from tests.conftest import ROOT

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
