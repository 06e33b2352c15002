"""The grid: rooms beside each other, hours downwards, each session as high as its text needs.

A day is set in the largest type in which it fits one page of its rooms; more than that is parted, by
rooms first, then where the fewest sessions go on. An index says on which page each session stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from brochure import programme_days
from brochure.errors import FitError
from brochure.geometry import Rect
from brochure.pdfwriter.document import PdfPage
from brochure.problems import error
from brochure.programme import Programme, Session
from brochure.programme_days import Day
from brochure.stationery import hour_scale
from brochure.stationery.hour_scale import Block, Column, HourScale
from brochure.stationery.printed_sheets import PAPERS, PrintedSheet, Sheet, starting
from brochure.stationery.typesetting import (
    PLAIN,
    STRONG,
    TITLE,
    PlacedText,
    SetText,
    height_of,
    stacked,
)
from brochure.text import times
from brochure.text.lines import TextStyle
from brochure.theme import Theme
from brochure.track_hues import shades_of

_MARGIN, _GUTTER, _FOOT = 30.0, 42.0, 16.0
_LEAST_COLUMN, _USUAL_COLUMN = 78.0, 100.0
"""The least width of a column in points, 27.5 mm, and the one that is tried first."""

_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_PARTED_SIZE = 7.5
"""Of titles in points, and on A4 where a day takes more than one page."""

_PAD, _GAP, _LINE_GAP = 3.5, 2.0, 1.0
_PER_MINUTE, _PAUSE = 0.16, 7.0
"""Points of a minute, at least, and of an hour without sessions."""

_MOST_STRETCH = 2.0

_PAGES_AT_A_GLANCE = 2
"""Pages of a grid in which nobody needs an index."""

_INDEX_SIZE, _INDEX_COLUMNS = 7.5, 4


@dataclass(frozen=True, slots=True)
class _PageOf:
    """A page of a grid: its ``day``, its columns, what stands in them and on which scale."""

    day: Day
    columns: tuple[Column, ...]
    blocks: tuple[tuple[Block, ...], ...]
    scale: HourScale
    size: float
    number: int = 0
    first: bool = True


class Timetable(Sheet):
    """The grid in the making: `pages`."""

    def __init__(self, programme: Programme, sheet: PrintedSheet, theme: Theme) -> None:
        width, height = PAPERS[sheet.paper]
        super().__init__(programme, theme, (height, width))
        self.width = self.size[0] - 2 * _MARGIN
        self.parted_size = _PARTED_SIZE * math.sqrt(self.size[0] / PAPERS["A4"][1])

    def pages(self) -> Iterator[PdfPage]:
        """The pages of all days, then the index, where there are several."""
        laid = [page for day in programme_days.days_of(self.programme) for page in self._laid(day)]
        index = self._index(laid) if len(laid) > _PAGES_AT_A_GLANCE else []
        total = len(laid) + len(index)
        for number, of in enumerate(laid, 1):
            page = self.type.page(self.size)
            self._grid(page, of)
            self.foot(page, number, total, _MARGIN - 8, 7.5)
            yield self.type.close(page)
        for number, columns in enumerate(index, len(laid) + 1):
            page = self.type.page(self.size)
            self._index_page(page, columns, first=number == len(laid) + 1)
            self.foot(page, number, total, _MARGIN - 8, 7.5)
            yield self.type.close(page)

    # What stands where

    def _laid(self, day: Day) -> Iterator[_PageOf]:
        columns = hour_scale.columns_of(day)
        self._refuse_whole_days(day)
        if not columns:
            empty = HourScale(minutes=(0, 1), tops=(0.0, 0.0))
            yield _PageOf(day, (), (), empty, 10)
            return
        free = self.width - _GUTTER
        wide = hour_scale.shared_out(columns, max(1, int(free / _USUAL_COLUMN)))
        narrow = hour_scale.shared_out(columns, max(1, int(free / _LEAST_COLUMN)))
        groups = wide if len(wide) == len(narrow) else narrow
        size = next((size for size in _SIZES if all(self._fits(day, g, size) for g in groups)), None)
        for at, group in enumerate(groups):
            for number, page in enumerate(self._parted(day, group, size or self.parted_size)):
                yield (
                    page
                    if at + number == 0
                    else _PageOf(
                        page.day, page.columns, page.blocks, page.scale, page.size, first=False
                    )
                )

    def _refuse_whole_days(self, day: Day) -> None:
        """Raise FitError where events of whole days leave no room below."""
        if height_of(self._whole_days(day), 2) > (0.35 if day.timed else 0.8) * self.size[1]:
            count, name = len(day.all_day), self.day(day.day)
            raise FitError(error("printed-whole-days", count=count, day=name))

    def _fits(self, day: Day, columns: Sequence[Column], size: float) -> bool:
        try:
            blocks = [b for column in self._blocks(columns, size) for b in column]
        except FitError:
            return False
        scale = hour_scale.scale_of(blocks, gap=_PAUSE, per_minute=_PER_MINUTE)
        whole = all(
            not text.divided
            for column in columns for session in column.sessions
            for text in self._texts(session, size, self._column_width(len(columns)))
        )  # fmt: skip
        return scale.height <= self._available(day, columns, size) and (whole or size <= 9)

    def _parted(self, day: Day, columns: tuple[Column, ...], size: float) -> Iterator[_PageOf]:
        """The pages of a group of columns, from the top to the last hour."""
        blocks = self._blocks(columns, size)
        flat = [block for column in blocks for block in column]
        available = self._available(day, columns, size)
        start = min(block.first for block in flat)
        ends = hour_scale.even_page_ends(flat, available, gap=_PAUSE, per_minute=_PER_MINUTE)
        for end in ends:
            own = tuple(hour_scale.clipped(column, start, end) for column in blocks)
            scale = hour_scale.scale_of(
                [b for column in own for b in column], gap=_PAUSE, per_minute=_PER_MINUTE
            )
            height = min(available, scale.height * _MOST_STRETCH)
            yield _PageOf(day, columns, own, hour_scale.stretched(scale, height), size)
            start = end

    def _blocks(self, columns: Sequence[Column], size: float) -> list[tuple[Block, ...]]:
        width = self._column_width(len(columns))
        return [
            tuple(
                Block(session, *programme_days.span(session), *self._needs(session, size, width))
                for session in column.sessions
            )
            for column in columns
        ]

    def _column_width(self, columns: int) -> float:
        return (self.width - _GUTTER) / columns

    def _needs(self, session: Session, size: float, width: float) -> tuple[float, float]:
        """The height of a cell, and that of its part on a later page."""
        first, later = (
            height_of(self._texts(session, size, width, again=again), _LINE_GAP) + 2 * _PAD + _GAP
            for again in (False, True)
        )
        return first, later

    def _texts(
        self, session: Session, size: float, width: float, *, again: bool = False
    ) -> list[SetText]:
        """What stands in a cell; ``again`` in that of a session which began on an earlier page."""
        small = max(0.85 * size, 6.5)
        title = self.words["continued"].format(what=session.title) if again else session.title
        own: list[tuple[str, TextStyle, float]] = [
            (self.hours(session), PLAIN, small), (title, STRONG, size),
        ]  # fmt: skip
        if details := self.details(session):
            own.append((details, PLAIN, small))
        inner = width - 2 * _PAD - _GAP - 3
        texts = [self.type.set(*text, inner) for text in own]
        return [*texts, *self.set_access(session, STRONG, small, inner)]

    def _available(self, day: Day, columns: Sequence[Column], size: float) -> float:
        return self.size[1] - 2 * _MARGIN - _FOOT - self._head_height(day, columns, size)

    def _head_height(self, day: Day, columns: Sequence[Column], size: float) -> float:
        rooms = max((made.height for made in self._rooms(columns, size)), default=0.0)
        return self._title(day).height + 8 + height_of(self._whole_days(day), 2) + 6 + rooms + 6

    def _title(self, day: Day) -> SetText:
        return self.type.set(starting([self.programme.title, self.day(day.day)]), TITLE, 17, self.width)

    def _whole_days(self, day: Day) -> list[SetText]:
        return [
            self.type.set(
                " · ".join(filter(None, (self.words["all_day"], s.title, self.details(s, room=True)))),
                PLAIN, 9, self.width,
            )
            for s in day.all_day
        ]  # fmt: skip

    def _rooms(self, columns: Sequence[Column], size: float) -> list[SetText]:
        width = self._column_width(max(1, len(columns))) - _GAP - 2 * _PAD
        names = [column.room or self.words["no_room"] for column in columns]
        return [self.type.set(name, STRONG, min(max(size, 8.0), 12.0), width) for name in names]

    # Drawing

    def _grid(self, page: PdfPage, of: _PageOf) -> None:
        title, y = self._title(of.day), _MARGIN
        self.type.write(page, "H1", [PlacedText(title, _MARGIN, y, self.width)])
        y += title.height + 8
        whole_days = self._whole_days(of.day) if of.first else []
        for placed in stacked(whole_days, _MARGIN, y, self.width, 2):
            self.type.write(page, "P", [placed])
        y = _MARGIN + self._head_height(of.day, of.columns, of.size)
        y -= 0 if of.first else height_of(self._whole_days(of.day), 2)
        self._hours(page, of, y)
        width = self._column_width(max(1, len(of.columns)))
        heads = self._rooms(of.columns, of.size)
        tallest = max((made.height for made in heads), default=0.0)
        for at, (made, blocks) in enumerate(zip(heads, of.blocks, strict=True)):
            left = _MARGIN + _GUTTER + at * width
            top = y - 6 - tallest
            self.type.fill(page, Rect(left, y - 3, width - _GAP, 1.2), 1.0)
            self.type.write(page, "H2", [PlacedText(made, left, top, width - _GAP)])
            for block in blocks:
                self._block(page, of, block, Rect(left, y, width - _GAP, 0))

    def _hours(self, page: PdfPage, of: _PageOf, top: float) -> None:
        """The hours at which sessions start, and a line at each, beside the columns."""
        if not of.columns:
            return
        starts = sorted({block.first for column in of.blocks for block in column})
        size = min(max(of.size, 8.0), 11.0)
        free_from, texts = top - 1.0, []
        for minute in starts:
            y = top + of.scale.at(minute)
            self.type.fill(page, Rect(_MARGIN, y, self.width, 0.3), 0.25)
            if y < free_from:
                continue
            made = self.type.set(self._clock(minute), STRONG, size, _GUTTER - 2)
            texts.append(PlacedText(made, _MARGIN, y + 1.5, _GUTTER - 2))
            free_from = y + made.height
        self.type.note(page, texts)

    def _clock(self, minute: int) -> str:
        return times.hour(time(minute // 60 % 24, minute % 60), self.lang)

    def _block(self, page: PdfPage, of: _PageOf, block: Block, column: Rect) -> None:
        first, last = of.scale.at(block.first), of.scale.at(block.last)
        rect = Rect(column.x, column.y + first + 0.6, column.width, last - first - _GAP)
        colour = self.colour(block.session)
        self.type.fill(page, rect, shades_of(colour.ground))
        self.type.fill(page, rect._replace(width=2.6), shades_of(colour.bar))
        began, ends = programme_days.span(block.session)
        width = self._column_width(len(of.columns))
        texts = self._texts(block.session, of.size, width, again=block.first > began)
        if block.last < ends:  # an arrow: it goes on overleaf
            x, y = rect.x + rect.width / 2, rect.bottom - 0.8
            arrow = ((x - 4, y - 4), (x + 4, y - 4), (x, y))
            self.type.polygon(page, arrow, shades_of(colour.bar))
        self.type.write(
            page, "P",
            stacked(texts, rect.x + _PAD + 3, rect.y + _PAD, rect.width - 2 * _PAD - 3, _LINE_GAP),
        )  # fmt: skip

    # The index

    def _index(self, laid: Sequence[_PageOf]) -> list[list[list[SetText]]]:
        """The lines of each page of the index, by its columns: every session, and its first page."""
        pages: dict[int, int] = {}
        for number, of in enumerate(laid, 1):
            shown = [block.session for column in of.blocks for block in column]
            for session in (*shown, *(of.day.all_day if of.first else ())):
                pages.setdefault(id(session), number)
        by_title = sorted(self.programme.sessions, key=lambda s: (s.title.casefold(), s.line))
        width = self._index_width() - 8
        entries = [
            self.type.set(
                self.words["index_line"].format(title=s.title, page=pages[id(s)]), PLAIN, _INDEX_SIZE,
                width,
            )
            for s in by_title
        ]  # fmt: skip
        free = self.size[1] - 2 * _MARGIN - _FOOT - 34
        made: list[list[list[SetText]]] = [[[]]]
        used = 0.0
        for entry in entries:
            if used + entry.height + 2 > free:
                if len(made[-1]) == _INDEX_COLUMNS:
                    made.append([])
                made[-1].append([])
                used = 0.0
            made[-1][-1].append(entry)
            used += entry.height + 2
        return made

    def _index_width(self) -> float:
        return self.width / _INDEX_COLUMNS

    def _index_page(self, page: PdfPage, columns: list[list[SetText]], *, first: bool) -> None:
        head = self.type.set(self.words["index"], TITLE, 17, self.width)
        self.type.write(page, "H1" if first else "P", [PlacedText(head, _MARGIN, _MARGIN, self.width)])
        for at, entries in enumerate(columns):
            left = _MARGIN + at * self._index_width()
            placed = stacked(entries, left, _MARGIN + 34, self._index_width() - 8, 2)
            for text in placed:
                self.type.write(page, "P", [text])
