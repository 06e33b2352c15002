"""What a finished brochure looks like, in numbers: holes, short columns, torn blocks, runts, hyphens.

Measured on the PDF alone: where its ink is (rendered at 72 dpi, a pixel is a point), where its lines
stand (PDFium) and what they are (the tags of its structure, ISO 32000-1, 14.7 and 14.8). Nothing of the
program that composed it is asked, so a mistake of the composer cannot hide in its own books. Lengths
are in points from the lower left corner, but where a name says millimetres.
"""

from __future__ import annotations

import ctypes
import io
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
LONGEST_HOLE_MM = 60.0
LONGEST_SHORTFALL = 1.5
"""Lines that a column may end above its neighbour: one, and what a picture is off the baseline."""

HYPHENS_IN_A_ROW = 2
LARGEST_HYPHENATED_PT = 14.0
MOST_COINCIDING = 0.30
NEAR_PT = 2.0
"""Boxes whose places and sizes differ by less coincide."""

LEAST_PT = 8.0
"""The smallest type of a screen file; a design may ask for more."""

_INLINE = {"Span", "Link", "NonStruct", "Reference", "Quote", "Em", "Strong", "Code", "Lbl", "Figure"}
_HEADING = re.compile(r"H[1-6]?")
_HYPHENS = ("\x02", "-", "\u2010", "\u00ad")  # PDFium gives a hyphen that parts a word as U+0002
_INK = 8
"""How far a channel of 0 to 255 must be from the paper's to be ink."""


class Box(NamedTuple):
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From side to side."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From foot to head."""
        return self.top - self.bottom

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies within."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def beside(self, other: Box) -> float:
        """How much of its width two boxes share, in points."""
        return max(0.0, min(self.right, other.right) - max(self.left, other.left))


