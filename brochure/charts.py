"""Charts: a key figure as a drawing, whose lengths and dots are the number itself.

Pure geometry, in a box 1 wide: the brochure and the share page draw it by SVG, cards by pixels. What a
text says is read by `brochure.text.figure_charts`; nothing here makes a value up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from itertools import accumulate
from typing import Literal

from brochure.geometry import Rect

Kind = Literal["share", "parts", "change"]

ROW = 10
"""So many seats stand in one row; up to twice as many in two."""

HUNDRED_ROWS = 5
"""The rows of a hundred seats: each column of five is 5 per cent of the width."""

BAR = 0.07
"""The height of a bar, in widths of the box."""

BAR_GAP = 0.035
"""What is free between two bars, and BAR_GAP / 4 between two parts of one."""

_FILL = 0.36
"""A seat's radius as a share of the distance to its neighbours."""

_LINE = 0.006
"""The width of the line round what is not lit."""

PART_ROLES = ("accent", "seat", "muted", "text", "lit", "rule")
"""The colours of parts, by a theme's roles, in the order of the parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What to draw: a ``share`` of ``whole``, ``parts`` of it, or a ``change`` from one to another.

    ``amounts`` are in one unit: the share; each part; before and after. A change's whole is the larger
    of the two. Raises ValueError for what cannot be drawn: a negative amount, parts larger than whole.
    """

    kind: Kind
    amounts: tuple[Fraction, ...]
    whole: Fraction

    def __post_init__(self) -> None:
        count = {"share": len(self.amounts) == 1, "change": len(self.amounts) == 2}
        if not count.get(self.kind, len(self.amounts) > 1):
            raise ValueError(f"{self.kind} of {len(self.amounts)} amounts")
        largest = max(self.amounts) if self.kind == "change" else sum(self.amounts)
        if min(self.amounts) < 0 or self.whole <= 0 or largest > self.whole:
            raise ValueError(f"{self.kind} of {self.amounts} in {self.whole}")

    @property
    def seats(self) -> int:
        """How many seats show the share: those of its whole, if they can be counted; else 0, a bar."""
        whole, (share, *_) = self.whole, self.amounts
        countable = self.kind == "share" and share.denominator == whole.denominator == 1
        return int(whole) if countable and (2 <= whole <= 2 * ROW or whole == 100) else 0

    @property
    def height(self) -> float:
        """The height of the box, which is 1 wide."""
        return max(mark.box.bottom for mark in marks_of(self))

    def svg(self, colours: Mapping[str, str], text: str, *, rtl: bool = False) -> str:
        """The chart as an SVG element to stand in HTML; ``text`` says it to who does not see it.

        ``colours`` gives each role's colour in CSS; one that is not there is that of a CSS variable.
        """
        return _svg(self, colours, text, rtl=rtl)

    def part_colour(self, at: int, colours: Mapping[str, str]) -> str:
        """The colour in CSS of the part number ``at``."""
        return _colour(PART_ROLES[at % len(PART_ROLES)], colours)


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar, or the box about a round seat, in the colour of ``role``: a line if not ``filled``."""

    box: Rect
    role: str
    filled: bool = True
    round: bool = False


def marks_of(chart: Chart, *, rtl: bool = False) -> tuple[Mark, ...]:
    """The marks of ``chart`` in a box 1 wide; in ``rtl`` they start at the right.

    Of a share so many seats are filled as it counts, column by column, or the bar is as long. All
    parts are as long as their amounts, in one scale with what is left of the whole; so are two bars.
    """
    drawn = tuple(_seats(chart) if chart.seats else _BARS[chart.kind](chart))
    return tuple(map(_mirrored, drawn)) if rtl else drawn


def bars_of(chart: Chart, *, rtl: bool = False) -> tuple[tuple[Mark, ...], ...]:
    """The marks of ``chart`` by what takes a label of its own, each in a box whose top is 0.

    The two bars of a change; of other charts all marks together.
    """
    marks = marks_of(chart, rtl=rtl)
    if chart.kind != "change":
        return (marks,)
    return tuple((replace(mark, box=mark.box._replace(y=0.0)),) for mark in marks)


def _mirrored(mark: Mark) -> Mark:
    box = mark.box
    return Mark(Rect(1 - box.right, box.y, box.width, box.height), mark.role, mark.filled, mark.round)


def _seats(chart: Chart) -> Iterator[Mark]:
    whole, lit = chart.seats, int(chart.amounts[0])
    rows = HUNDRED_ROWS if whole == 100 else 1 if whole <= ROW else 2
    gap = min(1 / ROW, rows / whole)
    side = 2 * gap * _FILL
    inset = (gap - side) / 2
    for seat in range(whole):
        box = Rect(gap * (seat // rows) + inset, gap * (seat % rows) + inset, side, side)
        yield Mark(box, "lit" if seat < lit else "seat", filled=seat < lit, round=True)


def _share(chart: Chart) -> Iterator[Mark]:
    yield Mark(Rect(0, 0, 1, BAR), "seat", filled=False)
    if chart.amounts[0]:
        yield Mark(Rect(0, 0, float(chart.amounts[0] / chart.whole), BAR), "lit")


def _parts(chart: Chart) -> Iterator[Mark]:
    rest = chart.whole - sum(chart.amounts)
    lengths = [*chart.amounts, rest] if rest else [*chart.amounts]
    gap = BAR_GAP / 4
    scale = (1 - gap * (len(lengths) - 1)) / float(chart.whole)
    starts = accumulate((float(length) * scale + gap for length in lengths), initial=0.0)
    for at, (start, length) in enumerate(zip(starts, lengths, strict=False)):
        of_rest = at == len(chart.amounts)
        if length:
            box = Rect(start, 0, float(length) * scale, BAR)
            yield Mark(box, "seat" if of_rest else PART_ROLES[at % len(PART_ROLES)], filled=not of_rest)


def _change(chart: Chart) -> Iterator[Mark]:
    before, after = (float(amount / chart.whole) for amount in chart.amounts)
    yield Mark(Rect(0, 0, before, BAR), "seat", filled=False)
    yield Mark(Rect(0, BAR + BAR_GAP, after, BAR), "lit")


_BARS = {"share": _share, "parts": _parts, "change": _change}


def _svg(chart: Chart, colours: Mapping[str, str], text: str, *, rtl: bool) -> str:
    # On paper what is lit has the colour of the number: it has its contrast there in every theme.
    roles = {} if chart.kind == "parts" else {"lit": "accent"}
    drawn = "".join(
        _shape(mark, _colour(roles.get(mark.role, mark.role), colours))
        for mark in marks_of(chart, rtl=rtl)
    )
    said, height = escape(text), _units(chart.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'width="1000" height="{height}" viewBox="0 0 1000 {height}"><title>{said}</title>{drawn}</svg>'
    )


def _colour(role: str, colours: Mapping[str, str]) -> str:
    """The colour of ``role``: the given one, else the share page's variable of that name."""
    return colours.get(role) or f"var(--c-{role})"


def _shape(mark: Mark, colour: str) -> str:
    inset = 0.0 if mark.filled else _LINE / 2  # a line lies half outside of what it goes round
    x, y = mark.box.x + inset, mark.box.y + inset
    width, height = max(mark.box.width - 2 * inset, 0.0), mark.box.height - 2 * inset
    paint = (
        f'fill="{colour}"'
        if mark.filled
        else f'fill="none" stroke="{colour}" stroke-width="{_units(_LINE)}"'
    )
    if mark.round:
        centre = f'cx="{_units(x + width / 2)}" cy="{_units(y + height / 2)}"'
        return f'<circle {centre} r="{_units(width / 2)}" {paint}/>'
    corner = f'x="{_units(x)}" y="{_units(y)}"'
    return f'<rect {corner} width="{_units(width)}" height="{_units(height)}" {paint}/>'


def _units(length: float) -> str:
    return f"{1000 * length:.1f}"
