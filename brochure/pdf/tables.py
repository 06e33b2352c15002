"""Tables: which stand in a column, which across both, and how wide each of their columns is. Points."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from brochure.errors import FitError
from brochure.pdf.frames import Frame
from brochure.problems import error
from brochure.text import font_metrics
from brochure.text.content import Content
from brochure.text.fitting import Measure
from brochure.text.markdown import Table
from brochure.theme import Theme

SIZES = (9.0, 8.5, 8.0, 7.5)
"""The sizes of a table's text at the default body size; only a wide table goes below the first."""

CELL_PADDING = 6.0

Parts = Callable[[str], Sequence[str]]
"""What may not be divided in a cell: its words, their syllables, or all of it."""

Hyphens = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTable:
    """A table's place: across both columns or not, its type size, the width of each column.

    ``divided`` tells that its words are hyphenated, since they are too long to stand whole.
    """

    id: str
    wide: bool
    divided: bool
    size: float
    widths: tuple[float, ...]


def place(
    content: Content, theme: Theme, sizes: Sequence[float], frame: Frame
) -> tuple[PlacedTable, ...]:
    """The place of every table, so that no word in it is divided without need. Raises FitError.

    ``sizes`` in points, the first the one that is liked.
    """
    rooms = (frame.column_width, frame.text_width)
    return tuple(
        _placed(table, theme, sizes, rooms, content.page.lang) for table in content.prose.tables
    )


def sizes_of(scale: float, least_pt: float) -> tuple[float, ...]:
    """The sizes a table's text may have where small text is ``scale`` times larger than usual."""
    return tuple(size * scale for size in SIZES if size * scale >= least_pt) or (
        max(SIZES[0] * scale, least_pt),
    )


def _placed(
    table: Table, theme: Theme, sizes: Sequence[float], rooms: tuple[float, float], lang: str
) -> PlacedTable:
    column, across = rooms
    head, cell = _measures(theme)
    liked = _columns(table, head, cell, lambda text: [text])
    syllables = font_metrics.setting(theme, (theme.text_family, 400), 0, lang).hyphens
    needs = (
        (False, _columns(table, head, cell, words)),
        (True, _columns(table, head, cell, partial(_pieces, hyphens=syllables))),
    )
    for divided, least in needs:
        for pt, wide in ((sizes[0], False), *((pt, True) for pt in sizes)):
            room = across if wide else column
            needed = [width * pt + CELL_PADDING for width in least]
            if sum(needed) <= room and (wide or not divided):
                widths = _shared(needed, [width * pt + CELL_PADDING for width in liked], room)
                return PlacedTable(
                    id=table.id, wide=wide, divided=divided, size=round(pt, 1), widths=tuple(widths)
                )
    least_width = sum(width * sizes[-1] + CELL_PADDING for width in needs[1][1])
    raise FitError(
        error(
            "table-wide", head=" | ".join(table.rows[0])[:60], columns=len(table.rows[0]),
            needed_pt=least_width, size_pt=sizes[-1], room_pt=across,
        )
    )  # fmt: skip


def words(text: str) -> list[str]:
    """``text`` parted where a line may end: not at no-break spaces, by which numbers stay whole."""
    return re.findall(r"[^ \t\n]+", text)


def _pieces(text: str, hyphens: Hyphens) -> list[str]:
    """The words of ``text`` cut wherever a hyphen may stand."""
    pieces = []
    for word in text.split():
        points = [0, *(p for p in hyphens(word) if 3 < p < len(word) - 3), len(word)]
        pieces += [f"{word[a:b]}-" if b < len(word) else word[a:b] for a, b in pairwise(points)]
    return pieces


def _measures(theme: Theme) -> tuple[Measure, Measure]:
    """The measures of a table's head and of its other rows."""
    head = font_metrics.measure(theme.chain(theme.title_family, 700), 0)
    return head, font_metrics.measure(theme.chain(theme.text_family, 400), 0)


def least_width(table: Table, theme: Theme, pt: float) -> float:
    """The width at which no word of ``table`` is divided, its text ``pt`` large."""
    head, cell = _measures(theme)
    return sum(w * pt + CELL_PADDING for w in _columns(table, head, cell, words))


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
