"""A simulated camera: tilt, turn, blur, noise, few pixels and JPEG, as in a hand-held shot of a code.

The scene is drawn large, seen in perspective, gathered into pixels, blurred, given noise and stored as
JPEG. Run with ``-s`` to see the figures.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter
from pyzbar import pyzbar

from brochure.codes import svg_png
from brochure.codes.code_style import CodeStyle
from brochure.codes.encoder import encode

SHORT = "https://pgo.gouv.fr/n?s=a1"
PAGE = "https://www.gouvernement.fr/sommet-mondial-du-partenariat-pour-un-gouvernement-ouvert"
FINE = 8
"""Pixels of the scene for each pixel of the camera."""

SHOTS = 24
GROUND = 168
"""The grey of the table that the code lies on."""


def zxing(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image)]


def zbar(image: Image.Image) -> list[str]:
    found = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [code.data.decode() for code in found]


DECODERS: dict[str, Callable[[Image.Image], list[str]]] = {"zxing-cpp": zxing, "ZBar": zbar}


def homography(found: list[tuple[float, float]], wanted: list[tuple[float, float]]) -> list[float]:
    """The eight numbers of Pillow's PERSPECTIVE that take the points ``wanted`` to ``found``."""
    rows = []
    for (x, y), (u, v) in zip(wanted, found, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for i in range(8):  # Gauss and Jordan
        best = max(range(i, 8), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(8):
            if r != i:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[8] for row in rows]


def shot(code: Image.Image, modules: int, px_per_module: float, seed: int) -> Image.Image:
    """``code``, ``modules`` wide with its quiet zone, as a camera sees it."""
    chance = random.Random(seed)
    side = modules * px_per_module * FINE
    turn, tilt = math.radians(chance.uniform(-12, 12)), math.radians(chance.uniform(0, 20))
    axis = chance.uniform(0, 2 * math.pi)
    whole = round(side * 1.5 / FINE) * FINE
    corners = []
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        along, across = (
            x * math.cos(axis) + y * math.sin(axis), -x * math.sin(axis) + y * math.cos(axis)
        )  # fmt: skip
        near = 1 + across * math.sin(tilt) / 2.5  # seen from two and a half widths away
        along, across = along / near, across * math.cos(tilt) / near
        px = along * math.cos(axis) - across * math.sin(axis)
        py = along * math.sin(axis) + across * math.cos(axis)
        corners.append((whole / 2 + px * side, whole / 2 + py * side))
    n = code.width
    numbers = homography([(0, 0), (n, 0), (n, n), (0, n)], corners)
    scene = code.transform(
        (whole, whole), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BILINEAR,
        fillcolor=GROUND,
    )  # fmt: skip
    seen = scene.reduce(FINE).filter(ImageFilter.GaussianBlur(0.7 * min(1, px_per_module / 3)))
    grain = Image.effect_noise(seen.size, 5 * 1.0)
    seen = ImageChops.add(seen, grain, 1, -128)
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=88)
    return Image.open(io.BytesIO(out.getvalue()))


def rates(payload: str, px_per_module: float, style: CodeStyle | None = None) -> dict[str, float]:
    """The share of shots that each decoder reads right."""
    matrix = encode(payload)
    code = svg_png.raster(matrix, 24, style or CodeStyle()).convert("L")
    shots = [shot(code, matrix.total, px_per_module, seed) for seed in range(SHOTS)]
    return {
        name: sum(read(image) == [payload] for image in shots) / SHOTS
        for name, read in DECODERS.items()
    }


@pytest.mark.parametrize("payload", [SHORT, PAGE])
def test_three_pixels_a_module_are_enough_for_both_decoders(payload: str) -> None:
    found = rates(payload, 3)
    print(f"\n3 px a module, version {encode(payload).version}: {found}")
    assert min(found.values()) >= 0.95


@pytest.mark.parametrize(
    "style", [CodeStyle(dark="#000091"), CodeStyle(shape="rounded")], ids=["blue", "rounded"]
)
def test_looks_that_are_allowed_read_as_well(style: CodeStyle) -> None:
    found = rates(SHORT, 3.5, style)
    print(f"\n3.5 px a module, {style.shape} {style.dark}: {found}")
    assert min(found.values()) >= 0.95


def test_the_camera_can_fail() -> None:
    """At one pixel a module nobody reads anything, and inverted codes are lost to a decoder."""
    assert max(rates(PAGE, 1).values()) == 0
    assert min(rates(SHORT, 3, CodeStyle(dark="#FFFFFF", light="#000000")).values()) == 0
