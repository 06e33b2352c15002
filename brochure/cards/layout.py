"""Layout: boxes become rectangles with fitted text. Pure; (0, 0) is the top left.

Lengths are in pixels on cards, in points on sheets: `Scale` says what a template's units are of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import floor
from typing import NamedTuple

from brochure.cards.template import SMALL, UNITS, Box
from brochure.errors import FitError
from brochure.geometry import PLACES, Area, Rect
from brochure.problems import Given, Id, Place, Problem, Text, error
from brochure.text.fitting import LARGEST_SIZE_LOSS, Fitted, Measure, Setting, Style, fit
from brochure.text.fitting import Space as FitBox
from brochure.text.lines import TextStyle

SettingOf = Callable[[TextStyle], Setting]

NOUNS = {"card": Id("layout-card"), "sheet": Id("layout-sheet")}
"""What messages call the whole, by the noun of its Scale."""

_SHRINK = 0.94
"""How much smaller the largest sizes become each time a column is too full."""

_SMALLEST_SCALE = 0.3
_BLEEDING = {"picture", "band", "layers", "row", "column", "space"}
"""What may reach the edge of a card; rows and columns keep to the safe area themselves."""

_LEAST_PX = 16
"""The height below which a motif is a smudge."""

_LOSS = 0.25
"""How much of its size a text may lose for lines that end well: a lone last word looks like a slip."""

_SMALL = 1.4
"""Below so many times its smallest size a text takes its long lines, if they make it larger.

Its size is worth more than its line ends then.
"""

_OVER = 1.14
"""How many times as high as its room a motif is that bleeds: its foot leaves the card."""

_BESIDE = 0.74
"""The share of its width that such a motif shows at least, where its room is wide."""

_LEAST_MOTIF, _LEAST_BLED = 0.16, 0.28
"""A motif that grows takes at least this share of its width in height, or the texts shrink.

One that bleeds takes more: it shows less of itself.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What a template's unit of ``length`` and of ``type`` are in the unit called ``unit``: px or pt.

    Sizes of type go down by ``step`` from the largest, times ``growth``; ``noun`` is what errors call
    the whole: "card" or "sheet". A text may lose the share ``loss`` of its size for lines that end
    well. ``caps`` are sizes, by the keys of boxes, that texts have and do not
    go beyond, even for better lines: the sizes of a series.
    """

    length: float
    type: float
    step: float = 1.0
    growth: float = 1.0
    unit: str = "px"
    noun: str = "card"
    loss: float = _LOSS
    caps: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of_card(cls, width: float) -> Scale:
        """The scale for a card ``width`` pixels wide."""
        return cls(length=width / UNITS, type=width / UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A box in its place, with its text fitted; its small end starts at ``small_at``, 0 for none."""

    box: Box
    rect: Rect
    fitted: Fitted | None = None
    small_at: float = 0.0

    @property
    def shown(self) -> str:
        """The words to be seen: all of the text, or what is left of it before the ellipsis."""
        if self.fitted is None:
            return ""
        return " ".join(self.fitted.lines) if self.fitted.cut else self.box.text


def place(
    box: Box,
    area: Area,
    setting_of: SettingOf,
    name: str,
    code: float = 0,
    units: Scale | None = None,
) -> list[Placed]:
    """Everything to draw, in order. Texts shrink to their floors, then lose lines and say so.

    ``code`` is the least side of a code. Raises FitError when even single lines do not fit the
    card or sheet ``name``.
    """
    units = units or Scale.of_card(area.whole.width)
    scale, most_lines = 1.0, {}  # type: float, dict[str, int]
    while True:
        layout = _Layout(units, scale, setting_of, area, most_lines, code)
        placed = list(layout.place(box, area.whole))
        if layout.missing <= 0:
            for problem in _too_narrow(placed, setting_of, units, name, code):
                raise FitError(problem)
            return placed
        if scale >= _SMALLEST_SCALE:
            scale *= _SHRINK
            continue
        longest = max(
            (p for p in placed if p.fitted), key=lambda p: len(p.fitted.lines) if p.fitted else 0,
            default=None,
        )  # fmt: skip
        if longest is None or longest.fitted is None or len(longest.fitted.lines) < 2:
            raise FitError(
                error(
                    "layout-full", noun=Text(NOUNS[units.noun]), name=name, unit=units.unit,
                    width=area.whole.width, height=area.whole.height, missing=layout.missing,
                    column=layout.fullest or "", length=units.length,
                )
            )  # fmt: skip
        most_lines[longest.box.key] = len(longest.fitted.lines) - 1


