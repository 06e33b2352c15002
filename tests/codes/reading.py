"""What the tests of codes share: payloads, decoders that did not write the codes, and a logo."""

from __future__ import annotations

import io

import resvg_py
import zxingcpp
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pyzbar import pyzbar

from brochure.codes import logos

SHORT = "https://pgo.gouv.fr/n"
URL = "https://www.gouvernement.fr/sommet-mondial-du-partenariat-pour-un-gouvernement-ouvert"

addresses = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=180).map(
    "https://exemple.org/".__add__
)
PIECES = (
    "HELLO", "world", "2016", "20161207", "1234567890123", "/", "?a=", "ABC-12", "https://exemple.org/",
    "%C3%A9", "WIFI:T:WPA;", "+33 1 23 45 67 89", "x", "7", " ",
)  # fmt: skip
mixed = st.lists(st.sampled_from(PIECES), min_size=1, max_size=24).map("".join)
levels = st.sampled_from("LMQH")


def opened(data: bytes) -> Image.Image:
    """An image file in greys."""
    return Image.open(io.BytesIO(data)).convert("L")


def by_resvg(svg: str, width: int = 600) -> Image.Image:
    """``svg`` as drawn by resvg, which knows nothing of codes."""
    return opened(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width)))


def read_by_both(image: Image.Image) -> list[list[str]]:
    """What zxing-cpp and what ZBar read in ``image``."""
    zbar = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [[b.text for b in zxingcpp.read_barcodes(image)], [b.data.decode() for b in zbar]]


def a_logo() -> tuple[bytes, tuple[int, int]]:
    """A logo of two colours, wider than high, on nothing."""
    image = Image.new("RGBA", (300, 200))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 10, 190, 190), fill="#3A37C9")
    draw.rectangle((150, 60, 290, 140), fill="#FF5A43")
    out = io.BytesIO()
    image.save(out, "PNG")
    return logos.picture(out.getvalue(), "logo.png")
