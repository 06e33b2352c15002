"""The baseline grid: the lines of both columns stand level, whatever stands between them."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

import brochure
from brochure.pdf import style_sheets
from brochure.pdf.metrics import MARGIN_SIDE, PAGE_WIDTH
from tests.conftest import PAGES, SUMMIT, Kits, each

SOURCES = [SUMMIT, *(p for p in PAGES if p.stem not in {"sobre", "resumen", "photo"})]
"""The pages whose text stands in two columns."""

PX_TO_PT = 0.75
"""WeasyPrint writes sizes in CSS pixels under a matrix that scales them."""

TOLERANCE_PT = 0.35


def baselines(data: bytes, size_pt: float) -> list[tuple[set[float], set[float]]]:
    """For each page, the baselines of text of ``size_pt`` in the left and in the right column."""
    found = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        left, right = set[float](), set[float]()
        for i in range(text.count_chars()):
            if abs(pdfium.FPDFText_GetFontSize(text, i) * PX_TO_PT - size_pt) < 0.05:
                x, y = ctypes.c_double(), ctypes.c_double()
                pdfium.FPDFText_GetCharOrigin(text, i, x, y)
                side = left if x.value < PAGE_WIDTH / 2 else right
                if MARGIN_SIDE - 5 < x.value < PAGE_WIDTH - MARGIN_SIDE + 5:
                    side.add(round(y.value, 2))
        found.append((left, right))
    return found


def off_the_grid(lines: set[float], others: set[float], leading: float) -> list[float]:
    """Those of ``lines`` that are no whole number of half lines from ``others``."""
    start = max(others)
    apart = [abs(start - y) / (leading / 2) for y in lines]
    return [
        y
        for y, steps in zip(lines, apart, strict=True)
        if abs(steps - round(steps)) * leading / 2 > TOLERANCE_PT
    ]


@pytest.mark.parametrize("source", each(SOURCES))
def test_columns_stand_level(source: Path, theme: brochure.Theme, kits: Kits) -> None:
    spoken = theme.for_language(brochure.read(source).language)
    (made,) = kits(source, "agora", "pdf").artifacts
    pairs = [
        pair for pair in baselines(made.data, spoken.body_pt) if len(pair[0]) > 3 and len(pair[1]) > 3
    ]
    assert pairs
    for left, right in pairs:
        assert off_the_grid(left | right, left, style_sheets.leading(spoken)) == []


def test_a_line_between_the_lines_is_found() -> None:
    assert off_the_grid({700.0, 685.0, 662.5}, {700.0}, 15) == []
    assert off_the_grid({700.0, 681.0}, {700.0}, 15) == [681.0]
