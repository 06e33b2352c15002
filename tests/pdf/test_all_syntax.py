"""A page with all that Markdown has here: its files are valid, and its columns stand level."""

from __future__ import annotations

from pathlib import Path

import pytest

import brochure
from brochure.pdf import reading_back, style_sheets
from tests.conftest import ROOT
from tests.pdf.test_baseline import baselines, off_the_grid
from tests.verapdf import verdicts

PAGE = ROOT / "tests" / "expected" / "syntaxe.md"


@pytest.mark.slow
@pytest.mark.parametrize("links", ["notes", "inline", "none"])
def test_callouts_tasks_terms_and_notes_of_links_keep_files_valid(
    links: str, tmp_path: Path, theme: brochure.Theme
) -> None:
    source = tmp_path / "a.md"
    text = PAGE.read_text(encoding="utf-8").replace("lang: fr", f"lang: fr\nlinks: {links}")
    source.write_text(text, encoding="utf-8")
    kit = brochure.build(brochure.read(source), theme, only=["pdf", "print"])
    pairs = []
    for made in kit.artifacts:
        reading_back.verify(made)
        path = tmp_path / made.path.replace("/", "-")
        path.write_bytes(made.data)
        pairs += [(kind, path) for kind in (("ua1", "3a") if made.path == "brochure.pdf" else ("2b",))]
    assert [verdict.failed for verdict in verdicts(pairs)] == [()] * len(pairs)
    (screen,) = kit.products["pdf"]
    columns = [pair for pair in baselines(screen.data, theme.body_pt) if all(len(c) > 3 for c in pair)]
    assert [off_the_grid(*pair, style_sheets.leading(theme)) for pair in columns] == [[]] * len(columns)
    assert columns
