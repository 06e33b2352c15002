"""Encoder: the smallest code that holds a text, module by module that of another encoder."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.codes import encoder, segments, svg_png
from brochure.errors import AddressError
from tests.codes.reading import URL, addresses, levels, mixed, opened, read_by_both


def test_the_page_code_is_version_6_at_level_m() -> None:
    matrix = encoder.encode(URL)
    assert (matrix.version, matrix.level, matrix.size) == (6, "M", 41)


@pytest.mark.parametrize("text", ["Été à Paris", "Ünïcödé ñ", "القمة العالمية", "首脳会議 2016", "🎉"])
def test_text_that_is_not_ascii_is_utf_8_and_says_so(text: str) -> None:
    """Both decoders read it right, since an ECI header names the encoding; ASCII has none."""
    matrix = encoder.encode(text)
    image = opened(svg_png.png(matrix, least_px=400))
    assert read_by_both(image) == [[text], [text]]
    bits = segments.bits_of(segments.best(text, 0), 0)
    assert bits.value >> (bits.length - 12) == 0b0111_00011010  # ECI, 26
    plain = segments.bits_of(segments.best("Ete a Paris", 0), 0)
    assert plain.value >> (plain.length - 4) == segments.BYTE


def zxing_size(payload: str, level: str) -> int:
    """The modules on a side of the code that zxing-cpp writes."""
    made = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    return int(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False).shape[0])


@settings(max_examples=600, deadline=None)
@given(payload=st.one_of(mixed, addresses), level=levels)
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


def test_what_no_code_holds_is_refused_with_the_numbers() -> None:
    assert encoder.encode("1" * 5596).version == 40
    with pytest.raises(AddressError, match=r"would need 4,\d{3} bytes; 2,334 are the most"):
        encoder.encode("é" * 2000)
