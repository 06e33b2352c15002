"""Composing: all blocks are placed once and in order, within the margins, and holes are avoided."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brochure
from brochure.design import Slot, Spread
from brochure.errors import FitError
from brochure.pdf.columns import Flow, Row
from brochure.pdf.composing import ALL, MOST_HOLE, MOST_INTRO, Composition, Material, Wide, compose
from tests.pdf.plain import FRAME, LINE, flow

SPREADS = brochure.load_theme("agora").design.spreads
INTROS = {ALL: ((40.0, 260.0), (32.0, 210.0), (23.0, 150.0), (14.0, 90.0))}


def material(*lines: int, **given_: Any) -> Material:
    """A text of paragraphs of so many lines, with what is given besides."""
    return Material(**{"flow": flow(*lines, page=FRAME.room), "colophons": (330.0, 250.0), **given_})


def rows_of(composed: Composition) -> list[int]:
    columns = [p.column for page in composed.pages for p in page.placed if p.column]
    return [row for column in columns for row in range(column.first, column.last)]


def blocks_of(composed: Composition) -> list[str]:
    return [p.block for page in composed.pages for p in page.placed if p.block != "text"]


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.integers(1, 12), min_size=1, max_size=60),
    figures=st.booleans(),
    panels=st.booleans(),
    quoted=st.booleans(),
    intro=st.booleans(),
    wide=st.integers(0, 3),
    airy=st.booleans(),
)
def test_everything_is_placed_once_in_its_order_and_inside_the_margins(
    lines: list[int], figures: bool, panels: bool, quoted: bool, intro: bool, wide: int, airy: bool
) -> None:
    heights = {("figures", ALL): 100.0} if figures else {}
    heights |= {("panels", ALL): 180.0} if panels else {}
    total = sum(lines)
    wides = tuple(Wide(number=i, row=total * i // 3, height=200.0) for i in range(wide))
    composed = compose(
        material(
            *lines,
            heights=heights,
            wides=wides,
            intros=INTROS if intro else {},
            quotes=((300.0, 200.0),) if quoted else (),
        ),
        FRAME,
        SPREADS,
        airy=airy,
    )
    assert rows_of(composed) == list(range(total))
    asked = ["figures"] * figures + ["panels"] * panels + ["quotes"] * quoted + ["intro"] * intro
    found = [block for block in blocks_of(composed) if block != "colophon"]
    assert sorted(found) == sorted(asked + ["wide"] * wide)
    numbers = [p.number for page in composed.pages for p in page.placed if p.block == "wide"]
    assert numbers == list(range(wide))
    for page in composed.pages:
        inside = [placed for placed in page.placed if not placed.whole]
        assert all(p.y >= 0 and p.y + p.height <= FRAME.room + 3 for p in inside)
        stacked = sorted((p for p in inside if p.block != "text"), key=lambda p: p.y)
        assert all(a.y + a.height <= b.y + 0.1 or a.x != b.x for a, b in pairwise(stacked))


def test_the_same_material_gives_the_same_pages() -> None:
    made = [compose(material(*[5] * 40, intros=INTROS), FRAME, SPREADS) for _ in range(2)]
    assert made[0] == made[1]


def test_opening_words_take_a_third_of_a_page_at_most() -> None:
    composed = compose(material(*[6] * 20, intros=INTROS, colophons=()), FRAME, SPREADS)
    (intro,) = (p for page in composed.pages for p in page.placed if p.block == "intro")
    assert intro.height <= FRAME.room * MOST_INTRO
    assert intro.size == 32.0


def test_text_begins_on_the_first_inside_page() -> None:
    composed = compose(material(*[6] * 20, intros=INTROS), FRAME, SPREADS)
    assert any(p.block == "text" for p in composed.pages[0].placed)


@pytest.mark.parametrize("lines", [(30,), (6,) * 12, (6,) * 40, (6,) * 90])
def test_a_plate_takes_what_text_leaves_and_no_page_has_a_hole(lines: tuple[int, ...]) -> None:
    composed = compose(
        material(*lines, intros=INTROS, quotes=((300.0, 200.0),), heights={("figures", ALL): 100.0}),
        FRAME,
        SPREADS,
    )
    assert composed.hole <= MOST_HOLE


@pytest.mark.parametrize("lines", [(7,) * 40, (11,) * 25, (5, 9, 13) * 9])
@pytest.mark.parametrize("name", ["agora", "papier", "contraste"])
def test_no_plate_parts_a_paragraph(name: str, lines: tuple[int, ...]) -> None:
    said = material(*lines, quotes=((300.0, 200.0),), colophons=())
    composed = compose(said, FRAME, brochure.load_theme(name).design.spreads)
    for page, following in pairwise([*composed.pages, None]):
        assert page is not None
        blocks = [placed.column or placed.block for placed in page.placed]
        after = following.placed if following else ()
        around = [*blocks, *(placed.column or placed.block for placed in after)]
        at = around.index("quotes") if "quotes" in blocks else len(around)
        below = [column for column in around[at + 1 :] if not isinstance(column, str)]
        assert not (below and said.flow.goes_on(below[0].first))


def test_an_airy_page_has_less_of_a_hole_and_the_same_blocks() -> None:
    said = material(20, 20, heights={("figures", ALL): 100.0, ("panels", ALL): 120.0}, colophons=())
    plain, airy = (compose(said, FRAME, SPREADS, airy=airy) for airy in (False, True))
    assert blocks_of(airy) == blocks_of(plain)
    assert airy.hole < plain.hole > MOST_HOLE * 0.7


def test_opening_words_stand_before_rows_of_figures_that_no_page_holds_together() -> None:
    heights = (262.0, 238.0, 262.0, 216.0)
    wides = tuple(
        Wide(number=n, row=0, height=height, strict=True, alone=True)
        for n, height in enumerate(heights)
    )
    low = replace(FRAME, bottom=FRAME.bottom + FRAME.room - 480.0)
    intros = {ALL: ((40.0, 196.0), (32.0, 121.5), (23.0, 60.0))}
    for name in ("agora", "papier", "contraste"):
        said = material(3, wides=wides, intros=intros)
        composed = compose(said, low, brochure.load_theme(name).design.spreads)
        assert blocks_of(composed)[:2] == ["intro", "wide"]


def test_a_short_text_closes_with_what_a_back_cover_says() -> None:
    composed = compose(material(8, 8, 8, intros=INTROS), FRAME, SPREADS)
    assert composed.closes
    assert len(composed.pages) == 1
    assert composed.pages[0].placed[-1].block == "colophon"


@pytest.mark.parametrize("columns", [1, 2])
def test_the_opener_of_a_chapter_is_read_between_the_texts_it_parts(columns: int) -> None:
    total = 60 * 6
    wides = tuple(Wide(number=i, row=60 * i, height=100.0, strict=True) for i in range(6))
    frame = replace(FRAME, columns=columns)
    composed = compose(material(*[12] * (total // 12), wides=wides), frame, SPREADS)
    order = [p for page in composed.pages for p in page.placed if p.block in {"wide", "text"}]
    seen = 0
    for placed in order:
        if placed.block == "wide":
            assert seen == 60 * placed.number
        elif placed.column:
            seen = placed.column.last
    assert seen == total


def test_a_picture_that_has_no_room_waits_while_the_text_goes_on() -> None:
    wide = Wide(number=0, row=84, height=500.0)
    composed = compose(material(*[6] * 40, wides=(wide,)), FRAME, SPREADS)
    at = [(n, p.y) for n, page in enumerate(composed.pages) for p in page.placed if p.block == "wide"]
    assert len(at) == 1
    assert composed.pages[0].hole < MOST_HOLE


def test_columns_of_one_page_end_on_one_line() -> None:
    composed = compose(material(*[5, 3, 7] * 40), FRAME, SPREADS)
    for page in composed.pages[:-1]:
        feet = [p.y + p.height for p in page.placed if p.column]
        assert max(feet) - min(feet) <= LINE


def test_the_last_page_is_filled_from_those_before_it() -> None:
    lines = round(FRAME.room * 2 / LINE) // 6 * 4 + 3  # four pages and a few lines
    composed = compose(replace(material(*[6] * lines), colophons=()), FRAME, SPREADS)
    assert composed.hole <= MOST_HOLE


def test_what_no_page_has_room_for_is_refused_by_its_name() -> None:
    with pytest.raises(FitError) as caught:
        compose(material(6, heights={("figures", ALL): 900.0}), FRAME, SPREADS)
    (problem,) = caught.value.problems
    assert (problem.id, problem.fields["block"]) == ("inside-full", "figures")


def test_a_block_that_no_spread_names_is_placed_all_the_same() -> None:
    only_text = (Spread(name="text", left=((Slot(block="text"),),)),)
    composed = compose(material(6, 6, heights={("figures", ALL): 100.0}), FRAME, only_text)
    assert "figures" in blocks_of(composed)


def test_a_row_of_a_picture_is_never_divided() -> None:
    rows = [
        Row(top=0.0, bottom=400.0),
        *(Row(top=400.0 + i * LINE, bottom=415.0 + i * LINE) for i in range(60)),
    ]
    composed = compose(Material(flow=Flow(rows, LINE, FRAME.room)), FRAME, SPREADS)
    assert rows_of(composed) == list(range(61))
