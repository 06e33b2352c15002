"""OpenDocument texts (.odt, .ott, and .fodt, which are one file): read by OpenDocument 1.3, part 3.

Deleted text stands apart in these files (text:tracked-changes), so what is in the flow is the text with
all changes accepted.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from brochure import picture_files
from brochure.errors import SourceError
from brochure.importing import assembly
from brochure.importing.assembly import Entry, Line, Mark
from brochure.importing.imported import Figure, Footnote, Imported, ImportedPicture, Rule
from brochure.importing.left_behind import LeftBehind, address_of
from brochure.importing.looks import Look
from brochure.importing.odt_styles import (
    OFFICE,
    STYLE,
    ListLevel,
    Style,
    Styles,
)
from brochure.importing.odt_styles import TEXT_NS as T
from brochure.importing.runs import Run, words
from brochure.importing.tables import MOST_ROWS, Grid, heads, laid_out
from brochure.packages import Package, xml_of
from brochure.problems import error

if TYPE_CHECKING:
    from lxml.etree import _Element

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"

_DEEPEST = 12
"""Tables within tables, lists within lists, frames within frames."""

_SILENT = frozenset({
    "tracked-changes", "change", "change-start", "change-end", "soft-page-break", "sequence-decls",
    "variable-decls", "user-field-decls", "dde-connection-decls", "bookmark", "bookmark-start",
    "bookmark-end", "reference-mark", "reference-mark-start", "reference-mark-end", "annotation-end",
    "page-number", "page-count", "note-citation", "script", "alphabetical-index-mark", "toc-mark",
    "user-index-mark", "toc-mark-start", "toc-mark-end", "placeholder", "ruby-text", "forms", "title",
    "hidden-text", "hidden-paragraph",
    "desc", "event-listeners", "database-display", "page-continuation", "meta-field-decls",
})  # fmt: skip
_SIGNS = {"s": " ", "tab": " ", "line-break": "\n"}
_CONTENTS = frozenset({
    "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
    "alphabetical-index",
})  # fmt: skip
_SHAPES = frozenset({
    "custom-shape", "rect", "ellipse", "circle", "polygon", "polyline", "path", "line", "connector",
    "caption", "regular-polygon", "measure",
})  # fmt: skip


def read_odt(data: bytes) -> Imported:
    """The document in ``data``. Raises SourceError for what is none, is damaged, or is locked."""
    document = _Document(_Flat(data) if data.lstrip()[:1] == b"<" else _Zipped(Package(data)))
    entries = document.entries()
    title, declared = document.properties()
    made = assembly.assembled(entries, title=title)
    body = (*made.body, *document.notes)
    return Imported(
        title=made.title, lead=made.lead, body=body,
        lang=assembly.language_of(declared, body, made.title, made.lead),
        told=(*made.told, *document.left.told()),
    )  # fmt: skip


class _Zipped:
    """The parts of a document in a zip file. Raises SourceError where a password is needed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        manifest = package.xml("META-INF/manifest.xml")
        locked = manifest is not None and any(_local(e) == "encryption-data" for e in manifest.iter())
        if locked or "encrypted-package" in package:
            raise SourceError(error("import-locked"))

    def part(self, name: str) -> _Element | None:
        """The root of a part, or None."""
        return self.package.xml(name)

    def picture(self, image: _Element) -> tuple[str, bytes] | None:
        """The name and bytes of the picture that a draw:image shows, or None."""
        href = posixpath.normpath(image.get(f"{_XLINK}href", "")).lstrip("./")
        return (posixpath.basename(href), self.package.read(href)) if href in self.package else None

    @property
    def has_macros(self) -> bool:
        """Whether programs lie in the file."""
        return any(re.match(r"(?:Basic|Scripts)/.+/.", name) for name in self.package.names)


