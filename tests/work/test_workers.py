"""Guarded work ends within its limits, whatever it does, and nothing else ends with it."""

from __future__ import annotations

import copyreg
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import brochure
from brochure import opened_files
from brochure.errors import BrochureError, SourceError, UnforeseenError, WorkError
from brochure.problems import Place
from brochure.work import fencing, wire
from brochure.work.limits import Limits
from brochure.work.workers import Call, Held, Workers
from tests.conftest import ROOT
from tests.work import deeds

DEEDS = "tests.work.deeds:"
AT = Place(file="p.md", product="pdf")
LIMITS = Limits(seconds=1.0, memory_mb=600, file_mb=4, result_mb=8)


def call(deed: str, *arguments: object, reads: tuple[Path, ...] = ()) -> Call:
    return Call(function=DEEDS + deed, arguments=arguments, at=AT, reads=(ROOT, *reads))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(LIMITS, jobs=2) as found:
        yield found


def test_a_value_comes_back_as_it_went(workers: Workers) -> None:
    page = brochure.Page(slug="p", lang="fr", title="Fête", body="Du texte.")
    assert workers.run(call("give_back", page)) == page


def test_what_a_child_needs_is_made_ready_once_before_it_is_forked() -> None:
    ready = (f"{DEEDS}make_ready:fr", f"{DEEDS}make_ready", "no.such.module", f"{DEEDS}fail")
    with Workers(LIMITS, jobs=1) as workers:
        for _ in range(2):
            assert workers.run(replace(call("made_ready"), modules=ready)) == ["fr", ""]


@pytest.mark.parametrize(
    ("deed", "arguments", "id_", "says"),
    [
        ("compute_for_ever", (), "work-time", "p.md: pdf: was not done after 1 second"),
        ("sleep_for_ever", (), "work-time", "p.md: pdf: was not done after 1 second"),
        ("swallow_and_go_on", (), "work-time", "p.md: pdf: was not done after 1 second"),
        ("take_memory", (900,), "work-memory", "p.md: pdf: took more than 600 MB of memory"),
        ("write_file", (9,), "work-file-large", "more than 4 MB"),
        ("give_back", (b"x" * 9_000_000,), "work-result-large", "would have 9"),
        ("crash", (), "work-crashed", "SIGSEGV"),
        ("leave", (), "work-silent", "ended without a result"),
    ],
)
def test_what_takes_too_much_or_dies_is_a_problem_with_its_page_product_and_limit(
    workers: Workers, deed: str, arguments: tuple[object, ...], id_: str, says: str
) -> None:
    with pytest.raises(WorkError) as caught:
        workers.run(call(deed, *arguments))
    [problem] = caught.value.problems
    assert problem.id == id_
    assert says in problem.sentence()
    assert workers.run(call("give_back", 1)) == 1


def test_errors_of_brochure_and_others_come_back(workers: Workers) -> None:
    with pytest.raises(SourceError, match=r"p\.md"):
        workers.run(call("refuse"))
    with pytest.raises(UnforeseenError, match="nobody foresaw this") as caught:
        workers.run(call("fail"))
    assert caught.value.kind == "ZeroDivisionError"
    assert "deeds.py" in caught.value.trace


def test_a_child_has_few_files(workers: Workers) -> None:
    assert 0 < workers.run(call("open_many")) < LIMITS.open_files


def test_what_a_child_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fencing, "raise_fences", lambda reads, own: frozenset())  # it must say a number
    report = tmp_path / "number"
    with Workers(LIMITS, fork=True) as unfenced:
        with pytest.raises(WorkError):
            unfenced.run(call("start_another", str(report)))
        started = int(report.read_text())
        deadline = time.monotonic() + 20
        while lives(started) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not lives(started)
        assert unfenced.run(call("give_back", 1)) == 1
        assert unfenced.missing == {fencing.FILES, fencing.NETWORK}


def test_nothing_is_said_on_the_terminal(workers: Workers, capfd: pytest.CaptureFixture[str]) -> None:
    workers.run(call("complain"))
    assert capfd.readouterr() == ("", "")


