"""Operators: lines of text, rules and dots as PDF draws them, in the black ink alone.

Lengths are in points; y runs down from the top of the cell, whose left top corner is (0, 0). Ink is the
share of black, 0 to 1 (DeviceCMYK; ISO 32000-1, 8.6.4.4).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, zip_longest

from brochure.geometry import Rect
from brochure.marks import Mark, State
from brochure.pdfwriter import right_to_left
from brochure.pdfwriter.document import Resources
from brochure.pdfwriter.fonts import THOUSAND, Font, ShapedGlyph
from brochure.text import font_metrics, font_runs
from brochure.text.lines import Line, line_start
from brochure.theme import FontFace


def number(value: float) -> str:
    """``value`` in at most three decimals, as short as can be."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def numbers(*values: float) -> str:
    """Several numbers, with spaces between."""
    return " ".join(number(value) for value in values)


def ink(black: float) -> str:
    """The operator that sets the colour of fills and letters from here on."""
    return f"0 0 0 {number(black)} k"


def filled(rect: Rect, black: float) -> str:
    """The operators that fill a rectangle."""
    return f"q {ink(black)} {numbers(rect.x, -rect.bottom, rect.width, rect.height)} re f Q"


def coloured(rect: Rect, shades: tuple[float, float, float]) -> str:
    """The operators that fill a rectangle with red, green and blue, each 0 to 1."""
    return f"q {numbers(*shades)} rg {numbers(rect.x, -rect.bottom, rect.width, rect.height)} re f Q"


def shared_lines(
    lines: Iterable[tuple[float, float, float, float]], width: float, page: Rect, resources: Resources
) -> str:
    """The operators that draw solid lines, each (x, y, x, y), ``width`` points thick.

    They are the same on every page of a size: its content is a form, written once.
    """
    size = math.ceil(page.width), math.ceil(page.height)
    path = " ".join(f"{numbers(x, y)} m {numbers(u, v)} l" for x, y, u, v in lines)
    form = resources.form("L", size, lambda: f"{number(width)} w {path} S")
    return f"q 1 0 0 -1 0 {number(page.height)} cm {form} Q"


def rounded(rect: Rect, width: float, black: float) -> str:
    """The operators that draw the outline of ``rect``, whose short sides are half circles."""
    radius, curve = rect.height / 2, 0.5523 * rect.height / 2
    left, right = rect.x + radius, rect.right - radius
    top, foot, middle = -rect.y, -rect.bottom, -rect.y - radius
    path = (
        f"{numbers(left, top)} m {numbers(right, top)} l "
        f"{numbers(right + curve, top, rect.right, middle + curve, rect.right, middle)} c "
        f"{numbers(rect.right, middle - curve, right + curve, foot, right, foot)} c "
        f"{numbers(left, foot)} l "
        f"{numbers(left - curve, foot, rect.x, middle - curve, rect.x, middle)} c "
        f"{numbers(rect.x, middle + curve, left - curve, top, left, top)} c h"
    )
    return f"q {number(width)} w 0 0 0 {number(black)} K {path} S Q"


Inks = Mapping[State, float | tuple[float, float, float]]
"""The ink of each state of a motif's marks: a tint of black, or red, green and blue."""


def marked(marks: Sequence[Mark], rect: Rect, inks: Inks, resources: Resources) -> str:
    """The operators that draw a motif in ``rect``, twice as wide as high; its marks are a form."""
    form = resources.form("M", (2 * THOUSAND, THOUSAND), lambda: "\n".join(_paths(marks, inks)))
    scale = rect.width / 2 / THOUSAND
    place = numbers(rect.x, -rect.y)
    return f"q {scale:.5f} 0 0 {-scale:.5f} {place} cm {form} Q"


