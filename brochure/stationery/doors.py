"""Door sheets: what takes place in a room on a day, to be read from the corridor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brochure.geometry import Rect
from brochure.pdfwriter.document import PdfPage
from brochure.programme import Programme, Session
from brochure.programme_days import Day, days_of
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
from brochure.theme import Theme
from brochure.track_hues import shades_of

_A4_WIDTH = PAPERS["A4"][0]
_SIZES = (40, 36, 32, 29, 26, 24, 22, 20, 18, 16, 15, 14, 13, 12, 11)
"""Of titles on A4, in points: the largest at which all of a room's day is on one sheet."""

_NAMES = (64, 56, 48, 42, 36, 30, 26)


class Doors(Sheet):
    """The sheets in the making: `pages`, one for each day and room, more for a long day."""

    def __init__(self, programme: Programme, sheet: PrintedSheet, theme: Theme) -> None:
        super().__init__(programme, theme, PAPERS[sheet.paper])
        self.k = self.size[0] / _A4_WIDTH
        self.margin = 46 * self.k
        self.width = self.size[0] - 2 * self.margin

    def pages(self) -> Iterator[PdfPage]:
        """The pages: by days, and in each by rooms."""
        for day in days_of(self.programme):
            for room in day.rooms:
                yield from self._door(day, room)

    def _door(self, day: Day, room: str) -> Iterator[PdfPage]:
        sessions = [session for session in day.sessions if session.room == room]
        head = self._head(day, room)
        top = self.margin + 13 * self.k + height_of(head, 6 * self.k) + 20 * self.k
        free = self.size[1] - self.margin - top - 14 * self.k
        size = next((size for size in _SIZES if self._fits(sessions, size, free)), _SIZES[-1])
        parts = list(self._parted(sessions, size, free))
        for number, part in enumerate(parts, 1):
            page = self.type.page(self.size)
            self.type.fill(page, Rect(self.margin, self.margin, self.width, 5 * self.k), 1.0)
            placed = stacked(head, self.margin, self.margin + 13 * self.k, self.width, 6 * self.k)
            self.type.write(page, "H1", placed[:1])
            for text in placed[1:]:
                self.type.write(page, "P", [text])
            y = top
            for session in part:
                y += self._session(page, session, size, y)
            if len(parts) > 1 or self.programme.title:
                self.foot(page, number, len(parts), self.margin - 16 * self.k, 8 * self.k)
            yield self.type.close(page)

    def _head(self, day: Day, room: str) -> list[SetText]:
        name = room or self.words["no_room"]
        large = self.type.largest(
            name, TITLE, [size * self.k for size in _NAMES], self.width, 150 * self.k
        )
        return [large, self.type.set(self.day(day.day), STRONG, 20 * self.k, self.width)]

    def _texts(self, session: Session, size: float) -> tuple[SetText, list[SetText]]:
        hours = self.type.set(self.hours(session), STRONG, size * self.k, 0.3 * self.width)
        width = 0.66 * self.width
        texts = [self.type.set(session.title, STRONG, size * self.k, width)]
        small = max(0.66 * size, 10) * self.k
        if details := self.details(session):
            texts.append(self.type.set(details, PLAIN, small, width))
        texts += self.set_access(session, STRONG, small, width)
        return hours, texts

    def _row_height(self, session: Session, size: float) -> float:
        hours, texts = self._texts(session, size)
        return max(hours.height, height_of(texts, 0.12 * size * self.k)) + 0.9 * size * self.k

    def _fits(self, sessions: Sequence[Session], size: float, free: float) -> bool:
        """Whether all stand in the height that is ``free``, no hours and no word of theirs divided."""
        texts = [self._texts(session, size) for session in sessions]
        if not all(hours.keeps_together and not any(m.divided for m in own) for hours, own in texts):
            return False
        return sum(self._row_height(session, size) for session in sessions) <= free

    def _parted(self, sessions: Sequence[Session], size: float, free: float) -> Iterator[list[Session]]:
        part, used = list[Session](), 0.0
        for session in sessions:
            height = self._row_height(session, size)
            if part and used + height > free:
                yield part
                part, used = [], 0.0
            part.append(session)
            used += height
        yield part

    def _session(self, page: PdfPage, session: Session, size: float, y: float) -> float:
        hours, texts = self._texts(session, size)
        pad, left = 0.4 * size * self.k, self.margin + 0.34 * self.width
        height = self._row_height(session, size)
        self.type.fill(page, Rect(self.margin, y, self.width, 0.8 * self.k), 1.0)
        if session.track:
            bar = Rect(left - 10 * self.k, y + pad, 4 * self.k, height - 2 * pad)
            self.type.fill(page, bar, shades_of(self.colour(session).bar))
        placed = [PlacedText(hours, self.margin, y + pad, 0.3 * self.width)]
        placed += stacked(texts, left, y + pad, 0.66 * self.width, 0.12 * size * self.k)
        self.type.write(page, "P", placed)
        return height
