"""The motif: seats in a box 2 wide and 1 high, drawn by SVG in the PDF and by pixels on cards.

Where the seats are depends on their number alone, and which of them are lit on the page's slug: each
page has its own assembly, and always the same one.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from brochure.page import Page

State = Literal["seat", "lit", "spark"]

FEWEST_SEATS, MOST_SEATS = 60, 420
LIT_SHARE = 0.11
"""The share of seats that are lit, in groups of neighbours: the page's own pattern."""

GROUPS = 3
"""In so many groups of neighbours."""

SPARK_SHARE = 0.05
"""The share of single seats that are set off a little, all over the motif."""

_INNER_RADIUS = 0.34
"""The radius of the innermost row of a hemicycle, whose outermost has 1."""

_FILL = 0.325
"""A seat's radius as a share of the distance to its neighbours."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A dot: centre ``x`` (0 to 2) and ``y`` (0 at the top, 1 at the bottom), ``radius``, ``state``."""

    x: float
    y: float
    radius: float
    state: State = "seat"


def number_of_seats(page: Page) -> int:
    """The largest key figure that makes a good assembly (60 to 420), else a number of the slug's."""
    numbers = (re.sub(r"\D", "", figure.value) for figure in page.figures)
    fitting = [int(n) for n in numbers if n and FEWEST_SEATS <= int(n) <= MOST_SEATS]
    return max(fitting, default=100 + int.from_bytes(_hash(page.slug, -1)[:2], "big") % 150)


@lru_cache(maxsize=64)
def seats(kind: str, number: int, seed: str) -> tuple[Seat, ...]:
    """``number`` seats of the motif ``kind``, row by row, the lit ones chosen by ``seed``."""
    placed = PLACES[kind](number)
    ranked = sorted(range(len(placed)), key=lambda i: _hash(seed, i))
    lit = _neighbours(placed, ranked[:GROUPS], round(len(placed) * LIT_SHARE))
    spark = [i for i in ranked if i not in lit][: round(len(placed) * SPARK_SHARE)]
    states: dict[int, State] = dict.fromkeys(lit, "lit")
    states |= dict.fromkeys(spark, "spark")
    return tuple(
        Seat(seat.x, seat.y, seat.radius, states.get(i, "seat")) for i, seat in enumerate(placed)
    )


def _hash(seed: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}/{number}".encode()).digest()


def _neighbours(placed: Sequence[Seat], centres: Sequence[int], count: int) -> list[int]:
    """The ``count`` seats nearest to ``centres``: half about the first, a quarter about the next."""
    chosen: list[int] = []
    for at, centre in enumerate(centres):
        share = count // 2 ** (at + 1) if at + 1 < len(centres) else count - len(chosen)
        middle = placed[centre]
        near = sorted(
            (i for i in range(len(placed)) if i not in chosen),
            key=lambda i: math.dist((placed[i].x, placed[i].y), (middle.x, middle.y)),
        )
        chosen += near[:share]
    return chosen


def _hemicycle(number: int) -> tuple[Seat, ...]:
    """Rows on half circles about the middle of the bottom, as even along a row as between rows."""
    rows = min(range(2, 40), key=lambda r: abs(math.log(_row_gap(r) / _seat_gap(r, number))))
    gap = min(_row_gap(rows), _seat_gap(rows, number))
    radius = gap * _FILL
    placed = []
    # A seat's radius is left free on every side, so that none is cut by the box.
    for reach, count in zip(_reaches(rows), _shares(_reaches(rows), number), strict=True):
        outer = reach * (1 - 2 * radius)
        for i in range(count):
            angle = math.pi * (i / (count - 1) if count > 1 else 0.5)
            placed.append(
                Seat(1 - outer * math.cos(angle), 1 - radius - outer * math.sin(angle), radius)
            )
    return tuple(placed)


def _reaches(rows: int) -> list[float]:
    return [_INNER_RADIUS + (1 - _INNER_RADIUS) * i / (rows - 1) for i in range(rows)]


def _row_gap(rows: int) -> float:
    return (1 - _INNER_RADIUS) / (rows - 1)


def _seat_gap(rows: int, number: int) -> float:
    return math.pi * sum(_reaches(rows)) / max(number - rows, 1)


def _shares(weights: Iterable[float], number: int) -> list[int]:
    """``number`` split in proportion to ``weights``, by largest remainders."""
    weights = list(weights)
    exact = [number * w / sum(weights) for w in weights]
    shares = [int(e) for e in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: shares[i] - exact[i])
    for i in by_remainder[: number - sum(shares)]:
        shares[i] += 1
    return shares


def _rings(number: int) -> tuple[Seat, ...]:
    """Two sets of concentric circles side by side, as two groups in conversation."""
    half = number // 2
    return (*_ring_set(half, 0.5), *_ring_set(number - half, 1.5))


def _ring_set(number: int, centre: float) -> list[Seat]:
    rows = max(2, round(math.sqrt(number / math.pi)))
    gap = 0.5 / (rows + 0.5)
    radius = gap * _FILL
    reaches = [gap * (i + 1) for i in range(rows)]
    return [
        Seat(
            centre + reach * math.cos(2 * math.pi * i / count),
            0.5 + reach * math.sin(2 * math.pi * i / count),
            radius,
        )
        for reach, count in zip(reaches, _shares(reaches, number), strict=True)
        for i in range(count)
    ]


def _grid(number: int) -> tuple[Seat, ...]:
    """Rows and columns, filled from the bottom, each row complete but the top one."""
    columns = max(2, round(math.sqrt(2 * number)))
    gap = 2 / columns
    rows = -(-number // columns)
    gap = min(gap, 1 / rows)
    left = (2 - gap * columns) / 2
    return tuple(
        Seat(left + gap * (i % columns + 0.5), 1 - gap * (i // columns + 0.5), gap * _FILL)
        for i in range(number)
    )


PLACES: dict[str, Callable[[int], tuple[Seat, ...]]] = {
    "hemicycle": _hemicycle,
    "rings": _rings,
    "grid": _grid,
    "none": lambda number: (),
}


def svg(placed: Iterable[Seat], colours: dict[State, str]) -> str:
    """The seats as an SVG document cropped to them: one path of round dots for each state.

    ``colours`` are CSS colours.
    """
    placed = tuple(placed)
    paths = []
    by_state: dict[State, list[Seat]] = {}
    for seat in placed:
        by_state.setdefault(seat.state, []).append(seat)
    for state, group in by_state.items():
        dots = "".join(f"M{1000 * s.x:.1f} {1000 * s.y:.1f}h.01" for s in group)
        paths.append(
            f'<path stroke="{colours[state]}" stroke-width="{2000 * group[0].radius:.1f}" d="{dots}"/>'
        )
    left = min((s.x - s.radius for s in placed), default=0.0)
    top = min((s.y - s.radius for s in placed), default=0.0)
    right = max((s.x + s.radius for s in placed), default=2.0)
    foot = max((s.y + s.radius for s in placed), default=1.0)
    box = " ".join(f"{1000 * v:.1f}" for v in (left, top, right - left, foot - top))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'
        f'<g fill="none" stroke-linecap="round">{"".join(paths)}</g></svg>'
    )
