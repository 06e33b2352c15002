"""Whether a change keeps kits byte for byte: two commits build the same pages, every file is compared.

Run by ``make compare`` before a change that should alter no kit is proposed::

    python benchmarks/compare_kits.py [--before REV] [--keep DIR]

"Before" is a commit, exported to a temporary folder, "after" the working tree as it stands. Each runs
its own package with its own templates and fonts under this interpreter, and both read the pages and
programmes of the working tree: what differs comes from code, templates or fonts. Both run what
``compare_kits.txt`` lists; compared are all files, standard output and exit codes, not messages.
Exit code: 0 when all is equal, 1 when anything differs, 2 when there is nothing to compare.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import resource
import shlex
import subprocess
import sys
import tarfile
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from differences import compare, report

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = Path(__file__).with_suffix(".txt")
DONE = {0, 3}
"""Exit codes of a command that has done its work; 3: check has found faults, and says which."""


def read_commands() -> dict[str, str]:
    """The commands of ``COMMANDS`` by name."""
    lines = COMMANDS.read_text(encoding="utf-8").splitlines()
    named = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    return {name: command for name, _, command in named}


def export(commit: str, folder: Path) -> Path:
    """The files of ``commit``, put into ``folder``. Leaves with 2 where there is no such commit."""
    git = ["git", "-C", str(ROOT)]
    told = [*git, "rev-parse", "-q", "--verify", "--end-of-options", f"{commit}^{{commit}}"]
    found = subprocess.run(told, capture_output=True, text=True, check=False).stdout.strip()
    if not found:
        fail(f'--before "{commit}": {ROOT} has no commit of that name; see git log')
    archive = subprocess.run([*git, "archive", found], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return folder


def fail(why: str) -> None:
    """Say why nothing can be compared, and leave with 2."""
    print(f"error: {why}", file=sys.stderr)
    raise SystemExit(2)


def python(checkout: Path, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this interpreter in ``output`` with the package of ``checkout``."""
    # -P: nothing is imported from the working folder; PYTHONPATH comes before what is installed.
    return subprocess.run(
        [sys.executable, "-P", *arguments], cwd=output, capture_output=True, encoding="utf-8",
        check=False, env={**os.environ, "PYTHONPATH": str(checkout)},
    )  # fmt: skip


def prepare(side: str, checkout: Path, output: Path) -> None:
    """Make the folder ``output``; leaves with 2 where not the package of ``checkout`` would be run."""
    output.mkdir(parents=True)
    package = python(checkout, output, "-c", "import brochure; print(brochure.__file__)")
    if not Path(package.stdout.strip()).is_relative_to(checkout):
        why = package.stderr.strip() or f"{package.stdout.strip()} is imported"
        fail(f"{side}: the package brochure of {checkout} cannot be run: {why}")


def run_all(side: str, checkout: Path, output: Path) -> dict[str, int]:
    """Run every command with the package of ``checkout`` in ``output``; their exit codes by name."""
    has_events = python(checkout, output, "-m", "brochure", "events", "--help").returncode == 0
    exit_codes = {}
    for name, line in read_commands().items():
        # Before there was a command of that name, programmes were an option of another.
        line = line if has_events else re.sub("^events ", "qr --events ", line)
        words = [word.replace("{root}", str(ROOT)) for word in shlex.split(line)]
        since = time.monotonic()
        done = python(checkout, output, "-m", "brochure", *words)
        exit_codes[name] = done.returncode
        if done.stdout and done.returncode in DONE:
            said = output / "stdout" / f"{name}.{'json' if '--json' in words else 'txt'}"
            said.parent.mkdir(exist_ok=True)
            said.write_text(done.stdout, encoding="utf-8")
        why = "" if done.returncode in DONE else f", exit code {done.returncode}: {done.stderr.strip()}"
        print(f"{side}: {name}, {time.monotonic() - since:.0f} s{why[:1000]}", file=sys.stderr)
    (output / "exit-codes.json").write_text(json.dumps(exit_codes, indent=1), encoding="utf-8")
    return exit_codes


def main() -> int:
    """Build with both, compare, and say what differs; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--before", default="HEAD~1", metavar="REV", help="a commit (default: HEAD~1)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep what was built, in a new folder")
    options = parser.parse_args()
    if options.keep and options.keep.exists():
        parser.error(f"--keep {options.keep} exists; name a new folder")
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name).resolve()
        built = options.keep.resolve() if options.keep else temporary
        checkouts = {"before": export(options.before, temporary / "checkout"), "after": ROOT}
        for side, checkout in checkouts.items():
            prepare(side, checkout, built / side)
        with ThreadPoolExecutor(len(checkouts)) as pool:  # a thread for each side, to wait for it
            jobs = [pool.submit(run_all, side, at, built / side) for side, at in checkouts.items()]
            one, two = (job.result() for job in jobs)
        compared = compare(built / "before", built / "after")
    print("\n".join(report(compared)))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{used.ru_utime + used.ru_stime:.0f} s of processor time for both", file=sys.stderr)
    failed = [name for name in one if not {one[name], two[name]} & DONE]
    if failed:
        print(f"failed on both sides, so that nothing is proved of: {'; '.join(failed)}")
    if len(failed) == len(one):
        fail("every command failed")
    return 1 if compared.changes else 0


if __name__ == "__main__":
    sys.exit(main())
