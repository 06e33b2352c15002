"""Rules on what a file says of itself: output intent, fonts, metadata, tags, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

from brochure.errors import ProofError
from brochure.preflight.document import PdfDocument
from brochure.problems import Place, Problem, error, warning

_ACTIVE = ("/JavaScript", "/Launch", "/Movie", "/Sound", "/ImportData", "/SubmitForm", "/ResetForm")
_SUBSET = re.compile(r"/[A-Z]{6}\+")
_SCHEMES = ("https:", "http:", "mailto:", "tel:", "sms:", "viber:")
MAX_ELEMENTS = 200_000
"""Elements of a structure tree: a book of a thousand pages has half as many."""


def output_intent(document: PdfDocument) -> Iterator[Problem]:
    """The file says which press its colours are for, and carries that press's profile."""
    intents = [
        i for i in document.pdf.Root.get("/OutputIntents", Array()) if i.get("/S") == Name.GTS_PDFX
    ]
    if not intents:
        yield error("output-intent-missing")
        return
    profile = intents[0].get("/DestOutputProfile")
    if profile is None:
        yield error("output-intent-without-profile")
    elif int(profile.get("/N", 0)) != 4 or profile.read_bytes()[16:20] != b"CMYK":
        yield error("output-intent-not-cmyk")
    if not str(intents[0].get("/OutputConditionIdentifier", "")):
        yield error("output-intent-unnamed")


def identification(document: PdfDocument) -> Iterator[Problem]:
    """The file declares PDF/X-4, says whether it is trapped, and has an identifier."""
    xmp = _xmp(document)
    if b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" not in xmp:
        yield error("pdfx-not-declared")
    if document.pdf.docinfo.get("/Trapped") not in (Name.true, Name("/True"), Name("/False")):
        yield error("trapping-unsaid")
    if "/ID" not in document.pdf.trailer:
        yield error("identifier-missing")


def _xmp(document: PdfDocument) -> bytes:
    return bytes(document.pdf.Root.Metadata.read_bytes()) if "/Metadata" in document.pdf.Root else b""


def fonts_embedded(document: PdfDocument) -> Iterator[Problem]:
    """Every font's program is in the file."""
    for name, descriptor in _fonts(document):
        if not any(f"/FontFile{n}" in descriptor for n in ("", "2", "3")):
            yield error("font-not-embedded", font=name.lstrip("/"))


def fonts_subset(document: PdfDocument) -> Iterator[Problem]:
    """Fonts hold the characters that are used and no others."""
    for name, _ in _fonts(document):
        if not _SUBSET.match(name):
            yield warning("font-whole", font=name.lstrip("/"))


def _fonts(document: PdfDocument) -> Iterator[tuple[str, Any]]:
    """The name and descriptor of each font that has a program of its own."""
    for item in document.pdf.objects:
        if (
            isinstance(item, Dictionary)
            and item.get("/Type") == Name.Font
            and "/DescendantFonts" not in item
            and item.get("/Subtype") != Name.Type3
        ):
            yield str(item.get("/BaseFont", "/?")), item.get("/FontDescriptor", Dictionary())


def no_annotations(document: PdfDocument) -> Iterator[Problem]:
    """Nothing to click on lies on a printed sheet (ISO 15930-7, 6.17)."""
    for number, page in enumerate(document.pdf.pages, 1):
        if count := len(page.obj.get("/Annots", Array())):
            yield error("annotations", at=Place(page=number), count=count)


def active_content(document: PdfDocument) -> Iterator[Problem]:
    """The file does nothing on its own and is not locked."""
    if document.pdf.is_encrypted:
        yield error("encrypted")
    kinds = set()
    for item in document.pdf.objects:
        if isinstance(item, Dictionary) and str(item.get("/S", "")) in _ACTIVE:
            kinds.add(str(item["/S"]))
    for kind in sorted(kinds):
        yield error("active-content", kind=kind.lstrip("/"))


