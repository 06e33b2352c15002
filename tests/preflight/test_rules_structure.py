"""Preflight of what a file says of itself: each fault is told, however deep in the tags it lies."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from brochure.preflight import rules_structure, runs
from brochure.preflight.document import Spec
from brochure.problems import Problem

PRINT, SCREEN = Spec(press=True), Spec(press=False)

Change = Callable[[pikepdf.Pdf], Any]


def findings(data: bytes, rule: str, spec: Spec = SCREEN) -> tuple[Problem, ...]:
    (found,) = (r.problems for r in runs.run(data, spec) if r.rule.name == rule)
    return found


def texts(data: bytes, rule: str, spec: Spec = SCREEN) -> list[str]:
    found = findings(data, rule, spec)
    assert all(finding.severity == "error" for finding in found)
    return [str(finding) for finding in found]


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def tagged(build: Callable[[pikepdf.Pdf], Any], **root: Any) -> bytes:
    """A page whose structure tree has the kids that ``build`` gives."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 400))
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, **root))
    pdf.Root.StructTreeRoot.K = build(pdf)
    return saved(pdf)


def element(pdf: pikepdf.Pdf, kind: str, *kids: Any, **more: Any) -> Any:
    return pdf.make_indirect(Dictionary(S=Name(f"/{kind}"), K=Array(kids), **more))


def nested(depth: int, inner: Callable[[pikepdf.Pdf], Any]) -> Change:
    """A heading, and ``inner`` as many elements deep."""

    def build(pdf: pikepdf.Pdf) -> Any:
        found = inner(pdf)
        for _ in range(depth - 1):
            found = element(pdf, "Sect", found)
        return Array([element(pdf, "H1"), found])

    return build


@pytest.mark.parametrize("depth", [1, 56, 57, 58, 60, 61, 300, 5000])
def test_a_picture_without_alternative_text_is_told_however_deep_it_lies(depth: int) -> None:
    silent = tagged(nested(depth, lambda pdf: element(pdf, "Figure", 0)))
    assert texts(silent, "alternative texts") == ["1 of 1 picture without alternative text"]
    spoken = tagged(nested(depth, lambda pdf: element(pdf, "Figure", 0, Alt=String("x"))))
    assert texts(spoken, "alternative texts") == []


@pytest.mark.parametrize("before", [0, 60, 500])
def test_what_comes_after_deep_tags_is_looked_at_too(before: int) -> None:
    def build(pdf: pikepdf.Pdf) -> Any:
        deep = nested(before + 1, lambda pdf: element(pdf, "P", 0))(pdf)
        return Array([*deep, element(pdf, "Figure", 0), element(pdf, "H3")])

    assert texts(tagged(build), "alternative texts") == ["1 of 1 picture without alternative text"]
    assert texts(tagged(build), "tags") == ["leaps from a heading of level 1 to one of level 3"]


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        ("H1 H2 H3 H2 H3 H1", []), ("H H2", []), ("Figure", []), ("Document Figure", []),
        ("H1 H3", ["leaps from a heading of level 1 to one of level 3"]),
        ("H1 H2 P H4 H6", ["leaps from a heading of level 2 to one of level 4"]),
        ("P P", ["has no heading of the first level (/H1)"]),
        ("H2 H3", ["has no heading of the first level (/H1)"]),
        ("Figure P", ["has no heading of the first level (/H1)"]),
        ("", []),
    ],
)  # fmt: skip
def test_headings_begin_at_the_first_level_and_leap_over_none(kinds: str, says: list[str]) -> None:
    data = tagged(lambda pdf: Array([element(pdf, kind) for kind in kinds.split()]))
    assert texts(data, "tags") == says


def test_headings_count_in_reading_order() -> None:
    """A heading's own kids come before its next sibling: 1, 2, 3, 2 and not 1, 2, 2, 3."""

    def build(pdf: pikepdf.Pdf) -> Any:
        return Array(
            [
                element(pdf, "H1"),
                element(pdf, "Sect", element(pdf, "H2"), element(pdf, "Sect", element(pdf, "H3"))),
                element(pdf, "H4"),
            ]
        )

    assert texts(tagged(build), "tags") == []


def test_kinds_of_a_file_s_own_are_those_it_maps_them_to() -> None:
    """ISO 32000-1, 14.7.3; word processors name headings and pictures as their styles are named."""
    roles = Dictionary({"/Title": Name("/Heading"), "/Heading": Name.H1, "/Bild": Name.Figure})
    data = tagged(lambda pdf: Array([element(pdf, "Title"), element(pdf, "Bild")]), RoleMap=roles)
    assert texts(data, "tags") == []
    assert texts(data, "alternative texts") == ["1 of 1 picture without alternative text"]
    circle = Dictionary({"/A": Name.B, "/B": Name.A})
    found = texts(tagged(lambda pdf: Array([element(pdf, "A")]), RoleMap=circle), "tags")
    assert found == ["has no heading of the first level (/H1)"]


