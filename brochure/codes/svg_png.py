"""Drawing: a code's modules as SVG, as pixels, and as characters of a terminal.

The usual SVG is one stroked path without ids: the smallest form, without seams. Outlines are for
cutters and for programs that join areas; PNG has whole pixels for each module.
"""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from brochure.codes import outlines
from brochure.codes.code_style import PLAIN, ROUNDING, CodeStyle
from brochure.codes.encoder import QUIET_ZONE, Matrix
from brochure.codes.outlines import Loop

if TYPE_CHECKING:
    from PIL.Image import Image

_FINER = 4
"""Curves are drawn so many times larger, then reduced."""

Run = tuple[float, float, float]
"""A horizontal stroke: where it starts, the middle of its row, and its length, in modules."""


def strokes(matrix: Matrix) -> Iterator[Run]:
    """The dark runs of each row, in modules from the outer corner of the quiet zone."""
    for y, row in enumerate(matrix.rows):
        for start, length in dark_runs(row):
            yield start + QUIET_ZONE, y + QUIET_ZONE + 0.5, length


def dark_runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """The dark runs of a row or a column: where each starts, and its length."""
    signs = bytes(row)
    found, start = [], signs.find(1)
    while start >= 0:
        end = signs.find(0, start)
        end = end if end >= 0 else len(signs)
        found.append((start, end - start))
        start = signs.find(1, end)
    return found


def loops(matrix: Matrix, style: CodeStyle = PLAIN) -> tuple[Loop, ...]:
    """The code as outlines, in the form that ``style`` asks for."""
    if style.shape == "dots":
        discs = (_disc(x + 0.5, y + 0.5, style.dot / 2) for x, y in dots(matrix))
        return (*solid_patterns(matrix), *discs)
    return outlines.trace(matrix, ROUNDING if style.shape == "rounded" else 0.0)


def dots(matrix: Matrix) -> Iterator[tuple[int, int]]:
    """The left top corners of the dark modules outside finder and alignment patterns."""
    boxes = tuple(outlines.pattern_boxes(matrix))
    for y, row in enumerate(matrix.rows):
        for x, dark in enumerate(row):
            if dark and not any(a <= x < a + side and b <= y < b + side for a, b, side in boxes):
                yield x + QUIET_ZONE, y + QUIET_ZONE


def _pattern(left: int, top: int, side: int) -> Iterator[Loop]:
    """A finder or alignment pattern: a ring one module wide around a solid square."""
    x, y = left + QUIET_ZONE, top + QUIET_ZONE
    yield _square(x, y, side)
    yield _square(x + 1, y + 1, side - 2, light=True)
    yield _square(x + 2, y + 2, side - 4)


