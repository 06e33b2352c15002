"""People's pages: badges, name tents and certificates are drawn page by page as one tagged PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from brochure import images, motif
from brochure.cards.layout import Placed
from brochure.codes import pdf
from brochure.codes.encoder import Matrix
from brochure.colour import Colour, luminance
from brochure.errors import ProgrammeError
from brochure.facts import ExpectedCode, Facts
from brochure.geometry import Rect
from brochure.kit import Artifact
from brochure.marks import State
from brochure.pdfwriter import document, operators
from brochure.pdfwriter.document import Element, PdfPage, Resources
from brochure.people import People, Person
from brochure.problems import Problem
from brochure.stationery import inks, logos
from brochure.stationery.composition import POINTS_PER_MM, bled
from brochure.stationery.pages import HAIRLINE_PT, MOTIF_SEATS, Origin, Progress, quiet
from brochure.stationery.people_products import PersonProduct
from brochure.stationery.person_cells import PersonCell, Series
from brochure.stationery.role_colours import RoleColour
from brochure.stationery.set_texts import Block
from brochure.text import labels
from brochure.theme import Theme

PHOTO_DPI = 300
SLOT_MM = (14.0, 3.0)
"""The hole that punches for lanyards make: 14 × 3 mm."""

_SLOT_TOP_MM = 4.0


class PeopleWriter:
    """One PDF of a product in the making; use it once.

    ``matrices`` are the codes by the lines of persons, ``roles`` the colours of roles; with ``large``
    first names stand above the rest, and larger.
    """

    def __init__(
        self,
        people: People,
        product: PersonProduct,
        theme: Theme,
        *,
        matrices: Mapping[int, Matrix],
        roles: Mapping[str, RoleColour],
        large: bool = False,
        progress: Progress = quiet,
    ) -> None:
        self.people = people
        self.product = product
        self.theme = theme.for_language(people.lang.split("-")[0].lower())
        self.progress = progress
        self.series = Series(
            people=people,
            product=product,
            theme=self.theme,
            matrices=matrices,
            roles=roles,
            large=large,
        )
        self.resources = Resources()
        self.codes: list[ExpectedCode] = []
        self.texts: dict[str, None] = {}
        self.pages = 0
        self.words = labels.in_language(people.lang)["people"]

    def artifact(self) -> Artifact:
        """The file. Raises ProgrammeError with a problem for each person who does not fit."""
        if faults := self.series.fit():
            raise ProgrammeError(faults)
        kind = str(labels.in_language(self.people.lang)["sheets"][self.product.name])
        title = " – ".join(part for part in (self.people.title, kind) if part)
        data = document.pdf_file(
            title, self.people.lang, self._pages(), self.resources, inks.archived(self.theme)
        )
        return Artifact(
            path=f"{self.product.name}.pdf",
            media_type="application/pdf",
            data=data,
            facts=Facts(
                codes=tuple(self.codes), pages=self.pages, title=title, lang=self.people.lang,
                variants=inks.ARCHIVED, warnings=tuple(self._told()),
            ),
            texts=tuple(self.texts),
        )  # fmt: skip

    def _told(self) -> Iterator[Problem]:
        yield from self.series.told

    def _pages(self) -> Iterator[PdfPage]:
        grid, persons = self.product.grid, self.people.persons
        each = grid.count // self.product.faces
        for start in range(-grid.skip, len(persons), each):
            self.pages += 1
            yield self._page(persons[max(0, start) : start + each], max(0, -start))
            self.progress(f"{self.product.name}.pdf", min(start + each, len(persons)), len(persons))

    def _page(self, persons: Iterable[Person], skip: int) -> PdfPage:
        """A page with ``persons``, after ``skip`` cells that stay empty."""
        grid = self.product.grid
        page = PdfPage(size=(grid.page[0] * POINTS_PER_MM, grid.page[1] * POINTS_PER_MM))
        for person, faces in zip(persons, islice(self._places(), skip, None), strict=False):
            cell = self.series.cell(person)
            for number, (x_mm, y_mm) in enumerate(faces):
                x, y = x_mm * POINTS_PER_MM, page.size[1] - y_mm * POINTS_PER_MM
                turned = number == 0 and len(faces) > 1
                if turned:
                    x, y = x + cell.size[0], y - cell.size[1]
                self._face(page, cell, Origin(x, y, turned))
        self._marks(page)
        return page

    def _places(self) -> Iterator[tuple[tuple[float, float], ...]]:
        """The corners of the faces of each person; two faces are one below the other."""
        grid = self.product.grid
        cells = [*grid.cells()]
        if self.product.faces == 1:
            yield from ((cell,) for cell in cells)
            return
        for row in range(0, grid.rows, 2):
            for column in range(grid.columns):
                at = row * grid.columns + column
                yield cells[at], cells[at + grid.columns]

    def _face(self, page: PdfPage, cell: PersonCell, origin: Origin) -> None:
        page.operators.append(f"q {origin.operator}")
        page.artifact([op for placed in cell.ornaments for op in self._ornament(cell, placed)])
        for block in cell.blocks:
            self._block(page, cell, block)
        if cell.photo:
            self._photo(page, cell, cell.photo, origin)
        if cell.logo:
            self._logo(page, cell, cell.logo, origin)
        if self.product.slot:
            page.artifact([self._slot(cell)])
        if cell.person.blank:
            page.artifact(self._lines_to_write_on(cell))
        page.operators.append("Q")
        if cell.code and cell.matrix:
            self._code(page, cell.code, cell.matrix, origin)

    def _block(self, page: PdfPage, cell: PersonCell, block: Block) -> None:
        self.texts[block.text] = None
        element = Element(block.kind)
        page.elements.append(element)
        first = block.lines[0]
        letters = operators.lettered(
            ((drawn.line, drawn.chain) for drawn in block.lines),
            self.resources, first.tracking, rtl=first.rtl,
        )  # fmt: skip
        black = self._ink(first.line.style.colour, cell)
        page.begin(element)
        page.operators += letters if black == 1 else ["q", operators.ink(black), *letters, "Q"]
        page.end()

    def _ink(self, colour: str, cell: PersonCell) -> float:
        """The ink of letters: black, or none on dark grounds (what is printed of them is paper)."""
        if colour == "role_text":
            return cell.role.black if cell.role else 1.0
        return inks.of_text(colour, self.theme)

    def _ornament(self, cell: PersonCell, placed: Placed) -> Iterator[str]:
        rect = cell.rect(placed)
        if placed.box.kind == "motif":
            kind = motif.kind_of_programme(self.theme.motif)
            subject = motif.Subject(seed=self.people.slug, number=MOTIF_SEATS)
            yield operators.marked(motif.drawn(kind, subject), rect, self._seats(), self.resources)
            return
        colour = self._colour(placed.box.colour, cell)
        if colour is not None:
            yield operators.coloured(bled(rect, cell.size, self.product.grid.gaps), _shades(colour))

    def _colour(self, role: str, cell: PersonCell) -> Colour | None:
        """The colour of a band; None for that of a role where this person alone has none."""
        if role == "role" and self.series.roles:
            return cell.role.ground if cell.role else None
        if role == "role":
            return self.theme.colour("accent")
        return self.theme.colour(role)

    def _seats(self) -> Mapping[State, tuple[float, float, float]]:
        colour = self.theme.colour
        return {
            "seat": _shades(colour("seat")), "spark": _shades(colour("spark")),
            "lit": _shades(colour("lit")),
        }  # fmt: skip

    def _photo(self, page: PdfPage, cell: PersonCell, rect: Rect, origin: Origin) -> None:
        name = f"P{cell.person.line}"
        if name not in self.resources.images:
            width, height = (max(1, round(side / 72 * PHOTO_DPI)) for side in rect[2:])
            picture = images.cropped(cell.person.photo, (0.5, 0.4), (width, height))
            data = images.small_jpeg(picture, quality=88)
            self.resources.images[name] = lambda pdf: _jpeg(pdf, data, picture.size)
        element = Element("Figure", alt=cell.person.name, box=origin.box(rect))
        page.elements.append(element)
        page.begin(element)
        place = operators.numbers(rect.width, 0, 0, rect.height, rect.x, -rect.bottom)
        page.operators.append(f"q {place} cm /{name} Do Q")
        page.end()

    def _logo(self, page: PdfPage, cell: PersonCell, placed: Placed, origin: Origin) -> None:
        rect = cell.rect(placed)
        below = [p for p in cell.ornaments if p.box.kind == "band" and p.rect.holds(placed.rect)]
        ground = self._colour(below[-1].box.colour, cell) if below else None
        made = logos.drawn(
            self.theme.brand, ground or self.theme.colour("paper"), rect, placed.box, rtl=cell.rtl
        )
        element = Element("Figure", alt=self.theme.brand.name, box=origin.box(made.rect))
        page.elements.append(element)
        page.begin(element)
        page.operators += logos.operators_of(made, self.resources, colour=True)
        page.end()

    def _code(self, page: PdfPage, rect: Rect, matrix: Matrix, origin: Origin) -> None:
        element = Element("Figure", alt=str(self.words["code_alt"]), box=origin.box(rect))
        page.elements.append(element)
        page.begin(element)
        page.operators += (
            f"q {origin.operator}", pdf.operators_of(matrix, rect, self.resources), "Q",
        )  # fmt: skip
        page.end()
        module = rect.width / matrix.total / POINTS_PER_MM
        self.codes.append(
            ExpectedCode(payload=matrix.payload, page=self.pages, module_mm=round(module, 3))
        )

    def _slot(self, cell: PersonCell) -> str:
        """The outline of the hole for a lanyard, in the middle of the upper edge."""
        width, height = (side * POINTS_PER_MM for side in SLOT_MM)
        left, top = (cell.size[0] - width) / 2, _SLOT_TOP_MM * POINTS_PER_MM
        below = [p for p in cell.ornaments if p.box.kind == "band" and p.rect.y <= top < p.rect.bottom]
        ground = self._colour(below[-1].box.colour, cell) if below else None
        dark = ground is not None and luminance(ground) < 0.4
        return operators.rounded(Rect(left, top, width, height), HAIRLINE_PT * 2, 0.0 if dark else 0.6)

    def _lines_to_write_on(self, cell: PersonCell) -> Iterator[str]:
        """Two lines for a name and one for an organisation."""
        rect = self.series.room(cell.person)
        for share, width in ((0.42, 1.0), (0.86, 0.75)):
            y = rect.y + share * rect.height
            yield operators.filled(Rect(rect.x, y, width * rect.width, 0.6), 0.5)

    def _marks(self, page: PdfPage) -> None:
        """Cut marks, and where to fold, as artifacts."""
        k = POINTS_PER_MM
        whole = Rect(0, 0, *page.size)
        lines = []
        if self.product.marks:
            lines += [(k * x, k * y, k * u, k * v) for x, y, u, v in self.product.grid.cut_marks()]
        if self.product.folds:
            lines += [(k * x, k * y, k * u, k * v) for x, y, u, v in self.product.grid.fold_marks()]
        if lines:
            page.artifact([operators.shared_lines(lines, HAIRLINE_PT, whole, self.resources)])


def _shades(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = (round(channel / 255, 3) for channel in colour.channels)
    return red, green, blue


def _jpeg(pdf_: Any, data: bytes, size: tuple[int, int]) -> Any:
    """A JPEG file as an image of a PDF (ISO 32000-1, 7.4.8)."""
    from pikepdf import Dictionary, Name, Stream

    made = Stream(pdf_, data)
    made.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1], BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode,
    )  # fmt: skip
    return pdf_.make_indirect(made)
