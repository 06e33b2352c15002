"""Numbers in running text: as they are written, with their hedges and units, and those that count.

    [n.of(s) for n in numbers(s := "En 2016, plus de 4 000 personnes", "fr")]   # ["plus de 4 000"]

Years, dates, times, numbers of articles, pages, telephones, houses and rooms, scores, versions and the
like count nothing: they are no numbers here. Every pattern looks at a bounded stretch of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from brochure.importing import word_lists
from brochure.importing.word_lists import any_of, straight
from brochure.text import figure_charts, locales

LEAST_WORDS = 25
"""Smaller numbers are written in words everywhere, and are seldom a figure."""

LEAST_COUNT, LEAST_KNOWN = 3, 20
"""Of things that are counted; and of those known before, "les 20 lauréats"."""

LEAST_PRICE = 1000
"""A smaller amount of money beside the word for a ticket is what somebody pays."""

LEAST_DURATION = 100
"""Hours, where what they were spent on is said."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Four digits without a separator are a year."""

BEFORE, AFTER = 48, 24
"""Characters looked at around a number."""

Kind = Literal["count", "money", "percent", "measure", "duration", "other", "share", "one_of"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that counts: from ``start`` to ``end`` with hedge and unit, its digits from ``digits``.

    ``many`` tells that its last word is one of those for many, "millions", "une centaine": in some
    languages what is counted follows with "de". ``change`` tells that the value says itself that
    something rises or falls, "hausse de 14 %".
    """

    start: int
    digits: int
    end: int
    kind: Kind
    amount: float
    unit: str = ""
    many: bool = False
    change: bool = False

    def of(self, text: str) -> str:
        """The number as ``text`` writes it."""
        return text[self.start : self.end]


_GROUPED = r"\d{1,3}(?:[ .,']\d{3}){1,4}(?!\d)(?:[.,]\d{1,2}(?!\d))?"
_DIGITS = rf"(?:{_GROUPED}|\d{{1,12}}(?:[.,]\d{{1,3}}(?!\d))?)"
_NUMBER = re.compile(rf"(?<![\w.,:/°#@\\'’-]){_DIGITS}(?![\d])")
_SYMBOL = re.compile(r"(?:(?:US|A|C|NZ)?[$€£]|\b(?:CHF|EUR|USD|GBP)) ?$")
_SIGN = re.compile(r"(?:^|(?<=[ (]))[+−–-] ?$")
_RANGE_DASH = re.compile(rf" ?[–-] ?({_DIGITS})")
_DIGIT = re.compile(r"\d")
_LEADING_ZERO = re.compile(r"0\d")
_YEAR = re.compile(r"\d{4}")
_PLAIN_LONG = re.compile(r"\d{5,}")
_LAST_WORD = re.compile(r"(\S{1,40}) $")
_CAPITAL = re.compile(r"[^\W\d_a-zà-öø-ÿ]")

_NEVER = re.compile(
    r"(?:https?://|www\.)\S{1,2000}|\S{1,64}@\S{1,255}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)"  # 30/09/2025
    r"|\d{1,2} ?[hH] ?\d\d(?!\w)|\d{1,2} ?[hH](?!\w)|\d{1,2}:\d\d"  # 18 h 30
    r"|\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?|Uhr|h(?:oras|rs)?)(?!\w)"
    r"|\d{1,2} ?[ap]\.?m(?!\w)"
    r"|\d{1,4} ?: ?\d{1,4}|\d{1,4}/\d{1,4}|\d{1,9}-\d{1,9}(?:-\d{1,9}){0,6}"
    r"|\d{1,6}(?:\.\d{1,6}){2,6}"  # 2.4.1
    r"|\(?\+?\d{1,5}\)?(?:[ ./-]\d{1,5}){2,12}(?!\d)"  # groups of digits: telephones, SIRET, IBAN
    r"|(?<![\d.,'])(?<!\d )0\d[\d ]{1,20}"
    r"|^\d{1,3}[.)] "
)
"""What is never a number that counts, in any language; thousands in groups are put back."""

_THOUSANDS = re.compile(rf"\+?{_GROUPED}")


@dataclass(frozen=True, slots=True)
class _Patterns:
    hedge: re.Pattern[str]
    no_hedge: re.Pattern[str]
    range: re.Pattern[str]
    opener: re.Pattern[str]
    words: re.Pattern[str]
    collective: re.Pattern[str]
    share: re.Pattern[str]
    one_of: re.Pattern[str]
    parts: re.Pattern[str]
    and_a_half: re.Pattern[str]
    magnitude: re.Pattern[str]
    short: re.Pattern[str]
    unit: re.Pattern[str]
    dates: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    prices: re.Pattern[str]
    terms: re.Pattern[str]
    known: re.Pattern[str]
    chain: re.Pattern[str]
    change_nouns: re.Pattern[str]
    change_after: re.Pattern[str]
    collectives: dict[str, float]
    word: re.Pattern[str]
    word_values: dict[str, float]
    magnitudes: dict[str, float]
    currencies: dict[str, float]
    kinds: dict[str, Kind]


@cache
def _patterns(lang: str) -> _Patterns:
    lists = word_lists.known(lang)
    words, rules, flags = lists.numbers, locales.rules(lang), re.IGNORECASE
    named = {word.lower(): value for word, value in word_lists.named_numbers(words.words).items()}
    kinds: dict[str, Kind] = {
        **dict.fromkeys(words.others, "other"),
        **dict.fromkeys(words.durations, "duration"),
        **dict.fromkeys(words.measures, "measure"),
        **dict.fromkeys(words.percents, "percent"),
        **dict.fromkeys(word_lists.named_numbers(words.currencies), "money"),
    }
    one = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    joined = any_of(words.word_joiners)
    if words.compound:
        number_words = rf"(?<!\w)(?:(?:{one})(?:{'|'.join(words.word_joiners)})?){{1,9}}(?!\w)"
    else:
        number_words = rf"(?<!\w)(?:{one})(?!\w)(?:[ -](?:{joined} )?(?:{one})(?!\w)){{0,8}}"
    small = rf"(?:\d{{1,3}}|{one})(?!\w)"
    noun = r"[^\W\d_]{3,20}"
    one_of = rf"(?<!\w){small} {any_of(words.one_of)} {small}"
    if not words.every:
        one_of += rf"|(?<!\w){small} {noun}(?: {noun})? {any_of(words.one_of)} {small}"
    else:
        one_of += rf"|(?<!\w){any_of(words.every)}"
    months = any_of(rules.month_names) if rules.month_names else "(?!)"
    day = r"\d{1,2}(?:\.|er|st|nd|rd|th|º)?"
    between = any_of((*words.range_joiners, *words.word_joiners, *rules.day_joiners))
    listing = any_of((*words.range_joiners, *words.word_joiners, *lists.labels.joiners))
    link = rf"(?:, ?| ?[–-] ?| {between} | )"
    year = r"(?:,? (?:de |del )?\d{4}(?!\d))?"
    return _Patterns(
        hedge=re.compile(rf"(?<!\w){any_of(words.hedges)} ?$", flags),
        no_hedge=re.compile(rf"(?<!\w){any_of(words.no_hedges)} ?$", flags),
        range=re.compile(rf" {any_of(words.range_joiners)} ({_DIGITS})", flags),
        opener=re.compile(rf"(?<!\w){any_of(words.range_openers)} $", flags),
        words=re.compile(number_words, flags),
        collective=re.compile(
            rf"(?<!\w){any_of(word_lists.named_numbers(words.collectives))}", flags
        ),
        share=re.compile(rf"(?<!\w){any_of(words.shares)}", flags),
        one_of=re.compile(one_of, flags),
        and_a_half=re.compile(rf" {joined} (?:a )?$", flags),
        parts=re.compile(rf" {any_of((*words.one_of, *words.every))}|^{any_of(words.every)}", flags),
        magnitude=re.compile(rf" ?{any_of(word_lists.named_numbers(words.magnitudes))}"),
        short=re.compile(rf" ?{any_of(word_lists.named_numbers(words.short_magnitudes))}"),
        unit=re.compile(
            rf"(?: ?(?P<joiner>{any_of(words.unit_joiners)}))? ?(?P<unit>{any_of(kinds)})"
        ),
        dates=re.compile(
            rf"(?<!\d){day}(?:{link}{day}){{0,6}} (?:of |de )?{months}{year}"
            rf"|{months}(?: \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:{link}\d{{1,2}}(?!\d)){{0,6}})?{year}",
            flags,
        ),
        before=re.compile(rf"(?:^|[^\w]){any_of(lists.not_counted.before)} ?$", flags),
        after=re.compile(rf" ?{any_of(lists.not_counted.after)}", flags),
        prices=re.compile(rf"(?<!\w){any_of(lists.not_counted.prices)}", flags),
        terms=re.compile(rf"(?<!\w){any_of(lists.not_counted.terms)} ?$", flags),
        known=re.compile(rf"(?<!\w){any_of(lists.labels.determiners)} ?$", flags),
        chain=re.compile(rf"(?:\b\d{{1,6}}(?:, | {listing} )){{1,4}}$"),
        change_nouns=re.compile(rf"(?<!\w){any_of(lists.labels.change_nouns)} $", flags),
        change_after=re.compile(rf" {any_of(lists.labels.change_after)}", flags),
        collectives={
            key.lower(): value for key, value in word_lists.named_numbers(words.collectives).items()
        },
        word=re.compile(one),
        word_values=named,
        magnitudes=word_lists.named_numbers((*words.magnitudes, *words.short_magnitudes)),
        currencies=word_lists.named_numbers(words.currencies),
        kinds=kinds,
    )  # fmt: skip


def numbers(sentence: str, lang: str) -> list[Number]:
    """The numbers that count in ``sentence``, in its order; ``lang`` has lists of words.

    White space in ``sentence`` is single spaces. Of numbers that overlap, the first and longest counts.
    """
    found = _Finder(straight(sentence), lang).all()
    counted: list[Number] = []
    for number in sorted(found, key=lambda number: (number.start, -number.end)):
        if not counted or number.start >= counted[-1].end:
            counted.append(number)
    return counted


class _Finder:
    """One sentence, and where in it no number can count."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self.lang = lang
        self.patterns = _patterns(lang)
        lists = word_lists.known(lang)
        self.words = lists.numbers
        self.nouns_have_capitals = lists.labels.nouns_have_capitals
        self.never = bytearray(len(text))
        if not _DIGIT.search(text):
            return
        spans = [m.span() for m in _NEVER.finditer(text) if not _THOUSANDS.fullmatch(m[0].strip())]
        for start, end in (*spans, *(m.span() for m in self.patterns.dates.finditer(text))):
            self.never[start:end] = b"\1" * (end - start)

    def all(self) -> Iterator[Number]:
        """Every number that counts; some overlap."""
        for number in (*self._parts(), *self._in_words(), *self._in_digits()):
            if self._counts(number):
                yield number

    def _parts(self) -> Iterator[Number]:
        """Parts by their words: "un tiers", "un habitant sur trois"."""
        patterns = [(self.patterns.share, "share")]
        if self.patterns.parts.search(self.text):
            patterns.append((self.patterns.one_of, "one_of"))
        for pattern, kind in patterns:
            for match in pattern.finditer(self.text):
                if self.patterns.and_a_half.search(
                    self.text[max(0, match.start() - 8) : match.start()]
                ):
                    continue
                start = self._hedged(match.start())
                yield Number(start, match.start(), match.end(), kind, 1)  # type: ignore[arg-type]

    def _in_words(self) -> Iterator[Number]:
        for match in self.patterns.collective.finditer(self.text):
            amount = self.patterns.collectives[match[0].lower()]
            bare = Number(match.start(), match.start(), match.end(), "count", amount, many=True)
            if number := self._with_unit(bare):
                yield number
        for match in self.patterns.words.finditer(self.text):
            bare = Number(match.start(), match.start(), match.end(), "count", self._said(match[0]))
            number = self._with_unit(bare)
            if number and (number.amount >= LEAST_WORDS or number.kind == "money"):
                yield number

    def _said(self, words: str) -> float:
        """The number that ``words`` say: each is added, or multiplies what stands before it."""
        total = current = 0.0
        for word in self.patterns.word.findall(words.lower()):
            value = self.patterns.word_values[word]
            if value >= 1000:
                total, current = total + max(current, 1) * value, 0
            elif value == 100:
                current = max(current, 1) * value
            else:
                current += value
        return total + current

    def _in_digits(self) -> Iterator[Number]:
        for match in _NUMBER.finditer(self.text):
            start, end = match.span()
            amount = self._amount(match[0])
            if amount is None or _LEADING_ZERO.match(match[0]):
                continue
            if self._is_never(start, end) and not self._is_dashed_range(match):
                continue
            if number := self._with_unit(Number(start, start, end, "count", amount)):
                yield number

    def _amount(self, digits: str) -> float | None:
        amount = figure_charts.read_amount(digits, self.lang)
        return float(amount.number) if amount else None

    def _is_never(self, start: int, end: int) -> bool:
        return self.never.find(1, start, end) >= 0

    def _is_dashed_range(self, first: re.Match[str]) -> bool:
        """Whether two numbers with a dash have a unit, "10-15 %"; else they are a score."""
        second = _RANGE_DASH.match(self.text, first.end())
        unit = self.patterns.unit.match(self.text, second.end()) if second else None
        return bool(unit and self.patterns.kinds[unit["unit"]] not in {"duration", "other"})

    # What belongs to a number

    def _with_unit(self, number: Number) -> Number | None:
        """``number`` with all that belongs to it; None where its digits are part of a word."""
        whole = self._ranged(number)
        if whole is None:
            return None
        for longer in (self._with_symbol, self._with_magnitude, self._with_unit_after):
            whole = longer(whole)
        if not whole.unit and self.text[whole.end : whole.end + 1].isalnum():
            return None
        before = self.text[max(0, whole.start - 3) : whole.start]
        if whole.kind == "percent" and (sign := _SIGN.search(before)):
            whole = replace(whole, start=whole.start - len(sign[0]))
        whole = replace(whole, start=self._hedged(whole.start))
        return self._of_change(whole) if whole.kind == "percent" else whole

    def _ranged(self, number: Number) -> Number | None:
        """``number`` up to the second of a range, "12 à 15"; None for a change, "de 12 à 18"."""
        text = self.text
        second = _RANGE_DASH.match(text, number.end) or self.patterns.range.match(text, number.end)
        last = self._amount(second[1]) if second else None
        if not second or last is None or last <= number.amount:
            return number
        opener = self.patterns.opener.search(text[max(0, number.start - 12) : number.start])
        listed = second[0].split()[0].lower() in self.words.word_joiners
        if listed and not opener:
            return number
        if opener and not listed:
            return None
        start = number.start - (len(opener[0]) if opener else 0)
        return replace(number, start=start, end=second.end(), amount=last)

    def _with_symbol(self, number: Number) -> Number:
        """``number`` with the sign of a currency before it, and a short word for many: "£3.2m"."""
        symbol = _SYMBOL.search(self.text[max(0, number.start - 6) : number.start])
        if not symbol:
            return number
        start, unit = number.start - len(symbol[0]), symbol[0].strip()
        number = replace(number, start=start, unit=unit, kind="money")
        return self._times(number, self.patterns.short.match(self.text, number.end))

    def _with_magnitude(self, number: Number) -> Number:
        return self._times(number, self.patterns.magnitude.match(self.text, number.end))

    def _times(self, number: Number, magnitude: re.Match[str] | None) -> Number:
        if not magnitude:
            return number
        amount = number.amount * self.patterns.magnitudes[magnitude[0].strip()]
        return replace(number, end=magnitude.end(), amount=amount, many=True)

    def _with_unit_after(self, number: Number) -> Number:
        unit = self.patterns.unit.match(self.text, number.end)
        if not unit or number.unit or (unit["joiner"] and not number.many):
            return number
        name = unit["unit"]
        amount = number.amount * self.patterns.currencies.get(name, 1)
        kind = self.patterns.kinds[name]
        return replace(number, end=unit.end(), unit=name, kind=kind, amount=amount)

    def _hedged(self, start: int) -> int:
        """Where the hedge before ``start`` begins, or ``start``."""
        at = max(0, start - BEFORE)
        before = self.text[at:start]
        hedge = self.patterns.hedge.search(before)
        return at + hedge.start() if hedge and not self.patterns.no_hedge.search(before) else start

    def _of_change(self, number: Number) -> Number:
        """``number`` with the noun that makes it a rise or a fall: "hausse de 14 %"."""
        at = max(0, number.start - BEFORE)
        if before := self.patterns.change_nouns.search(self.text[at : number.start]):
            return replace(number, start=at + before.start(), change=True)
        if after := self.patterns.change_after.match(self.text, number.end):
            return replace(number, end=after.end(), change=True)
        return number

    # What counts

    def _counts(self, number: Number) -> bool:
        if number.kind == "other":
            return False
        if number.kind == "duration":
            return number.unit in self.words.counted_durations and number.amount >= LEAST_DURATION
        before = self.text[max(0, number.start - BEFORE) : number.start]
        if number.kind in {"money", "percent"} and self.patterns.terms.search(before):
            return False
        if number.kind == "money":
            after = self.text[number.end : number.end + AFTER]
            priced = self.patterns.prices.search(before) or self.patterns.prices.search(after)
            return number.amount >= LEAST_PRICE or not priced
        if number.kind in {"measure", "count"} and self.patterns.after.match(self.text, number.end):
            return False
        return number.kind != "count" or self._counts_things(
            number, self.patterns.chain.sub("", before)
        )

    def _counts_things(self, number: Number, before: str) -> bool:
        """Whether a bare number is one of things, by its digits and by the words ``before`` it."""
        digits = self.text[number.digits : number.end]
        if self.patterns.before.search(before) and not _THOUSANDS.fullmatch(digits):
            return False
        if number.many or not digits[0].isdigit():
            return True
        year = _YEAR.fullmatch(digits) and FIRST_YEAR <= number.amount <= LAST_YEAR
        postcode = (
            _PLAIN_LONG.fullmatch(digits) and self.text[number.end + 1 : number.end + 2].isupper()
        )
        hedged = number.start < number.digits
        known = number.amount < LEAST_KNOWN and not hedged and self.patterns.known.search(before)
        named = _is_named(before, self.nouns_have_capitals)
        return number.amount >= LEAST_COUNT and not (year or postcode or known or named)


def _is_named(before: str, nouns_have_capitals: bool) -> bool:
    """Whether a name, or an acronym, has the number right after ``before``: "COP 21", "Paris 2024"."""
    word = _LAST_WORD.search(before)
    if not word or not _CAPITAL.match(word[1]) or word[1][-1] in ".:!?,;":
        return bool(word and re.fullmatch(r"[A-Z]\.", word[1]))
    first = word.start() == 0 and len(before) < BEFORE
    acronym = len(word[1]) > 1 and word[1].isupper()
    return acronym or (not first and not nouns_have_capitals)
