"""SVG and PNG of codes: whole, small, and read by decoders that did not write them."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from PIL import Image

from brochure.codes import code_style, encoder, eps, pdf, svg_png
from brochure.codes import verification as read
from brochure.codes.code_style import CodeStyle
from brochure.codes.encoder import encode
from tests.codes.reading import SHORT, URL, addresses, by_resvg, opened, read_by_both

STYLES = (
    CodeStyle(),
    CodeStyle(dark="#000091"),
    CodeStyle(dark="#E1000F"),
    CodeStyle(shape="rounded"),
    CodeStyle(shape="dots", dot=0.95),
    CodeStyle(shape="rounded", dark="#3A37C9", light="#F3EFE7"),
)


@settings(max_examples=60, deadline=None)
@given(payload=addresses)
def test_svg_and_png_read_back_equal_by_two_decoders(payload: str) -> None:
    matrix = encoder.encode(payload)
    png = Image.open(io.BytesIO(svg_png.png(matrix, least_px=400)))
    for image in (png.convert("L"), by_resvg(svg_png.svg(matrix, "titre"))):
        assert read_by_both(image) == [[payload], [payload]]


def test_the_svg_is_one_stroked_path_without_ids() -> None:
    svg = svg_png.svg(encoder.encode(URL), 'Code & "titre" <b>')
    root = ElementTree.fromstring(svg)
    paths = [e for e in root.iter() if e.tag.endswith("path")]
    assert [("stroke" in p.attrib) for p in paths] == [False, True]
    assert not re.search(r"\bid=", svg)
    assert root[0].text == 'Code & "titre" <b>'
    assert len(svg.encode()) < 3800


def test_the_png_has_whole_pixels_and_four_modules_of_quiet_zone() -> None:
    matrix = encoder.encode(URL)
    image = Image.open(io.BytesIO(svg_png.png(matrix)))
    scale, rest = divmod(image.width, matrix.total)
    assert (rest, image.mode) == (0, "1")
    assert image.width >= 1000
    dark = Image.eval(image.convert("L"), lambda v: 255 - v).getbbox()
    edge = encoder.QUIET_ZONE * scale
    assert dark == (edge, edge, image.width - edge, image.height - edge)
    modules = image.convert("L").resize((matrix.total, matrix.total), Image.Resampling.BOX)
    assert set(modules.tobytes()) == {0, 255}


@pytest.mark.parametrize("payload", [SHORT, URL])
@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.shape}-{style.dark}")
def test_every_style_reads_in_every_form(style: CodeStyle, payload: str) -> None:
    code_style.check_style(style)
    matrix = encode(payload)
    for outline in (False, True):
        svg = svg_png.svg(matrix, "titre", style, outline=outline)
        assert read_by_both(by_resvg(svg, matrix.total * 8)) == [[payload], [payload]]
        assert list(read.read_svg(svg.encode(), [1])) == [(1, payload)]
        made = eps.eps_file(matrix, "titre", 30, style, outline=outline)
        assert list(read.read_eps(made, [1])) == [(1, payload)]
        page = pdf.pdf_file(matrix, ("titre", "fr"), 40, style, outline=outline)
        assert list(read.read_pdf(page, [1])) == [(1, payload)]
    assert read_by_both(opened(svg_png.png(matrix, style, px=8))) == [[payload], [payload]]


def test_the_svg_of_strokes_is_small_and_outlines_hardly_larger() -> None:
    for payload, version, most in (
        (f"{SHORT}12345678901234", 3, 1600),
        ("https://exemple.org/" + "a" * 90, 7, 3800),
    ):
        matrix = encode(payload)
        assert matrix.version == version
        strokes = svg_png.svg(matrix, "t")
        assert len(strokes) <= most
        assert len(svg_png.svg(matrix, "t", outline=True)) <= 1.35 * len(strokes)


@pytest.mark.parametrize("style", STYLES[:2])
@pytest.mark.parametrize(("asked", "dots"), [({}, 300), ({"dpi": 600.0}, 600)])
def test_a_png_says_how_large_it_is_and_that_its_colours_are_srgb(
    style: CodeStyle, asked: dict[str, float], dots: int
) -> None:
    data = svg_png.png(encode("https://exemple.org"), style, dpi=asked.get("dpi", svg_png.PRINTED_DPI))
    with Image.open(io.BytesIO(data)) as image:
        assert image.info["dpi"] == pytest.approx((dots, dots), abs=0.02)
        assert image.info["srgb"] == 0
