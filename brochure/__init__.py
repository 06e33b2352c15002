"""brochure: from one page, everything a team needs to share it.

    page = brochure.read("pages/sommet-pgo.md")
    theme = brochure.load_theme("agora")
    kit = brochure.build(page, theme)
    manifest = brochure.write(kit, "output/sommet-pgo")
    report = brochure.check("output/sommet-pgo")

docs/python.md shows every name. Everything is imported when it is first asked for, so that
``import brochure`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brochure.building.pipeline import build
    from brochure.building.pipeline import build_programme as sheets
    from brochure.building.press_kits import press_kit
    from brochure.building.products import Product, Shown
    from brochure.building.writing import write
    from brochure.cards.rendering import render_card as card
    from brochure.checking.kits import check
    from brochure.checking.report import Report
    from brochure.codes.code_style import CodeStyle
    from brochure.codes.single import MadeCode, Size
    from brochure.codes.single import make_code as code
    from brochure.errors import (
        AddressError,
        BrochureError,
        CodeError,
        FitError,
        GlyphError,
        OutputError,
        PluginError,
        ProgrammeError,
        ProofError,
        RenderError,
        SourceError,
        ThemeError,
        WorkError,
    )
    from brochure.facts import ExpectedCode, Facts, PressFacts
    from brochure.importing.access import Access
    from brochure.importing.bringing import Brought, bring
    from brochure.kit import Artifact, Entry, Kit, Manifest
    from brochure.page import (
        Alternate,
        CardChoice,
        Event,
        KeyFigure,
        Page,
        Panels,
        Picture,
        PosterChoice,
        Quote,
    )
    from brochure.problems import Place, Problem, Text
    from brochure.programme import Programme, Session
    from brochure.reading.pages import read
    from brochure.reading.programmes import read_programme
    from brochure.share.rendering import head_block as meta
    from brochure.stationery.products import SheetProduct
    from brochure.theme import Theme
    from brochure.themes.theme_file import load_theme

__version__ = "0.1.0"

_HOMES = {
    **dict.fromkeys(
        ("AddressError", "BrochureError", "CodeError", "FitError", "GlyphError", "OutputError",
         "PluginError", "ProgrammeError", "ProofError", "RenderError", "SourceError", "ThemeError",
         "WorkError"),
        "errors",
    ),
    **dict.fromkeys(("ExpectedCode", "Facts", "PressFacts"), "facts"),
    **dict.fromkeys(("Artifact", "Entry", "Kit", "Manifest"), "kit"),
    **dict.fromkeys(
        (
            "Alternate", "CardChoice", "Event", "KeyFigure", "Page", "Panels", "Picture",
            "PosterChoice", "Quote",
        ), "page"
    ),
    **dict.fromkeys(("Place", "Problem", "Text"), "problems"),
    **dict.fromkeys(("Programme", "Session"), "programme"),
    **dict.fromkeys(("MadeCode", "Size", "code"), "codes.single"),
    **dict.fromkeys(("Product", "Shown"), "building.products"),
    **dict.fromkeys(("build", "sheets"), "building.pipeline"),
    **dict.fromkeys(("Brought", "bring"), "importing.bringing"),
    "Access": "importing.access",
    "CodeStyle": "codes.code_style",
    "Report": "checking.report",
    "SheetProduct": "stationery.products",
    "Theme": "theme",
    "card": "cards.rendering",
    "check": "checking.kits",
    "load_theme": "themes.theme_file",
    "meta": "share.rendering",
    "press_kit": "building.press_kits",
    "read": "reading.pages",
    "read_programme": "reading.programmes",
    "write": "building.writing",
}  # fmt: skip
"""The module of each public name."""

_NAMES_THERE = {
    "card": "render_card", "code": "make_code", "meta": "head_block", "sheets": "build_programme",
}  # fmt: skip
"""What a public function is called in its room, where that says more."""

__all__ = [
    "Access",
    "AddressError",
    "Alternate",
    "Artifact",
    "BrochureError",
    "Brought",
    "CardChoice",
    "CodeError",
    "CodeStyle",
    "Entry",
    "Event",
    "ExpectedCode",
    "Facts",
    "FitError",
    "GlyphError",
    "KeyFigure",
    "Kit",
    "MadeCode",
    "Manifest",
    "OutputError",
    "Page",
    "Panels",
    "Picture",
    "Place",
    "PluginError",
    "PosterChoice",
    "PressFacts",
    "Problem",
    "Product",
    "Programme",
    "ProgrammeError",
    "ProofError",
    "Quote",
    "RenderError",
    "Report",
    "Session",
    "SheetProduct",
    "Shown",
    "Size",
    "SourceError",
    "Text",
    "Theme",
    "ThemeError",
    "WorkError",
    "__version__",
    "bring",
    "build",
    "card",
    "check",
    "code",
    "load_theme",
    "meta",
    "press_kit",
    "read",
    "read_programme",
    "sheets",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'brochure' has no attribute {name!r}")
    return getattr(import_module(f"brochure.{_HOMES[name]}"), _NAMES_THERE.get(name, name))


def __dir__() -> list[str]:
    return sorted(__all__)
