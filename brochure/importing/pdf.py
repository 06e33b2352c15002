"""PDF files: by their tags where they have them, by their look where not; scans are told as such."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from brochure import process
from brochure.errors import SourceError
from brochure.importing import assembly, pdf_layout, pdf_tags
from brochure.importing.assembly import Entry, Line
from brochure.importing.imported import Footnote, Imported, Paragraph
from brochure.importing.left_behind import shortened
from brochure.importing.pdf_letters import MOST_LETTERS, Leaf, leaf_of
from brochure.importing.runs import Run, inlines, words
from brochure.problems import Id, Problem, error, note, warning

_LOCKED, _BROKEN = Id("import-pdf-locked"), Id("import-pdf-broken")

MOST_PAGES = 150

SMALLER = 0.95
"""Notes are set in letters of so many times the size of the text, or smaller."""

LEAST_LETTERS = 8
"""Of a page: with fewer, and pictures, it is a scan."""

MOST_LOST = 0.1
"""Of the letters of a document: with more that nobody knows, it is not to be read."""


@process.alone
def read_pdf(data: bytes) -> Imported:
    """The text of the PDF in ``data``, in reading order.

    Raises SourceError for what is damaged, locked, a scan, too long, or does not tell its letters.
    """
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            return _read(document)
    except pypdfium2.PdfiumError as caught:
        id_ = _LOCKED if "password" in str(caught).lower() else _BROKEN
        raise SourceError(error(id_)) from None


def _read(document: Any) -> Imported:
    if (count := len(document)) > MOST_PAGES:
        raise SourceError(error("import-pdf-many", count=count, most=MOST_PAGES))
    leaves, trees = [], []
    for number in range(count):
        page = document[number]
        leaves.append(leaf_of(page))
        trees.append(pdf_tags.tree_of(page))
        page.close()
        if (letters := sum(leaf.letters for leaf in leaves)) > MOST_LETTERS:
            raise SourceError(error("import-pdf-long", count=letters, most=MOST_LETTERS))
    _judge(leaves)
    entries, told = _entries(leaves, trees)
    given = " ".join(words(document.get_metadata_value("Title") or "").split())
    entries, notes = _with_notes(entries)
    named = any(isinstance(entry, Line) and entry.role == "heading" for entry in entries)
    made = assembly.assembled(entries, title=given, guess=not named, checked=False)
    body = (*made.body, *notes)
    return Imported(
        title=made.title, lead=made.lead, body=body,
        lang=assembly.language_of(_declared(document), body, made.title, made.lead),
        told=(*made.told, *told),
    )  # fmt: skip


_NOTE = re.compile(r"\s*(\d{1,3}|[*†‡]|[ivxl]{1,5})[.)]?[\s\u00a0]*(?=[^\s\d])")


def _with_notes(entries: Sequence[Entry]) -> tuple[list[Entry], list[Footnote]]:
    """``entries`` without small lines that begin with a raised sign of the text; and those as notes."""
    called = {
        run.text.strip() for entry in entries if isinstance(entry, Line) and not entry.is_note
        for run in entry.runs if run.position == "sup"
    }  # fmt: skip
    kept: list[Entry] = []
    notes: list[Footnote] = []
    labels: dict[str, str] = {}
    for entry in entries:
        found = _NOTE.match(entry.text) if isinstance(entry, Line) else None
        if isinstance(entry, Line) and found and found[1] in called and found[1] not in labels and (
            entry.is_note or entry.size < SMALLER
        ):  # fmt: skip
            labels[found[1]] = str(len(labels) + 1)
            rest = assembly.without_start(entry.runs, entry.text[found.end() :])
            notes.append(Footnote(labels[found[1]], (Paragraph(inlines(rest)),)))
        else:
            kept.append(entry)
    return [_with_marks(entry, labels) for entry in kept], notes


def _with_marks(entry: Entry, labels: Mapping[str, str]) -> Entry:
    """``entry`` with raised numbers as the marks of notes that there are."""
    if not isinstance(entry, Line):
        return entry
    return replace(entry, runs=tuple(
        Run("", note=labels[run.text.strip()])
        if run.position == "sup" and run.text.strip() in labels else run
        for run in entry.runs
    ))  # fmt: skip


def _entries(leaves: Sequence[Leaf], trees: Sequence[Any]) -> tuple[list[Entry], list[Problem]]:
    """The text, and what there is to tell of it."""
    told: list[Problem] = []
    entries = pdf_tags.tagged(leaves, trees) if any(trees) else None
    if entries is None:
        laid_out = pdf_layout.laid_out(leaves)
        entries = laid_out.entries
        told.append(warning("import-pdf-guessed"))
        if running := [shortened(text) for text in laid_out.running if re.search(r"[^\W\d_]{3}", text)]:
            told.append(note("import-running-left", texts=running[:4]))
    scanned = [n for n, leaf in enumerate(leaves, 1) if leaf.letters < LEAST_LETTERS and leaf.pictures]
    if scanned:
        told.append(warning("import-pdf-pages-scanned", pages=[str(number) for number in scanned]))
    if pictures := sum(leaf.pictures for leaf in leaves) - len(scanned):
        told.append(note("import-pdf-pictures-left", count=pictures))
    return entries, told


def _judge(leaves: Sequence[Leaf]) -> None:
    """Raises SourceError for pages without letters, or with letters that mean nothing."""
    letters = sum(leaf.letters for leaf in leaves)
    if letters < LEAST_LETTERS * len(leaves):
        pictures = any(leaf.pictures for leaf in leaves)
        raise SourceError(
            error("import-pdf-scan", count=len(leaves)) if pictures else error("import-pdf-empty")
        )
    if (share := sum(leaf.lost for leaf in leaves) / letters) > MOST_LOST:
        raise SourceError(error("import-pdf-letters-lost", share=share))


def _declared(document: Any) -> str:
    """The language that the catalogue names (ISO 32000-1, 14.9.2), or ""."""
    import ctypes

    import pypdfium2.raw as pdfium

    length = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    buffer = (ctypes.c_ushort * max(1, length))()
    pdfium.FPDFCatalog_GetLanguage(document.raw, buffer, length)
    return bytes(buffer).decode("utf-16-le", errors="replace").rstrip("\0")