@dataclass(slots=True, eq=False)
class Tag:
    """An element of the structure: its kind, what it stands in, and the pages that hold some of it."""

    kind: str
    parent: Tag | None
    kids: list[Tag] = field(default_factory=list)

    def above(self) -> Iterator[Tag]:
        """Itself, and what it stands in, from the inside out."""
        tag: Tag | None = self
        while tag is not None:
            yield tag
            tag = tag.parent

    def within(self, *kinds: str) -> Tag | None:
        """The innermost of these kinds that it is or stands in."""
        return next((tag for tag in self.above() if tag.kind in kinds), None)

    def all(self) -> Iterator[Tag]:
        """Itself and all that stands in it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.all()


@dataclass(slots=True, eq=False)
class Line:
    """A line of text: its page (from 0), box, baseline, size in points, family and words."""

    page: int
    box: Box
    baseline: float
    size: float
    family: str
    text: str
    block: Tag
    linked: bool
    """Whether its end is a link: addresses break where they can."""
    boxed: bool = False
    """Whether it stands in a painted box."""

    @property
    def hyphenated(self) -> bool:
        """Whether it ends on a hyphen."""
        return self.text.rstrip().endswith(_HYPHENS) and not self.linked

    @property
    def words(self) -> list[str]:
        """What spaces part, no-break ones too; marks that stand alone are none."""
        return [word for word in self.text.split() if any(map(str.isalnum, word))]


@dataclass(slots=True)
class Sheet:
    """A page: its size, lines, the boxes of its pictures, and painted boxes smaller than itself."""

    width: float
    height: float
    lines: list[Line]
    pictures: list[tuple[Box, Tag | None]]
    painted: list[Box]
    rules: list[Box]
    """Thin rules, which fill no hole: a line across it leaves it as empty, one along it too."""
    image: Any
    """The page at 72 dpi, of Pillow."""


@dataclass(slots=True)
class Document:
    """A brochure: its sheets, its tags, and the size and family of its running text."""

    sheets: list[Sheet]
    root: Tag
    body_pt: float
    body_family: str
    leading: float

    @property
    def lines(self) -> Iterator[Line]:
        """All lines, page by page."""
        return (line for sheet in self.sheets for line in sheet.lines)

    def running(self, line: Line) -> bool:
        """Whether ``line`` is running text: of its size and family, in no painted box, in no table."""
        return (
            abs(line.size - self.body_pt) < 0.35
            and line.family == self.body_family
            and not line.boxed
            and line.block.kind in {"P", "LBody", "LI", "DD", "DT", "Div", "Sect"}
            and line.block.within("Table", "BlockQuote") is None
        )


class Fault(NamedTuple):
    """Where a limit is passed: ``rule``, the page (from 1), and what is seen there."""

    rule: str
    page: int
    said: str


class Margins(NamedTuple):
    """What lies around the text, in millimetres."""

    top_mm: float = 20.0
    bottom_mm: float = 20.0
    side_mm: float = 18.0


@dataclass(frozen=True, slots=True)
class Look:
    """What was measured: ``holes_mm`` on each inside page, across it and in its worst column."""

    pages: int
    holes_mm: dict[int, float]
    column_holes_mm: dict[int, float]
    shortfalls: dict[int, float]
    """By how many lines the shortest column of a page ends above the longest, by page."""
    smallest_pt: float
    forced_hyphens: int
    """Hyphens in large type, in words too long for any line."""
    faults: tuple[Fault, ...]


# Reading the file


def read(data: bytes) -> Document:
    """The brochure in ``data``, a tagged PDF. Raises ValueError where it has no tags."""
    with pikepdf.open(io.BytesIO(data)) as file:
        root, owners = _tags(file)
    sheets = []
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document):
            sheets.append(_sheet(page, number, owners))
    _join([line for sheet in sheets for line in sheet.lines])
    inside = [line for sheet in sheets[1:-1] or sheets for line in sheet.lines]
    texts = [line for line in inside if not line.boxed and line.block.kind in {"P", "LBody"}]
    # Labels of figures are paragraphs of a list: they may be more words than the text.
    alone = [line for line in texts if line.block.within("L") is None]
    letters: Counter[tuple[float, str]] = Counter()
    for line in alone or texts:
        letters[round(line.size, 1), line.family] += len(line.text)
    (size, family), _ = (letters.most_common(1) or [((10.0, ""), 0)])[0]
    made = Document(sheets, root, size, family, leading=1.4 * size)
    steps = [
        above.baseline - below.baseline
        for sheet in sheets
        for above, below in pairwise(line for line in sheet.lines if made.running(line))
        if above.block is below.block and above.baseline > below.baseline
    ]
    made.leading = statistics.median(steps) if steps else made.leading
    return made


def read_printed(data: bytes) -> Document:
    """The leaflet or poster in ``data``, for a press: without tags, of what lies on the paper alone."""
    root = Tag("", None)
    sheets = []
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document):
            sheet = _sheet(page, number, {}, root)
            trim = Box(*page.get_trimbox())
            sheet.lines = [
                line for line in sheet.lines
                if trim.holds((line.box.left + line.box.right) / 2, line.baseline)
            ]  # fmt: skip
            sheets.append(sheet)
    return Document(sheets, root, 0.0, "", leading=0.0)


def _tags(file: pikepdf.Pdf) -> tuple[Tag, dict[tuple[int, int], Tag]]:
    """The tree of structure, and the element of each piece of content by page and number."""
    tree = file.Root.get("/StructTreeRoot")
    if tree is None:
        raise ValueError("the PDF has no structure: what its lines are cannot be told")
    pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(file.pages)}
    owners: dict[tuple[int, int], Tag] = {}

    def add(element: Any, parent: Tag, page: int) -> None:
        tag = Tag(str(element.get("/S", "/"))[1:], parent)
        parent.kids.append(tag)
        page = pages.get(element["/Pg"].objgen, page) if "/Pg" in element else page
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]:
            if isinstance(kid, int):
                owners[page, int(kid)] = tag
            elif "/MCID" in kid:
                at = pages.get(kid["/Pg"].objgen, page) if "/Pg" in kid else page
                owners[at, int(kid["/MCID"])] = tag
            elif "/S" in kid:
                add(kid, tag, page)

    root = Tag("", None)
    top = tree.get("/K")
    for element in top if isinstance(top, pikepdf.Array) else [top]:
        add(element, root, 0)
    return root, owners


@dataclass(slots=True)
class _Piece:
    """A text object: what stands between two operators that show text."""

    box: Box
    baseline: float
    size: float
    family: str
    text: str
    tag: Tag


def _sheet(
    page: Any, number: int, owners: dict[tuple[int, int], Tag], untagged: Tag | None = None
) -> Sheet:
    """The page of that ``number``; what has no owner is of ``untagged``, or no text of it."""
    width, height = page.get_size()
    words = page.get_textpage()
    made = Sheet(width, height, [], [], [], [], page.render(scale=1).to_pil().convert("RGB"))
    pieces: list[_Piece] = []
    # What stands in a form has the form's coordinates; the form itself has the page's.
    for item in page.get_objects(max_depth=1):
        box = _shown(item)
        tag = owners.get((number, int(pdfium.FPDFPageObj_GetMarkedContentID(item))), untagged)
        if box.left > width or box.right < 0 or box.bottom > height or box.top < 0:
            continue
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            text = _words(item, words)
            pieces += [_piece(item, box, text, tag)] if tag is not None and text.strip() else []
        else:
            _add_drawing(made, item, box, tag.within("Figure") if tag else None)
    made.lines = list(_lines(pieces, number))
    for line in made.lines:
        x, y = (line.box.left + line.box.right) / 2, (line.box.bottom + line.box.top) / 2
        line.boxed = any(
            box.holds(x, y) and box.height > 1.4 * line.size and box.width > line.box.width
            for box in made.painted
        )
    return made


def _add_drawing(sheet: Sheet, item: Any, box: Box, figure: Tag | None) -> None:
    """Add what is no text to what ``sheet`` has: a picture, a thin rule or a painted box."""
    if item.type in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM} or figure:
        sheet.pictures.append((box, figure))
    elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
        if (box.width <= 8 and box.height >= 60) or (box.height <= 3 and box.width >= 60):
            sheet.rules.append(box)
        if box.width * box.height < 0.9 * sheet.width * sheet.height and _is_filled(item):
            sheet.painted.append(box)


def _shown(item: Any) -> Box:
    """The box of an object, as far as its clips let it be seen: borders are boxes clipped to a side."""
    box = Box(*item.get_bounds())
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        points = []
        for number in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
            x, y = ctypes.c_float(), ctypes.c_float()
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        if points:
            left, right = min(x for x, _ in points), max(x for x, _ in points)
            bottom, top = min(y for _, y in points), max(y for _, y in points)
            box = Box(
                max(box.left, left), max(box.bottom, bottom), min(box.right, right), min(box.top, top)
            )
    return box


def _words(item: Any, words: Any) -> str:
    length = pdfium.FPDFTextObj_GetText(item, words, None, 0)
    buffer = ctypes.create_string_buffer(length * 2)
    pdfium.FPDFTextObj_GetText(
        item, words, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length
    )
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _piece(item: Any, box: Box, text: str, tag: Tag) -> _Piece:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    matrix = item.get_matrix()
    font = pdfium.FPDFTextObj_GetFont(item)
    length = pdfium.FPDFFont_GetFamilyName(font, None, 0)
    name = ctypes.create_string_buffer(max(1, length))
    pdfium.FPDFFont_GetFamilyName(font, name, length)
    scale = max(abs(matrix.b), abs(matrix.d))
    return _Piece(box, matrix.f, size.value * scale, name.value.decode("utf-8", "replace"), text, tag)


def _is_filled(item: Any) -> bool:
    """Whether a path is painted, in another colour than white."""
    mode, stroked = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(item, mode, stroked)
    channels = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *channels)
    red, green, blue, alpha = (channel.value for channel in channels)
    return mode.value != pdfium.FPDF_FILLMODE_NONE and alpha > 0 and min(red, green, blue) < 250


def _lines(pieces: Iterable[_Piece], page: int) -> Iterator[Line]:
    """Pieces of one block, one after the other on one baseline, make a line."""
    for block, of_block in groupby(pieces, key=lambda piece: _block(piece.tag)):
        line: list[_Piece] = []
        for piece in of_block:
            # Raised and lowered signs stand on the line of what is larger.
            if line and abs(piece.baseline - line[0].baseline) > 0.45 * max(piece.size, line[0].size):
                yield _line(line, block, page)
                line = []
            line.append(piece)
        if line:
            yield _line(line, block, page)


def _block(tag: Tag) -> Tag:
    """The paragraph, heading, cell or item that ``tag`` stands in."""
    return next((above for above in tag.above() if above.kind not in _INLINE), tag)


def _join(lines: Sequence[Line]) -> None:
    """Make the parts of a paragraph in two columns or on two pages one block: each has its own element.

    A part goes on where it neither ends a sentence nor the next begins one. Writing without capitals
    shows no beginning, so there parts stay parts.
    """
    for before, line in pairwise(lines):
        if line.block is before.block or line.block.kind != before.block.kind:
            continue
        if abs(line.size - before.size) > 0.3 or line.family != before.family:
            continue
        moved = line.page > before.page or line.baseline > before.baseline
        if (
            moved
            and before.block.kind in {"P", "LBody", "LI", "DD", "Caption"}
            and _goes_on(before, line)
        ):
            old, new = line.block, before.block
            for each in lines:
                if each.block is old:
                    each.block = new


def _goes_on(before: Line, after: Line) -> bool:
    ended, begun = before.text.rstrip(), after.text.lstrip()
    if ended.endswith(_HYPHENS):
        return True
    goes_on = begun[:1].islower() or (before.block.kind == "P" and begun[:1].isdigit())
    return goes_on and ended[-1:] not in ".!?…:;»”"


def _line(pieces: Sequence[_Piece], block: Tag, page: int) -> Line:
    main = max(pieces, key=lambda piece: (piece.size, len(piece.text)))
    longest = Counter[str]()
    for piece in pieces:
        longest[piece.family] += len(piece.text)
    return Line(
        page=page,
        box=Box(
            min(piece.box.left for piece in pieces), min(piece.box.bottom for piece in pieces),
            max(piece.box.right for piece in pieces), max(piece.box.top for piece in pieces),
        ),
        baseline=main.baseline,
        size=main.size,
        family=longest.most_common(1)[0][0],
        text="".join(piece.text for piece in pieces),
        block=block,
        linked=pieces[-1].tag.within("Link") is not None,
    )  # fmt: skip


# Measuring


def measure(document: Document, margins: Margins, least_pt: float = LEAST_PT) -> Look:
    """All of it. ``margins`` bound the area of the text, ``least_pt`` is the smallest type."""
    inside = [number for number in range(len(document.sheets)) if _is_inside(document, number)]
    texts = [n for n in inside if sum(map(document.running, document.sheets[n].lines)) > 0]
    last_text = texts[-1] if texts else -1
    holes: dict[int, float] = {}
    column_holes: dict[int, float] = {}
    shortfalls: dict[int, float] = {}
    everywhere = [box for n in texts for box in _columns(document, n)]
    for number in inside:
        sheet, columns = document.sheets[number], _columns(document, number)
        holes[number + 1] = _hole(sheet, margins, None) / MM
        if columns:
            worst = max(_hole(sheet, margins, column) for column in columns)
            column_holes[number + 1] = worst / MM
            if number != last_text:  # the text ends where it ends
                shortfalls[number + 1] = _shortfall(document, number, columns, everywhere)
    hyphens, forced = _hyphens(document)
    faults = (
        *_empty(holes, column_holes, shortfalls), *_small(document, least_pt),
        *_torn(document, set(inside)), *_runts(document, set(inside)), *hyphens,
    )  # fmt: skip
    return Look(
        pages=len(document.sheets),
        holes_mm=holes,
        column_holes_mm=column_holes,
        shortfalls=shortfalls,
        smallest_pt=min((line.size for line in document.lines), default=0.0),
        forced_hyphens=forced,
        faults=faults,
    )


def _empty(
    holes_mm: Mapping[int, float], column_holes_mm: Mapping[int, float], shortfalls: Mapping[int, float]
) -> Iterator[Fault]:
    for page, hole in holes_mm.items():
        if hole > LONGEST_HOLE_MM:
            yield Fault("hole", page, f"{hole:.0f} mm without ink")
        elif page in shortfalls and column_holes_mm[page] > LONGEST_HOLE_MM:
            yield Fault("hole", page, f"{column_holes_mm[page]:.0f} mm without ink in a column")
    for page, short in shortfalls.items():
        if short > LONGEST_SHORTFALL:
            yield Fault("short", page, f"a column ends {short:.0f} lines early")


def _small(document: Document, least_pt: float) -> Iterator[Fault]:
    for number, sheet in enumerate(document.sheets):
        small = [line for line in sheet.lines if line.size < least_pt - 0.05]
        if small:
            line = min(small, key=lambda each: each.size)
            said = (
                f"{line.size:.1f} pt, least is {least_pt:g}: “{_cut(line.text)}” ({len(small)} lines)"
            )
            yield Fault("small", number + 1, said)


def _cut(text: str, longest: int = 44) -> str:
    text = " ".join(text.replace("\x02", "-").split())
    return text if len(text) <= longest else f"{text[:longest]}…"


def _is_inside(document: Document, number: int) -> bool:
    """Whether a page is neither the cover, nor the back cover, nor for notes.

    The last page is the back cover; one with eight lines of running text is inside all the same.
    """
    sheet = document.sheets[number]
    if number == 0:
        return False
    if number == len(document.sheets) - 1:
        return sum(map(document.running, sheet.lines)) >= 8
    alone = len(sheet.lines) == 1 and _HEADING.fullmatch(sheet.lines[0].block.kind)
    return not (alone and not sheet.pictures and _is_ruled(sheet))


def _is_ruled(sheet: Sheet) -> bool:
    """Whether a page is for notes: ten thin rules across it."""
    thin = [box for box in sheet.painted if box.height < 2 and box.width > 0.6 * sheet.width]
    return len(thin) >= 10


def _hole(sheet: Sheet, margins: Margins, column: Box | None) -> float:
    """The most rows in a row without ink, between the margins; across the page, or in a column.

    What is painted is ink: plates and pictures are full. A page painted in a light colour from edge to
    edge is paper.
    """
    from PIL import Image, ImageChops, ImageDraw

    image = sheet.image.copy()
    draw = ImageDraw.Draw(image)
    paper = _paper(image)
    for rule in sheet.rules:
        at = (
            rule.left - 1,
            sheet.height - rule.top - 1,
            rule.right + 1,
            sheet.height - rule.bottom + 1,
        )
        draw.rectangle(at, fill=paper)
    apart = ImageChops.difference(image, Image.new("RGB", image.size, paper))
    red, green, blue = apart.split()
    ink = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    ink = ink.point([0] * _INK + [255] * (256 - _INK))
    top, bottom = round(margins.top_mm * MM), round(sheet.height - margins.bottom_mm * MM)
    left, right = (0, image.width) if column is None else (round(column.left), round(column.right))
    longest = run = 0
    pixels = ink.crop((left, top, right, bottom)).tobytes()
    for start in range(0, len(pixels), right - left):
        run = 0 if any(pixels[start : start + right - left]) else run + 1
        longest = max(longest, run)
    return float(longest)


def _paper(image: Any) -> tuple[int, int, int]:
    """White, or the light colour that four fifths of the page and all its corners have."""
    right, bottom = image.width - 3, image.height - 3
    corners = {image.getpixel(at) for at in ((2, 2), (right, 2), (2, bottom), (right, bottom))}
    if len(corners) == 1:
        (colour,) = corners
        counted = {found: count for count, found in image.getcolors(image.width * image.height)}
        if min(colour) > 200 and counted[colour] > 0.5 * image.width * image.height:
            return (int(colour[0]), int(colour[1]), int(colour[2]))
    return (255, 255, 255)


def _columns(document: Document, number: int) -> list[Box]:
    """The columns of running text on a page, as boxes around their lines."""
    sheet = document.sheets[number]
    widest = 0.62 * sheet.width
    lines = [line.box for line in sheet.lines if document.running(line)]
    found: list[Box] = []
    for box in sorted(line for line in lines if line.width < widest):
        near = next((n for n, other in enumerate(found) if box.beside(other) > 0), None)
        if near is None:
            found.append(box)
        else:
            found[near] = _around(found[near], box)
    # A column is as wide as some of its lines: a few words beside a picture make none.
    full = statistics.median(box.width for box in found) if found else 0.0
    return [box for box in found if box.width > 0.5 * full]


def _around(*boxes: Box) -> Box:
    return Box(
        min(box.left for box in boxes), min(box.bottom for box in boxes),
        max(box.right for box in boxes), max(box.top for box in boxes),
    )  # fmt: skip


def _shortfall(
    document: Document, number: int, columns: Sequence[Box], everywhere: Sequence[Box]
) -> float:
    """By how many lines the shortest column of a page ends above the longest.

    What stands across two columns parts the page into bands, each with columns of its own. A column
    that other pages have and this one leaves empty is one too.
    """
    sheet = document.sheets[number]
    mean = statistics.mean(column.width for column in columns)
    columns = list(columns)
    for box in everywhere:
        alike = abs(box.width - mean) < 0.15 * mean
        if alike and mean < 0.5 * sheet.width and not any(box.beside(other) > 2 for other in columns):
            columns.append(box)
    if len(columns) < 2:
        return 0.0
    running = [line for line in sheet.lines if document.running(line)]
    things = _things(document, sheet)

    def across(box: Box) -> bool:
        return sum(box.beside(column) > 0.2 * column.width for column in columns) > 1

    dividers = [
        box
        for box in things
        if across(box) and not any(box.holds(line.box.left + 1, line.baseline + 1) for line in running)
    ]
    dividers += [line.box for line in running if across(line.box)]
    edges = [
        sheet.height,
        *(y for box in sorted(dividers, key=lambda b: -b.top) for y in (box.top, box.bottom)),
        0.0,
    ]
    worst = 0.0
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        lines = [line for line in running if bottom <= line.baseline < top and not across(line.box)]
        if len(lines) < 3:
            continue
        ends = []
        for column in columns:
            feet = [line.baseline for line in lines if line.box.beside(column) > 0]
            feet += [
                box.bottom for box in things
                if box not in dividers and bottom <= box.bottom < top and box.beside(column) > 4
            ]  # fmt: skip
            ends.append(min(feet, default=max(line.box.top for line in lines)))
        worst = max(worst, (max(ends) - min(ends)) / document.leading)
    return worst


def _things(document: Document, sheet: Sheet) -> list[Box]:
    """What stands on a page besides running text: pictures, painted boxes, tables, rows of figures."""
    groups: dict[Tag, list[Box]] = {}
    for line in sheet.lines:
        if not document.running(line):
            group = line.block.within("Table", "BlockQuote", "L") or line.block
            groups.setdefault(group, []).append(line.box)
    boxes = [box for box, _ in sheet.pictures]
    boxes += [box for box in sheet.painted if box.height > 12]
    for tag, found in groups.items():
        # A paragraph may run on in the next column; a table and a row of figures are one thing.
        boxes += [_around(*found)] if tag.kind in {"Table", "BlockQuote", "L"} else found
    return [box for box in boxes if box.width < 0.98 * sheet.width or box.height < 0.9 * sheet.height]


def _torn(document: Document, inside: set[int]) -> Iterator[Fault]:
    """Captions away from pictures, headings at a column's foot, panels and rows over two pages."""
    lines: dict[Tag, list[Line]] = {}
    for line in document.lines:
        lines.setdefault(line.block, []).append(line)
    pictures = {
        tag: (number, box)
        for number, sheet in enumerate(document.sheets)
        for box, tag in sheet.pictures
        if tag is not None
    }
    for tag in document.root.all():
        if tag.kind == "Caption" and tag.parent and lines.get(tag):
            for figure in [kid for kid in tag.parent.all() if kid in pictures][:1]:
                yield from _away(lines[tag], *pictures[figure])
    rows = [tag for tag in document.root.all() if tag.kind == "TR"]
    for above, below in pairwise(row for row in rows if any(kid.kind == "TD" for kid in row.kids)):
        yield from _row_goes_on(above, below, lines)
    order = [tag for tag in document.root.all() if tag in lines or tag in pictures]
    for tag, following in pairwise(order):
        if _HEADING.fullmatch(tag.kind) and tag in lines and lines[tag][-1].page in inside:
            yield from _at_foot(document, lines[tag], lines.get(following), pictures.get(following))
    yield from _parted_panels(lines)


