"""Separations: the plates of a print file as rasters, drawn by PDFium.

PDFium draws RGB only, and mixes its channels one by one. So several files are made of one: in the
first, red, green and blue are the plates of cyan, magenta and yellow; in the second, grey is that of
black, and one more file stands for each spot ink. It draws them all, transparency and clipping
included. Gray, CMYK, Separation and DeviceN are seen; gradients, patterns and other colours are not,
which the rules tell.

What overprints is left out of the files in none of whose plates it prints (ISO 32000-1, 8.6.7): right
for black ink alone and for spot inks; of several inks together, cyan, magenta and yellow knock each
other out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf
from pikepdf import ContentStreamInlineImage, Name

from brochure.preflight import image_separations
from brochure.preflight.content_stream import NO_SPOTS, paint_of

if TYPE_CHECKING:
    from PIL.Image import Image

_PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_CMYK, _GRAY, _ALL, _OTHER = "cmyk", "gray", "all", "other"

Kind = str | tuple[int, ...]
"""A colour space: one of those above, or the plates of its components (-1: none)."""


@dataclass(frozen=True, slots=True)
class _PlateState:
    fill: Kind = _GRAY
    stroke: Kind = _GRAY
    fills: tuple[float, ...] = (0.0,)
    strokes: tuple[float, ...] = (0.0,)
    overprints: bool = False
    overprints_strokes: bool = False
    zero_prints_not: bool = False
    mode: int = 0


class Separated(NamedTuple):
    """For each page its plates, in greys: 0 no ink, 255 full ink; and the images not seen there.

    ``names`` are the inks: the four, then the spot inks. Images are named by the number and the
    generation of their objects.
    """

    pages: list[list[Image]]
    unread: frozenset[tuple[int, int]]
    names: tuple[str, ...] = _PROCESS


def separate(data: bytes, dpi: float) -> Separated:
    """The plates of a file at ``dpi``."""
    files, unread, names = _plates(data)
    coloured, *single = (list(_draw(plate, dpi)) for plate in files)
    return Separated(
        pages=[
            [*colours.convert("RGB").split(), *(grey.convert("L") for grey in greys)]
            for colours, *greys in zip(coloured, *single, strict=True)
        ],
        unread=unread,
        names=names,
    )


def total(inks: Sequence[Image]) -> Image:
    """The plates added up, as an image of integers, 255 for each full ink."""
    from PIL import ImageMath

    names = {f"ink{number}": image.convert("I") for number, image in enumerate(inks)}
    added: Image = ImageMath.lambda_eval(
        lambda a: a["convert"](reduce(add, (a[name] for name in names)), "I"), **names
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


def _plates(data: bytes) -> tuple[list[bytes], frozenset[tuple[int, int]], tuple[str, ...]]:
    """The file once for three plates and once for each other one; the images unread; all inks."""
    files = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        drawn, images = _painted_objects(pdf)
        names = (*_PROCESS, *_spots(pdf))
        streams = [_parted(item, item.get("/Resources", {}), names) for item in drawn]
        parted = [image_separations.separate_image(item, names) for item in images]
        unread = frozenset(i.objgen for i, plates in zip(images, parted, strict=True) if not plates)
        for number in range(len(names) - 2):
            space = Name.DeviceGray if number else Name.DeviceRGB
            for item, plates_of in zip(drawn, streams, strict=True):
                _rewrite(pdf, item, plates_of[number], space)
            for item, plates in zip(images, parted, strict=True):
                image_separations.put_image(
                    item, (plates or image_separations.empty(names))[number], space
                )
            out = io.BytesIO()
            pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
            files.append(out.getvalue())
    return files, unread, names


def _spots(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """The spot inks that any colour space of the file names."""
    found: set[str] = set()
    for item in pdf.objects:
        for space in _spaces(item):
            found.update(paint_of(space, {}).inks)
    return tuple(sorted(name[1:] for name in found - NO_SPOTS))


def _spaces(item: Any) -> Iterable[Any]:
    """The colour spaces that an object is, or holds."""
    if isinstance(item, pikepdf.Array):
        yield item
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        resources: Any = item.get("/Resources", {})
        for named in (item.get("/ColorSpace"), resources.get("/ColorSpace")):
            if isinstance(named, pikepdf.Dictionary):
                yield from dict(named).values()
            elif isinstance(named, pikepdf.Array):
                yield named


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


def _parted(stream: Any, resources: Any, names: Sequence[str]) -> list[bytes]:
    """A content stream for each file, with its colours as those of the file's plates."""
    parting = _Parting(resources, names)
    for instruction in pikepdf.parse_content_stream(stream):
        parting.add(instruction)
    return parting.streams()


class _Parting:
    """A content stream that is being parted."""

    def __init__(self, resources: Any, names: Sequence[str]) -> None:
        self.spaces, self.states = resources.get("/ColorSpace", {}), resources.get("/ExtGState", {})
        self.names = names
        self.state, self.stack = _PlateState(), list[_PlateState]()
        self.done: list[list[bytes]] = [[] for _ in names[2:]]
        self.same: list[Any] = []

    def add(self, instruction: Any) -> None:
        """Take one more instruction."""
        name = str(instruction.operator)
        if name in {"cs", "CS"} or name in _COLOURS:
            operands = list(instruction.operands)
            self.state = _coloured(self.state, name, operands, self.spaces, self.names)
            self._part(_written(self.state, name, len(self.names)))
        elif name in _PAINTS and (hidden := _hidden(self.state, name, len(self.names))):
            shown, unseen = _painted(instruction), _unpainted(instruction, self.state)
            self._part([unseen if n in hidden else shown for n in range(len(self.done))])
        elif name != "sh" and not _is_inline_picture(instruction):  # those are unseen
            self._follow(name, instruction)
            self.same.append(instruction)

    def _follow(self, name: str, instruction: Any) -> None:
        if name == "q":
            self.stack.append(self.state)
        elif name == "Q" and self.stack:
            self.state = self.stack.pop()
        elif name == "gs":
            given = self.states.get(str(instruction.operands[0]), {})
            self.state = _with_parameters(self.state, given)
        elif name == "Tr":
            self.state = replace(self.state, mode=int(instruction.operands[0]))

    def _part(self, written: Sequence[bytes]) -> None:
        """Add to each file what it alone has."""
        before = pikepdf.unparse_content_stream(self.same)
        for parts, operator in zip(self.done, written, strict=True):
            parts += [before, operator]
        self.same = []

    def streams(self) -> list[bytes]:
        """The stream of each file."""
        self._part([b""] * len(self.done))
        return [b"\n".join(parts) for parts in self.done]


