"""Days and hours in the cells of a table, as people write them: "19/09/26 9h30", "9h-10h15", "midi".

    read_cell("sam. 19/09/26 9h-10h15", Reading(lang="fr", day_first=True))
    # Said(day=date(2026, 9, 19), minutes=540, until=Said(minutes=615))

A day that can be read in two ways is refused, and so is what has words left over: a wrong hour on a
door cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from brochure.problems import Id
from brochure.reading.tables import Value
from brochure.reading.written_dates import (
    NO_DATE,
    NO_YEAR,
    TWO_WAYS,
    UnreadDateError,
    read_hours,
    read_moment,
    read_weekday,
)

DAY_MINUTES = 24 * 60

EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
"""Numbers that spreadsheets keep for days from 1954 to 2119, counted from EPOCH."""

_DAY = re.compile(
    r"(?<!\d)(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4}|\d{2})(?!\d)"
)
_DAY_OF_YEAR = re.compile(r"(?:[^\W\d_]{1,12}[.,]{0,2} ?)?\d{1,2}(?P<mark>[./])\d{1,2}\.?")
"""A day without its year, with its weekday before it, if any."""

_SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,15})?|0?[.,]\d{2,15}")
_MIDNIGHT = re.compile(r"24\s?(?:[:.h]\s?(?:00)?|uhr)(?::00)?", re.IGNORECASE)
_BARE = re.compile(r"(?:.*\s)?(\d{1,2})", re.DOTALL)
_OPENERS = re.compile(
    r"(?:de|from|von|desde|entre|between|zwischen|ab|dès|à partir de|a partir de(?: las)?)\s+",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s{0,9}(?:[-–—→>~]{1,2}|(?<![^\W\d_])(?:à|a|au|to|until|till|bis|hasta|al|und|et|and|jusqu['’]à)"
    r"(?![^\W\d_]))\s{0,9}",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s,;()]+|(?<=\d)T(?=\d)")
_DURATION = re.compile(
    r"(?:pt)?\s?(?:(?P<hours>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:h|heures?|hours?|hrs?|std\.?|stunden?|horas?)"
    r"|(?P<clock>\d{1,2}):(?P<sixty>[0-5]\d)(?::00)?)?"
    r"\s?(?:(?P<minutes>\d{1,4})\s?(?:m|mn|min\.?|minutes?|minuten|minutos)?)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?<![^\W\d_])(?:jour|journée|day|tag|día|dia|jornada|j|d)\s?n?[°o]?\s?\d{1,2}\s?[-–—:,.(|/]",
    re.IGNORECASE,
)
"""The number of a day of an event, before the day itself."""

_HOUR = re.compile(
    r"\d\s?(?:h|:\s?\d|uhr|am\b|pm\b|a\.m|p\.m|o.clock)|(?<![\d.])\d{1,2}\.\d\d(?![\d.])|midi|minuit|noon|midnight"
    r"|mittag|mitternacht|mediod[ií]a|medianoche",
    re.IGNORECASE,
)
MOST_CHARACTERS = 120
"""Of a cell that says when: more is a sentence."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says: a ``day``, the ``minutes`` of a day (24:00 is 1440), an end, or several.

    ``moment`` is one that has an offset from UTC, which says all of it.
    """

    day: date | None = None
    minutes: int | None = None
    until: Said | None = None
    moment: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a table writes its days: in ``lang``, and 07/12 with the day first, the month, or either.

    Others of its days have ``shown`` which. ``days`` are those that titles around it name, for cells
    like "samedi" and "sam. 19"; ``year`` is that of days without one, where all titles say the same.
    """

    lang: str
    day_first: bool | None = True
    shown: bool = False
    days: tuple[date, ...] = ()
    year: int = 0


class UnreadCellError(ValueError):
    """A cell that says no day and no hour for certain; ``id`` tells why."""

    def __init__(self, id: Id) -> None:  # noqa: A002
        super().__init__(id)
        self.id = id


