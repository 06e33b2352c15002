"""Spreads: ``spreads.toml`` of a design becomes arrangements of a left and a right page.

    [[spread]]
    name = "figures beside the text"
    left = ["intro", "figures 1-3 | text 4-6"]
    right = ["text", "quotes plate"]

Each string is a band across the page; ``|`` parts slots side by side. A slot names a block, then the
columns of the grid it takes (of 6, all where it does not say), then its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from brochure.design import BLOCKS, FORMS, GRID_COLUMNS, Band, Slot, Spread
from brochure.errors import ThemeError
from brochure.problems import Problem, error
from brochure.themes.tables import Tables, ThemeSource
from brochure.toml_files import read_toml, shown

SPREADS_FILE = "spreads.toml"
_SLOT = re.compile(r"(?P<block>[a-z]+)(?:\s+(?P<first>\d)-(?P<last>\d))?(?:\s+(?P<form>[a-z]+))?")


def read_spreads(path: Path, within: Sequence[Path] = ()) -> tuple[Spread, ...]:
    """The spreads of the file at ``path``, below one of ``within`` if any.

    Raises ThemeError with every problem of it, and its line.
    """
    tree, text = read_toml(path, str(path), within)
    tables = Tables((ThemeSource(name=str(path), tree=tree, text=text),))
    tables.check_keys({"spread"})
    given = tables.get("spread", default=[])
    rows = len(given) if isinstance(given, list) else 0
    spreads = tuple(_spread(tables, number) for number in range(rows))
    if not spreads and not tables.problems:
        tables.report(error("spreads-none", at=tables.at("spread")))
    if tables.problems:
        raise ThemeError(*dict.fromkeys(tables.problems))
    return spreads


def _spread(tables: Tables, number: int) -> Spread:
    key = ("spread", number)
    tables.check_keys({"name", "left", "right"}, *key)
    left, right = (_bands(tables, (*key, side)) for side in ("left", "right"))
    return Spread(name=tables.text(*key, "name"), left=left, right=right)


def _bands(tables: Tables, key: tuple[str | int, ...]) -> tuple[Band, ...]:
    given = tables.get(*key, default=[])
    if not isinstance(given, list) or not all(isinstance(band, str) for band in given):
        tables.report(error("spread-bands", at=tables.at(*key), value=shown(given)))
        return ()
    bands = []
    for written in given:
        slots = [_slot(part.strip()) for part in written.split("|")]
        problems = [slot for slot in slots if isinstance(slot, Problem)]
        problems += _overlaps(written, [slot for slot in slots if isinstance(slot, Slot)])
        tables.report(*(problem.placed(tables.at(*key)) for problem in problems))
        bands.append(tuple(slot for slot in slots if isinstance(slot, Slot)))
    return tuple(bands)


def _slot(written: str) -> Slot | Problem:
    found = _SLOT.fullmatch(written)
    block = found["block"] if found else ""
    if not found or block not in BLOCKS:
        return error("spread-slot", slot=written, blocks=BLOCKS)
    forms = FORMS.get(block, ())
    form = found["form"] or (forms[0] if forms else "")
    if form and form not in forms:
        return error("spread-form", slot=written, form=form, forms=forms)
    columns = (int(found["first"] or 1), int(found["last"] or GRID_COLUMNS))
    if not 1 <= columns[0] <= columns[1] <= GRID_COLUMNS:
        return error("spread-columns", slot=written, most=GRID_COLUMNS)
    return Slot(block=block, columns=columns, form=form)


def _overlaps(written: str, slots: list[Slot]) -> Iterator[Problem]:
    """Slots of one band must stand side by side, from the first column to the last."""
    taken = [c for slot in slots for c in range(slot.columns[0], slot.columns[1] + 1)]
    if taken != sorted(set(taken)):
        yield error("spread-overlap", band=written)
