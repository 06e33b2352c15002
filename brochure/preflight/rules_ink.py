"""Rules on what is printed with: colour spaces, total ink, black text, line weight, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pikepdf import Dictionary, Name, Stream

from brochure.facts import FOUR_INKS
from brochure.geometry import PdfRect
from brochure.preflight import image_separations, proofs
from brochure.preflight.blending import is_transparent
from brochure.preflight.content_stream import NO_SPOTS, PRINTED, Paint, Painted
from brochure.preflight.document import PdfDocument
from brochure.problems import Id, Place, Problem, Text, error, warning
from brochure.transforms import MM

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

_FULL = 0.98
"""From this share on, an ink is printed in full."""

LARGE_TEXT_PT = 36.0
"""Letters of this size are areas, in which what lies below would show: they may knock it out."""

LARGEST_BLACK = 0.25
"""Of a page: black ink alone on more of it looks grey."""

_AREA_PT = 10.0
_AREA_PX = 14
"""Cells of 5 mm, at 72 dpi: black that fills one is an area, not a letter or a code."""

_IS_FULL, _IS_EMPTY = ([255 * (v >= 250) for v in range(256)], [255 * (v <= 5) for v in range(256)])
_WHOLE_CELL = 250


def colour_spaces(document: PdfDocument) -> Iterator[Problem]:
    """No RGB, Lab or calibrated colour is left for a machine to convert its own way."""
    seen: set[tuple[int, str, str]] = set()
    for item in document.painted:
        key = (item.page, item.kind, item.paint.space)
        if item.paint.space not in PRINTED and key not in seen:
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


def plates(document: PdfDocument) -> Iterator[Problem]:
    """No plate is needed beside those that are asked for."""
    found: dict[str, int] = {}
    for name, page in _needed(document):
        found.setdefault(name, page)
    asked = list(document.spec.inks)
    for name, page in sorted(found.items()):
        if name in FOUR_INKS and name not in asked:
            yield error("plate-extra", at=Place(page=page), name=name, inks=asked)
        elif name not in asked:
            yield error("spot-colour", name=name)


def _needed(document: PdfDocument) -> Iterator[tuple[str, int]]:
    """The plates that print within the bleed, and all spot inks, each with a page."""
    looks = not {*FOUR_INKS} <= {*document.spec.inks}
    for item in document.inside("text", "stroke", "fill", "rule", "image", "shading"):
        names = _inks_in(item) if looks and item.kind == "image" else _inks_of(item)
        yield from ((name, item.page) for name in names)
    for item in document.painted:
        yield from ((name[1:], item.page) for name in item.paint.inks if name not in NO_SPOTS)


def _inks_in(picture: Painted) -> Iterator[str]:
    """The plates on which a picture leaves any ink; all that it may where it cannot be read."""
    from PIL import ImageChops

    inks = image_separations.separate_image(picture.item, FOUR_INKS)
    if picture.paint.inks or inks is None:
        yield from _inks_of(picture)
        return
    lights = [*inks[0].split(), inks[1]]
    yield from (
        n for n, light in zip(FOUR_INKS, lights, strict=True) if ImageChops.invert(light).getbbox()
    )


def _inks_of(item: Painted) -> Iterator[str]:
    """The plates on which something prints; of pictures and gradients those that they may print on."""
    space, values = item.paint.space, item.paint.values
    if item.paint.inks:
        yield from (name[1:] for name in item.paint.inks if name not in {"/All", "/None"})
    elif space == "/DeviceGray":
        yield "Black"
    elif space in {"/DeviceCMYK", "/ICCBased CMYK"}:
        shares = values if len(values) == 4 else (1.0,) * 4
        yield from (name for name, share in zip(FOUR_INKS, shares, strict=True) if share)


def total_ink(document: PdfDocument) -> Iterator[Problem]:
    """No area takes more ink than the paper dries, proved of what is painted or seen on the plates."""
    limit = (MOST_INK + 1) * _ONE_PERCENT
    for what in sorted({found for item in document.painted if (found := _unseen(item, document))}):
        yield warning("ink-not-summed", what=Text(what))
    pages = range(1, len(document.pdf.pages) + 1)
    if all(proofs.takes_at_most(document, page, MOST_INK / 100) for page in pages):
        return
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
            item.paint.space in PRINTED
            and not item.item.get("/ImageMask", False)
            and getattr(item.item, "objgen", None) in document.separated.unread
        )
        return Id("unseen-pictures") if gone else None
    if item.kind == "shading" or item.paint.space == "/Pattern":
        return Id("unseen-gradients")
    return None


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


def screened_text(document: PdfDocument) -> Iterator[Problem]:
    """Small text is printed in a full ink, or left white: the dots of a screen make it ragged."""
    seen: set[tuple[int, Paint]] = set()
    for item in document.inside("text"):
        if item.size >= SMALL_TEXT_PT - 0.05 or (item.page, item.paint) in seen:
            continue
        strongest = max(_shares(item.paint), default=0.0)
        if 0 < strongest < _FULL:
            seen.add((item.page, item.paint))
            yield error(
                "text-screened", at=Place(page=item.page), size_pt=item.size,
                tint=100 * strongest, least_pt=SMALL_TEXT_PT,
            )  # fmt: skip


def _shares(paint: Paint) -> tuple[float, ...]:
    """The ink on each plate; none where the colour space is another rule's fault."""
    if paint.space == "/DeviceGray":
        return tuple(1 - value for value in paint.values)
    return paint.values if paint.inks or "CMYK" in paint.space else ()


