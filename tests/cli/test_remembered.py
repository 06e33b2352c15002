"""What a command remembers of a kit: it says the same as when all is read again, and misses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brochure.cli import commands, limits, remembered
from brochure.cli.sources import Source
from tests.conftest import ROOT, Run

PAGE = """\
---
title: Les quais rendus aux piétons
lead: Un été sans voitures.
lang: fr
url: https://exemple.org/quais
picture: {file: quais.png, alt: Les quais}
hashtag: quais
---

Le fleuve.
"""

BUILD = ("build", "page.md", "-o", "out", "--only", "qr,cards", "--formats", "square", "--lenient")


@pytest.fixture
def built(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a page and its kit, which is remembered."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.md").write_text(PAGE.replace("hashtag: quais\n", ""), encoding="utf-8")
    Image.effect_noise((600, 400), 60).convert("RGB").save(tmp_path / "quais.png")
    assert run(*BUILD, cwd=tmp_path).returncode == 0
    assert len(records(tmp_path)) == 2  # of the page, and of the arguments
    return tmp_path


def records(folder: Path) -> list[Path]:
    return [*(folder / "cache").rglob("*")][1:]


@pytest.fixture
def no_process(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that starts a process for work fails, once the kit is built."""

    def guard(*_: object) -> Any:
        raise AssertionError("a process was started")

    monkeypatch.setattr(limits, "guard", guard)


@pytest.mark.parametrize("options", [(), ("--json",), ("-q",)])
def test_a_kit_that_is_remembered_is_told_as_when_its_page_is_read_again(
    options: tuple[str, ...], run: Run, built: Path
) -> None:
    told = [run(*BUILD, *options, cwd=built) for _ in range(2)]  # by its page, and by the arguments
    for record in records(built):
        record.unlink()
    told.append(run(*BUILD, *options, cwd=built))
    assert len({(t.returncode, t.stdout, t.stderr) for t in told}) == 1
    assert len(records(built)) == 2


@pytest.mark.usefixtures("no_process")
def test_nothing_is_started_to_find_that_a_kit_stands(run: Run, built: Path) -> None:
    assert "nothing changed" in run(*BUILD, cwd=built).stderr


@pytest.mark.usefixtures("no_process")
def test_arguments_that_were_given_before_are_not_parsed_again(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "app", None)
    assert "nothing changed" in run(*BUILD, cwd=built).stderr
    assert run(*BUILD, "-q", cwd=built).returncode == 1


@pytest.mark.usefixtures("no_process")
def test_arguments_that_ask_for_all_again_are_always_parsed(run: Run, built: Path) -> None:
    """Nor are those remembered that name a folder: another page may be in it."""
    assert run(*BUILD, "--force", cwd=built).returncode == 1
    assert not remembered.standing_for([*BUILD, "--force"])[0]
    sources = [Source(name="page.md")]
    asked = {"profile": "", "template": "", "zip": False, "theme": "agora"}
    remembered.remember_arguments(["build", "."], sources, asked, {})
    assert len(records(built)) == 2


def a_word(folder: Path, _: pytest.MonkeyPatch) -> None:
    page = folder / "page.md"
    page.write_text(page.read_text(encoding="utf-8").replace("fleuve", "fleuve vert"), encoding="utf-8")


def a_pixel(folder: Path, _: pytest.MonkeyPatch) -> None:
    with Image.open(folder / "quais.png") as opened:
        picture = opened.convert("RGB")
    picture.putpixel((5, 5), (9, 9, 9))
    picture.save(folder / "quais.png")


def kit_of(folder: Path) -> Path:
    return next(path.parent for path in (folder / "out").rglob("manifest.json"))


def an_edited_file(folder: Path, _: pytest.MonkeyPatch) -> None:
    next(kit_of(folder).rglob("*.svg")).write_text("<svg/>", encoding="utf-8")


def a_file_that_is_gone(folder: Path, _: pytest.MonkeyPatch) -> None:
    next(kit_of(folder).rglob("*.png")).unlink()


def an_edited_manifest(folder: Path, _: pytest.MonkeyPatch) -> None:
    with (kit_of(folder) / "manifest.json").open("a", encoding="utf-8") as file:
        file.write(" ")


