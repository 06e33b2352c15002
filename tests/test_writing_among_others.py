"""Writing where others are: files of theirs, links, pipes, other processes, machines that refuse."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from brochure import placement
from brochure.building import standing, writing
from brochure.checking.kits import check
from brochure.errors import OutputError, SourceError
from brochure.kit import MANIFEST_NAME
from tests.test_writing_faults import AFTER, BEFORE

DEEP = b"[" * 100_000
DAMAGED = {
    "empty": b"",
    "cut off": b'{"files": [',
    "a list": b"[]",
    "too deep": DEEP,
    "no UTF-8": b"\xff\xfe\x00",
    "files are a number": b'{"format": 3, "files": 7}',
    "a size without end": b'{"format": 3, "files": [{"path": "a", "facts": {}, "size": 1e999}]}',
    "a format that is a list": b'{"format": [3], "files": [{"path": "a"}]}',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the first kit in it, and a file of somebody."""
    writing.write(BEFORE, tmp_path / "kit")
    (tmp_path / "kit" / "notes.txt").write_text("mine")
    return tmp_path / "kit"


def told(action: Callable[[], object]) -> list[tuple[str, str]]:
    """The ids of the problems that an action ends with, and the names of their files."""
    with pytest.raises(OutputError) as caught:
        action()
    return [(problem.id, Path(problem.place.file).name) for problem in caught.value.problems]


def test_what_was_edited_or_is_of_others_is_named_and_replaced_only_on_demand(folder: Path) -> None:
    (folder / "b" / "b2.txt").write_text("edited")
    (folder / "b" / "b4.txt").write_text("of others, where the next kit has a file")
    (folder / "a" / "a1.txt").write_text("edited, of a product that is not made again")
    assert told(lambda: writing.write(AFTER, folder)) == [
        ("file-edited", "b2.txt"), ("file-foreign", "b4.txt"),
    ]  # fmt: skip
    assert (folder / "b" / "b2.txt").read_text() == "edited"
    assert told(lambda: writing.refuse_edited(folder, ["b"])) == [("file-edited", "b2.txt")]
    writing.refuse_edited(folder, ["c"])
    writing.write(AFTER, folder, overwrite=True)
    assert (folder / "b" / "b2.txt").read_text() == "another"
    assert (folder / "b" / "b4.txt").read_text() == "new"
    assert (folder / "a" / "a1.txt").read_text().startswith("edited")
    assert (folder / "notes.txt").read_text() == "mine"


def test_an_edited_file_that_the_next_kit_has_not_is_no_less_somebodys(folder: Path) -> None:
    (folder / "b" / "b3.txt").write_text("edited")
    assert told(lambda: writing.write(AFTER, folder)) == [("file-edited", "b3.txt")]


def test_a_folder_full_of_files_of_others_is_told_by_its_first(tmp_path: Path) -> None:
    one = BEFORE.artifacts[0]
    many = replace(BEFORE, products={"b": tuple(replace(one, path=f"{n}.txt") for n in range(30))})
    for made in many.artifacts:
        (tmp_path / made.path).write_text("theirs")
    ids = [id_ for id_, _ in told(lambda: writing.write(many, tmp_path))]
    assert ids == ["file-foreign"] * 20 + ["files-more"]


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_manifest_is_named_and_replaced_only_on_demand(name: str, folder: Path) -> None:
    (folder / MANIFEST_NAME).write_bytes(DAMAGED[name])
    assert ("file-foreign-manifest", MANIFEST_NAME) in told(lambda: writing.write(AFTER, folder))
    with pytest.raises(SourceError):
        check(folder)
    writing.write(AFTER, folder, overwrite=True)
    assert {entry.path for entry in writing.read_manifest(folder).files} == {  # type: ignore[union-attr]
        made.path for made in AFTER.artifacts
    }


def test_a_pipe_in_the_place_of_the_manifest_is_named_and_never_waited_for(folder: Path) -> None:
    (folder / MANIFEST_NAME).unlink()
    os.mkfifo(folder / MANIFEST_NAME)
    assert writing.read_manifest(folder) is None
    assert not standing.is_current(folder, {}, [])
    assert ("file-foreign-manifest", MANIFEST_NAME) in told(lambda: writing.write(AFTER, folder))
    with pytest.raises(SourceError):
        check(folder)


