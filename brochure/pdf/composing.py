"""Composing: the blocks of a page are arranged on spreads, by the lowest cost. Pure; lengths in points.

A design gives arrangements of two pages (`brochure.design.Spread`); each is filled from its head: what
has a height of its own stands as it is, text fills what is left and stands in level columns, and the
quotations or the picture, sized last, take what the text leaves. All arrangements are tried, a few of
the best at each step are kept, and what costs least is taken: holes, short columns, runts, blocks far
from their best size, pages more than needed. The same page gives the same plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from brochure.design import GRID_COLUMNS, MM, Band, Slot, Spread
from brochure.errors import FitError
from brochure.pdf.columns import Column, Flow
from brochure.pdf.frames import Frame
from brochure.problems import Place, Problem, error

GAP = 30.0
"""Two lines at 15 pt between bands; between a picture or a table and the text one line."""

ONE_SPREAD = 2
"""So many inside pages lie open before the reader."""

MOST_HOLE = 60 * MM
"""What may stay empty on an inside page."""

MOST_GAP = 46 * MM
"""What may stay empty between two blocks: what a block has above its first words comes to it."""

LEAST_PLATE, USUAL_PLATE = 165.0, 0.40
"""A plate lower than this is a stripe; above text that goes on it takes this share of the page."""

MOST_INTRO, MOST_NOTICE = 1 / 3, 1 / 2
"""The share of a page that large opening words may take, and that of those which are the whole text."""

LEAST_LINES = 5
"""A column of fewer lines above a picture or a table is a runt."""

LEAST_SHARED = 4
"""A text that ends stands in no more columns than have so many lines each."""

LEAST_OPENED = 4
"""So many lines of a chapter stand below its opener at least."""

_FROM_HOLE, _SHARED = 0.7, 0.45
"""From which share of the largest hole an airy page is opened up, and what of the hole that takes."""

_IN_GROUND = 0.7
"""What stays free on the ground of a colophon counts less: it is seen as a plate."""

_KEPT = 12
"""So many beginnings are kept at each step."""

_MOST_SPREADS, _MOST_SIZES = 400, 4
_MOST_LOWER, _UNEVEN = 5, 2.0
"""By so many lines columns may be lower to end on one line, and what a point of unevenness counts."""

_ROUNDING = 2.0
_NOTHING = (0.0, 0.0)
_UNMEASURED = {"quotes", "picture", "colophon"}

_PAGE, _ODD_PAGES, _WHOLE_PAGE, _RUNT, _LATE, _COLOPHON = 14.0, 10.0, 6.0, 40.0, 120.0, 50.0
_FAR_FROM_USUAL, _RESORT, _TORN, _PARTED = 25.0, 90.0, 15.0, 250.0
"""What a plate far from its usual height costs; a last resort; a paragraph that goes on below other
blocks of the next page; one that a plate parts.
"""

_PLATES = {"quotes", "picture"}
"""Blocks that stand by themselves in a page."""

SHEET, MOST_NOTES = 4, 1
"""Pages are printed on sheets of four; what fills the last one is one page for notes at most."""

_PADDED = (0.0, 25.0, 160.0, 400.0)
"""What so many empty pages cost that fill the last sheet."""

"""What a page costs; a left page alone, beside the back cover; a page for one block; a runt; and what
opens a brochure standing later than on its first spread; a brochure without a back cover.
"""

_OPENING = {"intro", "figures", "panels", "contents"}
_FIRST, _AFTER_TEXT = {"intro", "contents"}, 900.0
"""What is read before the text, and what it costs after some of it."""


Columns: TypeAlias = tuple[int, int]
"""Columns of the grid, the first and the last one, both included."""

ALL: Columns = (1, GRID_COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wide:
    """A block across all columns, before ``row`` of the text: its number, and its height.

    A ``strict`` one (the opener of a chapter) stands in its place; others may stand a page later.
    ``bleeds`` tells of one that reaches the edges of the paper at the head of a page, ``alone`` of a
    strict one that heads no text: a row of figures. ``line`` is that of the page which it is written
    in; 0 where it is not known.
    """

    number: int
    row: int
    height: float
    strict: bool = False
    bleeds: bool = False
    alone: bool = False
    line: int = 0

    @property
    def heads(self) -> bool:
        """Whether some lines of text follow it on its page: a chapter's opener."""
        return self.strict and not self.alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is to be arranged.

    ``heights`` gives blocks' heights by name and by the columns of the grid that they take,
    ("figures", (1, 6)); ``intros``, by their columns, the size and the height of the opening words at
    each size they may have, largest first. ``panels_stretch`` is by how much panels may grow,
    ``plate`` tells whether the quotations have room in a plate of a given height; ``quotes`` are the
    room that they may be fitted into without a plate, and what they take of it. ``colophons``
    are the heights at which what a back cover says can be set, the highest first; without ``grounds``
    what stays free above it is seen, as is its ``padding``.
    """

    flow: Flow
    wides: tuple[Wide, ...] = ()
    intros: Mapping[Columns, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    heights: Mapping[tuple[str, Columns], float] = field(default_factory=dict)
    panels_stretch: float = 0.0
    plate: Callable[[float], bool] = lambda height: True
    quotes: tuple[tuple[float, float], ...] = ()
    picture: bool = False
    colophons: tuple[float, ...] = ()
    grounds: bool = True
    padding: float = 0.0
    regions: dict[_Place, _Region | None] = field(default_factory=dict, compare=False, repr=False)
    """The text in columns that was made so far: all arrangements of a flow share it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A block on a page: where it stands between the margins, and its size.

    ``size`` is that of opening words, or the room that quotations are fitted into, ``column`` the rows
    of a column of text, ``number`` that of a wide block. A ``form`` "plate" or "bleed" reaches the
    edges of the paper at the head, and is as high as the page where it is ``whole``.
    """

    block: str
    x: float
    y: float
    width: float
    height: float
    size: float = 0.0
    column: Column | None = None
    number: int = 0
    columns: Columns = ALL
    form: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InsidePage:
    """An inside page with its blocks in reading order, and the largest ``hole`` on it."""

    placed: tuple[Placed, ...]
    hole: float
    ends: bool = False


class _Sizes(NamedTuple):
    """The size and the height of opening words; the room and the height of quotations."""

    intro: tuple[float, float]
    quotes: tuple[float, float]


def _is_elastic(slot: Slot) -> bool:
    """Whether the block of ``slot`` takes the height that others leave."""
    return slot.block in {"picture", "colophon"} or (slot.block == "quotes" and slot.form != "plain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The inside pages, what they cost, and the spreads they are made by."""

    pages: tuple[InsidePage, ...]
    cost: float
    spreads: tuple[str, ...]

    @property
    def closes(self) -> bool:
        """Whether the last inside page has the colophon, so that no back cover follows."""
        return _closes(self.pages)

    @property
    def count(self) -> int:
        """How many pages the brochure has, its covers included."""
        return _count(self.pages)

    @property
    def blanks(self) -> int:
        """How many pages its last printed sheet has left."""
        return -self.count % SHEET

    @property
    def hole(self) -> float:
        """The largest hole on any page."""
        return max((page.hole for page in self.pages), default=0.0)


