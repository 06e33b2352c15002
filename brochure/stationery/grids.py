"""Grids: the cells of a page, in millimetres, and the marks that they are cut along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

A4 = (210.0, 297.0)
A4_LANDSCAPE = (297.0, 210.0)
LETTER = (215.9, 279.4)

MARK_MM = 4.0
"""The length of a cut mark."""

UNPRINTED_MM = 5.0
"""What office printers leave blank along the edges of a page."""

_AWAY_MM = 1.0
"""From a cut mark to the cell beside it, so that a cut beside the line takes the line off."""

_EDGE_MM = 0.1
"""A cut so near to the page's edge is that edge: the cells of "3x8" fill the page to rounding."""

MOST_ACROSS = 50
"""The most columns or rows of a page."""


class Cell(NamedTuple):
    """The left top corner of a cell, from the page's left top corner, in millimetres."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells of one size on a page; every length in millimetres.

    ``page`` and ``cell`` are width and height, ``gaps`` what lies between cells across and down. The
    first cell's ``corner`` is so far from the left top of the page; without one cells are centred.
    Sheets that are ``die_cut`` need no marks. ``offset`` moves all cells to the right and down: what a
    printer feeds askew. The first ``skip`` cells of the first page stay empty. Cells follow each other
    row by row, or ``by_columns``; from the left, or from the right (``rtl``).
    """

    page: tuple[float, float]
    columns: int
    rows: int
    cell: tuple[float, float]
    gaps: tuple[float, float] = (0.0, 0.0)
    die_cut: bool = False
    corner: tuple[float, float] | None = None
    offset: tuple[float, float] = (0.0, 0.0)
    skip: int = 0
    by_columns: bool = False
    rtl: bool = False

    @property
    def count(self) -> int:
        """The number of cells on a page."""
        return self.columns * self.rows

    @property
    def margins(self) -> tuple[float, float]:
        """The width left of the cells and the height above them, in millimetres."""
        if self.corner is not None:
            return self.corner[0] + self.offset[0], self.corner[1] + self.offset[1]
        width = self.columns * self.cell[0] + (self.columns - 1) * self.gaps[0]
        height = self.rows * self.cell[1] + (self.rows - 1) * self.gaps[1]
        return (
            (self.page[0] - width) / 2 + self.offset[0],
            (self.page[1] - height) / 2 + self.offset[1],
        )

    def cells(self) -> Iterator[Cell]:
        """Every cell in the order in which they are filled."""
        left, top = self.margins
        columns, rows = range(self.columns), range(self.rows)
        across = columns[::-1] if self.rtl else columns
        places = (
            [(column, row) for column in across for row in rows]
            if self.by_columns
            else [(column, row) for row in rows for column in across]
        )
        for column, row in places:
            yield Cell(
                left + column * (self.cell[0] + self.gaps[0]), top + row * (self.cell[1] + self.gaps[1])
            )

    def fold_marks(self) -> Iterator[tuple[float, float, float, float]]:
        """The lines that show where to fold pieces of two faces: at both sides of each fold."""
        left, top = self.margins
        right = left + self.columns * self.cell[0] + (self.columns - 1) * self.gaps[0]
        for row in range(1, self.rows, 2):
            y = top + row * self.cell[1] + (row - 1) * self.gaps[1]
            for x in (max(left, UNPRINTED_MM), min(right, self.page[0] - UNPRINTED_MM) - MARK_MM):
                yield x, y, x + MARK_MM, y

    def cut_marks(self) -> Iterator[tuple[float, float, float, float]]:
        """The lines that show where to cut, each as x and y of both its ends, in millimetres.

        They are in the margins; where margins are too narrow, on the cuts, at the cells' corners.
        """
        left, top = self.margins
        xs = [x for c in range(self.columns) for x in _edges(left, c, self.cell[0], self.gaps[0])]
        ys = [y for r in range(self.rows) for y in _edges(top, r, self.cell[1], self.gaps[1])]
        xs, ys = sorted(set(xs)), sorted(set(ys))
        for x in _inside(xs, self.page[0]):
            for start, end in _spans(ys, self.page[1]):
                yield x, start, x, end
        for y in _inside(ys, self.page[1]):
            for start, end in _spans(xs, self.page[0]):
                yield start, y, end, y


def _edges(margin: float, number: int, side: float, gap: float) -> tuple[float, float]:
    """Where cell ``number`` of a row or column begins and ends."""
    start = margin + number * (side + gap)
    return round(start, 4), round(start + side, 4)


def _inside(cuts: list[float], length: float) -> Iterator[float]:
    """The cuts that are not the page's own edges."""
    return (cut for cut in cuts if _EDGE_MM < cut < length - _EDGE_MM)


def _spans(across: list[float], length: float) -> Iterator[tuple[float, float]]:
    """The pieces of a cut that are drawn, given the cuts ``across`` it and the page's ``length``.

    Nothing is drawn within UNPRINTED_MM of the page's edges, where office printers print nothing.
    """
    first, last = across[0], across[-1]
    if first >= UNPRINTED_MM + MARK_MM + _AWAY_MM:
        yield first - _AWAY_MM - MARK_MM, first - _AWAY_MM
        yield last + _AWAY_MM, last + _AWAY_MM + MARK_MM
        return
    yield UNPRINTED_MM, UNPRINTED_MM + MARK_MM
    yield length - UNPRINTED_MM - MARK_MM, length - UNPRINTED_MM
    for cut in across:
        if 2 * UNPRINTED_MM < cut < length - 2 * UNPRINTED_MM:
            yield cut - MARK_MM / 2, cut + MARK_MM / 2


LABELS = {
    "3x8": Grid(page=A4, columns=3, rows=8, cell=(70.0, 37.125)),
    "2x7": Grid(page=A4, columns=2, rows=7, cell=(105.0, 297 / 7)),
}
"""Label sheets that fill an A4 page, to be cut; those of makers are `label_sheets.presets`."""

DOOR_SIGN = Grid(page=A4, columns=1, rows=1, cell=A4)
BADGE = Grid(page=A4_LANDSCAPE, columns=4, rows=2, cell=(74.0, 105.0))
TABLE_TENT = Grid(page=A4, columns=1, rows=2, cell=(210.0, 148.5))
