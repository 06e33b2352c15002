"""Logos: as large as half of the error correction allows."""

from __future__ import annotations

import random

import pytest
import zxingcpp
from PIL import ImageDraw

from brochure.codes import logos, svg_png
from brochure.codes.code_style import CodeStyle
from brochure.errors import CodeError
from tests.codes.reading import SHORT, URL, a_logo, by_resvg, read_by_both


@pytest.mark.parametrize("payload", [SHORT, URL, URL + "?a=" + "b" * 100])
def test_a_logo_is_as_large_as_half_the_budget_and_reads_with_dirt(payload: str) -> None:
    matrix, logo = logos.placed(payload, "M", a_logo())
    assert logo.unused >= logos.LEAST_UNUSED
    assert logo.plate == logos.largest(matrix)
    assert logos._unused(matrix, logo.plate + 2) < logos.LEAST_UNUSED
    style = CodeStyle(logo=logo)
    clean = svg_png.raster(matrix, 6, style)
    assert read_by_both(clean.convert("L")) == [[payload], [payload]]
    for seed in range(6):  # spots of 3 x 3 modules, 2 per cent of the area in all
        dirty, chance = clean.convert("RGB"), random.Random(seed)
        draw = ImageDraw.Draw(dirty)
        for _ in range(round(0.02 * matrix.size**2 / 9)):
            x, y = (6 * (4 + chance.randrange(9, matrix.size - 11)) for _ in "xy")
            draw.rectangle((x, y, x + 17, y + 17), fill=chance.choice(("black", "white")))
        assert [b.text for b in zxingcpp.read_barcodes(dirty)] == [payload]
    svg = svg_png.svg(matrix, "t", style)
    assert read_by_both(by_resvg(svg, matrix.total * 8)) == [[payload], [payload]]


def test_a_logo_that_is_too_large_is_refused_with_what_would_go() -> None:
    with pytest.raises(CodeError, match=r"leaves 0\.38 of it unused.*a logo of 7 modules.*level Q"):
        logos.placed(URL, "M", a_logo(), 9)
    with pytest.raises(CodeError, match="covers a pattern that finds the code"):
        logos.placed(SHORT, "M", a_logo(), 21)
    with pytest.raises(CodeError, match="not an image"):
        logos.picture(b"<svg onload='x'/>", "x.svg")
