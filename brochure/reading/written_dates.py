"""Days and moments as people write them: "19/09/2026", "1er mai 2026", "May 1, 2026", "19. 9. 2026".

    read_moment("31 août 2026 à 10 h 30", "fr")   # datetime(2026, 8, 31, 10, 30)

Where a date can be read in two ways, or has no year, it is refused: a wrong day in print cannot be
taken back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from brochure.problems import Id

_OTHERS = ("fr", "en", "de", "es", "it", "pt", "nl", "ar")
"""Languages whose months are known on a page of any language."""

MONTH_FIRST = {"us", "ph", "fm", "mh", "pw"}
"""Regions that write English dates with the month first (CLDR); without a region nobody knows."""

_BEFORE_DAYS = (
    "le la les l du on the am den der dem el il lo o a dia día dne ma op de na в на του في يوم"
)
_BEFORE_HOURS = """
    à a at um ab às alle ore las la les heures hora horas hrs hours om kl klo godz o ob på los di dès
    vers from von desde dalle uhr в στις الساعة
"""
_FILLERS, _AT = frozenset(_BEFORE_DAYS.split()), frozenset(_BEFORE_HOURS.split())
_NAMED_HOURS = {
    **dict.fromkeys(
        ("midi", "noon", "12 noon", "mittag", "mediodía", "mezzogiorno", "meio-dia"), time(12)
    ),
    **dict.fromkeys(
        ("minuit", "midnight", "12 midnight", "mitternacht", "medianoche", "mezzanotte", "meia-noite",
         "middernacht"), time(0),
    ),
}  # fmt: skip
"""The day of midnight starts with it, as that of 12 am and 0 h does."""

_WORD = r"[^\W\d_]+"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d)",
        r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]",
        r"(?P<a>\d{1,2})\s*(?P<mark>[-/.])\s*(?P<b>\d{1,2})\s*(?P=mark)\s*(?P<y>\d{4})(?!\d)",
        rf"(?P<d>\d{{1,2}})(?:\s?er|ère|re|st|nd|rd|th|º|°|ª|\.)?[\s-]*(?:(?:de|of|del)\s+|d['’])?"
        rf"(?P<name>{_WORD})\.?,?[\s-]*(?:(?:de|del|di)\s+)?(?P<y>\d{{4}})?(?!\d)",
        rf"(?P<name>{_WORD})\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+|$)(?P<y>\d{{4}})?(?!\d)",
        rf"(?P<y>\d{{4}})\.?\s*(?P<name>{_WORD})\.?\s*(?P<d>\d{{1,2}})\.?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
    )
)

_HOURS = re.compile(
    r"(?P<hour>\d{1,2})(?:\s{0,2}(?P<mark>[:.h]|heures?|hrs|uhr|u|時|시)\s{0,2}(?P<minute>\d{2})?)?"
    r"(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s{0,2}(?:min|mn|uhr|uur|hrs?|heures?|h|o['’]clock|分|분)?\s{0,2}(?P<half>[ap])?\.?(?(half)m\.?)"
    r"\s{0,2}(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-]\d{1,2}:?(?:\d{2})?)?"
)


class UnreadDateError(ValueError):
    """A text that says no day for certain. ``id`` names what is wrong, with its ``fields``."""

    def __init__(self, id: Id, **fields: str) -> None:  # noqa: A002
        super().__init__(id)
        self.id, self.fields = id, fields


NO_DATE, TWO_WAYS = Id("moment-form"), Id("date-two-ways")
NO_YEAR, OTHER_WEEKDAY = Id("date-no-year"), Id("date-weekday")


def read_moment(text: str, lang: str) -> date | datetime:
    """The day, or the moment, that ``text`` says in the language ``lang``. Raises UnreadDateError."""
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            return parse(text)
        except ValueError:
            continue
    plain = re.sub(r"\s+", " ", _small(text)).strip(" .")
    weekday, rest = _weekday(plain, lang)
    for form in _FORMS:
        found = form.match(rest)
        if found and (day := _day(found, lang)):
            after, rest = _weekday(rest[found.end() :].lstrip(" ,،"), lang)
            weekday = after if weekday is None else weekday
            if weekday is not None and day.weekday() != weekday:
                raise UnreadDateError(OTHER_WEEKDAY, day=day.isoformat())
            return _with_hours(day, rest)
    raise UnreadDateError(NO_DATE)


def read_hours(text: str) -> time | None:
    """The hour that ``text`` says alone, "18h30"; None for anything else."""
    plain = re.sub(r"\s+", " ", _small(text)).strip(" .")
    while (found := re.match(rf"({_WORD})\.?\s+", plain)) and found[1] in _AT:
        plain = plain[found.end() :]
    if plain in _NAMED_HOURS:
        return _NAMED_HOURS[plain]
    hours = _HOURS.fullmatch(plain)
    if not hours or not (hours["mark"] or hours["half"]) or hours["zone"]:
        return None
    try:
        moment = _with_hours(date.min, plain)
    except UnreadDateError:
        return None
    return moment.time() if isinstance(moment, datetime) else None


def read_weekday(text: str, lang: str) -> int | None:
    """The day of the week, from 0 for Monday, that ``text`` names and nothing else; else None."""
    plain = re.sub(r"\s+", " ", _small(text)).strip(" .,:")
    weekday, rest = _weekday(plain, lang)
    return None if rest else weekday


@dataclass(frozen=True, slots=True)
class _Names:
    """Months and days of the week by their names and short names, in small letters."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]


