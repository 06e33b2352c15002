"""Photographs on cards: cut around their focus, veiled only as much as texts need."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from brochure import images
from brochure.cards import photos
from brochure.cards.photos import SCRIM, TextOnPhoto
from brochure.colour import Colour
from brochure.geometry import Rect

WHITE, BLACK = (Colour(rgb=rgb, cmyk=(0, 0, 0, 0)) for rgb in ("#FFFFFF", "#000000"))


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_picture_is_cut_around_its_focus() -> None:
    halves = Image.new("RGB", (200, 100), "red")
    halves.paste("blue", (100, 0, 200, 100))
    left = photos.cropped(png(halves), (0.1, 0.5), (50, 50))
    right = photos.cropped(png(halves), (0.9, 0.5), (50, 50))
    assert (left.getpixel((25, 25)), right.getpixel((25, 25))) == ((255, 0, 0), (0, 0, 255))


def test_what_is_transparent_is_white() -> None:
    assert photos.cropped(png(Image.new("RGBA", (20, 20))), (0.5, 0.5), (10, 10)).getpixel((5, 5)) == (
        255, 255, 255,
    )  # fmt: skip


@pytest.mark.parametrize("grey", ["#FFFFFF", "#808080", "#101010"])
def test_a_veil_gives_a_text_its_contrast_and_no_less_than_a_scrim(grey: str) -> None:
    image = Image.new("RGB", (100, 200), grey)
    text = TextOnPhoto(rect=Rect(10, 120, 80, 40), ink=WHITE, contrast=4.5)
    veiled = photos.veiled(image, BLACK, [text])
    assert images.lowest_contrast(veiled.crop((10, 120, 90, 160)), WHITE) >= 4.5
    below = veiled.getpixel((50, 140))
    before = image.getpixel((50, 140))
    assert isinstance(below, tuple)
    assert isinstance(before, tuple)
    assert below[0] <= before[0] * (1 - SCRIM) + 1
    assert veiled.getpixel((50, 0)) == before  # far from the text nothing is veiled
