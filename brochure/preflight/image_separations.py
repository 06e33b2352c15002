"""Partings: what a picture of a PDF puts on the plates."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Name

from brochure.preflight.content_stream import paint_of

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_IMAGE_PX = 900
"""Pictures are reduced to this before they are parted: ink is summed over areas, not grains."""

_INKS = {"/DeviceCMYK": 4, "/DeviceGray": 1}


def separate_image(item: Any, names: Sequence[str]) -> list[Image] | None:
    """What an image leaves of the paper: on three plates at once, and on each other of ``names``.

    None for a picture that is not in inks, or that cannot be read.
    """
    from PIL import Image, ImageChops

    spots = paint_of(item.get("/ColorSpace", Name.Pattern), {}).inks
    picture = _tints(item, len(spots)) if spots else _decoded(item, inks_of(item.get("/ColorSpace")))
    if picture is None:
        return None
    white = Image.new("L", picture.size, 255)
    plates = dict.fromkeys(names, white)
    if spots:
        inks = dict(zip((name[1:] for name in spots), picture.split(), strict=False))
        plates |= {name: ImageChops.invert(tint) for name, tint in inks.items() if name in plates}
    elif picture.mode == "L":
        plates["Black"] = picture
    else:
        plates |= {n: ImageChops.invert(p) for n, p in zip(names, picture.split(), strict=False)}
    coloured = Image.merge("RGB", [plates[name] for name in names[:3]])
    return [coloured, *(plates[name] for name in names[3:])]


def empty(names: Sequence[str]) -> list[Image]:
    """Plates without ink."""
    from PIL import Image

    return [Image.new("RGB", (1, 1), "white"), *(Image.new("L", (1, 1), 255) for _ in names[3:])]


def _tints(item: Any, inks: int) -> Image | None:
    """A picture in spot inks, 255 full ink; None where it cannot be read."""
    from PIL import Image, ImageChops

    mode = {1: "L", 2: "LA", 3: "RGB", 4: "CMYK"}.get(inks)
    try:
        if _is_jpeg(item):
            picture: Image.Image = Image.open(io.BytesIO(item.read_raw_bytes()))
            if picture.mode == "CMYK":  # Pillow inverts it; see `_decoded`
                picture = ImageChops.invert(picture)
        elif mode and int(item.get("/BitsPerComponent", 8)) == 8:
            picture = Image.frombytes(mode, (int(item.Width), int(item.Height)), item.read_bytes())
        else:
            return None
    except Exception:  # of whatever kind, the picture cannot be read
        return None
    if picture.mode != mode:
        return None
    picture.thumbnail((MOST_IMAGE_PX, MOST_IMAGE_PX), Image.Resampling.BOX)
    return ImageChops.invert(picture) if _is_inverted(item) else picture


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
        picture = _jpeg_of(item) if _is_plain_jpeg(item) else _image_of(item)
        picture = picture.convert("L") if wanted == 1 else picture
    except Exception:  # of whatever kind, the picture cannot be read
        return None
    if picture.mode != ("L" if wanted == 1 else "CMYK"):
        return None
    if max(picture.size) > MOST_IMAGE_PX:
        picture.thumbnail((MOST_IMAGE_PX, MOST_IMAGE_PX), Image.Resampling.BOX)
    # Pillow takes the inks of every JPEG in CMYK as inverted; a PDF does where Decode says so.
    if _is_jpeg(item) and (wanted == 4) != _is_inverted(item):
        return Image.merge(picture.mode, [ImageChops.invert(plate) for plate in picture.split()])
    return picture


def _image_of(item: Any) -> Image:
    with _unmasked(item):
        return pikepdf.PdfImage(item).as_pil_image()


def _jpeg_of(item: Any) -> Image:
    """A picture that is a JPEG file, decoded no larger than it is needed: 40 megabytes are 3 then."""
    from PIL import Image

    picture = Image.open(io.BytesIO(item.read_raw_bytes()))
    picture.draft(None, (MOST_IMAGE_PX, MOST_IMAGE_PX))
    return picture


def _is_plain_jpeg(item: Any) -> bool:
    """Whether the bytes of a picture are a JPEG file and nothing else."""
    return item.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode]))


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
