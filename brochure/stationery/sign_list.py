"""Sign list: everyone in a table with room to sign; its head stands on each page, tagged as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brochure.cards.card import tracking_of
from brochure.errors import ProgrammeError
from brochure.facts import Facts
from brochure.geometry import Rect
from brochure.kit import Artifact
from brochure.pdfwriter import document, operators
from brochure.pdfwriter.document import Element, PdfPage, Resources
from brochure.people import People, Person
from brochure.problems import Place, Problem, error
from brochure.stationery import glyph_boxes, inks, name_fonts, person_texts
from brochure.stationery.composition import POINTS_PER_MM
from brochure.stationery.pages import HAIRLINE_PT, Progress, quiet
from brochure.stationery.people_products import PAPERS
from brochure.stationery.set_texts import SetText, set_text
from brochure.text import labels, times
from brochure.text.lines import TextStyle
from brochure.text.typography import typeset
from brochure.theme import Theme

_MARGIN_MM = 15.0
_ROW_MM = 10.5
"""The height of a row: a signature needs a centimetre."""

_TOP_MM, _FOOT_MM = 34.0, 16.0
_COLUMNS_MM = (11.0, 62.0, 58.0)
"""The widths of number, name and organisation; the rest of the page is for signatures."""

_PAD_PT = 4.0


def _style(weight: int, largest: float, smallest: float, lines: int = 2) -> TextStyle:
    return TextStyle(
        weight=weight, largest=largest, smallest=smallest, max_lines=lines, line_height=1.12,
        colour="text",
    )  # fmt: skip


TITLE, LINE, HEAD = _style(700, 17, 11), _style(400, 10, 8, 1), _style(700, 9, 7, 1)
NAME, OTHER, NUMBER = _style(700, 11, 7), _style(400, 9.5, 7), _style(400, 9, 7, 1)


class _Column(NamedTuple):
    """A column: its head, its left edge and its width in points."""

    head: str
    x: float
    width: float


class SignList:
    """The list in the making; use it once."""

    def __init__(self, people: People, theme: Theme, paper: str, progress: Progress = quiet) -> None:
        self.people = people
        self.theme = theme.for_language(people.lang.split("-")[0].lower())
        self.size = tuple(side * POINTS_PER_MM for side in PAPERS.get(paper, PAPERS["a4"]))
        self.progress = progress
        self.resources = Resources()
        self.texts: dict[str, None] = {}
        self.faults: list[Problem] = []
        self.words = labels.in_language(people.lang)["people"]
        self.rtl = glyph_boxes.is_rtl(str(self.words["list_name"]))

    def artifact(self) -> Artifact:
        """The file. Raises ProgrammeError with a problem for each person whose name has no room."""
        kind = str(labels.in_language(self.people.lang)["sheets"]["list"])
        title = " – ".join(part for part in (self.people.title, kind) if part)
        rows = self.people.persons
        room = self.size[1] - (_TOP_MM + _FOOT_MM) * POINTS_PER_MM
        each = max(1, int(room / (_ROW_MM * POINTS_PER_MM)) - 1)
        chunks = [rows[at : at + each] for at in range(0, len(rows), each)]
        pages = (
            self._page(number, len(chunks), chunk, (number - 1) * each, kind)
            for number, chunk in enumerate(chunks, 1)
        )
        data = document.pdf_file(
            title, self.people.lang, pages, self.resources, inks.archived(self.theme)
        )
        if self.faults:
            raise ProgrammeError(*self.faults)
        return Artifact(
            path="list.pdf",
            media_type="application/pdf",
            data=data,
            facts=Facts(pages=len(chunks), title=title, lang=self.people.lang, variants=inks.ARCHIVED),
            texts=tuple(self.texts),
        )

    def _columns(self) -> list[_Column]:
        margin = _MARGIN_MM * POINTS_PER_MM
        heads = (
            *(self.words[f"list_{name}"] for name in ("number", "name", "organisation", "signature")),
        )
        widths = [width * POINTS_PER_MM for width in _COLUMNS_MM]
        widths.append(self.size[0] - 2 * margin - sum(widths))
        x, columns = margin, []
        for head, width in zip(heads, widths, strict=True):
            left = self.size[0] - x - width if self.rtl else x
            columns.append(_Column(str(head), left, width))
            x += width
        return columns

    def _page(
        self, number: int, count: int, persons: Sequence[Person], before: int, kind: str
    ) -> PdfPage:
        page = PdfPage(size=(self.size[0], self.size[1]))
        page.operators.append(f"q 1 0 0 1 0 {operators.number(self.size[1])} cm")
        self._heading(page, kind)
        table = Element("Table")
        page.elements.append(table)
        columns = self._columns()
        top = _TOP_MM * POINTS_PER_MM
        height = _ROW_MM * POINTS_PER_MM
        head = Element("TR")
        table.children.append(head)
        for column in columns:
            self._cell(page, head, column.head, HEAD, Rect(column.x, top, column.width, height), "TH")
        for at, person in enumerate(persons, 1):
            row = Element("TR")
            table.children.append(row)
            y = top + at * height
            values = self._values(person, before + at)
            for column, (text, style) in zip(columns, values, strict=True):
                place = Rect(column.x, y, column.width, height)
                self._cell(page, row, text, style, place, "TD", person)
        self._rules(page, columns, top, height, len(persons) + 1)
        foot = str(self.words["list_page"]).format(page=number, pages=count)
        self._artifact_text(page, foot, self.size[1] - 11 * POINTS_PER_MM)
        page.operators.append("Q")
        self.progress("list.pdf", before + len(persons), len(self.people.persons))
        return page

    def _values(self, person: Person, number: int) -> tuple[tuple[str, TextStyle], ...]:
        words = person_texts.words_of(person, self.people.lang)
        parts = (person.family.strip(), person.given.strip())
        name = ", ".join(part for part in parts if part) if person.given else person.name
        return (str(number), NUMBER), (name, NAME), (words["organisation"], OTHER), ("", OTHER)

    def _heading(self, page: PdfPage, kind: str) -> None:
        """The event, what the list is, and when and where."""
        lang = self.people.lang
        width = self.size[0] - 2 * _MARGIN_MM * POINTS_PER_MM
        y = 13 * POINTS_PER_MM
        when = times.joined(lang, typeset(self.people.dates, lang), typeset(self.people.place, lang))
        below = " · ".join(part for part in (kind if self.people.title else "", when) if part)
        title = typeset(self.people.title or kind, lang)
        for text, style, element in ((title, TITLE, Element("H1")), (below, LINE, Element("P"))):
            if not text:
                continue
            item = self._set(text, style, width, 60.0)
            if item is None:
                self.faults.append(error("list-title-long", at=Place(key="--event"), title=text))
                continue
            page.elements.append(element)
            rect = Rect(_MARGIN_MM * POINTS_PER_MM, y, width, item.height)
            self._draw(page, element, item, rect)
            y += item.height + 7

    def _set(self, text: str, style: TextStyle, width: float, height: float) -> SetText | None:
        chain = glyph_boxes.best_chain(text, name_fonts.chain(self.theme, style.family, style.weight))
        return set_text(text, style, chain, (width, height))

    def _cell(
        self,
        page: PdfPage,
        row: Element,
        text: str,
        style: TextStyle,
        rect: Rect,
        kind: str,
        person: Person | None = None,
    ) -> None:
        """A cell with ``text``, which may be empty: a table has as many cells in each row."""
        element = Element(kind, scope="Column" if kind == "TH" else "")
        row.children.append(element)
        if not text:
            return
        inner = rect._replace(x=rect.x + _PAD_PT, width=rect.width - 2 * _PAD_PT)
        item = self._set(text, style, inner.width, inner.height)
        if item is None or item.height > rect.height:
            line = person.line if person else None
            at = Place(self.people.where, line, product="list.pdf")
            self.faults.append(error("list-text-long", at=at, text=text))
            return
        self._draw(page, element, item, inner)

    def _draw(self, page: PdfPage, element: Element, item: SetText, rect: Rect) -> None:
        self.texts[item.text] = None
        page.begin(element)
        page.operators += self._letters(item, rect)
        page.end()

    def _letters(self, item: SetText, rect: Rect) -> Iterator[str]:
        top = rect.y + (rect.height - item.height) / 2
        lines = item.drawn(rect, top, "start", lang=self.people.lang)
        pairs = ((drawn.line, drawn.chain) for drawn in lines)
        tracking = tracking_of(item.style, self.people.lang)
        return operators.lettered(pairs, self.resources, tracking, rtl=lines[0].rtl)

    def _artifact_text(self, page: PdfPage, text: str, y: float) -> None:
        """The number of the page: what a reader of the table does not need to hear."""
        width = self.size[0] - 2 * _MARGIN_MM * POINTS_PER_MM
        item = self._set(text, NUMBER, width, 20.0)
        assert item is not None
        page.artifact(self._letters(item, Rect(_MARGIN_MM * POINTS_PER_MM, y, width, item.height)))

    def _rules(
        self, page: PdfPage, columns: Sequence[_Column], top: float, height: float, rows: int
    ) -> None:
        """A rule below each row, a heavier one below the head."""
        left = min(column.x for column in columns)
        width = sum(column.width for column in columns)
        drawn = [operators.filled(Rect(left, top + height - 1.2, width, 1.2), 1.0)]
        drawn += [
            operators.filled(Rect(left, top + at * height, width, HAIRLINE_PT), 0.6)
            for at in range(2, rows + 1)
        ]
        page.artifact(drawn)
