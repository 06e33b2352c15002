"""Passages: the paragraphs of what was imported as running text, and the sentences in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brochure.importing import word_lists
from brochure.importing.imported import (
    Block,
    Heading,
    Inlines,
    List,
    Paragraph,
    Quotation,
    plain,
)
from brochure.page import LONGEST

LONGEST_SENTENCE = 360
"""Characters of a sentence that is shown beside what was found in it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one paragraph, item of a list or heading, with single spaces, and its ``place``.

    ``place`` counts passages from 0. ``said`` tells that it is set apart as a quotation, whose
    author is ``by``.
    """

    text: str
    place: int
    heading: bool = False
    said: bool = False
    by: str = ""


def passages_of(blocks: Sequence[Block]) -> list[Passage]:
    """The passages of ``blocks`` in their order; lines that were kept as lines are one each.

    Tables, captions, code and footnotes hold no sentences of the text.
    """
    return [
        Passage(text, place, heading, said, by)
        for place, (text, heading, said, by) in enumerate(_texts(blocks))
    ]


def _texts(
    blocks: Sequence[Block], said: bool = False, by: str = ""
) -> Iterator[tuple[str, bool, bool, str]]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            for line in _lines(block.inline):
                yield line, isinstance(block, Heading), said, by
        elif isinstance(block, List):
            for item in block.items:
                yield from _texts(item, said, by)
        elif isinstance(block, Quotation):
            author = " ".join(block.by.split())
            author = author if len(author) <= LONGEST["quotes.by"] else ""
            inner = list(_texts(block.blocks, True, author))
            signature = inner[-1][0] if len(inner) > 1 and not author else ""
            if signature[:1] in {"—", "–", "-"}:  # its author, in a paragraph of its own
                *inner, _ = inner
                inner[-1] = (f"{inner[-1][0]} {signature}", *inner[-1][1:])
            yield from inner


def _lines(inline: Inlines) -> Iterator[str]:
    lines = (" ".join(line.split()) for line in plain(inline).split("\n"))
    return (line for line in lines if line)


_END = re.compile(r"(?<![.!?…])[.!?…]++[\"»”’“')\]]{0,3} (?=[\"«„“‘»(\[¿¡—–-]{0,2} ?[^\W_])")
_LAST_WORD = re.compile(r"\S{1,30}$")
_SHORT_NUMBER = re.compile(r"\(?\d{1,3}\.")


def sentence_ends(text: str, lang: str) -> list[int]:
    """Where the sentences of ``text`` end, each after its last mark; the last is the end of ``text``.

    No sentence ends after an abbreviation, an initial, or a short number with a full stop ("7. Juni"),
    nor before a small letter.
    """
    lists = word_lists.of_language(lang)
    abbreviations = lists.abbreviations if lists else frozenset()
    found = []
    for match in _END.finditer(text):
        first = _first(text, match.end())
        if first.islower():
            continue
        word = _LAST_WORD.search(text, max(0, match.start() - 30), match.start() + 1)
        last = word_lists.straight(word[0]) if word else ""
        if last.endswith(".") and (
            last.lower().lstrip('("«') in abbreviations
            or (len(last.lstrip("(")) == 2 and last[-2].isupper())
            or _SHORT_NUMBER.fullmatch(last)
        ):
            continue
        found.append(match.end() - 1)
    return [*found, len(text)]


def _first(text: str, at: int) -> str:
    """The first letter or digit from ``at`` on, beyond opening marks."""
    return next((char for char in text[at : at + 4] if char.isalnum()), "")


def sentences(text: str, lang: str) -> Iterator[tuple[int, str]]:
    """The sentences of ``text``, each with where it starts."""
    start = 0
    for end in sentence_ends(text, lang):
        if sentence := text[start:end].strip():
            yield start + len(text[start:end]) - len(text[start:end].lstrip()), sentence
        start = end


def around(text: str, start: int, end: int) -> str:
    """``text``, or as much of it around ``start`` to ``end`` as is shown: whole words."""
    if len(text) <= LONGEST_SENTENCE:
        return text
    room = max(0, LONGEST_SENTENCE - (end - start)) // 2
    first, last = max(0, start - room), min(len(text), end + room)
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    return text[first:last].strip()
