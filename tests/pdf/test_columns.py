"""Columns: rows are shared out in their order, nothing is lost, and columns end on one line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.pdf.columns import Column, Flow, Row
from tests.pdf.plain import LINE, flow, paragraphs

LINES = st.lists(st.integers(1, 9), min_size=1, max_size=30)


@given(lines=LINES, room=st.integers(3, 48), count=st.integers(1, 3))
def test_columns_hold_the_rows_in_their_order_and_no_more_than_has_room(
    lines: list[int], room: int, count: int
) -> None:
    text = flow(*lines)
    columns = text.fill(0, len(text), room * LINE, count)
    assert [c.first for c in columns] == [0, *(c.last for c in columns)][: len(columns)]
    assert all(column.height <= room * LINE + 0.1 for column in columns)
    assert (
        len(columns) == count
        or columns[-1].last == len(text)
        or text.end(columns[-1].last if columns else 0, room * LINE, len(text))
        == (columns[-1].last if columns else 0)
    )


@given(lines=LINES, count=st.integers(1, 3))
def test_balanced_columns_hold_all_and_one_line_less_would_not(lines: list[int], count: int) -> None:
    text = flow(*lines)
    columns = text.balanced(0, len(text), count, 400 * LINE)
    assert (columns[0].first, columns[-1].last) == (0, len(text))
    room = max(column.height for column in columns)
    lower = text.fill(0, len(text), room - LINE, count)
    assert not lower or lower[-1].last < len(text)


def test_what_is_higher_than_there_is_room_for_is_not_balanced() -> None:
    assert flow(20).balanced(0, 20, 2, 5 * LINE) == ()


def test_one_line_of_a_paragraph_never_stands_alone() -> None:
    text = flow(6, 6)
    assert [c.last for c in text.fill(0, 12, 7 * LINE, 2)] == [6, 12]  # the first of the second
    assert [c.last for c in text.fill(0, 12, 5 * LINE, 2)] == [4, 9]  # the last of the first


def test_a_heading_stays_with_the_lines_below_it() -> None:
    rows = paragraphs(4, 1, 6)
    rows[4] = replace(rows[4], breaks=False)
    assert Flow(rows, LINE).end(0, 6 * LINE, 11) == 4


def test_columns_are_opened_up_above_a_heading_and_never_below_it() -> None:
    rows = paragraphs(3, 1, 4)
    rows[3] = replace(rows[3], opens=True, breaks=False)
    text = Flow(rows, LINE)
    opened, whole = text.levelled(
        [Column(first=0, last=8, height=8 * LINE), Column(first=0, last=8, height=10 * LINE)],
        ends=False,
    )
    assert (opened.above, opened.height) == ({3: 2 * LINE}, 10 * LINE)
    assert not whole.above


def test_the_last_column_of_a_text_may_be_shorter() -> None:
    text = flow(5, 5)
    columns = [Column(first=0, last=5, height=75.0), Column(first=5, last=8, height=45.0)]
    assert [c.above for c in text.levelled(columns, ends=True)] == [{}, {}]


def test_the_head_of_a_table_is_counted_where_it_is_repeated() -> None:
    rows = [
        Row(top=i * LINE, bottom=(i + 1) * LINE, breaks=i >= 2, head=LINE if i >= 1 else 0.0)
        for i in range(10)
    ]
    text = Flow(rows, LINE)
    assert text.height(0, 5) == 5 * LINE
    assert text.height(5, 10) == 6 * LINE
    assert text.end(5, 5 * LINE, 10) == 9


@pytest.mark.parametrize(("room", "end"), [(9, 0), (36, 30)])
def test_what_cannot_be_kept_together_is_divided_on_a_whole_page_only(room: int, end: int) -> None:
    rows = [Row(top=i * LINE, bottom=(i + 1) * LINE, breaks=False, weak=True) for i in range(60)]
    assert Flow(rows, LINE, page=40 * LINE).end(0, room * LINE, 60) in {end, room if end else 0}
