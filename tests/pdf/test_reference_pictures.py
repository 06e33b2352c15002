"""Six pages look as they did when somebody last looked at them and found them good.

Pages are compared as pictures of 40 dpi, blurred: what an eye sees from two metres, not the pixels of
a renderer. After a change that is meant: BROCHURE_NEW_REFERENCES=1 writes them anew; look at each.
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.conftest import ROOT, Kits

EXPECTED = ROOT / "tests" / "expected" / "pages"
SUMMIT = ROOT / "pages" / "sommet-pgo.md"
DESIGN = ROOT / "tests" / "pages" / "design"
PAGES = {
    "summit-agora-2": (SUMMIT, "agora", 2),
    "summit-agora-3": (SUMMIT, "agora", 3),
    "summit-papier-1": (SUMMIT, "papier", 1),
    "summit-contraste-2": (SUMMIT, "contraste", 2),
    "bilan-papier-2": (DESIGN / "bilan.md", "papier", 2),
    "marche-agora-1": (DESIGN / "marche.md", "agora", 1),
}
MOST_APART = 6.0
"""Of 255, root mean square of the differences of two blurred pictures."""


def drawn(data: bytes, number: int) -> Image.Image:
    """Page ``number`` of a PDF at 40 dpi."""
    page = pypdfium2.PdfDocument(data)[number - 1]
    picture: Image.Image = page.render(scale=40 / 72).to_pil()
    return picture.convert("RGB")


def apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart for an eye, from 0 to 255."""
    if one.size != other.size:
        return 255.0
    blur = ImageFilter.GaussianBlur(2.5)
    difference = ImageChops.difference(one.filter(blur), other.filter(blur))
    return max(ImageStat.Stat(difference).rms)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(name: str, kits: Kits) -> None:
    source, theme, number = PAGES[name]
    (made,) = kits(source, theme, "pdf").artifacts
    found, path = drawn(made.data, number), EXPECTED / f"{name}.png"
    if os.environ.get("BROCHURE_NEW_REFERENCES"):
        found.quantize(64).save(path, optimize=True)
    assert apart(found, opened(path)) < MOST_APART


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


@pytest.mark.parametrize("name", PAGES)
def test_another_page_and_a_block_that_moved_are_found(name: str) -> None:
    picture = opened(EXPECTED / f"{name}.png")
    others = [opened(EXPECTED / f"{other}.png") for other in PAGES if other != name]
    assert all(apart(picture, other) > 2 * MOST_APART for other in others)
    moved = ImageChops.offset(picture, 0, 12)  # eight millimetres
    assert apart(picture, moved) > MOST_APART