def _square(x: float, y: float, side: float, *, light: bool = False) -> Loop:
    points = [(x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    if light:
        points = [*reversed(points[:-1]), (x, y)]
    return Loop((x, y), tuple(outlines.Step(point) for point in points))


def _disc(x: float, y: float, radius: float) -> Loop:
    """A circle as eight quadratic curves; they leave it by less than 1/300 of the radius."""
    near, far = 0.41421356 * radius, 0.70710678 * radius
    around = [(radius, 0), (far, far), (0, radius), (-far, far), (-radius, 0), (-far, -far),
              (0, -radius), (far, -far), (radius, 0)]  # fmt: skip
    controls = [(radius, near), (near, radius), (-near, radius), (-radius, near), (-radius, -near),
                (-near, -radius), (near, -radius), (radius, -near)]  # fmt: skip
    steps = tuple(
        outlines.Step((x + ex, y + ey), (x + cx, y + cy))
        for (ex, ey), (cx, cy) in zip(around[1:], controls, strict=True)
    )
    return Loop((x + radius, y), steps)


def path_data(matrix: Matrix) -> str:
    """The SVG path of the dark modules: one horizontal stroke of width 1 for each run.

    Coordinates count modules from the outer corner of the quiet zone.
    """
    parts: list[str] = []
    at_x = at_y = 0.0
    for x, middle, length in strokes(matrix):
        move = f"m{x - at_x:g} {middle - at_y:g}" if parts else f"M{x:g} {middle:g}"
        parts.append(f"{move}h{length:g}".replace(" -", "-"))
        at_x, at_y = x + length, middle
    return "".join(parts)


def outline_data(matrix: Matrix, style: CodeStyle = PLAIN) -> str:
    """The SVG path of the dark areas as closed loops, to be filled."""
    return "".join(_loop_data(loop) for loop in loops(matrix, style))


def _loop_data(loop: Loop) -> str:
    parts = [f"M{_pair(*loop.start)}"]
    x, y = loop.start
    for at, (end, control) in enumerate(loop.steps):
        dx, dy = end[0] - x, end[1] - y
        if control:
            parts.append(f"q{_pair(control[0] - x, control[1] - y)} {_pair(dx, dy)}".replace(" -", "-"))
        elif at < len(loop.steps) - 1:  # the last straight line is closed by z
            parts.append(f"h{_number(dx)}" if not dy else f"v{_number(dy)}")
        x, y = end
    return "".join((*parts, "z"))


def _number(value: float) -> str:
    return f"{round(value, 3):g}"


def _pair(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}".replace(" -", "-")


def svg(
    matrix: Matrix, title: str, style: CodeStyle = PLAIN, *, outline: bool = False, symbol_mm: float = 0
) -> str:
    """A whole SVG document: a ground, one path without ids, ``title`` escaped, a logo if any.

    With ``outline`` areas are filled, else runs and dots are stroked, which is shorter; rounded modules
    are always outlines. ``symbol_mm`` is the width of the symbol without its quiet zone.
    """
    n = matrix.total
    if style.shape == "dots" and not outline:
        path = _dotted(matrix, style)
    elif outline or style.shape != "square":
        path = f'<path fill="{style.dark}" d="{outline_data(matrix, style)}"/>'
    else:
        path = f'<path fill="none" stroke="{style.dark}" d="{path_data(matrix)}"/>'
    side = f"{symbol_mm * n / matrix.size:.4g}mm" if symbol_mm else ""
    size = f' width="{side}" height="{side}"' if side else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{size} viewBox="0 0 {n} {n}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<path fill="{style.light}" d="M0 0h{n}v{n}H0z"/>'
        f"{path}{_logo_element(matrix, style)}</svg>\n"
    )


def _dotted(matrix: Matrix, style: CodeStyle) -> str:
    """Solid patterns, and a dot for every other dark module: a stroke of no length with round ends."""
    parts: list[str] = []
    at_x = at_y = 0.0
    for x, y in ((x + 0.5, y + 0.5) for x, y in dots(matrix)):
        parts.append(f"m{_pair(x - at_x, y - at_y)}h0" if parts else f"M{_pair(x, y)}h0")
        at_x, at_y = x, y
    solid = "".join(_loop_data(loop) for loop in solid_patterns(matrix))
    return (
        f'<path fill="{style.dark}" d="{solid}"/><path fill="none" stroke="{style.dark}" '
        f'stroke-width="{style.dot:g}" stroke-linecap="round" d="{"".join(parts)}"/>'
    )


def solid_patterns(matrix: Matrix) -> list[Loop]:
    """The finder and alignment patterns, which stay square."""
    return [loop for box in outlines.pattern_boxes(matrix) for loop in _pattern(*box)]


def _logo_element(matrix: Matrix, style: CodeStyle) -> str:
    if style.logo is None:
        return ""
    left, top, width, height = style.logo.plate_box(matrix)
    x, y, w, h = (_number(v) for v in style.logo.box(matrix))
    data = base64.b64encode(style.logo.data).decode()
    return (
        f'<path fill="{style.light}" d="M{left:g} {top:g}h{width:g}v{height:g}h-{width:g}z"/>'
        f'<image x="{x}" y="{y}" width="{w}" height="{h}" href="data:image/png;base64,{data}"/>'
    )


PRINTED_DPI = 300.0
"""Of a PNG for which nothing else was asked."""

_INTENT = b"\0"
"""Perceptual, which is what sRGB is seen with (PNG, 11.3.2.5)."""


def png(
    matrix: Matrix,
    style: CodeStyle = PLAIN,
    *,
    least_px: int = 1000,
    px: int = 0,
    dpi: float = PRINTED_DPI,
) -> bytes:
    """A PNG with ``px`` pixels for each module, or as many as make it ``least_px`` wide.

    Black and white take one bit a pixel. ``dpi`` is written into the file (PNG, 11.3.4.3), so that
    programs place it as large as it is meant, and that its colours are sRGB (11.3.2.5).
    """
    from PIL.PngImagePlugin import PngInfo

    px = px or px_per_module(matrix, least_px)
    if style == PLAIN:
        return _two_coloured(matrix, px, dpi)
    out, told = io.BytesIO(), PngInfo()
    told.add(b"sRGB", _INTENT)
    raster(matrix, px, style).save(out, "PNG", compress_level=6, dpi=(dpi, dpi), pnginfo=told)
    return out.getvalue()


def _two_coloured(matrix: Matrix, px: int, dpi: float) -> bytes:
    """A PNG of a bit a pixel, black 0 (ISO/IEC 15948, 11.2.2).

    All rows of a module but one are written as no different from the one above (filter 2).
    """
    side, stride = matrix.total * px, -(-matrix.total * px // 8)
    light, dark = "1" * px, "0" * px
    margin = light * QUIET_ZONE
    rows = [
        margin + "".join([dark if module else light for module in row]) + margin for row in matrix.rows
    ]
    zone = [light * matrix.total] * QUIET_ZONE
    same = (b"\2" + bytes(stride)) * (px - 1)
    pixels = b"".join(
        b"\0" + int(row.ljust(8 * stride, "0"), 2).to_bytes(stride, "big") + same
        for row in (*zone, *rows, *zone)
    )
    per_metre = round(dpi / 0.0254)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
        (b"sRGB", _INTENT),
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        (b"IDAT", zlib.compress(pixels, 6)),  # 9 takes six times as long for 5 % of 700 bytes
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def raster(matrix: Matrix, px: int, style: CodeStyle = PLAIN) -> Image:
    """The code with its quiet zone, ``px`` pixels a module; black, white and square is 1 bit."""
    from PIL import Image

    if style.shape == "square":
        image = _squares(matrix, px)
    else:
        image = _areas(loops(matrix, style), matrix.total, px)
    if style.is_black and style.logo is None:
        return image
    inked = Image.new("RGB", image.size, style.dark)
    inked.paste(style.light, mask=image.convert("L"))
    if style.logo:
        _paste_logo(inked, matrix, style, px)
    return inked if style.logo or style.shape != "square" else inked.quantize(2)


def _squares(matrix: Matrix, px: int) -> Image:
    from PIL import Image

    n, width = matrix.total, -(-matrix.total // 8) * 8
    blank = (1 << width) - 1
    zone = [blank] * QUIET_ZONE
    # Each row is one integer, its first pixel the highest bit: 0 is black in an image of mode "1".
    dark = (int("".join("1" if m else "0" for m in row), 2) for row in matrix.rows)
    rows = [blank & ~(bits << (width - QUIET_ZONE - matrix.size)) for bits in dark]
    data = b"".join(row.to_bytes(width // 8, "big") for row in (*zone, *rows, *zone))
    image = Image.frombytes("1", (n, n), data)
    return image.resize((n * px, n * px), Image.Resampling.NEAREST)


def _areas(drawn: tuple[Loop, ...], total: int, px: int) -> Image:
    """Outlines as greys: dark areas first, the light islands in them, what lies in those."""
    from PIL import Image, ImageDraw

    scale = px * _FINER
    image = Image.new("L", (total * scale, total * scale), 255)
    draw = ImageDraw.Draw(image)
    for polygon in sorted((loop.polygon() for loop in drawn), key=lambda p: -abs(outlines.area(p))):
        value = 0 if outlines.area(polygon) > 0 else 255
        draw.polygon([(x * scale - 0.5, y * scale - 0.5) for x, y in polygon], fill=value)
    return image.reduce(_FINER)


def _paste_logo(image: Image, matrix: Matrix, style: CodeStyle, px: int) -> None:
    assert style.logo is not None
    left, top, width, height = (round(v * px) for v in style.logo.plate_box(matrix))
    image.paste(style.light, (left, top, left + width, top + height))
    x, y, w, h = (round(v * px) for v in style.logo.box(matrix))
    small = style.logo.image().resize((max(1, w), max(1, h)))
    image.paste(small, (x, y), small if small.mode == "RGBA" else None)


def px_per_module(matrix: Matrix, least_px: int) -> int:
    """The whole pixels a module needs for the code to be at least ``least_px`` wide."""
    return -(-least_px // matrix.total)


def terminal_preview(matrix: Matrix) -> str:
    """The code in half blocks for a terminal of light letters on a dark ground; two rows a line."""
    edge = (False,) * QUIET_ZONE
    blank = ((False,) * matrix.total,) * QUIET_ZONE
    rows = [*blank, *((*edge, *row, *edge) for row in matrix.rows), *blank]
    rows += [(True,) * matrix.total] if len(rows) % 2 else []
    blocks = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    return "\n".join(
        "".join(blocks[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
