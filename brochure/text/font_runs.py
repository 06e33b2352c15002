"""Font runs: pieces of a text that one font draws in one direction, in the order in which they stand.

Each user-perceived character goes to the first font of a chain that has all of it, emoji to a
font of emoji before others. A character that no font has is an error: never a box in its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from brochure.errors import GlyphError
from brochure.text import bidi, font_metrics, graphemes
from brochure.theme import FontFace

Chain = Sequence[FontFace]


class Run(NamedTuple):
    """A piece of text in one ``face``; an odd ``level`` is written from right to left."""

    text: str
    face: FontFace
    level: int = 0

    @property
    def simple(self) -> bool:
        """Whether its characters are drawn one by one."""
        return (
            self.level % 2 == 0 and graphemes.is_plain(self.text) and not font_metrics.strike(self.face)
        )


def itemised(text: str, chain: Chain) -> tuple[Run, ...]:
    """``text`` in pieces of one font each, in reading order: the first of ``chain`` that has them.

        [run.text for run in itemised("Sommet 北京", chain)]  # ["Sommet ", "北京"]

    Raises GlyphError for a character that no font has.
    """
    return _itemised(text, tuple(chain))


@lru_cache(maxsize=8192)
def _itemised(text: str, chain: tuple[FontFace, ...]) -> tuple[Run, ...]:
    if graphemes.is_plain(text) and _has(chain[0], text) and not graphemes.holds_picture(text):
        return (Run(text, chain[0]),)
    chosen: list[tuple[FontFace, str]] = []
    for cluster in graphemes.clusters(text):
        before = chosen[-1][0] if chosen else None
        chosen.append((_face_for(cluster, chain, before), cluster))
    return tuple(
        Run("".join(cluster for _, cluster in group), face)
        for face, group in groupby(chosen, key=lambda pair: pair[0])
    )


def visual(text: str, chain: Chain, *, rtl: bool, levels: Sequence[int] = ()) -> tuple[Run, ...]:
    """``text`` in pieces of one font and one direction, from left to right as they are seen.

    ``levels`` are those of its characters within its paragraph, where it is only a line of one.
    """
    of_chars = levels or bidi.levels(text, rtl=rtl)
    pieces: list[Run] = []
    at = 0
    for run in itemised(text, chain):
        within = of_chars[at : at + len(run.text)]
        for level, group in groupby(zip(within, run.text, strict=True), key=lambda pair: pair[0]):
            pieces.append(Run("".join(char for _, char in group), run.face, level))
        at += len(run.text)
    return tuple(_reordered(pieces))


def _reordered(pieces: list[Run]) -> list[Run]:
    """UAX #9, L2: from the highest level to the lowest odd one, reverse each stretch at or above it."""
    highest = max((run.level for run in pieces), default=0)
    lowest = min((run.level for run in pieces if run.level % 2), default=highest + 1)
    for level in range(highest, lowest - 1, -1):
        turned: list[Run] = []
        for inside, group in groupby(pieces, key=lambda run: run.level >= level):
            stretch = list(group)
            turned += reversed(stretch) if inside else stretch
        pieces = turned
    return pieces


def _has(face: FontFace, text: str) -> bool:
    have = font_metrics.coverage(face.path, face.index)
    return all(ord(c) in have for c in text)


def _face_for(cluster: str, chain: Chain, before: FontFace | None) -> FontFace:
    """The face that draws ``cluster``; spaces stay with the letters ``before`` them."""
    wanted = "".join(c for c in cluster if not font_metrics.is_invisible(c))
    blank = before and not wanted.strip() and _has(before, wanted)
    if before and blank and not font_metrics.draws_pictures(before):
        return before
    order = list(chain)
    if graphemes.is_picture(cluster):
        order.sort(key=lambda face: not font_metrics.draws_pictures(face))
    for face in order:
        if _has(face, wanted) or _has(face, unicodedata.normalize("NFC", wanted)):
            return face
    missing = [c for c in wanted if not any(_has(face, c) for face in chain)]
    raise GlyphError(font_metrics.missing_problem(missing or [cluster], chain))


def advances(run: Run) -> Iterator[float]:
    """Where each character of a simple ``run`` starts, in em from the run's start; then its end."""
    pen, last = 0.0, ""
    for char in run.text:
        pen += font_metrics.kerning(run.face, last, char)
        yield pen
        pen += font_metrics.advance(run.face, char)
        last = char
    yield pen


@lru_cache(maxsize=8192)
def width(run: Run, tracking: float = 0.0) -> float:
    """The advance width of ``run`` in em; ``tracking`` is added after each character it can part."""
    if run.simple:
        *_, end = advances(run)
        return end + tracking * len(run.text)
    return font_metrics.shaped_width(run.face, run.text, rtl=run.level % 2 == 1)


@cache
def measure(chain: tuple[FontFace, ...], tracking: float) -> Callable[[str], float]:
    """A function that gives a text's advance width in em, each piece in the font that has it."""

    @lru_cache(maxsize=8192)
    def width_of(text: str) -> float:
        return sum(width(run, tracking) for run in itemised(text, chain))

    return width_of
