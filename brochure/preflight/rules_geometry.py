"""Rules on where things are: boxes, bleed, marks, the safe area, the number of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from brochure.geometry import PdfRect
from brochure.preflight import proofs
from brochure.preflight.content_stream import Paint, Painted
from brochure.preflight.document import PdfDocument
from brochure.problems import Id, Place, Problem, Text, error, warning
from brochure.transforms import MM

if TYPE_CHECKING:
    from PIL.Image import Image

TOLERANCE_MM = 0.1
SAFE_MM = 3.0
"""How far text keeps from the cut: a guillotine is right to a millimetre or two."""

_INK = 6
"""Of 1020 (400 %): below this, anti-aliasing; above, something printed."""

_CLEARLY = (0, 6)
"""Of 255: what is no darker in a drawing is clearly no ink at the trim, or may be none beyond it."""

_LONGEST_GAP_MM = 0.7
"""Where ink reaches the trim and not the bleed over less than this, a cut shows nothing."""


_SIDES = {
    "left": Id("side-left"), "right": Id("side-right"), "head": Id("side-head"),
    "foot": Id("side-foot"),
}  # fmt: skip


def boxes(document: PdfDocument) -> Iterator[Problem]:
    """Every page has a TrimBox of the right size, inside its BleedBox, inside its MediaBox."""
    wanted = document.spec.trim_mm
    for page in range(1, len(document.pdf.pages) + 1):
        trim, bleed, media = (document.box(n, page) for n in ("/TrimBox", "/BleedBox", "/MediaBox"))
        if trim is None or bleed is None or media is None:
            missing = "TrimBox" if trim is None else "BleedBox" if bleed is None else "MediaBox"
            yield error("box-missing", at=Place(page=page), box=missing)
            continue
        if not (bleed.holds(trim, 0.01) and media.holds(bleed, 0.01)):
            yield error("boxes-not-nested", at=Place(page=page))
        found = ((trim.right - trim.left) / MM, (trim.top - trim.bottom) / MM)
        if wanted and max(abs(a - b) for a, b in zip(found, wanted, strict=True)) > TOLERANCE_MM:
            yield error(
                "trim-size-wrong", at=Place(page=page), width_mm=found[0], height_mm=found[1],
                wanted_width_mm=wanted[0], wanted_height_mm=wanted[1],
            )  # fmt: skip


def bleed_box(document: PdfDocument) -> Iterator[Problem]:
    """The BleedBox lies outside the trim by what the printer asks for."""
    least = document.spec.bleed_mm
    for page in range(1, len(document.pdf.pages) + 1):
        gap = min(_gaps(document.trim(page), document.bleed(page))) / MM
        if gap < least - TOLERANCE_MM:
            bleed_mm = max(0.0, gap)
            yield error("bleed-small", at=Place(page=page), bleed_mm=bleed_mm, least_mm=least)


def _gaps(inner: PdfRect, outer: PdfRect) -> tuple[float, float, float, float]:
    """How far ``outer`` lies outside ``inner`` on each side."""
    return (
        inner.left - outer.left,
        inner.bottom - outer.bottom,
        outer.right - inner.right,
        outer.top - inner.top,
    )


def bleed_reached(document: PdfDocument) -> Iterator[Problem]:
    """What is printed at the trim goes on to the edge of the bleed, seen on the plates.

    A picture that is white beyond the trim goes on all the same. Where the page as it is drawn shows
    that already, no plates are made.
    """
    pages = range(1, len(document.pdf.pages) + 1)
    if all(_clearly_bleeds(document, page) for page in pages):
        return
    for page, ink in enumerate(document.ink, 1):
        for side, gap in _gaps_in_bleed(document, page, ink, (_INK, _INK)):
            if gap / MM > _LONGEST_GAP_MM:
                at = Place(page=page)
                yield error("bleed-not-reached", at=at, side=Text(_SIDES[side]), gap_mm=gap / MM)


def _clearly_bleeds(document: PdfDocument, page: int) -> bool:
    """Whether a drawing of a page shows that all that is printed at its trim reaches the bleed.

    Only of pages of which a drawing shows all ink: a tint below 1 % may be white there.
    """
    if document.bleed(page) == document.trim(page):
        return True
    if not proofs.is_drawn_as_printed(document, page):
        return False
    gaps = _gaps_in_bleed(document, page, document.darkness(page), _CLEARLY)
    return all(gap / MM <= _LONGEST_GAP_MM for _, gap in gaps)


def _gaps_in_bleed(
    document: PdfDocument, page: int, ink: Image, most: tuple[int, int]
) -> Iterator[tuple[str, int]]:
    """For each side the longest stretch, in points, where ink at the trim ends before the bleed's edge.

    ``ink`` is a raster of the page at 72 dpi, ``most`` what is no ink there, at the trim and beyond it.
    """
    trim, bleed = document.trim(page), document.bleed(page)
    if bleed == trim:
        return
    at_edge = _at_edge(document, page)
    for side, at_trim, at_bleed in _strips(trim, bleed):
        here, there = (document.pixels(document.crop(ink, page, box)) for box in (at_trim, at_bleed))
        yield (
            side,
            _longest(
                a > most[0]
                and b <= most[1]
                and not _is_pictured(at_edge, *_points(side, at_trim, at_bleed, i))
                for i, (a, b) in enumerate(zip(here, there, strict=False))
            ),
        )


def _at_edge(document: PdfDocument, page: int) -> list[Painted]:
    """What is painted on a page and reaches its trim, without texts."""
    inner = document.trim(page).grown(-2)
    return [
        item
        for item in document.painted
        if item.page == page and item.kind not in {"text", "shading"} and not inner.holds(item.seen)
    ]


def _points(side: str, at_trim: PdfRect, at_bleed: PdfRect, pixel: int) -> tuple[PdfRect, PdfRect]:
    """The points that a pixel of two strips shows, each as an empty rectangle."""
    found = []
    for strip in (at_trim, at_bleed):
        x, y = (strip.left + strip.right) / 2, (strip.bottom + strip.top) / 2
        if side in {"head", "foot"}:
            x = strip.left + pixel + 0.5
        else:
            y = strip.top - pixel - 0.5
        found.append(PdfRect(x, y, x, y))
    return found[0], found[1]


def _is_pictured(painted: Iterable[Painted], at_trim: PdfRect, at_bleed: PdfRect) -> bool:
    """Whether a picture lies at the trim and goes on to the bleed, and nothing on it ends between.

    So does a ground of colour: white dots on it that are cut show the ground beyond the cut. Of another
    drawing across both points it is not known where it is seen.
    """
    pictured = grounded = False
    for item in painted:
        ends = [item.seen.holds(point, 0.5) for point in (at_trim, at_bleed)]
        if any(ends) and item.kind == "rule":
            grounded = all(ends) and not _is_white(item.paint)
        if all(ends) and item.kind == "image":
            pictured = True
        elif any(ends) and not (all(ends) and item.kind in {"fill", "stroke"}):
            pictured = False
    return pictured or grounded


def _is_white(paint: Paint) -> bool:
    """Whether a colour leaves the paper as it is."""
    none = 1.0 if paint.space in {"/DeviceGray", "/DeviceRGB"} else 0.0
    return all(value == none for value in paint.values)


def _strips(trim: PdfRect, bleed: PdfRect) -> Iterator[tuple[str, PdfRect, PdfRect]]:
    """For each side, a line just inside the trim and one just inside the bleed's edge."""
    inner, outer = trim.grown(-1.5), bleed.grown(-1.5)
    at_trim = {
        "left": inner._replace(right=inner.left + 1),
        "right": inner._replace(left=inner.right - 1),
        "head": inner._replace(bottom=inner.top - 1),
        "foot": inner._replace(top=inner.bottom + 1),
    }
    at_bleed = {
        "left": inner._replace(left=outer.left, right=outer.left + 1),
        "right": inner._replace(left=outer.right - 1, right=outer.right),
        "head": inner._replace(bottom=outer.top - 1, top=outer.top),
        "foot": inner._replace(bottom=outer.bottom, top=outer.bottom + 1),
    }
    for side, box in at_trim.items():
        yield side, box, at_bleed[side]


