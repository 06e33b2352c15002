"""Line breaks: fewest faults first, then the most even lines; compared with trying all of them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.text.line_breaks import best_breaks, fewest_lines


def lines_of(
    widths: tuple[float, ...], gaps: tuple[float, ...], ends: tuple[int, ...]
) -> list[tuple[int, int, float]]:
    """First word, end and width of each line."""
    starts = (0, *ends[:-1])
    return [(a, b, sum(widths[a:b]) + sum(gaps[a : b - 1])) for a, b in zip(starts, ends, strict=True)]


@st.composite
def texts(draw: st.DrawFn) -> tuple[tuple[float, ...], tuple[float, ...]]:
    count = draw(st.integers(1, 8))
    side = st.integers(1, 20).map(float)
    widths = tuple(draw(st.lists(side, min_size=count, max_size=count)))
    return widths, (*(2.0 for _ in range(count - 1)), 0.0)


@settings(max_examples=200)
@given(text=texts(), limit=st.integers(20, 60).map(float))
def test_the_fewest_lines_are_as_few_as_trying_all_finds(
    text: tuple[tuple[float, ...], tuple[float, ...]], limit: float
) -> None:
    widths, gaps = text
    found = fewest_lines(widths, gaps, limit)
    possible = [
        len(cut) + 1
        for size in range(len(widths))
        for cut in combinations(range(1, len(widths)), size)
        if all(w <= limit for *_, w in lines_of(widths, gaps, (*cut, len(widths))))
    ]
    assert found == min(possible)


@settings(max_examples=200)
@given(text=texts(), limit=st.integers(20, 60).map(float), count=st.integers(1, 4))
def test_without_faults_no_other_lines_are_more_even(
    text: tuple[tuple[float, ...], tuple[float, ...]], limit: float, count: int
) -> None:
    widths, gaps = text
    found = best_breaks(widths, gaps, limit, (0,) * len(widths), count)
    ideal = (sum(widths) + sum(gaps) - (count - 1) * max(gaps)) / count
    possible = [
        sum((w - ideal) ** 2 for *_, w in lines)
        for cut in combinations(range(1, len(widths)), count - 1)
        for lines in [lines_of(widths, gaps, (*cut, len(widths)))]
        if all(w <= limit for *_, w in lines)
    ]
    assert (found is None) == (not possible)
    if found and found.faults == 0 and possible:
        lines = lines_of(widths, gaps, found.ends)
        assert len(lines) == count
        assert all(w <= limit for *_, w in lines)
        alone = [b - a == 1 for a, b, _ in lines]
        if not any(alone):  # a lone word would be a fault elsewhere
            assert found.unevenness == pytest.approx(sum((w - ideal) ** 2 for *_, w in lines))


WORDS = (4.0, 1.0, 4.0, 4.0)
GAPS = (1.0, 1.0, 1.0, 0.0)


def test_a_line_does_not_end_on_a_word_that_must_not_end_one() -> None:
    free = best_breaks(WORDS, GAPS, 12.0, (0, 0, 0, 0), 2)
    bound = best_breaks(WORDS, GAPS, 12.0, (0, 2, 0, 0), 2)
    assert free is not None
    assert bound is not None
    assert (free.ends, bound.ends) == ((2, 4), (1, 4))


def test_where_there_is_no_other_way_it_is_a_fault() -> None:
    found = best_breaks(WORDS, GAPS, 9.0, (0, 2, 0, 0), 2)
    assert found is not None
    assert (found.ends, found.faults) == ((2, 4), 2)


@pytest.mark.parametrize(("limit", "count"), [(3.0, 2), (9.0, 1), (20.0, 5)])
def test_what_cannot_be_is_none(limit: float, count: int) -> None:
    assert best_breaks(WORDS, GAPS, limit, (0, 0, 0, 0), count) is None


def test_a_lone_short_last_word_is_a_fault() -> None:
    found = best_breaks((5.0, 5.0, 1.0), (1.0, 1.0, 0.0), 11.0, (0, 0, 0), 2)
    assert found is not None
    assert found.ends == (1, 3), "rather two words below than one alone"
