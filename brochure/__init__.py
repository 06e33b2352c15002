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
    from brochure.building import build
    from brochure.checking import Report, check
    from brochure.errors import BrochureError
    from brochure.kit import Artifact, Kit, Manifest
    from brochure.page import Page
    from brochure.reading import read
    from brochure.theme import Theme
    from brochure.themefile import load as load_theme
    from brochure.writing import write

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
    "Report": "checking", "Theme": "theme", "build": "building", "check": "checking",
    "load_theme": "themefile", "read": "reading", "write": "writing",
}  # fmt: skip
_OWN_NAMES = {"load_theme": "load"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'brochure' has no attribute {name!r}")
    return getattr(import_module(f"brochure.{_HOMES[name]}"), _OWN_NAMES.get(name, name))
