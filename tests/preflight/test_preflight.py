"""Preflight: for each rule a file that passes and one that must fail; the plates are what they are."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

import brochure
from brochure.errors import ProofError
from brochure.preflight import runs, separations
from brochure.preflight.document import PdfDocument, Spec, opened
from brochure.preflight.runs import RULES
from brochure.problems import Problem
from tests.conftest import ROOT, Run, artifact

PRINT = Spec(press=True, trim_mm=(210, 297), multiple=4)
SCREEN = Spec(press=False)
MM = 72 / 25.4

Harm = Callable[[pikepdf.Pdf], None]


def paint(operators: str, page: int = 1) -> Harm:
    """Paint something on a page, under nothing."""

    def harm(pdf: pikepdf.Pdf) -> None:
        pdf.pages[page].contents_add(operators.encode())

    return harm


def box(name: str, *values: float) -> Harm:
    def harm(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[name] = Array([v * MM for v in values])

    return harm


def small_bleed(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        left, bottom, right, top = (float(v) for v in page.obj.TrimBox)
        page.obj.BleedBox = Array([left - MM, bottom - MM, right + MM, top + MM])


def band_that_stops_at_the_trim(pdf: pikepdf.Pdf) -> None:
    left, _, _, top = (float(v) for v in pdf.pages[1].obj.TrimBox)
    paint(f"q 1 0 0 0 k {left} {top - 40} 80 40 re f Q")(pdf)


def mark_inside(pdf: pikepdf.Pdf) -> None:
    paint("q /RegAll CS 1 SCN 1 w 100 100 m 140 140 l S Q")(pdf)


def text_at_the_edge(pdf: pikepdf.Pdf) -> None:
    left, bottom, _, _ = (float(v) for v in pdf.pages[1].obj.TrimBox)
    font, shown = _shown(pdf)
    paint(f"q BT 0 0 0 1 k {font} 10 Tf 1 0 0 1 {left + 2} {bottom + 200} Tm {shown} Tj ET Q")(pdf)


def _shown(pdf: pikepdf.Pdf) -> tuple[str, str]:
    """A font of the page and a string that it shows there."""
    font = ""
    for instruction in pikepdf.parse_content_stream(pdf.pages[1]):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            font = str(operands[0])
        elif operator in {"Tj", "TJ"} and operands:
            parts = operands[0] if isinstance(operands[0], Array) else [operands[0]]
            return font, f"<{b''.join(bytes(o) for o in parts if isinstance(o, String)).hex()}>"
    raise AssertionError("the page shows no text")


def text_as(colour: str, size: float) -> Harm:
    def harm(pdf: pikepdf.Pdf) -> None:
        font, shown = _shown(pdf)
        paint(f"q {colour} BT {font} {size} Tf 1 0 0 1 200 300 Tm {shown} Tj ET Q")(pdf)

    return harm


def lose_a_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def no_x4(pdf: pikepdf.Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-9")
    pdf.Root.Metadata.write(xmp)


def spot(pdf: pikepdf.Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 0, 0], N=1)
    pdf.pages[1].obj.Resources.ColorSpace.Spot = Array(
        [Name.Separation, Name("/PANTONE 185 C"), Name.DeviceCMYK, tint]
    )
    paint("q /Spot cs 1 scn 100 100 40 40 re f Q")(pdf)


def image(dpi: float, *, smooth: bool = False, space: Name = Name.DeviceCMYK) -> Harm:
    def harm(pdf: pikepdf.Pdf) -> None:
        channels = 4 if space == Name.DeviceCMYK else 3
        item = pdf.make_stream(bytes(100 * 100 * channels))
        item.Type, item.Subtype, item.Width, item.Height = Name.XObject, Name.Image, 100, 100
        item.ColorSpace, item.BitsPerComponent = space, 8
        if smooth:
            item.Interpolate = True
        pdf.pages[1].obj.Resources.XObject[Name.Harm] = item
        side = 100 / dpi * 72
        paint(f"q {side} 0 0 {side} 200 300 cm /Harm Do Q")(pdf)

    return harm


def overprinting_white(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Resources.ExtGState[Name.Over] = Dictionary(op=True, OP=True, OPM=1)
    paint("q /Over gs 0 0 0 0 k 100 100 40 40 re f Q")(pdf)


def blend_in_rgb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)


def loosen_a_font(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


def whole_font(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and "/BaseFont" in item:
            item.BaseFont = Name("/" + str(item.BaseFont).rsplit("+", 1)[-1])


def link(uri: str, said: str) -> Harm:
    def harm(pdf: pikepdf.Pdf) -> None:
        made = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[100, 100, 200, 120], Contents=String(said),
            A=Dictionary(S=Name.URI, URI=String(uri)),
        )  # fmt: skip
        before = pdf.pages[0].obj.get("/Annots", Array())
        pdf.pages[0].obj.Annots = Array([*before, pdf.make_indirect(made)])

    return harm


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"x"


def other_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = String("Something else")


def title_of_a_file(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = String("final_v3.indd")


def no_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("")


def untag(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def silence_pictures(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/S") == Name.Figure and "/Alt" in item:
            del item["/Alt"]


FAILING: dict[str, tuple[Harm, str]] = {
    "boxes": (box("/TrimBox", 0, 0, 209, 297), r"page 1: is trimmed to 209\.0 × 297\.0 mm, not 210"),
    "bleed": (small_bleed, r"page 1: has 1\.0 mm of bleed, 3 mm are asked for"),
    "bleed reached": (band_that_stops_at_the_trim, r"page 2: on the left \d+ mm of print end"),
    "marks": (mark_inside, "page 2: has 1 mark in registration colour inside the bleed"),
    "safe area": (text_at_the_edge, r"page 2: “.*” stands 0\.\d mm from the cut; 3 mm are safe"),
    "page count": (lose_a_page, "has 3 pages, not a multiple of 4"),
    "turned pages": (turn, "page 1: is turned by 90°"),
    "output intent": (no_intent, "has no output intent for PDF/X"),
    "identification": (no_x4, "does not declare PDF/X-4"),
    "colour spaces": (paint("q 1 0 0 rg 100 100 40 40 re f Q"), "page 2: has a drawing in DeviceRGB"),
    "plates": (spot, "the spot colour PANTONE 185 C needs a plate"),
    "total ink": (paint("q 1 1 1 .2 k 100 100 40 40 re f Q"), r"page 2: has 320 % of ink over \d+ mm²"),
    "black text": (text_as(".6 .5 .4 .9 k", 9), r"text of 9\.0 pt in several inks \(60 50 40 90\)"),
    "screened text": (
        text_as("0 0 0 .72 k", 8), r"text of 8\.0 pt at 72 % of an ink; text below 14 pt",
    ),
    "black areas": (
        paint("q 0 0 0 1 k 0 0 700 300 re f Q"), r"page 2: 3\d % of the page are black ink alone",
    ),
    "black overprints": (
        text_as("0 0 .2 0 k 180 290 90 40 re f 0 0 0 1 k", 9),
        r"page 2: black text of 9\.0 pt knocks out of the tint",
    ),
    "text size": (text_as("0 0 0 1 k", 5), r"page 2: has text of 5\.0 pt; 7 pt are the least"),
    "line weight": (
        paint("q 0 0 0 1 K .1 w 100 100 m 200 100 l S Q"), r"page 2: has a line of 0\.10 pt; 0\.25 pt",
    ),
    "resolution": (image(150), r"page 2: has a picture of 150 dpi at 17 mm; 200 dpi are the least"),
    "interpolation": (image(400, smooth=True), "1 picture asked to be smoothed"),
    "overprint": (overprinting_white, "page 2: has white set to overprint"),
    "transparency": (blend_in_rgb, "page 1: has transparency that does not blend in CMYK"),
    "fonts embedded": (loosen_a_font, r"the font \S+ is not embedded"),
    "fonts subset": (whole_font, r"the font \S+ is embedded whole"),
    "annotations": (link("https://exemple.org", "x"), "page 1: has 1 annotation or links"),
    "active content": (script, "holds an action: JavaScript"),
    "attached files": (attach, "carries an attached file"),
    "metadata": (other_title, "dc:title in its XMP metadata differs from Title “Something else”"),
    "title": (title_of_a_file, r"its title is a file's name: final_v3\.indd"),
    "language": (no_language, "does not name its language"),
    "tags": (untag, "is not tagged"),
    "alternative texts": (silence_pictures, "1 of 1 picture without alternative text"),
    "links": (link("file:///C:/brochure.html", ""), "a link to file:///C:/.*, which works on one"),
}  # fmt: skip


def file_for(rule: runs.Rule, kit: brochure.Kit) -> tuple[bytes, Spec]:
    if "print" in rule.files:
        return artifact(kit, "print/brochure.pdf").data, PRINT
    return artifact(kit, "brochure.pdf").data, SCREEN


def harmed(data: bytes, harm: Harm) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        harm(pdf)
        pdf.save(out)
    return out.getvalue()


def findings(data: bytes, spec: Spec, rule: str) -> tuple[Problem, ...]:
    (wanted,) = (r for r in RULES if r.name == rule)
    with opened(data, spec) as document:
        return tuple(wanted.check(document))


def test_there_are_twenty_print_rules_and_each_has_a_file_that_must_fail() -> None:
    assert sum("print" in rule.files for rule in RULES) >= 20
    assert set(FAILING) == {rule.name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_summit_passes_every_rule(rule: runs.Rule, kit: brochure.Kit) -> None:
    data, spec = file_for(rule, kit)
    assert findings(data, spec, rule.name) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_file_with_the_fault_fails_by_that_rule(rule: runs.Rule, kit: brochure.Kit) -> None:
    harm, says = FAILING[rule.name]
    data, spec = file_for(rule, kit)
    found = findings(harmed(data, harm), spec, rule.name)
    assert found
    assert re.search(says, str(found[0])), str(found[0])


@pytest.mark.parametrize(("dpi", "level"), [(150, "error"), (250, "warning"), (300, ""), (400, "")])
def test_pictures_between_the_limits_are_warned_of(dpi: int, level: str, kit: brochure.Kit) -> None:
    data, _ = file_for(RULES[0], kit)
    found = findings(harmed(data, image(dpi)), PRINT, "resolution")
    assert [f.severity for f in found] == ([level] if level else [])


def test_two_pictures_of_a_duotone_are_told_once(kit: brochure.Kit) -> None:
    def harm(pdf: pikepdf.Pdf) -> None:
        image(150)(pdf)
        paint("q 48 0 0 48 200 300 cm /Harm Do Q")(pdf)

    data, _ = file_for(RULES[0], kit)
    assert len(findings(harmed(data, harm), PRINT, "resolution")) == 1


@pytest.mark.parametrize(
    ("inks", "fails"),
    [("1 1 1 0", False), (".9 .9 .9 .28", False), ("1 1 1 .05", True), ("1 1 1 1", True)],
)
def test_three_hundred_per_cent_of_ink_are_the_limit(inks: str, fails: bool, kit: brochure.Kit) -> None:
    data, _ = file_for(RULES[0], kit)
    found = findings(harmed(data, paint(f"q {inks} k 100 100 40 40 re f Q")), PRINT, "total ink")
    assert bool(found) is fails


@pytest.mark.parametrize(
    ("colour", "size", "fails"),
    [
        ("0 0 0 1 k", 9, False), ("0 g", 9, False), (".15 .13 0 0 k", 9, False),
        ("1 .9 0 .2 k", 20, False), ("1 .9 0 .2 k", 13, True), (".2 0 0 1 k", 9, True),
    ],
)  # fmt: skip
def test_small_text_is_black_alone_or_pale(
    colour: str, size: float, fails: bool, kit: brochure.Kit
) -> None:
    data, _ = file_for(RULES[0], kit)
    assert bool(findings(harmed(data, text_as(colour, size)), PRINT, "black text")) is fails


@pytest.mark.parametrize(
    ("colour", "size", "fails"),
    [
        ("0 0 0 1 k", 7, False), ("0 g", 7, False), ("1 g", 7, False), ("0 0 0 0 k", 7, False),
        ("0 0 0 .72 k", 13, True), ("0 0 0 .72 k", 14, False), (".4 g", 8, True),
        (".15 .13 0 0 k", 8, True),
    ],
)  # fmt: skip
def test_small_text_is_in_a_full_ink_or_white(
    colour: str, size: float, fails: bool, kit: brochure.Kit
) -> None:
    data, _ = file_for(RULES[0], kit)
    assert bool(findings(harmed(data, text_as(colour, size)), PRINT, "screened text")) is fails


RICH, TINT = ".4 .3 .3 1 k", "0 0 .2 0 k"
OVER, ZERO_KNOCKS = {"/OP": True, "/op": True, "/OPM": 1}, {"/OP": True, "/op": True, "/OPM": 0}


@pytest.mark.parametrize(
    ("ground", "text", "states", "fails"),
    [
        (TINT, "0 0 0 1 k", {}, True), (TINT, "0 0 0 1 k", OVER, False),
        (TINT, "0 0 0 1 k", ZERO_KNOCKS, True), (TINT, "0 g", OVER, True),
        ("0 0 0 .1 k", "0 0 0 1 k", {}, False), ("0 0 0 0 k", "0 0 0 1 k", {}, False),
        (TINT, "0 0 0 0 k", {}, False), (f"{TINT} 180 290 90 40 re f 1 g", "0 0 0 1 k", {}, False),
        (f"q 180 290 90 5 re W n {TINT} 180 290 90 40 re f Q 1 g", "0 0 0 1 k", {}, False),
    ],
)  # fmt: skip
def test_black_text_overprints_a_tint_and_nothing_else_must(
    ground: str, text: str, states: dict[str, Any], fails: bool, kit: brochure.Kit
) -> None:
    def harm(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Resources.ExtGState[Name.Over] = Dictionary(states)
        text_as(f"{ground} 180 290 90 40 re f /Over gs {text}", 9)(pdf)

    data, _ = file_for(RULES[0], kit)
    assert bool(findings(harmed(data, harm), PRINT, "black overprints")) is fails


@pytest.mark.parametrize(
    ("colour", "height", "fails"),
    [
        ("0 0 0 1 k", 300, True),
        (RICH, 300, False),
        ("0 0 0 1 k", 180, False),
        ("0 0 0 .9 k", 300, False),
    ],
)
def test_black_of_more_than_a_quarter_of_a_page_is_rich(
    colour: str, height: float, fails: bool, kit: brochure.Kit
) -> None:
    data, _ = file_for(RULES[0], kit)
    area = paint(f"q {colour} 0 0 700 {height} re f Q")
    assert bool(findings(harmed(data, area), PRINT, "black areas")) is fails


def test_what_overprints_is_on_its_own_plates_alone() -> None:
    assert separated("q .2 .3 0 0 k 0 0 99 99 re f Q /Over gs 0 0 0 1 k") == [20, 30, 0, 100, 0]
    assert separated("q .2 .3 0 0 k 0 0 99 99 re f Q 0 0 0 1 k") == [0, 0, 0, 100, 0]
    assert separated("q /Spot cs .4 scn 0 0 99 99 re f Q /Over gs 0 0 0 1 k") == [0, 0, 0, 100, 40]
    assert separated("q .2 .3 0 0 k 0 0 99 99 re f Q /Over gs /Spot cs 1 scn") == [20, 30, 0, 0, 100]


def test_spot_inks_have_plates_of_their_own() -> None:
    assert separated("/Spot cs .6 scn") == [0, 0, 0, 0, 60]
    assert separated("/Duo cs .3 .6 scn") == [0, 0, 0, 30, 60]
    assert separated("/All cs .5 scn") == [50, 50, 50, 50, 50]
    assert separated(".1 .2 .3 .4 k") == [10, 20, 30, 40, 0]


def separated(operators: str) -> list[int]:
    """Per cent of cyan, magenta, yellow, black and a spot ink where ``operators`` paint."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    spot_ink = Name("/PANTONE 2728 C")
    page.obj.Resources = Dictionary(
        ExtGState=Dictionary(Over=Dictionary(OVER)),
        ColorSpace=Dictionary(
            All=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]),
            Spot=Array([Name.Separation, spot_ink, Name.DeviceCMYK, tint]),
            Duo=Array([Name.DeviceN, Array([Name.Black, spot_ink]), Name.DeviceCMYK, tint]),
        ),
    )
    page.obj.Contents = pdf.make_stream(f"{operators} 0 0 100 100 re f ".encode())
    out = io.BytesIO()
    pdf.save(out)
    found = separations.separate(out.getvalue(), 72)
    assert found.names == ("Cyan", "Magenta", "Yellow", "Black", "PANTONE 2728 C")
    return [round(PdfDocument.pixels(plate)[50 * 100 + 50] / 2.55) for plate in found.pages[0]]


