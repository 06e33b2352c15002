"""Label sheets: the grids of makers' sheets by their numbers, and of any other from a TOML file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from brochure import assets
from brochure.errors import FitError
from brochure.problems import Place, error
from brochure.stationery.grids import A4, LABELS, LETTER, MOST_ACROSS, Grid
from brochure.toml_files import read_toml, shown

ORDERS = ("rows", "columns")
"""Labels follow each other along rows or down columns."""

PAGES: Mapping[str, tuple[float, float]] = {"a4": A4, "letter": LETTER}
USUAL = ("3x8", "2x7", "L7160", "L7163")
"""Sheets for the labels of sessions, from which one that fits is proposed."""

MOST_OFFSET_MM = 15.0
"""A printer that feeds paper further off than this has the wrong paper in it."""

_LARGEST_MM = 1200.0
_LEAST_CELL_MM = 10.0
_EDGE_MM = 0.3
"""How far cells may pass the edge of the page: makers round their measures."""

_KEYS = {"page", "columns", "rows", "cell", "corner", "pitch", "round"}
_BRAND = re.compile(r"^(avery|zweckform|herma)[\s_-]*(zweckform[\s_-]*)?", re.IGNORECASE)
_COUNT = re.compile(r"(\d{1,3})\s*[x×]\s*(\d{1,3})")
_LENGTHS = re.compile(r"(\d+(?:[.,]\d+)?)\s*[x×]\s*(\d+(?:[.,]\d+)?)")
_OFFSET = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,3})?)\s*[,;x]\s*([+-]?\d{1,3}(?:\.\d{1,3})?)\s*")


@cache
def presets() -> Mapping[str, Grid]:
    """The grids that come with brochure, by the makers' numbers."""
    table = assets.toml("templates/label-sheets.toml")
    return {name: _grid(row, f"templates/label-sheets.toml [{name}]") for name, row in table.items()}


def preset(named: str) -> Grid | None:
    """The grid of that number, with or without its maker's name: "L7160", "avery-c32011"."""
    wanted = _BRAND.sub("", named.strip()).upper()
    return presets().get(wanted)


def label_grid(named: str, gaps: str = "", margins: str = "") -> Grid:
    """The grid of a maker's number, or a TOML file's, or of COLUMNSxROWS cells that share an A4 page.

    label_grid("L7160"), label_grid("avery-c32011"), label_grid("4x6", gaps="2x0", margins="8x12")

    ``gaps`` are the millimetres between cells, across and down; ``margins`` those on each side of all
    cells, and above and below them. Raises FitError for a grid that is none.
    """
    if named.lower().endswith(".toml"):
        known: Grid | None = read_grid(Path(named))
    else:
        known = LABELS.get(named.strip().lower()) or preset(named)
    if known and not gaps and not margins:
        return known
    found = _COUNT.fullmatch(named.strip())
    if not found:
        if known:
            raise FitError(error("grid-own-gaps", name=named))
        raise FitError(error("grid-unknown", name=named, known=(*LABELS, *presets())))
    columns, rows = int(found[1]), int(found[2])
    if not (1 <= columns <= MOST_ACROSS and 1 <= rows <= MOST_ACROSS):
        raise FitError(error("grid-count", name=named, most=MOST_ACROSS))
    (across, down), (left, top) = _lengths("--gaps", gaps), _lengths("--margins", margins)
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


def read_grid(path: Path) -> Grid:
    """The grid in a TOML file of one's own, at its top or in the one table that it has.

    Raises FitError, or ThemeError for what is no TOML.
    """
    tree, _ = read_toml(path, str(path))
    tables = [value for value in tree.values() if isinstance(value, dict)]
    return _grid(tables[0] if len(tables) == 1 and len(tree) == 1 else tree, str(path))


