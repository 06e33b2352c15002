"""The wheel in a fresh environment: alone it builds the summit kit, and other packages add to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_writing import tree

PIP = ("-m", "pip", "--disable-pip-version-check", "-q")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = [sys.executable, *PIP, "wheel", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(built, check=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel, what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    constraints = str(ROOT / "constraints.txt")
    subprocess.run([str(python), *PIP, "install", "-c", constraints, str(wheel)], check=True)
    return python


def run(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``brochure`` of that environment in ``folder``, out of reach of this checkout."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    command = [str(python.parent / "brochure"), *arguments]
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_wheel_holds_what_it_needs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for wanted in (
        "templates/brochure/brochure.html.j2",
        "templates/locales/messages/fr/common.mo",
        "fonts/OFL-SourceSerif4.txt",
        "pages/sommet-pgo.md",
    ):
        assert f"brochure/_shipped/{wanted}" in names
    assert not [n for n in names if n.startswith(("output/", "tests/"))]


@pytest.mark.slow
def test_the_wheel_alone_builds_the_same_summit_kit(
    python: Path, tmp_path: Path, written: Path
) -> None:
    done = run(python, tmp_path, "build")
    assert (done.returncode, done.stdout) == (0, "output/sommet-pgo\n"), done.stderr
    made, expected = tree(tmp_path / "output" / "sommet-pgo"), tree(written)
    assert made == expected


@pytest.mark.slow
def test_the_wheel_alone_imports_every_kind_of_source(python: Path, tmp_path: Path) -> None:
    """Readers load libraries that no other command does; each must come with the wheel."""
    folder = ROOT / "tests" / "importing"
    sources = [
        "pages/ministere-dsfr.html", "documents/communique.docx", "documents/citations.odt",
        "pdfs/colonnes-plain.pdf",
    ]  # fmt: skip
    done = run(python, tmp_path, "import", *(str(folder / name) for name in sources), "--offline")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path).glob("*.md"))) == len(done.stdout.splitlines()) == len(sources)


PAGE = """---
title: Mercato aperto
lang: it
url: https://www.example.org/mercato
theme: lagune
share: [forum, email, copy]
---

Venite con le vostre domande.
"""


@pytest.mark.slow
def test_another_package_adds_a_product_a_channel_a_language_and_a_theme(
    python: Path, tmp_path: Path
) -> None:
    sample = str(ROOT / "tests" / "plugins")
    subprocess.run([str(python), *PIP, "install", "--no-deps", sample], check=True)
    (tmp_path / "mercato.md").write_text(PAGE, encoding="utf-8")
    done = run(python, tmp_path, "build", "mercato.md", "--json")
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert {"bookmark.svg", "qr/forum.svg"} <= set(row["files"])
    manifest = json.loads((tmp_path / "output" / "mercato" / "manifest.json").read_bytes())
    assert manifest["theme"] == "lagune"
    assert "bookmark" in manifest["digests"]
    share = (tmp_path / "output" / "mercato" / "share" / "index.html").read_text(encoding="utf-8")
    assert "Condividi questa pagina" in share
    assert "Il forum" in share
    assert "lagune" in run(python, tmp_path, "themes").stdout
    assert "bookmark" in run(python, tmp_path, "build", "--help").stdout
    assert run(python, tmp_path, "check", "output/mercato").returncode == 0
    again = json.loads(run(python, tmp_path, "build", "mercato.md", "--json").stdout)
    assert again[0]["status"] == "unchanged"
