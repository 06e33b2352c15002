"""Dates as phrases: the days of an event in the page's language, month names by the Unicode CLDR."""

from __future__ import annotations

import re
from datetime import date

from brochure.page import Event
from brochure.text import labels


def phrase(event: Event, lang: str) -> str:
    """The event's days as words: "du 7 au 9 décembre 2016", "1er mai 2027".

    A language that has no labels is said in ISO 8601.
    """
    first, last = event.first_day, event.last_day
    if labels.fallback_warning(lang):
        return " – ".join(dict.fromkeys((first.isoformat(), last.isoformat())))
    if first == last:
        return _day(first, "long", lang)
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    pattern = "same_month" if same_month else "same_year" if same_year else "two_years"
    return str(labels.in_language(lang)["days"][pattern]).format(
        first_day=_ordinal(str(first.day), lang),
        first=_day(first, "MMMMd" if same_year else "long", lang),
        last=_day(last, "long", lang),
    )


def _day(day: date, form: str, lang: str) -> str:
    """``day`` in the CLDR form ``long``, or in that of a skeleton such as MMMMd."""
    from babel.dates import format_date

    if form != "long":
        return in_skeleton(day, form, lang)
    return _ordinal(str(format_date(day, "long", locale=locale(lang))), lang)


def with_weekday(day: date, lang: str) -> str:
    """``day`` with the name of its weekday: "mercredi 7 décembre 2016"."""
    from babel.dates import format_date

    return _ordinal(str(format_date(day, "full", locale=locale(lang))), lang)


def in_skeleton(day: date, skeleton: str, lang: str) -> str:
    """``day`` in the form that the language has for a CLDR skeleton such as "MMMEd"."""
    from babel.dates import format_skeleton

    return _ordinal(str(format_skeleton(skeleton, day, locale=locale(lang))), lang)


def locale(lang: str) -> str:
    """The name that the CLDR has for a language that has labels."""
    return str(labels.in_language(lang)["og_locale"]).replace("ar_AR", "ar")


def _ordinal(text: str, lang: str) -> str:
    """French says "1er" for the first day of a month."""
    return re.sub(r"(?<!\d)1(?= [a-zéû]|$)", "1er", text) if lang.split("-")[0] == "fr" else text


def written(day: date | None, lang: str) -> str:
    """A day as words, "7 décembre 2016"; "" for none."""
    if day is None or labels.fallback_warning(lang):
        return day.isoformat() if day else ""
    return _day(day, "long", lang)


MOST_LISTED = 3
"""So many days are listed, "7, 8 et 9 décembre 2016"; more are said as from one to another."""


def listed(event: Event, lang: str) -> str:
    """The event's days as a list where they are few and of one month: "7, 8 et 9 décembre 2016"."""
    first, last = event.first_day, event.last_day
    few = 2 <= last.toordinal() - first.toordinal() + 1 <= MOST_LISTED
    if labels.fallback_warning(lang) or not few or (first.year, first.month) != (last.year, last.month):
        return phrase(event, lang)
    from babel.lists import format_list

    pattern = str(labels.in_language(lang)["days"].get("day", "{day}"))
    numbers = [pattern.format(day=_ordinal(str(day), lang)) for day in range(first.day, last.day + 1)]
    text = _day(last, "long", lang)
    end = pattern.format(day=_ordinal(str(last.day), lang))
    return str(format_list(numbers, locale=locale(lang))) + text.removeprefix(end)
