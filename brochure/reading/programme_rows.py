"""Rows become sessions: each cell is checked, and every problem has its line and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

from brochure import validation
from brochure.errors import ProgrammeError
from brochure.problems import Id, Place, Problem, Text, error, note
from brochure.programme import Session, check_count
from brochure.reading import written_clocks
from brochure.reading.head_names import fold, vocabulary
from brochure.reading.programme_tables import ProgrammeTable, Row
from brochure.reading.tables import Value, text_of
from brochure.reading.written_clocks import Reading, Said, UnreadCellError
from brochure.text import labels
from brochure.validation import FIRST_YEAR, LAST_YEAR

_COLUMNS = {"title": "title", "starts": "start", "ends": "end", "room": "room", "url": "address"}
"""The column of each field of a Session."""

_CELL_IDS = {
    "text-missing": Id("cell-empty"), "text-control": Id("cell-control"),
    "text-invisible": Id("cell-invisible"), "text-long": Id("cell-long"),
    "moment-year": Id("cell-year"),
    "span-mixed": Id("cell-mixed"), "span-offsets": Id("cell-offsets"),
    "span-backwards": Id("cell-backwards"),
}  # fmt: skip
"""What a Session says of its fields, in the words of a table."""

_BACKWARDS_AT_NIGHT = Id("cell-backwards-night")

_WHEN_IDS = {
    "moment-form": Id("cell-moment"), "date-two-ways": Id("cell-two-ways"),
    "date-weekday": Id("cell-weekday"), "date-no-year": Id("cell-no-year"),
}  # fmt: skip
"""Why a cell says no time, in the words of a table."""

EXTRAS = ("speakers", "track", "language", "access")
"""Fields of a session that programmes print, and that need not be there."""

LATE, EARLY = 17 * 60, 8 * 60
"""Minutes of the day after which an evening starts, and before which it has ended on the next one."""

_BARE_HOST = re.compile(r"(?i)(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,20}(?:[/?#]\S{0,2000})?")
"""An address without its https://"""

MOST_ALIKE = 3
"""Faults of one kind in one column, above which they are told together."""

MOST_LINES = 8
"""Lines of a table that a message lists."""


@dataclass(slots=True)
class RowReader:
    """What every row of one file must be, and the ``problems`` of those that are not.

    ``where`` is the file's name, ``zone`` the place of the events, ``how`` the way it writes its days,
    ``address`` that of sessions without one. ``told`` is what there is to say of good rows. Faults of
    one kind in one column are told together, or ``each`` by itself.
    """

    where: str
    zone: tzinfo | None
    how: Reading
    address: str = ""
    each: bool = False
    problems: list[Problem] = field(default_factory=list)
    nights: list[int] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)

    def sessions(self, table: ProgrammeTable) -> tuple[Session, ...]:
        """The sessions of ``table``. Raises ProgrammeError with everything that is wrong."""
        sessions = [session for row in table.rows if (session := self._session(row))]
        self.problems += self._duplicates(sessions)
        self.problems += self._zones(sessions)
        self.problems += (replace(p, place=Place(self.where)) for p in check_count(len(table.rows)))
        if self.problems:
            raise ProgrammeError(self.problems if self.each else grouped(self.problems))
        return tuple(sessions)

    def told(self) -> Iterator[Problem]:
        """What was understood beyond what is written."""
        at = Place(self.where)
        if self.nights:
            yield note("ends-next-day", at=at, count=len(self.nights), first=self.nights[0])
        if self.completed:
            yield note("addresses-completed", at=at, count=len(self.completed))

    def _session(self, row: Row) -> Session | None:
        """The session of ``row``; None, with a problem for each wrong cell, if there cannot be one."""
        if row.problem:
            self.problems.append(row.problem.placed(self._place(row)))
            return None
        before = len(self.problems)
        starts, ends = self._moments(row)
        try:
            session = Session(
                title=str(row.cells.get("title", "")).strip(),
                starts=starts or date(FIRST_YEAR, 1, 1),
                ends=ends,
                room=str(row.cells.get("room", "")).strip(),
                url=self._url(row) or self.address,
                line=row.line,
                columns=row.columns,
                **_extras(row),
            )
        except ProgrammeError as caught:
            self._add_cells(row, caught.problems)
            return None
        return session if len(self.problems) == before else None

    def _place(self, row: Row, column: str = "") -> Place:
        where = f"{self.where} ({row.sheet})" if row.sheet else self.where
        return Place(where, row.line, row.names.get(column, column))

    def _url(self, row: Row) -> str:
        """The address of ``row``, with the https:// that people leave out."""
        url = str(row.cells.get("address", "")).strip()
        if _BARE_HOST.fullmatch(url):
            self.completed.append(row.line)
            return f"https://{url}"
        return url

    def _add_cells(self, row: Row, problems: Iterable[Problem]) -> None:
        """Add what a Session says of its fields."""
        for problem in problems:
            column = _COLUMNS.get(problem.place.key, problem.place.key)
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
        self.problems.append(problem.placed(self._place(row, column)))

    def _moments(self, row: Row) -> tuple[date | datetime | None, date | datetime | None]:
        """Start and end of ``row`` in the hours of the place; None where a cell is empty or wrong."""
        before = len(self.problems)
        said = self._said(row, "start")
        start = self._start(row, said)
        if start is None:
            if len(self.problems) == before:
                self._add(row, "start" if "start" in row.names else "day", error("cell-empty"))
            return None, None
        end = self._end(row, start, said)
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

    def _said(self, row: Row, column: str) -> Said | None:
        """What a cell says of days and hours; None where it is empty or, as is told, wrong."""
        value: Value = row.cells.get(column, "")
        try:
            read = written_clocks.read_day if column in {"day", "end_day"} else written_clocks.read_cell
            return read(value, self.how)
        except UnreadCellError as caught:
            self._add(row, column, error(_WHEN_IDS[caught.id], text=text_of(value)[:40]))
            return None

    def _start(self, row: Row, said: Said | None) -> date | datetime | None:
        """The start, from its own cell and what that leaves out from the day's, or from around it."""
        if said and said.moment:
            return said.moment
        day, minutes = (said.day, said.minutes) if said else (None, None)
        before = len(self.problems)
        if not (said and said.day) and (of_day := self._said(row, "day")):
            day = of_day.moment.date() if of_day.moment else of_day.day
            minutes = of_day.minutes if minutes is None else minutes
        if said is None and row.cells.get("start", "") != "":
            return None  # it is told
        day = day or (row.day if minutes is not None or row.day else None)
        if day is None and minutes is not None and len(self.problems) == before:
            self._add(row, "start", error("cell-no-day", text=text_of(row.cells["start"])[:40]))
        return _moment(day, minutes)

    def _end(self, row: Row, start: date | datetime, began: Said | None) -> date | datetime | None:
        """The end: an hour alone is one of the day of ``start``, or of the night after it."""
        said = self._said(row, "end") or (began.until if began else None)
        of_day = self._said(row, "end_day") if not (said and said.day) else None
        if said is None:
            return self._after(row, start) if of_day is None else _end_day(of_day, start)
        if said.moment:
            return said.moment
        day = of_day.day if of_day else said.day
        minutes = said.until.minutes if said.until else said.minutes
        if minutes is None or not isinstance(start, datetime):
            return _moment(day or start, minutes) if minutes is not None else day
        if day:
            return _moment(day, minutes)
        return self._hour_after(row, start, minutes)

    def _hour_after(self, row: Row, start: datetime, minutes: int) -> datetime:
        """The hour that follows ``start``: what ends before it and is early ends on the next day."""
        began = start.hour * 60 + start.minute
        whole = start.replace(hour=0, minute=0, second=0, microsecond=0)
        if minutes < began and began >= LATE and minutes <= EARLY:
            self.nights.append(row.line)
            return whole + timedelta(days=1, minutes=minutes)
        return whole + timedelta(minutes=minutes)

    def _after(self, row: Row, start: date | datetime) -> datetime | None:
        """``start`` and the length of a session that has no end, where one is said."""
        value = row.cells.get("duration", "")
        if not isinstance(start, datetime):
            return None
        try:
            minutes = written_clocks.read_minutes(value)
        except UnreadCellError:
            self._add(row, "duration", error("cell-duration", text=text_of(value)[:40]))
            return None
        return start + timedelta(minutes=minutes) if minutes else None

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


