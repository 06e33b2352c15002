"""Calendars: events of an iCalendar file become rows."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from brochure.errors import SourceError
from brochure.reading.programme_ics import parse_ics
from tests.conftest import ROOT


def calendar(*events: str) -> str:
    parts = (f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    return "\n".join(["BEGIN:VCALENDAR", "X-WR-CALNAME:P", *parts, "END:VCALENDAR", ""])


def test_an_event_becomes_a_row() -> None:
    table = parse_ics(
        calendar(
            "SUMMARY:T\nLOCATION:S\nURL:https://a.example\nDTSTART:20161207T093000\nDURATION:PT90M"
        ),
        "a.ics",
    )
    (row,) = table.rows
    assert dict(row.cells) == {
        "title": "T", "room": "S", "address": "https://a.example",
        "start": datetime(2016, 12, 7, 9, 30), "end": datetime(2016, 12, 7, 11),
    }  # fmt: skip
    assert (row.line, table.about["title"]) == (3, "P")


def test_whole_days_end_a_day_earlier_than_in_the_calendar() -> None:
    table = parse_ics(
        calendar("SUMMARY:T\nDTSTART;VALUE=DATE:20161207\nDTEND;VALUE=DATE:20161210"), "a.ics"
    )
    assert table.rows[0].cells["end"] == date(2016, 12, 9)


def test_cancelled_events_are_left_out_with_a_warning_each() -> None:
    table = parse_ics(calendar("SUMMARY:T\nSTATUS:CANCELLED", "SUMMARY:U", "STATUS:cancelled"), "a.ics")
    assert [row.cells["title"] for row in table.rows] == ["U"]
    assert [(w.severity, w.place.line) for w in table.warnings] == [("warning", 3), ("warning", 10)]
    assert str(table.warnings[0]) == "a.ics:3: “T” is cancelled and left out"


@pytest.mark.parametrize(
    ("event", "id_"),
    [
        ("SUMMARY:T\nSUMMARY:U", "event-twice"), ("RRULE:FREQ=DAILY", "event-repeats"),
        ("DTSTART:20161207T093000\nDURATION:nonsense", "event-unreadable"),
        ("DTSTART:20161207T093000Z\nDURATION:P999999999D", "event-times"),
        ("DTSTART:99991231T235959Z\nDURATION:P9D", "event-times"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_event_is_told_by_its_row(event: str, id_: str) -> None:
    problem = parse_ics(calendar(event), "a.ics").rows[0].problem
    assert problem is not None
    assert problem.id == id_


def test_an_event_that_does_not_end_is_told() -> None:
    with pytest.raises(SourceError, match=r"a\.ics:2: of the 1 events that begin"):
        parse_ics("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "a.ics")


def test_a_zone_that_the_calendar_defines_goes_before_a_known_one_of_its_name() -> None:
    text = (ROOT / "tests" / "programmes" / "own-zone.ics").read_text(encoding="utf-8")
    (row,) = parse_ics(text, "a.ics").rows
    start = row.cells["start"]
    assert isinstance(start, datetime)
    assert start.isoformat() == "2026-07-23T10:20:00+01:00"  # its GMT has summer time
    winter = parse_ics(text.replace("20260723T", "20260123T"), "a.ics").rows[0].cells["start"]
    assert isinstance(winter, datetime)
    assert winter.isoformat() == "2026-01-23T10:20:00+00:00"