def _paths(marks: Iterable[Mark], inks: Inks) -> Iterator[str]:
    """Strokes and filled shapes, one path for all that look alike; a dot is a stroke of no length."""
    alike: dict[tuple[State, float, bool], list[str]] = {}
    for mark in marks:
        places = [f"{THOUSAND * x:.0f} {THOUSAND * y:.0f}" for x, y in mark.points]
        path = " ".join([f"{places[0]} m", *(f"{place} l" for place in places[1:] or places)])
        alike.setdefault((mark.state, mark.width, mark.round), []).append(path)
    for state, own_ink in inks.items():
        shades = own_ink if isinstance(own_ink, tuple) else None
        black = 0.0 if isinstance(own_ink, tuple) else own_ink
        for (own, width, ends), paths in alike.items():
            if own != state:
                continue
            if width:
                pen = f"{int(ends)} J {int(ends)} j {number(width * THOUSAND)} w"
                stroke = f"{numbers(*shades)} RG" if shades else f"0 0 0 {number(black)} K"
                yield f"{pen} {stroke} {' '.join(paths)} S"
            else:
                fill = f"{numbers(*shades)} rg" if shades else ink(black)
                yield f"{fill} {' '.join(paths)} f"


class _Pen:
    """Where a text object stands, and with which font: only what changes is written."""

    def __init__(self) -> None:
        self.x = self.y = 0.0
        self.font: tuple[str, float, float] | None = None
        self.step = 0.0

    def track(self, step: float) -> Iterator[str]:
        """Put letters ``step`` points apart from here on, in the next text object too (9.3.2)."""
        if step != self.step:
            yield f"{number(step)} Tc"
        self.step = step

    def to(self, x: float, y: float, font: tuple[str, float, float]) -> Iterator[str]:
        if font != self.font:
            key, size, step = font
            yield f"/{key} {number(size)} Tf"
            yield from self.track(step)
            self.font = font
        yield f"{numbers(x - self.x, y - self.y)} Td"
        self.x, self.y = self.x + round(x - self.x, 3), self.y + round(y - self.y, 3)


def lettered(
    lines: Iterable[tuple[Line, Sequence[FontFace]]],
    resources: Resources,
    tracking: float,
    *,
    rtl: bool,
    parted: bool = True,
) -> Iterator[str]:
    """The operators of a text object: lines, each in the fonts of its chain, the first choice first.

    ``tracking`` is in em; scripts that join are not tracked. ``parted`` lines break between words, an
    address does not. To be encoded as Latin-1.
    """
    pen, x = _Pen(), 0.0
    yield "BT"
    for line, chain, ends in _with_ends(lines, parted=parted):
        pieces = font_runs.visual(line.text, chain, rtl=rtl, levels=line.levels)
        widths = [font_runs.width(run, tracking if run.simple else 0.0) * line.size for run in pieces]
        x = x if line.goes_on else line_start(line, sum(widths), rtl=rtl)
        foot = baseline(line, chain[0])
        placed = list(zip(pieces, accumulate(widths, initial=x), strict=False))
        x += sum(widths)
        last = placed[0 if rtl else -1][0] if placed else None
        for run, left in reversed(placed) if rtl else placed:
            font = resources.font(run.face)
            backwards, spaced = run.level % 2 == 1, ends and run is last
            step = tracking * line.size if run.simple else 0.0
            moved = pen.to(left, -foot, (font.key, line.size, step))
            glyphs = font.shaped(run.text, rtl=backwards)
            if spaced and not backwards:
                glyphs = (*glyphs, _space_after(glyphs, font, rtl=rtl))
            if backwards:
                yield " ".join((*moved, *_turned(glyphs, font, run.text, line.size, spaced=spaced)))
                continue
            shown = " ".join((*moved, _shown(glyphs, font, line.size)))
            yield shown if font.maps_back(glyphs) else _with_actual_text(run.text, shown)
    yield from pen.track(0)
    yield "ET"


def _with_ends(
    lines: Iterable[tuple[Line, Sequence[FontFace]]], *, parted: bool
) -> Iterator[tuple[Line, Sequence[FontFace], bool]]:
    """Each line with its chain, and whether a space is to follow it (ISO 32000-1, 14.8.2.5)."""
    all_lines = list(lines)
    for (line, chain), after in zip_longest(all_lines, all_lines[1:]):
        goes_on = after is not None and after[0].goes_on
        whole = after is None or (parted and not line.text.endswith("-"))
        yield line, chain, whole and not goes_on and not line.text.endswith(" ")


