"""Cards for every page of a site: brochure beside what site generators have for it.

    python benchmarks/site_peers.py [PAGES] --peers PYTHON --node FOLDER

The same pages with each, in one run: brochure site (its open-graph card alone, and six formats), the
social plug-in of mkdocs-material, sphinxext-opengraph, satori with resvg-js, astro-og-canvas.
Generators build their sites too: what that takes without cards is measured and taken off. PYTHON is one
that has the packages of ``peers/requirements.txt``, FOLDER one with the node_modules of
``peers/package.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "benchmarks/peers"
REGULAR, BOLD = ROOT / "fonts/NotoSans_400Regular.ttf", ROOT / "fonts/NotoSans_700Bold.ttf"
WORDS = (
    "The town opens its gardens on Sunday, and whoever wants to help may come at nine.",
    "Trams run every six minutes until midnight, and the bridge is closed to cars.",
    "The library has eleven thousand new books, of which half are for children.",
)


class Taken(NamedTuple):
    """What a run took: seconds on the clock and of processors, megabytes of its largest process."""

    wall: float
    cpu: float
    peak_mb: float


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> Taken:
    """Run a command below a process that has no other children, so that it alone is counted."""
    watch = (
        "import json, resource, subprocess, sys, time\n"
        "began = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=2)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "cpu = used.ru_utime + used.ru_stime\n"
        "print(json.dumps([time.perf_counter() - began, cpu, used.ru_maxrss]))\n"
        "sys.exit(done.returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch, *command], cwd=cwd, env={**os.environ, **(env or {})}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr[-2000:]}")
    wall, cpu, peak = json.loads(done.stdout)
    return Taken(wall, cpu, peak / 1024)


def pages(count: int) -> list[dict[str, str]]:
    return [{"title": f"Notice {n} of the town", "lead": WORDS[n % 3]} for n in range(count)]


def write(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for number, page in enumerate(pages(count)):
        text = f"# {page['title']}\n\n{page['lead']}\n"
        (folder / f"page-{number}.md").write_text(text, "utf-8")
    (folder / "index.md").write_text("# The town\n\nWhat there is to know of it.\n", "utf-8")


def ours(folder: Path, count: int, *formats: str) -> tuple[Taken, list[Path]]:
    write(folder / "content", count)
    command = [sys.executable, "-m", "brochure", "site", "content", "-q", "--only", "cards", *formats]
    address = ["--address", "https://example.org/"]
    taken = run(*command, *address, cwd=folder, env={"PYTHONPATH": str(ROOT)})
    return taken, [*folder.glob("output/*/cards/*.png")]


def material(folder: Path, count: int, python: str) -> tuple[Taken, list[Path]]:
    """The social plug-in loads its font from the web, unless it lies in its cache already."""
    write(folder / "docs", count)
    fonts = folder / ".cache/plugin/social/fonts/Noto Sans"
    fonts.mkdir(parents=True)
    shutil.copy(REGULAR, fonts / "Regular.ttf")
    shutil.copy(BOLD, fonts / "Bold.ttf")
    settings = "site_name: Town\nsite_url: https://example.org/\ntheme: {name: material, font: false}\n"
    social = "plugins:\n  - social:\n      cards_layout_options: {font_family: Noto Sans}\n"
    found = []
    for name, more in (("without", "plugins: []\n"), ("with", social)):
        (folder / "mkdocs.yml").write_text(settings + more, "utf-8")
        found.append(run(python, "-m", "mkdocs", "build", "-q", "-d", name, cwd=folder))
    return less(*found), [*folder.glob("with/assets/images/social/**/*.png")]


def sphinx(folder: Path, count: int, python: str) -> tuple[Taken, list[Path]]:
    source = folder / "source"
    source.mkdir(parents=True)
    for number, page in enumerate(pages(count)):
        text = f"{page['title']}\n{'=' * len(page['title'])}\n\n{page['lead']}\n"
        (source / f"page-{number}.rst").write_text(f":orphan:\n\n{text}", "utf-8")
    (source / "index.rst").write_text("The town\n========\n\nWhat there is.\n", "utf-8")
    found = []
    for name, more in (("without", ""), ("with", "extensions = ['sphinxext.opengraph']\n")):
        settings = f"project = 'Town'\nogp_site_url = 'https://example.org/'\n{more}"
        (source / "conf.py").write_text(settings, "utf-8")
        found.append(run(python, "-m", "sphinx", "-q", "source", name, cwd=folder))
    return less(*found), [*folder.glob("with/_images/social_previews/*.png")]


def node(folder: Path, count: int, modules: Path, peer: str) -> tuple[Taken, list[Path]]:
    folder.mkdir()
    (folder / "pages.json").write_text(json.dumps(pages(count)), "utf-8")
    script = modules / "site_peers.mjs"  # Node looks for packages where a script lies
    if not script.exists():
        shutil.copy(PEERS / "site_peers.mjs", script)
    taken = run("node", str(script), peer, "pages.json", str(REGULAR), str(BOLD), ".", cwd=folder)
    return taken, [*folder.glob("*.png")]


def less(without: Taken, with_cards: Taken) -> Taken:
    """What the cards took."""
    return Taken(with_cards.wall - without.wall, with_cards.cpu - without.cpu, with_cards.peak_mb)


def show(name: str, taken: Taken, files: Iterable[Path], count: int) -> None:
    sizes = [path.stat().st_size for path in files]
    each, made = sum(sizes) / max(1, len(sizes)) / 1000, len(sizes)
    print(
        f"{name:38}{count / taken.wall:8.1f} pages/s{taken.cpu / count * 1000:8.0f} ms of CPU a page"
        f"{each:8.1f} KB a card{made:6} cards{taken.peak_mb:7.0f} MB",
        flush=True,
    )


def main() -> None:
    """Measure each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="?", type=int, default=200)
    parser.add_argument("--peers", required=True, help="the Python of the peers")
    parser.add_argument("--node", type=Path, required=True, help="the folder of node_modules")
    asked = parser.parse_args()
    count, modules = asked.pages, asked.node.absolute()
    python = os.path.abspath(asked.peers)  # noqa: PTH100 - an environment is found by its link
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{count} pages, {cores} cores; without what generators take for the site itself")
    with tempfile.TemporaryDirectory(prefix="brochure-peers-") as name:
        top = Path(name)
        rows: Mapping[str, Callable[[Path], tuple[Taken, list[Path]]]] = {
            "brochure, one format": lambda at: ours(at, count, "--formats", "open-graph"),
            "brochure, six formats": lambda at: ours(at, count),
            "mkdocs-material, social plug-in": lambda at: material(at, count, python),
            "sphinxext-opengraph": lambda at: sphinx(at, count, python),
            "satori and resvg-js": lambda at: node(at, count, modules, "satori"),
            "astro-og-canvas": lambda at: node(at, count, modules, "astro"),
        }
        for number, (peer, measured) in enumerate(rows.items()):
            show(peer, *measured(top / str(number)), count)


if __name__ == "__main__":
    main()
