"""Noun phrases: how far the words go that name a thing, "participants venus du monde entier".

Without a lexicon: a phrase goes on until a word of the language that cannot be of it, a verb by its
ending, a mark, a number or a time. Where nouns have capitals, these tell.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cache

from brochure.importing import word_lists
from brochure.importing.word_lists import LabelWords
from brochure.text import locales

LONGEST = 60
"""Characters of a phrase."""

MOST_ADJECTIVES = 3

_PLURALS = ("s", "x")

_WORDS = re.compile(r"[^\W\d_]+'|\w[\w.·-]*\w|\w|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a mark, of a text, from ``start`` to ``end``."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Whether it is a word, and no mark and no number."""
        return self.text[0].isalpha()


def words_from(text: str, at: int) -> list[Word]:
    """The words and marks of ``text`` from ``at`` on, some more than a phrase has."""
    window = text[at : at + LONGEST + 40]
    return [Word(m[0], at + m.start(), at + m.end()) for m in _WORDS.finditer(window)]


@cache
def phrases(lang: str) -> NounPhrases:
    """The noun phrases of ``lang``, which has lists of words."""
    return NounPhrases(lang)


class NounPhrases:
    """How noun phrases go in one language. Texts have straight apostrophes (`word_lists.straight`)."""

    def __init__(self, lang: str) -> None:
        lists = word_lists.known(lang)
        self.words: LabelWords = lists.labels
        self.particles = frozenset((*self.words.particles, *self.words.determiners))
        self.stops = frozenset(self.words.stops)
        self.tails = frozenset(self.words.tails)
        self.pronouns = frozenset(self.words.pronouns)
        self.articles = frozenset((*self.words.determiners, *self.words.of))
        numbers = lists.numbers
        counting = (
            word for word, value in word_lists.named_numbers(numbers.words).items() if value > 1
        )
        self.several = frozenset(self.words.several)
        self.times = frozenset(
            word.lower() for word in (*numbers.durations, *locales.rules(lang).month_names, *counting)
        )

    def end(self, words: list[Word], at: int) -> int:
        """After which of ``words`` the phrase ends that begins at ``at``; ``at`` where there is none.

        Where ``at`` is not 0, the words before it lead to the phrase: "de".
        """
        found = (
            self._by_capitals(words, at)
            if self.words.nouns_have_capitals
            else self._by_words(words, at)
        )
        if any(word.lower in self.pronouns for word in words[at:found]):
            return at
        return found

    def starts(self, words: list[Word], at: int, phrases: Set[str]) -> int:
        """How many words from ``at`` on are one of ``phrases``; 0 for none."""
        for count in (3, 2, 1):
            known = words[at : at + count]
            if len(known) == count and _joined(known) in phrases:
                return count
        return 0

    def is_time(self, words: list[Word], at: int, within: int = 1) -> bool:
        """Whether the words from ``at`` on tell when, or how long: one of the first ``within`` does."""
        return any(
            word.lower in self.times or word.text[0].isdigit() for word in words[at : at + within]
        )

    # Nouns in small letters

    def _by_words(self, words: list[Word], at: int) -> int:
        last, i, led = at, at, at > 0
        while i < len(words) and self._fits(words, i):
            if last > at and self._joins(words, i):
                i += 2
                last, led = i, False
                continue
            particle = words[i].lower in self.particles
            stop = self.starts(words, i, self.stops) or self._is_verb(words, i, last > at)
            if stop and (not led or (i > at and words[i].lower in self.stops and not particle)):
                break
            if particle and words[i].lower not in self.words.of and self.is_time(words, i + 1, 2):
                break
            if last == at and not led and words[i].text[0].isupper() and not _is_acronym(words[i].text):
                break
            i += 1
            last = last if particle else i
            led = particle
        nouns = [word for word in words[at:last] if word.lower not in self.particles]
        return last if any(len(noun.text) > 2 for noun in nouns) else at

    def _fits(self, words: list[Word], i: int) -> bool:
        """Whether the word at ``i`` stands right after the one before, and in reach."""
        apart = i > 0 and words[i].start - words[i - 1].end > 1
        return words[i].is_word and not apart and words[i].end - words[0].start <= LONGEST

    def _joins(self, words: list[Word], i: int) -> bool:
        """Whether a second noun is meant too: "300 élèves et enseignants"; not "et 60 apprentis"."""
        if words[i].lower not in self.words.joiners or i + 1 >= len(words):
            return False
        noun, after = words[i + 1], words[i + 2] if i + 2 < len(words) else None
        if not noun.text[0].islower() or noun.lower[-1] not in "sx":
            return False
        if self.starts(words, i + 1, self.stops) or noun.lower in self.particles:
            return False
        if self.is_time([noun], 0) or noun.lower in self.several:
            return False
        goes_on = after is not None and (
            self.is_time([after], 0) or after.lower in self.words.determiners
        )
        return noun.end - words[0].start <= LONGEST and not goes_on

    def _is_verb(self, words: list[Word], i: int, after_noun: bool) -> bool:
        word = words[i]
        if not after_noun:
            return self._is_participle_alone(words, i)
        if not word.text[0].islower():
            return False
        if len(word.text) > 3 and word.lower.endswith(self.words.verb_endings):
            return True
        plural = words[i - 1].lower.endswith(_PLURALS) or words[i - 1].lower in self.words.plurals
        if plural and self.words.plurals_agree:
            known = word.lower in self.particles or word.lower in self.words.invariable
            return not known and not word.lower.endswith(_PLURALS)
        return plural and bool(self.words.participles) and word.lower.endswith(self.words.participles)

    def _is_participle_alone(self, words: list[Word], i: int) -> bool:
        """Whether a participle leads to no plural: "1,160 received money", "12 registered players"."""
        if not self.words.participles or not words[i].lower.endswith(self.words.participles):
            return False
        after = (word.lower for word in words[i + 1 : i + 3])
        return not any(word.endswith(_PLURALS) or word in self.words.plurals for word in after)

    # Nouns with capitals

    def _by_capitals(self, words: list[Word], at: int) -> int:
        noun = self._noun(words, at, led=at > 0)
        if noun is None:
            return at
        end = noun + 1
        while (longer := self._tail(words, end)) > end:
            end = longer
        return end

    def _noun(self, words: list[Word], at: int, led: bool) -> int | None:
        """Where the noun stands that an article, if ``led``, and adjectives from ``at`` on lead to."""
        i = at
        while i < min(len(words), at + MOST_ADJECTIVES + 1):
            word = words[i]
            if word.text[0].isupper():
                return i
            article = led and i == at and word.lower in self.articles
            adjective = word.lower not in self.stops and word.lower.endswith(
                self.words.adjective_endings
            )
            if not word.is_word or not (article or adjective):
                return None
            i += 1
        return None

    def _tail(self, words: list[Word], at: int) -> int:
        """Where what hangs on a noun ends, "der Region", "am Tag"; ``at`` where nothing does."""
        count = self.starts(words, at, self.tails)
        if not count:
            return at
        after = at + count
        if words[after - 1].text[0].isupper():  # a tail that is whole, "am Tag"
            return after
        noun = self._noun(words, after, led=True)
        if noun is None or words[noun].end - words[0].start > LONGEST or self.is_time(words, after):
            return at
        return noun + 1


def _is_acronym(word: str) -> bool:
    """Whether ``word`` is a noun of capitals: "PME", "SMEs"."""
    return len(word) > 1 and word.rstrip("s").isupper()


def _joined(words: list[Word]) -> str:
    """Words as they stand in a text, in small letters: with a space but after an apostrophe."""
    return "".join(w.lower if w.text.endswith("'") else f"{w.lower} " for w in words).strip()
