"""Drawings: paths in flat colours as PDF draws them, in black ink or in the colours of a screen.

A drawing is a form, written once for a document. y runs down from the top of the cell, as elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from brochure.colour import Colour, luminance
from brochure.geometry import Rect
from brochure.logo import Logo
from brochure.pdfwriter.document import Resources
from brochure.pdfwriter.operators import number, numbers
from brochure.vector import Drawing, Shape

_CAPS, _JOINS = {"butt": 0, "round": 1, "square": 2}, {"miter": 0, "round": 1, "bevel": 2}
_KINDS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
SOLID = 0.45
"""Colours of so much black or more are printed solid."""

_SCREENED_PX = 600
"""The height in pixels at which a picture is embedded: 6 cm at 250 dpi."""

Written = Callable[[str, bool], str]
"""The operator that sets a colour "#RRGGBB" for fills, or for strokes where that is true."""


def in_black(rgb: str, stroke: bool) -> str:
    """A colour in black ink: solid where it is dark, else a tint as dark as it looks (CIE L*).

    A screen of dots would give the edges of thin strokes teeth.
    """
    return f"0 0 0 {number(black_tint(rgb))} {'K' if stroke else 'k'}"


def in_colour(rgb: str, stroke: bool) -> str:
    """A colour in red, green and blue."""
    shares = (channel / 255 for channel in Colour(rgb=rgb, cmyk=(0, 0, 0, 0)).channels)
    return f"{numbers(*shares)} {'RG' if stroke else 'rg'}"


def black_tint(rgb: str) -> float:
    """The tint of black, 0 to 1, that prints a colour: solid where it is dark."""
    y = luminance(Colour(rgb=rgb, cmyk=(0, 0, 0, 0)))
    lightness = 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27
    black = round(1 - lightness / 100, 3)
    return 1.0 if black >= SOLID else black


def drawn_logo(drawn: Logo, rect: Rect, resources: Resources, written: Written = in_black) -> str:
    """The operators that draw a logo in ``rect``, which has its proportions."""
    name = f"G{len(drawn.data)}{drawn.name.encode().hex()[:24]}"
    if drawn.drawing is None:
        grey = written is in_black
        resources.images.setdefault(name, lambda pdf: _image(pdf, drawn, grey=grey))
        place = numbers(rect.width, 0, 0, rect.height, rect.x, -rect.bottom)
        return f"q {place} cm /{name} Do Q"
    drawing = drawn.drawing
    size = -int(-drawing.width // 1), -int(-drawing.height // 1)
    form = resources.form(name, size, lambda: "\n".join(_shapes(drawing, written)))
    scale = rect.width / drawing.width
    return f"q {scale:.5f} 0 0 {-scale:.5f} {numbers(rect.x, -rect.y)} cm {form} Q"


def _shapes(drawing: Drawing, written: Written) -> Iterator[str]:
    for shape in drawing.shapes:
        path = " ".join(
            f"{' '.join(numbers(*point) for point in points)} {_KINDS[kind]}".strip()
            for kind, points in shape.path
        )
        if shape.fill:
            colour = written(_on_white(shape.fill, shape), False)
            yield f"{colour} {path} {'f*' if shape.even_odd else 'f'}"
        if line := shape.stroke:
            pen = f"{_CAPS[line.cap]} J {_JOINS[line.join]} j {number(line.miter)} M"
            colour = written(_on_white(line.colour, shape), True)
            yield f"{colour} {pen} {number(line.width)} w {path} S"


def _on_white(rgb: str, shape: Shape) -> str:
    """A half-transparent colour as it looks on paper."""
    channels = Colour(rgb=rgb, cmyk=(0, 0, 0, 0)).channels
    mixed = (round(255 + (c - 255) * shape.opacity) for c in channels)
    return "#" + "".join(f"{c:02X}" for c in mixed)


def _image(pdf: Any, drawn: Logo, *, grey: bool) -> Any:
    """A picture as an image with a soft mask (ISO 32000-1, 8.9.5 and 11.6.5.3)."""
    from pikepdf import Dictionary, Name

    picture = drawn.image(min(round(drawn.height), _SCREENED_PX))
    colours = picture.convert("RGB")

    def stream(image: Any, space: Any) -> Any:
        made = pdf.make_stream(image.tobytes())
        made.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height,
            BitsPerComponent=8, ColorSpace=space,
        )  # fmt: skip
        return made

    if grey:  # black ink alone: a grey of the screen is a tint of K
        dark = colours.convert("L").point([255 - level for level in range(256)])
        made = stream(dark, _tint_of_black(pdf))
    else:
        made = stream(colours, Name.DeviceRGB)
    made.SMask = stream(picture.getchannel("A"), Name.DeviceGray)
    return made


def _tint_of_black(pdf: Any) -> Any:
    """A space of one number, the tint of the black ink (ISO 32000-1, 8.6.6.4)."""
    from pikepdf import Array, Dictionary, Name

    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0, 0, 1], N=1)
    return pdf.make_indirect(Array([Name.Separation, Name.Black, Name.DeviceCMYK, tint]))
