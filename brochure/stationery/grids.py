"""Grids: the cells of a page, in millimetres, and the marks that they are cut along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from brochure.errors import FitError
from brochure.problems import error

A4 = (210.0, 297.0)
A4_LANDSCAPE = (297.0, 210.0)

MARK_MM = 4.0
"""The length of a cut mark."""

UNPRINTED_MM = 5.0
"""What office printers leave blank along the edges of a page."""

_AWAY_MM = 1.0
"""From a cut mark to the cell beside it, so that a cut beside the line takes the line off."""

_EDGE_MM = 0.1
"""A cut so near to the page's edge is that edge: the cells of "3x8" fill the page to rounding."""

_LEAST_CELL_MM = 10.0
MOST_ACROSS = 50


class Cell(NamedTuple):
    """The left top corner of a cell, from the page's left top corner, in millimetres."""

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
        """The number of cells on a page."""
        return self.columns * self.rows

    @property
    def margins(self) -> tuple[float, float]:
        """The width left of the cells and the height above them, in millimetres."""
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
    """The grid of that name in LABELS, or of COLUMNSxROWS cells that share an A4 page.

    label_grid("L7160"), label_grid("4x6", gaps="2x0", margins="8x12")

    ``gaps`` are the millimetres between cells, across and down; ``margins`` those on each side of all
    cells, and above and below them. Raises FitError for a grid that is none.
    """
    known = next((grid for name, grid in LABELS.items() if name.lower() == named.lower()), None)
    if known and not gaps and not margins:
        return known
    found = _COUNT.fullmatch(named.strip())
    if not found:
        if known:
            raise FitError(error("grid-own-gaps", name=named))
        raise FitError(error("grid-unknown", name=named, known=tuple(LABELS)))
    columns, rows = int(found[1]), int(found[2])
    if not (1 <= columns <= MOST_ACROSS and 1 <= rows <= MOST_ACROSS):
        raise FitError(error("grid-count", name=named, most=MOST_ACROSS))
    (across, down), (left, top) = _pair("--gaps", gaps), _pair("--margins", margins)
    cell = (
        (A4[0] - 2 * left - (columns - 1) * across) / columns,
        (A4[1] - 2 * top - (rows - 1) * down) / rows,
    )
    if min(cell) < _LEAST_CELL_MM:
        raise FitError(
            error(
                "grid-cells-small", name=named, width_mm=cell[0], height_mm=cell[1],
                least_mm=_LEAST_CELL_MM,
            )
        )  # fmt: skip
    return Grid(page=A4, columns=columns, rows=rows, cell=cell, gaps=(across, down))


def _pair(option: str, text: str) -> tuple[float, float]:
    """The two lengths of ``option``; none is 0."""
    if not text:
        return 0.0, 0.0
    found = _LENGTHS.fullmatch(text.strip())
    if not found:
        raise FitError(error("grid-lengths", option=option, text=text))
    across, down = (float(found[i].replace(",", ".")) for i in (1, 2))
    return across, down
