"""XMP: each kind of packet is well-formed XML that says what it should, whatever the title holds."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from brochure.errors import RenderError
from brochure.pdfwriter import xmp

TITLE = 'Budget <2016> & "vœux" {title}'
INFO = xmp.DocumentInfo(
    title=TITLE,
    author="",
    subject="",
    lang="fr",
    moment=datetime(2016, 12, 7, tzinfo=UTC),
    identity="0123456789abcdef" * 4,
    producer="A & B",
)
BASE = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta>"""
PACKETS = {
    "a print file": xmp.print_packet(INFO),
    "a brochure": xmp.with_pdf_ua(BASE),
    "a sheet": xmp.sheet_packet(TITLE),
}
ADDRESSES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
}


def texts(name: str, where: str) -> list[str | None]:
    """What the elements at ``where`` in that packet hold."""
    root = ElementTree.fromstring(PACKETS[name])
    return [element.text for element in root.findall(f".//{where}", ADDRESSES)]


@pytest.mark.parametrize("name", ["a print file", "a sheet"])
def test_a_title_is_said_whatever_is_in_it(name: str) -> None:
    assert texts(name, "dc:title/rdf:Alt/rdf:li") == [TITLE]


def test_each_packet_claims_what_its_file_is() -> None:
    assert texts("a print file", "pdfxid:GTS_PDFXVersion") == ["PDF/X-4"]
    assert texts("a print file", "pdfaid:part") == ["2"]
    assert texts("a print file", "pdfuaid:part") == []
    for name in ("a brochure", "a sheet"):
        assert texts(name, "pdfuaid:part") == ["1"]
        assert texts(name, "pdfaid:part") == []


def test_properties_that_pdf_a_does_not_know_are_described() -> None:
    """In a file that is PDF/A; sheets are not."""
    wanted = {"a print file": ["pdfxid", "pdf"], "a brochure": ["pdfuaid"], "a sheet": []}
    assert {name: texts(name, "schema:prefix") for name in PACKETS} == wanted
    assert texts("a brochure", "property:name") == ["part"]
    assert texts("a brochure", "property:valueType") == ["Integer"]
    assert texts("a print file", "property:name") == ["GTS_PDFXVersion", "Trapped"]


def test_a_print_file_without_author_or_subject_has_no_empty_ones() -> None:
    assert texts("a print file", "dc:creator") == texts("a print file", "dc:description") == []


@pytest.mark.parametrize("data", [b"", b"<x:xmpmeta/>", BASE + BASE])
def test_what_is_not_one_packet_is_not_mended_in_silence(data: bytes) -> None:
    with pytest.raises(RenderError, match="so the file cannot be PDF/UA"):
        xmp.with_pdf_ua(data)