def read_cell(value: Value, how: Reading) -> Said | None:
    """What ``value`` says of days and hours; None for an empty cell. Raises UnreadCellError."""
    if not isinstance(value, str):
        return _of_value(value)
    text = " ".join(_spanned(value).split()).strip(" .,;")
    if not text or text in {"-", "–", "—", "?", "…"}:
        return None
    if len(text) > MOST_CHARACTERS:
        raise UnreadCellError(NO_DATE)
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            return _of_value(parse(text))
        except ValueError:
            continue
    return _of_value(float(text.replace(",", "."))) if _SERIAL.fullmatch(text) else _of_text(text, how)


def _spanned(text: str) -> str:
    """``text`` with a dash between two hours at its end that a line end alone parts."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and None not in map(_clock, lines[-2:]):
        lines.insert(-1, "-")
    return " ".join(lines)


def _of_value(value: float | date | time) -> Said:
    """What a day, a moment or an hour says, or the number that a spreadsheet keeps for it."""
    if isinstance(value, datetime):
        if value.tzinfo:
            return Said(moment=value)
        return Said(day=value.date(), minutes=_minutes(value.time()))
    if isinstance(value, date):
        return Said(day=value)
    return Said(minutes=_minutes(value)) if isinstance(value, time) else _of_number(float(value))


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _of_number(number: float) -> Said:
    """A day and its part as spreadsheets keep them, or a whole hour."""
    if 0 <= number < 1:
        return Said(minutes=round(number * DAY_MINUTES))
    if number.is_integer() and 0 <= number <= 24:
        return Said(minutes=int(number) * 60)
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        minutes = round(number % 1 * DAY_MINUTES)
        day = EPOCH + timedelta(days=int(number))
        return Said(day=day, minutes=minutes if number % 1 else None)
    raise UnreadCellError(NO_DATE)


def _of_text(text: str, how: Reading) -> Said:
    for to in _TO.finditer(text):
        start, end = text[: to.start()], text[to.end() :]
        if found := _span(start, end, how):
            return found
    return _point(_OPENERS.sub("", text, count=1) if _OPENERS.match(text) else text, how)


def _span(start: str, end: str, how: Reading) -> Said | None:
    """A start and an end that are parted by a dash or a word; None where that parts something else."""
    start = _OPENERS.sub("", start, count=1) if _OPENERS.match(start) else start
    if not (start and end):
        return None
    until = _tried(end, how)
    if until is None or until.minutes is None:
        return None
    began = _tried(start, how)
    if began and began.minutes is not None:
        return Said(day=began.day, minutes=began.minutes, until=until)
    if bare := _BARE.fullmatch(start):  # "9-10h15"
        rest = start[: bare.start(1)].strip(" ,")
        day = _tried(rest, how) if rest else Said()
        if int(bare[1]) <= 24 and day and day.minutes is None:
            return Said(day=day.day, minutes=int(bare[1]) * 60, until=until)
    return None


def _tried(text: str, how: Reading) -> Said | None:
    try:
        return _point(text, how)
    except UnreadCellError:
        return None


def _point(text: str, how: Reading) -> Said:
    """A day, an hour, or both: the hour may stand first. Raises UnreadCellError."""
    text = text.strip(" ,;()")
    if (minutes := _clock(text)) is not None:
        return Said(minutes=minutes)
    for gap in _GAP.finditer(text):
        before, after = text[: gap.start()], text[gap.end() :]
        for day_text, hours in ((before, after), (after, before)):
            if (minutes := _clock(hours)) is not None and (day := _day_or_none(day_text, how)):
                return Said(day=day, minutes=minutes)
    return _whole(text, how)


def _whole(text: str, how: Reading) -> Said:
    """What the reader of written dates makes of a text. Raises UnreadCellError."""
    if day := _numeric(text, how):
        return Said(day=day)
    try:
        moment = read_moment(text, how.lang)
    except UnreadDateError as caught:
        if day := _named_around(text, how):
            return Said(day=day)
        if caught.id != NO_YEAR or not how.year:
            raise UnreadCellError(caught.id) from None
        return Said(day=_of_year(text, how))
    if _DAY.search(text) and how.day_first is None:
        raise UnreadCellError(TWO_WAYS)
    if not isinstance(moment, datetime):
        return Said(day=moment)
    if moment.tzinfo:
        return Said(moment=moment)
    return Said(day=moment.date(), minutes=_minutes(moment.time()))


def _named_around(text: str, how: Reading) -> date | None:
    """The one of the days around that "samedi" or "sam. 19" can mean; None where several can."""
    found = re.fullmatch(
        r"(?P<name>[^\W\d_]{2,20}\.?)?,?\s?(?P<day>\d{1,2})?(?:er|st|nd|rd|th|\.)?", text
    )
    if not how.days or not found:
        return None
    weekday = read_weekday(found["name"], how.lang) if found["name"] else None
    if weekday is None and (found["name"] or not found["day"]):
        return None
    days = {
        day for day in how.days
        if weekday in (None, day.weekday()) and found["day"] in (None, str(day.day), f"{day:%d}")
    }  # fmt: skip
    return days.pop() if len(days) == 1 else None


def _of_year(text: str, how: Reading) -> date:
    """The day of a text that names none but those around it do. Raises UnreadCellError."""
    try:
        moment = read_moment(f"{text} {how.year}", how.lang)
    except UnreadDateError as caught:
        raise UnreadCellError(caught.id) from None
    return moment.date() if isinstance(moment, datetime) else moment


def _clock(text: str) -> int | None:
    """The minutes of a day that an hour is, "9h30", "9:30 AM", "midi", "24:00"; None for others."""
    text = text.strip(" .,;()")
    if _MIDNIGHT.fullmatch(text):
        return DAY_MINUTES
    clock = read_hours(text)
    return None if clock is None else _minutes(clock)


def _day_or_none(text: str, how: Reading) -> date | None:
    try:
        said = _whole(text.strip(" ,;()"), how)
    except UnreadCellError as caught:
        if caught.id == TWO_WAYS:
            raise
        return None
    return said.day if said.minutes is None else None


def _numeric(text: str, how: Reading) -> date | None:
    """19/09/2026, 19/09/26, 19.9.26, "sam. 19/09/26"; None for others. Raises UnreadCellError."""
    found = _DAY.search(text)
    if not found or text[found.end() :].strip(" ."):
        return None
    before = text[: found.start()].strip()
    if before and not re.fullmatch(r"[^\W\d_]+[.,]?(?: [^\W\d_]+)?", before):
        return None
    first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
    year += 2000 if len(found["y"]) == 2 else 0
    day_first = True if found["mark"] == "." else how.day_first
    ways = [w for w in (_made(year, second, first), _made(year, first, second)) if w]
    if day_first is not None:
        way = _made(year, second, first) if day_first else _made(year, first, second)
        ways = [way] if way else []
    if len({*ways}) > 1:
        raise UnreadCellError(TWO_WAYS)
    if not ways:
        return None
    if before:  # the weekday is judged by who knows its names
        return _of_weekday(before, ways[0], how)
    return ways[0]


def _of_weekday(before: str, day: date, how: Reading) -> date:
    try:
        moment = read_moment(f"{before} {day.isoformat()}", how.lang)
    except UnreadDateError as caught:
        raise UnreadCellError(caught.id) from None
    return moment.date() if isinstance(moment, datetime) else moment


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def orders_of_days(texts: Iterable[str]) -> frozenset[bool]:
    """Which orders days like 19/12 of ``texts`` show: the day first (True), the month, both or none."""
    found = {
        (int(d["a"]), int(d["b"])) for text in texts for d in _DAY.finditer(text) if d["mark"] != "."
    }
    return frozenset(first > 12 for first, second in found if max(first, second) > 12)


def read_minutes(value: Value) -> int | None:
    """How many minutes a cell of durations says: 45, "45 min", "1h30", 0:45; None for an empty one.

    Raises UnreadCellError.
    """
    if isinstance(value, time):
        return _minutes(value)
    if isinstance(value, date):
        raise UnreadCellError(NO_DATE)
    if not isinstance(value, str):
        minutes = value * DAY_MINUTES if 0 < value < 1 else value
        if minutes < 0 or round(minutes) != minutes > 1:
            raise UnreadCellError(NO_DATE)
        return round(minutes)
    text = " ".join(value.split()).casefold()
    if not text:
        return None
    found = _DURATION.fullmatch(text)
    if not found:
        raise UnreadCellError(NO_DATE)
    hours = float((found["hours"] or "0").replace(",", "."))
    clock = int(found["clock"] or 0) * 60 + int(found["sixty"] or 0)
    return round(hours * 60) + clock + int(found["minutes"] or 0)


def says_hour(value: Value) -> bool:
    """Whether a cell says an hour, in whatever words: to tell a column of days from one of hours."""
    if isinstance(value, str):
        return bool(_HOUR.search(value[:MOST_CHARACTERS]))
    return isinstance(value, datetime | time) or (isinstance(value, float) and value % 1 != 0)


def says_day(value: Value) -> bool:
    """Whether a cell says a day with its year: a column of such cells needs no name."""
    if isinstance(value, str):
        text = value[:MOST_CHARACTERS]
        return bool(_DAY.search(text) or re.search(r"(?<!\d)20\d\d(?!\d)", text))
    return isinstance(value, date) and not isinstance(value, datetime)


def read_day(value: Value, how: Reading) -> Said | None:
    """The same as `read_cell` for a cell of days, where "Mo 05.10." is a day of the year around.

    Raises UnreadCellError.
    """
    found = _DAY_OF_YEAR.fullmatch(" ".join(value.split())) if isinstance(value, str) else None
    if not found or not how.year or (found["mark"] == "/" and how.day_first is None):
        return read_cell(value, how)
    return read_cell(f"{found[0].rstrip('.')}{found['mark']}{how.year}", how)


def days_named(text: str, lang: str) -> Iterator[date]:
    """Every day that a title names with its month and year: "19 et 20 septembre 2026" names two.

    The number of "Jour 1 – 19 septembre 2026" is none of them.
    """
    text = _ORDINAL.sub(" ", text)
    months = re.finditer(
        r"(?P<days>\d{1,2}(?:er|st|nd|rd|th|\.)?(?:\s{0,3}(?:,|et|and|und|y|e|au|to|bis|al|[-–—/&])\s{0,3}"
        r"(?:[^\W\d_]{2,12}\.?\s)?(?:le\s)?\d{1,2}(?:er|st|nd|rd|th|\.)?){0,9})\s{1,3}"
        r"(?P<month>(?:de\s|of\s)?[^\W\d_]{3,12}\.?,?\s(?:de\s)?\d{4})",
        text, re.IGNORECASE,
    )  # fmt: skip
    for found in months:
        numbers = [int(number) for number in re.findall(r"\d{1,2}", found["days"])]
        is_span = re.search(r"au|to|bis|al|[-–—]", found["days"])
        if is_span and len(numbers) == 2 and numbers[0] < numbers[1]:
            numbers = [*range(numbers[0], numbers[1] + 1)]
        for number in numbers:
            try:
                moment = read_moment(f"{number} {found['month']}", lang)
            except UnreadDateError:
                continue
            yield moment.date() if isinstance(moment, datetime) else moment
    for found in _DAY.finditer(text):
        if day := _made(
            int(found["y"]) + (2000 if len(found["y"]) == 2 else 0), int(found["b"]), int(found["a"])
        ):
            yield day
