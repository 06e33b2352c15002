"""Running the command on hostile documents, in this process, and judging what comes of it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from brochure.problems import Place
from brochure.work import workers
from brochure.work.limits import Limits
from tests.attack.documents import PAGE, Document
from tests.conftest import run_here

GRACE_S = 0.3
"""What a piece of work may last beyond its limit, its killing and its telling included."""

ORDINARY = ("bonjour", "merci", "sommet")
"""The pages of a batch that mean no harm."""

_KNOWN_CODES = {0, 1, 3}
_BATCH = ("--only", "pdf,cards")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a document: the ``problem`` that was told, or none where it is built or whole.

    ``fault`` is what the command should not have done. ``longest_s`` is the longest piece of work.
    """

    name: str
    kind: str
    problem: str = ""
    fault: str = ""
    longest_s: float = 0.0


@dataclass(slots=True)
class Clock:
    """How long pieces of work took, by the file that they were about."""

    seconds: dict[str, float] = field(default_factory=dict)

    def longest(self, name: str = "") -> float:
        """The longest about the file ``name``, or about any."""
        return max((s for file, s in self.seconds.items() if not name or name in file), default=0.0)


@contextmanager
def timed() -> Iterator[Clock]:
    """Time every piece of work, from its request to its answer, without the wait for a free process."""
    clock = Clock()
    ask = workers._Served.ask

    def watched(
        served: workers._Served, request: bytes, modules: tuple[str, ...], limits: Limits, at: Place
    ) -> bytes | bytearray:
        started = time.monotonic()
        try:
            return ask(served, request, modules, limits, at)
        finally:
            took = time.monotonic() - started
            clock.seconds[at.file] = max(took, clock.seconds.get(at.file, 0.0))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers._Served, "ask", watched)
        yield clock


def run_document(document: Document, folder: Path, limit_s: float) -> Outcome:
    """Give ``document`` to its command in the empty ``folder``."""
    document.put(folder)
    done = run_here(*document.command, "--time-limit", f"{limit_s:g}", cwd=folder)
    problem = next((line for line in done.stderr.splitlines() if line.startswith("error")), "")
    problem = problem or (done.stdout.split("\n")[0] if done.returncode == 3 else "")
    return Outcome(name=document.name, kind=document.kind, problem=problem, fault=_fault(done, problem))


def run_batch(documents: Sequence[Document], folder: Path, limit_s: float) -> Iterator[Outcome]:
    """Build all the pages of ``documents`` at once, with the ordinary ones among them.

    The last outcome is that of the ordinary pages, which must be as they are without the others.
    """
    site, alone = folder / "site", folder / "alone"
    for document in documents:
        document.put(site)
    for place in (site, alone):
        place.mkdir(exist_ok=True)
        for name in ORDINARY:
            (place / f"{name}.md").write_text(PAGE.replace("Une page", name.title()), encoding="utf-8")
    done = run_here("build", "site", *_BATCH, "--time-limit", f"{limit_s:g}", "-o", "with", cwd=folder)
    last = done.stderr.strip().rpartition("\n")[2][:300]
    told = [line for line in done.stderr.splitlines() if line.startswith("error")]
    for document in documents:
        problem = next((line for line in told if f"site/{document.page}" in line), "")
        built = (folder / "with" / document.page.removesuffix(".md") / "manifest.json").is_file()
        fault = (
            "" if problem or built else f"neither built nor told; exit code {done.returncode}: {last}"
        )
        if "internal error" in problem:
            fault = problem
        yield Outcome(name=document.name, kind=document.kind, problem=problem, fault=fault)
    run_here("build", "alone", *_BATCH, "-o", "without", cwd=folder)
    differ = [
        name for name in ORDINARY if _files(folder / "with" / name) != _files(folder / "without" / name)
    ]
    missing = [name for name in ORDINARY if not (folder / "with" / name / "manifest.json").is_file()]
    yield Outcome(
        name="ordinary pages", kind="page",
        fault=f"differ: {differ}, missing: {missing}" if differ or missing else "",
    )  # fmt: skip


def _fault(done: subprocess.CompletedProcess[str], problem: str) -> str:
    """What a command that ended should not have done, or nothing."""
    if done.returncode not in _KNOWN_CODES:
        return f"exit code {done.returncode}: {done.stderr[-300:]}"
    if "Traceback" in done.stderr or "internal error" in done.stderr:
        return done.stderr[-300:]
    if done.returncode and not problem:
        return f"exit code {done.returncode} without a problem"
    return ""


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
