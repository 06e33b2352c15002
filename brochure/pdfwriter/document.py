"""Documents: pages become one tagged PDF file (PDF/UA-1; ISO 32000-1, 14.7 and ISO 14289-1)."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from brochure.pdfwriter import xmp
from brochure.pdfwriter.fonts import Font
from brochure.theme import FontFace

SOLID = "0 0 0 1 k 0 0 0 1 K"
"""How a page starts: whatever is drawn is black, unless it says so."""

Size = tuple[float, float]
"""Width and height in points."""

Box = tuple[float, float, float, float]
"""Left, foot, right and top in points from the page's left foot corner."""

_END = "EMC"


@dataclass(slots=True, eq=False)
class Element:
    """A structure element of a page: its ``kind``, the marked contents it holds, by number.

    A figure says what it shows in ``alt``, and where it lies in ``box``.
    """

    kind: str
    contents: list[int] = field(default_factory=list)
    alt: str = ""
    box: Box | None = None


@dataclass(slots=True)
class PdfPage:
    """A page: its operators, and its elements in reading order; drawing has an order of its own."""

    size: Size
    operators: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    marked: list[Element] = field(default_factory=list)
    """The element of each marked content, by its number."""

    def begin(self, element: Element) -> None:
        """What follows belongs to ``element``: where the last marked content does, it goes on."""
        if self.operators and self.operators[-1] == _END and self.marked[-1:] == [element]:
            self.operators.pop()
            return
        element.contents.append(len(self.marked))
        self.operators.append(f"/{element.kind} <</MCID {len(self.marked)}>> BDC")
        self.marked.append(element)

    def artifact(self, operators: Iterable[str]) -> None:
        """Draw what says nothing: rules, tints, marks."""
        self.operators.append("\n".join(("/Artifact BMC", *operators, _END)))

    def end(self) -> None:
        """The marked content ends."""
        self.operators.append(_END)


class Resources:
    """What the pages of a document share: a font for each face, and forms drawn again and again.

    ``images`` make an image's stream for a document, by the image's name.
    """

    def __init__(self) -> None:
        self.fonts: dict[FontFace, Font] = {}
        self.forms: dict[str, tuple[tuple[int, int], str]] = {}
        self.images: dict[str, Callable[[Any], Any]] = {}

    def font(self, face: FontFace) -> Font:
        """The font of ``face``."""
        if face not in self.fonts:
            self.fonts[face] = Font(face, f"F{len(self.fonts)}")
        return self.fonts[face]

    def form(self, key: str, size: tuple[int, int], operators: Callable[[], str]) -> str:
        """The operator that draws the form ``key``, ``size`` units wide and high."""
        if key not in self.forms:
            self.forms[key] = size, operators()
        return f"/{key} Do"

    def dictionary(self, pdf: Any) -> Any:
        """The resources as a dictionary of ``pdf``."""
        from pikepdf import Array, Dictionary, Name

        found = Dictionary()
        if self.fonts:
            found.Font = Dictionary()
        for font in self.fonts.values():
            found.Font[f"/{font.key}"] = font.dictionary(pdf)
        if self.forms or self.images:
            found.XObject = Dictionary()
        for key, image in self.images.items():
            found.XObject[f"/{key}"] = image(pdf)
        for key, (size, operators) in self.forms.items():
            form = pdf.make_stream(operators.encode("latin-1"))
            form.Type, form.Subtype = Name.XObject, Name.Form
            form.BBox = Array([0, 0, *size])
            found.XObject[f"/{key}"] = form
        return found


def pdf_file(
    title: str,
    lang: str,
    leaves: Iterable[PdfPage],
    resources: Resources,
) -> bytes:
    """A whole PDF/UA-1 file of ``leaves``, which are taken one by one and not kept.

    ``resources`` are those that they use.
    """
    import pikepdf
    from pikepdf import Dictionary, Name, String

    pdf = pikepdf.new()
    shared = pdf.make_indirect(Dictionary())
    tree = _Tree(pdf)
    for number, leaf in enumerate(leaves):
        _add(pdf, leaf, number, shared, tree)
    for key, value in resources.dictionary(pdf).items():
        shared[key] = value
    tree.close()
    pdf.Root.Lang = String(lang)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = String(title)
    metadata = pdf.make_stream(xmp.sheet_packet(title))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    return _saved(pdf)


def _saved(pdf: Any) -> bytes:
    """The file, its structure packed as small as zlib can: a quarter of a label sheet is structure."""
    import pikepdf
    from pikepdf import settings

    out = io.BytesIO()
    settings.set_flate_compression_level(9)
    try:
        pdf.save(
            out, deterministic_id=True, force_version="1.7", compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )  # fmt: skip
    finally:
        settings.set_flate_compression_level(-1)  # its default: pikepdf does not tell what was set
    return out.getvalue()


def _add(pdf: Any, leaf: PdfPage, number: int, shared: Any, tree: _Tree) -> None:
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    box = Array([0, 0, *(round(side, 4) for side in leaf.size)])
    operators = "\n".join((SOLID, *leaf.operators)).encode("latin-1")
    content = pikepdf.Stream(pdf, zlib.compress(operators, 9))
    content.Filter = Name.FlateDecode
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page, MediaBox=box, TrimBox=box, Resources=shared,
            Contents=pdf.make_indirect(content), StructParents=number, Tabs=Name.S,
        )
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(page))
    tree.add(leaf, pdf.pages[-1].obj)


class _Tree:
    """The structure of a document in the making."""

    def __init__(self, pdf: Any) -> None:
        from pikepdf import Array, Dictionary, Name

        self.pdf = pdf
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array([]))
        )
        self.parents: list[Any] = []
        self.elements: list[Any] = []

    def add(self, leaf: PdfPage, page: Any) -> None:
        from pikepdf import Array

        made = {id(element): self._made(element, page) for element in leaf.elements}
        self.elements += made.values()
        self.parents.append(self.pdf.make_indirect(Array([made[id(e)] for e in leaf.marked])))

    def _made(self, element: Element, page: Any) -> Any:
        from pikepdf import Array, Dictionary, Name, String

        held = element.contents
        found = Dictionary(
            S=Name(f"/{element.kind}"), P=self.document, Pg=page,
            K=held[0] if len(held) == 1 else Array(held),
        )  # fmt: skip
        if element.alt:
            found.Alt = String(element.alt)
        if element.box:
            box = Array([round(side) for side in element.box])
            found.A = Dictionary(O=Name.Layout, BBox=box)
        return self.pdf.make_indirect(found)

    def close(self) -> None:
        from pikepdf import Array, Dictionary

        self.document.K = Array(self.elements)
        self.root.K = Array([self.document])
        numbers: list[Any] = []
        for number, parent in enumerate(self.parents):
            numbers += (number, parent)
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        self.root.ParentTreeNextKey = len(self.parents)
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
