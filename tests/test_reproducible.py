"""The same page gives the same bytes: in another process, folder, time zone, language, hash seed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import brochure
from tests.conftest import LONGEST, PAGES, ROOT, SUMMIT, Kits, Run
from tests.test_writing import tree

ENVIRONMENTS = [
    {
        "PYTHONHASHSEED": "1",
        "TZ": "America/St_Johns",
        "LANG": "C",
        "LC_ALL": "C",
        "BROCHURE_MESSAGES": "en",
    },
    {
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Auckland",
        "LANG": "fr_FR.UTF-8",
        "LC_ALL": "C.UTF-8",
        "BROCHURE_MESSAGES": "fr",
    },
]
"""Other hash seeds, time zones and languages than those of the tests' own process."""


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(ENVIRONMENTS)))
def test_another_process_gives_identical_bytes_for_every_file(
    number: int, kits: Kits, run_process: Run, tmp_path: Path
) -> None:
    """The summit in each environment, each other page in one of them."""
    pages = [source for source in PAGES if source.stem != LONGEST]
    sources = [SUMMIT, *pages[number :: len(ENVIRONMENTS)]]
    folder = tmp_path / "cwd" / ("deeper" * number or ".")
    folder.mkdir(parents=True)
    done = run_process("build", *map(str, sources), "-o", "kits", cwd=folder, env=ENVIRONMENTS[number])
    assert done.returncode == 0, done.stderr
    assert f"sommet-pgo: 50 {('files', 'fichiers')[number]}, 35 " in done.stderr  # in its language
    for source in sources:
        brochure.write(kits(source), tmp_path / "here" / source.stem)
    found, wanted = tree(folder / "kits"), tree(tmp_path / "here")
    assert len(found) > 20 * len(sources)
    assert found == wanted


@pytest.mark.slow
def test_python_without_assertions_and_docstrings_builds_and_checks_the_same(
    tmp_path: Path, written: Path
) -> None:
    """Under ``python -OO``: an assertion guards nothing, and no text of a product is a docstring.

    PDFs are refused there: assertions of their engine have effects.
    """

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    build = ("-OO", "-m", "brochure", "build", str(SUMMIT), "-o", "kits", "--only")
    done = python(*build, "cards,qr")
    assert done.returncode == 0, done.stderr
    found = tree(tmp_path / "kits" / "sommet-pgo")
    assert found.pop("manifest.json")
    assert found.items() <= tree(written).items()
    refused = python(*build, "pdf")
    assert refused.returncode == 1
    assert "PYTHONOPTIMIZE" in refused.stderr
    check = ("-m", "brochure", "check", str(written), "--json")
    bare, usual = python("-OO", *check), python(*check)
    assert (bare.returncode, bare.stdout) == (0, usual.stdout)


def test_a_changed_word_changes_the_kit(run: Run, tmp_path: Path) -> None:
    """The check above can fail: one other word, other bytes."""
    text = (ROOT / "tests" / "pages" / "sobre.md").read_text(encoding="utf-8")
    trees = []
    for word in ("libre", "gratuite"):
        (tmp_path / "a.md").write_text(text.replace("libre", word), encoding="utf-8")
        assert run("build", "a.md", "-o", word, "--only", "pdf,qr").returncode == 0
        trees.append(tree(tmp_path / word / "a"))
    same = {path for path in trees[0] if trees[0][path] == trees[1][path]}
    assert "brochure.pdf" not in same
    assert "qr/page.svg" in same
