"""Words that no language has: pasted data, a drawing, a key. They are refused before they are set.

Engines look at a word as a whole for each line that it fills: one of 10,000 characters takes half a
minute, one of 100,000 an hour. Addresses may have any length: they are parted where lines may end.
Nor are there words in scripts that set no spaces between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 1000
"""Characters of a word; the longest of any language have fewer than 200."""

_SHOWN = 40

_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean."""

_IN_WORD, _SIGN = rf"[^\s\u00ad\u200b{_NO_SPACES}]", rf"[^\w\s{_NO_SPACES}]"
_WORD = re.compile(rf"(?<!{_IN_WORD}){_IN_WORD}{{{LONGEST + 1},}}")
_SIGNS = re.compile(rf"(?<!{_SIGN}){_SIGN}{{{LONGEST + 1},}}")
_ADDRESS = re.compile(r"\w://|^\W?(?:www\.|mailto:|tel:)")


class LongWord(NamedTuple):
    """A word that is too long: how it begins, its length in characters, and its line, from 0."""

    start: str
    length: int
    line: int


def of_signs(text: str) -> Iterator[LongWord]:
    """The runs of signs in ``text`` that are too long, which even parsing them would take for ever."""
    return _found(text, _SIGNS)


def of_words(tokens: Sequence[Token]) -> Iterator[LongWord]:
    """The words among the ``tokens`` of a body, its code as well, that are too long for a line."""
    for token in tokens:
        first = token.map[0] if token.map else 0
        if token.type == "inline":
            words = "".join(map(_words, token.children or []))
        elif token.type in {"fence", "code_block"}:
            words, first = token.content, first + (token.type == "fence")
        else:
            continue
        yield from (word._replace(line=first + word.line) for word in _found(words, _WORD))


def _words(child: Token) -> str:
    """What ``child`` of a paragraph prints; marks of emphasis do not end a word."""
    if child.type in {"softbreak", "hardbreak"}:
        return "\n"
    return child.content if child.type in {"text", "code_inline"} else ""


def _found(text: str, pattern: re.Pattern[str]) -> Iterator[LongWord]:
    for found in pattern.finditer(text):
        if not _ADDRESS.search(found[0]):
            yield LongWord(found[0][:_SHOWN], len(found[0]), text.count("\n", 0, found.start()))
