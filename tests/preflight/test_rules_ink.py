"""Preflight of transparency: each sign of it is found, in forms however deep; pages that blend pass."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from brochure.preflight import runs
from brochure.preflight.document import Spec

TOLD = "page 1: has transparency that does not blend in CMYK (/Group /CS)"

Resources = Callable[[pikepdf.Pdf], Dictionary]


def state(**parameters: Any) -> Resources:
    return lambda pdf: Dictionary(ExtGState=Dictionary(G=Dictionary(**parameters)))


def masked_state(pdf: pikepdf.Pdf) -> Dictionary:
    mask = Dictionary(S=Name.Luminosity, G=form(pdf, Dictionary()))
    return Dictionary(ExtGState=Dictionary(G=Dictionary(SMask=mask)))


def masked_picture(pdf: pikepdf.Pdf) -> Dictionary:
    picture, mask = (pdf.make_stream(b"\x80") for _ in range(2))
    for item in (picture, mask):
        item.Type, item.Subtype, item.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
        item.Width = item.Height = 1
        item.BitsPerComponent = 8
    picture.SMask = mask
    return Dictionary(XObject=Dictionary(Im=picture))


def form(pdf: pikepdf.Pdf, resources: Dictionary) -> Any:
    made = pdf.make_stream(b"")
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    made.Resources = resources
    return made


def in_forms(depth: int, inner: Resources) -> Resources:
    def resources(pdf: pikepdf.Pdf) -> Dictionary:
        found = inner(pdf)
        for _ in range(depth):
            found = Dictionary(XObject=Dictionary(A=form(pdf, found)))
        return found

    return resources


def in_circles(pdf: pikepdf.Pdf) -> Dictionary:
    """Sixty forms, each of which may draw all of them; the last one shines through."""
    forms = [form(pdf, Dictionary()) for _ in range(60)]
    names = Dictionary({f"/F{number}": made for number, made in enumerate(forms)})
    for made in forms:
        made.Resources = Dictionary(XObject=names)
    forms[-1].Resources.ExtGState = Dictionary(G=Dictionary(ca=0.5))
    return Dictionary(XObject=Dictionary(A=forms[0]))


def found(resources: Resources, *, space: Name | None = None) -> list[str]:
    """What the rule tells of a page with ``resources``, which blends in ``space``."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 400)).obj
    page.Resources = resources(pdf)
    if space is not None:
        page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=space)
    out = io.BytesIO()
    pdf.save(out)
    results = runs.run(out.getvalue(), Spec(press=True))
    (told,) = (result.problems for result in results if result.rule.name == "transparency")
    return [str(finding) for finding in told]


SIGNS: dict[str, Resources] = {
    "fills that are not opaque": state(ca=0.99),
    "lines that are not opaque": state(CA=0.5),
    "a blend mode": state(BM=Name.Multiply),
    "one of several blend modes": state(BM=Array([Name.Multiply, Name.Normal])),
    "a mask of the state": masked_state,
    "a mask of a picture": masked_picture,
    "in a form": in_forms(1, state(ca=0.5)),
    "in a form eight deep": in_forms(8, state(ca=0.5)),
    "in a form nine deep": in_forms(9, state(ca=0.5)),
    "in a form thirty deep": in_forms(30, masked_picture),
    "in forms that draw each other": in_circles,
}


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_of_transparency_is_found_unless_the_page_blends_in_cmyk(sign: str) -> None:
    assert found(SIGNS[sign]) == [TOLD]
    assert found(SIGNS[sign], space=Name.DeviceRGB) == [TOLD]
    assert found(SIGNS[sign], space=Name.DeviceCMYK) == []


@pytest.mark.parametrize(
    "parameters",
    [{}, {"ca": 1, "CA": 1}, {"BM": Name.Normal}, {"BM": Name.Compatible}, {"SMask": Name("/None")}],
)
def test_what_is_opaque_is_no_transparency(parameters: dict[str, Any]) -> None:
    assert found(state(**parameters)) == []
    assert found(in_forms(3, state(**parameters))) == []


def test_a_form_that_blends_in_rgb_is_found() -> None:
    def resources(pdf: pikepdf.Pdf) -> Dictionary:
        made = form(pdf, Dictionary())
        made.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        return Dictionary(XObject=Dictionary(A=made))

    assert found(resources, space=Name.DeviceCMYK) == ["a transparency group blends in RGB"]