class _Flat:
    """A document that is one XML file: each part is the whole."""

    has_macros = False

    def __init__(self, data: bytes) -> None:
        self.root = xml_of(data, "fodt")
        self._pictures = 0

    def part(self, name: str) -> _Element | None:
        """The whole, for the parts that it holds."""
        return self.root if name in {"content.xml", "styles.xml", "meta.xml"} else None

    def picture(self, image: _Element) -> tuple[str, bytes] | None:
        """The name and bytes of the picture that a draw:image holds (10.4.6), or None."""
        given = image.findtext(f"{OFFICE}binary-data")
        if not given:
            return None
        try:
            data = base64.b64decode("".join(given.split()), validate=True)
        except (binascii.Error, ValueError):
            return None
        self._pictures += 1
        kind = picture_files.media_type_of(data).removeprefix("image/") or "bin"
        return f"image-{self._pictures}.{kind}", data


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as it is read, and what is to follow it."""

    style: Style
    runs: list[Run] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    letters: int = 0
    bold_letters: int = 0
    after: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class _ListState:
    """Where the reading of lists is: the style and depth of the list, and its number so far."""

    style: str
    depth: int
    id: str
    number: int | None = None


class _Document:
    """A document that is being read, from its start to its end."""

    def __init__(self, source: _Zipped | _Flat) -> None:
        self.source = source
        content = source.part("content.xml")
        text = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
        if content is None or text is None:
            raise SourceError(error("import-odt-no-text"))
        self.text = text
        styles = source.part("styles.xml")
        self.styles = Styles(styles, content if content is not styles else None)
        self.left = LeftBehind()
        self.counts = self.left.counts
        self.counts["macros"] += source.has_macros
        self.notes: list[Footnote] = []
        self.sizes: Counter[float] = Counter()
        self._lists = 0
        self._last_of: dict[str, int] = {}
        self._ids: dict[str, str] = {}
        self._depth = 0
        self._readers: Mapping[str, Callable[[_Element], Iterator[Entry]]] = {
            "list": self._whole_list, "numbered-paragraph": self._numbered, "table": self._table,
            "section": self._section, "bibliography": self._bibliography, "index-title": self._blocks,
            "frame": self._drawn, "a": self._drawn, "g": self._drawn, "control": self._drawn,
        }  # fmt: skip
        if styles is not None:
            self._look_at_running(styles)
        for changes in text.iter(f"{T}tracked-changes"):
            self.counts["changes"] += len(changes)

    def properties(self) -> tuple[str, str]:
        """The title and the language that the document says of itself, each may be ""."""
        root = self.source.part("meta.xml")
        title = "" if root is None else root.findtext(f".//{_DC}title") or ""
        lang = "" if root is None else root.findtext(f".//{_DC}language") or ""
        return words(title), self.styles.language or lang

    def _look_at_running(self, styles: _Element) -> None:
        used = {
            page.get(f"{STYLE}name")
            for page in styles.iterfind(f"{OFFICE}master-styles/{STYLE}master-page")
        }
        for page in styles.iterfind(f"{OFFICE}master-styles/{STYLE}master-page"):
            if page.get(f"{STYLE}name") in used:
                for running in page:
                    if _local(running).startswith(("header", "footer")):
                        self.left.add_running(_words_of(p) for p in running.iter(f"{T}p", f"{T}h"))

    # Blocks

    def entries(self) -> list[Entry]:
        """The whole text, in reading order, sizes in proportion to the size of the text."""
        made = [*self._blocks(self.text)]
        return assembly.in_proportion(made, assembly.most_common(self.sizes, self.styles.size))

    def _blocks(self, parent: Iterable[_Element]) -> Iterator[Entry]:
        for element in parent:
            name = _local(element)
            if name in {"p", "h"}:
                yield from self._paragraph(element)
            elif name in self._readers:
                yield from self._readers[name](element)
            elif name in _SHAPES:
                yield from self._drawn(element)
            else:
                self.counts["contents"] += name in _CONTENTS

    def _whole_list(self, element: _Element) -> Iterator[Entry]:
        self._lists += 1
        yield from self._list(element, None)

    def _section(self, element: _Element) -> Iterator[Entry]:
        if element.get(f"{T}display") == "none":
            self.counts["hidden"] += bool(_words_of(element).strip())
        else:
            yield from self._blocks(element)

    def _bibliography(self, element: _Element) -> Iterator[Entry]:
        for body in element.iterfind(f"{T}index-body"):
            yield from self._blocks(body)

    def _paragraph(self, element: _Element) -> Iterator[Entry]:
        style = self.styles.of("paragraph", element.get(f"{T}style-name", ""))
        if _is_hidden(element) or style.look.hidden:
            self.counts["hidden"] += bool(_words_of(element).strip())
            return
        paragraph = _Paragraph(style)
        self._inline(element, paragraph, style.look)
        has_words = any(not run.is_blank and not run.is_break for run in paragraph.runs)
        if has_words and style.meaning.role == "contents":
            self.counts["contents"] += 1
            return
        if not has_words:
            yield from paragraph.after
            if not paragraph.after and style.look.ruled:
                yield Rule()
            return
        line = self._line(element, paragraph)
        figures = [entry for entry in paragraph.after if isinstance(entry, Figure)]
        if line.role == "caption" and len(figures) == 1:  # a frame of a picture and its caption
            yield figures[0]
            yield line
            yield from (entry for entry in paragraph.after if entry is not figures[0])
            return
        yield line
        yield from paragraph.after

    def _line(self, element: _Element, paragraph: _Paragraph) -> Line:
        style = paragraph.style
        role, level = style.meaning.role, style.meaning.level
        if _local(element) == "h" and role not in {"title", "subtitle"}:
            given = element.get(f"{T}outline-level", "")
            role, level = "heading", int(given) if given.isdigit() else level or 1
        elif role == "heading" and _local(element) == "p" and not style.look.outline:
            level = level or 1
        return Line(
            runs=tuple(paragraph.runs), role=role, level=level,
            bold=0 < paragraph.letters == paragraph.bold_letters,
            size=assembly.most_common(paragraph.sizes, self.styles.size),
            centred=bool(style.look.centred),
        )  # fmt: skip

    # Lists

    def _list(self, element: _Element, outer: _ListState | None) -> Iterator[Entry]:
        """The items of a list, which has the style of the one around it if it names none (5.3.1)."""
        own = element.get(f"{T}style-name", "")
        style = own or (outer.style if outer else "")
        depth = outer.depth + 1 if outer else 0
        if depth > _DEEPEST:
            raise SourceError(error("import-lists-deep", most=_DEEPEST))
        state = _ListState(style, depth, f"{self._lists} {depth}")
        self._go_on(element, state)
        for item in element:
            if _local(item) == "list-header":
                yield from self._item(item, state, None)
            elif _local(item) == "list-item":
                yield from self._item(item, state, self._number(item, state))
        if depth == 0 and state.number is not None:
            self._last_of[style] = state.number
            if id_ := element.get("{http://www.w3.org/XML/1998/namespace}id"):
                self._ids[id_] = style

    def _go_on(self, element: _Element, state: _ListState) -> None:
        """Count on from an earlier list, where this one says so (19.780, 19.779)."""
        before = self._ids.get(element.get(f"{T}continue-list", ""))
        if before is None and element.get(f"{T}continue-numbering") == "true":
            before = state.style
        if before is not None and state.depth == 0:
            state.number = self._last_of.get(before)

    def _level(self, state: _ListState) -> ListLevel:
        levels = self.styles.lists.get(state.style, {})
        return levels.get(state.depth + 1) or ListLevel()

    def _number(self, item: _Element, state: _ListState) -> int:
        given = item.get(f"{T}start-value", "")
        if given.isdigit():
            state.number = int(given)
        else:
            state.number = self._level(state).start if state.number is None else state.number + 1
        return state.number

    def _item(self, item: _Element, state: _ListState, number: int | None) -> Iterator[Entry]:
        """What stands in an item: its first paragraph has the mark, others belong to it."""
        level, marked = self._level(state), False
        for element in item:
            if _local(element) == "list":
                yield from self._list(element, state)
                continue
            for entry in self._blocks([element]):
                if not isinstance(entry, Line) or entry.role in {"heading", "title"}:
                    self.counts["numbers"] += isinstance(entry, Line) and level.ordered and level.shown
                    yield entry
                elif not level.shown:
                    yield entry
                elif level.words and not marked and number is not None:
                    marked = True
                    label = f"{words(level.words).rstrip()} {number} "
                    yield replace(entry, runs=(Run(label), *entry.runs))
                elif marked or number is None:
                    yield replace(entry, continues=state.depth)
                else:
                    marked = True
                    mark = Mark(state.depth, level.ordered, number, state.id)
                    yield replace(entry, role="text", mark=mark)

    def _numbered(self, element: _Element) -> Iterator[Entry]:
        """A numbered paragraph (5.3.6): an item that stands by itself."""
        given = element.get(f"{T}level", "1")
        depth = int(given) - 1 if given.isdigit() else 0
        state = _ListState(element.get(f"{T}style-name", ""), min(max(depth, 0), _DEEPEST), "numbered")
        state.number = self._last_of.get(f"numbered {state.style} {depth}")
        number = self._number(element, state)
        self._last_of[f"numbered {state.style} {depth}"] = number
        yield from self._item(element, state, number)

    # Words

    def _inline(self, parent: _Element, paragraph: _Paragraph, look: Look, link: str = "") -> None:
        self._add(_in_line(parent.text), paragraph, look, link)
        for child in parent:
            self._child(child, paragraph, look, link)
            self._add(_in_line(child.tail), paragraph, look, link)

    def _child(self, child: _Element, paragraph: _Paragraph, look: Look, link: str) -> None:
        name = _local(child)
        if name in _SIGNS:
            self._add(_SIGNS[name], paragraph, look, link)
        elif name == "span":
            self._span(child, paragraph, look, link)
        elif name == "note":
            self._note(child, paragraph)
        elif name in {"frame", "g"} or name in _SHAPES or child.tag == f"{_DRAW}a":
            paragraph.after += self._drawn(child)
        elif name == "a":
            leads = address_of(child.get(f"{_XLINK}href", ""))
            self._inline(child, paragraph, look, leads or link)
        elif name == "annotation":
            self.counts["comments"] += 1
        elif name not in _SILENT:
            self._inline(child, paragraph, look, link)

    def _span(self, child: _Element, paragraph: _Paragraph, look: Look, link: str) -> None:
        own = self.styles.of("text", child.get(f"{T}style-name", ""))
        inner = own.look.over(look)
        if inner.hidden or inner.struck:
            left_out = bool(_words_of(child).strip())
            self.counts["hidden" if inner.hidden else "struck"] += left_out
        elif own.is_code:
            paragraph.runs.append(Run(words(_words_of(child)), code=True, link=link))
        else:
            self._inline(child, paragraph, inner, link)

    def _add(self, text: str | None, paragraph: _Paragraph, look: Look, link: str) -> None:
        if not text:
            return
        if text == "\n":  # of text:line-break; line ends of the file are spaces
            paragraph.runs.append(Run(text, link=link))
            return
        base = paragraph.style.named
        bold, italic = bool(look.bold), bool(look.italic)
        shown = words(text)
        paragraph.runs.append(Run(
            shown, bold and not base.bold, italic and not base.italic,
            look.position or "", link=link,  # type: ignore[arg-type]
        ))  # fmt: skip
        if letters := len(shown.strip()):
            size = look.size or self.styles.size
            paragraph.sizes[size] += letters
            if paragraph.style.meaning.role == "text":
                self.sizes[size] += letters
            paragraph.letters += letters
            paragraph.bold_letters += letters if bold else 0

    def _note(self, element: _Element, paragraph: _Paragraph) -> None:
        label = str(len(self.notes) + 1)
        body = element.find(f"{T}note-body")
        self.notes.append(Footnote(label, ()))
        entries = [] if body is None else [*self._blocks(body)]
        blocks = assembly.tree_of(assembly.without_empty(entries))
        self.notes[int(label) - 1] = Footnote(label, blocks)
        paragraph.runs.append(Run("", note=label))

    # Drawings

    def _drawn(self, element: _Element) -> Iterator[Entry]:
        """The pictures and the words of a frame or a shape."""
        if self._depth >= _DEEPEST:
            return
        self._depth += 1
        name = _local(element)
        if name == "frame":
            yield from self._frame(element)
        elif name in {"a", "g"}:
            for child in element:
                yield from self._drawn(child)
        elif name in _SHAPES:
            yield from self._box(element)
        self._depth -= 1

    def _frame(self, frame: _Element) -> Iterator[Entry]:
        if (box := frame.find(f"{_DRAW}text-box")) is not None:
            yield from self._box(box)
            return
        if (embedded := frame.find(f"{_DRAW}object")) is not None:
            self._object(embedded)
            return
        if frame.find(f"{_DRAW}object-ole") is not None or frame.find(f"{_DRAW}plugin") is not None:
            self.counts["embedded"] += 1
            return
        images = frame.findall(f"{_DRAW}image")
        for image in images:
            found = self.source.picture(image)
            if found and picture_files.media_type_of(found[1]):
                yield Figure(self._picture(*found, frame))
                return
        if images:
            self._unread(images[0])

    def _unread(self, image: _Element) -> None:
        href = image.get(f"{_XLINK}href", "")
        name = posixpath.basename(href)[:80] or "?"
        outside = re.match(r"[a-z]{2,}:|\.\./|/", href, re.IGNORECASE)
        (self.left.linked if outside else self.left.unread).append(name)

    def _picture(self, name: str, data: bytes, frame: _Element) -> ImportedPicture:
        given = frame.findtext(f"{_SVG}desc") or frame.findtext(f"{_SVG}title") or ""
        decorative = any(
            key.endswith("}decorative") and on == "true" for key, on in frame.attrib.items()
        )
        return ImportedPicture(name, data=data, alt=self.left.alt_of(given), decorative=decorative)

    def _object(self, element: _Element) -> None:
        """An embedded document: an equation, a chart, or another program's."""
        if element.find(f".//{_MATH}math") is not None:
            self.counts["equations-left"] += 1
            return
        path = posixpath.normpath(element.get(f"{_XLINK}href", "")).lstrip("./")
        root = self.source.part(f"{path}/content.xml") if path else None
        if root is None:
            self.counts["embedded"] += 1
        elif root.tag == f"{_MATH}math":
            self.counts["equations-left"] += 1
        else:
            self.counts["charts"] += 1

    def _box(self, box: _Element) -> Iterator[Entry]:
        entries = [
            replace(entry, aside=True) if isinstance(entry, Line) else entry
            for entry in assembly.without_empty([*self._blocks(box)])
        ]
        caption = any(isinstance(entry, Line) and entry.role == "caption" for entry in entries)
        self.counts["boxes"] += bool(entries) and not caption
        yield from entries

    # Tables

    def _table(self, element: _Element) -> Iterator[Entry]:
        if self._depth >= _DEEPEST:
            raise SourceError(error("import-tables-deep", most=_DEEPEST))
        self._depth += 1
        grid, repeated = Grid(), []
        for row, is_head in _rows(element):
            for _ in range(_times(row, "number-rows-repeated", MOST_ROWS)):
                if len(grid.rows) >= MOST_ROWS:
                    raise SourceError(error("import-table-rows", most=MOST_ROWS))
                grid.begin()
                repeated.append(is_head)
                for cell in row:
                    self._cell(cell, grid)
                if not any(place.entries for place in grid.rows[-1]):
                    break  # a row without words is there for its height
        self._depth -= 1
        yield from laid_out(grid.rows, heads(grid.rows, repeated))

    def _cell(self, cell: _Element, grid: Grid) -> None:
        name, times = _local(cell), _times(cell, "number-columns-repeated")
        if name == "covered-table-cell":
            grid.skip(times)
        elif name == "table-cell":
            for _ in range(times):
                grid.add(assembly.without_empty([*self._blocks(cell)]))


