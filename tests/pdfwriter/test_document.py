"""Documents: what is written is one tagged PDF file, the same bytes twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf

from brochure.pdfwriter import document
from brochure.pdfwriter.document import Element, PdfPage, Resources

SIZE = (200.0, 100.0)


def two_pages() -> bytes:
    resources = Resources()
    pages = []
    for number in range(2):
        page = PdfPage(SIZE)
        title, figure = Element("P"), Element("Figure", alt="un code", box=(0.2, 0, 10, 10.4))
        page.elements += [figure, title]  # read first, drawn last
        for element in (title, figure):
            page.begin(element)
            page.operators.append(f"{number} 0 10 10 re f")
            page.end()
        page.artifact([resources.form("R", (10, 10), lambda: "0 0 5 5 re f")])
        pages.append(page)
    return document.pdf_file("Étiquettes & co", "fr", pages, resources)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def test_the_file_is_the_same_twice() -> None:
    assert two_pages() == two_pages()


def test_it_says_its_title_its_language_and_that_it_is_tagged() -> None:
    with opened(two_pages()) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo["/Title"]) == "Étiquettes & co"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked
        assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes().decode()
        assert [[float(side) for side in page.mediabox] for page in pdf.pages] == [[0, 0, *SIZE]] * 2


def test_elements_stand_in_reading_order_and_contents_in_the_order_of_drawing() -> None:
    with opened(two_pages()) as pdf:
        elements: Any = pdf.Root.StructTreeRoot.K[0].K
        assert [str(e.S) for e in elements] == ["/Figure", "/P", "/Figure", "/P"]
        assert [int(e.K) for e in elements] == [1, 0, 1, 0]
        assert str(elements[0].Alt) == "un code"
        assert [int(side) for side in elements[0].A.BBox] == [0, 0, 10, 10]


def test_the_parent_tree_leads_from_each_content_to_its_element() -> None:
    with opened(two_pages()) as pdf:
        numbers: Any = pdf.Root.StructTreeRoot.ParentTree.Nums
        for page in pdf.pages:
            parents = numbers[2 * int(page.obj.StructParents) + 1]
            assert [str(parent.S) for parent in parents] == ["/P", "/Figure"]
            assert all(parent.Pg.objgen == page.obj.objgen for parent in parents)


def test_a_form_is_written_once_and_its_content_asked_for_once() -> None:
    asked = []

    def operators(name: str) -> Callable[[], str]:
        return lambda: asked.append(name) or "f"  # type: ignore[func-returns-value]

    resources = Resources()
    for name in ("A", "B", "A"):
        assert resources.form(name, (1, 1), operators(name)) == f"/{name} Do"
    assert asked == ["A", "B"]
    with opened(two_pages()) as pdf:
        forms = [page.obj.Resources.XObject["/R"].objgen for page in pdf.pages]
        assert forms[0] == forms[1]


def test_an_element_that_is_drawn_twice_in_a_row_has_one_marked_content() -> None:
    page, element = PdfPage(SIZE), Element("P")
    for _ in range(2):
        page.begin(element)
        page.operators.append("f")
        page.end()
    assert element.contents == [0]
    assert page.operators == ["/P <</MCID 0>> BDC", "f", "f", "EMC"]


def test_something_between_makes_a_second_one() -> None:
    page, element = PdfPage(SIZE), Element("P")
    for _ in range(2):
        page.begin(element)
        page.end()
        page.artifact(["f"])
    assert element.contents == [0, 1]
