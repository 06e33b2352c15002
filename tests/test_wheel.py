"""The wheel, alone in a fresh environment, builds the summit kit from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_writing import tree


@pytest.mark.slow
def test_the_wheel_alone_builds_the_same_summit_kit(tmp_path: Path, written: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for wanted in (
        "templates/brochure/brochure.html.j2",
        "fonts/OFL-SourceSerif4.txt",
        "pages/sommet-pgo.md",
    ):
        assert f"brochure/_shipped/{wanted}" in names
    assert not [n for n in names if n.startswith(("output/", "tests/"))]

    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run(
        [str(python), "-m", "pip", "--disable-pip-version-check", "-q", "install",
         "-c", str(ROOT / "constraints.txt"), str(wheel)],
        check=True,
    )  # fmt: skip
    empty = tmp_path / "empty"
    empty.mkdir()
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [str(python.parent / "brochure"), "build"],
        cwd=empty, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "output/sommet-pgo\n"), done.stderr
    assert tree(empty / "output" / "sommet-pgo") == tree(written)