def _parted_panels(lines: Mapping[Tag, Sequence[Line]]) -> Iterator[Fault]:
    """Paragraphs in a painted box that run on in another column or on another page."""
    for tag, found in lines.items():
        in_box = [line for line in found if line.boxed]
        leaps = any(below.baseline > above.baseline + above.size for above, below in pairwise(found))
        apart = len({line.page for line in found}) > 1
        if in_box and (apart or leaps) and not tag.within("TR"):
            yield Fault("torn", found[0].page + 1, f"a panel: “{_cut(found[0].text)}”")


def _row_goes_on(above: Tag, below: Tag, lines: dict[Tag, list[Line]]) -> Iterator[Fault]:
    """Whether two rows on two pages are the parts of one: every cell goes on, or is empty."""
    pairs = list(zip(_cells(above, lines), _cells(below, lines), strict=False))
    going_on = [(first, then) for first, then in pairs if then]
    if going_on and all(first and _goes_on(first[-1], then[0]) for first, then in going_on):
        first, then = going_on[0]
        if then[0].page > first[-1].page or then[0].baseline > first[-1].baseline:
            yield Fault("torn", first[0].page + 1, f"a row of a table: “{_cut(first[-1].text)}”")


def _cells(row: Tag, lines: dict[Tag, list[Line]]) -> list[list[Line]]:
    return [[line for tag in cell.all() for line in lines.get(tag, ())] for cell in row.kids]


