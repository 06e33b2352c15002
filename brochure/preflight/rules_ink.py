"""Rules on what is printed with: colour spaces, total ink, black text, line weight, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Name, Stream

from brochure.preflight.content_stream import Paint, Painted
from brochure.preflight.document import PdfDocument
from brochure.preflight.finding import Finding, counted, error, warning
from brochure.preflight.transforms import MM

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

_NO_SPOTS = {"", "/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black"}
_PRINTED = {"/DeviceCMYK", "/DeviceGray", "/ICCBased CMYK", "/Separation", "/DeviceN", "/Pattern"}


def colour_spaces(sheets: PdfDocument) -> Iterator[Finding]:
    """No RGB, Lab or calibrated colour is left for a machine to convert its own way."""
    seen: set[tuple[int, str, str]] = set()
    for item in sheets.painted:
        key = (item.page, item.kind, item.paint.space)
        if item.paint.space not in _PRINTED and key not in seen:
            seen.add(key)
            yield error(f"has {_kind(item)} in {item.paint.space.lstrip('/')}, not in CMYK", item.page)


def _kind(item: Painted) -> str:
    return {"text": "text", "image": "a picture", "shading": "a gradient"}.get(item.kind, "a drawing")


def spot_colours(sheets: PdfDocument) -> Iterator[Finding]:
    """No plate is needed beside the four."""
    names = {p.paint.spot for p in sheets.painted if p.paint.spot not in _NO_SPOTS}
    for name in sorted(names):
        yield error(f"the spot colour {name.lstrip('/')} needs a plate of its own")


def total_ink(sheets: PdfDocument) -> Iterator[Finding]:
    """No area takes more ink than the paper dries, seen on the plates."""
    limit = (MOST_INK + 1) * _ONE_PERCENT
    for what in sorted({_unseen(item, sheets) for item in sheets.painted} - {""}):
        yield warning(f"has {what}, whose ink is not summed: ask the printer to look at it")
    for page, ink in enumerate(sheets.ink, 1):
        within = sheets.crop(ink, page, sheets.bleed(page).grown(-_EDGE_PT))
        darkest = sheets.most(within)
        wet = [value for value in sheets.pixels(within) if value > limit] if darkest > limit else []
        if len(wet) > _SPECK_PX:
            yield error(
                f"has {darkest / _ONE_PERCENT:.0f} % of ink over {len(wet) / MM / MM:.0f} mm²; "
                f"{MOST_INK} % are the most",
                page,
            )


def _unseen(item: Painted, sheets: PdfDocument) -> str:
    """What is painted and not on the plates, in words; "" where it is, or where another rule tells."""
    if item.kind == "image":
        gone = (
            item.paint.space in _PRINTED
            and getattr(item.item, "objgen", None) in sheets.separated.unread
        )
        return "pictures in colours that are not gray or CMYK" if gone else ""
    if item.kind == "shading" or item.paint.space == "/Pattern":
        return "gradients or patterns"
    return "colours of several inks (DeviceN)" if item.paint.space == "/DeviceN" else ""


def black_text(sheets: PdfDocument) -> Iterator[Finding]:
    """Small dark text is printed in black alone: several inks never lie exactly on each other."""
    seen: set[tuple[int, Paint]] = set()
    for item in sheets.inside("text"):
        if (
            item.size >= SMALL_TEXT_PT - 0.05
            or _is_black_alone(item.paint)
            or (item.page, item.paint) in seen
        ):
            continue
        seen.add((item.page, item.paint))
        inks = " ".join(f"{100 * v:.0f}" for v in item.paint.values)
        yield error(
            f"has text of {item.size:.1f} pt in several inks ({inks}); text below "
            f"{SMALL_TEXT_PT:g} pt is black alone, or light on a dark ground",
            item.page,
        )


def _is_black_alone(paint: Paint) -> bool:
    if paint.space not in {"/DeviceCMYK", "/ICCBased CMYK"}:
        return True  # grey is black ink; what is no ink at all is the colour spaces' rule
    if len(paint.values) == 4:
        *colours, black = paint.values
        return max(colours) == 0 or (max(colours) <= _PALE and black == 0)
    return False


def text_size(sheets: PdfDocument) -> Iterator[Finding]:
    """No text is too small to read."""
    least = LEAST_TEXT_PT[sheets.spec.press]
    smallest: dict[int, float] = {}
    for item in sheets.inside("text"):
        if 0 < item.size < least - 0.05:
            smallest[item.page] = min(item.size, smallest.get(item.page, least))
    for page, size in smallest.items():
        yield error(f"has text of {size:.1f} pt; {least:g} pt are the least", page)


def line_weight(sheets: PdfDocument) -> Iterator[Finding]:
    """No line is so thin that it breaks up on the plate."""
    thinnest: dict[int, float] = {}
    for item in sheets.inside("stroke", "rule"):
        if item.size < LEAST_LINE_PT - 0.01 and (item.kind == "stroke" or item.size > 0):
            thinnest[item.page] = min(item.size, thinnest.get(item.page, LEAST_LINE_PT))
    for page, width in thinnest.items():
        yield error(f"has a line of {width:.2f} pt; {LEAST_LINE_PT:g} pt are the least", page)


def resolution(sheets: PdfDocument) -> Iterator[Finding]:
    """Pictures have enough pixels for the size they are printed at."""
    for item in sheets.inside("image"):
        if item.size >= RIGHT_DPI - 1 or item.item.get("/ImageMask"):
            continue
        width = (item.box.right - item.box.left) / MM
        said = f"has a picture of {item.size:.0f} dpi at {width:.0f} mm"
        if item.size < LEAST_DPI:
            yield error(f"{said}; {LEAST_DPI} dpi are the least", item.page)
        else:
            yield warning(f"{said}; {RIGHT_DPI} dpi are right", item.page)


def interpolation(sheets: PdfDocument) -> Iterator[Finding]:
    """No picture asks to be smoothed (PDF/A, ISO 19005-2, 6.2.8)."""
    streams = [item for item in sheets.pdf.objects if isinstance(item, Stream)]
    count = sum(1 for item in streams if bool(item.get("/Interpolate", False)))
    if count:
        yield error(f"{counted(count, 'picture')} asked to be smoothed (/Interpolate)")


def overprint(sheets: PdfDocument) -> Iterator[Finding]:
    """Nothing white overprints: it would vanish."""
    pages = {
        p.page
        for p in sheets.painted
        if p.overprint and p.paint.space == "/DeviceCMYK" and not any(p.paint.values)
    }
    for page in sorted(pages):
        yield error("has white that overprints, which is to say nothing at all", page)


def transparency(sheets: PdfDocument) -> Iterator[Finding]:
    """Where things shine through each other, the page says that they blend in CMYK."""
    for number, page in enumerate(sheets.pdf.pages, 1):
        if _is_transparent(page.obj.get("/Resources", {})) or "/Group" in page.obj:
            space = page.obj.get("/Group", Dictionary()).get("/CS")
            if space != Name.DeviceCMYK:
                yield error("has transparency that does not blend in CMYK (/Group /CS)", number)
    for item in sheets.pdf.objects:
        group = item.get("/Group", Dictionary()) if isinstance(item, Stream) else Dictionary()
        if group.get("/CS") == Name.DeviceRGB:
            yield error("a transparency group blends in RGB")
            return


def _is_transparent(resources: Any, depth: int = 0) -> bool:
    for state in dict(resources.get("/ExtGState", {})).values():
        if state.get("/SMask", Name("/None")) != Name("/None"):
            return True
        if min(float(state.get("/ca", 1)), float(state.get("/CA", 1))) < 1:
            return True
        if state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible):
            return True
    forms = dict(resources.get("/XObject", {})).values()
    return any(
        "/SMask" in form or (depth < 8 and _is_transparent(form.get("/Resources", {}), depth + 1))
        for form in forms
    )