def _too_narrow(
    placed: Sequence[Placed], setting_of: SettingOf, units: Scale, name: str, code: float
) -> Iterator[Problem]:
    """The boxes whose content cannot be drawn in them."""
    for p in placed:
        box: dict[str, Given] = {
            "noun": Text(NOUNS[units.noun]), "name": name, "unit": units.unit,
            "width": p.rect.width, "height": p.rect.height,
        }  # fmt: skip
        at = Place(key=p.box.key)
        if p.box.kind == "motif" and p.rect.height < _LEAST_PX:
            yield error("layout-no-motif", at=at, **box)
        if p.box.kind == "code" and min(p.rect.width, p.rect.height) < code - 0.5:
            yield error("layout-no-code", at=at, needed=code, **box)
        if p.fitted and p.box.style:
            measure = _with_small(setting_of(p.box.style).measure, p.box.small)
            widest = max(p.fitted.lines, key=measure, default="")
            needed = measure(widest) * p.fitted.size
            if needed > p.rect.width + 0.5:
                yield error("layout-narrow", at=at, text=widest, needed=needed, **box)


class _Sides(NamedTuple):
    """At which sides of a rectangle nothing lies between it and the edge of the card."""

    top: bool = True
    right: bool = True
    bottom: bool = True
    left: bool = True

    def of_child(self, kind: str, number: int, last: int) -> _Sides:
        """Those of a child of a row, column or layers: its ``number``, from 0 to ``last``."""
        first, final = number == 0, number == last
        if kind == "column":
            return self._replace(top=self.top and first, bottom=self.bottom and final)
        if kind == "row":
            return self._replace(left=self.left and first, right=self.right and final)
        return self


_FREE = _Sides()


