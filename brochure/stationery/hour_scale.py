"""The grid of a day: its columns, and the scale on which its hours are drawn. Pure.

Every session is as high as its text needs, and hours are as even as that allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from brochure.programme import Session
from brochure.programme_days import Day, span


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a grid: a ``room``, or one of its lanes, where sessions in it overlap."""

    room: str
    sessions: tuple[Session, ...]


def columns_of(day: Day) -> tuple[Column, ...]:
    """The columns of a day's grid: no two sessions of one overlap."""
    columns = []
    for room in day.rooms:
        lanes: list[list[Session]] = []
        for session in (s for s in day.timed if s.room == room):
            start = span(session)[0]
            lane = next((lane for lane in lanes if span(lane[-1])[1] <= start), None)
            if lane is None:
                lanes.append(lane := [])
            lane.append(session)
        columns += [Column(room=room, sessions=tuple(lane)) for lane in lanes]
    return tuple(columns)


def shared_out(columns: Sequence[Column], most: int) -> tuple[tuple[Column, ...], ...]:
    """``columns`` in as few groups of at most ``most`` as there can be, of about the same size."""
    if not columns:
        return ()
    groups = -(-len(columns) // most)
    size, more = divmod(len(columns), groups)
    made, at = [], 0
    for group in range(groups):
        end = at + size + (group < more)
        made.append(tuple(columns[at:end]))
        at = end
    return tuple(made)


# The scale of a day's hours


@dataclass(frozen=True, slots=True)
class Block:
    """A session, or its part on a page, from ``first`` to ``last`` minute.

    ``need`` is its height, ``later`` that of a part that begins on a later page, where it is another.
    """

    session: Session
    first: int
    last: int
    need: float
    later: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HourScale:
    """Where each of ``minutes`` is, in points from the top, ascending."""

    minutes: tuple[int, ...]
    tops: tuple[float, ...]

    @property
    def height(self) -> float:
        """From the first minute to the last."""
        return self.tops[-1]

    def at(self, minute: int) -> float:
        """Where ``minute`` is, one of those it knows."""
        return self.tops[self.minutes.index(minute)]


def scale_of(blocks: Sequence[Block], *, gap: float, per_minute: float) -> HourScale:
    """The scale on which every block has the height it needs, and hours are as even as that allows.

    An hour in which nothing takes place is ``gap`` high; others have ``per_minute`` points or more.
    """
    minutes = sorted({minute for block in blocks for minute in (block.first, block.last)})
    steps = list(pairwise(minutes))
    taken = [any(block.first <= a and b <= block.last for block in blocks) for a, b in steps]
    heights = [(b - a) * per_minute if used else gap for (a, b), used in zip(steps, taken, strict=True)]
    index = {minute: at for at, minute in enumerate(minutes)}
    for block in sorted(blocks, key=lambda block: block.last - block.first):
        first, last = index[block.first], index[block.last]
        lacking = block.need - sum(heights[first:last])
        if lacking > 0:
            length = block.last - block.first
            for at in range(first, last):
                heights[at] += lacking * (steps[at][1] - steps[at][0]) / length
    tops = [0.0]
    for height in heights:
        tops.append(tops[-1] + height)
    return HourScale(minutes=tuple(minutes), tops=tuple(tops))


def stretched(scale: HourScale, height: float) -> HourScale:
    """``scale`` as high as ``height``: what is free goes to all hours by their length."""
    free = height - scale.height
    first, last = scale.minutes[0], scale.minutes[-1]
    tops = [
        top + free * (minute - first) / (last - first)
        for minute, top in zip(scale.minutes, scale.tops, strict=True)
    ]
    return HourScale(minutes=scale.minutes, tops=tuple(tops))


def page_ends(
    blocks: Sequence[Block], available: float, *, gap: float, per_minute: float
) -> tuple[int, ...]:
    """The minutes at which the pages of a grid end, each of which ``available`` points hold.

    A page ends where the fewest sessions go on, of its second half. One of those has a part on both.
    """
    minutes = sorted({minute for block in blocks for minute in (block.first, block.last)})
    ends, start = list[int](), minutes[0]
    while start < minutes[-1]:
        good = [m for m in minutes if m > start]
        fitting = list[int]()
        for minute in good:
            own = clipped(blocks, start, minute)
            if own and fitting and scale_of(own, gap=gap, per_minute=per_minute).height > available:
                break
            fitting.append(minute)
        end = fitting[-1]
        if end < minutes[-1]:
            later = [m for m in fitting if m - start >= (end - start) / 2] or fitting
            end = min(later, key=lambda m: (sum(b.first < m < b.last for b in blocks), -m))
        ends.append(end)
        start = end
    return tuple(ends)


def even_page_ends(
    blocks: Sequence[Block], available: float, *, gap: float, per_minute: float
) -> tuple[int, ...]:
    """The same for pages that are about as full as each other: as few, each of as little as will do."""
    fewest = page_ends(blocks, available, gap=gap, per_minute=per_minute)
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        even = page_ends(blocks, share * available, gap=gap, per_minute=per_minute)
        if len(fewest) > 1 and len(even) == len(fewest):
            return even
    return fewest


def clipped(blocks: Sequence[Block], start: int, end: int) -> tuple[Block, ...]:
    """The blocks between two minutes; of those that go beyond, the part between."""
    return tuple(
        replace(
            block,
            first=max(block.first, start),
            last=min(block.last, end),
            need=max(block.need, block.later) if block.first < start else block.need,
        )
        for block in blocks
        if block.first < end and block.last > start
    )
