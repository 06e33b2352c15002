"""The figures of the README: what a cold process costs, beside WeasyPrint alone on the same HTML.

Run by ``make bench``. Each row is the median of processor time (user and system, children too) over
cold processes, taken in turn, so that a busy machine is busy for every row alike.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROUNDS = 11
BROCHURE = [sys.executable, "-m", "brochure"]

PEER = """
import sys
from pathlib import Path
import weasyprint
html = Path(sys.argv[1]).read_text(encoding="utf-8")
css = weasyprint.CSS(string=Path(sys.argv[2]).read_text(encoding="utf-8"))
weasyprint.HTML(string=html, base_url="file:///").write_pdf(
    sys.argv[3], pdf_variant="pdf/a-3a", stylesheets=[css])
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
    """Run ``command`` in a process of its own and say what it cost."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, *command], check=True, capture_output=True, text=True
    ).stdout.split()
    kilobytes = float(out[1]) / (1024 if sys.platform == "darwin" else 1)
    return Cost(float(out[0]), kilobytes / 1024)


def html_of_the_summit(folder: Path) -> tuple[Path, Path]:
    """The very HTML and style sheet the summit's brochure is made of, as files for the peer."""
    import brochure
    from brochure.pdf import engine

    kept: list[str] = []
    sheets: list[str] = []
    render, start = engine.HtmlRenderer.render, engine.HtmlRenderer.__init__

    def keep(press: engine.HtmlRenderer, html: str, **options: object) -> object:
        kept.append(html)
        return render(press, html, **options)

    def keep_sheet(
        press: engine.HtmlRenderer, css: str, fetcher: engine.Fetcher, fonts: str = ""
    ) -> None:
        sheets.append(f"{fonts}\n{css}")
        start(press, css, fetcher, fonts)

    engine.HtmlRenderer.render = keep  # type: ignore[method-assign,assignment]
    engine.HtmlRenderer.__init__ = keep_sheet  # type: ignore[method-assign,assignment]
    brochure.build(brochure.read("pages/sommet-pgo.md"), brochure.load_theme("agora"), only=["pdf"])
    html, css = folder / "summit.html", folder / "summit.css"
    html.write_text(kept[-1], encoding="utf-8")
    css.write_text(sheets[-1], encoding="utf-8")
    return html, css


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
        html, css = html_of_the_summit(folder)
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
                "WeasyPrint alone: the brochure's HTML to PDF/A-3a",
                [sys.executable, "-c", PEER, str(html), str(css), str(folder / "peer.pdf")],
                None,
            ),
        ]
        costs: dict[str, list[Cost]] = {row.name: [] for row in rows}
        for _ in range(ROUNDS + 1):  # the first round warms the disk
            for row in rows:
                costs[row.name].append(cost(row.command))
        print_table(rows, {name: found[1:] for name, found in costs.items()})


def print_table(rows: list[Row], costs: dict[str, list[Cost]]) -> None:
    """The medians, the limits, and each row against WeasyPrint alone."""
    peer = statistics.median(c.cpu_s for c in costs[rows[-1].name])
    print(f"processor time, median (lowest) of {ROUNDS} cold processes; peak memory of the largest")
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
