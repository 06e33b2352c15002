"""What ``import brochure`` gives, and how light it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

import brochure

PUBLIC = {
    "Artifact", "BrochureError", "Kit", "Manifest", "Page", "Report", "Theme", "__version__",
    "build", "check", "load_theme", "read", "write",
}  # fmt: skip

HEAVY = ("weasyprint", "PIL", "qrcode", "polytypo", "babel", "pikepdf", "pypdfium2", "jinja2", "rich")


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
