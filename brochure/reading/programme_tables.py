"""Tables (CSV) and TOML files become the rows of a programme, each with the line it stands in."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any

from brochure import messages, toml_files
from brochure.errors import SourceError
from brochure.problems import Place, Problem, error
from brochure.text import labels

COLUMNS = ("title", "start", "end", "room", "address")
_DELIMITERS = ",;\t"
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*events[ \t]*\]\]")

Value = str | date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: its ``cells`` by column, the further ``columns`` of the file, and ``line``, from 1.

    ``problem`` is what is wrong with the row as a whole.
    """

    line: int
    cells: Mapping[str, Value]
    columns: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTable:
    """What a file holds: its ``rows``, and what it says of all of them (title, lang, zone).

    ``lang`` is the language in which all of its columns are named, or ""; ``names`` says how each is.
    """

    rows: tuple[Row, ...]
    lang: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()


@cache
def column_names() -> Mapping[str, Mapping[str, str]]:
    """The columns of a programme by language: ``{"fr": {"title": "titre", …}, …}``."""
    named = {lang: labels.in_language(lang)["programme"].get("columns") for lang in labels.languages()}
    return {lang: columns for lang, columns in named.items() if columns}


@cache
def _columns_by_name() -> Mapping[str, str]:
    """Each column by whatever a file may call it, as ``fold`` gives names."""
    return {
        fold(name): column
        for columns in column_names().values()
        for column, name in columns.items()
    }  # fmt: skip


@lru_cache(maxsize=1024)  # asked for each column of each row
def fold(name: str) -> str:
    """``name`` in small letters without accents, for comparing names of columns."""
    parts = unicodedata.normalize("NFD", name.strip().casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


MOST_COLUMNS = 200
"""Of a programme; the exports of conference systems have up to 80."""


def parse_csv(text: str, where: str, needed: Sequence[str] = COLUMNS) -> ProgrammeTable:
    """The rows of a CSV file: comma, semicolon or tab; the columns in any order.

    Raises SourceError where it has no header with the columns ``needed``, or one of too many.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    text, skipped = _from_header(text)
    lines = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    before = skipped
    try:
        header = [cell.strip() for cell in next(lines, [])]
        columns = [_columns_by_name().get(fold(cell), "") for cell in header]
        _refuse_header(header, columns, where, needed)
        rows, before = [], skipped + lines.line_num
        for cells in lines:
            line, before = before + 1, skipped + lines.line_num
            if any(cell.strip() for cell in cells):
                rows.append(_csv_row(line, cells, header, columns))
    except csv.Error as caught:
        at = Place(where, before + 1)
        raise SourceError(error("csv-unreadable", at=at, reason=str(caught))) from caught
    names = {column: name for column, name in zip(columns, header, strict=True) if column}
    return ProgrammeTable(rows=tuple(rows), lang=_language_of(header), names=names)


def _language_of(header: Sequence[str]) -> str:
    names = {fold(cell) for cell in header}
    return next(
        (
            lang for lang, columns in column_names().items()
            if names.issuperset(map(fold, columns.values()))
        ),
        "",
    )  # fmt: skip


def _from_header(text: str) -> tuple[str, int]:
    """``text`` from its header on, and how many lines stood before: blank ones, and Excel's "sep=;"."""
    lines = text.split("\n")
    is_header = (bool(line.strip()) and not line.startswith("sep=") for line in lines)
    first = next((i for i, header in enumerate(is_header) if header), 0)
    return "\n".join(lines[first:]), first


def _delimiter(text: str) -> str:
    """The delimiter that gives the first line most columns of a programme."""
    first = text.split("\n", 1)[0]
    return max(
        _DELIMITERS,
        key=lambda mark: sum(
            fold(cell.strip(' "')) in _columns_by_name() for cell in first.split(mark)
        ),
    )


def _csv_row(line: int, cells: list[str], header: list[str], columns: list[str]) -> Row:
    own, more = {}, {}
    for name, column, cell in zip(header, columns, cells, strict=False):
        if column:
            own[column] = cell.strip()
        elif name:
            more[name] = cell.strip()
    problem = _row_problem(cells, header)
    return Row(line=line, cells=own, columns=more, problem=problem)


def _row_problem(cells: list[str], header: list[str]) -> Problem | None:
    if any(cell.strip() for cell in cells[len(header) :]):
        return error("row-long", cells=len(cells), columns=len(header))
    for number, (name, cell) in enumerate(zip(header, cells, strict=False), 1):
        if not name and cell.strip():
            return error("column-nameless", number=number, text=cell.strip()[:40])
    return None


def _refuse_header(header: list[str], columns: list[str], where: str, needed: Sequence[str]) -> None:
    at = Place(where, 1)
    if len(header) > MOST_COLUMNS:
        raise SourceError(error("columns-many", at=at, count=len(header), most=MOST_COLUMNS))
    if missing := [column for column in needed if column not in columns]:
        english = column_names()["en"]
        told = set(messages.LANGUAGES) - {"en"}  # of the languages of messages; all are understood
        others = [names for lang, names in column_names().items() if lang in told]
        written = ", ".join(header)[:200]
        wanted = [f"{column} ({', '.join(o[column] for o in others)})" for column in missing]
        headers = [",".join(names[c] for c in needed) for names in (english, *others)]
        raise SourceError(
            error("columns-missing", at=at, missing=wanted, header=written, headers=headers)
        )
    for names in (header, columns):
        if twice := next((name for name in names if name and names.count(name) > 1), ""):
            raise SourceError(error("column-twice", at=at, name=twice))


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
        column = _columns_by_name().get(fold(key), "")
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
