"""Descriptions: what is said of a page where only a sentence or two of it are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

ENOUGH = 300
"""Characters of paragraphs, from which on no more are taken."""

LONGEST, SHORTEST = 200, 20
"""Characters of a description, and of sentences that describe anything."""

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\u00a0\u202f]?[»”\"')\]]*(?=\s|$)")
_LEFT = {"footnote_ref", "image", "html_inline", "task_box", "left_out", "anchor"}


def opening(tokens: Sequence[Token]) -> str:
    """The words of the first paragraphs among ``tokens`` (set), without numbers of notes and pictures.

    Lists, tables, quotations, code and lines that only announce what follows say little on their own:
    they are taken where there is nothing else.
    """
    for nested in (False, True):
        words = ""
        for text in _paragraphs(tokens, nested=nested):
            words = f"{words} {text}".strip()
            if len(words) >= ENOUGH:
                break
        if words:
            return words
    return ""


def _paragraphs(tokens: Sequence[Token], *, nested: bool) -> Iterator[str]:
    depth = 0
    for at, token in enumerate(tokens):
        if token.type == "footnote_block_open":
            return
        if token.type == "inline" and (nested or depth == 1) and tokens[at - 1].type in _PLACES[nested]:
            text = " ".join(_words(token).split(" "))
            if text and (nested or not text.rstrip().endswith(":")):
                yield text
        depth += token.nesting


_PLACES = {False: {"paragraph_open"}, True: {"paragraph_open", "heading_open"}}


def _words(token: Token) -> str:
    words = "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in token.children or ()
        if child.type not in _LEFT
    )
    return re.sub(r"[ \n\t]+", " ", words).strip(" ")


def shortened(text: str, most: int = LONGEST) -> str:
    """The whole sentences that ``text`` starts with, in at most ``most`` characters.

    Where not even one fits, the words that do, and an ellipsis.
    """
    if len(text) <= most:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text) if found.end() <= most]
    if ends and ends[-1] >= SHORTEST:
        return text[: ends[-1]]
    head = text[: most - 1]
    kept = (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:.–—-\u00a0\u202f")
    return f"{kept}…"
