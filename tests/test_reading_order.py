"""Reading order: the tagged brochure, read by PDFium along its tags, says what its HTML twin says.

Nothing is put between the pieces that PDFium gives: words stand alone, or the tags are wrong.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

import brochure
from brochure.pdf import engine
from brochure.pdf import rendering as renderer
from brochure.share import rendering
from brochure.text.content import content_of
from tests.conftest import PAGES, ROOT, SUMMIT, Kits, each

ANY_NUMBER = "\ue000"
"""Stands for the page number of an entry in the table of contents, which a web page has not."""


SOFT = "\u00ad"
"""A hyphen that divides a word at a line's end; PDFium writes it as U+0002."""


def words(text: str) -> list[str]:
    """The words of a text, as letters and digits."""
    parts = text.replace(SOFT, "").replace("\x02", "").split()
    bare = ("".join(c for c in part if c.isalnum() or c == ANY_NUMBER) for part in parts)
    return [word for word in bare if word]


def _string(call: Any, *arguments: Any) -> str:
    """What a PDFium function writes into a buffer of UTF-16."""
    size = call(*arguments, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le")


def _texts(page: Any) -> dict[int, str]:
    """The text of each piece of marked content on a page: its actual text if it says one.

    A hyphen that divides a word is U+0002, or U+00AD.
    """
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
    """The text of a PDF in the order of its structure tree, nothing put between its pieces."""
    found: list[str] = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        texts = _texts(page)
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        for i in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            found += _leaves(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), texts)
        pdfium.FPDF_StructTree_Close(tree)
    return "".join(found)


INLINE = {
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "u", "wbr",
}  # fmt: skip
"""Elements that part no words."""


class Twin(HTMLParser):
    """The words of the share page's header and main part, markers of lists included."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.counters: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag not in INLINE:
            self.words.append(" ")
        if tag in {"meta", "link", "img", "br", "wbr"}:
            return
        self.open.append((tag, given.get("class", "")))
        if tag == "ol":
            self.counters.append(int(given.get("start", "1")))
        if tag == "li" and self._within("prose") and self._list() == "ol":
            self.counters[-1] = int(given.get("value", self.counters[-1]))
            self.words.append(f"{self.counters[-1]} ")
            self.counters[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "ol":
            self.counters.pop()
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag not in INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if self._within("contents") or any(tag == "svg" for tag, _ in self.open):
            return  # a brochure has a list of contents only where its entries lie on several spreads
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
    return "".join(twin.words)


def joins(twin: str, tagged: str, *, ordered: bool = True, blocks: Sequence[str] = ()) -> list[str]:
    """The words of the twin that the tags do not say next, each with what they say instead.

    Not ``ordered``, words are counted. What stands in ``blocks`` may stand elsewhere.
    """
    expected, found = words(twin), words(tagged)
    if not ordered:
        missing = Counter(w for w in expected if w != ANY_NUMBER) - Counter(found)
        return sorted(missing.elements())
    differing = []
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    whole = f" {' '.join(found)} "
    for kind, a, b, c, d in matcher.get_opcodes():
        missing_words = " ".join(expected[a:b])
        unsaid = f" {missing_words} "
        for block in (f" {' '.join(words(text))} " for text in blocks):
            unsaid = unsaid.replace(block, "  ") if block in whole else unsaid
        if kind in {"replace", "delete"} and unsaid.strip():
            differing.append(f"{missing_words} | {' '.join(found[c:d])}")
    return differing


IN_TWO_ORDERS = "example"
"""Pages so short that their text stands before the quotation, which the twin has first."""

SOURCES = [SUMMIT, *PAGES, *sorted((ROOT / "docs" / "example").glob("*.md"))]


@pytest.mark.parametrize("source", each(SOURCES))
def test_the_brochure_reads_as_its_twin(source: Path, theme: brochure.Theme, kits: Kits) -> None:
    """Word by word, in order, from the title to the last note: no two joined, none divided.

    From right to left words are counted, and a few may fail: PDFium turns brackets and what they hold,
    and moves the spaces beside numbers.
    """
    page = brochure.read(source)
    (made,) = kits(source, "agora", "pdf").artifacts
    twin, tagged = text_of_twin(page, theme), text_along_tags(made.data)
    assert len(words(twin)) > 20
    ordered = page.direction == "ltr" and source.parent.name != IN_TWO_ORDERS
    most = 0 if page.direction == "ltr" else len(words(twin)) // 30
    found = joins(twin, tagged, ordered=ordered, blocks=blocks_of(page))
    assert len(found) <= most, found


def blocks_of(page: brochure.Page) -> list[str]:
    """What may stand before some text in one product and after it in another.

    Panels, quotations, and tables, which go on to the next page where they have no room.
    """
    content = content_of(page)
    texts = [content.panels.title, *content.panels.entries] if content.panels else []
    texts += [str(number) for number in range(1, len(texts))]
    texts += [part for quote in content.quotes for part in (quote.text, quote.by)]
    texts += [" ".join(" ".join(row) for row in table.rows) for table in content.prose.tables]
    return sorted(filter(None, texts), key=len, reverse=True)


def test_two_paragraphs_the_wrong_way_round_are_found(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    first, second, *rest = page.body.strip().split("\n\n")
    other = replace(page, body="\n\n".join([second, first, *rest]))
    (made,) = renderer.render(other, theme)
    assert joins(text_of_twin(page, theme), text_along_tags(made.data))


def test_lines_that_run_into_each_other_are_found(
    page: brochure.Page, theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As WeasyPrint draws them, without a space at their ends: « Placé,secrétaire »."""
    monkeypatch.setattr(engine, "ends_of_lines", lambda pages: {})
    (made,) = renderer.render(page, theme)
    found = joins(text_of_twin(page, theme), text_along_tags(made.data))
    assert len(found) > 20
    assert "Placé secrétaire | Placésecrétaire" in found
