"""What a finished PDF says of itself, read by a library that did not write it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

from brochure.errors import SourceError
from brochure.facts import Facts
from brochure.problems import Place, Problem, error

_XMP = {
    "PDF/A-3a": (rb'pdfaid:part="3"', rb'pdfaid:conformance="A"'),
    "PDF/UA-1": (rb"<pdfuaid:part>1</pdfuaid:part>",),
    "PDF/A-2a": (rb"<pdfaid:part>2</pdfaid:part>", rb"<pdfaid:conformance>A</pdfaid:conformance>"),
    "PDF/A-2b": (rb"<pdfaid:part>2</pdfaid:part>", rb"<pdfaid:conformance>B</pdfaid:conformance>"),
    "PDF/X-4": (rb"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",),
}


def differences(data: bytes, facts: Facts) -> Iterable[Problem]:
    """What in a PDF differs from its ``facts``: pages, title, language, variants."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield from _differences(pdf, facts)
    except (pikepdf.PdfError, pikepdf.PasswordError) as caught:
        yield error("pdf-not-readable", reason=str(caught))


def xmp_of(data: bytes, where: str) -> bytes:
    """The XMP metadata of the PDF in ``data``. Raises SourceError when it is none."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return bytes(pdf.Root.Metadata.read_bytes()) if "/Metadata" in pdf.Root else b""
    except pikepdf.PasswordError as caught:
        raise SourceError(error("pdf-locked", at=Place(file=where))) from caught
    except pikepdf.PdfError as caught:
        raise SourceError(error("pdf-damaged", at=Place(file=where))) from caught


def _differences(pdf: Any, facts: Facts) -> Iterable[Problem]:
    said = {
        "pages": (len(pdf.pages), facts.pages),
        "title": (str(pdf.docinfo.get("/Title", "")), facts.title),
        "lang": (str(pdf.Root.get("/Lang", "")), facts.lang),
    }
    for name, (found, expected) in said.items():
        if found != expected:
            yield error("pdf-says-else", name=name, found=repr(found), expected=repr(expected))
    xmp = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    for variant in facts.variants:
        if not all(re.search(mark, xmp) for mark in _XMP[variant]):
            yield error("pdf-variant-missing", variant=variant)
    if "PDF/A-3a" in facts.variants and "/EmbeddedFiles" not in pdf.Root.get("/Names", {}):
        yield error("pdf-source-missing")
