"""What ``import brochure`` gives, and how light it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

import brochure
from brochure import errors
from tests.conftest import ROOT

PUBLIC = {
    # what one does
    "bring", "build", "card", "check", "code", "load_theme", "meta", "press_kit", "read",
    "read_programme", "sheets", "write",
    # what is imported
    "Access", "Brought",
    # what a page and a programme are made of
    "Alternate", "CardChoice", "Event", "KeyFigure", "Page", "Panels", "Picture", "PosterChoice",
    "Programme", "Quote", "Session",
    # how it looks
    "CodeStyle", "SheetProduct", "Size", "Theme",
    # what comes out
    "Artifact", "Entry", "ExpectedCode", "Facts", "Kit", "MadeCode", "Manifest", "PressFacts", "Report",
    # what is wrong
    "AddressError", "BrochureError", "CodeError", "FitError", "GlyphError", "OutputError", "Place",
    "PluginError", "Problem", "ProgrammeError", "ProofError", "RenderError", "SourceError", "Text",
    "ThemeError", "WorkError",
    # what other packages add
    "Product", "Shown",
    "__version__",
}  # fmt: skip

HEAVY = (
    "weasyprint", "PIL", "qrcode", "polytypo", "babel", "pikepdf", "pypdfium2", "jinja2", "rich",
    "lxml", "trafilatura", "htmldate", "mammoth", "urllib3", "certifi",
)  # fmt: skip


def loaded_by(code: str) -> set[str]:
    """The top-level modules a fresh process has loaded after ``code``."""
    out = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {name.split(".")[0] for name in out.split()}


def test_the_public_names_are_pinned() -> None:
    assert set(brochure.__all__) == PUBLIC
    assert all(getattr(brochure, name) is not None for name in PUBLIC)


def test_every_error_of_the_tree_is_public() -> None:
    def below(kind: type[Exception]) -> set[str]:
        return {kind.__name__}.union(*(below(sub) for sub in kind.__subclasses__()))

    shipped = {name for name in below(errors.BrochureError) if hasattr(errors, name)}
    assert shipped <= PUBLIC


def test_no_submodule_has_the_name_of_a_public_function() -> None:
    """Importing ``brochure.x`` would put the module in the place of the function."""
    modules = {path.stem for path in (ROOT / "brochure").iterdir()}
    assert not modules & {name for name in PUBLIC if name.islower()}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = brochure.nonsense


def test_importing_brochure_loads_no_heavy_library() -> None:
    assert not loaded_by("import brochure") & set(HEAVY)


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys, brochure.cli\nsys.argv = ['brochure', '--help']\n"
        "try:\n    brochure.cli.main()\nexcept SystemExit:\n    pass"
    )
    assert not loaded_by(code) & set(HEAVY)


def test_building_does_load_them_so_that_the_check_can_fail() -> None:
    assert loaded_by("import brochure.pdf.rendering") & set(HEAVY)
