"""Prepress: a laid out PDF becomes a file a printer accepts, PDF/X-4 and PDF/A-2b in one.

Exact boxes, bleed, marks in the slug, one blending space, no annotations, pictures and everything
else in CMYK, the output intent embedded, identifiers made of the content (ISO 15930-7; ISO 19005-2).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from brochure import icc, opened_files
from brochure.errors import RenderError
from brochure.geometry import PdfRect
from brochure.pdf.press import duotones, marks
from brochure.pdf.press.inks import SPOT, Inks, Plates
from brochure.pdf.press.marks import Slug
from brochure.pdf.press.plating import Plating, spot_space
from brochure.pdfwriter import xmp
from brochure.problems import Place, error
from brochure.theme import Printing

if TYPE_CHECKING:
    from PIL.Image import Image

JPEG_QUALITY = 92
REGISTRY = "http://www.color.org"

_LEFT_BEHIND = (
    "/Outlines",
    "/Names",
    "/Dests",
    "/StructTreeRoot",
    "/MarkInfo",
    "/OpenAction",
    "/AcroForm",
)
"""What a sheet of paper has no use for, and PDF/X limits or forbids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a print file is made with.

    ``bleed`` in points; ``trim`` width and height in points; ``multiple`` of how many its pages are,
    ``place`` the name of what is printed.
    """

    printing: Printing
    bleed: float
    trim: tuple[float, float]
    slug: Slug
    info: xmp.DocumentInfo
    place: str
    multiple: int = 1


def finish(data: bytes, job: Job) -> bytes:
    """The print file of a PDF whose pages reach to the edge of their bleed and no further."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return finish_open(pdf, job)


