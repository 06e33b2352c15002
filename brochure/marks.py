"""Marks: what a motif is drawn with, strokes of a pen and filled shapes. SVG is written here.

PDFs and share pages take the SVG, cards draw the same marks as pixels, sheets as operators of PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

State = Literal["seat", "lit", "spark"]
"""The roles of a theme that a mark may have: off, lit, lit in a second colour."""

Point = tuple[float, float]

_SVG_UNIT = 1000
"""Units of the SVG in the height of a motif: one decimal is a tenth of a thousandth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stroke along ``points``, ``width`` thick, or the filled shape between them where that is 0.

    Lengths are in heights of the motif's box, (0, 0) its top left. Strokes end ``round``, or square
    at their last point; a round one of a single point is a dot.
    """

    points: tuple[Point, ...]
    width: float = 0.0
    round: bool = True
    state: State = "seat"

    @property
    def filled(self) -> bool:
        """Whether it is a filled shape."""
        return self.width == 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, half its width around its points."""
        xs, ys = zip(*self.points, strict=True)
        half = self.width / 2
        return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half


def dot(x: float, y: float, radius: float, state: State = "seat") -> Mark:
    """A dot: a stroke of no length with round ends."""
    return Mark(points=((x, y),), width=2 * radius, state=state)


def block(left: float, top: float, right: float, bottom: float, state: State = "seat") -> Mark:
    """A filled rectangle by its edges."""
    return Mark(points=((left, top), (right, top), (right, bottom), (left, bottom)), state=state)


def mirrored(marks: Iterable[Mark], width: float) -> tuple[Mark, ...]:
    """``marks`` of a box ``width`` wide as a mirror shows them, for what is read from the right."""
    return tuple(replace(m, points=tuple((width - x, y) for x, y in m.points)) for m in marks)


def extent(marks: Iterable[Mark]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all ``marks``, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*(mark.box for mark in marks), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def svg(
    marks: Iterable[Mark],
    colours: Mapping[State, str],
    box: tuple[float, float, float, float] | None = None,
) -> str:
    """The marks as an SVG document: one path for all that look alike, in CSS ``colours``.

    It shows ``box`` (left, top, width, height), or all of them where that is None.
    """
    marks = tuple(marks)
    if box is None:
        left, top, right, bottom = extent(marks) if marks else (0.0, 0.0, 2.0, 1.0)
        box = (left, top, right - left, bottom - top)
    alike: dict[tuple[State, float, bool], list[str]] = {}
    for mark in marks:
        alike.setdefault((mark.state, mark.width, mark.round), []).append(_path(mark))
    view = " ".join(f"{_SVG_UNIT * v:.1f}" for v in box)
    paths = "".join(
        _element(colours[state], width, ends, d) for (state, width, ends), d in alike.items()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{paths}</svg>'


def _element(colour: str, width: float, ends: bool, paths: Iterable[str]) -> str:
    data = "".join(paths)
    if width == 0.0:
        return f'<path fill="{colour}" d="{data}"/>'
    cap = ' stroke-linecap="round"' if ends else ""
    return (
        f'<path fill="none" stroke="{colour}" stroke-width="{_SVG_UNIT * width:.1f}"{cap}'
        f' stroke-linejoin="round" d="{data}"/>'
    )


def _path(mark: Mark) -> str:
    places = [f"{_SVG_UNIT * x:.1f} {_SVG_UNIT * y:.1f}" for x, y in mark.points]
    if len(places) == 1:  # a stroke of no length is drawn by few; a hair is drawn by all
        return f"M{places[0]}h.01"
    return f"M{'L'.join(places)}{'z' if mark.filled else ''}"
