"""Blocks of a page of the web: its own tree as one of ours, with all its words.

Which of the blocks are the text is for `html_choice` to say. Structure is kept as it is meant: tables
that only lay the page out are none, lists within cells are lists, words in bold on a line of their own
stay a paragraph here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import ClassVar

from lxml.html import HtmlElement

from brochure.importing import html_pictures
from brochure.importing.html_inline import (
    Context,
    around,
    inline_of,
    note_called,
    paragraphs,
    without_brackets,
)
from brochure.importing.imported import (
    Block,
    Blocks,
    Break,
    Cell,
    Code,
    Figure,
    Footnote,
    Heading,
    ImportedPicture,
    Inline,
    Inlines,
    List,
    NoteMark,
    Paragraph,
    Quotation,
    Rule,
    Strong,
    Sup,
    Table,
    Text,
    plain,
    walk,
)

_HEADINGS = {f"h{level}": max(level, 2) for level in range(1, 7)}
_CONTAINERS = frozenset(
    {
        "address",
        "article",
        "aside",
        "body",
        "center",
        "details",
        "div",
        "fieldset",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "p",
        "section",
        "summary",
        "picture",
        "noscript",
        "blockquote",
        "dl",
        "dt",
        "dd",
        "ul",
        "ol",
        "li",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "pre",
        "hr",
        "figcaption",
        "caption",
        "nav",
        "search",
        "dir",
        *_HEADINGS,
    }
)
"""Elements that end a line before and behind them."""

_NOTE_IDS = re.compile(
    r"(?:^|[-_])(?:fn|ftn|footnote|note|nb|cite_note|endnote|edn|sdfootnote|_ftn)", re.IGNORECASE
)
_BACK = re.compile(r"^\s*(?:[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?[\s.:↑^]|[\[(]\s*[\])])?[\s.:↑^]*")
_BACK_LINK = re.compile(r"[↩↑⏎^⇑]|\[?\(?\d{0,3}\)?\]?")
_BY = re.compile(r"^\s*[—–-]\s*(?=\S)")

MOST_COLUMNS, MOST_ROWS, LONGEST_SPAN = 60, 2000, 1000
"""What is taken of a table, and of a cell over several rows or columns: pages may claim any number."""

MOST_PICTURES = 500
"""What is looked at of a page's pictures: a gallery has fewer, a list of signs more."""

LAYOUT_WORDS = 90
"""Words of a cell, in several paragraphs, that no table of facts has."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, with the element it is of and the one that this stands in."""

    block: Block
    element: HtmlElement
    parent: HtmlElement | None


