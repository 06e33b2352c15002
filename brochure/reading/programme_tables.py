"""The rows of a programme: sheets of tables and TOML files, each row with the line it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cache
from itertools import islice
from typing import Any

from brochure import language_tags, messages, toml_files
from brochure.errors import SourceError
from brochure.problems import Place, Problem, Text, error, note, warning
from brochure.programme import MOST_SESSIONS, Taken
from brochure.reading import head_names, tables, written_clocks
from brochure.reading.columns import Columns, find_columns
from brochure.reading.head_names import fold, vocabulary
from brochure.reading.tables import Sheet, Value, text_of
from brochure.reading.written_clocks import Reading, UnreadCellError
from brochure.reading.written_dates import NO_DATE, read_weekday
from brochure.text import labels, language_guess

COLUMNS = ("title", "start", "end", "room", "address")
WHEN = ("start", "day", "end", "end_day", "duration")
"""The fields that say when; one of the first two is needed."""

MOST_TITLES = 500
"""So many tell the language of all."""

MOST_PASSED = 5
"""Rows that a warning quotes."""

_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*events[ \t]*\]\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: its ``cells`` by field, the further ``columns`` of the file, and ``line``, from 1.

    ``sheet`` is where it stands, where there are several, and ``names`` says what its columns are
    called. ``day`` is that of rows that have none of their own. ``problem`` is what is wrong with the
    row as a whole.
    """

    line: int
    cells: Mapping[str, Value]
    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTable:
    """What a file holds: its ``rows``, and what it says of all of them (title, lang, zone).

    ``lang`` is the language in which all of its columns are named, or ""; ``how`` is how it writes its
    days, where that was found out; ``taken`` is what was taken for what.
    """

    rows: tuple[Row, ...]
    lang: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    how: Reading | None = None
    taken: tuple[Taken, ...] = ()
    warnings: tuple[Problem, ...] = ()


@cache
def column_names() -> Mapping[str, Mapping[str, str]]:
    """The columns of a programme by language: ``{"fr": {"title": "titre", …}, …}``."""
    named = {lang: labels.in_language(lang)["programme"].get("columns") for lang in labels.languages()}
    return {lang: columns for lang, columns in named.items() if columns}


# Tables


def choose_sheets(sheets: Sequence[Sheet], named: str, where: str) -> tuple[Sheet, ...]:
    """The sheet that is ``named``, or those that are shown. Raises SourceError for no such sheet."""
    at = Place(where)
    if named:
        chosen = tuple(s for s in sheets if fold(s.name) == fold(named))
        if not chosen:
            raise SourceError(error("sheet-none", at=at, name=named, known=[s.name for s in sheets]))
        return chosen
    return tuple(s for s in sheets if not s.hidden) or tuple(sheets)


def parse_sheets(
    sheets: Sequence[Sheet],
    where: str,
    *,
    lang: str,
    corrections: Mapping[str, str] | None = None,
    title: str = "",
) -> ProgrammeTable:
    """The rows of ``sheets``, each a table of sessions; those that are none are passed over, and told.

    ``lang`` is the language of the sessions and of days in words, "" for the one that `language_of`
    tells; ``title`` is the programme's, which may say the year. Raises SourceError where none is a
    table of sessions.
    """
    named = [(sheet, _named(where, sheet, sheets)) for sheet in sheets]
    tried = [find_columns(sheet, "programme", corrections, where=name) for sheet, name in named]
    found = [columns for columns in tried if columns]
    good = [columns for columns in found if not _missing(columns)]
    if not good:
        _refuse(sheets, found, where)
    if (count := sum(len(columns.rows) for columns in good)) > 2 * MOST_SESSIONS:
        most = MOST_SESSIONS  # told before so many rows are read; some may hold no session
        raise SourceError(error("programme-long", at=Place(where), count=count, most=most))
    passed = [s for s in sheets if s.rows and all(s is not c.sheet for c in good)]
    told = [warning("sheet-passed", at=Place(where), sheet=sheet.name) for sheet in passed]
    langs = frozenset.intersection(*(columns.langs for columns in good))
    named_in = next(iter(langs)) if len(langs) == 1 else ""
    lang = lang or language_of(_titles(good), named_in)
    how = _reading(good, lang, title)
    rows, taken = list[Row](), list[Taken]()
    for columns in good:
        read = _SheetReader(columns, where if len(good) == 1 else _named(where, columns.sheet, sheets),
                            columns.sheet.name if len(good) > 1 else "", how)  # fmt: skip
        own = read.rows()
        rows += own
        told += [*read.told(), *(p.placed(Place(where)) for p in columns.sheet.told)]
        taken.append(_taken(columns, len(own)))
    above = [text for columns in good[:1] if (text := _title_above(columns))]
    return ProgrammeTable(
        rows=tuple(rows), lang=named_in, about={"lang": lang, **({"title": above[0]} if above else {})},
        how=how, taken=tuple(taken), warnings=tuple(told),
    )  # fmt: skip


