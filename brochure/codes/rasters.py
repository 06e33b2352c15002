"""Rasterize: the SVG and the EPS of a code become pixels, by what shares nothing with their writers.

resvg draws SVG, once `svg_vocabulary` has made sure that it draws what others do. No library draws EPS
under a licence that we may use: what is read here is exactly what `brochure.codes.eps` writes, line by
line, and every other line is refused.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from brochure.codes import svg_vocabulary
from brochure.errors import CodeError
from brochure.problems import error

if TYPE_CHECKING:
    from PIL.Image import Image

PX_PER_MODULE = 4
"""Codes are drawn so large that every module has whole pixels: a unit of the viewBox is a module."""

MOST_PX = 2_000
"""The longer side of a drawing; four pixels a module are 740 for the largest code."""

Rgb = tuple[int, int, int]
Loop = list[tuple[float, float]]


@lru_cache(maxsize=1)
def rasterize_svg(svg: str) -> Image:
    """Return the SVG document ``svg`` as drawn by resvg on white paper, in RGB.

    It is drawn once to be read and to be measured: nobody changes the picture.

    A unit of its viewBox is four pixels wide, or less where it would be larger than `MOST_PX`. Raises
    CodeError for what resvg cannot draw, and for what it would not draw as browsers do.
    """
    import resvg_py
    from PIL import Image

    width, height = svg_vocabulary.check(svg)
    scale = min(PX_PER_MODULE, MOST_PX / max(width, height))
    # Without `dpi` resvg takes a width in millimetres for none at all. No option keeps it from opening
    # the files that an image names: `svg_vocabulary` has refused those.
    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg, background="#ffffff", dpi=96, skip_system_fonts=True,
            width=max(1, round(width * scale)), height=max(1, round(height * scale)),
        )  # fmt: skip
    except BaseException as caught:
        panic = type(caught).__name__ == "PanicException"  # of pyo3, below BaseException alone
        if not panic and not isinstance(caught, ValueError):
            raise
        raise CodeError(error("svg-not-drawn", reason=str(caught))) from caught
    with Image.open(io.BytesIO(drawn), formats=["PNG"]) as image:
        return image.convert("RGB")


def rasterize_eps(data: bytes) -> Image:
    """Return the EPS document ``data`` of a code in RGB, four pixels a module.

    Raises CodeError for every line that `brochure.codes.eps` would not write at its place, naming it.
    """
    lines = _Lines(data)
    total, light = _read_head(lines)
    dark = _rgb(lines.take(_INK))
    canvas = Raster(total, light)
    loops = list(_read_loops(lines))
    if loops:
        lines.take(_FILL)
        canvas.fill(loops, dark)
    if loops and lines.has(_ROUND_ENDS) is not None:
        (width,) = lines.take(_WIDTH)
        for x, y in lines.repeated(_DOT):
            canvas.dot(x, y, width, dark)
        lines.take(_STROKE)
    elif not loops:
        lines.take(_ONE_WIDE)
        for x, y, length in lines.repeated(_RUN):
            canvas.run(x, y, length, dark)
        lines.take(_STROKE)
    _read_logo(lines, canvas)
    for pattern in _FOOT:
        lines.take(pattern)
    lines.end()
    return canvas.image()


_NUMBER, _WHOLE = r"(\d{1,6}(?:\.\d{1,6})?)", r"(\d{1,6})"


def _line(text: str) -> re.Pattern[str]:
    """The pattern of a line: N is a number that is not negative, W a whole one; a dot is a dot."""
    named = re.escape(text).replace(r"\ ", " ")
    return re.compile(re.sub(r"\b[NW]\b", lambda m: _NUMBER if m[0] == "N" else _WHOLE, named))


_COMMENTS = (
    _line("%!PS-Adobe-3.0 EPSF-3.0"),
    _line("%%BoundingBox: 0 0 W W"),
    _line("%%HiResBoundingBox: 0 0 N N"),
    re.compile(r"%%Title: [ -~]{0,200}"),
    _line("%%Creator: brochure"),
    _line("%%LanguageLevel: 2"),
    _line("%%DocumentData: Clean7Bit"),
    _line("%%EndComments"),
)
_SAVE, _RESTORE = _line("gsave"), _line("grestore")
_PAGE = _line("0 N translate N dup neg scale")
_INK, _BOX = _line("N N N N setcmykcolor"), _line("N N N N setcmykcolor N N N N rectfill")
_MOVE, _LINE, _CURVE = _line("N N moveto"), _line("N N lineto"), _line("N N N N N N curveto")
_CLOSE, _FILL, _STROKE = _line("closepath"), _line("fill"), _line("stroke")
_ONE_WIDE, _RUN = _line("1 setlinewidth"), _line("N N moveto N 0 rlineto")
_ROUND_ENDS, _WIDTH = _line("1 setlinecap"), _line("N setlinewidth")
_DOT = _line("N N moveto 0 0 rlineto")
_PLACE, _ROW = _line("gsave N N translate N N scale"), _line("/row W string def")
_PICTURE = _line("W W 8 [W 0 0 W 0 0]")
_COLOURS = _line("{currentfile row readhexstring pop} false 4 colorimage")
_FOOT = (_RESTORE, _line("%%EOF"), re.compile(""))
_DIGITS = 128
"""Hexadecimal digits of a whole line of a picture."""

_TOTALS = range(21 + 8, 177 + 8 + 1, 4)
"""The modules of a side, quiet zone included (ISO/IEC 18004, 6.3.1 and 6.3.8)."""

_PARTS = (0.25, 0.5, 0.75, 1.0)
"""Where a curve is parted into straight lines."""


class _Lines:
    """The lines of an EPS document, read one after the other."""

    def __init__(self, data: bytes) -> None:
        try:
            self.lines = data.decode("ascii").split("\n")
        except UnicodeDecodeError as caught:
            raise CodeError(error("eps-not-ascii", reason=str(caught))) from caught
        self.at = 0

    def has(self, pattern: re.Pattern[str]) -> list[float] | None:
        """The numbers of the next line where it has the form ``pattern``, which is then read."""
        found = pattern.fullmatch(self.lines[self.at]) if self.at < len(self.lines) else None
        if found is None:
            return None
        self.at += 1
        return [float(number) for number in found.groups()]

    def repeated(self, pattern: re.Pattern[str]) -> Iterator[list[float]]:
        """The numbers of the lines that follow in the form ``pattern``."""
        while (numbers := self.has(pattern)) is not None:
            yield numbers

    def take(self, pattern: re.Pattern[str]) -> list[float]:
        """The numbers of the next line. Raises CodeError where it has another form."""
        numbers = self.has(pattern)
        if numbers is None:
            raise self.refused()
        return numbers

    def end(self) -> None:
        """Raise CodeError unless every line is read."""
        if self.at < len(self.lines):
            raise self.refused()

    def refused(self) -> CodeError:
        """The error that names the next line, or the one just read where its numbers are at fault."""
        text = self.lines[self.at][:60] if self.at < len(self.lines) else ""
        return CodeError(error("eps-line", line=self.at + 1, text=text))


def _read_head(lines: _Lines) -> tuple[int, Rgb]:
    """The modules of a side, and the colour of the ground, which covers the page exactly."""
    sizes = [number for pattern in _COMMENTS for number in lines.take(pattern)]
    lines.take(_SAVE)
    height, scale = lines.take(_PAGE)
    *ink, left, top, width, depth = lines.take(_BOX)
    whole = math.ceil(height)
    fits = sizes == [whole, whole, height, height] and (left, top, width) == (0, 0, depth)
    # The file rounds the scale to a millionth of a point: over all modules that is less than this.
    if not fits or width not in _TOTALS or abs(scale * width - height) > 0.001:
        raise CodeError(error("eps-page", height_pt=height, width=width, depth=depth, module_pt=scale))
    return int(width), _rgb(ink)


def _read_loops(lines: _Lines) -> Iterator[Loop]:
    """The closed lines of a path, curves as short straight ones."""
    for start in lines.repeated(_MOVE):
        loop = [(start[0], start[1])]
        while lines.has(_CLOSE) is None:
            end = lines.has(_LINE)
            loop += [(end[0], end[1])] if end else _cubic(loop[-1], lines.take(_CURVE))
        yield loop


def _cubic(start: tuple[float, float], numbers: Sequence[float]) -> Loop:
    x0, y0 = start
    x1, y1, x2, y2, x3, y3 = numbers
    return [
        (
            (1 - t) ** 3 * x0 + 3 * t * (1 - t) ** 2 * x1 + 3 * t * t * (1 - t) * x2 + t**3 * x3,
            (1 - t) ** 3 * y0 + 3 * t * (1 - t) ** 2 * y1 + 3 * t * t * (1 - t) * y2 + t**3 * y3,
        )
        for t in _PARTS
    ]


def _read_logo(lines: _Lines, canvas: Raster) -> None:
    """The plate and the picture in the middle of a code, where it has one."""
    plate = lines.has(_BOX)
    if plate is None:
        return
    *ink, left, top, width, height = plate
    canvas.rectangle((left, top, width, height), _rgb(ink))
    place = lines.take(_PLACE)
    (row,) = lines.take(_ROW)
    across, down, *matrix = (int(number) for number in lines.take(_PICTURE))
    if not across or not down or row != 4 * across or matrix != [across, down]:
        raise CodeError(error("eps-picture", width_px=across, height_px=down))
    lines.take(_COLOURS)
    digits = ""
    while left_over := 8 * across * down - len(digits):
        count = min(_DIGITS, left_over)
        start = lines.at
        lines.take(re.compile(rf"[0-9a-f]{{{count}}}"))
        digits += lines.lines[start]
    canvas.picture(bytes.fromhex(digits), (across, down), place)
    lines.take(_RESTORE)


def _rgb(ink: Iterable[float]) -> Rgb:
    """Cyan, magenta, yellow and black as a screen shows them without a profile (PLRM, 7.2.4)."""
    cyan, magenta, yellow, black = (min(1.0, value) for value in ink)
    red, green, blue = (round(255 * (1 - min(1.0, value + black))) for value in (cyan, magenta, yellow))
    return red, green, blue


class Raster:
    """A square of ``side`` modules in the colour ``ground``, with what is drawn on it.

    It is three times as large as the image that comes out, in which edges are greys.
    """

    finer = 3

    def __init__(self, side: int, ground: Rgb) -> None:
        from PIL import Image, ImageDraw

        self.scale = PX_PER_MODULE * self.finer
        self.drawn = Image.new("RGB", (side * self.scale, side * self.scale), ground)
        self.draw = ImageDraw.Draw(self.drawn)

    def rectangle(self, box: Sequence[float], colour: Rgb) -> None:
        """An area: left, top, width and height in modules."""
        x, y, width, height = (value * self.scale for value in box)
        if width >= 1 and height >= 1:
            self.draw.rectangle(
                (round(x), round(y), round(x + width) - 1, round(y + height) - 1), colour
            )

    def run(self, x: float, y: float, length: float, colour: Rgb) -> None:
        """A horizontal line one module wide, around ``y``."""
        self.rectangle((x, y - 0.5, length, 1), colour)

    def dot(self, x: float, y: float, width: float, colour: Rgb) -> None:
        """A disc around a point."""
        half = width / 2
        self.draw.ellipse([v * self.scale for v in (x - half, y - half, x + half, y + half)], colour)

    def fill(self, loops: Iterable[Loop], colour: Rgb) -> None:
        """What closed lines surround, by the non-zero winding rule (PLRM, 4.5.2)."""
        from PIL import Image

        side = self.drawn.width
        mask = bytearray(side * side)
        for row, crossings in enumerate(self._crossings(loops)):
            winding, start = 0, 0
            for x, direction in sorted(crossings):
                at = row * side + min(side, max(0, math.ceil(x - 0.5)))
                if winding and at > start:
                    mask[start:at] = b"\xff" * (at - start)
                winding, start = winding + direction, at
        self.drawn.paste(colour, mask=Image.frombytes("L", (side, side), bytes(mask)))

    def _crossings(self, loops: Iterable[Loop]) -> list[list[tuple[float, int]]]:
        """Where the middle of each row of pixels is crossed, and whether downwards (1) or up (-1)."""
        rows: list[list[tuple[float, int]]] = [[] for _ in range(self.drawn.height)]
        for loop in loops:
            points = [(x * self.scale, y * self.scale) for x, y in loop]
            for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
                if y0 == y1:
                    continue
                slope, direction = (x1 - x0) / (y1 - y0), 1 if y1 > y0 else -1
                first, last = (math.ceil(y - 0.5) for y in sorted((y0, y1)))
                for row in range(max(0, first), min(len(rows), last)):
                    rows[row].append((x0 + (row + 0.5 - y0) * slope, direction))
        return rows

    def picture(self, data: bytes, size: tuple[int, int], place: Sequence[float]) -> None:
        """A picture in CMYK at ``place``: left, top, width and height in modules."""
        from PIL import Image

        x, y, width, height = (round(value * self.scale) for value in place)
        made = Image.frombytes("CMYK", size, data).convert("RGB")
        if max(width, height) <= max(self.drawn.size) and min(width, height) > 0:
            self.drawn.paste(made.resize((width, height)), (x, y))

    def image(self) -> Image:
        """Return it at its final size, four pixels a module."""
        return self.drawn.reduce(self.finer)
