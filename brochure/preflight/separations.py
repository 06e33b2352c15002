"""Separations: the four plates of a print file as rasters, drawn by PDFium.

PDFium draws RGB only, and mixes its channels one by one. So two files are made of one: in the first,
red, green and blue are the plates of cyan, magenta and yellow; in the second, grey is that of black.
It draws both, transparency and clipping included. Gray and CMYK are seen, and spot colours on all
plates; gradients, patterns and other colours are not, which the rules tell.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf
from pikepdf import ContentStreamInlineImage, Name

from brochure.preflight import image_separations
from brochure.preflight.content_stream import paint_of

if TYPE_CHECKING:
    from PIL.Image import Image

_CMYK, _GRAY, _ALL = "cmyk", "gray", "all"
_SPACES = (Name.DeviceRGB, Name.DeviceGray)
"""The colours of the two files: three plates in one, and that of black."""


@dataclass(frozen=True, slots=True)
class _PlateState:
    fill: str = _GRAY
    stroke: str = _GRAY


class Separated(NamedTuple):
    """For each page its four plates, in greys: 0 no ink, 255 full ink; and the images not seen there.

    Images are named by the number and the generation of their objects.
    """

    pages: list[list[Image]]
    unread: frozenset[tuple[int, int]]


def separate(data: bytes, dpi: float) -> Separated:
    """The plates of a file at ``dpi``."""
    files, unread = _plates(data)
    coloured, black = (list(_draw(plate, dpi)) for plate in files)
    return Separated(
        pages=[
            [*colours.convert("RGB").split(), grey.convert("L")]
            for colours, grey in zip(coloured, black, strict=True)
        ],
        unread=unread,
    )


def total(inks: Sequence[Image]) -> Image:
    """The four plates added up, as an image of integers from 0 to 1020 (400 %)."""
    from PIL import ImageMath

    names = dict(zip("cmyk", inks, strict=True))
    added: Image = ImageMath.lambda_eval(
        lambda a: a["convert"](a["c"] + a["m"] + a["y"] + a["k"], "I"),
        **{name: image.convert("I") for name, image in names.items()},
    )
    return added


def _draw(data: bytes, dpi: float) -> Iterable[Image]:
    import pypdfium2
    from PIL import ImageChops

    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            drawn = page.render(scale=dpi / 72, rev_byteorder=True).to_pil()
            yield ImageChops.invert(drawn.convert("RGB"))
    finally:
        document.close()


def _plates(data: bytes) -> tuple[list[bytes], frozenset[tuple[int, int]]]:
    """The file with the colours of three plates, and with those of black; the images unread."""
    files = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        drawn, images = _painted_objects(pdf)
        streams = [_parted(item, item.get("/Resources", {})) for item in drawn]
        parted = [image_separations.separate_image(item) for item in images]
        unread = frozenset(i.objgen for i, plates in zip(images, parted, strict=True) if not plates)
        for number, space in enumerate(_SPACES):
            for item, plates_of in zip(drawn, streams, strict=True):
                _rewrite(pdf, item, plates_of[number], space)
            for item, plates in zip(images, parted, strict=True):
                image_separations.put_image(item, (plates or image_separations.empty())[number], space)
            out = io.BytesIO()
            pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
            files.append(out.getvalue())
    return files, unread


def _painted_objects(pdf: pikepdf.Pdf) -> tuple[list[Any], list[Any]]:
    """What draws (forms, the glyphs of Type 3 fonts, pages), and the images that are no stencils."""
    masks = _mask_forms(pdf)
    streams = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.objgen not in masks]
    drawn: list[Any] = [item for item in streams if item.get("/Subtype") == Name.Form]
    for font in (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)):
        if font.get("/Subtype") == Name.Type3:
            drawn += [o for o in font.get("/CharProcs", {}).values() if isinstance(o, pikepdf.Stream)]
    drawn += [page.obj for page in pdf.pages]
    images = [item for item in streams if item.get("/Subtype") == Name.Image]
    return drawn, [item for item in images if not item.get("/ImageMask")]


def _rewrite(pdf: pikepdf.Pdf, item: Any, drawn: bytes, space: Name) -> None:
    if item.get("/Type") == Name.Page:  # no ink to begin with, which is not what RGB begins with
        start = b"1 1 1 rg 1 1 1 RG\n" if space == Name.DeviceRGB else b""
        item.Contents = pdf.make_stream(start + drawn)
        for key in ("/Group", "/CropBox"):
            if key in item:
                del item[key]
        return
    item.write(drawn)
    if "/Group" in item:
        item.Group.CS = space


def _mask_forms(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """The forms and images whose greys are no ink but opacity."""
    found = set()
    for item in pdf.objects:
        mask = item.get("/SMask") if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) else None
        if isinstance(mask, pikepdf.Stream):
            found.add(mask.objgen)
        elif isinstance(mask, pikepdf.Dictionary) and "/G" in mask:
            found.add(mask.G.objgen)
    return found


def _parted(stream: Any, resources: Any) -> tuple[bytes, bytes]:
    """A content stream with its colours as those of three plates, and with those of black."""
    state, stack = _PlateState(), []
    spaces = resources.get("/ColorSpace", {})
    done: tuple[list[bytes], list[bytes]] = ([], [])
    same: list[Any] = []
    for instruction in pikepdf.parse_content_stream(stream):
        name = str(instruction.operator)
        if name == "q":
            stack.append(state)
        elif name == "Q" and stack:
            state = stack.pop()
        elif name in {"cs", "CS"} or name in _COLOURS:
            state, lights = _coloured(state, name, list(instruction.operands), spaces)
            for parts, operator in zip(done, _written(lights, fill=name.islower()), strict=True):
                parts += [pikepdf.unparse_content_stream(same), operator]
            same = []
            continue
        elif name == "sh" or (
            isinstance(instruction, ContentStreamInlineImage) and not _is_stencil(instruction)
        ):
            continue  # unseen
        same.append(instruction)
    rest = pikepdf.unparse_content_stream(same)
    return b"\n".join((*done[0], rest)), b"\n".join((*done[1], rest))


def _is_stencil(instruction: ContentStreamInlineImage) -> bool:
    return bool(instruction.iimage.image_mask)


def _coloured(
    state: _PlateState, name: str, operands: Sequence[Any], spaces: Any
) -> tuple[_PlateState, tuple[float, float, float, float]]:
    """The state after a colour operator, and how light the plates are; a new space starts in black."""
    if name in {"cs", "CS"}:
        kind = _kind(operands[0], spaces)
        return _with(state, name, kind), _lights(kind, _INITIAL[kind])
    kind = _COLOURS[name] or (state.fill if name.islower() else state.stroke)
    values = [float(value) for value in operands if not isinstance(value, Name)]
    return _with(state, name, kind), _lights(kind, values)


def _written(lights: Sequence[float], *, fill: bool) -> tuple[bytes, bytes]:
    """A colour as the operators of the two files."""
    cyan, magenta, yellow, black = (f"{light:.4f}" for light in lights)
    operators = ("rg", "g") if fill else ("RG", "G")
    return f"{cyan} {magenta} {yellow} {operators[0]}".encode(), f"{black} {operators[1]}".encode()


_COLOURS = {
    "k": _CMYK, "K": _CMYK, "g": _GRAY, "G": _GRAY, "rg": "", "RG": "",
    "sc": "", "scn": "", "SC": "", "SCN": "",
}  # fmt: skip
_INITIAL = {_CMYK: (0.0, 0.0, 0.0, 1.0), _GRAY: (0.0,), _ALL: (1.0,), "other": ()}
"""The colour that a space starts with (ISO 32000-1, 8.6.8)."""


def _with(state: _PlateState, name: str, kind: str) -> _PlateState:
    return replace(state, fill=kind) if name.islower() else replace(state, stroke=kind)


def _kind(space: Any, named: Any) -> str:
    paint = paint_of(space, named)
    if paint.inks == ("/All",):
        return _ALL
    return {"/DeviceCMYK": _CMYK, "/ICCBased CMYK": _CMYK, "/DeviceGray": _GRAY}.get(
        paint.space, "other"
    )


def _lights(kind: str, values: Sequence[float]) -> tuple[float, float, float, float]:
    """How light the four plates are under a colour: 1 without ink, 0 in full."""
    if kind == _CMYK and len(values) == 4:
        cyan, magenta, yellow, black = (1 - value for value in values)
        return cyan, magenta, yellow, black
    if kind == _ALL and values:
        return (1 - values[0],) * 4
    return 1.0, 1.0, 1.0, values[0] if kind == _GRAY and values else 1.0
