"""Lines from right to left, drawn so that every program finds their words.

PDFium and Poppler take a line's glyphs from left to right and turn the whole round. Where one glyph
stands for several letters, they turn those round too; where a glyph is moved away from its neighbour,
or raised, they find a new word. So here

- objects are drawn from right to left, in the order they are read (ISO 32000-1, 14.8.2.3.3);
- a glyph of several letters stands for the first one, each other is written, unseen, at its left edge;
- so are marks, which are drawn after all letters, as marked content that stands for a space (14.9.4);
- a letter with a gap before it is marked content that begins where the gap does;
- a number is kept apart from the word after it by a right-to-left mark, unseen;
- a sign of two surrogates (UTF-16), which PDFium would turn round, is marked content that says it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")

WIDEST_GAP = 25
"""A wider gap, in thousandths of an em, is bridged; Poppler takes 30 for a space between objects."""

UNSEEN_WIDTH = 20
"""Thousandths of an em: PDFium leaves out what is under 0.01 pt wide, Poppler parts what overlaps."""

WIDEST_SPACE = 300
"""Thousandths of an em that a space reaches out of a line; Noto Emoji's is 1270, beyond the cut."""

_LEAST_MOVE = 0.001
_MARKS = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]+")
_MARKS_ALONE = re.compile(_MARKS.pattern.removesuffix("+"))
_MARK = "\u200f"
_LAST_OF_ONE_UNIT = "\uffff"
_SPACES = {" ", "\u00a0", "\u202f"}
_TATWEEL = "\u0640"
_TOKEN = re.compile(r"<([0-9a-f]*)>|([-+.e\d]+)")

Font = tuple[str, float]
"""The name of a font and its size."""


@dataclass(slots=True, kw_only=True)
class _Piece:
    """What one operator shows: ``shown``, from ``start`` to ``end`` of the line, in units of the text.

    ``letters`` are those of its glyphs, from left to right, ``text`` what it stands for, "" for them.
    A piece of its own is ``closed``, one of spaces alone is ``blank``, an unseen one is ``narrowed`` to
    so many percent.
    """

    start: float
    end: float
    font: Font
    shown: str
    letters: str = ""
    text: str = ""
    rise: float = 0.0
    narrowed: float = 0.0
    closed: bool = True
    blank: bool = False


