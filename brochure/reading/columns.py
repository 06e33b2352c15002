"""Columns: which row of a table heads it, and which column fills which field.

    found = find_columns(sheet, "people", corrections={"organisation": "Verein"})
    found.fields          # {"first_name": 1, "family_name": 0, "organisation": 3}

Titles above the head are passed over. What nobody knows stays as a column of its own name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from brochure.errors import SourceError
from brochure.problems import Place, error
from brochure.reading.head_names import Kind, fold, vocabulary
from brochure.reading.tables import Row, Sheet, Value, letters, text_of

MOST_COLUMNS = 200
"""Of a table; the exports of conference systems have up to 80."""

MOST_ROWS_ABOVE = 30
"""Rows in which the head is looked for."""

SAMPLE = 200
"""Rows by which a column is judged."""

_WEB = re.compile(
    r"(?i)(?:[a-z][a-z0-9+.-]{0,20}:\S|www\.\S|[^\s@/]{1,250}\.[^\W\d_]{2,20}(?:[/?#:]\S*)?\Z)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column: its ``name`` as it is written, or its letters; ``field`` is what it fills, or ""."""

    name: str
    field: str = ""
    named: bool = True


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns of a ``sheet``, by their ``heads``, which stand in the row of the number ``line``.

    That row has ``width`` cells; ``heads`` are as many as its longest row.
    ``rows`` are those below, ``above`` what stands over it. ``langs`` are the languages in which all
    columns that fill a field are named.
    """

    sheet: Sheet
    line: int
    width: int
    heads: tuple[Head, ...]
    above: tuple[Row, ...]
    rows: tuple[Row, ...]
    langs: frozenset[str] = frozenset()

    @cached_property
    def fields(self) -> Mapping[str, int]:
        """The column of each field, from 0."""
        return {head.field: at for at, head in enumerate(self.heads) if head.field}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the file calls the column of each field."""
        return {head.field: head.name for head in self.heads if head.field}

    def value(self, row: Row, field: str) -> Value:
        """What ``row`` holds for ``field``; "" for nothing, and where no column fills it."""
        at = self.fields.get(field, len(row.values))
        return row.values[at] if at < len(row.values) else ""

    def text(self, row: Row, field: str) -> str:
        """The same as a text in one line."""
        return text_of(self.value(row, field))

    def others(self, row: Row) -> dict[str, str]:
        """What stands in the columns that fill no field, by their names."""
        return {
            head.name: text_of(value)
            for head, value in zip(self.heads, row.values, strict=False)
            if not head.field and (head.named or text_of(value))
        }


def find_columns(
    sheet: Sheet, kind: Kind, corrections: Mapping[str, str] | None = None, *, where: str = ""
) -> Columns | None:
    """The columns of ``sheet``, a table of a ``kind``; None where no row heads it.

    ``corrections`` give the head, or the letters, of a field's column. Raises SourceError for one that
    names no column, and for tables of too many.
    """
    given = corrections or {}
    best, most = None, 0
    for at, row in enumerate(sheet.rows[:MOST_ROWS_ABOVE]):
        names = [text_of(value) for value in row.values]
        known = len(guess(names, kind, given))
        if known > most:
            best, most = at, known
    if best is None:
        return None
    head, rows = sheet.rows[best], sheet.rows[best + 1 :]
    width = max((len(row.values) for row in (head, *rows)), default=0)
    names = [text_of(value) for value in head.values]
    at_head = Place(where, head.number)
    if (named := sum(map(bool, names))) > MOST_COLUMNS:
        raise SourceError(error("columns-many", at=at_head, count=named, most=MOST_COLUMNS))
    if missing := [name for name in given.values() if _column_of(name, names) is None]:
        raise SourceError(error("map-head", at=at_head, heads=missing, known=[n for n in names if n]))
    fields = guess(names, kind, given, rows[:SAMPLE])
    _refuse_twice(names, fields, kind, given, at_head)
    of_columns = {column: field for field, column in fields.items()}
    heads = tuple(
        Head(name=name, field=of_columns.get(column, ""), named=bool(own))
        for column, (name, own) in enumerate(_unique(names, width))
    )
    return Columns(
        sheet=sheet, line=head.number, width=len(names), heads=heads, above=sheet.rows[:best],
        rows=rows, langs=_languages([names[column] for column in fields.values()], kind),
    )  # fmt: skip


