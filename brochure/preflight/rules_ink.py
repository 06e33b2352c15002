"""Rules on what is printed with: colour spaces, total ink, black text, line weight, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Name, Stream

from brochure.preflight.content_stream import Paint, Painted
from brochure.preflight.document import PdfDocument
from brochure.preflight.transforms import MM
from brochure.problems import Id, Place, Problem, Text, error, warning

MOST_INK = 300
"""Per cent, all four inks together: what coated offset paper dries (FOGRA39)."""

_ONE_PERCENT = 2.55
_EDGE_PT = 1.0
"""What is half within the bleed's edge may be a mark that touches it."""

_SPECK_PX = 4
"""So few pixels at 72 dpi are an edge where two things meet, not an area that will not dry."""

SMALL_TEXT_PT = 14.0
LEAST_TEXT_PT = {True: 7.0, False: 8.0}
"""The smallest text, in print and on screens (an accessible screen file is read at arm's length)."""

LEAST_LINE_PT = 0.25
LEAST_DPI, RIGHT_DPI = 200, 300
_PALE = 0.35
"""A tint of each ink up to this is light: text reversed out of a dark ground, not coloured text."""

_NO_SPOTS = {"/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black"}
_PRINTED = {"/DeviceCMYK", "/DeviceGray", "/ICCBased CMYK", "/Separation", "/DeviceN", "/Pattern"}


def colour_spaces(document: PdfDocument) -> Iterator[Problem]:
    """No RGB, Lab or calibrated colour is left for a machine to convert its own way."""
    seen: set[tuple[int, str, str]] = set()
    for item in document.painted:
        key = (item.page, item.kind, item.paint.space)
        if item.paint.space not in _PRINTED and key not in seen:
            seen.add(key)
            yield error(
                "colour-space-wrong", at=Place(page=item.page), kind=Text(_kind(item)),
                space=item.paint.space.lstrip("/"),
            )  # fmt: skip


_KINDS = {
    "text": Id("painted-text"), "image": Id("painted-picture"), "shading": Id("painted-gradient"),
}  # fmt: skip


def _kind(item: Painted) -> Id:
    return _KINDS.get(item.kind, Id("painted-drawing"))


def spot_colours(document: PdfDocument) -> Iterator[Problem]:
    """No plate is needed beside the four."""
    names = {name for item in document.painted for name in item.paint.inks}
    for name in sorted(names - _NO_SPOTS):
        yield error("spot-colour", name=name.lstrip("/"))


def total_ink(document: PdfDocument) -> Iterator[Problem]:
    """No area takes more ink than the paper dries, seen on the plates."""
    limit = (MOST_INK + 1) * _ONE_PERCENT
    for what in sorted({found for item in document.painted if (found := _unseen(item, document))}):
        yield warning("ink-not-summed", what=Text(what))
    for page, ink in enumerate(document.ink, 1):
        within = document.crop(ink, page, document.bleed(page).grown(-_EDGE_PT))
        darkest = document.most(within)
        wet = [value for value in document.pixels(within) if value > limit] if darkest > limit else []
        if len(wet) > _SPECK_PX:
            yield error(
                "ink-too-much", at=Place(page=page), ink=darkest / _ONE_PERCENT,
                area_mm2=len(wet) / MM / MM, most=MOST_INK,
            )  # fmt: skip


def _unseen(item: Painted, document: PdfDocument) -> Id | None:
    """What is painted and not on the plates; None where it is, or where another rule says so."""
    if item.kind == "image":
        gone = (
            item.paint.space in _PRINTED
            and getattr(item.item, "objgen", None) in document.separated.unread
        )
        return Id("unseen-pictures") if gone else None
    if item.kind == "shading" or item.paint.space == "/Pattern":
        return Id("unseen-gradients")
    return Id("unseen-devicen") if item.paint.space == "/DeviceN" else None


def black_text(document: PdfDocument) -> Iterator[Problem]:
    """Small dark text is printed in black alone: several inks never lie exactly on each other."""
    seen: set[tuple[int, Paint]] = set()
    for item in document.inside("text"):
        if (
            item.size >= SMALL_TEXT_PT - 0.05
            or _is_black_alone(item.paint)
            or (item.page, item.paint) in seen
        ):
            continue
        seen.add((item.page, item.paint))
        inks = " ".join(f"{100 * v:.0f}" for v in item.paint.values)
        yield error(
            "text-in-several-inks", at=Place(page=item.page), size_pt=item.size, inks=inks,
            least_pt=SMALL_TEXT_PT,
        )  # fmt: skip


