"""Printer's marks: crop marks, registration marks, fold marks and the slug line, as PDF operators.

Everything stands outside the bleed and is painted in registration colour, which prints on every
plate (ISO 32000-1, 8.6.6.4, "All"); patches show each ink alone, in full and at 50 %, and a grey.
Lengths in points.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from brochure import opened_files
from brochure.geometry import PdfRect
from brochure.pdf.media import MM
from brochure.pdf.press.inks import Paint, written

SLUG = 10 * MM
"""How far the sheet reaches beyond the bleed."""

MARK = 5 * MM
LINE_PT = 0.25
SLUG_PT = 6.0

_PATCH = 2.6 * MM
_TARGET = 1.6 * MM
_KAPPA = 0.5523
"""How far the handles of a quarter circle's Bézier curve stand out, for a radius of 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slug:
    """What the slug says, and where the sheet is folded: x in points from the trim's left edge.

    ``folds`` are those of the first side, the second and so on, then of the first again.
    """

    file: str
    date: str
    font: Path
    folds: tuple[tuple[float, ...], ...] = ((),)


def mark_operators(
    trim: PdfRect,
    bleed: float,
    slug: Slug,
    bar: Sequence[tuple[str, Sequence[Paint]]],
    sheet: tuple[int, int],
) -> bytes:
    """The marks of one page, the ``sheet``-th of so many, as a content stream.

    ``bar`` names what the patches of the colour bar show. It uses the colour space /RegAll.
    """
    number, count = sheet
    said = "   ".join(part for part in (slug.file, slug.date, f"{number}/{count}") if part)
    folds = slug.folds[(number - 1) % len(slug.folds)]
    steps = [
        f"q /RegAll CS 1 SCN /RegAll cs 1 scn {LINE_PT} w",
        *_crop_marks(trim, bleed),
        *_targets(trim, bleed, folds),
        *_folds(trim, bleed, folds),
        _text(said, slug.font, trim.left + 2 * MM, trim.bottom - bleed - 6 * MM),
        *_patches(trim, bleed, slug.font, bar),
        "Q",
    ]
    return "\n".join(steps).encode()


def _crop_marks(trim: PdfRect, bleed: float) -> Iterable[str]:
    """Two lines at each corner, from the bleed's edge outwards, on the trim's lines."""
    near, far = bleed, bleed + MARK
    for x in (trim.left, trim.right):
        yield _line(x, trim.top + near, x, trim.top + far)
        yield _line(x, trim.bottom - near, x, trim.bottom - far)
    for y in (trim.bottom, trim.top):
        yield _line(trim.left - near, y, trim.left - far, y)
        yield _line(trim.right + near, y, trim.right + far, y)


def _targets(trim: PdfRect, bleed: float, folds: Iterable[float]) -> Iterable[str]:
    """A circle with a cross in the middle of each side, beside a fold that is there."""
    middle_x, middle_y = (trim.left + trim.right) / 2, (trim.bottom + trim.top) / 2
    if any(abs(trim.left + fold - middle_x) < SLUG for fold in folds):
        middle_x += SLUG
    out = bleed + SLUG / 2
    for x, y in (
        (middle_x, trim.top + out),
        (middle_x, trim.bottom - out),
        (trim.left - out, middle_y),
        (trim.right + out, middle_y),
    ):
        yield _circle(x, y, _TARGET)
        yield _line(x - 1.8 * _TARGET, y, x + 1.8 * _TARGET, y)
        yield _line(x, y - 1.8 * _TARGET, x, y + 1.8 * _TARGET)


def _folds(trim: PdfRect, bleed: float, folds: Iterable[float]) -> Iterable[str]:
    """A dashed line at the head and at the foot of each fold."""
    for fold in folds:
        x = trim.left + fold
        yield "q [3 2] 0 d"
        yield _line(x, trim.top + bleed, x, trim.top + bleed + MARK)
        yield _line(x, trim.bottom - bleed, x, trim.bottom - bleed - MARK)
        yield "Q"


def _patches(
    trim: PdfRect, bleed: float, font: Path, bar: Sequence[tuple[str, Sequence[Paint]]]
) -> Iterable[str]:
    """The colour bar on the right of the slug line: patches of each ink, then its name."""
    y = trim.bottom - bleed - 6 * MM
    x = trim.right - 2 * MM
    for name, paints in reversed(bar):
        x -= _width(name, font)
        yield _text(name, font, x, y)
        x -= 0.8 * MM
        for paint in reversed(paints):
            x -= _PATCH
            colour = written(paint, fill=True).decode()
            yield f"q {colour} {x:.2f} {y - 0.4 * MM:.2f} {_PATCH:.2f} {_PATCH:.2f} re f Q"
        x -= 2 * MM


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S"


def _circle(x: float, y: float, r: float) -> str:
    k = r * _KAPPA
    return (
        f"{x + r:.2f} {y:.2f} m "
        f"{x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c S"
    )


def _text(text: str, font: Path, x: float, y: float) -> str:
    """``text`` as outlines, marked with what it says, so that no font is embedded for the slug."""
    scale = SLUG_PT / _units(font)
    placed = [
        f"/Span << /ActualText ({_escaped(text)}) >> BDC",
        f"q {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm",
    ]
    at = 0.0
    for char in text:
        outline, advance = _glyph(char, font)
        placed.append(f"1 0 0 1 {at:g} 0 cm {outline}")
        at = advance
    return "\n".join([*placed, "Q EMC"])


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _width(text: str, font: Path) -> float:
    return sum(_glyph(char, font)[1] for char in text) * SLUG_PT / _units(font)


@lru_cache(maxsize=8)
def _glyphs(font: Path) -> tuple[Any, dict[int, str], int]:
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(opened_files.bytes_of(font)), lazy=True)
    return opened.getGlyphSet(), opened.getBestCmap(), opened["head"].unitsPerEm


def _units(font: Path) -> int:
    return _glyphs(font)[2]


@lru_cache(maxsize=512)
def _glyph(char: str, font: Path) -> tuple[str, float]:
    """The outline of ``char`` in font units as path operators, filled, and its advance width."""
    from fontTools.pens.basePen import BasePen

    class Operators(BasePen):  # type: ignore[misc]
        """Writes PDF path operators (ISO 32000-1, 8.5.2)."""

        def __init__(self, glyphs: Any) -> None:
            super().__init__(glyphs)
            self.steps: list[str] = []

        def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
            self.steps.append(f"{pt[0]:g} {pt[1]:g} m")

        def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
            self.steps.append(f"{pt[0]:g} {pt[1]:g} l")

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            self.steps.append(" ".join(f"{x:.0f} {y:.0f}" for x, y in points) + " c")

        def _closePath(self) -> None:  # noqa: N802
            self.steps.append("h")

    glyphs, cmap, _ = _glyphs(font)
    glyph = glyphs[cmap.get(ord(char), ".notdef")]
    pen = Operators(glyphs)
    glyph.draw(pen)
    return (" ".join(pen.steps) + " f" if pen.steps else ""), float(glyph.width)
