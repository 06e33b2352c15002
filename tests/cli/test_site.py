"""``brochure site``: every page has its kit and its line in the map, and nothing is made twice."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brochure.cli import limits, site_work
from tests.conftest import ROOT, Run

SETTINGS = """\
address = "https://exemple.org/"
kits = "https://cdn.exemple.org/k/"
permalinks = "mkdocs"
products = ["cards"]
formats = ["open-graph"]
output = "kits"
lang = "en"
"""

PAGES = {
    "index.md": "# The town\n\nWhat there is to know of the town.\n",
    "guide/install.md": "---\ntitle: How to begin\n---\nRead this page first.\n",
    "guide/photo.md": "---\ntitle: The river\npicture: {file: river.png, alt: The river}\n---\n.\n",
    "later.md": "---\ntitle: Later\ndraft: true\n---\nNot yet.\n",
}

SITE = ("site", "site")
STANDING = "✓ 3 unchanged, 1 draft\n1 warning of earlier runs stands in kits.json\n"


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        long_ago = time.time() - 60  # its time tells that it has not been changed since
        os.utime(folder / name, (long_ago, long_ago))


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site and its kits, which tests copy."""
    from tests.conftest import run_here

    folder = tmp_path_factory.mktemp("once")
    write(folder / "site", {**PAGES, "brochure.toml": SETTINGS})
    Image.effect_noise((600, 400), 60).convert("RGB").save(folder / "site" / "guide" / "river.png")
    done = run_here(*SITE, "--jobs", "2", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "3 pages built, 1 draft" in done.stderr
    return folder


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """The same in a folder of its own."""
    shutil.copytree(built_once / "site", tmp_path / "site")
    return tmp_path


@pytest.fixture
def in_place(built_once: Path) -> Path:
    """The very site, for tests that leave it as it was."""
    return built_once


def map_of(folder: Path) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads((folder / "site/kits/kits.json").read_bytes())
    return tree


def kits(folder: Path) -> dict[str, bytes]:
    """Every file of the kits, but for what is remembered."""
    top = folder / "site/kits"
    files = {p.relative_to(top).as_posix(): p for p in top.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name[0] != "."}


def times(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in (folder / "site/kits").rglob("*") if p.is_file()}


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def guard(*_: object) -> Any:
        raise AssertionError("a process was started")

    monkeypatch.setattr(limits, "guard", guard)


def test_the_map_says_of_each_page_its_address_its_files_and_what_is_in_them(in_place: Path) -> None:
    tree = map_of(in_place)
    pages = tree["pages"]
    assert (tree["address"], tree["kits"]) == ("https://exemple.org/", "https://cdn.exemple.org/k/")
    assert {name: (row["status"], row["address"], row["folder"]) for name, row in pages.items()} == {
        "index.md": ("current", "https://exemple.org/", "index"),
        "guide/install.md": ("current", "https://exemple.org/guide/install/", "guide--install"),
        "guide/photo.md": ("current", "https://exemple.org/guide/photo/", "guide--photo"),
        "later.md": ("draft", "", ""),
    }
    for row in pages.values():
        for file in row["files"]:
            data = (in_place / "site/kits" / row["folder"] / file["path"]).read_bytes()
            assert (file["size"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    (card,) = pages["guide/photo.md"]["files"]
    assert card["path"] == "cards/open-graph.jpg"
    assert "The river" in card["alt"]
    assert (card["width_px"], card["height_px"]) == (1200, 630)


@pytest.mark.usefixtures("no_process")
def test_nothing_is_read_or_started_where_nothing_changed(in_place: Path, run: Run) -> None:
    before = times(in_place)
    done = run(*SITE, cwd=in_place)
    assert (done.returncode, done.stderr) == (0, STANDING)
    after = times(in_place)
    memory = str(in_place / "site/kits/.brochure-site.json")
    assert {**after, memory: 0} == {**before, memory: 0}


LIGHT = """
import sys
sys.argv = ["brochure", "site", "site", "-q"]
from brochure.__main__ import main
try:
    main()
except SystemExit as left:
    assert not left.code, left.code
heavy = {"weasyprint", "PIL.Image", "lxml", "jinja2", "pikepdf", "markdown_it", "uharfbuzz"}
print(sorted(heavy & {*sys.modules}))
"""


def test_no_engine_is_loaded_where_nothing_changed(in_place: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LIGHT], cwd=in_place, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert told.splitlines()[-1] == "[]"


def test_what_is_remembered_names_no_folder_above_the_site(in_place: Path) -> None:
    told = (in_place / "site/kits/.brochure-site.json").read_text(encoding="utf-8")
    assert str(in_place) not in told


@pytest.mark.usefixtures("no_process")
def test_a_site_that_was_moved_stands_with_its_kits(built: Path, run: Run) -> None:
    assert run(*SITE, cwd=built).stderr == STANDING


def test_a_changed_page_has_its_files_rewritten_and_no_other_has(built: Path, run: Run) -> None:
    before = times(built)
    write(built, {"site/index.md": "# The city\n\nWhat there is to know of it.\n"})
    done = run(*SITE, "--json", cwd=built)
    assert json.loads(done.stdout)["pages_built"] == ["index.md"]
    changed = {Path(name).name for name, at in times(built).items() if before.get(name) != at}
    assert changed == {"open-graph.png", "manifest.json", "kits.json", ".brochure-site.json"}
    assert map_of(built)["pages"]["index.md"]["title"] == "The city"


def test_a_picture_that_changes_is_that_of_its_page(built: Path, run: Run) -> None:
    assert run(*SITE, cwd=built).returncode == 0
    Image.new("RGB", (600, 400), "teal").save(built / "site/guide/river.png")
    assert json.loads(run(*SITE, "--json", cwd=built).stdout)["pages_built"] == ["guide/photo.md"]


@pytest.mark.parametrize("change", ["an edited card", "a card that is gone", "a map that is gone"])
def test_what_does_not_stand_is_found(change: str, built: Path, run: Run) -> None:
    assert run(*SITE, cwd=built).returncode == 0
    before = kits(built)
    card = built / "site/kits/index/cards/open-graph.png"
    if change == "an edited card":
        card.write_bytes(b"mine")
        done = run(*SITE, cwd=built)
        assert (done.returncode, card.read_bytes()) == (1, b"mine")
        assert "was changed since brochure wrote it" in done.stderr
        assert run(*SITE, "--overwrite", cwd=built).returncode == 0
    else:
        (card if "card" in change else built / "site/kits/kits.json").unlink()
        assert run(*SITE, cwd=built).returncode == 0
    assert kits(built) == before


BROKEN = "---\ntitle: How to begin\nlang: xx-not-a-language-at-all\nfigures: 3\n---\nRead.\n"


def test_a_broken_page_keeps_its_kit_and_is_told_each_time(built: Path, run: Run) -> None:
    before = kits(built)
    write(built / "site", {"guide/install.md": BROKEN})
    for _ in range(2):
        done = run(*SITE, cwd=built)
        assert done.returncode == 1
        assert "site/guide/install.md" in done.stderr
        assert "1 failed" in done.stderr
        row = map_of(built)["pages"]["guide/install.md"]
        assert row["status"] == "failed"
        assert {p["severity"] for p in row["problems"]} == {"error"}
        assert {p["place"]["file"] for p in row["problems"]} == {"guide/install.md"}
        assert [file["path"] for file in row["files"]] == ["cards/open-graph.png"]
        assert {**kits(built), "kits.json": b""} == {**before, "kits.json": b""}


def test_kits_of_pages_that_are_gone_are_listed_and_removed_when_asked(built: Path, run: Run) -> None:
    (built / "site/index.md").rename(built / "site/home.md")
    (built / "site/guide/photo.md").unlink()
    mine = built / "site/kits/guide--photo/notes.txt"
    mine.write_text("mine", encoding="utf-8")
    for _ in range(2):
        done = run(*SITE, cwd=built)
        assert (
            "2 pages that are gone still stand: site/kits/guide--photo (guide/photo.md)" in done.stderr
        )
        assert map_of(built)["gone"] == {"guide--photo": "guide/photo.md", "index": "index.md"}
    done = run(*SITE, "--prune", cwd=built)
    assert "site/kits/index (index.md)" in done.stderr
    assert "notes.txt" in done.stderr
    assert not (built / "site/kits/index").exists()
    assert mine.read_text(encoding="utf-8") == "mine"
    assert map_of(built)["gone"] == {"guide--photo": "guide/photo.md"}
    mine.unlink()
    card = built / "site/kits/guide--photo/cards/open-graph.jpg"
    whole = card.read_bytes()
    card.write_bytes(b"edited")
    assert "was changed since" in run(*SITE, "--prune", cwd=built).stderr
    card.write_bytes(whole)
    run(*SITE, "--prune", cwd=built)
    assert not card.parent.parent.exists()
    assert not [p for p in (built / "site/kits").iterdir() if p.name.endswith(("-tmp", ".lock"))]


def test_a_page_that_becomes_a_draft_leaves_a_kit_that_is_told(built: Path, run: Run) -> None:
    write(built / "site", {"guide/install.md": "---\ntitle: How to begin\ndraft: true\n---\nRead.\n"})
    assert "guide--install" in run(*SITE, cwd=built).stderr
    write(built / "site", {"guide/install.md": PAGES["guide/install.md"]})
    assert "gone" not in run(*SITE, cwd=built).stderr
    assert map_of(built)["gone"] == {}


def test_the_bytes_are_the_same_however_many_work(built_once: Path, tmp_path: Path, run: Run) -> None:
    write(tmp_path / "site", {**PAGES, "brochure.toml": SETTINGS})
    shutil.copy(built_once / "site/guide/river.png", tmp_path / "site/guide")
    assert run(*SITE, "--jobs", "1", cwd=tmp_path).returncode == 0
    assert kits(tmp_path) == kits(built_once)


def test_another_file_is_not_taken_for_the_map(built: Path, run: Run) -> None:
    (built / "site/kits/kits.json").write_text("[1]", encoding="utf-8")
    done = run(*SITE, cwd=built)
    assert (done.returncode, (built / "site/kits/kits.json").read_text("utf-8")) == (1, "[1]")
    assert "not the map of kits" in done.stderr


def test_build_does_the_same_where_settings_stand(in_place: Path, run: Run) -> None:
    done = run("build", "site", cwd=in_place)
    assert (done.stdout, done.stderr) == ("site/kits/kits.json\n", STANDING)
    done = run("build", "site", "--url", "https://a.org", "--zip", cwd=in_place)
    assert "--url, --zip: not for a whole site" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("site", "none"), "no such folder"), (("site", "empty"), "no page in it"),
        (("site", "empty", "--address", "ftp://a.org"), "ftp://a.org"),
        (("site", "empty", "--only", "card"), "cards"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_site_is_told(
    arguments: tuple[str, ...], told: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, told in done.stderr) == (1, True), done.stderr


POISON = {
    "hang": "while True: pass", "kill": "os.kill(os.getpid(), 9)", "exit": "os._exit(3)",
    "memory": "bytearray(3 << 30)",
}  # fmt: skip


def test_a_page_that_hangs_or_kills_its_process_costs_that_page_alone(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"{name}.md": f"# {name}\n\nText.\n" for name in [*POISON, "a", "m", "z"]}
    write(tmp_path / "site", {**pages, "brochure.toml": SETTINGS})
    module = tmp_path / "poisoned_pages.py"
    cases = "\n".join(f"    if name == {name!r}:\n        {line}" for name, line in POISON.items())
    module.write_text(
        "import os\nfrom brochure.cli.site_pages import build_page as right\n\n\n"
        f"def build_page(task):\n    name = task.path[:-3]\n{cases}\n    return right(task)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(site_work, "TASK", "poisoned_pages:build_page")
    done = run(*SITE, "--time-limit", "20", cwd=tmp_path)
    rows = map_of(tmp_path)["pages"]
    status = {name: row["status"] for name, row in rows.items()}
    good = dict.fromkeys(("a.md", "m.md", "z.md"), "current")
    assert status == {**dict.fromkeys((f"{name}.md" for name in POISON), "failed"), **good}
    told = [line.split(": ")[1] for line in done.stderr.splitlines() if line.startswith("error:")]
    assert told == sorted(f"site/{name}.md" for name in POISON)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_whole_kits_and_the_next_one_goes_on(
    how: signal.Signals, tmp_path: Path, run: Run
) -> None:
    pages = {f"p{n}.md": f"# Page {n} of many\n\nText.\n" for n in range(8)}
    write(tmp_path / "site", {**pages, "brochure.toml": SETTINGS})
    started = subprocess.Popen(
        [sys.executable, "-m", "brochure", *SITE, "--jobs", "1"], cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    out = tmp_path / "site/kits"
    while len([*out.glob("*/manifest.json")]) < 3 and started.poll() is None:
        time.sleep(0.02)
    started.send_signal(how)
    assert started.wait() in (130, -9)
    stood = {p.parent.name: p.stat().st_mtime_ns for p in out.glob("*/manifest.json")}
    assert 3 <= len(stood) < 8
    done = run(*SITE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {name: (out / name / "manifest.json").stat().st_mtime_ns for name in stood} == stood
    assert {row["status"] for row in map_of(tmp_path)["pages"].values()} == {"current"}
    assert not [p for p in out.parent.rglob("*") if p.name.endswith(("-tmp", ".lock"))]


def test_what_a_killed_run_left_beside_a_kit_goes_with_the_next_one(built: Path, run: Run) -> None:
    """The kit itself stands: nothing else would look at its place again."""
    kit = next((built / "site/kits").glob("*/manifest.json")).parent
    (kit.with_name(f".{kit.name}.brochure-tmp") / "new").mkdir(parents=True)
    kit.with_name(f".{kit.name}.lock").touch()
    assert run(*SITE, cwd=built).returncode == 0
    assert not [p for p in built.rglob("*") if p.name.endswith(("-tmp", ".lock"))]


@pytest.mark.slow
def test_what_is_saved_is_built_while_the_site_is_watched(built: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "brochure", "watch", "site"], cwd=built, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE,
    ) as started:  # fmt: skip
        assert started.stderr is not None

        def told() -> str:
            lines = []
            for line in started.stderr or ():
                if line.startswith("waiting for changes"):
                    break
                lines.append(line)
            return "".join(lines)

        assert "failed" not in told()
        (built / "site/index.md").write_text("# The city\n\nA text.\n", encoding="utf-8")
        assert "1 page built, 2 unchanged" in told()
        (built / "site/index.md").write_text(BROKEN, encoding="utf-8")
        assert "site/index.md" in told()
        (built / "site/brochure.toml").write_text(f"{SETTINGS}\nthem = 1\n", encoding="utf-8")
        assert "did you mean theme?" in told()
        started.send_signal(signal.SIGINT)
        try:
            assert started.wait(60) == 130
        finally:
            started.kill()
    assert map_of(built)["pages"]["index.md"]["title"] == "The city"


@pytest.mark.slow
def test_a_page_of_a_site_has_the_bytes_that_build_gives_it(tmp_path: Path, run: Run) -> None:
    page = "---\ntitle: The river\nlang: en\nurl: https://exemple.org/a/\n---\nIt flows.\n"
    write(tmp_path, {"pages/river.md": page})
    products = ("--only", "pdf,cards,qr,share,preview")
    assert run("build", "pages/river.md", "-o", "one", *products, cwd=tmp_path).returncode == 0
    assert run("site", "pages", "-o", "all", *products, cwd=tmp_path).returncode == 0
    files = [
        {p.relative_to(top).as_posix(): p.read_bytes() for p in top.rglob("*") if p.is_file()}
        for top in (tmp_path / "one/river", tmp_path / "all/river")
    ]
    assert files[0] == files[1]
    assert len(files[0]) > 10
