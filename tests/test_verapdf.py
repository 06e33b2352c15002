"""Every brochure is valid PDF/A-3a and PDF/UA-1 in veraPDF, on every sample page and theme."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

import brochure
from brochure.rendering import pdf as renderer
from tests.conftest import PAGES, SUMMIT
from tests.verapdf import verdicts

FLAVOURS = ("3a", "ua1")
THEMES = ("agora", "papier", "contraste")


@pytest.mark.slow
def test_every_sample_page_in_every_theme_is_valid(tmp_path: Path) -> None:
    files = []
    for source in (SUMMIT, *PAGES):
        for theme in THEMES:
            (made,) = renderer.render(brochure.read(source), brochure.load_theme(theme))
            path = tmp_path / f"{source.stem}-{theme}.pdf"
            path.write_bytes(made.data)
            files.append(path)
    pairs = [(flavour, path) for path in files for flavour in FLAVOURS]
    found = verdicts(pairs)
    bad = [(p, v) for p, v in zip(pairs, found, strict=True) if not v.compliant]
    assert not bad
    assert all(verdict.checks > 1000 for verdict in found)


@pytest.mark.slow
def test_a_broken_pdf_fails_so_that_the_check_means_something(
    kit: brochure.Kit, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.pdf"
    whole.write_bytes(kit.products["pdf"][0].data)
    untagged, undeclared = tmp_path / "untagged.pdf", tmp_path / "undeclared.pdf"
    with pikepdf.open(whole) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(untagged)
    with pikepdf.open(whole) as pdf:
        del pdf.Root.Metadata
        pdf.save(undeclared)
    found = verdicts(
        [("ua1", whole), ("ua1", untagged), ("3a", untagged), ("3a", undeclared), ("ua1", undeclared)]
    )
    assert [v.compliant for v in found] == [True, False, False, False, False]
    assert all(v.failed for v in found[1:])
