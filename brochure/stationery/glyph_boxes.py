"""Glyph boxes: how far the ink of a text reaches above and below its baseline, in em.

A font's ascent and descent say how far its own letters reach, for lines of them. A name may have marks
on marks, or letters of another font: what is measured is the box of every glyph as HarfBuzz places it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from brochure.text import font_metrics, font_runs
from brochure.text.font_runs import Run
from brochure.theme import FontFace

if TYPE_CHECKING:
    import uharfbuzz


Chain = tuple[FontFace, ...]
"""Fonts, the first choice first."""


class Ink(NamedTuple):
    """How far ink reaches ``above`` and ``below`` the baseline, in em; both count away from it."""

    above: float = 0.0
    below: float = 0.0

    def joined(self, other: Ink) -> Ink:
        """The ink of both."""
        return Ink(max(self.above, other.above), max(self.below, other.below))


@lru_cache(maxsize=16384)
def ink(text: str, chain: Chain) -> Ink:
    """The ink of ``text`` set in the first font of ``chain`` that has its letters.

    Raises GlyphError for a character that no font has.
    """
    found = Ink()
    for run in font_runs.itemised(text, chain):
        for word in run.text.split():
            found = found.joined(_of_word(word, run))
    return found


@cache
def measure(chain: Chain, tracking: float) -> Callable[[str], float]:
    """A function that gives the width in em at which a text is drawn: in its own direction, run by run.

    ``tracking`` is in em, and parts the letters of scripts that do not join.
    """

    @lru_cache(maxsize=16384)
    def width_of(text: str) -> float:
        runs = font_runs.visual(text, chain, rtl=is_rtl(text))
        return sum(font_runs.width(run, tracking if run.simple else 0.0) for run in runs)

    return width_of


def is_rtl(text: str) -> bool:
    """Whether the first letter that has a direction is read from right to left (UAX #9, P2 and P3)."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def best_chain(text: str, chain: Chain) -> Chain:
    """The first font of ``chain`` that has all of ``text``, alone; all of them where none has it.

    Letters of another font within a name look like a slip of the pen.
    """
    points = {ord(char) for char in text if not font_metrics.is_invisible(char)}
    for face in chain:
        if points <= font_metrics.coverage(face.path, face.index):
            return (face,)
    return chain


def _of_word(word: str, run: Run) -> Ink:
    if run.simple:
        boxes = [_of_character(char, run.face) for char in word]
        return Ink(max(box.above for box in boxes), max(box.below for box in boxes))
    return _of_shaped(word, run.face)


@lru_cache(maxsize=8192)
def _of_character(char: str, face: FontFace) -> Ink:
    font = _font(face)
    return _reach(font, font.get_nominal_glyph(ord(char)) or 0, 0)


@lru_cache(maxsize=8192)
def _of_shaped(word: str, face: FontFace) -> Ink:
    """The ink of a word whose glyphs join or carry marks; its direction is that of its script."""
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    hb.shape(_font(face), buffer, {"liga": False, "clig": False})
    found = Ink()
    for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        found = found.joined(_reach(_font(face), info.codepoint, at.y_offset))
    return found


def _reach(font: uharfbuzz.Font, glyph: int, raised: int) -> Ink:
    box = font.get_glyph_extents(glyph)
    if box is None or not box.height:
        return Ink()
    upem = font.face.upem
    top = box.y_bearing + raised
    return Ink(max(0.0, top / upem), max(0.0, -(top + box.height) / upem))


@cache
def _font(face: FontFace) -> uharfbuzz.Font:
    import uharfbuzz as hb

    return hb.Font(font_metrics.open_face(face.path, face.index))


def lacking(text: str, chain: Chain) -> Iterator[str]:
    """The characters of ``text`` that no font of ``chain`` has."""
    for char in dict.fromkeys(text):
        if char.isspace() or font_metrics.is_invisible(char):
            continue
        if not any(ord(char) in font_metrics.coverage(face.path, face.index) for face in chain):
            yield char
