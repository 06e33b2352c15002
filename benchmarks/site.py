"""A whole site: pages a second with one process and with all cores, and runs that find nothing changed.

    python benchmarks/site.py [PAGES …] [--all]

Prints for each number of pages (200 and 2,000): cards alone, the first run with 1 and with N processes
taken in turns, a run without a change, a run with one changed page, the largest process, and whether
the bytes were the same. With --all every product is made, of a tenth of the pages.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]

WORDS = (
    "The town opens its gardens on Sunday, and whoever wants to help may come at nine.",
    "Trams run every six minutes until midnight, and the bridge is closed to cars.",
    "The library has eleven thousand new books, of which half are for children.",
)


def write_pages(folder: Path, count: int) -> None:
    """``count`` pages with texts of their own in folders of a hundred, and the site's settings."""
    for number in range(count):
        page = folder / "content" / f"part-{number // 100}" / f"page-{number}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        body = "\n\n".join(f"## Part {n}\n\n{WORDS[(number + n) % 3]}" for n in range(3))
        page.write_text(f"---\ntitle: Notice {number} of the town\nlang: en\n---\n{body}\n", "utf-8")
    (folder / "brochure.toml").write_text(
        'pages = "content"\naddress = "https://example.org/"\npermalinks = "hugo"\n', "utf-8"
    )


def run(folder: Path, output: Path, jobs: int, *options: str) -> tuple[float, float]:
    """Seconds on the clock and of processors that a run takes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "brochure", "site", str(folder), "-o", str(output), "--jobs", str(jobs),
         "-q", *options],
        check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu


def digest(output: Path) -> str:
    """A hash of every file but what is remembered."""
    total = hashlib.sha256()
    for path in sorted(output.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            total.update(str(path.relative_to(output)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def measure(count: int, options: tuple[str, ...], kind: str) -> None:
    """Print what a site of ``count`` pages takes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as name:
        folder = Path(name)
        write_pages(folder, count)
        outputs = {jobs: folder / f"kits-{jobs}" for jobs in dict.fromkeys((1, cores))}
        taken = {jobs: run(folder, output, jobs, *options) for jobs, output in outputs.items()}
        same = len({digest(output) for output in outputs.values()}) == 1
        output = outputs[cores]
        time.sleep(2.5)  # what was written less than two seconds ago is hashed again
        run(folder, output, cores, *options)
        nothing = min(run(folder, output, cores, *options) for _ in range(3))
        page = folder / "content/part-0/page-7.md"
        page.write_text(page.read_text("utf-8").replace("Notice", "Advice"), "utf-8")
        one = run(folder, output, cores, *options)
        size = sum(p.stat().st_size for p in output.rglob("*") if p.is_file())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{count:,} pages, {kind}: {size / count / 1000:,.0f} KB a page, same bytes: {same}")
    for jobs, (seconds, cpu) in taken.items():
        print(
            f"  {jobs} at once: {count / seconds:6.2f} pages/s  ({seconds:.1f} s, {cpu:.1f} s of CPU)"
        )
    print(f"  speed-up: {taken[1][0] / taken[cores][0]:.2f} on {cores} cores")
    print(f"  nothing changed: {nothing[0]:.2f} s ({nothing[1]:.2f} s of CPU)")
    print(f"  one page changed: {one[0]:.2f} s ({one[1]:.2f} s of CPU)")
    print(f"  largest process: {peak:,.0f} MB")


def main() -> None:
    """Measure each number of pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=int, default=[200, 2000])
    parser.add_argument("--all", action="store_true", help="every product, of a tenth of the pages")
    asked = parser.parse_args()
    for count in asked.pages:
        measure(count, ("--only", "cards"), "cards")
        if asked.all:
            measure(max(1, count // 10), (), "every product")


if __name__ == "__main__":
    main()
