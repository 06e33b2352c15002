"""Motifs: each a pure function from what it stands for to marks in a box. Lengths in box heights.

A box is ``width`` wide and 1 high. Where it is ``cropped``, the motif is larger than the box and leaves
it by its foot and by its right edge: a cover shows a part of it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from brochure.marks import Mark, Point, State, block, dot

LIT_SHARE = 0.11
"""The share of dots that are lit, in groups of neighbours: the page's own pattern."""

GROUPS = 3
"""In so many groups of neighbours."""

SPARK_SHARE = 0.05
"""The share of single dots that are set off a little, all over the motif."""

MARGIN = 0.0857
"""The margin of a cover as a share of its width: a cropped motif begins below its text."""

MOST_WEEKS = 53
"""So many weeks are the longest calendar."""

_WEEKS_DOWN = 6
"""A calendar of more weeks has them side by side."""

_INNER_RADIUS = 0.34
"""The radius of the innermost row of a hemicycle, whose outermost has 1."""

_FILL = 0.325
"""A seat's radius as a share of the distance to its neighbours."""


def hashed(seed: str, number: int) -> bytes:
    """Thirty-two bytes that only ``seed`` and ``number`` decide."""
    return hashlib.sha256(f"{seed}/{number}".encode()).digest()


def _share(seed: str, number: int, low: float = 0.0, high: float = 1.0) -> float:
    """A number from ``low`` to ``high`` that only ``seed`` and ``number`` decide."""
    return low + (high - low) * int.from_bytes(hashed(seed, number)[:4], "big") / 0xFFFFFFFF


def _lit(placed: Sequence[Mark], seed: str) -> tuple[Mark, ...]:
    """``placed`` with the lit ones, in groups of neighbours, and the sparks that ``seed`` chooses."""
    ranked = sorted(range(len(placed)), key=lambda i: hashed(seed, i))
    lit = _neighbours(placed, ranked[:GROUPS], round(len(placed) * LIT_SHARE))
    spark = [i for i in ranked if i not in lit][: round(len(placed) * SPARK_SHARE)]
    states: dict[int, State] = dict.fromkeys(lit, "lit")
    states |= dict.fromkeys(spark, "spark")
    return tuple(replace(m, state=states[i]) if i in states else m for i, m in enumerate(placed))


def _neighbours(placed: Sequence[Mark], centres: Sequence[int], count: int) -> list[int]:
    """The ``count`` marks nearest to ``centres``: half about the first, a quarter about the next."""
    chosen: list[int] = []
    for at, centre in enumerate(centres):
        share = count // 2 ** (at + 1) if at + 1 < len(centres) else count - len(chosen)
        middle = placed[centre].points[0]
        near = sorted(
            (i for i in range(len(placed)) if i not in chosen),
            key=lambda i: math.dist(placed[i].points[0], middle),
        )
        chosen += near[:share]
    return chosen


def hemicycle(number: int, seed: str, width: float, cropped: bool) -> tuple[Mark, ...]:
    """``number`` seats in rows on half circles, as even along a row as between rows: an assembly."""
    reach, centre, foot = min(1.0, width / 2), width / 2, 1.0
    if cropped:
        foot = 1.07
        reach = min(foot, 0.92 * width)
        centre = max(MARGIN * width + reach, width - 0.62 * reach)
    rows = min(range(2, 40), key=lambda r: abs(math.log(_row_gap(r) / _seat_gap(r, number))))
    radius = min(_row_gap(rows), _seat_gap(rows, number)) * _FILL
    placed = []
    # A seat's radius is left free on every side, so that none is cut by the box.
    for ring, count in zip(_reaches(rows), _shares(_reaches(rows), number), strict=True):
        outer = ring * (1 - 2 * radius)
        for i in range(count):
            angle = math.pi * (i / (count - 1) if count > 1 else 0.5)
            x = centre - reach * outer * math.cos(angle)
            y = foot - reach * (radius + outer * math.sin(angle))
            placed.append(dot(x, y, reach * radius))
    return _lit(placed, seed)


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