@dataclass(frozen=True, slots=True)
class Walker:
    """Walks a tree at an address; ``notes`` are the elements that are footnotes, by their ids."""

    context: Context
    notes: Mapping[str, HtmlElement]
    shown: Mapping[HtmlElement, ImportedPicture]
    """The pictures, by their elements; signs and placeholders are none."""

    apart: frozenset[HtmlElement] = frozenset()
    """What is no block where it stands: notes, and captions beside pictures."""

    @classmethod
    def over(cls, root: HtmlElement, base: str) -> Walker:
        """A walker over the page at ``base``."""
        notes = notes_of(root)
        found = (
            (image, html_pictures.picture_of(image, base))
            for image in islice(root.iter("img"), MOST_PICTURES)
        )
        shown = html_pictures.without_doubles({image: one for image, one in found if one})
        captions = {
            caption
            for image in shown
            if next(image.iterancestors("figure"), None) is None
            for caption in html_pictures.caption_beside(image)
        }
        return cls(Context(base, frozenset(notes)), notes, shown, frozenset(notes.values()) | captions)

    def pieces(self, container: HtmlElement) -> Iterator[Piece]:
        """What ``container`` holds, in the order of reading."""
        line: list[Inline] = [Text(container.text)] if container.text else []
        for child in container:
            tag = child.tag if isinstance(child.tag, str) else ""
            if not tag or child in self.apart:
                line += [Text(child.tail)] if child.tail else []
                continue
            if tag not in _CONTAINERS and not self._holds_blocks(child):
                line += around(child, self.context)
                continue
            yield from self._lines(line, container)
            line = [Text(child.tail)] if child.tail else []
            yield from self._piece(child, tag, container)
        yield from self._lines(line, container)

    def blocks(self, container: HtmlElement) -> Blocks:
        """All the blocks of ``container``."""
        return tuple(piece.block for piece in self.pieces(container))

    def _holds_blocks(self, element: HtmlElement) -> bool:
        """Whether an inline ``element`` has blocks in it, or a picture that is one."""
        return any(
            inner in self.shown if inner.tag == "img" else inner.tag in _CONTAINERS
            for inner in element.iter("*")
        )

    def _lines(self, line: Sequence[Inline], container: HtmlElement) -> Iterator[Piece]:
        for part in paragraphs(without_brackets(tuple(line))):
            if plain(part).strip() or any(isinstance(node, NoteMark) for node in part):
                for block in with_dashed_lists(part):
                    yield Piece(block, container, container.getparent())

    def _piece(self, element: HtmlElement, tag: str, parent: HtmlElement) -> Iterator[Piece]:
        if tag in _HEADINGS and next(element.iter("p", "ul", "table"), None) is None:
            made: Iterator[Block | None] = iter([self._heading(element, tag), *self._images(element)])
        elif way := self._ways.get(tag):
            made = iter([way(self, element)])
        elif tag == "figure":
            made = self._figure(element)
        else:
            yield from self._table(element, parent) if tag == "table" else self.pieces(element)
            return
        yield from (
            Piece(block, element, parent) for block in made if block is not None and says(block)
        )

    def _heading(self, element: HtmlElement, tag: str) -> Heading:
        return Heading(_HEADINGS[tag], without_brackets(inline_of(element, self.context)))

    def _summary(self, element: HtmlElement) -> Paragraph:
        return Paragraph((Strong(inline_of(element, self.context)),))

    # Lists

    def _list(self, element: HtmlElement) -> List:
        items: list[Blocks] = []
        for child in element:
            if child.tag in {"ul", "ol"} and items:  # a list beside an item is meant within it
                items[-1] = (*items[-1], self._list(child))
            elif isinstance(child.tag, str) and child not in self.apart:
                items.append(self.blocks(child))
        start = element.get("start") or ""
        return List(
            tuple(item for item in items if any(map(says, item))),
            element.tag == "ol",
            int(start) if re.fullmatch(r"\d{1,9}", start) else 1,
        )

    def _terms(self, element: HtmlElement) -> List:
        """A list of terms as one whose items have the term in bold above what it means."""
        items: list[Blocks] = []
        for child in element.iter("dt", "dd"):
            if child.tag == "dt":
                items.append((Paragraph((Strong(inline_of(child, self.context)),)),))
            elif items:
                items[-1] = (*items[-1], *self.blocks(child))
            else:
                items.append(self.blocks(child))
        return List(tuple(item for item in items if any(map(says, item))))

    # Tables

    def _table(self, element: HtmlElement, parent: HtmlElement) -> Iterator[Piece]:
        rows = [row for row in element.iter("tr") if _table_of(row) is element]
        if _is_layout(element, rows[:MOST_ROWS]):
            for caption in element.iterchildren("caption"):
                yield from self.pieces(caption)
            for row in rows:
                for cell in row.iterchildren("td", "th"):
                    yield from self.pieces(cell)
            return
        captions = [inline_of(caption, self.context) for caption in element.iterchildren("caption")]
        lines = [self._row(row) for row in rows[:MOST_ROWS]]
        table = Table(_with_head(_filled(lines)), captions[0] if captions else ())
        if any(says(block) for row in table.rows for cell in row for block in cell.blocks):
            yield Piece(table, element, parent)

    def _row(self, row: HtmlElement) -> list[tuple[Cell, int, int]]:
        """The cells of a row, with how many columns and rows each takes."""
        return [
            (Cell(self.blocks(cell), cell.tag == "th"), _span(cell, "colspan"), _span(cell, "rowspan"))
            for cell in row.iterchildren("td", "th")
        ]

    # Quotations and pictures

    def _quotation(self, element: HtmlElement) -> Quotation:
        by = ""
        for inner in (*element.iter("footer"), *element.iter("cite"), *element.iter("figcaption")):
            words = " ".join("".join(inner.itertext()).split())
            alone = inner.tag != "cite" or _is_alone(inner)
            if words and alone and not by and len(words) < 160:
                by = _BY.sub("", words)
                _empty(inner)
        blocks = self.blocks(element)
        if not by and len(blocks) > 1 and isinstance(last := blocks[-1], Paragraph):
            words = " ".join(plain(last.inline).split())
            if _BY.match(words) and len(words) < 160:
                blocks, by = blocks[:-1], _BY.sub("", words)
        return Quotation(blocks, by)

    def _image(self, image: HtmlElement, caption: Inlines = ()) -> Figure | None:
        picture = self.shown.get(image)
        if picture is None:
            return None
        if not caption:
            beside = html_pictures.caption_beside(image)
            caption = tuple(
                Text(f"{words} ")
                for element in beside
                if (words := " ".join(element.text_content().split()))
            )
        kept, credit = html_pictures.credit_in(" ".join(plain(caption).split()))
        if credit:
            caption = (Text(kept),) if kept else ()
        return Figure(replace(picture, credit=credit), caption)

    def _images(self, element: HtmlElement) -> Iterator[Figure]:
        for image in element.iter("img"):
            if figure := self._image(image):
                yield figure

    def _figure(self, element: HtmlElement) -> Iterator[Block]:
        """A figure: its pictures, the last with the caption; or what else it holds, and the caption."""
        captions = [*element.iter("figcaption")]
        credit = ""
        quotations = [*element.iter("blockquote")]
        part = html_pictures.marked_credit(element) if not quotations else None
        if part is not None:
            credit = " ".join(part.text_content().split())
            _empty(part)
        caption = self._caption(captions[0]) if captions else ()
        images = [image for image in element.iter("img") if image in self.shown]
        if images and next(element.iter("table", "blockquote", "pre"), None) is None:
            yield from (figure for image in images[:-1] if (figure := self._image(image)))
            if last := self._image(images[-1], caption):
                yield replace(last, picture=replace(last.picture, credit=credit or last.picture.credit))
            return
        speaker = ", ".join(self._said_in(captions[0])) if captions else ""
        for inner in captions:
            _empty(inner)
        blocks = self.blocks(element)
        if len(blocks) == 1 and isinstance(only := blocks[0], Table) and not only.caption:
            yield replace(only, caption=caption)
        elif quotations and len(blocks) == 1 and isinstance(only, Quotation):
            yield replace(only, by=only.by or _BY.sub("", speaker))
        else:
            yield from blocks
            if plain(caption).strip() and blocks:
                yield Paragraph(caption)

    def _said_in(self, element: HtmlElement) -> list[str]:
        """The paragraphs and items in ``element`` as words: who says a quotation, what they are."""
        blocks = [block for block in walk(self.blocks(element)) if isinstance(block, Paragraph)]
        return [words for block in blocks if (words := " ".join(plain(block.inline).split()))]

    def _caption(self, element: HtmlElement) -> Inlines:
        """The words of a caption, which may stand in paragraphs."""
        parts = [block.inline for block in walk(self.blocks(element)) if isinstance(block, Paragraph)]
        return tuple(node for at, part in enumerate(parts) for node in ((Text(" "),) * bool(at) + part))

    _ways: ClassVar[Mapping[str, Callable[[Walker, HtmlElement], Block | None]]] = {
        "ul": _list, "ol": _list, "dir": _list, "dl": _terms, "blockquote": _quotation, "img": _image,
        "summary": _summary, "hr": lambda *_: Rule(),
        "pre": lambda _, element: Code("".join(element.itertext()).strip("\n")),
    }  # fmt: skip
    """How elements become blocks that are one block each."""

    # Notes

    def footnotes(self) -> Iterator[Footnote]:
        """The notes, without what leads back to the text."""
        for label, element in self.notes.items():
            for link in [*element.iter("a")]:
                words = "".join(link.itertext()).strip()
                if "#" in (link.get("href") or "") and (not words or _BACK_LINK.fullmatch(words)):
                    _empty(link)
            blocks = (
                self.blocks(element)
                if element.tag != "p"
                else (Paragraph(inline_of(element, self.context)),)
            )
            yield Footnote(label, _without_number(blocks))


