"""Page: what a page says. One frozen dataclass and its parts; no file, no look, no language rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from brochure import language_tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What takes place, when and where.

    ``starts`` and ``ends`` are both dates (whole days, the last one included) or both datetimes
    with a UTC offset, or of a zone with a name.
    """

    starts: date | datetime
    ends: date | datetime
    name: str = ""
    place: str = ""
    address: str = ""

    @property
    def first_day(self) -> date:
        """The day of ``starts`` in the event's own time zone."""
        return self.starts.date() if isinstance(self.starts, datetime) else self.starts

    @property
    def last_day(self) -> date:
        """The day of ``ends`` in the event's own time zone."""
        return self.ends.date() if isinstance(self.ends, datetime) else self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """A number worth a large numeral: ``value`` "plus de 4 000", ``label`` "participants"."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words somebody said; ``by`` may be empty."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """An enumeration of the text, to be set as numbered panels: two to six ``items``."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The photograph of a page: its name in ``images``, and what it shows.

    ``focus`` is the point that every crop keeps: shares of its width and height, from the top left.
    """

    name: str
    alt: str
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChoice:
    """What a page asks of its cards: a ``template`` (a name or a file), and its ``code`` on them."""

    template: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in another language: its BCP 47 tag, its title and where it is published."""

    lang: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, as read. Texts are as the author wrote them; setting them is a renderer's work.

    ``body`` is Markdown without raw HTML. ``lang`` is a BCP 47 tag. ``url`` is the address the
    page is published at, already passed through the address policy, or empty. ``kit_url`` is the
    address (ending in "/") under which the kit's own files will be published; metadata points
    there. ``campaign`` is what the addresses in printed codes say, and nothing else does.
    ``channels`` are the keys of the ways to share it, in their order; none are the usual ones.
    ``accounts`` are the publisher's own on networks, by their keys. Nothing of it may be published
    before ``embargo``. ``alternates`` are its other languages.
    ``hashtags`` stand without their sign, ``captions`` are the author's own by the network's key.
    ``theme`` names the theme it asks for (a shipped one or a file), or is empty; whoever wants
    the kit loads it. ``source`` is the whole page as Markdown with front matter, attached to the
    PDF. ``images`` maps the names used in ``body`` and by ``picture`` to the bytes of PNG, JPEG or WebP
    files.
    """

    slug: str
    lang: str
    title: str
    body: str
    kicker: str = ""
    lead: str = ""
    note: str = ""
    url: str = ""
    kit_url: str = ""
    campaign: str = ""
    channels: tuple[str, ...] = ()
    accounts: Mapping[str, str] = field(default_factory=dict)
    hashtags: tuple[str, ...] = ()
    captions: Mapping[str, str] = field(default_factory=dict)
    alternates: tuple[Alternate, ...] = ()
    site_name: str = ""
    event: Event | None = None
    figures: tuple[KeyFigure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    panels: Panels | None = None
    picture: Picture | None = None
    published: date | None = None
    updated: date | None = None
    embargo: date | datetime | None = None
    credits: str = ""
    licence: str = ""
    theme: str = ""
    cards: CardChoice = CardChoice()
    source: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The primary language subtag, in small letters: "fr" of "fr-CA"."""
        return language_tags.primary(self.lang)

    @property
    def direction(self) -> str:
        """``rtl`` for languages written from right to left, else ``ltr``."""
        return "rtl" if language_tags.is_rtl(self.lang) else "ltr"
