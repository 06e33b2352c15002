"""Pictures of a page at the size at which they are placed: a photograph of 12 megapixels in a column.

All its pixels would make a file of 4 MB for each, 10 MB in inks, of which a press prints the tenth. So
each is reduced once it is known how large it stands, to so many dots an inch as the medium shows.
Drawings (PNG files of few colours) keep their pixels: their edges are sharper than any photograph's.
"""

from __future__ import annotations

import io
import math
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from brochure import images, open_pdfs
from brochure.page import Page
from brochure.pdf.engine import IMAGE_SCHEME
from brochure.pdf.media import PRESS, Medium
from brochure.picture_files import FEW_COLOURS

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 90

WORTH = 1.25
"""By how much a picture must be finer than it is placed to be reduced: less would only blur it."""

FINER = 1.25
"""So many times as wide as it will be, at least, is a picture decoded from which it is made smaller."""

DRAFTS = (8, 4, 2, 1)
"""What libjpeg divides the sides of a picture by as it decodes it, for a fraction of the time."""

MOST_PIXELS = 40_000_000
"""So many pixels of decoded pictures are kept for the other files of a kit: 120 MB."""

_PX_TO_IN = 1 / 96

_Decoded = OrderedDict[tuple[bytes, int], "Image | None"]


def reduce_on(pages: Iterable[Any], page: Page, medium: Medium) -> None:
    """Let the boxes of laid out ``pages`` show the pictures of ``page`` with the dots of ``medium``.

    One that stands in several places has those of the largest. The boxes stay as they are, and so does
    what is laid out.
    """
    from weasyprint.images import RasterImage

    files = {IMAGE_SCHEME + name: data for name, data in page.images.items()}
    for src, boxes in _placed(pages, files).items():
        shown = boxes[0][0].replacement
        width_px = math.ceil(max(width for _, width in boxes) * medium.picture_dpi)
        if not isinstance(shown, RasterImage) or shown.width <= width_px * WORTH:
            continue
        if (small := reduced(files[src], width_px, medium)) is None:
            continue
        smaller = RasterImage(_opened(small), f"{shown.id}-{width_px}", small)
        smaller.ratio = shown.ratio  # to which it is drawn, whatever pixels are rounded to
        for box, _ in boxes:
            box.replacement = smaller


def reduced(data: bytes, width_px: int, medium: Medium) -> bytes | None:
    """A picture file with ``width_px`` pixels across, and as many down as keep its shape.

    None for one that has to keep its pixels. The same bytes whatever was reduced before.
    """
    whole = _opened(data).width
    by = next((by for by in DRAFTS if whole >= by * width_px * FINER), 1)
    if (large := _decoded(data, by)) is None:
        return None
    height_px = max(1, round(width_px * large.height / large.width))
    small = images.scaled(large, (width_px, height_px))
    if data.startswith(b"\x89PNG"):
        out = io.BytesIO()
        small.save(out, "PNG")
        return out.getvalue()
    stored = images.passing_jpeg if medium.name == PRESS and small.mode != "L" else images.small_jpeg
    return stored(small, quality=QUALITY, subsampling=0)


def _placed(pages: Iterable[Any], files: Mapping[str, bytes]) -> dict[str, list[tuple[Any, float]]]:
    """The boxes that show each of ``files``, with the width in inches that the whole picture has."""
    from weasyprint.layout.replaced import replacedbox_layout

    found: dict[str, list[tuple[Any, float]]] = {}
    for page in pages:
        for box in page._page_box.descendants(placeholders=True):
            if getattr(box, "replacement", None) is None or box.element is None:
                continue
            src = box.element.get("src", "")
            if src in files:
                found.setdefault(src, []).append((box, replacedbox_layout(box)[0] * _PX_TO_IN))
    return found


def _decoded(data: bytes, by: int) -> Image | None:
    """A picture, decoded, a JPEG file with sides ``by`` times shorter; None for a drawing."""
    kept: _Decoded = open_pdfs.once(__name__, OrderedDict)
    key = (data, by)
    if key not in kept:
        kept[key] = _decode(data, by)
        while len(kept) > 1 and sum(map(_pixels, kept.values())) > MOST_PIXELS:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


def _decode(data: bytes, by: int) -> Image | None:
    image = _opened(data)
    if image.format == "PNG" and image.getcolors(FEW_COLOURS) is not None:
        return None
    image.draft(None, (image.width // by, image.height // by))
    image.load()
    return image


def _opened(data: bytes) -> Image:
    from PIL import Image

    return Image.open(io.BytesIO(data))


def _pixels(image: Image | None) -> int:
    return image.width * image.height if image else 0
