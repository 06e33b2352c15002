"""Pictures of the preview: cards, pages of PDFs and fonts as data within the page."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure import open_pdfs
from brochure.images import small_jpeg
from brochure.kit import Artifact
from brochure.preview import light_pdfs
from brochure.text.webfonts import web_faces, web_file
from brochure.theme import Theme

if TYPE_CHECKING:
    from PIL.Image import Image

LARGE_PX, LEAST_PX, QUALITY = 760, 110, 72
"""The shorter side of a page that is shown, at most and at least, and its quality as JPEG."""

FIRST_MP, OTHERS_MP = 4.0, 2.0
"""Megapixels of all pages of the first document, and of those of all others together."""

HEAVY_BYTES, THUMBNAIL_PX = 90_000, 640
"""A card of more bytes is shown smaller, at most so many pixels wide and high."""


class Thumbnail(NamedTuple):
    """A picture as a ``data:`` address, its ``width`` and ``height`` in pixels."""

    src: str
    width: int
    height: int


def of_card(card: Artifact) -> str:
    """A card as it is, or smaller and as JPEG where a photograph makes it heavy."""
    if len(card.data) <= HEAVY_BYTES:
        return _data(card.media_type, card.data)
    from PIL import Image

    with Image.open(io.BytesIO(card.data)) as image:
        small = image.convert("RGB")
    small.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    return _jpeg(small).src


def of_documents(pdfs: Sequence[Artifact], share: float = 1.0) -> dict[str, list[Thumbnail]]:
    """The pages of PDFs by their paths, the first ones' large enough to be read where they are few.

    They take ``share`` of the pixels that they may have.
    """
    counts = [pdf.facts.pages for pdf in pdfs]
    budgets = [(FIRST_MP, counts[:1]), *((OTHERS_MP, counts[1:]) for _ in counts[1:])]
    return {
        pdf.path: list(_pages(pdf, min(LARGE_PX, max(LEAST_PX, _side(share * budget, sum(pages))))))
        for pdf, (budget, pages) in zip(pdfs, budgets, strict=True)
    }


def _side(megapixels: float, pages: int) -> float:
    """The shorter side of each of so many pages of the A series that have ``megapixels`` together."""
    return math.sqrt(megapixels * 1e6 / pages / math.sqrt(2))


def _pages(pdf: Artifact, side: float) -> Iterator[Thumbnail]:
    """The pages of a PDF as pictures, print files as they are once trimmed."""
    with open_pdfs.opened(light_pdfs.lightened(pdf.data, side)) as file:
        for number in range(1, len(file) + 1):
            page = file.page(number)
            left, bottom, right, top = page.get_trimbox()
            around = page.get_mediabox()
            crop = left - around[0], bottom - around[1], around[2] - right, around[3] - top
            scale = side / min(right - left, top - bottom)
            yield _jpeg(page.render(scale=scale, crop=crop).to_pil().convert("RGB"))


def of_fonts(theme: Theme) -> list[dict[str, Any]]:
    """The upright faces of titles, within the page: it may be read where there is nothing else."""
    return [
        {"weight": face.weight, "src": base64.b64encode(web_file(face).read_bytes()).decode()}
        for face in web_faces(theme, theme.title_family)
        if not face.italic
    ]


def _jpeg(image: Image) -> Thumbnail:
    return Thumbnail(_data("image/jpeg", small_jpeg(image, quality=QUALITY)), image.width, image.height)


def _data(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
