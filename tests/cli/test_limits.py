"""Commands hold their work to limits: what takes too long is told, and all else is as it would be."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import brochure
from brochure.cards import rendering
from brochure.work import fencing
from tests.conftest import ROOT, SUMMIT, Run
from tests.work.test_workers import descendants, lives

CARDS = ("--only", "cards", "--formats", "square")


@pytest.fixture
def three_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages a, b and c, and no end to drawing the cards of b."""
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nDu texte.\n", encoding="utf-8")
    render = rendering.render

    def drawn(page: brochure.Page, theme: brochure.Theme, **more: Any) -> Iterable[brochure.Artifact]:
        while page.slug == "b":
            pass
        return render(page, theme, **more)

    monkeypatch.setattr(rendering, "render", drawn)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.usefixtures("three_pages")
def test_a_page_without_end_is_told_and_the_others_are_the_same_without_it(
    run: Run, tmp_path: Path
) -> None:
    done = run(
        "build", "a.md", "b.md", "c.md", *CARDS, "--time-limit", "2", "--jobs", "2", "-o", "with"
    )
    assert done.returncode == 1
    assert "error: b.md: cards: was not done after 2 seconds, the limit; shorten or" in done.stderr
    assert "--time-limit" in done.stderr
    assert "2 pages built, 1 failed" in done.stderr
    assert run("build", "a.md", "c.md", *CARDS, "--jobs", "1", "-o", "without").returncode == 0
    assert files(tmp_path / "with") == files(tmp_path / "without")


@pytest.mark.slow
def test_four_processes_make_the_bytes_of_one(run: Run, kit: brochure.Kit, tmp_path: Path) -> None:
    assert run("build", str(SUMMIT), "--jobs", "4").returncode == 0
    folder = tmp_path / "output" / "sommet-pgo"
    made = {artifact.path: artifact.data for artifact in kit.artifacts}
    assert {path: data for path, data in files(folder).items() if path != "manifest.json"} == made


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        (("--time-limit", "0"), "0 seconds cannot be the limit; from 1 to 86,?400 can"),
        (("--memory-limit", "1"), "1 MB cannot be the limit; from 64"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(run: Run, limit: tuple[str, str], says: str) -> None:
    done = run("build", str(SUMMIT), *limit)
    assert done.returncode == 1
    assert re.search(says, done.stderr)


def test_a_fence_that_is_missing_is_said_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fencing, "raise_fences", lambda reads, own: frozenset({fencing.NETWORK}))
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nDu texte.\n", encoding="utf-8")
    done = run("build", "a.md", "b.md", *CARDS)
    assert done.returncode == 0
    assert done.stderr.count("no fence between work and files of others") == 1
    doctor = run("doctor")
    assert doctor.returncode == 0
    assert re.search("WEAKER fences around work.*reached files of others", doctor.stdout)


HANGS = """
import sys
from brochure.cards import rendering
from brochure.cli import main
def hang(*_):
    while True: pass
rendering.render = hang
sys.argv = ["brochure", "build", "p.md", "--only", "cards", "-o", "out"]
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_ctrl_c_ends_all_work(tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text("# P\n\nDu texte.\n", encoding="utf-8")
    command = subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{HANGS}"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    busy: list[int] = []
    while not busy and time.monotonic() < deadline:
        time.sleep(0.1)
        busy = [pid for pid in descendants(command.pid) if cpu_ticks(pid) > 150]
    family = descendants(command.pid)
    command.send_signal(signal.SIGINT)
    said, _ = command.communicate(timeout=60)
    assert command.returncode == 130
    assert "Traceback" not in said
    while any(map(lives, family)) and time.monotonic() < deadline + 30:
        time.sleep(0.02)
    assert len(family) == 2
    assert not any(map(lives, family))
    assert {path.name for path in tmp_path.iterdir()} == {"p.md"}


def cpu_ticks(pid: int) -> int:
    """What a process used of the processor, in hundredths of a second."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])
    except OSError:
        return 0
