"""The figures of the README: what a cold process costs, beside WeasyPrint alone on the same HTML.

Run by ``make bench``. Each row is the median of processor time (user and system, children too) over
cold processes, taken in turn, so that a busy machine is busy for every row alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROUNDS = 11
BROCHURE = [sys.executable, "-m", "brochure"]

PEER = """
import ctypes.util, sys
from pathlib import Path
if sys.platform == "linux":  # a search that starts a compiler; brochure spares it too
    ctypes.util.find_library = lambda name: None
import weasyprint
for html in sys.argv[1:]:
    css = weasyprint.CSS(filename=html + ".css")
    source = weasyprint.HTML(string=Path(html).read_text(encoding="utf-8"), base_url="file:///")
    source.write_pdf(html + ".pdf", pdf_variant="pdf/a-3a", stylesheets=[css])
"""


CHANGED = """
import subprocess, sys, time
from pathlib import Path
page = Path(sys.argv[1])
text = page.read_text(encoding="utf-8")
page.write_text(text.rpartition(" ")[0] + f" {time.time_ns()}\\n", encoding="utf-8")
sys.exit(subprocess.call(sys.argv[2:]))
"""
"""Another last word in the page, and then the command."""

PHOTOGRAPHS = 25


class Row(NamedTuple):
    """A line of the table; ``limit_s`` is what the project asks of itself, in processor seconds."""

    name: str
    command: list[str]
    limit_s: float | None


class Cost(NamedTuple):
    """Processor seconds and peak resident memory in MB of one process with its children."""

    cpu_s: float
    peak_mb: float


def cost(command: list[str]) -> Cost:
    """Run ``command`` in a process of its own, which may keep its bytecode, and say what it cost."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    out = subprocess.run(
        [sys.executable, "-c", code, *command],
        check=True, capture_output=True, text=True, env=environment,
    ).stdout.split()  # fmt: skip
    kilobytes = float(out[1]) / (1024 if sys.platform == "darwin" else 1)
    return Cost(float(out[0]), kilobytes / 1024)


