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
        ("SUMMARY:T\nSUMMARY:U", "event-twice"),
        ("DTSTART:20161207T093000\nRRULE:FREQ=DAILY", "event-endless"),
        ("DTSTART:20161207T093000\nRRULE:FREQ=DAILY;COUNT=501", "event-many"),
        ("DTSTART:20161207T093000\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "event-rule"),
        ("DTSTART:20161207T093000\nRRULE:FREQ=DAILY;COUNT=2;BYSETPOS=900", "event-rule"),
        ("DTSTART:20161207T093000\nRRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=WEEKLY;COUNT=2", "event-twice"),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20161207T093000", "event-range"),
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


REPEATED = "SUMMARY:T\nUID:1\nDTSTART;TZID=Europe/Paris:20261020T093000\nDURATION:PT1H\n"


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=3", ["20 09:30 +0200", "27 09:30 +0100", "03 09:30 +0100"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261027T083000Z", ["20 09:30 +0200", "27 09:30 +0100"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261026", ["20 09:30 +0200"]),
        ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=Europe/Paris:20261021T093000",
         ["20 09:30 +0200", "22 09:30 +0200"]),
        ("RDATE;TZID=Europe/Paris:20261022T140000,20261022T160000",
         ["20 09:30 +0200", "22 14:00 +0200", "22 16:00 +0200"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=3TU;COUNT=2", ["20 09:30 +0200", "17 09:30 +0100"]),
    ],
)  # fmt: skip
def test_what_repeats_is_a_row_for_each_day(rule: str, days: list[str]) -> None:
    rows = parse_ics(calendar(REPEATED + rule), "a.ics").rows
    starts = [row.cells["start"] for row in rows]
    assert [f"{start:%d %H:%M %z}" for start in starts] == days
    assert {row.line for row in rows} == {3}
    ends = [row.cells["end"] for row in rows]
    assert [f"{end:%M}" for end in ends] == ["30" if ":30" in day else "00" for day in days]


def test_a_day_that_has_an_event_of_its_own_is_that_event() -> None:
    moved = (
        "SUMMARY:Moved\nUID:1\nRECURRENCE-ID;TZID=Europe/Paris:20261021T093000\nDTSTART:20261021T150000"
    )
    rows = parse_ics(calendar(f"{REPEATED}RRULE:FREQ=DAILY;COUNT=3", moved), "a.ics").rows
    assert [(row.cells["title"], f"{row.cells['start']:%d %H}") for row in rows] == [
        ("T", "20 09"), ("T", "22 09"), ("Moved", "21 15"),
    ]  # fmt: skip


def test_whole_days_repeat_as_days() -> None:
    text = (
        "SUMMARY:T\nDTSTART;VALUE=DATE:20161207\nDTEND;VALUE=DATE:20161209\nRRULE:FREQ=WEEKLY;COUNT=2"
    )
    rows = parse_ics(calendar(text), "a.ics").rows
    assert [(row.cells["start"], row.cells["end"]) for row in rows] == [
        (date(2016, 12, 7), date(2016, 12, 8)), (date(2016, 12, 14), date(2016, 12, 15)),
    ]  # fmt: skip


def test_an_own_zone_has_its_own_summer_time_in_repeats() -> None:
    text = (ROOT / "tests" / "programmes" / "own-zone.ics").read_text(encoding="utf-8")
    repeated = text.replace("END:VEVENT", "RRULE:FREQ=MONTHLY;COUNT=6\nEND:VEVENT", 1)
    offsets = [f"{row.cells['start']:%m %z}" for row in parse_ics(repeated, "a.ics").rows[:6]]
    assert len({offset.split()[1] for offset in offsets}) == 2, offsets


def test_categories_are_a_column() -> None:
    (row,) = parse_ics(calendar("SUMMARY:T\nDTSTART:20161207T093000\nCATEGORIES:A,B"), "a.ics").rows
    assert row.columns["categories"] == "A, B"
