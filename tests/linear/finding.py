"""Finding every regular expression of the package, in its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

_CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
_AT_START = {"match", "fullmatch"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A call with a pattern. ``at`` is "text/regions.py: _FENCE", ``source`` the expression.

    ``anywhere`` tells whether a text is searched for it; else it is tried at its start alone.
    ``whole`` tells that it must then reach the end.
    """

    at: str
    source: str
    pattern: re.Pattern[str] | None
    anywhere: bool
    whole: bool


def patterns(made: Mapping[str, Callable[[], Iterable[re.Pattern[str]]]]) -> Iterator[Found]:
    """Every call of `re` with its pattern.

    ``made`` gives the patterns of a place whose values a function alone knows; without them it is found
    with None.
    """
    for path, tree in _trees().items():
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for within, targets, call in _calls(tree, "", ()):
            at = f"{path.relative_to(ROOT / 'brochure')}: {within or ', '.join(targets)}"
            module = vars(import_module(name))
            methods = _methods(call, targets, within, path)
            pattern = _pattern(call, module)
            for one in made[at]() if pattern is None and at in made else (pattern,):
                yield Found(
                    at=at,
                    source=ast.unparse(call.args[0]),
                    pattern=one,
                    anywhere=not methods <= _AT_START,
                    whole=methods == {"fullmatch"},
                )


@cache
def _trees() -> Mapping[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "brochure").rglob("*.py"))
    }


def _calls(
    node: ast.AST, within: str, targets: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], ast.Call]]:
    """Calls of `re`, with the function they stand in and the names that they are assigned to."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        within = f"{within}.{node.name}".strip(".")
    if isinstance(node, ast.Assign | ast.AnnAssign):
        given = node.targets if isinstance(node, ast.Assign) else [node.target]
        targets = tuple(target.id for target in given if isinstance(target, ast.Name))
    if isinstance(node, ast.Call) and _is_of_re(node.func):
        yield within, targets, node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, within, targets)


def _is_of_re(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in _CALLS
        and isinstance(called.value, ast.Name)
        and called.value.id == "re"
    )


def _methods(call: ast.Call, targets: tuple[str, ...], within: str, path: Path) -> set[str]:
    """How a pattern is used; "search" if that cannot be told."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr != "compile":
        return {call.func.attr}
    if within or len(targets) != 1:
        return {"search"}
    mine = targets[0].startswith("_")  # and no other module's
    return {
        method for file, name, method in _uses() if name == targets[0] and (file == path or not mine)
    } or {"search"}


@cache
def _uses() -> frozenset[tuple[Path, str, str]]:
    """Names in files with the methods that are called of them; one that is used otherwise is searched.

    A match at an index may be asked for at each: it counts as a search.
    """
    return frozenset(
        (path, name, method) for path, tree in _trees().items() for name, method in _uses_in(tree)
    )


def _uses_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    told = set[int]()
    nodes = [*ast.walk(tree)]
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            told |= {id(node.func), id(node.func.value)}
            yield _last_name(node.func.value), node.func.attr if len(node.args) == 1 else "search"
    for node in nodes:  # a method that is handed over will be called with a text
        if isinstance(node, ast.Attribute) and node.attr in _CALLS and id(node) not in told:
            told |= {id(node), id(node.value)}
            yield _last_name(node.value), node.attr
    for node in nodes:
        loaded = isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
        if loaded and id(node) not in told:
            yield _last_name(node), "search"


def _last_name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _pattern(call: ast.Call, names: Mapping[str, Any]) -> re.Pattern[str] | None:
    """The pattern of a call, compiled; None where its value is known to a function alone."""
    assert isinstance(call.func, ast.Attribute)
    at = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(call.func.attr, 2)
    flags = [*call.args[at : at + 1], *(word.value for word in call.keywords if word.arg == "flags")]
    try:
        value, *given = (_value(expression, names) for expression in (call.args[0], *flags))
    except (NameError, AttributeError, TypeError):
        return None
    if isinstance(value, re.Pattern):
        return value
    if isinstance(value, bytes):
        return re.compile(value.decode("latin-1"), sum(given) | re.ASCII)
    return re.compile(value, *given)


def _value(expression: ast.expr, names: Mapping[str, Any]) -> Any:
    return eval(compile(ast.Expression(expression), "", "eval"), dict(names))  # noqa: S307 - our own
