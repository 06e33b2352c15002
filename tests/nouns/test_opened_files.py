"""Files that others name: what is opened is what is judged, wherever links lead in the meantime."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest

from brochure import opened_files
from brochure.problems import RefusedFileError, reason

READS = 2000
"""In `benchmarks/link_race.py` it is 100,000."""


def why(path: Path, most_bytes: int = 100, *within: Path) -> str:
    """The id of the reason why ``path`` is not read."""
    with pytest.raises(RefusedFileError) as caught:
        opened_files.read(path, most_bytes, within)
    assert reason(caught.value) == caught.value.why
    return caught.value.why.id


def test_a_file_is_read_up_to_its_last_byte(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert opened_files.read(tmp_path / "a", 100) == b"x" * 100
    assert opened_files.read(tmp_path / "a", 100, [tmp_path]) == b"x" * 100
    assert why(tmp_path / "a", 99) == "file-too-large"


def test_pipes_devices_sockets_and_folders_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to-zero").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe", tmp_path / "to-zero", Path("/dev/zero"), tmp_path):
        assert why(path) == "file-no-regular"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        with pytest.raises(OSError):  # noqa: PT011 - ENXIO or EOPNOTSUPP, by the system
            opened_files.read(tmp_path / "socket", 100)


def test_what_never_ends_is_read_up_to_the_limit(tmp_path: Path) -> None:
    endless = Path("/proc/self/status")  # says of itself that it has 0 bytes
    if endless.exists():
        assert why(endless, 10) == "file-too-large"


def test_a_name_with_a_null_character_is_refused() -> None:
    assert why(Path("a\0b")) == "file-name-null"


def test_links_are_followed_inside_the_folder_and_never_out_of_it(tmp_path: Path) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    (site / "img").mkdir(parents=True)
    other.mkdir()
    (site / "img" / "a").write_bytes(b"inside")
    (other / "b").write_bytes(b"outside")
    (site / "link").symlink_to("img/a")
    (site / "folder").symlink_to("img")
    (site / "out").symlink_to(other / "b")
    (site / "away").symlink_to(other)
    assert opened_files.read(site / "link", 100, [site]) == b"inside"
    assert opened_files.read(site / "folder" / "a", 100, [site]) == b"inside"
    for path in (site / "out", site / "away" / "b", site / "img" / ".." / ".." / "other" / "b", site):
        assert why(path, 100, site) == "file-leads-out"
    assert opened_files.read(site / "out", 100, [site, other]) == b"outside"


@pytest.mark.parametrize("swapped", ["file", "folder"])
def test_a_link_put_in_place_between_look_and_opening_is_refused(
    swapped: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The very moment: after the path was resolved, before the first handle is opened."""
    site, secret = tmp_path / "site", tmp_path / "secret"
    (site / "img").mkdir(parents=True)
    secret.mkdir()
    (site / "img" / "a").write_bytes(b"good")
    (secret / "a").write_bytes(b"secret")
    opening = os.open

    def swap(*given: object, **named: object) -> int:
        monkeypatch.setattr(os, "open", opening)
        if swapped == "file":
            (site / "img" / "a").unlink()
            (site / "img" / "a").symlink_to(secret / "a")
        else:
            (site / "img").rename(site / "old")
            (site / "img").symlink_to(secret)
        return opening(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", swap)
    with pytest.raises(OSError):  # noqa: PT011 - a folder that is a link is none
        opened_files.read(site / "img" / "a", 100, [site])


def test_a_race_for_the_link_is_lost_each_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "good").write_bytes(b"good")
    (tmp_path / "secret").write_bytes(b"secret")
    (site / "a").write_bytes(b"good")
    done = threading.Event()

    def race() -> None:
        while not done.is_set():
            (site / "new").hardlink_to(site / "good")
            (site / "new").replace(site / "a")
            (site / "new").symlink_to(tmp_path / "secret")
            (site / "new").replace(site / "a")

    racer = threading.Thread(target=race)
    racer.start()
    seen = set()
    try:
        for _ in range(READS):
            try:
                seen.add(opened_files.read(site / "a", 100, [site]))
            except OSError:
                seen.add(b"refused")
    finally:
        done.set()
        racer.join()
    assert seen <= {b"good", b"refused"}


def test_what_was_judged_is_what_is_used_later(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"judged")
    path, data = opened_files.keep(tmp_path / "a.ttf", 100)
    (tmp_path / "a.ttf").write_bytes(b"changed")
    assert (data, opened_files.kept(path)) == (b"judged", b"judged")
    assert opened_files.keep(tmp_path / "a.ttf", 100)[1] == opened_files.kept(path) == b"changed"
