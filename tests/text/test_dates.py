"""Dates as phrases."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from brochure.page import Event
from brochure.text import dates
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


EXPECTED = tomllib.loads((ROOT / "tests" / "expected" / "dates.toml").read_text(encoding="utf-8"))
ROWS = EXPECTED["rows"]


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


def test_few_days_of_a_month_are_listed() -> None:
    wrong = []
    for lang, first, last, said in EXPECTED["listed"]:
        event = Event(starts=date.fromisoformat(first), ends=date.fromisoformat(last))
        found = dates.listed(event, lang).replace("\u00a0", " ")
        if found != said:
            wrong.append((lang, found, said))
    assert wrong == []
    assert len(EXPECTED["listed"]) == 144


LISTED = [
    ("fr", date(2016, 12, 7), date(2016, 12, 9), "7, 8 et 9 décembre 2016"),
    ("de", date(2016, 12, 7), date(2016, 12, 9), "7., 8. und 9. Dezember 2016"),
    ("fr", date(2016, 12, 7), date(2016, 12, 10), "du 7 au 10 décembre 2016"),
    ("fr", date(2016, 11, 30), date(2016, 12, 1), "du 30 novembre au 1er décembre 2016"),
    ("fr", date(2016, 12, 7), date(2016, 12, 7), "7 décembre 2016"),
    ("xx", date(2016, 12, 7), date(2016, 12, 8), "2016-12-07 – 2016-12-08"),
]


@pytest.mark.parametrize(("lang", "starts", "ends", "said"), LISTED)
def test_others_are_said_as_spans(lang: str, starts: date, ends: date, said: str) -> None:
    assert dates.listed(Event(starts=starts, ends=ends), lang) == said


@pytest.mark.parametrize(
    ("lang", "day", "written", "with_weekday"),
    [
        ("fr", date(2027, 5, 1), "1er mai 2027", "samedi 1er mai 2027"),
        ("fr", date(2027, 5, 31), "31 mai 2027", "lundi 31 mai 2027"),
        ("en", date(2027, 5, 1), "1 May 2027", "Saturday, 1 May 2027"),
        ("de", date(2027, 5, 1), "1. Mai 2027", "Samstag, 1. Mai 2027"),
    ],
)
def test_a_day_is_written_with_and_without_its_weekday(
    lang: str, day: date, written: str, with_weekday: str
) -> None:
    assert (dates.written(day, lang), dates.with_weekday(day, lang)) == (written, with_weekday)


def test_no_day_is_nothing_and_a_language_without_a_file_has_iso_8601() -> None:
    assert dates.written(None, "fr") == ""
    assert dates.written(date(2027, 5, 1), "xx") == "2027-05-01"
