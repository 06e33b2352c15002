"""How the sample pages look in every theme, in numbers: a row for each, and what passes a limit.

Run by ``make look-report``; what is measured, and why so, is in `look_measures`::

    python benchmarks/look_report.py [PATH …] [--themes A,B] [--sheets DIR] [--shots DIR] [--check]

A PATH is a page of Markdown, a finished PDF, or a folder of either; without one the sample pages are
taken, and a report of forty pages. ``--sheets`` writes contact sheets: all pages of each brochure side
by side, and one sheet for each product: cards, poster, leaflet, and the pictures of ``--shots``.
Exit code: 0; with ``--check`` 1 where a limit is passed, or where a page cannot be built.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import look_measures as measures
from long_report import forty_pages

import brochure
from brochure.design import A4_WIDTH_MM, Design

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ("pages", "docs/example", "tests/pages", "tests/pages/design")
THEMES = ("agora", "papier", "contraste")
JUDGED_FOR_FORM = "sommet-pgo"
"""The page on which no more than a part of the lines of two designs may coincide."""

RULES = {
    "hole": "empty run > 60 mm",
    "short": "column short by more than a line",
    "torn": "torn block",
    "runt": "last line of one word",
    "hyphens": "more than two hyphens in a row",
    "large": "hyphen above 14 pt",
    "small": "type below the least size",
    "alike": "more than 30 % of the lines of two designs coincide",
    "error": "not built",
}
"""The limits, and what passing one is called."""

PRINTED = ("leaflet", "poster")
"""What is printed besides brochures, and has a form in each design."""

COUNTED = ("torn", "runt", "hyphens", "large", "small")
"""The rules whose faults are counted in a column each."""


class Finished(NamedTuple):
    """A brochure that was measured: the name of its page, its theme, its file, and what was found.

    ``printed`` are the leaflet and the poster, where they were made; ``least_pt`` is the design's.
    """

    name: str
    theme: str
    document: measures.Document
    look: measures.Look
    printed: Mapping[str, measures.Document]
    least_pt: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, draw; the exit code."""
    options = _options(arguments)
    faults: list[str] = []
    print(f"{'page':24}{'theme':11}{'pages':>5}{'hole mm':>12}{'in column':>12}{'short':>9}", end="")
    print("".join(f"{rule:>8}" for rule in COUNTED))
    with tempfile.TemporaryDirectory() as folder:
        for source in _sources(options.paths, Path(folder)):
            made: list[Finished] = []
            for theme in options.themes if source.suffix == ".md" else [""]:
                found = _finished(source, theme, options)
                if isinstance(found, str):
                    print(f"{source.stem:24}{theme:11} {RULES['error']}: {found}")
                    faults.append("error")
                    continue
                made.append(found)
                _print_row(found)
                faults += [fault.rule for fault in found.look.faults]
            faults += _print_coinciding(made)
        if options.sheets and options.shots:
            _draw_shots(options.shots, options.sheets)
    counted = {rule: faults.count(rule) for rule in RULES if rule in faults}
    print(
        "\n" + (", ".join(f"{RULES[rule]}: {n}" for rule, n in counted.items()) or "no limit is passed")
    )
    return 1 if options.check and faults else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--themes", type=lambda names: names.split(","), default=list(THEMES))
    parser.add_argument("--sheets", type=Path, metavar="DIR")
    parser.add_argument("--shots", type=Path, metavar="DIR")
    parser.add_argument("--check", action="store_true")
    return parser.parse_args(arguments)


def _sources(paths: Sequence[Path], folder: Path) -> Iterator[Path]:
    """The pages and finished PDFs at ``paths``; without any the samples and a report of forty pages."""
    for path in paths or [ROOT / name for name in SAMPLES]:
        if path.is_dir():
            yield from sorted(each for each in path.iterdir() if each.suffix in {".md", ".pdf"})
        else:
            yield path
    if not paths:
        long = folder / "forty-pages.md"
        long.write_text(forty_pages(), encoding="utf-8")
        yield long


def _finished(source: Path, theme_name: str, options: argparse.Namespace) -> Finished | str:
    """The brochure of a page in a theme, measured; or why there is none."""
    try:
        if source.suffix == ".pdf":
            form, files = Design(name="", folder=ROOT), {"brochure.pdf": source.read_bytes()}
        else:
            theme = brochure.load_theme(theme_name)
            only = ["pdf", "print", "cards"] if options.sheets else ["pdf"]
            if source.stem == JUDGED_FOR_FORM:
                only = [*only, "print"]
            kit = brochure.build(brochure.read(source), theme, only=only)
            files = {artifact.path: artifact.data for artifact in kit.artifacts}
            form = theme.design
        document = measures.read(files["brochure.pdf"])
        printed = {
            name: measures.read_printed(files[path])
            for name in PRINTED
            if (path := f"print/{name}.pdf") in files
        }
    except (brochure.BrochureError, ValueError, OSError) as why:
        return " ".join(str(why).split())
    scale = document.sheets[0].width / (A4_WIDTH_MM * measures.MM)
    margins = (form.grid.top_mm, form.grid.bottom_mm, form.grid.side_mm)
    look = measures.measure(
        document,
        measures.Margins(*(scale * length for length in margins)),
        max(measures.LEAST_PT, form.type.least_pt),
    )
    if options.sheets:
        _draw(f"{source.stem}-{theme_name}".rstrip("-"), files, options.sheets)
    return Finished(source.stem, theme_name, document, look, printed, form.type.least_pt)


