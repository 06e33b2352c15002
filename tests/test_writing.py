"""Writing: all at once or not at all; only what our own manifest lists is ever removed."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import brochure
from brochure import placement
from brochure.building import products, standing, writing
from brochure.checking.kits import check
from brochure.errors import OutputError, SourceError
from brochure.kit import Kit
from tests.conftest import ROOT


def tree(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_the_manifest_lists_every_file_with_its_digest(written: Path) -> None:
    manifest = json.loads((written / "manifest.json").read_text())
    listed = {f["path"]: f["sha256"] for f in manifest["files"]}
    assert listed == {k: v for k, v in tree(written).items() if k != "manifest.json"}
    assert all(f["size"] == (written / f["path"]).stat().st_size for f in manifest["files"])
    images = [f for f in manifest["files"] if f["media_type"] in {"image/png", "image/svg+xml"}]
    assert images
    assert all(f["facts"]["alt"] for f in images)


def test_an_unchanged_kit_is_recognised_and_a_changed_file_is_not(
    written: Path, kit: brochure.Kit
) -> None:
    assert standing.is_current(written, kit.digests, products.names())
    assert not standing.is_current(written, {**kit.digests, "qr": "0" * 64}, products.names())
    (written / "qr" / "x.png").write_bytes(b"")
    assert not standing.is_current(written, kit.digests, products.names())


def test_files_of_others_stay_and_our_orphans_go(written: Path, kit: brochure.Kit) -> None:
    (written / "notes.txt").write_text("à moi")
    without = replace(kit, products={**kit.products, "qr": kit.products["qr"][:2]})
    brochure.write(without, written)
    assert (written / "notes.txt").read_text() == "à moi"
    assert sorted(p.name for p in (written / "qr").iterdir()) == ["page.png", "page.svg"]


def test_building_one_product_keeps_the_others(written: Path, kit: brochure.Kit) -> None:
    before = tree(written)
    only = replace(kit, products={"cards": kit.products["cards"]})
    manifest = brochure.write(only, written)
    assert tree(written) == before
    assert {e.product for e in manifest.files} == set(products.names())


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_what_was_harmed_of_another_product_is_kept_told_and_made_again(
    harm: str, write_part: Callable[..., Path], kit: brochure.Kit
) -> None:
    written = write_part("print/poster.pdf", "cards")
    poster = written / "print" / "poster.pdf"
    data = poster.read_bytes()
    poster.write_bytes(data + b"x") if harm == "changed" else poster.unlink()
    brochure.write(replace(kit, products={"cards": kit.products["cards"]}), written)
    assert poster.exists() == (harm == "changed")
    assert "print/poster.pdf" in {fault.path for fault in check(written).faults}
    assert not standing.is_current(written, kit.digests, ["print"])
    write_part("print/poster.pdf", "cards", overwrite=harm == "changed")
    assert poster.read_bytes() == data
    assert check(written).faults == ()


def test_what_killed_builds_left_is_swept(written: Path, kit: brochure.Kit) -> None:
    beside = written.with_name(f".{written.name}{placement.TEMPORARY}")
    within = written / placement.TEMPORARY
    for stale in (beside, within):
        (stale / "new" / "qr").mkdir(parents=True)
        (stale / "new" / "qr" / "page.svg").write_text("half")
    brochure.write(kit, written)
    assert not beside.exists()
    assert not within.exists()


def test_a_failing_disk_leaves_what_stood_there(
    written: Path, kit: brochure.Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(written)
    names = ("pdf", "share")
    some = replace(
        kit, products={name: kit.products[name] for name in names},
        digests=dict.fromkeys(names, "1" * 64),
    )  # fmt: skip

    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(placement, "sync", full)
    with pytest.raises(OutputError, match=r"No space left on device.*still stands"):
        brochure.write(some, written)
    assert tree(written) == before
    assert [path.name for path in written.parent.iterdir()] == [written.name]


@pytest.mark.parametrize(
    ("only", "says"),
    [
        ("cards,qr", r"cards/[a-z-]+\.(?:png|jpg): cannot be written \(File too large\)"),
        ("pdf", r"pdf: wrote a temporary file of more than 0\.02 MB"),
    ],
)
def test_a_file_size_limit_leaves_what_stood_there(only: str, says: str, written: Path) -> None:
    """RLIMIT_FSIZE of 20 kB: neither cards nor the PDF can be written, the earlier kit stands."""
    before = tree(written)
    no_bytecode = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # which the limit would cut off
    done = subprocess.run(
        [sys.executable, "-m", "brochure", "build", str(ROOT / "pages" / "sommet-pgo.md"), "--force",
         "-o", str(written.parent), "--theme", "papier", "--only", only],
        preexec_fn=_limited, capture_output=True, text=True, check=False, env=no_bytecode,
    )  # fmt: skip
    assert done.returncode == 1
    assert re.search(says, done.stderr), done.stderr
    assert tree(written) == before


def _limited() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_where_old_files_can_be_neither_replaced_nor_put_back_the_next_build_goes_on(
    written: Path, kit: brochure.Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders cannot be exchanged there, and files cannot be renamed in the middle of it."""
    other = replace(kit, products={"qr": kit.products["qr"][:2], "pdf": kit.products["pdf"]})
    expected = {made.path for made in other.artifacts}

    def refuse(source: Path, place: Path) -> Path:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(source), None, str(place))

    monkeypatch.setattr(placement, "exchange", _not_here)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(OutputError, match="the next build of this kit finishes it"):
            brochure.write(replace(other, theme_name="papier"), written)
    assert placement.pending(written)
    assert not standing.is_current(written, kit.digests, ["share"])
    manifest = brochure.write(other, written)
    assert {entry.path for entry in manifest.files if entry.product in ("qr", "pdf")} == expected
    assert check(written).faults == ()
    assert not list(written.rglob(f"*{placement.TEMPORARY}"))


