"""The pages of a site: which files of its folder they are, and the folder of each one's kit.

A kit's folder is named by the page's path alone, not by what the page says: it is known before anything
is read, and stays the same when a title changes. No two pages have the same.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from brochure import slugs
from brochure.sites.patterns import any_matches
from brochure.sites.permalinks import INDEXES
from brochure.sites.site_file import Settings

ENDINGS = frozenset({".md", ".markdown"})
"""What pages end in, where nothing is included by name."""

LONGEST = 120
"""Signs of a kit folder's name; what is longer is cut, and marked by its hash."""

BETWEEN = "--"
"""Stands for "/" in the name of a kit's folder: no slug has two hyphens."""

_MARK = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page: its ``path`` below the folder of pages, and the name of its kit's ``folder``."""

    path: PurePosixPath
    folder: str

    @property
    def slug(self) -> str:
        """The slug of the page, unless it gives one."""
        return slugs.slug_of(self.folder.replace(BETWEEN, "-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The files of a site below its folder of pages: its ``pages`` in their order, and ``others``."""

    pages: tuple[SitePage, ...]
    others: tuple[str, ...]


def tree_of(settings: Settings) -> Tree:
    """The files of the site, in the order of their paths. Raises OSError for a folder that is none."""
    output = os.path.abspath(settings.output)  # noqa: PTH100 - as text, compared with each folder
    found: list[PurePosixPath] = []
    others: list[PurePosixPath] = []
    for path in _files(settings.pages, output):
        (found if _is_page(path, settings) else others).append(path)
    found.sort()
    names = folder_names(found)
    pages = tuple(SitePage(path=path, folder=names[path]) for path in found)
    return Tree(pages=pages, others=tuple(sorted(path.as_posix() for path in others)))


def _files(top: Path, output: str) -> Iterator[PurePosixPath]:
    """Every file below ``top``, but for ``output`` and hidden folders; links are not followed."""
    pending = [(os.fspath(top), "")]
    while pending:
        folder, below = pending.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    away = os.path.abspath(entry.path) == output  # noqa: PTH100
                    if not away and entry.name[0] != "." and entry.name != "node_modules":
                        pending.append((entry.path, f"{below}{entry.name}/"))
                elif entry.is_file(follow_symlinks=False):
                    yield PurePosixPath(f"{below}{entry.name}")


def _is_page(path: PurePosixPath, settings: Settings) -> bool:
    """Whether a kit is built of it.

    What generators make no page of is none: hidden files, drafts and parts, whose names or folders
    start with "_" (but for Jekyll's posts), unless it is included.
    """
    if any_matches(path, settings.exclude):
        return False
    if settings.include:
        return any_matches(path, settings.include)
    folders = any(part[0] == "_" and part != "_posts" for part in path.parts[:-1])
    hidden = path.name[0] in "._" and path.name != "_index.md"
    return path.suffix.lower() in ENDINGS and not folders and not hidden


def folder_names(paths: Iterable[PurePosixPath]) -> dict[PurePosixPath, str]:
    """The name of the folder of each page's kit: "guide--install" of guide/install.md.

    Of pages whose names would be the same ("Été.md" and "ete.md"), the one that is written so keeps it,
    else the first; the others have the first digits of a hash of their paths. Names are in lower case,
    so that no file system takes two for one.
    """
    alike: dict[str, list[PurePosixPath]] = defaultdict(list)
    for path in sorted(paths):
        alike[_name(path)].append(path)
    names: dict[PurePosixPath, str] = {}
    marked: list[PurePosixPath] = []
    for name, group in alike.items():
        first = min(group, key=lambda path: (BETWEEN.join(path.with_suffix("").parts) != name, path))
        names[first] = name
        marked += (path for path in group if path != first)
    for path in marked:
        digits = _MARK  # more where a page is called like another one's mark
        while (name := f"{_name(path)}-{_hash(path, digits)}") in alike:
            digits += 1
        names[path] = name
    return names


def _name(path: PurePosixPath) -> str:
    parts = [*path.parts[:-1], path.stem]
    if len(parts) > 1 and parts[-1].lower() in INDEXES:
        parts.pop()
    name = BETWEEN.join(slugs.slug_of(part) for part in parts)
    return name if len(name) <= LONGEST else f"{name[:LONGEST].strip('-')}-{_hash(path)}"


def _hash(path: PurePosixPath, digits: int = _MARK) -> str:
    return hashlib.sha256(path.as_posix().encode(errors="surrogatepass")).hexdigest()[:digits]