def _print_row(found: Finished) -> None:
    look = found.look
    numbers = [sum(fault.rule == rule for fault in look.faults) for rule in COUNTED]
    counted = "".join(f"{number or '·':>8}" for number in numbers)
    print(
        f"{found.name[:23]:24}{found.theme:11}{look.pages:5}"
        f"{_worst(look.holes_mm, '.0f'):>12}{_worst(look.column_holes_mm, '.0f'):>12}"
        f"{_worst(look.shortfalls, '.1f'):>9}{counted}"
    )
    print("    mm empty: " + " ".join(f"p{page} {mm:.0f}" for page, mm in look.holes_mm.items()))
    if look.forced_hyphens:
        print(
            f"    {look.forced_hyphens} hyphens above 14 pt in words wider than their line, not counted"
        )
    for name, document in found.printed.items():
        least = min(line.size for line in document.lines)
        print(f"    {name}: type of {least:.1f} pt and more")
    for fault in sorted(look.faults, key=lambda each: each.page):
        print(f"    p{fault.page} {RULES[fault.rule]}: {fault.said}")


def _worst(values: Mapping[int, float], form: str) -> str:
    """The largest of ``values`` with its page."""
    if not values:
        return "–"
    page = max(values, key=lambda each: values[each])
    return f"{values[page]:{form}} p{page}"


def _print_coinciding(made: Sequence[Finished]) -> list[str]:
    """How much two designs of one page coincide, by product; a fault for each pair too much alike."""
    faults: list[str] = []
    for product in ("brochure", *PRINTED):
        said = []
        for one, other in combinations(made, 2):
            files = [
                each.document if product == "brochure" else each.printed.get(product)
                for each in (one, other)
            ]
            if files[0] is None or files[1] is None:
                continue
            share = measures.coinciding(files[0], files[1])
            covers = measures.coinciding(files[0], files[1], cover=True)
            said.append(f"{one.theme}/{other.theme} {share:.0%} (covers {covers:.0%})")
            if one.name == JUDGED_FOR_FORM and share > measures.MOST_COINCIDING:
                faults.append("alike")
        if said:
            print(f"    lines of the {product} that coincide: {', '.join(said)}")
    return faults


# Contact sheets


def _draw(name: str, files: Mapping[str, bytes], folder: Path) -> None:
    """The contact sheets of one kit: its brochure, its cards, and what is printed besides."""
    folder.mkdir(parents=True, exist_ok=True)
    _sheet(f"{name}", _pages(files["brochure.pdf"]), folder / f"{name}.png")
    for product in ("poster", "leaflet"):
        if data := files.get(f"print/{product}.pdf"):
            _sheet(f"{name} {product}", _pages(data), folder / f"{name}-{product}.png", height=700)
    cards = {
        path.removeprefix("cards/"): data
        for path, data in files.items()
        if path.startswith("cards/") and path.endswith(".png")
    }
    if cards:
        _sheet(f"{name} cards", _pictures(cards), folder / f"{name}-cards.png")


def _draw_shots(shots: Path, folder: Path) -> None:
    pictures = {path.stem: path.read_bytes() for path in sorted(shots.glob("*.png"))}
    if pictures:
        _sheet("share pages", _pictures(pictures), folder / "share.png", height=1400)


def _pages(data: bytes) -> Iterator[tuple[str, Any]]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, 1):
            yield f"p{number}", page.render(scale=900 / page.get_height()).to_pil().convert("RGB")


def _pictures(files: Mapping[str, bytes]) -> Iterator[tuple[str, Any]]:
    import io

    from PIL import Image

    for name, data in files.items():
        yield name, Image.open(io.BytesIO(data)).convert("RGB")


def _sheet(
    title: str, pictures: Iterable[tuple[str, Any]], path: Path, height: int = 520, widest: int = 3200
) -> None:
    """Pictures side by side at one height, each below its label, in rows no wider than ``widest``."""
    from PIL import Image, ImageDraw

    gap, label = 12, 18
    placed: list[tuple[int, int, str, Any]] = []
    x, y = gap, gap + label
    for name, picture in pictures:
        small = picture.resize((max(1, round(picture.width * height / picture.height)), height))
        if x + small.width > widest and x > gap:
            x, y = gap, y + height + label + gap
        placed.append((x, y + label, name, small))
        x += small.width + gap
    width = max((x + small.width + gap for x, _, _, small in placed), default=gap)
    sheet = Image.new("RGB", (width, y + label + height + gap), (122, 122, 122))
    draw = ImageDraw.Draw(sheet)
    draw.text((gap, gap // 2), title, fill="white", font_size=15)
    for left, top, name, small in placed:
        draw.text((left, top - label), name, fill="white", font_size=13)
        sheet.paste(small, (left, top))
    sheet.save(path)


if __name__ == "__main__":
    sys.exit(main())
