"""Rows become sessions: each cell is checked, and every problem has its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from functools import cache

from brochure import language_tags
from brochure.errors import ProgrammeError
from brochure.problems import Id, Place, Problem, Text, error
from brochure.programme import Session, check_count
from brochure.reading.programme_tables import ProgrammeTable, Row, Value, fold
from brochure.reading.written_dates import UnreadDateError, read_moment
from brochure.text import labels
from brochure.validation import FIRST_YEAR, LAST_YEAR

_HOURS = r"(?P<hour>\d{1,2})(?::|h| h |\.)(?P<minute>\d{2})?(?::\d{2})?"
_TIME = re.compile(_HOURS)
_DAY = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_DAY_FIRST = r"(?P<day>\d{1,2})(?P<mark>[/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})"
"""How spreadsheets write a day in most languages; in English months may come first."""

_DAYS = tuple(re.compile(rf"{day}(?:[ T]+{_HOURS})?") for day in (_DAY, _DAY_FIRST))

_COLUMNS = {"title": "title", "starts": "start", "ends": "end", "room": "room", "url": "address"}
"""The column of each field of a Session."""

_CELL_IDS = {
    "text-missing": Id("cell-empty"), "text-control": Id("cell-control"),
    "text-invisible": Id("cell-invisible"), "text-long": Id("cell-long"),
    "url-missing": Id("cell-no-address"), "moment-year": Id("cell-year"),
    "span-mixed": Id("cell-mixed"), "span-offsets": Id("cell-offsets"),
    "span-backwards": Id("cell-backwards"),
}  # fmt: skip
"""What a Session says of its fields, in the words of a table."""

_BACKWARDS_AT_NIGHT = Id("cell-backwards-night")


@dataclass(slots=True)
class RowReader:
    """What every row of one file must be, and the ``problems`` of those that are not.

    ``where`` is the file's name, ``zone`` the place of the events; ``day_first`` says that 07/12 is a
    day in December; ``lang`` is the language that days in words are written in,
    ``address`` that of sessions without one.
    """

    where: str
    zone: tzinfo | None
    day_first: bool
    lang: str = language_tags.DEFAULT
    address: str = ""
    names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def sessions(self, table: ProgrammeTable) -> tuple[Session, ...]:
        """The sessions of ``table``. Raises ProgrammeError with everything that is wrong."""
        self.names = dict(table.names)
        sessions = [session for row in table.rows if (session := self._session(row))]
        self.problems += self._duplicates(sessions)
        self.problems += self._zones(sessions)
        self.problems += (replace(p, place=Place(self.where)) for p in check_count(len(table.rows)))
        if self.problems:
            raise ProgrammeError(self.problems)
        return tuple(sessions)

    def _session(self, row: Row) -> Session | None:
        """The session of ``row``; None, with a problem for each wrong cell, if there cannot be one."""
        if row.problem:
            self.problems.append(row.problem.placed(Place(self.where, row.line)))
            return None
        before = len(self.problems)
        starts, ends = self._moments(row)
        try:
            session = Session(
                title=str(row.cells.get("title", "")).strip(),
                starts=starts or date(FIRST_YEAR, 1, 1),
                ends=ends,
                room=str(row.cells.get("room", "")).strip(),
                url=str(row.cells.get("address", "")) or self.address,
                line=row.line,
                columns=row.columns,
            )
        except ProgrammeError as caught:
            self._add_cells(row, caught.problems)
            return None
        return session if len(self.problems) == before else None

    def _add_cells(self, row: Row, problems: Iterable[Problem]) -> None:
        """Add what a Session says of its fields."""
        for problem in problems:
            column = _COLUMNS[problem.place.key]
            if problem.id in _CELL_IDS:
                cell = replace(problem, id=_CELL_IDS[problem.id], place=Place())
                if problem.id == "span-backwards" and _is_night(problem):
                    cell = replace(cell, id=_BACKWARDS_AT_NIGHT)
            else:  # what `web_address` says of an address
                cell = error(
                    "cell-address",
                    what=Text(problem.id, **problem.fields),
                    way_out=Text(f"{problem.id}:out", **problem.fields),
                )
            self._add(row, column, cell)

    def _add(self, row: Row, column: str, problem: Problem) -> None:
        self.problems.append(
            problem.placed(Place(self.where, row.line, self.names.get(column, column)))
        )

    def _moments(self, row: Row) -> tuple[date | datetime | None, date | datetime | None]:
        """Start and end of ``row`` in the hours of the place; None where a cell is empty or wrong."""
        start = self._parse(row, "start", None)
        if start is None:
            return None, None
        end = self._parse(row, "end", start)
        starts, ends = self._placed(start), self._placed(end)
        for column, moment in (("start", starts), ("end", ends)):
            if self.zone is None and isinstance(moment, datetime) and moment.tzname() == "UTC":
                self._add(row, column, error("cell-utc", moment=moment.isoformat()))
                break
        if (
            isinstance(ends, datetime)
            and isinstance(starts, datetime)
            and starts.tzinfo
            and ends.tzinfo
        ):
            ends = ends.astimezone(starts.tzinfo) if _is_usual(ends) else ends
        return starts, ends

    def _placed(self, moment: date | datetime | None) -> date | datetime | None:
        """``moment`` in the hours of the place, where that is known."""
        if not isinstance(moment, datetime) or moment.tzinfo is None or not _is_usual(moment):
            return moment
        return moment.astimezone(self.zone) if self.zone else moment

    def _parse(self, row: Row, column: str, start: date | datetime | None) -> date | datetime | None:
        """The moment that a cell says; a bare hour is one of the day of ``start``.

        None for an empty cell, which a start must not be, and, with a problem, for what is no moment.
        """
        value: Value = row.cells.get(column, "")
        if not isinstance(value, str):
            return value
        text = re.sub(r"[ \u00a0\u202f]+", " ", value).strip()
        moment = _iso(text) or self._of_spreadsheet(text, start) or self._in_words(text)
        if moment is None and text:
            self._add(row, column, error("cell-moment", text=text[:40]))
        elif moment is None and column == "start":
            self._add(row, column, error("cell-empty"))
        return moment

    def _of_spreadsheet(self, text: str, start: date | datetime | None) -> date | datetime | None:
        """A day, an hour of the day of ``start``, or both, as spreadsheets write them."""
        try:
            if isinstance(start, datetime) and (hour := _TIME.fullmatch(text)):
                return start.replace(hour=_time(hour).hour, minute=_time(hour).minute, second=0)
            for form in _DAYS if self.day_first else _DAYS[:1]:
                if parts := form.fullmatch(text):
                    day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
                    return day if parts["hour"] is None else datetime.combine(day, _time(parts))
        except ValueError:  # 30 February, 25:00
            pass
        return None

    def _in_words(self, text: str) -> date | datetime | None:
        """A day that names its month, "1er mai 2026 à 10 h"."""
        try:
            return read_moment(text, self.lang) if re.search(r"[^\W\d_]{3}", text) else None
        except UnreadDateError:
            return None

    def _zones(self, sessions: Sequence[Session]) -> Iterator[Problem]:
        """Refuse hours of several places on one sheet, since nothing there says which they are."""
        keys = {getattr(getattr(session.starts, "tzinfo", None), "key", "") for session in sessions}
        if len(zones := sorted(keys - {""})) > 1:
            yield error("zones-several", at=Place(self.where), zones=zones)

    def _duplicates(self, sessions: Iterable[Session]) -> Iterator[Problem]:
        lines: dict[tuple[object, ...], int] = {}
        for session in sessions:
            people = (value for name, value in session.columns.items() if fold(name) in _people())
            key = (session.title.casefold(), session.starts, session.room.casefold(), *people)
            first = lines.setdefault(key, session.line)
            if first != session.line:
                at = Place(self.where, session.line)
                yield error("session-twice", at=at, title=session.title, first=first)


@cache
def _people() -> frozenset[str]:
    """Columns by which rows of one event may differ: badges of those who take part."""
    tables = (labels.in_language(lang)["programme"] for lang in labels.languages())
    return frozenset(fold(name) for table in tables for name in table.get("people", ()))


def _iso(text: str) -> date | datetime | None:
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            return parse(text)
        except ValueError:
            continue
    return None


def _time(parts: re.Match[str]) -> time:
    return time(int(parts["hour"]), int(parts["minute"] or 0))


def _is_usual(moment: datetime) -> bool:
    """Whether ``moment`` can be told in another zone: the first and last year of all overflow."""
    return FIRST_YEAR <= moment.year <= LAST_YEAR


def _is_night(problem: Problem) -> bool:
    """Whether an end before the start is on its day: then it is probably an hour of the next one."""
    starts, ends = str(problem.fields["starts"]), str(problem.fields["ends"])
    return " " in starts and starts[:10] == ends[:10]
