"""Logos: as large as half of the error correction allows."""

from __future__ import annotations

import io
import random

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from brochure.codes import eps, inks, logos, pdf, svg_png
from brochure.codes import verification as read
from brochure.codes.code_style import CodeStyle
from brochure.codes.rasters import rasterize_eps, rasterize_svg
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
    bomb = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(bomb, "PNG")
    with pytest.raises(CodeError, match=r"x\.png: the logo has 60,000,000 pixels"):
        logos.picture(bomb.getvalue(), "x.png")


@pytest.mark.parametrize("light", ["#fff", "#F3EFE7"])
def test_a_logo_is_placed_in_pdf_and_eps_as_in_svg_and_in_inks(light: str) -> None:
    """Both are read back, and show at the same places what the SVG shows, as far as inks can."""
    image, out = Image.new("RGBA", (300, 200)), io.BytesIO()
    ImageDraw.Draw(image).rectangle((10, 10, 290, 90), fill="#3A37C9")
    ImageDraw.Draw(image).rectangle((150, 110, 290, 190), fill="#FF5A43")
    image.save(out, "PNG")
    matrix, logo = logos.placed(URL, "M", logos.picture(out.getvalue(), "logo.png"))
    look = CodeStyle(logo=logo, light=light)
    made, written = (
        pdf.pdf_file(matrix, ("titre", "fr"), 40, look),
        eps.eps_file(matrix, "titre", 40, look),
    )
    assert list(read.read_pdf(made, [1])) == [(1, URL)]
    assert list(read.read_eps(written, [1])) == [(1, URL)]
    with pikepdf.open(io.BytesIO(made)) as opened:
        placed = opened.pages[0].obj.Resources.XObject.Logo
        assert (str(placed.ColorSpace), int(placed.BitsPerComponent)) == ("/DeviceCMYK", 8)
        assert len(placed.read_bytes()) == 4 * placed.Width * placed.Height
        assert not {str(o.operator) for o in pikepdf.parse_content_stream(opened.pages[0])} & {
            "rg",
            "RG",
        }
    with pypdfium2.PdfDocument(made) as document:
        drawn = document[0].render(scale=8 * matrix.total / document[0].get_width()).to_pil()
    seen_by = {
        "pdf": drawn.convert("RGB").resize((8 * matrix.total,) * 2),
        "eps": rasterize_eps(written).resize((8 * matrix.total,) * 2),
        "svg": rasterize_svg(svg_png.svg(matrix, "t", look)).resize((8 * matrix.total,) * 2),
    }
    left, top, width, height = logo.box(matrix)
    for across, down, what in ((0.2, 0.25, "blue"), (0.75, 0.75, "red"), (0.2, 0.75, "plate")):
        at = (round(8 * (left + across * width)), round(8 * (top + down * height)))
        for name, shown_by in seen_by.items():
            pixel = shown_by.getpixel(at)
            assert isinstance(pixel, tuple)
            shown = "plate" if min(pixel) > 190 else "red" if pixel[0] > pixel[2] else "blue"
            assert shown == what, (name, what, pixel)


def test_a_logo_without_transparency_covers_its_plate_s_middle() -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "#000091").save(out, "PNG")
    matrix, logo = logos.placed(URL, "M", logos.picture(out.getvalue(), "logo.png"))
    image = inks.pixels(CodeStyle(logo=logo))
    assert (image.mode, image.size) == ("CMYK", (60, 60))
    assert len(image.getcolors() or ()) == 1
    for data, reader in (
        (pdf.pdf_file(matrix, ("t", "fr"), 40, CodeStyle(logo=logo)), read.read_pdf),
        (eps.eps_file(matrix, "t", 40, CodeStyle(logo=logo)), read.read_eps),
    ):
        assert list(reader(data, [1])) == [(1, URL)]
