"""Photographs on cards: what shines through is white, whatever the file stores it as."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from brochure.cards import photos, rendering
from brochure.page import Page, Picture
from brochure.theme import Theme

WIDTH, HEIGHT = 1500, 1200
CLEAR, HALF, FULL = 0, 128, 255


def stored(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def stripes(mode: str, ink: tuple[int, ...]) -> Image.Image:
    """Three stripes of ``ink``: clear, half clear and opaque."""
    image = Image.new(mode, (30, 10))
    for at, alpha in enumerate((CLEAR, HALF, FULL)):
        image.paste((*ink, alpha), (10 * at, 0, 10 * at + 10, 10))
    return image


def with_a_clear_colour() -> bytes:
    """A picture with a palette, one of whose colours is clear."""
    image = Image.new("P", (30, 10), 1)
    image.putpalette([0, 0, 0, 200, 0, 0])
    image.paste(0, (0, 0, 10, 10))
    return stored(image, transparency=0)


RED, GREY, WHITE = (200, 0, 0), (80, 80, 80), (255, 255, 255)
CASES = {
    "colours and alpha": (stored(stripes("RGBA", RED)), [WHITE, (227, 127, 127), RED]),
    "grey and alpha": (stored(stripes("LA", GREY[:1])), [WHITE, (167, 167, 167), GREY]),
    "a clear colour of a palette": (with_a_clear_colour(), [WHITE, RED, RED]),
    "nothing clear": (stored(Image.new("RGB", (30, 10), RED)), [RED, RED, RED]),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_clear_is_white_on_a_card(name: str) -> None:
    data, seen = CASES[name]
    image = photos.cropped(data, (0.5, 0.5), (30, 10))
    assert (image.mode, image.size) == ("RGB", (30, 10))
    for at, colour in enumerate(seen):
        assert image.getpixel((10 * at + 5, 5)) == pytest.approx(colour, abs=1)


def with_picture(image: Image.Image) -> Page:
    picture = Picture(name="p.png", alt="Une photo")
    return Page(
        slug="p", lang="fr", title="T", body="", picture=picture, images={"p.png": stored(image)}
    )


def test_a_photograph_of_nothing_but_noise_makes_no_heavy_card(theme: Theme) -> None:
    """WhatsApp shows previews of at most 300,000 bytes for certain; fine grain is given up for it."""
    noise = hashlib.shake_128(b"noise").digest(WIDTH * HEIGHT * 3)
    page = with_picture(Image.frombytes("RGB", (WIDTH, HEIGHT), noise))
    for made in rendering.render(page, theme):
        assert len(made.data) <= rendering.HEAVY_BYTES
        assert not made.warnings


def test_a_photograph_that_is_light_keeps_its_detail(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_picture(Image.linear_gradient("L").convert("RGB").resize((WIDTH, HEIGHT)))
    monkeypatch.setattr(photos, "softened", None)
    assert rendering.render_card(page, theme, "portrait").media_type == "image/jpeg"
