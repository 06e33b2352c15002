"""Labels of figures: what a number in a sentence counts, in the words that stand beside it.

    plus de 4 000 [participants venus du monde entier]     a count, and what is counted
    38 % [des foyers trient leurs biodéchets]              a share, and of what, and what it does
    Le [budget de la culture] s'élève à 3,2 M€             an amount, and what reaches it
    [La dette a baissé] de 12 %                            a change, and what changes

A label is one stretch of the sentence, of as much as a product's label takes. Where no rule is sure of
what is counted there is no label, and then no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from brochure.importing import noun_phrases, word_lists
from brochure.importing.numbers_in_text import LEAST_PRICE, Number
from brochure.importing.word_lists import any_of, straight

LONGEST_CLAUSE = 96
"""Characters of a label that is a clause: what a share of people do, or what rises."""

BEFORE = 150
"""Characters looked at before a number."""

MOST_INTRODUCING = 3
"""Words that may stand before a share that begins a clause: "En France, …", "At present …"."""

_CLAUSE_START = re.compile(r"[.;:!?«»\"“”„(\[–—] ?|, ")
_CLAUSE_END = re.compile(r"[.;:!?()«»\"“”„—–]")
_COMMA = re.compile(", ")
_DIGIT = re.compile(r"\d")
_NAMED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<=[A-Za-z])\d{1,2}(?!\d)")
"""Digits that are no other number: a year, "le budget 2026", and what is called so, "CO2"."""

_Span: TypeAlias = tuple[int, int]


def label_of(sentence: str, number: Number, lang: str) -> str:
    """What ``number`` of ``sentence`` counts, as the sentence says it; "" where nobody can be sure.

    ``lang`` has lists of words.
    """
    span = _Beside(sentence, number, lang).label()
    return sentence[slice(*span)].strip(" ,") if span else ""


@dataclass(frozen=True, slots=True)
class _Patterns:
    reaching: re.Pattern[str]
    changing: re.Pattern[str]
    holder: re.Pattern[str]
    determiner: re.Pattern[str]
    age: re.Pattern[str]
    listed: re.Pattern[str]
    pronoun: re.Pattern[str]


def _has_number(text: str) -> bool:
    """Whether ``text`` holds a number beside years and names."""
    return bool(_DIGIT.search(_NAMED.sub("", text)))


@cache
def _patterns(lang: str) -> _Patterns:
    lists = word_lists.known(lang)
    labels, flags = lists.labels, re.IGNORECASE
    between = r"(?: \S{1,24}){0,4}" if labels.nouns_have_capitals else r"(?: \S{1,12})?"
    changing = (entry.rpartition(" ") for entry in sorted(labels.changing, key=len, reverse=True))
    verbs = "|".join(rf"{re.escape(verb)}{between} {re.escape(last)}" for verb, _, last in changing)
    noun = r"[^\W\d_][\w-]{2,24}"
    led = rf"(?:{any_of(labels.of)} ?)?" if not labels.nouns_have_capitals else ""
    one = r"[A-ZÄÖÜ]\w+" if labels.nouns_have_capitals else r"[^\W\d_]{2,24}[sx]"
    return _Patterns(
        reaching=re.compile(rf"(?<= ){any_of(labels.reaching)}{between} ?$"),
        changing=re.compile(rf"(?<= )(?P<verb>{verbs}) $"),
        holder=re.compile(
            rf"(?<!\w)(?:{any_of(labels.determiners)} ?){{1,2}}(?P<noun>{noun}(?: {led}{noun}){{0,2}}?)"
            rf" {any_of(labels.holders)} ?$",
            flags,
        ),
        determiner=re.compile(rf"(?:{any_of((*labels.joiners, *labels.determiners))} ?){{1,2}}", flags),
        listed=re.compile(rf"(?:, {one}(?: {one})?){{1,3}} {any_of(labels.joiners)} {one}(?!\w)", 0),
        age=re.compile(rf"\d{{1,3}} {any_of(lists.numbers.durations)}"),
        pronoun=re.compile(rf"{any_of((*lists.speech.pronouns, *labels.pronouns))}", flags),
    )


class _Beside:
    """The words beside one number of a sentence."""

    def __init__(self, sentence: str, number: Number, lang: str) -> None:
        self.text = straight(sentence)
        self.number = number
        lists = word_lists.known(lang)
        self.words = lists.labels
        self.phrases = noun_phrases.phrases(lang)
        self.patterns = _patterns(lang)
        self.de_after_many = "de" in lists.numbers.unit_joiners
        window = self.text[max(0, number.start - BEFORE) : number.start]
        starts = [match.end() for match in _CLAUSE_START.finditer(window)]
        self.clause = window[starts[-1] :] if starts else window
        """What of the number's clause stands before it."""

    def label(self) -> _Span | None:
        """From where to where the label goes."""
        number, of = self.number, self.words.of
        if number.kind == "count":
            return self._after(of if number.many and self.de_after_many else ())
        if number.kind == "one_of":
            return self._clause(number.end) or self._after(())
        if number.kind == "share":
            return self._part()
        if number.kind == "duration":
            return self._after(of)
        if number.kind == "percent":
            if number.change:
                return self._after(self.words.change_of)
            held = None if self.words.nouns_have_capitals else self._holder()
            return self._changing() or self._part() or self._reaching() or held
        before = self._after(of) or self._reaching() or self._holder()
        purposes = number.kind == "money" and number.amount >= LEAST_PRICE
        return before or (self._after(self.words.purposes) if purposes else None)

    # After the number

    def _after(self, links: Iterable[str]) -> _Span | None:
        """The noun phrase after the number, led to by one of ``links`` where there are some."""
        words = noun_phrases.words_from(self.text, self.number.end)
        known = frozenset(links)
        if not words or words[0].start > self.number.end + 1:
            return None
        first = self.phrases.starts(words, 0, known)
        if first and self.phrases.starts(words, 0, self.phrases.stops) > first:  # "d'ici à 2030"
            return None
        if known and not first and not self.words.nouns_have_capitals:
            return None
        if first and self.phrases.is_time(words, first, 1 if known == {*self.words.of} else 3):
            return None
        if not known and self.phrases.is_time(words, 0):
            return None
        end = self.phrases.end(words, first)
        if end == first:
            return None
        listed = self.patterns.listed.match(self.text, words[end - 1].end)
        last = listed.end() if listed and not known else words[end - 1].end
        return words[0].start, last if last - words[0].start <= LONGEST_CLAUSE else words[end - 1].end

    def _part(self) -> _Span | None:
        """The whole that a share is of, and what it does where that is said: "des foyers trient"."""
        phrase = self._after(self.words.of)
        if phrase is None:
            return None
        words = noun_phrases.words_from(self.text, self.number.end)
        led = self.phrases.starts(words, 0, frozenset(self.words.of))
        return (self._clause(phrase[0]) if led else None) or phrase

    def _clause(self, start: int) -> _Span | None:
        """All from ``start`` to the clause's end, where the number is the clause's subject."""
        if not self._is_subject():
            return None
        end = _CLAUSE_END.search(self.text, start)
        last = end.start() if end else len(self.text)
        for comma in _COMMA.finditer(self.text, start, last):
            after = noun_phrases.words_from(self.text, comma.end())
            goes_on = after and (
                after[0].lower in self.phrases.stops or after[0].lower in self.phrases.particles
            )
            if goes_on or last - start > LONGEST_CLAUSE:  # and no list: "mit Bus, Bahn oder Rad"
                last = comma.start()
                break
        clause = self.patterns.age.sub("", self.text[start:last].strip())
        if not 3 <= len(clause) <= LONGEST_CLAUSE or _DIGIT.search(clause):
            return None
        return start, last

    def _is_subject(self) -> bool:
        """Whether the number begins its clause, but for an article or a few words of when and where."""
        before = self.clause.strip()
        if not before or self.patterns.determiner.fullmatch(f"{before} "):
            return True
        first, *rest = before.lower().split()
        leading = first in self.phrases.stops or first in self.phrases.particles
        return leading and len(rest) < MOST_INTRODUCING and not _DIGIT.search(before)

    # Before the number

    def _reaching(self) -> _Span | None:
        """The subject of a verb that leads to the number: "le coût atteint"."""
        match = self.patterns.reaching.search(self.clause)
        if not match:
            return None
        subject = self.clause[: match.start() - 1]
        first = 0
        words = noun_phrases.words_from(subject, 0)
        leading = {*self.words.determiners, *self.words.pronouns, *self.words.joiners}
        for word in words:
            if word.lower not in leading:
                if word.lower in self.phrases.stops or word.lower in self.phrases.particles:
                    return None  # "bei jeder Familie": where it is so, and not what it is of
                break
            first = word.end
        noun = subject[first:].strip()
        if not 3 <= len(noun) <= noun_phrases.LONGEST or self._is_vague(noun):
            return None
        at = self.number.start - len(self.clause)
        return at + first, at + len(subject)

    def _is_vague(self, subject: str) -> bool:
        """Whether ``subject`` holds another number, or names nothing, or is a pronoun."""
        words = subject.split()
        return bool(
            _has_number(subject)
            or self.patterns.pronoun.fullmatch(words[0])
            or self.patterns.pronoun.fullmatch(words[-1])
        )

    def _changing(self) -> _Span | None:
        """The clause of what rises or falls, without its last word: "la dette a baissé"."""
        match = self.patterns.changing.search(self.clause)
        subject = self.clause[: match.start()].strip() if match else ""
        if not match or not subject or self._is_vague(subject):
            return None
        said = self.clause[: match.end()].rstrip()
        if said.rpartition(" ")[2] in self.words.change_links:
            said = said.rpartition(" ")[0]
        if _has_number(said) or len(said) > LONGEST_CLAUSE:
            return None
        at = self.number.start - len(self.clause)
        first = subject.partition(" ")[0]
        start = at + len(first) + 1 if first.lower() in self.words.joiners else at
        return start, at + len(said)

    def _holder(self) -> _Span | None:
        """The noun that an amount belongs to: "une enveloppe de"."""
        match = self.patterns.holder.search(self.clause)
        at = self.number.start - len(self.clause)
        return (at + match.start("noun"), at + match.end("noun")) if match else None
