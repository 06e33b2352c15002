"""Times: the days and hours of a session as its language writes them (Unicode CLDR)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

from brochure.page import Event
from brochure.programme import Session
from brochure.text import dates, locales
from brochure.text.typography import NBSP

_NIGHT = timedelta(hours=12)
"""What ends on the next day within so many hours is one evening."""


class Timed(Protocol):
    """What has a start and an end: days, or moments."""

    @property
    def starts(self) -> date | datetime: ...  # noqa: D102

    @property
    def ends(self) -> date | datetime | None: ...  # noqa: D102


def day(session: Session, lang: str) -> str:
    """The day with its weekday and year, or the days: "mercredi 7 décembre 2016".

    Hours that start on one day and end on another stand with their days.
    """
    first, last = _days(session)
    if first == last:
        return dates.with_weekday(first, lang)
    return _hours_of_days(session, dates.with_weekday, lang) or _span(first, last, lang)


def short_day(session: Session, lang: str) -> str:
    """The day as briefly as it is clear within an event: "mer. 7 déc."."""
    first, last = _days(session)
    if first == last:
        return _short(first, lang)
    return _hours_of_days(session, _short, lang) or _span(first, last, lang)


def hours(session: Timed, lang: str) -> str:
    """The hours, "10 h 30 – 12 h", into the night "22 h – 2 h (sam. 10)"; "" for days."""
    starts, ends = session.starts, session.ends
    if not isinstance(starts, datetime) or _days(session)[0] != _days(session)[1]:
        return ""
    start = hour(starts.time(), lang)
    if not isinstance(ends, datetime) or ends == starts:
        return start
    range_ = f"{start}{NBSP}–{NBSP}{hour(ends.time(), lang)}"
    if ends.date() == starts.date():
        return range_
    next_day = dates.in_skeleton(ends.date(), "Ed", lang).replace(" ", NBSP)
    return f"{range_}{NBSP}({next_day})"


def when(session: Session, lang: str) -> str:
    """Day and hours in one: "mer. 7 déc., 10 h 30 – 12 h"."""
    return joined(lang, short_day(session, lang), hours(session, lang))


def event_when(event: Event, lang: str, *, days: str = "") -> str:
    """Days and hours of an event: "7 mai 2027, 9 h – 12 h", "7 mai, 14 h – 9 mai 2027, 12 h".

    ``days`` is how its days are said where they may stand alone; `dates.phrase` if it is empty.
    Hours of several days stand with theirs: "7, 8 et 9 mai, 14 h – 12 h" would be no sense.
    """
    if both := event_span(event, lang):
        return both
    return joined(lang, days or dates.phrase(event, lang), hours(event, lang))


def event_span(event: Event, lang: str) -> str:
    """Both ends of an event with days and hours, where it has hours and lasts for several days."""
    starts, ends = event.starts, event.ends
    first, last = _days(event)
    if first == last or not isinstance(starts, datetime) or not isinstance(ends, datetime):
        return ""
    opening = (
        dates.in_skeleton(first, "MMMMd", lang)
        if first.year == last.year and locales.has_labels(lang)
        else dates.written(first, lang)
    )
    one = joined(lang, opening, hour(starts.time(), lang))
    other = joined(lang, dates.written(last, lang), hour(ends.time(), lang))
    return f"{one}{NBSP}– {other}"  # a line may end after a dash, even before a no-break space


def joined(lang: str, *parts: str) -> str:
    """Those of ``parts`` that are not empty, with the comma of the language between them."""
    return locales.rules(lang).comma.join(part for part in parts if part)


def _hours_of_days(session: Session, day_of: Callable[[date, str], str], lang: str) -> str:
    """Both ends with their days, where there are hours."""
    starts, ends = session.starts, session.ends
    if not (isinstance(starts, datetime) and isinstance(ends, datetime)):
        return ""
    one, other = (joined(lang, day_of(m.date(), lang), hour(m.time(), lang)) for m in (starts, ends))
    return f"{one} –{NBSP}{other}"


def _days(session: Timed) -> tuple[date, date]:
    """The first and the last day; a night belongs to the day on which it starts."""
    starts, ends = session.starts, session.ends or session.starts
    if not (isinstance(starts, datetime) and isinstance(ends, datetime)):
        return starts, ends
    late = ends.date() > starts.date() and ends - starts <= _NIGHT
    return starts.date(), starts.date() if late else ends.date()


@lru_cache(maxsize=256)  # by days: moments of two zones may be equal and lie on two days
def _span(first: date, last: date, lang: str) -> str:
    return dates.phrase(Event(starts=first, ends=last), lang)


def _short(day: date, lang: str) -> str:
    return dates.in_skeleton(day, "MMMEd", lang)


@lru_cache(maxsize=1024)
def hour(when: time, lang: str) -> str:
    """An hour, "10 h 30": by the patterns of the language's file, else by the CLDR's short form."""
    if not locales.has_labels(lang):
        return f"{when:%H:%M}"
    if patterns := locales.rules(lang).hours:
        text = patterns["full" if when.minute else "whole"]
        return text.format(hour=when.hour, minute=f"{when.minute:02}")
    from babel.dates import format_time

    return str(format_time(when, "short", locale=dates.cldr_locale(lang))).replace(" ", NBSP)