def _moment(day: date | None, minutes: int | None) -> date | datetime | None:
    """A day, or so many minutes after it began."""
    if day is None or minutes is None:
        return day
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _end_day(said: Said, start: date | datetime) -> date | datetime | None:
    """The end that a day alone says, or, with hours, a moment; of a start with hours, none."""
    if said.minutes is None and isinstance(start, datetime):
        return None
    return said.moment or _moment(said.day, said.minutes)


def _extras(row: Row) -> dict[str, str]:
    """What a row says besides what, when and where, by the names that its columns have."""
    found = {name: text_of(row.cells[name]) for name in EXTRAS if name in row.cells}
    for head, value in row.columns.items():
        if (name := vocabulary("programme").field_of(head)) in EXTRAS and name not in found:
            found[name] = value
    plain = {name: validation.CONTROL_AND_BIDI.sub(" ", value) for name, value in found.items()}
    return {
        name: " ".join(value.split())
        for name, value in plain.items()
        if any(unicodedata.category(char)[0] not in "CZ" for char in value)
    }


def grouped(problems: Sequence[Problem]) -> list[Problem]:
    """``problems``, with those of one kind in one column as one: so many rows, and which.

    They stand first, the commonest before all, since they are what one has to change in a table.
    """
    alike = dict[tuple[str, str, str], list[Problem]]()
    for problem in problems:
        if problem.place.line:
            key = (problem.id, problem.place.key, str(problem.place.file))
            alike.setdefault(key, []).append(problem)
    many = sorted((p for p in alike.values() if len(p) > MOST_ALIKE), key=len, reverse=True)
    gone = {id(problem) for group in many for problem in group}
    return [*map(_together, many), *(p for p in problems if id(p) not in gone)]


def _together(group: Sequence[Problem]) -> Problem:
    lines = [str(problem.place.line) for problem in group]
    shown = lines[:MOST_LINES] + ["…"] * (len(lines) > MOST_LINES)
    at = replace(group[0].place, key="")  # the sentence of the first names its column
    return error("rows-alike", at=at, count=len(group), what=group[0].text(), lines=shown)


def _is_usual(moment: datetime) -> bool:
    """Whether ``moment`` can be told in another zone: the first and last year of all overflow."""
    return FIRST_YEAR <= moment.year <= LAST_YEAR


def _is_night(problem: Problem) -> bool:
    """Whether an end before the start is on its day: then it is probably an hour of the next one."""
    starts, ends = str(problem.fields["starts"]), str(problem.fields["ends"])
    return " " in starts and starts[:10] == ends[:10]
