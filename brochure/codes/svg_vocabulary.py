"""SVG vocabulary: what the SVG of a code may hold, so that resvg draws what every other renderer does.

resvg ignores what it does not know: scripts, animation, `foreignObject`, style sheets beyond their
simplest form. It draws text only with fonts, and opens every file that an image names. Some hundred
groups in each other, some arcs and numbers of many digits end the whole process, or keep it busy for
minutes. What some other program could show differently, and what means harm, is refused here, before
it is drawn.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from brochure.errors import CodeError
from brochure.problems import error

MOST_CHARACTERS, MOST_ELEMENTS, MOST_DEPTH, MOST_TRANSFORMS = 8_000_000, 20, 8, 2
"""The largest code is one with dots as outlines and a large logo: 4 million, 6, 2, and none."""

MOST_LOGO_PX = 2_000
"""The longer side of a picture; logos have 640."""

LARGEST_CODE = 185.0
"""Modules of a side of version 40, quiet zone included: the size of what has no viewBox."""

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
SHAPES = frozenset({"g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image"})
WORDS = frozenset({"title", "desc"})
"""Elements that are not drawn."""

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)"
_LARGE = re.compile(r"(?<![\d.])\d{4}")
"""A number of a thousand or more; decimals do not count."""

_SIZE = re.compile(rf"{_NUMBER}(?:e[-+]?\d{{1,2}})?(?:px|mm|cm|in|pt|pc|%)?")
_COLOUR = r"none|black|white|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}"
_FUNCTION = (
    r"(?:translate|rotate)\([-+0-9.,\s]*\)|scale\([-+]?\d?(?:\.\d*)?(?:[,\s]+[-+]?\d?(?:\.\d*)?)?\)"
)
"""Moving, turning, and scaling by less than ten: a matrix and slants may make anything endless."""

_PROPERTIES: Mapping[str, str] = {
    **dict.fromkeys(("fill", "stroke"), _COLOUR),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity"), _NUMBER),
    **dict.fromkeys(("stroke-width", "stroke-miterlimit"), _NUMBER),
    **dict.fromkeys(("fill-rule", "clip-rule"), "nonzero|evenodd"),
    "stroke-linecap": "butt|round|square",
    "stroke-linejoin": "miter|round|bevel",
    "display": "none|inline|block",
    "visibility": "visible|hidden|collapse",
    "shape-rendering": "auto|crispEdges|geometricPrecision|optimizeSpeed",
}
"""Presentation attributes, which may stand in `style` too (SVG 1.1, 6.1), and their values."""

_ATTRIBUTES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(values)
    for name, values in {
        **_PROPERTIES,
        **dict.fromkeys(("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry"), _NUMBER),
        **dict.fromkeys(("x1", "y1", "x2", "y2"), _NUMBER),
        "d": r"[MmZzLlHhVvCcQq0-9.,+\-\s]*",
        "points": r"[0-9.,+\-\s]*",
        "transform": rf"(?:(?:{_FUNCTION})[,\s]*)*",
        "viewBox": rf"{_NUMBER}(?:[,\s]+{_NUMBER}){{3}}",
        "preserveAspectRatio": "none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max)(?: (?:meet|slice))?",
        "version": r"[0-9.]+",
    }.items()
}
_SAID = re.compile(
    r"id|class|role|lang|aria-[a-z]+|data-[a-z-]+|\{http://www\.w3\.org/XML/1998/namespace\}lang"
)
"""Attributes that change nothing in what is drawn."""

_PROLOG = re.compile(r'(?<!\s)\s*<\?xml version="1\.0"(?: encoding="utf-8")?\?>', re.IGNORECASE)
_DECLARATION = re.compile(r"<\?|<!(?!--)")
_PNG = re.compile(r"data:image/png;base64,([A-Za-z0-9+/]+={0,2})")


def check(svg: str) -> tuple[float, float]:
    """Return the width and height of the viewBox of ``svg``, all of which other renderers draw alike.

    Raises CodeError that names what they would not: an element, an attribute, a value.
    """
    root, transforms = _parse(svg), 0
    if "transform" in root.attrib:  # around its middle for browsers, around its corner for SVG 1.1
        raise CodeError(error("svg-root-transform"))
    for element in _elements(root):
        transforms += element.get("transform", "").count("(")
        for name, value in element.attrib.items():
            if not (element is root and name in {"width", "height"} and _SIZE.fullmatch(value)):
                _check_attribute(element.tag, name, value)
    if transforms > MOST_TRANSFORMS:
        raise CodeError(error("svg-transforms", transforms=transforms, most=MOST_TRANSFORMS))
    given = re.split(r"[,\s]+", root.get("viewBox", "").strip())
    width, height = (float(v) for v in given[2:]) if len(given) == 4 else (LARGEST_CODE, LARGEST_CODE)
    if min(width, height) < 1:
        raise CodeError(error("svg-empty", width=width, height=height))
    return width, height


def _parse(svg: str) -> ElementTree.Element:
    """The root of ``svg``, which has no DOCTYPE, so that nothing in it stands for something else."""
    if len(svg) > MOST_CHARACTERS:
        raise CodeError(error("svg-long", characters=len(svg), most=MOST_CHARACTERS))
    if _DECLARATION.search(_PROLOG.sub("", svg, count=1)):
        raise CodeError(error("svg-declaration"))
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - no DOCTYPE, no entities
    except ElementTree.ParseError as caught:
        raise CodeError(error("svg-malformed", reason=str(caught))) from caught
    if root.tag != f"{SVG}svg":
        raise CodeError(error("svg-root", root=root.tag))
    return root


def _elements(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The root and what is in it. Raises CodeError for what is not drawn alike, or too much."""
    pending, count = [(root, 1)], 0
    while pending:
        element, depth = pending.pop()
        count += 1
        name = element.tag.removeprefix(SVG)
        if element is not root and name not in SHAPES | WORDS:
            raise CodeError(error("svg-element", name=name))
        if count > MOST_ELEMENTS or depth > MOST_DEPTH:
            raise CodeError(error("svg-elements", most=MOST_ELEMENTS, most_deep=MOST_DEPTH))
        yield element
        pending += [(child, depth + 1) for child in element]