def a_half_placed_kit(folder: Path, _: pytest.MonkeyPatch) -> None:
    (kit_of(folder) / ".brochure-tmp").mkdir()


def a_zip_beside_it(folder: Path, _: pytest.MonkeyPatch) -> None:
    kit = kit_of(folder)
    kit.with_name(f"{kit.name}.zip").write_bytes(b"PK")


def another_library(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "versions", lambda: {"weasyprint": "0"})


def another_template(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states = remembered._states
    monkeypatch.setattr(remembered, "_states", lambda folder: [*states(folder)][1:])


def a_broken_record(folder: Path, _: pytest.MonkeyPatch) -> None:
    for record in records(folder):
        record.write_text('{"format": 1, "program": []}', encoding="utf-8")


def another_folder_for_records(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "other"))


@pytest.mark.usefixtures("no_process")
@pytest.mark.parametrize(
    "change",
    [
        a_word, a_pixel, an_edited_file, a_file_that_is_gone, an_edited_manifest, a_half_placed_kit,
        a_zip_beside_it, another_library, another_template, a_broken_record, another_folder_for_records,
    ],
)  # fmt: skip
def test_after_a_change_all_is_read_again(
    change: Callable[[Path, pytest.MonkeyPatch], None],
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    change(built, monkeypatch)
    assert "a process was started" in run(*BUILD, cwd=built).stderr


@pytest.mark.usefixtures("no_process")
@pytest.mark.parametrize(
    "option",
    [("--campaign", "ete"), ("--url", "https://exemple.org/"), ("--theme", "papier"), ("--force",),
     ("--poster", "code"), ("--embargo", "2030-01-01"), ("--only", "qr"), ("--lang", "fr")],
)  # fmt: skip
def test_another_command_line_reads_all_again(option: tuple[str, ...], run: Run, built: Path) -> None:
    assert "a process was started" in run(*BUILD, *option, cwd=built).stderr


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20H0z"/></svg>'


@pytest.mark.parametrize(
    ("page", "files", "arguments"),
    [
        ("issuer: {name: Ville, logo: logo.svg}", {"logo.svg": LOGO}, ("page.md",)),
        ("", {}, (".",)),
        ("", {"page.fr.md": PAGE.replace("hashtag: quais\n", "")}, ("page.fr.md",)),
    ],
    ids=["a logo", "a site's folder", "a page in languages"],
)
def test_a_page_that_reads_other_files_is_not_remembered(
    page: str, files: Mapping[str, str], arguments: tuple[str, ...],
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "page.md").write_text(PAGE.replace("hashtag: quais", page), encoding="utf-8")
    Image.new("RGB", (600, 400), "teal").save(tmp_path / "quais.png")
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("build", *arguments, "-o", "out", "--only", "qr", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not records(tmp_path)


OPENED = """
import json, sys
from brochure.cli.page_reading import Asked, Look, load_look, read_source
from brochure.cli.sources import Source
opened, events = set(), {"open", "os.listdir", "os.scandir"}
sys.addaudithook(lambda event, given: event in events and opened.add(str(given[0])))
look = Look(theme="agora")
read_source(Asked(source=Source(name=sys.argv[1]), look=look, theme=load_look(look)))
print(json.dumps(sorted(opened)))
"""


def test_a_page_that_is_remembered_reads_its_file_and_its_pictures_alone(built: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", OPENED, "page.md"], env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=built, capture_output=True, text=True, check=True,
    )  # fmt: skip
    own = (str(ROOT), sys.prefix, sys.base_prefix, *(place for place in sys.path if place))
    others = {name for name in json.loads(done.stdout) if not name.startswith(own)}
    inside = {name for name in others if not name.startswith("/") or Path(name).is_relative_to(built)}
    assert inside - {str(built)} == {"page.md", "quais.png"}


def test_no_more_pages_are_remembered_than_there_is_use_for(
    built: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "MOST_KEPT", 3)
    for number in range(4):
        assert run(*BUILD[:3], f"out{number}", "--only", "qr", cwd=built).returncode == 0
    assert 1 <= len(records(built)) <= 3
