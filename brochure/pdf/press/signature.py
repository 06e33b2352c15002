"""The signature of a poster: the issuer's logo and its partners', in a free corner. Points at A3.

On a picture or a motif they stand on a plate in the corner opposite to the code's, elsewhere on the
cover's colour. Where no corner is free they are smaller; where that does not help, that is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brochure.geometry import Rect
from brochure.logo import Size
from brochure.pdf.brands import Brands, Mark, PartnerRows
from brochure.pdf.press.poster_plan import HEIGHT, PLATE_PADDING, WIDTH, PosterPlan

ISSUER, PARTNER = Size(190, 70), Size(112, 46)
NAME_WIDTH = 380.0
"""The width of an issuer's name in letters, where it has no logo."""

SCALES = (1.0, 0.8, 0.65, 0.45)
APART = 30.0
"""Between the issuer's logo and its partners'."""

_CLEAR, _HAIR = 12.0, 2.0
"""What stays free between the signature and texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Where the logos stand: ``plate`` below them or None, ``mark_box`` and ``partners_box``."""

    mark: Mark | None
    mark_box: Rect
    partners: PartnerRows | None
    partners_box: Rect
    plate: Rect | None = None


def sign(planned: PosterPlan, brands: Brands, margin: float) -> Signature | None:
    """The signature of a poster; None where there is nothing to sign with, or no room for it."""
    taken = [text.box for text in planned.texts]
    taken += [box for box in (planned.code, planned.address) if box]
    for scale in SCALES:
        made = _made(planned, brands, scale, margin)
        if made is None:
            return None
        size = _size(*made)
        for box in _places(planned, size, margin):
            around = _grown(box, _CLEAR)
            if not any(_touch(around, other) for other in taken):
                return _placed(planned, made, box)
    return None


def wanted(brands: Brands) -> bool:
    """Whether there is an issuer or a partner to sign with."""
    return bool(brands.brand.name or brands.brand.has_logo or brands.brand.partners)


def _made(
    planned: PosterPlan, brands: Brands, scale: float, margin: float
) -> tuple[Mark | None, PartnerRows | None] | None:
    ground = "paper" if planned.image else "cover"
    width = NAME_WIDTH if not brands.brand.has_logo else ISSUER.width * scale
    mark = brands.issuer(ground, width, ISSUER.height * scale)
    beside = planned.code.width + 2 * PLATE_PADDING if planned.code else 0.0
    left = WIDTH - 2 * margin - beside - APART
    left -= mark.outer_width + APART if mark else 0.0
    most = Size(PARTNER.width * scale, PARTNER.height * scale)
    partners = brands.partners(ground, max(left, most.width + 1), most)
    return (mark, partners) if mark or partners else None


def _size(mark: Mark | None, partners: PartnerRows | None) -> Size:
    width = sum(part for part in (mark.outer_width if mark else 0, partners.width if partners else 0))
    heights = (mark.outer_height if mark else 0.0, partners.height if partners else 0.0)
    return Size(width + (APART if mark and partners else 0.0), max(heights))


def _places(planned: PosterPlan, size: Size, margin: float) -> Iterator[Rect]:
    """Where the logos may stand: at the foot opposite to the code, else at the head."""
    image = planned.image
    pad = margin if image is None or image.x < 1 else margin / 2
    left, right = (image.x, image.right) if image else (0.0, WIDTH)
    foot = (image.bottom if image else HEIGHT) - (margin * 0.6 if image else margin)
    code_left = planned.code is not None and planned.code.x < WIDTH / 2
    x = right - pad - size.width if code_left else left + pad
    yield Rect(x, foot - size.height, *size)
    above = margin - size.height - _CLEAR - _HAIR
    if image is None and above >= _HAIR:
        yield Rect(WIDTH - margin - size.width, above, *size)


def _placed(planned: PosterPlan, made: tuple[Mark | None, PartnerRows | None], box: Rect) -> Signature:
    mark, partners = made
    mark_size = (mark.outer_width, mark.outer_height) if mark else (0.0, 0.0)
    own = Rect(box.x, box.y + (box.height - mark_size[1]) / 2, *mark_size)
    others = (partners.width, partners.height) if partners else (0.0, 0.0)
    theirs = Rect(box.right - others[0], box.y + (box.height - others[1]) / 2, *others)
    plate = None
    if planned.image:
        plate = _to_edges(_grown(box, 22.0), planned.image)
    return Signature(mark=mark, mark_box=own, partners=partners, partners_box=theirs, plate=plate)


def _to_edges(plate: Rect, image: Rect) -> Rect:
    """``plate`` on to the foot of ``image``, and to the side of it that is nearer."""
    leftwards = plate.x - image.x < image.right - plate.right
    left = image.x if leftwards else plate.x
    right = plate.right if leftwards else image.right
    return Rect(left, plate.y, right - left, image.bottom - plate.y)


def _grown(box: Rect, by: float) -> Rect:
    return Rect(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def _touch(one: Rect, other: Rect) -> bool:
    return min(one.within(other)[2:]) > 0