def _closes(pages: Sequence[InsidePage]) -> bool:
    return any(placed.block == "colophon" for page in pages for placed in page.placed)


def _count(pages: Sequence[InsidePage]) -> int:
    return len(pages) + (1 if _closes(pages) else 2)


@dataclass(frozen=True, slots=True)
class _State:
    """What is left to place: blocks by name, rows from ``row`` on, wide blocks that were put off."""

    blocks: frozenset[str]
    row: int
    wide: int
    waiting: tuple[Wide, ...]

    @property
    def begun(self) -> bool:
        """Whether some of the text is placed, or of what stands in it."""
        return self.row > 0 or self.wide > 0


@dataclass(frozen=True, slots=True)
class _Draft:
    state: _State
    pages: tuple[InsidePage, ...]
    cost: float
    spreads: tuple[str, ...]


_Place: TypeAlias = tuple[int, int, tuple[Wide, ...], float, int, float, float, bool]
"""What text in columns is made from: what of it is left, and where and in how many it may stand."""

_Made: TypeAlias = tuple[InsidePage, _State, float]
"""A page, what is left after it, and its cost."""

LAST_RESORT = (
    *(
        Spread(name=f"{block} with text", left=((Slot(block=block),), (Slot(block="text"),)))
        for block in ("intro", "figures", "panels", "contents")
    ),
    Spread(name="a quotation alone", left=((Slot(block="quotes", form="plate"),),)),
)
"""What takes the blocks that no spread of a design has room for."""

OPTIONAL = frozenset({"picture", "colophon"})
"""What may be left out."""


