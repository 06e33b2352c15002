"""Decoder: what a decoder that did not write it reads in an image (zxing-cpp)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


def decode(image: Image.Image) -> list[str]:
    """The texts of the QR codes in ``image``, dark on light, in any direction."""
    import zxingcpp

    barcodes = zxingcpp.read_barcodes(
        image,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_invert=False,
        try_downscale=False,
    )
    return [barcode.text for barcode in barcodes if barcode.valid]


def survives(image: Image.Image, payload: str, *, width_px: int, quality: int) -> bool:
    """Whether the code still reads as ``payload`` after a network's treatment of ``image``.

    The image is scaled to ``width_px`` and stored as JPEG of ``quality``.
    """
    from PIL import Image

    height = round(image.height * width_px / image.width)
    small = image.convert("RGB").resize((width_px, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality)
    with Image.open(out) as stored:
        return payload in decode(stored.convert("L"))