def finish_open(pdf: pikepdf.Pdf, job: Job) -> bytes:
    """The print file of an open PDF, which is changed."""
    plates = plates_of(job.printing)
    spot = spot_space(pdf, plates) if plates.spot else None
    _convert_pictures(pdf, job.printing.profile, plates, spot)
    _blend_in_cmyk(pdf)
    count = len(pdf.pages)
    group = pdf.make_indirect(
        Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
    )
    registration = _registration(pdf)
    plating = Plating(pdf, plates, partial(_inks_of, profile=job.printing.profile), spot)
    for number, page in enumerate(pdf.pages, 1):
        trim = _set_boxes(page, job)
        page.obj.Group = group
        plating.plate(page, trim)
        drawn = marks.mark_operators(trim, job.bleed, job.slug, plates.patches, (number, count))
        own = {"/RegAll": registration} | ({SPOT: spot} if spot is not None else {})
        _add_marks(page, own, drawn, trim.grown(job.bleed))
    for key in _LEFT_BEHIND:
        if key in pdf.Root:
            del pdf.Root[key]
    _intend(pdf, job.printing)
    _describe(pdf, job.info)
    out = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(
        out,
        deterministic_id=True,
        force_version="1.6",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


def plates_of(printing: Printing) -> Plates:
    """The plates that a theme is printed with."""
    return Plates(printing.ink, printing.spot)


def _inks_of(rgb: Sequence[float], profile: Path) -> Inks:
    """A colour of a drawing in sRGB, 0 to 1, in the inks of the ``profile``."""
    from PIL import Image

    pixel = Image.new("RGB", (1, 1), tuple(round(255 * v) for v in rgb))
    found = icc.separated(pixel, str(profile)).getpixel((0, 0))
    assert isinstance(found, tuple)
    cyan, magenta, yellow, black = (round(v / 255, 3) for v in found)
    return (cyan, magenta, yellow, black)


def _blend_in_cmyk(pdf: pikepdf.Pdf) -> None:
    """Every transparency group blends in the inks it is printed in (ISO 32000-1, 11.6.6)."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and "/Group" in item:
            item.Group.CS = Name.DeviceCMYK


def _set_boxes(page: pikepdf.Page, job: Job) -> PdfRect:
    """Set the page's boxes (ISO 32000-1, 14.11.2) around its middle; give the trim."""
    left, bottom, right, top = (float(v) for v in page.obj.MediaBox)
    width, height = job.trim
    x, y = (left + right - width) / 2, (bottom + top - height) / 2
    trim = PdfRect(x, y, x + width, y + height)
    boxes = {
        "/TrimBox": trim,
        "/BleedBox": trim.grown(job.bleed),
        "/MediaBox": trim.grown(job.bleed + marks.SLUG),
    }
    for name, edges in boxes.items():
        page.obj[name] = Array([round(v, 4) for v in edges])
    for gone in ("/CropBox", "/ArtBox", "/Annots", "/Tabs", "/StructParents"):
        if gone in page.obj:
            del page.obj[gone]
    return trim


def _registration(pdf: pikepdf.Pdf) -> Any:
    """The colour that prints on every plate, in full (ISO 32000-1, 8.6.6.4)."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def _add_marks(page: pikepdf.Page, own: Mapping[str, Any], drawn: bytes, bleed: PdfRect) -> None:
    """Clip what stands on ``page`` to its bleed, draw marks around it, in spaces of their ``own``."""
    resources = page.obj.Resources
    spaces = resources.get("/ColorSpace", Dictionary())
    for unused in ("/lab-d50", "/lab-d65"):
        if unused in spaces:
            del spaces[unused]
    for name, space in own.items():
        spaces[name] = space
    resources.ColorSpace = spaces
    width, height = bleed.right - bleed.left, bleed.top - bleed.bottom
    clip = f"q {bleed.left:.4f} {bleed.bottom:.4f} {width:.4f} {height:.4f} re W n\n"
    page.contents_add(clip.encode(), prepend=True)
    page.contents_add(b"Q\n" + drawn)


def _intend(pdf: pikepdf.Pdf, printing: Printing) -> None:
    """Embed the output profile once, for PDF/X and for PDF/A (ISO 32000-1, 14.11.5)."""
    data = opened_files.bytes_of(printing.profile)
    said = icc.parse_profile(data, printing.profile.name)
    stream = pdf.make_stream(data)
    stream.N = 4
    intents = Array()
    for subtype in (Name("/GTS_PDFX"), Name("/GTS_PDFA1")):
        intent = Dictionary(
            Type=Name.OutputIntent,
            S=subtype,
            OutputConditionIdentifier=String(said.condition),
            Info=String(said.description),
            DestOutputProfile=stream,
        )
        if said.condition != "Custom":
            intent.RegistryName = String(REGISTRY)
        intents.append(pdf.make_indirect(intent))
    pdf.Root.OutputIntents = intents


def _describe(pdf: pikepdf.Pdf, info: xmp.DocumentInfo) -> None:
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    entries = {
        "/Title": info.title, "/Author": info.author, "/Subject": info.subject,
        "/Creator": info.creator, "/Producer": info.producer,
        "/CreationDate": info.pdf_date, "/ModDate": info.pdf_date,
    }  # fmt: skip
    for key, text in entries.items():
        if text:
            pdf.docinfo[key] = String(text)
    pdf.docinfo["/Trapped"] = Name("/False")
    stream = pdf.make_stream(xmp.print_packet(info))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
    pdf.Root.Lang = String(info.lang)


_UNREADABLE = (pikepdf.PdfError, pikepdf.UnsupportedImageTypeError, NotImplementedError)
"""What pikepdf raises of a picture that is broken, or that it does not know."""


def _convert_pictures(pdf: pikepdf.Pdf, profile: Path, plates: Plates, spot: Any) -> None:
    """Every picture in colour becomes CMYK through the output profile; greys stay black ink.

    Where there is one ink beside black, it becomes a duotone of both.
    """
    for item in _pictures(pdf):
        space = item.get("/ColorSpace")
        if space in (Name.DeviceCMYK, Name.DeviceGray) or item.get("/ImageMask"):
            continue
        lossy = item.get("/Filter") == Name.DCTDecode
        try:
            picture = pikepdf.PdfImage(item).as_pil_image().convert("RGB")
        except (*_UNREADABLE, ValueError, OSError) as caught:
            raise RenderError(
                error(
                    "picture-not-cmyk", at=Place(product="print"), width_px=int(item.Width),
                    height_px=int(item.Height), kind=type(caught).__name__,
                )
            ) from caught  # fmt: skip
        if plates.colour is None:
            _replace(item, icc.separated(picture, str(profile)), lossy=lossy)
        elif spot is None:
            _replace(item, duotones.in_four_inks(picture, plates.colour), lossy=lossy)
        else:
            _replace_by_two(pdf, item, duotones.tones(picture, plates.colour), spot, lossy=lossy)


def _pictures(pdf: pikepdf.Pdf) -> Iterable[Any]:
    for item in list(pdf.objects):
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            yield item


def _replace(item: Any, picture: Image, *, lossy: bool) -> None:
    if lossy:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
        item.write(out.getvalue(), filter=Name.DCTDecode)
        item.Decode = Array([1, 0] * 4)  # Pillow writes CMYK as Adobe does, inverted
    else:
        item.write(picture.tobytes())
        if "/Decode" in item:
            del item["/Decode"]
    item.ColorSpace, item.BitsPerComponent = Name.DeviceCMYK, 8


def _replace_by_two(
    pdf: pikepdf.Pdf, item: Any, tones: tuple[Image, Image], spot: Any, *, lossy: bool
) -> None:
    """Make a picture a form that paints it in the ``spot`` ink, and in black over it.

    Black is multiplied, not set to overprint: who shows the page without separating it mixes both too.
    """
    from PIL import ImageOps

    made = []
    for tone, space in zip(tones, (spot, Name.DeviceGray), strict=True):
        picture = tone if space is spot else ImageOps.invert(tone)
        one = pdf.make_stream(picture.tobytes())
        one.Type, one.Subtype = Name.XObject, Name.Image
        one.Width, one.Height = picture.size
        one.ColorSpace, one.BitsPerComponent = space, 8
        if lossy:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=JPEG_QUALITY)
            one.write(out.getvalue(), filter=Name.DCTDecode)
        if "/SMask" in item:
            one.SMask = item.SMask
        made.append(one)
    for key in set(item.keys()) - {"/Length"}:
        del item[key]
    item.Type, item.Subtype, item.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
    multiplied = Dictionary(Type=Name.ExtGState, BM=Name.Multiply)
    item.Resources = Dictionary(
        XObject=Dictionary(Ink=made[0], Black=made[1]), ExtGState=Dictionary(Multiply=multiplied)
    )
    item.write(b"q\n/Ink Do\n/Multiply gs\n/Black Do\nQ")
