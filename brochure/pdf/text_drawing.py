"""Text as it is drawn into a PDF: with what keeps its words apart, and each letter on its own.

WeasyPrint draws a line as its glyphs stand. Programs that read it back, and people who hear it, need
more:

- a space at the end of a line that breaks between words, and at the end of a block;
- U+00AD in the place of the hyphen that divides a word (ISO 32000-1, 14.8.2.2.3 and 14.9.4);
- in scripts from right to left, letters as they are read, one to a glyph: see `right_to_left`.

Only `engine` imports this, when it has loaded WeasyPrint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from weasyprint.pdf.stream import Stream

from brochure.pdf.line_ends import SOFT_HYPHEN, End
from brochure.pdfwriter.right_to_left import RTL, Line, actual_text

_LAST_GLYPH = re.compile(rb"\[(.*)<([0-9a-f]*)([0-9a-f]{4})>([-\d.]*)\] TJ", re.DOTALL)


class WordStream(Stream):  # type: ignore[misc]
    """The content of a page; a subclass says the ``ends`` of its lines, by text box.

    ``replaces_text``: see `right_to_left.Line`.
    """

    ends: Mapping[Any, End]
    replaces_text = True
    _line: Line | None = None
    _shown = 0

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """Draw a text box, or a picture, as marked content."""
        text, end = getattr(box, "text", ""), self.ends.get(box)
        rtl = bool(text) and box.style["direction"] == "rtl"
        if rtl or RTL.search(text):
            self._line = Line(self._fonts, text, rtl=rtl, replaces_text=self.replaces_text)
            self._line.space_after = end is End.SPACE
        elif end is End.SPACE and self._tags is not None:
            box.pango_layout.text += " "
        with super().marked(box, tag):
            yield
            if end is End.DIVIDED and self._shown and self.replaces_text:
                self.stream[self._shown] = _with_soft_hyphen(self.stream[self._shown])
        self._line, self._shown = None, 0

    def show_text(self, text: Any) -> None:
        """Show glyphs, and moves between them."""
        if self._line:
            self._line.show(text)
        else:
            super().show_text(text)
            self._shown = len(self.stream) - 1

    def set_font_size(self, font: str, size: float) -> None:
        """Choose the font of what follows."""
        if self._line:
            self._line.font = font, size
        else:
            super().set_font_size(font, size)

    def set_text_rise(self, height: float) -> None:
        """Raise what follows."""
        if self._line:
            self._line.rise = height
        else:
            super().set_text_rise(height)

    def end_text(self) -> None:
        """Draw a line from right to left, now that it is whole."""
        line, self._line = self._line, None
        for font, operators in line.drawn() if line else ():
            self.set_font_size(*font)
            self.stream.append(operators)
        super().end_text()


def _with_soft_hyphen(shown: bytes) -> bytes:
    """The operator ``shown`` with its last glyph, a hyphen, standing for U+00AD."""
    parts = _LAST_GLYPH.fullmatch(shown)
    if parts is None:
        raise AssertionError("a divided line ends in its hyphen")
    before, same, hyphen, after = parts.groups()
    start = before + (b"<" + same + b">" if same else b"")
    ahead = b"[" + start + b"] TJ\n" if start else b""
    return ahead + actual_text(SOFT_HYPHEN, b"[<" + hyphen + b">" + after + b"] TJ")