def notes_of(root: HtmlElement) -> dict[str, HtmlElement]:
    """The footnotes of a tree by their ids: the elements that small numbers in the text lead to."""
    links = [link for link in root.iter("a") if (link.get("href") or "").startswith("#")]
    called = {
        label: link for link in reversed(links) if _NOTE_IDS.search(label := link.get("href")[1:])
    }
    if not called:
        return {}
    context = Context(notes=frozenset(called))
    marks = {note_called(link, context) for link in links}
    elements = [*root.iter("*")]
    order = {element: at for at, element in enumerate(elements)}
    by_id = {element.get("id") or element.get("name"): element for element in reversed(elements)}
    found: dict[str, HtmlElement] = {}
    for label in dict.fromkeys(link.get("href")[1:] for link in links):
        target = by_id.get(label)
        # what a note has to lead back stands behind its mark: a note comes after it
        if label not in marks or target is None or order[target] < order[called[label]]:
            continue
        while target is not None and target.tag not in _OF_NOTES:
            target = target.getparent()
        if target is not None and target.tag not in {"body", "html"}:
            found[label] = target
    around = {above for element in found.values() for above in element.iterancestors()}
    return {label: element for label, element in found.items() if element not in around}


_OF_NOTES = frozenset({"li", "p", "div", "dd", "aside", "body", "html"})


