"""Draws the logos in PNG that tests use, of invented places: run it to make the files anew."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent


def seal(side: int) -> Image.Image:
    """A disc with a wave across, on a transparent ground, with margins around."""
    image = Image.new("RGBA", (side * 4, side * 4))
    pen = ImageDraw.Draw(image)
    whole = side * 4
    pen.ellipse((whole * 0.1, whole * 0.1, whole * 0.9, whole * 0.9), fill="#8C1C3A")
    pen.rectangle((whole * 0.1, whole * 0.46, whole * 0.9, whole * 0.54), fill="#FFFFFF")
    return image.resize((side, side), Image.Resampling.LANCZOS)


def line(width: int) -> Image.Image:
    """A row of thin bars, on white."""
    image = Image.new("RGB", (width, width // 5), "#FFFFFF")
    pen = ImageDraw.Draw(image)
    for i in range(9):
        left = width * (0.06 + i * 0.1)
        pen.rectangle(
            (left, width * 0.04, left + width * 0.05, width * 0.16), outline="#15161C", width=3
        )
    return image


if __name__ == "__main__":
    seal(400).save(FOLDER / "seal.png", optimize=True)
    seal(40).save(FOLDER / "seal-small.png", optimize=True)
    line(600).save(FOLDER / "line.png", optimize=True)
