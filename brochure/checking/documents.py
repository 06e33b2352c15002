"""What a finished PDF says of itself, read by a library that did not write it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

_XMP = {
    "PDF/A-3a": (rb'pdfaid:part="3"', rb'pdfaid:conformance="A"'),
    "PDF/UA-1": (rb"<pdfuaid:part>1</pdfuaid:part>",),
}


def faults(data: bytes, facts: Mapping[str, Any]) -> Iterable[str]:
    """What in a PDF differs from its ``facts``: pages, title, language, tags, variants, fonts."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield from _differences(pdf, facts)
    except pikepdf.PdfError as error:
        yield f"not a readable PDF: {error}"


def _differences(pdf: Any, facts: Mapping[str, Any]) -> Iterable[str]:
    said = {
        "pages": (len(pdf.pages), facts.get("pages")),
        "title": (str(pdf.docinfo.get("/Title", "")), facts.get("title")),
        "lang": (str(pdf.Root.get("/Lang", "")), facts.get("lang")),
    }
    for name, (found, expected) in said.items():
        if found != expected:
            yield f"{name} is {found!r}, not {expected!r}"
    if not pdf.Root.get("/MarkInfo", {}).get("/Marked"):
        yield "it is not tagged, so a screen reader cannot follow it"
    xmp = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    for variant in facts.get("variants", ()):
        if not all(re.search(mark, xmp) for mark in _XMP[variant]):
            yield f"it does not declare {variant}"
    yield from _loose_fonts(pdf)
    if "/EmbeddedFiles" not in pdf.Root.get("/Names", {}):
        yield "the page's source is not attached"


def _loose_fonts(pdf: Any) -> Iterable[str]:
    """The fonts whose program is not in the file."""
    for item in pdf.objects:
        if not _is(item, "/Font") or "/DescendantFonts" in item:
            continue
        descriptor = item.get("/FontDescriptor", {})
        if not any(f"/FontFile{n}" in descriptor for n in ("", "2", "3")):
            yield f"the font {item.get('/BaseFont', '?')} is not embedded"


def _is(item: Any, kind: str) -> bool:
    return hasattr(item, "get") and hasattr(item, "keys") and str(item.get("/Type", "")) == kind