def test_links_under_the_names_of_unfinished_things_are_not_followed(folder: Path) -> None:
    precious = folder.parent / "precious"
    (precious / "1").mkdir(parents=True)
    (precious / "1" / "file").write_text("mine")
    (precious / "journal.json").write_text(json.dumps([["notes.txt", "", True]]))
    (folder / placement.TEMPORARY).symlink_to(precious)
    folder.with_name(f".kit{placement.TEMPORARY}").symlink_to(precious)
    writing.write(AFTER, folder)
    assert (precious / "1" / "file").read_text() == "mine"
    assert (folder / "notes.txt").read_text() == "mine"
    assert not os.path.lexists(folder / placement.TEMPORARY)


@pytest.mark.parametrize("moves", [[["../out", "", True]], [["/etc/x", "0", False]], ["x"], 7, [[]]])
def test_a_journal_that_leads_out_of_the_kit_is_not_followed(moves: object, folder: Path) -> None:
    (folder.parent / "out").write_text("mine")
    (folder / placement.TEMPORARY).mkdir()
    (folder / placement.TEMPORARY / "journal.json").write_text(json.dumps(moves))
    assert told(lambda: writing.write(AFTER, folder)) == [("output-half-placed", "kit")]
    assert (folder.parent / "out").read_text() == "mine"


def test_times_of_files_decide_nothing(folder: Path) -> None:
    """Clocks jump: all is from 2099, then from 1980."""
    for year in (4_070_908_800, 315_532_800):
        for path in folder.rglob("*"):
            os.utime(path, (year, year))
        writing.write(AFTER, folder)
        assert (folder / "b" / "b2.txt").read_text() == "another"
        assert (folder / "notes.txt").stat().st_mtime == year
        writing.write(BEFORE, folder)
        assert (folder / "b" / "b2.txt").read_text() == "three"


@pytest.mark.skipif(sys.platform != "linux", reason="where nobody can write, root neither")
def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for place in (Path("/proc/kits/kit"), tmp_path / "file" / "kit", tmp_path / "file"):
        ((id_, _),) = told(partial(writing.write, BEFORE, place))
        assert id_ == "output-not-written"
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert told(lambda: writing.write(BEFORE, loop)) == [("output-not-written", "loop")]


# Locks


@contextmanager
def held(folder: Path) -> Iterator[tuple[int, Event]]:
    """Another process that keeps ``folder`` until it is told to end: its number, and how to tell it."""
    forks = multiprocessing.get_context("fork")
    ready, end = forks.Event(), forks.Event()
    process = forks.Process(target=_hold, args=(folder, ready, end))
    process.start()
    assert ready.wait(30)
    try:
        yield process.pid or 0, end
    finally:
        process.kill()
        process.join()


def _hold(folder: Path, ready: Event, end: Event) -> None:
    with writing.reserved(folder):
        ready.set()
        end.wait(30)


def test_a_lock_that_is_held_is_told_with_its_process(folder: Path) -> None:
    with held(folder) as (pid, _):
        with pytest.raises(OutputError, match=f"process {pid} on .*still stands; add --wait"):
            writing.write(AFTER, folder)
        lock = folder.with_name(".kit.lock")
        lock.write_bytes(b"")  # it does not say who holds it; the kernel knows
        if sys.platform == "linux":
            with pytest.raises(OutputError, match=f"process {pid} is at work"):
                writing.write(AFTER, folder)
    writing.write(AFTER, folder)  # the dead hold none
    assert not lock.exists()


def test_who_waits_for_a_lock_is_told_for_whom_and_gets_it(folder: Path) -> None:
    said = []
    with held(folder) as (pid, end):

        def tell(problem: object) -> None:
            said.append(str(problem))
            end.set()

        with writing.reserved(folder, wait=True, told=tell) as contended:
            assert contended
            writing.write(AFTER, folder)
    assert f"process {pid}" in said[0]
    assert (folder / "b" / "b2.txt").read_text() == "another"


def test_a_folder_that_was_made_for_nothing_is_taken_away(tmp_path: Path) -> None:
    with writing.reserved(tmp_path / "new" / "kit"):
        assert (tmp_path / "new").is_dir()
    assert [*tmp_path.iterdir()] == []
