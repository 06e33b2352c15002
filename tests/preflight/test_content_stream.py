"""The interpreter of content streams: each thing it says of a page is what PDFium finds there."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pikepdf import Array, Dictionary, Name

from brochure.preflight import content_stream, runs
from brochure.preflight import document as preflight_document
from brochure.preflight.content_stream import Paint, Painted
from brochure.preflight.document import Spec
from brochure.problems import Problem

Point = tuple[float, float]


def document(
    operators: str, resources: Callable[[pikepdf.Pdf], dict[str, Any]] = lambda pdf: {}
) -> bytes:
    """A page of 400 × 400 points that paints ``operators``, with a font F and more resources."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 400)).obj
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made = {"Font": Dictionary(F=font), **resources(pdf)}
    page.Resources = Dictionary(**made)
    page.Contents = pdf.make_stream(operators.encode("latin-1"))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def painted(data: bytes) -> list[Painted]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(content_stream.painted(pdf))


def found_by_pdfium(data: bytes) -> list[tuple[Point, float]]:
    """The origin and the size on the page of each character, as PDFium places it."""
    places = []
    with pypdfium2.PdfDocument(data) as opened:
        text = opened[0].get_textpage()
        for index in range(text.count_chars()):
            x, y = ctypes.c_double(), ctypes.c_double()
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            pdfium.FPDFText_GetMatrix(text, index, matrix)
            if not pdfium.FPDFText_IsGenerated(text, index):
                size = pdfium.FPDFText_GetFontSize(text, index) * (matrix.c**2 + matrix.d**2) ** 0.5
                places.append(((x.value, y.value), size))
    return places


LINES = {
    "Td": "/F 10 Tf 50 300 Td (a) Tj 10 -20 Td (b) Tj -5 -20 Td (c) Tj",
    "TD": "/F 10 Tf 50 300 TD (a) Tj 10 -20 TD (b) Tj T* (c) Tj",
    "TD up": "/F 10 Tf 50 100 Td (a) Tj 0 15 TD (b) Tj T* (c) Tj",
    "TL T*": "/F 10 Tf 14 TL 50 300 Td (a) Tj T* (b) Tj T* (c) Tj",
    "T* without a leading": "/F 10 Tf 50 300 Td (a) Tj T* [(b)] TJ",
    "'": "/F 10 Tf 14 TL 50 300 Td (a) Tj (b) ' (c) '",
    '"': '/F 10 Tf 14 TL 50 300 Td (a) Tj 1 2 (b) " 0 0 (c) "',
    "Tm and leading": "/F 10 Tf 12 TL 2 0 0 3 60 300 Tm (a) Tj T* (b) Tj 5 5 Td (c) Tj",
    "a turned Tm": "/F 10 Tf 12 TL 0 1 -1 0 200 100 Tm (a) Tj T* (b) Tj (c) '",
    "Td after Tm": "/F 10 Tf 1 0 0 1 60 300 Tm 10 10 Td (a) Tj 1 0 0 1 90 90 Tm (b) Tj",
    "the leading outlives ET": "/F 10 Tf 14 TL 50 300 Td (a) Tj ET BT 50 200 Td (b) Tj T* (c) Tj",
    "q and Q keep the leading": "/F 10 Tf 50 TL ET q BT 9 TL 50 300 Td (a) Tj T* (b) Tj ET Q BT "
    "50 200 Td (c) Tj T* (d) Tj",
    "a font of a graphics state": "/G gs 14 TL 50 300 Td (a) Tj T* (b) Tj",
}


@pytest.mark.parametrize("name", LINES)
def test_each_operator_of_text_puts_it_where_pdfium_finds_it(name: str) -> None:
    """ISO 32000-1, 9.4.2 and 9.4.3, below a coordinate system of another size and place."""

    def resources(pdf: pikepdf.Pdf) -> dict[str, Any]:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        return {"ExtGState": Dictionary(G=Dictionary(Font=Array([pdf.make_indirect(font), 11])))}

    data = document(f"0.5 0 0 0.75 20 10 cm BT {LINES[name]} ET", resources)
    ours = [((item.box.left, item.box.bottom), item.size) for item in painted(data)]
    theirs = found_by_pdfium(data)
    assert len(ours) == len(theirs)
    for (at, size), (wanted, wanted_size) in zip(ours, theirs, strict=True):
        assert at == pytest.approx(wanted, abs=0.01)
        assert size == pytest.approx(wanted_size, rel=0.01)


