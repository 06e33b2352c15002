"""Plating: the streams of finished pages, with every colour as the press prints it.

What the layout knows by its role, a press knows by its size on the sheet: so it is decided here, on
pages as they are imposed.

- Black that covers more than a quarter of a page is rich (`inks.RICH_BLACK`), in large areas alone.
- Small text is printed in one ink, in full.
- Black text and thin black rules overprint what lies below (ISO 32000-1, 8.6.7): no white shows beside
  them where the plates are a tenth of a millimetre off. White never does.
- A theme's one ink is its own plate, where it has a name.

Streams are read as WeasyPrint writes them, one operator a line. Lengths in points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.geometry import PdfRect
from brochure.pdf.media import MM
from brochure.pdf.press.inks import BLACK, PAPER, RICH_BLACK, SPOT, Inks, Paint, Plates, written
from brochure.transforms import IDENTITY, Transform, bounds

LARGE_SHARE = 0.25
"""The share of a page from which on black is rich."""

LARGE_PT = 10 * MM
"""Both sides of an area that counts: a bar of a code, a letter or a line is none."""

RULE_PT = 2.0
"""The thickest rule that overprints."""

OVERPRINTS_BELOW_PT = 36.0
"""Larger letters are areas: what lies below them would show in them."""

_CELLS = 60
_LONGEST_SHAPE = 14
"""Lines of a path that may be a rectangle, with round corners; longer ones are drawings."""

_SEGMENTS = {b"m", b"l", b"c", b"v", b"y", b"h", b"re"}
_FILLS = {b"f", b"F", b"f*"}
_STROKES = {b"S", b"s"}
_BOTH = {b"B", b"B*", b"b", b"b*"}
_SHOWS = {b"Tj", b"TJ"}
_OVER, _KNOCK = "/OverprintOn", "/OverprintOff"

Colour = Inks | bytes
"""The four inks, or the operators of a pattern or of a colour space of its own."""


@dataclass(slots=True)
class _State:
    """The graphics state: what was asked for, and what was written."""

    ctm: Transform = IDENTITY
    clip: PdfRect | None = None
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_space: bytes = b""
    stroke_space: bytes = b""
    fill_put: bytes = b""
    stroke_put: bytes = b""
    font_pt: float = 0.0
    width: float = 1.0
    over: bool = False


class _Ground:
    """Which of a page's cells are black, as its areas are painted one over another."""

    def __init__(self, trim: PdfRect) -> None:
        self.trim = trim
        self.cells = bytearray(_CELLS * _CELLS)

    def paint(self, box: PdfRect, *, black: bool) -> None:
        """Paint an area."""
        across = _span(box.left, box.right, self.trim.left, self.trim.right)
        row = bytes([black]) * len(across)
        for up in _span(box.bottom, box.top, self.trim.bottom, self.trim.top):
            start = up * _CELLS + across.start
            self.cells[start : start + len(row)] = row

    @property
    def share(self) -> float:
        """How much of the page is black."""
        return sum(self.cells) / len(self.cells)


def _span(low: float, high: float, first: float, last: float) -> range:
    """The cells whose middles lie between ``low`` and ``high``."""
    cell = (last - first) / _CELLS
    start = math.ceil((low - first) / cell - 0.5)
    end = math.ceil((high - first) / cell - 0.5)
    start = min(max(start, 0), _CELLS)
    return range(start, min(max(end, start), _CELLS))


@dataclass(slots=True)
class _Sheet:
    """A page in the making: its ground, its streams, where the colours of black areas are chosen."""

    ground: _Ground
    drawn: list[tuple[Any, list[bytes]]] = field(default_factory=list)
    areas: list[tuple[list[bytes], int]] = field(default_factory=list)


