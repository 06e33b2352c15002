"""Enumerations: the items that some words of a text announce, in the same sentence or as a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from brochure.text import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

_LAST = re.compile(r"^(?:et|ou|and|or|und|oder|y|e|o)\s+", re.IGNORECASE)
"""What joins the last item to the one before it."""

_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?](?=\s|$)")
_COMMA = re.compile(r",\s+(?![^()]*\))")
_COLON = re.compile(r"\s?:\s")
_JOINED = re.compile(r",?\s+(?:et|and|und|y)\s+(?=[^,]*$)")


def after(words: str, body: str) -> tuple[str, ...] | None:
    """The items announced by ``words`` in ``body`` (Markdown), or None when it does not say them.

    They are the list that comes next when the paragraph ends there, else what follows in the
    sentence: behind its colon if it has one, parted by semicolons if it has any, else by commas.
    """
    tokens = markdown.parser().parse(body)
    wanted = _spaced(words)
    for at, token in enumerate(tokens):
        if token.type != "inline" or (found := _spaced(_text(token)).find(wanted)) < 0:
            continue
        rest = _spaced(_text(token))[found + len(wanted) :].strip(" :,")
        return _listed(tokens[at + 1 :]) if not rest.strip(".") else _in_sentence(rest)
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
    depth = 0
    for before, token in zip(tokens, tokens[2:], strict=False):
        depth += before.nesting
        if before.type == "list_item_open" and before.level == 1:
            items.append(_text(token).strip(" ;,.") if token.type == "inline" else "")
        if before.type.endswith("list_close") and before.level == 0:
            break
        if before.level == 0 and before.type not in {
            "paragraph_close", "heading_close", "bullet_list_open", "ordered_list_open",
        }:  # fmt: skip
            break
    return tuple(items) if all(items) else ()


def _in_sentence(rest: str) -> tuple[str, ...]:
    end = _SENTENCE_END.search(rest)
    sentence = rest[: end.start()] if end else rest
    sentence = _COLON.split(sentence, maxsplit=1)[-1]
    parts = sentence.split(";") if ";" in sentence else _COMMA.split(_JOINED.sub(", ", sentence))
    return tuple(_LAST.sub("", part.strip(" .")) for part in parts if part.strip(" ."))
