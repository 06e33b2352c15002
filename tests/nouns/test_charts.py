"""Charts: lengths and dots are the numbers."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from brochure.charts import PART_ROLES, Chart, Kind, Mark, marks_of
from brochure.theme import ROLES


def chart(kind: Kind, *amounts: str, whole: str) -> Chart:
    return Chart(kind=kind, amounts=tuple(map(Fraction, amounts)), whole=Fraction(whole))


def filled(drawn: Chart, *, rtl: bool = False) -> list[Mark]:
    return [mark for mark in marks_of(drawn, rtl=rtl) if mark.filled]


@pytest.mark.parametrize(
    ("share", "whole"),
    [("0", "100"), ("38", "100"), ("100", "100"), ("3", "10"), ("1", "4"), ("5", "12")],
)
def test_so_many_seats_of_a_share_are_lit_as_it_counts(share: str, whole: str) -> None:
    drawn = chart("share", share, whole=whole)
    assert len(marks_of(drawn)) == drawn.seats == int(whole)
    assert len(filled(drawn)) == int(share)
    assert [mark.filled for mark in marks_of(drawn)] == sorted(
        (mark.filled for mark in marks_of(drawn)), reverse=True
    )


@pytest.mark.parametrize(("share", "whole"), [("38.5", "100"), ("250", "400"), ("0.4", "100")])
def test_a_share_that_no_seats_can_count_is_a_bar_as_long(share: str, whole: str) -> None:
    track, lit = marks_of(chart("share", share, whole=whole))
    assert lit.box.width / track.box.width == pytest.approx(float(Fraction(share) / Fraction(whole)))


@pytest.mark.parametrize(("before", "after"), [("12", "18"), ("18", "12"), ("7.5", "0.75"), ("0", "3")])
def test_the_bars_of_a_change_are_as_long_as_its_numbers(before: str, after: str) -> None:
    whole = str(max(before, after, key=float))
    first, last = marks_of(chart("change", before, after, whole=whole))
    assert first.box.width * float(after) == pytest.approx(last.box.width * float(before))
    assert max(first.box.width, last.box.width) == 1
    assert (first.filled, last.filled) == (False, True)


@pytest.mark.parametrize(
    ("amounts", "whole"), [(("36", "17", "9"), "62"), (("36", "17"), "62"), (("1", "999"), "1000")]
)
def test_parts_and_what_is_left_are_as_long_as_their_numbers(
    amounts: tuple[str, ...], whole: str
) -> None:
    drawn = chart("parts", *amounts, whole=whole)
    expected = [*map(float, amounts)]
    if rest := float(whole) - sum(expected):
        expected.append(rest)
    widths = [mark.box.width for mark in marks_of(drawn)]
    assert [w / widths[0] for w in widths] == pytest.approx([e / expected[0] for e in expected])
    assert marks_of(drawn)[-1].box.right == pytest.approx(1)
    assert marks_of(drawn)[-1].filled is not bool(rest)
    assert not any(
        a.box.right > b.box.x for a, b in zip(marks_of(drawn), marks_of(drawn)[1:], strict=False)
    )


@pytest.mark.parametrize(
    ("kind", "amounts", "whole"),
    [
        ("share", ("120",), "100"), ("share", ("-3",), "10"), ("share", ("3",), "0"),
        ("share", ("3", "4"), "10"), ("change", ("3",), "3"), ("change", ("-3", "4"), "4"),
        ("parts", ("60", "50"), "100"), ("parts", ("5", "-5"), "10"), ("parts", ("5",), "10"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(kind: Kind, amounts: tuple[str, ...], whole: str) -> None:
    with pytest.raises(ValueError, match=kind):
        chart(kind, *amounts, whole=whole)


EVERY = [
    chart("share", "38", whole="100"), chart("share", "3", whole="10"), chart("share", "7", whole="13"),
    chart("share", "1", whole="3"), chart("parts", "2", "3", whole="9"),
    chart("change", "2", "3", whole="3"),
]  # fmt: skip


@pytest.mark.parametrize("drawn", EVERY)
@pytest.mark.parametrize("rtl", [False, True])
def test_marks_stay_in_their_box_and_from_right_to_left_they_start_at_the_right(
    drawn: Chart, rtl: bool
) -> None:
    for mark, mirrored in zip(marks_of(drawn), marks_of(drawn, rtl=True), strict=True):
        assert mirrored.box.x == pytest.approx(1 - mark.box.right)
    for mark in marks_of(drawn, rtl=rtl):
        assert mark.box.x >= -1e-9
        assert mark.box.right <= 1 + 1e-9
        assert 0 <= mark.box.y < mark.box.bottom <= drawn.height
        assert mark.role in ROLES


def test_the_svg_has_a_shape_for_each_mark_as_wide_as_it_and_says_what_it_shows() -> None:
    colours = {role: f"#{at:06x}" for at, role in enumerate(sorted(ROLES))}
    drawn = chart("parts", "36", "17", "9", whole="62")
    made = drawn.svg(colours, "62 : 36 < 40 & plus")
    widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', made)]
    assert widths == pytest.approx([1000 * mark.box.width for mark in marks_of(drawn)], abs=0.06)
    assert "<title>62 : 36 &lt; 40 &amp; plus</title>" in made
    assert [colours[role] in made for role in PART_ROLES[:3]] == [True] * 3
    seats = chart("share", "3", whole="10").svg(colours, "3 sur 10")
    assert seats.count("<circle") == 10
    assert seats.count('fill="none"') == 7
    assert 'stroke="var(--c-seat)"' in chart("share", "3", whole="10").svg({}, "x")
