"""The letters of a PDF's pages as PDFium finds them: pieces of words in one form, on one line.

PDFium gives letters in the order of the file, with spaces and line ends that it has found between them.
A piece ends where a line ends, where the form or the tag changes, and where a gap is wider than between
words. Numbers in brackets are sections of ISO 32000-1.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from brochure.importing.left_behind import address_of
from brochure.importing.runs import words

MOST_LETTERS = 600_000
"""Of a document: about a hundred dense pages."""

WIDE_GAP = 1.6
"""Between two columns or cells there is more than so many times the size of the letters."""

_MOST_LINKS = 5_000
_BOLD = 600
_HYPHEN = "\x02"
"""What PDFium says for a hyphen at which it found a word to be divided."""

_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18
"""Flags of a font's descriptor (9.8.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Letters of one form on one line. Measures are in points, from the lower left corner of the page.

    ``base`` is the height of the line that they stand on. ``tag`` is the number of its marked content
    (14.6), -1 for none; ``line`` counts lines as PDFium tells them apart.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    tag: int = -1
    line: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page: its size, its pieces, and how many pictures of some size stand on it."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    pictures: int = 0
    lost: int = 0
    """Letters that the PDF does not say the meaning of."""

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return sum(len(piece.text.strip()) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Form:
    size: float
    bold: bool
    italic: bool
    tag: int
    upright: bool


def leaf_of(page: Any) -> Leaf:
    """What stands on ``page``, as pypdfium2 has it."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        count = text.count_chars()
        reader = _Reader(pdfium, text.raw)
        letters = [letter for letter in map(reader.letter, range(count)) if letter]
    finally:
        text.close()
    if links := [*_links(pdfium, page)]:
        letters = [replace(letter, link=_link_at(letter, links)) for letter in letters]
    pieces, lost = [], 0
    for _, group in groupby(letters, key=lambda letter: letter.line):
        for piece in _pieces([*group]):
            lost += sum(_is_lost(c) for c in piece.text)
            pieces.append(replace(piece, text=words(piece.text)))
    width, height = page.get_size()
    pictures = _pictures(pdfium, page, width * height)
    return Leaf(width=width, height=height, pieces=tuple(pieces), pictures=pictures, lost=lost)


def _is_lost(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff"


class _Reader:
    """Asks PDFium for letters one after the other; forms are asked for once for each text object."""

    def __init__(self, pdfium: Any, text: Any) -> None:
        self.pdfium, self.text = pdfium, text
        self._forms: dict[int, _Form] = {}
        self._line = 0
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()
        self._origin = ctypes.c_double(), ctypes.c_double()

    def letter(self, at: int) -> Piece | None:
        """The letter number ``at``, None for a line end."""
        char = chr(self.pdfium.FPDFText_GetUnicode(self.text, at))
        if char in "\r\n":
            self._line += char == "\n"
            return None
        form = self._form(at)
        if form is None or not form.upright:
            return None
        left, right, bottom, top = self._box
        self.pdfium.FPDFText_GetCharBox(self.text, at, left, right, bottom, top)
        self.pdfium.FPDFText_GetCharOrigin(self.text, at, *self._origin)
        line = self._line
        self._line += char == _HYPHEN  # the rest of the word stands on the next line
        return Piece(
            text="-" if char == _HYPHEN else char, left=left.value, bottom=bottom.value,
            right=right.value, top=top.value, base=self._origin[1].value, line=line,
            size=form.size, bold=form.bold, italic=form.italic, tag=form.tag,
        )  # fmt: skip

    def _form(self, at: int) -> _Form | None:
        """How a letter looks; for a space that PDFium found, as the one before it."""
        drawn = self.pdfium.FPDFText_GetTextObject(self.text, at)
        key = ctypes.cast(drawn, ctypes.c_void_p).value if drawn else None
        if key is None:
            return next(reversed(self._forms.values())) if self._forms else None
        form = self._forms.pop(key, None) or self._asked(at, drawn)
        self._forms[key] = form  # the last one is the form of spaces between
        return form

    def _asked(self, at: int, drawn: Any) -> _Form:
        pdfium, text = self.pdfium, self.text
        flags = ctypes.c_int()
        length = pdfium.FPDFText_GetFontInfo(text, at, None, 0, flags)
        buffer = ctypes.create_string_buffer(max(1, length))
        pdfium.FPDFText_GetFontInfo(text, at, buffer, length, flags)
        name = buffer.value.decode("utf-8", errors="replace").lower()
        weight = pdfium.FPDFText_GetFontWeight(text, at)
        bold = weight >= _BOLD or any(
            word in name for word in ("bold", "black", "heavy", "semibold", "gras")
        )
        italic = bool(flags.value & _ITALIC_FLAG) or "italic" in name or "oblique" in name
        size, upright = pdfium.FPDFText_GetFontSize(text, at), True
        if pdfium.FPDFText_GetMatrix(text, at, self._matrix):
            matrix = self._matrix
            size *= (matrix.c**2 + matrix.d**2) ** 0.5
            upright = abs(matrix.b) < abs(matrix.a) or not matrix.b
        forced = bool(flags.value & _FORCE_BOLD_FLAG)
        tag = pdfium.FPDFPageObj_GetMarkedContentID(drawn)
        return _Form(round(size, 1), bold or forced, italic, tag, upright)


def _pieces(letters: Sequence[Piece]) -> Iterator[Piece]:
    """The letters of a line as pieces."""
    current: list[Piece] = []
    for letter in letters:
        last = next((piece for piece in reversed(current) if piece.text.strip()), None)
        gap = letter.left - last.right if last and letter.text.strip() else 0.0
        if current and ((_form(letter) != _form(current[0]) and letter.text.strip()) or (
            last and (gap > WIDE_GAP * letter.size or gap < -3 * letter.size)
        )):  # fmt: skip
            yield _joined(current)
            current = []
        current.append(letter)
    if current:
        yield _joined(current)


def _form(piece: Piece) -> tuple[float, bool, bool, int, str]:
    return piece.size, piece.bold, piece.italic, piece.tag, piece.link


def _joined(letters: Sequence[Piece]) -> Piece:
    drawn = [letter for letter in letters if letter.text.strip()] or letters
    return replace(
        drawn[0], text="".join(letter.text for letter in letters),
        left=min(p.left for p in drawn), right=max(p.right for p in drawn),
        bottom=min(p.bottom for p in drawn), top=max(p.top for p in drawn),
    )  # fmt: skip


_Area = tuple[float, float, float, float]


def _links(pdfium: Any, page: Any) -> Iterator[tuple[_Area, str]]:
    """The areas of links, and where they lead (12.5.6.5)."""
    position, annotation = ctypes.c_int(0), pdfium.FPDF_LINK()
    for _ in range(_MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page.raw, position, annotation):
            return
        action, area = pdfium.FPDFLink_GetAction(annotation), pdfium.FS_RECTF()
        if not action or not pdfium.FPDFLink_GetAnnotRect(annotation, area):
            continue
        length = pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
        buffer = ctypes.create_string_buffer(max(1, length))
        pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, length)
        address = address_of(buffer.value.decode("utf-8", errors="replace"))
        if address:
            yield (area.left, area.bottom, area.right, area.top), address


def _link_at(piece: Piece, links: Sequence[tuple[_Area, str]]) -> str:
    across, up = (piece.left + piece.right) / 2, (piece.bottom + piece.top) / 2
    found = (
        to
        for (left, bottom, right, top), to in links
        if left <= across <= right and bottom <= up <= top
    )
    return next(found, "")


def _pictures(pdfium: Any, page: Any, area: float) -> int:
    """How many pictures take a hundredth of the page or more."""
    found = 0
    for drawn in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, bottom, right, top = drawn.get_bounds()
        found += (right - left) * (top - bottom) >= area / 100
    return found
