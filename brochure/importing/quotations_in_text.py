"""Quotations in running text: what stands in quotation marks and is said by somebody.

Names, titles and words set in marks are none: beside them nothing says that somebody speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.importing import passages, word_lists
from brochure.importing.passages import Passage
from brochure.importing.speakers import NOBODY, Speaker, SpeechOf
from brochure.page import LONGEST

FEWEST_WORDS, FEWEST_CHARACTERS = 3, 15
"""Fewer are a word that is quoted, and no saying."""

MOST_WITHIN = 4
"""Marks that may stand open within a quotation when it closes."""

MOST_REMEMBERED = 5000
"""Characters before a quotation in which a surname may have its first name."""

FEWEST_WORDS_ALONE = 6
"""Where little says that somebody speaks: no colon, or a language whose verbs nobody knows here."""

BEFORE, AFTER = 260, 260
"""Characters looked at around a quotation."""

_OPENERS = {
    "»": "«", "«": "»", "”": "“„", "“": "„", '"': '"„“', "’": "‘", "'": "'", "›": "‹", "‹": "›",
    "」": "「", "』": "『",
}  # fmt: skip
"""Each mark that closes a quotation, and those that it closes: „in German“, »so as well«."""

_MARK = re.compile("[«»“”„\"‘’'‹›「」『』]")
_BEFORE_OPENING = frozenset(("", *" ([—–:-'’"))
_TIGHT = frozenset("«„“「『")
"""Marks that open a quotation after other marks too."""

_NEXT_MARK = re.compile('(?<=[ (])[«“„»"‹「『]')

_SIGNED = re.compile(r"(?P<words>.{15,2000}[.!?…]) ?[—–-] ?(?P<by>[^.!?—–]{2,120})\.?")
"""A quotation with its author after a dash."""

_FIRST = frozenset("¿¡([…")
"""What else than a letter or a digit a quotation may begin with."""

LONGEST_MARKED = 4 * LONGEST["quotes.text"]


@dataclass(frozen=True, slots=True)
class FoundQuotation:
    """Words that ``speaker`` said, their sentence, and the passage by its ``place``."""

    words: str
    speaker: Speaker
    sentence: str
    place: int
    start: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch in quotation marks: of the marks, and of the words in them."""

    start: int
    end: int
    first: int
    last: int


def marked(text: str) -> list[Marked]:
    """The stretches of ``text`` in quotation marks, in order; those within others are left out.

    A mark that nothing closes opens nothing.
    """
    found: list[tuple[int, int]] = []
    waiting: list[int] = []
    for match in _MARK.finditer(text):
        at = match.start()
        if _opens(text, at):
            waiting.append(at)
        elif (start := _opened_by(text, at, waiting)) is not None:
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, at + 1))
    return [_without_marks(text, start, end) for start, end in found if end - start <= LONGEST_MARKED]


