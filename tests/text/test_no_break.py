"""What stays on one line: numbers with what they count, names with titles, days with months."""

from __future__ import annotations

import tomllib

import pytest

from brochure.text import no_break
from brochure.text.fitting import Setting, Space, Style, fit
from brochure.text.typography import typeset
from tests.conftest import ROOT

TABLE = tomllib.loads((ROOT / "tests" / "expected" / "one_line.toml").read_text(encoding="utf-8"))
CASES = [(lang, text) for lang, texts in TABLE.items() for text in texts]
AROUND = {"fr": "Avec {}, selon la mairie.", "en": "With {}, they say.", "de": "Mit {}, heißt es.",
          "es": "Con {}, se dice."}  # fmt: skip


def test_there_are_eighty_cases_and_more_in_each_language() -> None:
    assert {lang: len(set(texts)) >= 80 for lang, texts in TABLE.items()} == dict.fromkeys(AROUND, True)


@pytest.mark.parametrize(("lang", "text"), CASES)
def test_no_line_parts_it_at_any_width(lang: str, text: str) -> None:
    whole, setting = typeset(text, lang), Setting(measure=len)
    sentence = typeset(AROUND[lang].format(text), lang)
    for width in range(len(whole) + 1, len(sentence) + 1):
        style = Style(largest=1, smallest=1, max_lines=99)
        lines = fit(sentence, Space(width=width, height=99), style, setting).lines
        assert any(whole in line for line in lines), (width, lines)


def test_words_that_belong_to_no_number_may_be_parted() -> None:
    for lang, text in (("fr", "le 7 du mois et 8 ou 9"), ("en", "one or two of the rest"),
                       ("de", "das Haus und der Hof")):  # fmt: skip
        assert list(no_break.spaces(text, lang)) == []


def test_a_long_row_of_numbers_may_be_parted_between_them() -> None:
    row = " ".join(map(str, range(10, 40)))
    assert list(no_break.spaces(row, "fr")) == []
    assert list(no_break.spaces("1 000 000 000 000 000 000 000 000 000", "fr")) != []


@pytest.mark.parametrize(
    "text", ["Fête de l'île — Huế", "un mot -- un autre", "ein Wort - und noch eins"]
)
def test_a_dash_starts_no_line(text: str) -> None:
    sentence = typeset(text, "fr")
    for width in range(8, len(sentence) + 1):
        style = Style(largest=1, smallest=1, max_lines=99)
        lines = fit(sentence, Space(width=width, height=99), style, Setting(measure=len)).lines
        assert not any(line.startswith(("–", "—")) for line in lines), lines
