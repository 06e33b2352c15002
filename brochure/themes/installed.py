"""Installed themes: those that other packages bring, by entry points of the group "brochure.themes".

A package names a TOML file of its own, or a value that is the path of one:

    [project.entry-points."brochure.themes"]
    city = "city_themes:city.toml"      # the file city.toml in the package city_themes
    night = "city_themes.files:NIGHT"   # a str or Path, computed by the package

They are looked up only for a name that brochure does not ship, and for a list of all: reading the
metadata of every package takes longer than reading a theme.
"""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.errors import ThemeError
from brochure.problems import error

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "brochure.themes"


def installed_names() -> tuple[str, ...]:
    """The names of all themes that other packages bring, sorted; no package is imported for it."""
    return tuple(sorted({entry.name for entry in _entries()}))


def find_installed(name: str) -> Path | None:
    """The file of the theme that another package brings as ``name``; None where none does.

    Raises ThemeError that names the package where its entry point is broken, and both packages where
    two bring the same name.
    """
    found = [entry for entry in _entries() if entry.name == name]
    if not found:
        return None
    if len(found) > 1:
        packages = sorted(_distribution(entry) for entry in found)
        raise ThemeError(error("theme-installed-twice", name=name, packages=packages))
    (entry,) = found
    try:
        path = _path(entry)
    except Exception as caught:  # the package's own code runs here: whatever it raises is its fault
        raise ThemeError(
            error(
                "theme-installed-broken", name=name, package=_distribution(entry), value=entry.value,
                kind=type(caught).__name__, reason=str(caught),
            )
        ) from caught  # fmt: skip
    if not path.is_file():
        raise ThemeError(
            error("theme-installed-missing", name=name, package=_distribution(entry), file=path)
        )
    return path


def _entries() -> tuple[EntryPoint, ...]:
    from importlib.metadata import entry_points

    return tuple(entry_points(group=GROUP))


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value


def _path(entry: EntryPoint) -> Path:
    package, _, name = entry.value.partition(":")
    if name.endswith(".toml"):
        return Path(str(resources.files(package.strip()) / name.strip()))
    return Path(os.fspath(entry.load()))