def compose(
    material: Material,
    frame: Frame,
    spreads: Sequence[Spread],
    *,
    printed: bool = False,
    airy: bool = False,
) -> Composition:
    """The inside pages of ``material``, arranged by the ``spreads`` that leave the least holes.

    Where the last page stays too empty, the pages before it are made as much lower as fills it. What
    leaves pages of its last sheet empty costs; up to one sheet it does so only where it is ``printed``.
    Where it is ``airy``, a part of what the text leaves free stands between the blocks.
    """
    best = _Composer(material, frame, frame.room, printed=printed, airy=airy).best(spreads)
    lines = 0
    while _wants_more(best, printed=printed) and lines * frame.line < MOST_HOLE:
        lines += 1
        room = frame.room - lines * frame.line
        try:
            lower = _Composer(material, frame, room, printed=printed, airy=airy).best(spreads)
        except FitError:  # a picture or a table needs the room
            break
        cheaper = lower.cost < best.cost
        fuller = cheaper and lower.hole < best.hole and lower.count == best.count
        if fuller or (
            lower.blanks <= MOST_NOTES < best.blanks
            and lower.cost + _cost_of(lines * frame.line) < best.cost
        ):
            best = lower
    return best


def _wants_more(composed: Composition, *, printed: bool) -> bool:
    """Whether lower pages might fill those of ``composed`` better, or its last sheet."""
    if printed and composed.blanks > MOST_NOTES:
        return True
    return composed.hole > MOST_HOLE and len(composed.pages) > ONE_SPREAD


