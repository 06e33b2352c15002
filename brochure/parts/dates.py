"""Dates as phrases, by the Unicode CLDR's patterns for the page's language."""

from __future__ import annotations

from datetime import date

from brochure.page import Event


def phrase(event: Event, lang: str) -> str:
    """The event's days as words: "7–9 décembre 2016", "1er mai 2017"."""
    from babel.core import UnknownLocaleError
    from babel.dates import format_date, format_interval

    first, last = event.first_day, event.last_day
    locale = lang.replace("-", "_")
    try:
        if first == last:
            return _first_of_month(format_date(first, "long", locale=locale), lang, first)
        text = format_interval(first, last, "yMMMMd", locale=locale)
    except (UnknownLocaleError, ValueError):
        return f"{first.isoformat()} – {last.isoformat()}" if first != last else first.isoformat()
    return _first_of_month(text, lang, first)


def _first_of_month(text: str, lang: str, day: date) -> str:
    """French says "1er" for the first day of a month."""
    if lang.split("-")[0] == "fr" and day.day == 1 and text.startswith("1"):
        return "1er" + text[1:]
    return text


def kicker(event: Event | None, lang: str) -> str:
    """The line above a title when the page gives none: place and days."""
    if event is None:
        return ""
    return " · ".join(part for part in (event.place, phrase(event, lang)) if part)