def language_of(titles: Iterable[str], named_in: str = "") -> str:
    """The language of sessions with these ``titles``, in columns that are ``named_in`` one, "" for any.

    That is the columns' own; where it is English, in which programs name them too, or none, the titles'
    if it can be told. The last resort is French.
    """
    if named_in not in {"", "en"}:
        return named_in
    text = "\n".join(islice(titles, MOST_TITLES))
    if named_in:
        spoken = language_guess.likeliest(text)
    else:
        spoken = language_guess.contradicts(text, language_tags.DEFAULT)
    return spoken if spoken in labels.languages() else named_in or language_tags.DEFAULT


def _titles(good: Sequence[Columns]) -> Iterator[str]:
    for columns in good:
        at = columns.fields["title"]
        yield from (text_of(row.values[at]) for row in columns.rows if at < len(row.values))


def _named(where: str, sheet: Sheet, sheets: Sequence[Sheet]) -> str:
    return f"{where} ({sheet.name})" if len(sheets) > 1 else where


def _missing(columns: Columns) -> list[str]:
    """The fields that a table of sessions needs and has not."""
    fields = columns.fields
    missing = [] if "title" in fields else ["title"]
    return missing if "start" in fields or "day" in fields else [*missing, "start"]


def _refuse(sheets: Sequence[Sheet], found: Sequence[Columns], where: str) -> None:
    """Raise SourceError with what the likeliest table lacks."""
    best = max(found, key=lambda columns: len(columns.fields), default=None)
    missing = _missing(best) if best else ["title", "start"]
    rows = best.sheet.rows if best else next((s.rows for s in sheets if s.rows), ())
    line = best.line if best else 1
    first = next((row for row in rows if row.number == line), rows[0] if rows else None)
    known = [text_of(value) for value in first.values] if first else []
    english = column_names()["en"]
    told = set(messages.LANGUAGES) - {"en"}  # of the languages of messages; all are understood
    others = [names for lang, names in column_names().items() if lang in told]
    wanted = [f"{field} ({', '.join(o[field] for o in others)})" for field in missing]
    headers = [",".join(names[c] for c in COLUMNS) for names in (english, *others)]
    at = Place(_named(where, best.sheet, sheets) if best else where, line)
    header = ", ".join(known)[:200]
    raise SourceError(error("columns-missing", at=at, missing=wanted, header=header, headers=headers))


def _reading(good: Sequence[Columns], lang: str, title: str) -> Reading:
    """How the tables write their days, by what stands in them and around them."""
    around = [title, *(columns.sheet.name for columns in good)]
    around += [text_of(v) for columns in good for row in columns.above for v in row.values if v != ""]
    texts = [text for columns in good for text in _texts_of_days(columns)]
    years = {int(year) for text in around for year in re.findall(r"(?<!\d)20\d\d(?!\d)", text)}
    shown = written_clocks.orders_of_days(texts)
    return Reading(
        lang=lang, day_first=next(iter(shown)) if len(shown) == 1 else None, shown=bool(shown),
        year=years.pop() if len(years) == 1 else 0,
        days=tuple(dict.fromkeys(d for text in around for d in written_clocks.days_named(text, lang))),
    )  # fmt: skip


