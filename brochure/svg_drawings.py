"""SVG drawings: a file of any drawing program reduced to paths, which every renderer draws alike.

It may hold anything: scripts, fonts, filters, files. What is kept are paths, basic shapes, groups,
transforms and flat colours (SVG 2, 8 to 13); what would be drawn differently by others, or not at all
in print, is refused with its name. A `Drawing` is written anew: no text of the file reaches a renderer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

from brochure.errors import SourceError
from brochure.problems import Place, error
from brochure.vector import SIDE, Drawing, Point, Segment, Shape, Stroke

MOST_BYTES, MOST_ELEMENTS, MOST_DEPTH, MOST_SEGMENTS = 500_000, 5_000, 40, 40_000
"""The largest coats of arms have 300 kB and 2,000 paths."""

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e and f of SVG: x becomes a·x + c·y + e."""

UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)
_KAPPA = 4 / 3 * (math.sqrt(2) - 1)
_LARGEST = 1e6
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
_RULE = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
_FUNCTION = re.compile(r"(?<![a-zA-Z])([a-zA-Z]+)\s*\(([^()]*)\)[\s,]*")
_URL = re.compile(r"url\(\s*['\"]?#([^\s'\")]+)['\"]?\s*\)")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+svg(?:\s+PUBLIC\s+\"[^\"<>]*\"\s+\"[^\"<>]*\")?\s*>", re.IGNORECASE)
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_GROUPS = frozenset({"svg", "g", "a", "use", "switch"})
_UNSEEN = frozenset({"title", "desc", "metadata", "defs", "style", "clipPath"})
_INHERITED = frozenset(
    {
        "fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width",
        "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "color", "visibility",
        "stroke-dasharray",
    }
)  # fmt: skip
_OWN = frozenset({"opacity", "display", "clip-path", "mask", "filter", "mix-blend-mode", "transform"})
_NEUTRAL: Mapping[str, frozenset[str]] = {
    "mask": frozenset({"none"}), "filter": frozenset({"none"}),
    "mix-blend-mode": frozenset({"normal"}), "stroke-dasharray": frozenset({"none", "0"}),
}  # fmt: skip
_IGNORED = re.compile(
    r"font(-.*)?|text-.*|letter-spacing|word-spacing|line-height|white-space|writing-mode|direction|"
    r"baseline-shift|color-.*|shape-rendering|image-rendering|overflow|enable-background|solid-.*|"
    r"stop-.*|isolation|stroke-dashoffset|clip-rule|paint-order|-.*|marker.*|shape-.*|inline-size|"
    r"unicode-bidi|dominant-baseline|block-progression|flood-.*|lighting-.*|pointer-events|cursor|"
    r"vector-effect|id|class|style|role|lang|aria-.*|data-.*|xml.*|version|baseProfile|tabindex|"
    r"focusable|contentScriptType|contentStyleType|zoomAndPan|preserveAspectRatio"
)
"""What changes nothing in a drawing of flat paths."""

_LENGTHS = ("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2")
_GEOMETRY = frozenset({*_LENGTHS, "d", "points", "viewBox", "href", "pathLength"})
_KINDS = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "qCurveTo": "C", "closePath": "Z"}
"""What fontTools calls the steps of a path."""


def read_drawing(data: bytes, name: str) -> Drawing:
    """The drawing of the SVG file ``data``, cropped to what is drawn.

    Raises SourceError, at the file ``name``, for what is no SVG, too much, or drawn differently by
    others: text, pictures, gradients, masks, filters, style sheets beyond single classes.
    """
    try:
        return _Reader(_tree(data)).drawing()
    except SourceError as caught:
        raise caught.placed(Place(name)) from caught.__cause__


