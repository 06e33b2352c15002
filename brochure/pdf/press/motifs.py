"""The motif on posters and leaflets, which the foot and one side of its place crop. Points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from brochure import marks, motif
from brochure.geometry import Rect
from brochure.marks import Mark, State
from brochure.page import Page

_STATES: tuple[State, ...] = ("seat", "lit", "spark")
_DEEPER = 1.28
"""How much deeper a hemicycle is than its place: it rises to the side, and leaves a corner free."""

_NARROWEST = 0.95
"""The least width, by its height, that a hemicycle is drawn in: a narrower place shows the part at the
side that crops it, or the rows would stand low in it, and small."""

_CLEAR = 3.0
"""What stays free between a dot and the plate of a code: one that touches it would dent it."""


def boxes(page: Page, kind: str, image: Rect, *, left: bool) -> list[Rect]:
    """The boxes of the marks of the motif ``kind`` in ``image``, cropped to the ``left`` or right."""
    scale = _scale(kind, image)
    return [_box(mark, image, scale) for mark in _marks(page, kind, image, left=left)]


def css(
    page: Page,
    kind: str,
    colours: Mapping[str, str],
    image: Rect,
    *,
    left: bool,
    plate: Rect | None = None,
) -> str:
    """The motif as the background of ``image``, without the dots that touch the ``plate``."""
    scale = _scale(kind, image)
    kept = [
        mark
        for mark in _marks(page, kind, image, left=left)
        if not plate or len(mark.points) > 1 or not touch(_box(mark, image, scale), _wider(plate))
    ]
    box = (0.0, 0.0, image.width / scale, image.height / scale)
    drawn = marks.svg(kept, {state: colours[state] for state in _STATES}, box)
    uri = f"data:image/svg+xml,{quote(drawn, safe='')}"
    return f"background-image: url('{uri}'); background-size: 100% 100%"


def touch(one: Rect, other: Rect) -> bool:
    """Whether two rectangles have a part in common."""
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _marks(page: Page, kind: str, image: Rect, *, left: bool) -> tuple[Mark, ...]:
    shown = image.width / _scale(kind, image)
    width = max(shown, _NARROWEST) if kind == "hemicycle" else shown
    subject = replace(motif.subject_of(page), rtl=False)
    drawn = motif.drawn(kind, subject, width=width, cropped=True)
    turned = marks.mirrored(drawn, width)
    return turned if left else marks.mirrored(turned, shown)


def _scale(kind: str, image: Rect) -> float:
    """The height that a motif is drawn in: that of its place, or more, of which the foot is cropped."""
    return image.height * (_DEEPER if kind == "hemicycle" else 1.0)


def _box(mark: Mark, image: Rect, scale: float) -> Rect:
    left, top, right, foot = marks.extent([mark])
    return Rect(
        image.x + left * scale, image.y + top * scale, (right - left) * scale, (foot - top) * scale
    )


def _wider(box: Rect) -> Rect:
    return Rect(box.x - _CLEAR, box.y - _CLEAR, box.width + 2 * _CLEAR, box.height + 2 * _CLEAR)