class Plating:
    """The pages of one PDF, brought to their ``plates``.

    ``spot`` is the colour space of their spot ink, ``to_cmyk`` separates a colour in sRGB.
    """

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        plates: Plates,
        to_cmyk: Callable[[Sequence[float]], Inks],
        spot: Any = None,
    ) -> None:
        self.plates = plates
        self.to_cmyk = to_cmyk
        self._done: set[tuple[int, int]] = set()
        self._states = {
            _OVER: pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)),
            _KNOCK: pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=0)),
        }
        self._spot = spot

    def plate(self, page: pikepdf.Page, trim: PdfRect) -> None:
        """Rewrite what ``page`` paints, its forms and patterns included."""
        page.contents_coalesce()
        sheet = _Sheet(_Ground(trim))
        self._rewrite(page.obj, page.obj.Contents, _State(), sheet)
        if sheet.ground.share > LARGE_SHARE and self.plates.ink is None:
            rich = written(Paint(RICH_BLACK), fill=True)
            for lines, at in sheet.areas:
                lines[at] = rich
        for stream, lines in sheet.drawn:
            stream.write(b"\n".join(lines))

    def enter(self, item: Any, state: _State, sheet: _Sheet) -> None:
        """Rewrite a form or a pattern where it is met first."""
        if item.objgen not in self._done:
            self._done.add(item.objgen)
            self._rewrite(item, item, state, sheet)

    def _rewrite(self, owner: Any, stream: Any, state: _State, sheet: _Sheet) -> None:
        one = _Stream(self, owner.get("/Resources", Dictionary()), sheet)
        sheet.drawn.append((stream, one.rewrite(stream.read_bytes(), state)))
        self._give(owner, one.used)

    def _give(self, owner: Any, used: set[str]) -> None:
        """Put what a stream now names into its resources."""
        for name in sorted(used):
            kind = "/ColorSpace" if name == SPOT else "/ExtGState"
            resources = owner.Resources
            if kind not in resources:
                resources[kind] = Dictionary()
            resources[kind][name] = self._spot if name == SPOT else self._states[name]


def spot_space(pdf: pikepdf.Pdf, plates: Plates) -> Any:
    """The colour space of the theme's ink, and what stands in for it (ISO 32000-1, 8.6.6.4)."""
    assert plates.ink
    tint = Dictionary(
        FunctionType=2, Domain=[0, 1], C0=list(PAPER), C1=[round(v, 4) for v in plates.ink], N=1
    )
    name = Name("/" + plates.spot)
    return pdf.make_indirect(Array([Name.Separation, name, Name.DeviceCMYK, pdf.make_indirect(tint)]))