def _tree(data: bytes) -> ElementTree.Element:
    if len(data) > MOST_BYTES:
        raise SourceError(error("drawing-large", bytes=len(data), most=MOST_BYTES))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as caught:
        raise SourceError(error("drawing-malformed", reason="UTF-8")) from caught
    text = _DOCTYPE.sub("", text, count=1)
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper() or "<?xml-stylesheet" in text:
        raise SourceError(error("drawing-declaration"))
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no DOCTYPE, so no entities
    except ElementTree.ParseError as caught:
        raise SourceError(error("drawing-malformed", reason=str(caught))) from caught
    if root.tag != f"{SVG}svg":
        raise SourceError(error("drawing-root", root=root.tag.rpartition("}")[2]))
    return root


def _name(element: ElementTree.Element) -> str:
    """The name of an SVG element; "" for a comment, and for what a program keeps for itself."""
    tag = element.tag
    return tag.removeprefix(SVG) if isinstance(tag, str) and tag.startswith(SVG) else ""


class _Reader:
    """One SVG document being read."""

    def __init__(self, root: ElementTree.Element) -> None:
        self.root = root
        self.ids: dict[str, ElementTree.Element] = {}
        rules: dict[str, dict[str, str]] = {}
        for count, element in enumerate(root.iter()):
            if count > MOST_ELEMENTS:
                raise SourceError(error("drawing-long", most=MOST_ELEMENTS))
            if element.get("id"):
                self.ids[str(element.get("id"))] = element
            if element.tag == f"{SVG}style":
                _add_rules(rules, element.text or "")
        self.rules = rules
        self.left, self.top, self.width, self.height = _view_box(root)
        self.shapes: list[Shape] = []
        self.segments = self.visited = 0

    def drawing(self) -> Drawing:
        """All that is drawn, cropped and in our own units."""
        self.element(self.root, {}, UNMOVED, 1.0, 0)
        box = _bounds(self.shapes)
        view = (self.left, self.top, self.left + self.width, self.top + self.height)
        seen = box and (
            max(box[0], view[0]), max(box[1], view[1]), min(box[2], view[2]), min(box[3], view[3])
        )  # fmt: skip
        if not seen or seen[2] - seen[0] < 1e-6 or seen[3] - seen[1] < 1e-6:
            raise SourceError(error("drawing-empty"))
        scale = SIDE / max(seen[2] - seen[0], seen[3] - seen[1])
        place: Matrix = (scale, 0, 0, scale, -seen[0] * scale, -seen[1] * scale)
        return Drawing(
            width=(seen[2] - seen[0]) * scale,
            height=(seen[3] - seen[1]) * scale,
            shapes=tuple(_moved_shape(shape, place) for shape in self.shapes),
        )

    def element(
        self, element: ElementTree.Element, above: Mapping[str, str], place: Matrix, opacity: float,
        depth: int,
    ) -> None:  # fmt: skip
        """Draw ``element`` and what is in it; ``above`` are the properties it inherits."""
        name = _name(element)
        if not name or name in _UNSEEN:
            return
        if name not in _SHAPES | _GROUPS or (name == "svg" and depth):
            raise SourceError(error("drawing-element", name=name))
        self.visited += 1
        if self.visited > MOST_ELEMENTS:  # what is used often may use others often
            raise SourceError(error("drawing-long", most=MOST_ELEMENTS))
        if depth > MOST_DEPTH:
            raise SourceError(error("drawing-deep", most=MOST_DEPTH))
        own = self.properties(element)
        if own.get("display") == "none":
            return
        style = {**above, **{k: v for k, v in own.items() if k in _INHERITED}}
        self.check_clip(own.get("clip-path", "none"))
        place = _times(place, self.transform(element, own.get("transform", "")))
        opacity *= self.opacity(element, own.get("opacity", "1"))
        if name in _SHAPES:
            self.shape(element, name, style, place, opacity)
        else:
            for child in self.children(element, name):
                self.element(child, style, place, opacity, depth + 1)

    def children(self, element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
        """What a group draws; a ``use`` draws an element of the same file."""
        if name != "use":
            yield from element
            return
        address = element.get("href") or element.get(f"{XLINK}href") or ""
        target = self.ids.get(address.removeprefix("#")) if address.startswith("#") else None
        if target is None or target.tag == f"{SVG}symbol":
            raise SourceError(error("drawing-element", name="use"))
        yield target

    def transform(self, element: ElementTree.Element, value: str) -> Matrix:
        """How ``element`` is moved; browsers turn a whole file around another point than others do."""
        if value and element is self.root:
            raise SourceError(error("drawing-property", name="transform", value="svg"))
        if element.tag == f"{SVG}use":
            return _times(_matrix(value), (1, 0, 0, 1, _length(element, "x"), _length(element, "y")))
        return _matrix(value)

    def opacity(self, element: ElementTree.Element, value: str) -> float:
        """An ``opacity``; that of a group is not that of each of its parts, where these overlap."""
        opacity = _share(value)
        if opacity < 1 and len(element) > 1:
            raise SourceError(error("drawing-property", name="opacity", value=value))
        return opacity

    def properties(self, element: ElementTree.Element) -> dict[str, str]:
        """The presentation attributes of ``element``, its classes' and its own style over them."""
        found: dict[str, str] = {}
        for attribute, value in element.attrib.items():
            if not attribute.startswith("{") and attribute not in _GEOMETRY:
                _take(found, attribute, value)
        for name in (element.get("class") or "").split():
            for key, value in self.rules.get(name, {}).items():
                _take(found, key, value)
        for key, value in _declarations(element.get("style") or ""):
            _take(found, key, value)
        return found

    def check_clip(self, value: str) -> None:
        """A clip that is the whole drawing does nothing, and programs write it; others are refused."""
        if value == "none":
            return
        named = _URL.fullmatch(value)
        clip = self.ids.get(named[1]) if named else None
        kids = [] if clip is None else list(clip)
        if len(kids) == 1 and kids[0].tag == f"{SVG}rect" and not kids[0].get("transform"):
            x, y = _length(kids[0], "x"), _length(kids[0], "y")
            width, height = _length(kids[0], "width"), _length(kids[0], "height")
            slack = 0.01 * max(self.width, self.height)
            whole = (x - self.left, y - self.top, self.left + self.width - x - width,
                     self.top + self.height - y - height)  # fmt: skip
            if all(edge <= slack for edge in whole):
                return
        raise SourceError(error("drawing-property", name="clip-path", value=value))

    def shape(
        self, element: ElementTree.Element, name: str, style: Mapping[str, str], place: Matrix,
        opacity: float,
    ) -> None:  # fmt: skip
        if style.get("visibility", "visible") != "visible":
            return
        path = _path(element, name)
        self.segments += len(path)
        if self.segments > MOST_SEGMENTS:
            raise SourceError(error("drawing-long", most=MOST_SEGMENTS))
        fill = "" if name == "line" else _colour(style.get("fill", "black"), style)
        fill_opacity = _share(style.get("fill-opacity", "1"))
        stroke = _stroke(style)
        stroke_opacity = _share(style.get("stroke-opacity", "1"))
        even_odd = style.get("fill-rule", "nonzero").strip() == "evenodd"
        whole = [Shape(path=path, fill=fill, even_odd=even_odd, opacity=fill_opacity * opacity)]
        if stroke:
            whole.append(Shape(path=path, stroke=stroke, opacity=stroke_opacity * opacity))
        for shape in whole:
            if path and (shape.fill or shape.stroke) and shape.opacity > 0:
                self.shapes.append(_moved_shape(shape, place))


def _add_rules(rules: dict[str, dict[str, str]], css: str) -> None:
    """The declarations of each class of ``css``; what chooses elements otherwise is refused."""
    css = re.sub(r"/\*.*?(?:\*/|\Z)", "", css, flags=re.DOTALL)
    left = _RULE.sub("", css).strip()
    if left:
        raise SourceError(error("drawing-style", style=left[:60]))
    for selectors, declarations in _RULE.findall(css):
        for selector in selectors.split(","):
            if not (found := re.fullmatch(r"\.([\w-]+)", selector.strip())):
                raise SourceError(error("drawing-style", style=selector.strip()[:60]))
            rules.setdefault(found[1], {}).update(_declarations(declarations))


def _declarations(text: str) -> Iterator[tuple[str, str]]:
    for declaration in filter(str.strip, text.split(";")):
        key, _, value = declaration.partition(":")
        yield key.strip().lower(), value.replace("!important", "").strip()


def _take(found: dict[str, str], key: str, value: str) -> None:
    """Keep a property that is drawn; refuse one that would be, and is not understood."""
    value = value.strip()
    if key in _INHERITED | _OWN:
        if value in {"inherit", ""} or value in _NEUTRAL.get(key, ()):
            return
        if key in _NEUTRAL:
            raise SourceError(error("drawing-property", name=key, value=value[:60]))
        found[key] = value
    elif key.startswith("on") or not _IGNORED.fullmatch(key):
        raise SourceError(error("drawing-property", name=key, value=value[:60]))


def _view_box(root: ElementTree.Element) -> tuple[float, float, float, float]:
    given = re.findall(_NUMBER, root.get("viewBox") or "")
    numbers = tuple(float(v) for v in given)
    if len(numbers) != 4:
        numbers = (0.0, 0.0, _length(root, "width"), _length(root, "height"))
    left, top, width, height = numbers
    if (
        not all(map(math.isfinite, numbers))
        or min(width, height) <= 0
        or max(map(abs, numbers)) > _LARGEST
    ):
        raise SourceError(error("drawing-empty"))
    return left, top, width, height


def _length(element: ElementTree.Element, name: str) -> float:
    """A length in the units of the drawing; 0 where there is none."""
    text = (element.get(name) or "0").strip()
    found = re.fullmatch(rf"({_NUMBER})(px|pt|pc|mm|cm|in)?", text)
    if not found or abs(float(found[1])) > _LARGEST:
        raise SourceError(error("drawing-property", name=name, value=text[:60]))
    per_unit = {"pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96}
    return float(found[1]) * per_unit.get(found[2] or "px", 1.0)


def _share(text: str) -> float:
    found = re.fullmatch(rf"({_NUMBER})(%?)", text.strip())
    if not found:
        raise SourceError(error("drawing-property", name="opacity", value=text[:60]))
    return min(1.0, max(0.0, float(found[1]) / (100 if found[2] else 1)))


def _colour(text: str, style: Mapping[str, str]) -> str:
    """A flat colour as "#RRGGBB"; "" for none."""
    from PIL import ImageColor

    text = text.strip()
    if text.lower() in {"none", "transparent"}:
        return ""
    if text.lower() == "currentcolor":
        text = style.get("color", "black")
    text = re.sub(r"^rgb\(\s*(\d+)\s+(\d+)\s+(\d+)\s*\)$", r"rgb(\1,\2,\3)", text)
    try:
        red, green, blue, *alpha = ImageColor.getrgb(text)
    except ValueError as caught:
        raise SourceError(error("drawing-property", name="fill", value=text[:60])) from caught
    if alpha and alpha[0] < 255:
        raise SourceError(error("drawing-property", name="fill", value=text[:60]))
    return f"#{red:02X}{green:02X}{blue:02X}"


def _stroke(style: Mapping[str, str]) -> Stroke | None:
    colour = _colour(style.get("stroke", "none"), style)
    found = re.fullmatch(rf"({_NUMBER})(?:px)?", style.get("stroke-width", "1").strip())
    miter = re.fullmatch(_NUMBER, style.get("stroke-miterlimit", "4").strip())
    cap, join = style.get("stroke-linecap", "butt"), style.get("stroke-linejoin", "miter")
    if not colour:
        return None
    forms = {"butt", "round", "square"}, {"miter", "round", "bevel"}
    if not found or not miter or cap not in forms[0] or join not in forms[1]:
        raise SourceError(error("drawing-property", name="stroke", value=f"{cap} {join}"[:60]))
    width = float(found[1])
    return (
        Stroke(colour=colour, width=width, cap=cap, join=join, miter=float(miter[0])) if width else None
    )


def _matrix(text: str) -> Matrix:
    """The matrix of a ``transform`` (SVG 1.1, 7.6)."""
    result, at = UNMOVED, 0
    text = text.strip()
    while at < len(text):
        found = _FUNCTION.match(text, at)
        made = _function(found[1], [float(v) for v in re.findall(_NUMBER, found[2])]) if found else None
        if not found or made is None or not all(abs(v) <= _LARGEST for v in made):
            raise SourceError(error("drawing-property", name="transform", value=text[:60]))
        result, at = _times(result, made), found.end()
    return result


def _function(name: str, values: Sequence[float]) -> Matrix | None:
    """The matrix of one function of a ``transform``; None for what is none."""
    lengths = {"matrix": {6}, "translate": {1, 2}, "scale": {1, 2}, "rotate": {1, 3}, "skewX": {1},
               "skewY": {1}}  # fmt: skip
    if len(values) not in lengths.get(name, ()):
        return None
    first, last = values[0], values[-1]
    if name == "matrix":
        a, b, c, d, e, f = values
        return a, b, c, d, e, f
    if name == "translate":
        return 1, 0, 0, 1, first, values[1] if len(values) == 2 else 0
    if name == "scale":
        return first, 0, 0, last, 0, 0
    cos, sin, tan = (of(math.radians(first)) for of in (math.cos, math.sin, math.tan))
    if name == "rotate":
        x, y = values[1:] or (0.0, 0.0)
        return _times(_times((1, 0, 0, 1, x, y), (cos, sin, -sin, cos, 0, 0)), (1, 0, 0, 1, -x, -y))
    return (1, 0, tan, 1, 0, 0) if name == "skewX" else (1, tan, 0, 1, 0, 0)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f
    )  # fmt: skip


def _moved_shape(shape: Shape, place: Matrix) -> Shape:
    a, b, c, d, e, f = place
    path = tuple(
        (kind, tuple((a * x + c * y + e, b * x + d * y + f) for x, y in points))
        for kind, points in shape.path
    )
    if not all(abs(v) <= _LARGEST for _, points in path for point in points for v in point):
        raise SourceError(error("drawing-property", name="d", value="NaN"))
    if not shape.stroke:
        return replace(shape, path=path)
    scale = math.sqrt(abs(a * d - b * c))
    even = abs(math.hypot(a, b) - math.hypot(c, d)) <= 0.02 * max(scale, 1e-9)
    if not even:  # a pen that is wider one way than the other: its outline could be filled
        raise SourceError(error("drawing-property", name="stroke", value="transform"))
    return replace(shape, path=path, stroke=replace(shape.stroke, width=shape.stroke.width * scale))


def _path(element: ElementTree.Element, name: str) -> tuple[Segment, ...]:
    size: dict[str, float] = {k: _length(element, k) for k in _LENGTHS if k in element.attrib}
    if name == "path":
        return _path_data(element.get("d") or "")
    if name == "line":
        ends = [(size.get(f"x{i}", 0.0), size.get(f"y{i}", 0.0)) for i in (1, 2)]
        return ("M", (ends[0],)), ("L", (ends[1],))
    if name in {"polyline", "polygon"}:
        numbers = [float(v) for v in re.findall(_NUMBER, element.get("points") or "")]
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        lines: list[Segment] = [("M" if not i else "L", (point,)) for i, point in enumerate(points)]
        return (*lines, ("Z", ())) if name == "polygon" and lines else tuple(lines)
    if name == "rect":
        return _rectangle(size)
    rx, ry = (size.get(k, size.get("r", 0.0)) for k in ("rx", "ry"))
    return _rounded(
        size.get("cx", 0.0) - rx, size.get("cy", 0.0) - ry, 2 * rx, 2 * ry, (rx, ry)
    ) if rx > 0 and ry > 0 else ()  # fmt: skip


def _rectangle(size: Mapping[str, float]) -> tuple[Segment, ...]:
    x, y, width, height = (size.get(k, 0.0) for k in ("x", "y", "width", "height"))
    if width <= 0 or height <= 0:
        return ()
    rx, ry = size.get("rx", size.get("ry", 0.0)), size.get("ry", size.get("rx", 0.0))
    if rx > 0 and ry > 0:
        return _rounded(x, y, width, height, (min(rx, width / 2), min(ry, height / 2)))
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return (*(("M" if not i else "L", (corner,)) for i, corner in enumerate(corners)), ("Z", ()))


def _rounded(x: float, y: float, width: float, height: float, radii: Point) -> tuple[Segment, ...]:
    """A rectangle with elliptic corners; an ellipse where they meet."""
    rx, ry = radii
    right, foot, kx, ky = x + width, y + height, rx * (1 - _KAPPA), ry * (1 - _KAPPA)
    return (
        ("M", ((x + rx, y),)),
        ("L", ((right - rx, y),)),
        ("C", ((right - kx, y), (right, y + ky), (right, y + ry))),
        ("L", ((right, foot - ry),)),
        ("C", ((right, foot - ky), (right - kx, foot), (right - rx, foot))),
        ("L", ((x + rx, foot),)),
        ("C", ((x + kx, foot), (x, foot - ky), (x, foot - ry))),
        ("L", ((x, y + ry),)),
        ("C", ((x, y + ky), (x + kx, y), (x + rx, y))),
        ("Z", ()),
    )


def _path_data(text: str) -> tuple[Segment, ...]:
    """The data of a path (SVG 1.1, 8.3): arcs and quadratic curves become cubic ones."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path.parser import parse_path

    pen = RecordingPen()
    if re.search(r"[^\seE0-9.,+\-a-zA-Z]", text):
        raise SourceError(error("drawing-property", name="d", value=text[:60]))
    try:
        parse_path(text, pen)
    except (ValueError, IndexError, TypeError, ArithmeticError, AssertionError, KeyError,
            NotImplementedError, RuntimeError) as caught:  # fmt: skip
        raise SourceError(error("drawing-property", name="d", value=text[:60])) from caught
    return tuple(_segments(pen.value))


def _segments(recorded: Sequence[tuple[str, Any]]) -> Iterator[Segment]:
    at: Point = (0.0, 0.0)
    for name, points in recorded:
        if name == "qCurveTo":
            control, end = points
            first = tuple(a + 2 / 3 * (c - a) for a, c in zip(at, control, strict=True))
            second = tuple(e + 2 / 3 * (c - e) for e, c in zip(end, control, strict=True))
            points = (first, second, end)
        kind = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "qCurveTo": "C", "closePath": "Z"}.get(
            name
        )
        if kind:
            yield kind, tuple((float(x), float(y)) for x, y in points)
            at = points[-1] if points else at


def _bounds(shapes: Sequence[Shape]) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of what is drawn, strokes with half their width."""
    from fontTools.misc.bezierTools import calcCubicBounds

    boxes = []
    for shape in shapes:
        reach, at = shape.stroke.width / 2 if shape.stroke else 0.0, (0.0, 0.0)
        for kind, points in shape.path:
            if kind == "C":
                left, top, right, foot = calcCubicBounds(at, *points)
                boxes.append((left - reach, top - reach, right + reach, foot + reach))
            elif kind == "L":
                boxes.append(
                    (min(at[0], points[0][0]) - reach, min(at[1], points[0][1]) - reach,
                     max(at[0], points[0][0]) + reach, max(at[1], points[0][1]) + reach)
                )  # fmt: skip
            at = points[-1] if points else at
    if not boxes:
        return None
    lefts, tops, rights, feet = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(feet)
