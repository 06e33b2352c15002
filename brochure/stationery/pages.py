"""Pages: the cells of a product are composed and drawn page by page; one page is kept at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
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
from brochure.language_tags import is_rtl
from brochure.pdfwriter import document, operators
from brochure.pdfwriter.document import Element, PdfPage, Resources
from brochure.problems import Place, Problem, warning
from brochure.programme import Programme, Session
from brochure.stationery import composition, inks, logos
from brochure.stationery.composition import POINTS_PER_MM, ComposedCell, Series, bled
from brochure.stationery.products import SheetProduct
from brochure.text import labels
from brochure.text.lines import Line, TextStyle
from brochure.theme import Theme

HAIRLINE_PT = 0.25
"""The thickness of cut marks, in points."""

MOTIF_SEATS = 140
"""The number of seats in a motif: more would run together in print."""

MOST_LINES = 8
"""Lines of a programme that a warning lists."""

LIGHT = 400
"""The font weight of an address after its host."""

Progress = Callable[[str, int, int], None]
"""Called with the file in the making, how many of its sessions are done, and of how many."""


def quiet(name: str, done: int, of: int) -> None:
    """Report no progress."""


class Origin(NamedTuple):
    """A cell's left top corner, in points from the page's left foot; ``turned`` is upside down."""

    x: float
    y: float
    turned: bool

    @property
    def operator(self) -> str:
        """The operator that makes it the origin of what is drawn (ISO 32000-1, 8.3.4, "cm")."""
        way = "-1 0 0 -1" if self.turned else "1 0 0 1"
        return f"{way} {operators.numbers(self.x, self.y)} cm"

    def box(self, rect: Rect) -> document.Box:
        """``rect``, from the cell's corner, as a rectangle of the page."""
        if self.turned:
            return self.x - rect.right, self.y + rect.y, self.x - rect.x, self.y + rect.bottom
        return self.x + rect.x, self.y - rect.bottom, self.x + rect.right, self.y - rect.y


_Paragraph = tuple[Element, TextStyle]


class _Face(NamedTuple):
    """A composed cell in its place."""

    composed: ComposedCell
    origin: Origin


