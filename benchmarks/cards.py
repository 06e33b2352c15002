"""The figures on cards: brochure beside satori with resvg, takumi, skia-python and Chromium.

Run by ``make bench-cards``. Every peer draws the same flat open-graph cards of as many titles, from a
file that says where each line and dot stands: the peers fit no text, brochure does. Processor time,
children too; warm medians over all cards, cold medians over processes, taken in turn.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from summit import cost

import brochure
from brochure import motif
from brochure.cards import composition, drawing, rendering
from brochure.cards.card import chain_of, tracking_of

PEERS = Path(__file__).resolve().parent / "peers"
ROUNDS, COLD_ROUNDS = 3, 7
TITLES = (
    "Sommet mondial du Partenariat pour un gouvernement ouvert",
    "Budget participatif : votez jusqu’au 12 mai",
    "Une journée pour les données ouvertes",
    "Consultation sur le plan climat de la métropole",
    "La bibliothèque s’agrandit cet automne",
    "Rencontres nationales de la participation citoyenne",
    "Nouveau réseau de bus à partir de septembre",
    "Le conseil municipal en direct",
    "Accueil des nouveaux habitants samedi matin",
    "Trois mois sans voitures sur les quais",
    "Marché de printemps",
    "Portes ouvertes des archives départementales",
)


class Warm(NamedTuple):
    """Processor milliseconds of each card, and bytes of each file."""

    cpu: list[float]
    size: list[int]


def pages() -> list[brochure.Page]:
    """A page for each title, with the words of the summit."""
    summit = brochure.read("pages/sommet-pgo.md")
    return [
        replace(summit, title=title, slug=f"page-{i}", quotes=(), figures=())
        for i, title in enumerate(TITLES)
    ]


def specs(of: Iterable[brochure.Page], theme: brochure.Theme) -> dict[str, Any]:
    """What stands where on the open-graph card of each page."""
    found = []
    fonts: dict[str, int] = {}
    for page in of:
        card = composition.compose_one(page, theme, "open-graph")
        lines, dots = [], []
        for placed in card.placed:
            for line in card.lines(placed):
                face = chain_of(line.style, theme)[0]
                fonts[str(face.path)] = face.weight
                lines.append({
                    "text": line.text, "x": line.rect.x, "y": line.rect.y, "height": line.rect.height,
                    "size": line.size, "weight": face.weight,
                    "colour": theme.roles[line.style.colour].rgb,
                    "tracking": tracking_of(line.style, page.lang), "path": str(face.path),
                })  # fmt: skip
            if placed.box.kind == "motif":
                rect = placed.rect
                dots += [
                    {"x": rect.x + mark.points[0][0] * rect.height,
                     "y": rect.y + mark.points[0][1] * rect.height,
                     "r": mark.width / 2 * rect.height, "colour": theme.roles[mark.state].rgb}
                    for mark in motif.marks_of(page, theme.motif)
                ]  # fmt: skip
        found.append({"lines": lines, "dots": dots})
    return {
        "width": 1200, "height": 630, "ground": theme.roles["cover"].rgb, "cards": found,
        "fonts": [{"path": path, "weight": weight} for path, weight in fonts.items()],
    }  # fmt: skip


def measured(draw: Callable[[Any], bytes], of: list[Any]) -> Warm:
    """Draw each of ``of`` ROUNDS times, after one round that warms up."""
    draw(of[0])
    cpu, size = [], []
    for turn in range(ROUNDS):
        for one in of:
            before = time.process_time()
            data = draw(one)
            cpu.append((time.process_time() - before) * 1000)
            if turn == 0:
                size.append(len(data))
    return Warm(cpu, size)


def ours(theme: brochure.Theme) -> Callable[[brochure.Page], bytes]:
    """The whole way: page, typography, fitting, contrast, drawing, encoding."""
    return lambda page: rendering.render_card(page, theme, "open-graph").data


def ours_six(theme: brochure.Theme) -> Callable[[brochure.Page], bytes]:
    """Six formats of a page, as PNG."""

    def draw(page: brochure.Page) -> bytes:
        made = [drawing.draw(card, theme).png() for card in composition.compose_all(page, theme)]
        assert len(made) == 6
        return max(made, key=len)

    return draw


def skia_peer(told: dict[str, Any]) -> Callable[[dict[str, Any]], bytes]:
    """skia-python, one drawString a line, without kerning as its simple call is."""
    import skia

    faces = {f["path"]: skia.Typeface.MakeFromFile(f["path"]) for f in told["fonts"]}

    def draw(card: dict[str, Any]) -> bytes:
        surface = skia.Surface(told["width"], told["height"])
        with surface as onto:
            onto.clear(skia.Color(*bytes.fromhex(told["ground"][1:])))
            for dot in card["dots"]:
                onto.drawCircle(dot["x"], dot["y"], dot["r"], _skia_paint(dot["colour"]))
            for line in card["lines"]:
                font = skia.Font(faces[line["path"]], line["size"])
                font.setSubpixel(True)
                font.setEdging(skia.Font.Edging.kAntiAlias)
                base = line["y"] + line["height"] / 2 + 0.35 * line["size"]
                onto.drawString(line["text"], line["x"], base, font, _skia_paint(line["colour"]))
        return bytes(surface.makeImageSnapshot().encodeToData(skia.kPNG, 100))

    return draw


def _skia_paint(rgb: str) -> Any:
    import skia

    return skia.Paint(AntiAlias=True, Color=skia.Color(*bytes.fromhex(rgb[1:])))


def node_peer(name: str, file: Path, *more: str) -> Warm:
    """A peer that runs in node, in a process of its own."""
    command = ["node", str(PEERS / "peers.mjs"), name, str(file), str(ROUNDS), *more]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=PEERS)
    told = json.loads(done.stdout)
    return Warm(told["cpu"], told["bytes"])


def _row(name: str, warm: Warm, base: float) -> None:
    median = statistics.median(warm.cpu)
    size = statistics.mean(warm.size) / 1000
    print(f"{name:44}{median:8.1f}{min(warm.cpu):8.1f}{median / base:8.2f}{size:9.1f}")


def warm_table(file: Path, told: dict[str, Any], chromium: str) -> None:
    """Warm cards, each peer with the same titles."""
    theme = brochure.load_theme("agora")
    every = pages()
    rows = {"brochure": measured(ours(theme), every)}
    rows["takumi 2.16 (node)"] = node_peer("takumi", file)
    rows["satori + resvg-js (node)"] = node_peer("satori", file)
    rows["skia-python, text without kerning"] = measured(skia_peer(told), told["cards"])
    if chromium:
        rows["Chromium, headless, kept open"] = node_peer("chromium", file, chromium)
    base = statistics.median(rows["brochure"].cpu)
    print(f"{'one flat open-graph card, warm':44}{'CPU ms':>8}{'lowest':>8}{'×':>8}{'KB':>9}")
    for name, warm in rows.items():
        _row(name, warm, base)
    six = measured(ours_six(theme), every)
    print(f"{'brochure, six formats as PNG (largest KB)':44}{statistics.median(six.cpu):8.1f}"
          f"{min(six.cpu):8.1f}{'':8}{max(six.size) / 1000:9.1f}")  # fmt: skip


def cold_table(file: Path, chromium: str, folder: Path) -> None:
    """Cold processes, each row once a round."""
    run = [sys.executable, "-m", "brochure"]
    plain, summit = "tests/pages/sobre.md", "pages/sommet-pgo.md"
    one = folder / "one.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    one.write_text(json.dumps({**told, "cards": told["cards"][:1]}), encoding="utf-8")
    node = ["node", str(PEERS / "peers.mjs")]
    only = ["--only", "cards", "--force", "-o", str(folder / "kits")]
    rows = {
        "brochure card: one image": [*run, "card", "--title", TITLES[0], "-o", str(folder / "x.png")],
        "brochure build --only cards: 6 PNG, 4 JPEG": [*run, "build", plain, *only],
        "the same, the summit: 10 PNG, 8 JPEG": [*run, "build", summit, *only],
        "takumi: one image, drawn twice": [*node, "takumi", str(one), "1"],
        "satori + resvg-js: one image, drawn twice": [*node, "satori", str(one), "1"],
    }
    if chromium:
        rows["Chromium: one image, drawn twice"] = [*node, "chromium", str(one), "1", chromium]
    found: dict[str, list[float]] = {name: [] for name in rows}
    for turn in range(COLD_ROUNDS + 1):
        for name, command in rows.items():
            used = cost(command).cpu_s
            found[name] += [used] if turn else []
    print(f"\n{'cold process':44}{'CPU s':>8}{'lowest':>8}")
    for name, seconds in found.items():
        print(f"{name:44}{statistics.median(seconds):8.2f}{min(seconds):8.2f}")


def site(folder: Path) -> None:
    """Two hundred pages in one process."""
    source = folder / "site"
    source.mkdir()
    for i in range(200):
        text = (
            f"---\ntitle: '{TITLES[i % len(TITLES)]} ({i})'\ndescription: Une page du site.\n---\n\nx\n"
        )
        (source / f"page-{i:03}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "brochure", "build", str(source), "--only", "cards", "-q",
               "-o", str(folder / "site-kits")]  # fmt: skip
    began = time.perf_counter()
    used = cost(command)
    wall = time.perf_counter() - began
    again = cost(command).cpu_s
    print(
        f"\n200 pages, {200 * 10} files: {used.cpu_s:.1f} s CPU, {wall:.1f} s, {used.peak_mb:.0f} MB; "
        f"unchanged: {again:.1f} s CPU"
    )


def main() -> None:
    """Print the tables."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # programs are installed compiled
    chromium = shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = specs(pages(), brochure.load_theme("agora"))
        file = folder / "specs.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        warm_table(file, told, chromium)
        cold_table(file, chromium, folder)
        site(folder)


if __name__ == "__main__":
    main()
