"""Canvases: exact colours, contrast of what is drawn, and the weight of files."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageChops

from brochure import icc
from brochure.cards.canvas import LEVELS, Canvas, Full, Indexed, PaletteFullError, lay, pixels
from brochure.cards.palettes import MOST_APART
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


def _with_edges(width: int, inks: int) -> Indexed:
    """Strips of all coverages in as many inks, each beside the other."""
    canvas = Indexed((width, 8 * inks), WHITE)
    for number in range(inks):
        mask = Image.frombytes(
            "L", (width, 8), bytes(i * 255 // (8 * width - 1) for i in range(8 * width))
        )
        ink = Colour(rgb=f"#00{40 * number:02X}91", cmyk=(0, 0, 0, 0))
        canvas.stencil(mask, ink, WHITE).lay((0, 8 * number))
    return canvas


@pytest.mark.parametrize(("inks", "bits"), [(1, 4), (3, 4), (6, 8)])
@pytest.mark.parametrize("width", [30, 31])
def test_edges_in_fewer_shades_take_half_a_byte_a_pixel_and_look_the_same(
    inks: int, bits: int, width: int
) -> None:
    canvas = _with_edges(width, inks)
    data = canvas.png()
    assert data[24] == bits  # IHDR's depth
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.info["srgb"] == 0
    image = reopened(canvas)
    off = ImageChops.difference(image, canvas.rgb()).tobytes()
    assert max(off) <= (MOST_APART if bits == 4 else 0)
    for number in range(inks):  # grounds and inks are what they are
        assert image.getpixel((0, 8 * number)) == (255, 255, 255)
        assert image.getpixel((width - 1, 8 * number + 7)) == (0, 40 * number, 0x91)


def test_colours_that_no_pixel_has_are_in_no_file() -> None:
    canvas = Indexed((2, 2), WHITE)
    for number in range(5):
        canvas.stencil(
            Image.new("L", (2, 2), 255), Colour(rgb=f"#00{number}091", cmyk=(0, 0, 0, 0)), WHITE
        )
    assert Image.open(io.BytesIO(canvas.png())).getpalette() == [255, 255, 255]


def test_a_jpeg_is_as_good_as_its_bytes_allow(canvas: Canvas) -> None:
    noise = Image.effect_noise((40, 30), 90).convert("RGB")
    full = Full(noise.size, WHITE)
    full.image = noise
    large, small = full.jpeg(100_000), full.jpeg(1200)
    assert len(small) < len(large)
    assert len(full.jpeg(1)) <= len(small)  # the lowest quality, where none is small enough


def test_pictures_say_that_they_are_srgb_and_how_dense(canvas: Canvas) -> None:
    full = Full((4, 4), WHITE)
    full.image.putdata([(x * 60, y * 60, 40 * x) for x in range(4) for y in range(4)])
    jpeg = Image.open(io.BytesIO(full.jpeg(100_000)))
    assert (jpeg.info["icc_profile"], jpeg.info["dpi"]) == (icc.srgb(), (72, 72))
    for data in (canvas.png(), full.png()):
        with Image.open(io.BytesIO(data)) as png:
            png.load()
            assert (png.info["srgb"], round(png.info["dpi"][0])) == (0, 72)


def test_whole_pixels_cover_a_rectangle() -> None:
    assert pixels(Rect(1.2, 2, 3.1, 4)) == (1, 2, 5, 6)


@pytest.mark.parametrize("at", [(3, 4), (-5, -2), (36, 27), (60, 2), (-30, 40)])
@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_what_is_laid_is_what_pillow_pastes(mode: str, at: tuple[int, int]) -> None:
    """Parts of it, or all, may be outside."""
    ink: Any = (9, 200, 30) if mode == "RGB" else 9
    mask = Image.linear_gradient("L").resize((12, 9))
    for colour in (ink, Image.new(mode, mask.size, ink)):
        laid, pasted = (Image.new(mode, (40, 30), 0) for _ in range(2))
        lay(laid, getattr(colour, "im", colour), at, mask)
        pasted.paste(
            colour, at if isinstance(colour, Image.Image) else (*at, at[0] + 12, at[1] + 9), mask
        )
        assert laid.tobytes() == pasted.tobytes()
