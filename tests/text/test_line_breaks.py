"""Line breaks: the fewest faults, then the most even lines, over plain widths."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.text.line_breaks import best_breaks, fewest_lines


@pytest.mark.parametrize(
    ("widths", "gaps", "limit", "lines"),
    [
        ([], [], 5.0, 1),
        ([5.0], [0.0], 5.0, 1),
        ([3.0, 3.0], [1.0, 0.0], 7.0, 1),  # as wide as the limit
        ([3.0, 3.0], [1.0, 0.0], 6.5, 2),  # the space counts
        ([3.0, 3.0], [0.0, 0.0], 6.0, 1),  # where there is none, as behind a hyphen, it does not
        ([3.0, 3.0, 3.0], [1.0, 1.0, 0.0], 7.0, 2),
        ([3.0, 3.0, 3.0, 3.0, 3.0], [1.0, 1.0, 1.0, 1.0, 0.0], 7.0, 3),
        ([2.0, 2.0, 2.0], [1.0, 3.0, 0.0], 9.0, 2),  # a space is that after the word before
    ],
)
def test_lines_are_counted_as_full_as_they_can_be(
    widths: list[float], gaps: list[float], limit: float, lines: int
) -> None:
    assert fewest_lines(widths, gaps, limit) == lines


def ends(
    widths: tuple[float, ...], limit: float, count: int, end_faults: tuple[int, ...] = ()
) -> tuple[int, tuple[int, ...]] | None:
    """The faults and line ends of words with spaces of 1 between them."""
    gaps = (*[1.0] * (len(widths) - 1), 0.0)
    best = best_breaks(widths, gaps, limit, end_faults or (0,) * len(widths), count)
    return None if best is None else (best.faults, best.ends)


def test_one_line_takes_all_words_up_to_the_limit() -> None:
    assert ends((3.0, 3.0), 7.0, 1) == (0, (2,))
    assert ends((3.0, 3.0), 6.5, 1) is None


def test_there_are_no_more_lines_than_words() -> None:
    assert ends((3.0, 3.0), 9.0, 3) is None
    assert best_breaks((), (), 9.0, (), 1) is None


def test_lines_are_as_even_as_they_can_be() -> None:
    assert ends((2.0, 2.0, 2.0, 2.0), 20.0, 2) == (0, (2, 4))
    assert ends((3.0, 2.0, 4.0), 20.0, 2) == (0, (2, 3))
    assert ends((2.0,) * 9, 20.0, 3) == (0, (3, 6, 9))


def test_unevenness_is_the_sum_of_squares_beside_an_even_line() -> None:
    best = best_breaks((3.0, 3.0, 4.0), (1.0, 1.0, 0.0), 9.0, (0, 0, 0), 2)
    assert best is not None
    assert best.unevenness == 1.5**2 + 1.5**2  # lines of 7 and 4 beside 5.5


def test_a_fault_weighs_more_than_any_unevenness() -> None:
    assert ends((2.0, 2.0, 3.0, 2.0, 2.0, 2.0), 20.0, 2) == (0, (3, 6))
    assert ends((2.0, 2.0, 3.0, 2.0, 2.0, 2.0), 20.0, 2, (0, 0, 1, 0, 0, 0)) == (0, (2, 6))
    assert ends((2.0, 2.0, 3.0, 2.0, 2.0, 2.0), 20.0, 2, (2, 2, 1, 2, 2, 0)) == (1, (3, 6))


def test_the_last_word_of_the_text_may_be_any_word() -> None:
    assert ends((2.0, 2.0, 2.0, 2.0), 20.0, 2, (0, 0, 0, 9)) == (0, (2, 4))


@pytest.mark.parametrize(
    ("widths", "faults"),
    [
        ((11.75, 3.25), 2), ((11.0, 4.0), 2),  # 4 beside an even line of 7.5
        ((10.5, 4.5), 0),  # 4.5 is 0.6 of it, not less
        ((4.5, 10.5), 0), ((3.75, 11.25), 0),  # the first of two may be narrower: 0.5 of it
        ((3.5, 11.5), 2),
    ],
)  # fmt: skip
def test_a_word_alone_is_a_fault_where_it_is_short(widths: tuple[float, ...], faults: int) -> None:
    assert ends(widths, 20.0, 2) == (faults, (1, 2))


def test_a_word_alone_in_the_middle_is_one_too() -> None:
    assert ends((8.0, 2.0, 8.0), 8.0, 3) == (2, (1, 2, 3))


def test_two_short_words_are_not_alone() -> None:
    assert ends((9.0, 1.0, 1.0), 10.0, 2) == (0, (1, 3))


def test_a_text_of_one_word_is_not_alone() -> None:
    assert ends((2.0,), 20.0, 1) == (0, (1,))


def test_a_space_is_wanted_for_every_word() -> None:
    with pytest.raises(ValueError, match="zip"):
        fewest_lines([1.0, 2.0], [1.0], 9.0)
    with pytest.raises(ValueError, match="zip"):
        best_breaks((1.0, 2.0), (1.0,), 9.0, (0, 0), 1)


Words = list[tuple[int, int, int]]


def _every_way(words: Words, limit: int, count: int) -> list[tuple[int, float]]:
    """Faults and unevenness of every way to make ``count`` lines, worked out one by one."""
    gaps = [gap for _, gap, _ in words]
    total = sum(width + gap for width, gap, _ in words)
    even = (total - (count - 1) * max(gaps)) / count
    ways = []
    for inner in combinations(range(1, len(words)), count - 1):
        lines = [words[a:b] for a, b in pairwise((0, *inner, len(words)))]
        spans = [sum(w + g for w, g, _ in line) - line[-1][1] for line in lines]
        shares = [0.5] * (count - 1) + [0.6]
        faults = sum(line[-1][2] for line in lines[:-1]) + sum(
            2
            for line, span, share in zip(lines, spans, shares, strict=True)
            if count > 1 and len(line) == 1 and span < share * even
        )
        if max(spans) <= limit:
            ways.append((faults, sum((span - even) ** 2 for span in spans)))
    return ways


@given(
    words=st.lists(
        st.tuples(st.integers(1, 9), st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=7
    ),
    limit=st.integers(3, 30),
    count=st.integers(1, 4),
)
def test_no_other_way_has_fewer_faults_or_is_more_even(words: Words, limit: int, count: int) -> None:
    widths, gaps, end_faults = zip(*words, strict=True)
    best = best_breaks(widths, gaps, limit, end_faults, count)
    ways = _every_way(words, limit, count)
    assert (best is None) == (not ways)
    if best is not None:
        least = min(faults for faults, _ in ways)
        assert best.faults == least
        assert best.unevenness == pytest.approx(min(u for faults, u in ways if faults == least))
        assert len(best.ends) == count
