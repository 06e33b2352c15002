"""Calendars: the events of an iCalendar file (RFC 5545) become rows of a programme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from brochure.errors import SourceError
from brochure.reading.programme_tables import ProgrammeTable, Row, Value

_BEGIN = re.compile(r"^BEGIN:VEVENT[ \t]*$", re.IGNORECASE)


def of_ics(text: str, where: str) -> ProgrammeTable:
    """The events of a calendar: SUMMARY, DTSTART, DTEND or DURATION, LOCATION and URL.

    Every further property of one value is a column of its name in small letters. Cancelled events are
    left out with a warning. Raises SourceError.
    """
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        raise SourceError(f"not a readable calendar: {error}", where=where) from error
    lines = [n for n, line in enumerate(text.split("\n"), 1) if _BEGIN.match(line)]
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if len(lines) != len(events):
        raise SourceError(
            f"of the {len(lines)} events that begin (BEGIN:VEVENT), {len(events)} are whole; each ends "
            "with END:VEVENT, and the calendar with END:VCALENDAR",
            where=where, line=lines[0] if lines else None,
        )  # fmt: skip
    rows, cancelled = [], []
    for event, line in zip(events, lines, strict=True):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            cancelled.append(f"{event.get('SUMMARY', '')} (line {line})")
        else:
            rows.append(_row(event, line))
    warnings = (f"{where}: left out, for they are cancelled: {', '.join(cancelled)}",)
    return ProgrammeTable(
        rows=tuple(rows), about=_about(calendars), warnings=warnings if cancelled else ()
    )


def _about(calendars: list[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for calendar in calendars:
        for name, key in (("title", "X-WR-CALNAME"), ("zone", "X-WR-TIMEZONE")):
            if value := str(calendar.get(key, "")):
                found.setdefault(name, value)
    return found


def _row(event: Any, line: int) -> Row:
    cells: dict[str, Value] = {}
    fault = _fault(event)
    if fault == _TWICE:
        return Row(line=line, cells={}, fault=fault)
    for name, key in (("title", "SUMMARY"), ("room", "LOCATION"), ("address", "URL")):
        if key in event:
            cells[name] = " ".join(str(event[key]).split())
    if not fault:
        try:
            cells |= dict(_moments(event))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            fault = f"its times cannot be read: {error}"
    return Row(line=line, cells=cells, columns=_columns(event), fault=fault)


_TWICE = "SUMMARY, LOCATION, URL, DTSTART or DTEND stands in it more than once"


def _fault(event: Any) -> str:
    """What is wrong with an event as a whole."""
    named = ("SUMMARY", "LOCATION", "URL", "DTSTART", "DTEND")
    if any(isinstance(event.get(key), list) for key in named):
        return _TWICE
    for key in ("RRULE", "RDATE"):
        if key in event:
            return f"it repeats ({key}); write each of its dates as an event of its own"
    return "; ".join(str(error) for error in event.errors)


def _moments(event: Any) -> Iterator[tuple[str, date | datetime]]:
    """Start and end; whole days end, in a calendar, where the next one starts (RFC 5545, 3.6.1)."""
    if "DTSTART" not in event:
        return
    start = event["DTSTART"].dt
    yield "start", start
    if "DTEND" in event:
        end = event["DTEND"].dt
    elif "DURATION" in event:
        end = start + event["DURATION"].dt
    else:
        return
    whole_days = not isinstance(end, datetime) and end > start
    yield "end", end - timedelta(days=1) if whole_days else end


def _columns(event: Any) -> dict[str, str]:
    """The further properties, but for what only a calendar needs."""
    used = {"SUMMARY", "LOCATION", "URL", "DTSTART", "DTEND", "DURATION", "RRULE", "DTSTAMP"}
    return {
        key.lower(): " ".join(str(value).split())
        for key, value in event.items()
        if key not in used and isinstance(value, str)
    }