def _away(caption: Sequence[Line], page: int, picture: Box) -> Iterator[Fault]:
    """Whether a caption is on another page than its picture, or neither below, above nor beside it."""
    box = _around(*(line.box for line in caption))
    first = caption[0]
    apart = max(picture.bottom - box.top, box.bottom - picture.top, 0.0)
    gap = max(picture.left - box.right, box.left - picture.right, 0.0)
    if first.page != page:
        yield Fault(
            "torn", first.page + 1, f"a caption, its picture on page {page + 1}: “{_cut(first.text)}”"
        )
    elif apart > 40 or gap > 40 or caption[-1].page != first.page:
        yield Fault("torn", page + 1, f"a caption from its picture: “{_cut(first.text)}”")


def _at_foot(
    document: Document,
    heading: Sequence[Line],
    following: Sequence[Line] | None,
    picture: tuple[int, Box] | None,
) -> Iterator[Fault]:
    """Whether what follows a heading does not stand below or beside it, with two lines at least."""
    last = heading[-1]
    sheet = document.sheets[last.page]
    below = [line for line in sheet.lines if line.baseline < last.box.bottom - 1]
    alone = all(line.block is last.block for line in sheet.lines)
    if alone or (last.boxed and not below):
        return  # a chapter's opener
    said = f"a heading from what it heads: “{_cut(last.text)}”"
    page = following[0].page if following else picture[0] if picture else last.page
    if page != last.page:
        yield Fault("torn", last.page + 1, said)
    elif following:
        first = following[0]
        beside = abs(first.box.top - heading[0].box.top) < 2.5 * last.size
        if first.baseline > last.baseline and not beside:
            yield Fault("torn", last.page + 1, said)
        elif len(following) > 1 and document.running(first):
            parted = following[1].page != first.page or following[1].baseline > first.baseline
            if parted:
                yield Fault("torn", last.page + 1, f"one line below a heading: “{_cut(last.text)}”")


