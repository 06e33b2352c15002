"""Texts that make a regular expression work: made of what its own loops take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from re import _constants as sre  # type: ignore[attr-defined]  # not in typeshed
from typing import Any

from tests.linear.steps import FEW, Counter, TooManyStepsError, Tree, frozen, holds, parsed

TIMES = 10
"""How often a text repeats its unit at first: then twice and four times as often."""

GROWTH = 2.7
"""So many times the steps for a text twice as long: twice is linear, four times quadratic."""

_UNLIKELY = "\x01"
"""What few patterns take: what stands before can then not be the end."""

_CANDIDATES = (
    "a0 .-,/:;|<>=\"'`*_#()[]{}&!?+%@~^$\\\n\tAéßxhwlb1\u00a0\u202f«»“”’–—…·€π،مא公\u200b\u0301️🙂"
)
_SINGLE = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A text: ``before``, ``unit`` so many times, ``after``."""

    before: str
    unit: str
    after: str

    def text(self, times: int) -> str:
        """The text with the unit so often."""
        return self.before + self.unit * times + self.after


def has_loops(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern repeats something without a bound."""
    return any(True for _ in _loops(parsed(pattern), pattern.flags, ""))


def worst(pattern: re.Pattern[str], *, anywhere: bool, whole: bool = False) -> Attack | None:
    """A text for which ``pattern`` needs more steps than its length explains; None if there is none.

    It is tried at each index of the text if ``anywhere``, and else at its start.
    """
    counter = Counter(pattern, most=40_000)
    for attack in attacks(pattern):
        try:
            counts = []
            for factor in (1, 2, 4):
                text = attack.text(TIMES * factor)
                if anywhere:
                    counter.find_all(text)
                else:
                    counter.search(text, anywhere=False, whole=whole)
                counts.append(counter.steps)
                if counter.steps < 3 * len(text) or counter.steps < GROWTH * counts[0] * (factor > 1):
                    break
            else:
                if counts[2] > GROWTH * counts[1]:
                    return attack
        except (TooManyStepsError, RecursionError):
            return attack
    return None


def attacks(pattern: re.Pattern[str]) -> Iterator[Attack]:
    """Texts of what each loop takes, after what leads to it, with what fails behind."""
    tree, flags = parsed(pattern), pattern.flags
    loops = list(_loops(tree, flags, ""))
    signs, pairs = _signs(tree, flags), _neighbours(tree, flags)
    seen = set[tuple[str, str]]()
    for before, units in loops:
        again = [before + unit for unit in (*units, *signs[:12]) if before]
        for lead, its_units in (
            (before, [*units, *signs[:12]]),
            ("", [*units, *signs, *again, *pairs]),
        ):
            for unit in its_units:
                if (lead, unit) not in seen:
                    seen.add((lead, unit))
                    for after in (_UNLIKELY, "\n" + _UNLIKELY, ""):
                        yield Attack(before=lead, unit=unit, after=after)


def _signs(tree: Tree, flags: int) -> list[str]:
    """Characters that the pattern tells apart: one of each kind."""
    nodes = [*dict.fromkeys(_singles(tree, flags))]
    literals = [chr(given) for kind, given, _ in nodes if kind is sre.LITERAL]
    kinds: dict[tuple[bool, ...], str] = {}
    for char in [*_CANDIDATES, *literals]:
        taken = tuple(holds(kind, given, flags, char) for kind, given, flags in nodes)
        if any(taken):
            kinds.setdefault(taken, char)
    return [*kinds.values()][:40]


def _neighbours(tree: Tree, flags: int) -> list[str]:
    """Pairs of characters for nodes that follow one another."""
    chars = [next(_pieces(kind, given, its), "") for kind, given, its in _all_singles(tree, flags)]
    return [*dict.fromkeys(map("".join, pairwise(chars)))][:30]


def _singles(tree: Tree, flags: int) -> Iterator[tuple[Any, Any, int]]:
    """The nodes for one character that stand in a loop."""
    for kind, given in tree:
        if kind in _REPEATS and given[1] > FEW:
            yield from _all_singles(given[2], flags)
        else:
            for part, its_flags in _parts(kind, given, flags):
                yield from _singles(part, its_flags)


def _all_singles(tree: Tree, flags: int) -> Iterator[tuple[Any, Any, int]]:
    for kind, given in tree:
        if kind in _SINGLE:
            yield kind, frozen(given), flags
        for part, its_flags in _parts(kind, given, flags):
            yield from _all_singles(part, its_flags)


def _parts(kind: Any, given: Any, flags: int) -> list[tuple[Tree, int]]:
    if kind in _REPEATS:
        return [(given[2], flags)]
    if kind is sre.SUBPATTERN:
        return [(given[3], flags & ~given[2] | given[1])]
    if kind is sre.BRANCH:
        return [(way, flags) for way in given[1]]
    if kind is sre.ATOMIC_GROUP:
        return [(given, flags)]
    if kind in {sre.ASSERT, sre.ASSERT_NOT}:
        return [(given[1], flags)]
    if kind is sre.GROUPREF_EXISTS:
        return [(way, flags) for way in given[1:] if way]
    return []


def _loops(tree: Tree, flags: int, before: str) -> Iterator[tuple[str, list[str]]]:
    """Each loop without a bound: what may stand before it, and what it may take."""
    for kind, given in tree:
        if kind in _REPEATS and given[1] > FEW:
            units = list(dict.fromkeys(_samples(given[2], flags)))
            yield before, [unit for unit in units if unit]
        for part, its_flags in _parts(kind, given, flags):
            yield from _loops(part, its_flags, before)
        before += next(_samples([(kind, given)], flags), "")


def _samples(tree: Tree, flags: int) -> Iterator[str]:
    """Some texts that ``tree`` takes: one by each of the ways of its first branch, and short."""
    texts = [""]
    for kind, given in tree:
        more = [*_pieces(kind, given, flags)] or [""]
        texts = [text + piece for text in texts for piece in more][:12]
    yield from texts


def _pieces(kind: Any, given: Any, flags: int) -> Iterator[str]:
    if kind is sre.LITERAL:
        yield chr(given)
    elif kind in _SINGLE:
        taken = [c for c in _CANDIDATES if holds(kind, frozen(given), flags, c)]
        if not taken and kind is sre.IN:
            first = next((g for k, g in given if k in {sre.LITERAL, sre.RANGE}), None)
            taken = [chr(first[0] if isinstance(first, tuple) else first)] if first else []
        yield from taken[:2]
    elif kind in _REPEATS:
        pieces = [*_samples(given[2], flags)]
        yield from (piece * max(1, given[0]) for piece in pieces[:4])
    elif kind not in {sre.ASSERT, sre.ASSERT_NOT}:
        for part, its_flags in _parts(kind, given, flags):
            yield from [*_samples(part, its_flags)][:4]