def _not_here(one: Path, other: Path) -> None:
    raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


def test_a_kit_of_a_newer_brochure_is_refused_and_stands(kit: Kit, tmp_path: Path) -> None:
    writing.write(kit, tmp_path / "kit")
    listed = tmp_path / "kit" / "manifest.json"
    newer = json.loads(listed.read_bytes()) | {"format": 99}
    listed.write_text(json.dumps(newer), encoding="utf-8")
    with pytest.raises(OutputError, match="newer brochure: its manifest has format 99"):
        writing.write(kit, tmp_path / "kit")
    assert json.loads(listed.read_bytes()) == newer


def test_a_kit_of_an_older_brochure_is_replaced(kit: Kit, tmp_path: Path) -> None:
    writing.write(kit, tmp_path / "kit")
    listed = tmp_path / "kit" / "manifest.json"
    tree = json.loads(listed.read_bytes())
    del tree["format"]
    listed.write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(SourceError, match="earlier brochure"):
        check(tmp_path / "kit")
    writing.write(kit, tmp_path / "kit")
    assert check(tmp_path / "kit").faults == ()


@pytest.mark.slow
def test_a_kit_of_another_state_of_the_program_is_built_anew(tmp_path: Path) -> None:
    """A checkout changes and its version does not: who changes a module sees what it draws now."""
    shutil.copytree(
        ROOT / "brochure", tmp_path / "brochure", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("templates", "fonts", "pages"):
        (tmp_path / name).symlink_to(ROOT / name)

    def build() -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "brochure", "build", "--only", "qr", "--json"],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        (row,) = json.loads(done.stdout)
        return row["status"], tree(tmp_path / row["folder"])["qr/page.png"]

    module = tmp_path / "brochure" / "codes" / "rendering.py"
    first = build()
    assert first[0] == "built"
    assert build() == ("unchanged", first[1])
    module.write_text(re.sub(r"^LEAST_PX = \d+$", "LEAST_PX = 3000", module.read_text(), flags=re.M))
    second = build()
    assert second[0] == "built"
    assert second[1] != first[1]
    assert build()[0] == "unchanged"