def _check_attribute(tag: str, name: str, value: str) -> None:
    if name == "style":
        for declaration in filter(str.strip, value.split(";")):
            wanted, _, given = declaration.partition(":")
            if wanted.strip() not in _PROPERTIES:
                raise CodeError(error("svg-style", style=declaration.strip()[:60]))
            _check_attribute(tag, wanted.strip(), given)
    elif name.removeprefix(XLINK) == "href" and tag == f"{SVG}image":
        _check_picture(value)
    elif name in _ATTRIBUTES:
        large = name not in {"fill", "stroke"} and _LARGE.search(value)
        if large or not _ATTRIBUTES[name].fullmatch(value.strip()):
            raise CodeError(error("svg-value", name=name, value=value[:60]))
    elif not _SAID.fullmatch(name):
        raise CodeError(error("svg-attribute", name=name))


def _check_picture(href: str) -> None:
    """Raise CodeError unless ``href`` is a PNG of moderate size in the file itself (RFC 2397)."""
    from PIL import Image

    found = _PNG.fullmatch(href)
    try:
        data = base64.b64decode(found[1], validate=True) if found else b""
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            size = image.size
    except (OSError, SyntaxError, binascii.Error, Image.DecompressionBombError) as caught:
        raise CodeError(error("svg-picture", address=href[:60])) from caught
    if max(size) > MOST_LOGO_PX:
        raise CodeError(
            error("svg-picture-large", width_px=size[0], height_px=size[1], most_px=MOST_LOGO_PX)
        )
