"""kill -9 at random moments of a write: the old kit or the new one stands, whole, and nothing else."""

from __future__ import annotations

import pickle
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import brochure
from brochure import placement
from brochure.building import writing
from brochure.kit import MANIFEST_NAME

KILLS = 40
"""Moments that are tried here; `benchmarks/faults.py` kills at every event."""

WORKERS = 2

# Loads two kits made before, says so, then writes them in turn until it is killed.
LOOP = """
import pickle, sys
from pathlib import Path
from brochure.building import writing
kits, folder = pickle.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2])
writing.versions()
print("ready", flush=True)
while True:
    for kit in kits:
        writing.write(kit, folder)
"""


def killed_once(kits: Path, folder: Path, delay_s: float) -> None:
    """Start the loop, kill it ``delay_s`` after it began to write."""
    process = subprocess.Popen(
        [sys.executable, "-c", LOOP, str(kits), str(folder)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(delay_s)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def faults(folder: Path) -> list[str]:
    """What is wrong with the kit in ``folder``: it has none, or not all of one, or more than one."""
    if placement.pending(folder):  # where folders cannot be exchanged, the next run ends the write
        placement.recover(folder)
    manifest = writing.read_manifest(folder)
    if manifest is None:
        return ["no manifest"]
    found = [str(fault) for fault in brochure.check(folder).faults]
    listed = {entry.path for entry in manifest.files} | {MANIFEST_NAME}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return found + [f"{name} is of no kit, or missing" for name in sorted(listed ^ there)]


@pytest.mark.slow
def test_kill_9_leaves_the_old_kit_or_the_new_one(tmp_path: Path, page: brochure.Page) -> None:
    products = ["cards", "qr", "share"]
    kits = [
        brochure.build(page, brochure.load_theme(name), only=products) for name in ("agora", "papier")
    ]
    kept = tmp_path / "kits.pickle"
    kept.write_bytes(pickle.dumps(kits))
    started = time.monotonic()
    for kit in (*kits, *kits):
        brochure.write(kit, tmp_path / "timed" / "kit")
    span_s = max(0.15, time.monotonic() - started)  # a busy machine writes slowly
    moments = random.Random(2016)
    delays = [moments.uniform(0, span_s) for _ in range(KILLS)]

    def rounds(worker: int) -> tuple[list[str], set[str]]:
        folder = tmp_path / str(worker) / "kit"
        brochure.write(kits[0], folder)
        bad, stood = [], set[str]()
        for delay in delays[worker::WORKERS]:
            killed_once(kept, folder, delay)
            bad += faults(folder)
            stood.add((folder / "cards" / "open-graph.png").read_bytes().hex()[:4000])
        brochure.write(kits[0], folder)
        assert [path.name for path in folder.parent.iterdir()] == ["kit"]  # what was half made is swept
        assert faults(folder) == []
        return bad, stood

    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(rounds, range(WORKERS)))
    assert [bad for bad, _ in results] == [[]] * WORKERS
    assert all(len(stood) == len(kits) for _, stood in results)  # both were written


def test_half_a_kit_and_files_of_two_are_faults(tmp_path: Path, page: brochure.Page) -> None:
    kit = brochure.build(page, brochure.load_theme("agora"), only=["qr"])
    assert faults(tmp_path) == ["no manifest"]
    brochure.write(kit, tmp_path / "kit")
    (tmp_path / "kit" / "qr" / "old.png").write_bytes(b"of another kit")
    assert faults(tmp_path / "kit") == ["qr/old.png is of no kit, or missing"]
    (tmp_path / "kit" / "qr" / "page.svg").write_text("half")
    assert len(faults(tmp_path / "kit")) > 1