class Line:
    """A line in the making: what WeasyPrint shows is taken apart, and ``drawn`` in reading order.

    ``fonts`` are WeasyPrint's, by key; ``text`` is the line's. ``rtl`` is the paragraph's direction.
    ``font`` and ``rise`` are those of what is shown next; ``space_after`` asks for a space at the end.
    ``replaces_text`` is whether what is drawn may stand for other text: then a letter that is moved
    away from its neighbour stays in its word, and marks are not written twice.
    """

    def __init__(
        self, fonts: Mapping[Any, Any], text: str, *, rtl: bool, replaces_text: bool = True
    ) -> None:
        self.fonts, self.text, self.rtl = fonts, text, rtl
        self._replaces_text = replaces_text
        self.widest_gap = WIDEST_GAP if replaces_text else float("inf")
        self.font: Font = ("", 0.0)
        self.rise = 0.0
        self.space_after = False
        self._pieces: list[_Piece] = []
        self._marks: list[_Piece] = []
        self._mark_letters = ""
        self._x = 0.0
        self._after_letter = False
        self._after_word = False

    def show(self, text: str) -> None:
        """Take what an operator shows: glyphs, and moves to the left, in thousandths of the size."""
        for glyphs, back in _TOKEN.findall(text):
            self._x -= self._units(float(back or 0))
            for at in range(0, len(glyphs), 4):
                self._show_glyph(int(glyphs[at : at + 4], 16))

    def drawn(self) -> Iterator[tuple[Font, bytes]]:
        """Each font, and the operators that are drawn in it; marks after all letters."""
        if self.rtl and len(self._pieces) > 1 and self._pieces[0].blank:
            del self._pieces[0]
            self.space_after = True
        if self.space_after and self._pieces:
            self._add_space()
        pen = 0.0
        for piece in (*self._in_reading_order(), *self._marks):
            yield piece.font, _operators(piece, (pen - piece.start) * 1000 / piece.font[1])
            pen = piece.end

    def _in_reading_order(self) -> Iterator[_Piece]:
        """The pieces, from the right; words from left to right, in several faces, from the left."""
        end = len(self._pieces)
        while end:
            start = end - 1 if self.rtl else 0
            letters = self._pieces[start].letters
            for at in range(start - 1, -1, -1) if _has_left_to_right(letters) else ():
                letters = self._pieces[at].letters + letters
                if RTL.search(letters) or letters not in self.text:
                    break
                if _has_left_to_right(self._pieces[at].letters):
                    start = at
            yield from self._pieces[start:end]
            end = start

    @property
    def _weasy_font(self) -> Any:
        return self._named(self.font[0])

    def _named(self, name: str) -> Any:
        return next(font for font in self.fonts.values() if font.hash == name)

    def _units(self, thousandths: float) -> float:
        return thousandths * self.font[1] / 1000

    def _show_glyph(self, glyph: int) -> None:
        font = self._weasy_font
        letters, end = _letters_of(font, glyph, self.text), self._x + self._units(_width(font, glyph))
        if self.rise or _is_mark(letters[:1]):
            self._show_mark(glyph, letters, end)
            return
        letters, self._mark_letters = letters + self._mark_letters, ""
        is_letter = bool(RTL.match(letters))
        self._keep_number_apart(letters)
        last = self._pieces[-1] if self._pieces else None
        gap = (self._x - last.end) / self._units(1) if last else 0.0
        space, width = space_of(font) or (0, 0.0)
        bridged = bool(space and last and self._after_letter and is_letter and gap > self.widest_gap)
        start = last.end if last and bridged else self._x
        if is_letter and len(letters) > 1:
            for place, letter in enumerate(reversed(letters[1:]), 1 - len(letters)):
                self._write_unseen(letter, start + self._units(place * UNSEEN_WIDTH))
            font.to_unicode[glyph] = letters[0]
            last = self._pieces[-1]
        if bridged:
            ahead = number(width - (self._x - start) / self._units(1))
            shown = f"<{space:04x}>{ahead}<{glyph:04x}>"
            self._add(start, end, shown, letters=letters[0], text=letters[0])
        elif self._is_turned_round(letters):
            self._add(self._x, end, f"<{glyph:04x}>", letters=letters, text=letters)
        elif last and not last.closed and last.font == self.font:
            moved = "" if abs(gap) < _LEAST_MOVE else number(-gap)
            last.shown = _joined(last.shown + moved, f"<{glyph:04x}>")
            last.end, last.blank = end, last.blank and letters == " "
            last.letters += letters
        else:
            shown = f"<{glyph:04x}>"
            self._add(self._x, end, shown, letters=letters, closed=False, blank=letters == " ")
        self._x, self._after_letter = end, is_letter

    def _is_turned_round(self, letters: str) -> bool:
        """Whether PDFium would turn surrogates round; what may stand for them, it leaves out instead.

        In a line from left to right it does so after letters from right to left.
        """
        if not self._replaces_text or max(letters, default="") <= _LAST_OF_ONE_UNIT:
            return False
        shown = "".join(piece.letters for piece in self._pieces)
        strong = next((c for c in reversed(shown) if RTL.match(c) or _is_left_to_right(c)), "")
        return self.rtl or bool(RTL.match(strong))

    def _keep_number_apart(self, letters: str) -> None:
        """Write a right-to-left mark at the left of a number, before its first glyph.

        Poppler takes the space there with the number, and joins this to the next word.
        """
        if letters in _SPACES:
            self._after_word = self._after_word or self._after_letter
            return
        if self._after_word and self.rtl and self._replaces_text and _is_left_to_right(letters[:1]):
            self._write_mark()
        self._after_word = False

    def _write_mark(self) -> None:
        """Write a right-to-left mark; for those who know no actual text it is a space."""
        if space := space_of(self._weasy_font):
            start = self._x - self._units(space[1]) / 100
            self._add(start, self._x, f"<{space[0]:04x}>", letters=_MARK, text=_MARK, narrowed=1.0)

    def _show_mark(self, glyph: int, letters: str, end: float) -> None:
        """Draw a mark later: of all that is raised, PDFium makes a line of its own."""
        self._mark_letters = letters + self._mark_letters
        shown = f"<{glyph:04x}>"
        self._marks.append(
            _Piece(
                start=self._x,
                end=end,
                font=self.font,
                rise=self.rise,
                text=" " if self._replaces_text else "",
                shown=shown,
            )
        )
        self._x = end

    def _add(self, start: float, end: float, shown: str, **what: Any) -> None:
        self._pieces.append(_Piece(start=start, end=end, font=self.font, shown=shown, **what))

    def _write_unseen(self, letter: str, start: float) -> None:
        glyph, width = _nominal(self._weasy_font, letter)
        narrowed = 100 * UNSEEN_WIDTH / width if width else 100.0
        end = start + self._units(width) * narrowed / 100
        blank = self._pieces.pop() if self._pieces and self._pieces[-1].blank else None
        self._add(start, end, f"<{glyph:04x}>", letters=letter, narrowed=narrowed)
        if blank:
            self._begin_with_space(self._pieces[-1])

    def _begin_with_space(self, piece: _Piece) -> None:
        """Show a space at the left of ``piece``: PDFium leaves out one that stands alone."""
        if space := self._space_within(piece):
            glyph, width = space
            back = max(width - WIDEST_SPACE, 0.0)
            piece.shown = _joined(f"<{glyph:04x}>" + (number(back) if back else ""), piece.shown)
            piece.start -= (width - back) * piece.font[1] / 1000 * (piece.narrowed or 100) / 100

    def _space_within(self, piece: _Piece) -> tuple[int, float] | None:
        """The space of the font of ``piece``, whose text says it if that stands for other text.

        A font may have none: then ``piece`` stands for its letters and a space.
        """
        space = space_of(self._named(piece.font[0]))
        if not space and self._replaces_text:
            forward = not self.rtl or _has_left_to_right(piece.letters)
            piece.text = piece.text or piece.letters[:: 1 if forward else -1]
        if piece.text:
            piece.text += " "
        return space

    def _add_space(self) -> None:
        """Let the line's last word be followed by a space.

        PDFium turns a line in one piece round only if its left end is a letter from right to left: then
        the space is at its left, else at its right, where it does no harm otherwise. So it is in a line
        that has no such letter.
        """
        first, last = self._pieces[0], self._pieces[-1]
        alone = (first is last and not first.text) or not any(
            RTL.search(p.letters) for p in self._pieces
        )
        if self.rtl:
            self._begin_with_space(first)
        if (not self.rtl or alone) and (space := self._space_within(last)):
            back = max(space[1] - WIDEST_SPACE, 0.0)
            last.shown = _joined(last.shown + (number(back) if back else ""), f"<{space[0]:04x}>")
            last.end += (space[1] - back) * last.font[1] / 1000


