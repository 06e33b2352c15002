"""brochure: from one page, everything a team needs to share it.

    page = brochure.read("pages/sommet-pgo.md")
    theme = brochure.load_theme("agora")
    kit = brochure.build(page, theme)
    manifest = brochure.write(kit, Path("output/sommet-pgo"))
    report = brochure.check("output/sommet-pgo")

Everything is imported when it is first asked for, so that ``import brochure`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brochure.building.pipeline import build
    from brochure.building.writing import write
    from brochure.checking.kits import check
    from brochure.checking.report import Report
    from brochure.errors import BrochureError
    from brochure.kit import Artifact, Kit, Manifest
    from brochure.page import Page
    from brochure.reading.pages import read
    from brochure.theme import Theme
    from brochure.themes.theme_file import load_theme

__version__ = "0.1.0"

__all__ = [
    "Artifact",
    "BrochureError",
    "Kit",
    "Manifest",
    "Page",
    "Report",
    "Theme",
    "__version__",
    "build",
    "check",
    "load_theme",
    "read",
    "write",
]

_HOMES = {
    "Artifact": "kit", "BrochureError": "errors", "Kit": "kit", "Manifest": "kit", "Page": "page",
    "Report": "checking.report", "Theme": "theme", "build": "building.pipeline",
    "check": "checking.kits", "load_theme": "themes.theme_file", "read": "reading.pages",
    "write": "building.writing",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'brochure' has no attribute {name!r}")
    return getattr(import_module(f"brochure.{_HOMES[name]}"), name)
