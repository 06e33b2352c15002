"""Calendars: the events of an iCalendar file (RFC 5545) become rows of a programme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any

from brochure.errors import SourceError
from brochure.problems import Place, Problem, error, warning
from brochure.reading import calendar_repeats
from brochure.reading.programme_tables import ProgrammeTable, Row
from brochure.reading.tables import Value

_BEGIN = re.compile(r"^BEGIN:VEVENT[ \t]*$", re.IGNORECASE)
_ONCE = ("SUMMARY", "LOCATION", "URL", "DTSTART", "DTEND")
"""Properties of an event that a programme takes, each of which may stand in it once (3.6.1)."""


def parse_ics(text: str, where: str) -> ProgrammeTable:
    """The events of a calendar: SUMMARY, DTSTART, DTEND or DURATION, LOCATION and URL.

    What repeats is a row for each of its days (`calendar_repeats`). Every further property of one value
    is a column of its name in small letters. Cancelled events are left out with a warning. Raises
    SourceError.
    """
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError) as caught:
        raise SourceError(error("ics-unreadable", at=Place(where), reason=str(caught))) from caught
    lines = [n for n, line in enumerate(text.split("\n"), 1) if _BEGIN.match(line)]
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    zones = [_own_zones(calendar) for calendar in calendars for _ in calendar.walk("VEVENT")]
    if len(lines) != len(events):
        at = Place(where, lines[0] if lines else None)
        raise SourceError(error("ics-broken", at=at, begun=len(lines), whole=len(events)))
    rows, cancelled = list[Row](), []
    replaced = _replaced(events)
    for event, own_zones, line in zip(events, zones, lines, strict=True):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            title = str(event.get("SUMMARY", ""))
            cancelled.append(warning("ics-cancelled", at=Place(where, line), title=title))
        else:
            rows += _rows(event, own_zones, line, replaced.get(str(event.get("UID", "")), []))
    return ProgrammeTable(rows=tuple(rows), about=_about(calendars), warnings=tuple(cancelled))


def _about(calendars: list[Any]) -> dict[str, str]:
    about: dict[str, str] = {}
    for calendar in calendars:
        for name, key in (("title", "X-WR-CALNAME"), ("zone", "X-WR-TIMEZONE")):
            if value := str(calendar.get(key, "")):
                about.setdefault(name, value)
    return about


def _own_zones(calendar: Any) -> Mapping[str, tzinfo]:
    """The zones that ``calendar`` defines itself, by their TZID.

    They go before known ones of the same name (RFC 5545, 3.6.5): some programs write their summer time
    into a zone called GMT.
    """
    zones: dict[str, tzinfo] = {}
    for component in calendar.walk("VTIMEZONE"):
        try:
            zones[str(component.get("TZID", ""))] = component.to_tz(lookup_tzid=False)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue  # what it does not say is told where an hour needs it
    return zones


def _row(event: Any, own_zones: Mapping[str, tzinfo], line: int) -> Row:
    if any(isinstance(event.get(key), list) for key in _ONCE):
        return Row(line=line, cells={}, problem=error("event-twice", properties=_ONCE))
    cells: dict[str, Value] = {
        column: _text(event[key])
        for column, key in (("title", "SUMMARY"), ("room", "LOCATION"), ("address", "URL"))
        if key in event
    }
    problem = _event_problem(event)
    if problem is None:
        try:
            cells |= dict(_moments(event, own_zones))
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as caught:
            problem = error("event-times", reason=str(caught))
    return Row(line=line, cells=cells, columns=_columns(event), problem=problem)


def _text(value: object) -> str:
    """A property in one line; some programs also escape quotes, which RFC 5545 (3.3.11) does not."""
    return " ".join(str(value).replace("\\'", "'").replace('\\"', '"').split())


def _replaced(events: list[Any]) -> dict[str, list[Any]]:
    """The days of repeated events that have an event of their own, by UID (3.8.4.4)."""
    found: dict[str, list[Any]] = {}
    for event in events:
        if "RECURRENCE-ID" in event and not isinstance(event["RECURRENCE-ID"], list):
            found.setdefault(str(event.get("UID", "")), []).append(event["RECURRENCE-ID"])
    return found


def _rows(event: Any, own_zones: Mapping[str, tzinfo], line: int, replaced: list[Any]) -> list[Row]:
    """The row of ``event``, or those of all of its days."""
    row = _row(event, own_zones, line)
    start, end = row.cells.get("start"), row.cells.get("end")
    if row.problem or not calendar_repeats.repeats(event) or not isinstance(start, date):
        return [row]
    prop = event["DTSTART"]
    own = own_zones.get(str(prop.params.get("TZID", "")))
    zone = own or (prop.dt.tzinfo if isinstance(prop.dt, datetime) else None)
    gone = {calendar_repeats.wall(other.dt, zone) for other in replaced}
    try:
        starts = calendar_repeats.starts_of(event, prop.dt, zone, gone)
    except calendar_repeats.RepeatsError as caught:
        return [replace(row, cells={}, problem=caught.problem)]
    first = calendar_repeats.wall(prop.dt, zone)
    length = calendar_repeats.wall(end, zone) - first if isinstance(end, date) else None
    made = []
    for moment in starts:
        cells = dict(row.cells) | {"start": _as(prop.dt, moment, zone, own)}
        if length is not None:
            cells["end"] = _as(prop.dt, moment + length, zone, own)
        made.append(replace(row, cells=cells))
    return made


def _as(first: date, moment: datetime, zone: tzinfo | None, own: tzinfo | None) -> date | datetime:
    """What a clock shows, as a day or as a moment of its zone, as the ``first`` is."""
    if not isinstance(first, datetime):
        return moment.date()
    placed = moment.replace(tzinfo=zone)
    offset = placed.utcoffset() if own else None
    return placed if offset is None else moment.replace(tzinfo=timezone(offset))


def _event_problem(event: Any) -> Problem | None:
    if "RANGE" in getattr(event.get("RECURRENCE-ID"), "params", {}):
        return error("event-range")
    errors = "; ".join(str(fault) for fault in event.errors)
    return error("event-unreadable", reason=errors) if errors else None


def _moments(event: Any, own_zones: Mapping[str, tzinfo]) -> Iterator[tuple[str, date | datetime]]:
    """Start and end; whole days end, in a calendar, where the next one starts (RFC 5545, 3.6.1)."""
    if "DTSTART" not in event:
        return
    start = _in_own_zone(event["DTSTART"], own_zones)
    yield "start", start
    if "DTEND" in event:
        end = _in_own_zone(event["DTEND"], own_zones)
    elif "DURATION" in event:
        end = start + event["DURATION"].dt
    else:
        return
    whole_days = not isinstance(end, datetime) and end > start
    yield "end", end - timedelta(days=1) if whole_days else end


def _in_own_zone(prop: Any, own_zones: Mapping[str, tzinfo]) -> date | datetime:
    """The moment of ``prop`` with the offset of the calendar's own zone, where that is another one."""
    moment: date | datetime = prop.dt
    own = own_zones.get(str(prop.params.get("TZID", "")))
    if own is None or not isinstance(moment, datetime):
        return moment
    offset = moment.replace(tzinfo=own).utcoffset()
    if offset is None or offset == moment.utcoffset():
        return moment
    return moment.replace(tzinfo=timezone(offset))


def _columns(event: Any) -> dict[str, str]:
    """The further properties, but for what only a calendar needs."""
    used = {*_ONCE, "DURATION", "RRULE", "DTSTAMP"}
    columns = {
        key.lower(): " ".join(str(value).split())
        for key, value in event.items()
        if key not in used and isinstance(value, str)
    }
    if (said := getattr(event.get("CATEGORIES"), "cats", None)) is not None:
        columns["categories"] = ", ".join(" ".join(str(category).split()) for category in said)
    return columns
