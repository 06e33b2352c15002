"""The README's picture: the summit kit as it is, its pages and cards side by side."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL import Image

import brochure

TARGET = Path("docs/summit.png")
GAP = 24
HEIGHT = 460
GROUND = (232, 232, 236)


def scaled(image: Image.Image, height: int) -> Image.Image:
    """``image`` at ``height`` pixels."""
    width = round(image.width * height / image.height)
    return image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)


def main() -> None:
    """Build the kit in memory and lay its pictures out in two rows."""
    kit = brochure.build(brochure.read("pages/sommet-pgo.md"), brochure.load_theme("agora"))
    made = {a.path: a.data for a in kit.artifacts}
    pages = [p.render(scale=2).to_pil() for p in pypdfium2.PdfDocument(made["brochure.pdf"])]
    shown = [scaled(page, HEIGHT) for page in pages]
    width = sum(i.width for i in shown) + GAP * (len(shown) + 1)
    names = ("cards/open-graph.png", "cards/square.png", "qr/page.png")
    cards = [Image.open(io.BytesIO(made[name])) for name in names]
    ratio = sum(c.width / c.height for c in cards)
    second = round((width - GAP * (len(cards) + 1)) / ratio)
    sheet = Image.new("RGB", (width, HEIGHT + second + 3 * GAP), GROUND)
    for row, top in ((shown, GAP), ([scaled(c, second) for c in cards], HEIGHT + 2 * GAP)):
        left = GAP
        for image in row:
            sheet.paste(image, (left, top))
            left += image.width + GAP
    sheet.quantize(256, dither=Image.Dither.NONE).save(TARGET, optimize=True)
    print(TARGET, sheet.size, TARGET.stat().st_size)


if __name__ == "__main__":
    main()
