"""What the studio takes on the summit: `make bench-studio`.

    python benchmarks/studio.py [--edits N]

First paint from a cold start, a keystroke to its page in view (sent to picture received; the cover, and
the page that the word stands on) and to all products, the same page of a report of forty, what it takes
of the processor when nobody types, and of memory with all its processes after many edits. The server is
a process of its own; the browser is not measured here.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Set
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import httpx
from long_report import forty_pages

ROOT = Path(__file__).resolve().parent.parent
SUMMIT, REPORT = "/api/pages/sommet-pgo", "/api/pages/rapport"
REPORT_EDITS, REPORT_PAGE = 20, 20
SHOWN = frozenset({"pdf", "print", "cards", "qr", "share"})
TICKS = os.sysconf("SC_CLK_TCK")


def processes(first: int) -> Iterator[int]:
    """The process ``first`` and all that came of it; its server of work has a session of its own."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    pending = [first]
    while pending:
        pid = pending.pop()
        yield pid
        pending += children.get(pid, ())


def megabytes(first: int) -> float:
    """The memory of a process and all that came of it, what they share counted once (PSS)."""
    total = 0
    for pid in processes(first):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"Pss:\s+(\d+) kB", rollup)
        total += int(found[1]) if found else 0
    return total / 1000


def processor_seconds(first: int) -> float:
    """The processor's time that a process and its children that live have taken."""
    total = 0
    for pid in processes(first):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / TICKS


class Tab:
    """A browser's tab: it hears what happens and asks for the pictures that it is told of."""

    def __init__(self, client: httpx.Client, page: str) -> None:
        self.client, self.page = client, page
        self.heard: Queue[tuple[float, str, dict[str, Any]]] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        kind = ""
        try:
            with self.client.stream("GET", f"{self.page}/drawing", timeout=None) as stream:
                for line in stream.iter_lines():
                    if line.startswith("event: "):
                        kind = line.removeprefix("event: ")
                    elif line.startswith("data: "):
                        self.heard.put((time.monotonic(), kind, json.loads(line[6:])))
        except httpx.HTTPError:
            return

    def until_view(self, revision: str) -> float:
        """When the picture of the page in view at that revision is here."""
        while True:
            _, kind, said = self.heard.get(timeout=120)
            if kind == "view" and said["revision"] == revision:
                path = f"{self.page}/pages/brochure.pdf/{said['page']}.png"
                self.client.get(path, params={"px": said["width_px"], "d": said["digest"]})
                return time.monotonic()

    def look_at(self, number: int) -> None:
        """Have a page of the brochure in view, drawn before the rest."""
        given = {"product": "pdf", "file": "brochure.pdf", "page": number, "px": 800}
        self.client.post(f"{self.page}/view", json=given)

    def typed(self, revision: str, body: str) -> tuple[str, float]:
        """The revision after a keystroke, and the milliseconds until its page in view was here."""
        self.forget()
        moment = time.monotonic()
        given = {"revision": revision, "edits": [{"body": body}]}
        revision = self.client.post(f"{self.page}/edits", json=given).json()["revision"]
        return revision, 1000 * (self.until_view(revision) - moment)

    def until_ready(self, revision: str, wanted: Set[str] = SHOWN) -> float:
        """When all products that are ``wanted`` of that revision are made."""
        ready: set[str] = set()
        moment = time.monotonic()
        while not wanted <= ready:
            moment, kind, said = self.heard.get(timeout=240)
            if kind == "product" and (said["state"], said["revision"]) == ("ready", revision):
                ready.add(said["product"])
        return moment

    def forget(self) -> None:
        """Pass over what was heard so far."""
        try:
            while True:
                self.heard.get_nowait()
        except Empty:
            return


def measured(folder: Path, edits: int) -> Iterator[tuple[str, str]]:
    begun = time.monotonic()
    command = [sys.executable, "-m", "brochure", "studio", str(folder), "--no-browser"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    try:
        assert server.stdout
        address = re.findall(r"http\S+", server.stdout.readline())[0]
        client = httpx.Client(
            base_url=address.split("/?")[0], headers={"X-Brochure": "1"}, timeout=240,
            follow_redirects=True,
        )  # fmt: skip
        client.get(address)
        yield "first paint, from a cold start", f"{time.monotonic() - begun:.2f} s"
        moment = time.monotonic()
        document = client.get(SUMMIT).json()
        yield "first document", f"{time.monotonic() - moment:.2f} s"
        tab = Tab(client, SUMMIT)
        revision = document["revision"]
        yield "all products, the first time", f"{tab.until_ready(revision) - begun:.2f} s"
        whole: list[float] = []
        body = document["body"]
        for where, page in (("the cover", 1), ("its own page", 2)):
            tab.look_at(page)
            views = []
            for number in range(edits // 2):
                moment = time.monotonic()
                text = f"{body[:40]}{page}{number} {body[40:]}"
                revision, took = tab.typed(revision, text)
                views.append(took)
                if number % 10 == 9:
                    whole.append(tab.until_ready(revision) - moment)
            yield f"keystroke to {where} in view, median", f"{statistics.median(views):.0f} ms"
            ordered = sorted(views)
            yield "… 95 of 100", f"{ordered[round(0.95 * (len(ordered) - 1))]:.0f} ms"
            yield "… the fastest", f"{ordered[0]:.0f} ms"
        if whole:
            yield "keystroke to all products, median", f"{statistics.median(whole):.2f} s"
        if not whole or edits // 2 % 10:
            tab.until_ready(revision)
        time.sleep(3)
        yield f"memory after {edits} edits, all processes", f"{megabytes(server.pid):.0f} MB"
        before = processor_seconds(server.pid)
        time.sleep(10)
        share = 10 * (processor_seconds(server.pid) - before)
        yield "processor while nobody types, one tab open", f"{share:.1f} %"
        yield from report(client, server.pid)
    finally:
        server.terminate()
        server.wait(20)


def report(client: httpx.Client, server: int) -> Iterator[tuple[str, str]]:
    """Words in the middle of a report of forty pages, while nothing else is drawn."""
    document = client.get(REPORT).json()
    tab = Tab(client, REPORT)
    tab.until_ready(document["revision"], {"pdf"})  # without an address it has no codes
    tab.look_at(REPORT_PAGE)
    body, revision = document["body"], document["revision"]
    at = body.index(" la ", len(body) // 2)
    views = []
    for number in range(REPORT_EDITS):
        revision, took = tab.typed(revision, f"{body[:at]} {number}{body[at:]}")
        views.append(took)
    yield "a report of 40 pages: its page in view, median", f"{statistics.median(views[1:]):.0f} ms"
    yield "… the fastest", f"{min(views):.0f} ms"
    yield "… memory, all processes", f"{megabytes(server):.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=200)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "pages" / "sommet-pgo.md", folder)
        (Path(folder) / "rapport.md").write_text(forty_pages(), encoding="utf-8")
        for what, figure in measured(Path(folder), wanted.edits):
            print(f"{what:<46} {figure:>10}", flush=True)


if __name__ == "__main__":
    main()
