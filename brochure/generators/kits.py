"""Kits of a generator's pages: ``brochure site`` is run on them, and its map says what came of it.

It is run as a program: a generator has threads and handlers of its own, and brochure's work is done by
processes that are forked from one that has none.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from brochure.errors import BrochureError
from brochure.problems import Problem, error
from brochure.sites import kit_map
from brochure.sites.kit_map import KitMap, Row

HEAD_END = "</head>"
BROCHURE = "brochure.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a site asks for: ``products`` and card ``formats``; "" and () are what brochure.toml says.

    ``folder`` is that of the kits in the finished site.
    """

    folder: str = "kits"
    products: Sequence[str] = ("cards",)
    formats: Sequence[str] = ("open-graph",)
    theme: str = ""
    lenient: bool = True

    @property
    def options(self) -> list[str]:
        """The same for the command line."""
        given = {
            "--only": ",".join(self.products), "--formats": ",".join(self.formats),
            "--theme": self.theme,
        }  # fmt: skip
        options = [part for name, value in given.items() if value for part in (name, value)]
        return [*options, *(["--lenient"] if self.lenient else [])]


def build(pages: Path, output: Path, addresses: Mapping[str, str], site: str, wanted: Wanted) -> KitMap:
    """Build the kits of the pages in the folder ``pages`` into ``output``, and the map of them.

    ``addresses`` are those of the pages of the site, by their paths; others are none of it. ``site`` is
    the site's own. A page that cannot be built is in the map with what is wrong. Raises BrochureError
    where nothing could be.
    """
    if not addresses:
        return KitMap()
    output.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="brochure-") as folder:
        listed = Path(folder, "addresses.json")
        listed.write_text(json.dumps(dict(addresses)), encoding="utf-8")
        kits = f"{site.rstrip('/')}/{wanted.folder}/" if site else ""
        command = [
            sys.executable, "-m", "brochure", "site", str(pages), "--output", str(output),
            "--addresses", str(listed), "--prune", "--json", "--quiet", *wanted.options,
            *(["--kits", kits] if kits else []),
        ]  # fmt: skip
        own = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode not in (0, 1) or '"map"' not in done.stdout:
        raise BrochureError(error("generator-not-built", said=done.stderr.strip()[-2000:]))
    return kit_map.read(output / kit_map.FILE)


def told_of(found: KitMap) -> Iterator[tuple[str, Problem]]:
    """What is wrong with pages, errors and warnings, each with the path of its page."""
    for name, row in found.pages.items():
        for problem in kit_map.problems_of(row):
            if problem.severity != "note":
                place = replace(problem.place, file=problem.place.file or name)
                yield name, replace(problem, place=place)


def copy(found: KitMap, output: Path, site: Path) -> None:
    """Copy the files of all kits from ``output`` to the folder ``site``, which is to be published."""
    for row in found.pages.values():
        for file in row["files"]:
            place = site / row["folder"] / file["path"]
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(output / row["folder"] / file["path"], place)


def with_head(html: str, row: Row) -> str:
    """The page ``html`` with the head block of its ``row``, in the place of what says the same."""
    head: str = row["head"]
    start, end, rest = html.partition(HEAD_END)
    if not head or not end:
        return html
    for line in ('<link rel="canonical"', '<meta name="description"', '<meta property="og:',
                 '<meta name="twitter:'):  # fmt: skip
        start = _without(start, line)
    return f"{start}{head}{end}{rest}"


def _without(html: str, tag: str) -> str:
    """``html`` without the elements that begin with ``tag``; they have no end tag of their own."""
    before, found, after = html.partition(tag)
    while found:
        html = before + after[after.find(">") + 1 :]
        before, found, after = html.partition(tag)
    return html


def brochure_of(row: Row) -> str:
    """The path of the page's brochure in the folder of kits, "" where there is none."""
    names: list[Any] = [file["path"] for file in row["files"]]
    return f"{row['folder']}/{BROCHURE}" if BROCHURE in names else ""
