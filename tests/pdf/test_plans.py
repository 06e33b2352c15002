"""Plans: where everything goes, from plain heights."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brochure
from brochure.errors import FitError
from brochure.page import KeyFigure, Quote
from brochure.pdf import plans
from brochure.pdf.metrics import PAGE_HEIGHT, ROOM, PanelHeights
from brochure.text.fitting import Setting
from tests.pdf.plain import HALF, SETTINGS, content, heights

WIDE = replace(SETTINGS, title=Setting(measure=len), lead=Setting(measure=len))

SAYS = (Quote(text="Une phrase à retenir", by="Une personne"),)


def test_two_columns_are_half_as_high_as_the_text_in_whole_lines() -> None:
    made = plans.plan(content(quotes=SAYS), heights(prose=300.0), SETTINGS)
    assert (made.columns, made.flows) == (150.0, False)
    assert plans.plan(content(), heights(prose=301.0), SETTINGS).columns == 165.0
    assert plans.plan(content(), heights(prose=0.0), SETTINGS).columns == 0.0


def test_a_few_lines_go_with_the_opening() -> None:
    body = "Un premier paragraphe.\n\nUn second."
    made = plans.plan(content(body=body), heights(prose=150.0), SETTINGS)
    assert made.opening is not None
    assert (made.opening.rest, made.columns) == (True, 0.0)
    longer = plans.plan(content(body=body), heights(prose=151.0), SETTINGS)
    assert longer.opening is not None
    assert (longer.opening.rest, longer.columns) == (False, 90.0)


def test_what_two_columns_do_not_hold_flows_over_pages() -> None:
    made = plans.plan(content(quotes=SAYS), heights(prose=2 * ROOM + 60), SETTINGS)
    assert (made.flows, made.columns) == (True, 0.0)


@given(prose=st.floats(151, 3000))
def test_text_and_panel_never_need_more_than_the_page(prose: float) -> None:
    made = plans.plan(
        content(body="Un début.\n\nUne suite.", quotes=SAYS), heights(prose=prose), SETTINGS
    )
    assert made.columns <= ROOM
    assert made.flows or 2 * made.columns >= prose - 0.2
    if made.columns and made.plate and not made.plate.whole:
        assert made.columns + made.plate.height <= PAGE_HEIGHT


def test_one_line_more_is_taken_from_the_panel() -> None:
    said = content(body="Un début.\n\nUne suite.", quotes=SAYS)
    before = plans.plan(said, heights(prose=300.0), SETTINGS)
    after = plans.with_more_room(before, said, SETTINGS)
    assert before.plate is not None
    assert after.plate is not None
    assert after.columns == before.columns + 15
    assert after.plate.height == before.plate.height - 15
    assert plans.with_more_room(before, said, SETTINGS, flow=True).flows


@pytest.mark.parametrize(
    ("given_", "high", "id_"),
    [
        ({"title": "mot " * 70}, {}, "cover-title-long"),
        ({"lead": "mot " * 230}, {}, "cover-lead-long"),
        ({}, {"foot": 900.0}, "back-cover-full"),
        ({}, {"panels": ROOM + 1}, "panels-high"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_fit_is_refused_by_its_name(
    given_: dict[str, str], high: dict[str, float], id_: str
) -> None:
    body = "Un début.\n\nUne suite."
    with pytest.raises(FitError) as caught:
        plans.plan(content(body=body, **given_), heights(**high), WIDE)
    assert [problem.id for problem in caught.value.problems] == [id_]


def test_numbers_are_as_large_as_the_widest_allows() -> None:
    def size(*numbers: str) -> float:
        figures = tuple(KeyFigure(value=number, label="x") for number in numbers)
        return plans.figure_size(content(figures=figures), HALF)

    assert size() == 46
    assert size("7") == 84
    assert size("7", "8", "9") == 46
    assert size("7", "8", "123456789") == 33  # 152.4 over 4.5
    with pytest.raises(FitError, match="figures"):
        size("7", "8", "9" * 21)


def test_panels_that_leave_no_room_have_a_page_of_their_own() -> None:
    panel = PanelHeights(count=3, tallest=500.0, words=20.0)
    said = content(
        body="Un début.\n\nUne suite.", panels=brochure.Panels(title="T", items=("a", "b", "c"))
    )
    beside = plans.plan(said, heights(panels=300.0, panel=panel), SETTINGS).opening
    apart = plans.plan(said, heights(panels=700.0, panel=panel), SETTINGS).opening
    assert beside is not None
    assert apart is not None
    assert (beside.apart, apart.apart) == (False, True)
