"""List tables: a spreadsheet, a calendar or a schedule becomes a table of texts that can be corrected.

    taken = taken_in(Path("inscrits.xlsx"))
    taken.data          # a CSV file: UTF-8, every cell in quotation marks

Rows stay as they are written, with what stands above the head and the rows that part days, so that
the command line reads the table as it would read the file. A column that is chosen for a field is
called by the field's usual name, with its own in brackets behind it; one that is for none says so.
Everything here is done in guarded processes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from brochure.errors import BrochureError, SourceError
from brochure.language_tags import primary
from brochure.problems import Place, Problem, Text, error
from brochure.programme import Programme
from brochure.reading import tables
from brochure.reading.columns import Columns, find_columns, guess
from brochure.reading.head_names import Kind, vocabulary
from brochure.reading.people import read_people
from brochure.reading.programmes import TEXTS, read_programme
from brochure.reading.source_text import decode_any
from brochure.reading.tables import Row, Sheet, letters, text_of
from brochure.reading.written_clocks import days_named
from brochure.reading.written_dates import read_weekday
from brochure.studio.list_values import KINDS, Column, ListSeen, Options, SeenRow, TakenIn

_REMARK = re.compile(r"\A([^()\[\]]{1,80}) \((.{0,300})\)\Z", re.DOTALL)
"""A head that was chosen: the usual name of its field, and its own."""

_PARTS = re.compile(r"\s{0,9}[/|–—-]\s{0,9}")

_NAMES_OF_PEOPLE = {"name", "first_name", "family_name"}
_WHENS = {"start", "day"}


# What comes in


def taken_in(path: Path, kind: str = "", sheet: str = "", lang: str = "fr") -> TakenIn:
    """The table in the file ``path``; of a workbook in the ``sheet`` so called, or where one is found.

    Its ``kind`` is found out unless it is given. Of a programme all sheets that list sessions are put
    one below the other. Raises SourceError and ProgrammeError for what is none.
    """
    if path.suffix.lower() in TEXTS:
        made = read_programme(path)
        return TakenIn(
            data=_written(_of_programme(made), made.lang), kind="programme", lang=made.lang,
            title=made.title, told=made.warnings,
        )  # fmt: skip
    sheets = [one for one in tables.read_tables(path) if one.rows]
    if not sheets:
        raise SourceError(error("list-empty", at=Place(str(path))))
    names = tuple(one.name for one in sheets)
    chosen = [one for one in sheets if one.name == sheet] or [s for s in sheets if not s.hidden]
    chosen = chosen or sheets
    found = {one: _likeliest(chosen, one) for one in (_kind_of(kind),) if one}
    found = found or {one: _likeliest(chosen, one) for one in KINDS}
    likely = max(found, key=lambda one: sum(len(columns.fields) for columns in found[one][:1]))
    good = found[likely]
    told = tuple(p for columns in good for p in columns.sheet.told)
    rows = _joined(good, lang) if good else [[text_of(v) for v in row.values] for row in chosen[0].rows]
    langs = frozenset.intersection(*(columns.langs for columns in good)) if good else frozenset()
    own = lang if not langs or lang in langs else min(langs)
    return TakenIn(
        data=_written(rows, own), kind=likely, lang=own, sheets=names,
        sheet=good[0].sheet.name if len(good) == 1 else "", told=told,
    )  # fmt: skip


def _kind_of(given: str) -> Kind | None:
    return next((kind for kind in KINDS if kind == given), None)


def _likeliest(sheets: Sequence[Sheet], kind: Kind) -> list[Columns]:
    """The sheets that list what the ``kind`` is of: all for a programme, the first for people."""
    tried = [find_columns(sheet, kind) for sheet in sheets]
    good = [columns for columns in tried if columns and _is_of(columns, kind)]
    return good if kind == "programme" else good[:1]


def _is_of(columns: Columns, kind: Kind) -> bool:
    fields = columns.fields.keys()
    if kind == "people":
        return bool(_NAMES_OF_PEOPLE & fields)
    return "title" in fields and bool(_WHENS & fields)


def _joined(good: Sequence[Columns], lang: str) -> list[list[str]]:
    """The rows of tables below each other: columns of one field, or of one name, are one column."""
    keys: list[str] = []
    heads: list[str] = []
    for columns in good:
        for key, head, _ in _kept(columns):
            if key not in keys:
                keys.append(key)
                heads.append(head)
    first = good[0]
    above = [[text_of(value) for value in row.values] for row in first.above]
    rows = [*above, heads]
    for columns in good:
        name = columns.sheet.name
        if name and (len(good) > 1 or _says_day(name, lang)):
            rows.append([name])  # a row that stands alone parts days, as the sheet did
        places = {key: at for key, _, at in _kept(columns)}
        for row in columns.rows:
            if sum(bool(text_of(value)) for value in row.values) == 1:
                rows.append([next(text for value in row.values if (text := _cell(value)))])
                continue
            cells = [row.values[places[key]] if key in places and places[key] < len(row.values) else ""
                     for key in keys]  # fmt: skip
            rows.append([_cell(value) for value in cells])
    return rows


def _kept(columns: Columns) -> Iterator[tuple[str, str, int]]:
    """What tells each column from others, what it is called, and where it stands; empty ones go."""
    for at, head in enumerate(columns.heads):
        filled = any(at < len(row.values) and text_of(row.values[at]) for row in columns.rows)
        if head.named or filled:
            yield head.field or f"={head.name}", head.name, at


def _says_day(name: str, lang: str) -> bool:
    return bool([*days_named(name, lang)]) or read_weekday(name, lang) is not None


def _cell(value: tables.Value) -> str:
    """A cell as it would be typed; texts keep the lines that they have."""
    return value.strip() if isinstance(value, str) else text_of(value)


def _of_programme(made: Programme) -> list[list[str]]:
    """The sessions of a calendar or a schedule as rows, by the usual names of their fields."""
    usual, lang = vocabulary("programme").usual, primary(made.lang)
    fields = ("title", "start", "end", "room", "address", "speakers", "track", "language", "access")
    rows = [
        [session.title, _when(session.starts), _when(session.ends), session.room, session.url,
         session.speakers, session.track, session.language, session.access]
        for session in made.sessions
    ]  # fmt: skip
    used = [at for at, name in enumerate(fields) if at < 3 or any(row[at] for row in rows)]
    heads = [usual[fields[at]].get(lang) or usual[fields[at]]["en"] for at in used]
    return [heads, *([row[at] for at in used] for row in rows)]


def _when(moment: Any) -> str:
    if moment is None:
        return ""
    return moment.isoformat(" ", "minutes") if isinstance(moment, datetime) else str(moment.isoformat())


# The file


def _parsed(data: bytes, where: str) -> list[Row]:
    """The rows of a list, each with the line it begins in; empty ones stay. Raises SourceError."""
    text, _ = decode_any(data, where)
    mark = tables.separator(text)
    rows: list[Row] = []
    before = 0
    reader = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    try:
        for cells in reader:
            if cells:
                rows.append(Row(before + 1, tuple(cells)))
            before = reader.line_num
    except csv.Error as caught:
        at = Place(where, before + 1)
        raise SourceError(error("csv-unreadable", at=at, reason=str(caught))) from caught
    return rows


def _written(rows: Sequence[Sequence[str]], lang: str) -> bytes:
    """A CSV file of ``rows``, all as wide as the widest, as spreadsheets open it by a double click.

    UTF-8 with its mark at the start; every cell in quotation marks, so that what parts columns is
    certain: a comma in English, else a semicolon.
    """
    width = max(map(len, rows), default=1)
    out = io.StringIO()
    mark = "," if primary(lang) == "en" else ";"
    writer = csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _columns(rows: Sequence[Row], kind: Kind) -> tuple[int, list[str], Mapping[str, int]]:
    """Which row heads the table, its cells, and the column of each field.

    Where no row does, it is the first that holds two texts or more, or the first.
    """
    filled = tuple(row for row in rows if not row.is_empty)
    found = find_columns(Sheet(name="", rows=filled), kind)
    if found:
        at = next(i for i, row in enumerate(rows) if row.number == found.line)
        return at, [text_of(value) for value in rows[at].values], found.fields
    several = (i for i, row in enumerate(rows) if sum(bool(text_of(v)) for v in row.values) > 1)
    at = next(several, 0)
    return at, [text_of(value) for value in rows[at].values], {}


# Corrections


def edited(data: bytes, options: Options, edits: Sequence[Mapping[str, Any]]) -> bytes:
    """The file after ``edits``, of which each is one of these.

        {"line": 4, "column": 2, "value": "Salle B"}    a cell
        {"remove": 4}                                   the row that begins in that line
        {"add": True}                                   an empty row at the end
        {"column": 2, "field": "room"}                  what a column is; "" for none

    Raises SourceError for anything else, and for places that are not there.
    """
    parsed = _parsed(data, "")
    rows, lines = [[*map(str, row.values)] for row in parsed], [row.number for row in parsed]
    for edit in edits:
        match edit:
            case {"line": int(line), "column": int(column), "value": str(value)}:
                cells = rows[_place(lines, line)]
                if not 0 <= column < 10_000:
                    raise SourceError(error("list-edit"))
                cells += [""] * (column + 1 - len(cells))
                cells[column] = value.replace("\r\n", "\n")
            case {"remove": int(line)}:
                at = _place(lines, line)
                del rows[at], lines[at]
            case {"add": True}:
                rows.append([""] * max(map(len, rows), default=1))
                lines.append(0)
            case {"column": int(column), "field": str(name)}:
                _choose(rows, column, name, options)
            case _:
                raise SourceError(error("list-edit"))
    return _written(rows, options.lang)


def _place(lines: Sequence[int], line: int) -> int:
    if line not in lines:
        raise SourceError(error("list-edit"))
    return lines.index(line)


def _choose(rows: list[list[str]], column: int, name: str, options: Options) -> None:
    """Call ``column`` as the field called ``name`` is called; whatever was that field is none."""
    kind = _kind_of(options.kind) or "programme"
    numbered = [Row(at, tuple(cells)) for at, cells in enumerate(rows, 1)]
    at, heads, fields = _columns(numbered, kind)
    known = vocabulary(kind).usual
    if not 0 <= column < len(heads) or (name and name not in known):
        raise SourceError(error("list-edit"))
    lang = primary(options.lang)
    head = rows[at]
    for other, place in fields.items():
        if place == column or other == name:
            head[place] = _left_out(own_name(head[place], kind), options.lang)
    if name:
        usual = known[name].get(lang) or known[name]["en"]
        own = own_name(head[column], kind, options.lang)
        same = not own or vocabulary(kind).field_of(own) == name
        head[column] = (own or usual) if same else f"{usual} ({own})"
        if guess(head, kind).get(name) != column:  # its own name says more than its place
            head[column] = usual


def own_name(head: str, kind: Kind, lang: str = "") -> str:
    """What a column was called in its file."""
    for ending in (Text("list-left-out", name="").render(own) for own in ("en", "fr")):
        head = head.removesuffix(ending)
    found = _REMARK.match(head)
    if found and any(found[1] in names.values() for names in vocabulary(kind).usual.values()):
        return found[2]
    return head


def _left_out(own: str, lang: str) -> str:
    """A name that no field has: "Thème, not taken"; of "Salle / Room" each half would be one."""
    name = _PARTS.sub(", ", own)
    return Text("list-left-out", name=name).render("fr" if primary(lang) == "fr" else "en")


# What it says


def seen(path: Path, data: bytes, options: Options) -> ListSeen:
    """The list in ``data``, which the file at ``path`` holds: its columns, rows, and what is wrong.

    Each fault stands at the row and the column that it is in. Raises SourceError for what is no table.
    """
    where = path.name
    kind = _kind_of(options.kind) or "programme"
    rows = _parsed(data, where)
    if not rows:
        raise SourceError(error("list-empty", at=Place(where)))
    at, heads, fields = _columns(rows, kind)
    width = max(len(row.values) for row in rows)
    heads += [letters(column) for column in range(len(heads), width)]
    named = {column: name for name, column in fields.items()}
    problems, count = _problems(path, options)
    lines = {row.number: row for row in rows}
    ends = sorted(lines)
    of_rows: dict[int, list[Problem]] = {}
    others: list[Problem] = []
    for problem in problems:
        line = problem.place.line or 0
        row = max((number for number in ends if number <= line), default=0)
        if row and row != rows[at].number:
            of_rows.setdefault(row, []).append(problem)
        else:
            others.append(problem)
    return ListSeen(
        columns=tuple(
            Column(name=own_name(head, kind), head=head, field=named.get(column, ""))
            for column, head in enumerate(heads)
        ),
        above=tuple(" ".join(filter(None, map(text_of, row.values))) for row in rows[:at]),
        rows=tuple(
            SeenRow(
                line=row.number,
                cells=tuple(map(str, (*row.values, *[""] * (width - len(row.values))))),
                problems=tuple(of_rows.get(row.number, ())),
            )
            for row in rows[at + 1 :]
        ),
        problems=tuple(others), count=count,
    )  # fmt: skip


def _problems(path: Path, options: Options) -> tuple[list[Problem], int]:
    """What the command line says of the list, each fault by itself, and how many it counts."""
    try:
        if options.kind == "people":
            people = read_people(path, **options.reading)
            shown = [p for p in people.warnings if p.id != "people-columns"]  # the table shows them
            return shown, len(people.persons)
        programme = read_programme(path, each=True, **options.reading)
    except BrochureError as caught:
        return [*caught.problems], 0
    return [*programme.warnings], len(programme.sessions)
