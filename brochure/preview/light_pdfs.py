"""Light PDFs: copies for small pictures of pages, with photographs no larger than those show them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

_QUALITY = 88
_OVER = 1.5
"""Pixels that a photograph keeps for each that is shown: it may be larger than its page."""


def lightened(data: bytes, side_px: float) -> bytes:
    """The PDF ``data`` for pages whose shorter side is shown with ``side_px`` pixels.

    PDFium decodes a photograph in four inks, all of its pixels, for every page that it draws: half a
    second for one that fills a page. libjpeg decodes it smaller at once (Pillow, "draft mode").
    """
    if b"/DCTDecode" not in data:
        return data
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        some = [_reduce(item, side_px * _OVER) for item in _photographs(pdf)]
        if not any(some):
            return data
        out = io.BytesIO()
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def _photographs(pdf: Any) -> Iterator[Any]:
    """The pictures of a file that are JPEG files."""
    from pikepdf import Array, Name, Stream

    jpeg = (Name.DCTDecode, Array([Name.DCTDecode]))
    streams = (item for item in pdf.objects if isinstance(item, Stream))
    return (i for i in streams if i.get("/Subtype") == Name.Image and i.get("/Filter") in jpeg)


def _reduce(item: Any, least_px: float) -> bool:
    """Make the picture ``item`` smaller where it is in four inks and large: whether it is."""
    from pikepdf import Name
    from PIL import Image

    with Image.open(io.BytesIO(item.read_raw_bytes())) as picture:
        by = int(min(picture.size) / least_px)
        if picture.mode != "CMYK" or by < 2:
            return False
        picture.draft(None, (picture.width // by, picture.height // by))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY)  # Pillow inverts inks as it reads and as it writes
    item.write(out.getvalue(), filter=Name.DCTDecode)
    item.Width, item.Height = picture.size
    return True
