"""Days, rooms and hours: what an agenda and a grid are computed from."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from brochure.programme import Programme, Session
from brochure.programme_days import days_of, span
from brochure.stationery.hour_scale import (
    Block,
    clipped,
    columns_of,
    even_page_ends,
    page_ends,
    scale_of,
    shared_out,
    stretched,
)

NOON = datetime(2026, 9, 19, 12)


def session(
    start: int = 0, length: int = 60, room: str = "A", line: int = 2, **more: object
) -> Session:
    """A session that starts so many minutes after noon."""
    starts = NOON + timedelta(minutes=start)
    ends = starts + timedelta(minutes=length)
    fields = {"title": "T", "starts": starts, "ends": ends, "room": room, "url": "", "line": line}
    return Session(**(fields | more))  # type: ignore[arg-type]


def programme(*sessions: Session) -> Programme:
    return Programme(slug="p", lang="fr", title="", where="a.csv", sessions=sessions)


def test_sessions_stand_on_their_days_and_whole_days_on_each_of_theirs() -> None:
    fair = session(starts=date(2026, 9, 19), ends=date(2026, 9, 20))
    late, early = session(60, line=3), session(0, room="B", line=4)
    next_day = session(24 * 60, line=5)
    first, second = days_of(programme(fair, late, early, next_day))
    assert (first.timed, first.all_day) == ((early, late), (fair,))
    assert (second.timed, second.all_day) == ((next_day,), (fair,))
    assert first.rooms == ("A", "B")


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    night = session(10 * 60, 180)
    (day,) = days_of(programme(night))
    assert (day.timed, span(night)) == ((night,), (22 * 60, 25 * 60))


def test_what_lasts_for_days_has_no_hours_in_a_grid() -> None:
    long = session(0, 3 * 24 * 60)
    assert [day.all_day for day in days_of(programme(long))] == [(long,)] * 4


def test_sessions_that_overlap_in_a_room_have_columns_of_their_own() -> None:
    one, other, after, elsewhere = session(0), session(30), session(60), session(0, room="B")
    (day,) = days_of(programme(one, other, after, elsewhere))
    assert [(column.room, column.sessions) for column in columns_of(day)] == [
        ("A", (one, after)), ("A", (other,)), ("B", (elsewhere,)),
    ]  # fmt: skip


def test_columns_are_shared_out_evenly() -> None:
    (day,) = days_of(programme(*(session(0, room=str(n), line=n) for n in range(10))))
    assert [len(group) for group in shared_out(columns_of(day), 4)] == [4, 3, 3]
    assert shared_out((), 4) == ()


def blocks(*spans: tuple[int, int, float]) -> list[Block]:
    return [Block(session(first, last - first), first, last, need) for first, last, need in spans]


def test_pauses_are_narrow_and_what_needs_room_has_it() -> None:
    made = scale_of(blocks((0, 60, 80), (60, 120, 10), (300, 330, 20)), gap=7, per_minute=0.2)
    assert made.minutes == (0, 60, 120, 300, 330)
    heights = [b - a for a, b in zip(made.tops, made.tops[1:], strict=False)]
    assert heights == [80, 12, 7, 20]
    assert stretched(made, 238).height == 238


SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 8), st.floats(5, 90)), min_size=1, max_size=25
)


@given(SPANS)
def test_every_session_has_the_height_it_needs_on_every_page(
    spans: list[tuple[int, int, float]],
) -> None:
    own = blocks(*((15 * start, 15 * (start + length), need) for start, length, need in spans))
    ends = page_ends(own, 200, gap=7, per_minute=0.2)
    assert list(ends) == sorted(set(ends))
    assert ends[-1] == max(block.last for block in own)
    start = min(block.first for block in own)
    shown = set()
    for end in ends:
        part = clipped(own, start, end)
        scale = scale_of(part, gap=7, per_minute=0.2)
        for block in part:
            shown.add(id(block.session))
            assert scale.at(block.last) - scale.at(block.first) >= block.need - 1e-6
        start = end
    assert shown == {id(block.session) for block in own}


def test_pages_are_as_full_as_each_other() -> None:
    own = blocks(*((60 * n, 60 * n + 60, 50) for n in range(9)))
    assert len(page_ends(own, 400, gap=7, per_minute=0.2)) == 2
    assert even_page_ends(own, 400, gap=7, per_minute=0.2) in {(240, 540), (300, 540)}
    assert even_page_ends(own, 500, gap=7, per_minute=0.2) == (540,)


def test_a_part_on_a_later_page_has_the_height_that_it_needs_there() -> None:
    block = Block(session(0, 120), 0, 120, 20.0, 29.0)
    assert [(b.first, b.last, b.need) for b in clipped([block], 0, 60)] == [(0, 60, 20.0)]
    assert [(b.first, b.last, b.need) for b in clipped([block], 60, 120)] == [(60, 120, 29.0)]
