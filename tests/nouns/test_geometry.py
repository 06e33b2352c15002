"""Rectangles: what lies in what, with y downwards on cards and upwards in PDF."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.geometry import PdfRect, Rect

side = st.floats(0, 100)
rects = st.builds(Rect, side, side, side, side)


@given(rects, rects)
def test_the_part_of_a_rectangle_in_another_lies_in_both(one: Rect, other: Rect) -> None:
    part = one.within(other)
    assert part.width >= 0
    assert part.height >= 0
    if part.width and part.height:
        assert one.holds(part)
        assert other.holds(part)


def test_edges() -> None:
    rect = Rect(10, 20, 30, 40)
    assert (rect.right, rect.bottom) == (40, 60)
    assert rect.within(Rect(0, 0, 20, 30)) == Rect(10, 20, 10, 10)
    assert rect.within(Rect(100, 100, 5, 5)).width == 0


@pytest.mark.parametrize(
    ("inner", "held"),
    [
        (Rect(10, 20, 30, 40), True),
        (Rect(9.6, 20, 30, 40), True),
        (Rect(9.4, 20, 30, 40), False),
        (Rect(20, 30, 30.6, 10), False),
    ],
)
def test_half_a_pixel_may_be_outside(inner: Rect, held: bool) -> None:
    assert Rect(10, 20, 30, 40).holds(inner) is held


BOX = PdfRect(0, 0, 100, 50)


@pytest.mark.parametrize(
    ("other", "held", "met"),
    [
        (PdfRect(0, 0, 100, 50), True, True),
        (PdfRect(10, 10, 20, 20), True, True),
        (PdfRect(90, 10, 110, 20), False, True),
        (PdfRect(100, 0, 120, 50), False, False),
        (PdfRect(0, 60, 10, 70), False, False),
    ],
)
def test_rectangles_of_pdf(other: PdfRect, held: bool, met: bool) -> None:
    assert BOX.holds(other) is held
    assert BOX.meets(other) is met
    assert BOX.grown(30).holds(other)
    assert not BOX.meets(other, tolerance=100)
