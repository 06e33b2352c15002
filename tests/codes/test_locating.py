"""Locating: where a code lies in a picture of its file, how large, and of which version."""

from __future__ import annotations

import pytest

from brochure.codes import encoder, locating, pdf, svg_png
from brochure.facts import ExpectedCode

URL = "https://exemple.org/atelier"
MATRIX = encoder.encode(URL)
EXPECTED = (ExpectedCode(payload=URL),)


def test_a_code_in_a_raster_is_where_its_modules_are() -> None:
    px = svg_png.px_per_module(MATRIX, 400)
    (seen,) = locating.code_images("image/png", svg_png.png(MATRIX, least_px=400), EXPECTED)
    assert (seen.page, seen.dpi, seen.found.text) == (1, 0.0, URL)
    assert (seen.found.version, seen.found.modules) == (MATRIX.version, MATRIX.size)
    assert seen.found.width_px == pytest.approx(MATRIX.size * px, rel=0.02)
    assert seen.found.centre == pytest.approx((seen.image.width / 2,) * 2, abs=px)


def test_a_code_on_a_page_has_its_size_by_the_dots_an_inch() -> None:
    data = pdf.pdf_file(MATRIX, ("Un code", "fr"), 42.0)
    (seen,) = locating.code_images("application/pdf", data, EXPECTED)
    assert seen.found.width_px / seen.dpi * 25.4 == pytest.approx(42.0, abs=0.5)


def test_a_drawing_is_drawn_first() -> None:
    (seen,) = locating.code_images("image/svg+xml", svg_png.svg(MATRIX, "Un code").encode(), EXPECTED)
    assert (seen.found.text, seen.dpi) == (URL, 0.0)


def test_where_no_code_is_expected_nothing_is_drawn() -> None:
    assert list(locating.code_images("application/pdf", b"no PDF", ())) == []