def test_text_whose_lines_do_not_move_would_be_found() -> None:
    """The test above can fail: lines that stay where they are lie elsewhere for PDFium."""
    moved, still = (
        document(f"BT /F 10 Tf {leading} 50 300 Td (a) Tj T* (b) Tj ET") for leading in ("14 TL", "")
    )
    assert [at for at, _ in found_by_pdfium(moved)] != [at for at, _ in found_by_pdfium(still)]
    assert [item.box for item in painted(moved)] != [item.box for item in painted(still)]


@pytest.mark.parametrize(
    ("space", "pixels", "paint"),
    [
        ("/CS /RGB", 3, Paint("/DeviceRGB")), ("/CS /CMYK", 4, Paint("/DeviceCMYK")),
        ("/CS /G", 1, Paint("/DeviceGray")), ("/ColorSpace /DeviceRGB", 3, Paint("/DeviceRGB")),
        ("/CS /Own", 3, Paint("/ICCBased RGB")),
        ("/CS [/I /RGB 1 <000000ffffff>]", 1, Paint("/DeviceRGB")),
    ],
)  # fmt: skip
def test_an_inline_image_has_its_place_resolution_and_colours(
    space: str, pixels: int, paint: Paint
) -> None:
    def resources(pdf: pikepdf.Pdf) -> dict[str, Any]:
        profile = pdf.make_stream(b"", N=3)
        return {"ColorSpace": Dictionary(Own=Array([Name.ICCBased, profile]))}

    data = "\x01" * (8 * 4 * pixels)
    (found,) = painted(
        document(f"q 36 0 0 72 10 20 cm BI /W 8 /H 4 /BPC 8 {space} ID {data}\nEI Q", resources)
    )
    assert (found.kind, found.paint, found.size) == ("image", paint, 4)
    assert tuple(found.box) == (10, 20, 46, 92)


def test_an_inline_stencil_is_painted_in_the_colour_of_the_state() -> None:
    (found,) = painted(document("0 1 1 0 k q 36 0 0 36 10 20 cm BI /W 8 /H 1 /IM true ID \x01\nEI Q"))
    assert (found.kind, found.paint) == ("image", Paint("/DeviceCMYK", (0, 1, 1, 0)))


THREE_INKS = ("/Cyan", "/PANTONE 185 C", "/Varnish")


def several_inks(pdf: pikepdf.Pdf) -> dict[str, Any]:
    names = Array([Name(name) for name in THREE_INKS])
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 0, 0], N=1)
    space = Array([Name.DeviceN, names, Name.DeviceCMYK, tint])
    shading = Dictionary(ShadingType=2, ColorSpace=space, Coords=[0, 0, 200, 0], Function=tint)
    return {"ColorSpace": Dictionary(Three=space), "Shading": Dictionary(S=shading)}


def found_by(data: bytes, rule: str) -> tuple[Problem, ...]:
    spec = Spec(press=True, trim_mm=None)
    (found,) = (r.problems for r in runs.run(data, spec) if r.rule.name == rule)
    return found


@pytest.mark.parametrize(
    "operators", ["/Three cs 1 0 0 scn 0 0 50 50 re f", "/Three CS 0 0 50 50 re S", "/S sh"]
)
def test_every_ink_of_several_is_named_by_the_rule_on_plates(operators: str) -> None:
    data = document(operators, several_inks)
    (found,) = painted(data)
    assert (found.paint.space, found.paint.inks) == ("/DeviceN", THREE_INKS)
    assert [str(f) for f in found_by(data, "plates")] == [
        "the spot colour PANTONE 185 C needs a plate of its own",
        "the spot colour Varnish needs a plate of its own",
    ]
    unsummed = [str(f) for f in found_by(data, "total ink") if "not summed" in str(f)]
    assert bool(unsummed) is operators.endswith("sh")  # a gradient; the rest is on its plates


