"""Plugins: what other installed packages add, by entry points of the groups ``brochure.…``.

    [project.entry-points."brochure.products"]
    bookmark = "my_package.bookmark:PRODUCT"

docs/architecture.md says what each group's objects are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from brochure.errors import PluginError
from brochure.problems import Text, error

Found = TypeVar("Found")

GROUPS = ("brochure.products", "brochure.channels", "brochure.locales", "brochure.themes")


@dataclass(frozen=True, slots=True)
class Plugin:
    """An entry point: its ``name``, ``target`` ("package.module:attribute") and ``distribution``."""

    group: str
    name: str
    target: str
    distribution: str

    def load(self, kind: type[Found]) -> Found:
        """The object that the entry point names, which must be a ``kind``. Raises PluginError."""
        module, _, attribute = self.target.partition(":")
        try:
            found: object = import_module(module.strip())
            for part in filter(None, attribute.strip().split(".")):
                found = getattr(found, part)
        except Exception as caught:  # whatever another package raises when it is imported
            why = f"{type(caught).__name__}: {caught}"
            raise self.refused(Text("plugin-not-loaded", why=why)) from caught
        if not isinstance(found, kind):
            wrong = Text("plugin-wrong-kind", kind=kind.__name__, found=type(found).__name__)
            raise self.refused(wrong)
        return found

    def refused(self, reason: Text) -> PluginError:
        """The error that says why the plugin cannot be used, and which package it came with."""
        return PluginError(
            error(
                "plugin-refused", name=self.name, group=self.group, target=self.target, reason=reason,
                distribution=self.distribution,
            )
        )  # fmt: skip


def installed_plugins(group: str) -> Mapping[str, Plugin]:
    """The entry points of ``group`` by name. Raises PluginError where two packages have the same.

    A package that lies twice on ``sys.path``, in any version, counts where it is found first.
    """
    found: dict[str, Plugin] = {}
    for plugin in _all_plugins():
        if plugin.group == group:
            first = found.setdefault(plugin.name, plugin)
            if first.distribution.partition("-")[0] != plugin.distribution.partition("-")[0]:
                raise plugin.refused(Text("plugin-name-twice", other=first.distribution))
    return found


@cache
def _all_plugins() -> tuple[Plugin, ...]:
    """Every entry point of GROUPS.

    ``importlib.metadata`` would take 26 ms to say that there is none, a ninth of an unchanged build;
    this takes 1 ms.
    """
    return tuple(plugin for place in sys.path for plugin in _plugins_in(place or "."))


def _plugins_in(place: str) -> Iterator[Plugin]:
    try:
        folders = sorted(entry.path for entry in os.scandir(place) if entry.name.endswith(".dist-info"))
    except OSError:
        return
    for folder in folders:
        try:
            text = Path(folder, "entry_points.txt").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if "[brochure." in text:
            yield from _listed(text, Path(folder).stem)


def _listed(text: str, distribution: str) -> Iterator[Plugin]:
    """The entry points of an entry_points.txt (PyPA, "Entry points specification")."""
    from configparser import ConfigParser, Error

    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # names keep their case
    try:
        parser.read_string(text)
    except Error:
        return
    for group in GROUPS:
        if parser.has_section(group):
            for name, target in parser.items(group):
                yield Plugin(group, name, target, distribution)