@cache
def _names(lang: str) -> _Names:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang.split("-")[0])
    except (UnknownLocaleError, ValueError):
        return _Names({}, {})
    months, weekdays = (
        {
            _plain(name): number
            for context in kinds.values()
            for width in ("wide", "abbreviated")
            for number, name in context.get(width, {}).items()
            if not name.strip(".").isdigit()
        }
        for kinds in (locale.months, locale.days)
    )
    return _Names(months, weekdays)


def _plain(name: str) -> str:
    return _small(name).strip(" .").removesuffix("-feira")


def _small(text: str) -> str:
    """``text`` in small composed letters: folding case takes some Greek ones apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _number(name: str, lang: str, *, months: bool) -> int | None:
    """The month, or the day of the week, that is called ``name``, in ``lang`` or a known language."""
    name = _plain(name)
    for known in (lang, *_OTHERS):
        table = _names(known)
        if (number := (table.months if months else table.weekdays).get(name)) is not None:
            return number
    if months and name in {"sept", "set", "sep"}:
        return 9
    if name.startswith("ב") and len(name) > 2:  # Hebrew "in", written with its word
        return _number(name[1:], lang, months=months)
    return None


def _weekday(text: str, lang: str) -> tuple[int | None, str]:
    """The day of the week that ``text`` begins with, and the rest, articles left out."""
    weekday: int | None = None
    own = _names(lang)
    while found := re.match(rf"({_WORD})(?:[-‐]feira)?[.,،'’]*\s*", text):
        word = found[1]
        # French "mar." is mardi, and Spanish "mar." is March: the page's own language goes before
        if word in own.months or (word not in own.weekdays and _number(word, lang, months=True)):
            break
        if weekday is None and (number := _number(word, lang, months=False)) is not None:
            weekday = number
        elif word not in _FILLERS:
            break
        text = text[found.end() :]
    return weekday, text


def _day(found: re.Match[str], lang: str) -> date | None:
    """The day of a form that matched; None where its word is no month, or there is no such day."""
    parts = found.groupdict()
    if parts.get("a"):
        return _numeric(int(parts["a"]), int(parts["b"]), int(parts["y"]), parts["mark"], lang)
    month = _number(parts["name"], lang, months=True) if parts.get("name") else int(parts["m"])
    if not month:
        return None
    if not parts["y"]:
        raise UnreadDateError(NO_YEAR)
    return _made(int(parts["y"]), month, int(parts["d"]))


def _numeric(first: int, second: int, year: int, mark: str, lang: str) -> date | None:
    """19/09/2026: the one above 12 is the day; else as the language writes, where it writes one way."""
    day_first, month_first = _made(year, second, first), _made(year, first, second)
    if day_first is None or month_first is None or day_first == month_first or mark == ".":
        return day_first or month_first
    tags = lang.lower().split("-")
    if tags[0] != "en":
        return day_first
    region = next((tag for tag in tags[1:] if len(tag) == 2), "")
    if not region or region == "ca":
        raise UnreadDateError(TWO_WAYS, one=day_first.isoformat(), other=month_first.isoformat())
    return month_first if region in MONTH_FIRST else day_first


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_hours(day: date, rest: str) -> date | datetime:
    """``day``, at the hour that follows it, if one does. Raises UnreadDateError for other words."""
    rest = rest.strip(" .,;–—-")
    # the T of ISO 8601, and "year", which Russian, Ukrainian and Polish say after its number
    rest = re.sub(r"^(?:t(?=\d)|(?:г|года|р|року|roku)(?!\w)[. ,]*)", "", rest)
    said = False
    while (found := re.match(rf"({_WORD})\.?\s*", rest)) and found[1] in _AT:
        said, rest = True, rest[found.end() :]
    if not rest:
        return day
    if rest in _NAMED_HOURS:
        return datetime.combine(day, _NAMED_HOURS[rest])
    hours = _HOURS.fullmatch(rest)
    bare = hours and not (hours["mark"] or hours["half"] or said or not rest.isdigit())
    if not hours or bare:
        raise UnreadDateError(NO_DATE)
    hour = int(hours["hour"])
    if hours["half"]:
        if not 1 <= hour <= 12:
            raise UnreadDateError(NO_DATE)
        hour = hour % 12 + (12 if hours["half"] == "p" else 0)
    try:
        clock = time(hour, int(hours["minute"] or 0), int(hours["second"] or 0))
    except ValueError:
        raise UnreadDateError(NO_DATE) from None
    return _in_offset(datetime.combine(day, clock), hours["zone"] or "")


def _in_offset(moment: datetime, zone: str) -> datetime:
    """``moment`` with the offset that "z", "utc+2" or "+0200" says."""
    if not zone:
        return moment
    digits = re.sub(r"[^\d+-]", "", zone)
    sign, number = digits[:1], digits[1:]
    number = number.zfill(2).ljust(4, "0") if len(number) <= 2 else number.zfill(4)
    offset = f"{sign}{number[:2]}:{number[2:]}" if sign else "+00:00"
    return datetime.fromisoformat(f"{moment.isoformat()}{offset}")
