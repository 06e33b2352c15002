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

from brochure.pdf.line_ends import SOFT_HYPHEN, End, Gap
from brochure.pdfwriter.right_to_left import RTL, WIDEST_SPACE, Line, actual_text, number, space_of

_LAST_GLYPH = re.compile(rb"\[(.*)<([0-9a-f]*)([0-9a-f]{4})>([-\d.]*)\] TJ", re.DOTALL)


class WordStream(Stream):  # type: ignore[misc]
    """The content of a page; a subclass says the ``ends`` of its lines, by text box.

    ``replaces_text``: see `right_to_left.Line`.
    """

    ends: Mapping[Any, End | Gap]
    replaces_text = True
    _line: Line | None = None
    _shown = 0
    _font = ("", 0.0)

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """Draw a text box, or a picture, as marked content."""
        text, end = getattr(box, "text", ""), self.ends.get(box)
        rtl = bool(text) and box.style["direction"] == "rtl"
        if rtl or RTL.search(text):
            self._line = Line(self._fonts, text, rtl=rtl, replaces_text=self.replaces_text)
            self._line.space_after = end is End.SPACE
        with super().marked(box, tag):
            yield
            if end is End.SPACE and self._shown and self._tags is not None:
                self._add_space()
            if isinstance(end, Gap) and self._shown and self.replaces_text:
                self._bridge(end.width)
            if end is End.DIVIDED and self._shown and self.replaces_text:
                self.stream[self._shown] = _last_glyph_as(self.stream[self._shown], SOFT_HYPHEN)
        self._line, self._shown = None, 0

    def add_font(self, pango_font: Any) -> Any:
        """The font to draw with, and its size.

        WeasyPrint keeps several of one name, and embeds what the last one knows of its glyphs.
        """
        font, size = super().add_font(pango_font)
        first = next(known for known in self._fonts.values() if known.hash == font.hash)
        if font.to_unicode is not first.to_unicode:
            first.to_unicode.update(font.to_unicode)
            first.widths.update(font.widths)
            font.to_unicode, font.widths = first.to_unicode, first.widths
        return font, size

    def show_text(self, text: Any) -> None:
        """Show glyphs, and moves between them."""
        if self._line:
            self._line.show(text)
        else:
            super().show_text(text)
            self._shown = len(self.stream) - 1 if text else self._shown

    def set_font_size(self, font: str, size: float) -> None:
        """Choose the font of what follows."""
        if self._line:
            self._line.font = font, size
        else:
            super().set_font_size(font, size)
            self._font = font, size

    def set_text_rise(self, height: float) -> None:
        """Raise what follows."""
        if self._line:
            self._line.rise = height
        else:
            super().set_text_rise(height)

    def _add_space(self) -> None:
        """Let the last glyphs be followed by a space of their own font.

        PDFium leaves out one that stands alone, after a face that is used for one sign. A font that has
        none lets its last glyph stand for the space too.
        """
        font, shown = self._last_font, self.stream[self._shown]
        if font.bitmap:
            return
        if space := space_of(font):
            back = number(space[1] - WIDEST_SPACE) if space[1] > WIDEST_SPACE else ""
            more = f"{back}<{space[0]:04x}>] TJ"
            self.stream[self._shown] = shown.removesuffix(b"] TJ") + b" " + more.encode()
        elif self.replaces_text and (parts := _LAST_GLYPH.fullmatch(shown)):
            letters = font.to_unicode.get(int(parts[3], 16), "")
            self.stream[self._shown] = _last_glyph_as(shown, f"{letters} ")

    def _bridge(self, width: float) -> None:
        """Let the last glyph reach so far that no space is found after it."""
        font, shown = self._last_font, self.stream[self._shown]
        space, parts = space_of(font), _LAST_GLYPH.fullmatch(shown)
        if space and parts and (letters := font.to_unicode.get(int(parts[3], 16))):
            ahead = space[1] - width * 1000 / self._font[1]
            self.stream[self._shown] = _last_glyph_as(shown, letters, f"{ahead:.0f}<{space[0]:04x}>")

    @property
    def _last_font(self) -> Any:
        return next(known for known in self._fonts.values() if known.hash == self._font[0])

    def end_text(self) -> None:
        """Draw a line from right to left, now that it is whole."""
        line, self._line = self._line, None
        for font, operators in line.drawn() if line else ():
            self.set_font_size(*font)
            self.stream.append(operators)
        super().end_text()


def _last_glyph_as(shown: bytes, text: str, more: str = "") -> bytes:
    """The operator ``shown`` with its last glyph, as a hyphen, and ``more``, standing for ``text``."""
    parts = _LAST_GLYPH.fullmatch(shown)
    if parts is None:
        raise AssertionError("a divided line ends in its hyphen")
    before, same, last, after = parts.groups()
    start = before + (b"<" + same + b">" if same else b"")
    ahead = b"[" + start + b"] TJ\n" if start else b""
    return ahead + actual_text(text, b"[<" + last + b">" + after + b" " + more.encode() + b"] TJ")
