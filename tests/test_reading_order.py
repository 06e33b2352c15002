"""Reading order: the tagged brochure, read by PDFium along its tags, says what its HTML twin says."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

import brochure
from brochure.pdf import rendering as renderer
from brochure.share import rendering
from tests.conftest import PAGES, SUMMIT, Kits, each

ANY_NUMBER = "\ue000"
"""Stands for the page number of an entry in the table of contents, which a web page has not."""


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or c == ANY_NUMBER)


def _string(call: Any, *arguments: Any) -> str:
    """What a PDFium function writes into a buffer of UTF-16."""
    size = call(*arguments, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le")


def _texts(page: Any) -> dict[int, str]:
    """The text of each piece of marked content on a page."""
    textpage = page.get_textpage()
    found: dict[int, str] = {}
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, i)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
            text = _string(pdfium.FPDFTextObj_GetText, item, textpage)
            found[mark] = found.get(mark, "") + text
    return found


def _leaves(element: Any, texts: dict[int, str]) -> Iterator[str]:
    """The texts below a structure element, in the order of the tree."""
    for i in range(pdfium.FPDF_StructElement_CountChildren(element)):
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, i)
        if mark >= 0:
            yield texts.get(mark, "")
        elif child := pdfium.FPDF_StructElement_GetChildAtIndex(element, i):
            yield from _leaves(child, texts)


def text_along_tags(data: bytes) -> str:
    """The text of a PDF, page after page, in the order of its structure tree."""
    found: list[str] = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        texts = _texts(page)
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        for i in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            found += _leaves(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), texts)
        pdfium.FPDF_StructTree_Close(tree)
    return letters("".join(found))


class Twin(HTMLParser):
    """The words of the share page's header and main part, markers of lists included."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.counters: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag in {"meta", "link", "img", "br", "wbr"}:
            return
        self.open.append((tag, given.get("class", "")))
        if tag == "ol":
            self.counters.append(int(given.get("start", "1")))
        if tag == "li" and self._within("prose") and self._list() == "ol":
            self.words.append(str(self.counters[-1]))
            self.counters[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._within("contents"):
            self.words.append(ANY_NUMBER)
        if tag == "ol":
            self.counters.pop()
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._within("opening-words") or any(tag == "main" for tag, _ in self.open):
            self.words.append(data)

    def _within(self, name: str) -> bool:
        return any(name in classes.split() for _, classes in self.open)

    def _list(self) -> str:
        return next(tag for tag, _ in reversed(self.open) if tag in {"ul", "ol"})


def text_of_twin(page: brochure.Page, theme: brochure.Theme) -> str:
    html = next(a for a in rendering.render(page, theme) if a.path == "share/index.html")
    twin = Twin()
    twin.feed(html.data.decode())
    return letters("".join(twin.words))


def differs(twin: str, tagged: str, *, rtl: bool) -> str:
    """Where the two part, or "". PDFium parts Arabic ligatures backwards: there letters are counted."""
    if rtl:
        at = 0
        for part in twin.split(ANY_NUMBER):
            piece = tagged[at : at + len(part)]
            if Counter(piece) != Counter(part):
                return f"{part[:60]} | {piece[:60]}"
            at += len(part)
            at += len(re.match(r"\d*", tagged[at:])[0])  # type: ignore[index]
        return ""
    pattern = r"\d+".join(re.escape(part) for part in twin.split(ANY_NUMBER))
    if re.match(pattern, tagged):
        return ""
    same = next((i for i, (a, b) in enumerate(zip(twin, tagged, strict=False)) if a != b), 0)
    return f"{twin[same : same + 60]} | {tagged[same : same + 60]}"


@pytest.mark.parametrize("source", each([SUMMIT, *PAGES]))
def test_the_brochure_reads_as_its_twin(source: Path, theme: brochure.Theme, kits: Kits) -> None:
    """Word for word, in order, from the title to the last note."""
    page = brochure.read(source)
    (made,) = kits(source, "agora", "pdf").artifacts
    twin, tagged = text_of_twin(page, theme), text_along_tags(made.data)
    assert len(twin) > 100
    assert differs(twin, tagged, rtl=page.direction == "rtl") == ""


def test_two_paragraphs_the_wrong_way_round_are_found(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    from dataclasses import replace

    first, second, *rest = page.body.strip().split("\n\n")
    other = replace(page, body="\n\n".join([second, first, *rest]))
    (made,) = renderer.render(other, theme)
    assert differs(text_of_twin(page, theme), text_along_tags(made.data), rtl=False)
