"""Vector drawings: filled and stroked paths in flat colours, which every renderer draws alike."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 1000.0
"""The longer side of a drawing, in its own units."""

Point = tuple[float, float]
Segment = tuple[str, tuple[Point, ...]]
"""A step of a path in absolute points: "M" and "L" with one, "C" with three, "Z" with none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line along a path: its ``colour`` as "#RRGGBB", ``width`` in the drawing's units, its form."""

    colour: str
    width: float
    cap: str = "butt"
    join: str = "miter"
    miter: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A path with its ``fill`` ("#RRGGBB" or ""), and its ``stroke``; ``opacity`` of both, 0 to 1."""

    path: tuple[Segment, ...]
    fill: str = ""
    even_odd: bool = False
    stroke: Stroke | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Shapes in a box from (0, 0) to (``width``, ``height``), y downwards; the longer side is SIDE."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def colours(self) -> tuple[str, ...]:
        """The colours it is drawn in, as "#RRGGBB", each once, in the order they come."""
        given = (c for s in self.shapes for c in (s.fill, s.stroke.colour if s.stroke else ""))
        return tuple(dict.fromkeys(colour for colour in given if colour))

    def svg(self, written: Callable[[str], str] = str) -> str:
        """The drawing as an SVG document; ``written`` gives each colour as CSS writes it."""
        paths = "".join(_element(shape, written) for shape in self.shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(self.width)} '
            f'{_n(self.height)}">{paths}</svg>'
        )


def _element(shape: Shape, written: Callable[[str], str]) -> str:
    said = [f'fill="{written(shape.fill) if shape.fill else "none"}"']
    if shape.even_odd:
        said.append('fill-rule="evenodd"')
    if line := shape.stroke:
        said.append(f'stroke="{written(line.colour)}" stroke-width="{_n(line.width)}"')
        said.append(f'stroke-linecap="{line.cap}" stroke-linejoin="{line.join}"')
        said.append(f'stroke-miterlimit="{_n(line.miter)}"')
    if shape.opacity < 1:
        said.append(f'fill-opacity="{_n(shape.opacity)}" stroke-opacity="{_n(shape.opacity)}"')
    steps = (kind + " ".join(f"{_n(x)} {_n(y)}" for x, y in points) for kind, points in shape.path)
    return f'<path {" ".join(said)} d="{"".join(steps)}"/>'


def _n(value: float) -> str:
    return f"{round(value, 2) + 0.0:g}" if abs(value) < 10_000 else f"{value:.0f}"


def rasterize(drawing: Drawing, height_px: int) -> Image:
    """``drawing`` as a Pillow image in RGBA, ``height_px`` high."""
    import resvg_py
    from PIL import Image

    width_px = max(1, round(drawing.width * height_px / drawing.height))
    drawn = resvg_py.svg_to_bytes(
        svg_string=drawing.svg(), skip_system_fonts=True, width=width_px, height=max(1, height_px)
    )
    with Image.open(io.BytesIO(drawn), formats=["PNG"]) as image:
        return image.convert("RGBA")