def test_behind_the_fences_other_files_and_the_network_are_out_of_reach(
    workers: Workers, tmp_path: Path
) -> None:
    for name in ("secret", "page/text", "page/within"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert deeds.connect(port) == "done"
        page = (tmp_path / "page",)
        assert workers.run(call("read_file", str(tmp_path / "page" / "text"), reads=page)) == "done"
        found = {
            "read": workers.run(call("read_file", str(tmp_path / "secret"), reads=page)),
            "write": workers.run(call("make_file", str(tmp_path / "page" / "within"), reads=page)),
            "start": workers.run(call("start_program", reads=page)),
            "connect": workers.run(call("connect", port)),
        }
    if fencing.FILES not in workers.missing:
        assert found.items() >= {
            "read": "PermissionError", "write": "PermissionError", "start": "PermissionError",
        }.items()  # fmt: skip
    if fencing.NETWORK not in workers.missing:
        assert found["connect"] != "done"
    assert (tmp_path / "page" / "within").read_text() == "x" or fencing.FILES in workers.missing


@pytest.fixture
def held(workers: Workers) -> Iterator[Held]:
    made = workers.held()
    yield made
    made.end()


ONCE = not sys.platform.startswith("linux")
"""Where each call has a process of its own, nothing is held."""


def test_a_process_that_is_held_has_at_hand_what_calls_before_made(
    workers: Workers, held: Held
) -> None:
    assert [workers.run(call("hoard", 0.1)) for _ in range(2)] == [1, 1]
    asked = [held.run(call("hoard", 0.1, 0.6)) for _ in range(3)]  # longer than a second altogether
    assert asked == ([1, 1, 1] if ONCE else [1, 2, 3])
    with pytest.raises(SourceError):
        held.run(call("refuse"))
    assert held.run(call("hoard", 0.1)) == (1 if ONCE else 4)
    held.end()
    assert held.run(call("hoard", 0.1)) == 1


@pytest.mark.parametrize(
    ("deed", "arguments", "id_"),
    [
        ("compute_for_ever", (), "work-time"),
        ("sleep_for_ever", (), "work-time"),
        ("take_memory", (900,), "work-memory"),
        ("give_back", (b"x" * 9_000_000,), "work-result-large"),
        ("crash", (), "work-crashed"),
        ("leave", (), "work-silent"),
    ],
)
def test_what_a_held_process_must_not_ends_it_and_the_next_call_has_a_new_one(
    held: Held, deed: str, arguments: tuple[object, ...], id_: str
) -> None:
    assert held.run(call("hoard", 0.1)) == 1
    with pytest.raises(WorkError) as caught:
        held.run(call(deed, *arguments))
    assert [problem.id for problem in caught.value.problems] == [id_]
    assert held.run(call("hoard", 0.1)) == 1


def test_a_held_process_that_keeps_too_much_or_may_read_other_files_is_followed_by_a_new_one(
    tmp_path: Path,
) -> None:
    with Workers(replace(LIMITS, held_mb=40), jobs=1) as workers:
        held = workers.held()
        assert [held.run(call("hoard", 30)) for _ in range(4)] == ([1] * 4 if ONCE else [1, 2, 1, 2])
        assert held.run(call("hoard", 0.1, reads=(tmp_path,))) == 1


def test_fences_let_see_the_fonts_of_the_machine() -> None:
    from brochure.text import system_fonts

    seen = [*fencing.readable()]
    ours = [folder for folder in system_fonts.FOLDERS if folder.is_dir()]
    assert all(any(folder.is_relative_to(place) for place in seen) for folder in ours)


def test_what_was_judged_in_one_child_is_what_another_takes(workers: Workers, tmp_path: Path) -> None:
    file = tmp_path / "profile.icc"
    file.write_text("judged")
    workers.run(call("keep", str(file), reads=(tmp_path,)))
    file.write_text("put in its place")
    assert opened_files.bytes_of(file) == b"judged"
    assert workers.run(call("kept", str(file), reads=(file,))) == b"judged"


def test_what_comes_back_is_loaded_as_values_alone(workers: Workers) -> None:
    with pytest.raises(WorkError, match="gave back something that is no result"):
        workers.run(call("give_evil"))
    assert not Path("/tmp/brochure-was-here").exists()  # noqa: S108
    for harm in (deeds.Evil(), os.getcwd, subprocess.Popen, Path.read_bytes):
        with pytest.raises(wire.NotOursError):
            wire.loads(wire.dumps(harm))


def test_what_other_packages_say_of_pickles_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """tblib, which comes with Dask, says of all classes of errors that its own function makes them."""
    monkeypatch.setitem(copyreg.dispatch_table, BrochureError, lambda error: (os.getcwd, ()))
    error = BrochureError("no room for the title")
    assert wire.loads(wire.dumps(error)).problems == error.problems
    assert wire.loads(wire.dumps([2 + 3j, Path("a")])) == [2 + 3j, Path("a")]


@pytest.mark.parametrize(("seconds", "memory_mb"), [(0.0, 1500), (float("nan"), 1500), (60.0, 1)])
def test_limits_that_cannot_be_are_refused(seconds: float, memory_mb: int) -> None:
    with pytest.raises(BrochureError, match="can"):
        Limits(seconds=seconds, memory_mb=memory_mb)


ASKS = """
from pathlib import Path
from brochure.work.limits import Limits
from brochure.work.workers import Call, Held, Workers
workers = Workers(Limits(seconds=60), fork=True)
print("ready", flush=True)
workers.run(Call(function="tests.work.deeds:sleep_for_ever", reads=(Path.cwd(),)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_the_command_ends_so_do_all_its_children(end: signal.Signals) -> None:
    command = subprocess.Popen(
        [sys.executable, "-c", ASKS], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert command.stdout is not None
    command.stdout.readline()
    deadline = time.monotonic() + 20
    while len(family := descendants(command.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    command.send_signal(end)
    command.wait()
    command.stdout.close()
    while any(map(lives, family)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(family) == 2
    assert not any(map(lives, family))


def descendants(pid: int) -> list[int]:
    """The processes that ``pid`` started, and those that they did."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended meanwhile
            continue
    found = [child for child, parent in parents.items() if parent == pid]
    return [*found, *(other for child in found for other in descendants(child))]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_an_interpreter_of_its_own_is_held_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with Workers(replace(LIMITS, seconds=3.0)) as fresh:
        assert fresh.run(call("give_back", 7)) == 7
        with pytest.raises(WorkError, match="was not done after 3 seconds"):
            fresh.run(call("sleep_for_ever"))
        with pytest.raises(WorkError, match="SIGSEGV"):
            fresh.run(call("crash"))