def _opens(text: str, at: int) -> bool:
    """Whether the mark at ``at`` can open a quotation: after a space, and before a word."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    spaced = text[at] == "«" and after.isspace()
    word = text[at + 2 : at + 3] if spaced else after
    if not (word.isalnum() or word in _FIRST) or text[at] in "”’」』":
        return False
    if text[at] == "'" and not word.isalpha():  # '90s
        return False
    tight = text[at] in _TIGHT and not spaced and not before.isalnum()
    return tight or before in _BEFORE_OPENING


def _opened_by(text: str, at: int, waiting: list[int]) -> int | None:
    """Which of the marks ``waiting``, the last first, the one at ``at`` closes; those after it go."""
    if text[at] in "'’" and text[at + 1 : at + 2].isalnum():
        return None  # an apostrophe
    openers = _OPENERS.get(text[at], "")
    for count in range(1, min(len(waiting), MOST_WITHIN) + 1):
        if text[waiting[-count]] in openers:
            start = waiting[-count]
            del waiting[-count:]
            return start
    return None


def _without_marks(text: str, start: int, end: int) -> Marked:
    inner = text[start + 1 : end - 1]
    first = start + 1 + len(inner) - len(inner.lstrip())
    return Marked(start, end, first, max(first, start + 1 + len(inner.rstrip())))


def quotations(texts: list[Passage], lang: str) -> Iterator[FoundQuotation]:
    """Every quotation in ``texts``, in their order."""
    if word_lists.of_language(lang) is None:
        for passage in texts:
            yield from _after_colons(passage, lang)
        return
    reader = _Reader(lang)
    for passage in texts:
        yield from reader.read(passage)
        reader.previous = passage.text[-3 * BEFORE :]
        reader.read_before = f"{reader.read_before} {passage.text} "[-MOST_REMEMBERED:]


def _after_colons(passage: Passage, lang: str) -> Iterator[FoundQuotation]:
    """Whole sentences in marks after a colon: what is sure without knowing a word of a language."""
    for found in marked(passage.text):
        words = passage.text[found.first : found.last]
        before = passage.text[max(0, found.start - 4) : found.start]
        colon = before.rstrip().endswith((":", "："))
        if colon and len(words.split()) >= FEWEST_WORDS_ALONE and words[-1] in ".!?…" and _fits(words):
            sentence = passages.around(passage.text, found.start, found.end)
            yield FoundQuotation(words, NOBODY, sentence, passage.place, found.start)


def _fits(words: str) -> bool:
    return len(words) <= LONGEST["quotes.text"]


class _Reader:
    """Reads passages in order, and remembers who spoke last, for pronouns."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.speech = SpeechOf(lang)
        self.named: Speaker = NOBODY
        self.previous = ""
        self.read_before = ""

    def read(self, passage: Passage) -> Iterator[FoundQuotation]:
        text = passage.text
        if passage.heading:
            return
        found = marked(text)
        if passage.said and not found:
            yield from self._set_apart(passage)
            return
        last_end, last = 0, None
        for one in found:
            words = text[one.first : one.last].rstrip(",")
            if len(words.split()) < FEWEST_WORDS or len(words) < FEWEST_CHARACTERS:
                continue
            speaker = self._speaker(passage, one, last_end, last)
            words, inner = self._without_inquit(words)
            speaker = inner or speaker
            if speaker is None or not (words := _whole_sentences(words)):
                continue
            if speaker.name:
                self.named = speaker
            last_end, last = one.end, speaker
            sentence = self._sentence(text, one)
            yield FoundQuotation(words, speaker, sentence, passage.place, one.start)

    def _set_apart(self, passage: Passage) -> Iterator[FoundQuotation]:
        """The words of a passage that the source sets apart, by whom it names, or "— Anne Roy"."""
        signed = _SIGNED.fullmatch(passage.text)
        person = self.speech.person(signed["by"]) if signed else None
        speaker = Speaker(passage.by) if passage.by else person.speaker if person else NOBODY
        words = _whole_sentences(signed["words"] if signed and person else passage.text)
        if speaker.name and len(words.split()) >= FEWEST_WORDS:
            sentence = passages.around(passage.text, 0, len(words))
            yield FoundQuotation(words, speaker, sentence, passage.place, 0)

    def _speaker(
        self, passage: Passage, one: Marked, last_end: int, last: Speaker | None
    ) -> Speaker | None:
        text = passage.text
        lead = self._lead(text, one, last_end)
        if self.speech.patterns.names_of.search(word_lists.straight(lead)):
            return None
        found = self.speech.after(self._tail(text, one), closed=text[one.last - 1] in ".…")
        if found is None and not self._is_named_thing(text, one, lead):
            found = self.speech.before(lead)
        if found is None and last is not None and not text[last_end : one.start].strip(" ,.;:"):
            return last
        if found is None and last is not None and text[one.first].isupper() and not lead.strip():
            return last
        if found is None and passage.said and passage.by:
            return Speaker(passage.by)
        if isinstance(found, str):
            return self._resolved(text, one, found, last_end)
        if found and found.name and " " not in found.name:
            return self.speech.full(found, self._read(text, one.start)) or found
        return found

    def _read(self, text: str, at: int) -> str:
        """What was read before ``at`` in ``text``, as much as is remembered."""
        return self.read_before + text[max(0, at - MOST_REMEMBERED) : at]

    def _is_named_thing(self, text: str, one: Marked, lead: str) -> bool:
        """Whether a few words, or some that are explained, are a name: "le Centre lance « X », un"."""
        if lead.rstrip()[-1:] in {":", ","} or self.speech.patterns.saying.search(
            word_lists.straight(lead)
        ):
            return False
        explained = self.speech.explains(text[one.end : one.end + AFTER])
        return explained or len(text[one.first : one.last].split()) < FEWEST_WORDS_ALONE

    def _lead(self, text: str, one: Marked, last_end: int) -> str:
        """The sentence before a quotation, up to its mark."""
        start = max(last_end, one.start - BEFORE)
        window = text[start : one.start]
        ends = passages.sentence_ends(window + "X", self.lang)[:-1]
        return window[ends[-1] :].lstrip() if ends else window.lstrip()

    def _tail(self, text: str, one: Marked) -> str:
        """What follows a quotation up to the sentence's end, or the next mark."""
        window = text[one.end : one.end + AFTER]
        mark = _NEXT_MARK.search(window)
        window = window[: mark.start()] if mark else window
        ends = passages.sentence_ends(window, self.lang)
        first = next((end for end in ends if end > 3), len(window))
        return window[:first]

    def _resolved(self, text: str, one: Marked, pronoun: str, last_end: int) -> Speaker:
        """Who ``pronoun`` is: the person that a sentence before begins with, or who spoke last.

        Nobody is named where another subject may have come between.
        """
        if pronoun.lower() in self.speech.words.nobody:
            return NOBODY
        between = text[max(last_end, one.start - 3 * BEFORE) : one.start]
        before = [sentence for _, sentence in passages.sentences(between, self.lang)]
        if not last_end:
            before = [*(s for _, s in passages.sentences(self.previous, self.lang)), *before]
        for sentence in reversed(before[-4:]):
            if speaker := self.speech.at_start(sentence):
                return speaker
        spoke = last_end > 0 or not one.start
        return self.named if spoke and len(before) <= 2 else NOBODY

    def _without_inquit(self, words: str) -> tuple[str, Speaker | None]:
        """``words`` without what the writer put between them, "dit X", and who that is.

        The longer of the parts before and after stays, where it is whole; else nothing does.
        """
        for comma in re.finditer(r", ", words):
            tail = words[comma.start() :]
            if not self.speech.patterns.says.match(word_lists.straight(tail), 2):
                continue
            speaker = self.speech.after(tail[:AFTER])
            if not isinstance(speaker, Speaker) or not speaker.name:
                continue
            at = tail.find(speaker.by if speaker.role else speaker.name)
            at += len(speaker.by if speaker.role else speaker.name)
            if tail[at : at + 1] == ".":
                parts = (words[: comma.start()], tail[at + 1 :].strip())
                best = max(parts, key=len)
                return (best, speaker) if len(best.split()) >= FEWEST_WORDS else ("", None)
            if tail[at : at + 1] in {",", ""}:
                return "", None
        return words, None

    def _sentence(self, text: str, one: Marked) -> str:
        """The sentences from where a quotation opens to where it is signed."""
        first = max(0, one.start - passages.LONGEST_SENTENCE)
        ends = passages.sentence_ends(text[first : one.start] + "X", self.lang)[:-1]
        start = first + (ends[-1] if ends else 0)
        end = min(one.end + len(self._tail(text, one)), len(text))
        return passages.around(text[start:end].strip(), one.start - start, one.end - start)


def _whole_sentences(words: str) -> str:
    """``words``, or as many of their first sentences as a page takes; "" if the first is too long."""
    if _fits(words):
        return words
    cut = max(words.rfind(mark, 0, LONGEST["quotes.text"]) for mark in (". ", "! ", "? ", "… "))
    return words[: cut + 1]
