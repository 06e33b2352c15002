"""Metrics: heights from the tops of measured blocks."""

from __future__ import annotations

import pytest

from brochure.pdf.metrics import INTRO_SIZES, Heights, PanelHeights, intro_sizes, rows_of, surely_long
from tests.pdf.plain import content


def test_a_height_is_from_the_top_of_a_block_to_that_of_the_next() -> None:
    tops = {"intro-2": 10.0, "intro-10": 30.0, "figures": 60.0, "panels": 100.0, "contents": 150.0,
            "prose": 210.0, "foot": 280.0, "end": 360.0}  # fmt: skip
    found = Heights.from_tops(tops, PanelHeights(count=0, tallest=0.0, words=0.0))
    assert (found.intros, found.figures, found.contents) == ((20.0, 30.0), 40.0, 60.0)
    assert (found.prose, found.foot, found.panels) == (70.0, 80.0, 0.0)


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (3, 1), (4, 2), (6, 2)])
def test_more_than_three_panels_make_two_rows(count: int, rows: int) -> None:
    assert rows_of(count) == rows


def test_all_panels_are_as_high_as_the_tallest_with_a_gap_between_rows() -> None:
    assert PanelHeights(count=3, tallest=100.0, words=0.0).together == 34 + 100
    assert PanelHeights(count=4, tallest=100.0, words=0.0).together == 34 + 100 + 18 + 100
    assert PanelHeights(count=0, tallest=100.0, words=0.0).together == 0


def test_the_more_stands_with_the_intro_the_smaller_it_starts() -> None:
    from brochure.page import KeyFigure

    assert intro_sizes(content())[0] == INTRO_SIZES[0] == (40, 49)
    assert intro_sizes(content(figures=(KeyFigure(value="7", label="jours"),)))[0] == (32, 40)


def test_more_than_a_thousand_words_are_surely_long() -> None:
    assert not surely_long(content(body="mot " * 1000))
    assert surely_long(content(body="mot " * 1001))
