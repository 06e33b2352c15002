"""Pictures: the focal point stays in every crop, and none is enlarged."""

from __future__ import annotations

import io
import random

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from brochure import images

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


def stored(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


@given(st.tuples(sides, sides), st.tuples(share, share), st.floats(1, 4))
def test_a_closer_crop_lies_in_the_largest_and_keeps_the_focus(
    size: tuple[int, int], focus: tuple[float, float], closer: float
) -> None:
    outer, inner = (images.crop_box(size, focus, 0.7, by) for by in (1.0, closer))
    assert outer[0] - 1 <= inner[0]
    assert inner[2] <= outer[2] + 1
    assert outer[1] - 1 <= inner[1]
    assert inner[3] <= outer[3] + 1
    assert inner[0] - 1 <= focus[0] * size[0] <= inner[2] + 1


def test_a_picture_is_never_enlarged() -> None:
    made = images.cropped(stored(Image.new("RGB", (100, 100), "teal")), (0.5, 0.5), (3000, 4000))
    assert made.width <= 76
    assert made.height == 100


def test_a_crop_comes_only_as_near_as_its_pixels_allow() -> None:
    data = stored(Image.linear_gradient("L").resize((1000, 1000)))
    assert images.cropped(data, (0.5, 0.5), (800, 800), 2.0).width == 800
    assert images.cropped(data, (0.5, 0.5), (1000, 1000), 2.0).width == 1000


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
