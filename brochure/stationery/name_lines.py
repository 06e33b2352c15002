"""Name lines: the ways to set a name in lines, from the one that looks best to the narrowest.

A name is never divided within a word but after a hyphen of its own, and no mark of one line touches
another: lines stand as far apart as the ink of their own glyphs asks for (`glyph_boxes`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from brochure.stationery import glyph_boxes
from brochure.stationery.glyph_boxes import Ink
from brochure.text.fitting import Measure
from brochure.theme import FontFace

MOST_LINES = 4
"""Of a name; most fit in two."""

USUAL_LINES = 2

CLEAR_EM = 0.07
"""What stays free at least between the ink of a line and that of the next."""

CAPITAL = Ink(0.72, 0.2)
"""How far letters of most names reach: lines without accents stand where those with them do."""

_LEAST_PART = 3
"""Letters on both sides of a hyphen after which a line may end."""

_HYPHENS = "-\u2010\u2011"


@dataclass(frozen=True, slots=True)
class Setting:
    """A name in ``lines``, the widest of which is ``width`` em, with the ``inks`` of each."""

    lines: tuple[str, ...]
    width: float
    inks: tuple[Ink, ...]

    def height(self, leading: float) -> float:
        """From the top of the first line to the foot of the last, in em."""
        return self.inks[0].above + sum(self.steps(leading)) + self.inks[-1].below

    def steps(self, leading: float) -> Iterator[float]:
        """From each baseline to the next, in em: ``leading``, or what keeps their ink apart."""
        for one, other in pairwise(self.inks):
            yield max(leading, one.below + other.above + CLEAR_EM)


@lru_cache(maxsize=16384)
def settings(
    given: str, family: str, chain: tuple[FontFace, ...], tracking: float, most_lines: int
) -> tuple[Setting, ...]:
    """The ways to set a name of two parts, either of which may be "", the best first.

    In one line; with a line for each part; then in two to ``most_lines`` as narrow as can be.
    """
    measure = glyph_boxes.measure(chain, tracking)
    name = f"{given} {family}".strip()
    found: dict[tuple[str, ...], None] = {(name,): None}
    if given and family:
        found[given, family] = None
    for count in range(2, most_lines + 1):
        for pieces in (_words(name), _pieces(name)):
            if len(pieces) >= count:
                found[_narrowest(pieces, count, measure, given)] = None
    return tuple(
        Setting(
            lines=lines,
            width=max(map(measure, lines)),
            inks=tuple(CAPITAL.joined(glyph_boxes.ink(line, chain)) for line in lines),
        )
        for lines in sorted(found, key=len)
    )


def _words(name: str) -> list[str]:
    """The words of a name, each but the first with the space before it."""
    first, *others = name.split(" ")
    return [first, *(f" {word}" for word in others)]


def _pieces(name: str) -> list[str]:
    """The same, divided after the hyphens of its own too."""
    return [piece for word in _words(name) for piece in _parts(word)]


def _parts(word: str) -> Iterator[str]:
    start = 0
    for at, char in enumerate(word):
        letters = len(word[start:at].strip()), len(word) - at - 1
        if char in _HYPHENS and min(letters) >= _LEAST_PART:
            yield word[start : at + 1]
            start = at + 1
    yield word[start:]


def _narrowest(pieces: Sequence[str], count: int, measure: Measure, given: str) -> tuple[str, ...]:
    """``pieces`` in ``count`` lines of which the widest is as narrow as can be.

    Of all such lines those with the fewest faults: a line that ends at a hyphen, or after a particle,
    and ``given`` names that share a line with others.
    """
    total = len(pieces)
    widths = {
        (a, b): measure("".join(pieces[a:b]).strip())
        for a in range(total)
        for b in range(a + 1, total + 1)
    }
    faults = {end: _fault(pieces, end, given) for end in range(1, total)} | {total: 0}
    limit = _least_width(widths, total, count) + 1e-6
    # best[n][i]: the fewest faults of the first i pieces in n lines, and where the last of these starts
    best: list[dict[int, tuple[int, int]]] = [{0: (0, 0)}]
    for _ in range(count):
        last = best[-1]
        best.append({
            end: min(options)
            for end in range(1, total + 1)
            if (options := [
                (last[start][0] + faults[end], start)
                for start in range(end)
                if start in last and widths[start, end] <= limit
            ])
        })  # fmt: skip
    lines: list[str] = []
    end = total
    for row in reversed(best[1:]):
        start = row[end][1]
        lines.append("".join(pieces[start:end]).strip())
        end = start
    return tuple(reversed(lines))


def _least_width(widths: Mapping[tuple[int, int], float], total: int, count: int) -> float:
    """The least that the widest of ``count`` lines can be, in em."""
    last: dict[int, float] = {0: 0.0}
    for _ in range(count):
        last = {
            end: min(max(last[start], widths[start, end]) for start in range(end) if start in last)
            for end in range(1, total + 1)
            if any(start in last for start in range(end))
        }
    return last[total]


def _fault(pieces: Sequence[str], end: int, given: str) -> int:
    """How bad it is that a line ends before piece ``end``."""
    before, last = "".join(pieces[:end]), pieces[end - 1].strip()
    if before == given:
        return -1
    return 2 * (not pieces[end].startswith(" ")) + last.islower()
