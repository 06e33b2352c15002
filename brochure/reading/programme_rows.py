"""Sessions: the rows of a programme, each cell checked, each fault with its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import TypeVar

from brochure import web_address
from brochure.errors import AddressError, ProgrammeError
from brochure.programme import Session
from brochure.reading.programme_tables import ProgrammeTable, Row, Value

T = TypeVar("T")
Moments = tuple[date | datetime, date | datetime | None]

MAX_SESSIONS = 5_000
"""As many events no building holds: more is a mistake, and a week of cutting."""

MAX_TITLE, MAX_ROOM = 200, 100

_PEOPLE = {"name", "nom", "organisation", "organization"}
"""Columns by which rows of one event may differ: badges of those who take part."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_HOURS = r"(?P<hour>\d{1,2})(?::|h| h |\.)(?P<minute>\d{2})?(?::\d{2})?"
_TIME = re.compile(_HOURS)
_DAY = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_DAY_FIRST = r"(?P<day>\d{1,2})(?P<mark>[/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})"
"""How spreadsheets write a day in French, German, Spanish or Arabic; in English months come first."""

_DAYS = tuple(re.compile(rf"{day}(?:[ T]+{_HOURS})?") for day in (_DAY, _DAY_FIRST))
FIRST_YEAR, LAST_YEAR = 1900, 2199


