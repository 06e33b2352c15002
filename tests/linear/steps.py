"""Counting what a regular expression does: a backtracking matcher over the trees of `re`'s parser.

It tries what `re` tries, in the same order, and counts each time that a loop without a bound takes one
more piece. The count depends on the pattern and the text alone, never on the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]  # not in typeshed
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

FEW = 1000
"""A repetition of at most so many pieces has a bound: it costs no more however long a text is."""

Continuation: TypeAlias = Callable[[int], int]
"""Where the rest of a pattern ends that begins at an index; -1 where it does not match."""

Matcher: TypeAlias = Callable[[int, Continuation], int]
Tree: TypeAlias = Sequence[tuple[Any, Any]]

_SINGLE = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


class TooManyStepsError(Exception):
    """More steps than anybody wants to wait for."""


@cache
def parsed(pattern: re.Pattern[str]) -> Any:
    """The tree of a pattern, as `re` parses it."""
    return parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)


@cache
def holds(kind: Any, given: Any, flags: int, char: str) -> bool:
    """Whether a node for one character takes ``char``. ``given`` is hashable: see `frozen`."""
    if flags & re.IGNORECASE:
        variants = {char, char.lower(), char.upper(), char.swapcase()}
        negated = kind is sre.NOT_LITERAL or (kind is sre.IN and given[0][0] is sre.NEGATE)
        judge = all if negated else any
        return bool(judge(_holds(kind, given, flags, v) for v in variants if len(v) == 1))
    return _holds(kind, given, flags, char)


def _holds(kind: Any, given: Any, flags: int, char: str) -> bool:
    code = ord(char)
    if kind is sre.LITERAL:
        return bool(code == given)
    if kind is sre.NOT_LITERAL:
        return bool(code != given)
    if kind is sre.ANY:
        return bool(flags & re.DOTALL) or char != "\n"
    if given[0][0] is sre.NEGATE:
        return not any(_in(k, g, flags, char) for k, g in given[1:])
    return any(_in(k, g, flags, char) for k, g in given)


def _in(kind: Any, given: Any, flags: int, char: str) -> bool:
    if kind is sre.LITERAL:
        return bool(ord(char) == given)
    if kind is sre.RANGE:
        return bool(given[0] <= ord(char) <= given[1])
    name = str(given).removeprefix("CATEGORY_")
    is_ascii = flags & re.ASCII or not flags & re.UNICODE
    known = {"DIGIT": char.isdecimal(), "SPACE": char.isspace(), "WORD": is_word(char)}
    found = known[name.removeprefix("NOT_")] and (not is_ascii or char.isascii())
    return bool(found) != name.startswith("NOT_")


def is_word(char: str) -> bool:
    """Whether ``char`` is a sign of a word for `re`."""
    return char.isalnum() or char == "_"


def frozen(given: Any) -> Any:
    """The argument of a node for one character, hashable."""
    return tuple(given) if isinstance(given, list) else given


class Counter:
    """A pattern that is matched and counted: ``steps`` are those since the last `search`."""

    def __init__(self, pattern: re.Pattern[str], most: int = 1_000_000) -> None:
        self._flags, self._most = pattern.flags, most
        self._groups: dict[int, tuple[int, int]] = {}
        self._text, self.steps = "", 0
        self._whole = self._sequence(parsed(pattern), self._flags)

    def search(
        self, text: str, *, anywhere: bool = True, whole: bool = False
    ) -> tuple[int, int] | None:
        """Where ``text`` matches first; ``anywhere`` or at its start, up to its end if ``whole``.

        Raises TooManyStepsError.
        """
        self._text, self.steps = text, 0
        end: Continuation = (lambda at: at if at == len(text) else -1) if whole else (lambda at: at)
        for start in range(len(text) + 1 if anywhere else 1):
            self._groups = {}
            if (stop := self._whole(start, end)) >= 0:
                return start, stop
        return None

    def find_all(self, text: str) -> int:
        """How many matches ``text`` has, as `re.findall` finds them; ``steps`` are those of all."""
        at, found, self._text, self.steps = 0, 0, text, 0
        while at <= len(text):
            self._groups = {}
            stop = self._whole(at, lambda end: end)
            found += stop >= 0
            at = stop if stop > at else at + 1
        return found

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self._most:
            raise TooManyStepsError

    def _sequence(self, tree: Tree, flags: int) -> Matcher:
        matchers = [self._node(kind, given, flags) for kind, given in tree]
        if len(matchers) == 1:
            return matchers[0]

        def match(at: int, then: Continuation, index: int = 0) -> int:
            if index == len(matchers):
                return then(at)
            return matchers[index](at, lambda end: match(end, then, index + 1))

        return match

    def _node(self, kind: Any, given: Any, flags: int) -> Matcher:
        if kind in _SINGLE:
            return self._single(kind, frozen(given), flags)
        if kind in _REPEATS:
            return self._repeat(kind, given, flags)
        if kind is sre.SUBPATTERN:
            number, add, drop, body = given
            inner = self._sequence(body, flags & ~drop | add)
            return inner if number is None else self._group(number, inner)
        return self._other(kind, given, flags)

    def _other(self, kind: Any, given: Any, flags: int) -> Matcher:
        """The matcher of a node that takes nothing of its own."""
        makers: dict[Any, Callable[[], Matcher]] = {
            sre.BRANCH: lambda: self._branch([self._sequence(way, flags) for way in given[1]]),
            sre.ATOMIC_GROUP: lambda: self._atomic(self._sequence(given, flags)),
            sre.ASSERT: lambda: self._look(given, flags, wanted=True),
            sre.ASSERT_NOT: lambda: self._look(given, flags, wanted=False),
            sre.AT: lambda: lambda at, then: then(at) if self._stands(given, at, flags) else -1,
            sre.GROUPREF: lambda: lambda at, then: self._again(given, at, then),
            sre.GROUPREF_EXISTS: lambda: self._either(given, flags),
            sre.FAILURE: lambda: lambda at, then: -1,
        }
        return makers[kind]()

    def _either(self, given: tuple[int, Tree, Tree | None], flags: int) -> Matcher:
        number, yes, no = given
        ways = self._sequence(yes, flags), self._sequence(no or (), flags)
        return lambda at, then: ways[number not in self._groups](at, then)

    def _repeat(self, kind: Any, given: tuple[int, int, Tree], flags: int) -> Matcher:
        least, most, body = given
        if len(body) == 1 and body[0][0] in _SINGLE:
            return self._run(kind, least, most, body[0], flags)
        if kind is sre.POSSESSIVE_REPEAT:
            return self._atomic(self._loop(sre.MAX_REPEAT, least, most, self._sequence(body, flags)))
        return self._loop(kind, least, most, self._sequence(body, flags))

    def _single(self, kind: Any, given: Any, flags: int) -> Matcher:
        def match(at: int, then: Continuation) -> int:
            fits = at < len(self._text) and holds(kind, given, flags, self._text[at])
            return then(at + 1) if fits else -1

        return match

    def _run(self, kind: Any, least: int, most: int, of: tuple[Any, Any], flags: int) -> Matcher:
        """A repetition of one character: each that is taken is a step, and each end that is tried."""
        one, given = of[0], frozen(of[1])

        def fits(at: int) -> bool:
            return at < len(self._text) and holds(one, given, flags, self._text[at])

        step = self._step if most > FEW else lambda: None
        if kind is sre.MIN_REPEAT:
            return self._lazy(fits, step, least, most)
        return self._greedy(fits, step, least, most, once=kind is sre.POSSESSIVE_REPEAT)

    def _greedy(
        self,
        fits: Callable[[int], bool],
        step: Callable[[], None],
        least: int,
        most: int,
        *,
        once: bool,
    ) -> Matcher:
        def match(at: int, then: Continuation) -> int:
            end = at
            while end - at < most and fits(end):
                step()
                end += 1
            for tried in range(end, at + least - 1, -1):
                if (stop := then(tried)) >= 0 or once:
                    return stop
                step()
            return -1

        return match

    def _lazy(
        self, fits: Callable[[int], bool], step: Callable[[], None], least: int, most: int
    ) -> Matcher:
        def match(at: int, then: Continuation) -> int:
            end = at
            while end - at < least:
                if not fits(end):
                    return -1
                end += 1
            while (stop := then(end)) < 0 and end - at < most and fits(end):
                step()
                end += 1
            return stop

        return match

    def _loop(self, kind: Any, least: int, most: int, body: Matcher) -> Matcher:
        step = self._step if most > FEW else lambda: None

        def match(at: int, then: Continuation, count: int = 0) -> int:
            def more() -> int:
                def again(end: int) -> int:
                    if end == at and count >= least:
                        return -1  # a piece of nothing, for ever
                    step()
                    return match(end, then, count + 1)

                return body(at, again) if count < most else -1

            if count < least:
                return more()
            if kind is sre.MIN_REPEAT:
                stop = then(at)
                return stop if stop >= 0 else more()
            stop = more()
            return stop if stop >= 0 else then(at)

        return match

    def _group(self, number: int, inner: Matcher) -> Matcher:
        def match(at: int, then: Continuation) -> int:
            before = self._groups.get(number)

            def close(end: int) -> int:
                kept = self._groups.get(number)
                self._groups[number] = at, end
                stop = then(end)
                if stop < 0 and kept is not None:
                    self._groups[number] = kept
                return stop

            stop = inner(at, close)
            if stop < 0:
                self._groups.pop(number, None)
                if before is not None:
                    self._groups[number] = before
            return stop

        return match

    def _branch(self, ways: Iterable[Matcher]) -> Matcher:
        def match(at: int, then: Continuation) -> int:
            return next((stop for way in ways if (stop := way(at, then)) >= 0), -1)

        return match

    def _atomic(self, inner: Matcher) -> Matcher:
        def match(at: int, then: Continuation) -> int:
            end = inner(at, lambda stop: stop)
            return then(end) if end >= 0 else -1

        return match

    def _look(self, given: tuple[int, Any], flags: int, *, wanted: bool) -> Matcher:
        direction, tree = given
        inner, width = self._sequence(tree, flags), tree.getwidth()[0] if direction < 0 else 0

        def match(at: int, then: Continuation) -> int:
            found = at >= width and inner(at - width, lambda stop: stop) >= 0
            return then(at) if found == wanted else -1

        return match

    def _again(self, number: int, at: int, then: Continuation) -> int:
        if number not in self._groups:
            return -1
        start, end = self._groups[number]
        same = self._text.startswith(self._text[start:end], at)
        return then(at + end - start) if same else -1

    def _stands(self, where: Any, at: int, flags: int) -> bool:
        text, lines = self._text, flags & re.MULTILINE
        if where is sre.AT_BEGINNING:
            return at == 0 or bool(lines and text[at - 1] == "\n")
        if where is sre.AT_BEGINNING_STRING:
            return at == 0
        if where is sre.AT_END:
            return at == len(text) or (text[at] == "\n" and bool(lines or at == len(text) - 1))
        if where is sre.AT_END_STRING:
            return at == len(text)
        before, after = at > 0 and is_word(text[at - 1]), at < len(text) and is_word(text[at])
        return (before != after) == (where is sre.AT_BOUNDARY)
