"""When a page of the web was published and changed, and when and where its event is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from brochure.errors import SourceError
from brochure.importing import structured_data
from brochure.importing.structured_data import Said, Thing, text_of
from brochure.page import LONGEST, Event

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T|$|\d{6})")
_SLASHED = re.compile(r"\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "dc.created",
    "publish-date", "publishdate", "publish_date", "pubdate", "publication_date", "published_time",
    "date", "sailthru.date", "parsely-pub-date", "article.published", "rnews:datepublished",
    "citation_publication_date", "og:published_time", "og:pubdate", "cxenseparse:recs:publishtime",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "dcterms.modified",
    "dc.modified", "last-modified", "lastmod", "revised", "article.updated", "og:modified_time",
)  # fmt: skip
_ZONES = {
    "fr": "Europe/Paris", "be": "Europe/Brussels", "ch": "Europe/Zurich", "lu": "Europe/Luxembourg",
    "de": "Europe/Berlin", "at": "Europe/Vienna", "it": "Europe/Rome", "es": "Europe/Madrid",
    "nl": "Europe/Amsterdam", "uk": "Europe/London", "ie": "Europe/Dublin", "dk": "Europe/Copenhagen",
    "se": "Europe/Stockholm", "no": "Europe/Oslo", "fi": "Europe/Helsinki", "pl": "Europe/Warsaw",
    "cz": "Europe/Prague", "gr": "Europe/Athens", "ro": "Europe/Bucharest", "hu": "Europe/Budapest",
    "bg": "Europe/Sofia", "tn": "Africa/Tunis", "ma": "Africa/Casablanca", "dz": "Africa/Algiers",
    "sn": "Africa/Dakar", "ci": "Africa/Abidjan", "jp": "Asia/Tokyo", "kr": "Asia/Seoul",
    "paris": "Europe/Paris", "bzh": "Europe/Paris", "berlin": "Europe/Berlin",
}  # fmt: skip
"""Countries that have one time, by the end of an address: where a page says an hour and no zone."""

FIRST_YEAR = 1990


def day_of(text: str) -> date | None:
    """The day that ``text`` starts with, as machines write it: ISO 8601, RFC 5322, 12/03/2027."""
    parts = None
    if found := _ISO.match(text) or _COMPACT.match(text):
        parts = (int(found[1]), int(found[2]), int(found[3]))
    elif found := _SLASHED.match(text):
        first, second = int(found[1]), int(found[2])
        if first > 12 or (second <= 12 and "." in found[0]):
            parts = (int(found[3]), second, first)
        elif second > 12:
            parts = (int(found[3]), first, second)
    elif re.match(r"\s*[A-Za-z]{3},? ", text):
        try:
            return _plausible(parsedate_to_datetime(text).date())
        except (TypeError, ValueError):
            return None
    try:
        return _plausible(date(*parts)) if parts else None
    except ValueError:
        return None


def _plausible(day: date) -> date | None:
    return day if FIRST_YEAR <= day.year and day <= date.today() + timedelta(days=366) else None  # noqa: DTZ011


def published(said: Said, root: HtmlElement) -> date | None:
    """The day on which the page was published."""
    given = (text_of(thing.get("datePublished")) for thing in _dated(said))
    first = next((day for text in given if (day := day_of(text))), None)
    if first or (first := _first(said.tags.get(name, ()) for name in _PUBLISHED)):
        return first
    return _of_elements(root) or _searched(root)


def updated(said: Said, since: date | None) -> date | None:
    """The day on which it was changed last, where that is after ``since``."""
    given = (text_of(thing.get("dateModified")) for thing in _dated(said))
    day = next((day for text in given if (day := day_of(text))), None)
    day = day or _first(said.tags.get(name, ()) for name in _UPDATED)
    return day if day and (since is None or day > since) else None


def _dated(said: Said) -> Iterator[Thing]:
    yield from said.of_kind(structured_data.ARTICLES)
    yield from said.of_kind(structured_data.PAGES)


def _first(values: Any) -> date | None:
    return next((day for texts in values for text in texts if (day := day_of(text))), None)


def _of_elements(root: HtmlElement) -> date | None:
    """The date of a ``<time>`` in the head of the article."""
    for element in root.iter("time"):
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        if "pubdate" in element.attrib or re.search(
            r"publi|entry-date|posted|created|dt-published", names
        ):
            if day := day_of(element.get("datetime") or "".join(element.itertext())):
                return day
    for element in root.iter("time"):
        inside = {above.tag for above in element.iterancestors()}
        if inside & {"article", "main", "header"} and not inside & {"aside", "nav", "footer", "li"}:
            if day := day_of(element.get("datetime") or ""):
                return day
    return None


def _searched(root: HtmlElement) -> date | None:
    """What htmldate finds in the page's words; its extensive search can take seconds, and is off."""
    from htmldate import find_date

    try:
        found = find_date(
            root, extensive_search=False, original_date=True, max_date=date.today().isoformat()
        )  # noqa: DTZ011
    except Exception:  # noqa: BLE001 - a search in strangers' words must not end an import
        return None
    return day_of(found or "")


# Events


def event(said: Said, address: str) -> Event | None:
    """The event of the page; one whose moments cannot be read is none."""
    for thing in said.of_kind(structured_data.EVENTS):
        starts = moment_of(text_of(thing.get("startDate")), address)
        if starts is None:
            continue
        ends = moment_of(text_of(thing.get("endDate")), address) or starts
        if isinstance(ends, datetime) != isinstance(starts, datetime):
            ends = starts
        place, where = _place(thing.get("location"))
        texts = {"name": text_of(thing.get("name")), "place": place, "address": where}
        fit = {key: text for key, text in texts.items() if len(text) <= LONGEST[f"event.{key}"]}
        try:
            return Event(starts=starts, ends=ends, **fit)
        except SourceError:
            continue
    return None


def moment_of(text: str, address: str) -> date | datetime | None:
    """A moment of ISO 8601; one without a zone has the time of the country of the page's ``address``."""
    text = text.strip()
    if not re.search(r"\d[T ]\d{1,2}:?\d{2}", text):
        return day_of(text)
    try:
        moment = datetime.fromisoformat(text.replace(" ", "T", 1).replace("Z", "+00:00"))
    except ValueError:
        return day_of(text)
    if moment.tzinfo is None:
        host = urlsplit(address).hostname or ""
        zone = _ZONES.get(host.rpartition(".")[2])
        return moment.replace(tzinfo=ZoneInfo(zone)) if zone else moment.date()
    return moment


def _place(location: Any) -> tuple[str, str]:
    """The name of a place, and its address."""
    if isinstance(location, list):
        location = next(
            (one for one in location if isinstance(one, dict) and one.get("name")),
            location[:1] and location[0],
        )
    if not isinstance(location, dict):
        return text_of(location), ""
    address = location.get("address")
    if isinstance(address, dict):
        line = " ".join(
            filter(None, (text_of(address.get("postalCode")), text_of(address.get("addressLocality"))))
        )
        parts = (text_of(address.get("streetAddress")), line, text_of(address.get("addressCountry")))
        address = ", ".join(filter(None, parts))
    name = text_of(location.get("name"))
    where = text_of(address)
    return (name, "" if where == name else where) if name else (where, "")