class _FaultError(Exception):
    """What is wrong with one cell."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(f"column {column}: {message}" if column else message)


@dataclass(frozen=True, slots=True)
class Rules:
    """What every row of one file must be."""

    where: str
    zone: tzinfo | None
    day_first: bool

    def sessions(self, sheet: ProgrammeTable) -> tuple[Session, ...]:
        """The sessions of ``sheet``. Raises ProgrammeError with everything that is wrong."""
        found: list[Session] = []
        faults: list[str] = []
        for row in sheet.rows:
            told = len(faults)
            session = self._session(row, faults)
            if session and len(faults) == told:
                found.append(session)
        faults += self._duplicates(found)
        faults += self._zones(found)
        faults += self._of_all(sheet.rows)
        if faults:
            raise ProgrammeError(faults)
        return tuple(found)

    def _session(self, row: Row, faults: list[str]) -> Session | None:
        """The session of ``row``; what is wrong with each of its cells is added to ``faults``."""
        if row.fault:
            faults.append(self._at(row.line, row.fault))
            return None

        def cell(read: Callable[[], T], instead: T) -> T:
            try:
                return read()
            except _FaultError as fault:
                faults.append(self._at(row.line, str(fault)))
                return instead

        none: Moments = (date.min, None)
        starts, ends = cell(lambda: self._moments(row), none)
        return Session(
            title=cell(lambda: self._words(row, "title", MAX_TITLE, needed=True), ""),
            starts=starts,
            ends=ends,
            room=cell(lambda: self._words(row, "room", MAX_ROOM), ""),
            url=cell(lambda: self._url(row), ""),
            line=row.line,
            columns=row.columns,
        )

    def _of_all(self, rows: Sequence[Row]) -> Iterator[str]:
        if not rows:
            yield f"{self.where}: it holds no events"
        if len(rows) > MAX_SESSIONS:
            yield f"{self.where}: {len(rows):,} events; {MAX_SESSIONS:,} are the most; split the file"

    def _at(self, line: int, message: str) -> str:
        return f"{self.where}:{line}: {message}"

    def _words(self, row: Row, column: str, most: int, *, needed: bool = False) -> str:
        text = " ".join(str(row.cells.get(column, "")).split(" ")).strip()
        if needed and not text:
            raise _FaultError(column, "it is empty")
        if found := CONTROL.search(text) or re.search("\n", text):
            raise _FaultError(
                column, f"it holds the control character U+{ord(found[0]):04X}; delete it"
            )
        if len(text) > most:
            raise _FaultError(column, f"{len(text)} characters; {most} are the most")
        return text

    def _url(self, row: Row) -> str:
        text = str(row.cells.get("address", ""))
        if not text:
            raise _FaultError("address", "it is empty; write the event's web address, https://…")
        try:
            return web_address.parse_url(text).url
        except AddressError as error:
            raise _FaultError("address", str(error)) from error

    def _moments(self, row: Row) -> Moments:
        written = [self._parsed(row.cells.get("start", ""), "start", None)]
        if written[0] is None:
            raise _FaultError("start", "it is empty")
        written.append(self._parsed(row.cells.get("end", ""), "end", written[0]))
        start, end = (self._told(moment, name) for moment, name in zip(written, _ENDS, strict=True))
        assert start is not None
        if end is None:
            return start, None
        if isinstance(end, datetime) != isinstance(start, datetime):
            raise _FaultError("end", "start and end are both days or both times")
        if _offset(end) != _offset(start):
            raise _FaultError("end", "start and end both have an offset from UTC, or neither has")
        if isinstance(end, datetime) and isinstance(start, datetime) and start.tzinfo:
            end = end.astimezone(start.tzinfo)
        if end < start:
            more = "; an end after midnight needs its own date" if _night(start, end) else ""
            raise _FaultError("end", f"{_shown(end)} is before the start, {_shown(start)}{more}")
        return start, end

    def _told(self, moment: date | datetime | None, column: str) -> date | datetime | None:
        """``moment`` in the hours of the place."""
        if moment is None:
            return None
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise _FaultError(column, f"the year {moment.year}; it is from {FIRST_YEAR} to {LAST_YEAR}")
        if not isinstance(moment, datetime) or moment.tzinfo is None:
            return moment
        if self.zone:
            return moment.astimezone(self.zone)
        if moment.tzinfo is UTC or moment.tzname() == "UTC":
            raise _FaultError(
                column,
                f"{moment.isoformat()} is a time in UTC, which no clock on the spot shows; say where "
                "the events take place: --zone Europe/Paris",
            )
        return moment

    def _parsed(
        self, value: Value, column: str, start: date | datetime | None
    ) -> date | datetime | None:
        """``value`` as it is written; a bare hour is one of the day of ``start``; None for ""."""
        if not isinstance(value, str):
            return value
        text = re.sub(r"[ \u00a0\u202f]+", " ", value).strip()
        for read in (date.fromisoformat, datetime.fromisoformat):
            try:
                return read(text)
            except ValueError:
                continue
        try:
            if isinstance(start, datetime) and (found := _TIME.fullmatch(text)):
                return start.replace(hour=_time(found).hour, minute=_time(found).minute, second=0)
            if moment := self._of_spreadsheet(text):
                return moment
        except ValueError:
            pass
        if not text:
            return None
        raise _FaultError(column, f"“{text[:40]}” is not a time; write 2016-12-07 10:30, or 2016-12-07")

    def _of_spreadsheet(self, text: str) -> date | datetime | None:
        """A day as spreadsheets write it, with its hour if there is one. Raises ValueError."""
        for form in _DAYS if self.day_first else _DAYS[:1]:
            if found := form.fullmatch(text):
                day = date(int(found["year"]), int(found["month"]), int(found["day"]))
                return day if found["hour"] is None else datetime.combine(day, _time(found))
        return None

    def _zones(self, sessions: Sequence[Session]) -> Iterator[str]:
        """Refuse hours of several places on one sheet, since nothing there says which they are."""
        keys = {getattr(getattr(session.starts, "tzinfo", None), "key", "") for session in sessions}
        if len(named := sorted(keys - {""})) > 1:
            yield (
                f"{self.where}: its times are of several zones, {', '.join(named)}; say in whose hours "
                "to print them: --zone Europe/Paris"
            )

    def _duplicates(self, sessions: Iterable[Session]) -> Iterator[str]:
        seen: dict[tuple[object, ...], int] = {}
        for session in sessions:
            people = (value for name, value in session.columns.items() if name.casefold() in _PEOPLE)
            key = (session.title.casefold(), session.starts, session.room.casefold(), *people)
            first = seen.setdefault(key, session.line)
            if first != session.line:
                yield self._at(
                    session.line,
                    f"“{session.title}” stands in line {first} already, at the same time and in the "
                    "same room; delete one",
                )


_ENDS = ("start", "end")


def _night(start: date | datetime, end: date | datetime) -> bool:
    """Whether an end before the start is an hour of the next day."""
    return isinstance(start, datetime) and isinstance(end, datetime) and start.date() == end.date()


def _time(found: re.Match[str]) -> time:
    return time(int(found["hour"]), int(found["minute"] or 0))


def _offset(moment: date | datetime) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is not None


def _shown(moment: date | datetime) -> str:
    return moment.isoformat(" ", "minutes") if isinstance(moment, datetime) else moment.isoformat()
