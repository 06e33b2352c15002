"""PDF files are read by their tags, or by their look; what cannot be read is told as what it is."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from brochure.errors import SourceError
from brochure.importing import documents, pdf
from tests.conftest import ROOT
from tests.importing.shapes import shape

FILES = sorted((ROOT / "tests/importing/pdfs").glob("*.pdf"))
PLAIN = (ROOT / "tests/importing/pdfs/communique-plain.pdf").read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pdf_is_read_in_the_order_of_its_text(path: Path) -> None:
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    found = shape(documents.read_pdf(path.read_bytes()))
    assert {name: part for name, part in found.items() if part} == expected


def saved(made: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    made.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("L", (300, 400), 200).save(out, "PDF")
    return out.getvalue()


def blank(pages: int) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    return saved(made)


def locked(*, user: str) -> bytes:
    return saved(pikepdf.open(io.BytesIO(PLAIN)), encryption=pikepdf.Encryption(owner="x", user=user))


REFUSED = {
    "a scan": (scan(), "import-pdf-scan"),
    "no text": (blank(1), "import-pdf-empty"),
    "too many pages": (blank(pdf.MOST_PAGES + 1), "import-pdf-many"),
    "a password": (locked(user="secret"), "import-pdf-locked"),
    "half a file": (PLAIN[: len(PLAIN) // 2], "import-pdf-broken"),
    "rubbish": (b"%PDF-1.7 rubbish", "import-pdf-broken"),
}


@pytest.mark.parametrize(("data", "problem"), REFUSED.values(), ids=REFUSED)
def test_a_pdf_without_words_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(SourceError) as caught:
        documents.read_pdf(data)
    assert [told.id for told in caught.value.problems] == [problem]


def test_a_pdf_that_only_may_not_be_changed_is_read() -> None:
    assert documents.read_pdf(locked(user="")).title == documents.read_pdf(PLAIN).title


def test_a_scanned_page_among_others_is_told() -> None:
    made = pikepdf.open(io.BytesIO(PLAIN))
    made.pages.extend(pikepdf.open(io.BytesIO(scan())).pages)
    told = documents.read_pdf(saved(made)).told
    assert "import-pdf-pages-scanned" in {problem.id for problem in told}


def test_a_text_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_LETTERS", 100)
    with pytest.raises(SourceError) as caught:
        documents.read_pdf(PLAIN)
    assert caught.value.problems[0].id == "import-pdf-long"


def test_letters_that_nobody_knows_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_LOST", -0.1)
    with pytest.raises(SourceError) as caught:
        documents.read_pdf(PLAIN)
    assert caught.value.problems[0].id == "import-pdf-letters-lost"
