"""Proposals: what an editor would change in a text, "5€", "10h00", "12000", "Etat".

They change how something is written, so nobody makes them but on demand: ``typography: full`` on a
page. ``brochure proof`` shows each with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from brochure.text import locales
from brochure.text.edit import Edit
from brochure.text.no_break import NBSP

_SPACED_UNITS = r"€|£|\$|°C|kWh|MWh|GWh|TWh|kW|MW|km/h|km²|km|m²|m³|cm|mm|kg|ha|ml|cl|Mo|Go|ko|min"
_BLANK = "[ \u00a0\u202f]"
_POSTAL = re.compile(r" [A-ZÀ-ÖØ-Þ]")
"""What follows the postal code of a town, "44000 Nantes"."""


def proposed(text: str, lang: str) -> Iterator[Edit]:
    """What an editor would change in ``text``, besides what is set anyway.

    [text[e.start : e.end] + " > " + e.after for e in proposed("5€", "fr")]  # [" > \u00a0"]
    """
    for pattern, change in _rules(lang):
        for match in pattern.finditer(text):
            yield from change(match, text)


_Change = Callable[[re.Match[str], str], Iterator[Edit]]


@cache
def _rules(lang: str) -> tuple[tuple[re.Pattern[str], _Change], ...]:
    """Patterns and what is to be changed where they match, by the language's file."""
    rules = locales.rules(lang)
    if not locales.has_labels(lang):
        return ()
    made: list[tuple[re.Pattern[str], _Change]] = []
    units = _SPACED_UNITS + (r"|%" if rules.spaced_percent else "")
    made.append((re.compile(rf"(?<=\d)(?=(?:{units})(?!\w))"), _spaced))
    if "h" in rules.units and rules.hours:
        made.append((re.compile(r"(?<![\w:,.])\d{1,2}(h)(?:\d\d)?(?![\w:])"), _hours))
    if rules.thousands:
        made.append(
            (re.compile(rf"(?<![\w.,/#°º’'-])(?<!\d{_BLANK})\d{{5,9}}(?![\w/.-]|{_BLANK}\d)"),
             _thousands(rules.thousands))
        )  # fmt: skip
    made.append((re.compile(r"(?<=\d )x(?= \d)"), lambda m, _: iter((Edit(*m.span(), "×"),))))
    made.append((re.compile(r"\+/-(?=\s?\d)"), lambda m, _: iter((Edit(*m.span(), "±"),))))
    if rules.spelling:
        spelled = dict(pair.split("=", 1) for pair in rules.spelling)
        words = "|".join(map(re.escape, spelled))
        made.append(
            (re.compile(rf"(?<![\w.@/-])(?:{words})(?![\w@/])"),
             lambda m, _: iter((Edit(*m.span(), spelled[m[0]]),)))
        )  # fmt: skip
    return tuple(made)


def _spaced(match: re.Match[str], _text: str) -> Iterator[Edit]:
    yield Edit(match.start(), match.start(), NBSP)


def _hours(match: re.Match[str], _text: str) -> Iterator[Edit]:
    """Set "10h30" as "10 h 30"."""
    at = match.start(1)
    yield Edit(at, at, NBSP)
    if match.end() > at + 1:
        yield Edit(at + 1, at + 1, NBSP)


def _thousands(mark: str) -> _Change:
    """Numbers of five digits and more in groups of three, but for postal codes."""

    def change(match: re.Match[str], text: str) -> Iterator[Edit]:
        if len(match[0]) == 5 and _POSTAL.match(text, match.end()):
            return
        for at in range(match.end() - 3, match.start(), -3):
            yield Edit(at, at, mark)

    return change
