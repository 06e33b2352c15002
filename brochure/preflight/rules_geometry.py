"""Rules on where things are: boxes, bleed, marks, the safe area, the number of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brochure.geometry import PdfRect
from brochure.preflight.document import PdfDocument
from brochure.preflight.finding import Finding, counted, error, warning
from brochure.preflight.transforms import MM

TOLERANCE_MM = 0.1
SAFE_MM = 3.0
"""How far text keeps from the cut: a guillotine is right to a millimetre or two."""

_INK = 6
"""Of 1020 (400 %): below this, anti-aliasing; above, something printed."""

_LONGEST_GAP_MM = 0.7
"""Where ink reaches the trim and not the bleed over less than this, a cut shows nothing."""


def boxes(sheets: PdfDocument) -> Iterator[Finding]:
    """Every page has a TrimBox of the right size, inside its BleedBox, inside its MediaBox."""
    wanted = sheets.spec.trim_mm
    for page in range(1, len(sheets.pdf.pages) + 1):
        trim, bleed, media = (sheets.box(n, page) for n in ("/TrimBox", "/BleedBox", "/MediaBox"))
        if trim is None or bleed is None or media is None:
            missing = "TrimBox" if trim is None else "BleedBox" if bleed is None else "MediaBox"
            yield error(f"has no {missing}", page)
            continue
        if not (bleed.holds(trim, 0.01) and media.holds(bleed, 0.01)):
            yield error("TrimBox, BleedBox and MediaBox do not lie one inside the other", page)
        found = ((trim.right - trim.left) / MM, (trim.top - trim.bottom) / MM)
        if wanted and max(abs(a - b) for a, b in zip(found, wanted, strict=True)) > TOLERANCE_MM:
            size = f"{found[0]:.1f} × {found[1]:.1f} mm"
            yield error(f"is trimmed to {size}, not {wanted[0]:g} × {wanted[1]:g}", page)


def bleed_box(sheets: PdfDocument) -> Iterator[Finding]:
    """The BleedBox lies outside the trim by what the printer asks for."""
    least = sheets.spec.bleed_mm
    for page in range(1, len(sheets.pdf.pages) + 1):
        gap = min(_gaps(sheets.trim(page), sheets.bleed(page))) / MM
        if gap < least - TOLERANCE_MM:
            yield error(f"has {max(0.0, gap):.1f} mm of bleed, {least:g} mm are asked for", page)


def _gaps(inner: PdfRect, outer: PdfRect) -> tuple[float, float, float, float]:
    """How far ``outer`` lies outside ``inner`` on each side."""
    return (
        inner.left - outer.left,
        inner.bottom - outer.bottom,
        outer.right - inner.right,
        outer.top - inner.top,
    )


def bleed_reached(sheets: PdfDocument) -> Iterator[Finding]:
    """What is printed at the trim goes on to the edge of the bleed, seen on the plates."""
    for page, ink in enumerate(sheets.ink, 1):
        trim, bleed = sheets.trim(page), sheets.bleed(page)
        if bleed == trim:
            continue
        for side, at_trim, at_bleed in _strips(trim, bleed):
            here, there = (sheets.pixels(sheets.crop(ink, page, box)) for box in (at_trim, at_bleed))
            gap = _longest(a > _INK and b <= _INK for a, b in zip(here, there, strict=False)) / MM
            if gap > _LONGEST_GAP_MM:
                yield error(
                    f"on the {side} {gap:.0f} mm of print end at the trim and not in the bleed; a cut "
                    "a hair outside shows white paper",
                    page,
                )


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


def crop_marks(sheets: PdfDocument) -> Iterator[Finding]:
    """Marks stand outside the bleed, and there are crop marks."""
    for page in range(1, len(sheets.pdf.pages) + 1):
        drawn = [p for p in sheets.painted if p.page == page and p.paint.spot == "/All"]
        bleed = sheets.bleed(page)
        reaching = [p for p in drawn if p.kind != "text" and bleed.meets(p.box, 0.2)]
        if reaching:
            yield error(
                f"has {counted(len(reaching), 'mark')} in registration colour inside the bleed", page
            )
        if not drawn:
            yield warning("has no crop marks", page)


def safe_area(sheets: PdfDocument) -> Iterator[Finding]:
    """Text keeps away from the cut."""
    for page, runs in enumerate(sheets.text_boxes, 1):
        trim, bleed = sheets.trim(page), sheets.bleed(page)
        safe = trim.grown(-SAFE_MM * MM)
        for box, words in runs:
            if words and bleed.meets(box) and not safe.holds(box, 0.5):
                near = min(_gaps(box, trim)) / MM
                yield error(
                    f"“{words[:40]}” stands {near:.1f} mm from the cut; {SAFE_MM:g} mm are safe", page
                )


def page_count(sheets: PdfDocument) -> Iterator[Finding]:
    """The number of pages is one that can be folded and stitched."""
    count, multiple = len(sheets.pdf.pages), sheets.spec.multiple
    if count % multiple:
        yield error(f"has {count} pages, not a multiple of {multiple}")
    sizes = {tuple(round(v / MM) for v in _size(sheets.trim(p))) for p in range(1, count + 1)}
    if len(sizes) > 1:
        found = ", ".join(f"{width} × {height} mm" for width, height in sorted(sizes))
        yield error(f"has pages of different sizes: {found}")


def _size(box: PdfRect) -> tuple[float, float]:
    return box.right - box.left, box.top - box.bottom


def turned(sheets: PdfDocument) -> Iterator[Finding]:
    """No page is turned or scaled by a switch that a plate setter may not see."""
    for number, page in enumerate(sheets.pdf.pages, 1):
        if int(page.obj.get("/Rotate", 0)) % 360:
            yield error(f"is turned by {int(page.obj['/Rotate'])}° (/Rotate)", number)
        if float(page.obj.get("/UserUnit", 1)) != 1:
            yield error(f"is scaled by {float(page.obj['/UserUnit']):g} (/UserUnit)", number)
