"""Proofs: what the things painted on a page tell of its ink, so that no plates need be drawn.

Plates take longer to make than all other rules together. Most pages need none: nothing shines through,
every colour is known, and what overprints is black. A point then has the inks of one thing, and of
those that overprint it. Where that is not enough to tell, each function says False, and plates are
drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pikepdf import Name

from brochure.facts import FOUR_INKS
from brochure.geometry import PdfRect
from brochure.preflight.blending import is_transparent
from brochure.preflight.content_stream import PRINTED, Paint, Painted
from brochure.preflight.document import LARGEST_PT, PdfDocument

Shares = Mapping[str, float]
"""How much of each ink, from 0 to 1."""

_NEAR_PT = 1.0
"""Letters may reach out of the boxes of their text, and lines begin a little outside."""

_BEARING = 0.15
"""The first letter of a large text begins so far inside, as a share of its height."""

_DARK, _LIGHT = 0.9, 0.1
"""A wide margin around what plates take for full ink, and for none."""

_LETTERS_PT = 40.0
"""No stem of a smaller letter is as wide as a cell of an area of black, 5 mm."""


def takes_at_most(document: PdfDocument, page: int, most: float) -> bool:
    """Whether no point of a page takes more ink than ``most``, 1 for each full ink."""
    painted = _within_bleed(document, page)
    if not _is_flat(document, page, painted):
        return False
    over = [item for item in painted if item.overprint]
    added = _strongest(shares for item in over if (shares := shares_of(item.paint)) is not None)
    if sum(added.values()) > most:
        return False
    for item in (item for item in painted if not item.overprint):
        own = shares_of(item.paint) or {}
        if sum(own.values()) > most:
            return False
        both = sum(_strongest((own, added)).values())
        if both > most and not _stands_apart(document, page, item, over):
            return False
    return True


def blackens_at_most(document: PdfDocument, page: int, most: float) -> bool:
    """Whether black alone covers no more than that share of a page."""
    painted = _within_bleed(document, page)
    if not _is_flat(document, page, painted):
        return False
    trim, covered = document.trim(page), 0.0
    for item in filter(_is_black, painted):
        if item.kind == "text":
            if item.size > _LETTERS_PT:
                return False
            continue
        box = item.seen
        width = min(box.right, trim.right) - max(box.left, trim.left)
        height = min(box.top, trim.top) - max(box.bottom, trim.bottom)
        covered += max(0.0, width) * max(0.0, height)
    return covered <= most * (trim.right - trim.left) * (trim.top - trim.bottom)


def is_drawn_as_printed(document: PdfDocument, page: int) -> bool:
    """Whether a drawing of a page, which knows of no overprint, is dark where any ink is printed."""
    painted = _within_bleed(document, page)
    shown = document.pdf.pages[page - 1].obj
    return (
        "/CropBox" not in shown
        and "/Rotate" not in shown
        and "/UserUnit" not in shown
        and _is_flat(document, page, painted)
        and all(sum((shares_of(item.paint) or {}).values()) for item in painted if item.overprint)
    )


def shares_of(paint: Paint) -> Shares | None:
    """The inks of a colour; None where its values do not tell them."""
    values = [min(1.0, max(0.0, value)) for value in paint.values]
    if paint.inks:
        named = (ink[1:] for ink in paint.inks)
        found = {name: share for name, share in zip(named, values, strict=False) if name != "None"}
        return None if "All" in found or len(values) != len(paint.inks) else found
    if paint.space == "/DeviceGray" and len(values) == 1:
        return {"Black": 1 - values[0]}
    if paint.space in {"/DeviceCMYK", "/ICCBased CMYK"} and len(values) == len(FOUR_INKS):
        return dict(zip(FOUR_INKS, values, strict=True))
    return None


def _within_bleed(document: PdfDocument, page: int) -> list[Painted]:
    """What is painted within the bleed, and every text: where that ends is not known.

    Marks outside may touch its edge.
    """
    bleed = document.bleed(page).grown(-_NEAR_PT)
    return [
        item
        for item in document.by_page[page - 1]
        if (item.kind == "text" and item.paint.inks != ("/All",)) or bleed.meets(item.seen)
    ]


def _is_flat(document: PdfDocument, page: int, painted: Iterable[Painted]) -> bool:
    """Whether one thing hides another, and the inks of each are known."""
    shown = document.pdf.pages[page - 1]
    left, bottom, right, top = (float(v) for v in shown.mediabox)
    if max(right - left, top - bottom) > LARGEST_PT or is_transparent(shown.obj.get("/Resources", {})):
        return False
    return all(
        item.paint.space in PRINTED and shares_of(item.paint) is not None and _is_plain(item)
        for item in painted
    )


def _is_plain(item: Painted) -> bool:
    """Whether a thing is painted in its one colour alone."""
    if item.kind == "image":
        return bool(item.item.get("/ImageMask", False))
    if item.kind == "text":
        font = item.item
        return not item.outlined and font is not None and font.get("/Subtype") != Name.Type3
    return item.kind != "shading"


def _strongest(all_shares: Iterable[Shares]) -> Shares:
    """Of each ink the most."""
    found: dict[str, float] = {}
    for shares in all_shares:
        for name, share in shares.items():
            found[name] = max(share, found.get(name, 0.0))
    return found


def _stands_apart(document: PdfDocument, page: int, ground: Painted, over: Sequence[Painted]) -> bool:
    """Whether nothing of ``over`` lies on ``ground``; of texts, PDFium tells where they end."""
    if ground.kind == "text":
        return False
    box = ground.seen.grown(_NEAR_PT)
    if any(box.meets(item.seen.grown(_NEAR_PT)) for item in over):
        return False
    texts = [item for item in document.by_page[page - 1] if item.kind == "text"]
    runs = (run for run, words in document.text_boxes[page - 1] if words)
    return all(_begins_here(run, texts) for run in runs if box.meets(run))


def _begins_here(run: PdfRect, texts: Iterable[Painted]) -> bool:
    """Whether a run of text is of those that begin in it, none of which overprints."""
    near = run.grown(max(2 * _NEAR_PT, _BEARING * (run.top - run.bottom)))
    begun = [text for text in texts if near.holds(text.box)]
    return bool(begun) and not any(text.overprint for text in begun)


def _is_black(item: Painted) -> bool:
    """Whether a thing may be black alone where it is seen: it is, or overprints."""
    shares = shares_of(item.paint) or {}
    others = [share for name, share in shares.items() if name != "Black"]
    alone = item.overprint or max(others, default=0.0) <= _LIGHT
    return shares.get("Black", 0.0) >= _DARK and alone
