"""Imposition: each page once, its neighbour in the fold, inner sheets moved by the paper they hold."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.pdf.press import imposition
from brochure.pdf.press.imposition import PAPER_THICKNESS, Booklet

counts = st.integers(1, 30).map(lambda sheets: 4 * sheets)


@given(counts, st.booleans())
def test_every_page_stands_once(count: int, rtl: bool) -> None:
    placed = imposition.places(count, rtl=rtl)
    assert [place.page for place in placed] == list(range(count))
    assert len({(place.side, place.half) for place in placed}) == count


@given(counts, st.booleans())
def test_folded_and_nested_the_pages_follow_each_other(count: int, rtl: bool) -> None:
    """Leafing through the folded sheets gives 1, 2, 3 …, from the other side in a right-to-left one."""
    at = {(place.side, place.half): place.page for place in imposition.places(count, rtl=rtl)}
    near, far = (0, 1) if rtl else (1, 0)
    leafed = []
    for sheet in range(count // 4):
        leafed += [at[2 * sheet, near], at[2 * sheet + 1, far]]
    for sheet in reversed(range(count // 4)):
        leafed += [at[2 * sheet + 1, near], at[2 * sheet, far]]
    assert leafed == list(range(count))


def test_a_count_that_cannot_be_folded_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^6$"):
        imposition.places(6, rtl=False)


def pages(count: int) -> bytes:
    pdf = pikepdf.new()
    for number in range(count):
        page = pdf.add_blank_page(page_size=(600, 850))
        page.obj.Contents = pdf.make_stream(f"% page {number + 1}".encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_inner_sheets_are_moved_towards_the_fold() -> None:
    booklet = Booklet(width=842, height=595, bleed=8.5, scale=0.7, rtl=False)
    with imposition.saddle(pages(16), booklet) as sheets:
        found = []
        for page in sheets.pages:
            drawn = page.obj.Contents.read_bytes().decode()
            matrices = re.findall(r"0 0 [\d.]+ (-?[\d.]+) -?[\d.]+ cm\n/Page(\d+)", drawn)
            found.append(sorted(float(x) for x, _ in matrices))
    outer = found[0]
    for side, (left, right) in enumerate(found):
        creep = side // 2 * PAPER_THICKNESS
        assert left == pytest.approx(outer[0] + creep, abs=1e-3)
        assert right == pytest.approx(outer[1] - creep, abs=1e-3)
    assert found[-1] != found[0]


def test_a_half_is_cut_at_the_fold() -> None:
    booklet = Booklet(width=842, height=595, bleed=8.5, scale=0.7, rtl=False)
    with imposition.saddle(pages(4), booklet) as sheets:
        for page in sheets.pages:
            clips = re.findall(
                r"q\n(\S+) \S+ (\S+) \S+ re\nW\nn", page.obj.Contents.read_bytes().decode()
            )
            (left, width), (right, _) = sorted((float(x), float(w)) for x, w in clips)
            assert left + width == pytest.approx(421)
            assert right == pytest.approx(421)
