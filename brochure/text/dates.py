"""Dates as phrases: days as a language says them, month names by the Unicode CLDR.

A language that has no file of its own (`brochure.text.locales`) is written in ISO 8601: English words
in the midst of another language would be worse.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from brochure.page import Event
from brochure.text import locales

MOST_LISTED = 3
"""So many days are listed, "7, 8 et 9 décembre 2016"; more are written as a span."""


def phrase(event: Event, lang: str) -> str:
    """The event's days as a phrase: "du 7 au 9 décembre 2016", "1er mai 2027"."""
    first, last = event.first_day, event.last_day
    if not locales.has_labels(lang):
        return " – ".join(dict.fromkeys((first.isoformat(), last.isoformat())))
    if first == last:
        return written(first, lang)
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    pattern = "same_month" if same_month else "same_year" if same_year else "two_years"
    return (
        locales.rules(lang)
        .days[pattern]
        .format(
            first_day=_ordinal(str(first.day), lang),
            first=in_skeleton(first, "MMMMd", lang) if same_year else written(first, lang),
            last=written(last, lang),
        )
    )


def listed(event: Event, lang: str) -> str:
    """The event's days as a list where they are few and of one month: "7, 8 et 9 décembre 2016".

    All others as `phrase` writes them.
    """
    first, last = event.first_day, event.last_day
    few = 2 <= last.toordinal() - first.toordinal() + 1 <= MOST_LISTED
    same_month = (first.year, first.month) == (last.year, last.month)
    if not locales.has_labels(lang) or not few or not same_month:
        return phrase(event, lang)
    from babel.lists import format_list

    pattern = locales.rules(lang).days.get("day", "{day}")
    numbers = [pattern.format(day=_ordinal(str(day), lang)) for day in range(first.day, last.day + 1)]
    return str(format_list(numbers, locale=cldr_locale(lang))) + written(last, lang).removeprefix(
        numbers[-1]
    )


def written(day: date | None, lang: str) -> str:
    """A day as words, "7 décembre 2016"; "" for none."""
    if day is None or not locales.has_labels(lang):
        return day.isoformat() if day else ""
    return _formatted(day, "long", lang)


@lru_cache(maxsize=256)
def with_weekday(day: date, lang: str) -> str:
    """A day with the name of its weekday: "mercredi 7 décembre 2016"."""
    return _formatted(day, "full", lang)


@lru_cache(maxsize=256)
def in_skeleton(day: date, skeleton: str, lang: str) -> str:
    """A day in the form that the language has for a CLDR skeleton such as "MMMEd"."""
    from babel.dates import format_skeleton

    return _ordinal(str(format_skeleton(skeleton, day, locale=cldr_locale(lang))), lang)


def cldr_locale(lang: str) -> str:
    """The name that the CLDR has for the language of the tag ``lang``, or for its fallback."""
    return locales.rules(lang).cldr_locale


def _formatted(day: date, form: str, lang: str) -> str:
    from babel.dates import format_date

    return _ordinal(str(format_date(day, form, locale=cldr_locale(lang))), lang)


def _ordinal(text: str, lang: str) -> str:
    """``text`` with the number that the first of a month has in the language: "1er" in French."""
    first = locales.rules(lang).first_of_month
    # The day is what a letter follows, or nothing: "1 mai", but neither "31 mai" nor "1/5".
    return re.sub(r"(?<!\d)1(?= [^\W\d]|$)", first, text) if first != "1" else text