class _Composer:
    def __init__(
        self, material: Material, frame: Frame, room: float, *, printed: bool, airy: bool = False
    ) -> None:
        """``room`` is the height that text fills, which may be less than the frame has."""
        self.airy = airy
        self.material, self.frame, self.room, self.printed = material, frame, room, printed
        self.flow = material.flow
        rest = {name for name, _ in material.heights} or material.wides or material.quotes
        self.most_intro = self.frame.room * (MOST_INTRO if rest or len(self.flow) else MOST_NOTICE)
        # Arrangements share pages, and pages their columns: each is made once.
        self._made: dict[tuple[tuple[Band, ...], _State, bool], list[_Made]] = {}
        self._sides: dict[
            tuple[int, frozenset[str], bool], tuple[tuple[Band, ...], tuple[Band, ...]]
        ] = {}

    def best(self, spreads: Sequence[Spread]) -> Composition:
        """The cheapest composition."""
        blocks = {name for name, columns in self.material.heights if columns == ALL}
        blocks |= {"intro"} if self.material.intros else set()
        blocks |= {"quotes"} if self.material.quotes else set()
        blocks |= {"picture"} if self.material.picture else set()
        blocks |= {"colophon"} if self.material.colophons else set()
        start = _State(frozenset(blocks), 0, 0, ())
        drafts = [_Draft(start, (), 0.0, ())]
        done: list[_Draft] = []
        for _ in range(_MOST_SPREADS):
            following: dict[_State, _Draft] = {}
            for draft in drafts:
                for made in self._continued(draft, spreads):
                    if self._is_done(made.state):
                        done.append(replace(made, cost=made.cost + self._padding(made.pages)))
                    elif made.state not in following or made.cost < following[made.state].cost:
                        following[made.state] = made
            least = min((draft.cost for draft in done), default=float("inf"))
            drafts = sorted(
                (d for d in following.values() if d.cost < least),
                key=lambda d: d.cost + self._expected(d.state),
            )[:_KEPT]
            if not drafts:
                break
        if not done:
            raise FitError(self._too_full())
        chosen = min(done, key=lambda draft: (draft.cost, len(draft.pages)))
        return Composition(pages=chosen.pages, cost=chosen.cost, spreads=chosen.spreads)

    def _padding(self, pages: Sequence[InsidePage]) -> float:
        """What the pages cost that the last sheet has left."""
        count = _count(pages)
        return _PADDED[-count % SHEET] if self.printed or count > SHEET else 0.0

    def _too_full(self) -> Problem:
        """What has no room: a piece of the text that is never divided, or the highest block."""
        room = self.frame.room
        pieces = [(row.bottom - row.top, row.line) for row in self.flow.rows]
        pieces += [(wide.height, wide.line) for wide in self.material.wides]
        highest, line = max(pieces, default=(0.0, 0))
        if highest > room:
            return error("piece-high", at=Place(line=line or None), needed_pt=highest, room_pt=room)
        heights = {name: pt for (name, columns), pt in self.material.heights.items() if columns == ALL}
        block = max(heights, key=lambda name: heights[name], default="quotes")
        return error("inside-full", block=block, needed_pt=heights.get(block, 0.0), room_pt=room)

    def _expected(self, state: _State) -> float:
        """What is left to place will cost at least: pages of text, and what opens standing late."""
        rows = self.flow.height(state.row, len(self.flow)) if state.row < len(self.flow) else 0.0
        late = _AFTER_TEXT * len(state.blocks & _FIRST) if state.begun else 0.0
        return (
            _PAGE * rows / self.frame.columns / self.room + _LATE * len(state.blocks & _OPENING) + late
        )

    def _is_done(self, state: _State) -> bool:
        return (
            state.row >= len(self.flow)
            and not state.waiting
            and state.wide >= len(self.material.wides)
            and state.blocks <= OPTIONAL
        )

    def _continued(self, draft: _Draft, spreads: Sequence[Spread]) -> Iterator[_Draft]:
        """``draft`` with one more spread, in all ways; a spread that ends it may be one page."""
        late = bool(draft.pages)
        tried = set()
        for number, spread in enumerate((*spreads, *LAST_RESORT)):
            # What is placed already is passed over: many arrangements of what is left are the same.
            left_over = self._left_over(number, spread, draft.state)
            if left_over in tried:
                continue
            tried.add(left_over)
            more = _RESORT if spread in LAST_RESORT else 0.0
            for left, state, cost in self._pages(left_over[0], draft.state, late=late):
                first = _Draft(
                    state, (*draft.pages, left), draft.cost + cost + more, (*draft.spreads, spread.name)
                )
                if self._is_done(state):
                    yield replace(first, cost=first.cost + _ODD_PAGES)
                if "colophon" in draft.state.blocks - state.blocks:
                    continue
                if not spread.right and not self._is_done(state):
                    yield first
                bands = self._left_over(number, spread, state)[1]
                for right, after, other in self._pages(bands, state, late=late):
                    yield _Draft(after, (*first.pages, right), first.cost + other, first.spreads)

    def _pages(self, bands: Sequence[Band], state: _State, *, late: bool) -> Sequence[_Made]:
        """The page with ``bands``: once, or for each size that opening words may have on it."""
        left = tuple(band for band in bands if band)
        if not left:
            return ()
        key = (left, state, late)
        if key not in self._made:
            self._made[key] = [*self._page_in_sizes(left, state, late=late)]
        return self._made[key]

    def _page_in_sizes(self, bands: Sequence[Band], state: _State, *, late: bool) -> Iterator[_Made]:
        tried = 0
        for sizes in self._sizes(bands):
            if made := _Page(self, bands, state, sizes, late=late).made():
                tried += 1
                yield made
                if state.blocks & _PLATES and self.flow.goes_on(made[1].row):
                    whole = _Page(self, bands, state, sizes, late=late, whole=True).made()
                    yield from [whole] if whole else []
            if tried >= _MOST_SIZES:
                break

    def region(
        self, state: _State, x: float, count: int, y: float, room: float, *, whole: bool = False
    ) -> _Region | None:
        """Text in ``count`` columns from ``x``, ``y``, at most ``room`` high; None if none fits.

        What goes on after a ``whole`` one does so with a paragraph.
        """
        key = (state.row, state.wide, state.waiting, x, count, y, room, whole)
        regions = self.material.regions
        if key not in regions:
            regions[key] = _Filling(self, state, x, count, whole=whole).region(y, room)
        return regions[key]

    def _sizes(self, bands: Sequence[Band]) -> Iterator[_Sizes]:
        """The sizes that opening words and quotations without a plate may have, the largest first."""
        slots = [slot for band in bands for slot in band]
        opening = next((slot for slot in slots if slot.block == "intro"), None)
        intros = self.material.intros[opening.columns] if opening else (_NOTHING,)
        low = [one for one in intros if one[1] <= self.most_intro] or intros[-1:]
        plain = any(slot.block == "quotes" and slot.form == "plain" for slot in slots)
        quotes = self.material.quotes if plain else (_NOTHING,)
        yield from (_Sizes(intro, quote) for quote in quotes for intro in low)

    def _left_over(
        self, number: int, spread: Spread, state: _State
    ) -> tuple[tuple[Band, ...], tuple[Band, ...]]:
        """The bands of the pages of a ``spread``, by its ``number``, with what there is to place.

        () for a band of nothing.
        """
        key = (number, state.blocks, self._has_text(state))
        if key not in self._sides:
            left, right = (
                tuple(self._available(band, state) for band in side)
                for side in (spread.left, spread.right)
            )
            self._sides[key] = left, right
        return self._sides[key]

    def _has_text(self, state: _State) -> bool:
        return (
            state.row < len(self.flow) or bool(state.waiting) or state.wide < len(self.material.wides)
        )

    def _available(self, band: Band, state: _State) -> Band:
        """What of ``band`` there is to place; a slot that is left alone takes the whole width."""
        text = self._has_text(state)
        slots = tuple(
            slot for slot in band if (text if slot.block == "text" else slot.block in state.blocks)
        )
        if len(slots) == 1 and len(band) > 1:
            return (replace(slots[0], columns=ALL),)
        return slots if all(map(self._is_measured, slots)) else ()

    def _is_measured(self, slot: Slot) -> bool:
        """Whether ``slot`` has a width that its block was measured at, or that columns fit in."""
        if slot.block == "text":
            return self.frame.text_columns(slot.columns) > 0
        if slot.block == "intro":
            return slot.columns in self.material.intros
        return slot.block in _UNMEASURED or (slot.block, slot.columns) in self.material.heights