def to_its_parent(pdf: pikepdf.Pdf) -> Any:
    inner = element(pdf, "Figure", 0)
    outer = element(pdf, "Sect", inner)
    inner.K.append(outer)
    return outer


def to_itself(pdf: pikepdf.Pdf) -> Any:
    inner = element(pdf, "Figure", 0)
    inner.K = inner
    return inner


def through_an_array(pdf: pikepdf.Pdf) -> Any:
    kids = pdf.make_indirect(Array())
    kids.append(Dictionary(S=Name.Figure, K=kids))
    return kids


def shared(pdf: pikepdf.Pdf) -> Any:
    """Two to the power of sixty ways lead to one picture."""
    found = element(pdf, "Figure", 0)
    for _ in range(60):
        found = element(pdf, "Sect", found, found)
    return found


@pytest.mark.parametrize("circle", [to_its_parent, to_itself, through_an_array, shared])
def test_tags_that_lead_back_are_looked_at_once(circle: Change) -> None:
    data = tagged(lambda pdf: Array([element(pdf, "H1"), circle(pdf)]))
    assert texts(data, "alternative texts") == ["1 of 1 picture without alternative text"]


def test_more_tags_than_are_looked_at_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    data = tagged(lambda pdf: Array([element(pdf, "H1"), *(element(pdf, "P") for _ in range(9))]))
    monkeypatch.setattr(rules_structure, "MAX_ELEMENTS", 10)
    assert texts(data, "tags") == []
    monkeypatch.setattr(rules_structure, "MAX_ELEMENTS", 9)
    for rule in ("tags", "alternative texts"):
        assert texts(data, rule) == ["it has more than 9 tags, which are not all looked at"]


def test_a_file_without_tags_is_told_once() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 400))
    assert texts(saved(pdf), "tags") == ["is not tagged, so a screen reader cannot follow it"]
    assert texts(saved(pdf), "alternative texts") == []


def print_file(change: Change) -> bytes:
    """A file with an output intent and all that PDF/X-4 asks of its metadata, changed."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 400))
    profile = pdf.make_stream(bytes(16) + b"CMYK" + bytes(108), N=4)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFX, DestOutputProfile=profile,
                OutputConditionIdentifier=String("FOGRA39"),
            )
        ]
    )  # fmt: skip
    pdf.Root.Metadata = pdf.make_stream(b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>")
    pdf.docinfo["/Trapped"] = Name("/False")
    change(pdf)
    return saved(pdf)


def without_intents(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def of_another_kind(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1


def without_profile(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents[0].DestOutputProfile


def for_three_colours(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 3


def for_rgb(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.write(bytes(16) + b"RGB " + bytes(108))


def without_condition(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents[0].OutputConditionIdentifier


def without_profile_and_condition(pdf: pikepdf.Pdf) -> None:
    without_profile(pdf)
    without_condition(pdf)


def without_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def of_unknown_trapping(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Trapped"] = Name("/Unknown")


NOBODY = "has no output intent for PDF/X: nobody knows which press its colours are for"
NOT_CMYK = "the profile of its output intent is not one for CMYK"
NO_NAME = "its output intent does not name the printing condition"
NO_X4 = "does not declare PDF/X-4 in its metadata"
NO_TRAPPING = "does not say whether it is trapped (/Trapped)"


@pytest.mark.parametrize(
    ("change", "rule", "says"),
    [
        (lambda pdf: None, "output intent", []),
        (without_intents, "output intent", [NOBODY]),
        (of_another_kind, "output intent", [NOBODY]),
        (without_profile, "output intent", ["its output intent carries no profile"]),
        (for_three_colours, "output intent", [NOT_CMYK]),
        (for_rgb, "output intent", [NOT_CMYK]),
        (without_condition, "output intent", [NO_NAME]),
        (without_profile_and_condition, "output intent",
         ["its output intent carries no profile", NO_NAME]),
        (lambda pdf: None, "identification", []),
        (without_metadata, "identification", [NO_X4]),
        (of_unknown_trapping, "identification", [NO_TRAPPING]),
    ],
)  # fmt: skip
def test_each_fault_of_an_output_intent_and_of_an_identification_is_told(
    change: Change, rule: str, says: list[str]
) -> None:
    assert texts(print_file(change), rule, PRINT) == says


def test_a_file_without_an_identifier_is_told() -> None:
    """Here it is hidden by another name, since pikepdf always writes one."""
    data = print_file(lambda pdf: None)
    assert data.count(b"/ID [") == 1
    assert texts(data.replace(b"/ID [", b"/IX [", 1), "identification", PRINT) == [
        "has no identifier (/ID)"
    ]
