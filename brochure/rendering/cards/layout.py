"""Layout: boxes become rectangles with fitted text. Pure; lengths in pixels, (0, 0) at the top left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from brochure.parts.fitting import Box as FitBox
from brochure.parts.fitting import Fitted, Setting, Style, fit
from brochure.rendering.cards.template import UNITS, Box, Format, TextStyle

SettingOf = Callable[[TextStyle], Setting]
_SHRINK = 0.94
"""How much smaller the largest sizes become each time a column is too full."""


class Rect(NamedTuple):
    """Left, top, width and height in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A text or motif box in its place."""

    box: Box
    rect: Rect
    fitted: Fitted | None = None


def place(card: Format, setting_of: SettingOf) -> tuple[Placed, ...]:
    """Everything to draw on ``card``. Texts shrink to their floors, then are cut and say so."""
    unit = card.width / UNITS
    whole = Rect(0, 0, card.width, card.height)
    scale = 1.0
    while True:
        layout = _Layout(unit, scale, setting_of)
        placed = tuple(layout.place(card.box, whole))
        if not layout.overfull or scale < 0.3:
            return placed
        scale *= _SHRINK


def _standing(box: Box, rect: Rect) -> Rect:
    """The largest rectangle twice as wide as high that stands on the foot of ``rect``."""
    height = max(0.0, min(rect.width * box.reach / 2, rect.height))
    free = rect.width - 2 * height
    left = {"start": 0.0, "center": free / 2, "end": free}[box.align]
    return Rect(rect.x + left, rect.y + rect.height - height, 2 * height, height)


class _Layout:
    """One attempt; ``overfull`` tells whether some column had too little height."""

    def __init__(self, unit: float, scale: float, setting_of: SettingOf) -> None:
        self.unit = unit
        self.scale = scale
        self.setting_of = setting_of
        self.overfull = False

    def place(self, box: Box, rect: Rect) -> Iterator[Placed]:
        if box.kind == "text":
            yield Placed(box=box, rect=rect, fitted=self.fitted(box, rect.width, rect.height))
        elif box.kind == "motif":
            yield Placed(box=box, rect=_standing(box, rect))
        elif box.kind in {"row", "column"}:
            inner = self._inside(box, rect)
            spread = self._row if box.kind == "row" else self._column
            for child, part in spread(box, inner):
                yield from self.place(child, part)

    def fitted(self, box: Box, width: float, height: float) -> Fitted:
        assert box.style is not None
        style = self._style(box.style)
        return fit(box.text, FitBox(width=width, height=height), style, self.setting_of(box.style))

    def _style(self, style: TextStyle) -> Style:
        smallest = style.smallest * self.unit
        return Style(
            largest=max(round(style.largest * self.unit * self.scale), smallest),
            smallest=smallest,
            max_lines=style.max_lines,
            line_height=style.line_height,
        )

    def _inside(self, box: Box, rect: Rect) -> Rect:
        top, right, bottom, left = (side * self.unit for side in box.padding)
        return Rect(rect.x + left, rect.y + top, rect.width - left - right, rect.height - top - bottom)

    def _row(self, box: Box, rect: Rect) -> Iterator[tuple[Box, Rect]]:
        gap = box.gap * self.unit
        free = rect.width - gap * (len(box.children) - 1)
        fixed = [child.share * free for child in box.children]
        grow = sum(child.grow for child in box.children if not child.share) or 1
        x = rect.x
        for child, width in zip(box.children, fixed, strict=True):
            own = width or (free - sum(fixed)) * child.grow / grow
            yield child, Rect(x, rect.y, own, rect.height)
            x += own + gap

    def _column(self, box: Box, rect: Rect) -> Iterator[tuple[Box, Rect]]:
        gap = box.gap * self.unit
        free = rect.height - gap * (len(box.children) - 1)
        fixed = [0.0 if child.grow else self._height(child, rect.width, free)
                 for child in box.children]  # fmt: skip
        left = free - sum(fixed)
        least = sum(self._least(child, rect.width) for child in box.children if child.grow)
        if left < least - 0.5:
            self.overfull = True
        grow = sum(child.grow for child in box.children) or 1
        y = rect.y
        for child, height in zip(box.children, fixed, strict=True):
            own = height if not child.grow else max(0.0, left) * child.grow / grow
            yield child, Rect(rect.x, y, rect.width, own)
            y += own + gap

    def _height(self, child: Box, width: float, available: float) -> float:
        if child.kind == "text":
            return self.fitted(child, width, available).height
        inner = self._inside(child, Rect(0, 0, width, 0))
        heights = [self._height(c, inner.width, available) for c in child.children]
        return sum(heights) - inner.height + child.gap * self.unit * max(0, len(heights) - 1)

    def _least(self, child: Box, width: float) -> float:
        """The least height of a box that grows: what its texts need at this scale."""
        if child.kind == "motif":
            return 0.16 * width
        if child.kind == "row":
            widths = [c.share or 0.4 for c in child.children]
            return max(
                (self._least(replace(c, grow=1), width * w)
                 for c, w in zip(child.children, widths, strict=True)),
                default=0,
            )  # fmt: skip
        return self._height(child, width, 1e6) if child.children else 0.0
