"""The same page gives the same bytes: in another process, folder, time zone, language, hash seed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LONGEST, PAGES, ROOT, SUMMIT, Run
from tests.test_writing import tree

ENVIRONMENTS = [
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C", "LC_ALL": "C", "BROCHURE_MESSAGES": "en"},
    {
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Auckland",
        "LANG": "fr_FR.UTF-8",
        "LC_ALL": "C.UTF-8",
        "BROCHURE_MESSAGES": "fr",
    },
]


@pytest.mark.slow
def test_another_process_gives_the_bytes_that_this_one_gives(
    run_process: Run, written: Path, tmp_path: Path
) -> None:
    """One of another language, time zone and hash seed; without a source it builds the summit.

    All products, and all pages, are for the slow test below.
    """
    done = run_process("build", "-o", "other", "--only", "pdf,cards,qr,share", env=ENVIRONMENTS[1])
    assert (done.returncode, done.stdout) == (0, "other/sommet-pgo\n"), done.stderr
    found, wanted = tree(tmp_path / "other" / "sommet-pgo"), tree(written)
    assert len(found) > 40
    assert found.pop("manifest.json")
    assert found.items() <= wanted.items()


@pytest.mark.slow
def test_two_builds_give_identical_bytes_for_every_file(
    run_process: Run, written: Path, tmp_path: Path
) -> None:
    sources = [str(ROOT / "pages" / "sommet-pgo.md"), *(str(p) for p in PAGES if p.stem != LONGEST)]
    trees = []
    for number, env in enumerate(ENVIRONMENTS):
        folder = tmp_path / f"cwd-{number}" / ("deeper" * number or ".")
        folder.mkdir(parents=True)
        done = run_process("build", *sources, "-o", "kits", cwd=folder, env=env)
        assert done.returncode == 0, done.stderr
        assert re.search(r"sommet-pgo: 50 (files|fichiers), 35 ", done.stderr)  # each in its language
        trees.append(tree(folder / "kits"))
    first, second = trees
    summit = {path: bytes_ for path, bytes_ in first.items() if path.startswith("sommet-pgo/")}
    assert summit == {f"sommet-pgo/{path}": bytes_ for path, bytes_ in tree(written).items()}
    assert len(first) > 20 * len(sources)
    assert first == second


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