def black_areas(document: PdfDocument) -> Iterator[Problem]:
    """Black that covers more than a quarter of a page has other inks below it, seen on the plates."""
    if not {*FOUR_INKS} <= {*document.spec.inks}:
        return
    from PIL import ImageChops

    pages = range(1, len(document.pdf.pages) + 1)
    if all(proofs.blackens_at_most(document, page, LARGEST_BLACK) for page in pages):
        return
    for page, inks in enumerate(document.separated.pages, 1):
        trim = document.trim(page)
        cyan, magenta, yellow, black = (document.crop(plate, page, trim) for plate in inks[:4])
        others = ImageChops.lighter(ImageChops.lighter(cyan, magenta), yellow)
        alone = ImageChops.multiply(
            black.point(_IS_FULL), others.point(_IS_EMPTY)
        ).reduce(_AREA_PX)  # fmt: skip
        cells = [value for value in alone.get_flattened_data() if isinstance(value, int)]
        share = sum(value >= _WHOLE_CELL for value in cells) / len(cells)
        if share > LARGEST_BLACK:
            yield error("black-alone-large", at=Place(page=page), share=100 * share)


def black_overprints(document: PdfDocument) -> Iterator[Problem]:
    """Black text on a tint overprints it: else white shows beside it where plates are not exact."""
    page, areas, told = 0, list[Painted](), False
    for item in document.painted:
        if item.page != page:
            page, areas, told = item.page, [], False
        if item.kind in {"rule", "fill", "image"}:
            seen = item.seen
            if min(seen.right - seen.left, seen.top - seen.bottom) > _AREA_PT:
                areas.append(item)
        elif item.kind == "text" and not told and _knocks_out(item, areas):
            told = True
            yield error("black-knocks-out", at=Place(page=page), size_pt=item.size)


def _knocks_out(text: Painted, areas: Sequence[Painted]) -> bool:
    """Whether a text in black alone leaves white in the tint that it stands on.

    Only rectangles and pictures are taken as such: of a drawing it is not known where it is seen.
    """
    if text.size >= LARGE_TEXT_PT or not _is_full_black(text.paint):
        return False
    kept = text.zero_overprints or bool(text.paint.inks)  # grey knocks out the other three all the same
    if text.overprint and kept and text.paint.space != "/DeviceGray":
        return False
    x, y = text.box.left + 0.1 * text.size, text.box.bottom + 0.2 * text.size
    start = PdfRect(x, y, x, y)
    ground = next((area for area in reversed(areas) if area.seen.holds(start)), None)
    if ground is None or ground.kind == "fill":
        return False
    return any(name != "Black" for name in _inks_of(ground))


def _is_full_black(paint: Paint) -> bool:
    if paint.space == "/DeviceGray" or paint.inks == ("/Black",):
        return max(_shares(paint), default=0.0) >= _FULL
    return paint.values == (0, 0, 0, 1)


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
    told: set[tuple[int, PdfRect]] = set()
    for item in document.inside("image"):
        place = (item.page, item.box)  # a duotone is two pictures in one place
        if item.size >= RIGHT_DPI - 1 or item.item.get("/ImageMask") or place in told:
            continue
        told.add(place)
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
        if is_transparent(page.obj.get("/Resources", {})) or "/Group" in page.obj:
            space = page.obj.get("/Group", Dictionary()).get("/CS")
            if space != Name.DeviceCMYK:
                yield error("transparency-not-cmyk", at=Place(page=number))
    for item in document.pdf.objects:
        group = item.get("/Group", Dictionary()) if isinstance(item, Stream) else Dictionary()
        if group.get("/CS") == Name.DeviceRGB:
            yield error("transparency-rgb")
            return
