"""From a front matter's tree to the fields of a Page: each is read, and every problem has its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from brochure import language_tags, slugs, web_address
from brochure.design import POSTER_SIZES
from brochure.errors import AddressError, SourceError
from brochure.page import (
    LEAST_PANELS,
    LONGEST,
    MOST_PANELS,
    POSTERS,
    CardChoice,
    Event,
    KeyFigure,
    Panels,
    Picture,
    PosterChoice,
    Quote,
)
from brochure.problems import Fields, Id, Problem, error, note, warning
from brochure.reading import issuer, sharing, site_keys
from brochure.reading.front_matter import FrontMatter, Path, key_of
from brochure.reading.time_zones import find_zone, in_zone
from brochure.reading.values import Values
from brochure.reading.written_dates import NO_DATE, UnreadDateError, read_hours, read_moment
from brochure.text import embargoes, enumerations, figure_charts
from brochure.text.pictures_without_words import NO_WORDS
from brochure.validation import FIRST_YEAR, LAST_YEAR

LONGEST_DATE, LONGEST_ZONE, LONGEST_WORDS = 80, 60, 200
_TEXTS = tuple(key for key in LONGEST if "." not in key and key not in sharing.KEYS)
KEYS = (
    *_TEXTS, "event", "figures", "quotes", "panels", "picture", "published", "updated", "embargo",
    "cards", "programme", "poster", "products", "source", *issuer.KEYS, *sharing.KEYS,
)  # fmt: skip
DRAFT = Id("page-draft")
"""The note on a page that is not to be published yet."""

_FILES = ("image", "src", "file", "path", "url", "feature", "relative")
_ALTS = ("alt", "image_description", "caption", "title")

_WHOLE = "whole"
"""The value of ``source`` with which all that was written is attached to the PDF."""

EVENT_KEYS = ("name", "starts", "ends", "zone", "place", "address")


class PageFields(Values):
    """The fields of one front matter. What is wrong becomes a problem; see `Values`.

    ``renamed`` gives the fields of a Page that front matter calls otherwise. ``lang`` is the language
    that its dates are written in, ``address`` one that the command line gives.
    """

    outer = KEYS

    def __init__(
        self, matter: FrontMatter, where: str, *, lang: str = language_tags.DEFAULT, address: str = ""
    ) -> None:
        super().__init__(_in_our_words(matter), where)
        self.renamed = {"channels": "share", "picture.name": "picture.file"}
        self.lang, self.address = lang, address

    def all(self) -> dict[str, Any]:
        """Every field that front matter gives, ready for `Page`."""
        mine = [key for key in self.matter.tree if key not in site_keys.SITE_ONLY]
        self.tell_unknown(mine, (*KEYS, *sorted(site_keys.SAME)))
        own = (key for key in _TEXTS if key not in {"lang", "lead", "licence", "slug", "url"})
        fields: dict[str, Any] = {key: self.text((key,), LONGEST[key]) for key in own}
        fields["lang"] = self._first("lang", site_keys.LANG).replace("_", "-")
        fields["lead"] = self._first("lead", site_keys.LEAD)
        fields["licence"] = self._first("licence", site_keys.LICENCE)
        fields["typography"] = fields["typography"].lower() or "safe"
        fields["links"] = fields["links"].lower() or "notes"
        fields["size"] = fields["size"].lower() or "a4"
        fields["motif"], fields["accent"] = fields["motif"].lower(), fields["accent"].lower()
        self._tell_draft()
        return self._with_subtitle(fields) | {
            "slug": self._slug(),
            "url": self._url(),
            "event": self._event(),
            "figures": self._figures(),
            "quotes": self._quotes(),
            "panels": self._panels(),
            "picture": self._picture(),
            "cards": self._cards() or CardChoice(),
            "poster": self._poster() or PosterChoice(),
            "products": tuple(str(name).strip().lower() for name in self.entries("products")),
            **sharing.sharing_fields(self),
            "published": self._day("published", site_keys.PUBLISHED),
            "updated": self._day("updated", site_keys.UPDATED),
            "embargo": self._embargo(),
        }

    def _first(self, field: str, keys: Sequence[str]) -> str:
        """The text of the first of ``keys`` that has one; "" where none has."""
        for key in keys:
            if key != field and not isinstance(self.get((key,)), str):
                continue  # what a site generator has there is its own affair
            if text := self.text((key,), LONGEST[field]):
                self.renamed[field] = key
                return text
        return ""

    def _with_subtitle(self, fields: dict[str, Any]) -> dict[str, Any]:
        """``fields`` with a subtitle as the lead, or above the title where there is a lead already."""
        subtitle = self._first("lead", ("subtitle",))
        field = "kicker" if fields["lead"] else "lead"
        if not subtitle or subtitle in (fields["lead"], fields["kicker"], fields["title"]):
            return fields
        if fields[field] or len(subtitle) > LONGEST[field]:
            self.add(warning("subtitle-unseen"), ("subtitle",))
            return fields
        return fields | {field: subtitle}

    def _tell_draft(self) -> None:
        """A note where front matter says that the page is not to be published."""
        signs = {"draft": "true", "isDraft": "true", "published": "false", "publish": "false",
                 "status": "draft"}  # fmt: skip
        for key, value in signs.items():
            if str(self.get((key,))).lower() == value:
                self.add(note(DRAFT), (key,))
                return

    def attaches_whole(self) -> bool:
        """Whether the PDF is to hold the page as it was written, with comments and keys of others."""
        given = self.text(("source",), LONGEST["url"])
        if given and given != _WHOLE:  # generators and exports have addresses there
            self.add(warning("choice-unknown", given=given, known=[_WHOLE]), ("source",))
        return given == _WHOLE

    def _slug(self) -> str:
        """The slug; of what is none, such as a path of a site, one is made, and told."""
        given = self.text(("slug",), LONGEST["slug"])
        if not given or ".." in given:
            return given
        made = slugs.slug_of(given.strip("/"))
        if made != given:
            self.add(note("slug-made", given=given, slug=made), ("slug",))
        return made

    def _url(self) -> str:
        """The page's address: a whole one, wherever it is written; "" where there are only paths."""
        url, path = self.text(("url",), LONGEST["url"]), ""
        if _is_path(url):
            url, path = "", "url"
        for key in site_keys.WHOLE_ADDRESS:
            other = self.get((key,))
            if url or not isinstance(other, str):
                continue
            if re.match(r"https?://", other.strip(), re.IGNORECASE):
                url = self.text((key,), LONGEST["url"])
                self.renamed["url"] = key
            elif "/" in other:
                path = path or key
        if path and not url and not self.address:
            self.add(warning("address-path", path=str(self.get((path,)))), (path,))
        if url and not self.address and is_insecure(url):
            self.add(warning("address-http", address=url), (self.renamed.get("url", "url"),))
        return url

    def site_picture(self) -> tuple[str, str, Path]:
        """The photograph that a site generator is told of, what it shows, as far as that is written.

        With the path of its key; the name is "" where there is none.
        """
        for key in site_keys.PICTURES:
            value = self.get((key,))
            value = value[0] if isinstance(value, list) and value else value
            table = value if isinstance(value, dict) else {}
            named = value if isinstance(value, str) else _text_of(table, _FILES)
            said = _text_of(table, _ALTS) or _text_of(
                self.matter.tree, tuple(f"{key}{end}" for end in ("Alt", "_alt", "-alt"))
            )
            if key == "heroImage":
                said = said or _text_of(self.matter.tree, ("heroAlt",))
            if named:
                return named, said, (key,)
        return "", "", ()

    def _texts(self, path: Path, **keys: str) -> dict[str, str]:
        """The texts below ``path``: each by the name of its field, for which its ``key`` is given."""
        return {
            field: self.text((*path, key), LONGEST[f"{path[0]}.{key}"]) for field, key in keys.items()
        }

    def _figures(self) -> tuple[KeyFigure, ...]:
        made = []
        for i in self.tables("figures", ("value", "label", "before", "parts")):
            figure = self.make(KeyFigure, self._figure(("figures", i)), f"figures[{i}]")
            if figure and (more := figure_charts.parts_more(figure, self.lang)):
                path = ("figures", i, "parts")
                self.add(warning("figure-parts-more", value=figure.value, total=more), path)
            made.append(figure)
        return tuple(figure for figure in made if figure)

    def _figure(self, path: Path) -> dict[str, Any]:
        """The fields of the key figure at ``path``."""
        keys = ("value", "label", "before")
        fields: dict[str, Any] = {
            key: self.text((*path, key), LONGEST[f"figures.{key}"]) for key in keys
        }
        return fields | {"parts": self._parts((*path, "parts"))}

    def _parts(self, path: Path) -> tuple[KeyFigure, ...]:
        """What a key figure is made of: the list of tables at ``path``."""
        made = []
        for i in self.tables_at(path, ("value", "label")):
            keys = ("value", "label")
            texts = {key: self.text((*path, i, key), LONGEST[f"figures.parts.{key}"]) for key in keys}
            made.append(self.make(KeyFigure, texts, key_of((*path, i))))
        return tuple(part for part in made if part)

    def _quotes(self) -> tuple[Quote, ...]:
        made = (
            self.make(Quote, self._texts(("quotes", i), text="text", by="by"), f"quotes[{i}]")
            for i in self.tables("quotes", ("text", "by"))
        )
        return tuple(quote for quote in made if quote)

    def _panels(self) -> Panels | None:
        value = self.table("panels", error("panels-keys"), ("title", "items", "after"))
        if value is None:
            return None
        fields: dict[str, Any] = self._texts(("panels",), title="title")
        if "after" in value:
            fields["items"] = self._announced("items" in value)
        else:
            items = value.get("items")
            fields["items"] = tuple(
                self.text(("panels", "items", i), LONGEST["panels.items"])
                for i in range(len(items) if isinstance(items, list) else 0)
            )
        return self.make(Panels, fields, "panels", {"items": "after"} if "after" in value else {})

    def _announced(self, both: bool) -> tuple[str, ...]:
        """The items of the sentence or the list in the body that the words of ``after`` announce."""
        path = ("panels", "after")
        if both:
            self.add(error("panels-both"), path)
            return ()
        words = self.needed(path, LONGEST_WORDS, "three priorities were set")
        items = enumerations.after(words, self.matter.body) if words else ()
        most = LONGEST["panels.items"]
        if items is None:
            self.add(error("panels-words", words=words), path)
        elif words and not LEAST_PANELS <= len(items) <= MOST_PANELS:
            self.add(error("panels-count", count=len(items), words=words), path)
        for item in items or ():
            if len(item) > most:
                self.add(error("panels-long", item=f"{item[:40]}…", count=len(item), most=most), path)
        return items or ()

    def _picture(self) -> Picture | None:
        value = self.table("picture", error("picture-keys"), ("file", "alt", "focus"))
        if value is None:
            return None
        fields: dict[str, Any] = self._texts(("picture",), name="file", alt="alt")
        if fields["alt"] == NO_WORDS:
            self.add(warning("picture-words", source=fields["name"]), ("picture", "alt"))
            return None
        if value.get("focus") is not None:
            fields["focus"] = _numbers(value["focus"])
        return self.make(Picture, fields, "picture", {"name": "file"})

    def picture_name(self) -> str:
        """The file that the page names as its photograph, even if the rest of ``picture`` is wrong.

        "" for one that still waits for its words.
        """
        value = self.get(("picture",))
        named = value.get("file") if isinstance(value, dict) and value.get("alt") != NO_WORDS else None
        return named.strip() if isinstance(named, str) else ""

    def _cards(self) -> CardChoice | None:
        if self.table("cards", error("cards-keys"), ("template", "code")) is None:
            return None
        fields: dict[str, Any] = self._texts(("cards",), template="template")
        code = self.text(("cards", "code"), LONGEST_DATE)
        if code.lower() not in {"", "true", "false"}:
            self.add(error("flag-form", given=code), ("cards", "code"))
        return self.make(CardChoice, fields | {"code": code.lower() == "true"}, "cards")

    def _poster(self) -> PosterChoice | None:
        """``poster: code`` and ``poster: a2`` in a word, or a table of both."""
        value = self.get(("poster",))
        if isinstance(value, str):
            word = value.strip().lower()
            if word not in (known := (*POSTER_SIZES, *POSTERS)):
                self.add(error("choice-unknown", given=value, known=known), ("poster",))
                return None
            return PosterChoice().asked(word)
        if self.table("poster", error("poster-keys"), ("size", "form")) is None:
            return None
        given = {key: self.text(("poster", key), LONGEST_DATE).lower() for key in ("size", "form")}
        return self.make(PosterChoice, {key: word for key, word in given.items() if word}, "poster")

    def _event(self) -> Event | None:
        if self.table("event", error("event-keys", keys=EVENT_KEYS), EVENT_KEYS) is None:
            return None
        fields: dict[str, Any] = self._texts(("event",), name="name", place="place", address="address")
        zone = self._zone()
        first = self.needed(("event", "starts"), LONGEST_DATE, "2016-12-07")
        starts = self._moment(first, ("event", "starts"), zone)
        last = self.text(("event", "ends"), LONGEST_DATE)
        if isinstance(starts, datetime) and (hours := read_hours(last)):
            day = starts.date() + timedelta(days=hours == time(0))  # midnight ends the day
            last = datetime.combine(day, hours, None if zone else starts.tzinfo).isoformat()
        ends = self._moment(last, ("event", "ends"), zone) or starts
        if starts is None:
            return None
        if zone and not isinstance(starts, datetime):
            self.add(error("zone-of-days"), ("event", "zone"))
        return self.make(Event, fields | {"starts": starts, "ends": ends}, "event")

    def _zone(self) -> ZoneInfo | None:
        name = self.text(("event", "zone"), LONGEST_ZONE)
        zone = find_zone(name) if name else None
        if name and zone is None:
            self.add(error("zone-unknown", zone=name), ("event", "zone"))
            return find_zone("UTC")  # so that nothing is said of hours without a zone
        return zone

    def _read(self, text: str, path: Path, form: Id) -> date | datetime | None:
        """The moment that ``text`` says; None for "" and, with a problem, where nobody can be sure."""
        try:
            return read_moment(text, self.lang) if text else None
        except UnreadDateError as caught:
            id_ = form if caught.id == NO_DATE else caught.id
            self.add(Problem(id_, Fields({"given": text, **caught.fields})), path)
            return None

    def _moment(self, text: str, path: Path, zone: ZoneInfo | None) -> date | datetime | None:
        """The moment that ``text`` says, in the hours of ``zone``; None for "" and with a problem."""
        moment = self._read(text, path, Id("moment-form"))
        if not zone or not isinstance(moment, datetime) or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            return moment
        try:
            return in_zone(moment, zone)
        except SourceError as caught:
            self.add(caught.problems[0], path)
            return None

    def _embargo(self) -> date | datetime | None:
        text = self.text(("embargo",), LONGEST_DATE)
        try:
            return embargoes.read_embargo(text) if text else None
        except ValueError:
            moment = self._read(text, ("embargo",), Id("embargo-form"))
        if isinstance(moment, datetime) and moment.tzinfo is None:
            self.add(error("embargo-form", given=text), ("embargo",))
            return None
        return moment

    def _day(self, field: str, keys: Sequence[str]) -> date | None:
        """The day that the first of ``keys`` says; what a generator fills in says none."""
        for key in keys:
            path: Path = (key,)
            value = self.get(path)
            if isinstance(value, dict):  # MkDocs and Docusaurus: date: {created: …, updated: …}
                path = next(((key, k) for k in ("date", "created") if k in value), path)
            elif field == "updated" and key == "updated" and value is None:
                dated = self.get(("date",))
                path = ("date", key) if isinstance(dated, dict) and key in dated else path
            value = self.get(path)
            if isinstance(value, dict) or str(value).strip().lower() in _NO_DAY:
                continue
            if text := self.text(path, LONGEST_DATE):
                self.renamed[field] = key_of(path)
                moment = self._read(text, path, Id("day-form"))
                return moment.date() if isinstance(moment, datetime) else moment
        return None


