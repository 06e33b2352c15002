"""Programmes: a file of events (.csv, .ics, .toml) becomes a Programme, or a list of its faults.

Every fault of every row is told at once, with the row's line and the column.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import TypeVar

from brochure.errors import AddressError, ProgrammeError, SourceError
from brochure.parts import addresses, labels, slugs
from brochure.programme import Programme, Session
from brochure.reading.calendars import of_ics
from brochure.reading.rows import Row, Sheet, Value, of_csv, of_toml

T = TypeVar("T")
Moments = tuple[date | datetime, date | datetime | None]

MAX_BYTES = 5_000_000
MAX_SESSIONS = 5_000
"""As many events no building holds: more is a mistake, and a week of cutting."""

MAX_TITLE, MAX_ROOM = 200, 100

_PEOPLE = {"name", "nom", "organisation", "organization"}
"""Columns by which rows of one event may differ: badges of those who take part."""

READERS = {".csv": of_csv, ".tsv": of_csv, ".ics": of_ics, ".toml": of_toml}

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_HOURS = r"(?P<hour>\d{1,2})(?::|h| h )(?P<minute>\d{2})?(?::00)?"
_TIME = re.compile(_HOURS)
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<year>\d{{4}})(?:[ T]+{_HOURS})?")
"""How spreadsheets write a time in French, German, Spanish or Arabic; in English months come first."""


def read_programme(
    where: str | Path, *, lang: str = "", zone: str = "", title: str = "", campaign: str = ""
) -> Programme:
    """The Programme in the file ``where``, whose ending says what it is.

    ``zone`` (an IANA name) is where the events take place: times with an offset are told in its hours.
    ``lang`` and ``title`` take the place of what the file says; French, and no title, are the last
    resort. Raises SourceError, and ProgrammeError with all faults of all rows.
    """
    path = Path(where)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError(
            f"a programme is a file that ends in {', '.join(READERS)}; a spreadsheet is saved as one "
            "by “Enregistrer sous, CSV UTF-8”",
            where=str(where),
        )
    sheet = reader(_text(path), str(where))
    tag = (lang or sheet.about.get("lang", "fr")).replace("_", "-")
    if tag.split("-")[0].lower() not in labels.languages():
        raise SourceError(
            f'there are no labels in "{tag}"; there are {", ".join(labels.languages())}',
            where=str(where),
        )
    rules = _Rules(str(where), tag, _zone(zone or sheet.about.get("zone", ""), str(where)))
    sessions = rules.sessions(sheet)
    return Programme(
        slug=slugs.slug_of(path.stem),
        lang=tag,
        title=title or sheet.about.get("title", ""),
        where=str(where),
        sessions=sessions,
        campaign=campaign,
        warnings=(*sheet.warnings, *_shared(sessions, str(where))),
    )


def _text(path: Path) -> str:
    """The file as text with Unix line ends. Raises SourceError."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(data) > MAX_BYTES:
        raise SourceError(f"it has more than {MAX_BYTES:,} bytes; split it", where=str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"byte {data[error.start]:#04x} is not UTF-8; save the file again as “CSV UTF-8” "
            "(Excel: Enregistrer sous, type CSV UTF-8)",
            where=str(path), line=data[: error.start].count(b"\n") + 1,
        ) from None  # fmt: skip
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _zone(name: str, where: str) -> tzinfo | None:
    if not name:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SourceError(
            f'there is no time zone "{name}"; zones are named like Europe/Paris', where=where
        ) from None


def _shared(sessions: Sequence[Session], where: str) -> Iterator[str]:
    """Addresses that several events have: a slip of copying, or one page for all of them."""
    lines: dict[str, list[int]] = defaultdict(list)
    for session in sessions:
        lines[session.url].append(session.line)
    for url, found in lines.items():
        if len(found) > 1:
            shown = ", ".join(str(line) for line in found[:6]) + (" …" if len(found) > 6 else "")
            yield f"{where}: {len(found)} events have the same address {url} (lines {shown})"


class _FaultError(Exception):
    """What is wrong with one cell."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(f"column {column}: {message}" if column else message)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What every row of one file must be."""

    where: str
    lang: str
    zone: tzinfo | None

    def sessions(self, sheet: Sheet) -> tuple[Session, ...]:
        found: list[Session] = []
        faults: list[str] = []
        for row in sheet.rows:
            told = len(faults)
            session = self._session(row, faults)
            if session and len(faults) == told:
                found.append(session)
        faults += self._duplicates(found)
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
        if found := _CONTROL.search(text) or re.search("\n", text):
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
            return addresses.judge(text).url
        except AddressError as error:
            raise _FaultError("address", str(error)) from error

    def _moments(self, row: Row) -> Moments:
        value = row.cells.get("start", "")
        if value == "":
            raise _FaultError("start", "it is empty")
        start = self._moment(value, "start", None)
        value = row.cells.get("end", "")
        if value == "":
            return start, None
        end = self._moment(value, "end", start)
        if isinstance(end, datetime) != isinstance(start, datetime):
            raise _FaultError("end", "start and end are both days or both times")
        if _offset(end) != _offset(start):
            raise _FaultError("end", "start and end both have an offset from UTC, or neither has")
        if end < start:
            raise _FaultError("end", f"{_shown(end)} is before the start, {_shown(start)}")
        return start, end

    def _moment(self, value: Value, column: str, start: date | datetime | None) -> date | datetime:
        moment = self._parsed(value, column, start) if isinstance(value, str) else value
        if not isinstance(moment, datetime) or moment.tzinfo is None:
            return moment
        if self.zone:
            return moment.astimezone(self.zone)
        if moment.tzinfo is UTC or moment.tzname() == "UTC":
            raise _FaultError(
                column,
                f"{value} is a time in UTC, which no clock on the spot shows; say where the events "
                "take place: --zone Europe/Paris",
            )
        return moment

    def _parsed(self, text: str, column: str, start: date | datetime | None) -> date | datetime:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
        try:
            if found := _TIME.fullmatch(text):
                if isinstance(start, datetime):
                    return start.replace(hour=_time(found).hour, minute=_time(found).minute)
            elif (found := _DAY_FIRST.fullmatch(text)) and not self.lang.startswith("en"):
                day = date(int(found["year"]), int(found["month"]), int(found["day"]))
                return day if found["hour"] is None else datetime.combine(day, _time(found))
        except ValueError:
            pass
        raise _FaultError(column, f"“{text[:40]}” is not a time; write 2016-12-07 10:30, or 2016-12-07")

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


def _time(found: re.Match[str]) -> time:
    return time(int(found["hour"]), int(found["minute"] or 0))


def _offset(moment: date | datetime) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is not None


def _shown(moment: date | datetime) -> str:
    return moment.isoformat(" ", "minutes") if isinstance(moment, datetime) else moment.isoformat()