def _space_after(glyphs: Sequence[ShapedGlyph], font: Font, *, rtl: bool) -> ShapedGlyph:
    """The space that follows a line's last ``glyphs``; in a line from right to left at their left."""
    (space,) = font.shaped(" ", rtl=False)
    back = sum(glyph.advance for glyph in glyphs) + space.advance
    return space._replace(x=-back) if rtl else space


def _turned(
    glyphs: Sequence[ShapedGlyph], font: Font, text: str, size: float, *, spaced: bool
) -> Iterator[str]:
    """The operators of ``glyphs`` from right to left, whose words every program finds."""
    lettered = font.lettered
    line = right_to_left.Line({font.key: lettered}, text, rtl=True)
    line.font, line.space_after = (font.key, size), spaced
    for glyph in glyphs:
        line.rise = glyph.y * size / THOUSAND
        after = glyph.x + font.width(glyph.number) - glyph.advance
        line.show(f"{-glyph.x}<{glyph.number:04x}>{after}")
    for _, operators in line.drawn():
        yield operators.decode()


def baseline(line: Line, face: FontFace) -> float:
    """The baseline of ``line`` in points from the top: the middle of its letters is its own."""
    ascent, descent = font_metrics.font(face.path, font_metrics.UNIT, face.index).getmetrics()
    middle = line.rect.y + line.rect.height / 2
    return middle + (ascent - descent) / 2 / font_metrics.UNIT * line.size


def _with_actual_text(text: str, shown: str) -> str:
    """``shown`` with the ``text`` that it stands for (ISO 32000-1, 14.9.4)."""
    actual = ("\ufeff" + text).encode("utf-16-be").hex().upper()
    return f"/Span <</ActualText <{actual}>>> BDC {shown} EMC"


def _shown(glyphs: Sequence[ShapedGlyph], font: Font, size: float) -> str:
    """``glyphs`` from the pen on, each moved by what shaping asks for.

    A move that no press shows is carried on to the next. Marks above and below are raised, in points
    (ISO 32000-1, 9.3.7).
    """
    parts: list[str] = []
    text, ahead, rise = _String(), 0, 0
    least = max(_LEAST_MOVE, _LEAST_MOVE_PT / size * THOUSAND)
    for glyph in glyphs:
        if glyph.y != rise:
            parts += [text.flush(), f"{number(glyph.y * size / THOUSAND)} Ts"]
            rise = glyph.y
        ahead -= glyph.x
        if abs(ahead) >= least:
            text.move(ahead)
            ahead = 0
        text.show(glyph.number)
        ahead += glyph.x + font.width(glyph.number) - glyph.advance
    parts.append(text.flush())
    return " ".join(part for part in (*parts, "0 Ts" if rise else "") if part)


_LEAST_MOVE = 3
"""Thousandths of an em that no eye sees: a font's rounding."""

_LEAST_MOVE_PT = 0.1
"""Points that no eye sees: a dot of a press, at 900 to the inch."""

_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"})


class _String:
    """What one operator shows: strings of two-byte glyph numbers, and moves between them (9.4.3)."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.open = ""

    def show(self, glyph: int) -> None:
        self.open += chr(glyph >> 8) + chr(glyph & 255)

    def move(self, back: int) -> None:
        self._close()
        self.parts.append(str(back))

    def _close(self) -> None:
        if self.open:
            self.parts.append(f"({self.open.translate(_ESCAPED)})")
            self.open = ""

    def flush(self) -> str:
        """Return the operator for what was shown so far, and start anew."""
        self._close()
        parts, self.parts = self.parts, []
        if not parts:
            return ""
        return f"{parts[0]} Tj" if len(parts) == 1 and parts[0][0] == "(" else f"[{''.join(parts)}] TJ"