def metadata_agrees(document: PdfDocument) -> Iterator[Problem]:
    """Document information and XMP say the same (ISO 19005-2, 6.6.3)."""
    xmp = _xmp(document).decode("utf-8", "replace")
    if not xmp:
        yield error("xmp-missing")
        return
    said = {"/Title": "dc:title", "/Author": "dc:creator", "/Producer": "pdf:Producer"}
    for key, name in said.items():
        value = str(document.pdf.docinfo.get(key, ""))
        if value and _escaped(value) not in xmp:
            yield error("xmp-differs", name=name, info_key=key.lstrip("/"), value=value[:40])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def title(document: PdfDocument) -> Iterator[Problem]:
    """The file has a title, not a file name."""
    said = str(document.pdf.docinfo.get("/Title", "")).strip()
    if not said:
        yield error("pdf-title-missing")
    elif re.search(r"\.(pdf|docx?|indd|html?)$", said, re.IGNORECASE):
        yield error("title-is-file-name", title=said)


def language(document: PdfDocument) -> Iterator[Problem]:
    """The file names its language."""
    said = str(document.pdf.Root.get("/Lang", ""))
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", said):
        yield error("language-unnamed", found=said)


def tags(document: PdfDocument) -> Iterator[Problem]:
    """The file is tagged, with a heading of the first level unless it is a figure alone."""
    root = document.pdf.Root.get("/StructTreeRoot")
    if not document.pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked") or root is None:
        yield error("tags-missing")
        return
    kinds = [_kind(element, root) for element in _elements(root)]
    pictured = set(kinds) <= {"/Document", "/Div", "/Figure"}
    if "/H1" not in kinds and "/H" not in kinds and not pictured:
        yield error("heading-first-missing")
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield error("headings-leap", before=before, after=after)
            return


def alternative_texts(document: PdfDocument) -> Iterator[Problem]:
    """Every picture says in words what it shows."""
    root = document.pdf.Root.get("/StructTreeRoot")
    elements = _elements(root) if root is not None else ()
    figures = [element for element in elements if _kind(element, root) == "/Figure"]
    missing = sum(1 for f in figures if not str(f.get("/Alt", f.get("/ActualText", ""))).strip())
    if missing:
        yield error("alternative-texts-missing", missing=missing, count=len(figures))


def _elements(root: Any) -> Iterator[Any]:
    """Every element of the structure tree, each once, in reading order (ISO 32000-1, 14.7.2).

    Raises ProofError when there are more than `MAX_ELEMENTS`: what nobody looked at is not in order.
    """
    pending, seen, count = [root], set(), 0
    while pending:
        item = pending.pop()
        if not isinstance(item, Dictionary | Array) or (item.is_indirect and item.objgen in seen):
            continue  # marked content, or what was looked at: elements may lead back to their parents
        if item.is_indirect:
            seen.add(item.objgen)
        if isinstance(item, Array):
            pending += reversed(list(item))
            continue
        if "/S" in item:
            count += 1
            if count > MAX_ELEMENTS:
                raise ProofError(error("tags-too-many", most=MAX_ELEMENTS))
            yield item
        if "/K" in item:
            pending.append(item["/K"])


def _kind(element: Any, root: Any) -> str:
    """What an element is: its own kind, or the standard one that its file maps it to (14.7.3)."""
    kind, roles = str(element.get("/S", "")), root.get("/RoleMap", Dictionary())
    for _ in range(len(roles)):  # a role may stand for a role, but not for ever
        if kind not in roles:
            break
        kind = str(roles[kind])
    return kind


def links(document: PdfDocument) -> Iterator[Problem]:
    """Every link leads somewhere, and says where."""
    for number, page in enumerate(document.pdf.pages, 1):
        for annotation in page.obj.get("/Annots", Array()):
            if annotation.get("/Subtype") != Name.Link:
                continue
            action = annotation.get("/A", Dictionary())
            uri = str(action.get("/URI", ""))
            if not uri and "/D" not in action and "/Dest" not in annotation:
                yield error("link-nowhere", at=Place(page=number))
            elif uri and not uri.lower().startswith(_SCHEMES):
                yield error("link-local", at=Place(page=number), uri=uri[:60])
            if not str(annotation.get("/Contents", "")).strip():
                yield error("link-undescribed", at=Place(page=number), uri=uri[:60])


def attached_streams(document: PdfDocument) -> Iterator[Problem]:
    """A print file carries no other file."""
    if any(isinstance(i, Stream) and i.get("/Type") == Name.EmbeddedFile for i in document.pdf.objects):
        yield error("attached-file")
