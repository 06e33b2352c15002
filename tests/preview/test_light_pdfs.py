"""Light PDFs: small pictures of pages look the same, and photographs in inks are decoded small."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Name
from PIL import Image, ImageChops, ImageStat

from brochure.preview.light_pdfs import lightened

SIDE_PX = 200


def page_with(mode: str, *, inverted: bool = False) -> bytes:
    """A page of A6 that a photograph of 1,200 × 1,600 pixels fills."""
    photograph = Image.merge(
        "RGB", [Image.radial_gradient("L"), Image.linear_gradient("L"), Image.new("L", (256, 256), 90)]
    )
    photograph = photograph.resize((1200, 1600)).convert(mode)
    file = io.BytesIO()
    photograph.save(file, "JPEG", quality=92)
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(298, 420))
    page = pdf.pages[0]
    picture = pdf.make_stream(file.getvalue())
    picture.stream_dict = pikepdf.Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=1200, Height=1600, BitsPerComponent=8,
        ColorSpace=Name("/DeviceCMYK" if mode == "CMYK" else "/DeviceRGB"), Filter=Name.DCTDecode,
    )  # fmt: skip
    if inverted:
        picture.Decode = Array([1, 0] * 4)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
    page.Contents = pdf.make_stream(b"q 298 0 0 420 0 0 cm /P Do Q")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        found: Image.Image = page.render(scale=SIDE_PX / page.get_width()).to_pil()
    return found.convert("RGB")


def widths(data: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = (item for item in pdf.objects if isinstance(item, pikepdf.Stream))
        return [int(item.Width) for item in streams if item.get("/Subtype") == Name.Image]


@pytest.mark.parametrize("inverted", [False, True])
def test_a_photograph_in_inks_is_smaller_and_its_page_looks_the_same(inverted: bool) -> None:
    given = page_with("CMYK", inverted=inverted)
    light = lightened(given, SIDE_PX)
    assert widths(light) == [300]
    difference = ImageChops.difference(drawn(given), drawn(light))
    assert max(ImageStat.Stat(difference).mean) < 1.5
    assert max(ImageStat.Stat(ImageChops.difference(drawn(given), drawn(page_with("RGB")))).mean) > 1.5


@pytest.mark.parametrize(
    ("data", "side_px"),
    [(page_with("RGB"), SIDE_PX), (page_with("CMYK"), 600), (b"%PDF-1.7 without pictures", SIDE_PX)],
    ids=["in RGB", "shown large", "no photograph"],
)
def test_other_files_stay_as_they_are(data: bytes, side_px: int) -> None:
    assert lightened(data, side_px) is data
