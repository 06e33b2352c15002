"""Separations: the four plates of a print file as rasters, drawn by PDFium.

PDFium draws RGB only. So each plate is made a file of its own in which every colour is the grey
of that plate's ink; it draws four grey pages, transparency and clipping included. Nothing but
DeviceCMYK, DeviceGray, and spot colours on all plates is seen; other colours are another rule's.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import ContentStreamInstruction, Name, Operator

from brochure.checking.preflight.content import paint_of

if TYPE_CHECKING:
    from PIL.Image import Image

INKS = ("cyan", "magenta", "yellow", "black")
MOST_IMAGE_PX = 900
"""Pictures are reduced to this before they are parted: ink is summed over areas, not grains."""

_CMYK, _GRAY, _ALL = "cmyk", "gray", "all"


@dataclass(frozen=True, slots=True)
class _State:
    fill: str = _GRAY
    stroke: str = _GRAY


def separate(data: bytes, dpi: float) -> list[list[Image]]:
    """For each page, the four plates as greyscale images, 0 no ink, 255 full ink, at ``dpi``."""
    drawn = [_draw(_plate(data, ink), dpi) for ink in range(4)]
    return [list(page) for page in zip(*drawn, strict=True)]


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
            yield ImageChops.invert(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L"))
    finally:
        document.close()


def _plate(data: bytes, ink: int) -> bytes:
    """The file with every colour replaced by the grey of one ink."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        masks = _mask_forms(pdf)
        pages = {page.obj.objgen for page in pdf.pages}
        for item in list(pdf.objects):
            if not isinstance(item, pikepdf.Stream) or item.objgen in masks | pages:
                continue
            if item.get("/Subtype") == Name.Image:
                _part_image(item, ink)
            elif item.get("/Subtype") == Name.Form:
                item.write(_parted(item, item.get("/Resources", {}), ink))
                if "/Group" in item:
                    item.Group.CS = Name.DeviceGray
        for page in pdf.pages:
            page.obj.Contents = pdf.make_stream(_parted(page.obj, page.obj.get("/Resources", {}), ink))
            if "/Group" in page.obj:
                del page.obj["/Group"]
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


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


def _part_image(item: Any, ink: int) -> None:
    space = item.get("/ColorSpace")
    if item.get("/ImageMask") or (space == Name.DeviceGray and ink == 3):
        return
    if space != Name.DeviceCMYK:
        from PIL import Image

        plate = Image.new("L", (1, 1), 255)
    else:
        picture = pikepdf.PdfImage(item).as_pil_image()
        if max(picture.size) > MOST_IMAGE_PX:
            picture.thumbnail((MOST_IMAGE_PX, MOST_IMAGE_PX))
        plate = picture.split()[ink].point(lambda v: 255 - v)
    item.write(plate.tobytes())
    item.Width, item.Height = plate.size
    item.ColorSpace, item.BitsPerComponent = Name.DeviceGray, 8
    if "/Decode" in item:
        del item["/Decode"]


def _parted(stream: Any, resources: Any, ink: int) -> bytes:
    """A content stream with every colour replaced by the grey of one ink."""
    state, stack = _State(), []
    spaces = resources.get("/ColorSpace", {})
    done = []
    for instruction in pikepdf.parse_content_stream(stream):
        name = str(instruction.operator)
        if name == "q":
            stack.append(state)
        elif name == "Q" and stack:
            state = stack.pop()
        elif name in {"cs", "CS"}:
            state = _with(state, name, _kind(instruction.operands[0], spaces))
            instruction = ContentStreamInstruction([Name.DeviceGray], Operator(name))
        elif name in _COLOURS:
            kind = _COLOURS[name] or (state.fill if name.islower() else state.stroke)
            state = _with(state, name, kind)
            grey = _grey(kind, [float(v) for v in instruction.operands if not isinstance(v, Name)], ink)
            operator = "g" if name.islower() else "G"
            instruction = ContentStreamInstruction([grey], Operator(operator))
        done.append(instruction)
    return pikepdf.unparse_content_stream(done)


_COLOURS = {
    "k": _CMYK, "K": _CMYK, "g": _GRAY, "G": _GRAY, "rg": "", "RG": "",
    "sc": "", "scn": "", "SC": "", "SCN": "",
}  # fmt: skip


def _with(state: _State, name: str, kind: str) -> _State:
    return replace(state, fill=kind) if name.islower() else replace(state, stroke=kind)


def _kind(space: Any, named: Any) -> str:
    paint = paint_of(space, named)
    if paint.spot == "/All":
        return _ALL
    return {"/DeviceCMYK": _CMYK, "/ICCBased CMYK": _CMYK, "/DeviceGray": _GRAY}.get(
        paint.space, "other"
    )


def _grey(kind: str, values: Sequence[float], ink: int) -> float:
    """How light the plate of ``ink`` is under a colour: 1 without ink, 0 in full."""
    if kind == _CMYK and len(values) == 4:
        return round(1 - values[ink], 4)
    if kind == _ALL and values:
        return round(1 - values[0], 4)
    if kind == _GRAY and values and ink == 3:
        return values[0]
    return 1.0
