"""Typesetting: texts in lines of a width, and lines on a page whose origin is its left top corner.

For sheets whose cells come from their content (`agenda`, `timetable`, `doors`); sheets of templates are
set by `composition`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from brochure.cards.card import chain_of, setting_of, tracking_of
from brochure.errors import FitError
from brochure.geometry import Rect
from brochure.language_tags import is_rtl
from brochure.pdfwriter import operators
from brochure.pdfwriter.document import Element, PdfPage, Resources
from brochure.problems import error
from brochure.stationery import access_signs
from brochure.stationery.access_signs import SIGNS
from brochure.text import bidi
from brochure.text.fitting import Space, Style, fit
from brochure.text.lines import Line, TextStyle
from brochure.text.typography import typeset
from brochure.theme import Theme

MOST_LINES = 60
_SIGN_EM, _SIGN_STEP_EM = 1.3, 1.6
"""How high and wide a sign is, and how far it is to the next one, in em of the text beside it."""

ENDLESS_PT = 100_000.0


def text_style(weight: int, *, line_height: float = 1.2) -> TextStyle:
    """A style of these sheets, in the type of titles as on labels; sizes are given with each text."""
    return TextStyle(
        weight=weight, largest=1, smallest=1, max_lines=MOST_LINES, line_height=line_height,
        colour="text",
    )  # fmt: skip


TITLE = text_style(700, line_height=1.12)
STRONG = text_style(700)
PLAIN = text_style(400)


@dataclass(frozen=True, slots=True)
class SetText:
    """A ``text`` in lines, ``size`` and ``height`` in points; ``divided`` where a word is.

    ``signs`` of accessibility stand before its first line, for which it is set in.
    """

    text: str
    lines: tuple[str, ...]
    style: TextStyle
    size: float
    height: float
    divided: bool = False
    signs: tuple[str, ...] = ()

    @property
    def indent(self) -> float:
        """How far it is set in, in points."""
        return len(self.signs) * _SIGN_STEP_EM * self.size

    @property
    def keeps_together(self) -> bool:
        """Whether its lines end at plain spaces, and not within "9 h 30"."""
        return not self.divided and len(self.lines) <= 1 + self.text.count(" ")


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A set text in its place: left, top and width in points; ``black`` is 1, or 0 for paper."""

    set: SetText
    x: float
    y: float
    width: float
    align: str = "start"
    black: float = 1.0


