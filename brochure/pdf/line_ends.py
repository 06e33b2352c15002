"""Line ends: what a line that was broken hands on to the next one, a space or nothing.

WeasyPrint drops the space where it breaks a line, and draws a hyphen where it divides a word. Read
along the tags of a PDF, one line then runs into the next (ISO 32000-1, 14.8.2.2.3 and 14.8.2.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

SOFT_HYPHEN = "\u00ad"
_INVISIBLE = " \u200b"
"""What says nothing: spaces, and where an address may be broken."""

_LEAST_GAP = 0.05
"""In em: PDFium and Poppler take a tenth of one for a space."""

_SPACES = re.compile(r"[ \t\n\f\r]+")
_BLANKS = (" ", "\u00a0", "\u202f", "\u2007")
"""What may stand where a line was broken: `long_words` breaks at no-break spaces too, at need."""


class End(Enum):
    """How the words of a line and of the next one are kept apart, or together."""

    SPACE = "a space stood between them"
    DIVIDED = "a word was divided: the hyphen at its end is none of its own"


class Gap(NamedTuple):
    """A word goes on in the next box of its line, which stands apart, like a key that has a frame."""

    width: float


def ends_of_lines(pages: Iterable[Any]) -> Mapping[Any, End | Gap]:
    """The End of each last text box of a line on ``pages`` (weasyprint's) that needs one; and each Gap.

    The last words of a block are followed by a space too. A line that breaks inside a word without a
    hyphen, like an address after a "/", has none.
    """
    ends: dict[Any, End | Gap] = {}
    sources: dict[Any, _Source] = {}
    last: _Text | None = None
    for text in _texts_of_pages(pages, sources):
        if last and (end := _between(last, text) if last.line is not text.line else _gap(last, text)):
            ends[last.box] = end
        last = text
    if last and (end := _between(last, None)):
        ends[last.box] = end
    return ends


class _Text:
    """A text ``box``, the ``line`` and the ``block`` (an element) it stands in.

    ``after`` is what was written after it, ``divided`` whether it ends in a hyphen that was not.
    """

    def __init__(self, box: Any, line: Any, block: Any, sources: dict[Any, _Source]) -> None:
        self.box, self.line, self.block = box, line, block
        self.after, self.divided = " ", False
        if block is None or "::" in str(box.element_tag):  # generated: nobody wrote it
            return
        if block not in sources:
            sources[block] = _Source(block)
        self.after, self.divided = sources[block].take(box.text, str(box.style["hyphenate_character"]))


class _Source:
    """The text of a block as it was written, taken piece by piece as it was broken."""

    def __init__(self, block: Any) -> None:
        self.text = _SPACES.sub(" ", "".join(_written(block))).replace(SOFT_HYPHEN, "")
        self.at = 0

    def take(self, text: str, hyphen: str) -> tuple[str, bool]:
        """What stands after ``text``, and whether it ends in a ``hyphen`` that was not written.

        A text that is drawn again, like a table's head, is looked for from the start.
        """
        piece = _SPACES.sub(" ", text).replace(SOFT_HYPHEN, "").strip(" ")
        start = self.at + (self.text[self.at : self.at + 1] in _BLANKS)
        undivided = piece.removesuffix(hyphen)
        for words, at in ((piece, start), (undivided, start), *self._elsewhere(piece, undivided)):
            if words and at >= 0 and self.text.startswith(words, at):
                self.at = at + len(words)
                return self.text[self.at : self.at + 1], words != piece
        return " ", False

    def _elsewhere(self, *pieces: str) -> Iterator[tuple[str, int]]:
        for words in pieces:
            yield words, self.text.find(words, self.at)
            yield words, self.text.find(words)


def _written(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from [" "] if child.tag == "br" else _written(child)
        yield child.tail or ""


def _texts_of_pages(pages: Iterable[Any], sources: dict[Any, _Source]) -> Iterator[_Text]:
    from weasyprint.formatting_structure.boxes import MarginBox

    for page in pages:
        for child in page._page_box.children:
            if not isinstance(child, MarginBox):
                yield from _texts(child, (child, child), sources)
    for page in pages:  # what stands in the margins is no part of the text, and comes last
        for child in page._page_box.children:
            if isinstance(child, MarginBox):
                yield from _texts(child, (child, child), sources)


def _texts(box: Any, place: tuple[Any, Any], sources: dict[Any, _Source]) -> Iterator[_Text]:
    """The texts below ``box`` in the order of the tags; ``place`` is their line and their block."""
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
    from weasyprint.layout.absolute import AbsolutePlaceholder

    for child in box.children:
        if isinstance(child, AbsolutePlaceholder):
            child = child._box
        if isinstance(child, TextBox):
            if child.text.strip(_INVISIBLE):
                yield _Text(child, *place, sources)
        elif isinstance(child, LineBox):
            yield from _texts(child, (child, box.element), sources)
        elif isinstance(child, InlineBox):
            yield from _texts(child, place, sources)
        else:
            yield from _texts(child, (child, child.element), sources)


def _gap(last: _Text, text: _Text) -> Gap | None:
    if text.block is not last.block or last.after in {"", *_BLANKS}:
        return None
    width = text.box.position_x - last.box.position_x - last.box.width
    return Gap(width) if width > _LEAST_GAP * last.box.style["font_size"] else None


def _between(last: _Text, text: _Text | None) -> End | None:
    if last.divided and text is not None:
        return End.DIVIDED
    if last.box.text.endswith(" "):
        return None
    goes_on = text is not None and text.block is last.block and last.after not in {"", *_BLANKS}
    return None if goes_on else End.SPACE
