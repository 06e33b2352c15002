"""Line breaks: where a text's lines end, chosen by dynamic programming over widths. Pure numbers.

The best lines have the fewest faults, then are the most even: a fault is a line that ends on a word
such as "the", or a word that stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

_LONE_LAST = 0.6
"""A single last word narrower than this share of an even line counts as a fault."""

_LONE_FIRST = 0.5
"""The same for a single word on a line before the last."""


@dataclass(frozen=True, slots=True)
class Breaks:
    """How many ``faults`` some lines have, how uneven they are, and the word each one ends before."""

    faults: int
    unevenness: float
    ends: tuple[int, ...]


def fewest_lines(widths: Sequence[float], gaps: Sequence[float], limit: float) -> int:
    """The number of lines when each takes as many words as it can; ``gaps`` follow the words."""
    lines, at, gap = 1, 0.0, 0.0
    for width, after in zip(widths, gaps, strict=True):
        if at + gap + width > limit:
            lines, at = lines + 1, width
        else:
            at += gap + width
        gap = after
    return lines


@lru_cache(maxsize=4096)
def best_breaks(
    widths: tuple[float, ...],
    gaps: tuple[float, ...],
    limit: float,
    end_faults: tuple[int, ...],
    count: int,
) -> Breaks | None:
    """The best way to make ``count`` lines, none wider than ``limit``; None where there is none.

        best_breaks((3.0, 2.0, 4.0), (1.0, 1.0, 0.0), 7.0, (0, 0, 0), 2).ends  # (2, 3)

    ``widths`` are those of the words, ``gaps`` of the spaces after them, all in one unit;
    ``end_faults`` say how bad it is to end a line on each word. Fewest faults win, then the most
    even lines.
    """
    text = _Paragraph(widths, gaps, end_faults, count)
    # Each row: for k lines that hold words[:end], (faults, unevenness, where the last one starts).
    rows: list[dict[int, tuple[float, float, int]]] = [{0: (0, 0.0, 0)}]
    for k in range(1, count + 1):
        row = {}
        for end in range(k, len(widths) - (count - k) + 1):
            if options := list(text.options(rows[-1], end, limit)):
                row[end] = min(options)
        rows.append(row)
    return _traced(rows, len(widths))


class _Paragraph:
    """The words of a text as widths, with the cost of setting some of them on one line."""

    def __init__(
        self,
        widths: tuple[float, ...],
        gaps: tuple[float, ...],
        end_faults: tuple[int, ...],
        count: int,
    ) -> None:
        self.until = [0.0, *accumulate(w + gap for w, gap in zip(widths, gaps, strict=True))]
        self.gaps = gaps
        self.end_faults = end_faults
        self.last = len(widths)
        self.ideal = (self.until[-1] - (count - 1) * max(gaps, default=0.0)) / count

    def options(
        self, row: dict[int, tuple[float, float, int]], end: int, limit: float
    ) -> Iterator[tuple[float, float, int]]:
        """The ways to end a line at ``end`` after each setting of ``row``."""
        for start, (faults, unevenness, _) in row.items():
            width = self.until[end] - self.until[start] - self.gaps[end - 1]
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
            self.end_faults[end - 1] if end < self.last else 0
        )


def _traced(rows: Sequence[dict[int, tuple[float, float, int]]], last: int) -> Breaks | None:
    """The layout whose ends the last of ``rows`` leads back to."""
    if last not in rows[-1]:
        return None
    faults, unevenness, _ = rows[-1][last]
    ends = [last]
    for row in reversed(rows[2:]):
        ends.append(row[ends[-1]][2])
    return Breaks(int(faults), unevenness, tuple(reversed(ends)))
