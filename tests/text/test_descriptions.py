"""Descriptions: the first sentences of a text, and nothing that only makes sense beside others."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from brochure.text import descriptions, prose
from tests.conftest import ROOT

CASES = tomllib.loads((ROOT / "tests/text/descriptions.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["opening"], ids=lambda case: case["body"][:40])
def test_a_description_is_made_of_paragraphs(case: dict[str, str]) -> None:
    opening = prose.compose(case["body"], "fr", typography_mode="off").opening
    assert opening.replace("\u00a0", " ") == case["said"]


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Une phrase assez longue. Une autre.", 30, "Une phrase assez longue."),
        (
            "Il dit «\u00a0une chose longue.\u00a0» Et puis encore.",
            35,
            "Il dit «\u00a0une chose longue.\u00a0»",
        ),
        ("Court. Une phrase bien trop longue pour y tenir.", 30, "Court. Une phrase bien trop…"),
        ("Une seule phrase, bien trop longue", 24, "Une seule phrase, bien…"),
        ("Tout tient.", 30, "Tout tient."),
    ],
)
def test_it_ends_with_a_sentence_where_one_fits(text: str, most: int, short: str) -> None:
    assert descriptions.shortened(text, most) == short
    assert len(short) <= most


LONG = "et tout ce qui suit encore dans une phrase bien trop longue pour que la description la tienne."


@pytest.mark.parametrize("space", [" ", "\u00a0"])
@pytest.mark.parametrize(
    "case", CASES["abbreviation"], ids=lambda case: f"{case['lang']} {case['cut']}"
)
def test_it_never_ends_with_an_abbreviation(case: dict[str, str], space: str) -> None:
    whole, cut = case["whole"], case["cut"].replace(". ", f".{space}")
    text = f"{whole}{cut} {LONG}"
    for most in range(len(whole), len(whole) + len(cut)):
        assert descriptions.shortened(text, most, case["lang"]) == whole


@pytest.mark.parametrize("case", CASES["words"], ids=lambda case: case["short"])
def test_nor_do_the_words_that_fit(case: dict[str, Any]) -> None:
    assert descriptions.shortened(case["text"], case["most"], case["lang"]) == case["short"]
