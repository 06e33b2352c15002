"""QR codes: whole, small, and read the same by decoders that did not write them."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pytest
import resvg_py
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pyzbar import pyzbar

from brochure.parts import codes

URL = "https://www.gouvernement.fr/sommet-mondial-du-partenariat-pour-un-gouvernement-ouvert"
payloads = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=180).map(
    "https://exemple.org/".__add__
)


def raster(svg: str) -> Image.Image:
    """``svg`` as drawn by resvg, which knows nothing of codes."""
    data = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=600))
    return Image.open(io.BytesIO(data)).convert("L")


def read_both(image: Image.Image) -> tuple[list[str], list[str]]:
    zxing = [b.text for b in zxingcpp.read_barcodes(image)]
    zbar = [b.data.decode() for b in pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])]
    return zxing, zbar


@settings(max_examples=60, deadline=None)
@given(payload=payloads)
def test_svg_and_png_read_back_equal_by_two_decoders(payload: str) -> None:
    matrix = codes.encode(payload)
    png = Image.open(io.BytesIO(codes.png(matrix, least_px=400)))
    for image in (png.convert("L"), raster(codes.svg(matrix, "titre"))):
        assert read_both(image) == ([payload], [payload])


def test_the_svg_is_one_stroked_path_without_ids() -> None:
    svg = codes.svg(codes.encode(URL), 'Code & "titre" <b>')
    root = ElementTree.fromstring(svg)
    paths = [e for e in root.iter() if e.tag.endswith("path")]
    assert [("stroke" in p.attrib) for p in paths] == [False, True]
    assert not re.search(r"\bid=", svg)
    assert root[0].text == 'Code & "titre" <b>'
    assert len(svg.encode()) < 3800


def test_the_png_has_whole_pixels_and_four_modules_of_quiet_zone() -> None:
    matrix = codes.encode(URL)
    image = Image.open(io.BytesIO(codes.png(matrix)))
    scale, rest = divmod(image.width, matrix.total)
    assert (rest, image.mode) == (0, "1")
    assert image.width >= 1000
    dark = Image.eval(image.convert("L"), lambda v: 255 - v).getbbox()
    edge = codes.QUIET_ZONE * scale
    assert dark == (edge, edge, image.width - edge, image.height - edge)
    modules = image.convert("L").resize((matrix.total, matrix.total), Image.Resampling.BOX)
    assert set(modules.tobytes()) == {0, 255}


def test_the_page_code_is_version_6_at_level_m() -> None:
    matrix = codes.encode(URL)
    assert (matrix.version, matrix.level, matrix.size) == (6, "M", 41)


def test_a_payload_that_is_not_ascii_is_refused_rather_than_garbled() -> None:
    with pytest.raises(UnicodeEncodeError):
        codes.encode("https://exemple.org/é")
