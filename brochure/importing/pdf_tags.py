"""A tagged PDF: its structure tree (ISO 32000-1, 14.7 and 14.8) says what each piece of a page is."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from brochure.importing.assembly import Entry, Line, Mark, most_common
from brochure.importing.pdf_layout import (
    glued,
    known_words,
    ordinal,
    position_of,
    sizes_of,
    without_first,
)
from brochure.importing.pdf_letters import Leaf, Piece
from brochure.importing.runs import Run
from brochure.importing.style_names import Role
from brochure.importing.tables import MOST_COLUMNS, Grid, heads, laid_out

LEAST_TAGGED = 0.75
"""Of a document's letters: with fewer in its tree, the tree is none to go by."""

_DEEPEST, _MOST_CHILDREN = 60, 50_000
_LINES: Mapping[str, Role] = {
    "P": "text", "Title": "title", "H": "heading", "Caption": "caption", "BlockQuote": "quotation",
    "Code": "code", "Note": "text", "FENote": "text", "Formula": "text", "BibEntry": "text",
    "Aside": "text",
}  # fmt: skip
_ENDS = (".", "!", "?", ":", ";", "…", "»", "”")
_NOTES = frozenset({"Note", "FENote"})
_LEFT_OUT = frozenset({"TOC", "TOCI", "Index", "Artifact"})


@dataclass(slots=True)
class Node:
    """An element of the tree: its type, its contents in their order, numbers for marked content.

    A cell takes so many ``columns`` and ``rows``.
    """

    kind: str
    contents: list[Node | int] = field(default_factory=list)
    columns: int = 1
    rows: int = 1


def tree_of(page: Any) -> list[Node]:
    """The elements at the top of the structure of a page; none for a page without tags."""
    import pypdfium2.raw as pdfium

    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return []
    try:
        reader = _Reader(pdfium)
        count = min(pdfium.FPDF_StructTree_CountChildren(tree), _MOST_CHILDREN)
        tops = (pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(max(0, count)))
        return [node for top in tops if top and (node := reader.node(top, 0))]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


class _Reader:
    """Reads elements, of which there may be many, and each within itself."""

    def __init__(self, pdfium: Any) -> None:
        self.pdfium, self.left = pdfium, _MOST_CHILDREN

    def node(self, element: Any, depth: int) -> Node | None:
        """An element with all that is in it; None below the deepest level."""
        if depth > _DEEPEST or self.left <= 0:
            return None
        pdfium = self.pdfium
        made = Node(self._text(pdfium.FPDF_StructElement_GetType, element))
        if made.kind in {"TD", "TH"}:
            made.columns, made.rows = self._span(element, b"ColSpan"), self._span(element, b"RowSpan")
        for at in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
            self.left -= 1
            number = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, at)
            if number >= 0:
                made.contents.append(number)
                continue
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
            if child and (inner := self.node(child, depth + 1)):
                made.contents.append(inner)
        return made

    def _span(self, element: Any, name: bytes) -> int:
        """An attribute of a cell that counts columns or rows (14.8.5.7); 1 where it has none."""
        pdfium, number = self.pdfium, ctypes.c_float()
        for at in range(max(0, pdfium.FPDF_StructElement_GetAttributeCount(element))):
            attributes = pdfium.FPDF_StructElement_GetAttributeAtIndex(element, at)
            value = attributes and pdfium.FPDF_StructElement_Attr_GetValue(attributes, name)
            if value and pdfium.FPDF_StructElement_Attr_GetNumberValue(value, number):
                return min(max(1, int(number.value)), MOST_COLUMNS)
        return 1

    def _text(self, function: Callable[..., int], element: Any) -> str:
        length = function(element, None, 0)
        buffer = ctypes.create_string_buffer(max(2, length))
        function(element, buffer, length)
        return buffer.raw[: max(0, length - 2)].decode("utf-16-le", errors="replace")


def tagged(leaves: Sequence[Leaf], trees: Sequence[Sequence[Node]]) -> list[Entry] | None:
    """The entries of a document by its tags; None where they hold too little of it.

    What is in no tag is decoration: running titles, numbers of pages.
    """
    letters = sum(leaf.letters for leaf in leaves)
    entries: list[Entry] = []
    usual = most_common(sizes_of([piece for leaf in leaves for piece in leaf.pieces]), 10.0)
    known = known_words(piece.text for leaf in leaves for piece in leaf.pieces)
    held = 0
    for leaf, tree in zip(leaves, trees, strict=True):
        page = _Page(leaf, usual, known)
        for node in tree:
            for entry in page.entries(node):
                _add(entries, entry)
        held += page.held
    return entries if letters and held >= LEAST_TAGGED * letters else None


