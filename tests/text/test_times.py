"""Times: days and hours of sessions and events."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta, timezone

import pytest

from brochure.page import Event
from brochure.programme import Session
from brochure.text import times
from tests.conftest import ROOT

TABLE = tomllib.loads((ROOT / "tests" / "expected" / "moments.toml").read_text(encoding="utf-8"))


def moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def session(start: str, end: str = "") -> Session:
    return Session(
        title="T",
        starts=moment(start),
        ends=moment(end) if end else None,
        room="",
        url="https://exemple.org/",
        line=1,
    )


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: " ".join(row[:3]))
def test_a_session_has_its_day_and_hours_as_the_language_writes_them(row: list[str]) -> None:
    lang, start, end, day, short, hours = row
    made = session(start, end)
    found = (times.day(made, lang), times.short_day(made, lang), times.hours(made, lang))
    assert found == tuple(
        text.replace("·", "\u00a0").replace("_", "\u202f") for text in (day, short, hours)
    )


def test_day_and_hours_stand_together_with_the_comma_of_the_language() -> None:
    made = session("2016-12-07T10:30", "2016-12-07T12:00")
    assert times.when(made, "fr") == "mer. 7 déc., 10\u00a0h\u00a030\u00a0–\u00a012\u00a0h"
    assert "، " in times.when(made, "ar")
    assert times.when(session("2016-12-07"), "fr") == "mer. 7 déc."
    assert times.joined("ar", "a", "", "b") == "a، b"


@pytest.mark.parametrize(
    ("lang", "at", "written"),
    [
        ("fr", time(9), "9\u00a0h"),
        ("fr", time(9, 5), "9\u00a0h\u00a005"),
        ("en", time(9), "9:00"),
        ("en", time(9, 5), "9:05"),
        ("nl", time(9, 5), "09:05"),
    ],
)
def test_an_hour_is_written_as_the_language_writes_it(lang: str, at: time, written: str) -> None:
    assert times.hour(at, lang).lstrip("0") == written.lstrip("0")


def test_moments_that_are_equal_in_two_zones_have_each_its_own_day() -> None:
    here = timezone(timedelta(hours=1))
    east = timezone(timedelta(hours=9))
    one = datetime(2016, 12, 7, 20, tzinfo=here)
    other = one.astimezone(east)
    assert one == other
    hours = [times.hours(Event(starts=m, ends=m), "fr") for m in (one, other)]
    assert hours == ["20\u00a0h", "4\u00a0h"]


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("fr", "7 mai, 14·h·– 9 mai 2027, 12·h"),
        ("en", "7 May, 14:00·– 9 May 2027, 12:00"),
        ("xx", "2027-05-07, 14:00·– 2027-05-09, 12:00"),
    ],
)
def test_hours_of_an_event_of_several_days_stand_with_their_days(lang: str, written: str) -> None:
    zone = timezone(timedelta(hours=2))
    event = Event(
        starts=datetime(2027, 5, 7, 14, tzinfo=zone), ends=datetime(2027, 5, 9, 12, tzinfo=zone)
    )
    assert times.event_when(event, lang) == written.replace("·", "\u00a0")
    assert times.event_when(event, lang, days="7, 8 et 9 mai") == written.replace("·", "\u00a0")


def test_whole_days_are_said_as_they_are_asked_for() -> None:
    event = Event(starts=date(2027, 5, 7), ends=date(2027, 5, 9))
    assert times.event_when(event, "fr", days="7, 8 et 9 mai") == "7, 8 et 9 mai"
    assert times.event_when(event, "fr") == "du 7 au 9 mai 2027"