_NO_DAY = site_keys.NO_DAYS | {"true", "false", "none", ""}


def _in_our_words(matter: FrontMatter) -> FrontMatter:
    """``matter`` with "Title" as "title", and without switches where we have lists: "share: true"."""
    known = {key.lower(): key for key in (*KEYS, *site_keys.SAME)}
    tree: dict[str, Any] = {}
    lines = dict(matter.lines)
    for key, value in matter.tree.items():
        own = known.get(key.lower(), key)
        if key in known.values() or own in matter.tree or own in tree:
            own = key
        if own != key and (key,) in lines:
            lines[own,] = lines[key,]
        if not (own in {"share", "cards"} and str(value).lower() in {"true", "false"}):
            tree[own] = value
    return replace(matter, tree=tree, lines=lines)


def _is_path(text: str) -> bool:
    """Whether ``text`` is an address without its site, as generators write it: "/2026/fete/"."""
    return (
        bool(text) and bool(re.match(r"[./]|\{|[^.:/?#@]+(?:/|$)", text)) and not text.startswith("//")
    )


def is_insecure(url: str) -> bool:
    """Whether ``url`` is an address that may be used and starts with http://."""
    try:
        return not web_address.parse_url(url).secure
    except AddressError:
        return False


def _text_of(table: Mapping[str, Any], keys: Sequence[str]) -> str:
    """The first of the texts that ``table`` has at ``keys``; "" where there is none."""
    found = (table.get(key) for key in keys)
    return next((text.strip() for text in found if isinstance(text, str) and text.strip()), "")


def _numbers(value: Any) -> tuple[float, ...]:
    """The numbers that a list of texts says; none where one is no number."""
    try:
        return tuple(float(number) for number in value)
    except (TypeError, ValueError):
        return ()
