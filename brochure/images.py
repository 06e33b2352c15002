"""Images: measured, and cropped around their focal point."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from brochure import process
from brochure.colour import Colour, luminance

if TYPE_CHECKING:
    from PIL.Image import Image

_LINEAR = [
    round(255 * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4))
    for c in (i / 255 for i in range(256))
]
"""sRGB to linear light (WCAG 2.2, "relative luminance"), both from 0 to 255."""

MOST_AT_ONCE = 1_000_000
"""A large picture is made of bands of so many pixels: Pillow holds all that it has made narrower, and
not yet less high, beside both pictures."""


def size_of(data: bytes) -> tuple[int, int]:
    """The width and height in pixels of an image file, turned as its camera was held (Exif 0x0112)."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        turned = ImageOps.exif_transpose(image) if image.getexif().get(0x0112, 1) >= 5 else image
        return turned.size if turned is not image else (width, height)


def cropped(
    data: bytes, focus: tuple[float, float], most_px: tuple[int, int], closer: float = 1.0
) -> Image:
    """The picture in ``data`` cropped to the shape of ``most_px``, as an RGB image.

    It has at most ``most_px`` pixels (width, height) and is never enlarged; ``focus``, shares of width
    and height from the top left, stays inside the crop. ``closer`` asks for a crop so many times
    smaller than the largest; it comes as near as leaves the picture its pixels.
    """
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        if most_px[0] < opened.width / 2 and opened.format == "JPEG":
            opened.draft("RGB", (2 * most_px[0], 2 * most_px[1]))
        held = opened.getexif().get(0x0112, 1)
        image: Image.Image = opened if held == 1 else ImageOps.exif_transpose(opened)
        image.load()
    box = crop_box(image.size, focus, most_px[0] / most_px[1])
    if closer > 1:
        nearest = max(1.0, (box[2] - box[0]) / most_px[0])
        box = crop_box(image.size, focus, most_px[0] / most_px[1], min(closer, nearest))
    if image.mode != "RGB":
        image = image.convert("RGB")
    return scaled(image, most_px, box) if box[2] - box[0] > most_px[0] else image.crop(box)


def scaled(
    image: Image, size: tuple[int, int], box: tuple[float, float, float, float] | None = None
) -> Image:
    """``image``, or the part of it in ``box``, with ``size`` pixels: a photograph.

    To be smaller it goes through a Hamming filter: half the time of Lanczos, and on photographs 45 dB
    from it. Where it is much smaller, whole pixels are averaged before.
    """
    from PIL import Image

    left, top, right, foot = box or (0, 0, *image.size)
    smaller = right - left >= size[0]
    resampling = Image.Resampling.HAMMING if smaller else Image.Resampling.LANCZOS
    if size[0] * size[1] <= MOST_AT_ONCE:
        return image.resize(size, resampling, box=box, reducing_gap=2.0 if smaller else None)
    made, by = Image.new(image.mode, size), (foot - top) / size[1]
    rows = MOST_AT_ONCE // size[0]
    for first in range(0, size[1], rows):
        last = min(first + rows, size[1])
        band = left, top + first * by, right, top + last * by
        made.paste(image.resize((size[0], last - first), resampling, box=band), (0, first))
    return made


def small_jpeg(image: Image, **options: int) -> bytes:
    """``image`` as a JPEG file whose Huffman codes are made for it (ITU-T T.81, K.2), a noisy one too.

    libjpeg then writes the whole file at once, into a buffer that Pillow makes too small for noise:
    "encoder error -2". The buffer's size is Pillow's own setting, for the whole process.
    """
    from PIL import ImageFile

    room = 4 * image.width * image.height + 65_536
    out = io.BytesIO()
    with process.changed(ImageFile, "MAXBLOCK", max(ImageFile.MAXBLOCK, room)):
        image.save(out, "JPEG", optimize=True, **options)
    return out.getvalue()


def passing_jpeg(image: Image, **options: int) -> bytes:
    """``image`` as a JPEG file for which another is made of the same pixels: larger, in half the time.

    libjpeg needs no memory for all of a large picture then, 55 MB for a page at 300 dpi.
    """
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def crop_box(
    size: tuple[int, int], focus: tuple[float, float], aspect: float, closer: float = 1.0
) -> tuple[int, int, int, int]:
    """The largest box of ``aspect`` (width by height) in ``size`` whose middle is nearest ``focus``.

    With ``closer`` one that is so many times smaller.

    crop_box((1000, 500), (0.5, 0.5), 1.0)  # (250, 0, 750, 500): left, top, right, bottom
    """
    width, height = size
    across, down = (width, width / aspect) if width / height < aspect else (height * aspect, height)
    across, down = max(across / closer, 1.0), max(down / closer, 1.0)
    left = min(max(focus[0] * width - across / 2, 0), width - across)
    top = min(max(focus[1] * height - down / 2, 0), height - down)
    return round(left), round(top), round(left + across), round(top + down)


def has_contrast(region: Image, veil: Colour, opacity: float, text: Colour, least: float) -> bool:
    """Whether ``text`` has the ``least`` contrast, to 1, to every pixel of ``region`` under a veil."""
    return lowest_contrast(_blended(region, veil, opacity), text) >= least


def lowest_contrast(image: Image, text: Colour) -> float:
    """The lowest contrast, to 1, that ``text`` has to any pixel of an RGB ``image``."""
    darkest, lightest = luminances(image)
    light = luminance(text)
    return max((light + 0.05) / (lightest + 0.05), (darkest + 0.05) / (light + 0.05))


def luminances(image: Image) -> tuple[float, float]:
    """The lowest and the highest relative luminance in an RGB ``image``, 0 to 1."""
    linear = image.point(_LINEAR * 3)
    darkest, lightest = linear.convert("L", (0.2126, 0.7152, 0.0722, 0)).getextrema()
    assert isinstance(darkest, int)
    assert isinstance(lightest, int)
    return darkest / 255, lightest / 255


def _blended(image: Image, ground: Colour, opacity: float) -> Image:
    from PIL import Image

    return Image.blend(image, Image.new("RGB", image.size, ground.channels), opacity)
