"""Scrims: every text stands out, and beyond the shape no pixel changes."""

from __future__ import annotations

import random
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from brochure import images, scrims
from brochure.colour import Colour, luminance
from brochure.geometry import Rect
from brochure.scrims import TextBox, reach, scrim_for, shape, strength_at, veil_for, veiled

WHITE, INK = Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0)), Colour(rgb="#15161C", cmyk=(0, 0, 0, 100))
SIZE = (300, 420)


def text(rect: Rect, ink: Colour = WHITE, contrast: float = 4.5) -> TextBox:
    return TextBox(rect=rect, ink=ink, contrast=contrast)


def speckled(light: int, dark: int, seed: int) -> Image.Image:
    image, chance = Image.new("RGB", SIZE, (light,) * 3), random.Random(seed)
    pen = ImageDraw.Draw(image)
    for _ in range(120):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        pen.rectangle((x, y, x + 9, y + 9), (dark, (dark * 3) % 256, light))
    return image


def below(image: Image.Image, rect: Rect) -> Image.Image:
    return image.crop((floor(rect.x), floor(rect.y), ceil(rect.right), ceil(rect.bottom)))


rects = st.builds(Rect, st.floats(0, 180), st.floats(0, 360), st.floats(5, 120), st.floats(5, 60))


@settings(max_examples=25, deadline=None)
@given(st.lists(rects, min_size=1, max_size=4), st.integers(0, 255), st.integers(0, 255),
       st.sampled_from([WHITE, INK]))  # fmt: skip
def test_every_text_stands_out_and_no_pixel_changes_beyond_the_shape(
    boxes: list[Rect], light: int, dark: int, ink: Colour
) -> None:
    image = speckled(light, dark, 1)
    texts = [text(rect, ink) for rect in boxes]
    scrim = scrim_for(image, texts)
    made = veiled(image, scrim)
    for rect in boxes:
        assert images.lowest_contrast(below(made, rect), ink) >= 4.5
    outside = Image.new("L", SIZE, 255)
    far = reach(SIZE)
    for rect in (each.rect for each in scrim.boxes):
        around = (rect.x - far, rect.y - far, rect.right + far, rect.bottom + far)
        ImageDraw.Draw(outside).rectangle(around, 0)
    changed = ImageChops.difference(image, made)
    black = Image.new("RGB", SIZE)
    assert not Image.composite(changed, black, outside).getbbox()


def test_without_a_scrim_the_same_text_is_faint() -> None:
    assert images.lowest_contrast(Image.new("RGB", (9, 9), "#C0C0C0"), WHITE) < 2


def test_the_shape_is_whole_below_a_text_and_nothing_beyond_its_reach() -> None:
    mask = shape(SIZE, [text(Rect(40, 60, 100, 30))])
    far = reach(SIZE)
    assert mask.crop((40, 60, 140, 90)).getextrema() == (255, 255)
    assert mask.crop((140 + far, 0, *SIZE)).getextrema() == (0, 0)
    assert mask.crop((0, 90 + far, *SIZE)).getextrema() == (0, 0)
    row = list(mask.crop((140, 75, 140 + far, 76)).tobytes())
    assert row == sorted(row, reverse=True)  # soft, without a ring


def test_words_at_the_left_leave_the_right_as_it_is() -> None:
    image = Image.new("RGB", (595, 842), "#B0B0B0")
    made = veiled(image, scrim_for(image, [text(Rect(51, 57, 300, 180))]))
    right = made.crop((51 + 300 + reach(image.size), 0, 595, 842))
    assert right.width > 140
    assert right.getextrema() == ((0xB0, 0xB0),) * 3


def test_a_picture_that_bears_its_words_is_left_alone() -> None:
    night = Image.new("RGB", SIZE, "#101018")
    scrim = scrim_for(night, [text(Rect(10, 10, 100, 30))])
    assert (scrim.opacity, scrim.boxes, scrim.changed, scrim.bearable) == (0, (), 0, True)
    assert veiled(night, scrim) is night


def test_only_the_texts_that_need_it_have_a_scrim() -> None:
    image = Image.new("RGB", SIZE, "#101018")
    image.paste("#D0D0D0", (0, 200, 300, 420))
    scrim = scrim_for(image, [text(Rect(10, 10, 100, 30)), text(Rect(10, 300, 100, 30))])
    assert [box.rect.y for box in scrim.boxes] == [300]
    assert strength_at(scrim, SIZE, (60, 315)) == pytest.approx(scrim.opacity)
    assert strength_at(scrim, SIZE, (60, 20)) == 0


@pytest.mark.parametrize(("ink", "darker"), [(WHITE, True), (INK, False)])
def test_a_veil_is_the_picture_s_own_colour_made_firm(ink: Colour, darker: bool) -> None:
    green = Image.new("RGB", SIZE, "#4C9F70")
    veil = veil_for(green, [text(Rect(10, 10, 100, 30), ink)])
    red, middle, blue = veil.channels
    assert middle > max(red, blue)
    assert (luminance(veil) < luminance(Colour(rgb="#4C9F70", cmyk=(0, 0, 0, 0)))) == darker


def test_a_busy_picture_does_not_bear_words() -> None:
    noise = Image.frombytes("RGB", SIZE, random.Random(3).randbytes(3 * SIZE[0] * SIZE[1]))
    scrim = scrim_for(noise.resize(SIZE), [text(Rect(10, 10, 200, 90))])
    assert not scrim.bearable


def test_a_white_picture_does_not_bear_white_words_and_bears_dark_ones() -> None:
    white = Image.new("RGB", SIZE, "white")
    box = Rect(10, 10, 200, 90)
    assert not scrim_for(white, [text(box)]).bearable
    assert scrim_for(white, [text(box, INK)]).opacity == 0


def test_a_text_outside_the_picture_asks_for_nothing() -> None:
    assert scrims.scrim_for(Image.new("RGB", SIZE, "white"), [text(Rect(900, 10, 9, 9))]).opacity == 0