def test_a_band_that_reaches_the_bleed_is_no_fault(kit: brochure.Kit) -> None:
    def harm(pdf: pikepdf.Pdf) -> None:
        left, _, _, top = (float(v) for v in pdf.pages[1].obj.BleedBox)
        paint(f"q 1 0 0 0 k {left} {top - 60} 80 60 re f Q")(pdf)

    data, _ = file_for(RULES[0], kit)
    assert findings(harmed(data, harm), PRINT, "bleed reached") == ()


@pytest.mark.parametrize(
    ("beyond", "over", "sides"),
    [
        (9, "", 0),  # white where it is cut off, and it is there
        (0, "", 1),  # it ends at the trim
        (9, "0 1 0 0 k 60 50 100 9 re f", 1),  # what lies on it ends at the trim
        (9, "0 0 0 0 k 41 41 318 9 re f", 1),  # what lies on it covers its bleed
        (9, "0 1 0 0 k 41 41 318 4 re f", 0),
        (9, "0 1 0 0 K 4 w 100 50 m 100 90 l S", 1),
    ],
)
def test_a_picture_that_is_white_at_the_trim_reaches_the_bleed(
    beyond: float, over: str, sides: int
) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 400)).obj
    page.TrimBox, page.BleedBox = Array([50, 50, 350, 350]), Array([41, 41, 359, 359])
    ink, none = b"\x00\x80\x00\x00", bytes(4)
    white = 2 if beyond else 0  # rows of a hundred
    picture = pdf.make_stream(ink * 100 * (100 - white) + none * 100 * white)
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 100, 100
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceCMYK, 8
    page.Resources = Dictionary(XObject=Dictionary(Im=picture))
    drawn = f"q 200 0 0 {250 + beyond} 100 {50 - beyond} cm /Im Do Q q {over} Q"
    page.Contents = pdf.make_stream(drawn.encode())
    out = io.BytesIO()
    pdf.save(out)
    found = findings(out.getvalue(), PRINT, "bleed reached")
    assert len(found) == sides