class _Stream:
    """One content stream, rewritten line by line."""

    def __init__(self, job: Plating, resources: Any, sheet: _Sheet) -> None:
        self.job = job
        self.resources = resources
        self.sheet = sheet
        self.used: set[str] = set()
        self.lines: list[bytes] = []
        self.state = _State()
        self.stack: list[_State] = []
        self.path = -1
        self.clips = False
        self.text_scale = 1.0

    def rewrite(self, data: bytes, state: _State) -> list[bytes]:
        """The lines of the stream, which starts in ``state``."""
        self.state = state
        lines = self.lines
        for line in data.split(b"\n"):
            operator = line[line.rfind(b" ") + 1 :]
            if operator in _SEGMENTS:
                if self.path < 0:
                    self.path = len(lines)
                lines.append(line)
            elif handler := _HANDLERS.get(operator):
                handler(self, line, operator)
            else:
                lines.append(line)
        return lines

    def _save(self, line: bytes, _operator: bytes) -> None:
        self.stack.append(replace(self.state))
        self.lines.append(line)

    def _restore(self, line: bytes, _operator: bytes) -> None:
        self.state = self.stack.pop() if self.stack else self.state
        self.lines.append(line)

    def _concat(self, line: bytes, _operator: bytes) -> None:
        self.state.ctm = Transform(*_numbers(line)).then(self.state.ctm)
        self.lines.append(line)

    def _width(self, line: bytes, _operator: bytes) -> None:
        (self.state.width,) = _numbers(line)
        self.lines.append(line)

    def _font(self, line: bytes, _operator: bytes) -> None:
        self.state.font_pt = float(line.split()[1])
        self.lines.append(line)

    def _matrix(self, line: bytes, _operator: bytes) -> None:
        numbers = _numbers(line)
        self.text_scale = math.hypot(numbers[2], numbers[3])
        self.lines.append(line)

    def _clip(self, line: bytes, _operator: bytes) -> None:
        self.clips = True
        self.lines.append(line)

    def _space(self, line: bytes, operator: bytes) -> None:
        name = line.split()[0]
        if operator == b"cs":
            self.state.fill_space, self.state.fill = name, BLACK
        else:
            self.state.stroke_space, self.state.stroke = name, BLACK

    def _special(self, line: bytes, operator: bytes) -> None:
        """scn, SCN: in DeviceCMYK four inks, else what is left as it is."""
        fill = operator == b"scn"
        space = self.state.fill_space if fill else self.state.stroke_space
        colour: Colour = space + (b" cs\n" if fill else b" CS\n") + line
        if space == b"/DeviceCMYK":
            colour = _inks(_numbers(line))
        elif space == b"/Pattern":
            self._enter_pattern(line.split()[-2].decode())
        self._choose(colour, fill=fill)

    def _process(self, line: bytes, operator: bytes) -> None:
        """Grey, RGB and CMYK by their own operators (k, K, rg, RG, g, G)."""
        numbers = _numbers(line)
        if len(numbers) == 1:
            inks = (0.0, 0.0, 0.0, 1 - numbers[0])
        elif len(numbers) == 3:
            inks = self.job.to_cmyk(numbers)
        else:
            inks = _inks(numbers)
        self._choose(inks, fill=operator.islower())

    def _choose(self, colour: Colour, *, fill: bool) -> None:
        if fill:
            self.state.fill = colour
        else:
            self.state.stroke = colour

    def _show(self, line: bytes, _operator: bytes) -> None:
        state = self.state
        size = state.font_pt * self.text_scale * state.ctm.height
        paint = state.fill if isinstance(state.fill, bytes) else self.job.plates.text(state.fill, size)
        over = isinstance(paint, Paint) and paint.is_dark_grey and size < OVERPRINTS_BELOW_PT
        self._put(len(self.lines), fill=paint, over=over)
        self.lines.append(line)

    def _draw(self, line: bytes, operator: bytes) -> None:
        """A path is painted, or ends as a clip."""
        state, start = self.state, self.path if self.path >= 0 else len(self.lines)
        shape = self.lines[start:]
        box = self._box(shape) if operator != b"n" or self.clips else None
        fills, strokes = operator in _FILLS | _BOTH, operator in _STROKES | _BOTH
        fill = self._plain(state.fill) if fills else None
        stroke = self._plain(state.stroke) if strokes else None
        black = False
        if fills or strokes:
            thin = _thin(box) <= RULE_PT if fills else state.width * state.ctm.height <= RULE_PT
            colours = [paint for paint in (fill, stroke) if paint is not None]
            over = thin and all(isinstance(p, Paint) and p.is_black for p in colours)
            is_area = fills and box is not None and _thin(box) >= LARGE_PT and not _is_frame(shape)
            if box and is_area:
                black = isinstance(fill, Paint) and fill.is_black
                self.sheet.ground.paint(box, black=black)
                if black:
                    state.fill_put = b""
            self._put(start, fill=fill, stroke=stroke, over=over)
            if black:
                self._mark_area(start)
        if self.clips and box:
            state.clip = box
        self.path, self.clips = -1, False
        self.lines.append(line)

    def _mark_area(self, start: int) -> None:
        """Remember where the colour of a black area is chosen; what comes after chooses anew."""
        put = self.state.fill_put
        at = next(i for i in range(start, len(self.lines)) if self.lines[i] == put)
        self.sheet.areas.append((self.lines, at))
        self.state.fill_put = b""

    def _object(self, line: bytes, _operator: bytes) -> None:
        item = self.resources.get("/XObject", {}).get(line.split()[0].decode())
        state = self.state
        if item is not None and item.get("/Subtype") == Name.Form:
            matrix = Transform(*(float(v) for v in item.get("/Matrix", IDENTITY)))
            inner = replace(state, ctm=matrix.then(state.ctm), fill_put=b"", stroke_put=b"", over=False)
            self._put(len(self.lines))
            self.job.enter(item, inner, self.sheet)
        else:
            box = self._clipped(bounds(state.ctm.apply(x, y) for x in (0, 1) for y in (0, 1)))
            self.sheet.ground.paint(box, black=False)
            self._put(len(self.lines), fill=self._plain(state.fill))
        self.lines.append(line)

    def _enter_pattern(self, name: str) -> None:
        item = self.resources.get("/Pattern", {}).get(name)
        if isinstance(item, pikepdf.Stream):
            self.job.enter(item, _State(), self.sheet)

    def _plain(self, colour: Colour) -> Paint | bytes:
        return colour if isinstance(colour, bytes) else self.job.plates.paint(colour)

    def _put(
        self, at: int, *, fill: Paint | bytes | None = None, stroke: Paint | bytes | None = None,
        over: bool = False,
    ) -> None:  # fmt: skip
        """Choose colours and overprinting before line ``at``, where they are not chosen already."""
        state, steps = self.state, []
        if over != state.over:
            name = _OVER if over else _KNOCK
            self.used.add(name)
            steps.append(f"{name} gs".encode())
            state.over = over
        if fill is not None and (put := self._operators(fill, fill=True)) != state.fill_put:
            state.fill_put = put
            steps.append(put)
        if stroke is not None and (put := self._operators(stroke, fill=False)) != state.stroke_put:
            state.stroke_put = put
            steps.append(put)
        self.lines[at:at] = steps

    def _operators(self, paint: Paint | bytes, *, fill: bool) -> bytes:
        if isinstance(paint, bytes):
            return paint
        if paint.spot is not None:
            self.used.add(SPOT)
        return written(paint, fill=fill)

    def _box(self, shape: Sequence[bytes]) -> PdfRect | None:
        """What a simple path takes up, as far as it is seen; None of a drawing."""
        corners: list[tuple[float, float]] = []
        if not 0 < len(shape) <= _LONGEST_SHAPE:
            return None
        for line in shape:
            numbers = _numbers(line)
            if line.endswith(b"re"):
                x, y, width, height = numbers
                numbers = (x, y, x + width, y + height, x, y + height, x + width, y)
            corners += zip(numbers[::2], numbers[1::2], strict=True)
        return (
            self._clipped(bounds(self.state.ctm.apply(x, y) for x, y in corners)) if corners else None
        )

    def _clipped(self, box: PdfRect) -> PdfRect:
        clip = self.state.clip
        if clip is None:
            return box
        left, bottom = max(box.left, clip.left), max(box.bottom, clip.bottom)
        right, top = min(box.right, clip.right), min(box.top, clip.top)
        return PdfRect(left, bottom, max(left, right), max(bottom, top))


