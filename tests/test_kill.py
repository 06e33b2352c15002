"""kill -9 at random moments of a write: the old kit or the new one stands, whole, and nothing else."""

from __future__ import annotations

import os
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
from tests.test_writing import tree

KILLS = 40
"""Moments that are tried here; `benchmarks/faults.py` kills at every event."""

WORKERS = 2

# Loads two kits made before; for each line it starts a process that writes them in turn until it is
# killed, says its number, and that it is gone. One that is forked has nothing left to import.
WRITERS = """
import os, pickle, sys
from pathlib import Path
from brochure.building import writing
kits, folder = pickle.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2])
writing.versions()
for _ in sys.stdin:
    child = os.fork()
    while not child:
        for kit in kits:
            writing.write(kit, folder)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


def killed_once(writers: subprocess.Popen[str], delay_s: float) -> None:
    """Have one process begin to write, and kill it ``delay_s`` later."""
    assert writers.stdin is not None
    assert writers.stdout is not None
    writers.stdin.write("\n")
    writers.stdin.flush()
    writer = int(writers.stdout.readline())
    time.sleep(delay_s)
    os.kill(writer, signal.SIGKILL)
    assert writers.stdout.readline() == "gone\n"


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

    whole = []
    for kit in kits:
        brochure.write(kit, tmp_path / kit.theme_name)
        assert faults(tmp_path / kit.theme_name) == []
        whole.append(tree(tmp_path / kit.theme_name))

    def rounds(worker: int) -> tuple[list[str], set[int]]:
        folder = tmp_path / str(worker) / "kit"
        brochure.write(kits[0], folder)
        bad, stood = [], set[int]()
        command = [sys.executable, "-c", WRITERS, str(kept), str(folder)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as writers:
            for delay in delays[worker::WORKERS]:
                killed_once(writers, delay)
                if placement.pending(folder):  # the next run ends the write
                    placement.recover(folder)
                found = tree(folder)
                if found in whole:  # byte for byte, and checked above
                    stood.add(whole.index(found))
                else:
                    bad += faults(folder) or ["neither kit, and no fault is found"]
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