@pytest.mark.parametrize(
    ("ground", "over", "sides"),
    [
        ("1 1 0 0 k 41 41 318 100", "0 0 0 0 k 100 41 50 9 re f", 1),  # a white rectangle in the bleed
        ("1 1 0 0 k 41 41 318 100", "0 0 0 0 K 9 w 1 J 100 43 m 100.01 43 l S", 0),  # a white dot there
        ("1 1 0 0 k 41 50 318 100", "0 0 0 0 K 9 w 1 J 100 43 m 100.01 43 l S", 1),
        ("0 0 0 0 k 41 41 318 100", "1 0 0 0 k 100 50 50 40 re f", 1),  # a white ground is the paper
    ],
)
def test_a_white_dot_on_a_ground_that_goes_on_is_no_fault(ground: str, over: str, sides: int) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 400)).obj
    page.TrimBox, page.BleedBox = Array([50, 50, 350, 350]), Array([41, 41, 359, 359])
    page.Contents = pdf.make_stream(f"q {ground} re f Q q {over} Q".encode())
    out = io.BytesIO()
    pdf.save(out)
    found = [f for f in findings(out.getvalue(), PRINT, "bleed reached") if f]
    assert len(found) == sides


def test_an_rgb_picture_is_found(kit: brochure.Kit) -> None:
    data, _ = file_for(RULES[0], kit)
    found = findings(harmed(data, image(400, space=Name.DeviceRGB)), PRINT, "colour spaces")
    assert [str(f) for f in found] == ["page 2: has a picture in DeviceRGB, not in CMYK"]


