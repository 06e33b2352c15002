"""A folder is watched: what changes in it wakes, and nothing else does."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Timer

import pytest

from brochure.sites import watching


@pytest.mark.parametrize("by_kernel", [True, False])
def test_a_change_wakes_and_its_folders_are_found(
    by_kernel: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/b", "out", ".git", "node_modules"):
        (tmp_path / name).mkdir(parents=True)
    folders = [*watching.folders_in(tmp_path, tmp_path / "out")]
    assert folders == [tmp_path, tmp_path / "a", tmp_path / "a/b"]
    if not by_kernel:
        monkeypatch.setattr(watching, "_inotify", lambda: -1)
    monkeypatch.setattr(watching, "LOOKED_AT_EVERY_S", 600.0)
    watcher = watching.Watcher()
    watcher.watch(folders)
    Timer(0.1, (tmp_path / "a/b/page.md").write_text, ["x"]).start()
    began = time.monotonic()
    watcher.wait(0.0)  # ten minutes, if nothing woke it
    assert time.monotonic() - began < 300
    watcher.close()
