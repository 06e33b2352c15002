"""Outlines: the edges of a code's dark areas as closed loops, for cutters, designers and round corners.

Coordinates count modules from the outer corner of the quiet zone, y downwards. Dark lies on the right
hand of a loop's direction, so that filling by the non-zero rule leaves the light islands light.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from brochure.codes.encoder import QUIET_ZONE, Matrix

Point = tuple[float, float]
Ways = dict[tuple[int, int], list[tuple[int, int]]]
"""The corners that can be reached from a corner along the edge of a dark module."""


class Step(NamedTuple):
    """A straight line to ``end``, or a quadratic curve there when it has a ``control`` point."""

    end: Point
    control: Point | None = None


class Loop(NamedTuple):
    """A closed line: where it starts, and its steps; the last one ends where it starts."""

    start: Point
    steps: tuple[Step, ...]

    def polygon(self, parts: int = 4) -> list[Point]:
        """Its points, each curve as so many straight ``parts``."""
        points = [self.start]
        for step in self.steps:
            points += _curve(points[-1], step, parts) if step.control else [step.end]
        return points


def _curve(start: Point, step: Step, parts: int) -> Iterator[Point]:
    (x0, y0), (x2, y2) = start, step.end
    x1, y1 = step.control or step.end
    for i in range(1, parts + 1):
        t = i / parts
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        yield a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2


def cubic(start: Point, control: Point, end: Point) -> tuple[Point, Point]:
    """The two control points of the cubic curve that equals a quadratic one."""
    (ax, ay), (bx, by), (cx, cy) = start, control, end
    return (
        (ax + 2 / 3 * (bx - ax), ay + 2 / 3 * (by - ay)),
        (cx + 2 / 3 * (bx - cx), cy + 2 / 3 * (by - cy)),
    )


def trace(matrix: Matrix, radius: float = 0.0) -> tuple[Loop, ...]:
    """The loops around the dark areas; corners are rounded by ``radius`` modules, at most a half.

    The corners of the finder and alignment patterns stay: decoders look for their straight edges.
    """
    loops = _loops(matrix.rows)
    if not radius:
        return tuple(_straight(loop) for loop in loops)
    sharp = frozenset(_sharp(matrix))
    return tuple(_rounded(loop, radius, sharp) for loop in loops)


def _loops(rows: tuple[tuple[bool, ...], ...]) -> Iterator[list[tuple[int, int]]]:
    """The corners of each loop in order, in modules of the symbol."""
    ways = _edges(rows)
    while ways:
        here = start = next(iter(ways))
        direction = (0, 0)
        corners: list[tuple[int, int]] = []
        # Where two dark modules touch at a corner, turning right keeps to the same one.
        while here != start or not corners or _right_of(here, direction) in ways.get(here, ()):
            right = _right_of(here, direction)
            towards = right if right in ways[here] else ways[here][0]
            ways[here].remove(towards)
            if not ways[here]:
                del ways[here]
            corners.append(here)
            direction = (towards[0] - here[0], towards[1] - here[1])
            here = towards
        yield _without_straight(corners)


def _edges(rows: tuple[tuple[bool, ...], ...]) -> Ways:
    """The sides of dark modules that face light ones, clockwise, by where they start."""
    size = len(rows)

    def dark(x: int, y: int) -> bool:
        return 0 <= x < size and 0 <= y < size and rows[y][x]

    ways: Ways = {}
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if not is_dark:
                continue
            for beside, start, end in (
                ((x, y - 1), (x, y), (x + 1, y)),
                ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
                ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
                ((x - 1, y), (x, y + 1), (x, y)),
            ):
                if not dark(*beside):
                    ways.setdefault(start, []).append(end)
    return ways


def _right_of(at: tuple[int, int], direction: tuple[int, int]) -> tuple[int, int]:
    """The next corner after turning right, y pointing down."""
    return at[0] - direction[1], at[1] + direction[0]


def _without_straight(corners: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """``corners`` without those at which the loop goes straight on."""
    count = len(corners)
    return [
        here
        for i, here in enumerate(corners)
        if (here[0] - corners[i - 1][0]) * (corners[(i + 1) % count][1] - here[1])
        != (here[1] - corners[i - 1][1]) * (corners[(i + 1) % count][0] - here[0])
    ]


def _shifted(corner: tuple[int, int]) -> Point:
    return corner[0] + QUIET_ZONE, corner[1] + QUIET_ZONE


def _straight(corners: list[tuple[int, int]]) -> Loop:
    points = [_shifted(corner) for corner in corners]
    return Loop(points[0], tuple(Step(point) for point in (*points[1:], points[0])))


def _rounded(corners: list[tuple[int, int]], radius: float, sharp: frozenset[Point]) -> Loop:
    points = [_shifted(corner) for corner in corners]
    steps: list[Step] = []
    for before, here, after in zip(
        [points[-1], *points[:-1]], points, [*points[1:], points[0]], strict=True
    ):
        if here in sharp:
            steps.append(Step(here))
            continue
        steps.append(Step(_towards(here, before, radius)))
        steps.append(Step(_towards(here, after, radius), here))
    return Loop(steps[-1].end, tuple(steps))


def _towards(start: Point, end: Point, length: float) -> Point:
    """The point ``length`` from ``start`` on the way to ``end``, at most half of it."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    whole = abs(dx) + abs(dy)
    share = min(length, whole / 2) / whole
    return start[0] + dx * share, start[1] + dy * share


def _sharp(matrix: Matrix) -> Iterator[Point]:
    """Every corner on or in a finder or alignment pattern."""
    for left, top, side in pattern_boxes(matrix):
        for y in range(top, top + side + 1):
            for x in range(left, left + side + 1):
                yield _shifted((x, y))


def pattern_boxes(matrix: Matrix) -> Iterator[tuple[int, int, int]]:
    """Left, top and side of each finder and alignment pattern (ISO/IEC 18004, annex E)."""
    far = matrix.size - 7
    finders = ((0, 0), (far, 0), (0, far))
    yield from ((x, y, 7) for x, y in finders)
    for x, y in alignment_centres(matrix):
        yield x - 2, y - 2, 5


def alignment_positions(version: int) -> tuple[int, ...]:
    """The rows, and the columns, of the alignment patterns' centres (ISO/IEC 18004, annex E)."""
    from qrcode.util import pattern_position

    return tuple(pattern_position(version))


def alignment_centres(matrix: Matrix) -> Iterator[tuple[int, int]]:
    """The centres of the alignment patterns: every pair of positions but those under finders."""
    places = alignment_positions(matrix.version)
    edge = matrix.size - 7
    corners = {(6, 6), (edge, 6), (6, edge)}
    yield from ((x, y) for x in places for y in places if (x, y) not in corners)


def area(loop: Iterable[Point]) -> float:
    """The area inside a polygon: positive for dark areas, negative for light islands."""
    points = list(loop)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*points, points[0]])) / 2