def plates_of(operators: str, *, alpha: float = 1.0) -> list[int]:
    """The ink, 0 to 255, of each plate in the middle of a page that paints ``operators``."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    page.obj.Resources = Dictionary(
        ExtGState=Dictionary(Half=Dictionary(ca=alpha)),
        ColorSpace=Dictionary(All=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])),
    )
    page.obj.Contents = pdf.make_stream(f"/Half gs {operators} 0 0 100 100 re f".encode())
    out = io.BytesIO()
    pdf.save(out)
    (plates,) = separations.separate(out.getvalue(), 72).pages
    return [PdfDocument.pixels(plate)[50 * 100 + 50] for plate in plates]


@pytest.mark.parametrize(
    ("operators", "inks"),
    [
        ("1 0 0 0 k", (100, 0, 0, 0)), ("0 .5 0 0 k", (0, 50, 0, 0)),
        (".2 .4 .6 .8 k", (20, 40, 60, 80)),
        ("0 g", (0, 0, 0, 100)), (".25 g", (0, 0, 0, 75)), ("1 g", (0, 0, 0, 0)),
        ("/All cs .5 scn", (50, 50, 50, 50)), ("/DeviceCMYK cs 0 0 1 0 scn", (0, 0, 100, 0)),
        ("q 1 1 1 1 k Q 0 0 .3 0 k", (0, 0, 30, 0)),
        ("", (0, 0, 0, 100)),
        ("1 0 0 0 k /DeviceCMYK cs", (0, 0, 0, 100)), ("1 0 0 0 k /All cs", (100, 100, 100, 100)),
    ],
)  # fmt: skip
def test_each_plate_holds_its_ink(operators: str, inks: tuple[int, ...]) -> None:
    assert plates_of(operators) == pytest.approx([2.55 * ink for ink in inks], abs=2)


def test_what_shines_through_is_mixed_on_the_plates() -> None:
    assert plates_of("1 0 0 0 k", alpha=0.5) == pytest.approx([127, 0, 0, 0], abs=2)


def test_a_print_file_with_a_fault_fails_the_build(kit: brochure.Kit) -> None:
    from dataclasses import replace

    made = artifact(kit, "print/brochure.pdf")
    runs.verify(made)
    bad = harmed(made.data, paint("q 1 0 0 rg 100 100 40 40 re f Q"))
    with pytest.raises(ProofError, match=r"print/brochure\.pdf: page 2: colour spaces: has a drawing"):
        runs.verify(replace(made, data=bad))


def test_a_file_of_another_program_is_checked_for_the_press(run: Run, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.Contents = pdf.make_stream(b"0 0 1 rg 0 0 595 400 re f")
    pdf.save(tmp_path / "agency.pdf")
    done = run("check", "agency.pdf", "--json")
    assert done.returncode == 3
    (row,) = json.loads(done.stdout)
    rules = {fault["rule"] for fault in row["faults"]}
    assert {"boxes", "output intent", "colour spaces", "title", "language"} <= rules


def test_a_file_that_is_no_pdf_is_a_clear_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"nothing")
    done = run("check", "a.pdf")
    assert done.returncode == 1
    assert "a.pdf: not a readable PDF" in done.stderr


def test_the_report_is_one_valid_page_that_names_the_faults(
    write_part: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    written = write_part("pdf", "print/poster.pdf")
    done = run("check", str(written), "--html", "report.html")
    assert done.returncode == 0, done.stdout
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "No fault: 2 files" in text
    assert "FOGRA39" in text
    assert "http" not in text.replace("http-equiv", "")
    with pikepdf.open(written / "print" / "poster.pdf", allow_overwriting_input=True) as pdf:
        del pdf.Root.OutputIntents
        pdf.save()
    assert run("check", str(written), "--html", "report.html").returncode == 3
    assert "has no output intent for PDF/X" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_table_shows_every_rule(write_part: Callable[..., Path], run: Run) -> None:
    written = write_part("pdf", "print/brochure.pdf")
    lines = run("check", str(written)).stdout.splitlines()
    for rule in RULES:
        starts = (f"{rule.name}  ", f"{rule.name} ok")
        (row,) = (line for line in lines if line.startswith(starts))
        assert "ok" in row
        assert "FAULT" not in row


def test_a_report_that_cannot_be_written_is_a_clear_error(
    write_part: Callable[..., Path], run: Run
) -> None:
    written = write_part("qr")
    done = run("check", str(written), "--html", "no/such/folder/report.html")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert (ROOT / "templates" / "report" / "preflight.html.j2").is_file()


def foreign(path: Path, harm: Harm) -> Path:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    harm(pdf)
    pdf.save(path)
    return path


def call_itself(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"/A Do /A Do /A Do /A Do /A Do /A Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(A=form))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(A=form))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/A Do")


def grow(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 1_000_000, 1_000_000])


@pytest.mark.parametrize(
    ("harm", "says"),
    [(call_itself, "it draws more than 50,000 forms"), (grow, "page 1: is larger than 2 m")],
)
def test_a_file_that_means_harm_is_a_finding(harm: Harm, says: str, tmp_path: Path) -> None:
    report = brochure.check(foreign(tmp_path / "a.pdf", harm))
    assert says in " ".join(fault.message for fault in report.faults)


def test_a_locked_file_is_told_to_be_locked(run: Run, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    done = run("check", "locked.pdf")
    assert done.returncode == 1
    assert "locked.pdf: it is locked with a password" in done.stderr


@pytest.mark.parametrize(
    "target", ["output/sommet-pgo/report.html", "output/sommet-pgo/manifest.json", "a.pdf"]
)
def test_a_report_is_never_written_over_what_is_checked(
    target: str, written: Path, run: Run, tmp_path: Path
) -> None:
    before = (written / "manifest.json").read_bytes()
    done = run("check", str(written), "--html", str(tmp_path / target))
    assert done.returncode == 1
    assert (written / "manifest.json").read_bytes() == before


def plates_of_picture(picture: Image.Image, space: Any, **more: Any) -> list[int]:
    """The ink of each plate in the middle of a page that ``picture`` covers, with more keys."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    made = pdf.make_stream(more.pop("data", picture.tobytes()))
    made.Type, made.Subtype = Name.XObject, Name.Image
    made.ColorSpace = space(pdf) if callable(space) else space
    made.Width, made.Height, made.BitsPerComponent = picture.width, picture.height, 8
    for key, value in more.items():
        made[f"/{key}"] = value(pdf) if callable(value) else value
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=made))
    page.obj.Contents = pdf.make_stream(b"q 100 0 0 100 0 0 cm /Im Do Q")
    out = io.BytesIO()
    pdf.save(out)
    (plates,) = separations.separate(out.getvalue(), 72).pages
    return [PdfDocument.pixels(plate)[50 * 100 + 50] for plate in plates]


