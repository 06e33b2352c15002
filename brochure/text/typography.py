"""Micro-typography: spaces, quotes, apostrophes, ellipses and dashes as the page's language sets them.

The rules are polytypo's, and what a language's own file adds: which numbers and months, days and
acronyms stay on one line. Addresses are never touched, and no word is changed. Arabic, which polytypo
does not know, is left as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure.page import KeyFigure, Page, Panels, Picture, Quote
from brochure.text import locales

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

NBSP = "\u00a0"

ADDRESS = re.compile(
    r"(?:https?|ftp|mailto|tel):\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@])(?:[\w-]+\.)+[a-z]{2,}/[^\s]*"
    r"|\bwww\.\S+"
)
"""What is never edited: addresses, e-mail addresses, host names followed by a path."""


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``after``; offsets count code points."""

    start: int
    end: int
    after: str


def typeset(text: str, lang: str) -> str:
    """``text`` as it is set in ``lang`` (a BCP 47 tag).

        typeset('le 1er mai : "oui"', "fr")  # "le 1er\u00a0mai\u00a0: «\u00a0oui\u00a0»"

    Setting a text twice changes nothing more.
    """
    return apply(text, edits(text, lang))


def apply(text: str, changes: Iterable[Edit]) -> str:
    """``text`` with ``changes`` made; they are sorted and do not overlap."""
    parts, at = [], 0
    for change in changes:
        parts += [text[at : change.start], change.after]
        at = change.end
    return "".join([*parts, text[at:]])


def edits(text: str, lang: str, protect: Sequence[tuple[int, int]] = ()) -> tuple[Edit, ...]:
    """The edits that set ``text`` in ``lang``, in order; the ``protect`` ranges stay as they are."""
    return _edits(text, lang, tuple(protect))


@lru_cache(maxsize=2048)
def _edits(text: str, lang: str, protect: tuple[tuple[int, int], ...]) -> tuple[Edit, ...]:
    locale = _polytypo_locale(lang)
    if not locale or not text.strip():
        return ()
    from polytypo import text as polytypo

    kept = _merged([*protect, *(m.span() for m in ADDRESS.finditer(text))])
    changes = polytypo.analyze(text, locale=locale, protect=kept)
    edits = {Edit(c.start, c.end, c.after) for c in changes}
    edits |= {
        Edit(at, at + 1, NBSP)
        for pattern in _no_break_patterns(lang)
        for match in pattern.finditer(text)
        for at in range(*match.span())
        if text[at] == " " and not any(start <= at < end for start, end in kept)
    }
    return tuple(sorted(edits))


@cache
def _no_break_patterns(lang: str) -> tuple[re.Pattern[str], ...]:
    """What keeps its spaces whole in ``lang``, beside what polytypo knows: dates, and "COP 21"."""
    rules = locales.rules(lang)
    patterns = []
    if rules.month_names:
        month, joiner = _any_of(rules.month_names), _any_of(rules.day_joiners)
        first = re.escape(rules.first_of_month)
        patterns += [
            re.compile(rf"(?:(?<=\d)|(?<=\b{first})) (?={month}\b)", re.IGNORECASE),
            re.compile(rf"{month} (?=\d{{4}}\b)", re.IGNORECASE),
            re.compile(
                rf"\b(?:{first}|\d{{1,2}})(?:, \d{{1,2}})* {joiner} \d{{1,2}} {month}\b", re.IGNORECASE
            ),
        ]
    if rules.acronym_numbers:
        patterns.append(re.compile(r"(?:(?<=\b[A-Z][A-Z])|(?<=\b[A-Z]{3})) (?=\d+\b)"))
    return tuple(patterns)


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


@cache
def _polytypo_locale(lang: str) -> str:
    """The name polytypo has for ``lang``, or "" when it has no rules for it."""
    from polytypo import PolytypoError
    from polytypo import text as polytypo

    for name in (lang, lang.split("-")[0]):
        try:
            polytypo.transform("", locale=name)
        except PolytypoError:
            continue
        return name
    return ""


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """``ranges`` sorted, those that overlap or touch as one: polytypo takes no others."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


_AS_WRITTEN = frozenset({
    "theme", "cards", "slug", "lang", "url", "kit_url", "channels", "hashtags", "captions",
    "alternates", "campaign", "body", "source", "images", "name", "focus",
})  # fmt: skip
"""Fields of a page and its parts that no reader sees as text, or that are set elsewhere."""


def typeset_page(page: Page) -> Page:
    """``page`` with every text set in its language, except the body, which `prose` sets."""
    return replace(page, **_typeset_fields(page, page.lang))


def _typeset_fields(noun: DataclassInstance, lang: str) -> dict[str, Any]:
    return {
        f.name: _typeset_value(getattr(noun, f.name), lang)
        for f in fields(noun)
        if f.name not in _AS_WRITTEN
    }


def _typeset_value(value: object, lang: str) -> object:
    if isinstance(value, str):
        return typeset(value, lang)
    if isinstance(value, tuple):
        return tuple(_typeset_value(v, lang) for v in value)
    if isinstance(value, KeyFigure | Quote | Panels | Picture):
        return replace(value, **_typeset_fields(value, lang))
    return value