def _runts(document: Document, inside: set[int]) -> Iterator[Fault]:
    """Last lines of one word in intros, quotations and labels.

    Where the line above is one word too, the words are simply as long as the lines.
    """
    for block, found in groupby(document.lines, key=lambda line: line.block):
        lines = list(found)
        if lines[0].page not in inside or len(lines) < 2 or any(line.linked for line in lines):
            continue
        if _HEADING.fullmatch(block.kind) or block.within("Table", "Caption", "Note"):
            continue
        first = lines[0]
        shown = (
            first.size > 1.2 * document.body_pt
            or first.family != document.body_family
            or block.within("BlockQuote") is not None
        )
        if shown and len(lines[-1].words) == 1 and len(lines[-2].words) > 1:
            yield Fault(
                "runt", lines[-1].page + 1, f"“{_cut(lines[-2].text)} / {lines[-1].text.strip()}”"
            )


def _hyphens(document: Document) -> tuple[list[Fault], int]:
    """More than two in a row, and any in large type; and how many of those no line could do without."""
    faults: list[Fault] = []
    forced = 0
    for _, found in groupby(document.lines, key=lambda line: line.block):
        lines = list(found)
        run = 0
        for line, after in pairwise(lines):
            run = run + 1 if line.hyphenated else 0
            if run == HYPHENS_IN_A_ROW + 1:
                faults.append(Fault("hyphens", line.page + 1, f"three in a row: “{_cut(line.text)}”"))
            if line.hyphenated and line.size > LARGEST_HYPHENATED_PT:
                if _is_forced(line, after, lines):
                    forced += 1
                else:
                    said = f"at {line.size:.0f} pt: “{_cut(line.text)} / {_cut(after.text)}”"
                    faults.append(Fault("large", line.page + 1, said))
    return faults, forced


