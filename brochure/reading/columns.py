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
from brochure.reading.head_names import SEVERAL, Kind, fold, is_courtesy, vocabulary
from brochure.reading.tables import Row, Sheet, Value, letters, text_of
from brochure.reading.written_clocks import says_day, says_hour

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
        """The column of each field, from 0; of those that fill one together, the first."""
        return {field: columns[0] for field, columns in self._of_fields.items()}

    @cached_property
    def _of_fields(self) -> Mapping[str, Sequence[int]]:
        found = dict[str, list[int]]()
        for at, head in enumerate(self.heads):
            if head.field:
                found.setdefault(head.field, []).append(at)
        return found

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the file calls the column of each field, or its columns, with commas."""
        return {
            field: ", ".join(self.heads[column].name for column in columns)
            for field, columns in self._of_fields.items()
        }

    def value(self, row: Row, field: str) -> Value:
        """What ``row`` holds for ``field``; "" for nothing, and where no column fills it.

        What several columns hold is one text, with commas.
        """
        held = [row.values[at] for at in self._of_fields.get(field, ()) if at < len(row.values)]
        if len(held) < 2:
            return held[0] if held else ""
        return ", ".join(dict.fromkeys(filter(None, map(text_of, held))))

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
    best, most = None, (0, 0)
    for at, row in enumerate(sheet.rows[:MOST_ROWS_ABOVE]):
        names = [text_of(value) for value in row.values]
        found = guess(names, kind, given)
        whole = [column for column in found.values() if not vocabulary(kind).is_partly(names[column])]
        known = (len(whole), len(found))
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
    of_columns = {column: field for field, column in fields.items()} | dict(
        _further(names, fields, kind)
    )
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

    The nearest name of a field takes it. The rows of ``sample`` tell where a name misleads: in some
    tables that word means streets.
    """
    known = vocabulary(kind)
    taken: dict[str, int] = {}
    for field, name in (corrections or {}).items():
        if (column := _column_of(name, names)) is not None:
            taken[field] = column
    corrected = {*taken.values()}
    wanted = sorted(
        (name.rank, column, name.field)
        for column, head in enumerate(names)
        for name in known.all_named(head)
        if _may_hold(name.field, column, sample)
    )
    for _, column, field in wanted:
        if field not in taken and column not in taken.values():
            taken[field] = column
    free = [(column, field) for _, column, field in wanted if column not in corrected]
    return _with_title(taken, names, free, sample) if kind == "programme" else _with_names(taken, names)


def _with_title(
    taken: dict[str, int],
    names: Sequence[str],
    free: Sequence[tuple[int, str]],
    sample: Sequence[Row],
) -> dict[str, int]:
    """``taken``, with what could be a title for one, and days beside hours; ``free`` may be moved."""
    titles = [column for column, field in free if field == "title"]
    if "title" not in taken and titles:  # "Thema" is a track beside a title alone
        taken = {field: column for field, column in taken.items() if column != titles[0]}
        taken["title"] = titles[0]
    if "start" in taken and "day" not in taken:
        nameless = [column for column, head in enumerate(names) if not head]
        if days := [column for column in nameless if _says_days(column, sample)]:
            return taken | {"day": days[0]}
        starts = [column for column, field in free if field == "start"]
        days = [column for column in starts if _says_no_hours(column, sample)]
        others = {column for field, column in taken.items() if field != "start"}
        hours = [column for column in starts if column not in (*days, *others)]
        if days and hours:  # "Quand ?" beside "À quelle heure ?"
            taken |= {"day": days[0], "start": hours[0]}
    return taken


def _with_names(taken: dict[str, int], names: Sequence[str]) -> dict[str, int]:
    """``taken``, where "Nom" beside "Prénom" is the family's, "Nombre" beside "Apellidos" not."""
    if "name" in taken:
        if "first_name" in taken and "family_name" not in taken:
            taken["family_name"] = taken.pop("name")
        elif "family_name" in taken and "first_name" not in taken and _is_bare(names[taken["name"]]):
            taken["first_name"] = taken.pop("name")
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


def _further(names: Sequence[str], fields: Mapping[str, int], kind: Kind) -> Iterator[tuple[int, str]]:
    """Columns that fill a field together with another one: of the same name, but for a number."""
    for field in SEVERAL:
        if field in fields:
            first = _unnumbered(names[fields[field]])
            for column, name in enumerate(names):
                if _unnumbered(name) == first and vocabulary(kind).field_of(name) == field:
                    yield column, field


def _unnumbered(name: str) -> str:
    return fold(name).rstrip(" 0123456789").removesuffix("#").removesuffix("n°").rstrip()


def _column_of(name: str, names: Sequence[str]) -> int | None:
    """The column that is called ``name``, or has these letters."""
    folded = [" ".join(fold(own).split()) for own in names]
    wanted = " ".join(fold(name).split())
    if wanted in folded:
        return folded.index(wanted)
    if re.fullmatch(r"[A-Z]{1,2}", name):
        return next((column for column in range(len(names)) if letters(column) == name), None)
    return None


def _may_hold(field: str, column: int, sample: Sequence[Row]) -> bool:
    """Whether what stands in a column may fill ``field``: streets are no address, "Dr." no function."""
    cells = [text_of(row.values[column]) for row in sample if column < len(row.values)]
    filled = [cell for cell in cells if cell]
    if field == "address":
        return not filled or any(_WEB.match(cell) or " " not in cell for cell in filled)
    return field != "function" or not filled or not all(map(is_courtesy, filled))


def _says_no_hours(column: int, sample: Sequence[Row]) -> bool:
    values = [row.values[column] for row in sample if column < len(row.values)]
    filled = [value for value in values if text_of(value)]
    return bool(filled) and not any(map(says_hour, filled))


def _says_days(column: int, sample: Sequence[Row]) -> bool:
    values = [row.values[column] for row in sample if column < len(row.values)]
    filled = [value for value in values if text_of(value)]
    return bool(filled) and all(map(says_day, filled)) and not any(map(says_hour, filled))


def _is_bare(head: str) -> bool:
    """Whether ``head`` says no more than "name": beside family names, it holds first ones."""
    return any(n.field == "name" and n.rank <= 1 for n in vocabulary("people").all_named(head))


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
        name = vocabulary(kind).named(head)
        if name and name.rank == 0 and name.field not in (*given, *SEVERAL):
            usual[name.field] += 1
    if twice := next((field for field in fields if usual[field] > 1), ""):
        raise SourceError(error("column-twice", at=at, name=twice))


def _languages(names: Sequence[str], kind: Kind) -> frozenset[str]:
    """The languages in which each of ``names`` is a name of a field."""
    known = vocabulary(kind)
    langs = [named.langs for name in names if (named := known.named(name)) and named.langs]
    return frozenset.intersection(*langs) if langs else frozenset()
