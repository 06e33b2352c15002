"""Tables of a theme: values are read by their keys, and every problem is kept with its file and line.

A reader that finds a problem goes on with a default, so that a designer is shown all of them at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

from brochure.problems import Place, Problem, error
from brochure.toml_files import Key, dotted, line_numbers, shown


@dataclass(frozen=True, kw_only=True)
class ThemeSource:
    """One TOML file of a theme: its ``name`` as the user wrote it, its ``tree`` and its ``text``.

    ``trusted`` is its folder if no page can have put it there.
    """

    name: str
    tree: Mapping[str, Any]
    text: str
    trusted: Path | None = None

    @cached_property
    def lines(self) -> Mapping[Key, int]:
        """The line of each key; looked for when there is a problem to place."""
        return line_numbers(self.text)


class Tables:
    """The values of a theme, and the ``problems`` found in them so far."""

    def __init__(
        self,
        sources: Sequence[ThemeSource],
        defaults: Mapping[str, Any] = {},
        within: Sequence[Path] = (),
    ) -> None:
        """``sources`` are the theme and then those it extends, ``defaults`` what brochure gives.

        Files that the theme names lie below one of the folders ``within``, if any.
        """
        self.sources = sources
        self.within = within
        self.problems: list[Problem] = []
        self.tree: dict[str, Any] = reduce(merged, (s.tree for s in reversed(sources)), dict(defaults))

    def report(self, *problems: Problem) -> None:
        """Keep ``problems``; reading goes on."""
        self.problems += problems

    def at(self, *key: str | int) -> Place:
        """The place of ``key``: the file that gives it, and its line or that of the table around it.

        A key that nobody gives is placed in the theme itself, without a line.
        """
        source = next((s for s in self.sources if _value(s.tree, key, s) is not s), None)
        if source is None:
            return Place(self.sources[0].name, key=dotted(key))
        nearest = (key[:length] for length in range(len(key), 0, -1))
        line = next((source.lines[k] for k in nearest if k in source.lines), None)
        return Place(source.name, line, key=dotted(key))

    def get(self, *key: str | int, default: Any = None) -> Any:
        """The value at ``key``, of whatever kind."""
        return _value(self.tree, key, default)

    def table(self, *key: str | int) -> Mapping[str, Any]:
        """The table at ``key``; empty where there is none."""
        table = self.get(*key, default={})
        if isinstance(table, dict):
            return table
        self.report(error("theme-table", at=self.at(*key), header=f"[{dotted(key)}]"))
        return {}

    def check_keys(self, known: Collection[str], *key: str | int) -> None:
        """Report the keys of the table at ``key`` that are not ``known``."""
        for name in sorted(set(self.table(*key)) - set(known)):
            self.report(
                error("theme-key-unknown", at=self.at(*key, name), allowed=tuple(sorted(known)))
            )

    def number(self, *key: str | int, limits: tuple[float, float], default: float) -> float:
        """The number at ``key``, within ``limits``, both included."""
        value = self.get(*key, default=default)
        low, high = limits
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        self.report(
            error(
                "theme-number", at=self.at(*key), value=shown(value), low=f"{low:g}", high=f"{high:g}"
            )
        )
        return low

    def boolean(self, *key: str | int) -> bool:
        """Whether ``key`` is true; false where it is not given."""
        value = self.get(*key, default=False)
        if not isinstance(value, bool):
            self.report(error("theme-boolean", at=self.at(*key), value=shown(value)))
        return value is True

    def text(self, *key: str | int, default: str = "") -> str:
        """The string at ``key``."""
        value = self.get(*key, default=default)
        if isinstance(value, str):
            return value
        self.report(error("theme-text", at=self.at(*key), value=shown(value)))
        return default

    def choice(self, *key: str | int, allowed: Sequence[str], default: str) -> str:
        """The string at ``key``, one of ``allowed``."""
        value = self.get(*key, default=default)
        if isinstance(value, str) and value in allowed:
            return value
        self.report(error("theme-choice", at=self.at(*key), value=shown(value), allowed=tuple(allowed)))
        return default


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with the values of ``over``, tables merged key by key; arrays are replaced."""
    both = dict(base)
    for key, value in over.items():
        old = both.get(key)
        both[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return both


def _value(tree: Any, key: Key, default: Any) -> Any:
    """The value of ``tree`` at ``key``, else ``default``."""
    for name in key:
        if isinstance(name, int):
            if not isinstance(tree, list) or name >= len(tree):
                return default
        elif not isinstance(tree, dict) or name not in tree:
            return default
        tree = tree[name]
    return tree