def _thin(box: PdfRect | None) -> float:
    """The shorter side of ``box``; that of a drawing is not known."""
    return min(box.right - box.left, box.top - box.bottom) if box else math.inf


def _is_frame(shape: Sequence[bytes]) -> bool:
    """Whether a path is a border: one rectangle in another."""
    return sum(line.endswith(b"re") for line in shape) > 1


def _numbers(line: bytes) -> tuple[float, ...]:
    return tuple(float(part) for part in line.split()[:-1])


def _inks(numbers: Sequence[float]) -> Inks:
    cyan, magenta, yellow, black = numbers
    return (cyan, magenta, yellow, black)


_HANDLERS: dict[bytes, Callable[[_Stream, bytes, bytes], None]] = {
    b"q": _Stream._save,
    b"Q": _Stream._restore,
    b"cm": _Stream._concat,
    b"w": _Stream._width,
    b"Tf": _Stream._font,
    b"Tm": _Stream._matrix,
    b"W": _Stream._clip,
    b"W*": _Stream._clip,
    b"Do": _Stream._object,
    **dict.fromkeys((b"cs", b"CS"), _Stream._space),
    **dict.fromkeys((b"scn", b"SCN", b"sc", b"SC"), _Stream._special),
    **dict.fromkeys((b"k", b"K", b"rg", b"RG", b"g", b"G"), _Stream._process),
    **dict.fromkeys(_SHOWS, _Stream._show),
    **dict.fromkeys((*_FILLS, *_STROKES, *_BOTH, b"n"), _Stream._draw),
}
"""What each operator does; the others stay as they are."""