def html_of(page: Path, folder: Path) -> list[Path]:
    """The very HTML and style sheets that all PDFs of a page are written from, as files for the peer.

    The screen file's first, then those for the press; each style sheet lies beside its HTML (".css").
    """
    import weasyprint

    import brochure
    from brochure.pdf import engine

    laid_out: dict[int, tuple[str, str]] = {}
    written: list[tuple[str, str]] = []
    sheets: dict[int, str] = {}
    documents = []  # kept, so that no other one has the number of one that is gone
    start, render = engine.HtmlRenderer.__init__, engine.HtmlRenderer.render
    write_pdf = weasyprint.Document.write_pdf

    def keep_sheet(
        press: engine.HtmlRenderer, css: str, fetcher: engine.Fetcher, fonts: str = "",
        *, form: str = "", likely: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        sheets[id(press)] = f"{fonts}\n{form}\n{css}"
        start(press, css, fetcher, fonts, form=form, likely=likely)

    def keep_html(press: engine.HtmlRenderer, html: str, **options: object) -> object:
        document = render(press, html, **options)
        documents.append(document)
        laid_out[id(document)] = html, sheets[id(press)]
        return document

    def keep_written(document: object, *args: object, **options: object) -> object:
        written.append(laid_out[id(document)])
        return write_pdf(document, *args, **options)

    engine.HtmlRenderer.__init__ = keep_sheet  # type: ignore[method-assign,assignment]
    engine.HtmlRenderer.render = keep_html  # type: ignore[method-assign,assignment]
    weasyprint.Document.write_pdf = keep_written
    try:
        brochure.build(brochure.read(page), brochure.load_theme("agora"), only=["pdf", "print"])
    finally:
        engine.HtmlRenderer.__init__ = start  # type: ignore[method-assign]
        engine.HtmlRenderer.render = render  # type: ignore[method-assign]
        weasyprint.Document.write_pdf = write_pdf
    files = [folder / f"{page.stem}-{number}.html" for number in range(len(written))]
    for file, (html, css) in zip(files, written, strict=True):
        file.write_text(html, encoding="utf-8")
        Path(f"{file}.css").write_text(css, encoding="utf-8")
    return files


def page_with_photographs(folder: Path) -> Path:
    """A page with photographs of 12 megapixels, each another one."""
    from PIL import Image

    lines = ["---", "title: Vingt-cinq photographies", "url: https://exemple.org/", "---", ""]
    with Image.open("tests/pages/quais.jpg") as opened:
        photograph = opened.convert("RGB").resize((4000, 3000))
    for number in range(PHOTOGRAPHS):
        photograph.paste((number * 9, 90, 120), (number * 100, 0, number * 100 + 400, 500))
        photograph.save(folder / f"{number}.jpg", quality=90)
        lines += [f"## Quai {number}", "", f"![Le quai {number}, vu du pont]({number}.jpg)", ""]
    page = folder / "photographs.md"
    page.write_text("\n".join(lines), encoding="utf-8")
    return page


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [str(file) for file in html_of(Path("pages/sommet-pgo.md"), folder)]
        build = [*BROCHURE, "build", "pages/sommet-pgo.md", "-o", str(folder / "kits")]
        own = folder / "own.md"
        own.write_bytes(Path("pages/sommet-pgo.md").read_bytes())
        photographs = str(page_with_photographs(folder))
        rows = [
            Row("brochure --help", [*BROCHURE, "--help"], 0.08),
            Row("the whole summit kit, cold, all read back", [*build, "--force"], None),
            Row(
                "brochure, cards, codes and share page alone",
                [*build, "--force", "--only", "pdf,cards,qr,share"],
                1.2,
            ),
            Row("the print files alone, cold", [*build, "--force", "--only", "print"], None),
            Row("the same kit, unchanged", build, 0.15),
            Row(
                "the whole kit, one word of the text changed",
                [
                    sys.executable,
                    "-c",
                    CHANGED,
                    str(own),
                    *BROCHURE,
                    "build",
                    str(own),
                    "-o",
                    str(folder / "kits"),
                ],
                1.8,
            ),
            Row(
                f"a brochure with {PHOTOGRAPHS} photographs, unchanged",
                [*BROCHURE, "build", photographs, "-o", str(folder / "kits"), "--only", "pdf"],
                0.25,
            ),
            Row(
                "brochure check, all preflight",
                [*BROCHURE, "check", str(folder / "kits/sommet-pgo")],
                None,
            ),
            Row("the cards alone, cold", [*build, "--force", "--only", "cards"], 0.30),
            Row(
                f"WeasyPrint alone: the HTML of all {len(files)} PDFs, to PDF/A-3a",
                [sys.executable, "-c", PEER, *files],
                None,
            ),
            Row(
                "WeasyPrint alone: the HTML of the screen file",
                [sys.executable, "-c", PEER, files[0]],
                None,
            ),
        ]
        costs: dict[str, list[Cost]] = {row.name: [] for row in rows}
        for _ in range(ROUNDS + 1):  # the first round warms the disk
            for row in rows:
                costs[row.name].append(cost(row.command))
        print_table(rows, {name: found[1:] for name, found in costs.items()})


def print_table(rows: list[Row], costs: dict[str, list[Cost]]) -> None:
    """The medians, the limits, and each row against the last one: WeasyPrint alone."""
    peer = statistics.median(c.cpu_s for c in costs[rows[-1].name])
    rounds = len(costs[rows[-1].name])
    print(f"processor time, median (lowest) of {rounds} cold processes; peak memory of the largest")
    print(f"{'':52}{'CPU s':>14}{'limit':>7}{'× peer':>8}{'MB':>6}")
    for row in rows:
        seconds = sorted(c.cpu_s for c in costs[row.name])
        median, memory = statistics.median(seconds), max(c.peak_mb for c in costs[row.name])
        limit = f"{row.limit_s:.2f}" if row.limit_s else ""
        print(
            f"{row.name:52}{median:7.2f} ({seconds[0]:.2f}){limit:>7}{median / peer:8.2f}{memory:6.0f}"
        )


if __name__ == "__main__":
    main()
