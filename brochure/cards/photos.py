"""Photographs on cards: cut around their focus, with a scrim or a band below the texts on them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageFilter, ImageOps

from brochure import images, scrims
from brochure.colour import Colour
from brochure.geometry import Rect
from brochure.scrims import TextBox

CARD_PX = 1080
"""The shorter side of most cards."""

BAND_PADDING = 0.06
"""Between words and the edge of their band, as a share of the card's shorter side."""

MOST_BAND = 0.72
"""A band takes at most so much of a card's height, or stands beside the picture."""


class Ground(NamedTuple):
    """A card's photograph with what is laid below its words: ``band`` is where a band covers it."""

    image: Image.Image
    band: Rect | None = None


def grounded(
    data: bytes, focus: tuple[float, float], size: tuple[int, int], texts: Sequence[TextBox],
    band: Colour, *, banded: bool = False,
) -> Ground:  # fmt: skip
    """The picture in ``data``, cut to ``size`` around ``focus``, as a ground of ``texts``.

    Where it bears them it has a scrim around those that need one. Else, or where the design is
    ``banded``, they stand on a ``band``, at the edge that they are nearest to, and the picture is cut
    anew to the room that is left: nothing of that is changed. Where a band would hide it, all of it is
    veiled.
    """
    whole = cropped(data, focus, size)
    if not texts:
        return Ground(whole)
    scrim = scrims.scrim_for(whole, texts, scrims.SOFT_CARD)
    if scrim.bearable and not banded and not _covered(data, focus, size, texts):
        return Ground(scrims.veiled(whole, scrim))
    place = _band(size, texts)
    if place is None:
        return Ground(scrims.evenly_veiled(whole, scrim))
    left = _rest(size, place)
    image = Image.new("RGB", size, band.channels)
    part = cropped(data, focus, (round(left.width), round(left.height)))
    image.paste(part, (round(left.x), round(left.y)))
    return Ground(image, place)


def _covered(
    data: bytes, focus: tuple[float, float], size: tuple[int, int], texts: Sequence[TextBox]
) -> bool:
    """Whether a text lies on what the picture is about; of a focus in the middle nobody said so."""
    if focus == (0.5, 0.5):
        return False
    pixels = _decoded(data).size
    left, top, right, bottom = images.crop_box(pixels, focus, size[0] / size[1])
    x = (focus[0] * pixels[0] - left) / (right - left) * size[0]
    y = (focus[1] * pixels[1] - top) / (bottom - top) * size[1]
    return any(
        text.rect.x <= x <= text.rect.right and text.rect.y <= y <= text.rect.bottom for text in texts
    )


def _band(size: tuple[int, int], texts: Sequence[TextBox]) -> Rect | None:
    """Where a band holds all ``texts``: at head or foot, else at a side; None where it hides all."""
    width, height = size
    pad = BAND_PADDING * min(size)
    left, right = min(t.rect.x for t in texts) - pad, max(t.rect.right for t in texts) + pad
    top, bottom = min(t.rect.y for t in texts) - pad, max(t.rect.bottom for t in texts) + pad
    head, foot = Rect(0, 0, width, bottom), Rect(0, round(top), width, height - round(top))
    start, end = Rect(0, 0, round(right), height), Rect(round(left), 0, width - round(left), height)
    smallest = min((head, foot), key=lambda band: band.height)
    if smallest.height <= MOST_BAND * height:
        return smallest
    smallest = min((start, end), key=lambda band: band.width)
    return smallest if smallest.width <= MOST_BAND * width else None


def _rest(size: tuple[int, int], band: Rect) -> Rect:
    """What a ``band`` at an edge leaves of a card."""
    width, height = size
    if band.width == width:
        return Rect(0, band.height if band.y == 0 else 0, width, height - band.height)
    return Rect(band.width if band.x == 0 else 0, 0, width - band.width, height)


@lru_cache(maxsize=16)
def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as opened:
        held = opened.getexif().get(0x0112, 1)
        turned: Image.Image = opened if held == 1 else ImageOps.exif_transpose(opened)
        turned.load()
        if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
            clear = turned.convert("RGBA")
            backed = Image.new("RGBA", clear.size, "white")
            backed.alpha_composite(clear)
            turned = backed
        return turned if turned.mode == "RGB" else turned.convert("RGB")


def softened(data: bytes, grain_px: float) -> bytes:
    """The picture in ``data`` as a JPEG without detail finer than ``grain_px`` of a card."""
    image = _decoded(data)
    radius = grain_px * max(1.0, min(image.size) / CARD_PX)
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(radius)).save(out, "JPEG", quality=95, subsampling="4:4:4")
    return out.getvalue()


def cropped(data: bytes, focus: tuple[float, float], size: tuple[int, int]) -> Image.Image:
    """The picture in ``data`` cut around ``focus`` and scaled to ``size`` pixels."""
    image = _decoded(data)
    box = images.crop_box(image.size, focus, size[0] / size[1])
    return images.scaled(image, size, box)
