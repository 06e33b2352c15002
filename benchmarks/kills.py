"""A site built by a Dask cluster whose workers are killed all the time: every kit is right at the end.

    python benchmarks/kills.py [PAGES] [--every SECONDS]

The pages are built by the threads of one command first. Then a cluster on this machine builds them into
another folder, and one of its workers is sent SIGKILL every SECONDS. Prints how many were killed, and
that both folders hold the same bytes.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = ("--only", "cards", "--formats", "open-graph", "-q")


def workers_of(command: int) -> list[int]:
    """The processes of workers that a command started, by what Linux says of each."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            parent = int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            if parent == command and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def files(top: Path) -> dict[str, bytes]:
    every = (p for p in top.rglob("*") if p.is_file() and not p.name.startswith("."))
    return {p.relative_to(top).as_posix(): p.read_bytes() for p in every}


def main() -> None:
    """Build twice, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="?", type=int, default=200)
    parser.add_argument("--every", type=float, default=1.0)
    asked = parser.parse_args()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory(prefix="brochure-kills-") as name:
        top = Path(name)
        (top / "site").mkdir()
        for number in range(asked.pages):
            (top / f"site/page-{number}.md").write_text(f"# Notice {number}\n\nText.\n", "utf-8")
        brochure = [sys.executable, "-m", "brochure", "site", "site", *OPTIONS]
        subprocess.run([*brochure, "-o", "alone"], cwd=top, env=env, check=True)
        killed, began = 0, time.monotonic()
        with subprocess.Popen([*brochure, "-o", "many", "--engine", "dask"], cwd=top, env=env) as run:
            while run.poll() is None:
                time.sleep(asked.every)
                begun = any((top / "many").glob("*/manifest.json"))  # the cluster stands
                if begun and (workers := workers_of(run.pid)):
                    with suppress(ProcessLookupError):
                        os.kill(random.choice(workers), signal.SIGKILL)  # noqa: S311 - any of them
                        killed += 1
        same = files(top / "alone") == files(top / "many")
        kits = len([*(top / "many").glob("*/manifest.json")])
        print(
            f"{asked.pages} pages, {killed} workers killed in {time.monotonic() - began:.0f} s: "
            f"exit code {run.returncode}, {kits} kits, same bytes as on one machine: {same}"
        )
        sys.exit(not same)


if __name__ == "__main__":
    main()
