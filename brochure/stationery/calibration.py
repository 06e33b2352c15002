"""Calibration: a page that measures how far off a printer feeds its paper, with no ruler.

It is printed, and printed again on the same side of the same sheet turned by half. What stands at the
middle of the page is then there twice, so far to one side as to the other. An arrow of one print points
at a scale of the other, which is drawn twice as large as it says: the number there is what to give as
--offset.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.cards.card import tracking_of
from brochure.facts import Facts
from brochure.geometry import Rect
from brochure.kit import Artifact
from brochure.pdfwriter import document, operators
from brochure.pdfwriter.document import Element, PdfPage, Resources
from brochure.people import People
from brochure.stationery import glyph_boxes, name_fonts
from brochure.stationery.composition import POINTS_PER_MM
from brochure.stationery.people_products import PAPERS
from brochure.stationery.set_texts import set_text
from brochure.text import labels
from brochure.text.lines import TextStyle
from brochure.theme import Theme

AWAY_MM = 42.0
"""From the middle of the page to a scale, and to the tip of the arrow that will point at it."""

MOST_MM = 8
"""What the scales go to, on both sides."""

_ARROW_MM = 12.0
_CHECK_MM = 100.0
_RULE_PT = 0.35
_TITLE = TextStyle(weight=700, largest=20, smallest=12, max_lines=2, line_height=1.12, colour="text")
_TEXT = TextStyle(weight=400, largest=11, smallest=8, max_lines=12, line_height=1.3, colour="text")
_NUMBER = TextStyle(weight=700, largest=8, smallest=8, max_lines=1, line_height=1, colour="text")

Point = tuple[float, float]


class CalibrationSheet:
    """The page in the making; use it once."""

    def __init__(self, people: People, theme: Theme, paper: str) -> None:
        self.lang = people.lang
        self.theme = theme.for_language(people.lang.split("-")[0].lower())
        width, height = PAPERS.get(paper, PAPERS["a4"])
        self.size = width * POINTS_PER_MM, height * POINTS_PER_MM
        self.middle = self.size[0] / 2, self.size[1] / 2
        self.resources = Resources()
        self.texts: dict[str, None] = {}

    def artifact(self) -> Artifact:
        """The file."""
        title = str(labels.in_language(self.lang)["sheets"]["calibration"])
        steps = str(labels.in_language(self.lang)["people"]["calibration_steps"])
        page = PdfPage(size=self.size)
        page.operators.append(f"q 1 0 0 1 0 {operators.number(self.size[1])} cm")
        y = 18 * POINTS_PER_MM
        for text, style, kind in ((title, _TITLE, "H1"), (steps, _TEXT, "P")):
            element = Element(kind)
            page.elements.append(element)
            page.begin(element)
            margin = 20 * POINTS_PER_MM
            drawn, height = self._text(text, style, Rect(margin, y, self.size[0] - 2 * margin, 400))
            page.operators += drawn
            page.end()
            y += height + 10
            self.texts[text] = None
        page.artifact([*self._scale(upright=False), *self._scale(upright=True), *self._check()])
        page.operators.append("Q")
        data = document.pdf_file(title, self.lang, [page], self.resources)
        return Artifact(
            path="calibration.pdf", media_type="application/pdf", data=data,
            facts=Facts(pages=1, title=title, lang=self.lang, variants=("PDF/UA-1",)),
            texts=tuple(self.texts),
        )  # fmt: skip

    def _text(
        self, text: str, style: TextStyle, rect: Rect, align: str = "start"
    ) -> tuple[list[str], float]:
        """The operators of a text in ``rect``, and its height."""
        chain = glyph_boxes.best_chain(text, name_fonts.chain(self.theme, style.family, style.weight))
        item = set_text(text, style, chain, (rect.width, rect.height))
        assert item is not None
        lines = item.drawn(rect, rect.y, align, lang=self.lang)
        pairs = ((drawn.line, drawn.chain) for drawn in lines)
        made = operators.lettered(
            pairs, self.resources, tracking_of(style, self.lang), rtl=lines[0].rtl
        )
        return list(made), item.height

    def _scale(self, *, upright: bool) -> Iterator[str]:
        """A scale above the middle, or at its right, and the arrow on the other side."""
        k = POINTS_PER_MM
        for half in range(-2 * MOST_MM, 2 * MOST_MM + 1):
            long = half % 2 == 0
            yield self._line((half, -AWAY_MM), (half, -AWAY_MM - (4 if long else 2.2)), upright=upright)
            if long and half % 4 == 0:
                x, y = self._at((half, -AWAY_MM - 7.5), upright=upright)
                shown = f"{half // 2:+d}".replace("-", "\u2212") if half else "0"
                rect = Rect(x - 6 * k, y - 3, 12 * k, 12)
                yield from self._text(shown, _NUMBER, rect, "center")[0]
        end = 2 * MOST_MM
        yield self._line((-end, -AWAY_MM), (end, -AWAY_MM), upright=upright)
        yield self._line((0, AWAY_MM), (0, AWAY_MM - _ARROW_MM), upright=upright)
        for side in (-1.6, 1.6):
            yield self._line((0, AWAY_MM), (side, AWAY_MM - 3.2), upright=upright)

    def _at(self, point: Point, *, upright: bool) -> Point:
        """``point``, in millimetres from the middle for the scale above it, in points of the page."""
        x, y = (-point[1], point[0]) if upright else point
        return self.middle[0] + x * POINTS_PER_MM, self.middle[1] + y * POINTS_PER_MM

    def _line(self, start: Point, end: Point, *, upright: bool) -> str:
        (x, y), (u, v) = (self._at(point, upright=upright) for point in (start, end))
        path = f"{operators.numbers(x, -y)} m {operators.numbers(u, -v)} l"
        return f"q {operators.number(_RULE_PT)} w 0 0 0 1 K {path} S Q"

    def _check(self) -> Iterator[str]:
        """A line of 100 mm: shorter or longer, and the printer has fitted the page to its own."""
        k = POINTS_PER_MM
        left, y = (self.size[0] - _CHECK_MM * k) / 2, self.size[1] - 24 * k
        yield operators.filled(Rect(left, y, _CHECK_MM * k, 1.2), 1.0)
        for x in (left, left + _CHECK_MM * k - 0.5):
            yield operators.filled(Rect(x, y - 5, 0.5, 11), 1.0)
        yield from self._text("100 mm", _NUMBER, Rect(left, y + 8, _CHECK_MM * k, 14), "center")[0]
