"""Days and moments as people write them: read in the page's language, or refused."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from brochure.reading.written_dates import UnreadDateError, read_hours, read_moment
from tests.conftest import ROOT

CASES = tomllib.loads((ROOT / "tests" / "reading" / "dates.toml").read_text(encoding="utf-8"))
READ = [(lang, *pair) for lang, pairs in CASES["read"].items() for pair in pairs]
UNSURE = [(lang, *pair) for lang, pairs in CASES["unsure"].items() for pair in pairs]


@pytest.mark.parametrize(("lang", "text", "iso"), READ)
def test_a_date_is_read_as_its_language_writes_it(lang: str, text: str, iso: str) -> None:
    moment = read_moment(text, lang)
    assert moment == (datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso))
    assert isinstance(moment, datetime) == ("T" in iso)


@pytest.mark.parametrize(("lang", "text", "id_"), UNSURE)
def test_a_date_that_may_be_another_is_refused(lang: str, text: str, id_: str) -> None:
    with pytest.raises(UnreadDateError) as caught:
        read_moment(text, lang)
    assert caught.value.id == id_


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from("fr en de es it pt nl pl sv da fi cs ro tr el ru uk ar".split()),  # noqa: SIM905
    st.sampled_from(["long", "full"]),
)  # fmt: skip
def test_what_the_unicode_consortium_writes_is_read_back(day: date, lang: str, width: str) -> None:
    text = format_date(day, width, locale=lang)
    assert read_moment(text, lang) == day


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("18h30", time(18, 30)),
        ("10 h", time(10)),
        ("6pm", time(18)),
        ("25h", None),
        ("18", None),
        ("demain", None),
    ],
)
def test_hours_may_stand_alone(text: str, hours: time | None) -> None:
    assert read_hours(text) == hours
