"""Pages: the cells of a product are composed, drawn and given away page by page; none is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from brochure import motif
from brochure.cards.card import chain_of, tracking_of
from brochure.cards.layout import Placed
from brochure.codes import pdf
from brochure.errors import FitError, GlyphError, ProgrammeError
from brochure.facts import ExpectedCode, Facts
from brochure.geometry import Rect
from brochure.kit import Artifact
from brochure.pdfwriter import document, operators
from brochure.pdfwriter.document import Element, PdfPage, Resources
from brochure.problems import plain
from brochure.programme import Programme, Session
from brochure.stationery import composition, inks
from brochure.stationery.composition import POINTS_PER_MM, ComposedCell, SessionText
from brochure.stationery.products import SheetProduct
from brochure.text import labels
from brochure.text.lines import Line, TextStyle
from brochure.theme import FontFace, Theme

HAIRLINE_PT = 0.25
"""The thickness of cut marks."""

MOTIF_SEATS = 140

LIGHT = 400
"""The weight of an address after its host."""

Progress = Callable[[str, int, int], None]
"""Told the file in the making, how many sessions of it are done, and of how many."""


def quiet(name: str, done: int, of: int) -> None:
    """Say nothing of the progress."""


class _Spot(NamedTuple):
    """Where a cell's left top corner is, in points from the page's left foot; ``turned`` or not."""

    x: float
    y: float
    turned: bool

    @property
    def origin(self) -> str:
        """The operator that makes it the origin."""
        way = "-1 0 0 -1" if self.turned else "1 0 0 1"
        return f"{way} {operators.numbers(self.x, self.y)} cm"

    def box(self, rect: Rect) -> document.Box:
        """``rect`` of the cell on its page."""
        if self.turned:
            return self.x - rect.right, self.y + rect.y, self.x - rect.x, self.y + rect.bottom
        return self.x + rect.x, self.y - rect.bottom, self.x + rect.right, self.y - rect.y


_Paragraph = tuple[Element, TextStyle]


class _Face(NamedTuple):
    """A composed cell in its place."""

    composed: ComposedCell
    spot: _Spot


class SheetWriter:
    """One file in the making."""

    def __init__(
        self, programme: Programme, product: SheetProduct, theme: Theme, progress: Progress
    ) -> None:
        self.programme = programme
        self.product = product
        self.theme = theme.for_language(programme.lang.split("-")[0].lower())
        self.progress = progress
        self.setting_of = composition.settings(self.theme, programme.lang)
        self.resources = Resources()
        self.codes: list[ExpectedCode] = []
        self.texts: dict[str, None] = {}
        self.faults: list[str] = []
        self.shortened: list[int] = []
        self.pages = 0

    def artifact(self) -> Artifact:
        """The file. Raises ProgrammeError with all that does not fit."""
        said = labels.in_language(self.programme.lang)
        kind = str(said["sheets"][self.product.name])
        title = " – ".join(part for part in (self.programme.title, kind) if part)
        data = document.pdf_file(title, self.programme.lang, self._leaves(), self.resources)
        if self.faults:
            raise ProgrammeError(self.faults)
        return Artifact(
            path=f"{self.product.name}.pdf",
            media_type="application/pdf",
            data=data,
            facts=Facts(
                codes=tuple(self.codes), pages=self.pages, title=title, lang=self.programme.lang,
                variants=("PDF/UA-1",),
                warnings=tuple(plain(text, severity="warning") for text in self._warnings()),
            ),
            texts=tuple(self.texts),
        )  # fmt: skip

    def _leaves(self) -> Iterator[PdfPage]:
        grid, sessions = self.product.grid, self.programme.sessions
        each = grid.count // self.product.faces
        skip = self.product.skip
        for start in range(-skip, len(sessions), each):
            self.pages += 1
            some = [self._composed(session) for session in sessions[max(0, start) : start + each]]
            yield self._leaf([composed for composed in some if composed], max(0, -start))
            self.progress(f"{self.product.name}.pdf", min(start + each, len(sessions)), len(sessions))

    def _warnings(self) -> Iterator[str]:
        if self.shortened:
            lines = ", ".join(str(line) for line in self.shortened[:8])
            more = " …" if len(self.shortened) > 8 else ""
            count = len(self.programme.sessions)
            yield (
                f"{self.product.name}.pdf: {len(self.shortened)} of {count} have "
                "no room for the whole address and print its host alone, or nothing of it (lines "
                f"{lines}{more}); the codes hold it; larger ones or shorter addresses show it"
            )

    def _composed(self, session: Session) -> ComposedCell | None:
        """What stands in the cells of ``session``; a fault is kept, so that all are told at once."""
        try:
            composed = composition.compose(
                session, self.programme, self.product, self.theme, self.setting_of
            )
        except (FitError, GlyphError) as error:
            self.faults.append(str(error))
            return None
        if composed.short:
            self.shortened.append(session.line)
        return composed

    def fits(self) -> bool:
        """Whether every session fits its cells; nothing is drawn."""
        return all(self._composed(session) for session in self.programme.sessions)

    def _leaf(self, some: Iterable[ComposedCell], skip: int) -> PdfPage:
        """A page with ``some`` sessions, after ``skip`` cells that stay empty."""
        grid = self.product.grid
        leaf = PdfPage(size=(grid.page[0] * POINTS_PER_MM, grid.page[1] * POINTS_PER_MM))
        cells = islice(enumerate(grid.cells()), skip, None)
        figures: list[tuple[_Face, Placed, Element]] = []
        for composed in some:
            self.texts |= dict.fromkeys(composed.texts)
            for _ in range(self.product.faces):
                at, cell = next(cells)
                x, y = cell.x * POINTS_PER_MM, leaf.size[1] - cell.y * POINTS_PER_MM
                turned = at in self.product.turned
                if turned:
                    x, y = x + composed.size[0], y - composed.size[1]
                face = _Face(composed, _Spot(x, y, turned))
                figures += [(face, *figure) for figure in self._face(leaf, face)]
        for face, placed, element in figures:
            self._code(leaf, face, placed, element)
        self._marks(leaf)
        return leaf

    def _marks(self, leaf: PdfPage) -> None:
        if self.product.marks:
            marks = self.product.grid.cut_marks()
            k = POINTS_PER_MM
            lines = [(k * x, k * y, k * u, k * v) for x, y, u, v in marks]
            whole = Rect(0, 0, *leaf.size)
            leaf.artifact([operators.shared_lines(lines, HAIRLINE_PT, whole, self.resources)])

    def _face(self, leaf: PdfPage, face: _Face) -> list[tuple[Placed, Element]]:
        """Draw all of a face but its codes, which are given: those of a page pack better together."""
        figures: list[tuple[Placed, Element]] = []
        composed = face.composed
        before: _Paragraph | None = None
        leaf.operators.append(f"q {face.spot.origin}")
        for placed in composed.placed:
            kind = placed.box.kind
            if kind == "text":
                before = self._text(leaf, composed, placed, before)
            elif kind == "code":
                box = face.spot.box(composed.rect(placed))
                figures.append((placed, Element("Figure", alt=composed.alt, box=box)))
                leaf.elements.append(figures[-1][1])
                before = None
            elif kind in {"band", "motif"}:
                leaf.artifact(self._ornament(composed, placed))
        leaf.operators.append("Q")
        return figures

    def _code(self, leaf: PdfPage, face: _Face, placed: Placed, element: Element) -> None:
        composed, rect = face.composed, face.composed.rect(placed)
        leaf.begin(element)
        leaf.operators.append(f"q {face.spot.origin}")
        if composed.on_ground(placed):
            leaf.operators.append(operators.filled(rect, 0))
        leaf.operators += (pdf.operators_of(composed.matrix, rect, self.resources), "Q")
        leaf.end()
        module = rect.width / composed.matrix.total / POINTS_PER_MM
        self.codes.append(
            ExpectedCode(payload=composed.matrix.payload, page=self.pages, module_mm=round(module, 3))
        )

    def _text(
        self, leaf: PdfPage, composed: ComposedCell, placed: Placed, before: _Paragraph | None
    ) -> _Paragraph | None:
        """Draw a text; lines of one style are one paragraph.

        ``before`` is the paragraph that stands above it and its style.
        """
        lines = list(composed.lines(placed))
        if not lines:
            return before
        text, shown, style = placed.box.text, composed.shown, lines[0].style
        kind = "H1" if text == shown.title else "P"
        goes_on = before and kind == before[0].kind and style == before[1]
        element = before[0] if before and goes_on else Element(kind)
        if not goes_on:
            leaf.elements.append(element)
        pieces = _lightened(lines, shown) if text == shown.address and not composed.rtl else lines
        letters = operators.lettered(
            ((line, self._chain(line.style)) for line in pieces),
            self.resources,
            tracking_of(style, composed.lang),
            rtl=composed.rtl,
        )
        black = inks.of_text(style.colour, self.theme)
        leaf.begin(element)
        leaf.operators += letters if black == 1 else ["q", operators.ink(black), *letters, "Q"]
        leaf.end()
        return element, style

    def _chain(self, style: TextStyle) -> tuple[FontFace, ...]:
        return chain_of(style, self.theme, press=True)

    def _ornament(self, composed: ComposedCell, placed: Placed) -> Iterable[str]:
        rect = composed.rect(placed)
        if placed.box.kind == "band":
            return [operators.filled(rect, inks.of_area(placed.box.colour, self.theme))]
        seats = motif.seats(self.theme.motif, MOTIF_SEATS, self.programme.slug)
        return [operators.seated(seats, rect, inks.of_seats(self.theme), self.resources)]


def _lightened(lines: Iterable[Line], shown: SessionText) -> Iterator[Line]:
    """The ``lines`` of an address, all in one weight after the host: what a reader has to check.

    They were fitted in the host's weight, which is wider.
    """
    left = shown.host
    for line in lines:
        host, rest = line.text[:left], line.text[left:]
        left = max(0, left - len(line.text))
        yield line._replace(text=host, levels=line.levels[: len(host)])
        if rest:
            light = replace(line.style, weight=LIGHT)
            yield line._replace(
                text=rest, levels=line.levels[len(host) :], style=light, goes_on=bool(host)
            )
