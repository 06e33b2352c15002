"""From a front matter's tree to the fields of a Page: each is read, and every problem has its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from brochure.errors import SourceError
from brochure.page import (
    LEAST_PANELS,
    LONGEST,
    MOST_PANELS,
    CardChoice,
    Event,
    KeyFigure,
    Panels,
    Picture,
    Quote,
)
from brochure.problems import error
from brochure.reading import sharing
from brochure.reading.front_matter import FrontMatter, Path
from brochure.reading.time_zones import find_zone, in_zone
from brochure.reading.values import SITE_KEYS, SITE_ONLY, Values
from brochure.text import embargoes, enumerations
from brochure.validation import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LONGEST_DATE, LONGEST_ZONE, LONGEST_WORDS = 40, 60, 200
_TEXTS = tuple(key for key in LONGEST if "." not in key and key not in sharing.KEYS)
KEYS = (
    *_TEXTS, "event", "figures", "quotes", "panels", "picture", "published", "updated", "embargo",
    "cards", *sharing.KEYS,
)  # fmt: skip
EVENT_KEYS = ("name", "starts", "ends", "zone", "place", "address")


class PageFields(Values):
    """The fields of one front matter. What is wrong becomes a problem; see `Values`.

    ``renamed`` gives the fields of a Page that front matter calls otherwise.
    """

    def __init__(self, matter: FrontMatter, where: str) -> None:
        super().__init__(matter, where)
        self.renamed = {"channels": "share", "picture.name": "picture.file"}

    def all(self) -> dict[str, Any]:
        """Every field that front matter gives, ready for `Page`."""
        self.refuse_unknown(
            [key for key in self.matter.tree if key not in SITE_KEYS and key not in SITE_ONLY], KEYS
        )
        fields: dict[str, Any] = {key: self.text((key,), LONGEST[key]) for key in _TEXTS}
        fields["lead"] = fields["lead"] or self._of_site("lead", LONGEST["lead"])[1]
        fields["lang"] = fields["lang"].replace("_", "-")
        fields["typography"] = fields["typography"].lower() or "safe"
        fields["links"] = fields["links"].lower() or "notes"
        return fields | {
            "event": self._event(),
            "figures": self._figures(),
            "quotes": self._quotes(),
            "panels": self._panels(),
            "picture": self._picture(),
            "cards": self._cards() or CardChoice(),
            **sharing.sharing_fields(self),
            "published": self._day("published"),
            "updated": self._day("updated"),
            "embargo": self._embargo(),
        }

    def _of_site(self, ours: str, most: int) -> tuple[str, str]:
        """The key of a site generator that says the same as ``ours``, and its text."""
        for key in (key for key, own in SITE_KEYS.items() if own == ours):
            if text := self.text((key,), most):
                return key, text
        return ours, ""

    def _texts(self, path: Path, **keys: str) -> dict[str, str]:
        """The texts below ``path``: each by the name of its field, for which its ``key`` is given."""
        return {
            field: self.text((*path, key), LONGEST[f"{path[0]}.{key}"]) for field, key in keys.items()
        }

    def _figures(self) -> tuple[KeyFigure, ...]:
        made = (
            self.make(
                KeyFigure, self._texts(("figures", i), value="value", label="label"), f"figures[{i}]"
            )
            for i in self.tables("figures", ("value", "label"))
        )
        return tuple(figure for figure in made if figure)

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
        if value.get("focus") is not None:
            fields["focus"] = _numbers(value["focus"])
        return self.make(Picture, fields, "picture", {"name": "file"})

    def picture_name(self) -> str:
        """The file that the page names as its photograph, even if the rest of ``picture`` is wrong."""
        value = self.get(("picture",))
        named = value.get("file") if isinstance(value, dict) else None
        return named.strip() if isinstance(named, str) else ""

    def _cards(self) -> CardChoice | None:
        if self.table("cards", error("cards-keys"), ("template", "code")) is None:
            return None
        fields: dict[str, Any] = self._texts(("cards",), template="template")
        code = self.text(("cards", "code"), LONGEST_DATE)
        if code.lower() not in {"", "true", "false"}:
            self.add(error("flag-form", given=code), ("cards", "code"))
        return self.make(CardChoice, fields | {"code": code.lower() == "true"}, "cards")

    def _event(self) -> Event | None:
        if self.table("event", error("event-keys", keys=EVENT_KEYS), EVENT_KEYS) is None:
            return None
        fields: dict[str, Any] = self._texts(("event",), name="name", place="place", address="address")
        zone = self._zone()
        first = self.needed(("event", "starts"), LONGEST_DATE, "2016-12-07")
        starts = self._moment(first, ("event", "starts"), zone)
        ends = (
            self._moment(self.text(("event", "ends"), LONGEST_DATE), ("event", "ends"), zone) or starts
        )
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

    def _moment(self, text: str, path: Path, zone: ZoneInfo | None) -> date | datetime | None:
        """The moment that ``text`` says, in the hours of ``zone``; None for "" and with a problem."""
        moment = _iso(text, date.fromisoformat) or _iso(text, datetime.fromisoformat)
        if text and moment is None:
            self.add(error("moment-form", given=text), path)
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
            self.add(error("embargo-form", given=text), ("embargo",))
            return None

    def _day(self, key: str) -> date | None:
        text = self.text((key,), LONGEST_DATE)
        if not text:
            used, text = self._of_site(key, LONGEST_DATE)
            self.renamed[key] = key = used
        day = _iso(text[:10], date.fromisoformat)
        if text and day is None:
            self.add(error("day-form", given=text), (key,))
        return day


def _iso(text: str, parse: Callable[[str], date]) -> date | None:
    try:
        return parse(text)
    except ValueError:
        return None


def _numbers(value: Any) -> tuple[float, ...]:
    """The numbers that a list of texts says; none where one is no number."""
    try:
        return tuple(float(number) for number in value)
    except (TypeError, ValueError):
        return ()