_DASH = re.compile(r"\A\s{0,20}([-–—•·*●▪►])\s{1,20}(?=\S)")


def with_dashed_lists(line: Inlines) -> list[Paragraph | List]:
    """``line``, whose breaks part it, with lists where two lines or more begin with the same dash."""
    if not any(isinstance(node, Break) for node in line):
        return [Paragraph(line)]
    lines: list[list[Inline]] = [[]]
    for node in line:
        lines.append([]) if isinstance(node, Break) else lines[-1].append(node)
    marks = [_dash_of(one) for one in lines]
    found: list[Paragraph | List] = []
    for mark, group in groupby(zip(marks, lines, strict=True), key=lambda pair: pair[0]):
        parts = [one for _, one in group]
        if mark and len(parts) > 1:
            items = (
                (Paragraph((Text(_DASH.sub("", plain(one[:1]), count=1)), *one[1:])),) for one in parts
            )
            found.append(List(tuple(items)))
        elif found and isinstance(last := found[-1], Paragraph):
            found[-1] = Paragraph((*last.inline, Break(), *_broken(parts)))
        elif any(parts):
            found.append(Paragraph(_broken(parts)))
    return found if any(isinstance(block, List) for block in found) else [Paragraph(line)]


def _dash_of(line: Sequence[Inline]) -> str:
    """The dash that ``line`` begins with; "" where it does not."""
    found = _DASH.match(line[0].text) if line and isinstance(line[0], Text) else None
    return found[1] if found else ""


def _broken(lines: Sequence[Sequence[Inline]]) -> Inlines:
    """``lines`` as one, with a break between each two."""
    return tuple(
        node for at, line in enumerate(lines) for node in ((Break(),) * bool(at) + tuple(line))
    )


def _without_number(blocks: Blocks) -> Blocks:
    """``blocks`` of a note without its number, which may stand in brackets around what led back."""
    if not blocks or not isinstance(first := blocks[0], Paragraph):
        return blocks
    start, rest = "", [*first.inline]
    while rest and isinstance(node := rest[0], Text | Sup):
        start += plain((node,))
        rest.pop(0)
    return (Paragraph((Text(_BACK.sub("", start, count=1)), *rest)), *blocks[1:])


def says(block: Block) -> bool:
    """Whether ``block`` has anything to say."""
    if isinstance(block, Heading | Paragraph):
        return bool(plain(block.inline).strip()) or any(isinstance(n, NoteMark) for n in block.inline)
    if isinstance(block, List):
        return bool(block.items)
    if isinstance(block, Quotation):
        return any(map(says, block.blocks))
    return not isinstance(block, Code) or bool(block.text.strip())


