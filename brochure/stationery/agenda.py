"""The agenda: the sessions of all days in their order, on as many pages as they need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brochure.geometry import Rect
from brochure.pdfwriter.document import PdfPage
from brochure.programme import Programme, Session
from brochure.programme_days import days_of
from brochure.stationery.printed_sheets import PAPERS, PrintedSheet, Sheet
from brochure.stationery.typesetting import (
    PLAIN,
    STRONG,
    TITLE,
    PlacedText,
    SetText,
    height_of,
    stacked,
)
from brochure.text.lines import TextStyle
from brochure.theme import Theme
from brochure.track_hues import shades_of

_A4_WIDTH = PAPERS["A4"][0]

_LARGER = (1.6, 1.4, 1.2, 1.0)
"""By how much the type of a short agenda is larger."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A session's row: its hours, its texts and its room, ``height`` in points."""

    session: Session
    hours: SetText
    texts: tuple[SetText, ...]
    room: SetText | None
    height: float


@dataclass(frozen=True, slots=True)
class _Head:
    """The title of the whole, or of a day; ``kind`` is its element's."""

    kind: str
    text: SetText
    height: float
    goes_on: bool = False


_Item = _Row | _Head


class Agenda(Sheet):
    """The agenda in the making: `pages`. All lengths are those of A4, larger on larger paper.

    A short one is set in larger type, as long as it stays on one page.
    """

    def __init__(self, programme: Programme, sheet: PrintedSheet, theme: Theme) -> None:
        super().__init__(programme, theme, PAPERS[sheet.paper])
        self.k = self.size[0] / _A4_WIDTH
        self.larger = 1.0
        self.hours_width = self.room_width = self.text_width = 0.0
        self.margin = 44 * self.k
        self.width = self.size[0] - 2 * self.margin
        self.gap = 11 * self.k
        self.foot_size = 7.5 * self.k
        self.day_head = ""
        """The head of the day whose rows are being laid out."""

    def pages(self) -> Iterator[PdfPage]:
        """The pages, in order."""
        for self.larger in _LARGER:
            self.hours_width = 84 * self.k * self.larger
            self.room_width = 104 * self.k * min(self.larger, 1.2)
            self.text_width = self.width - self.hours_width - self.room_width - 2 * self.gap
            parted = self._parted()
            rows = [item for items in parted for item in items if isinstance(item, _Row)]
            if len(parted) == 1 and all(row.hours.keeps_together for row in rows):
                break
        for number, items in enumerate(parted, 1):
            page = self.type.page(self.size)
            y = self.margin
            for item in items:
                if isinstance(item, _Head):
                    self._head(page, item, y)
                else:
                    self._row(page, item, y)
                y += item.height
            self.foot(page, number, len(parted), self.margin, self.foot_size)
            yield self.type.close(page)

    def _parted(self) -> list[list[_Item]]:
        """The items of each page: a day's head stays with its first session, and comes again."""
        most = self.size[1] - 2 * self.margin - 2.4 * self.foot_size
        pages: list[list[_Item]] = [[]]
        used = 0.0
        for items in self._kept_together():
            height = sum(item.height for item in items)
            if pages[-1] and used + height > most:
                pages.append([])
                used = 0.0
                if isinstance(items[0], _Row) and self.day_head:
                    pages[-1].append(again := self._again())
                    used = again.height
            pages[-1] += items
            used += height
        return pages

    def _kept_together(self) -> Iterator[list[_Item]]:
        """Rows by themselves; heads with the row that follows."""
        before: list[_Item] = []
        if self.programme.title:
            before.append(self._titled("H1", self.programme.title, 25, 12))
        for day in days_of(self.programme):
            self.day_head = self.day(day.day)
            before.append(self._titled("H2" if self.programme.title else "H1", self.day_head, 15, 6))
            for session in day.sessions:
                yield [*before, self._row_of(session)]
                before = []

    def _titled(self, kind: str, text: str, size: float, below: float) -> _Head:
        made = self.type.set(text, TITLE, size * self.k * self.larger, self.width)
        above = 0 if kind == "H1" and self.programme.title else 14 * self.k
        return _Head(kind, made, made.height + above + below * self.k)

    def _again(self) -> _Head:
        """The day's head on a page that begins in the middle of it."""
        text = self.words["continued"].format(what=self.day_head)
        made = self.type.set(text, STRONG, 10 * self.k, self.width)
        return _Head("P", made, made.height + 6 * self.k, goes_on=True)

    def _row_of(self, session: Session) -> _Row:
        size = 10.5 * self.k * self.larger
        hours = self.type.set(self.hours(session), STRONG, size, self.hours_width)
        own: list[tuple[str, TextStyle, float]] = [(session.title, STRONG, size)]
        if details := self.details(session):
            own.append((details, PLAIN, 0.86 * size))
        texts = tuple(self.type.set(*text, self.text_width) for text in own)
        texts += self.set_access(session, STRONG, 0.8 * size, self.text_width)
        room = self.type.set(session.room, PLAIN, size, self.room_width) if session.room else None
        tall = max(hours.height, height_of(texts, 1.5 * self.k), room.height if room else 0)
        return _Row(session, hours, texts, room, tall + 9 * self.k)

    def _head(self, page: PdfPage, head: _Head, y: float) -> None:
        top = y + head.height - head.text.height - 6 * self.k if head.kind != "H1" else y
        self.type.write(page, head.kind, [PlacedText(head.text, self.margin, top, self.width)])

    def _row(self, page: PdfPage, row: _Row, y: float) -> None:
        left = self.margin + self.hours_width + self.gap
        self.type.fill(page, Rect(self.margin, y, self.width, 0.4 * self.k), 0.35)
        top = y + 4.5 * self.k
        if row.session.track:
            bar = Rect(left - 6.5 * self.k, top, 2.6 * self.k, row.height - 9 * self.k)
            self.type.fill(page, bar, shades_of(self.colour(row.session).bar))
        texts = [PlacedText(row.hours, self.margin, top, self.hours_width)]
        texts += stacked(row.texts, left, top, self.text_width, 1.5 * self.k)
        if row.room:
            room = left + self.text_width + self.gap
            texts.append(PlacedText(row.room, room, top, self.room_width))
        self.type.write(page, "P", texts)
