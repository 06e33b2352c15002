"""Content: what the pages of a PDF paint, in which colours and how large (ISO 32000-1, 8 and 9).

A small interpreter of content streams: it keeps the graphics state that preflight asks about and
gives each thing painted with its place on the page. Lengths in points, colours as in the file. Text has
the place where its line, or its last move, began: how far glyphs advance is not followed.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Name

from brochure.errors import ProofError
from brochure.geometry import PdfRect
from brochure.problems import Place, error
from brochure.transforms import IDENTITY, Transform, bounds

MAX_DEPTH, MAX_FORMS = 30, 50_000
"""Forms within forms, and forms drawn in all; more is a file that means harm, and an error. Five
thousand door signs draw fifteen thousand."""

MAX_OPERATORS, MAX_ALL = 500_000, 2_500_000
"""Operators of one page or form, and of all that a file draws; five thousand labels have 700,000."""

MAX_CONTENT = 50_000_000
"""Bytes of one page or form, unpacked."""

_MEMORY = 2_000
"""Operators of a form up to which it is kept, to be drawn again without being read again."""

_OPERATOR = re.compile(
    rb"(?P<operator>[A-Za-z'\"][A-Za-z0-9*'\"]*)|/[^\s/<>\[\](){}%]*"
    rb"|\((?:\\.|[^()\\])*+(?:[()]|\Z)|<[0-9A-Fa-f\s]*+>?",
    re.DOTALL,
)
"""Operators as they are told from names and strings (ISO 32000-1, 7.2)."""

NO_SPOTS = {"/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black"}
"""Names of inks that are no plates of their own."""

PRINTED = {"/DeviceCMYK", "/DeviceGray", "/ICCBased CMYK", "/Separation", "/DeviceN", "/Pattern"}
"""Colour spaces that need no converting for the press."""

_SPACES_OF = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_SHOW = {"Tj", "TJ", "'", '"'}
_STROKE = {"S", "s", "B", "B*", "b", "b*"}
_FILL = {"f", "F", "f*", "B", "B*", "b", "b*"}
_OUTLINING = {1, 2, 5, 6}
"""Modes of text (ISO 32000-1, table 106)."""

_SEGMENTS = {"m", "l", "c", "v", "y"}
_END = _STROKE | _FILL | {"n"}


class Paint(NamedTuple):
    """A colour as written: the name of its space, its components, and the names of its inks.

    Only Separation and DeviceN name ``inks`` (ISO 32000-1, 8.6.6); a page's own four may be among them.
    """

    space: str
    values: tuple[float, ...] = ()
    inks: tuple[str, ...] = ()


BLACK = Paint("/DeviceGray", (0.0,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """One thing on a page.

    ``kind`` is text, stroke, fill, rule (a filled rectangle), image or shading. ``size`` is a text's
    size or a line's width in points, for an image its resolution in dots per inch. ``item`` is the
    font or the image itself. ``overprint`` tells whether it leaves what other plates have below it,
    ``zero_overprints`` whether an ink of CMYK that it has none of counts as another plate (OPM 1).
    ``clip`` is a box outside of which nothing of it is seen. A text that is ``outlined`` has its lines
    drawn, in a colour that is not told here.
    """

    kind: str
    page: int
    paint: Paint
    size: float
    box: PdfRect
    overprint: bool = False
    zero_overprints: bool = False
    item: Any = None
    clip: PdfRect | None = None
    outlined: bool = False

    @property
    def seen(self) -> PdfRect:
        """The part of its box that is not clipped away."""
        return _common(self.box, self.clip)


def _common(box: PdfRect, clip: PdfRect | None) -> PdfRect:
    """What two boxes have in common; empty, at an edge of ``box``, where they lie apart."""
    if clip is None:
        return box
    left, bottom = max(box.left, clip.left), max(box.bottom, clip.bottom)
    right, top = min(box.right, clip.right), min(box.top, clip.top)
    return PdfRect(left, bottom, max(left, right), max(bottom, top))


@dataclass(slots=True)
class _State:
    ctm: Transform = IDENTITY
    fill: Paint = BLACK
    stroke: Paint = BLACK
    width: float = 1.0
    font: Any = None
    font_pt: float = 0.0
    leading: float = 0.0
    overprint: bool = False
    zero_overprints: bool = False
    clip: PdfRect | None = None
    text_mode: int = 0


@dataclass(slots=True)
class _Text:
    """Where the next text stands, and where its line began (ISO 32000-1, 9.4.1)."""

    matrix: Transform = IDENTITY
    line: Transform = IDENTITY


@dataclass(slots=True)
class _Path:
    """The points of a path in the coordinate system it is built in, and its rectangles."""

    xs: list[Any] = field(default_factory=list)
    ys: list[Any] = field(default_factory=list)
    rectangles: list[tuple[float, ...]] = field(default_factory=list)

    def box(self, ctm: Transform) -> PdfRect | None:
        """What the path takes up on the page, or None when it is empty."""
        corners = [(x, y) for x, y, _, _ in self.rectangles]
        corners += [(x + w, y + h) for x, y, w, h in self.rectangles]
        if self.xs:
            low = (float(min(self.xs)), float(min(self.ys)))
            high = (float(max(self.xs)), float(max(self.ys)))
            corners += [low, high, (low[0], high[1]), (high[0], low[1])]
        return bounds(ctm.apply(x, y) for x, y in corners) if corners else None


def painted(pdf: pikepdf.Pdf) -> Iterator[Painted]:
    """Everything the pages of ``pdf`` paint, page after page, forms included."""
    budget = _Budget()
    for number, page in enumerate(pdf.pages, 1):
        yield from _Stream(number, page.obj.get("/Resources", {}), 0, budget).run(page.obj, _State())


class _Budget:
    """What a file may still draw; a file that means harm asks for more."""

    def __init__(self) -> None:
        self.forms = MAX_FORMS
        self.operators = MAX_ALL
        self._forms: dict[tuple[int, int], list[Any]] = {}

    def read(self, stream: Any, page: int) -> list[Any]:
        """The instructions of a page or form. Raises ProofError for more than a file may have."""
        found = self._forms.get(stream.objgen)
        if found is None:
            self._refuse_long(stream, page)
            found = list(pikepdf.parse_content_stream(stream))
            if stream.is_indirect and len(found) <= _MEMORY and isinstance(stream, pikepdf.Stream):
                self._forms[stream.objgen] = found
        self.operators -= len(found)
        if self.operators < 0:
            raise ProofError(error("operators-in-all", at=Place(page=page), most=MAX_ALL))
        return found

    def _refuse_long(self, stream: Any, page: int) -> None:
        """Refuse what would take all memory once it is read; an operator has two bytes at least."""
        held = stream if isinstance(stream, pikepdf.Stream) else stream.get("/Contents", ())
        parts = held if isinstance(held, pikepdf.Array) else (held,) if held else ()
        size, count = 0, 0
        for part in (part for part in parts if isinstance(part, pikepdf.Stream)):
            data = _unpacked(part, MAX_CONTENT + 1 - size)
            size += len(data)
            if size > MAX_CONTENT:
                raise ProofError(
                    error("content-too-long", at=Place(page=page), most=MAX_CONTENT // 1_000_000)
                )
            if size // 2 > MAX_OPERATORS:
                words = (found for found in _OPERATOR.finditer(data) if found["operator"])
                count += sum(1 for _ in islice(words, MAX_OPERATORS + 1))
            if count > MAX_OPERATORS:
                raise ProofError(error("operators-of-page", at=Place(page=page), most=MAX_OPERATORS))


def _unpacked(stream: Any, most: int) -> bytes:
    """The content of a stream, of one that zlib packed its first ``most`` bytes alone."""
    if stream.get("/Filter") == Name.FlateDecode and "/DecodeParms" not in stream:
        try:
            return zlib.decompressobj().decompress(stream.read_raw_bytes(), most)
        except zlib.error:
            return b""  # a damaged one: who reads it tells
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return b""


class _Stream:
    """One content stream with its resources."""

    def __init__(self, page: int, resources: Any, depth: int, budget: _Budget) -> None:
        self.page = page
        self.resources = resources
        self.depth = depth
        self.budget = budget
        self.stack: list[_State] = []
        self.text = _Text()
        self.path = _Path()
        self.clips = False

    def run(self, stream: Any, state: _State) -> Iterator[Painted]:
        """What the stream paints, starting in ``state``."""
        for instruction in self.budget.read(stream, self.page):
            name, operands = str(instruction.operator), list(instruction.operands)
            if name == "q":
                self.stack.append(replace(state))
            elif name == "Q":
                state = self.stack.pop() if self.stack else state
            elif name in _SEGMENTS:
                self.path.xs += operands[::2]
                self.path.ys += operands[1::2]
            elif name in _PAINTERS:
                yield from _PAINTERS[name](self, name, operands, state)
            else:
                self._set(name, operands, state)

    def _set(self, name: str, operands: Any, state: _State) -> None:
        """Carry out an operator that paints nothing."""
        if name in _SETTERS:
            _SETTERS[name](self, operands, state)
        elif name.lower() in _SPACES_OF:
            self._colour(name, Paint(_SPACES_OF[name.lower()], _numbers(operands)), state)
        elif name in {"cs", "CS"}:
            self._space(name, operands, state)
        elif name in {"sc", "scn", "SC", "SCN"}:
            before = state.fill if name.islower() else state.stroke
            self._colour(name, before._replace(values=_numbers(operands)), state)

    def _colour(self, name: str, paint: Paint, state: _State) -> None:
        if name.islower():
            state.fill = paint
        else:
            state.stroke = paint

    def _space(self, name: str, operands: Any, state: _State) -> None:
        """cs, CS: another colour space, its first colour."""
        self._colour(name, paint_of(operands[0], self.resources.get("/ColorSpace", {})), state)

    def concat(self, operands: Any, state: _State) -> None:
        """cm: the coordinate system of what follows."""
        state.ctm = Transform(*_numbers(operands)).then(state.ctm)

    def line_width(self, operands: Any, state: _State) -> None:
        """w: the width of lines."""
        state.width = float(operands[0])

    def graphics_state(self, operands: Any, state: _State) -> None:
        """gs: a dictionary of parameters."""
        given = self.resources.get("/ExtGState", {}).get(str(operands[0]), {})
        if "/op" in given or "/OP" in given:
            state.overprint = bool(given.get("/op", given.get("/OP")))
        state.zero_overprints = bool(int(given.get("/OPM", state.zero_overprints)))
        if "/LW" in given:
            state.width = float(given["/LW"])
        if "/Font" in given:
            state.font, state.font_pt = given["/Font"][0], float(given["/Font"][1])

    def font(self, operands: Any, state: _State) -> None:
        """Tf: font and size."""
        state.font = self.resources.get("/Font", {}).get(str(operands[0]))
        state.font_pt = float(operands[1])

    def rendering_mode(self, operands: Any, state: _State) -> None:
        """Tr: whether text is filled, outlined, invisible, or clips."""
        state.text_mode = int(operands[0])

    def begin_text(self, operands: Any, state: _State) -> None:
        """BT: text starts at the origin. The leading is of the graphics state, and stays."""
        self.text = _Text()

    def text_matrix(self, operands: Any, state: _State) -> None:
        """Tm: where and how text stands."""
        self.text.matrix = self.text.line = Transform(*_numbers(operands))

    def text_leading(self, operands: Any, state: _State) -> None:
        """TL: how far T*, ' and " go down."""
        (state.leading,) = _numbers(operands)

    def move(self, operands: Any, state: _State) -> None:
        """Td: the start of the next line, from the start of this one."""
        x, y = _numbers(operands)
        self.text.matrix = self.text.line = Transform(1, 0, 0, 1, x, y).then(self.text.line)

    def move_and_lead(self, operands: Any, state: _State) -> None:
        """TD: Td, which sets the leading too."""
        state.leading = -_numbers(operands)[1]
        self.move(operands, state)

    def next_line(self, operands: Any, state: _State) -> None:
        """T*: the start of the next line, the leading below this one."""
        self.move((0, -state.leading), state)

    def clip_path(self, operands: Any, state: _State) -> None:
        """W, W*: the path clips what comes after it is painted."""
        self.clips = True

    def rectangle(self, operands: Any, state: _State) -> None:
        """re: a rectangle."""
        self.path.rectangles.append(_numbers(operands))

    def _show(self, name: str, operands: Any, state: _State) -> Iterator[Painted]:
        if name in {"'", '"'}:
            self.next_line((), state)
        size = state.font_pt * self.text.matrix.then(state.ctm).height
        x, y = self.text.matrix.then(state.ctm).apply(0, 0)
        yield replace(
            self._painted("text", state, state.fill, abs(size)),
            box=PdfRect(x, y, x, y),
            item=state.font,
            outlined=state.text_mode in _OUTLINING,
        )

    def _paint(self, name: str, operands: Any, state: _State) -> Iterator[Painted]:
        path, self.path = self.path, _Path()
        clips, self.clips = self.clips, False
        if name == "n" and not clips:
            return
        box = path.box(state.ctm)
        if box is None:
            return
        if name in _FILL and not path.xs:
            for x, y, w, h in path.rectangles:
                b = bounds(state.ctm.apply(*corner) for corner in ((x, y), (x + w, y + h)))
                thin = min(b.right - b.left, b.top - b.bottom)
                yield replace(self._painted("rule", state, state.fill, thin), box=b)
        elif name in _FILL:
            yield replace(self._painted("fill", state, state.fill, 0.0), box=box)
        if name in _STROKE:
            width = state.width * math.sqrt(abs(state.ctm.determinant))
            yield replace(self._painted("stroke", state, state.stroke, width), box=box.grown(width / 2))
        if clips:
            state.clip = _common(box, state.clip)

    def _do(self, name: str, operands: Any, state: _State) -> Iterator[Painted]:
        item = self.resources.get("/XObject", {}).get(str(operands[0]))
        if item is None:
            return
        if item.get("/Subtype") == Name.Image:
            yield self._image(item, int(item.Width), int(item.Height), state)
        else:
            self.budget.forms -= 1
            if self.budget.forms < 0 or self.depth == MAX_DEPTH:
                raise ProofError(error("forms-without-end", most=MAX_FORMS, depth=MAX_DEPTH))
            inner = replace(
                state, ctm=Transform(*_numbers(item.get("/Matrix", IDENTITY))).then(state.ctm)
            )
            resources = item.get("/Resources", self.resources)
            yield from _Stream(self.page, resources, self.depth + 1, self.budget).run(item, inner)

    def _inline(self, name: str, operands: Any, state: _State) -> Iterator[Painted]:
        image = operands[0]
        yield self._image(image.obj, int(image.width), int(image.height), state)

    def _shade(self, name: str, operands: Any, state: _State) -> Iterator[Painted]:
        shading = self.resources.get("/Shading", {}).get(str(operands[0]), {})
        paint = paint_of(shading.get("/ColorSpace", Name.DeviceGray), {})
        yield self._painted("shading", state, paint, 0.0)

    def _image(self, item: Any, width: int, height: int, state: _State) -> Painted:
        """The image in the unit square of the coordinate system, with the lower of its resolutions."""
        across, up = state.ctm.width or 1e-9, state.ctm.height or 1e-9
        dpi = min(width / across, height / up) * 72
        stencil = bool(item.get("/ImageMask", False))
        spaces = self.resources.get("/ColorSpace", {})
        paint = state.fill if stencil else paint_of(item.get("/ColorSpace", Name.DeviceGray), spaces)
        return replace(
            self._painted("image", state, paint, dpi),
            box=bounds(state.ctm.apply(x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))),
            item=item,
        )

    def _painted(self, kind: str, state: _State, paint: Paint, size: float) -> Painted:
        empty = PdfRect(0, 0, 0, 0)
        return Painted(
            kind=kind, page=self.page, paint=paint, size=size, box=empty, overprint=state.overprint,
            zero_overprints=state.zero_overprints, clip=state.clip,
        )  # fmt: skip