def _longest(flags: Iterable[bool]) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def crop_marks(document: PdfDocument) -> Iterator[Problem]:
    """Marks stand outside the bleed, and there are crop marks."""
    for page in range(1, len(document.pdf.pages) + 1):
        drawn = [p for p in document.painted if p.page == page and p.paint.inks == ("/All",)]
        bleed = document.bleed(page)
        reaching = [p for p in drawn if p.kind != "text" and bleed.meets(p.box, 0.2)]
        if reaching:
            yield error("marks-in-bleed", at=Place(page=page), count=len(reaching))
        if not drawn:
            yield warning("crop-marks-missing", at=Place(page=page))


def safe_area(document: PdfDocument) -> Iterator[Problem]:
    """Text keeps away from the cut."""
    for page, runs in enumerate(document.text_boxes, 1):
        trim, bleed = document.trim(page), document.bleed(page)
        safe = trim.grown(-SAFE_MM * MM)
        for box, words in runs:
            if words and bleed.meets(box) and not safe.holds(box, 0.5):
                near = min(_gaps(box, trim)) / MM
                yield error(
                    "text-near-cut", at=Place(page=page), text=words[:40], near_mm=near, safe_mm=SAFE_MM
                )


def page_count(document: PdfDocument) -> Iterator[Problem]:
    """The number of pages is one that can be folded and stitched."""
    count, multiple = len(document.pdf.pages), document.spec.multiple
    if count % multiple:
        yield error("page-count-odd", pages=count, multiple=multiple)
    sizes = {tuple(round(v / MM) for v in _size(document.trim(p))) for p in range(1, count + 1)}
    if len(sizes) > 1:
        found = [f"{width} × {height} mm" for width, height in sorted(sizes)]
        yield error("page-sizes-differ", sizes=found)


def _size(box: PdfRect) -> tuple[float, float]:
    return box.right - box.left, box.top - box.bottom


def turned(document: PdfDocument) -> Iterator[Problem]:
    """No page is turned or scaled by a switch that a plate setter may not see."""
    for number, page in enumerate(document.pdf.pages, 1):
        if int(page.obj.get("/Rotate", 0)) % 360:
            yield error("page-turned", at=Place(page=number), degrees=int(page.obj["/Rotate"]))
        if float(page.obj.get("/UserUnit", 1)) != 1:
            yield error("page-scaled", at=Place(page=number), factor=float(page.obj["/UserUnit"]))
