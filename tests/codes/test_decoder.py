"""The decoder reads what is dark on light, and what a network leaves of an image."""

from __future__ import annotations

from PIL import Image, ImageOps

from brochure.codes import decoder, svg_png
from brochure.codes.encoder import encode
from tests.codes.reading import SHORT


def code(px: int = 4) -> Image.Image:
    return svg_png.raster(encode(SHORT), px).convert("L")


def test_a_code_is_read_in_any_direction() -> None:
    for degrees in (0, 90, 180, 270):
        assert decoder.decode(code().rotate(degrees)) == [SHORT]


def test_an_inverted_code_is_not_read_since_many_telephones_do_not() -> None:
    assert decoder.decode(ImageOps.invert(code())) == []


def test_a_code_survives_a_network_until_its_modules_are_too_small() -> None:
    card = Image.new("RGB", (1200, 630), "white")
    card.paste(code(6), (0, 0))
    assert decoder.survives(card, SHORT, width_px=1000, quality=80)
    assert not decoder.survives(card, SHORT, width_px=120, quality=80)
    assert not decoder.survives(card, SHORT + "x", width_px=1000, quality=80)
