"""In veraPDF, on every sample page and theme: brochures PDF/A-3a and PDF/UA-1, print files PDF/A-2b."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pytest

import brochure
from brochure.kit import Artifact
from brochure.pdf.press import rendering
from tests.conftest import LONGEST, PAGES, SUMMIT, THEMES, Kits, artifact
from tests.verapdf import verdicts

FLAVOURS = {"brochure.pdf": ("3a", "ua1")}
"""What each file is; print files are 2b."""


def drawn(kits: Kits, source: Path, theme_name: str) -> Iterable[Artifact]:
    """The files of the page for screens and for print."""
    if theme_name == "agora" and source.stem != LONGEST:  # what other tests look at too
        products = kits(source).products
        return *products["pdf"], *products["print"]
    screen = kits(source, theme_name, "pdf").artifacts
    return *screen, *rendering.render(brochure.read(source), brochure.load_theme(theme_name))


@pytest.mark.slow
def test_every_file_of_every_sample_page_in_every_theme_is_valid(tmp_path: Path, kits: Kits) -> None:
    pairs = []
    for source in (SUMMIT, *PAGES):
        for theme_name in THEMES:
            for made in drawn(kits, source, theme_name):
                path = tmp_path / f"{source.stem}-{theme_name}-{made.path.replace('/', '-')}"
                path.write_bytes(made.data)
                pairs += [(flavour, path) for flavour in FLAVOURS.get(made.path, ("2b",))]
    found = verdicts(pairs)
    # a page too long for a leaflet has none
    assert len(pairs) == len(found) >= len(THEMES) * (1 + len(PAGES)) * (2 + 3)
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


@pytest.mark.slow
def test_a_broken_print_file_fails_too(kit: brochure.Kit, tmp_path: Path) -> None:
    whole, rgb, undeclared = (tmp_path / f"{name}.pdf" for name in ("whole", "rgb", "undeclared"))
    whole.write_bytes(artifact(kit, "print/brochure.pdf").data)
    with pikepdf.open(whole) as pdf:
        pdf.pages[0].contents_add(b"1 0 0 rg 0 0 9 9 re f")
        pdf.save(rgb)
    with pikepdf.open(whole) as pdf:
        del pdf.Root.OutputIntents[1]
        pdf.save(undeclared)
    found = verdicts([("2b", whole), ("2b", rgb), ("2b", undeclared)])
    assert [v.compliant for v in found] == [True, False, False]
