"""Word documents (.docx, .docm, .dotx): the text as it would be printed with all changes accepted.

The parts are read with lxml, by ECMA-376 part 1 (5th edition), whose sections stand in brackets. That
is not done with mammoth, since its document model has no levels of outlines, no styles that others are
based on, no numbers of items, and drops simple fields and equations; and since it takes five times as
long: 4 s and 250 MB for 2 MB of text (benchmarks/documents.py has both side by side).
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from brochure import picture_files
from brochure.errors import SourceError
from brochure.importing import assembly
from brochure.importing.assembly import Entry, Line, Mark
from brochure.importing.docx_equations import equation
from brochure.importing.docx_styles import (
    Counted,
    Numbering,
    Style,
    Styles,
    W,
    look_of,
    number_of,
    value,
)
from brochure.importing.imported import Figure, Footnote, Imported, ImportedPicture, Rule
from brochure.importing.left_behind import LeftBehind, address_of
from brochure.importing.looks import PLAIN, Look
from brochure.importing.runs import Position, Run, words
from brochure.importing.tables import MOST_COLUMNS, Grid, heads, laid_out
from brochure.packages import Package
from brochure.problems import error

if TYPE_CHECKING:
    from lxml.etree import _Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"

_MAIN_TYPE = re.compile(r"/officeDocument$")
_DEEPEST_TABLE = 12
"""Tables within tables; deeper ones are made to hang programs."""


def read_docx(data: bytes) -> Imported:
    """The document in ``data``. Raises SourceError for what is none, is damaged, or is locked."""
    package = Package(data)
    document = _Document(package)
    entries = document.entries()
    title, declared = document.properties()
    made = assembly.assembled(entries, title=title)
    notes = document.notes()
    body = (*made.body, *notes)
    lang = assembly.language_of(declared, body, made.title, made.lead)
    return Imported(
        title=made.title, lead=made.lead, lang=lang, body=body, told=(*made.told, *document.left.told())
    )


_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?!\\)(?:"([^"]*)"|(\S+))', re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    """A field that has begun (17.16): its instruction, and whether its result has begun."""

    instruction: str = ""
    shown: bool = False

    @property
    def name(self) -> str:
        """What kind of field it is: "HYPERLINK"."""
        return (self.instruction.split() or [""])[0].upper()

    @property
    def address(self) -> str:
        """Where a HYPERLINK leads, "" for a place in the document."""
        if self.name != "HYPERLINK":
            return ""
        found = _HYPERLINK.match(self.instruction)
        return (found[1] or found[2] or "") if found else ""


@dataclass(slots=True)
class _Part:
    """A part with words, and what its relationships name: targets by ids, and whether outside."""

    name: str
    targets: Mapping[str, tuple[str, bool]]


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as it is read: its runs, the letters of each size, and what is to follow it."""

    style: Style
    own: Look
    look: Look
    runs: list[Run] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    bold_letters: int = 0
    letters: int = 0
    after: list[Entry] = field(default_factory=list)


_INSERTED, _DELETED = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_TRANSPARENT = frozenset({*_INSERTED, "smartTag", "customXml", "dir", "bdo", "sdtContent", "subDoc"})
"""What stands around words and is nothing itself. What is in neither set, as marks and properties are,
has no words."""

