"""Fitting: the largest size and the best lines for a text in a box. Pure: measure in, lines out.

Lines are chosen by dynamic programming: as even as can be, none ending on a word that clings to
the next one where that costs at most a tenth of the size, no lone last word. A text that cannot
fit at the smallest size is cut at a word, with an ellipsis, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

Measure = Callable[[str], float]
"""The advance width of a text in em."""

ELLIPSIS = "…"
SIZE_LOSS_FOR_CLINGING = 0.10
_LONE_LAST = 0.6
"""A single last word narrower than this share of an even line counts as a fault."""

_LONE_FIRST = 0.4
"""The same for a single word on a line before the last."""

_SHORT = 3
"""Clinging words of at most this many letters (du, un, les) are a worse line end than longer ones."""

_BREAKABLE = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The space for a text, in the unit of its sizes."""

    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text may be set.

    Sizes go from ``largest`` down to ``smallest`` by ``step``, in at most ``max_lines`` lines, and in
    at most ``spare_lines`` more than the fewest possible; ``line_height`` is a factor of the size.
    A line end that is no fault is worth at most ``loss`` of the size.
    """

    largest: float
    smallest: float
    step: float = 1.0
    max_lines: int = 4
    spare_lines: int = 99
    loss: float = SIZE_LOSS_FOR_CLINGING
    line_height: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A typeface and a language as fitting needs them.

    Widths, clinging words (case-folded), and ``hyphens``: the positions a word may be divided at.
    ``leading`` is how much more line height the script needs than a style says.
    """

    measure: Measure
    clinging: frozenset[str] = frozenset()
    hyphens: Callable[[str], Sequence[int]] = lambda word: ()
    leading: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A set text. ``height`` is lines × size × line height; ``cut`` tells of lost words."""

    lines: tuple[str, ...]
    size: float
    height: float
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    faults: int
    unevenness: float
    ends: tuple[int, ...]


def fit(text: str, box: Box, style: Style, setting: Setting) -> Fitted:
    """``text`` set as large as it fits ``box``; no line is ever wider than the box."""
    style = replace(style, line_height=style.line_height * setting.leading)
    words = [w for w in _BREAKABLE.split(text) if w]
    if not words:
        return Fitted(lines=(), size=style.largest, height=0)
    best: tuple[int, Fitted] | None = None
    for size in _sizes(style):
        if best and size < best[1].size * (1 - style.loss):
            break
        found = _at_size(words, size, box, style, setting)
        if found and (best is None or found[0] < best[0]):
            best = found
            if found[0] == 0:
                break
    return best[1] if best else _cut(words, box, style, setting)


def _sizes(style: Style) -> list[float]:
    count = int((style.largest - style.smallest) / style.step + 1e-9)
    sizes = [style.largest - i * style.step for i in range(count + 1)]
    return sizes if sizes[-1] <= style.smallest + 1e-9 else [*sizes, style.smallest]


def _lines_allowed(size: float, box: Box, style: Style) -> int:
    return min(style.max_lines, int(box.height / (size * style.line_height) + 1e-6))


def _at_size(
    words: Sequence[str], size: float, box: Box, style: Style, setting: Setting
) -> tuple[int, Fitted] | None:
    """The best setting of ``words`` at ``size`` with its number of faults, or None."""
    limit = box.width / size
    widths = [setting.measure(w) for w in words]
    allowed = _lines_allowed(size, box, style)
    space = setting.measure(" ")
    if allowed < 1 or max(widths) > limit or _fewest(widths, space, limit) > allowed:
        return None
    clings = tuple(_cling(w, setting.clinging) for w in words)
    best: _Layout | None = None
    fewest = _fewest(widths, space, limit)
    for count in range(fewest, min(allowed, len(words), fewest + style.spare_lines) + 1):
        layout = _layout(tuple(widths), space, limit, clings, count)
        if layout and (best is None or layout.faults < best.faults):
            best = layout
    if best is None:
        return None
    starts = (0, *best.ends)
    lines = tuple(" ".join(words[a:b]) for a, b in pairwise(starts))
    if max(setting.measure(line) for line in lines) > limit:
        return None
    return best.faults, Fitted(lines=lines, size=size, height=len(lines) * size * style.line_height)


def _cling(word: str, clinging: frozenset[str]) -> int:
    """How bad a line end ``word`` is: 0, 1, or 2 for a short clinging word."""
    return (1 + int(len(word) <= _SHORT)) * int(word.casefold() in clinging)


def _fewest(widths: Sequence[float], space: float, limit: float) -> int:
    """The number of lines when each takes as many words as it can."""
    lines, at = 1, -space
    for width in widths:
        if at + space + width > limit:
            lines, at = lines + 1, width
        else:
            at += space + width
    return lines


@lru_cache(maxsize=4096)
def _layout(
    widths: tuple[float, ...], space: float, limit: float, clings: tuple[int, ...], count: int
) -> _Layout | None:
    """The best way to make ``count`` lines: fewest faults, then the most even."""
    text = _Words(widths, space, clings, count)
    # Each row: for k lines that hold words[:end], (faults, unevenness, where the last one starts).
    rows: list[dict[int, tuple[float, float, int]]] = [{0: (0, 0.0, 0)}]
    for k in range(1, count + 1):
        row = {}
        for end in range(k, len(widths) - (count - k) + 1):
            if options := list(text.options(rows[-1], end, limit)):
                row[end] = min(options)
        rows.append(row)
    return _traced(rows, len(widths))


class _Words:
    """The words of a text as widths, with the cost of setting some of them on one line."""

    def __init__(
        self, widths: tuple[float, ...], space: float, clings: tuple[int, ...], count: int
    ) -> None:
        self.until = [0.0, *accumulate(width + space for width in widths)]
        self.space = space
        self.clings = clings
        self.ideal = (self.until[-1] - space * count) / count
        self.last = len(widths)

    def options(
        self, row: dict[int, tuple[float, float, int]], end: int, limit: float
    ) -> Iterator[tuple[float, float, int]]:
        """The ways to end a line at ``end`` after each setting of ``row``."""
        for start, (faults, unevenness, _) in row.items():
            width = self.until[end] - self.until[start] - self.space
            if start < end and width <= limit:
                yield (
                    faults + self._faults(start, end, width),
                    unevenness + (width - self.ideal) ** 2,
                    start,
                )

    def _faults(self, start: int, end: int, width: float) -> int:
        alone = end - start == 1 and (start > 0 or end < self.last)
        least = _LONE_LAST if end == self.last else _LONE_FIRST
        return 2 * int(alone and width < least * self.ideal) + (
            self.clings[end - 1] if end < self.last else 0
        )


def _traced(rows: Sequence[dict[int, tuple[float, float, int]]], last: int) -> _Layout | None:
    """The layout whose ends the last of ``rows`` leads back to."""
    if last not in rows[-1]:
        return None
    faults, unevenness, _ = rows[-1][last]
    ends = [last]
    for row in reversed(rows[2:]):
        ends.append(row[ends[-1]][2])
    return _Layout(int(faults), unevenness, tuple(reversed(ends)))


def _cut(words: Sequence[str], box: Box, style: Style, setting: Setting) -> Fitted:
    """The most of ``words`` that fits at the smallest size, too wide words divided first.

    Only a text that loses words ends on an ellipsis.
    """
    size = style.smallest
    limit = box.width / size
    pieces = [p for word in words for p in _divided(word, limit, setting)]
    allowed = max(1, _lines_allowed(size, box, style))
    lines, taken = _greedy(pieces, limit, allowed, setting.measure)
    cut = taken < len(pieces)
    if cut:
        lines[-1] = _with_ellipsis(lines[-1], limit, setting)
        again = _at_size(" ".join(lines).split(" "), size, box, style, setting)
        lines = list(again[1].lines) if again else lines
    return Fitted(lines=tuple(lines), size=size, height=len(lines) * size * style.line_height, cut=cut)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    joined: bool = False
    """Whether it goes on the word before it, without a space."""


def _divided(word: str, limit: float, setting: Setting) -> list[_Piece]:
    """``word`` in pieces no wider than ``limit``, divided at hyphenation points, else anywhere."""
    pieces: list[_Piece] = []
    rest = word
    while setting.measure(rest) > limit:
        points = [p for p in setting.hyphens(rest) if 1 < p < len(rest) - 1]
        fitting = [p for p in points if setting.measure(rest[:p] + "-") <= limit]
        if not fitting:
            fitting = [p for p in range(1, len(rest)) if setting.measure(rest[:p] + "-") <= limit] or [
                1
            ]
        at = fitting[-1]
        pieces.append(_Piece(rest[:at] + "-", joined=bool(pieces)))
        rest = rest[at:]
    return [*pieces, _Piece(rest, joined=bool(pieces))]


def _greedy(
    pieces: Sequence[_Piece], limit: float, allowed: int, measure: Measure
) -> tuple[list[str], int]:
    """Up to ``allowed`` lines, each as full as can be, and how many pieces they took."""
    lines: list[str] = []
    for taken, piece in enumerate(pieces):
        longer = f"{lines[-1]} {piece.text}" if lines else piece.text
        if lines and not piece.joined and measure(longer) <= limit:
            lines[-1] = longer
        elif len(lines) < allowed:
            lines.append(piece.text)
        else:
            return lines, taken
    return lines, len(pieces)


def _with_ellipsis(line: str, limit: float, setting: Setting) -> str:
    """``line`` shortened word by word until it fits with an ellipsis, after no clinging word."""
    words, measure = line.split(" "), setting.measure
    while len(words) > 1 and (
        measure(" ".join(words) + ELLIPSIS) > limit or words[-1].casefold() in setting.clinging
    ):
        words.pop()
    last = " ".join(words).rstrip(" ,;:.-\u00a0\u202f")
    while len(last) > 1 and measure(last + ELLIPSIS) > limit:
        last = last[:-1]
    return last + ELLIPSIS