def guess(
    names: Sequence[str],
    kind: Kind,
    corrections: Mapping[str, str] | None = None,
    sample: Sequence[Row] = (),
) -> dict[str, int]:
    """The column of each field, from 0, by the ``names`` of all columns.

    The nearest name of a field takes it. A column of addresses holds addresses, where the rows of
    ``sample`` hold anything: in some tables that word means streets.
    """
    known = vocabulary(kind)
    taken: dict[str, int] = {}
    for field, name in (corrections or {}).items():
        if (column := _column_of(name, names)) is not None:
            taken[field] = column
    wanted = [
        (name.rank, column, name.field)
        for column, head in enumerate(names)
        for name in known.all_named(head)
        if name.field != "address" or _may_be_web(column, sample)
    ]
    for _, column, field in sorted(wanted):
        if field not in taken and column not in taken.values():
            taken[field] = column
    if kind == "programme" and "title" not in taken:  # "Thema" is a track beside a title alone
        given = {taken[field] for field in corrections or {} if field in taken}
        own = [column for _, column, field in sorted(wanted) if field == "title"]
        titles = [column for column in own if column not in given]
        if titles:
            taken = {field: column for field, column in taken.items() if column != titles[0]}
            taken["title"] = titles[0]
    if kind == "people" and "first_name" in taken and "family_name" not in taken and "name" in taken:
        taken["family_name"] = taken.pop("name")  # "Nom" beside "Prénom"
    return taken


def parse_corrections(given: Sequence[str], kind: Kind) -> dict[str, str]:
    """The head of each field, from "field=Head"; the field in any language. Raises SourceError."""
    known = vocabulary(kind)
    found, problems = dict[str, str](), []
    for text in given:
        field, equals, head = (part.strip() for part in text.partition("="))
        named = field if field in known.usual else known.field_of(field)
        if not (equals and field and head):
            problems.append(error("map-form", given=text))
        elif not named:
            problems.append(error("map-field", given=field, known=list(known.fields)))
        else:
            found[named] = head
    if problems:
        raise SourceError(*problems)
    return found


def _column_of(name: str, names: Sequence[str]) -> int | None:
    """The column that is called ``name``, or has these letters."""
    folded = [" ".join(fold(own).split()) for own in names]
    wanted = " ".join(fold(name).split())
    if wanted in folded:
        return folded.index(wanted)
    if re.fullmatch(r"[A-Z]{1,2}", name):
        return next((column for column in range(len(names)) if letters(column) == name), None)
    return None


def _may_be_web(column: int, sample: Sequence[Row]) -> bool:
    cells = [text_of(row.values[column]) for row in sample if column < len(row.values)]
    filled = [cell for cell in cells if cell]
    return not filled or any(_WEB.match(cell) or " " not in cell for cell in filled)


def _unique(names: Sequence[str], width: int) -> Iterator[tuple[str, str]]:
    """A name of its own for each of ``width`` columns, and the one that it has."""
    seen = Counter[str]()
    for column in range(max(width, len(names))):
        own = names[column] if column < len(names) else ""
        seen[own] += 1
        if not own:
            yield letters(column), ""
        else:
            yield own if seen[own] == 1 else f"{own} ({seen[own]})", own


def _refuse_twice(
    names: Sequence[str], fields: Mapping[str, int], kind: Kind, given: Mapping[str, str], at: Place
) -> None:
    """Raises SourceError where two columns have the usual name of one field."""
    usual = Counter[str]()
    for head in names:
        if (name := vocabulary(kind).named(head)) and name.rank == 0 and name.field not in given:
            usual[name.field] += 1
    if twice := next((field for field in fields if usual[field] > 1), ""):
        raise SourceError(error("column-twice", at=at, name=twice))


def _languages(names: Sequence[str], kind: Kind) -> frozenset[str]:
    """The languages in which each of ``names`` is a name of a field."""
    known = vocabulary(kind)
    langs = [named.langs for name in names if (named := known.named(name))]
    return frozenset.intersection(*langs) if langs else frozenset()
