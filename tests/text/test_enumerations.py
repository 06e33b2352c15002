"""Enumerations: what a sentence or a list enumerates, as the words before it announce it."""

from __future__ import annotations

import tomllib

import pytest

from brochure.text import enumerations
from tests.conftest import ROOT

CASES = tomllib.loads((ROOT / "tests" / "expected" / "enumerations.toml").read_text(encoding="utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_items_after_the_words_are_found(case: dict[str, object]) -> None:
    found = enumerations.after(str(case["after"]), str(case["body"]))
    assert found == (tuple(case["items"]) if "items" in case else None)  # type: ignore[arg-type]


def test_the_summits_three_priorities_are_in_its_text() -> None:
    page = (ROOT / "pages" / "sommet-pgo.md").read_text(encoding="utf-8").split("---")[2]
    items = enumerations.after("trois grandes priorités politiques ont été définies", page)
    assert items == (
        "la transparence, l'intégrité et la lutte contre la corruption",
        "le climat et le développement durable",
        "le partage des biens communs numériques",
    )
