"""The layers of the package: a lower row never imports a higher one, nor its neighbours."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

LAYERS: dict[str, int] = {
    "brochure.errors": 0,
    "brochure.page": 1,
    "brochure.programme": 1,
    "brochure.kit": 1,
    "brochure.assets": 1,
    "brochure.theme": 2,
    "brochure.themefile": 2,
    "brochure.parts": 2,
    "brochure.reading": 2,
    "brochure.rendering": 3,
    "brochure.origins": 3,
    "brochure.checking": 4,
    "brochure.building": 5,
    "brochure.writing": 6,
    "brochure.packing": 6,
    "brochure.cli": 7,
    "brochure": 7,
    "brochure.__main__": 7,
}
"""The row of each module or folder."""

NEIGHBOURS = {
    ("brochure.kit", "brochure.page"),
    ("brochure.themefile", "brochure.theme"),
    ("brochure.themefile", "brochure.parts"),
    ("brochure.parts", "brochure.theme"),
    ("brochure.reading", "brochure.parts"),
    ("brochure.__main__", "brochure.cli"),
    ("brochure.cli", "brochure"),
}
"""Who may import whom within a row."""

MODULES = sorted((ROOT / "brochure").rglob("*.py"))


def home(module: str) -> str:
    """The row's name that ``module`` belongs to."""
    parts = module.split(".")
    while ".".join(parts) not in LAYERS:
        parts.pop()
    return ".".join(parts)


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """The modules of the package that the file imports, wherever in it; types too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("brochure"):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                is_module = (ROOT / inner.replace(".", "/")).with_suffix(".py").exists() or (
                    ROOT / inner.replace(".", "/")
                ).is_dir()
                found.add(inner if is_module else str(node.module))
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.startswith("brochure")}
    return found


def faults(importer: str, imported: set[str]) -> list[str]:
    """What ``importer`` imports and must not."""
    own = home(importer)
    bad = []
    for module in sorted(imported):
        other = home(module)
        lower = LAYERS[other] < LAYERS[own]
        same_folder = other == own and not importer.startswith("brochure.rendering.")
        if own == other == "brochure.rendering":
            same_folder = importer.split(".")[2:3] == module.split(".")[2:3]
        if not (lower or same_folder or (own, other) in NEIGHBOURS):
            bad.append(f"{importer} imports {module}")
    return bad


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    allowed_in_init = name_of(path) == "brochure"  # the public names, for types and on demand
    assert allowed_in_init or not faults(name_of(path), imports(path))


def test_the_rule_finds_a_renderer_that_imports_another() -> None:
    assert faults("brochure.rendering.qr", {"brochure.rendering.pdf.engine"})
    assert faults("brochure.parts.codes", {"brochure.rendering.qr"})
    assert faults("brochure.reading", {"brochure.writing"})


def test_no_function_has_the_name_of_a_module() -> None:
    modules = {name_of(p).rsplit(".", 1)[-1] for p in MODULES if "cli" not in p.parts}
    functions = {
        node.name
        for path in MODULES
        if "cli" not in path.parts
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert modules & functions == set()
