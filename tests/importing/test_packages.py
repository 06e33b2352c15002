"""What a zip file declares is judged before it is inflated, and its XML has no entities."""

from __future__ import annotations

import io
import zipfile

import pytest

from brochure import packages
from brochure.errors import SourceError
from brochure.importing import documents
from tests.importing.making.word import docx, p

BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_members(count: int, folder: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for number in range(count):
            file.writestr(f"{folder}{number}.png", "")
    return out.getvalue()


def docx_of(document: str, **more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", document)
        for name, text in more.items():
            file.writestr(name.replace("__", "/"), text)
    return out.getvalue()


WHOLE = docx(p("Bonjour"))

REFUSED = {
    "ten thousand pictures": (with_members(10_000, "word/media/image"), "import-package-pictures"),
    "ten thousand parts": (with_members(10_000, "x"), "import-package-members"),
    "a part that swells": (docx_of("<a>" + " " * 30_000_000 + "</a>"), "import-package-bomb"),
    "a file that was cut": (WHOLE[: len(WHOLE) // 2], "import-package-broken"),
    "entities": (docx_of(BOMB + "<w>&b;</w>"), "import-part-doctype"),
    "an outer entity": (docx_of('<!DOCTYPE w SYSTEM "file:///etc/passwd"><w/>'), "import-part-doctype"),
    "broken XML": (docx_of("<w:document>"), "import-part-broken"),
    "too deep XML": (docx_of("<a>" * 5_000 + "</a>" * 5_000), "import-part-broken"),
    "no text": (docx_of("<w/>"), "import-docx-no-body"),
    "another root": (docx_of("<html/>", xl__workbook="x"), "import-docx-no-body"),
}


@pytest.mark.parametrize(("data", "problem"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_no_program_writes_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(SourceError) as caught:
        documents.read_docx(data)
    assert [told.id for told in caught.value.problems] == [problem]


def test_the_size_of_all_members_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", len(p("Bonjour")))
    with pytest.raises(SourceError) as caught:
        documents.read_docx(WHOLE)
    assert caught.value.problems[0].id == "import-package-large"


def test_the_size_of_one_part_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_XML_BYTES", 10)
    with pytest.raises(SourceError) as caught:
        documents.read_docx(WHOLE)
    assert caught.value.problems[0].id == "import-part-large"


def test_a_member_with_a_wrong_checksum_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", "<w>Bonjour</w>")
    with pytest.raises(SourceError) as caught:
        documents.read_docx(out.getvalue().replace(b"Bonjour", b"Bonsoir"))
    assert caught.value.problems[0].id == "import-part-broken"


@pytest.mark.parametrize("depth", [13, 60])
def test_tables_within_tables_end_somewhere(depth: int) -> None:
    body = "<w:tbl><w:tr><w:tc>" * depth + p("x") + "</w:tc></w:tr></w:tbl>" * depth
    with pytest.raises(SourceError) as caught:
        documents.read_docx(docx(body))
    assert caught.value.problems[0].id in {"import-tables-deep", "import-part-broken"}


@pytest.mark.parametrize("body", ["", p(""), "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"])
def test_a_document_without_words_is_refused(body: str) -> None:
    with pytest.raises(SourceError) as caught:
        documents.read_docx(docx(body))
    assert caught.value.problems[0].id == "import-document-empty"
