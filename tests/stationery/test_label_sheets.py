"""Label sheets: makers' numbers, grids of one's own, and what moves and orders the cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from brochure.errors import FitError
from brochure.stationery import label_sheets
from brochure.stationery.grids import A4, LETTER, Grid

LIBREOFFICE = {
    "L7157": "6654;2430;6400;2430;646;1400;3;11", "L7159": "6654;3386;6400;3386;646;1306;3;8",
    "L7160": "6604;3810;6350;3810;720;1515;3;7", "L7163": "10164;3810;9910;3810;467;1515;2;7",
    "L7173": "10164;5700;9910;5700;467;600;2;5", "L7651": "4064;2117;3810;2117;467;1090;5;13",
    "L4784": "6604;2963;6350;2963;721;1510;3;9", "C32011": "9500;5400;8500;5400;1500;1350;2;5",
    "5160": "6985;2540;6668;2540;478;1270;3;10", "5163": "10636;5080;10160;5080;396;1270;2;5",
    "5164": "10636;8467;10160;8467;396;1270;2;3", "5167": "5240;1270;4445;1270;714;1270;4;20",
    "5392": "10160;7620;10160;7620;635;2540;2;3", "4226": "4826;1693;4826;1693;848;1306;4;16",
    "4390": "7000;3713;7000;3713;0;0;3;8",
}  # fmt: skip
"""What LibreOffice 7.4.7 has: pitch across and down, size, first corner in 0.01 mm, columns, rows."""


@pytest.mark.parametrize("name", LIBREOFFICE)
def test_a_preset_has_its_makers_measures(name: str) -> None:
    across, down, width, height, left, top, columns, rows = map(int, LIBREOFFICE[name].split(";"))
    grid = label_sheets.presets()[name]
    assert (grid.columns, grid.rows, grid.cell) == (columns, rows, (width / 100, height / 100))
    assert grid.corner == (left / 100, top / 100)
    assert grid.cell[0] + grid.gaps[0] == pytest.approx(across / 100)
    assert grid.cell[1] + grid.gaps[1] == pytest.approx(down / 100)
    assert grid.page == (LETTER if name.startswith("5") else A4)


def test_what_is_printed_on_round_labels_stays_in_the_circle() -> None:
    grid = label_sheets.presets()["C2243"]
    first = next(iter(grid.cells()))
    centre = (22.05 + 19.05, 27.85 + 19.05)
    assert (first.x + grid.cell[0] / 2, first.y + grid.cell[1] / 2) == pytest.approx(centre)
    assert grid.cell[0] * 2**0.5 == pytest.approx(38.1)


def test_names_are_known_with_and_without_their_makers() -> None:
    for name in ("avery-c32011", "C32011", "Avery Zweckform C32011", "avery_c32011"):
        assert label_sheets.label_grid(name) == label_sheets.presets()["C32011"]
    assert label_sheets.label_grid("herma 4390").count == 24
    with pytest.raises(FitError, match='there are no labels "74459"'):
        label_sheets.label_grid("74459")


def corners(grid: Grid) -> list[tuple[float, float]]:
    return [(round(cell.x, 2), round(cell.y, 2)) for cell in grid.cells()]


def test_cells_are_filled_by_rows_or_columns_from_either_side_and_move_with_the_offset() -> None:
    grid = Grid(page=A4, columns=2, rows=2, cell=(50.0, 20.0), corner=(10.0, 30.0))
    assert corners(grid) == [(10, 30), (60, 30), (10, 50), (60, 50)]
    assert corners(replace(grid, by_columns=True)) == [(10, 30), (10, 50), (60, 30), (60, 50)]
    assert corners(replace(grid, rtl=True))[:2] == [(60, 30), (10, 30)]
    assert corners(replace(grid, offset=(1.5, -0.5)))[0] == (11.5, 29.5)
    centred = replace(grid, corner=None, offset=(1.5, -0.5))
    assert corners(centred)[0] == (56.5, 128.0)


def test_a_sheet_of_ones_own_is_a_toml_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        "page = [200, 100]\ncolumns = 2\nrows = 1\n"
        "cell = [80, 60]\ncorner = [7, 20]\npitch = [95, 60]\n"
    )
    grid = label_sheets.label_grid(str(mine))
    assert (grid.page, corners(grid), grid.die_cut) == ((200, 100), [(7, 20), (102, 20)], True)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("columns = 0", "columns = 0: a whole number from 1 to 50"),
        ("rows = true", "rows = true"),
        ('page = "a5"', 'there is no page "a5"'),
        ("cell = [80]", "cell = [80]: two lengths"),
        ("pitch = [70, 60]", "labels overlap"),
        ("corner = [30, 20]", "the last label ends at 205.0 mm, the page at 200.0 mm"),
        ("colour = 3", 'there is no key "colour"'),
        ("round = 1", "round = 1: true or false"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(tmp_path: Path, line: str, says: str) -> None:
    rows = {
        "page": "[200, 100]", "columns": "2", "rows": "1", "cell": "[80, 60]", "corner": "[7, 20]",
        "pitch": "[95, 60]",
    }  # fmt: skip
    key, value = line.split(" = ")
    text = "".join(f"{k} = {v}\n" for k, v in (rows | {key: value}).items())
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(FitError) as caught:
        label_sheets.label_grid(str(tmp_path / "mine.toml"))
    assert says in str(caught.value)


def test_an_offset_is_two_lengths() -> None:
    assert label_sheets.parse_offset("1.5,-0.5") == (1.5, -0.5)
    assert label_sheets.parse_offset("") == (0.0, 0.0)
    for text in ("a,b", "1", "20,0"):
        with pytest.raises(FitError):
            label_sheets.parse_offset(text)
