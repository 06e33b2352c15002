"""PDF: a code as a page of its own size, black in the black ink alone, tagged as a figure (PDF/UA-1).

Print shops place it as it is; a screen reader says what it opens. ISO 32000-1 and ISO 14289-1.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from brochure.parts.codes import Matrix
from brochure.parts.codes.contours import Loop, cubic
from brochure.parts.codes.drawing import dots, loops, solid_patterns, strokes
from brochure.parts.codes.eps import POINTS_PER_MM
from brochure.parts.codes.inks import Ink, Inks, pixels
from brochure.parts.codes.looks import PLAIN, Look

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def file(
    matrix: Matrix,
    said: tuple[str, str],
    symbol_mm: float,
    look: Look = PLAIN,
    *,
    outline: bool = False,
) -> bytes:
    """A whole PDF of one code, its symbol ``symbol_mm`` wide without the quiet zone.

    ``said`` is the title, which is the alternative text too, and its language (BCP 47).
    """
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    title, lang = said
    side = round(symbol_mm * matrix.total / matrix.size * POINTS_PER_MM, 4)
    pdf = pikepdf.new()
    box = Array([0, 0, side, side])
    resources = Dictionary()
    if look.logo:
        resources.XObject = Dictionary(Logo=_image(pdf, look))
    content = "\n".join(_operators(matrix, look, side, outline=outline)).encode()
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page, MediaBox=box, TrimBox=box, Resources=resources,
            Contents=pdf.make_stream(content), StructParents=0, Tabs=Name.S,
        )
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(page))
    _tag(pdf, title, box)
    pdf.Root.Lang = String(lang)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = String(title)
    metadata = pdf.make_stream(_XMP.format(title=escape(title)).encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, force_version="1.7", compress_streams=True)
    return out.getvalue()


def _tag(pdf: Any, title: str, box: Any) -> None:
    """The page's only content is a figure with its alternative text (ISO 32000-1, 14.7 and 14.9.3)."""
    from pikepdf import Array, Dictionary, Name, String

    page = pdf.pages[0].obj
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    figure = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name.Figure, P=document, Alt=String(title), Pg=page, K=0,
            A=Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box),
        )
    )  # fmt: skip
    document.K = Array([figure])
    root.K = Array([document])
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, Array([figure])])))
    root.ParentTreeNextKey = 1
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _operators(matrix: Matrix, look: Look, side: float, *, outline: bool) -> Iterator[str]:
    inks = Inks.of(look)
    scale = side / matrix.total
    yield "/Figure <</MCID 0>> BDC"
    yield f"q {scale:.6f} 0 0 {-scale:.6f} 0 {side:g} cm"
    yield f"{_ink(inks.light)} k 0 0 {matrix.total} {matrix.total} re f"
    yield f"{_ink(inks.dark)} k {_ink(inks.dark)} K"
    if look.shape == "dots" and not outline:
        yield from (_loop(loop) for loop in solid_patterns(matrix))
        yield f"f 1 J {look.dot:g} w"
        yield from (f"{x + 0.5:g} {y + 0.5:g} m {x + 0.5:g} {y + 0.5:g} l" for x, y in dots(matrix))
        yield "S"
    elif outline or look.shape != "square":
        yield from (_loop(loop) for loop in loops(matrix, look))
        yield "f"
    else:
        yield "1 w"
        yield from (f"{x:g} {y:g} m {x + length:g} {y:g} l" for x, y, length in strokes(matrix))
        yield "S"
    if look.logo:
        left, top, width, height = look.logo.plate_box(matrix)
        x, y, w, h = look.logo.box(matrix)
        yield f"{_ink(inks.light)} k {left:g} {top:g} {width:g} {height:g} re f"
        yield f"q {w:g} 0 0 {-h:g} {x:g} {y + h:g} cm /Logo Do Q"
    yield "Q EMC"


def _ink(values: Ink) -> str:
    return " ".join(f"{value:g}" for value in values)


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


def _image(pdf: Any, look: Look) -> Any:
    """The logo in CMYK (ISO 32000-1, 8.9.5)."""
    from pikepdf import Name

    image = pixels(look)
    stream = pdf.make_stream(image.tobytes())
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = image.size
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceCMYK, 8
    return stream