def _with_parameters(state: _PlateState, given: Any) -> _PlateState:
    """The state after gs. Where only /OP is said, it is meant for fills too."""
    strokes = bool(given.get("/OP", state.overprints_strokes))
    fills = bool(given.get("/op", strokes if "/OP" in given else state.overprints))
    zero = bool(int(given.get("/OPM", state.zero_prints_not)))
    return replace(state, overprints=fills, overprints_strokes=strokes, zero_prints_not=zero)


_SHOWS, _STROKES = ("Tj", "TJ", "'", '"'), ("S", "s")
_PAINTS = (*_SHOWS, *_STROKES, "f", "F", "f*")


def _hidden(state: _PlateState, name: str, plates: int) -> frozenset[int]:
    """The files in none of whose plates something that overprints is printed."""
    stroke = name in _STROKES
    if not (state.overprints_strokes if stroke else state.overprints):
        return frozenset()
    kind, values = (state.stroke, state.strokes) if stroke else (state.fill, state.fills)
    prints = set(range(4))
    if kind in {_ALL, _OTHER}:
        return frozenset()
    if isinstance(kind, tuple):
        prints = set(kind)
    elif kind == _CMYK and state.zero_prints_not:
        prints = {plate for plate, value in enumerate(values) if value}
    return frozenset(
        number
        for number in range(plates - 2)
        if not prints & {*((0, 1, 2) if not number else (number + 2,))}
    )


def _painted(instruction: Any) -> bytes:
    return bytes(pikepdf.unparse_content_stream([instruction]))


def _unpainted(instruction: Any, state: _PlateState) -> bytes:
    """The same without ink: text is invisible, a path ends."""
    if str(instruction.operator) not in _SHOWS:
        return b"n"
    return b"3 Tr\n" + _painted(instruction) + f"\n{state.mode} Tr".encode()


def _is_inline_picture(instruction: Any) -> bool:
    return isinstance(instruction, ContentStreamInlineImage) and not instruction.iimage.image_mask


def _coloured(
    state: _PlateState, name: str, operands: Sequence[Any], spaces: Any, names: Sequence[str]
) -> _PlateState:
    """The state after a colour operator; a space starts in its first colour (ISO 32000-1, 8.6.8)."""
    if name in {"cs", "CS"}:
        kind = _kind(operands[0], spaces, names)
        values = (1.0,) * len(kind) if isinstance(kind, tuple) else _INITIAL[kind]
    else:
        kind = _COLOURS[name] or (state.fill if name.islower() else state.stroke)
        values = tuple(float(value) for value in operands if not isinstance(value, Name))
    if name.islower():
        return replace(state, fill=kind, fills=values)
    return replace(state, stroke=kind, strokes=values)


def _written(state: _PlateState, name: str, plates: int) -> list[bytes]:
    """The colour that ``name`` chose, as the operators of each file."""
    fill = name.islower()
    kind, values = (state.fill, state.fills) if fill else (state.stroke, state.strokes)
    lights = [f"{light:.4f}" for light in _lights(kind, values, plates)]
    operators = ("rg", "g") if fill else ("RG", "G")
    coloured = f"{' '.join(lights[:3])} {operators[0]}".encode()
    return [coloured, *(f"{light} {operators[1]}".encode() for light in lights[3:])]


_COLOURS = {
    "k": _CMYK, "K": _CMYK, "g": _GRAY, "G": _GRAY, "rg": "", "RG": "",
    "sc": "", "scn": "", "SC": "", "SCN": "",
}  # fmt: skip
_INITIAL: dict[str, tuple[float, ...]] = {
    _CMYK: (0.0, 0.0, 0.0, 1.0), _GRAY: (0.0,), _ALL: (1.0,), _OTHER: (),
}  # fmt: skip


def _kind(space: Any, named: Any, names: Sequence[str]) -> Kind:
    paint = paint_of(space, named)
    if paint.inks == ("/All",):
        return _ALL
    if paint.inks:
        return tuple(names.index(i[1:]) if i[1:] in names else -1 for i in paint.inks)
    return {"/DeviceCMYK": _CMYK, "/ICCBased CMYK": _CMYK, "/DeviceGray": _GRAY}.get(
        paint.space, _OTHER
    )


def _lights(kind: Kind, values: Sequence[float], plates: int) -> list[float]:
    """How light the plates are under a colour: 1 without ink, 0 in full."""
    lights = [1.0] * plates
    if kind == _CMYK and len(values) == 4:
        lights[:4] = (1 - value for value in values)
    elif kind == _ALL and values:
        lights = [1 - values[0]] * plates
    elif kind == _GRAY and values:
        lights[3] = values[0]
    elif isinstance(kind, tuple):
        for plate, value in zip(kind, values, strict=False):
            if plate >= 0:
                lights[plate] = 1 - value
    return lights
