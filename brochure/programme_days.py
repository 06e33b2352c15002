"""Days, rooms and hours of a programme: what its agenda, its grid and its web page show. Pure.

A night belongs to the day on which it begins, so that minutes of a day may go beyond 24:00.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from brochure.programme import Programme, Session

UNSAID_MINUTES = 30
"""How long a session is drawn that has no end."""

MOST_MINUTES = 36 * 60
"""Where a day ends at the latest: at noon of the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The sessions of a ``day``: those with hours in their order, and those ``all_day``."""

    day: date
    timed: tuple[Session, ...]
    all_day: tuple[Session, ...]

    @property
    def sessions(self) -> tuple[Session, ...]:
        """All of them, whole days first."""
        return (*self.all_day, *self.timed)

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms of all of them, in the order of the file; "" for those without."""
        by_line = sorted(self.sessions, key=lambda session: session.line)
        return tuple(dict.fromkeys(session.room for session in by_line))


def days_of(programme: Programme) -> tuple[Day, ...]:
    """Every day on which something takes place; what lasts for several days stands on each."""
    days: dict[date, list[Session]] = {}
    for session in programme.sessions:
        for day in _days_of(session):
            days.setdefault(day, []).append(session)
    return tuple(
        Day(
            day=day,
            timed=tuple(sorted((s for s in own if is_timed(s)), key=lambda s: (span(s), s.line))),
            all_day=tuple(s for s in own if not is_timed(s)),
        )
        for day, own in sorted(days.items())
    )


def is_timed(session: Session) -> bool:
    """Whether it has hours of one day, or of its night."""
    starts, ends = session.starts, session.ends
    if not isinstance(starts, datetime):
        return False
    if not isinstance(ends, datetime):
        return True
    midnight = datetime.combine(starts.date(), datetime.min.time(), starts.tzinfo)
    return ends - midnight <= timedelta(minutes=MOST_MINUTES)


def span(session: Session) -> tuple[int, int]:
    """The minutes of its day at which a timed session starts and ends; it lasts one or more."""
    starts, ends = session.starts, session.ends
    assert isinstance(starts, datetime)
    first = starts.hour * 60 + starts.minute
    if not isinstance(ends, datetime):
        return first, first + UNSAID_MINUTES
    days = (ends.date() - starts.date()).days
    last = days * 24 * 60 + ends.hour * 60 + ends.minute
    return first, max(last, first + 1)


def _days_of(session: Session) -> Iterable[date]:
    starts, ends = session.starts, session.ends
    first = starts.date() if isinstance(starts, datetime) else starts
    if ends is None or is_timed(session):
        return [first]
    last = ends.date() if isinstance(ends, datetime) else ends
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def tracks_of(programme: Programme) -> tuple[str, ...]:
    """The tracks, in the order of the file."""
    return tuple(dict.fromkeys(s.track for s in programme.sessions if s.track))
