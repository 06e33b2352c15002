"""Patterns of paths, as .gitignore and site generators write them: "blog/**", "**/draft-*.md", "*.md".

A pattern without "/" is of a file's name, wherever it lies; one with "/" is of the whole path below the
folder of pages. "**" stands for any number of folders, "*" and "?" for signs within a name, "[ab]" for
one of these signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

MOST_PARTS = 40
"""Parts of a pattern at most."""


def matches(path: PurePosixPath, pattern: str) -> bool:
    """Whether the relative ``path`` is one that ``pattern`` means; "blog/" means all below it."""
    written = pattern.removeprefix("./").removeprefix("/")
    if written.endswith("/"):
        written += "**"
    if "/" not in written and not pattern.startswith("/"):
        return fnmatchcase(path.name, written)
    return _match(path.parts, written.split("/")[:MOST_PARTS])


def any_matches(path: PurePosixPath, patterns: Iterable[str]) -> bool:
    """Whether one of ``patterns`` means ``path``."""
    return any(matches(path, pattern) for pattern in patterns)


def _match(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether all ``parts`` are meant: row by row, so that many "**" take no longer than few."""
    reached = {0}
    for want in pattern:
        if want == "**":
            reached = {*range(min(reached), len(parts) + 1)}
        else:
            reached = {n + 1 for n in reached if n < len(parts) and fnmatchcase(parts[n], want)}
        if not reached:
            return False
    return len(parts) in reached
