"""When a page of the web was published and changed, and when and where its event is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from brochure.errors import SourceError
from brochure.importing import html_noise, structured_data
from brochure.importing.structured_data import Said, Thing, text_of
from brochure.page import LONGEST, Event
from brochure.text import language_guess

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T|$|\d{6})")
_SLASHED = re.compile(
    r"\s*+(?P<weekday>[A-Za-z]{3})?[a-z]*+,?\s*+(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_IN_WORDS = re.compile(
    r"(\d{1,2})(?:er|\.|º|th|st|nd|rd)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,14})\.?,?\s+(?:de\s+)?(\d{4})"
    r"|([^\W\d_]{3,14})\.?\s+(\d{1,2}),?\s+(\d{4})"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\.?(?: m\.| gada)?\s+([^\W\d_]{3,14})\s+(\d{1,2})(?!\d)")
"""As Hungarian and Baltic pages write: "2026. szeptember 5."."""

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "publish-date",
    "publishdate",
    "publish_date",
    "pubdate",
    "publication_date",
    "published_time",
    "date",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "rnews:datepublished",
    "citation_publication_date",
    "og:published_time",
    "og:pubdate",
    "cxenseparse:recs:publishtime",
)
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "dc.modified",
    "last-modified",
    "lastmod",
    "revised",
    "article.updated",
    "og:modified_time",
)
_ZONES = {
    "fr": "Europe/Paris",
    "be": "Europe/Brussels",
    "ch": "Europe/Zurich",
    "lu": "Europe/Luxembourg",
    "de": "Europe/Berlin",
    "at": "Europe/Vienna",
    "it": "Europe/Rome",
    "es": "Europe/Madrid",
    "nl": "Europe/Amsterdam",
    "uk": "Europe/London",
    "ie": "Europe/Dublin",
    "dk": "Europe/Copenhagen",
    "se": "Europe/Stockholm",
    "no": "Europe/Oslo",
    "fi": "Europe/Helsinki",
    "pl": "Europe/Warsaw",
    "cz": "Europe/Prague",
    "gr": "Europe/Athens",
    "ro": "Europe/Bucharest",
    "hu": "Europe/Budapest",
    "bg": "Europe/Sofia",
    "tn": "Africa/Tunis",
    "ma": "Africa/Casablanca",
    "dz": "Africa/Algiers",
    "sn": "Africa/Dakar",
    "ci": "Africa/Abidjan",
    "jp": "Asia/Tokyo",
    "kr": "Asia/Seoul",
    "paris": "Europe/Paris",
    "bzh": "Europe/Paris",
    "berlin": "Europe/Berlin",
}
"""Countries that have one time, by the end of an address: where a page says an hour and no zone."""

FIRST_YEAR = 1990

MOST_LETTERS = 4000
"""Of a page that are looked at for its language."""


def day_of(text: str) -> date | None:
    """The day that ``text`` starts with, as machines write it: ISO 8601, RFC 5322, 12/03/2027."""
    if found := _ISO.match(text) or _COMPACT.match(text) or _EAST.match(text.strip()):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED.match(text):
        return _slashed(found)
    if re.match(r"\s*[A-Za-z]{3},? ", text):
        try:
            return _plausible(parsedate_to_datetime(text).date())
        except (TypeError, ValueError):
            pass
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return _plausible(date(year, month, day))
    except ValueError:
        return None


def _slashed(found: re.Match[str]) -> date | None:
    """12/03/2027: the day comes first, as in most of the world, unless its weekday says otherwise."""
    first, second, year = int(found[2]), int(found[3]), int(found[4])
    ways = [day for day in (_day(year, second, first), _day(year, first, second)) if day]
    weekday = (found["weekday"] or "").lower()
    right = [day for day in ways if weekday and _WEEKDAYS[day.weekday()] == weekday]
    return next(iter(right or ways), None)


def _plausible(day: date) -> date | None:
    return day if day.year >= FIRST_YEAR and day <= date.today() + timedelta(days=366) else None


def published(said: Said, root: HtmlElement, lang: str) -> date | None:
    """The day on which the page was published; ``lang`` is the language of its words."""
    given = (text_of(thing.get("datePublished")) for thing in _dated(said))
    first = next((day for text in given if (day := day_of(text))), None)
    if first or (first := _first(said.tags.get(name, ()) for name in _PUBLISHED)):
        return first
    return _of_elements(root) or _of_lines(root, lang) or _searched(root)


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
    """The date of a ``<time>`` that is marked as that of publishing, or stands in the article."""
    marked = (element for element in root.iter("time") if _says_published(element))
    inside = (element for element in root.iter("time") if _is_of_article(element))
    for element in (*marked, *inside):
        if day := day_of(element.get("datetime") or "".join(element.itertext())):
            return day
    return None


def _says_published(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    return "pubdate" in element.attrib or bool(
        re.search(r"publi|entry-date|posted|created|dt-published", names)
    )


def _is_of_article(element: HtmlElement) -> bool:
    above = {one.tag for one in element.iterancestors()}
    return bool(above & {"article", "main", "header"}) and not above & {"aside", "nav", "footer", "li"}


def _of_lines(root: HtmlElement, lang: str) -> date | None:
    """The date in a line that says that it is the day of publishing: "Publié le 3 novembre 2026"."""
    lang = lang or language_guess.likeliest(root.text_content()[:MOST_LETTERS]) or "en"
    for line in _lines(root):
        if not 8 <= len(line) <= 160 or not any(c.isdigit() for c in line):
            continue
        if html_noise.is_byline(line) and (found := _in_line(line, lang)):
            return found
    return next((day for line in _named_lines(root) if (day := _in_line(line, lang))), None)


_DATE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:date|datum|data|fecha|dato|tarih|datetime|publi\w*|posted|created|pubdate|updated?)(?:$|[\s_-])",
    re.IGNORECASE,
)


def _named_lines(root: HtmlElement) -> Iterator[str]:
    """Short lines of elements that are called dates, above and beside no other text."""
    for element in root.iter("p", "span", "div", "small", "time"):
        if _DATE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            line = " ".join(element.text_content().split())
            around = {one.tag for one in element.iterancestors()}
            if 8 <= len(line) <= 160 and not around & {"aside", "nav", "footer", "li", "a"}:
                yield line


def _lines(root: HtmlElement) -> Iterator[str]:
    """The lines of a page: the words of small elements, and what stands between others."""
    for element in root.iter("p", "span", "div", "li", "td", "small", "em", "i", "font", "b", "strong"):
        if len(element) <= 4:
            yield " ".join(element.text_content().split())
        elif element.tag in {"td", "div", "p"}:
            yield from (
                " ".join(text.split()) for text in (element.text, *(e.tail for e in element)) if text
            )


def _in_line(line: str, lang: str) -> date | None:
    for pattern in (
        _EAST,
        re.compile(r"\d{4}-\d{2}-\d{2}"),
        re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}"),
    ):
        if (found := pattern.search(line)) and (day := day_of(found[0])):
            return day
    for found in _YEAR_FIRST.finditer(line):
        month = months(lang).get(found[2].casefold())
        if month and (day := _day(int(found[1]), month, int(found[3]))):
            return day
    for found in _IN_WORDS.finditer(line):
        number, word, year = (
            (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        )
        if (month := months(lang).get(word.casefold().rstrip("."))) and (
            day := _day(int(year), month, int(number))
        ):
            return day
    return None


@cache
def months(lang: str) -> dict[str, int]:
    """The months of ``lang`` by their names, whole and short, in small letters (Unicode CLDR)."""
    from babel import UnknownLocaleError
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            try:
                names = get_month_names(width, context, lang.replace("-", "_"))
            except (UnknownLocaleError, ValueError):
                return found
            found |= {name.casefold().rstrip("."): number for number, name in names.items()}
    return found


MOST_SEARCHED = 15_000
"""Elements of a page that htmldate is given: it takes 0.1 s for them, and has no limit of its own."""


def _searched(root: HtmlElement) -> date | None:
    """What htmldate finds in the page's words; its extensive search can take seconds, and is off."""
    from htmldate import find_date

    if next(islice(root.iter("*"), MOST_SEARCHED, None), None) is not None:
        return None
    try:
        found = find_date(
            root, extensive_search=False, original_date=True, max_date=date.today().isoformat()
        )
    except Exception:  # a search in strangers' words must not end an import
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
    """A moment of ISO 8601; one without a zone has the time of the country in ``address``."""
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
