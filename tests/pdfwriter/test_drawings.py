"""Drawings in PDF: a logo's paths and pixels, in black ink alone or in colour."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from brochure.geometry import Rect
from brochure.logo import Logo, read_logo
from brochure.pdfwriter import drawings
from brochure.pdfwriter.document import Element, PdfPage, Resources, pdf_file

LOGOS = Path(__file__).parents[1] / "brands"


def logo(name: str) -> Logo:
    return read_logo((LOGOS / name).read_bytes(), name)


def file_with(drawn: Logo, written: drawings.Written) -> bytes:
    """A page as large as the logo, with nothing else on it."""
    resources, size = Resources(), (200.0, 200 / drawn.aspect)
    page = PdfPage(size=size)
    figure = Element("Figure", alt="Arcanne", box=(0, 0, *size))
    page.elements.append(figure)
    page.begin(figure)
    rect = Rect(0, -size[1], *size)  # y runs down from the foot of the page here
    page.operators += [drawings.drawn_logo(drawn, rect, resources, written)]
    page.end()
    return pdf_file("Arcanne", "fr", [page], resources)


@pytest.mark.parametrize("name", ["arcanne.svg", "seal.png"])
def test_a_logo_is_drawn_as_it_looks(name: str) -> None:
    drawn = logo(name)
    page = pypdfium2.PdfDocument(file_with(drawn, drawings.in_colour))[0]
    shown = page.render(scale=1).to_pil().convert("RGB")
    wanted = drawn.image(shown.height)
    paper = Image.new("RGB", wanted.size, "#FFFFFF")
    paper.paste(wanted, mask=wanted.getchannel("A"))
    pairs = zip(shown.resize(paper.size).tobytes(), paper.tobytes(), strict=True)
    apart = sum(abs(a - b) > 64 for a, b in pairs)
    assert apart < 0.03 * len(paper.tobytes())


@pytest.mark.parametrize("name", ["arcanne.svg", "seal.png"])
def test_in_black_nothing_but_black_ink_is_used(name: str) -> None:
    with pikepdf.open(io.BytesIO(file_with(logo(name), drawings.in_black))) as pdf:
        (xobject,) = pdf.pages[0].Resources.XObject.values()
        if xobject.Subtype == "/Image":
            assert [str(part) for part in list(xobject.ColorSpace)[:2]] == ["/Separation", "/Black"]
            return
        operators = xobject.read_bytes().decode()
    assert not re.search(r"\b(rg|RG|g|G|cs|sc|scn)\b", operators)
    assert set(re.findall(r"(\S+ \S+ \S+) \S+ [kK]\b", operators)) == {"0 0 0"}


def test_dark_colours_are_solid_black_and_white_stays_white() -> None:
    assert drawings.in_black("#006E5A", False) == "0 0 0 1 k"
    assert drawings.in_black("#FFFFFF", True) == "0 0 0 0 K"
    assert 0 < float(drawings.in_black("#E8A33D", False).split()[3]) < drawings.SOLID