def _is_black_alone(paint: Paint) -> bool:
    if paint.space not in {"/DeviceCMYK", "/ICCBased CMYK"}:
        return True  # grey is black ink; what is no ink at all is the colour spaces' rule
    if len(paint.values) == 4:
        *colours, black = paint.values
        return max(colours) == 0 or (max(colours) <= _PALE and black == 0)
    return False


def text_size(document: PdfDocument) -> Iterator[Problem]:
    """No text is too small to read."""
    least = LEAST_TEXT_PT[document.spec.press]
    smallest: dict[int, float] = {}
    for item in document.inside("text"):
        if 0 < item.size < least - 0.05:
            smallest[item.page] = min(item.size, smallest.get(item.page, least))
    for page, size in smallest.items():
        yield error("text-small", at=Place(page=page), size_pt=size, least_pt=least)


def line_weight(document: PdfDocument) -> Iterator[Problem]:
    """No line is so thin that it breaks up on the plate."""
    thinnest: dict[int, float] = {}
    for item in document.inside("stroke", "rule"):
        if item.size < LEAST_LINE_PT - 0.01 and (item.kind == "stroke" or item.size > 0):
            thinnest[item.page] = min(item.size, thinnest.get(item.page, LEAST_LINE_PT))
    for page, width in thinnest.items():
        yield error("line-thin", at=Place(page=page), width_pt=width, least_pt=LEAST_LINE_PT)


def resolution(document: PdfDocument) -> Iterator[Problem]:
    """Pictures have enough pixels for the size they are printed at."""
    for item in document.inside("image"):
        if item.size >= RIGHT_DPI - 1 or item.item.get("/ImageMask"):
            continue
        width = (item.box.right - item.box.left) / MM
        at = Place(page=item.page)
        if item.size < LEAST_DPI:
            yield error("picture-coarse", at=at, dpi=item.size, width_mm=width, least=LEAST_DPI)
        else:
            yield warning("picture-soft", at=at, dpi=item.size, width_mm=width, right=RIGHT_DPI)


def interpolation(document: PdfDocument) -> Iterator[Problem]:
    """No picture asks to be smoothed (PDF/A, ISO 19005-2, 6.2.8)."""
    streams = [item for item in document.pdf.objects if isinstance(item, Stream)]
    count = sum(1 for item in streams if bool(item.get("/Interpolate", False)))
    if count:
        yield error("pictures-smoothed", count=count)


def overprint(document: PdfDocument) -> Iterator[Problem]:
    """Nothing white overprints: it would vanish."""
    pages = {
        p.page
        for p in document.painted
        if p.overprint and p.paint.space == "/DeviceCMYK" and not any(p.paint.values)
    }
    for page in sorted(pages):
        yield error("white-overprints", at=Place(page=page))


def transparency(document: PdfDocument) -> Iterator[Problem]:
    """Where things shine through each other, the page says that they blend in CMYK."""
    for number, page in enumerate(document.pdf.pages, 1):
        if _is_transparent(page.obj.get("/Resources", {})) or "/Group" in page.obj:
            space = page.obj.get("/Group", Dictionary()).get("/CS")
            if space != Name.DeviceCMYK:
                yield error("transparency-not-cmyk", at=Place(page=number))
    for item in document.pdf.objects:
        group = item.get("/Group", Dictionary()) if isinstance(item, Stream) else Dictionary()
        if group.get("/CS") == Name.DeviceRGB:
            yield error("transparency-rgb")
            return


def _is_transparent(resources: Any) -> bool:
    """Whether ``resources``, or those of forms however deep, let anything shine through."""
    pending, seen = [resources], set()
    while pending:
        found = pending.pop()
        if any(_shines(state) for state in dict(found.get("/ExtGState", {})).values()):
            return True
        for item in dict(found.get("/XObject", {})).values():
            if "/SMask" in item:
                return True
            if item.objgen not in seen and "/Resources" in item:  # forms may draw each other
                seen.add(item.objgen)
                pending.append(item.Resources)
    return False


def _shines(state: Any) -> bool:
    """Whether a graphics state has a mask, is not opaque, or blends (ISO 32000-1, 11.6)."""
    return bool(
        state.get("/SMask", Name("/None")) != Name("/None")
        or min(float(state.get("/ca", 1)), float(state.get("/CA", 1))) < 1
        or state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible)
    )
