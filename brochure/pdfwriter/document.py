"""Documents: pages become one tagged PDF file (PDF/UA-1; ISO 32000-1, 14.7 and ISO 14289-1)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from brochure import icc
from brochure.pdfwriter import packing, xmp
from brochure.pdfwriter.fonts import Font
from brochure.theme import FontFace

SOLID = "0 0 0 1 k 0 0 0 1 K"
"""How a page starts: whatever is drawn is black, unless it says so."""

Size = tuple[float, float]
"""Width and height in points."""

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the page's bottom left corner."""

_END = "EMC"


@dataclass(slots=True, eq=False)
class Element:
    """A structure element of a page: its ``kind`` ("P", "Figure"), and its marked contents, by number.

    A figure has an alternative text, ``alt``, and its bounding ``box`` (ISO 32000-1, 14.8.5.4.3). A
    table has rows as ``children``, and these have cells, which alone have contents; one that heads a
    column says so by its ``scope``, "Column" (14.8.5.7).
    """

    kind: str
    contents: list[int] = field(default_factory=list)
    alt: str = ""
    box: Box | None = None
    reserved: int | None = None
    """The number of the marked content that is drawn later."""
    children: list[Element] = field(default_factory=list)
    scope: str = ""


@dataclass(slots=True)
class PdfPage:
    """A page, ``size`` in points: its operators, and its elements in reading order.

        page = PdfPage((595.0, 842.0))
        title = Element("P")
        page.elements.append(title)
        page.begin(title)
        page.operators += operators.lettered(lines, resources, 0, rtl=False)
        page.end()

    The order of drawing may be another one: everything between ``begin`` and ``end`` belongs to its
    element, and an element may be continued later.
    """

    size: Size
    operators: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    marked: list[Element] = field(default_factory=list)
    """The element of each marked content, by its number."""

    def begin(self, element: Element) -> None:
        """What follows belongs to ``element``, whose marked content is continued if it was the last."""
        last = self.operators[-1:] == [_END] and self.marked[-1:] == [element]
        if last and element.reserved is None:
            self.operators.pop()
            return
        if element.reserved is None:
            self.reserve(element)
        self.operators.append(f"/{element.kind} <</MCID {element.reserved}>> BDC")
        element.reserved = None

    def reserve(self, element: Element) -> None:
        """Number the marked content of ``element`` now, although it is drawn later."""
        element.reserved = len(self.marked)
        element.contents.append(element.reserved)
        self.marked.append(element)

    def artifact(self, operators: Iterable[str]) -> None:
        """Draw what has no meaning for readers: rules, tints, marks (ISO 32000-1, 14.8.2.2)."""
        self.operators.append("\n".join(("/Artifact BMC", *operators, _END)))

    def end(self) -> None:
        """End the marked content."""
        self.operators.append(_END)


class Resources:
    """What the pages of a document share: a font for each face, and forms drawn again and again.

    ``images`` holds, by an image's name, a function that makes its stream for a document.
    """

    def __init__(self) -> None:
        self.fonts: dict[FontFace, Font] = {}
        self.forms: dict[str, tuple[tuple[int, int], str]] = {}
        self.images: dict[str, Callable[[Any], Any]] = {}

    def font(self, face: FontFace) -> Font:
        """The font of ``face``, the same one for all texts in it."""
        if face not in self.fonts:
            self.fonts[face] = Font(face, f"F{len(self.fonts)}")
        return self.fonts[face]

    def form(self, key: str, size: tuple[int, int], operators: Callable[[], str]) -> str:
        """The operator that draws the form ``key``, ``size`` units wide and high.

        ``operators`` is asked for its content the first time only.
        """
        if key not in self.forms:
            self.forms[key] = size, operators()
        return f"/{key} Do"

    def dictionary(self, pdf: Any) -> Any:
        """The resources as a dictionary of ``pdf`` (a pikepdf.Pdf), once all pages are drawn."""
        from pikepdf import Array, Dictionary, Name

        resources = Dictionary()
        if self.fonts:
            resources.Font = Dictionary()
        for font in self.fonts.values():
            resources.Font[f"/{font.key}"] = font.dictionary(pdf)
        if self.forms or self.images:
            resources.XObject = Dictionary()
        for key, image in self.images.items():
            resources.XObject[f"/{key}"] = image(pdf)
        for key, (size, operators) in self.forms.items():
            form = packing.stream(pdf, operators.encode("latin-1"))
            form.Type, form.Subtype = Name.XObject, Name.Form
            form.BBox = Array([0, 0, *size])
            resources.XObject[f"/{key}"] = form
        return resources


@dataclass(frozen=True, slots=True)
class Inks:
    """The inks that a file is meant for: a CMYK output ``profile`` (ICC), and its registered name."""

    profile: bytes
    condition: str


