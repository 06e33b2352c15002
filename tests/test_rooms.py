"""The rooms of the package: who may import whom, and no circle of modules or of rooms anywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

import pytest

from tests.conftest import ROOT

NOUNS = "nouns"
"""The room of all modules at the top of the package."""

ROOMS: Mapping[str, str] = {
    NOUNS: "messages",
    "messages": "nouns",
    "text": "messages nouns",
    "networks": "messages nouns text",
    "pdfwriter": "messages nouns text",
    "codes": "messages nouns text networks pdfwriter",
    "cards": "messages nouns text networks codes",
    "stationery": "messages nouns text pdfwriter codes cards",
    "pdf": "messages nouns text networks pdfwriter codes",
    "pdf.press": "messages nouns text networks pdfwriter codes pdf",
    "themes": "messages nouns text networks",
    "share": "messages nouns text networks codes cards themes",
    "preview": "messages nouns text networks codes cards themes",
    "preflight": "messages nouns",
    "reading": "messages nouns text networks",
    "importing": "messages nouns text networks reading",
    "checking": "messages nouns codes pdf preflight",
    "work": "messages nouns",
    "building": "messages nouns text networks codes cards stationery pdf pdf.press themes share "
    "preview preflight checking work",
    "studio": "messages nouns text networks codes cards pdf themes share preflight reading importing "
    "checking work building stationery",
    "sites": "messages nouns text networks reading building",
    "generators": "messages nouns sites",
    "cli": "messages nouns text networks codes cards stationery pdf themes share preflight reading "
    "importing checking work building studio sites public",
    "public": "messages nouns text networks codes cards stationery pdf pdf.press themes share preview "
    "preflight reading importing checking work building studio sites generators cli",
}
"""Each room, and the rooms that it may import: what stands in no row is forbidden.

``public`` is ``brochure`` itself and ``brochure.__main__``.
"""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES: Mapping[str, Path] = {name_of(path): path for path in (ROOT / "brochure").rglob("*.py")}


def room_of(module: str) -> str:
    """The room of a module: its folder, or the nouns at the top."""
    inner = module.split(".")[1:]
    if not inner or inner == ["__main__"]:
        return "public"
    if inner[:2] == ["pdf", "press"]:
        return "pdf.press"
    return inner[0] if (ROOT / "brochure" / inner[0]).is_dir() else NOUNS


def imports(source: str) -> set[str]:
    """The modules of the package that a source imports, wherever in it; types too."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("brochure"):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else str(node.module))
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.startswith("brochure")}
    return found


def forbidden(importer: str, imported: Set[str]) -> list[str]:
    """What ``importer`` imports and must not."""
    own = room_of(importer)
    allowed = {own, *ROOMS[own].split()}
    return [
        f"{importer} imports {other}" for other in sorted(imported) if room_of(other) not in allowed
    ]


def reached(graph: Mapping[str, Set[str]], start: str) -> set[str]:
    """Every node that can be reached from ``start`` in one step or more."""
    found: set[str] = set()
    pending = [*graph.get(start, ())]
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending += graph.get(node, ())
    return found


def circles(graph: Mapping[str, Set[str]]) -> list[list[str]]:
    """The strongly connected components of more than one node: all reach each other."""
    reach = {node: reached(graph, node) for node in graph}
    groups = {
        frozenset(other for other in reach[node] if node in reach.get(other, ())) | {node}
        for node in graph
    }
    return sorted(sorted(group) for group in groups if len(group) > 1)


GRAPH: Mapping[str, Set[str]] = {
    name: imports(path.read_text(encoding="utf-8")) - {name}
    for name, path in MODULES.items()
    if name != "brochure"  # the public names: for types, and on demand
}


def place_of(module: str) -> str:
    """The folder of a module; a module at the top stands for itself."""
    room = room_of(module)
    return module if room == NOUNS else room


def rooms_graph() -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {place_of(name): set() for name in GRAPH}
    for name, imported in GRAPH.items():
        graph[place_of(name)] |= {place_of(other) for other in imported} - {place_of(name), "public"}
    return graph


@pytest.mark.parametrize("module", sorted(GRAPH))
def test_a_module_imports_only_the_rooms_that_its_room_may(module: str) -> None:
    assert not forbidden(module, GRAPH[module])


def test_the_rule_finds_an_import_of_a_room_above_or_beside() -> None:
    assert forbidden("brochure.codes.rendering", {"brochure.pdf.engine"})
    assert forbidden("brochure.share.rendering", {"brochure.preview.rendering"})
    assert forbidden("brochure.reading.pages", {"brochure.building.writing"})
    assert forbidden("brochure.page", {"brochure.text.labels"})


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(GRAPH) == []


def test_no_rooms_import_each_other_in_a_circle() -> None:
    assert circles(rooms_graph()) == []


def test_a_circle_is_found_however_long() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert circles({"a": {"b"}, "b": set()}) == []


def test_every_folder_is_a_room_and_every_room_a_folder() -> None:
    folders = {room_of(name) for name in MODULES}
    assert folders == set(ROOMS)


def functions() -> Iterator[str]:
    for name, path in MODULES.items():
        if room_of(name) != "cli":  # a command's module has the command's name
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    yield node.name


def test_no_function_has_the_name_of_a_module() -> None:
    modules = {name.rsplit(".", 1)[-1] for name in MODULES if room_of(name) != "cli"}
    assert modules & set(functions()) == set()
