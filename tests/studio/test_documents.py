"""Documents: nothing that was typed is lost, whatever is undone, killed, or changed elsewhere."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.cli.sources import sources_of
from brochure.errors import SourceError
from brochure.studio import documents
from brochure.studio.documents import KEPT_IN, Documents, StaleError, digest_of
from tests.conftest import ROOT

FIRST = b"---\ntitle: Un\n---\n\nTexte.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.md").write_bytes(FIRST)
    return tmp_path


def type_(pages: Documents, data: bytes, changed: str = "") -> None:
    pages.write("page", pages.read("page").revision, data, changed)


def test_each_change_is_a_step_back_and_forth(folder: Path) -> None:
    pages = Documents(folder)
    for text in (b"a", b"b", b"c"):
        type_(pages, text)
    back = [FIRST, b"a", b"b", b"c"]
    for expected in (b"b", b"a", FIRST, FIRST):
        state = pages.stepped("page", pages.read("page").revision, -1)
        assert (state.data, state.undo) == (expected, expected != FIRST)
    for expected in back[1:]:
        assert pages.stepped("page", pages.read("page").revision, 1).data == expected
    assert not pages.read("page").redo


def test_a_word_typed_letter_by_letter_is_one_step(folder: Path) -> None:
    pages = Documents(folder)
    for text in (b"w", b"wo", b"wor", b"word"):
        type_(pages, text, "title")
    type_(pages, b"word.", "lead")
    assert pages.stepped("page", pages.read("page").revision, -1).data == b"word"
    assert pages.stepped("page", pages.read("page").revision, -1).data == FIRST


def test_steps_are_there_after_a_restart(folder: Path) -> None:
    type_(Documents(folder), b"a")
    again = Documents(folder)
    assert again.read("page").undo
    assert again.stepped("page", digest_of(b"a"), -1).data == FIRST
    assert Documents(folder).stepped("page", digest_of(FIRST), 1).data == b"a"


def test_a_change_on_an_older_text_is_refused_and_changes_nothing(folder: Path) -> None:
    pages = Documents(folder)
    old = pages.read("page").revision
    type_(pages, b"a")
    changes: tuple[Callable[[], object], ...] = (
        lambda: pages.write("page", old, b"b", ""), lambda: pages.stepped("page", old, -1),
        lambda: pages.go_back("page", old, 1),
    )  # fmt: skip
    for change in changes:
        with pytest.raises(StaleError):
            change()
    assert (folder / "page.md").read_bytes() == b"a"


def test_what_another_program_wrote_is_a_step_that_can_be_undone(folder: Path) -> None:
    pages = Documents(folder)
    type_(pages, b"a")
    stale = pages.read("page").revision
    (folder / "page.md").write_bytes(b"from an editor")
    with pytest.raises(StaleError):
        pages.write("page", stale, b"b", "")
    state = pages.read("page")
    assert state.data == b"from an editor"
    assert pages.stepped("page", state.revision, -1).data == b"a"


def test_versions_are_kept_a_minute_apart_and_fifty_of_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr(documents, "time", lambda: now[0])
    pages = Documents(folder)
    for number in range(120):
        now[0] += 31
        type_(pages, f"text {number}".encode())
    found = pages.versions("page")
    assert len(found) == documents.MOST_VERSIONS
    times = [version.time for version, _ in found]
    assert all(later - earlier >= 60 for later, earlier in pairwise(times))
    wanted, data = found[-1]
    before = pages.read("page")
    assert pages.go_back("page", before.revision, wanted.number).data == data
    assert pages.versions("page")[0][1] == before.data
    with pytest.raises(SourceError):
        pages.go_back("page", pages.read("page").revision, 1)


def test_texts_that_nothing_needs_any_more_are_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_STEPS", 5)
    pages = Documents(folder)
    for number in range(20):
        type_(pages, f"text {number}".encode())
    kept = {path.name for path in (folder / KEPT_IN / "page").iterdir()} - {"history.json"}
    assert len(kept) == 6  # five steps and the first version


@given(st.binary(max_size=60) | st.just(b'{"steps": [], "at": 4, "versions": []}'))
def test_a_damaged_list_costs_the_way_back_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "page.md").write_bytes(FIRST)
    home = folder / KEPT_IN / "page"
    home.mkdir(parents=True)
    (home / "history.json").write_bytes(junk)
    pages = Documents(folder)
    assert pages.read("page").data == FIRST
    type_(pages, b"a")
    assert pages.stepped("page", digest_of(b"a"), -1).data == FIRST


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../page", "a/b", "a\\b", ".hidden", "_part", "a\0b", "a\nb", "C:x"]
)
def test_what_is_no_name_of_a_page_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(SourceError):
        Documents(folder).read(name)


def test_links_are_no_pages(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_bytes(b"secret")
    (folder / "linked.md").symlink_to(outside / "secret.md")
    (folder / "inner.md").symlink_to(folder / "page.md")
    for odd in ("a:b.md", "c\nd.md", "_part.md", "Une page.md"):
        (folder / odd).write_bytes(FIRST)
    pages = Documents(folder)
    assert pages.names() == ["Une page", "page"]
    for name in ("linked", "inner"):
        with pytest.raises(SourceError):
            pages.read(name)


def test_a_folder_of_versions_that_leads_elsewhere_is_refused(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (folder / KEPT_IN).symlink_to(outside)
    with pytest.raises(SourceError):
        Documents(folder).read("page")
    assert not any(outside.iterdir())


TYPING = """
import sys
from pathlib import Path
from brochure.studio.documents import Documents
pages = Documents(Path(sys.argv[1]))
revision = pages.read("page").revision
for number in range(100_000):
    revision = pages.write("page", revision, b"x" * 3000 + str(number).encode(), "").revision
    print(number, flush=True)
"""


def test_a_kill_in_the_middle_loses_nothing(folder: Path) -> None:
    """The file is whole, holds what was told to be kept or the next, and can be undone from there."""
    for round_ in range(6):
        (folder / "page.md").write_bytes(FIRST)
        with subprocess.Popen(
            [sys.executable, "-c", TYPING, str(folder)], stdout=subprocess.PIPE, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as typing:  # fmt: skip
            assert typing.stdout
            assert typing.stdout.readline()
            time.sleep(0.02 + 0.013 * round_)
            typing.send_signal(signal.SIGKILL)
            told = typing.stdout.read().split()
        last = int(told[-1]) if told else 0
        data = (folder / "page.md").read_bytes()
        assert data[:3000] == b"x" * 3000
        assert int(data[3000:]) in {last, last + 1}
        again = Documents(folder)
        state = again.read("page")
        assert state.data == data
        undone = again.stepped("page", state.revision, -1).data
        assert int(undone[3000:]) == int(data[3000:]) - 1
        json.loads((folder / KEPT_IN / "page" / "history.json").read_bytes())


def test_what_the_studio_keeps_and_builds_in_a_folder_are_no_pages_of_it(folder: Path) -> None:
    type_(Documents(folder), b"a")
    kit = folder / "output" / "page"
    (kit / "share").mkdir(parents=True)
    (kit / "manifest.json").write_text("{}", encoding="utf-8")
    (kit / "share" / "captions.md").write_text("# Captions", encoding="utf-8")
    assert [source.name for source in sources_of([str(folder)])] == [str(folder / "page.md")]
