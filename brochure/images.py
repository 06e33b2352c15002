"""Images: cropped around their focal point, darkened or lightened just enough to carry text."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure import process
from brochure.colour import Colour, luminance

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST_SCRIM = 0.3
"""The least opacity of a scrim: one that hardly shows looks like a fault."""

FADE = 0.35
"""The share of the picture's height over which a scrim fades out."""

_PROBED_PX = 320
"""Contrast is measured at so many pixels across: a stroke of a letter, not the grain of a film."""

_STEP = 0.02
_LINEAR = [
    round(255 * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4))
    for c in (i / 255 for i in range(256))
]
"""sRGB to linear light (WCAG 2.2, "relative luminance"), both from 0 to 255."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrim:
    """A half-transparent layer of ``ground`` from the top down to ``until``, a share of the height.

    ``texts`` are the colours that must have ``contrast`` to 1 on it (WCAG 2.2, 1.4.3).
    """

    ground: Colour
    texts: tuple[Colour, ...]
    until: float
    contrast: float


def size_of(data: bytes) -> tuple[int, int]:
    """The width and height in pixels of an image file, turned as its camera was held (Exif 0x0112)."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        turned = ImageOps.exif_transpose(image) if image.getexif().get(0x0112, 1) >= 5 else image
        return turned.size if turned is not image else (width, height)


def cover(
    data: bytes, focus: tuple[float, float], most_px: tuple[int, int], scrim: Scrim | None
) -> bytes:
    """The picture in ``data`` cropped to the shape of ``most_px``, with a scrim, as a JPEG file.

    It has at most ``most_px`` pixels (width, height) and is never enlarged; ``focus``, shares of width
    and height from the top left, stays inside the crop.
    """
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGB")
    image = image.crop(crop_box(image.size, focus, most_px[0] / most_px[1]))
    if image.width > most_px[0]:
        image = image.resize(most_px, Image.Resampling.LANCZOS)
    if scrim:
        image = _with_scrim(image, scrim, strength(image, scrim))
    return small_jpeg(image, quality=90, subsampling=0)


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


def crop_box(
    size: tuple[int, int], focus: tuple[float, float], aspect: float
) -> tuple[int, int, int, int]:
    """The largest box of ``aspect`` (width by height) in ``size`` whose middle is nearest ``focus``.

    crop_box((1000, 500), (0.5, 0.5), 1.0)  # (250, 0, 750, 500): left, top, right, bottom
    """
    width, height = size
    across, down = (width, width / aspect) if width / height < aspect else (height * aspect, height)
    across, down = max(across, 1.0), max(down, 1.0)
    left = min(max(focus[0] * width - across / 2, 0), width - across)
    top = min(max(focus[1] * height - down / 2, 0), height - down)
    return round(left), round(top), round(left + across), round(top + down)


def strength(image: Image, scrim: Scrim) -> float:
    """The least opacity of ``scrim``, 0 to 1, at which its texts stand out from every pixel below."""
    small = image.resize((_PROBED_PX, max(1, round(image.height * _PROBED_PX / image.width))))
    region = small.crop((0, 0, small.width, max(1, round(small.height * min(scrim.until, 1)))))
    opacity = LEAST_SCRIM
    while opacity < 1 and not _has_contrast(region, scrim, opacity):
        opacity += _STEP
    return min(opacity, 1.0)


def _has_contrast(region: Image, scrim: Scrim, opacity: float) -> bool:
    blended = _blended(region, scrim.ground, opacity)
    return all(lowest_contrast(blended, text) >= scrim.contrast for text in scrim.texts)


def lowest_contrast(image: Image, text: Colour) -> float:
    """The lowest contrast, to 1, that ``text`` has to any pixel of an RGB ``image``."""
    darkest, lightest = luminances(image)
    light = luminance(text)
    return max((light + 0.05) / (lightest + 0.05), (darkest + 0.05) / (light + 0.05))


def least_opacity(region: Image, ground: Colour, text: Colour, contrast: float) -> float:
    """The least opacity of a layer of ``ground``, 0 to 1, on which ``text`` has ``contrast`` to 1."""
    scrim = Scrim(ground=ground, texts=(text,), until=1, contrast=contrast)
    opacity = 0.0
    while opacity < 1 and not _has_contrast(region, scrim, opacity):
        opacity += _STEP
    return min(opacity, 1.0)


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


def _with_scrim(image: Image, scrim: Scrim, opacity: float) -> Image:
    """``image`` under a scrim of even ``opacity`` as far as the text goes, fading out below it."""
    from PIL import Image

    end = min(scrim.until, 1.0)
    column = bytes(
        round(255 * opacity * min(1.0, max(0.0, 1 - (y / image.height - end) / FADE)))
        for y in range(image.height)
    )
    mask = Image.frombytes("L", (1, image.height), column).resize(image.size)
    return Image.composite(Image.new("RGB", image.size, scrim.ground.channels), image, mask)