def _texts_of_days(columns: Columns) -> Iterator[str]:
    for field_ in ("day", "start", "end", "end_day"):
        if field_ in columns.fields:
            for row in columns.rows:
                if isinstance(value := columns.value(row, field_), str):
                    yield value[: written_clocks.MOST_CHARACTERS]


def _title_above(columns: Columns) -> str:
    """What stands alone in the first row, above the head: the programme's title."""
    texts = (
        [text for value in columns.above[0].values if (text := text_of(value))] if columns.above else []
    )
    return texts[0] if len(texts) == 1 else ""


def _taken(columns: Columns, rows: int) -> Taken:
    return Taken(
        sheet=columns.sheet.name, rows=rows, line=columns.line, fields=tuple(columns.names.items()),
        kept=tuple(head.name for head in columns.heads if head.named and not head.field),
    )  # fmt: skip


class _SheetReader:
    """The rows of one sheet; use it once: `rows`, then `told`.

    ``where`` is what messages call it, ``sheet`` its name, where there are several.
    """

    def __init__(self, columns: Columns, where: str, sheet: str, how: Reading) -> None:
        self.columns, self.where, self.sheet, self.how = columns, where, sheet, how
        self.day = self._day_of(columns.sheet.name)
        self.carried: list[int] = []
        self.passed: list[tuple[int, str]] = []

    def rows(self) -> list[Row]:
        """The rows of sessions; those that part them give their day to what stands below."""
        made, above = list[Row](), None
        for row in self.columns.rows:
            filled = [text for value in row.values if (text := text_of(value))]
            if len(filled) == 1:
                self._part(filled[0], row.number)
                above = None
                continue
            if self._is_remark(row, filled[0]):
                self.passed.append((row.number, " · ".join(filled)))
                continue
            said = self.columns.value(row, "day")
            if said != "":
                above = self._day_of(said)
            elif above and not self._day_of(self.columns.value(row, "start")):
                self.carried.append(row.number)
            made.append(self._row(row, above or self.day))
        return made

    def _how(self) -> Reading:
        """The same for headings, of which a wrong one is no session."""
        return self.how if self.how.shown else replace(self.how, day_first=True)

    def _part(self, text: str, number: int) -> None:
        """Take a row that says ``text`` alone: the day of those below it, or a heading of theirs.

        A weekday that may be any day is no loss: rows without a day of their own are told.
        """
        if day := self._day_of(text):
            self.day = day
        elif read_weekday(text, self.how.lang) is None:
            self.passed.append((number, text))

    def _is_remark(self, row: tables.Row, first: str) -> bool:
        """Whether a row holds no session: no day and no hour, and a sum, or no title either.

        A word where an hour should stand is a fault, but beside a sum.
        """
        said = [value for field_ in WHEN[:-1] if (value := self.columns.value(row, field_)) != ""]
        if head_names.is_sum(first):
            return not any(map(self._says_when, said))
        texts = map(text_of, row.values)
        if self.columns.text(row, "title"):
            return False
        bare = self.columns.value(row, "start") == "" and any(map(head_names.is_sum, texts))
        return not said or bare  # below a day that goes on over it

    def _says_when(self, value: Value) -> bool:
        try:
            return written_clocks.read_cell(value, self._how()) is not None
        except UnreadCellError as caught:
            return caught.id != NO_DATE

    def _day_of(self, value: Value) -> date | None:
        """The day that a cell or a heading names: "DIMANCHE 20 SEPTEMBRE", "Samedi"."""
        try:
            said = written_clocks.read_day(value, self._how())
        except UnreadCellError:
            named = {*written_clocks.days_named(str(value), self.how.lang)}
            return named.pop() if len(named) == 1 else None
        return said.day if said else None

    def _row(self, row: tables.Row, day: date | None) -> Row:
        columns = self.columns
        cells = {
            field_: value if field_ in WHEN else _plain(value) for field_ in columns.fields
            if (value := columns.value(row, field_)) != "" or field_ in COLUMNS
        }  # fmt: skip
        return Row(
            line=row.number, cells=cells, columns=self._others(row), sheet=self.sheet,
            names=columns.names, day=day, problem=self._problem(row),
        )  # fmt: skip

    def _others(self, row: tables.Row) -> dict[str, str]:
        """The cells of all columns but the usual five, by the names that templates know."""
        kept = {}
        for head, value in zip(self.columns.heads, row.values, strict=False):
            text = value.strip() if isinstance(value, str) else text_of(value)
            if head.field not in COLUMNS and (head.named or text):
                kept[head.name] = text
        return kept

    def _problem(self, row: tables.Row) -> Problem | None:
        """In a text, what stands beside the columns: a mark inside a cell has parted it."""
        if self.columns.sheet.name:
            return None
        width = self.columns.width
        if any(text_of(value) for value in row.values[width:]):
            return error("row-long", cells=len(row.values), columns=width)
        for number, (head, value) in enumerate(zip(self.columns.heads, row.values, strict=False), 1):
            if not head.named and text_of(value):
                return error("column-nameless", number=number, text=text_of(value)[:40])
        return None

    def told(self) -> Iterator[Problem]:
        """What there is to say of rows that hold no session, or have no day of their own."""
        at = Place(self.where)
        if self.passed:
            shown = [Text("row-quoted", text=text[:40], row=number) for number, text in self.passed]
            more = len(shown) > MOST_PASSED
            yield warning(
                "rows-passed", at=at, count=len(shown), rows=[*shown[:MOST_PASSED], *["…"] * more]
            )
        if self.carried:
            yield note("days-carried", at=at, count=len(self.carried), first=self.carried[0])


