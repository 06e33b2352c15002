"""Where the ink of every glyph of a finished PDF lies, measured with the fonts embedded in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf
from fontTools.ttLib import TTFont

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class Glyph(NamedTuple):
    """A glyph by its number; its ink's left, bottom, right and top in points of the page.

    ``piece`` counts what is drawn in a place of its own (a badge's face), ``line`` lines within it.
    """

    piece: int
    line: int
    number: int
    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Glyph, by: float = 0.05) -> bool:
        """Whether the ink of both overlaps by more than ``by`` points."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > by
            and min(self.top, other.top) - max(self.bottom, other.bottom) > by
        )


def glyphs_of(page: Any) -> Iterator[Glyph]:
    """The glyphs of a page (a pikepdf.Page) that have ink."""
    fonts = {name: _Font(font) for name, font in page.Resources.get("/Font", {}).items()}
    yield from _Reader(fonts).read(page)


class _Font:
    def __init__(self, font: Any) -> None:
        descendant = font.DescendantFonts[0]
        data = bytes(descendant.FontDescriptor.FontFile2.read_bytes())
        self.font = TTFont(io.BytesIO(data))
        self.upem = self.font["head"].unitsPerEm
        self.glyf, self.order = self.font["glyf"], self.font.getGlyphOrder()
        widths = list(descendant.W)
        self.widths = {int(widths[i]): float(widths[i + 1][0]) for i in range(0, len(widths), 2)}

    def box(self, number: int) -> tuple[float, float, float, float] | None:
        glyph = self.glyf[self.order[number]]
        if glyph.numberOfContours == 0:
            return None
        edges = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
        left, bottom, right, top = (edge / self.upem for edge in edges)
        return left, bottom, right, top


class _Reader:
    """A content stream followed as ISO 32000-1, 8 and 9 say, as far as sheets use it."""

    def __init__(self, fonts: dict[str, _Font]) -> None:
        self.fonts = fonts
        self.ctm: list[Matrix] = [IDENTITY]
        self.piece = self.line = 0
        self.font: _Font | None = None
        self.size = self.rise = self.step = 0.0
        self.text = self.start = IDENTITY

    def read(self, page: Any) -> Iterator[Glyph]:
        instructions: Any = pikepdf.parse_content_stream(page)
        for operands, operator in instructions:
            yield from getattr(self, f"_{_NAMES.get(str(operator), str(operator))}", self._skip)(
                *operands
            )

    def _skip(self, *_: Any) -> Iterator[Glyph]:
        return iter(())

    def _q(self) -> Iterator[Glyph]:
        self.ctm.append(self.ctm[-1])
        return iter(())

    def _Q(self) -> Iterator[Glyph]:  # noqa: N802 - the operator
        self.ctm.pop()
        return iter(())

    def _cm(self, *matrix: Any) -> Iterator[Glyph]:
        self.ctm[-1] = _times(tuple(map(float, matrix)), self.ctm[-1])
        if len(self.ctm) == 2:
            self.piece += 1
        return iter(())

    def _BT(self) -> Iterator[Glyph]:  # noqa: N802 - the operator
        self.text = self.start = IDENTITY
        self.line += 1
        return iter(())

    def _Tf(self, name: Any, size: Any) -> Iterator[Glyph]:  # noqa: N802 - the operator
        self.font, self.size = self.fonts[str(name)], float(size)
        return iter(())

    def _Td(self, x: Any, y: Any) -> Iterator[Glyph]:  # noqa: N802 - the operator
        if abs(float(y)) > 0.5:
            self.line += 1
        self.start = self.text = _times((1, 0, 0, 1, float(x), float(y)), self.start)
        return iter(())

    def _Tm(self, *matrix: Any) -> Iterator[Glyph]:  # noqa: N802 - the operator
        self.start = self.text = tuple(map(float, matrix))  # type: ignore[assignment]
        return iter(())

    def _Ts(self, rise: Any) -> Iterator[Glyph]:  # noqa: N802 - the operator
        self.rise = float(rise)
        return iter(())

    def _Tc(self, step: Any) -> Iterator[Glyph]:  # noqa: N802 - the operator
        self.step = float(step)
        return iter(())

    def _Tj(self, text: Any) -> Iterator[Glyph]:  # noqa: N802 - the operator
        return self._TJ([text])

    def _TJ(self, parts: Any) -> Iterator[Glyph]:  # noqa: N802 - the operator
        assert self.font is not None
        for part in parts:
            if not isinstance(part, pikepdf.String | bytes):
                self._move(-float(part) / 1000 * self.size)
                continue
            data = bytes(part)
            for at in range(0, len(data), 2):
                number = int.from_bytes(data[at : at + 2], "big")
                if box := self.font.box(number):
                    yield self._glyph(number, box)
                self._move(self.font.widths[number] / 1000 * self.size + self.step)

    def _move(self, by: float) -> None:
        self.text = _times((1, 0, 0, 1, by, 0), self.text)

    def _glyph(self, number: int, box: tuple[float, float, float, float]) -> Glyph:
        whole = _times(self.text, self.ctm[-1])
        left, bottom, right, top = (edge * self.size for edge in box)
        corners = [_point(whole, x, y + self.rise) for x in (left, right) for y in (bottom, top)]
        xs, ys = zip(*corners, strict=True)
        return Glyph(self.piece, self.line, number, min(xs), min(ys), max(xs), max(ys))


_NAMES = {"'": "skip", '"': "skip"}


def _times(one: Any, other: Any) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, l = other  # noqa: E741 - as in the standard
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + l,
    )  # fmt: skip


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def overlaps(page: Any) -> list[tuple[Glyph, Glyph]]:
    """The pairs of glyphs of two lines of one piece whose ink overlaps."""
    pieces: dict[int, list[Glyph]] = {}
    for glyph in glyphs_of(page):
        pieces.setdefault(glyph.piece, []).append(glyph)
    return [
        (one, other)
        for glyphs in pieces.values()
        for at, one in enumerate(glyphs)
        for other in glyphs[at + 1 :]
        if one.line != other.line and one.meets(other)
    ]
