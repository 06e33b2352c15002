"""Cards on demand: brochure serve beside satori with resvg-js in Node, on this machine.

    python benchmarks/serving.py [CARDS] --node FOLDER

Each draws as many cards of other words, CLIENTS at once, then brochure sends one that it keeps, and
refuses what is not signed (wrk, for SECONDS each). Prints cards a second and how long the slowest of a
hundred took. FOLDER is one with the node_modules of ``peers/package.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx

from brochure.cli.card_signing import signed

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "benchmarks/peers"
REGULAR, BOLD = ROOT / "fonts/NotoSans_400Regular.ttf", ROOT / "fonts/NotoSans_700Bold.ttf"
KEY = b"a key that stands in a benchmark, for anybody to read"
CLIENTS, SECONDS = 4, 5


@contextmanager
def started(*command: str, cwd: Path) -> Iterator[str]:
    """A server: its address, which it prints first."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "BROCHURE_KEY": KEY.decode()}
    with subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.terminate()


def titles(count: int) -> list[str]:
    return [
        f"/card?title={quote(f'Notice {n} of the town')}&lead={quote('Trams run.')}"
        for n in range(count)
    ]


async def asked(base: str, addresses: Sequence[str]) -> tuple[float, list[float]]:
    """Seconds for all ``addresses``, CLIENTS at once, and for each."""
    waiting = [*reversed(addresses)]
    took: list[float] = []

    async def client() -> None:
        async with httpx.AsyncClient(base_url=base, timeout=120) as http:
            while waiting:
                began = time.perf_counter()
                (await http.get(waiting.pop())).raise_for_status()
                took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return time.perf_counter() - began, took


def show(name: str, base: str, addresses: Sequence[str]) -> None:
    asyncio.run(asked(base, addresses[:CLIENTS]))  # what is loaded once
    seconds, took = asyncio.run(asked(base, addresses[CLIENTS:]))
    took.sort()
    p99 = took[min(len(took) - 1, len(took) * 99 // 100)]
    print(
        f"{name:28}{len(took) / seconds:8.1f} cards/s, median {took[len(took) // 2] * 1000:.0f} ms, "
        f"p99 {p99 * 1000:.0f} ms",
        flush=True,
    )


def hammered(name: str, address: str) -> None:
    """What wrk says of one address that many ask for."""
    done = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "--latency", address],
        capture_output=True,
        text=True,
        check=True,
    )
    rate = re.search(r"Requests/sec:\s+(\S+)", done.stdout)
    p99 = re.search(r"99%\s+(\S+)", done.stdout)
    other = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    assert rate
    assert p99
    print(
        f"{name:28}{rate[1]:>8} answers/s, p99 {p99[1]}, refused {other[1] if other else 0}", flush=True
    )


def main() -> None:
    """Measure each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cards", nargs="?", type=int, default=104)
    parser.add_argument("--node", type=Path, required=True, help="the folder of node_modules")
    asked_for = parser.parse_args()
    addresses = titles(asked_for.cards)
    with tempfile.TemporaryDirectory(prefix="brochure-serving-") as name:
        folder = Path(name)
        (folder / "index.md").write_text("# The town\n\nWhat there is to know of it.\n", "utf-8")
        script = asked_for.node.absolute() / "serve_satori.mjs"
        if not script.exists():
            shutil.copy(PEERS / script.name, script)
        with started("node", str(script), str(REGULAR), str(BOLD), cwd=folder) as base:
            show("satori and resvg-js", base, addresses)
        options = ("serve", "--cards", "--port", "0", "--cache", "kept")
        with started(sys.executable, "-m", "brochure", *options, cwd=folder) as base:
            show("brochure serve, drawn", base, [signed(address, KEY) for address in addresses])
            hammered("brochure serve, kept", base + signed(addresses[0], KEY))
            hammered("brochure serve, unsigned", base + addresses[0])
            metrics = httpx.get(base + signed("/metrics", KEY)).text
            print(
                "\n".join(line for line in metrics.splitlines() if "drawn" in line or "status" in line)
            )


if __name__ == "__main__":
    main()
