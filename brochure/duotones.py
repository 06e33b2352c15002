"""Photographs in the inks of a design: full colour, a duotone of black and one ink, or none.

A duotone is as light everywhere as the picture was: the ink carries its lights and middle, black its
shadows. On screens its two colours are those of the inks, mixed as on paper; the press makes its plates
of how light the picture is, so that it makes the same ones of a duotone as of the picture itself.
"""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from brochure.colour import Colour, luminance
from brochure.page import Page
from brochure.problems import Place, Problem, note
from brochure.theme import Theme

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 92

INK, BLACK = "accent", "text"
"""The roles of the two inks."""

LESS_INK = 0.45
"""How much less ink the deepest shadow has than would be as dark by itself."""


def shown_page(page: Page, theme: Theme) -> tuple[Page, tuple[Problem, ...]]:
    """``page`` with the photographs that the design of ``theme`` shows, in its inks; and what to tell.

    A design without photographs leaves out the cover's; those of the text stay, it speaks of them.
    """
    inks = theme.design.photographs.inks
    if inks == "none" and page.picture:
        told = note("picture-not-in-design", at=Place(key="picture.file"), design=theme.design.name)
        return replace(page, picture=None), (told,)
    if inks == "duotone":
        ink, black = theme.roles[INK], theme.roles[BLACK]
        toned = {name: duotone_file(data, ink, black) for name, data in page.images.items()}
        return replace(page, images=toned), ()
    return page, ()


def duotone_file(data: bytes, ink: Colour, black: Colour) -> bytes:
    """The picture in ``data`` as a duotone, a file of the same kind: PNG, or JPEG."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        kind = "PNG" if opened.format == "PNG" else "JPEG"
        made = on_screen(ImageOps.exif_transpose(opened).convert("RGB"), ink, black)
    out = io.BytesIO()
    made.save(out, kind, **({} if kind == "PNG" else {"quality": QUALITY, "subsampling": 0}))
    return out.getvalue()


def on_screen(image: Image, ink: Colour, black: Colour) -> Image:
    """An RGB ``image`` in two inks on white, as a screen shows them."""
    from PIL import Image

    light = image.convert("L")
    table = _shown(ink.rgb, black.rgb)
    return Image.merge("RGB", [light.point(table[channel]) for channel in range(3)])


def channels(image: Image, ink: Colour, black: Colour) -> tuple[Image, Image]:
    """The plates of an RGB ``image``: how much of ``ink`` and of ``black``, 255 all, as L images."""
    light = image.convert("L")
    inked, dark = _coverage(luminance(ink), luminance(black))
    return light.point([round(255 * v) for v in inked]), light.point([round(255 * v) for v in dark])


@lru_cache(maxsize=8)
def _coverage(ink: float, black: float) -> tuple[list[float], list[float]]:
    """For each grey value the share of paper under ink, and of that under black (Murray and Davies).

    Together they are as light as the value: ``ink`` and ``black`` are the luminances of the two.
    """
    inked, dark = [], []
    for value in range(256):
        wanted = max(_linear(value), black)
        lightness = wanted ** (1 / 3)
        share = min(1.0, (1 - wanted) / (1 - ink)) * (1 - LESS_INK * (1 - lightness))
        below = 1 - share * (1 - ink)
        inked.append(share)
        dark.append(min(1.0, max(0.0, (below - wanted) / (below - black))))
    return inked, dark


@lru_cache(maxsize=8)
def _shown(ink: str, black: str) -> tuple[list[int], list[int], list[int]]:
    """For each grey value the red, green and blue of the duotone."""
    two = [Colour(rgb=rgb, cmyk=(0, 0, 0, 0)) for rgb in (ink, black)]
    inked, dark = _coverage(luminance(two[0]), luminance(two[1]))
    rows = []
    for channel in range(3):
        of_ink, of_black = (_linear(colour.channels[channel]) for colour in two)
        rows.append([
            _encoded((1 - k) * (1 - a * (1 - of_ink)) + k * of_black)
            for a, k in zip(inked, dark, strict=True)
        ])  # fmt: skip
    return rows[0], rows[1], rows[2]


def _linear(value: int) -> float:
    """An sRGB value of 255 as light, 0 to 1 (IEC 61966-2-1)."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _encoded(light: float) -> int:
    """The sRGB value, of 255, of so much light."""
    light = min(1.0, max(0.0, light))
    return round(255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))
