"""Validation: what the values of a page, an event or a session must be, and what is wrong with them.

Every noun checks itself with these functions when it is made, and front matter and programmes are
checked with them when they are read, so that a page made in Python obeys the rules of one that is read.
A check yields problems, each at the name of its field; ``refuse`` raises them all at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from brochure import slugs, web_address
from brochure.errors import AddressError, SourceError
from brochure.problems import Place, Problem, error

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside are slips of the pen; calendars and zones of years 1 and 9999 overflow, too."""

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Characters that end lines, steer terminals or cannot be written as UTF-8."""

CONTROL_BUT_LINES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""CONTROL without the line feed: for texts of several lines."""

CONTROL_AND_BIDI = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")
"""CONTROL with what turns the order of letters (UAX 9): a sheet prints texts of strangers.

Isolates turn nothing beyond themselves, and keep a telephone number whole in Arabic.
"""

_LANG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")

MOST_HASHTAGS, LONGEST_HASHTAG = 8, 50


def refuse(*checks: Iterable[Problem], kind: type[SourceError] = SourceError) -> None:
    """Raise ``kind`` with every problem that ``checks`` yield, if there is any."""
    problems = [problem for check in checks for problem in check]
    if problems:
        raise kind(*problems)


def check_text(
    value: object, key: str, *, most: int = 0, example: str = "", control: re.Pattern[str] = CONTROL
) -> Iterator[Problem]:
    """A text without ``control`` characters, of at most ``most`` characters (0: any number).

    One with an ``example`` must be there. At most one problem is yielded.
    """
    at = Place(key=key)
    if not isinstance(value, str):
        yield error("text-kind", at=at)
    elif not value:
        if example:
            yield error("text-missing", at=at, name=key.rsplit(".", 1)[-1], example=example)
    elif hidden := control.search(value):
        yield error("text-control", at=at, character=f"U+{ord(hidden[0]):04X}")
    elif all(unicodedata.category(char)[0] in "CZ" for char in value):
        yield error("text-invisible", at=at)
    elif most and len(value) > most:
        yield error("text-long", at=at, count=len(value), most=most)


def check_texts(values: Mapping[str, object]) -> Iterator[Problem]:
    """Texts by their keys, each of which may be empty."""
    for key, value in values.items():
        if value != "":
            yield from check_text(value, key)