class _Page:
    """One page in the making: its bands from head to foot."""

    def __init__(
        self,
        composer: _Composer,
        bands: Sequence[Band],
        state: _State,
        sizes: _Sizes,
        *,
        late: bool,
        whole: bool = False,
    ) -> None:
        """``late`` tells of a page after the first spread; on a ``whole`` one no paragraph goes on."""
        self.composer, self.bands, self.state = composer, bands, state
        self.late, self.whole = late, whole
        self.material, self.frame = composer.material, composer.frame
        self.sizes = sizes
        self.placed: list[Placed] = []
        self.above_colophon, self.closing_hole, self.sunk = 0.0, 0.0, 0.0
        self.cost = _PAGE
        names = [slot.block for band in bands for slot in band]
        self.has_text = "text" in names
        self.elastic = next((s for band in bands for s in band if _is_elastic(s)), None)
        self.fixed = sum(map(self._height, bands)) + (GAP + self.frame.line / 2) * (len(bands) - 1)

    def made(self) -> tuple[InsidePage, _State, float] | None:
        """The page, what is left after it, and its cost; None where the bands have no room."""
        if self.fixed > self.frame.room + _ROUNDING:
            return None
        if self.elastic and self.elastic.block == "colophon":
            return self._closing()
        if self.elastic is None:
            return self._opened_up() if self.composer.airy else self._stacked(0.0)
        if len(self.bands) == 1 and len(self.bands[0]) == 1 and self.elastic.form != "plain":
            return self._alone(self.elastic)
        height = self._elastic_height(self.elastic)
        return self._stacked(height) if height else None

    def _alone(self, slot: Slot) -> tuple[InsidePage, _State, float]:
        """A plate or a picture on a page of its own; between two halves of a paragraph it costs."""
        torn = _AFTER_TEXT if self.composer.flow.goes_on(self.state.row) else 0.0
        placed = Placed(
            block=slot.block, x=0.0, y=0.0, width=self.frame.text_width, height=self.frame.height,
            form=slot.form, whole=True,
        )  # fmt: skip
        page = InsidePage(placed=(placed,), hole=0.0)
        return page, _without(self.state, slot), self.cost + _WHOLE_PAGE + torn

    def _closing(self) -> tuple[InsidePage, _State, float] | None:
        """The last page, with the colophon at its foot; None where something is left after it."""
        least = self.material.colophons[-1]
        free = self.frame.room - self.fixed - least
        foot = 0.0
        if self.has_text:
            text = self.composer.region(self.state, 0.0, self.frame.columns, 0.0, free)
            if text is None or not text.ends:
                return None
            foot = self.frame.on_grid(text.foot)
        elif self.state.row < len(self.material.flow):
            return None
        placed = {slot.block for band in self.bands for slot in band}
        if free < foot or not self.state.blocks - placed <= OPTIONAL:
            return None
        self.cost += _COLOPHON
        room = free - foot + least
        height = next(height for height in self.material.colophons if height <= room)
        if self.material.grounds:
            self.closing_hole = (room - height) * _IN_GROUND
            return self._stacked(room)
        self.closing_hole = room - height + self.material.padding
        self.sunk = 0.0 if self.state.begun else self._sunk(self.closing_hole)
        self.above_colophon = room - height - self.sunk
        return self._stacked(height)

    def _sunk(self, hole: float) -> float:
        """By how much a page of little stands lower, rather than far above what is empty."""
        return min(MOST_HOLE, max(0.0, self.frame.on_grid(hole - MOST_HOLE)))

    def _elastic_height(self, slot: Slot) -> float:
        """What text that ends here leaves to ``slot``; text that goes on leaves it its share.

        0 where that is too low for it.
        """
        at_head = self.bands[0] == (slot,) and slot.form != "plain"
        over = self.frame.top if at_head else 0.0
        height = free = self.frame.room - self.fixed
        if self.has_text:
            room = free - LEAST_PLATE + over
            text = self.composer.region(self.state, 0.0, self.frame.columns, 0.0, room)
            if text and text.ends:
                height = free - self.frame.on_grid(text.foot)
            else:
                height = self.frame.on_grid(self.frame.room * USUAL_PLATE)
        takes = slot.block != "quotes" or self.material.plate(height)
        return height if height + over >= LEAST_PLATE and takes else 0.0

    def _height(self, band: Band) -> float:
        """The height of a band that has one of its own: 0 for text, quotations and pictures."""
        return max((self._own(slot) for slot in band), default=0.0)

    def _own(self, slot: Slot) -> float:
        if slot.block == "intro":
            return self.sizes.intro[1]
        if slot.block == "quotes" and slot.form == "plain":
            return self.sizes.quotes[1]
        return self.material.heights.get((slot.block, slot.columns), 0.0)

    def _opened_up(self) -> tuple[InsidePage, _State, float] | None:
        """The bands; where the text ends here, a part of what it leaves free stands between them."""
        cost = self.cost
        made = self._stacked(0.0)
        if made is None or not made[0].ends or made[0].hole < MOST_HOLE * _FROM_HOLE:
            return made
        self.placed, self.cost = [], cost
        return self._stacked(0.0, free=made[0].hole * _SHARED)

    def _stacked(self, elastic: float, free: float = 0.0) -> tuple[InsidePage, _State, float] | None:
        """The bands one below the other; what stays free goes to panels, then between the bands."""
        free = free if self.has_text or elastic else self.frame.room - self.fixed
        stretch = 0.0 if self.has_text else self._stretch(free)
        gaps = len(self.bands) - 1
        # Each band begins on the grid, up to half a line lower than the one before ends.
        spread = (free - stretch) / gaps - self.frame.line / 2 if gaps else 0.0
        gap = GAP + min(max(0.0, spread), MOST_GAP - GAP)
        if not (self.has_text or elastic or self.state.begun):
            self.sunk = self._sunk(free - stretch - gaps * (gap - GAP))
        y, state, ends = self.sunk, self.state, False
        for number, band in enumerate(self.bands):
            y = self.frame.on_grid(y + gap) if number else y
            if self.elastic and self.elastic.block == "colophon" and self.elastic in band:
                y += math.floor(self.above_colophon / self.frame.line * 2) * self.frame.line / 2
            after = self.bands[number + 1 :]
            below = sum(map(self._height, after)) + (GAP + self.frame.line / 2) * len(after)
            below += elastic if any(slot is self.elastic for b in after for slot in b) else 0.0
            made = self._band(band, y, state, _Room(elastic, stretch, self.composer.room - y - below))
            if made is None:
                return None
            y, state, ended = made
            ends = ends or ended
        hole = max(self.frame.room - y, gap if gap > GAP else 0.0, self.closing_hole)
        placed = self._in_reading_order()
        torn = _TORN if placed != tuple(self.placed) else 0.0
        page = InsidePage(placed=placed, hole=hole, ends=ends)
        empty = hole if self.closing_hole else hole + self.sunk
        return page, state, self.cost + torn + self._parting(state.row) + _cost_of(empty)

    def _parting(self, row: int) -> float:
        """What it costs that a plate parts a paragraph: at the head of the page, or above ``row``."""
        flow, texts = self.composer.flow, [p.column is not None for p in self.placed]
        first, last = (texts.index(True), texts[::-1].index(True)) if any(texts) else (0, 0)
        above = {p.block for p in self.placed[:first]} if flow.goes_on(self.state.row) else set()
        below = {p.block for p in self.placed[len(texts) - last :]} if flow.goes_on(row) else set()
        return _PARTED if (above | below) & _PLATES else 0.0

    def _in_reading_order(self) -> tuple[Placed, ...]:
        """The blocks of the page; a paragraph that goes on from the page before is read on first."""
        placed = self.placed
        start = next((at for at, p in enumerate(placed) if p.column is not None), 0)
        column = placed[start].column if placed else None
        if not start or column is None or not self.composer.flow.goes_on(column.first):
            return tuple(placed)
        end = next((at for at in range(start, len(placed)) if placed[at].column is None), len(placed))
        return (*placed[start:end], *placed[:start], *placed[end:])

    def _size(self, slot: Slot) -> float:
        if slot.block == "intro":
            return self.sizes.intro[0]
        return self.sizes.quotes[0] if slot.block == "quotes" else 0.0

    def _stretch(self, free: float) -> float:
        """By how much panels grow where nothing else fills the page."""
        if not any(slot.block == "panels" for band in self.bands for slot in band):
            return 0.0
        return max(0.0, min(free, self.material.panels_stretch))

    def _cost_beside(self, band: Band, slot: Slot) -> float:
        """What it costs that columns stay empty: beside a narrow ``slot`` alone, or below it."""
        own = self._own(slot)
        empty = own if len(band) == 1 else self._height(band) - own
        return _cost_of(empty + GAP) if empty + GAP > MOST_HOLE else 0.0

    def _band(
        self, band: Band, y: float, state: _State, room: _Room
    ) -> tuple[float, _State, bool] | None:
        """Place ``band`` at ``y``: where it ends, what is left, and whether the text ends in it."""
        foot, ends = y, False
        for slot in band:
            x, width = self.frame.span(slot.columns)
            if slot.block == "text":
                beside = self.frame.on_grid(self._height(band)) if len(band) > 1 else room.text
                count = self.frame.text_columns(slot.columns)
                filled = min(room.text, beside)
                text = self.composer.region(state, x, count, y, filled, whole=self.whole)
                if text is None:
                    return None
                self.placed += text.placed
                foot, state, ends = max(foot, text.foot), text.after(state), text.ends
                self.cost += 12.0 * max(0.0, text.short / self.frame.line - 1.0)
                self.cost += _RUNT if text.runt else 0.0
                continue
            height = self._own(slot) + (room.stretch if slot.block == "panels" else 0.0)
            if slot is self.elastic:
                height = room.elastic
            elif not slot.full:
                self.cost += self._cost_beside(band, slot)
                self.cost += abs(height / self.frame.room - USUAL_PLATE) * _FAR_FROM_USUAL
            at_head = y == 0 and len(band) == 1
            self.cost += _LATE if self.late and slot.block in _OPENING else 0.0
            self.cost += _AFTER_TEXT if slot.block in _FIRST and state.begun else 0.0
            placed = Placed(
                block=slot.block, columns=slot.columns, x=x, y=y, width=width, height=height,
                size=self._size(slot),
                form=slot.form if at_head or slot.form not in {"plate", "bleed"} else "plain",
            )  # fmt: skip
            self.placed.append(placed)
            foot, state = max(foot, y + height), _without(state, slot)
        return foot, state, ends


