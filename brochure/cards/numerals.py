"""Numerals: what a typographic card shows in place of a motif, a day or a number of the page's own."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.page import Event, Page
from brochure.text import content, dates, locales
from brochure.text.typography import typeset

LONGEST = 6
"""Characters of a numeral: a longer one would be no larger than the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A large number and what it counts or dates: "7–9" and "décembre 2016"; both empty for none."""

    number: str = ""
    label: str = ""


def numeral_of(page: Page) -> Numeral:
    """The numeral of a typeset ``page``: the days of its event, else its first short key figure."""
    if page.event and (days := _days(page.event, page.lang)):
        month = dates.in_skeleton(page.event.first_day, "yMMMM", page.lang)
        return Numeral(number=days, label=typeset(month, page.lang, page.typography))
    for figure in content.figures_of(page):
        if not figure.prefix and len(figure.amount) <= LONGEST:
            label = " ".join(part for part in (figure.unit, figure.label) if part)
            return Numeral(number=figure.amount, label=label)
    return Numeral()


def _days(event: Event, lang: str) -> str:
    """The days of an event within one month, "7–9"; "" for others, and without the language's words."""
    first, last = event.first_day, event.last_day
    if (first.year, first.month) != (last.year, last.month) or not locales.has_labels(lang):
        return ""
    return str(first.day) if first == last else f"{first.day}–{last.day}"