def check_entries(values: object, key: str, *, most: int = 0, kind: type = object) -> Iterator[Problem]:
    """A sequence of at most ``most`` instances of ``kind`` (0: any number); a text is no sequence."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        yield error("list-kind", at=Place(key=key))
        return
    if most and len(values) > most:
        yield error("list-long", at=Place(key=key), count=len(values), most=most)
    for i, value in enumerate(values):
        yield from check_kind(value, f"{key}[{i}]", kind)


def check_kind(value: object, key: str, kind: type | tuple[type, ...]) -> Iterator[Problem]:
    """An instance of ``kind``: what a slip in Python code leaves elsewhere."""
    if not isinstance(value, kind):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        yield error(
            "value-kind",
            at=Place(key=key),
            kinds=[k.__name__ for k in kinds],
            given=type(value).__name__,
        )


def check_slug(slug: object, key: str = "slug") -> Iterator[Problem]:
    """A name of a folder: lower-case letters, digits, single hyphens (see `brochure.slugs`)."""
    if not isinstance(slug, str):
        yield error("text-kind", at=Place(key=key))
    elif not slugs.is_slug(slug):
        yield error("slug-form", at=Place(key=key), slug=slug, example=slugs.slug_of(slug))


def check_lang(lang: object, key: str = "lang") -> Iterator[Problem]:
    """A language tag in the form of BCP 47 (RFC 5646, 2.1); "fr_CA" passes too."""
    if not isinstance(lang, str) or not _LANG.fullmatch(lang):
        yield error("lang-form", at=Place(key=key), lang=str(lang))


def check_url(url: object, key: str = "url") -> Iterator[Problem]:
    """An address that `web_address.parse_url` accepts."""
    try:
        web_address.parse_url(str(url))
    except AddressError as caught:
        yield from (problem.placed(Place(key=key)) for problem in caught.problems)


def check_folder_url(url: str, key: str) -> Iterator[Problem]:
    """The address of a folder: it ends in a slash, without query and fragment."""
    problems = tuple(check_url(url, key))
    yield from problems
    if "?" in url or "#" in url:
        yield error("folder-url-parts", at=Place(key=key))
    elif not problems and not web_address.parse_url(url).url.endswith("/"):
        yield error("folder-url-slash", at=Place(key=key), url=url)


def check_keys(values: object, key: str) -> Iterator[Problem]:
    """A sequence of names, each once; whether there are such things is not known here."""
    yield from check_entries(values, key, kind=str)
    names = values if isinstance(values, tuple | list) else ()
    for i, name in enumerate(names):
        if name in names[:i]:
            yield error("entry-twice", at=Place(key=f"{key}[{i}]"), entry=str(name))


def check_hashtags(words: Sequence[str], key: str = "hashtags") -> Iterator[Problem]:
    """Words that every network takes for one hashtag, without the sign, each once."""
    yield from check_entries(words, key, most=MOST_HASHTAGS)
    seen: set[str] = set()
    for i, word in enumerate(words if isinstance(words, tuple | list) else ()):
        at = Place(key=f"{key}[{i}]")
        if not isinstance(word, str) or not word:
            yield from check_text(word, at.key, example="GouvernementOuvert")
        elif not _is_hashtag(word):
            parts = "".join(c if _is_letter(c) else " " for c in word).split()
            joined = "".join(part[:1].upper() + part[1:] for part in parts)[:LONGEST_HASHTAG]
            yield error(
                "hashtag-form", at=at, word=word, most=LONGEST_HASHTAG,
                example=joined if _is_hashtag(joined) else "GouvernementOuvert",
            )  # fmt: skip
        elif word.casefold() in seen:
            yield error("entry-twice", at=at, entry=word)
        seen.add(str(word).casefold())


def _is_hashtag(word: str) -> bool:
    """Letters, digits and low lines, of which one at least is a letter."""
    whole = all(map(_is_letter, word)) and len(word) <= LONGEST_HASHTAG
    return whole and any(c.isalpha() for c in word)


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def check_day(day: object, key: str) -> Iterator[Problem]:
    """A date without hours, or None."""
    if isinstance(day, datetime):
        yield error("day-hours", at=Place(key=key))
    elif day is not None:
        yield from check_moment(day, key)


def check_moment(moment: object, key: str, *, zoned: bool = True) -> Iterator[Problem]:
    """A date, or a datetime: with an offset from UTC where it must be ``zoned``."""
    at = Place(key=key)
    if not isinstance(moment, date):
        yield from check_kind(moment, key, (date, datetime))
    elif not FIRST_YEAR <= moment.year <= LAST_YEAR:
        yield error("moment-year", at=at, year=moment.year, first=FIRST_YEAR, last=LAST_YEAR)
    elif zoned and isinstance(moment, datetime) and moment.utcoffset() is None:
        yield error("moment-zone", at=at, moment=written(moment))


def check_span(starts: object, ends: object, *, zoned: bool = True) -> Iterator[Problem]:
    """Two days, or two moments, in order; with offsets from UTC both or neither.

    What has no end of its own ends as it starts: the same object.
    """
    problems = [*check_moment(starts, "starts", zoned=zoned)]
    if ends is not starts:
        problems += check_moment(ends, "ends", zoned=zoned)
    yield from problems
    if problems or not isinstance(starts, date) or not isinstance(ends, date):
        return
    at = Place(key="ends")
    if isinstance(starts, datetime) != isinstance(ends, datetime):
        yield error("span-mixed", at=at)
    elif _has_offset(starts) != _has_offset(ends):
        yield error("span-offsets", at=at)
    elif _instant(ends) < _instant(starts):
        before, after = written(ends, " "), written(starts, " ")
        yield error("span-backwards", at=at, ends=before, starts=after)


def written(moment: date, separator: str = "T") -> str:
    """``moment`` in ISO 8601, without seconds where there are none: 2016-12-07T09:00."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat(separator, "auto" if moment.second else "minutes")


def _has_offset(moment: date) -> bool:
    return isinstance(moment, datetime) and moment.utcoffset() is not None


def _instant(moment: date) -> date:
    """``moment`` for comparing: Python compares two datetimes of one zone by what its clocks show.

    That is wrong in the hour that clocks show twice.
    """
    return moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo else moment