class _Layout:
    """One attempt; ``missing`` is the height that the ``fullest`` column lacks."""

    def __init__(
        self,
        units: Scale,
        scale: float,
        setting_of: SettingOf,
        area: Area,
        most_lines: Mapping[str, int],
        code: float,
    ) -> None:
        self.units = units
        self.unit = units.length
        self.scale = scale
        self.setting_of = setting_of
        self.whole, self.safe = area
        self.most_lines = most_lines
        self.code = code
        self.missing = 0.0
        self.fullest: Text | None = None
        self.fits: dict[tuple[str, float, float], Fitted] = {}

    def place(self, box: Box, rect: Rect, sides: _Sides = _FREE) -> Iterator[Placed]:
        if box.bleed:
            rect = self._bled(rect, sides)
        if box.kind == "text":
            yield self._text(box, rect)
            return
        yield Placed(box=box, rect=self._standing(box, rect))
        if box.kind == "layers":
            parts = [(c, rect if c.kind in _BLEEDING else rect.within(self.safe)) for c in box.children]
        elif box.kind in {"row", "column"}:
            inner = self._inside(box, rect).within(self.safe)
            parts = list(self._row(box, inner) if box.kind == "row" else self._column(box, inner))
        else:
            parts = []
        last = len(parts) - 1
        for i, (child, part) in enumerate(parts):
            yield from self.place(child, part, sides.of_child(box.kind, i, last))

    def _text(self, box: Box, rect: Rect) -> Placed:
        fitted = self.fitted(box, rect.width, rect.height)
        small_at = 0.0
        if box.small and box.style and len(fitted.lines) == 1 and fitted.lines[0].endswith(box.small):
            large = fitted.lines[0].removesuffix(box.small)
            small_at = self.setting_of(box.style).measure(large) * fitted.size
        return Placed(box=box, rect=rect, fitted=fitted, small_at=small_at)

    def _bled(self, rect: Rect, sides: _Sides) -> Rect:
        """``rect`` on to the edges of the card at its free ``sides``."""
        left, right = (
            (self.whole.x if sides.left else rect.x),
            (self.whole.right if sides.right else rect.right),
        )
        top, bottom = (
            (self.whole.y if sides.top else rect.y),
            (self.whole.bottom if sides.bottom else rect.bottom),
        )
        return Rect(left, top, right - left, bottom - top)

    def fitted(self, box: Box, width: float, height: float) -> Fitted:
        key = (box.key, round(width, 2), round(height, 2))
        if key not in self.fits:
            assert box.style is not None
            found = self._fit(box, width, height, box.style.max_lines)
            if found.cut or found.size < _SMALL * box.style.smallest * self.units.type:
                many = self._fit(box, width, height, box.style.long_lines, LARGEST_SIZE_LOSS)
                if many.size > found.size or (found.cut and not many.cut):
                    found = many
            self.fits[key] = found
        return self.fits[key]

    def _fit(self, box: Box, width: float, height: float, lines: int, loss: float = _LOSS) -> Fitted:
        assert box.style is not None
        most, setting = self.most_lines.get(box.key, 99), self.setting_of(box.style)
        cap = self.units.caps.get(box.key)
        style = self._style(box.style, min(max(lines, box.style.max_lines), most), loss, cap)
        if box.small:
            setting = replace(setting, measure=_with_small(setting.measure, box.small))
        useful = style.max_lines * style.largest * style.line_height * setting.leading
        return _fit(box.text, width, min(height, useful), style, setting)

    def _style(self, style: TextStyle, lines: int, loss: float, cap: float | None) -> Style:
        """How a text of ``lines`` is set; ``cap`` is the size of the others of its series, if any."""
        smallest, step = style.smallest * self.units.type, self.units.step
        largest = style.largest * self.units.type * self.units.growth
        largest = max(round(largest * self.scale / step) * step, smallest)
        return Style(
            largest=largest if cap is None else min(largest, cap),
            smallest=smallest,
            step=step,
            max_lines=lines,
            line_height=style.line_height,
            loss=min(self.units.loss, loss) if cap is None else 0.0,
            divides=style.divides,
            units=self.units.noun == "card",
        )

    def _standing(self, box: Box, rect: Rect) -> Rect:
        """Where the picture of a motif or a code stands in ``rect``; others fill it."""
        if box.kind == "motif" and box.bleed:
            return _cropped(rect, box.align)
        if box.kind == "motif":
            height = max(0.0, min(rect.width * box.max_aspect / 2, rect.height))
            width = 2 * height
        elif box.kind == "code":
            width = height = min(self._code_side(box), rect.width, rect.height)
        else:
            return rect
        left = PLACES[box.align] * (rect.width - width)
        top = PLACES[box.valign] * (rect.height - height)
        return Rect(rect.x + left, rect.y + top, width, height)

    def _code_side(self, box: Box) -> float:
        return max(box.size * self.unit, self.code)

    def _inside(self, box: Box, rect: Rect) -> Rect:
        top, right, bottom, left = (side * self.unit for side in box.padding)
        return Rect(rect.x + left, rect.y + top, rect.width - left - right, rect.height - top - bottom)

    def _row(self, box: Box, rect: Rect) -> Iterator[tuple[Box, Rect]]:
        gap = box.gap * self.unit
        widths = self._widths(box, rect.width)
        before, between = _spread(box, rect.width - sum(widths) - gap * (len(widths) - 1))
        x = rect.x + before
        for child, width in zip(box.children, widths, strict=True):
            yield child, Rect(x, rect.y, width, rect.height)
            x += width + gap + between

    def _widths(self, box: Box, width: float) -> list[float]:
        """The widths of a row's children: shares and sizes first, the rest to those that grow.

        A row of one share alone gives it everything.
        """
        free = width - box.gap * self.unit * (len(box.children) - 1)
        if len(box.children) == 1 and box.children[0].share:
            return [free]
        fixed = [self._fixed_width(child, free) for child in box.children]
        grow = sum(self._grow(child) for child in box.children) or 1
        left = max(0.0, free - sum(fixed))
        return [own or left * self._grow(c) / grow for own, c in zip(fixed, box.children, strict=True)]

    def _grow(self, child: Box) -> float:
        """The shares of a row's rest that a child takes; texts and groups take one by themselves."""
        if child.share or child.size or child.kind == "code":
            return 0.0
        return child.grow or float(child.kind in {"text", "row", "column", "layers"})

    def _fixed_width(self, child: Box, free: float) -> float:
        if child.kind == "code":
            return self._code_side(child)
        return child.share * free or child.size * self.unit

    def _column(self, box: Box, rect: Rect) -> Iterator[tuple[Box, Rect]]:
        gap = box.gap * self.unit
        free = rect.height - gap * (len(box.children) - 1)
        fixed = [0.0 if child.grow else self._height(child, rect.width, free)
                 for child in box.children]  # fmt: skip
        left = free - sum(fixed)
        least = sum(self._least(child, rect.width) for child in box.children if child.grow)
        if least - left > max(self.missing, 0.5):
            self.missing = least - left
            parts = [
                Text("layout-part", box=child.key.removeprefix("boxes."), height=height)
                for child, height in zip(box.children, fixed, strict=True)
            ]
            self.fullest = Text(
                "layout-column", box=box.key, height=rect.height, unit=self.units.unit, parts=parts
            )
        grow = sum(child.grow for child in box.children)
        before, between = (0.0, 0.0) if grow else _spread(box, left)
        y = rect.y + before
        for child, height in zip(box.children, fixed, strict=True):
            own = height if not child.grow else max(0.0, left) * child.grow / grow
            yield child, Rect(rect.x, y, rect.width, own)
            y += own + gap + between

    def _height(self, child: Box, width: float, available: float) -> float:
        """The height that ``child`` takes by itself in ``width``."""
        if child.kind == "text":
            return self.fitted(child, width, available).height
        if child.kind == "code":
            return self._code_side(child)
        if child.kind == "chart":
            return child.aspect * width
        if not child.children:
            return child.share * available or child.size * self.unit
        inner = self._inside(child, Rect(0, 0, width, 0))
        if child.kind == "row":
            widths = self._widths(child, inner.width)
            heights = [self._height(c, w, available)
                       for c, w in zip(child.children, widths, strict=True)]  # fmt: skip
            return max(heights) - inner.height
        heights = [self._height(c, inner.width, available) for c in child.children]
        if child.kind == "layers":
            return max(heights)
        return sum(heights) - inner.height + child.gap * self.unit * (len(heights) - 1)

    def _least(self, child: Box, width: float) -> float:
        """The least height of a box that grows: what its texts need at this scale."""
        if child.kind == "motif":
            return (_LEAST_BLED if child.bleed else _LEAST_MOTIF) * width
        if child.kind == "row":
            widths = self._widths(child, self._inside(child, Rect(0, 0, width, 0)).width)
            return max(
                self._least(replace(c, grow=1), w) for c, w in zip(child.children, widths, strict=True)
            )
        return self._height(child, width, 1e6)


