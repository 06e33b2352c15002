"""Equations of Word (ECMA-376 part 1, 22.1) in one line: fractions with a slash, exponents raised.

A page has no equations; what is written in one line is right to read, and told to be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from brochure.importing.runs import Position, Run, words

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def equation(element: _Element) -> list[Run]:
    """The runs of an equation, or of a part of one."""
    made: list[Run] = []
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "r":
            made += [Run(words(text.text or "")) for text in child.iter(f"{_M}t", f"{_W}t")]
        elif name in _FORMS:
            made += _FORMS[name](child)
        elif not name.endswith("Pr"):
            made += equation(child)
    return made


def _fraction(element: _Element) -> list[Run]:
    return [*_grouped(element.iterfind(f"{_M}num")), Run("/"), *_grouped(element.iterfind(f"{_M}den"))]


def _root(element: _Element) -> list[Run]:
    return [Run("√"), *_grouped(element.iterfind(f"{_M}e"))]


def _in_brackets(element: _Element) -> list[Run]:
    return [Run("("), *_all(element.iterfind(f"{_M}e")), Run(")")]


def _scripts(element: _Element) -> list[Run]:
    made = _all(element.iterfind(f"{_M}e"))
    positions: tuple[Position, ...] = ("sub", "sup")
    for position in positions:
        parts = _all(element.iterfind(f"{_M}{position}"))
        made += [replace(run, position=position) for run in parts]
    return made


_FORMS: Mapping[str, Callable[[_Element], list[Run]]] = {
    "f": _fraction, "rad": _root, "d": _in_brackets, "sSup": _scripts, "sSub": _scripts,
    "sSubSup": _scripts,
}  # fmt: skip


def _all(elements: Iterable[_Element]) -> list[Run]:
    return [run for element in elements for run in equation(element)]


def _grouped(elements: Iterable[_Element]) -> list[Run]:
    """Several signs in brackets: (a + b)/c."""
    runs = _all(elements)
    return runs if len("".join(run.text for run in runs)) < 2 else [Run("("), *runs, Run(")")]