def placed(grid: Grid, offset: str, order: str) -> Grid:
    """``grid`` moved by an "offset" and filled in an "order", as the command line says both."""
    if order not in ORDERS:
        raise FitError(error("labels-order", given=order, known=ORDERS))
    return replace(grid, offset=parse_offset(offset), by_columns=order == "columns")


def parse_offset(text: str) -> tuple[float, float]:
    """The millimetres to the right and down in "1.5,-0.5"; none is 0,0. Raises FitError."""
    if not text:
        return 0.0, 0.0
    found = _OFFSET.fullmatch(text)
    if not found:
        raise FitError(error("labels-offset", text=text))
    across, down = float(found[1]), float(found[2])
    if max(abs(across), abs(down)) > MOST_OFFSET_MM:
        raise FitError(error("labels-offset-far", text=text, most_mm=MOST_OFFSET_MM))
    return across, down


def _lengths(option: str, text: str) -> tuple[float, float]:
    """The two lengths of ``option``; none is 0."""
    if not text:
        return 0.0, 0.0
    found = _LENGTHS.fullmatch(text.strip())
    if not found:
        raise FitError(error("grid-lengths", option=option, text=text))
    across, down = (float(found[i].replace(",", ".")) for i in (1, 2))
    return across, down


def _grid(row: Mapping[str, Any], where: str) -> Grid:
    at = Place(where)
    for key in row:
        if key not in _KEYS:
            raise FitError(error("label-key", at=at, name=key, known=sorted(_KEYS)))
    named = row.get("page", "a4")
    page = PAGES.get(named) if isinstance(named, str) else _pair(row, "page", at)
    if page is None:
        raise FitError(error("label-page", at=at, given=shown(named), known=tuple(PAGES)))
    columns, rows = (_count(row, key, at) for key in ("columns", "rows"))
    cell, corner = _pair(row, "cell", at), _pair(row, "corner", at)
    pitch = _pair(row, "pitch", at) if "pitch" in row else cell
    gaps = tuple(round(p - c, 4) for p, c in zip(pitch, cell, strict=True))
    if min(gaps) < 0 or min(cell) <= 0:
        raise FitError(error("label-pitch", at=at))
    for start, number, step, side, length in zip(
        corner, (columns, rows), pitch, cell, page, strict=True
    ):
        end = start + (number - 1) * step + side
        if end > length + _EDGE_MM:
            raise FitError(error("label-beyond", at=at, end_mm=end, page_mm=length))
    is_round = row.get("round", False)
    if not isinstance(is_round, bool):
        raise FitError(error("label-round", at=at, value=shown(is_round)))
    grid = Grid(
        page=page, columns=columns, rows=rows, cell=cell, gaps=(gaps[0], gaps[1]), corner=corner,
        die_cut=True,
    )  # fmt: skip
    return _within_circles(grid) if is_round else grid


def _within_circles(grid: Grid) -> Grid:
    """The squares within the circles of a grid of round labels."""
    assert grid.corner is not None
    side = min(grid.cell) / 2**0.5
    inset = [(length - side) / 2 for length in grid.cell]
    return Grid(
        page=grid.page, columns=grid.columns, rows=grid.rows, cell=(side, side), die_cut=True,
        gaps=(grid.gaps[0] + grid.cell[0] - side, grid.gaps[1] + grid.cell[1] - side),
        corner=(grid.corner[0] + inset[0], grid.corner[1] + inset[1]),
    )  # fmt: skip


def _count(row: Mapping[str, Any], key: str, at: Place) -> int:
    value = row.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_ACROSS:
        raise FitError(error("label-count", at=at, name=key, value=shown(value), most=MOST_ACROSS))
    return value


def _pair(row: Mapping[str, Any], key: str, at: Place) -> tuple[float, float]:
    value = row.get(key)
    good = (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) == 2
        and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
        and all(0 <= v <= _LARGEST_MM for v in value)
    )
    if not good or value is None:
        raise FitError(error("label-value", at=at, name=key, value=shown(value)))
    return float(value[0]), float(value[1])