class SheetWriter:
    """One PDF of a product in the making; use it once: `artifact`, or `fits`."""

    def __init__(
        self, programme: Programme, product: SheetProduct, theme: Theme, progress: Progress
    ) -> None:
        self.programme = programme
        self.product = replace(product, grid=replace(product.grid, rtl=is_rtl(programme.lang)))
        self.theme = theme.for_language(programme.lang.split("-")[0].lower())
        self.progress = progress
        self.series = Series(setting_of=composition.settings(self.theme, programme.lang))
        self.chain = cache(partial(chain_of, theme=self.theme, press=True))
        self.resources = Resources()
        self.codes: list[ExpectedCode] = []
        self.texts: dict[str, None] = {}
        self.problems: list[Problem] = []
        self.shortened: list[int] = []
        self.pages = 0

    def artifact(self) -> Artifact:
        """The file. Raises ProgrammeError with a problem for each session that does not fit."""
        kind = str(labels.in_language(self.programme.lang)["sheets"][self.product.name])
        title = " – ".join(part for part in (self.programme.title, kind) if part)
        data = document.pdf_file(title, self.programme.lang, self._pages(), self.resources)
        if self.problems:
            raise ProgrammeError(self.problems)
        return Artifact(
            path=f"{self.product.name}.pdf",
            media_type="application/pdf",
            data=data,
            facts=Facts(
                codes=tuple(self.codes), pages=self.pages, title=title, lang=self.programme.lang,
                variants=("PDF/UA-1",), warnings=tuple(self._warnings()),
            ),
            texts=tuple(self.texts),
        )  # fmt: skip

    def _pages(self) -> Iterator[PdfPage]:
        grid, copies = self.product.grid, self.product.copies
        sessions = [session for session in self.programme.sessions for _ in range(copies)]
        each = grid.count // self.product.faces
        skip = self.product.skip
        if self.product.series == "all":
            self._fit(sessions)
        for start in range(-skip, len(sessions), each):
            self.pages += 1
            of_page = sessions[max(0, start) : start + each]
            if self.product.series == "page":
                self._fit(of_page)
            some = [self._composed(session) for session in of_page]
            yield self._page([composed for composed in some if composed], max(0, -start))
            self.progress(f"{self.product.name}.pdf", min(start + each, len(sessions)), len(sessions))

    def _warnings(self) -> Iterator[Problem]:
        if self.shortened:
            more = ("…",) if len(self.shortened) > MOST_LINES else ()
            yield warning(
                "addresses-shortened", at=Place(f"{self.product.name}.pdf"),
                shortened=len(self.shortened), of=len(self.programme.sessions),
                lines=(*self.shortened[:MOST_LINES], *more),
            )  # fmt: skip

    def _fit(self, sessions: Iterable[Session]) -> None:
        """Find the sizes that every text of ``sessions`` fits at."""
        self.series = replace(self.series, caps={}, drafts={})
        self.series = self.series.of(cell for s in sessions if (cell := self._tried(s)))

    def _tried(self, session: Session) -> ComposedCell | None:
        """The cell of ``session`` by itself; None where it does not fit."""
        try:
            return composition.compose(session, self.programme, self.product, self.theme, self.series)
        except (FitError, GlyphError):
            return None

    def _composed(self, session: Session) -> ComposedCell | None:
        """The cell of ``session``; None where it does not fit, which `artifact` then raises."""
        try:
            composed = composition.compose(
                session, self.programme, self.product, self.theme, self.series
            )
        except (FitError, GlyphError) as caught:
            self.problems += caught.problems
            return None
        if composed.address_shortened:
            self.shortened.append(session.line)
        return composed

    def fits(self) -> bool:
        """Whether every session fits its cells; nothing is drawn."""
        return all(self._composed(session) for session in self.programme.sessions)

    def _page(self, some: Iterable[ComposedCell], skip: int) -> PdfPage:
        """A page with ``some`` sessions, after ``skip`` cells that stay empty."""
        grid = self.product.grid
        page = PdfPage(size=(grid.page[0] * POINTS_PER_MM, grid.page[1] * POINTS_PER_MM))
        cells = islice(enumerate(grid.cells()), skip, None)
        figures: list[tuple[_Face, Placed, Element]] = []
        for composed in some:
            self.texts |= dict.fromkeys(composed.texts)
            for _ in range(self.product.faces):
                number, cell = next(cells)
                x, y = cell.x * POINTS_PER_MM, page.size[1] - cell.y * POINTS_PER_MM
                turned = number in self.product.turned
                if turned:
                    x, y = x + composed.size[0], y - composed.size[1]
                face = _Face(composed, Origin(x, y, turned))
                figures += [(face, *figure) for figure in self._face(page, face)]
        for face, placed, element in figures:
            self._code(page, face, placed, element)
        self._marks(page)
        return page

    def _marks(self, page: PdfPage) -> None:
        """Draw the cut marks of a page, as an artifact: nothing to be read (ISO 32000-1, 14.8.2.2)."""
        if self.product.marks:
            marks = self.product.grid.cut_marks()
            k = POINTS_PER_MM
            lines = [(k * x, k * y, k * u, k * v) for x, y, u, v in marks]
            whole = Rect(0, 0, *page.size)
            page.artifact([operators.shared_lines(lines, HAIRLINE_PT, whole, self.resources)])

    def _face(self, page: PdfPage, face: _Face) -> list[tuple[Placed, Element]]:
        """Draw a cell without its codes, and return those to draw.

        The codes of a page are drawn after all else: the file is smaller where they follow each other.
        """
        figures: list[tuple[Placed, Element]] = []
        composed = face.composed
        before: _Paragraph | None = None
        page.operators.append(f"q {face.origin.operator}")
        for placed in composed.placed:
            kind = placed.box.kind
            if kind == "text":
                before = self._text(page, composed, placed, before)
            elif kind == "code":
                box = face.origin.box(composed.rect(placed))
                figures.append((placed, Element("Figure", alt=composed.alt, box=box)))
                page.elements.append(figures[-1][1])
                page.reserve(figures[-1][1])
                before = None
            elif kind == "logo":
                before = None
                self._logo(page, face, placed)
            elif kind in {"band", "motif"}:
                page.artifact(self._ornament(composed, placed))
        page.operators.append("Q")
        return figures

    def _logo(self, page: PdfPage, face: _Face, placed: Placed) -> None:
        """Draw the issuer's logo, a figure with its name, in the variant for what lies below it."""
        rect, brand = face.composed.rect(placed), self.theme.brand
        below = [p for p in face.composed.placed if p.box.kind == "band" and p.rect.holds(placed.rect)]
        made = logos.drawn(brand, self.theme.colour(below[-1].box.colour if below else "paper"), rect,
                           placed.box, rtl=face.composed.rtl)  # fmt: skip
        element = Element("Figure", alt=brand.name, box=face.origin.box(made.rect))
        page.elements.append(element)
        page.begin(element)
        page.operators += logos.operators_of(made, self.resources, colour=self.product.colour)
        page.end()

    def _code(self, page: PdfPage, face: _Face, placed: Placed, element: Element) -> None:
        composed, rect = face.composed, face.composed.rect(placed)
        matrix = composed.matrix
        assert matrix is not None, "templates have no box for a code that there is not"
        page.begin(element)
        page.operators.append(f"q {face.origin.operator}")
        if composed.on_ground(placed):
            page.operators.append(operators.filled(rect, 0))
        page.operators += (pdf.operators_of(matrix, rect, self.resources), "Q")
        page.end()
        module = rect.width / matrix.total / POINTS_PER_MM
        self.codes.append(
            ExpectedCode(payload=matrix.payload, page=self.pages, module_mm=round(module, 3))
        )

    def _text(
        self, page: PdfPage, composed: ComposedCell, placed: Placed, before: _Paragraph | None
    ) -> _Paragraph | None:
        """Draw a text; return its paragraph: ``before``, the one above, where the style is the same.

        So a text that a template divides into boxes is read as one.
        """
        lines = list(composed.lines(placed))
        if not lines:
            return before
        text, own, style = placed.box.text, composed.text, lines[0].style
        kind = "H1" if text == own.title else "P"
        goes_on = before and kind == before[0].kind and style == before[1]
        element = before[0] if before and goes_on else Element(kind)
        if not goes_on:
            page.elements.append(element)
        pieces = (
            _lightened(lines, own.host_length) if text == own.address and not composed.rtl else lines
        )
        letters = operators.lettered(
            ((line, self.chain(line.style)) for line in pieces),
            self.resources,
            tracking_of(style, composed.lang),
            rtl=composed.rtl,
            parted=text != own.address,
        )
        black = inks.of_text(style.colour, self.theme)
        page.begin(element)
        page.operators += letters if black == 1 else ["q", operators.ink(black), *letters, "Q"]
        page.end()
        return element, style

    def _ornament(self, composed: ComposedCell, placed: Placed) -> Iterable[str]:
        """The operators of a band or of the motif."""
        rect = composed.rect(placed)
        if placed.box.kind == "band":
            role = placed.box.colour
            if self.product.colour:
                area = bled(rect, composed.size, self.product.grid.gaps)
                return [operators.coloured(area, inks.shades(role, self.theme))]
            return [operators.filled(rect, inks.of_area(role, self.theme))]
        kind = motif.kind_of_programme(self.theme.motif)
        subject = motif.Subject(seed=self.programme.slug, number=MOTIF_SEATS)
        marks = motif.drawn(kind, subject)
        return [operators.marked(marks, rect, inks.of_seats(self.theme), self.resources)]


def _lightened(lines: Iterable[Line], host_length: int) -> Iterator[Line]:
    """The ``lines`` of an address, LIGHT after its host, which is what a reader has to check.

    They were fitted in the host's weight, which is wider.
    """
    left = host_length
    for line in lines:
        host, rest = line.text[:left], line.text[left:]
        left = max(0, left - len(line.text))
        yield line._replace(text=host, levels=line.levels[: len(host)])
        if rest:
            light = replace(line.style, weight=LIGHT)
            yield line._replace(
                text=rest, levels=line.levels[len(host) :], style=light, goes_on=bool(host)
            )
