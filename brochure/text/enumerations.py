"""Enumerations: the items that some words of a text announce, in the same sentence or as a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from brochure.text import locales, markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?](?=\s|$)")
_COMMA_OR_BRACKET = re.compile(r",\s+|[()]")
_COLON = re.compile(r"\s?:\s")


def after(words: str, body: str) -> tuple[str, ...] | None:
    """The items announced by ``words`` in ``body`` (Markdown), or None where the body lacks them.

        after("On y trouve", "On y trouve des bancs, des arbres et une fontaine.")
        # ("des bancs", "des arbres", "une fontaine")

    They are the list that comes next when the paragraph ends there, else what follows in the
    sentence: behind its colon if it has one, parted by semicolons if it has any, else by commas. The
    last one may be joined by the "and" or "or" of any language that has a file.
    """
    tokens = markdown.parser().parse(body)
    wanted = _spaced(words)
    for at, token in enumerate(tokens):
        if token.type != "inline" or (start := _spaced(_text(token)).find(wanted)) < 0:
            continue
        # A colon right behind the words, or at their end, is the one that announces.
        rest = _spaced(_text(token))[start + len(wanted.rstrip(" :")) :]
        return _in_sentence(rest) if rest.strip(" :,.") else _listed(tokens[at + 1 :])
    return None


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _text(token: Token) -> str:
    return "".join(
        c.content if c.type not in {"softbreak", "hardbreak"} else " " for c in token.children or []
    )


def _listed(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The first line of each item of the list that opens ``tokens``."""
    items: list[str] = []
    for before, token in zip(tokens, tokens[2:], strict=False):
        if before.type == "list_item_open" and before.level == 1:
            items.append(_text(token).strip(" ;,."))
        if before.level == 0 and before.type not in {
            "paragraph_close", "heading_close", "bullet_list_open", "ordered_list_open",
        }:  # fmt: skip
            break
    return tuple(items) if all(items) else ()


def _in_sentence(rest: str) -> tuple[str, ...]:
    """The items in the first sentence of ``rest``: "un, deux et trois. La suite." has three."""
    end = _SENTENCE_END.search(rest)
    sentence = rest[: end.start()] if end else rest
    sentence = _COLON.split(sentence, maxsplit=1)[-1].strip(" :,")
    last_joint, conjunction = conjunctions()
    last = max(sentence.rfind(","), 0)
    joined = sentence[:last] + last_joint.sub(", ", sentence[last:])
    parts = sentence.split(";") if ";" in sentence else _between_commas(joined)
    return tuple(conjunction.sub("", part.strip(" .")) for part in parts if part.strip(" ."))


def _between_commas(sentence: str) -> list[str]:
    """What stands between commas; those in brackets, before one that closes, are part of an item."""
    parts, waiting, start = list[str](), list[re.Match[str]](), 0
    for found in (*_COMMA_OR_BRACKET.finditer(sentence), None):
        if found and found[0][0] == ",":
            waiting.append(found)
            continue
        for comma in waiting if not found or found[0] == "(" else ():
            parts.append(sentence[start : comma.start()])
            start = comma.end()
        waiting.clear()
    return [*parts, sentence[start:]]


@cache
def conjunctions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What joins the last of several items, and what may stand before the last one, in all languages.

    A language's "and" stands for the last comma, or after it, where no other follows; an "or" only
    after one.
    """
    rules = [locales.rules(lang) for lang in locales.files()]
    ands = [re.escape(word) for of in rules for word in of.and_words]
    ors = [re.escape(word) for of in rules for word in of.or_words]
    return (
        re.compile(rf"(?<!\s),?\s+(?:{'|'.join(ands)})\s+"),
        re.compile(rf"^(?:{'|'.join((*ands, *ors))})\s+", re.IGNORECASE),
    )
