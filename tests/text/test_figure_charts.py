"""What a key figure says is drawn as it says, and nothing else is."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from brochure.page import KeyFigure
from brochure.text import figure_charts
from brochure.text.figure_charts import chart_of, parts_more, read_amount

CASES = tomllib.loads((Path(__file__).parent / "figure_charts.toml").read_text(encoding="utf-8"))[
    "figure"
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']} {case['value']}")
def test_a_figure_is_drawn_as_its_words_say(case: dict[str, Any]) -> None:
    figure = KeyFigure(
        value=case["value"], label=case.get("label", "des voix"), before=case.get("before", "")
    )
    drawn = chart_of(figure, case["lang"])
    kind, *amounts = case.get("drawn", [None])
    assert (drawn and drawn.kind) == kind
    if drawn:
        assert [float(a) for a in (*drawn.amounts, drawn.whole)] == amounts
    if drawn and "says" in case:
        said = figure_charts.text_of(figure, drawn, case["lang"])
        assert said.replace("\u00a0", " ") == case["says"].replace("\u00a0", " ")


def with_parts(value: str, *parts: str) -> KeyFigure:
    return KeyFigure(
        value=value, label="x", parts=tuple(KeyFigure(value=p, label=f"de {p}") for p in parts)
    )


def test_parts_are_one_bar_as_long_as_their_value_or_as_their_sum() -> None:
    whole = chart_of(with_parts("62 bâtiments", "36", "17", "9"), "fr")
    assert whole
    assert list(map(int, (*whole.amounts, whole.whole))) == [36, 17, 9, 62]
    of_percent = chart_of(with_parts("148 M€", "41 %", "30 %"), "fr")
    assert of_percent
    assert of_percent.whole == 100
    less = chart_of(with_parts("100", "36", "17"), "fr")
    assert less
    assert less.whole == 100
    assert figure_charts.text_of(with_parts("3", "1", "2"), whole, "fr") == "3\u00a0: 1 de 1, 2 de 2"


def test_parts_that_are_more_than_their_value_or_in_two_units_are_not_drawn() -> None:
    more = with_parts("148 M€", "100 M€", "60 M€")
    assert chart_of(more, "fr") is None
    assert parts_more(more, "fr") == "160 M€"
    assert parts_more(with_parts("160 M€", "100 M€", "60 M€"), "fr") == ""
    assert chart_of(with_parts("148 M€", "100 M€", "60 k€"), "fr") is None
    assert chart_of(with_parts("148 M€", "100 M€", "beaucoup"), "fr") is None
    assert chart_of(with_parts("10", "12", "−2"), "fr") is None


@pytest.mark.parametrize(
    ("lang", "text", "number"),
    [
        ("fr", "1,234", "1.234"), ("en", "1,234", "1234"), ("fr", "4.000", "4000"),
        ("en", "4.5", "4.5"),
        ("de", "1.250.000", "1250000"), ("fr", "1.234,5", "1234.5"), ("en", "1,234.5", "1234.5"),
        ("ar", "١٬٢٣٤٫٥", "1234.5"), ("fr", "12’400", "12400"), ("fr", "12\u202f400", "12400"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_language_writes_it(lang: str, text: str, number: str) -> None:
    amount = read_amount(text, lang)
    assert amount
    assert amount.number == Fraction(number)
