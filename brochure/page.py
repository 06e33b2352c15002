"""Page: what a page says. One frozen dataclass and its parts; no file, no look, no language rules.

    page = Page(slug="sommet", lang="fr", title="Un sommet", body="Du texte.", url="https://exemple.org/")

Each part checks itself when it is made: a wrong value raises SourceError with a problem for each field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from brochure import language_tags, validation, web_address
from brochure.brand import NO_BRAND, Brand
from brochure.design import PAPER_SIZES, POSTER_SIZES
from brochure.problems import Place, Problem, error
from brochure.programme import Programme
from brochure.validation import check_kind, check_text, refuse

LONGEST = {
    "title": 300, "slug": 100, "lang": 20, "kicker": 120, "lead": 600, "note": 500, "url": 2000,
    "kit_url": 2000, "site_name": 80, "credits": 500, "licence": 200, "theme": 200,
    "event.name": 200, "event.place": 200, "event.address": 200,
    "figures.value": 28, "figures.label": 120, "figures.before": 28,
    "figures.parts.value": 28, "figures.parts.label": 60, "quotes.text": 600, "quotes.by": 160,
    "panels.title": 120, "panels.items": 160,
    "picture.file": 200, "picture.alt": 300, "cards.template": 200, "captions": 5000,
    "hashtags": 60, "typography": 10, "links": 10, "size": 10, "motif": 20, "accent": 40,
}  # fmt: skip
"""The most characters of each text of a page that is read: what can be set at a size worth reading.

The parts below do not count them: setting a text in its language makes it longer (spaces inside
quotation marks, the line of an embargo before the kicker), and that is a `Page` again.
"""

TYPOGRAPHY = ("off", "safe", "full")
"""How much typography may do: nothing, quotes and spaces, or what an editor would besides."""

LINKS = ("notes", "inline", "none")
"""What print shows of where links lead: notes with the addresses, these in brackets, or nothing."""

MOST_FIGURES, MOST_QUOTES, LEAST_PANELS, MOST_PANELS = 12, 4, 2, 6
LEAST_PARTS, MOST_PARTS = 2, 6
"""How many parts a key figure may be made of."""

MOTIFS = ("hemicycle", "waves", "map", "calendar", "bars", "rings", "grid", "none")
"""What a page's ``motif`` may be, see `brochure.motif`."""

