"""Partings: what a picture of a PDF puts on the four plates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Name

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_IMAGE_PX = 900
"""Pictures are reduced to this before they are parted: ink is summed over areas, not grains."""

_INKS = {"/DeviceCMYK": 4, "/DeviceGray": 1}


def separate_image(item: Any) -> tuple[Image, Image] | None:
    """What an image leaves of the paper on three plates, and on that of black.

    None for a picture that is not in gray or CMYK, or that cannot be read.
    """
    from PIL import Image, ImageChops

    picture = _decoded(item, inks_of(item.get("/ColorSpace")))
    if picture is None:
        return None
    if picture.mode == "L":
        return empty()[0], picture
    plates = [ImageChops.invert(plate) for plate in picture.split()]
    return Image.merge("RGB", plates[:3]), plates[3]


def empty() -> tuple[Image, Image]:
    """Plates without ink."""
    from PIL import Image

    return Image.new("RGB", (1, 1), "white"), Image.new("L", (1, 1), 255)


def inks_of(space: Any) -> int:
    """The inks of a picture's colour space: 4 for CMYK, 1 for gray, 0 for any other."""
    if isinstance(space, Array) and len(space) == 1:
        space = space[0]
    if isinstance(space, Array) and len(space) == 2 and space[0] == Name.ICCBased:
        return {4: 4, 1: 1}.get(int(space[1].get("/N", 0)), 0)
    return _INKS.get(str(space), 0) if isinstance(space, Name) else 0


def put_image(item: Any, plate: Image, space: Name) -> None:
    """Make ``item`` the picture ``plate`` in ``space``; its soft mask stays."""
    item.write(plate.tobytes())
    item.Width, item.Height = plate.size
    item.ColorSpace, item.BitsPerComponent = space, 8
    for key in ("/Decode", "/Mask"):
        if key in item and not isinstance(item[key], pikepdf.Stream):
            del item[key]


def _decoded(item: Any, wanted: int) -> Image | None:
    """The picture in its inks, without its mask; None where that is not known."""
    from PIL import Image, ImageChops

    if not wanted:
        return None
    try:
        with _unmasked(item):
            picture = pikepdf.PdfImage(item).as_pil_image()
            picture = picture.convert("L") if wanted == 1 else picture
    except Exception:  # of whatever kind, the picture cannot be read
        return None
    if picture.mode != ("L" if wanted == 1 else "CMYK"):
        return None
    if max(picture.size) > MOST_IMAGE_PX:
        picture.thumbnail((MOST_IMAGE_PX, MOST_IMAGE_PX))
    # Pillow takes the inks of every JPEG in CMYK as inverted; a PDF does where Decode says so.
    if _is_jpeg(item) and (wanted == 4) != _is_inverted(item):
        return Image.merge(picture.mode, [ImageChops.invert(plate) for plate in picture.split()])
    return picture


def _is_jpeg(item: Any) -> bool:
    filters = item.get("/Filter")
    names = list(filters) if isinstance(filters, Array) else [filters]
    return bool(names) and names[-1] == Name.DCTDecode


def _is_inverted(item: Any) -> bool:
    decode = item.get("/Decode")
    return isinstance(decode, Array) and len(decode) > 1 and float(decode[0]) > float(decode[1])


@contextmanager
def _unmasked(item: Any) -> Iterator[None]:
    """``item`` without its masks: they say where it is seen, and not in which inks."""
    masks = {key: item[key] for key in ("/SMask", "/Mask") if key in item}
    for key in masks:
        del item[key]
    try:
        yield
    finally:
        for key, mask in masks.items():
            item[key] = mask