def _is_forced(line: Line, after: Line, lines: Sequence[Line]) -> bool:
    """Whether the word parted between two lines is wider than the widest line of its block."""
    at = lines.index(line)
    if at and len(line.words) == 1 and lines[at - 1].hyphenated:
        return _is_forced(lines[at - 1], line, lines)  # one word in three lines
    word = line.text.split()[-1].rstrip("".join(_HYPHENS)) + after.text.split()[0]
    letter = line.box.width / max(1, len(line.text.strip()))
    return len(word) * letter > 1.02 * max(each.box.width for each in lines)


def coinciding(one: Document, other: Document, *, cover: bool = False) -> float:
    """The share of the lines of two designs at one place, of one size; of 0 to 1.

    Of the file that has fewer of them; ``cover`` looks at the first pages alone. A line's place is
    where it begins: how far it runs says how much was in it.
    """
    pages = list(zip(one.sheets, other.sheets, strict=False))[: 1 if cover else None]
    met = 0
    for first, second in pages:
        free = list(second.lines)
        for line in first.lines:
            near = next((each for each in free if _same_place(line, each)), None)
            if near is not None:
                free.remove(near)
                met += 1
    least = min(
        sum(len(sheet.lines) for sheet in document.sheets[: 1 if cover else None])
        for document in (one, other)
    )
    return met / least if least else 0.0


def _same_place(line: Line, other: Line) -> bool:
    return (
        abs(line.box.left - other.box.left) <= NEAR_PT
        and abs(line.baseline - other.baseline) <= NEAR_PT
        and abs(line.size - other.size) <= NEAR_PT
    )
