"""Tables of documents: cells in a grid, merged ones where they begin.

Tables that only put things in their places are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from brochure.importing.assembly import Entry, Line, cell_of
from brochure.importing.imported import Table

MOST_COLUMNS = 63
"""Of a table of Word's (ECMA-376 part 1, 17.4.17); spans beyond are made to hang programs."""

MOST_ROWS = 2_000


@dataclass(slots=True)
class Place:
    """A place of a grid: the entries of a cell, or none where another cell reaches into it."""

    entries: list[Entry]
    own: bool = True


@dataclass(slots=True)
class Grid:
    """The places of a table in rows, filled from the left to the right."""

    rows: list[list[Place]] = field(default_factory=list)

    def begin(self, gap: int = 0) -> None:
        """Begin a row, with ``gap`` columns that it leaves free."""
        self.rows.append([])
        self.skip(gap)

    def add(self, entries: list[Entry], span: int = 1) -> None:
        """Add a cell that takes ``span`` columns."""
        self.rows[-1].append(Place(entries))
        self.skip(span - 1)

    def skip(self, count: int = 1) -> None:
        """Leave ``count`` places of the row to other cells, or free."""
        room = MOST_COLUMNS - len(self.rows[-1])
        self.rows[-1] += [Place([], own=False) for _ in range(min(count, room))]


def is_bold(places: Sequence[Place]) -> bool:
    """Whether all words in ``places`` are bold, and there are some."""
    lines = [entry for place in places for entry in place.entries]
    return bool(lines) and all(isinstance(line, Line) and line.bold for line in lines)


def heads(rows: Sequence[Sequence[Place]], repeated: Sequence[bool]) -> Callable[[int, int], bool]:
    """Which places are heads, as a function of row and column.

    ``repeated`` says of each row whether it stands again on each page. Where none does, a first row in
    bold is one; so is a first column.
    """
    named = list(repeated)
    mixed = not all(is_bold(row) for row in rows)
    if rows and not any(named):
        named[0] = mixed and is_bold(rows[0])
    first = [row[0] for row, head in zip(rows, named, strict=True) if row and not head]
    down = len(first) > 1 and mixed and is_bold(first)
    return lambda row, column: named[row] or (down and column == 0)


def laid_out(rows: Sequence[Sequence[Place]], is_head: Callable[[int, int], bool]) -> Iterator[Entry]:
    """The table of ``rows``, or what stands in it where it is but a frame.

    That is a table of one cell, and one of one row or one column whose cells hold more than a line.
    Columns that no cell begins in, which odd widths leave behind, and empty rows are gone.
    """
    numbers = [
        at for at, row in enumerate(rows) if any(place.entries or not place.own for place in row)
    ]
    rows = [rows[number] for number in numbers]
    filled = [place for row in rows for place in row if place.entries]
    if not filled:
        return
    wide = max(len(row) for row in rows)
    columns = [at for at in range(wide) if any(len(row) > at and row[at].own for row in rows)]
    rich = any(
        len(place.entries) > 1
        or not isinstance(place.entries[0], Line)
        or place.entries[0].role == "heading"
        for place in filled
    )
    if len(filled) == 1 or (rich and (len(rows) == 1 or len(columns) == 1)):
        for entry in (entry for place in filled for entry in place.entries):
            yield replace(entry, aside=True) if isinstance(entry, Line) else entry
        return
    table = []
    for number, row in zip(numbers, rows, strict=True):
        within = [row[at].entries if at < len(row) else [] for at in columns]
        table.append(tuple(
            cell_of(entries, head=is_head(number, at))
            for at, entries in zip(columns, within, strict=True)
        ))  # fmt: skip
    yield Table(tuple(table))