POSTERS = ("image", "code")
"""What takes most of a poster: the picture or the motif, or a code that is read from two metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What takes place, when and where.

    ``starts`` and ``ends`` are both dates (whole days, the last one included) or both datetimes
    with a UTC offset, or of a zone with a name. Raises SourceError for others, for an end before the
    start, and for years outside 1900 to 2199.
    """

    starts: date | datetime
    ends: date | datetime
    name: str = ""
    place: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        texts = {"name": self.name, "place": self.place, "address": self.address}
        refuse(validation.check_span(self.starts, self.ends), validation.check_texts(texts))

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
    """A number worth a large numeral: ``value`` "plus de 4 000", ``label`` "participants".

    ``before`` is what it was earlier, ``parts`` are what it is made of: two to six figures without any.
    """

    value: str
    label: str
    before: str = ""
    parts: tuple[KeyFigure, ...] = ()

    def __post_init__(self) -> None:
        refuse(
            check_text(self.value, "value", example="4 000"),
            check_text(self.label, "label", example="participants"),
            check_text(self.before, "before"),
            validation.check_entries(self.parts, "parts", most=MOST_PARTS, kind=KeyFigure),
            self._check_parts(),
        )

    def _check_parts(self) -> Iterator[Problem]:
        if self.parts and len(self.parts) < LEAST_PARTS:
            yield error("parts-one", at=Place(key="parts"))
        if self.parts and self.before:
            yield error("parts-before", at=Place(key="before"))
        for i, part in enumerate(self.parts):
            if isinstance(part, KeyFigure) and (part.parts or part.before):
                yield error("parts-within", at=Place(key=f"parts[{i}]"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words somebody said; ``by`` may be empty."""

    text: str
    by: str = ""

    def __post_init__(self) -> None:
        refuse(check_text(self.text, "text", example="what was said"), check_text(self.by, "by"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """An enumeration of the text, to be set as numbered panels: two to six ``items``."""

    title: str
    items: tuple[str, ...]

    def __post_init__(self) -> None:
        refuse(check_text(self.title, "title", example="Three priorities"), self._check_items())

    def _check_items(self) -> Iterator[Problem]:
        if not isinstance(self.items, tuple | list) or not (
            LEAST_PANELS <= len(self.items) <= MOST_PANELS
        ):
            yield error("panels-items", at=Place(key="items"))
            return
        for i, item in enumerate(self.items):
            yield from check_text(item, f"items[{i}]", example="a few words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The photograph of a page: its name in ``images``, and what it shows.

    ``focus`` is the point that every crop keeps: shares of its width and height, from the top left.
    """

    name: str
    alt: str
    focus: tuple[float, float] = (0.5, 0.5)

    def __post_init__(self) -> None:
        refuse(
            check_text(self.name, "name", example="photo.jpg"),
            check_text(self.alt, "alt", example="what the photograph shows"),
            () if _is_point(self.focus) else [error("focus-range", at=Place(key="focus"))],
        )


def _is_point(value: object) -> bool:
    """Whether ``value`` is two shares from 0 to 1; a NaN is not."""
    return (
        isinstance(value, tuple | list)
        and len(value) == 2
        and all(isinstance(share, int | float) and 0 <= share <= 1 for share in value)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChoice:
    """What a page asks of its cards: a ``template`` (a name or a file), and its ``code`` on them."""

    template: str = ""
    code: bool = False

    def __post_init__(self) -> None:
        refuse(check_text(self.template, "template"), check_kind(self.code, "code", bool))


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterChoice:
    """What a page asks of its poster: its ``size`` (`design.POSTER_SIZES`) and ``form`` (POSTERS)."""

    size: str = "a3"
    form: str = "image"

    def __post_init__(self) -> None:
        refuse(self._check_choices())

    def asked(self, word: str) -> PosterChoice:
        """The choice with the size, or else the form, that one ``word`` asks for."""
        return replace(self, **{"size" if word in POSTER_SIZES else "form": word})

    def _check_choices(self) -> Iterator[Problem]:
        for key, known in (("size", tuple(POSTER_SIZES)), ("form", POSTERS)):
            if (given := getattr(self, key)) not in known:
                yield error("choice-unknown", at=Place(key=key), given=str(given), known=known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in another language: its BCP 47 tag, its title and where it is published."""

    lang: str
    title: str
    url: str

    def __post_init__(self) -> None:
        refuse(
            validation.check_lang(self.lang),
            check_text(self.title, "title"),
            validation.check_url(self.url),
        )
        object.__setattr__(self, "url", web_address.parse_url(self.url).url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, as read. Texts are as the author wrote them; setting them is a renderer's work.

    ``body`` is Markdown without raw HTML. ``lang`` is a BCP 47 tag. ``url`` is the address the
    page is published at, in the form that `web_address.parse_url` gives it, or empty. ``kit_url`` is
    the address (ending in "/") under which the kit's own files will be published; metadata points
    there. ``campaign`` is what the addresses in printed codes say, and nothing else does.
    ``channels`` are the keys of the ways to share it, in their order; none are the usual ones.
    ``accounts`` are the publisher's own on networks, by their keys. Nothing of it may be published
    before ``embargo``. ``alternates`` are its other languages.
    ``hashtags`` stand without their sign, ``captions`` are the author's own by the network's key.
    ``products`` are the parts of a kit that are made of it; none are all that can be.
    ``issuer`` is who publishes it, with its logo and its partners.
    ``theme`` names the theme it asks for (a shipped one or a file), or is empty; whoever wants
    the kit loads it. ``source`` is the whole page as Markdown with front matter, attached to the
    PDF. ``typography`` is one of TYPOGRAPHY, ``links`` one of LINKS, ``size`` that of its paper, one of
    `brochure.design.PAPER_SIZES`. ``motif`` is one of MOTIFS
    and ``accent`` the name of one of the theme's, or "" for what suits the page. ``images`` maps the
    names used in ``body`` and by ``picture`` to the bytes of PNG, JPEG or WebP files. ``programme`` has
    the sessions of the files that it names, which ``body`` shows as well. ``warnings`` are what
    reading has to say of it, notes among them; no product shows them. Where it is ``plain``, the
    texts beside ``body`` are no Markdown, and every sign of theirs is printed.

    Raises SourceError with a problem for each wrong field; ``problem.place.key`` names it:
    "channels[1]", "picture.name". Which networks there are, and what they take, is known to
    `brochure.networks.checks`; `read` and `build` ask it. Which products there are, `build` knows.
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
    typography: str = "safe"
    links: str = "notes"
    size: str = "a4"
    motif: str = ""
    accent: str = ""
    cards: CardChoice = CardChoice()
    issuer: Brand = NO_BRAND
    poster: PosterChoice = PosterChoice()
    products: tuple[str, ...] = ()
    source: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    programme: Programme | None = None
    warnings: tuple[Problem, ...] = field(default=(), compare=False)
    plain: bool = False

    def __post_init__(self) -> None:
        refuse(self._check_texts(), self._check_parts(), self._check_sharing())
        if self.url:
            object.__setattr__(self, "url", web_address.parse_url(self.url).url)
        if self.kit_url:
            object.__setattr__(self, "kit_url", web_address.parse_url(self.kit_url).url)

    def _check_texts(self) -> Iterator[Problem]:
        yield from validation.check_slug(self.slug)
        yield from validation.check_lang(self.lang)
        yield from check_text(self.title, "title", example="Un sommet ouvert à tous")
        yield from validation.check_texts({
            "kicker": self.kicker, "lead": self.lead, "note": self.note, "site_name": self.site_name,
            "credits": self.credits, "licence": self.licence, "theme": self.theme,
            "campaign": self.campaign, "accent": self.accent,
        })  # fmt: skip
        choices = (
            ("typography", TYPOGRAPHY), ("links", LINKS), ("size", tuple(PAPER_SIZES)),
            ("motif", MOTIFS),
        )  # fmt: skip
        for key, known in choices:
            given = getattr(self, key)
            if given not in known and (given != "" or key != "motif"):
                yield error("choice-unknown", at=Place(key=key), given=str(given), known=known)
        yield from check_kind(self.body, "body", str)
        yield from validation.check_day(self.published, "published")
        yield from validation.check_day(self.updated, "updated")
        if self.embargo is not None:
            yield from validation.check_moment(self.embargo, "embargo")

    def _check_parts(self) -> Iterator[Problem]:
        yield from validation.check_entries(self.figures, "figures", most=MOST_FIGURES, kind=KeyFigure)
        yield from validation.check_entries(self.quotes, "quotes", most=MOST_QUOTES, kind=Quote)
        for key, kind in (("event", Event), ("panels", Panels), ("picture", Picture)):
            if getattr(self, key) is not None:
                yield from check_kind(getattr(self, key), key, kind)
        yield from check_kind(self.cards, "cards", CardChoice)
        yield from check_kind(self.issuer, "issuer", Brand)
        yield from check_kind(self.poster, "poster", PosterChoice)
        if isinstance(self.picture, Picture) and self.picture.name not in self.images:
            yield error("picture-image", at=Place(key="picture.name"), name=self.picture.name)

    def _check_sharing(self) -> Iterator[Problem]:
        if self.url:
            yield from validation.check_url(self.url)
        if self.kit_url:
            yield from validation.check_folder_url(self.kit_url, "kit_url")
        yield from validation.check_keys(self.channels, "channels")
        yield from validation.check_keys(self.products, "products")
        yield from validation.check_hashtags(self.hashtags)
        yield from self._check_languages()
        yield from self._check_networks()

    def _check_networks(self) -> Iterator[Problem]:
        for key, account in self.accounts.items():
            yield from check_text(account, f"accounts.{key}", example="gouvernementFR")
        for key, text in self.captions.items():
            yield from check_text(
                text, f"captions.{key}", example="the text to post",
                control=validation.CONTROL_BUT_LINES,
            )  # fmt: skip

    def _check_languages(self) -> Iterator[Problem]:
        """Each language of a page once: a reader who chooses one must know where it leads."""
        if not self.alternates:
            return
        yield from validation.check_entries(self.alternates, "alternates", kind=Alternate)
        langs = [self.lang, *(a.lang for a in self.alternates if isinstance(a, Alternate))]
        for i, lang in enumerate(langs[1:]):
            if lang in langs[: i + 1]:
                yield error("lang-twice", at=Place(key=f"alternates[{i}].lang"), lang=lang)

    @property
    def language(self) -> str:
        """The primary language subtag, in small letters: "fr" of "fr-CA"."""
        return language_tags.primary(self.lang)

    @property
    def direction(self) -> str:
        """``rtl`` for languages written from right to left, else ``ltr``."""
        return "rtl" if language_tags.is_rtl(self.lang) else "ltr"
