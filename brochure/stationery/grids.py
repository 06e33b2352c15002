"""Grids: the cells of a page, in millimetres, and the marks that they are cut along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from brochure.errors import FitError

A4 = (210.0, 297.0)
A4_LANDSCAPE = (297.0, 210.0)

MARK_MM = 4.0
"""The length of a cut mark."""

UNPRINTED_MM = 5.0
"""What office printers leave blank along the edges of a page."""

_AWAY_MM = 1.0
"""From a cut mark to the cell beside it."""

_EDGE_MM = 0.1
_LEAST_CELL_MM = 10.0
MOST_ACROSS = 50


class Cell(NamedTuple):
    """Where a cell's left top corner is, from the page's left top corner, in millimetres."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells of one size on a page, centred on it; every length in millimetres.

    ``page`` and ``cell`` are width and height, ``gaps`` what lies between cells across and down.
    Sheets that are ``die_cut`` need no marks.
    """

    page: tuple[float, float]
    columns: int
    rows: int
    cell: tuple[float, float]
    gaps: tuple[float, float] = (0.0, 0.0)
    die_cut: bool = False

    @property
    def count(self) -> int:
        """Cells on a page."""
        return self.columns * self.rows

    @property
    def margins(self) -> tuple[float, float]:
        """What is left beside the cells, on the left and at the top."""
        width = self.columns * self.cell[0] + (self.columns - 1) * self.gaps[0]
        height = self.rows * self.cell[1] + (self.rows - 1) * self.gaps[1]
        return (self.page[0] - width) / 2, (self.page[1] - height) / 2

    def cells(self) -> Iterator[Cell]:
        """Every cell, row by row from the left top."""
        left, top = self.margins
        for row in range(self.rows):
            for column in range(self.columns):
                yield Cell(
                    left + column * (self.cell[0] + self.gaps[0]),
                    top + row * (self.cell[1] + self.gaps[1]),
                )

    def cut_marks(self) -> Iterator[tuple[float, float, float, float]]:
        """Lines from (x, y) to (x, y) that say where to cut.

        They stand in the margins; where there is none, on the cuts themselves, at the cells' corners.
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


def _edges(margin: float, at: int, side: float, gap: float) -> tuple[float, float]:
    start = margin + at * (side + gap)
    return round(start, 4), round(start + side, 4)


def _inside(cuts: list[float], length: float) -> Iterator[float]:
    """The cuts but for the page's own edges."""
    return (at for at in cuts if _EDGE_MM < at < length - _EDGE_MM)


def _spans(across: list[float], length: float) -> Iterator[tuple[float, float]]:
    """The stretches of a cut that are drawn, given the cuts ``across`` it and the page's length.

    Office printers leave UNPRINTED_MM blank along the page's edges: nothing is drawn there.
    """
    first, last = across[0], across[-1]
    if first >= UNPRINTED_MM + MARK_MM + _AWAY_MM:
        yield first - _AWAY_MM - MARK_MM, first - _AWAY_MM
        yield last + _AWAY_MM, last + _AWAY_MM + MARK_MM
        return
    yield UNPRINTED_MM, UNPRINTED_MM + MARK_MM
    yield length - UNPRINTED_MM - MARK_MM, length - UNPRINTED_MM
    for at in across:
        if 2 * UNPRINTED_MM < at < length - 2 * UNPRINTED_MM:
            yield at - MARK_MM / 2, at + MARK_MM / 2


LABELS = {
    "3x8": Grid(page=A4, columns=3, rows=8, cell=(70.0, 37.125)),
    "2x7": Grid(page=A4, columns=2, rows=7, cell=(105.0, 297 / 7)),
    "L7160": Grid(page=A4, columns=3, rows=7, cell=(63.5, 38.1), gaps=(2.5, 0.0), die_cut=True),
    "L7163": Grid(page=A4, columns=2, rows=7, cell=(99.1, 38.1), gaps=(2.5, 0.0), die_cut=True),
}
"""Label sheets by their usual names; the two of Avery as on its own templates."""

DOOR_SIGN = Grid(page=A4, columns=1, rows=1, cell=A4)
BADGE = Grid(page=A4_LANDSCAPE, columns=4, rows=2, cell=(74.0, 105.0))
TABLE_TENT = Grid(page=A4, columns=1, rows=2, cell=(210.0, 148.5))

_COUNT = re.compile(r"(\d{1,3})\s*[x×]\s*(\d{1,3})")
_LENGTHS = re.compile(r"(\d+(?:[.,]\d+)?)\s*[x×]\s*(\d+(?:[.,]\d+)?)")


def label_grid(named: str, gaps: str = "", margins: str = "") -> Grid:
    """The grid of that name, or of COLUMNSxROWS cells that share an A4 page.

    ``gaps`` are the millimetres between cells, across and down, ``margins`` those beside all of them,
    left and top: "2.5x0". Raises FitError.
    """
    known = next((grid for name, grid in LABELS.items() if name.lower() == named.lower()), None)
    if known and not gaps and not margins:
        return known
    found = _COUNT.fullmatch(named.strip())
    if not found:
        named_ones = ", ".join(LABELS)
        if known:
            raise FitError(f"{named} has its own gaps and margins; leave --gaps and --margins out")
        raise FitError(
            f'there are no labels "{named}"; there are {named_ones}, and any COLUMNSxROWS; others of '
            "Avery by their measures, such as --labels 2x4 --gaps 2.5x0 --margins 4.65x13"
        )
    columns, rows = int(found[1]), int(found[2])
    if not (1 <= columns <= MOST_ACROSS and 1 <= rows <= MOST_ACROSS):
        raise FitError(f"{named}: from 1 to {MOST_ACROSS} columns and rows can be cut from a page")
    (across, down), (left, top) = _pair("--gaps", gaps), _pair("--margins", margins)
    cell = (
        (A4[0] - 2 * left - (columns - 1) * across) / columns,
        (A4[1] - 2 * top - (rows - 1) * down) / rows,
    )
    if min(cell) < _LEAST_CELL_MM:
        raise FitError(
            f"labels {named}: each would be {cell[0]:.1f} × {cell[1]:.1f} mm; {_LEAST_CELL_MM:g} mm is "
            "the least; take fewer, or smaller gaps and margins"
        )
    plain = Grid(page=A4, columns=columns, rows=rows, cell=cell)
    return replace(plain, gaps=(across, down))


def _pair(option: str, text: str) -> tuple[float, float]:
    if not text:
        return 0.0, 0.0
    found = _LENGTHS.fullmatch(text.strip())
    if not found:
        raise FitError(f'{option} "{text}": two lengths in millimetres, across and down, such as 2.5x0')
    across, down = (float(found[i].replace(",", ".")) for i in (1, 2))
    return across, down
