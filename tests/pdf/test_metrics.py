"""Metrics and frames: the paper, its margins and its grid."""

from __future__ import annotations

import pytest

import brochure
from brochure.design import PAPER_SIZES
from brochure.pdf.frames import frame_of
from brochure.pdf.metrics import rows_of
from tests.pdf.plain import FRAME


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (3, 1), (4, 2), (6, 2)])
def test_more_than_three_panels_make_two_rows(count: int, rows: int) -> None:
    assert rows_of(count) == rows


def test_the_room_of_a_page_is_whole_half_lines_and_no_higher_than_its_margins_leave() -> None:
    assert FRAME.room % (FRAME.line / 2) == 0
    assert 0 <= FRAME.height - FRAME.top - FRAME.bottom - FRAME.room < FRAME.line / 2


def test_six_columns_and_their_gutters_are_the_width_of_the_text() -> None:
    assert FRAME.span((1, 6))[0] == 0.0
    assert FRAME.span((1, 6))[1] == pytest.approx(FRAME.text_width)
    left, width = FRAME.span((4, 6))
    assert left + width == pytest.approx(FRAME.text_width)
    assert width == pytest.approx(FRAME.column_width)


@pytest.mark.parametrize("size", PAPER_SIZES)
@pytest.mark.parametrize("name", ["agora", "papier", "contraste"])
def test_every_design_has_columns_that_can_be_read_on_every_paper(name: str, size: str) -> None:
    design = brochure.load_theme(name).design
    frame = frame_of(design, size, 15.0)
    assert frame.column_width >= 120
    assert frame.columns <= design.grid.text_columns
    assert frame.room > 0.7 * frame.height
