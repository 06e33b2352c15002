"""Moments: the days and hours of a session as its language writes them (Unicode CLDR)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from brochure.page import Event
from brochure.parts import dates, labels
from brochure.parts.typography import NBSP
from brochure.programme import Session

_NIGHT = timedelta(hours=12)
"""What ends on the next day within so many hours is one evening."""


def day(session: Session, lang: str) -> str:
    """The day with its weekday and year, or the days: "mercredi 7 décembre 2016"."""
    first, last = _days(session)
    return _full(first, lang) if first == last else _span(first, last, lang)


def short_day(session: Session, lang: str) -> str:
    """The day as briefly as it is clear within an event: "mer. 7 déc."."""
    first, last = _days(session)
    return _short(first, lang) if first == last else _span(first, last, lang)


def hours(session: Session, lang: str) -> str:
    """The hours, "10 h 30 – 12 h"; "" for whole days."""
    if not isinstance(session.starts, datetime):
        return ""
    start = _hour(session.starts.time(), lang)
    if not isinstance(session.ends, datetime) or session.ends == session.starts:
        return start
    return f"{start}{NBSP}–{NBSP}{_hour(session.ends.time(), lang)}"


def _days(session: Session) -> tuple[date, date]:
    starts, ends = session.starts, session.ends or session.starts
    if not (isinstance(starts, datetime) and isinstance(ends, datetime)):
        return starts, ends
    late = ends.date() > starts.date() and ends - starts <= _NIGHT
    return starts.date(), starts.date() if late else ends.date()


@lru_cache(maxsize=256)
def _span(first: date, last: date, lang: str) -> str:
    return dates.phrase(Event(starts=first, ends=last), lang)


@lru_cache(maxsize=256)
def _full(when: date, lang: str) -> str:
    return dates.with_weekday(when, lang)


@lru_cache(maxsize=256)
def _short(when: date, lang: str) -> str:
    return dates.in_skeleton(when, "MMMEd", lang)


@lru_cache(maxsize=1024)
def _hour(when: time, lang: str) -> str:
    """An hour: as the labels of the language have it, else by the CLDR's short form."""
    patterns = labels.in_language(lang).get("hours", {})
    if patterns:
        text = str(patterns["full" if when.minute else "whole"])
        return text.format(hour=when.hour, minute=f"{when.minute:02}")
    from babel.dates import format_time

    return str(format_time(when, "short", locale=dates.locale(lang))).replace(" ", NBSP)