_SETTERS: dict[str, Any] = {
    "cm": _Stream.concat,
    "w": _Stream.line_width,
    "gs": _Stream.graphics_state,
    "Tf": _Stream.font,
    "Tr": _Stream.rendering_mode,
    "BT": _Stream.begin_text,
    "Tm": _Stream.text_matrix,
    "TL": _Stream.text_leading,
    "Td": _Stream.move,
    "TD": _Stream.move_and_lead,
    "T*": _Stream.next_line,
    "re": _Stream.rectangle,
    "W": _Stream.clip_path,
    "W*": _Stream.clip_path,
}
"""What each operator that changes the state does."""


_PAINTERS: dict[str, Any] = {
    **dict.fromkeys(_SHOW, _Stream._show),
    **dict.fromkeys(_END, _Stream._paint),
    "Do": _Stream._do,
    "sh": _Stream._shade,
    "INLINE IMAGE": _Stream._inline,
}
"""What each operator that paints does."""


def _numbers(operands: Any) -> tuple[float, ...]:
    return tuple(float(v) for v in operands if not isinstance(v, pikepdf.Name))


def paint_of(space: Any, named: Any) -> Paint:
    """The colour space by its name, looked up in the page's resources; a spot colour by its own."""
    if isinstance(space, pikepdf.Name) and str(space) in named:
        space = named[str(space)]
    if isinstance(space, pikepdf.Array) and len(space):
        family = str(space[0])
        if family == "/ICCBased":
            count = int(space[1].get("/N", 3))
            return Paint({1: "/DeviceGray", 4: "/ICCBased CMYK"}.get(count, "/ICCBased RGB"))
        if family == "/Indexed":
            return paint_of(space[1], named)
        if family == "/Separation":
            return Paint(family, (1.0,), (str(space[1]),))
        if family == "/DeviceN":
            inks = tuple(str(name) for name in space[1])
            return Paint(family, (1.0,) * len(inks), inks)
        return Paint(family)
    return Paint(str(space))