class Typesetter:
    """Sets texts in the type of a ``theme``, for pages that share their ``resources``.

    ``texts`` gathers all that was drawn, to be read back.
    """

    def __init__(self, theme: Theme, lang: str) -> None:
        self.theme = theme.for_language(lang.split("-")[0].lower())
        self.lang = lang
        self.rtl = is_rtl(lang)
        self.resources = Resources()
        self.texts: dict[str, None] = {}
        self._setting = cache(partial(setting_of, theme=self.theme, lang=lang, press=True))
        self._chain = cache(partial(chain_of, theme=self.theme, press=True))
        self._set = cache(self._set_text)

    def set(
        self, text: str, style: TextStyle, size: float, width: float, signs: tuple[str, ...] = ()
    ) -> SetText:
        """``text`` with its language's typography at ``size``. Raises FitError and GlyphError."""
        return self._set(text, style, size, width, signs)

    def _set_text(
        self, text: str, style: TextStyle, size: float, width: float, signs: tuple[str, ...]
    ) -> SetText:
        width -= len(signs) * _SIGN_STEP_EM * size
        whole = typeset(text, self.lang)
        form = Style(
            largest=size, smallest=size, step=0.25, max_lines=MOST_LINES,
            line_height=style.line_height,
        )  # fmt: skip
        fitted = fit(whole, Space(width=width, height=ENDLESS_PT), form, self._setting(style))
        if fitted.cut:
            raise FitError(error("printed-text-wide", text=text[:60], width_mm=width / 72 * 25.4))
        return SetText(whole, fitted.lines, style, size, fitted.height, fitted.divided, signs)

    def largest(
        self, text: str, style: TextStyle, sizes: Sequence[float], width: float, height: float
    ) -> SetText:
        """``text`` in the first of ``sizes`` that is no higher than ``height``, else in the last."""
        for size in sizes:
            made = self.set(text, style, size, width)
            if made.height <= height and not made.divided:
                return made
        return self.set(text, style, sizes[-1], width)

    def page(self, size: tuple[float, float]) -> PdfPage:
        """A new page whose origin is its left top corner; `close` it."""
        page = PdfPage(size=size)
        page.operators.append(f"q 1 0 0 1 0 {operators.number(size[1])} cm")
        return page

    def close(self, page: PdfPage) -> PdfPage:
        """``page``, finished."""
        page.operators.append("Q")
        return page

    def write(self, page: PdfPage, kind: str, texts: Iterable[PlacedText]) -> None:
        """Draw ``texts`` as one element of structure, in the order of reading."""
        shown = [placed for placed in texts if placed.set.lines]
        if not shown:
            return
        element = Element(kind)
        page.elements.append(element)
        page.begin(element)
        for placed in shown:
            self.texts[placed.set.text] = None
            page.operators += self._letters(page, placed)
        page.end()
        for placed in shown:
            self._signs(page, placed)

    def _signs(self, page: PdfPage, placed: PlacedText) -> None:
        """Draw the signs before a text, each a figure that says what it is."""
        made = placed.set
        side, line = _SIGN_EM * made.size, made.height / len(made.lines)
        for number, sign in enumerate(made.signs):
            x = placed.x + number * _SIGN_STEP_EM * made.size
            rect = self.mirrored(page, Rect(x, placed.y + (line - side) / 2, side, side))
            top = page.size[1] - rect.y
            box = (rect.x, top - side, rect.right, top)
            element = Element("Figure", alt=access_signs.name_of(sign, self.lang), box=box)
            page.elements.append(element)
            page.begin(element)
            units = access_signs.UNITS
            drawn = self.resources.form(f"A-{sign}", (units, units), partial(SIGNS.__getitem__, sign))
            scale = side / units
            page.operators.append(
                f"q {operators.numbers(scale, 0, 0, -scale, rect.x, -rect.y)} cm {drawn} Q"
            )
            page.end()

    def note(self, page: PdfPage, texts: Iterable[PlacedText]) -> None:
        """Draw ``texts`` that are no part of the content: the foot of a page."""
        page.artifact([op for placed in texts for op in self._letters(page, placed)])

    def fill(self, page: PdfPage, rect: Rect, shades: tuple[float, float, float] | float) -> None:
        """Fill ``rect`` with red, green and blue, or with a share of black."""
        own = self.mirrored(page, rect)
        page.artifact(
            [operators.filled(own, shades) if isinstance(shades, float | int)
             else operators.coloured(own, shades)]
        )  # fmt: skip

    def polygon(
        self, page: PdfPage, corners: Sequence[tuple[float, float]], shades: tuple[float, float, float]
    ) -> None:
        """Fill a shape with these corners, symmetric from left to right, with red, green and blue."""
        width = page.size[0]
        path = " ".join(
            f"{operators.numbers(width - x if self.rtl else x, -y)} {'l' if number else 'm'}"
            for number, (x, y) in enumerate(corners)
        )
        page.artifact([f"q {operators.numbers(*shades)} rg {path} f Q"])

    def mirrored(self, page: PdfPage, rect: Rect) -> Rect:
        """``rect`` where the page's language has it."""
        return rect._replace(x=page.size[0] - rect.x - rect.width) if self.rtl else rect

    def _letters(self, page: PdfPage, placed: PlacedText) -> Iterator[str]:
        made = placed.set
        levels = bidi.levels(" ".join(made.lines), rtl=self.rtl)
        room = Rect(placed.x + made.indent, placed.y, placed.width - made.indent, made.height)
        rect = self.mirrored(page, room)
        height, at, lines = made.height / len(made.lines), 0, list[Line]()
        style = replace(made.style, largest=made.size, smallest=made.size)
        for number, text in enumerate(made.lines):
            lines.append(
                Line(
                    text=text, rect=rect._replace(y=rect.y + number * height, height=height),
                    size=made.size, style=style, levels=levels[at : at + len(text)],
                    align=placed.align,
                )
            )  # fmt: skip
            at += len(text) + 1
        letters = operators.lettered(
            ((line, self._chain(made.style)) for line in lines),
            self.resources, tracking_of(style, self.lang), rtl=self.rtl,
        )  # fmt: skip
        return iter(letters if placed.black == 1 else ("q", operators.ink(placed.black), *letters, "Q"))


def stacked(texts: Iterable[SetText], x: float, y: float, width: float, gap: float) -> list[PlacedText]:
    """``texts`` below each other, ``gap`` points apart."""
    placed = []
    for made in texts:
        placed.append(PlacedText(made, x, y, width))
        y += made.height + gap
    return placed


def height_of(texts: Sequence[SetText], gap: float) -> float:
    """How high ``texts`` are below each other."""
    return sum(made.height for made in texts) + gap * max(0, len(texts) - 1)
