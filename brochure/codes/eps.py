"""EPS: a code as Encapsulated PostScript (Adobe 5002, version 3), black in the black ink alone."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.codes.code_style import PLAIN, CodeStyle
from brochure.codes.encoder import Matrix
from brochure.codes.inks import Inks, operands, pixels
from brochure.codes.outlines import Loop, cubic
from brochure.codes.svg_png import dots, loops, solid_patterns, strokes

POINTS_PER_MM = 72 / 25.4


def eps_file(
    matrix: Matrix, title: str, symbol_mm: float, style: CodeStyle = PLAIN, *, outline: bool = False
) -> bytes:
    """A whole EPS document of one code, its symbol ``symbol_mm`` wide without the quiet zone."""
    side = symbol_mm * matrix.total / matrix.size * POINTS_PER_MM
    inks = Inks.of(style)
    # Comments are ASCII, and their lines 255 characters at most (Adobe 5001).
    comment = "".join(char if " " <= char <= "~" else "?" for char in title)[:200]
    lines = [
        "%!PS-Adobe-3.0 EPSF-3.0",
        f"%%BoundingBox: 0 0 {-(-side // 1):.0f} {-(-side // 1):.0f}",
        f"%%HiResBoundingBox: 0 0 {side:.4f} {side:.4f}",
        f"%%Title: {comment}",
        "%%Creator: brochure",
        "%%LanguageLevel: 2",
        "%%DocumentData: Clean7Bit",
        "%%EndComments",
        "gsave",
        f"0 {side:.4f} translate {side / matrix.total:.6f} dup neg scale",
        f"{operands(inks.light)} setcmykcolor 0 0 {matrix.total} {matrix.total} rectfill",
        f"{operands(inks.dark)} setcmykcolor",
    ]
    if style.shape == "dots" and not outline:
        lines += [*(_loop(loop) for loop in solid_patterns(matrix)), "fill"]
        lines += ["1 setlinecap", f"{style.dot:g} setlinewidth"]
        lines += [f"{x + 0.5:g} {y + 0.5:g} moveto 0 0 rlineto" for x, y in dots(matrix)]
        lines.append("stroke")
    elif outline or style.shape != "square":
        lines += [_loop(loop) for loop in loops(matrix, style)]
        lines.append("fill")
    else:
        lines.append("1 setlinewidth")
        lines += [f"{x:g} {y:g} moveto {length:g} 0 rlineto" for x, y, length in strokes(matrix)]
        lines.append("stroke")
    lines += _logo(matrix, style, inks)
    lines += ["grestore", "%%EOF"]
    return "\n".join(lines).encode("ascii") + b"\n"


def _loop(loop: Loop) -> str:
    x, y = loop.start
    parts = [f"{x:g} {y:g} moveto"]
    for end, control in loop.steps:
        if control:
            one, two = cubic((x, y), control, end)
            numbers = (*one, *two, *end)
            parts.append(" ".join(f"{round(v, 4):g}" for v in numbers) + " curveto")
        else:
            parts.append(f"{end[0]:g} {end[1]:g} lineto")
        x, y = end
    return "\n".join((*parts, "closepath"))


def _logo(matrix: Matrix, style: CodeStyle, inks: Inks) -> Iterator[str]:
    if style.logo is None:
        return
    left, top, width, height = style.logo.plate_box(matrix)
    x, y, w, h = style.logo.box(matrix)
    image = pixels(style)
    across, down = image.size
    yield f"{operands(inks.light)} setcmykcolor {left:g} {top:g} {width:g} {height:g} rectfill"
    yield f"gsave {x:g} {y:g} translate {w:g} {h:g} scale"
    yield f"/row {4 * across} string def"
    yield f"{across} {down} 8 [{across} 0 0 {down} 0 0]"
    yield "{currentfile row readhexstring pop} false 4 colorimage"
    digits = image.tobytes().hex()
    yield from (digits[at : at + 128] for at in range(0, len(digits), 128))
    yield "grestore"