_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_POSITIONS: Mapping[str, Position] = {"superscript": "sup", "subscript": "sub"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMED_LABEL = re.compile(r"[^\W\d_]{3}")
"""A label of a word, "Article %1"; "%1er" is none."""

_DROPPED_FIELDS = frozenset(
    {"TOC", "INDEX", "PAGE", "NUMPAGES", "SECTIONPAGES", "TOA", "TC", "XE", "RD"}
)


class _Document:
    """A document that is being read. Its parts are read in order, since its lists count."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = self._main_part()
        folder = posixpath.dirname(self.main)
        root = package.xml(self.main)
        body = None if root is None else root.find(f"{W}body")
        if root is None or body is None:
            raise SourceError(error("import-docx-no-body"))
        self.body = body
        self.part = self._part(self.main)
        named = {
            kind: self._typed(kind, folder) for kind in ("styles", "numbering", "footnotes", "endnotes")
        }
        self.styles = Styles(package.xml(named["styles"]))
        self.numbering = Numbering(package.xml(named["numbering"]), self.styles)
        self._note_parts = {"footnote": named["footnotes"], "endnote": named["endnotes"]}
        self.fields: list[_Field] = []
        self.sizes: Counter[float] = Counter()
        self.left = LeftBehind()
        self.counts = self.left.counts
        self.counts["macros"] += any(name.endswith("vbaProject.bin") for name in package.names)
        self._named_numbers: Counter[str] = Counter()
        self.called: dict[tuple[str, str], str] = {}
        self._depth = self._seen = 0
        self._merging: list[Run] = []

    # Parts

    def _main_part(self) -> str:
        for kind, target, _ in self._relationships(""):
            if _MAIN_TYPE.search(kind):
                return posixpath.normpath(target).lstrip("/")
        return "word/document.xml"

    def _relationships(self, part: str) -> Iterator[tuple[str, str, str]]:
        """The type, target and id of each relationship of ``part`` (of the package for "")."""
        folder, name = posixpath.split(part)
        root = self.package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for element in () if root is None else root.iterfind(f"{_RELS}Relationship"):
            yield element.get("Type", ""), element.get("Target", ""), element.get("Id", "")

    def _part(self, name: str) -> _Part:
        folder, base = posixpath.split(name)
        root = self.package.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        targets = {}
        for element in () if root is None else root.iterfind(f"{_RELS}Relationship"):
            target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
            if not outside:
                target = unquote(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            targets[element.get("Id", "")] = (target, outside)
        return _Part(name, targets)

    def _typed(self, kind: str, folder: str) -> str:
        """The part of the document that is its styles, numbering or notes."""
        for type_, target, _ in self._relationships(self.main):
            if type_.endswith(f"/{kind}"):
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return posixpath.join(folder, f"{kind}.xml")

    def properties(self) -> tuple[str, str]:
        """The title and language that the document says of itself, each may be ""."""
        path = next(
            (t for kind, t, _ in self._relationships("") if kind.endswith("/core-properties")), ""
        )
        root = self.package.xml(posixpath.normpath(path).lstrip("/")) if path else None
        title = "" if root is None else root.findtext(f"{_DC}title") or ""
        lang = "" if root is None else root.findtext(f"{_DC}language") or ""
        return words(title), self.styles.language or lang

    # Blocks

    def entries(self) -> list[Entry]:
        """The whole text, in reading order, sizes in proportion to the size of the text."""
        made = [*self._blocks(self.body)]
        self.look_at_running()
        return assembly.in_proportion(made, assembly.most_common(self.sizes, self.styles.size))

    def _blocks(self, parent: Iterable[_Element]) -> Iterator[Entry]:
        for element in parent:
            name = _local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif (inner := self._through(name, element)) is not None:
                yield from self._blocks(inner)
            elif name == "oMathPara":
                paragraph = _Paragraph(self.styles.default, PLAIN, PLAIN)
                self._inline([element], paragraph, PLAIN)
                yield Line(runs=tuple(paragraph.runs))
            else:
                self.counts["changes"] += name in _DELETED
                self.counts["embedded"] += name == "altChunk"

    def _through(self, name: str, element: _Element) -> Iterable[_Element] | None:
        """What to read in the place of an element that is nothing itself; None for others."""
        inner: Iterable[_Element] | None = None
        if name in _TRANSPARENT:
            inner = element
        elif name == "AlternateContent":
            inner = _chosen(element)
        elif name == "sdt":
            inner = self._control(element)
        return inner

    def _control(self, element: _Element) -> Iterable[_Element]:
        """What stands in a content control (17.5.2), but for prompts and tables of contents."""
        gallery = value(element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"))
        content = element.find(f"{W}sdtContent")
        if gallery in {"Table of Contents", "Table of Figures"}:
            self.counts["contents"] += 1
            return ()
        prompts = element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
        return () if prompts or content is None else content

    def _paragraph(self, element: _Element) -> Iterator[Entry]:
        properties = element.find(f"{W}pPr")
        own = look_of(properties, None)
        style_id = "" if properties is None else value(properties.find(f"{W}pStyle"))
        style = self.styles.of(style_id) if style_id else self.styles.default
        paragraph = _Paragraph(style, own, own.over(style.look), runs=self._merging)
        self._merging = []
        if properties is not None and (mark := properties.find(f"{W}rPr")) is not None:
            if mark.find(f"{W}ins") is not None or mark.find(f"{W}moveTo") is not None:
                self.counts["changes"] += 1
            if mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None:
                self.counts["changes"] += 1
                self._inline(element, paragraph, style.look)
                self._merging = paragraph.runs  # its end is deleted: it goes on in the next one
                yield from paragraph.after
                return
        self._inline(element, paragraph, style.look)
        yield from self._lines(paragraph, properties)

    def _lines(self, paragraph: _Paragraph, properties: _Element | None) -> Iterator[Entry]:
        """The line of a paragraph, and the pictures and boxes that stand in it."""
        has_words = any(not run.is_blank and not run.is_break for run in paragraph.runs)
        if has_words and paragraph.style.meaning.role == "contents":
            self.counts["contents"] += 1
            return
        figures = [entry for entry in paragraph.after if isinstance(entry, Figure)]
        if not has_words:
            yield from paragraph.after
            if not paragraph.after and _is_rule(properties):
                yield Rule()
            return
        line = self._line(paragraph)
        own_caption = paragraph.style.meaning.role == "caption" and len(figures) == 1
        if own_caption:  # LibreOffice's frames: the picture and its caption are one paragraph
            yield figures[0]
            yield line
            yield from (entry for entry in paragraph.after if entry is not figures[0])
            return
        yield line
        yield from paragraph.after

    def _line(self, paragraph: _Paragraph) -> Line:
        style, look = paragraph.style, paragraph.look
        role, level = style.meaning.role, style.meaning.level
        if look.outline is not None and role in {"text", "heading"}:
            role, level = ("heading", look.outline + 1) if look.outline < 9 else ("text", 0)
        line = Line(
            runs=tuple(paragraph.runs), role=role, level=level,
            bold=bool(look.bold) or 0 < paragraph.letters == paragraph.bold_letters,
            size=assembly.most_common(paragraph.sizes, self.styles.size), centred=bool(look.centred),
            indent=look.indent or 0, unmarked=paragraph.own.num_id == "0" and style.look.num_id is None,
        )  # fmt: skip
        line = self._listed(line, paragraph)
        if line.mark is None:
            self._named_numbers.clear()
        return line

    def _listed(self, line: Line, paragraph: _Paragraph) -> Line:
        """``line`` as the item that it is; labels of words, "Article 3", stay before it."""
        counted, num_id, at = self._counted(paragraph)
        if counted is None:
            return self._listed_by_name(line, paragraph)
        label = Run(f"{words(counted.label).rstrip()} ")
        if line.role in {"heading", "title"}:
            if _NAMED_LABEL.search(counted.level.pattern):
                return replace(line, runs=(label, *line.runs))
            self.counts["numbers"] += counted.level.form not in {"bullet", "none"}
            return line
        if line.role not in {"text", "quotation", "lead"}:
            return line
        ordered = counted.level.form not in {"bullet", "none"}
        if ordered and _NAMED_LABEL.search(re.sub(r"%\d", "", counted.level.pattern)):
            return replace(line, runs=(label, *line.runs))
        # what the paragraph says itself goes first; its style, only where the style makes it an item
        own, styled = paragraph.own, paragraph.look
        indent = own.indent if own.indent is not None or own.num_id is not None else styled.indent
        rank = counted.level.indent if indent is None else indent
        return replace(line, role="text", mark=Mark(at, ordered, counted.number, num_id, rank))

    def _listed_by_name(self, line: Line, paragraph: _Paragraph) -> Line:
        """``line`` as an item that only its style's name tells, where numbering.xml is missing."""
        style, listed = paragraph.style, paragraph.style.meaning.listed
        if listed == "continued":
            return replace(line, continues=0)
        if not listed or line.role != "text" or paragraph.look.num_id == "0":
            return line
        depth = int(style.name[-1]) - 1 if style.name[-1:] in set("2345") else 0
        self._named_numbers[style.name] += 1
        number = self._named_numbers[style.name]
        return replace(line, mark=Mark(depth, listed == "number", number, style.name))

    def _counted(self, paragraph: _Paragraph) -> tuple[Counted | None, str, int]:
        """The paragraph as an item of a list, with the list and the level; nothing for most of them."""
        look, style = paragraph.look, paragraph.style
        num_id, at = look.num_id, look.num_level
        bound = self.numbering.of_style(style.id)
        if num_id is None and bound:
            num_id, at = bound
        elif num_id is not None and at is None and bound and bound[0] == num_id:
            at = bound[1]
        if not num_id or num_id == "0":
            return None, "", 0
        return self.numbering.counted(num_id, at or 0), num_id, at or 0

    # Words

    def _inline(
        self, parent: Iterable[_Element], paragraph: _Paragraph, base: Look, link: str = ""
    ) -> None:
        """Read what stands in a paragraph, or in something within it, onto ``paragraph``."""
        for element in parent:
            name = _local(element)
            if name == "r":
                self._run(element, paragraph, base, link)
            elif name == "hyperlink":
                self._inline(element, paragraph, base, self._target(element) or link)
            elif (inner := self._through(name, element)) is not None:
                self.counts["changes"] += name in _INSERTED
                self._inline(inner, paragraph, base, link)
            elif name in _DELETED:
                self.counts["changes"] += 1
                self._fields_within(element)
            elif name == "fldSimple":
                self._simple_field(element, paragraph, base, link)
            elif name in {"oMath", "oMathPara"}:
                self.counts["equations"] += 1
                paragraph.runs += equation(element)

    def _fields_within(self, element: _Element) -> None:
        """Follow the fields that begin and end in what is left out, so that their ends are theirs."""
        for mark in element.iter(f"{W}fldChar"):
            self._field_mark(mark)

    def _target(self, element: _Element) -> str:
        """Where a w:hyperlink leads; "" for places in the document."""
        target, outside = self.part.targets.get(element.get(f"{_R}id", ""), ("", False))
        if not outside:
            return ""
        anchor = element.get(f"{W}anchor", "")
        return address_of(f"{target}#{anchor}" if anchor and "#" not in target else target)

    def _simple_field(self, element: _Element, paragraph: _Paragraph, base: Look, link: str) -> None:
        field_ = _Field(element.get(f"{W}instr", ""), shown=True)
        if field_.name in _DROPPED_FIELDS:
            self.counts["contents"] += field_.name == "TOC"
            return
        self._inline(element, paragraph, base, address_of(field_.address) or link)

    def _field_mark(self, element: _Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].shown = True
            self.counts["contents"] += self.fields[-1].name == "TOC"
        elif kind == "end" and self.fields:
            self.fields.pop()

    @property
    def _is_shown(self) -> bool:
        """Whether what is read is no instruction of a field, and no result that has no place here."""
        return all(f.shown and f.name not in _DROPPED_FIELDS for f in self.fields)

    def _run(self, element: _Element, paragraph: _Paragraph, base: Look, link: str) -> None:
        properties = element.find(f"{W}rPr")
        code, look = False, PLAIN
        if properties is not None:
            look = look_of(None, properties)
            if style_id := value(properties.find(f"{W}rStyle")):
                look = look.over(self.styles.of(style_id).look)
                code = self.styles.is_code(style_id)
        whole = look.over(base)
        if whole.hidden or whole.struck:
            left_out = any((text.text or "").strip() for text in element.iter(f"{W}t"))
            self.counts["hidden" if whole.hidden else "struck"] += left_out and self._is_shown
            self._fields_within(element)
            return
        bold, italic = bool(look.bold) and not base.bold, bool(look.italic) and not base.italic
        position = _POSITIONS.get(whole.position or "", "")
        for child in element:
            text = self._text_of(child, paragraph)
            if text and self._is_shown:
                leads = link or self._field_address()
                paragraph.runs.append(Run(text, bold, italic, position, code, leads))
                self._measure(len(text.strip()), whole, paragraph)

    def _measure(self, letters: int, look: Look, paragraph: _Paragraph) -> None:
        """Count letters by their size and weight."""
        if letters:
            size = look.size or self.styles.size
            paragraph.sizes[size] += letters
            paragraph.letters += letters
            paragraph.bold_letters += letters if look.bold else 0
            if paragraph.style.meaning.role == "text":
                self.sizes[size] += letters

    def _field_address(self) -> str:
        """Where the fields that have begun lead, the innermost first."""
        return next((to for f in reversed(self.fields) if (to := address_of(f.address))), "")

    def _text_of(self, child: _Element, paragraph: _Paragraph) -> str:
        """The words of what stands in a run; notes, pictures and fields are taken note of."""
        name = _local(child)
        if name == "t":
            text = child.text or ""
            return words(text if child.get(_SPACE) == "preserve" else text.strip(" \t\r\n"))
        if name in _SIGNS:
            return _SIGNS[name]
        if name == "br":
            return "\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else " "
        if name == "sym":
            return _symbol(child)
        if name == "AlternateContent":
            return "".join(self._text_of(inner, paragraph) for inner in _chosen(child))
        if name == "ruby":
            return "".join(words(t.text or "") for t in child.iterfind(f"{W}rubyBase//{W}t"))
        self._take_note(name, child, paragraph)
        return ""

    def _take_note(self, name: str, child: _Element, paragraph: _Paragraph) -> None:
        """Follow what has no words itself: fields, calls of notes and comments, drawings."""
        if name == "fldChar":
            self._field_mark(child)
        elif name == "instrText" and self.fields and not self.fields[-1].shown:
            self.fields[-1].instruction += child.text or ""
        elif name in {"footnoteReference", "endnoteReference"}:
            self._call_note(name.removesuffix("Reference"), child.get(f"{W}id", ""), paragraph)
        elif name == "commentReference":
            self.counts["comments"] += 1
        elif name in {"drawing", "pict", "object"} and self._is_shown:
            paragraph.after += self._drawing(child)

    def _call_note(self, kind: str, id_: str, paragraph: _Paragraph) -> None:
        if self._is_shown:
            label = self.called.setdefault((kind, id_), str(len(self.called) + 1))
            paragraph.runs.append(Run("", note=label))

    # Notes

    def notes(self) -> tuple[Footnote, ...]:
        """The notes that the text calls, in the order of their calls."""
        roots = {kind: self.package.xml(part) for kind, part in self._note_parts.items()}
        elements = {
            (kind, element.get(f"{W}id", "")): element
            for kind, root in roots.items() if root is not None
            for element in root.iterfind(f"{W}{kind}")
        }  # fmt: skip
        made = []
        for (kind, id_), label in [*self.called.items()]:
            self.part = self._part(self._note_parts[kind])
            element = elements.get((kind, id_))
            entries = [] if element is None else [*self._blocks(element)]
            made.append(Footnote(label, assembly.tree_of(assembly.without_empty(entries))))
        return tuple(made)

    # Drawings

    def _drawing(self, element: _Element) -> Iterator[Entry]:
        """The pictures and the words of a drawing; what is neither is counted."""
        if any(rule.get(f"{_O}hr") in {"t", "true"} for rule in element.iter(f"{_V}rect")):
            yield Rule()
            return
        before = self._seen
        yield from self._pictures(element)
        for box in element.iter(f"{W}txbxContent"):
            if not _is_within(box, element):
                entries = [*self._boxed(box)]
                self._seen += 1
                self.counts["boxes"] += not any(
                    e.role == "caption" for e in entries if isinstance(e, Line)
                )
                yield from entries
        for art in element.iter(f"{_V}textpath"):  # WordArt
            self._seen += 1
            yield Line(runs=(Run(words(art.get("string", ""))),))
        kinds = (data.get("uri", "").rsplit("/", 1)[-1] for data in element.iter(f"{_A}graphicData"))
        charts = sum(kind in {"chart", "chartex", "diagram"} for kind in kinds)
        self.counts["charts"] += charts
        unseen = self._seen == before and not charts and _local(element) == "object"
        self.counts["embedded"] += unseen

    def _boxed(self, box: _Element) -> Iterator[Entry]:
        """What stands in a text box. Fields of the text around it do not reach into it."""
        outer, self.fields = self.fields, []
        merging, self._merging = self._merging, []
        if self._depth < _DEEPEST_TABLE:
            self._depth += 1
            for entry in self._blocks(box):
                if not isinstance(entry, Line):
                    yield entry
                elif entry.text:
                    yield replace(entry, aside=True)
            self._depth -= 1
        self.fields, self._merging = outer, merging

    def _pictures(self, element: _Element) -> Iterator[Figure]:
        described = element.find(f".//{_WP}docPr")
        for blip in element.iter(f"{_A}blip"):
            if not _is_within(blip, element):
                own = _described_near(blip, element)
                embedded, linked = blip.get(f"{_R}embed", ""), blip.get(f"{_R}link", "")
                yield from self._figure(embedded, linked, described if own is None else own)
        for image in element.iter(f"{_V}imagedata"):
            if not _is_within(image, element):
                yield from self._figure(image.get(f"{_R}id", ""), "", image.getparent())

    def _figure(self, embedded: str, linked: str, described: _Element | None) -> Iterator[Figure]:
        """A picture that the file holds and brochure reads; others are told."""
        self._seen += 1
        target, outside = self.part.targets.get(embedded or linked, ("", False))
        name = posixpath.basename(target)[-80:] or "?"
        if outside or (linked and not embedded):
            self.left.linked.append(name)
            return
        data = self.package.read(target) if target in self.package else b""
        if not picture_files.media_type_of(data):
            self.left.unread.append(name)
            return
        given, decorative = "", False
        if described is not None:
            given = described.get("descr") or described.get("alt") or described.get("title") or ""
            decorative = any(
                _local(mark) == "decorative" and mark.get("val") in {"1", "true"}
                for mark in described.iter()
            )
        alt = self.left.alt_of(given)
        yield Figure(ImportedPicture(name, data=data, alt=alt, decorative=decorative))

    # Tables

    def _table(self, element: _Element) -> Iterator[Entry]:
        if self._depth >= _DEEPEST_TABLE:
            raise SourceError(error("import-tables-deep", most=_DEEPEST_TABLE))
        self._depth += 1
        repeated, grid = [], Grid()
        for row in _rows(element):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.counts["changes"] += 1
                continue
            repeated.append(properties is not None and properties.find(f"{W}tblHeader") is not None)
            grid.begin(_gap(properties, "gridBefore"))
            for cell in _cells(row):
                self._cell(cell, grid)
            grid.skip(_gap(properties, "gridAfter"))
        self._depth -= 1
        yield from laid_out(grid.rows, heads(grid.rows, repeated))

    def _cell(self, cell: _Element, grid: Grid) -> None:
        properties = cell.find(f"{W}tcPr")
        span, merged = 1, ""
        if properties is not None:
            span = min(max(1, number_of(value(properties.find(f"{W}gridSpan"))) or 1), MOST_COLUMNS)
            if (vertical := properties.find(f"{W}vMerge")) is not None:
                merged = value(vertical, "continue")
            if value(properties.find(f"{W}hMerge")) == "continue":
                merged = "continue"
        entries = [*self._blocks(cell)]
        if self._merging:  # the end of a cell's last paragraph cannot be deleted with it
            entries.append(Line(runs=tuple(self._merging)))
            self._merging = []
        grid.add([] if merged == "continue" else assembly.without_empty(entries), span)

    # Headers and footers

    def look_at_running(self) -> None:
        """Take note of the words in headers and footers."""
        for reference in self.body.iter(f"{W}headerReference", f"{W}footerReference"):
            target, _ = self.part.targets.get(reference.get(f"{_R}id", ""), ("", False))
            root = self.package.xml(target) if target else None
            if root is not None:
                self.left.add_running(
                    "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
                    for paragraph in root.iter(f"{W}p")
                )


def _local(element: _Element) -> str:
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _chosen(element: _Element) -> _Element:
    """Of mc:AlternateContent what Word 2010 and newer show, else what older ones do."""
    choice, fallback = element.find(f"{_MC}Choice"), element.find(f"{_MC}Fallback")
    if choice is not None and len(choice):
        return choice
    return element if fallback is None else fallback


def _is_within(inner: _Element, outer: _Element) -> bool:
    """Whether ``inner`` stands in a text box of ``outer``, or in what older programs show instead."""
    above = inner.getparent()
    while above is not None and above is not outer:
        if above.tag in {f"{W}txbxContent", f"{_MC}Fallback"}:
            return True
        above = above.getparent()
    return False


def _described_near(blip: _Element, outer: _Element) -> _Element | None:
    """The description of a picture in a group, which has one of its own."""
    above = blip.getparent()
    while above is not None and above is not outer and _local(above) != "pic":
        above = above.getparent()
    if above is None or above is outer:
        return None
    named = (element for element in above.iter() if _local(element) == "cNvPr")
    return next((element for element in named if element.get("descr") or element.get("title")), None)


def _symbol(element: _Element) -> str:
    """A sign of a symbol font, as Unicode has it (17.3.3.30)."""
    code = element.get(f"{W}char", "")
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    return words(chr(point if point >= 0x100 else 0xF000 + point)) if point < 0x110000 else ""


def _is_rule(properties: _Element | None) -> bool:
    """Whether an empty paragraph has a line below or above it, and is a line across the page."""
    if properties is None:
        return False
    borders = properties.find(f"{W}pBdr")
    return borders is not None and any(
        value(borders.find(f"{W}{side}")) not in {"", "nil", "none"}
        for side in ("bottom", "top", "between")
    )


# Tables


def _rows(table: _Element) -> Iterator[_Element]:
    yield from _inside(table, f"{W}tr")


def _cells(row: _Element) -> Iterator[_Element]:
    yield from _inside(row, f"{W}tc")


def _inside(parent: _Element, tag: str) -> Iterator[_Element]:
    """The elements ``tag`` of ``parent``, in content controls and changes as well."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif _local(element) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _inside(element, tag)


def _gap(properties: _Element | None, name: str) -> int:
    found = None if properties is None else number_of(value(properties.find(f"{W}{name}")))
    return min(max(0, found or 0), MOST_COLUMNS)