def test_a_new_space_starts_with_its_first_colour_in_all_its_inks() -> None:
    (found,) = painted(document("/Three cs 0 0 50 50 re f", several_inks))
    assert found.paint.values == (1, 1, 1)


@pytest.mark.parametrize(("depth", "errs"), [(1, False), (29, False), (31, True), (200, True)])
def test_forms_within_forms_are_looked_at_or_told(depth: int, errs: bool) -> None:
    def resources(pdf: pikepdf.Pdf) -> dict[str, Any]:
        form = pdf.make_stream(b"1 0 0 rg 0 0 9 9 re f")
        for _ in range(depth - 1):
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
            outer = pdf.make_stream(b"/A Do")
            outer.Resources = Dictionary(XObject=Dictionary(A=form))
            form = outer
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        return {"XObject": Dictionary(A=form)}

    (found,) = found_by(document("/A Do", resources), "colour spaces")
    assert found.severity == "error"
    assert ("within each other" in str(found)) is errs
    assert ("a drawing in DeviceRGB" in str(found)) is not errs


def test_what_a_page_paints_is_told_in_its_order_kind_size_and_place() -> None:
    data = document(
        "q 2 0 0 2 10 10 cm 3 w 0 0 m 10 0 l S 0 0 5 5 re f 0 0 m 9 0 l 9 9 l b Q "
        "/T gs 0 0 m 5 5 l S 1 1 1 1 re n /Absent Do",
        lambda pdf: {"ExtGState": Dictionary(T=Dictionary(LW=7, OP=True))},
    )
    found = [(p.kind, round(p.size, 2), tuple(map(round, p.box)), p.overprint) for p in painted(data)]
    assert found == [
        ("stroke", 6, (7, 7, 33, 13), False), ("rule", 10, (10, 10, 20, 20), False),
        ("fill", 0, (10, 10, 28, 28), False), ("stroke", 6, (7, 7, 31, 31), False),
        ("stroke", 7, (-4, -4, 8, 8), True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("operators", "id_", "says"),
    [
        ("q " * 600, "operators-of-page", "500 operators"),
        ("0 0 m " + "9 9 l " * 501 + "S", "operators-of-page", "500 operators"),
        (" " * 60_000_000, "content-too-long", "50 MB"),
    ],
    ids=["states", "lines", "blanks"],
)
def test_a_page_of_too_many_operators_is_refused_before_it_is_read(
    operators: str, id_: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_stream, "MAX_OPERATORS", 500)
    monkeypatch.setattr(pikepdf, "parse_content_stream", lambda stream: pytest.fail("was read"))
    (problem,) = {*problems_of(document(operators))}
    assert problem.id == id_
    assert says in str(problem)
    assert "in several files" in str(problem)


def test_words_of_texts_and_names_count_as_no_operators(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_stream, "MAX_OPERATORS", 500)
    words = f"BT ({'a ' * 700}) Tj <{'ab ' * 700}> Tj ET {'/a ' * 700}"
    assert len(painted(document(words))) == 2


def test_a_file_draws_so_many_operators_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_stream, "MAX_ALL", 100)
    data = document("0 0 9 9 re f " * 49)
    assert len(painted(data)) == 49
    (problem,) = {*problems_of(document("0 0 9 9 re f " * 51))}
    assert problem.id == "operators-in-all"


def test_a_file_of_too_many_objects_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight_document, "MOST_OBJECTS", 3)
    (problem,) = {*problems_of(document("0 0 9 9 re f"))}
    assert problem.id == "pdf-objects-many"


def problems_of(data: bytes) -> list[Problem]:
    return [problem for result in runs.run(data, Spec(press=True)) for problem in result.problems]
