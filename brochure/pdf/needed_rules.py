"""Needed rules: of our own style sheet those that can match anything in a document.

The sheet has forms for whatever a text may hold: tables, notes, lists in lists. A page has a few of
them, and parsing the others takes longer than setting a page of text. A rule is left out where each of
its selectors asks for an element, a class or an id of a name that is no word of the document's HTML;
whatever is not understood stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_PIECE = re.compile(
    r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|\"(?:\\.|[^\"\\])*+(?:\"|\Z)|'(?:\\.|[^'\\])*+(?:'|\Z)"
    r"|url\([^)]*+|(?P<sign>[{};])",
    re.DOTALL,
)
"""What ends a rule, and what a sign that looks like it may stand in (CSS Syntax 3, 4.3)."""

_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)")
_ASKS_NO_NAME = re.compile(r"\[[^\]\[]*+\]|::?[\w-]++(?:\([^()]*+\))?")
"""Attributes and pseudo-classes, whatever they say: what they leave out is not told by names."""

_NAME = re.compile(r"[\w-]+")

_IMPLIED = frozenset({"html", "head", "body", "p", "tbody", "tr", "colgroup"})
"""Elements that a document has without a tag (HTML, 13.1.2.4)."""


class Rule(NamedTuple):
    """A rule's ``text``, and the names that each of its selectors asks for: none where it is kept."""

    text: str
    asks: tuple[frozenset[str], ...]

    def can_match(self, names: frozenset[str]) -> bool:
        """Whether any of its selectors can match in a document of ``names``."""
        return not self.asks or any(asked <= names for asked in self.asks)


def rules_of(css: str) -> Iterator[Rule]:
    """The rules of a style sheet, in their order. Their texts are all of it."""
    start, depth, head = 0, 0, ""
    for piece in _PIECE.finditer(css):
        sign = piece["sign"]
        if sign == "{":
            head = head if depth else css[start : piece.start()]
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        if sign in {"}", ";"} and not depth:
            yield Rule(css[start : piece.end()], _asks(head) if sign == "}" else ())
            start, head = piece.end(), ""
    yield Rule(css[start:], ())


@lru_cache(maxsize=2_000)
def _asks(head: str) -> tuple[frozenset[str], ...]:
    """The names that each selector before a block asks for; none where it is kept in any case."""
    selectors = _COMMENT.sub(" ", head).strip()
    if not selectors or selectors.startswith("@") or "\\" in selectors:
        return ()
    selectors = _ASKS_NO_NAME.sub(" ", selectors)
    if not selectors.isascii() or set(selectors) & set("()[]\"'&|"):
        return ()
    return tuple(names_in(selector) for selector in selectors.split(","))


def names_in(*texts: str) -> frozenset[str]:
    """All words of ``texts`` that may be the name of an element, a class or an id, in small letters."""
    return frozenset(name for text in texts for name in _NAME.findall(text.lower()))


class NeededRules:
    """A style sheet of which rules are taken as documents need them.

    ``likely`` are names of documents to come: rules for them are taken together with the first ones.
    """

    def __init__(self, css: str, likely: Iterable[str] = ()) -> None:
        self._rules = (*rules_of(css),)
        self._likely = frozenset(likely)
        self._taken: frozenset[int] = frozenset()

    def more_for(self, html: str) -> str | None:
        """The style sheet for ``html`` and all before it; None where that is the last one given."""
        names = names_in(html) | _IMPLIED
        if self._needed(names) <= self._taken:
            return None
        self._taken |= self._needed(names | self._likely)
        return "".join(rule.text for n, rule in enumerate(self._rules) if n in self._taken)

    def _needed(self, names: frozenset[str]) -> frozenset[int]:
        return frozenset(n for n, rule in enumerate(self._rules) if rule.can_match(names))
