"""Days, rooms and hours of a programme: what its agenda, its grid and its doors show. Pure.

A night belongs to the day on which it begins, so that minutes of a day may go beyond 24:00.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from brochure.programme import Programme, Session

UNSAID_MINUTES = 30
"""How long a session is drawn that has no end."""

MOST_MINUTES = 36 * 60
"""Where a day ends at the latest: at noon of the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The sessions of a ``day``: those with hours in their order, and those ``all_day``."""

    day: date
    timed: tuple[Session, ...]
    all_day: tuple[Session, ...]

    @property
    def sessions(self) -> tuple[Session, ...]:
        """All of them, whole days first."""
        return (*self.all_day, *self.timed)

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms of all of them, in the order of the file; "" for those without."""
        by_line = sorted(self.sessions, key=lambda session: session.line)
        return tuple(dict.fromkeys(session.room for session in by_line))


def days_of(programme: Programme) -> tuple[Day, ...]:
    """Every day on which something takes place; what lasts for several days stands on each."""
    days: dict[date, list[Session]] = {}
    for session in programme.sessions:
        for day in _days_of(session):
            days.setdefault(day, []).append(session)
    return tuple(
        Day(
            day=day,
            timed=tuple(sorted((s for s in own if is_timed(s)), key=lambda s: (span(s), s.line))),
            all_day=tuple(s for s in own if not is_timed(s)),
        )
        for day, own in sorted(days.items())
    )


def is_timed(session: Session) -> bool:
    """Whether it has hours of one day, or of its night."""
    starts, ends = session.starts, session.ends
    if not isinstance(starts, datetime):
        return False
    if not isinstance(ends, datetime):
        return True
    midnight = datetime.combine(starts.date(), datetime.min.time(), starts.tzinfo)
    return ends - midnight <= timedelta(minutes=MOST_MINUTES)


def span(session: Session) -> tuple[int, int]:
    """The minutes of its day at which a timed session starts and ends; it lasts one or more."""
    starts, ends = session.starts, session.ends
    assert isinstance(starts, datetime)
    first = starts.hour * 60 + starts.minute
    if not isinstance(ends, datetime):
        return first, first + UNSAID_MINUTES
    days = (ends.date() - starts.date()).days
    last = days * 24 * 60 + ends.hour * 60 + ends.minute
    return first, max(last, first + 1)


def _days_of(session: Session) -> Iterable[date]:
    starts, ends = session.starts, session.ends
    first = starts.date() if isinstance(starts, datetime) else starts
    if ends is None or is_timed(session):
        return [first]
    last = ends.date() if isinstance(ends, datetime) else ends
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


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


def tracks_of(programme: Programme) -> tuple[str, ...]:
    """The tracks, in the order of the file."""
    return tuple(dict.fromkeys(s.track for s in programme.sessions if s.track))


# The scale of a day's hours


@dataclass(frozen=True, slots=True)
class Block:
    """A session, or its part on a page, from ``first`` to ``last`` minute; ``need`` is its height."""

    session: Session
    first: int
    last: int
    need: float


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
        Block(block.session, max(block.first, start), min(block.last, end), block.need)
        for block in blocks
        if block.first < end and block.last > start
    )
