"""Rules on what a file says of itself: output intent, fonts, metadata, tags, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

from brochure.preflight.document import PdfDocument
from brochure.preflight.finding import Finding, counted, error, warning

_ACTIVE = ("/JavaScript", "/Launch", "/Movie", "/Sound", "/ImportData", "/SubmitForm", "/ResetForm")
_SUBSET = re.compile(r"/[A-Z]{6}\+")
_SCHEMES = ("https:", "http:", "mailto:", "tel:", "sms:", "viber:")
MAX_DEPTH = 60


def output_intent(sheets: PdfDocument) -> Iterator[Finding]:
    """The file says which press its colours are for, and carries that press's profile."""
    intents = [
        i for i in sheets.pdf.Root.get("/OutputIntents", Array()) if i.get("/S") == Name.GTS_PDFX
    ]
    if not intents:
        yield error("has no output intent for PDF/X: nobody knows which press its colours are for")
        return
    profile = intents[0].get("/DestOutputProfile")
    if profile is None:
        yield error("its output intent carries no profile")
    elif int(profile.get("/N", 0)) != 4 or profile.read_bytes()[16:20] != b"CMYK":
        yield error("the profile of its output intent is not one for CMYK")
    if not str(intents[0].get("/OutputConditionIdentifier", "")):
        yield error("its output intent does not name the printing condition")


def identification(sheets: PdfDocument) -> Iterator[Finding]:
    """The file declares PDF/X-4, says whether it is trapped, and has an identifier."""
    xmp = _xmp(sheets)
    if b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" not in xmp:
        yield error("does not declare PDF/X-4 in its metadata")
    if sheets.pdf.docinfo.get("/Trapped") not in (Name.true, Name("/True"), Name("/False")):
        yield error("does not say whether it is trapped (/Trapped)")
    if "/ID" not in sheets.pdf.trailer:
        yield error("has no identifier (/ID)")


def _xmp(sheets: PdfDocument) -> bytes:
    return bytes(sheets.pdf.Root.Metadata.read_bytes()) if "/Metadata" in sheets.pdf.Root else b""


def fonts_embedded(sheets: PdfDocument) -> Iterator[Finding]:
    """Every font's program is in the file."""
    for name, descriptor in _fonts(sheets):
        if not any(f"/FontFile{n}" in descriptor for n in ("", "2", "3")):
            yield error(f"the font {name.lstrip('/')} is not embedded")


def fonts_subset(sheets: PdfDocument) -> Iterator[Finding]:
    """Fonts hold the characters that are used and no others."""
    for name, _ in _fonts(sheets):
        if not _SUBSET.match(name):
            yield warning(f"the font {name.lstrip('/')} is embedded whole")


def _fonts(sheets: PdfDocument) -> Iterator[tuple[str, Any]]:
    """The name and descriptor of each font that has a program of its own."""
    for item in sheets.pdf.objects:
        if (
            isinstance(item, Dictionary)
            and item.get("/Type") == Name.Font
            and "/DescendantFonts" not in item
            and item.get("/Subtype") != Name.Type3
        ):
            yield str(item.get("/BaseFont", "/?")), item.get("/FontDescriptor", Dictionary())


def no_annotations(sheets: PdfDocument) -> Iterator[Finding]:
    """Nothing to click on lies on a printed sheet (ISO 15930-7, 6.17)."""
    for number, page in enumerate(sheets.pdf.pages, 1):
        if count := len(page.obj.get("/Annots", Array())):
            yield error(f"has {counted(count, 'annotation')} or links, which no press prints", number)


def active_content(sheets: PdfDocument) -> Iterator[Finding]:
    """The file does nothing on its own and is not locked."""
    if sheets.pdf.is_encrypted:
        yield error("is encrypted")
    kinds = set()
    for item in sheets.pdf.objects:
        if isinstance(item, Dictionary) and str(item.get("/S", "")) in _ACTIVE:
            kinds.add(str(item["/S"]))
    for kind in sorted(kinds):
        yield error(f"holds an action: {kind.lstrip('/')}")