def _fit(text: str, width: float, height: float, style: Style, setting: Setting) -> Fitted:
    """`fitting.fit`, cached: formats of one width mostly ask for the same texts in the same boxes.

    For that ``height`` is no more than the style can use. A text is asked for first in all the height
    that there is, then in what it takes of it: where it is firm, both are the same.
    """
    known = _fits(text, width, style, setting)
    if (found := known.get(height)) is None:
        firm = (fitted for most, fitted in known.items() if fitted.firm and height <= most)
        found = next((fitted for fitted in firm if fitted.height <= height), None) or fit(
            text, FitBox(width=width, height=height), style, setting
        )
        known[height] = found
    return found


@lru_cache(maxsize=4096)
def _fits(text: str, width: float, style: Style, setting: Setting) -> dict[float, Fitted]:
    """The settings of a text in boxes of a ``width`` that are known, by the boxes' heights."""
    return {}


def _cropped(room: Rect, align: str) -> Rect:
    """A motif that begins at the top of its ``room`` and leaves the card at the foot and a side."""
    height = _OVER * room.height
    width = 2 * height
    if align == "center":
        return Rect(room.x + (room.width - width) / 2, room.y, width, height)
    if align == "start":
        x = min(room.right - width, room.x - (1 - _BESIDE) * width)
        return Rect(floor(x), room.y, width, height)  # so that no ink is in the pixel beside its room
    return Rect(max(room.x, room.right - _BESIDE * width), room.y, width, height)


def _with_small(measure: Measure, small: str) -> Measure:
    """``measure`` for a text that is set smaller at its end, where that is ``small``."""

    def both(text: str) -> float:
        large = text.removesuffix(small)
        return measure(large) + SMALL * measure(small) if large != text else measure(text)

    return both


def _spread(box: Box, free: float) -> tuple[float, float]:
    """What to leave before the first child and more between two of them, of ``free`` pixels."""
    free = max(0.0, free)
    gaps = len(box.children) - 1
    if box.justify == "between" and gaps:
        return 0.0, free / gaps
    return {"center": free / 2, "end": free}.get(box.justify, 0.0), 0.0
