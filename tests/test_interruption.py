"""Ctrl-C: what is unfinished is swept, one sentence is said, and the command ends with 130."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest
from faults import SENTENCES, interrupted

from brochure import interruption
from tests.conftest import ROOT


def ended(action: Callable[[], object], said: Path) -> tuple[int, str]:
    """How a process ends that does ``action`` as a command does, and what it says."""
    child = os.fork()
    if not child:
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        interruption.listen()
        action()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.read_text(encoding="utf-8")


def ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)  # Python looks for signals between two of its instructions


def test_what_is_unfinished_is_swept_the_last_first(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def tidy(name: str) -> None:
        with log.open("a") as file:
            file.write(name)

    def command() -> None:
        with interruption.tidied(lambda: tidy("1")), interruption.tidied(lambda: tidy("2")):
            with interruption.tidied(lambda: tidy("3")):
                pass
            ctrl_c()

    assert ended(command, tmp_path / "said") == (130, SENTENCES["old"])
    assert log.read_text() == "21"


@pytest.mark.parametrize("where", ["in the command", "in another thread"])
def test_what_must_not_be_cut_short_is_waited_for(where: str, tmp_path: Path) -> None:
    done = tmp_path / "done"

    def work() -> None:
        with interruption.waited_for():
            ctrl_c()
            done.touch()
            interruption.finished()

    def command() -> None:
        thread = Thread(target=work)
        thread.start() if where == "in another thread" else work()
        time.sleep(30)

    assert ended(command, tmp_path / "said") == (130, SENTENCES["new"])
    assert done.exists()


def test_a_child_and_a_command_that_is_done_are_not_interrupted_for_it(tmp_path: Path) -> None:
    def child() -> None:
        with interruption.tidied((tmp_path / "swept").touch):
            if not (forked := os.fork()):
                ctrl_c()
                os._exit(0)
            status = os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1])
            os._exit(0 if status == -signal.SIGINT else 1)

    def done() -> None:
        interruption.done()
        ctrl_c()

    assert ended(child, tmp_path / "said") == (0, "")
    assert ended(done, tmp_path / "said") == (0, "")
    assert not (tmp_path / "swept").exists()


def test_the_sentence_is_said_while_messages_are_being_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "brochure.problems", ModuleType("brochure.problems"))
    assert ended(ctrl_c, tmp_path / "said") == (130, SENTENCES["old"])


def test_a_build_leaves_nothing_among_the_temporary_files(tmp_path: Path) -> None:
    """WeasyPrint keeps fonts there, until a process ends as programs do; ours are ended at once."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    page = tmp_path / "page.md"
    page.write_text("---\ntitle: Une page\nlang: fr\nurl: https://exemple.org/\n---\n\nUn texte.\n")
    done = subprocess.run(
        [sys.executable, "-m", "brochure", "build", str(page), "-o", str(tmp_path), "--only", "pdf"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [*temporary.iterdir()] == []


@pytest.mark.slow
@pytest.mark.parametrize("delay_s", [0, 0.3, 1])
def test_a_build_that_is_interrupted_leaves_nothing(delay_s: float, tmp_path: Path) -> None:
    """At 300 moments: ``benchmarks/faults.py``."""
    assert interrupted(tmp_path, delay_s, "--only", "qr").wrong == ""
