"""Tables: which stand in a column, which across both, and how wide each of their columns is. Points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from brochure.errors import FitError
from brochure.parts import faces
from brochure.parts.blocks import Table
from brochure.parts.fitting import Measure
from brochure.parts.words import Words
from brochure.rendering.pdf.measures import COLUMN_WIDTH, TEXT_WIDTH
from brochure.theme import Theme

SIZES = (9.0, 8.5, 8.0, 7.5)
"""The sizes of a table's text at the default body size; only a wide table goes below the first."""

CELL_PADDING = 6.0

Parts = Callable[[str], Sequence[str]]
"""What may not be divided in a cell: its words, or all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTable:
    """A table's place: across both columns or not, its type size, the share of each column."""

    id: str
    wide: bool
    size: float
    widths: tuple[float, ...]


def place(words: Words, theme: Theme, scale: float) -> tuple[PlacedTable, ...]:
    """The place of every table, so that no word in it is divided. Raises FitError.

    ``scale`` is how much larger than at the default body size small text is set.
    """
    head = faces.measure(theme.face(theme.title_family, 700).path, 0)
    cell = faces.measure(theme.face(theme.text_family, 400).path, 0)
    return tuple(_placed(table, head, cell, scale) for table in words.prose.tables)


def _placed(table: Table, head: Measure, cell: Measure, scale: float) -> PlacedTable:
    least = _columns(table, head, cell, str.split)
    most = _columns(table, head, cell, lambda text: [text])
    for size in SIZES:
        pt = size * scale
        needed = [width * pt + CELL_PADDING for width in least]
        for wide, room in ((False, COLUMN_WIDTH), (True, TEXT_WIDTH)):
            if sum(needed) <= room and (wide or size == SIZES[0]):
                liked = [width * pt + CELL_PADDING for width in most]
                return PlacedTable(
                    id=table.id,
                    wide=wide,
                    size=round(pt, 1),
                    widths=tuple(_shared(needed, liked, room)),
                )
    smallest = SIZES[-1] * scale
    raise FitError(
        f"table “{' | '.join(table.rows[0])[:60]}”: its {len(least)} columns need "
        f"{sum(w * smallest + CELL_PADDING for w in least):.0f} pt at {smallest:.1f} pt, the page has "
        f"{TEXT_WIDTH:.0f} pt; give it fewer columns or shorter words, or turn rows into columns"
    )


def least_width(table: Table, theme: Theme, pt: float) -> float:
    """The width at which no word of ``table`` is divided, its text ``pt`` large."""
    head = faces.measure(theme.face(theme.title_family, 700).path, 0)
    cell = faces.measure(theme.face(theme.text_family, 400).path, 0)
    return sum(w * pt + CELL_PADDING for w in _columns(table, head, cell, str.split))


def _columns(table: Table, head: Measure, cell: Measure, parts: Parts) -> list[float]:
    """The width in em of the widest of the ``parts`` that each column's cells are made of."""
    first, *others = table.rows
    widths = [max((head(part) for part in parts(text)), default=0.0) for text in first]
    for row in others:
        for i, text in enumerate(row):
            widths[i] = max([widths[i], *(cell(part) for part in parts(text))])
    return widths


def _shared(needed: Sequence[float], liked: Sequence[float], room: float) -> list[float]:
    """``room`` shared out: what each column needs, and the rest by what it would like to have more."""
    spare = room - sum(needed)
    wishes = [want - need + 1 for want, need in zip(liked, needed, strict=True)]
    return [
        round(need + spare * wish / sum(wishes), 2) for need, wish in zip(needed, wishes, strict=True)
    ]
