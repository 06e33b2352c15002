"""Vectors: a code's SVG and EPS are drawn here, by code that shares nothing with what wrote them.

Only the forms that the project writes are known: strokes one module high, and filled loops of straight
lines and curves. A logo is left white, as its plate is: the code has to read without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from PIL.Image import Image

    Points = list[tuple[float, float]]

PX_PER_MODULE = 4
_FINER = 3
_STEP = re.compile(r"([Mmhvqz])([^Mmhvqz]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_CURVE = (0.25, 0.5, 0.75, 1.0)


def of_svg(svg: str) -> Image:
    """The raster of the SVG of a code, in greys."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file, no DOCTYPE
    side = int(root.attrib["viewBox"].split()[2])
    drawn = _Sheet(side)
    for path in root.iter():
        if not path.tag.endswith("path"):
            continue
        if "stroke" in path.attrib:
            width = float(path.attrib.get("stroke-width", 1))
            for x, y, length in _runs(path.attrib["d"]):
                drawn.stroke(x, y, length, width, round_ends="stroke-linecap" in path.attrib)
        else:
            value = _grey(path.attrib["fill"])
            drawn.fill(_loops(path.attrib["d"]), value)
    return drawn.image()


def of_eps(data: bytes) -> Image:
    """The raster of the EPS of a code, in greys."""
    lines = data.decode("ascii").splitlines()
    start = next(i for i, line in enumerate(lines) if "rectfill" in line)
    drawn = _Sheet(int(lines[start].split()[-2]))
    loops: list[Points] = []
    pen = {"setlinewidth": 1.0, "setlinecap": 0.0}
    for line in lines[start + 1 :]:
        words = line.split()
        numbers = [float(word) for word in words if _NUMBER.fullmatch(word)]
        if "rlineto" in words:
            x, y, length = numbers[:3]
            drawn.stroke(x, y, length, pen["setlinewidth"], round_ends=bool(pen["setlinecap"]))
        elif words[-1] in pen:
            pen[words[-1]] = numbers[0]
        elif words[-1] == "rectfill":
            x, y, w, h = numbers[-4:]
            drawn.fill([[(x, y), (x + w, y), (x + w, y + h), (x, y + h)]], 255)
        elif words == ["fill"]:
            drawn.fill(loops, 0)
        else:
            _trace(loops, words[-1], numbers)
    return drawn.image()


def _trace(loops: list[Points], operator: str, numbers: list[float]) -> None:
    """Follow one operator of a path."""
    if operator == "moveto":
        loops.append([(numbers[0], numbers[1])])
    elif operator == "lineto":
        loops[-1].append((numbers[0], numbers[1]))
    elif operator == "curveto":
        loops[-1] += _cubic(loops[-1][-1], numbers)


class _Sheet:
    """A square of so many modules, white, with what is drawn on it."""

    def __init__(self, side: int) -> None:
        from PIL import Image, ImageDraw

        self.scale = PX_PER_MODULE * _FINER
        self.drawn = Image.new("L", (side * self.scale, side * self.scale), 255)
        self.draw = ImageDraw.Draw(self.drawn)

    def stroke(self, x: float, y: float, length: float, width: float, *, round_ends: bool) -> None:
        """A horizontal line; a dot where it has round ends and no length to speak of."""
        half = width / 2
        reach = half if round_ends else 0.0
        box = [v * self.scale for v in (x - reach, y - half, x + length + reach, y + half)]
        if round_ends:
            self.draw.ellipse(box, fill=0)
        else:
            self.draw.rectangle([box[0], box[1], box[2] - 1, box[3] - 1], fill=0)

    def fill(self, loops: Iterable[Points], value: int) -> None:
        """Loops by their direction: clockwise ones are ``value``, those against it white."""
        for loop in sorted(loops, key=lambda points: -abs(_area(points))):
            ink = value if _area(loop) > 0 else 255
            self.draw.polygon([(x * self.scale - 0.5, y * self.scale - 0.5) for x, y in loop], fill=ink)

    def image(self) -> Image:
        return self.drawn.reduce(_FINER)


def _grey(css: str) -> int:
    """A CSS colour as a grey; inks that CSS does not know are as dark as their black."""
    from PIL import ImageColor

    if css.startswith("device-cmyk"):
        return round(255 * (1 - float(css.rstrip(")").split()[-1])))
    red, green, blue = ImageColor.getrgb(css)[:3]
    return round(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _area(points: Points) -> float:
    return sum(
        x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True)
    )


def _runs(path: str) -> Iterator[tuple[float, float, float]]:
    """The horizontal strokes of a path of M, m and h commands, as (x, y, length)."""
    x = y = 0.0
    for command, text in _STEP.findall(path):
        numbers = [float(n) for n in _NUMBER.findall(text)]
        if command == "M":
            x, y = numbers
        elif command == "m":
            x, y = x + numbers[0], y + numbers[1]
        else:
            yield x, y, numbers[0]
            x += numbers[0]


def _loops(path: str) -> list[Points]:
    """The closed lines of a path of M, h, v, q and z commands, as points."""
    loops: list[Points] = []
    for command, text in _STEP.findall(path):
        numbers = [float(n) for n in _NUMBER.findall(text)]
        if command == "M":
            loops.append([(numbers[0], numbers[1])])
        elif command in "hvq":
            loops[-1] += _onward(loops[-1][-1], command, numbers)
    return loops


def _onward(here: tuple[float, float], command: str, numbers: list[float]) -> Points:
    x, y = here
    if command == "h":
        return [(x + numbers[0], y)]
    if command == "v":
        return [(x, y + numbers[0])]
    cx, cy, ex, ey = numbers
    return [
        (x + 2 * t * (1 - t) * cx + t * t * ex, y + 2 * t * (1 - t) * cy + t * t * ey) for t in _CURVE
    ]


def _cubic(here: tuple[float, float], numbers: list[float]) -> Points:
    x0, y0 = here
    x1, y1, x2, y2, x3, y3 = numbers
    return [
        (
            (1 - t) ** 3 * x0 + 3 * t * (1 - t) ** 2 * x1 + 3 * t * t * (1 - t) * x2 + t**3 * x3,
            (1 - t) ** 3 * y0 + 3 * t * (1 - t) ** 2 * y1 + 3 * t * t * (1 - t) * y2 + t**3 * y3,
        )
        for t in _CURVE
    ]
