"""Repeats: the days on which an event of a calendar takes place again (RFC 5545, 3.3.10 and 3.8.5).

They are reckoned in the hours that its clock shows, so that what is at half past nine stays so over the
change to summer time. A rule has an end: a programme is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date, datetime, time, tzinfo
from itertools import islice
from typing import Any

from brochure.problems import Problem, error

MOST_REPEATS = 500
"""Of one event: more than a year and a day."""

_RULES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
"""What programmes repeat by. Finer rules can run for ever without giving a day."""


class RepeatsError(ValueError):
    """Repeats that are not written out; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.id)
        self.problem = problem


def repeats(event: Any) -> bool:
    """Whether ``event`` says that it takes place more than once."""
    return "RRULE" in event or "RDATE" in event


def wall(moment: date, zone: tzinfo | None) -> datetime:
    """What a clock in ``zone`` shows at ``moment``; midnight for a day."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo and zone:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def starts_of(event: Any, start: date, zone: tzinfo | None, replaced: Set[datetime]) -> list[datetime]:
    """Every start of ``event``, whose first is ``start``, as a clock in ``zone`` shows them.

    Those that are ``replaced`` by events of their own, or excepted, are left out. Raises RepeatsError.
    """
    first = wall(start, zone)
    found = {first}
    if "RRULE" in event:
        found |= set(_of_rule(event["RRULE"], first, zone))
    found |= set(_dates(event, "RDATE", zone))
    gone = {*_dates(event, "EXDATE", zone), *replaced}
    if len(found) > MOST_REPEATS:
        raise RepeatsError(error("event-many", count=len(found), most=MOST_REPEATS))
    return sorted(found - gone)


def _of_rule(rule: Any, first: datetime, zone: tzinfo | None) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    if isinstance(rule, list):
        raise RepeatsError(error("event-twice", properties=("RRULE",)))
    parts = dict(part.partition("=")[::2] for part in rule.to_ical().decode().upper().split(";"))
    if parts.get("FREQ") not in _RULES:
        raise RepeatsError(error("event-rule", rule=parts.get("FREQ", "")))
    if not parts.keys() & {"COUNT", "UNTIL"}:
        raise RepeatsError(error("event-endless"))
    if "UNTIL" in parts:
        until = rule["UNTIL"][0]
        end = wall(until, zone) if isinstance(until, datetime) else datetime.combine(until, time.max)
        parts["UNTIL"] = f"{end:%Y%m%dT%H%M%S}"
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        made = rrulestr(text, dtstart=first)
        found = list(islice(made, MOST_REPEATS + 1))
    except (ValueError, TypeError, OverflowError, KeyError) as caught:
        raise RepeatsError(error("event-rule", rule=text[:80])) from caught
    yield from found


def _dates(event: Any, name: str, zone: tzinfo | None) -> Iterator[datetime]:
    """The days of a property, of which there may be several; of periods, their starts."""
    given = event.get(name, ())
    for one in given if isinstance(given, list) else [given] if given else []:
        for value in one.dts:
            moment = value.dt[0] if isinstance(value.dt, tuple) else value.dt
            yield wall(moment, zone)