def soft_mask(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    mask = pdf.make_stream(b"\x80" * 64)
    mask.Type, mask.Subtype, mask.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    mask.Width = mask.Height = mask.BitsPerComponent = 8
    return mask


def icc_based(pdf: pikepdf.Pdf) -> Array:
    profile = pdf.make_stream(brochure.load_theme("agora").printing.profile.read_bytes())
    profile.N = 4
    return Array([Name.ICCBased, profile])


INKS = (51, 102, 153, 204)


@pytest.mark.parametrize(
    ("mode", "pixel", "space", "more", "inks"),
    [
        ("CMYK", INKS, Name.DeviceCMYK, {}, (20, 40, 60, 80)),
        ("CMYK", INKS, Array([Name.DeviceCMYK]), {}, (20, 40, 60, 80)),
        ("CMYK", INKS, icc_based, {}, (20, 40, 60, 80)),
        ("CMYK", INKS, Name.DeviceCMYK, {"Decode": Array([1, 0] * 4)}, (80, 60, 40, 20)),
        ("CMYK", INKS, Name.DeviceCMYK, {"SMask": soft_mask}, (10, 20, 30, 40)),
        ("L", 64, Name.DeviceGray, {}, (0, 0, 0, 75)),
        ("RGB", (0, 0, 0), Name.DeviceRGB, {}, (0, 0, 0, 0)),  # the rule on colour spaces tells
    ],
)
def test_each_plate_holds_the_ink_of_a_picture(
    mode: str, pixel: int | tuple[int, ...], space: Any, more: dict[str, Any], inks: tuple[int, ...]
) -> None:
    found = plates_of_picture(Image.new(mode, (8, 8), pixel), space, **more)
    assert found == pytest.approx([2.55 * ink for ink in inks], abs=3)


@pytest.mark.parametrize(("decode", "full"), [([1, 0] * 4, True), ([0, 1] * 4, False)])
def test_the_inks_of_a_jpeg_are_turned_as_its_decode_says(decode: list[int], full: bool) -> None:
    """Pillow writes CMYK inverted, as Photoshop does; Decode turns it back (ISO 32000-1, 8.9.5.2)."""
    out, picture = io.BytesIO(), Image.new("CMYK", (16, 16), (255, 255, 255, 255))
    picture.save(out, "JPEG", quality=95)
    more = {"data": out.getvalue(), "Filter": Name.DCTDecode, "Decode": Array(decode)}
    found = plates_of_picture(picture, Name.DeviceCMYK, **more)
    assert found == pytest.approx([255 if full else 0] * 4, abs=3)


@pytest.mark.parametrize("edge", [50.0, 50.3, 51.0])
def test_print_that_ends_at_the_trim_is_found_wherever_the_trim_is(edge: float) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 400)).obj
    far = 400 - edge
    page.TrimBox = Array([edge, edge, far, far])
    page.BleedBox = Array([edge - 9, edge - 9, far + 9, far + 9])
    page.Contents = pdf.make_stream(f"0 0 0 1 k {edge} {edge} {far - edge} {far - edge} re f".encode())
    out = io.BytesIO()
    pdf.save(out)
    assert len(findings(out.getvalue(), PRINT, "bleed reached")) == 4


def test_ink_that_is_not_summed_is_told() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200)).obj
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 200, 0], Function=tint
    )
    page.Resources = Dictionary(Shading=Dictionary(S=shading))
    page.Contents = pdf.make_stream(b"/S sh")
    out = io.BytesIO()
    pdf.save(out)
    (found,) = findings(out.getvalue(), PRINT, "total ink")
    assert (found.severity, "gradients" in str(found)) == ("warning", True)


def test_a_broken_file_is_a_finding_and_says_no_address_of_memory() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200)).obj
    page.Contents = pdf.make_stream(b"w cm Do")
    out = io.BytesIO()
    pdf.save(out)
    found = [f for result in runs.run(out.getvalue(), PRINT) for f in result.problems]
    assert found
    assert all("cannot be examined" in str(f) and " at 0x" not in str(f) for f in found)
