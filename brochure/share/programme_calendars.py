"""Calendars of a programme (RFC 5545): of all of it, and of each room; the same bytes each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from brochure import slugs
from brochure.facts import Facts
from brochure.kit import Artifact
from brochure.programme import Programme, Session
from brochure.share.ics import PRODUCT

WHOLE = "programme.ics"


def calendar_files(programme: Programme) -> Iterator[Artifact]:
    """The calendar of ``programme``, and one of each of its rooms, where there are several."""
    yield _file(WHOLE, programme.title, programme, programme.sessions)
    for room, path in room_paths(programme).items():
        named = " – ".join(part for part in (programme.title, room) if part)
        yield _file(path, named, programme, [s for s in programme.sessions if s.room == room])


def room_paths(programme: Programme) -> dict[str, str]:
    """The path of each room's calendar, by its name; none where there is one room."""
    rooms = list(dict.fromkeys(s.room for s in programme.sessions if s.room))
    if len(rooms) < 2:
        return {}
    taken: dict[str, str] = {}
    for number, room in enumerate(rooms, 1):
        name = slugs.slug_of(room)[:40].strip("-") or f"{number}"
        path = f"calendars/{name}.ics"
        taken[room] = path if path not in taken.values() else f"calendars/{name}-{number}.ics"
    return taken


def _file(path: str, name: str, programme: Programme, sessions: Sequence[Session]) -> Artifact:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
    for session in sessions:
        calendar.add_component(_entry(session, programme))
    moments = [s.starts for s in sessions if isinstance(s.starts, datetime)]
    if any(hasattr(moment.tzinfo, "key") for moment in moments):
        first = date(min(m.year for m in moments), 1, 1)
        calendar.add_missing_timezones(
            first_date=first, last_date=date(max(m.year for m in moments) + 1, 1, 1)
        )
    return Artifact(
        path=path, media_type="text/calendar", data=bytes(calendar.to_ical()),
        facts=Facts(title=name, lang=programme.lang),
    )  # fmt: skip


def _entry(session: Session, programme: Programme) -> Any:
    """The entry of a session; its identifier is made of what says which it is, and not of its hours."""
    from icalendar import Event

    known = session.url or f"{session.title}/{session.room}/{session.line}"
    digest = hashlib.sha256(f"{programme.slug}/{known}/{session.starts}".encode()).hexdigest()
    entry = Event()
    entry.add("uid", f"{digest[:20]}@brochure")
    starts, ends = session.starts, session.ends
    day = starts.date() if isinstance(starts, datetime) else starts
    entry.add("dtstamp", datetime.combine(day, time(), UTC))  # products read no clock
    entry.add("dtstart", starts)
    if isinstance(ends, datetime):
        if ends != starts:
            entry.add("dtend", ends)
    elif not isinstance(starts, datetime):  # where the next day starts (3.6.1)
        entry.add("dtend", (ends or starts) + timedelta(days=1))
    entry.add("summary", session.title)
    about = [part for part in (session.speakers, session.language, session.access) if part]
    for name, value in (
        ("location", session.room), ("description", "\n".join(about)), ("url", session.url),
    ):  # fmt: skip
        if value:
            entry.add(name, value)
    if session.track:
        entry.add("categories", [session.track])
    return entry