def grid(number: int, seed: str, width: float, cropped: bool) -> tuple[Mark, ...]:
    """Complete rows and columns of about ``number`` dots, the larger the nearer to one of them."""
    rows = max(3, round(math.sqrt(number / width)))
    columns = max(3, round(number / rows))
    gap, left = min(1 / rows, width / columns), 0.0
    if cropped:
        left = MARGIN * width
        gap = 1 / (rows - 0.4)
        columns = math.ceil((width - left) / gap + 0.4)
    else:
        left = (width - gap * columns) / 2
    top = 0.0 if cropped else (1 - gap * rows) / 2
    middle = (_share(seed, 1, 0.45, 0.95) * width, _share(seed, 2, 0.3, 0.9))
    far = math.hypot(width, 1) * 0.62
    placed = []
    for i in range(rows * columns):
        x, y = left + gap * (i % columns + 0.5), top + gap * (i // columns + 0.5)
        near = max(0.0, 1 - math.dist((x, y), middle) / far)
        placed.append(dot(x, y, round(gap * (0.17 + 0.26 * round(near * 10) / 10), 5)))
    return _lit(placed, seed)


def waves(number: int, seed: str, width: float, cropped: bool) -> tuple[Mark, ...]:
    """Lines of water one below the other, each a little behind the one above, heavier to the foot."""
    rows = 8 + number % 4
    height, lag = _share(seed, 1, 0.022, 0.04), _share(seed, 2, 0.35, 0.7)
    length, start = _share(seed, 3, 0.5, 1.1), _share(seed, 4, 0, 2 * math.pi)
    lit = {*sorted(range(1, rows), key=lambda i: hashed(seed, i))[:2]}
    thickest = 0.52 / rows
    top, foot = height + thickest, (1.0 + height if cropped else 1 - height - thickest / 2)
    left, right = (-0.1, width + 0.1) if cropped else (thickest / 2, width - thickest / 2)
    steps = max(24, round(28 * (right - left) / length))
    made = []
    for row in range(rows):
        y = top + (foot - top) * row / (rows - 1)
        xs = [left + (right - left) * i / steps for i in range(steps + 1)]
        points = tuple(
            (x, y + height * math.sin(2 * math.pi * x / length + start - lag * row)) for x in xs
        )
        thick = round(thickest * (0.34 + 0.66 * row / (rows - 1)), 5)
        state: State = "lit" if row in lit else "spark" if row == 0 else "seat"
        made.append(Mark(points=points, width=thick, state=state))
    return tuple(made)


def rings(number: int, seed: str, width: float, cropped: bool) -> tuple[Mark, ...]:
    """Rings about one middle, parted in arcs: what spreads from a place, or is passed on."""
    count = 6 + number % 3
    if cropped:
        reach, turn, parts = min(0.68, (1 - MARGIN) * width / 1.4), 2 * math.pi, 5
        middle = (width - 0.4 * reach, max(reach, 1 - 0.4 * reach))
    else:
        middle, reach, turn, parts = (width / 2, 1.0), min(1.0, width / 2), math.pi, 3
    step = reach / (count + 0.2)
    thick = round(0.56 * step, 5)
    lit = sorted(range(1, count), key=lambda i: hashed(seed, i))
    made = []
    for ring in range(1, count + 1):
        radius = step * ring - (0 if cropped else thick * 0.2)
        gap = (thick + 0.35 * step) / radius
        pieces = max(1, min(parts, int(ring * 0.7 + _share(seed, 10 + ring, 0, 1.4))))
        offset = _share(seed, 30 + ring, 0, turn) if cropped else 0.0
        cuts = _cuts(pieces, f"{seed}/{ring}")
        for piece, (begin, end) in enumerate(cuts):
            inset = gap / 2 if cropped or piece else math.asin(min(1, thick / 2 / radius))
            outset = gap / 2 if cropped or piece < pieces - 1 else math.asin(min(1, thick / 2 / radius))
            first, last = offset + turn * begin + inset, offset + turn * end - outset
            if last <= first:
                continue
            bright = ring in lit[:3] and piece == hashed(seed, ring)[1] % pieces
            state: State = "lit" if bright else "spark" if ring in lit[3:4] and piece == 0 else "seat"
            made.append(Mark(points=_arc(middle, radius, first, last), width=thick, state=state))
    return tuple(made)


def _cuts(pieces: int, seed: str) -> list[tuple[float, float]]:
    """Shares of a turn that ``pieces`` arcs take, one after the other."""
    weights = [_share(seed, i, 0.5, 1.5) for i in range(pieces)]
    ends = [sum(weights[: i + 1]) / sum(weights) for i in range(pieces)]
    return list(zip([0.0, *ends], ends, strict=False))


def _arc(middle: Point, radius: float, first: float, last: float) -> tuple[Point, ...]:
    """Points on a circle from the angle ``first`` to ``last``, from the left over the top."""
    steps = max(2, math.ceil((last - first) * 20))
    angles = (first + (last - first) * i / steps for i in range(steps + 1))
    return tuple((middle[0] - radius * math.cos(a), middle[1] - radius * math.sin(a)) for a in angles)


def city(number: int, seed: str, width: float, cropped: bool) -> tuple[Mark, ...]:
    """A plan of streets: blocks between them, an avenue across, and the few places that are lit."""
    rows = 4 + number % 2
    left, right, foot = (MARGIN * width, width + 0.12, 1.12) if cropped else (0.0, width, 1.0)
    columns = max(4, round((right - left) * rows * 0.8))
    street = 0.16 / rows
    xs = _edges(left, right, columns, f"{seed}/x")
    ys = _edges(0.0, foot, rows, f"{seed}/y")
    across = (_share(seed, 5, left + 0.3 * (right - left), left + 0.7 * (right - left)), 0.5)
    slope = _share(seed, 6, 0.5, 1.0) * (1 if hashed(seed, 7)[0] % 2 else -1)
    normal = (math.cos(slope), math.sin(slope))
    made: list[Mark] = []
    for row in range(rows):
        for column in range(columns):
            corners = block(
                xs[column] + (street / 2 if column else 0),
                ys[row] + (street / 2 if row else 0),
                xs[column + 1] - (street / 2 if column + 1 < columns else 0),
                ys[row + 1] - (street / 2 if row + 1 < rows else 0),
            ).points
            for side in (1, -1):
                points = _beyond(corners, across, (side * normal[0], side * normal[1]), street * 0.75)
                if _area(points) > 0.0012:
                    made.append(Mark(points=points))
    return _places(made, seed, width)


def _places(blocks: Sequence[Mark], seed: str, width: float) -> tuple[Mark, ...]:
    """``blocks`` with one place lit, the block beside it, one more, and a spark."""
    inside = [i for i, m in enumerate(blocks) if 0.1 < _middle(m)[1] < 0.85 and _middle(m)[0] < width]
    ranked = sorted(inside or range(len(blocks)), key=lambda i: hashed(seed, i))
    if not ranked:
        return tuple(blocks)
    first = _middle(blocks[ranked[0]])
    beside = sorted(range(len(blocks)), key=lambda i: math.dist(_middle(blocks[i]), first))[:2]
    states: dict[int, State] = dict.fromkeys(ranked[2:3], "spark")
    states |= dict.fromkeys([*beside, *ranked[1:2]], "lit")
    return tuple(replace(m, state=states[i]) if i in states else m for i, m in enumerate(blocks))


def _middle(mark: Mark) -> Point:
    left, top, right, bottom = mark.box
    return ((left + right) / 2, (top + bottom) / 2)


def _edges(first: float, last: float, count: int, seed: str) -> list[float]:
    """``count`` + 1 places from ``first`` to ``last``, unevenly apart."""
    weights = [_share(seed, i, 0.6, 1.5) for i in range(count)]
    return [first + (last - first) * sum(weights[:i]) / sum(weights) for i in range(count + 1)]


def _beyond(corners: Sequence[Point], on: Point, normal: Point, distance: float) -> tuple[Point, ...]:
    """What of a convex shape lies at least ``distance`` beyond a line (Sutherland, Hodgman 1974).

    The line goes through ``on``; ``normal`` points to the side that is kept.
    """
    depths = [(x - on[0]) * normal[0] + (y - on[1]) * normal[1] - distance for x, y in corners]
    kept: list[Point] = []
    for i, (point, depth) in enumerate(zip(corners, depths, strict=True)):
        before, was = corners[i - 1], depths[i - 1]
        if (depth >= 0) != (was >= 0):
            share = was / (was - depth)
            kept.append(
                (before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1]))
            )
        if depth >= 0:
            kept.append(point)
    return tuple(kept)