def pdf_file(
    title: str, lang: str, pages: Iterable[PdfPage], resources: Resources, inks: Inks | None = None
) -> bytes:
    """A whole PDF/UA-1 file of ``pages``, which are taken one by one and not kept.

    ``lang`` is a BCP 47 tag, ``resources`` are those that the pages use. With ``inks`` it is PDF/A-2a
    too, to be kept: its colours mean the same for ever. The same input gives the same bytes.
    """
    import pikepdf
    from pikepdf import Dictionary, Name, String

    pdf = pikepdf.new()
    shared = pdf.make_indirect(Dictionary())
    tree = _Tree(pdf)
    packer = packing.Packer(pdf)
    for number, page in enumerate(pages):
        contents = packer.page("\n".join((SOLID, *page.operators)).encode("latin-1"))
        _add(pdf, page, number, shared, tree, contents)
    for key, value in resources.dictionary(pdf).items():
        shared[key] = value
    if inks:
        _fix_colours(pdf, shared, inks)
    tree.close()
    pdf.Root.Lang = String(lang)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = String(title)
    metadata = pdf.make_stream(xmp.sheet_packet(title, archived=inks is not None))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    return _saved(pdf)


def _fix_colours(pdf: Any, shared: Any, inks: Inks) -> None:
    """Say what black ink is, and red, green and blue (ISO 19005-2, 6.2.3 and 6.2.4.3)."""
    from pikepdf import Array, Dictionary, Name, String

    profile = pdf.make_stream(inks.profile, N=4)
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=profile,
        OutputConditionIdentifier=String(inks.condition or "Custom"),
    )  # fmt: skip
    if inks.condition:
        intent.RegistryName = String("http://www.color.org")
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    screen = pdf.make_stream(icc.srgb(), N=3)
    shared.ColorSpace = Dictionary(DefaultRGB=Array([Name.ICCBased, screen]))
    for form in shared.get("/XObject", Dictionary()).values():
        if form.Subtype == Name.Form and "/Resources" not in form:
            form.Resources = Dictionary(ColorSpace=shared.ColorSpace)


def _saved(pdf: Any) -> bytes:
    """The file, its structure packed as small as zlib can: a quarter of a label sheet is structure."""
    import pikepdf
    from pikepdf import settings

    out = io.BytesIO()
    settings.set_flate_compression_level(9)  # of the whole process: there is no other way to say it
    try:
        pdf.save(
            out, deterministic_id=True, force_version="1.7", compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )  # fmt: skip
    finally:
        settings.set_flate_compression_level(-1)  # its default: pikepdf does not tell what was set
    return out.getvalue()


def _add(pdf: Any, page: PdfPage, number: int, shared: Any, tree: _Tree, contents: Any) -> None:
    """Add ``page``, the ``number``-th from 0, with its ``contents``, and its elements."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    box = Array([0, 0, *(round(side, 4) for side in page.size)])
    made = pdf.make_indirect(
        Dictionary(
            Type=Name.Page, MediaBox=box, TrimBox=box, Resources=shared,
            Contents=contents, StructParents=number, Tabs=Name.S,
        )
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(made))
    tree.add(page, pdf.pages[-1].obj)


class _Tree:
    """The structure tree of a document in the making (ISO 32000-1, 14.7)."""

    def __init__(self, pdf: Any) -> None:
        from pikepdf import Array, Dictionary, Name

        self.pdf = pdf
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array([]))
        )
        self.parents: list[Any] = []
        self.elements: list[Any] = []

    def add(self, page: PdfPage, page_object: Any) -> None:
        """Add the elements of ``page``; those that are numbered in reading order as a division.

        Then one list says what the division holds and what the numbers belong to: a sixth less of
        what structure takes.
        """
        from pikepdf import Array, Dictionary, Name

        divided = len(page.elements) > 1 and [*map(id, page.marked)] == [*map(id, page.elements)]
        division = self.pdf.make_indirect(Dictionary(S=Name.Div, P=self.document)) if divided else None
        made: dict[int, Any] = {}
        for element in page.elements:
            self._make(element, page_object, division or self.document, made)
        parents = self.pdf.make_indirect(Array([made[id(e)] for e in page.marked]))
        self.parents.append(parents)
        if division is None:
            self.elements += [made[id(e)] for e in page.elements]
        else:
            division.K = parents
            self.elements.append(division)

    def _make(self, element: Element, page_object: Any, parent: Any, made: dict[int, Any]) -> None:
        """Put ``element`` and all in it into ``made``, as structure elements below ``parent``."""
        own = made[id(element)] = self._made(element, page_object, parent)
        for child in element.children:
            self._make(child, page_object, own, made)
        if element.children:
            from pikepdf import Array

            own.K = Array([made[id(child)] for child in element.children])

    def _made(self, element: Element, page_object: Any, parent: Any) -> Any:
        """``element`` as a structure element of ``page_object``, below ``parent``."""
        from pikepdf import Array, Dictionary, Name, String

        contents = element.contents
        made = Dictionary(
            S=Name(f"/{element.kind}"), P=parent, Pg=page_object,
            K=contents[0] if len(contents) == 1 else Array(contents),
        )  # fmt: skip
        if element.alt:
            # said, not set: and PDFDocEncoding, half of UTF-16, has no such space (ISO 32000-1, D.2)
            made.Alt = String(element.alt.replace("\u00a0", " "))
        if element.box:
            box = Array([round(side) for side in element.box])
            made.A = Dictionary(O=Name.Layout, BBox=box)
        if element.scope:
            made.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
        return self.pdf.make_indirect(made)

    def close(self) -> None:
        """Hang the elements into the document; the parent tree leads back to them (14.7.4.4)."""
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