def _add(entries: list[Entry], entry: Entry) -> None:
    """Put ``entry`` onto ``entries``; the rest of a paragraph on the next page is put to it."""
    last = entries[-1] if entries else None
    if isinstance(entry, Line) and isinstance(last, Line) and _goes_on(last, entry):
        entries[-1] = replace(last, runs=(*last.runs, Run(" "), *entry.runs))
    else:
        entries.append(entry)


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a sentence that ``before`` ends within goes on in ``line``."""
    prose = not line.mark and line.role == before.role == "text"
    return prose and line.text[:1].islower() and not before.text.endswith(_ENDS)


class _Page:
    """The pieces of a page by the number of their marked content."""

    def __init__(self, leaf: Leaf, usual: float, known: Counter[str]) -> None:
        self.by_tag: dict[int, list[Piece]] = {}
        for piece in leaf.pieces:
            self.by_tag.setdefault(piece.tag, []).append(piece)
        self.usual, self.known, self.held = usual, known, 0

    def entries(self, node: Node, depth: int = -1) -> Iterator[Entry]:
        """What an element holds, as entries."""
        kind = node.kind
        if kind in _LEFT_OUT:
            self.held += sum(len(piece.text.strip()) for piece in self._pieces(node))
        elif kind in _LINES or re.fullmatch(r"H[1-6]", kind):
            yield from self._lines(node)
        elif kind == "L":
            yield from self._list(node, depth + 1)
        elif kind == "Table":
            yield from self._table(node)
        elif any(isinstance(content, int) for content in node.contents):
            yield from self._lines(node)
        else:
            for inner in node.contents:
                if isinstance(inner, Node):
                    yield from self.entries(inner, depth)

    def _lines(self, node: Node) -> Iterator[Entry]:
        """The line of an element, and what else stands in it: a paragraph may hold lists."""
        inline, blocks = _parted(node)
        pieces = [piece for content in inline for piece in self._pieces(content)]
        if line := self._line(pieces, node.kind):
            yield line
        for block in blocks:
            for entry in self.entries(block):
                is_note = node.kind in _NOTES and isinstance(entry, Line)
                yield replace(entry, is_note=True) if is_note and isinstance(entry, Line) else entry

    def _line(self, pieces: Sequence[Piece], kind: str) -> Line | None:
        if not any(piece.text.strip() for piece in pieces):
            return None
        self.held += sum(len(piece.text.strip()) for piece in pieces)
        role, level = _LINES.get(kind, "text"), 0
        if kind[:1] == "H" and kind[1:].isdigit():
            role, level = "heading", int(kind[1:])
        elif kind == "H":
            level = 1
        sizes = sizes_of(pieces)
        size = most_common(sizes, self.usual)
        bold = all(piece.bold for piece in pieces if piece.text.strip())
        return Line(
            runs=tuple(_runs(pieces, size, self.known, bold=bold)), role=role, level=level, bold=bold,
            is_note=kind in _NOTES, size=size / self.usual,
        )  # fmt: skip

    def _list(self, node: Node, depth: int) -> Iterator[Entry]:
        number = 0
        for item in node.contents:
            if isinstance(item, Node) and item.kind == "L":
                yield from self._list(item, depth + 1)
            elif isinstance(item, Node) and item.kind == "Caption":
                yield from self._lines(item)
            elif isinstance(item, Node):
                number += 1
                yield from self._item(item, depth, number, f"{id(node)}")

    def _item(self, item: Node, depth: int, number: int, list_id: str) -> Iterator[Entry]:
        labels = [c for c in item.contents if isinstance(c, Node) and c.kind == "Lbl"]
        label = "".join(piece.text for c in labels for piece in self._pieces(c)).strip()
        self.held += len(label)
        rest = Node("LBody", [c for c in item.contents if c not in labels])
        marked = False
        for entry in self._item_entries(rest, depth):
            if isinstance(entry, Line) and not entry.mark and entry.role == "text":
                if marked:
                    yield replace(entry, continues=depth)
                    continue
                marked = True
                yield _marked(entry, label, depth, number, list_id)
            else:
                yield entry

    def _item_entries(self, body: Node, depth: int) -> Iterator[Entry]:
        inline, blocks = _parted(body)
        if line := self._line([piece for c in inline for piece in self._pieces(c)], "P"):
            yield line
        for block in blocks:
            if block.kind in {"LBody", "LI", "Div", "Sect", "NonStruct", "Part"}:
                yield from self._item_entries(block, depth)
            else:
                yield from self.entries(block, depth)

    def _table(self, node: Node) -> Iterator[Entry]:
        for caption in _within(node, "Caption"):
            yield from self._lines(caption)
        grid = Grid()
        taken: dict[int, int] = {}
        repeated = []
        for row in _within(node, "TR"):
            grid.begin()
            cells = [c for c in row.contents if isinstance(c, Node) and c.kind in {"TD", "TH"}]
            repeated.append(bool(cells) and all(cell.kind == "TH" for cell in cells))
            below = {column: count - 1 for column, count in taken.items() if count > 1}
            for cell in cells:
                while taken.get(len(grid.rows[-1])):
                    grid.skip()
                at = len(grid.rows[-1])
                below |= {at + n: cell.rows - 1 for n in range(cell.columns) if cell.rows > 1}
                grid.add([*self._cell(cell)], cell.columns)
            taken = below
        yield from laid_out(grid.rows, heads(grid.rows, repeated))

    def _cell(self, node: Node) -> Iterator[Entry]:
        inline, blocks = _parted(node)
        line = self._line([piece for content in inline for piece in self._pieces(content)], "P")
        if line:
            yield line
        for block in blocks:
            yield from self.entries(block)

    def _pieces(self, content: Node | int) -> Iterator[Piece]:
        if isinstance(content, int):
            yield from self.by_tag.get(content, ())
            return
        for inner in content.contents:
            yield from self._pieces(inner)


_BLOCKS = frozenset({
    *_LINES, "L", "Table", "LBody", "LI", "Div", "Sect", "NonStruct", "Part", *_LEFT_OUT,
    *(f"H{level}" for level in range(1, 7)),
})  # fmt: skip


def _parted(node: Node) -> tuple[list[Node | int], list[Node]]:
    """What of an element stands in its line, and what are blocks of their own."""
    blocks = [c for c in node.contents if isinstance(c, Node) and c.kind in _BLOCKS]
    return [c for c in node.contents if c not in blocks], blocks


def _within(node: Node, kind: str) -> Iterator[Node]:
    """The elements of ``kind`` in the parts of a table."""
    for content in node.contents:
        if isinstance(content, Node):
            if content.kind == kind:
                yield content
            elif content.kind in {"THead", "TBody", "TFoot", "NonStruct", "Div"}:
                yield from _within(content, kind)


_LABEL = re.compile(r"\s*(?:(\d{1,3}|[a-h](?=\)))[.)]|([•◦▪▫‣●○■□►▶➢➤❖·∙⁃–—-]))\s*")


def _marked(line: Line, label: str, depth: int, number: int, list_id: str) -> Line:
    """``line`` as an item; its mark is its label's, or stands before its words."""
    typed = _LABEL.match(label) if label else _LABEL.match(line.text)
    ordered = bool(typed and typed[1])
    mark = Mark(depth, ordered, ordinal(typed[1]) if typed and typed[1] else number, list_id)
    if label or not typed:
        return replace(line, mark=mark)
    return replace(line, runs=tuple(without_first(line.runs, typed.end())), mark=mark)


def _runs(pieces: Sequence[Piece], size: float, known: Counter[str], *, bold: bool) -> list[Run]:
    """The words of ``pieces`` in their order; words that a line end divides are whole."""
    bases = {piece.line: piece.base for piece in pieces if piece.size >= 0.85 * size}
    made: list[Run] = []
    line: list[Run] = []
    before: Piece | None = None
    for piece in pieces:
        if before is not None and _is_apart(before, piece, size):
            made, line = glued(made, line, known), []
        near = min(bases.values(), key=lambda base: abs(base - piece.base), default=piece.base)
        position = position_of(piece, size, bases.get(piece.line, near))
        line.append(Run(piece.text, piece.bold and not bold, piece.italic, position, link=piece.link))
        before = piece
    return glued(made, line, known)


def _is_apart(before: Piece, piece: Piece, size: float) -> bool:
    """Whether a line ends between two pieces."""
    on_line = (
        abs(before.base - piece.base) < 0.6 * size and -size < piece.left - before.right < 0.2 * size
    )
    return before.line != piece.line and not on_line
