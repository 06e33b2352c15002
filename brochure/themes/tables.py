"""Tables of a theme file: unknown keys and bad values are told with file, key and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brochure.errors import ThemeError


def refuse_unknown(path: Path, table: Mapping[str, Any], known: set[str], prefix: str) -> None:
    """Refuse the keys of ``table`` that are not ``known``; ``prefix`` is what stands before them."""
    for key in sorted(set(table) - known):
        raise ThemeError(f'{path}: unknown key "{prefix}{key}"; allowed are {", ".join(sorted(known))}')


def number(
    path: Path, tree: Mapping[str, Any], key: str, limits: tuple[float, float], default: float
) -> float:
    """The number at ``key``, within ``limits``; ``default`` where there is none."""
    value = tree.get(key, default)
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ThemeError(f"{path}: {key} = {value!r}; it is a number from {low:g} to {high:g}")
    return float(value)


def table_of(path: Path, tree: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The table at ``key``, empty where there is none."""
    table = tree.get(key, {})
    if not isinstance(table, dict):
        raise ThemeError(f"{path}: {key} is a table: [{key}]")
    return table
