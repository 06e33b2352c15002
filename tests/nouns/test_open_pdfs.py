"""PDF files that stay open while a kit is made: read once, looked at often, closed at the end."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from brochure import open_pdfs


def pdf_of(pages: int, width: int = 200) -> bytes:
    out, pdf = io.BytesIO(), pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(width, 300))
    pdf.save(out)
    return out.getvalue()


def test_a_file_is_opened_once_while_a_kit_is_made() -> None:
    data = pdf_of(2)
    with open_pdfs.kept():
        with open_pdfs.opened(data) as first:
            page, grey = first.page(1), first.grey(2, 36)
        with open_pdfs.opened(data) as second:
            assert second is first
            assert second.page(1) is page
            assert second.grey(2, 36) is grey
            assert second.grey(2, 72).size == (200, 300)


def test_outside_of_a_kit_nothing_is_kept() -> None:
    data, made = pdf_of(1), list[int]()
    with open_pdfs.opened(data) as first, open_pdfs.opened(data) as second:
        assert first is not second
    for _ in range(2):
        open_pdfs.once("key", lambda: made.append(1))
    assert made == [1, 1]


def test_no_more_files_and_pages_stay_open_than_memory_has_room_for() -> None:
    files = [pdf_of(open_pdfs.MOST_PAGES + 2, width) for width in range(100, 105)]
    with open_pdfs.kept():
        for data in files:
            with open_pdfs.opened(data) as file:
                for number in range(1, len(file) + 1):
                    assert file.text(number).get_text_range() == ""
                assert len(file._pages) == open_pdfs.MOST_PAGES
        assert len(open_pdfs._kept.files) == open_pdfs.MOST_FILES
    assert not open_pdfs._kept.files
    assert not open_pdfs._kept.results


def test_a_kit_that_fails_leaves_nothing_open() -> None:
    def fails() -> None:
        with open_pdfs.kept(), open_pdfs.opened(pdf_of(1)), open_pdfs.opened(b"%PDF-broken"):
            pass

    with pytest.raises(pypdfium2.PdfiumError):
        fails()
    assert not open_pdfs._kept.files
    assert not open_pdfs._kept.users
