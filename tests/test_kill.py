"""kill -9 at 200 random moments: never a partial file, never a manifest that lies, never an end."""

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

KILLS = 200
WORKERS = 2

# Loads two kits made before, says so, then writes them in turn until it is killed.
LOOP = """
import pickle, sys
from pathlib import Path
from brochure import writing
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
    process.stdout.readline()
    time.sleep(delay_s)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def faults(folder: Path, whole: dict[str, set[bytes]]) -> list[str]:
    """Files that are neither version whole, and manifests that do not say the truth."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.endswith(placement.TEMPORARY):
            name = path.relative_to(folder).as_posix()
            if name != "manifest.json" and path.read_bytes() not in whole[name]:
                found.append(f"{name} is neither version, or not whole")
    if (folder / "manifest.json").exists():
        found += [f"manifest: {fault}" for fault in brochure.check(folder).faults]
    return found


@pytest.mark.slow
def test_kill_9_leaves_no_partial_file(tmp_path: Path, page: brochure.Page) -> None:
    products = ["cards", "qr", "share"]
    kits = [
        brochure.build(page, brochure.load_theme(name), only=products) for name in ("agora", "papier")
    ]
    whole: dict[str, set[bytes]] = {}
    for kit in kits:
        for made in kit.artifacts:
            whole.setdefault(made.path, set()).add(made.data)
    kept = tmp_path / "kits.pickle"
    kept.write_bytes(pickle.dumps(kits))
    moments = random.Random(2016)
    delays = [moments.uniform(0, 0.15) for _ in range(KILLS)]

    def rounds(worker: int) -> tuple[list[str], int]:
        folder = tmp_path / str(worker) / "kit"
        bad, without = [], 0
        for delay in delays[worker::WORKERS]:
            killed_once(kept, folder, delay)
            bad += faults(folder, whole)
            without += not (folder / "manifest.json").exists()
        brochure.write(kits[0], folder)
        assert not list(folder.rglob(f".*{placement.TEMPORARY}"))
        assert brochure.check(folder).faults == ()
        return bad, without

    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(rounds, range(WORKERS)))
    assert [bad for bad, _ in results] == [[]] * WORKERS
    print(f"{KILLS} kills, {sum(without for _, without in results)} between two kits")
