"""Outlines: closed loops around exactly the dark modules."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.codes import outlines, svg_png
from brochure.codes.encoder import Matrix


@settings(max_examples=40, deadline=None)
@given(version=st.integers(1, 12), seed=st.integers(0, 10_000))
def test_outlines_cover_exactly_the_dark_modules(version: int, seed: int) -> None:
    """Drawn as areas, by whoever fills by direction, an outline is the same modules as the strokes."""
    chance = random.Random(seed)
    size = 17 + 4 * version
    rows = tuple(tuple(chance.random() < 0.5 for _ in range(size)) for _ in range(size))
    matrix = Matrix(payload="", version=version, level="M", mask=0, rows=rows)
    loops = outlines.trace(matrix)
    assert sum(outlines.area(loop.polygon()) for loop in loops) == sum(map(sum, rows))
    drawn = svg_png._areas(loops, matrix.total, 4).reduce(4).point(lambda v: 255 * (v > 127))
    assert drawn.tobytes() == svg_png.raster(matrix, 1).convert("L").tobytes()


def test_two_modules_that_touch_at_a_corner_are_two_loops() -> None:
    rows = ((True, False), (False, True))
    matrix = Matrix(payload="", version=1, level="M", mask=0, rows=rows)
    loops = outlines.trace(matrix)
    assert [outlines.area(loop.polygon()) for loop in loops] == [1, 1]
    assert [loop.steps[-1].end == loop.start for loop in loops] == [True, True]


def test_a_cubic_curve_equals_the_quadratic_one() -> None:
    start, control, end = (0.0, 0.0), (3.0, 0.0), (3.0, 3.0)
    assert outlines.cubic(start, control, end) == ((2.0, 0.0), (3.0, 1.0))
