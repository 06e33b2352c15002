"""An error that nobody foresaw is told with the way to report it, and other pages are still built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from brochure.building import pipeline
from brochure.themes import theme_file
from tests.conftest import Run

SAYS = (
    "internal error (ZeroDivisionError: nobody foresaw this); "
    "run it again with --debug and report what it shows"
)


def fail(*given: object, **more: object) -> Any:
    raise ZeroDivisionError("nobody foresaw this")


@pytest.fixture
def three_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages a, b and c, of which building b fails as nothing should."""
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nDu texte.\n", encoding="utf-8")
    prepare = pipeline.prepare
    monkeypatch.setattr(
        pipeline, "prepare", lambda page, *rest: (fail if page.slug == "b" else prepare)(page, *rest)
    )


@pytest.mark.usefixtures("three_pages")
def test_in_one_page_of_many_it_is_told_and_the_others_are_built(run: Run) -> None:
    done = run("build", "a.md", "b.md", "c.md", "--only", "cards", "--formats", "square")
    assert (done.returncode, done.stdout.split()) == (1, ["output/a", "output/c"])
    assert f"error: b.md: {SAYS}\n" in done.stderr
    assert "2 pages built, 1 failed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("three_pages")
def test_debug_shows_where_it_came_from(run: Run) -> None:
    done = run("build", "a.md", "b.md", "c.md", "--only", "cards", "--formats", "square", "--debug")
    assert (done.returncode, done.stdout.split()) == (1, ["output/a"])
    assert "Traceback" in done.stderr
    assert done.stderr.rstrip().endswith("ZeroDivisionError: nobody foresaw this")


@pytest.mark.parametrize(
    ("raised", "code", "says"),
    [(ZeroDivisionError("nobody foresaw this"), 1, f"error: {SAYS}\n"), (KeyboardInterrupt(), 130, "")],
    ids=["unexpected", "interrupted"],
)
def test_any_command_ends_in_one_line_or_none(
    raised: BaseException, code: int, says: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*given: object) -> Any:
        raise raised

    monkeypatch.setattr(theme_file, "load_theme", stop)
    done = run("themes")
    assert (done.returncode, done.stdout, done.stderr) == (code, "", says)
