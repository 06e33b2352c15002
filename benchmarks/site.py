"""A whole site: pages a second with one process and with all cores, and runs that find nothing changed.

    python benchmarks/site.py [PAGES …] [--all] [--formats FORMATS] [--copied PAGES]

Prints for each number of pages (200 and 2,000): cards alone, the first run with 1 and with N processes
and with a Dask cluster of as many workers, a run without a change, a run with one changed page, the
largest process, and whether the bytes were the same. With --all every product is made, of a tenth of
the pages. With --copied the pages and their kits are copied until there are so many, as if all had been
built, for the runs without a change and with one: what they look at is the same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from brochure.sites import kit_map
from brochure.sites.memory import FILE

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


def copy_until(folder: Path, output: Path, built: int, wanted: int) -> int:
    """Copy a site of ``built`` pages, with what is known of it, until it has ``wanted``; how many."""
    found = kit_map.read(output / kit_map.FILE)
    memory = json.loads((output / FILE).read_bytes())
    pages, rows = dict(memory["pages"]), dict(found.pages)
    times = -(-wanted // built)
    for number in range(1, times):
        top = f"copy-{number}"
        shutil.copytree(folder / "content/part-0", folder / "content" / top / "part-0")
        for part in sorted((folder / "content").glob("part-[1-9]*")):
            shutil.copytree(part, folder / "content" / top / part.name)
        for name, row in rows.items():
            kit = f"{top}--{row['folder']}"
            shutil.copytree(output / row["folder"], output / kit)
            found.pages[f"{top}/{name}"] = {**row, "folder": kit}
            status, reads, *known = pages[name]
            memory["pages"][f"{top}/{name}"] = [
                status, {f"{top}/{path}": value for path, value in reads.items()}, *known
            ]  # fmt: skip
    data = found.to_json("https://example.org/", "")
    memory |= {"map": hashlib.sha256(data).hexdigest(), "files": {}}
    (output / kit_map.FILE).write_bytes(data)
    (output / FILE).write_bytes(json.dumps(memory).encode())
    return built * times


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


def watched(folder: Path, output: Path, options: tuple[str, ...]) -> list[float]:
    """Seconds from saving a page to its new kit, while the site is watched: of five times."""
    page, kit = folder / "content/part-0/page-3.md", output / "part-0--page-3/manifest.json"
    command = [sys.executable, "-m", "brochure", "watch", str(folder), "-o", str(output), *options]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    took = []
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for number in range(6):
            for line in process.stderr:
                if line.startswith("waiting for changes"):
                    break
            before, began = kit.stat().st_mtime_ns, time.perf_counter()
            page.write_text(f"# Saved {number} times\n\nA text.\n", "utf-8")
            while kit.stat().st_mtime_ns == before:
                time.sleep(0.005)
            took.append(time.perf_counter() - began)
        process.terminate()
    return sorted(took[1:])  # the first time more is loaded


def measure(count: int, options: tuple[str, ...], kind: str, copied: int = 0) -> None:
    """Print what a site of ``count`` pages takes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as name:
        folder = Path(name)
        write_pages(folder, count)
        ways = {"1 at once": (1, ()), f"{cores} at once": (cores, ()),
                f"Dask, {cores} workers": (cores, ("--engine", "dask"))}  # fmt: skip
        outputs = {way: folder / f"kits-{number}" for number, way in enumerate(ways)}
        taken = {
            way: run(folder, outputs[way], jobs, *options, *more) for way, (jobs, more) in ways.items()
        }
        same = len({digest(output) for output in outputs.values()}) == 1
        output = outputs[f"{cores} at once"]
        size = sum(p.stat().st_size for p in output.rglob("*") if p.is_file())
        pages = copy_until(folder, output, count, copied) if copied else count
        time.sleep(2.5)  # what was written less than two seconds ago is hashed again
        run(folder, output, cores, *options)
        nothing = min(run(folder, output, cores, *options) for _ in range(3))
        page = folder / "content/part-0/page-7.md"
        page.write_text(page.read_text("utf-8").replace("Notice", "Advice"), "utf-8")
        before = {p: p.stat().st_mtime_ns for p in output.rglob("*") if p.is_file()}
        one = run(folder, output, cores, *options)
        written = [p for p, then in before.items() if p.stat().st_mtime_ns != then]
        saved = watched(folder, output, options)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{count:,} pages, {kind}: {size / count / 1000:,.0f} KB a page, same bytes: {same}")
    for way, (seconds, cpu) in taken.items():
        print(f"  {way}: {count / seconds:6.2f} pages/s  ({seconds:.1f} s, {cpu:.1f} s of CPU)")
    alone = taken["1 at once"][0]
    for way in [*taken][1:]:
        print(f"  speed-up, {way}: {alone / taken[way][0]:.2f}")
    print(f"  nothing changed of {pages:,}: {nothing[0]:.2f} s ({nothing[1]:.2f} s of CPU)")
    print(f"  one page changed of {pages:,}: {one[0]:.2f} s ({one[1]:.2f} s of CPU)")
    print(f"  files rewritten then: {', '.join(str(p.relative_to(output)) for p in sorted(written))}")
    print(f"  saved to built while watched: {saved[0]:.2f} to {saved[-1]:.2f} s")
    print(f"  largest process: {peak:,.0f} MB", flush=True)


def main() -> None:
    """Measure each number of pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=int, default=[200, 2000])
    parser.add_argument("--all", action="store_true", help="every product, of a tenth of the pages")
    parser.add_argument("--formats", default="", help="of the cards")
    parser.add_argument("--copied", type=int, default=0, help="pages of a site that is copied together")
    asked = parser.parse_args()
    cards = ("--only", "cards", *(("--formats", asked.formats) if asked.formats else ()))
    for count in asked.pages:
        measure(count, cards, f"cards {asked.formats}".strip(), asked.copied)
        if asked.all:
            measure(max(1, count // 10), (), "every product")


if __name__ == "__main__":
    main()
