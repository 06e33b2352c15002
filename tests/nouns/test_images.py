"""Pictures: the focal point stays in every crop, and text stands out from every pixel below it."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from brochure import images
from brochure.colour import Colour
from brochure.images import Scrim

NIGHT = Colour(rgb="#1D1A5E", cmyk=(100, 98, 22, 24))
WHITE = Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0))
INK = Colour(rgb="#15161C", cmyk=(0, 0, 0, 100))
share = st.floats(0, 1)
sides = st.integers(30, 4000)


@given(st.tuples(sides, sides), st.tuples(share, share), st.floats(0.3, 3))
def test_the_crop_is_as_large_as_can_be_and_keeps_the_focus(
    size: tuple[int, int], focus: tuple[float, float], aspect: float
) -> None:
    left, top, right, bottom = images.crop_box(size, focus, aspect)
    assert left >= 0
    assert top >= 0
    assert right <= size[0]
    assert bottom <= size[1]
    assert right - left == size[0] or bottom - top == size[1]
    assert abs((right - left) - (bottom - top) * aspect) <= 1 + aspect
    assert left - 1 <= focus[0] * size[0] <= right + 1
    assert top - 1 <= focus[1] * size[1] <= bottom + 1


def stripes(light: int, dark: int) -> Image.Image:
    image = Image.new("RGB", (320, 400), (light,) * 3)
    for y in range(0, 400, 40):
        image.paste((dark,) * 3, (0, y, 320, y + 20))
    return image


def worst(image: Image.Image, text: Colour, rows: int) -> float:
    """The lowest contrast of ``text`` to a pixel of the upper ``rows``, computed pixel by pixel."""
    lowest = 21.0
    for pixel in set(image.crop((0, 0, image.width, rows)).get_flattened_data()):
        assert isinstance(pixel, tuple)
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (v / 255 for v in pixel)
        ]
        ground = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        one = int(text.rgb[1:3], 16) / 255
        light = (
            1.0
            if text.rgb == "#FFFFFF"
            else (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4)
        )
        ratio = (max(light, ground) + 0.05) / (min(light, ground) + 0.05)
        lowest = min(lowest, ratio)
    return lowest


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 255), st.integers(0, 255))
@pytest.mark.parametrize(("ground", "text"), [(NIGHT, WHITE), (WHITE, INK)])
def test_text_stands_out_from_the_hardest_picture(
    ground: Colour, text: Colour, light: int, dark: int
) -> None:
    scrim = Scrim(ground=ground, texts=(text,), until=0.5, contrast=4.5)
    data = io.BytesIO()
    stripes(light, dark).save(data, "PNG")
    made = Image.open(io.BytesIO(images.cover(data.getvalue(), (0.5, 0.5), (320, 400), scrim)))
    assert worst(made.convert("RGB"), text, 200) >= 4.3  # JPEG moves a pixel by a shade


def test_without_a_scrim_the_same_picture_fails() -> None:
    assert worst(stripes(255, 0), WHITE, 200) < 1.1


def test_a_picture_is_never_enlarged() -> None:
    data = io.BytesIO()
    Image.new("RGB", (100, 100), "teal").save(data, "PNG")
    scrim = Scrim(ground=NIGHT, texts=(WHITE,), until=1, contrast=4.5)
    made = Image.open(io.BytesIO(images.cover(data.getvalue(), (0.5, 0.5), (3000, 4000), scrim)))
    assert made.width <= 76
    assert made.height == 100


def test_a_turned_photograph_is_measured_as_it_is_seen() -> None:
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 30)).save(data, "JPEG", exif=exif)
    assert images.size_of(data.getvalue()) == (30, 40)


def test_noise_is_a_jpeg_too() -> None:
    noise = Image.frombytes("RGB", (700, 500), random.Random(1).randbytes(700 * 500 * 3))
    data = images.small_jpeg(noise, quality=90, subsampling=0)
    with Image.open(io.BytesIO(data)) as read:
        read.load()
        assert read.size == (700, 500)
    assert len(data) > 700 * 500