def _area(points: Sequence[Point]) -> float:
    pairs = zip(points, (*points[1:], *points[:1]), strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def calendar(first: date, last: date, width: float, cropped: bool) -> tuple[Mark, ...]:
    """The days of whole months, a week (from Monday, ISO 8601) in each row; the event's own are lit.

    More than six weeks stand side by side, a week in each column, up to MOST_WEEKS.
    """
    begin = first.replace(day=1)
    end = (last.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    monday = begin - timedelta(days=begin.weekday())
    weeks = min(MOST_WEEKS, (end - monday).days // 7 + 1)
    down = weeks <= _WEEKS_DOWN
    columns, rows = (7, weeks) if down else (weeks, 7)
    if cropped:
        left = MARGIN * width
        side = min((width - left) / (columns - 0.42), 1 / (rows - 0.42) if down else 1 / (rows - 0.3))
        left = max(left, width - side * (columns - 0.42))
        top = max(0.0, 1 - side * (rows - (0.42 if down else 0.3)))
    else:
        side = min(width / columns, 1 / rows)
        left, top = (width - side * columns) / 2, 1 - side * rows
    inset = 0.06 * side
    made = []
    for offset in range((end - begin).days + 1):
        day = begin + timedelta(days=offset)
        week, weekday = divmod((day - monday).days, 7)
        if week >= weeks:
            break
        column, row = (weekday, week) if down else (week, weekday)
        x, y = left + column * side, top + row * side
        state: State = "lit" if first <= day <= last else "seat"
        made.append(block(x + inset, y + inset, x + side - inset, y + side - inset, state))
    return tuple(made)


def bars(values: Sequence[float], width: float, cropped: bool) -> tuple[Mark, ...]:
    """A bar for each of ``values``, as high as its number says from the foot; the greatest is lit."""
    count, greatest = len(values), max(values)
    left, right = (MARGIN * width, width) if cropped else (0.0, width)
    gap = 0.22
    # Cropped, the last bar leaves the page with a third of its width.
    each = (right - left) / (count + gap * (count - 1) - (0.34 if cropped else 0))
    made = []
    for i, value in enumerate(values):
        x = left + i * each * (1 + gap)
        state: State = "lit" if i == list(values).index(greatest) else "seat"
        made.append(block(x, 1 - value / greatest, x + each, 1.1 if cropped else 1.0, state))
    return tuple(made)