def metadata_agrees(sheets: PdfDocument) -> Iterator[Finding]:
    """Document information and XMP say the same (ISO 19005-2, 6.6.3)."""
    xmp = _xmp(sheets).decode("utf-8", "replace")
    if not xmp:
        yield error("has no XMP metadata")
        return
    said = {"/Title": "dc:title", "/Author": "dc:creator", "/Producer": "pdf:Producer"}
    for key, name in said.items():
        value = str(sheets.pdf.docinfo.get(key, ""))
        if value and _escaped(value) not in xmp:
            yield error(f"{name} in its XMP metadata differs from {key.lstrip('/')} “{value[:40]}”")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def title(sheets: PdfDocument) -> Iterator[Finding]:
    """The file has a title, not a file name."""
    said = str(sheets.pdf.docinfo.get("/Title", "")).strip()
    if not said:
        yield error("has no title")
    elif re.search(r"\.(pdf|docx?|indd|html?)$", said, re.IGNORECASE):
        yield error(f"its title is a file's name: {said}")


def language(sheets: PdfDocument) -> Iterator[Finding]:
    """The file names its language."""
    said = str(sheets.pdf.Root.get("/Lang", ""))
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", said):
        yield error(f"does not name its language ({said!r})")


def tags(sheets: PdfDocument) -> Iterator[Finding]:
    """The file is tagged, with a heading of the first level unless it is a figure alone."""
    root = sheets.pdf.Root.get("/StructTreeRoot")
    if not sheets.pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked") or root is None:
        yield error("is not tagged, so a screen reader cannot follow it")
        return
    kinds = [str(element.get("/S", "")) for element in _elements(root)]
    pictured = set(kinds) <= {"/Document", "/Figure"}
    if "/H1" not in kinds and "/H" not in kinds and not pictured:
        yield error("has no heading of the first level (/H1)")
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield error(f"leaps from a heading of level {before} to one of level {after}")
            return


def alternative_texts(sheets: PdfDocument) -> Iterator[Finding]:
    """Every picture says in words what it shows."""
    root = sheets.pdf.Root.get("/StructTreeRoot")
    figures = [e for e in _elements(root) if e.get("/S") == Name.Figure] if root is not None else []
    missing = sum(1 for f in figures if not str(f.get("/Alt", f.get("/ActualText", ""))).strip())
    if missing:
        yield error(f"{missing} of {counted(len(figures), 'picture')} without alternative text")


def _elements(root: Any) -> Iterator[Any]:
    """Every element of the structure tree, in reading order."""
    pending = [iter(_kids(root))]
    while pending and len(pending) < MAX_DEPTH:
        element = next(pending[-1], None)
        if element is None:
            pending.pop()
        elif isinstance(element, Dictionary) and "/S" in element:
            yield element
            pending.append(iter(_kids(element)))


def _kids(element: Any) -> Iterable[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def links(sheets: PdfDocument) -> Iterator[Finding]:
    """Every link leads somewhere, and says where."""
    for number, page in enumerate(sheets.pdf.pages, 1):
        for annotation in page.obj.get("/Annots", Array()):
            if annotation.get("/Subtype") != Name.Link:
                continue
            action = annotation.get("/A", Dictionary())
            uri = str(action.get("/URI", ""))
            if not uri and "/D" not in action and "/Dest" not in annotation:
                yield error("has a link that leads nowhere", number)
            elif uri and not uri.lower().startswith(_SCHEMES):
                yield error(f"has a link to {uri[:60]}, which works on one machine only", number)
            if not str(annotation.get("/Contents", "")).strip():
                yield error(f"has a link without a description ({uri[:60]})", number)


def attached_streams(sheets: PdfDocument) -> Iterator[Finding]:
    """A print file carries no other file."""
    if any(isinstance(i, Stream) and i.get("/Type") == Name.EmbeddedFile for i in sheets.pdf.objects):
        yield error("carries an attached file")