def _plain(value: Value) -> Value:
    """A cell without the line ends in it, which tables break lines with."""
    if not isinstance(value, str):
        return value
    return " ".join(part for line in value.split("\n") if (part := line.strip()))


# TOML


def parse_toml(text: str, where: str) -> ProgrammeTable:
    """The ``[[events]]`` of a TOML file, with its title, lang and zone. Raises SourceError."""
    try:
        tree = toml_files.parse_toml(text)
    except toml_files.TomlError as caught:
        at = Place(where, caught.line)
        raise SourceError(error("programme-toml", at=at, reason=caught.reason)) from caught
    events = tree.pop("events", None)
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise SourceError(error("events-missing", at=Place(where)))
    unknown = [
        error("programme-key", at=Place(where, key=name))
        for name, value in tree.items()
        if name not in {"title", "lang", "zone"} or not isinstance(value, str)
    ]
    if unknown:
        raise SourceError(*unknown)
    lines = [n for n, line in enumerate(text.split("\n"), 1) if _TABLE.match(line)]
    lines += [1] * (len(events) - len(lines))  # an inline array has no headers
    rows = tuple(_toml_row(event, line) for event, line in zip(events, lines, strict=False))
    return ProgrammeTable(rows=rows, about=tree)


def _toml_row(event: Mapping[str, Any], line: int) -> Row:
    cells: dict[str, Value] = {}
    more: dict[str, str] = {}
    problem = None
    for key, value in event.items():
        named = vocabulary("programme").named(key)
        column = named.field if named and named.rank == 0 else ""
        if column in cells:
            problem = error("column-languages", at=Place(key=key))
        elif column and isinstance(value, time):
            cells[column] = value.isoformat("minutes")
        elif column and isinstance(value, str | date):
            cells[column] = value.strip() if isinstance(value, str) else value
        elif not column and isinstance(value, str | int | float | date):
            more[key] = str(value)
        else:
            problem = error("value-form", at=Place(key=key), given=type(value).__name__)
    return Row(line=line, cells=cells, columns=more, problem=problem)
