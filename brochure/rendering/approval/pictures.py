"""Pictures of the preview: cards, pages of PDFs and fonts as data within the page."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure.kit import Artifact
from brochure.parts.webfonts import web_faces, web_file
from brochure.theme import Theme

if TYPE_CHECKING:
    from PIL.Image import Image

PAGE_PX, QUALITY = 480, 72
"""The shorter side of a page's thumbnail, and its quality as JPEG."""

HEAVY_BYTES, THUMBNAIL_PX = 90_000, 640
"""A card of more bytes is shown smaller, at most so many pixels wide and high."""


class Picture(NamedTuple):
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


def of_pages(pdf: Artifact) -> Iterator[Picture]:
    """The pages of a PDF as small pictures, print files as they are once trimmed."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf.data)
    try:
        for page in document:
            left, bottom, right, top = page.get_trimbox()
            around = page.get_mediabox()
            crop = left - around[0], bottom - around[1], around[2] - right, around[3] - top
            scale = PAGE_PX / min(right - left, top - bottom)
            yield _jpeg(page.render(scale=scale, crop=crop).to_pil().convert("RGB"))
    finally:
        document.close()


def of_fonts(theme: Theme) -> list[dict[str, Any]]:
    """The upright faces of titles, within the page: it may be read where there is nothing else."""
    return [
        {"weight": face.weight, "src": base64.b64encode(web_file(face).read_bytes()).decode()}
        for face in web_faces(theme, theme.title_family)
        if not face.italic
    ]


def _jpeg(image: Image) -> Picture:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(_data("image/jpeg", out.getvalue()), image.width, image.height)


def _data(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
