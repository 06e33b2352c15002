"""Canvases: exact colours, contrast of what is drawn, and the weight of files."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from brochure.cards.canvas import LEVELS, Canvas, Full, Indexed, PaletteFullError, pixels
from brochure.colour import Colour
from brochure.geometry import Rect

WHITE, BLACK, BLUE = (Colour(rgb=rgb, cmyk=(0, 0, 0, 0)) for rgb in ("#FFFFFF", "#000000", "#000091"))


@pytest.fixture(params=[Indexed, Full])
def canvas(request: pytest.FixtureRequest) -> Canvas:
    made: Canvas = request.param((40, 30), WHITE)
    return made


def reopened(canvas: Canvas) -> Image.Image:
    return Image.open(io.BytesIO(canvas.png())).convert("RGB")


def test_what_is_filled_has_exactly_its_colour(canvas: Canvas) -> None:
    canvas.fill((10, 5, 20, 15), BLUE)
    image = reopened(canvas)
    assert (image.getpixel((9, 5)), image.getpixel((10, 5))) == ((255, 255, 255), (0, 0, 0x91))


def test_a_mask_is_laid_in_steps_and_cut_at_the_edge(canvas: Canvas) -> None:
    mask = Image.new("L", (4, 4), 255)
    mask.putpixel((0, 0), 127)
    stencil = canvas.stencil(mask, BLACK, WHITE)
    stencil.lay((10, 10))
    stencil.lay((38, 28))  # half of it leaves the canvas
    image = reopened(canvas)
    grey = image.getpixel((10, 10))
    assert isinstance(grey, tuple)
    assert abs(grey[0] - 128) <= 255 / LEVELS / 2
    assert image.getpixel((11, 11)) == image.getpixel((39, 29)) == (0, 0, 0)


def test_contrast_is_the_lowest_to_any_pixel_of_a_box(canvas: Canvas) -> None:
    assert canvas.contrast((0, 0, 8, 8), BLACK) == pytest.approx(21)
    canvas.fill((4, 4, 8, 8), BLACK)
    assert canvas.contrast((0, 0, 8, 8), BLACK) == pytest.approx(1)


def test_a_palette_says_when_it_is_full() -> None:
    canvas = Indexed((4, 4), WHITE)
    for red in range(255):
        canvas.fill((0, 0, 1, 1), Colour(rgb=f"#{red:02X}0000", cmyk=(0, 0, 0, 0)))
    with pytest.raises(PaletteFullError):
        canvas.fill((0, 0, 1, 1), BLUE)


def test_a_jpeg_is_as_good_as_its_bytes_allow(canvas: Canvas) -> None:
    noise = Image.effect_noise((40, 30), 90).convert("RGB")
    full = Full(noise.size, WHITE)
    full.image = noise
    large, small = full.jpeg(100_000), full.jpeg(1200)
    assert len(small) < len(large)
    assert len(full.jpeg(1)) <= len(small)  # the lowest quality, where none is small enough


def test_whole_pixels_cover_a_rectangle() -> None:
    assert pixels(Rect(1.2, 2, 3.1, 4)) == (1, 2, 5, 6)
