"""From a front matter's tree to the fields of a Page, each checked, each fault with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from brochure import slugs, web_address
from brochure.errors import AddressError
from brochure.page import CardChoice, Event, KeyFigure, Panels, Picture, Quote
from brochure.reading import sharing
from brochure.reading.front_matter import Path
from brochure.reading.programme_rows import FIRST_YEAR, LAST_YEAR
from brochure.reading.time_zones import in_zone, named_zone
from brochure.reading.values import SITE_KEYS, SITE_ONLY, Values
from brochure.text import embargoes, enumerations

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MAX_TITLE = 300
LIMITS = {
    "title": MAX_TITLE, "slug": 100, "lang": 20, "kicker": 120, "lead": 600, "note": 500,
    "url": 2000, "kit_url": 2000, "site_name": 80, "credits": 500, "licence": 200, "theme": 200,
}  # fmt: skip
"""The most characters of each text: what the products can set at a size worth reading."""

MAX_PANEL = 160
EVENT_KEYS = ("name", "starts", "ends", "zone", "place", "address")
KEYS = (
    *LIMITS, "event", "figures", "quotes", "panels", "picture", "published", "updated", "embargo",
    "cards",
    *sharing.KEYS,
)  # fmt: skip
_LANG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


class Fields(Values):
    """The checked values of one front matter. Every method raises SourceError with file and line."""

    def all(self) -> dict[str, Any]:
        """Every field that front matter gives, ready for `Page`."""
        self.refuse_unknown(
            [key for key in self.matter.tree if key not in SITE_KEYS and key not in SITE_ONLY], KEYS, ()
        )
        found: dict[str, Any] = {key: self.text((key,), most) for key, most in LIMITS.items()}
        found["lead"] = found["lead"] or self._of_site("lead")[1]
        found |= {
            "slug": self._slug(found["slug"]),
            "lang": self._lang(found["lang"]),
            "url": self._address("url", found["url"]),
            "kit_url": self._kit_url(found["kit_url"]),
            "event": self._event(),
            "figures": self._figures(),
            "quotes": self._quotes(),
            "panels": self._panels(),
            "picture": self._picture(),
            "cards": self._cards(),
            **sharing.sharing_fields(self),
            "published": self._day("published"),
            "updated": self._day("updated"),
            "embargo": self._embargo(),
        }
        return found

    def _of_site(self, ours: str) -> tuple[str, str]:
        """The key of a site generator that says the same as ``ours``, and what it says."""
        for key in (key for key, own in SITE_KEYS.items() if own == ours):
            if text := self.text((key,), LIMITS.get(ours, 40)):
                return key, text
        return ours, ""

    def _slug(self, slug: str) -> str:
        if slug and slugs.slug_of(slug) != slug:
            self.fail(
                f'slug "{slug}": a slug has lower-case letters a-z, digits and single hyphens, '
                f'like "{slugs.slug_of(slug)}"',
                ("slug",),
            )
        return slug

    def _lang(self, lang: str) -> str:
        if lang and not _LANG.fullmatch(lang):
            self.fail(f'lang "{lang}" is not a language tag such as fr, en or fr-CA', ("lang",))
        return (lang or "fr").replace("_", "-")

    def _address(self, key: str, text: str) -> str:
        if not text:
            return ""
        try:
            return web_address.parse_url(text).url
        except AddressError as error:
            self.fail(f"{key}: {error}", (key,))

    def _kit_url(self, text: str) -> str:
        url = self._address("kit_url", text)
        if "?" in url or "#" in url:
            self.fail("kit_url is a folder's address, without ? and #", ("kit_url",))
        if url and not url.endswith("/"):
            self.fail(f"kit_url is a folder's address and ends with a slash: {url}/", ("kit_url",))
        return url

    def _figures(self) -> tuple[KeyFigure, ...]:
        return tuple(
            KeyFigure(
                value=self.needed(("figures", i, "value"), 28, "4 000"),
                label=self.needed(("figures", i, "label"), 120, "participants"),
            )
            for i in self.tables("figures", 4, ("value", "label"))
        )

    def _quotes(self) -> tuple[Quote, ...]:
        return tuple(
            Quote(
                text=self.needed(("quotes", i, "text"), 600, "what was said"),
                by=self.text(("quotes", i, "by"), 160),
            )
            for i in self.tables("quotes", 4, ("text", "by"))
        )

    def _panels(self) -> Panels | None:
        value = self.at(("panels",))
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fail('"panels" has the keys title, and items or after', ("panels",))
        self.refuse_unknown(value, ("title", "items", "after"), ("panels",))
        title = self.needed(("panels", "title"), 120, "Three priorities")
        if "after" in value:
            return Panels(title=title, items=self._enumerated("items" in value))
        items = value.get("items")
        if not isinstance(items, list) or not 2 <= len(items) <= 6:
            self.fail("panels.items is a list of two to six texts", ("panels", "items"))
        return Panels(
            title=title,
            items=tuple(
                self.needed(("panels", "items", i), MAX_PANEL, "a few words") for i in range(len(items))
            ),
        )

    def _enumerated(self, both: bool) -> tuple[str, ...]:
        """The items of the sentence or the list in the body that the words of ``after`` announce."""
        path = ("panels", "after")
        if both:
            self.fail("panels has items or after, not both", path)
        words = self.needed(path, 200, "three priorities were set")
        items = enumerations.after(words, self.matter.body)
        if items is None:
            self.fail(f'panels.after: the body does not say "{words}"', path)
        if not 2 <= len(items) <= 6:
            self.fail(
                f'panels.after: {len(items)} items follow "{words}"; two to six can be set as panels, '
                "given as a list, or in a sentence parted by semicolons or commas",
                path,
            )
        if longest := next((item for item in items if len(item) > MAX_PANEL), ""):
            self.fail(
                f'panels.after: "{longest[:40]}…" has {len(longest)} characters; '
                f"{MAX_PANEL} fit a panel",
                path,
            )
        return items

    def _picture(self) -> Picture | None:
        value = self.at(("picture",))
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fail('"picture" has the keys file, alt and focus', ("picture",))
        self.refuse_unknown(value, ("file", "alt", "focus"), ("picture",))
        return Picture(
            name=self.needed(("picture", "file"), 200, "photo.jpg"),
            alt=self.needed(("picture", "alt"), 300, "what the photograph shows"),
            focus=self._focus(value.get("focus")),
        )

    def _focus(self, value: Any) -> tuple[float, float]:
        path = ("picture", "focus")
        if value is None:
            return (0.5, 0.5)
        try:
            x, y = (float(v) for v in value)
        except (TypeError, ValueError):
            x = y = -1.0
        if not (0 <= x <= 1 and 0 <= y <= 1):
            self.fail(
                "picture.focus is two numbers from 0 to 1, from the left and from the top: [0.5, 0.3]",
                path,
            )
        return (x, y)

    def _cards(self) -> CardChoice:
        value = self.at(("cards",))
        if value is None:
            return CardChoice()
        if not isinstance(value, dict):
            self.fail('"cards" has the keys template and code', ("cards",))
        self.refuse_unknown(value, ("template", "code"), ("cards",))
        code = self.text(("cards", "code"), 5).lower()
        if code not in {"", "true", "false"}:
            self.fail(f'cards.code is true or false, not "{code}"', ("cards", "code"))
        return CardChoice(template=self.text(("cards", "template"), 200), code=code == "true")

    def _event(self) -> Event | None:
        value = self.at(("event",))
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fail(f'"event" has the keys {", ".join(EVENT_KEYS)}', ("event",))
        self.refuse_unknown(value, EVENT_KEYS, ("event",))
        zone = self._zone()
        starts = self._moment(("event", "starts"), zone, needed=True)
        ends = self._moment(("event", "ends"), zone, needed=False) or starts
        assert starts is not None
        assert ends is not None
        if isinstance(starts, datetime) != isinstance(ends, datetime):
            self.fail("event: starts and ends are both days or both times", ("event", "ends"))
        if zone and not isinstance(starts, datetime):
            self.fail("event: whole days have no zone; leave it out", ("event", "zone"))
        if _instant(ends) < _instant(starts):
            self.fail(f"event: it ends ({ends}) before it starts ({starts})", ("event", "ends"))
        texts = {key: self.text(("event", key), 200) for key in ("name", "place", "address")}
        return Event(starts=starts, ends=ends, **texts)

    def _zone(self) -> ZoneInfo | None:
        name = self.text(("event", "zone"), 60)
        zone = named_zone(name) if name else None
        if name and zone is None:
            self.fail(
                f'there is no time zone "{name}"; zones are named like Europe/Paris', ("event", "zone")
            )
        return zone

    def _moment(self, path: Path, zone: ZoneInfo | None, *, needed: bool) -> date | datetime | None:
        text = self.needed(path, 40, "2016-12-07") if needed else self.text(path, 40)
        if not text:
            return None
        moment = self._iso(text, date.fromisoformat) or self._iso(text, datetime.fromisoformat)
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail(
                f"{path[-1]}: the year {moment.year}; it is from {FIRST_YEAR} to {LAST_YEAR}", path
            )
        if moment and not isinstance(moment, datetime):
            return moment
        if not isinstance(moment, datetime):
            self.fail(f'{path[-1]} "{text}" is not a date: write 2016-12-07', path)
        if zone:
            return self._in_zone(moment, zone, path)
        if moment.tzinfo is None:
            self.fail(
                f'{path[-1]} "{text}" lacks its time zone: write {text}+01:00, or a line '
                "zone: Europe/Paris beside it", path,
            )  # fmt: skip
        return moment

    def _in_zone(self, moment: datetime, zone: ZoneInfo, path: Path) -> datetime:
        try:
            return in_zone(moment, zone)
        except (ValueError, OverflowError) as error:
            self.fail(f"{path[-1]}: {error}", path)

    def _embargo(self) -> date | datetime | None:
        text = self.text(("embargo",), 40)
        try:
            return embargoes.read_embargo(text) if text else None
        except ValueError:
            self.fail(f'embargo "{text}": write {embargoes.FORM}', ("embargo",))

    def _day(self, key: str) -> date | None:
        text = self.text((key,), 40)
        if not text:
            key, text = self._of_site(key)
        if not text:
            return None
        day = self._iso(text[:10], date.fromisoformat)
        if day is None:
            self.fail(f'{key} "{text}" is not a day: write 2016-12-07', (key,))
        return day

    @staticmethod
    def _iso(text: str, parse: Callable[[str], date]) -> date | None:
        try:
            return parse(text)
        except ValueError:
            return None


def _instant(moment: date | datetime) -> date | datetime:
    """``moment`` to be compared: two moments of a zone would be by what its clocks show."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
