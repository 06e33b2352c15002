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

from brochure.codes import encoder, reed_solomon, segments, svg_png
from brochure.errors import AddressError

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
    matrix = encoder.encode(payload)
    png = Image.open(io.BytesIO(svg_png.png(matrix, least_px=400)))
    for image in (png.convert("L"), raster(svg_png.svg(matrix, "titre"))):
        assert read_both(image) == ([payload], [payload])


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


def test_the_page_code_is_version_6_at_level_m() -> None:
    matrix = encoder.encode(URL)
    assert (matrix.version, matrix.level, matrix.size) == (6, "M", 41)


@pytest.mark.parametrize("text", ["Été à Paris", "Ünïcödé ñ", "القمة العالمية", "首脳会議 2016", "🎉"])
def test_text_that_is_not_ascii_is_utf_8_and_says_so(text: str) -> None:
    """Both decoders read it right, since an ECI header names the encoding; ASCII has none."""
    matrix = encoder.encode(text)
    image = Image.open(io.BytesIO(svg_png.png(matrix, least_px=400))).convert("L")
    assert read_both(image) == ([text], [text])
    bits = segments.bits_of(segments.best(text, 0), 0)
    assert bits.value >> (bits.length - 12) == 0b0111_00011010  # ECI, 26
    plain = segments.bits_of(segments.best("Ete a Paris", 0), 0)
    assert plain.value >> (plain.length - 4) == segments.BYTE


PIECES = (
    "HELLO", "world", "2016", "20161207", "1234567890123", "/", "?a=", "ABC-12", "https://exemple.org/",
    "%C3%A9", "WIFI:T:WPA;", "+33 1 23 45 67 89", "x", "7", " ",
)  # fmt: skip
mixed = st.lists(st.sampled_from(PIECES), min_size=1, max_size=24).map("".join)
levels = st.sampled_from("LMQH")


def zxing_size(payload: str, level: str) -> int:
    """The modules on a side of the code that zxing-cpp writes."""
    made = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    return int(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False).shape[0])


@settings(max_examples=600, deadline=None)
@given(payload=st.one_of(mixed, payloads), level=levels)
def test_a_code_is_as_small_as_zxings_whose_segments_are_the_best(payload: str, level: str) -> None:
    matrix = encoder.encode(payload, level)
    assert matrix.size == zxing_size(payload, level)
    assert "LMQH".index(matrix.level) >= "LMQH".index(level)


@settings(max_examples=100, deadline=None)
@given(payload=mixed, level=levels)
def test_the_level_is_raised_as_far_as_the_version_allows(payload: str, level: str) -> None:
    matrix = encoder.encode(payload, level)
    higher = "LMQH"["LMQH".index(matrix.level) + 1 :][:1]
    if higher:
        assert encoder._smallest(payload, higher)[0] > matrix.version


@settings(max_examples=250, deadline=None)
@given(payload=st.one_of(mixed, st.text(min_size=1, max_size=60)), level=levels)
def test_each_module_is_that_of_another_encoder_with_the_same_segments(
    payload: str, level: str
) -> None:
    """Nayuki's QR Code generator, given our segments, version, level and mask."""
    from qrcodegen import QrCode, QrSegment

    matrix = encoder.encode(payload, level)
    versions = next(i for i, (_, last) in enumerate(segments.CLASSES) if matrix.version <= last)
    make = {
        segments.NUMERIC: QrSegment.make_numeric,
        segments.ALPHANUMERIC: QrSegment.make_alphanumeric,
        segments.BYTE: lambda text: QrSegment.make_bytes(text.encode()),
    }
    theirs = [make[s.mode](s.text) for s in segments.best(payload, versions)]
    if not payload.isascii():
        theirs.insert(0, QrSegment.make_eci(segments.UTF_8))
    names = {"L": "LOW", "M": "MEDIUM", "Q": "QUARTILE", "H": "HIGH"}
    other = QrCode.encode_segments(
        theirs, getattr(QrCode.Ecc, names[matrix.level]), matrix.version, matrix.version, matrix.mask,
        False,
    )  # fmt: skip
    rows = tuple(tuple(other.get_module(x, y) for x in range(matrix.size)) for y in range(matrix.size))
    assert rows == matrix.rows


@given(payload=st.one_of(mixed, payloads), versions=st.integers(0, 2))
def test_the_short_cut_for_plain_addresses_costs_nothing(payload: str, versions: int) -> None:
    quick = segments.bits_of(segments.best(payload, versions), versions)
    assert quick.length == segments.bits_of(segments._cheapest(payload, versions), versions).length


def test_what_no_code_holds_is_refused_with_the_numbers() -> None:
    assert encoder.encode("1" * 5596).version == 40
    with pytest.raises(AddressError, match=r"would need 4,\d{3} bytes; 2,334 are the most"):
        encoder.encode("é" * 2000)


@pytest.mark.parametrize("length", [1, 40, 90, 150, 400])
def test_the_mask_is_the_one_with_the_least_penalty(length: int) -> None:
    """Each of the eight symbols, drawn by python-qrcode, scored here: the best one is taken.

    Only the 15 modules of the format information may make a difference, at most a few points.
    """
    from qrcode.main import QRCode

    from brochure.codes import masks

    payload = "https://exemple.org/" + "aé7-Z"[: length % 4 + 1].replace("é", "e") * length
    chosen = encoder.encode(payload)
    scores = []
    for mask in range(8):
        code = QRCode(version=chosen.version, error_correction=0, border=0, mask_pattern=mask)
        code.add_data(payload.encode())
        code.make(fit=False)
        rows = [[bool(m) for m in row] for row in code.modules]
        columns = [list(c) for c in zip(*rows, strict=True)]
        scores.append(masks._penalty(masks._packed(rows), masks._packed(columns), len(rows)))
        if tuple(map(tuple, rows)) == chosen.rows:
            ours = scores[-1]
    assert ours <= min(scores) + 60


@pytest.mark.parametrize("length", [1, 60, 120, 400])
def test_turning_a_mask_gives_the_symbol_that_has_it(length: int) -> None:
    """What is scored for each mask is python-qrcode's own symbol, format information apart."""
    from qrcode.main import QRCode
    from qrcode.util import pattern_position

    from brochure.codes import masks

    def symbol(mask: int) -> tuple[int, int, int]:
        code = QRCode(error_correction=0, border=0, mask_pattern=mask)
        code.add_data(b"https://exemple.org/" + b"a" * length)
        code.make(fit=True)
        rows = [[bool(m) for m in row] for row in code.modules]
        return masks._packed(rows), len(rows), code.version

    base, size, version = symbol(0)
    for mask, (turned, _) in enumerate(masks._turned(size, tuple(pattern_position(version)))):
        assert (base ^ turned ^ symbol(mask)[0]).bit_count() <= 2 * 15


def test_the_error_correction_is_that_of_the_standards_own_example() -> None:
    """ISO/IEC 18004, annex I: "01234567" in version 1-M, data and error correction codewords."""
    data = bytes.fromhex("10200C56 6180EC11 EC11EC11 EC11EC11")
    assert reed_solomon.remainder(data, 10) == bytes.fromhex("A524D4C1 ED36C787 2C55")
    assert reed_solomon.remainder(bytes(16), 10) == bytes(10)
    assert reed_solomon.remainder(data[:-1] + b"\x12", 10) != reed_solomon.remainder(data, 10)
