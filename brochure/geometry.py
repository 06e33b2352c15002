"""Rectangles: with (0, 0) at the top left, in pixels or points, and as PDF has them, by their edges."""

from __future__ import annotations

from typing import NamedTuple

PLACES = {"start": 0.0, "center": 0.5, "end": 1.0, "top": 0.0, "middle": 0.5, "foot": 1.0}
"""What share of the free room lies before a thing that is aligned so."""


class Rect(NamedTuple):
    """Left, top, width and height: pixels on a card, points on a sheet; y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The bottom edge."""
        return self.y + self.height

    def within(self, other: Rect) -> Rect:
        """The part of the rectangle that lies in ``other``."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Rect(left, top, max(0.0, right - left), max(0.0, bottom - top))

    def holds(self, other: Rect) -> bool:
        """Whether ``other`` lies in the rectangle, to half a pixel."""
        return (
            other.x >= self.x - 0.5
            and other.y >= self.y - 0.5
            and other.right <= self.right + 0.5
            and other.bottom <= self.bottom + 0.5
        )


class PdfRect(NamedTuple):
    """A rectangle by its edges, in points, y upwards (ISO 32000-1, 7.9.5)."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> PdfRect:
        """The rectangle with every edge moved outwards ``by`` points."""
        return PdfRect(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def holds(self, other: PdfRect, tolerance: float = 0.0) -> bool:
        """Whether ``other`` lies inside."""
        return (
            other.left >= self.left - tolerance
            and other.bottom >= self.bottom - tolerance
            and other.right <= self.right + tolerance
            and other.top <= self.top + tolerance
        )

    def meets(self, other: PdfRect, tolerance: float = 0.0) -> bool:
        """Whether the two overlap by more than ``tolerance``."""
        return (
            other.left < self.right - tolerance
            and other.right > self.left + tolerance
            and other.bottom < self.top - tolerance
            and other.top > self.bottom + tolerance
        )


class Area(NamedTuple):
    """A card's ``whole`` and what of it is ``safe`` to put texts and codes on."""

    whole: Rect
    safe: Rect
