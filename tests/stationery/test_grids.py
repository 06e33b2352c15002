"""Grids: cells fill the page, cut marks are on the cuts, and a grid that is none is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure import messages
from brochure.errors import FitError
from brochure.stationery import grids, label_sheets

AVERY = {
    "L7160": (21, (63.5, 38.1), (7.2, 15.15)),
    "L7163": (14, (99.1, 38.1), (4.67, 15.15)),
}
"""Labels on a page, each one's size and the margins, as Avery's own templates have them."""


@pytest.mark.parametrize("name", AVERY)
def test_the_sheets_of_avery_are_where_avery_cuts_them(name: str) -> None:
    grid = label_sheets.label_grid(name)
    count, cell, margins = AVERY[name]
    assert (grid.count, grid.cell) == (count, cell)
    assert grid.margins == pytest.approx(margins)


@given(
    st.integers(1, 6), st.integers(1, 12), st.floats(0, 4), st.floats(0, 4), st.floats(0, 15),
    st.floats(0, 15),
)  # fmt: skip
def test_cells_fill_the_page_within_its_margins_and_never_overlap(
    columns: int, rows: int, across: float, down: float, left: float, top: float
) -> None:
    grid = label_sheets.label_grid(
        f"{columns}x{rows}", f"{across:.3f}x{down:.3f}", f"{left:.3f}x{top:.3f}"
    )
    assert grid.margins == pytest.approx((left, top), abs=0.01)
    cells = list(grid.cells())
    assert len(set(cells)) == len(cells) == columns * rows
    width, height = grid.cell
    for x, y in cells:
        assert x >= left - 0.01
        assert y >= top - 0.01
        assert x + width <= 210 - left + 0.01
        assert y + height <= 297 - top + 0.01
    for one, other in ((a, b) for a in cells for b in cells if a < b):
        apart_x = abs(one.x - other.x) >= width + across - 0.01
        apart_y = abs(one.y - other.y) >= height + down - 0.01
        assert apart_x or apart_y


@pytest.mark.parametrize("grid", [*grids.LABELS.values(), grids.BADGE, grids.TABLE_TENT])
def test_cut_marks_lie_on_the_cuts_and_enter_no_cell(grid: grids.Grid) -> None:
    marks = list(grid.cut_marks())
    assert marks
    edges_x = {round(x + side, 3) for x, _ in grid.cells() for side in (0, grid.cell[0])}
    edges_y = {round(y + side, 3) for _, y in grid.cells() for side in (0, grid.cell[1])}
    for x, y, u, v in marks:
        assert (x == u and round(x, 3) in edges_x) or (y == v and round(y, 3) in edges_y)
        assert min(x, u) >= 0
        assert max(x, u) <= grid.page[0]
        assert min(y, v) >= 0
        assert max(y, v) <= grid.page[1]
        middle = ((x + u) / 2, (y + v) / 2)
        inside = [
            cell for cell in grid.cells()
            if cell.x + 0.01 < middle[0] < cell.x + grid.cell[0] - 0.01
            and cell.y + 0.01 < middle[1] < cell.y + grid.cell[1] - 0.01
        ]  # fmt: skip
        assert not inside


WRONG = {
    ("4by10", "", ""): 'there are no labels "4by10"; there are 3x8, 2x7, L7157, L7159, L7160, L7163',
    ("L7160", "2x2", ""): "L7160 has its own gaps and margins; leave --gaps and --margins out",
    ("30x30", "", ""): "labels 30x30: each would be 7.0 × 9.9 mm; 10 mm is the least",
    ("0x3", "", ""): "from 1 to 50 columns and rows",
    ("3x8", "2", ""): '--gaps "2": two lengths in millimetres, across and down, such as 2.5x0',
}


@pytest.mark.parametrize("given", WRONG, ids=str)
def test_a_grid_that_is_none_is_refused_with_what_would_do(given: tuple[str, str, str]) -> None:
    with pytest.raises(FitError) as caught:
        label_sheets.label_grid(*given)
    assert WRONG[given] in str(caught.value)


def test_a_grid_that_is_none_is_told_in_french_too() -> None:
    with pytest.raises(FitError) as caught, messages.using("fr"):
        label_sheets.label_grid("30x30")
    with messages.using("fr"):
        assert "chacune mesurerait 7,0 × 9,9 mm" in str(caught.value)


def test_a_page_of_one_cell_needs_no_cuts() -> None:
    assert list(grids.DOOR_SIGN.cut_marks()) == []
    assert (grids.DOOR_SIGN.count, grids.DOOR_SIGN.margins) == (1, (0, 0))
