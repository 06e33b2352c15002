"""Photographs on cards: cut around their focus, under a veil as strong as the texts on them need."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageFilter, ImageOps

from brochure import images
from brochure.cards.canvas import pixels
from brochure.colour import Colour, contrast
from brochure.geometry import Rect

SCRIM = 0.42
"""The least opacity of a scrim: formats of one page then look alike."""

CARD_PX = 1080
"""The shorter side of most cards."""

FADE = 0.3
"""The share of the card's height over which a scrim fades out beyond the texts."""


class TextOnPhoto(NamedTuple):
    """A text on a photograph: its place, in pixels of it, its colour and the contrast it needs."""

    rect: Rect
    ink: Colour
    contrast: float


def veiled(image: Image.Image, veil: Colour, texts: Sequence[TextOnPhoto]) -> Image.Image:
    """``image`` under a veil just strong enough for ``texts``, fading out beyond them."""
    opacity = SCRIM
    for text in texts:
        region = image.crop(pixels(text.rect)).reduce(2)
        most = min(text.contrast, contrast(veil, text.ink))
        opacity = max(opacity, images.least_opacity(region, veil, text.ink, most))
    first, last = min(t.rect.y for t in texts), max(t.rect.bottom for t in texts)
    fade = FADE * image.height
    column = bytes(
        round(255 * opacity * _eased(1 - max(first - fade / 8 - y, y - last - fade / 8, 0) / fade))
        for y in range(image.height)
    )
    mask = Image.frombytes("L", (1, image.height), column).resize(image.size)
    return Image.composite(Image.new("RGB", image.size, veil.channels), image, mask)


def _eased(share: float) -> float:
    """``share`` from 0 to 1 without a corner at either end."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


@lru_cache(maxsize=16)
def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as opened:
        turned = ImageOps.exif_transpose(opened)
        if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
            clear = turned.convert("RGBA")
            backed = Image.new("RGBA", clear.size, "white")
            backed.alpha_composite(clear)
            turned = backed
        return turned.convert("RGB")


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
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
