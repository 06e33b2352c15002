"""Columns: the rows of a text that was laid out once, shared out over columns. Pure; points.

A row is a line of text, or what is never divided: a picture with its caption, a row of a table. Rows
know after which of them a column may end (two lines of a paragraph stay together, a heading stays with
what follows), and above which a column may be opened up so that it stands level with its neighbours.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

ROUNDING = 0.05
"""What a row may pass the foot of its column by: heights come from a layout engine in pixels."""

_NEARLY_ALL = 0.75
"""The share of a page from which a column that nothing else fits in ends at a weak break."""

MOST_OPENED = 2
"""So many lines are set above one row at most, to make columns level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row from ``top`` to ``bottom`` in a galley.

    A column may end after it where ``breaks``; space may stand above it where it ``opens`` (a heading,
    a list, a picture) or, at need, where it ``starts`` a paragraph. ``head`` is the height of a table's
    head that is repeated above it where it starts a column. ``weak`` marks a row after which a column
    ends only where nothing else is possible; never after one that ``holds`` on to the next. ``line`` is
    that of the page which its block is written in; 0 where it is not known.
    """

    top: float
    bottom: float
    breaks: bool = True
    opens: bool = False
    starts: bool = False
    head: float = 0.0
    weak: bool = False
    holds: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The rows ``first`` to ``last`` (left out), and the space that is added ``above`` some of them."""

    first: int
    last: int
    height: float
    above: Mapping[int, float] = field(default_factory=dict)


class Flow:
    """The rows of a text, and how they fill columns. ``line`` is the distance of its lines."""

    def __init__(self, rows: Sequence[Row], line: float, page: float = 0.0) -> None:
        """``page`` is the height of a whole page, in which weak breaks are better than none."""
        self.page = page
        self.rows = tuple(rows)
        self.line = line
        self.tops = [row.top for row in rows]
        self.bottoms = [row.bottom for row in rows]
        self._ends = self._last_break([row.breaks for row in rows])
        self._weak = self._last_break([row.breaks or row.weak for row in rows])
        self._filled: dict[tuple[int, float, int, int], tuple[Column, ...]] = {}
        self._open: dict[tuple[int, int, int], Column] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @staticmethod
    def _last_break(allowed: Sequence[bool]) -> list[int]:
        """For each row: how many rows there are up to the last one so far that is ``allowed``."""
        found, last = [], 0
        for at, breaks in enumerate(allowed):
            last = at + 1 if breaks or at == len(allowed) - 1 else last
            found.append(last)
        return found

    def height(self, first: int, last: int) -> float:
        """The height of the rows ``first`` to ``last`` (left out) in one column."""
        return (
            self.bottoms[last - 1] - self.tops[first] + self.rows[first].head if last > first else 0.0
        )

    def goes_on(self, row: int) -> bool:
        """Whether ``row`` stands within a paragraph that starts before it."""
        return 0 < row < len(self.rows) and not (self.rows[row].starts or self.rows[row].opens)

    def end(self, first: int, room: float, last: int) -> int:
        """Where a column of ``room`` points that starts with ``first`` ends, ``last`` at most.

        ``first`` itself where not even its first undivided rows have room.
        """
        foot = self.tops[first] - self.rows[first].head + room + ROUNDING
        reach = min(bisect_right(self.bottoms, foot, lo=first), last)
        if reach >= last:
            return last
        if reach <= first:
            return first
        ends = self._ends[reach - 1]
        if ends > first or room < self.page * _NEARLY_ALL:
            return max(ends, first)
        return max(first, self._weak[reach - 1])

    def fill(self, first: int, last: int, room: float, count: int) -> tuple[Column, ...]:
        """``count`` columns of ``room`` points with the rows from ``first``; fewer where they end."""
        key = (first, room, count, last)
        if key not in self._filled:
            columns = []
            for _ in range(count):
                end = self.end(first, room, last) if first < last else first
                if end == first:
                    break
                columns.append(Column(first=first, last=end, height=self.height(first, end)))
                first = end
            self._filled[key] = tuple(columns)
        return self._filled[key]

    def balanced(self, first: int, last: int, count: int, most: float) -> tuple[Column, ...]:
        """All rows ``first`` to ``last`` in ``count`` columns, as low as can be.

        () where they would be higher than ``most``.
        """
        total = self.height(first, last)
        lines = max(1, math.floor(total / count / self.line - ROUNDING))
        most_lines = math.floor(most / self.line + ROUNDING)
        low, high = lines, most_lines
        if low > high or not self._holds(first, last, high, count):
            return ()
        step = 1
        while not self._holds(first, last, min(low, high), count):
            low, step = low + step, step * 2
        high = min(low, high)
        low = max(lines, high - step // 2)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._holds(first, last, middle, count) else (middle + 1, high)
        return self.fill(first, last, high * self.line, count)

    def _holds(self, first: int, last: int, lines: int, count: int) -> bool:
        columns = self.fill(first, last, lines * self.line, count)
        return bool(columns) and columns[-1].last == last

    def levelled(self, columns: Sequence[Column], *, ends: bool) -> tuple[Column, ...]:
        """``columns`` opened up so that all end on one line.

        The last one is left as it is where the text ``ends``.
        """
        if not columns:
            return ()
        foot = max(column.height for column in columns)
        free = columns[-1] if ends else None
        return tuple(c if c is free else self._opened(c, foot - c.height) for c in columns)

    def _opened(self, column: Column, missing: float) -> Column:
        """A column of rows as they are, higher by the lines that ``missing`` holds if it can be."""
        lines = math.floor(missing / self.line + ROUNDING)
        if lines < 1:
            return column
        key = (column.first, column.last, lines)
        if key not in self._open:
            self._open[key] = self._opened_by(column, lines)
        return self._open[key]

    def _opened_by(self, column: Column, lines: int) -> Column:
        inside = range(column.first + 1, column.last)
        places = [i for i in inside if self.rows[i].opens and self.rows[i - 1].breaks]
        if lines > MOST_OPENED * len(places):
            places += [i for i in inside if self.rows[i].starts and self.rows[i - 1].breaks]
            places = sorted(set(places))
        if not places:
            return column
        lines = min(lines, MOST_OPENED * len(places))
        each, more = divmod(lines, len(places))
        above = {
            place: (each + (n < more)) * self.line for n, place in enumerate(places) if each or n < more
        }
        return replace(column, above=above, height=column.height + lines * self.line)
