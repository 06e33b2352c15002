"""Dates as phrases."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from brochure.page import Event
from brochure.parts import dates
from tests.conftest import ROOT

CASES = [
    ("fr", date(2016, 12, 7), date(2016, 12, 9), "du 7 au 9 décembre 2016"),
    ("fr", date(2027, 5, 1), date(2027, 5, 1), "1er mai 2027"),
    ("fr", date(2027, 5, 1), date(2027, 5, 3), "du 1er au 3 mai 2027"),
    ("fr", date(2027, 4, 30), date(2027, 5, 1), "du 30 avril au 1er mai 2027"),
    ("fr", date(2026, 12, 31), date(2027, 1, 1), "du 31 décembre 2026 au 1er janvier 2027"),
    ("en", date(2016, 12, 7), date(2016, 12, 9), "7–9 December 2016"),
    ("es", date(2016, 12, 7), date(2016, 12, 9), "del 7 al 9 de diciembre de 2016"),
    ("de", date(2016, 12, 7), date(2016, 12, 9), "7.–9. Dezember 2016"),
    ("ar", date(2016, 12, 7), date(2016, 12, 9), "من 7 إلى 9 ديسمبر 2016"),
    ("xx", date(2016, 12, 7), date(2016, 12, 9), "2016-12-07 – 2016-12-09"),
]


@pytest.mark.parametrize(("lang", "starts", "ends", "said"), CASES)
def test_days_are_said_as_the_language_says_them(
    lang: str, starts: date, ends: date, said: str
) -> None:
    assert dates.phrase(Event(starts=starts, ends=ends), lang) == said


ROWS = tomllib.loads((ROOT / "tests" / "expected" / "dates.toml").read_text(encoding="utf-8"))["rows"]


def test_two_hundred_spans_read_as_dictionaries_write_them() -> None:
    wrong = []
    for lang, first, last, said in ROWS:
        event = Event(starts=date.fromisoformat(first), ends=date.fromisoformat(last))
        found = dates.phrase(event, lang).replace("\u00a0", " ")
        if found != said:
            wrong.append((lang, first, last, found, said))
    assert wrong == []
    assert len(ROWS) >= 200
    assert {row[0] for row in ROWS} == {"fr", "en", "es", "ar"}


def test_a_page_without_kicker_says_place_and_days() -> None:
    event = Event(starts=date(2027, 5, 1), ends=date(2027, 5, 1), place="Lyon")
    assert dates.kicker(event, "fr") == "Lyon · 1er mai 2027"
    assert dates.kicker(None, "fr") == ""