def _rows(parent: _Element, *, head: bool = False) -> Iterator[tuple[_Element, bool]]:
    for element in parent:
        name = _local(element)
        if name == "table-row":
            yield element, head
        elif name == "table-header-rows":
            yield from _rows(element, head=True)
        elif name in {"table-rows", "table-row-group"}:
            yield from _rows(element, head=head)


def _times(element: _Element, name: str, most: int = 63) -> int:
    given = element.get(f"{_TABLE}{name}", "1")
    return min(max(1, int(given)), most) if given.isdigit() else 1


def _local(element: _Element) -> str:
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _is_hidden(element: _Element) -> bool:
    """Whether a paragraph says that it is hidden at present (7.7.8)."""
    hidden = element.find(f".//{T}hidden-paragraph")
    return hidden is not None and hidden.get(f"{T}is-hidden") == "true"


def _in_line(text: str | None) -> str:
    """``text`` with the line ends of the file as the spaces that they are (6.1.2)."""
    return re.sub(r"(?<!\s)\s*\n\s*", " ", text) if text else ""


def _words_of(element: _Element) -> str:
    """All words in ``element``, with spaces where it has them, without notes and fields of pages."""
    made = [element.text or ""]
    for child in element:
        name = _local(child)
        if name in {"s", "tab", "line-break"}:
            made.append(" ")
        elif name not in {"note", "annotation", *_SILENT}:
            made.append(_words_of(child))
        made.append(child.tail or "")
    return "".join(made)
