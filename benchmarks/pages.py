"""What other pages than the summit cost: long ones, ones with photographs, one in German.

Run by ``make bench``, or with a number of rounds. Pages are made anew, always the same. Each row is the
median of processor time over cold processes taken in turn; the last one is the yardstick, WeasyPrint
alone on the HTML of the summit's screen file. Then the sizes of the files in megabytes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from long_report import forty_pages
from PIL import Image, ImageChops
from summit import BROCHURE, PEER, Cost, Row, cost, html_of, print_table

SUMMIT = Path("pages/sommet-pgo.md")
PHOTOGRAPHS, PIXELS = 25, (4000, 3000)
GERMAN = """Die Donaudampfschifffahrtsgesellschaft hat die Genehmigung der Gemeindeverwaltung für den
Ausbau der Landungsbrücken erhalten, wie die Bürgermeisterin am Montag mitteilte. Die Arbeiten beginnen
im Frühling und dauern voraussichtlich achtzehn Monate."""


def head(title: str, lang: str) -> str:
    """The head of a page."""
    return f"---\ntitle: {title}\nlang: {lang}\nurl: https://example.org/{lang}\n---\n\n"


def photograph(number: int) -> Image.Image:
    """A picture that weighs what a photograph of 12 megapixels weighs: forms, texture and grain."""
    forms, texture, grain = (
        Image.effect_noise((PIXELS[0] // by, PIXELS[1] // by), strength).resize(PIXELS)
        for by, strength in ((16, 90), (4, 30), (1, 6))
    )
    red = ImageChops.add(ImageChops.add(forms, texture, 2), grain, 2)
    green = ImageChops.add(Image.linear_gradient("L").rotate(90 * number).resize(PIXELS), red, 2)
    blue = ImageChops.add(forms.transpose(Image.Transpose.FLIP_LEFT_RIGHT), red, 2)
    return Image.merge("RGB", (red, green, blue))


def made_pages(folder: Path) -> dict[str, tuple[Path, str, float | None]]:
    """The pages by what they are, with the products to make, and the most seconds asked for."""
    body = SUMMIT.read_text(encoding="utf-8")
    front, _, text = body.removeprefix("---\n").partition("\n---\n")
    words = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    parts = "\n\n".join(f"## Partie {number}\n\n" + "\n\n".join([words] * 8) for number in range(20))
    pictures = []
    for number in range(PHOTOGRAPHS):
        photograph(number).save(folder / f"p{number:02}.jpg", quality=85)
        pictures.append(f"{words[:600]}\n\n![Photographie {number}](p{number:02}.jpg)")
    texts = {
        "forty": forty_pages(),
        "hundred": f"---\n{front}\n---\n\n{parts}",
        "photographs": head("Vingt-cinq photographies", "fr") + "\n\n".join(pictures),
        "german": head("Die Gemeinde baut aus", "de") + "\n\n".join([GERMAN] * 8),
        "english": head("Die Gemeinde baut aus", "en") + "\n\n".join([GERMAN] * 8),
    }
    for name, markdown in texts.items():
        (folder / f"{name}.md").write_text(markdown, encoding="utf-8")
    shutil.copytree("tests/pages", folder / "samples")
    return {
        "40 pages, screen file": (folder / "forty.md", "pdf", 4.8),
        "about 100 pages, screen file": (folder / "hundred.md", "pdf", 11.3),
        "about 100 pages, print files": (folder / "hundred.md", "print", 41.0),
        "25 photographs of 12 MP, screen and print": (folder / "photographs.md", "pdf,print", 9.0),
        "a photograph on the cover, whole kit": (folder / "samples" / "photo.md", "", 4.5),
        "a German page, screen file": (folder / "german.md", "pdf", None),
        "the same said to be English": (folder / "english.md", "pdf", None),
    }


def main(rounds: int) -> None:
    """Print the table, and what the files weigh."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = made_pages(folder)
        rows = []
        for what, (page, products, limit_s) in pages.items():
            only = ["--only", products] if products else []
            out = ["--force", "--time-limit", "600", "-o", str(folder / what)]  # on a busy machine
            rows.append(Row(what, [*BROCHURE, "build", str(page), *only, *out], limit_s))
        peer = [sys.executable, "-c", PEER, str(html_of(SUMMIT, folder)[0])]
        rows.append(Row("WeasyPrint alone: the summit's screen file", peer, None))
        costs: dict[str, list[Cost]] = {row.name: [] for row in rows}
        for _ in range(rounds):
            for row in rows:
                costs[row.name].append(cost(row.command))
        print_table(rows, costs)
        print("\nmegabytes")
        for what in pages:
            for file in sorted((folder / what).rglob("*.pdf")):
                print(
                    f"{what:44}{file.relative_to(folder / what)!s:34}{file.stat().st_size / 1e6:8.1f}"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3)
