"""The programme printed: its agenda by days, its grid of rooms and hours, a sheet for each door.

They are made of the whole programme, where labels and badges are made of each session. What they share
stands here: their paper, the texts of a session, the head and the foot of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brochure.pdfwriter.document import PdfPage
from brochure.programme import Programme, Session
from brochure.programme_days import tracks_of
from brochure.stationery.access_signs import signs_of
from brochure.stationery.typesetting import PLAIN, PlacedText, SetText, Typesetter
from brochure.text import dates, labels, times
from brochure.text.lines import TextStyle
from brochure.theme import Theme
from brochure.track_hues import NONE, TrackColour, track_colours

MM = 72 / 25.4
PAPERS: Mapping[str, tuple[float, float]] = {
    "A4": (210 * MM, 297 * MM), "A3": (297 * MM, 420 * MM), "letter": (612.0, 792.0),
    "tabloid": (792.0, 1224.0),
}  # fmt: skip
"""Width and height in points, upright (ISO 216; ANSI/ASME Y14.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSheet:
    """A sheet of the whole programme: ``agenda``, ``grid`` or ``rooms``, on a ``paper`` of PAPERS.

    ``web`` is its page, schedule and calendars, which `share.programme_page` makes.
    """

    name: str
    paper: str = "A4"
    template: str = ""
    """None: they are laid out by what they hold."""


PRINTED_NAMES = ("agenda", "grid", "rooms")
WHOLE_NAMES = (*PRINTED_NAMES, "web")


class Sheet:
    """What the writers of all three have: the programme, its colours, a typesetter, its pages."""

    def __init__(self, programme: Programme, theme: Theme, size: tuple[float, float]) -> None:
        self.programme = programme
        self.lang = programme.lang
        self.size = size
        self.type = Typesetter(theme, programme.lang)
        self.colours = track_colours(tracks_of(programme), theme)
        self.words: Mapping[str, str] = labels.in_language(programme.lang)["printed"]

    def pages(self) -> Iterator[PdfPage]:
        """The pages, in order."""
        raise NotImplementedError

    def colour(self, session: Session) -> TrackColour:
        """The colour of its track."""
        return self.colours.get(session.track, NONE)

    def day(self, day: date) -> str:
        """The day as a heading: "Samedi 19 septembre 2026"."""
        text = dates.with_weekday(day, self.lang)
        return text[:1].upper() + text[1:]

    def hours(self, session: Session) -> str:
        """The hours, or the days of what has none; a line may end before the day of a night's end."""
        hours = times.hours(session, self.lang).replace("\u00a0(", " (")
        return hours or times.short_day(session, self.lang)

    def details(self, session: Session, *, room: bool = False) -> str:
        """Room, speakers, track and language in one line."""
        parts = (session.room if room else "", session.speakers, session.track, session.language)
        return "\u00a0· ".join(part for part in parts if part)

    def access(self, session: Session) -> str:
        """What is said of its accessibility, with what it is about."""
        return self.words["access"].format(what=session.access) if session.access else ""

    def set_access(
        self, session: Session, style: TextStyle, size: float, width: float
    ) -> tuple[SetText, ...]:
        """The same in lines, with the signs for it; nothing where nothing is said."""
        if text := self.access(session):
            return (self.type.set(text, style, size, width, signs_of(session.access)),)
        return ()

    def foot(self, page: PdfPage, number: int, of: int, margin: float, size: float) -> None:
        """The title and the number of a page, at its foot."""
        width = page.size[0] - 2 * margin
        y = page.size[1] - margin - 1.2 * size
        number_of = self.words["page"].format(number=number, of=of)
        texts = [PlacedText(self.type.set(number_of, PLAIN, size, width), margin, y, width, "end")]
        if self.programme.title:
            title = self.type.set(self.programme.title, PLAIN, size, 10 * width)
            if title.lines and len(title.lines) == 1:
                texts.append(PlacedText(title, margin, y, 0.8 * width))
        self.type.note(page, texts)


def starting(texts: Sequence[str]) -> str:
    """Those of ``texts`` that say something, parted as titles are."""
    return " – ".join(text for text in texts if text)