def actual_text(text: str, operators: bytes) -> bytes:
    """``operators`` as marked content that stands for ``text`` (ISO 32000-1, 14.9.4)."""
    actual = ("\ufeff" + text).encode("utf-16-be").hex().upper()
    return f"/Span <</ActualText <{actual}>>> BDC\n".encode() + operators + b"\nEMC"


def number(value: float) -> str:
    """``value`` in at most three decimals, as short as can be."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def _operators(piece: _Piece, back: float) -> bytes:
    """What draws ``piece``, ``back`` thousandths of its size to the left of where the pen stands."""
    shown = f"[{number(back)} {piece.shown}] TJ"
    if piece.narrowed:  # unseen, and too narrow to overlap with anything (ISO 32000-1, 9.3.4 and 9.3.6)
        shown = f"[{number(back)}] TJ 3 Tr {number(piece.narrowed)} Tz [{piece.shown}] TJ 100 Tz 0 Tr"
    if piece.rise:
        shown = f"{number(piece.rise)} Ts {shown} 0 Ts"
    return actual_text(piece.text, shown.encode()) if piece.text else shown.encode()


def _joined(shown: str, more: str) -> str:
    return (shown + more).replace("><", "")


def _is_mark(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter) == "Mn"


def _is_left_to_right(letter: str) -> bool:
    return bool(letter) and unicodedata.bidirectional(letter) in {"L", "EN", "AN"}


def _has_left_to_right(letters: str) -> bool:
    return any(map(_is_left_to_right, letters))


def _letters_of(font: Any, glyph: int, text: str) -> str:
    """What ``glyph`` stands for in a line of this ``text``.

    WeasyPrint gives a letter and its marks to one of their glyphs, and nothing to the others.
    """
    known: dict[int, str] = font.__dict__.setdefault("letters_of_glyphs", {})
    if glyph not in known:
        letters = str(font.to_unicode.get(glyph, ""))
        if not letters or 0 < sum(map(_is_mark, letters)) < len(letters):
            letters = _shaped_apart(font, text).get(glyph, letters)
            font.to_unicode[glyph] = (letters[:1] if RTL.match(letters) else letters) or "\ufffd"
        known[glyph] = letters
    return known[glyph]


def _shaped_apart(font: Any, text: str) -> dict[int, str]:
    """The letters of each glyph of ``text``, whose letters and marks are shaped apart."""
    import uharfbuzz

    alone = {int(_shaper(font).get_nominal_glyph(ord(m)) or 0): m for m in _MARKS_ALONE.findall(text)}
    found: dict[int, str] = {glyph: mark for glyph, mark in alone.items() if glyph}
    for part in (*_MARKS.sub("", text).split(), *(_TATWEEL + marks for marks in _MARKS.findall(text))):
        buffer = uharfbuzz.Buffer()
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(part)
        buffer.guess_segment_properties()
        uharfbuzz.shape(_shaper(font), buffer)
        ends = dict(pairwise([*sorted({info.cluster for info in buffer.glyph_infos}), len(part)]))
        for info in buffer.glyph_infos:
            found.setdefault(info.codepoint, part[info.cluster : ends[info.cluster]])
    return found


def _nominal(font: Any, letter: str) -> tuple[int, float]:
    """The glyph of a ``letter`` by itself in WeasyPrint's ``font``, which is to hold it; its width."""
    glyph = int(_shaper(font).get_nominal_glyph(ord(letter)) or 0)
    font.to_unicode.setdefault(glyph, letter)
    return glyph, _width(font, glyph)


def space_of(font: Any) -> tuple[int, float] | None:
    """The glyph and the width of the space in WeasyPrint's ``font``, which may have none."""
    has_it = _shaper(font).get_nominal_glyph(ord(" "))
    return _nominal(font, " ") if has_it else None


def _width(font: Any, glyph: int) -> float:
    """The advance of ``glyph`` in thousandths of an em; WeasyPrint asks for it once it has shown it."""
    if glyph not in font.widths:
        font.widths[glyph] = round(_shaper(font).get_glyph_h_advance(glyph) * 1000 / font.upem)
    return float(font.widths[glyph])


def _shaper(font: Any) -> Any:
    import uharfbuzz

    known = font.__dict__
    if "shaper" not in known:
        known["shaper"] = uharfbuzz.Font(uharfbuzz.Face(font.file_content, font.index))
    return known["shaper"]