def _table_of(row: HtmlElement) -> HtmlElement | None:
    return next((above for above in row.iterancestors("table")), None)


def _is_layout(table: HtmlElement, rows: Sequence[HtmlElement]) -> bool:
    """Whether a table only lays the page out, as pages did until 2005 and mails do still."""
    if (table.get("role") or "").lower() in {"presentation", "none"} or next(
        table.iterdescendants("table"), None
    ) is not None:
        return True
    cells = [[*row.iterchildren("td", "th")] for row in rows]
    if (
        any(cell.tag == "th" for row in cells for cell in row)
        or next(table.iterchildren("caption", "thead"), None) is not None
    ):
        return False
    if max((len(row) for row in cells), default=0) <= 1 or len(cells) <= 1:
        return True
    return any(_is_page(cell) for row in cells for cell in row)


def _is_page(cell: HtmlElement) -> bool:
    """Whether a cell holds a text rather than a fact."""
    if next(cell.iter("h1", "h2", "h3", "article", "form"), None) is not None:
        return True
    parts = len([*cell.iter("p", "br", "div")])
    words = len("".join(cell.itertext()).split())
    return parts > 1 and words > (LAYOUT_WORDS // 3 if _has_empty_lines(cell) else LAYOUT_WORDS)


def _has_empty_lines(cell: HtmlElement) -> bool:
    """Whether two breaks follow each other in a cell, as between paragraphs that are none."""
    return any(
        (after := one.getnext()) is not None and after.tag == "br" and not (one.tail or "").strip()
        for one in cell.iter("br")
    )


def _span(cell: HtmlElement, key: str) -> int:
    given = (cell.get(key) or "").strip()
    return min(max(int(given), 1), LONGEST_SPAN) if re.fullmatch(r"\d{1,6}", given) else 1


def _filled(rows: Sequence[Sequence[tuple[Cell, int, int]]]) -> tuple[tuple[Cell, ...], ...]:
    """``rows`` with every cell in its column: one over several is empty in all but the first."""
    made: list[list[Cell]] = []
    hanging: dict[int, int] = {}  # columns that a cell above takes, and for how many rows still
    for row in rows:
        line: list[Cell] = []
        pending = [*row]
        while (pending or hanging.get(len(line))) and len(line) < MOST_COLUMNS:
            at = len(line)
            if hanging.get(at):
                hanging[at] -= 1
                line.append(Cell(()))
                continue
            cell, columns, below = pending.pop(0)
            for column in range(at, min(at + columns, MOST_COLUMNS)):
                line.append(cell if column == at else Cell((), cell.head))
                hanging[column] = below - 1
        made.append(line)
    width = max(map(len, made), default=0)
    return tuple((*line, *(Cell(()),) * (width - len(line))) for line in made if line)


def _with_head(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """``rows`` with a first one of bold words as the head, which needs no other mark."""
    if len(rows) < 2 or not rows[0] or any(cell.head for cell in rows[0]):
        return rows
    head = [_bold(cell) for cell in rows[0]]
    return ((*(cell for cell in head if cell),), *rows[1:]) if all(head) else rows


def _bold(cell: Cell) -> Cell | None:
    """``cell`` as one of a head, where it is empty or all bold."""
    if not cell.blocks:
        return replace(cell, head=True)
    (first, *more) = cell.blocks
    nodes = [n for n in first.inline if plain((n,)).strip()] if isinstance(first, Paragraph) else []
    if more or len(nodes) != 1 or not isinstance(bold := nodes[0], Strong):
        return None
    return Cell((Paragraph(bold.inline),), head=True)


def _is_alone(element: HtmlElement) -> bool:
    """Whether ``element`` stands in a line of its own, at the end of what it is in."""
    parent = element.getparent()
    before = element.getprevious()
    if (element.tail or "").strip() or parent is None:
        return False
    said = (parent.text or "").strip() if before is None else (before.tail or "").strip()
    return not said or before is None or before.tag == "br"


def _empty(element: HtmlElement) -> None:
    """Take what ``element`` holds away, not the text behind it."""
    tail = element.tail
    element.clear()
    element.tail = tail
