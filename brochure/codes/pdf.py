"""PDF: a code as a page of its own size, black in the black ink alone, tagged as a figure (PDF/UA-1).

Print shops place it as it is; a screen reader says what it opens. ISO 32000-1 and ISO 14289-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brochure.codes.code_style import PLAIN, CodeStyle
from brochure.codes.encoder import QUIET_ZONE, Matrix
from brochure.codes.eps import POINTS_PER_MM
from brochure.codes.inks import Inks, operands, pixels
from brochure.codes.outlines import Loop, cubic
from brochure.codes.svg_png import dark_runs, dots, loops, solid_patterns, strokes
from brochure.geometry import Rect
from brochure.pdfwriter import document
from brochure.pdfwriter.document import Element, PdfPage, Resources
from brochure.pdfwriter.operators import number

FINDER = 7
"""Modules on a side of a finder pattern (ISO/IEC 18004, 6.3.3)."""


def pdf_file(
    matrix: Matrix,
    title: tuple[str, str],
    symbol_mm: float,
    style: CodeStyle = PLAIN,
    *,
    outline: bool = False,
) -> bytes:
    """A whole PDF of one code, its symbol ``symbol_mm`` wide without the quiet zone.

    ``title`` is its text, which is the alternative text too, and its language (BCP 47):
    ``pdf_file(encode(url), ("Code QR : exemple.org", "fr"), symbol_mm=30)``.
    """
    text, lang = title
    side = round(symbol_mm * matrix.total / matrix.size * POINTS_PER_MM, 4)
    resources = Resources()
    if style.logo:
        resources.images["Logo"] = lambda pdf: _image(pdf, style)
    page = PdfPage(size=(side, side))
    figure = Element("Figure", alt=text, box=(0, 0, side, side))
    page.elements.append(figure)
    page.begin(figure)
    page.operators += _operators(matrix, style, side, outline=outline)
    page.end()
    return document.pdf_file(text, lang, [page], resources)


def _operators(matrix: Matrix, style: CodeStyle, side: float, *, outline: bool) -> Iterator[str]:
    inks = Inks.of(style)
    scale = side / matrix.total
    yield f"q {scale:.6f} 0 0 {-scale:.6f} 0 {side:g} cm"
    yield f"{operands(inks.light)} k 0 0 {matrix.total} {matrix.total} re f"
    yield f"{operands(inks.dark)} k {operands(inks.dark)} K"
    if style.shape == "dots" and not outline:
        yield from (_loop(loop) for loop in solid_patterns(matrix))
        yield f"f 1 J {style.dot:g} w"
        yield from (f"{x + 0.5:g} {y + 0.5:g} m {x + 0.5:g} {y + 0.5:g} l" for x, y in dots(matrix))
        yield "S"
    elif outline or style.shape != "square":
        yield from (_loop(loop) for loop in loops(matrix, style))
        yield "f"
    else:
        yield "1 w"
        yield from (f"{x:g} {y:g} m {x + length:g} {y:g} l" for x, y, length in strokes(matrix))
        yield "S"
    if style.logo:
        left, top, width, height = style.logo.plate_box(matrix)
        x, y, w, h = style.logo.box(matrix)
        yield f"{operands(inks.light)} k {left:g} {top:g} {width:g} {height:g} re f"
        yield f"q {w:g} 0 0 {-h:g} {x:g} {y + h:g} cm /Logo Do Q"
    yield "Q"


def _loop(loop: Loop) -> str:
    at = loop.start
    parts = [f"{at[0]:g} {at[1]:g} m"]
    for end, control in loop.steps:
        if control:
            one, two = cubic(at, control, end)
            parts.append(" ".join(f"{round(v, 4):g}" for v in (*one, *two, *end)) + " c")
        else:
            parts.append(f"{end[0]:g} {end[1]:g} l")
        at = end
    return "\n".join((*parts, "h"))


def _image(pdf: Any, style: CodeStyle) -> Any:
    """The logo in CMYK (ISO 32000-1, 8.9.5)."""
    from pikepdf import Name

    image = pixels(style)
    stream = pdf.make_stream(image.tobytes())
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = image.size
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceCMYK, 8
    return stream


def operators_of(matrix: Matrix, rect: Rect, resources: Resources) -> str:
    """``matrix`` with its quiet zone in the square ``rect``, on what is there: one path of its runs.

    The finder patterns, the same in every code of a version and with white around them, are a form.
    Runs go down the columns, as the bits of a text do (ISO/IEC 18004, 7.7.3): addresses that begin
    alike have columns alike, and a sheet of them is packed into 40 bytes a code less.
    """
    n, scale = matrix.size, rect.width / matrix.total
    finders = resources.form(f"Q{matrix.version}", (n, n), lambda: _finders(n))
    path = "\n".join(
        f"{x} {y} 1 {length} re"
        for x, column in enumerate(zip(*matrix.rows, strict=True))
        for y, length in dark_runs(column)
        if not _in_finder(x, y, n)
    )
    x, y = rect.x + QUIET_ZONE * scale, -rect.y - QUIET_ZONE * scale
    place = f"{number(x)} {number(y)}"
    return f"q {scale:.5f} 0 0 {-scale:.5f} {place} cm {finders}\n{path} f Q"


def _in_finder(x: int, y: int, n: int) -> bool:
    """Whether a run that starts there belongs to a finder pattern of a code of ``n`` modules."""
    left, top = x < FINDER, y < FINDER
    return (left and (top or y >= n - FINDER)) or (top and x >= n - FINDER)


def _finders(n: int) -> str:
    """The three finder patterns: a ring of one module around a square of three, holes by winding."""
    far = n - FINDER
    return (
        " ".join(
            f"{x} {y} 7 7 re {x + 6} {y + 1} -5 5 re {x + 2} {y + 2} 3 3 re"
            for x, y in ((0, 0), (far, 0), (0, far))
        )
        + " f*"
    )
