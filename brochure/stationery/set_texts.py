"""Set texts: words of people in lines, each as far from the next as the ink of its glyphs asks for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from brochure import language_tags
from brochure.cards.card import tracking_of
from brochure.geometry import Rect
from brochure.stationery import glyph_boxes
from brochure.stationery.glyph_boxes import Ink
from brochure.stationery.name_lines import CAPITAL, CLEAR_EM
from brochure.text import bidi, fitting, font_metrics
from brochure.text.lines import Line, TextStyle
from brochure.theme import FontFace

Chain = tuple[FontFace, ...]


class DrawnLine(NamedTuple):
    """A line, the fonts for it, its tracking in em, and whether it is read from right to left."""

    line: Line
    chain: Chain
    tracking: float
    rtl: bool


class Block(NamedTuple):
    """The lines of a text, which is an element of the ``kind`` for readers ("H1", "P")."""

    kind: str
    text: str
    lines: tuple[DrawnLine, ...]


class SetText(NamedTuple):
    """A text in lines of one ``size``, in points, with the ink of each; ``leading`` is in em.

    ``kind`` is what it is for readers, "H1" or "P".
    """

    kind: str
    text: str
    style: TextStyle
    chain: Chain
    lines: tuple[str, ...]
    inks: tuple[Ink, ...]
    size: float
    leading: float

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last."""
        return self.above + sum(self.steps()) + self.below

    @property
    def above(self) -> float:
        """From the top of the first line to its baseline."""
        return self.inks[0].above * self.size

    @property
    def below(self) -> float:
        """From the last baseline to the foot."""
        return self.inks[-1].below * self.size

    def steps(self) -> Iterator[float]:
        """From each baseline to the next: the leading, or what keeps their ink apart."""
        for one, other in pairwise(self.inks):
            yield self.size * max(self.leading, one.below + other.above + CLEAR_EM)

    def drawn(self, rect: Rect, top: float, align: str, *, lang: str) -> tuple[DrawnLine, ...]:
        """Its lines in ``rect`` from ``top`` on, beside what is written in ``lang``."""
        foot, lines = top + self.above, []
        for line, step in zip(self.lines, (*self.steps(), 0.0), strict=True):
            lines.append(self._drawn(line, rect, foot, align, lang))
            foot += step
        return tuple(lines)

    def _drawn(self, text: str, rect: Rect, foot: float, align: str, lang: str) -> DrawnLine:
        """A line whose baseline is ``foot``, which `operators.lettered` finds from its box."""
        rtl = glyph_boxes.is_rtl(self.text)
        if rtl != language_tags.is_rtl(lang):
            align = {"start": "end", "end": "start"}.get(align, align)
        face = self.chain[0]
        ascent, descent = font_metrics.font(face.path, font_metrics.UNIT, face.index).getmetrics()
        middle = foot - (ascent - descent) / 2 / font_metrics.UNIT * self.size
        line = Line(
            text=text, rect=rect._replace(y=middle, height=0.0), size=self.size, style=self.style,
            levels=bidi.levels(text, rtl=rtl), align=align,
        )  # fmt: skip
        return DrawnLine(line, self.chain, tracking_of(self.style, lang), rtl)


def set_text(
    text: str, style: TextStyle, chain: Chain, room: tuple[float, float], *, size: float = 0.0
) -> SetText | None:
    """``text`` at ``size``, or as large as the style has it; None where it does not fit its ``room``.

    The room is a width and a height in points; no word is divided.
    """
    fitted = _fitted(text, *room, style, chain, size)
    if fitted.cut or fitted.divided:
        return None
    inks = tuple(CAPITAL.joined(glyph_boxes.ink(line, chain)) for line in fitted.lines)
    return SetText("P", text, style, chain, fitted.lines, inks, fitted.size, style.line_height)


@lru_cache(maxsize=8192)
def _fitted(
    text: str, width: float, height: float, style: TextStyle, chain: Chain, size: float
) -> fitting.Fitted:
    sizes = fitting.Style(
        largest=size or style.largest, smallest=size or style.smallest, step=0.25,
        max_lines=max(style.max_lines, style.long_lines), line_height=style.line_height,
    )  # fmt: skip
    setting = fitting.Setting(measure=glyph_boxes.measure(chain, style.tracking))
    return fitting.fit(text, fitting.Space(width=width, height=height), sizes, setting)
