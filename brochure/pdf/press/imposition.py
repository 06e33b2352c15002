"""Imposition: pages become sheets that are folded into a booklet. Lengths in points."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.pdf.media import MM

PAPER_THICKNESS = 0.1 * MM
"""Coated paper of about 115 g/m²; every sheet inside another is pushed out by so much."""

MOST_STAPLED_PAGES = 80
"""What two staples hold of that paper; a thicker booklet is bound."""


class PlacedPage(NamedTuple):
    """Where a page stands: ``side`` of a sheet counted from 0, ``half`` 0 left or 1 right."""

    page: int
    side: int
    half: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """How pages are imposed: the size of a sheet's trim, the bleed around it, the pages' scale.

    ``width`` and ``height`` are the sheet's; each half carries one page. ``rtl`` opens from the right.
    """

    width: float
    height: float
    bleed: float
    scale: float
    rtl: bool


def places(count: int, *, rtl: bool) -> tuple[PlacedPage, ...]:
    """The place of each of ``count`` pages (a multiple of 4) of a booklet stitched in the fold.

    The outermost sheet carries the first two and the last two pages.
    """
    if count % 4:
        raise ValueError(count)
    found = []
    for sheet in range(count // 4):
        front = (count - 1 - 2 * sheet, 2 * sheet)
        back = (2 * sheet + 1, count - 2 - 2 * sheet)
        for side, pair in ((2 * sheet, front), (2 * sheet + 1, back)):
            left, right = reversed(pair) if rtl else pair
            found += [PlacedPage(left, side, 0), PlacedPage(right, side, 1)]
    return tuple(sorted(found))


def saddle(pages: bytes, booklet: Booklet) -> pikepdf.Pdf:
    """The sheets of a booklet made of ``pages``, whose pages reach to the edge of their bleed.

    The half towards the fold is cut at the fold, the others keep the bleed. Pages of inner sheets
    are moved towards the fold, so that all margins are even once the booklet is trimmed (creep).
    """
    sheets = pikepdf.new()
    with pikepdf.open(io.BytesIO(pages)) as source:
        forms = [sheets.copy_foreign(form) for form in _forms(source)]
        count = len(forms)
        drawn: list[list[str]] = [[] for _ in range(count // 2)]
        used: list[dict[str, pikepdf.Object]] = [{} for _ in range(count // 2)]
        for place in places(count, rtl=booklet.rtl):
            name = f"/Page{place.page + 1}"
            drawn[place.side].append(_placed(name, forms[place.page], place, booklet))
            used[place.side][name] = forms[place.page]
    for steps, xobjects in zip(drawn, used, strict=True):
        page = sheets.add_blank_page(page_size=(booklet.width, booklet.height))
        page.obj.MediaBox = Array(
            [
                -booklet.bleed,
                -booklet.bleed,
                booklet.width + booklet.bleed,
                booklet.height + booklet.bleed,
            ]
        )
        page.obj.Resources = Dictionary(XObject=Dictionary(xobjects))
        page.obj.Contents = sheets.make_stream("\n".join(steps).encode())
    return sheets


def _forms(source: pikepdf.Pdf) -> Iterable[pikepdf.Object]:
    """Each page of ``source`` as a form that reaches to the edge of the bleed."""
    for page in source.pages:
        for box in ("/TrimBox", "/BleedBox", "/CropBox", "/Annots"):
            if box in page.obj:
                del page.obj[box]
        form = page.as_form_xobject()
        form.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
        yield form


def _placed(name: str, form: pikepdf.Object, place: PlacedPage, booklet: Booklet) -> str:
    """The operators that draw a form in its half, cut at the fold: one a line, for `plating`."""
    left, bottom, right, top = (float(v) for v in form.BBox)
    half = booklet.width / 2
    scale = booklet.scale
    creep = (place.side // 2) * PAPER_THICKNESS * (1 if place.half == 0 else -1)
    x = half * (place.half + 0.5) - (left + right) / 2 * scale + creep
    y = (booklet.height - (bottom + top) * scale) / 2
    clip_x = -booklet.bleed if place.half == 0 else half
    size = f"{half + booklet.bleed:.3f} {booklet.height + 2 * booklet.bleed:.3f}"
    clip = (f"{clip_x:.3f} {-booklet.bleed:.3f} {size} re", "W", "n")
    move = f"{scale:.6f} 0 0 {scale:.6f} {x:.4f} {y:.4f} cm"
    return "\n".join(("q", *clip, move, f"{name} Do", "Q"))
