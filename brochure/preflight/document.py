"""Sheets: a PDF opened once for all rules, and what it is meant to be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pikepdf

from brochure import open_pdfs
from brochure.errors import ProofError
from brochure.facts import FOUR_INKS, Facts
from brochure.geometry import PdfRect
from brochure.preflight import content_stream, separations
from brochure.preflight.content_stream import Painted
from brochure.problems import Place, error
from brochure.transforms import MM

if TYPE_CHECKING:
    from PIL.Image import Image

PLATE_DPI = 72
LARGEST_PT = 6000

MOST_OBJECTS = 150_000
"""Objects of a file; five thousand labels have 21,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What a PDF is meant to be.

    ``press`` tells a print file from one for screens. ``trim_mm`` is its format, None when any will
    do; ``multiple`` of how many its pages must be. ``inks`` are all its plates.
    """

    press: bool
    trim_mm: tuple[float, float] | None = None
    bleed_mm: float = 3.0
    multiple: int = 1
    inks: tuple[str, ...] = FOUR_INKS

    @classmethod
    def of(cls, facts: Facts) -> Spec:
        """The spec that a manifest's facts give."""
        job = facts.press
        if job is None:
            return cls(press=False)
        return cls(
            press=True, trim_mm=job.trim_mm, bleed_mm=job.bleed_mm, multiple=job.multiple, inks=job.inks
        )


class PdfDocument:
    """The pages of a PDF, with what rules ask about, each worked out when it is first asked for."""

    def __init__(self, data: bytes, pdf: pikepdf.Pdf, spec: Spec) -> None:
        self.data = data
        self.pdf = pdf
        self.spec = spec
        self.results: dict[str, Any] = {}
        """What the rules found so far, by their names: see `runs`."""

    def forget_plates(self) -> None:
        """Give back the memory that rasters of the plates take."""
        self.__dict__.pop("separated", None)
        self.__dict__.pop("ink", None)

    @cached_property
    def painted(self) -> tuple[Painted, ...]:
        """Everything that is painted, slug included. Raises ProofError for more than is examined."""
        if (count := int(self.pdf.trailer.get("/Size", 0))) > MOST_OBJECTS:
            raise ProofError(error("pdf-objects-many", count=count, most=MOST_OBJECTS))
        return tuple(content_stream.painted(self.pdf))

    @cached_property
    def separated(self) -> separations.Separated:
        """The plates of each page at 72 dpi, where a pixel is a point. Raises ProofError for giants."""
        for number, page in enumerate(self.pdf.pages, 1):
            left, bottom, right, top = (float(v) for v in page.mediabox)
            if max(right - left, top - bottom) > LARGEST_PT:
                at = Place(page=number)
                raise ProofError(error("page-too-large", at=at, most_m=LARGEST_PT / MM / 1000))
        _ = self.painted  # refuses forms that call each other without end, before they are drawn
        return separations.separate(self.data, PLATE_DPI)

    @cached_property
    def ink(self) -> list[Image]:
        """All ink on each page, as integers: 255 is 100 %. Raises ProofError for giants."""
        return [separations.total(plates) for plates in self.separated.pages]

    @cached_property
    def by_page(self) -> tuple[tuple[Painted, ...], ...]:
        """What is painted, page by page."""
        found: list[list[Painted]] = [[] for _ in self.pdf.pages]
        for item in self.painted:
            found[item.page - 1].append(item)
        return tuple(map(tuple, found))

    def darkness(self, page: int) -> Image:
        """A page as PDFium draws it at 72 dpi: of each pixel, its darkest channel, 0 on white paper."""
        from PIL import ImageChops

        with open_pdfs.opened(self.data) as file:
            drawn = file.page(page).render(scale=PLATE_DPI / 72).to_pil().convert("RGB")
        red, green, blue = drawn.split()
        return ImageChops.invert(ImageChops.darker(ImageChops.darker(red, green), blue))

    @cached_property
    def text_boxes(self) -> list[list[tuple[PdfRect, str]]]:
        """The box and the words of each run of text, page by page, as PDFium finds them."""
        with open_pdfs.opened(self.data) as file:
            return [list(_runs(file.text(number))) for number in range(1, len(file) + 1)]

    def box(self, name: str, page: int) -> PdfRect | None:
        """A box of a page (from 1), or None when it has none of its own."""
        values = self.pdf.pages[page - 1].obj.get(name)
        return PdfRect(*(float(v) for v in values)) if values is not None else None

    def trim(self, page: int) -> PdfRect:
        """The page's trim, or its MediaBox when it names none."""
        found = self.box("/TrimBox", page) or self.box("/MediaBox", page)
        return found or PdfRect(*(float(v) for v in self.pdf.pages[page - 1].mediabox))

    def bleed(self, page: int) -> PdfRect:
        """The page's bleed, or its trim when it names none."""
        return self.box("/BleedBox", page) or self.trim(page)

    def inside(self, *kinds: str) -> Iterator[Painted]:
        """What is painted of these kinds on the trimmed sheet or its bleed: not in the slug."""
        for item in self.painted:
            if item.kind in kinds and self.bleed(item.page).grown(0.5).meets(item.box.grown(0.01)):
                yield item

    @staticmethod
    def pixels(image: Image) -> list[int]:
        """The values of a raster of integers, row after row."""
        return [value for value in image.get_flattened_data() if isinstance(value, int)]

    @staticmethod
    def most(image: Image) -> int:
        """The greatest value of a raster of integers; 0 of an empty one."""
        found = image.getextrema()
        return int(found[1]) if found and not isinstance(found[1], tuple) else 0

    def crop(self, plate: Image, page: int, box: PdfRect) -> Image:
        """The part of a raster of ``page`` that shows ``box``."""
        media = self.box("/MediaBox", page) or PdfRect(
            *(float(v) for v in self.pdf.pages[page - 1].mediabox)
        )
        scale = PLATE_DPI / 72
        left, right = (box.left - media.left) * scale, (box.right - media.left) * scale
        head, foot = (media.top - box.top) * scale, (media.top - box.bottom) * scale
        x, y = round(left), round(head)  # a strip is a pixel wide at least
        return plate.crop((x, y, max(round(right), x + 1), max(round(foot), y + 1)))


def _runs(text: Any) -> Iterator[tuple[PdfRect, str]]:
    for i in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(i)
        yield PdfRect(left, bottom, right, top), text.get_text_bounded(left, bottom, right, top).strip()


@contextmanager
def opened(data: bytes, spec: Spec) -> Iterator[PdfDocument]:
    """The sheets of the PDF in ``data``, open as long as a kit is made. Raises pikepdf.PdfError."""
    with open_pdfs.lasting(("sheets", data, spec), lambda: _opened(data, spec)) as document:
        yield document


@contextmanager
def _opened(data: bytes, spec: Spec) -> Iterator[PdfDocument]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield PdfDocument(data, pdf, spec)
