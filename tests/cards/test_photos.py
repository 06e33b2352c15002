"""Photographs on cards: cut around their focus, with a scrim or a band where texts need one."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from brochure import images
from brochure.cards import photos
from brochure.cards.canvas import pixels
from brochure.colour import Colour
from brochure.geometry import Rect
from brochure.scrims import TextBox

WHITE, BLACK = (Colour(rgb=rgb, cmyk=(0, 0, 0, 0)) for rgb in ("#FFFFFF", "#000000"))
GREEN = Colour(rgb="#2B8554", cmyk=(78, 18, 80, 4))
MIDDLE = (0.5, 0.5)


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


def white_text(rect: Rect) -> TextBox:
    return TextBox(rect=rect, ink=WHITE, contrast=4.5)


FOOT = [white_text(Rect(40, 300, 200, 40)), white_text(Rect(40, 350, 120, 20))]


@pytest.mark.parametrize("grey", ["#FFFFFF", "#808080", "#101010"])
def test_every_text_has_its_contrast_on_its_photograph(grey: str) -> None:
    made = photos.grounded(png(Image.new("RGB", (400, 400), grey)), MIDDLE, (400, 400), FOOT, BLACK)
    for text in FOOT:
        below = made.image.crop(pixels(text.rect))
        assert images.lowest_contrast(below, WHITE) >= 4.5
    assert made.image.getpixel((390, 5)) == Image.new("RGB", (1, 1), grey).getpixel((0, 0))


def test_a_dark_photograph_keeps_every_pixel() -> None:
    night = Image.new("RGB", (400, 400), "#101010")
    made = photos.grounded(png(night), MIDDLE, (400, 400), FOOT, GREEN)
    assert made.band is None
    assert not ImageChops.difference(made.image, night).getbbox()


def test_a_white_photograph_has_a_band_in_the_theme_s_colour_and_is_left_as_it_is() -> None:
    made = photos.grounded(png(Image.new("RGB", (400, 400), "white")), MIDDLE, (400, 400), FOOT, GREEN)
    assert made.band is not None
    assert made.band.height < 0.64 * 400
    assert made.image.getpixel((5, 395)) == GREEN.channels
    above = made.image.crop((0, 0, 400, round(made.band.y)))
    assert above.getextrema() == ((255, 255),) * 3


def test_words_that_would_cover_the_focus_stand_on_a_band_and_the_focus_is_seen() -> None:
    scene = Image.new("RGB", (400, 400), "#101010")
    scene.paste("#C02020", (90, 300, 130, 340))
    made = photos.grounded(png(scene), (0.275, 0.8), (400, 400), FOOT, GREEN)
    assert made.band is not None
    colours = {colour for _, colour in made.image.getcolors(9999) or []}
    assert (192, 32, 32) in colours


def test_a_design_with_bands_has_one_on_any_photograph() -> None:
    night = png(Image.new("RGB", (400, 400), "#101010"))
    assert photos.grounded(night, MIDDLE, (400, 400), FOOT, GREEN, banded=True).band


def test_a_band_stands_at_a_side_where_the_words_are_high() -> None:
    column = [white_text(Rect(20, 20, 150, 360))]
    made = photos.grounded(
        png(Image.new("RGB", (400, 400), "white")), MIDDLE, (400, 400), column, BLACK
    )
    assert made.band is not None
    assert (made.band.x, made.band.height) == (0, 400)


def test_a_white_photograph_that_words_cover_is_veiled_evenly() -> None:
    texts = [white_text(Rect(20, 20, 360, 60)), white_text(Rect(20, 330, 360, 50))]
    made = photos.grounded(png(Image.new("RGB", (400, 400), "white")), MIDDLE, (400, 400), texts, GREEN)
    assert made.band is None
    assert len(made.image.getcolors() or ()) == 1
    assert images.lowest_contrast(made.image, WHITE) >= 4.5


def test_a_photograph_without_words_is_left_alone() -> None:
    white = Image.new("RGB", (40, 40), "white")
    assert photos.grounded(png(white), MIDDLE, (40, 40), [], BLACK).image.getextrema()[0] == (255, 255)
