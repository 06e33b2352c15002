"""Duotones: two inks, as light everywhere as the picture; and designs that show no photographs."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from brochure import duotones
from brochure.colour import Colour, luminance
from brochure.design import PhotoForm
from brochure.page import Page, Picture
from brochure.theme import Theme
from brochure.themes.theme_file import load_theme

VIOLET = Colour(rgb="#3A37C9", cmyk=(88, 84, 0, 0))
GREEN = Colour(rgb="#2B8554", cmyk=(78, 18, 80, 4))
INK = Colour(rgb="#15161C", cmyk=(0, 0, 0, 100))


def grey(value: int) -> Image.Image:
    return Image.new("RGB", (2, 2), (value,) * 3)


def light(image: Image.Image) -> float:
    pixel = image.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return luminance(Colour(rgb="#{:02X}{:02X}{:02X}".format(*pixel), cmyk=(0, 0, 0, 0)))


@pytest.mark.parametrize("ink", [VIOLET, GREEN], ids=["violet", "green"])
def test_a_duotone_is_as_light_as_the_picture(ink: Colour) -> None:
    for value in range(30, 256, 15):
        assert light(duotones.on_screen(grey(value), ink, INK)) == pytest.approx(
            light(grey(value)), abs=0.02
        )


def test_white_stays_white_and_black_is_the_black_ink() -> None:
    assert duotones.on_screen(grey(255), VIOLET, INK).getpixel((0, 0)) == (255, 255, 255)
    dark = duotones.on_screen(grey(0), VIOLET, INK).getpixel((0, 0))
    assert dark == pytest.approx((0x15, 0x16, 0x1C), abs=2)


def test_the_middle_has_the_hue_of_the_ink() -> None:
    pixel = duotones.on_screen(grey(120), GREEN, INK).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert pixel[1] > pixel[2] > pixel[0]


def test_the_two_channels_grow_with_the_dark_and_black_only_in_the_shadows() -> None:
    ramp = Image.linear_gradient("L").convert("RGB")
    inked, black = duotones.channels(ramp, VIOLET, INK)
    shadows = [black.getpixel((0, y)) for y in range(256)]
    assert shadows == sorted(shadows, reverse=True)  # type: ignore[type-var]
    assert (inked.getpixel((0, 255)), black.getpixel((0, 255))) == (0, 0)
    assert black.getpixel((0, 0)) == 255
    assert black.getpixel((0, 230)) < 20  # type: ignore[operator]
    again = duotones.channels(duotones.on_screen(ramp, VIOLET, INK), VIOLET, INK)
    for y in range(20, 256, 20):  # the press makes its plates of what the screen shows
        assert again[1].getpixel((0, y)) == pytest.approx(black.getpixel((0, y)), abs=14)


def page() -> Page:
    def stored(kind: str) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (40, 30), (200, 80, 40)).save(out, kind)
        return out.getvalue()

    return Page(
        slug="p", lang="fr", title="T", body="![un quai](b.png)\n",
        picture=Picture(name="a.jpg", alt="Un quai"),
        images={"a.jpg": stored("JPEG"), "b.png": stored("PNG")},
    )  # fmt: skip


def with_inks(theme: Theme, inks: str) -> Theme:
    return replace(theme, design=replace(theme.design, photographs=PhotoForm(inks=inks)))


def test_a_design_in_full_colour_changes_nothing(theme: Theme) -> None:
    given = page()
    assert duotones.shown_page(given, theme) == (given, ())


def test_a_design_in_two_inks_has_every_picture_so_in_files_of_the_same_kind() -> None:
    made, told = duotones.shown_page(page(), load_theme("papier"))
    assert told == ()
    for name, data in made.images.items():
        with Image.open(io.BytesIO(data)) as image:
            assert image.format == {"a.jpg": "JPEG", "b.png": "PNG"}[name]
            pixel = image.convert("RGB").getpixel((5, 5))
            assert isinstance(pixel, tuple)
            assert pixel[2] > pixel[0]  # violet, not red


def test_a_design_without_photographs_says_so(theme: Theme) -> None:
    made, told = duotones.shown_page(page(), with_inks(theme, "none"))
    assert made.picture is None
    assert "b.png" in made.images
    assert [problem.id for problem in told] == ["picture-not-in-design"]
