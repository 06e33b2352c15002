"""What is imported is declared, pinned and told with its licence: nothing comes only through others."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions

import pytest

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = {"brochure", "tests", *(path.stem for path in (ROOT / "benchmarks").glob("*.py"))}
OF_NO_DISTRIBUTION = {
    "_typeshed",  # type checkers have it, and only they import it
    "java", "org",  # classes of the Java machine, by jpype
}  # fmt: skip


def normal(name: str) -> str:
    """A distribution's name as registries compare it (PyPA, "Names and normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> set[str]:
    """The distributions that pyproject.toml asks for, with those of ``extras``."""
    asked = [*PROJECT["dependencies"]]
    for extra in extras:
        asked += PROJECT["optional-dependencies"][extra]
    return {normal(re.split(r"[^\w.-]", line)[0]) for line in asked}


def imported(source: str) -> set[str]:
    """The packages that ``source`` imports, wherever in it, but the standard library and our own."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names - OWN - OF_NO_DISTRIBUTION


def undeclared(sources: Iterable[str], allowed: set[str]) -> set[str]:
    """What ``sources`` import of which no distribution is among the ``allowed``."""
    packages = set().union(*(imported(source) for source in sources))
    of = packages_distributions()
    return {package for package in packages if allowed.isdisjoint(map(normal, of.get(package, ())))}


@pytest.mark.parametrize(
    ("folder", "extras"), [("brochure", ("cluster", "studio", "generators")), ("tests", ("test",))]
)
def test_what_is_imported_is_declared(folder: str, extras: tuple[str, ...]) -> None:
    files = [path for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts]
    sources = [path.read_text(encoding="utf-8") for path in files]
    assert len(sources) > 20
    assert undeclared(sources, declared(*extras)) == set()


def test_what_comes_only_through_others_is_found() -> None:
    """Lxml would come with pikepdf, fontTools with WeasyPrint; jinja2 is asked for."""
    source = (
        "import json, lxml.etree\nfrom brochure import read\ndef f():\n    from fontTools import ttLib"
    )
    without = declared() - {"fonttools", "lxml"}
    assert undeclared([source, "import jinja2"], without) == {"lxml", "fontTools"}
    assert undeclared(["import there_is_no_such_package"], declared()) == {"there_is_no_such_package"}


def test_what_is_declared_is_pinned_and_told_with_its_licence() -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = {normal(name): licence for name, licence in re.findall(r"(?m)^\| (\S+) \| (\S.*?) \|", told)}
    assert declared("test", "bench") <= {normal(pin.split("==")[0]) for pin in pins}
    assert declared() <= rows.keys()
    for name in declared():
        assert not re.match(r"A?GPL", rows[name]), f"{name}: {rows[name]}"
