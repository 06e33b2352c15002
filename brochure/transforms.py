"""Matrices and boxes of the PDF coordinate system (ISO 32000-1, 8.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from brochure.geometry import PdfRect

MM = 72 / 25.4
"""Points in a millimetre."""


class Transform(NamedTuple):
    """The six numbers of a transformation."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def then(self, other: Transform) -> Transform:
        """What both together do, ``other`` after it."""
        return Transform(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Where the point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def width(self) -> float:
        """How long a horizontal unit becomes."""
        return math.hypot(self.a, self.b)

    @property
    def height(self) -> float:
        """How long a vertical unit becomes."""
        return math.hypot(self.c, self.d)

    @property
    def determinant(self) -> float:
        """How large a unit square becomes."""
        return self.a * self.d - self.b * self.c


IDENTITY = Transform(1, 0, 0, 1, 0, 0)


def bounds(points: Iterable[tuple[float, ...]]) -> PdfRect:
    """The smallest box around ``points``."""
    xs, ys = zip(*((p[0], p[1]) for p in points), strict=True)
    return PdfRect(min(xs), min(ys), max(xs), max(ys))
