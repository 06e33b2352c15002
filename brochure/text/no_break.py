"""No-break spaces: which words and numbers stay on one line, "12 000 €", "Dr Martin", "le 1er mai".

What holds for every language stands here; units, titles of persons, months and abbreviations stand in
the files of the languages (`brochure.text.locales`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from brochure.text import locales

NBSP = "\u00a0"
_AS_SPACES = {0xA0: " ", 0x202F: " "}

_LONGEST_NUMBER = 24
"""A row of more figures than a telephone number has is a list: only its groups of three are bound."""

_NUMBER = r"\d++(?:[.,]\d++)*+"
_NUMBER_ROW = re.compile(rf"(?<![\d.,])\+?{_NUMBER}(?: (?:\(\d++\)\d*+|{_NUMBER}))+")
_GROUP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")

_LONGEST_COUNTED = 14
"""A number stays with the word that it counts, if that has at most so many letters more."""

_CURRENCIES = "EUR|USD|GBP|CHF|CAD|AUD|JPY|CNY|MAD|TND|DZD|XOF|XAF|SEK|NOK|DKK|PLN|CZK|MXN|BRL"

_EVERYWHERE = (
    r"(?<=\d) (?=[%‰°′″€$£¥¢₤₹₺₽₿×±²³])",
    r"(?<=[§¶№#€$£¥₹±≈<>≤≥~+−×]) (?=\d)",
    r"(?<=\d\)) (?=\d{3})",  # (555) 123-4567
    r"(?<=\d) (?=[x×] ?\d)|(?<=\d [x×]) (?=\d)",
    r"(?<=\S) (?=[–—](?:\s|$))",  # a dash starts no line
    r"(?<=[\dh]) (?=[–—-] ?\d)",  # a range in spaces: its dash starts no line
    rf"\b(?:{_CURRENCIES}) (?=\d)|(?<=\d) (?=(?:{_CURRENCIES})\b)",
    r"(?<=\b[A-Za-zÀ-ÿ]\.) (?=[A-Za-zÀ-ÿ]\.)|(?<=\b[A-Z]{2}\.) (?=[A-Z]{2}\.)",  # z. B., EE. UU.
    r"(?<=\b[A-ZÀ-ÖØ-Þ]\.) (?=[A-ZÀ-ÖØ-Þ]\w)",  # initials: J. Martin
    r"(?<=[a-zà-ÿ]) (?=(?:[IVX]{2,}|[VX](?!\.)|Ier|Ire)\b)",  # Louis XIV, siglo XVI
)
"""Where a space is bound in every language; in a match without assertions, each space of it is."""


def spaces(text: str, lang: str) -> Iterator[int]:
    """The places of the spaces of ``text`` at which no line may end in ``lang``.

        list(spaces("12 000 € par an", "fr"))  # [2, 6]

    No-break spaces that stand in the text already are not among them.
    """
    plain = text.translate(_AS_SPACES)
    if " " not in plain:
        return
    bound: set[int] = set()
    for match in _NUMBER_ROW.finditer(plain):
        if len(match[0]) <= _LONGEST_NUMBER:
            bound.update(_spaces_of(match))
        else:
            bound.update(match.start() + found.start() for found in _GROUP.finditer(match[0]))
    for pattern in _patterns(lang):
        for match in pattern.finditer(plain):
            bound.update(_spaces_of(match))
    function_words = _function_words(lang)
    for match in _counted(lang).finditer(plain):
        if match["word"].casefold() not in function_words:
            bound.update(_spaces_of(match))
    yield from (at for at in sorted(bound) if text[at] == " ")


def _spaces_of(match: re.Match[str]) -> Iterator[int]:
    return (match.start() + i for i, char in enumerate(match[0]) if char == " ")


@cache
def _patterns(lang: str) -> tuple[re.Pattern[str], ...]:
    """Those of ``_EVERYWHERE``, and what the language's file adds."""
    rules = locales.rules(lang)
    patterns = [*_EVERYWHERE, *_days(rules)]
    if rules.units:
        patterns.append(rf"(?<=\d) {_any_of(rules.units)}(?: (?=[€$£¥]))?(?!\w)")
        patterns.append(r"(?<=\dh) (?=\d\d\b)|(?<=\d h) (?=\d\d\b)")
    if rules.number_prefixes:
        patterns.append(rf"(?<!\w){_any_of(rules.number_prefixes, any_case=True)} (?=[+(]?\d|[IVX]+\b)")
    if rules.person_titles:
        patterns.append(rf"(?<!\w){_any_of(rules.person_titles)} (?=[^\W\d_])")
    if rules.abbreviations:
        patterns.append(rf"(?<!\w){_any_of(rules.abbreviations)}")
    if ordinals := [suffix for suffix in rules.ordinals if suffix.isalpha()]:
        patterns.append(rf"\b[IVX]+{_any_of(ordinals)} (?=\w)")
    if rules.acronym_numbers:
        patterns.append(r"\b[A-Z]{2,3} (?=\d+\b)")
    return tuple(map(re.compile, patterns))


def _days(rules: locales.Rules) -> Iterator[str]:
    """Days with their months and years: "le 1er mai 2027", "7 et 8 mai", "May 1, 2027"."""
    if not rules.month_names:
        return
    month = rf"(?i:{_any_of(rules.month_names)})(?!\w)"
    first = re.escape(rules.first_of_month)
    ordinal = f"(?:{_any_of(rules.ordinals)})?" if rules.ordinals else ""
    day = rf"\b(?:{first}|\d{{1,2}}{ordinal})"
    of = f"(?:{re.escape(rules.month_joiner)} )?" if rules.month_joiner else ""
    joiners = _any_of(rules.day_joiners) if rules.day_joiners else "(?!)"
    yield rf"{day}(?:, {day[2:]}){{0,6}} {joiners} {day[2:]} {of}{month}"
    yield rf"{day} {of}{month}"
    yield rf"\b{month},? {of}(?=\d{{4}}\b)"
    yield rf"\b{month} (?=\d{{1,2}}{ordinal}(?!\w))"
    yield rf"\b{month} \d{{1,2}}{ordinal}, (?=\d{{4}}\b)"


@cache
def _counted(lang: str) -> re.Pattern[str]:
    """A number, or an ordinal one, and the ``word`` that it counts: "10 250 lampes", "XVIe siècle".

    Languages without rules of their own have words of every script: no number is bound there.
    """
    rules = locales.rules(lang)
    if not rules.counted:
        return re.compile(r"(?!)(?P<word>)")
    # a full stop makes a number ordinal in some languages, and ends a sentence everywhere
    ordinals = [suffix for suffix in rules.ordinals if suffix != "."]
    short = r"|(?<!\d)\d{1,2}\." if "." in rules.ordinals else ""
    numbers = rf"\d|\d{_any_of(ordinals)}" if ordinals else r"\d"
    first = r"[^\W\d_]" if rules.counted == "any" else r"[a-zà-öø-ÿ]"
    return re.compile(rf"(?:{numbers}{short}) (?P<word>{first}\w{{0,{_LONGEST_COUNTED}}})(?!\w)")


@cache
def _function_words(lang: str) -> frozenset[str]:
    rules = locales.rules(lang)
    words = (*rules.no_break_after, *rules.and_words, *rules.or_words, *rules.day_joiners)
    return frozenset(word.casefold() for word in words)


def _any_of(words: Iterable[str], *, any_case: bool = False) -> str:
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return f"(?i:{listed})" if any_case else f"(?:{listed})"
