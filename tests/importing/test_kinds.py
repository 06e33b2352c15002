"""A file is told by what it holds before its name; what is not read is refused with the way out."""

# ruff: noqa: E501  a case a line

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from brochure.errors import SourceError
from brochure.importing.kinds import Kind, kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
ODF = "application/vnd.oasis.opendocument."
MHTML = b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html"\r\n\r\n'


def zipped(**members: str) -> bytes:
    """A zip file; "/" in the names of members is written "__"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


TAKEN = {
    "a PDF behind .html": ("page.html", b"%PDF-1.7\n", Kind.PDF),
    "rubbish before a PDF": ("x", b"\r\n\r\n%PDF-1.4", Kind.PDF),
    "HTML": ("page", b"<!DOCTYPE html><p>Bonjour", Kind.HTML),
    "HTML in UTF-16": ("page.txt", "<html><p>é".encode("utf-16"), Kind.HTML),
    "HTML after a comment": ("page.txt", b"\xef\xbb\xbf<!-- x -->\n<div>", Kind.HTML),
    "HTML of the clipboard of Windows": ("-", b"Version:0.9\r\nStartHTML:0000", Kind.HTML),
    "a text called .html": ("page.html", b"Bonjour", Kind.HTML),
    "a saved page": ("page.mhtml", MHTML, Kind.MHTML),
    "Word's single file": ("page.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", Kind.MHTML),
    "a mail": ("x", b"Received: x\nFrom: a@b.example\nSubject: x\n\nBonjour", Kind.EML),
    "a short mail": ("x.eml", b"Subject: x\n\nBonjour", Kind.EML),
    "a text with colons": ("x.txt", b"Attention: il pleut\nFrom: x\n\nBonjour", Kind.TEXT),
    "Word": ("x", zipped(word__document="x"), Kind.DOCX),
    "Word called .odt": ("patrimoine.odt", zipped(word__document="x"), Kind.DOCX),
    "the start of Word": ("x.docx", zipped(word__document="x" * 999)[:60], Kind.DOCX),
    "LibreOffice": ("x.docx", zipped(mimetype=f"{ODF}text", content=""), Kind.ODT),
    "LibreOffice in one file": (
        "x.fodt", b'<?xml version="1.0"?><office:document office:mimetype="' + f"{ODF}text".encode(), Kind.ODT,
    ),
    "a text": ("-", "Été à la mer\n".encode("cp1252"), Kind.TEXT),
    "a text in UTF-16 without a mark": ("x.txt", "Bonjour à tous".encode("utf-16-le"), Kind.TEXT),
    "Markdown by name": ("x.md", b"Bonjour", Kind.MARKDOWN),
    "Markdown by its head": ("-", b"---\ntitle: x\n---\n", Kind.MARKDOWN),
}  # fmt: skip

REFUSED = {
    "nothing": ("x.docx", b"", "import-kind-empty", ""),
    "spaces": ("x.txt", b" \r\n\t", "import-kind-empty", ""),
    "old Word": ("x.doc", stream("WordDocument"), "import-kind-doc", "Enregistrer sous > Document Word (.docx)"),
    "old Word called .docx": ("x.docx", stream("WordDocument"), "import-kind-doc", "Document Word (.docx)"),
    "locked Word": ("x.docx", stream("EncryptedPackage"), "import-locked", "Protéger le document"),
    "locked LibreOffice": (
        "x.odt", zipped(mimetype=f"{ODF}text", **{"META-INF__manifest.xml": "<m:encryption-data/>"}),
        "import-locked", "Enregistrer avec mot de passe",
    ),
    "RTF": ("x.doc", b"{\\rtf1\\ansi", "import-kind-rtf", "Document Word (.docx)"),
    "Pages": ("x.pages", zipped(Index__Document="x", **{"Index__Document.iwa": ""}), "import-kind-pages", "Exporter vers > Word…"),
    "Keynote": ("x", zipped(**{"Index__Slide.iwa": ""}), "import-kind-key", "Exporter vers > PDF…"),
    "Numbers": ("x.numbers", zipped(**{"Index__Tables__x.iwa": ""}), "import-kind-numbers", "brochure events x.xlsx"),
    "PowerPoint": ("x.pptx", zipped(ppt__presentation="x"), "import-kind-pptx", "Enregistrer sous > PDF"),
    "old PowerPoint": ("x.ppt", stream("PowerPoint Document"), "import-kind-pptx", "PDF"),
    "Impress": ("x.odp", zipped(mimetype=f"{ODF}presentation"), "import-kind-odp", "Exporter au format PDF…"),
    "Excel": ("mes dates.xlsx", zipped(xl__workbook="x"), "import-kind-excel", "brochure events 'mes dates.xlsx'"),
    "old Excel": ("x.xls", stream("Workbook"), "import-kind-excel", "brochure badges x.xls"),
    "Calc": ("x.ods", zipped(mimetype=f"{ODF}spreadsheet"), "import-kind-ods", "brochure events x.ods"),
    "a programme": ("d/x.csv", b"titre;debut\n", "import-kind-programme", "brochure events d/x.csv"),
    "a calendar": ("-", b"BEGIN:VCALENDAR\r\n", "import-kind-programme", "brochure events"),
    "Outlook": ("x.msg", stream("__substg1.0_0037001F"), "import-kind-msg", "HTML (.htm)"),
    "Google's link": ("x.gdoc", b'{"doc_id": "1"}', "import-kind-gdoc", "Télécharger > Microsoft Word"),
    "an e-book": ("x.epub", zipped(mimetype="application/epub+zip"), "import-kind-epub", ""),
    "any zip file": ("x.zip", zipped(photo="", notes=""), "import-kind-zip", "décompressez"),
    "a zip file called .docx": ("x.docx", zipped(photo=""), "import-kind-zip", "photo"),
    "a photograph": ("x.docx", b"\xff\xd8\xff\xe0", "import-kind-image", "picture: file:"),
    "a drawing": ("x.svg", b'<?xml version="1.0"?><svg>', "import-kind-image", ""),
    "rubbish": ("x.txt", bytes(range(256)) * 9, "import-kind-binary", ".docx"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "head", "kind"), TAKEN.values(), ids=TAKEN)
def test_a_file_is_of_the_kind_that_it_holds(name: str, head: bytes, kind: Kind) -> None:
    assert kind_of(name, head) is kind


@pytest.mark.parametrize(("name", "head", "problem", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_read_is_refused_with_the_way_out(
    name: str, head: bytes, problem: str, words: str
) -> None:
    with pytest.raises(SourceError) as caught:
        kind_of(name, head)
    (told,) = caught.value.problems
    assert told.id == problem
    assert told.place.file == name
    assert words in told.sentence("fr")


def test_both_languages_name_the_menus_of_their_program() -> None:
    ways: Mapping[str, str] = {
        "en": "File > Export To > Word…",
        "fr": "Fichier > Exporter vers > Word…",
    }
    with pytest.raises(SourceError) as caught:
        kind_of("x.pages", zipped(**{"Index__Document.iwa": ""}))
    for language, way in ways.items():
        assert way in caught.value.problems[0].way_out(language)