class _Room(NamedTuple):
    """The height of what is elastic, by how much panels grow, and the height that is left to text."""

    elastic: float
    stretch: float
    text: float


def _without(state: _State, slot: Slot) -> _State:
    return _State(state.blocks - {slot.block}, state.row, state.wide, state.waiting)


def _cost_of(hole: float) -> float:
    """What an empty run costs: little, up to what may stay empty."""
    mm = hole / MM
    return mm * mm / 60 + (400.0 + 4 * mm if hole > MOST_HOLE else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Region:
    """Text in columns: what was placed, where it ends, and what of the text is left.

    ``ends`` tells that nothing of the text is left, ``short`` by how much the shortest column is lower
    than the highest, ``runt`` of columns of hardly any lines.
    """

    placed: tuple[Placed, ...]
    foot: float
    row: int
    wide: int
    waiting: tuple[Wide, ...]
    ends: bool
    short: float
    runt: bool

    def after(self, state: _State) -> _State:
        """What is left of ``state`` after it."""
        return _State(state.blocks, self.row, self.wide, self.waiting)


class _Filling:
    """Fills a region of ``count`` columns that begins at ``x`` with rows and wide blocks in order."""

    def __init__(
        self, composer: _Composer, state: _State, x: float, count: int, *, whole: bool = False
    ) -> None:
        """With ``whole`` the text that goes on after the region does so with a paragraph."""
        self.whole = whole
        self.frame, self.flow = composer.frame, composer.material.flow
        self.wides = composer.material.wides
        self.across = count == composer.frame.columns
        self.row, self.wide, self.waiting = state.row, state.wide, list(state.waiting)
        self.x, self.count = x, count
        self.placed: list[Placed] = []
        self.short, self.runt = 0.0, False
        self._held = False  # what was put off waits until some text has passed it

    def region(self, top: float, room: float) -> _Region | None:
        """The region from ``top``, at most ``room`` points high; None where nothing has room."""
        y: float | None = top
        while y is not None:
            y = self._put_next(y, top + room)
        if not self.placed:
            return None
        return _Region(
            placed=tuple(self.placed),
            foot=max(placed.y + placed.height for placed in self.placed),
            row=self.row,
            wide=self.wide,
            waiting=tuple(self.waiting),
            ends=self.row >= len(self.flow) and not self.waiting and self.wide >= len(self.wides),
            short=self.short,
            runt=self.runt,
        )

    def _put_next(self, y: float, end: float) -> float | None:
        """Place what comes next at ``y``: where the next may begin, or None where no more has room."""
        waits = self.waiting and self.across and not self._held
        if waits and self._has_room(self.waiting[0], y, end):
            return self._put_wide(self.waiting.pop(0), y)
        following = self.wides[self.wide] if self.wide < len(self.wides) else None
        last = following.row if following else len(self.flow)
        if self.row < last:
            return self._put_text(last, following, y, end)
        if following is None:
            return None
        if self.across and self._has_room(following, y, end):
            self.wide += 1
            return self._put_wide(following, y)
        return self._put_off(following, y)

    def _put_text(self, last: int, following: Wide | None, y: float, end: float) -> float | None:
        columns = self.flow.balanced(self.row, last, self._shared(last), end - y)
        if columns and following and not following.strict and last < len(self.flow):
            foot = self.frame.on_grid(y + columns[0].height + self._space(following))
            # Columns above a block that then has no room would be read across by what follows them.
            if self._is_runt(columns) or not self._has_room(following, foot, end):
                return self._put_off(following, y)
        if columns:
            y = self._put_columns(columns, y, ends=last == len(self.flow))
            return self.frame.on_grid(y + self._space(following)) if following else y
        if following and not following.strict:
            return self._put_off(following, y)
        if columns := self._level_columns(last, end - y):
            columns = self._with_whole_paragraphs(columns, end - y) if self.whole else columns
            self._put_columns(columns, y, ends=False)
        return None

    def _shared(self, last: int) -> int:
        """In how many columns the text up to ``last`` stands: a few lines that end it in fewer."""
        if last < len(self.flow) or self.wide < len(self.wides):
            return self.count
        lines = self.flow.height(self.row, last) / self.frame.line
        return max(1, min(self.count, int(lines / LEAST_SHARED)))

    def _with_whole_paragraphs(self, columns: tuple[Column, ...], room: float) -> tuple[Column, ...]:
        """``columns`` without the start of the paragraph that goes on after them, where that can be."""
        row = columns[-1].last
        while row > self.row and (self.flow.goes_on(row) or not self.flow.rows[row - 1].breaks):
            row -= 1
        found = self.flow.balanced(self.row, row, self.count, room) if row > self.row else ()
        return found or columns

    def _level_columns(self, last: int, room: float) -> tuple[Column, ...]:
        """Full columns in ``room``, or some lines lower where they then end on one line."""
        found: list[tuple[float, tuple[Column, ...]]] = []
        for lower in range(_MOST_LOWER + 1):
            columns = self.flow.fill(self.row, last, room - lower * self.frame.line, self.count)
            if len(columns) < self.count:
                break
            heights = [column.height for column in self.flow.levelled(columns, ends=False)]
            uneven = max(heights) - min(heights)
            found.append((max(0.0, uneven - self.frame.line) * _UNEVEN + lower, columns))
            if uneven <= self.frame.line:
                break
        return min(found, key=lambda one: one[0])[1] if found else ()

    def _is_runt(self, columns: Sequence[Column]) -> bool:
        """Whether so few lines stand above a wide block that it should follow more of the text."""
        more = (
            self.flow.height(columns[-1].last, len(self.flow))
            if columns[-1].last < len(self.flow)
            else 0
        )
        return columns[0].height < LEAST_LINES * self.frame.line and more > 0

    def _put_off(self, wide: Wide, y: float) -> float | None:
        """Let the text go on, and ``wide`` stand on the next page; a chapter's opener ends the page."""
        if wide.strict:
            return None
        self.wide += 1
        self.waiting.append(wide)
        self._held = self.row < len(self.flow)
        return y

    def _has_room(self, wide: Wide, y: float, end: float) -> bool:
        """Whether ``wide`` fits; the opener of a chapter with a few lines of its text."""
        lines = self._space(wide) + LEAST_OPENED * self.frame.line if wide.heads else 0.0
        return y + wide.height + lines <= end + _ROUNDING

    def _put_wide(self, wide: Wide, y: float) -> float:
        placed = Placed(
            block="wide", x=0.0, y=y, width=self.frame.text_width, height=wide.height,
            number=wide.number, form="bleed" if wide.bleeds and y == 0 else "",
        )  # fmt: skip
        self.placed.append(placed)
        return self.frame.on_grid(y + wide.height + self._space(wide))

    def _space(self, wide: Wide | None) -> float:
        """What stays free above and below ``wide``."""
        return self.frame.line * (1.5 if wide and wide.heads else 1.0)

    def _put_columns(self, columns: Sequence[Column], y: float, *, ends: bool) -> float:
        levelled = self.flow.levelled(columns, ends=ends)
        self._held = False
        width = self.frame.column_width
        for number, column in enumerate(levelled):
            placed = Placed(
                block="text", x=self.x + number * (width + self.frame.gutter), y=y, width=width,
                height=column.height, column=column,
            )  # fmt: skip
            self.placed.append(placed)
        heights = [column.height for column in levelled]
        if not ends:
            self.short = max(self.short, max(heights) - min(heights))
        self.runt = self.runt or max(heights) < LEAST_LINES * self.frame.line
        self.row = columns[-1].last
        return y + max(heights)
