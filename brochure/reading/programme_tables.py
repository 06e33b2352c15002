"""Rows: tables (CSV) and TOML files become rows of a programme, each with the line it stands in."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from brochure.errors import SourceError

COLUMNS = ("title", "start", "end", "room", "address")
NAMES: Mapping[str, str] = {name: name for name in COLUMNS} | {
    "titre": "title", "debut": "start", "fin": "end", "salle": "room", "adresse": "address",
}  # fmt: skip
"""The columns of a programme by what a file may call them, without accents."""

_FRENCH = {"title": "titre", "start": "début", "end": "fin", "room": "salle", "address": "adresse"}
_DELIMITERS = ",;\t"
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*events[ \t]*\]\]")

Value = str | date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: its ``cells`` by column, the further ``columns`` of the file, and ``line``, from 1.

    ``fault`` is what is wrong with the row as a whole.
    """

    line: int
    cells: Mapping[str, Value]
    columns: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTable:
    """What a file holds: its ``rows``, and what it says of all of them (title, lang, zone).

    ``english`` is a table whose columns are: then 07/12 may be a day in July.
    """

    rows: tuple[Row, ...]
    english: bool = False
    about: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def of_csv(text: str, where: str) -> ProgrammeTable:
    """The rows of a CSV file: comma, semicolon or tab; the columns in any order.

    Raises SourceError where it has no header with the five columns.
    """
    csv.field_size_limit(len(text) + 1)
    text, before = _from_header(text)
    lines = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    skipped = before
    try:
        header = [cell.strip() for cell in next(lines, [])]
        known = [NAMES.get(_plain(cell), "") for cell in header]
        _refuse_header(header, known, where)
        rows, before = [], skipped + lines.line_num
        for cells in lines:
            line, before = before + 1, skipped + lines.line_num
            if any(cell.strip() for cell in cells):
                rows.append(_row(line, cells, header, known))
    except csv.Error as error:
        raise SourceError(
            f"not a table that can be read ({error}); a quotation mark is not closed, or stands inside "
            "a cell without being doubled",
            where=where, line=before + 1,
        ) from error  # fmt: skip
    named = {_plain(cell) for cell in header} & set(COLUMNS)
    return ProgrammeTable(rows=tuple(rows), english=len(named) == len(COLUMNS))


def _from_header(text: str) -> tuple[str, int]:
    """``text`` from its header on, and how many lines stood before: blank ones, and Excel's "sep=;"."""
    lines = text.split("\n")
    at = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("sep=")), 0)
    return "\n".join(lines[at:]), at


def _row(line: int, cells: list[str], header: list[str], known: list[str]) -> Row:
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    fault = (
        f"the row has {len(cells)} cells and the header {len(header)}; put a cell that holds the "
        "delimiter into quotation marks"
        if extra
        else ""
    )
    nameless = [
        (at, cell) for at, (title, cell) in enumerate(zip(header, cells, strict=False), 1)
        if not title and cell.strip()
    ]  # fmt: skip
    if nameless and not fault:
        at, cell = nameless[0]
        fault = f"column {at} has no name in the first line, and holds “{cell.strip()[:40]}”; name it"
    own = {name: cell.strip() for name, cell in zip(known, cells, strict=False) if name}
    more = {
        title: cell.strip()
        for title, name, cell in zip(header, known, cells, strict=False)
        if title and not name
    }
    return Row(line=line, cells=own, columns=more, fault=fault)


def _delimiter(text: str) -> str:
    """What parts the cells of the first line: the mark that gives most columns of a programme."""
    first = text.split("\n", 1)[0]
    return max(
        _DELIMITERS,
        key=lambda mark: sum(_plain(cell.strip(' "')) in NAMES for cell in first.split(mark)),
    )


def _plain(name: str) -> str:
    """``name`` in small letters without accents."""
    parts = unicodedata.normalize("NFD", name.strip().casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _refuse_header(header: list[str], known: list[str], where: str) -> None:
    missing = [name for name in COLUMNS if name not in known]
    if missing:
        wanted = ", ".join(f"{name} ({_FRENCH[name]})" for name in missing)
        raise SourceError(
            f"the first line names no column {wanted}; it reads “{', '.join(header)[:200]}”, and is to "
            f"be {','.join(COLUMNS)} or {','.join(_FRENCH.values())}, in any order",
            where=where, line=1,
        )  # fmt: skip
    for names in (header, known):
        for name in names:
            if name and names.count(name) > 1:
                raise SourceError(
                    f'the first line names the column "{name}" twice', where=where, line=1
                )


def of_toml(text: str, where: str) -> ProgrammeTable:
    """The ``[[events]]`` of a TOML file, with its title, lang and zone. Raises SourceError."""
    try:
        tree = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"not a readable TOML file: {error}", where=where) from error
    events = tree.pop("events", None)
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise SourceError("it holds no [[events]]: one such table for each", where=where)
    for name, value in tree.items():
        if name not in {"title", "lang", "zone"} or not isinstance(value, str):
            raise SourceError(
                f'"{name}" is not known here; before [[events]] a programme has title, lang and zone, '
                "each a text", where=where,
            )  # fmt: skip
    lines = [n for n, line in enumerate(text.split("\n"), 1) if _TABLE.match(line)]
    lines += [1] * (len(events) - len(lines))
    rows = tuple(_of_table(event, line) for event, line in zip(events, lines, strict=False))
    return ProgrammeTable(rows=rows, about=tree)


def _of_table(event: Mapping[str, Any], line: int) -> Row:
    cells: dict[str, Value] = {}
    more: dict[str, str] = {}
    fault = ""
    for key, value in event.items():
        name = NAMES.get(_plain(key), "")
        if name in cells:
            fault = f"{key} is there in two languages; leave one out"
        elif name and isinstance(value, time):
            cells[name] = value.isoformat("minutes")
        elif name and isinstance(value, str | date):
            cells[name] = value.strip() if isinstance(value, str) else value
        elif not name and isinstance(value, str | int | float | date):
            more[key] = str(value)
        else:
            fault = f"{key} is a {type(value).__name__}; write a text"
    return Row(line=line, cells=cells, columns=more, fault=fault)
