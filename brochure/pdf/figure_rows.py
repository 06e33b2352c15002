"""Figure rows: how large the numbers of key figures are, and in how many columns. Pure; points.

One to four stand in a row whose columns are as wide as their numbers need, with 60 to 110 pt; more are
a table of equal columns. Numbers of a page have one size, and their units 40 % of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from brochure.errors import FitError
from brochure.pdf import style_sheets
from brochure.problems import Place, error
from brochure.text import font_metrics
from brochure.text.content import Content, Figure
from brochure.text.fitting import Setting, Space, Style, fit
from brochure.theme import Theme

MOST_IN_ROW = 4
"""So many figures stand in a row; more are a table."""

LARGEST, LEAST_IN_ROW = 110.0, 60.0
LARGEST_BESIDE = 72.0
"""The largest numbers where panels stand below them."""

LARGEST_IN_TABLE, LEAST_IN_TABLE = 60.0, 34.0
LEAST, MODEST = 15.0, 40.0
"""The least size of all, and one from which a row is better than several."""

LABEL_PT = 11.0

UNIT = 0.4
"""The size of a unit in sizes of its number, whose line it shares where it has the room."""

GAP = 20.0
"""What is free between two columns."""

AIR = 0.4
"""What is free between two numbers of a row, in sizes of them: less reads as the space within one."""

LEAST_COLUMN = 8.0
"""A column for figures is at least so wide, in sizes of labels, whose lines have two or three words."""

LABEL_GROWTH = {1: 1.4, 2: 1.2}
"""How much larger labels are by the columns of a row."""

TABLE_COLUMNS = {5: 3, 6: 3, 7: 4, 8: 4, 9: 3, 10: 4, 11: 4, 12: 4}

_SPARE = 0.02
"""What is left beside a number, in sizes of it: its tracking, and roundings."""

_ROUNDING = 0.05
"""What `_down` takes from a column at most, and more."""

_LABEL_END = 6.0
_LABEL_LINES = 20
_UNIT_LINES = 2
_LEAST_UNIT = 1.15
"""A unit with a line of its own is set no smaller than so many labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSet:
    """Key figures as they stand: in ``columns``, the numbers at ``number_pt``, their units' size.

    ``unit_pt`` is a short unit's, "M€", ``word_pt`` a word's, which stands ``beside`` its number as
    well where the column has room, else in lines of its own. ``widths`` are those of each figure's
    column, ``labels`` and ``units`` lines.
    """

    columns: int
    number_pt: float
    unit_pt: float
    word_pt: float
    label_pt: float
    widths: tuple[float, ...]
    labels: tuple[tuple[str, ...], ...]
    units: tuple[tuple[str, ...], ...]
    beside: tuple[bool, ...]

    def of_row(self, row: int) -> FigureSet:
        """The figures of one ``row`` alone."""
        of = slice(row * self.columns, (row + 1) * self.columns)
        return replace(
            self, widths=self.widths[of], labels=self.labels[of], units=self.units[of],
            beside=self.beside[of],
        )  # fmt: skip

    @property
    def label_leading(self) -> float:
        """The line height of labels."""
        return round(self.label_pt * 1.35, 1)

    @property
    def rows(self) -> int:
        """How many rows they make."""
        return -(-len(self.widths) // self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """The typefaces of numbers and of their labels, and the labels' size."""

    number: Setting
    label: Setting
    label_pt: float = LABEL_PT


def faces_of(content: Content, theme: Theme) -> Faces:
    """The typefaces of the key figures of ``content`` in ``theme``."""
    lang, tight = content.page.lang, style_sheets.tracking(content)
    return Faces(
        number=font_metrics.setting(theme, (theme.title_family, 700), tight * 1.5, lang),
        label=font_metrics.setting(theme, (theme.title_family, 500), 0, lang),
        label_pt=round(LABEL_PT * style_sheets.scale(content, theme), 1),
    )


def figures_set(
    figures: Sequence[Figure],
    width: float,
    faces: Faces,
    *,
    beside: bool = False,
    most: int = MOST_IN_ROW,
) -> FigureSet | None:
    """``figures`` set in ``width`` and at most ``most`` columns, ``beside`` panels that stand below.

    The first of the possible numbers of columns in which numbers are large enough is taken.

    None without any. Raises FitError for a number that does not fit the width at LEAST.
    """
    if not figures:
        return None
    in_row = len(figures) <= MOST_IN_ROW
    largest = min(LARGEST if in_row else LARGEST_IN_TABLE, LARGEST_BESIDE if beside else LARGEST)
    room = int((width + GAP) / (LEAST_COLUMN * faces.label_pt + GAP))
    possible = tuple(_columns(len(figures), max(1, min(most, room))))
    tried = {
        (columns, together): _placed(figures, width, faces, columns, largest, together=together)
        for columns in possible
        for together in (True, False)
    }
    columns_tried = {columns for columns, _ in tried}
    for least in (LEAST_IN_ROW if in_row else LEAST_IN_TABLE, MODEST, LEAST):
        for (columns, _), placed in tried.items():
            # One below the other they take the height of a page: only where a row is small.
            if (
                placed
                and placed[0] >= least
                and (columns > 1 or least < LEAST_IN_ROW or len(columns_tried) == 1)
            ):
                return _set(figures, columns, *placed, faces)
    widest = max(figures, key=lambda figure: _number_width(figure, faces))
    at = Place(key="figures")
    raise FitError(error("figure-wide", at=at, number=widest.number, width_pt=width, least_pt=LEAST))


def _columns(count: int, most: int) -> Iterator[int]:
    """How many columns ``count`` figures may have, up to ``most``, the best number first."""
    best = count if count <= MOST_IN_ROW else TABLE_COLUMNS.get(count, MOST_IN_ROW)
    # Three are a row or a list: two and one are neither, but better than a list as high as a page.
    wanted = {3: (3,) if most >= 3 else (2,), 4: (4, 2)}.get(count, range(best, 1, -1))
    yield from dict.fromkeys(columns for columns in (*wanted, 1) if columns <= most)


def _placed(
    figures: Sequence[Figure],
    width: float,
    faces: Faces,
    columns: int,
    largest: float,
    *,
    together: bool,
) -> tuple[float, tuple[float, ...]] | None:
    """The size of the numbers in so many columns, and each figure's width; None if none fits.

    A single row has columns by the width of its numbers, other ones are equal. ``together`` with their
    units, which are words, numbers are no smaller than those of a table.
    """
    least = LEAST_IN_TABLE if together else LEAST
    free = width - GAP * (columns - 1)
    numbers = [
        _number_width(figure, faces) + (_word_width(figure, faces) * UNIT if together else 0.0)
        for figure in figures
    ]
    if columns < len(figures) or columns == 1:
        column = free / columns
        largest = min(largest, LARGEST_BESIDE) if len(figures) > columns == 1 else largest
        size = min(largest, float(int(column / max(numbers))))
        return (size, (_down(column),) * len(figures)) if size >= least else None
    for size in range(int(largest), int(least) - 1, -1):
        air = max(0.0, AIR * size - GAP)
        airy = [number * size + air for number in numbers[:-1]] + [numbers[-1] * size]
        needed = [max(LEAST_COLUMN * faces.label_pt, width) for width in airy]
        if sum(needed) <= free:
            return float(size), tuple(map(_down, _filled(needed, free)))
    return None


def _filled(needed: Sequence[float], free: float) -> list[float]:
    """``needed`` widths that together have ``free``: the least ones are made wider first."""
    level = free / len(needed)
    wide = [width for width in needed if width > level]
    while wide and len(wide) < len(needed):
        level = (free - sum(wide)) / (len(needed) - len(wide))
        wider = [width for width in needed if width > level]
        if len(wider) == len(wide):
            break
        wide = wider
    return [max(width, level) for width in needed]


def _down(width: float) -> float:
    """``width`` so rounded that columns never need more than they have."""
    return math.floor(width * 100) / 100 - 0.01


def _number_width(figure: Figure, faces: Faces) -> float:
    """The width of a number with its short unit, in sizes of the number."""
    measure = faces.number.measure
    return sum(measure(run.text) * (UNIT if run.small else 1) for run in figure.runs) + _SPARE


def _set(
    figures: Sequence[Figure], columns: int, size: float, widths: tuple[float, ...], faces: Faces
) -> FigureSet:
    unit = round(size * UNIT, 1)
    pairs = list(zip(figures, widths, strict=True))
    label = round(
        faces.label_pt * LABEL_GROWTH.get(columns if len(figures) <= MOST_IN_ROW else 0, 1), 1
    )

    def fits(figure: Figure, room: float, word_pt: float) -> bool:
        word = _word_width(figure, faces) * word_pt
        return bool(figure.unit) and _number_width(figure, faces) * size + word <= room + _ROUNDING

    word = max(unit, faces.label_pt)
    below = [(f, w) for f, w in pairs if f.unit and not fits(f, w, word)]
    word = min((_word_size(f, w, unit, faces) for f, w in below), default=word)
    beside = tuple(fits(f, w, word) for f, w in pairs)
    return FigureSet(
        columns=columns,
        number_pt=size,
        unit_pt=unit,
        word_pt=word,
        label_pt=label,
        widths=widths,
        labels=tuple(_lines(f.label, w - _LABEL_END, label, faces.label) for f, w in pairs),
        units=tuple(
            (f.unit,) if along else _lines(f.unit, w, word, faces.number)
            for (f, w), along in zip(pairs, beside, strict=True)
        ),
        beside=beside,
    )


def _word_width(figure: Figure, faces: Faces) -> float:
    """The width of a unit that is a word with the space before it, in sizes of the unit."""
    return faces.number.measure(f" {figure.unit}") + _SPARE if figure.unit else 0.0


def _word_size(figure: Figure, width: float, largest: float, faces: Faces) -> float:
    """The size at which a unit in words fits its column in few lines."""
    least = min(faces.label_pt * _LEAST_UNIT, largest)
    style = Style(largest=largest, smallest=least, step=0.5, max_lines=_UNIT_LINES)
    return fit(figure.unit, Space(width=width, height=1000), style, faces.number).size


def _lines(text: str, width: float, size: float, setting: Setting) -> tuple[str, ...]:
    """``text`` in even lines at ``size``, none of one short word alone."""
    style = Style(largest=size, smallest=size, max_lines=_LABEL_LINES, spare_lines=0)
    return fit(text, Space(width=width, height=10_000), style, setting).lines
