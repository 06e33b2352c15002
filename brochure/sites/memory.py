"""Memory of a site: one JSON file beside its kits that says what each was made from and what stands.

With it a run that finds nothing changed reads no page and starts no process: it looks at sizes and
times of files, and hashes those that differ. Without it, or after a change that it cannot judge, each
page is read again and its kit is found current by its digests: nothing depends on it but time.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from brochure import opened_files
from brochure.sites import kit_map
from brochure.sites.pages import SitePage, Tree
from brochure.sites.standing_kits import InFolder, StandingKits
from brochure.sites.states import Files, State

FILE = ".brochure-site.json"
FORMAT = 1
MOST_BYTES = 1_000_000_000

LEFT_OUT = frozenset({"draft", "empty"})
"""What a page is called that has no kit and needs none."""

_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError)


@dataclass(slots=True)
class Remembered:
    """What is remembered of a page.

    ``reads`` are the hashes of the files that it was made of, by absolute paths, ``kit`` the sizes and
    times of its kit's files by their paths in the folder.
    """

    status: str
    reads: Mapping[str, str]
    kit: dict[str, list[int]] = field(default_factory=dict)
    told: int = 0
    """How many warnings were told."""

    address: str = ""
    """The address that the site's generator said of it."""


class Memory:
    """What the last run knew of a site in ``output``, and this one finds out.

    ``about`` is whatever else kits depend on, as one text: brochure itself and what is asked of it.
    """

    def __init__(
        self, output: Path, about: str, tree: Tree, pages: Path, kits: StandingKits | None = None
    ) -> None:
        """``kits`` are elsewhere than in ``output``, or None."""
        self.output, self.about, self.tree = output, about, tree
        self.kits = kits or InFolder(output)
        self._top = os.path.join(os.path.abspath(pages), "")  # noqa: PTH100, PTH118 - to strip it as text
        self.pages: dict[str, Remembered] = {}
        self.look: Mapping[str, str] = {}
        self.map = ""
        self.gone = 0
        """How many kits of pages that are gone still stand."""
        self.files = Files()
        self._doubtful: frozenset[str] = frozenset()
        with suppress(OSError, *_UNREADABLE):
            self._read(json.loads(opened_files.read(output / FILE, MOST_BYTES)))

    def _read(self, row: Mapping[str, Any]) -> None:
        if row["format"] != FORMAT:
            return
        self.files = Files(self._absolute(row["files"]))
        if row["about"] != self.about:
            return
        self.map = str(row["map"])
        if self.map != self.files.hash_of(os.path.abspath(self.output / kit_map.FILE)):  # noqa: PTH100
            return
        self.look = self._absolute(row["look"])
        if any(self.files.hash_of(path) != known for path, known in self.look.items()):
            return
        self.gone = int(row["gone"])
        before = {
            name: Remembered(status, self._absolute(reads), *known)
            for name, (status, reads, *known) in row["pages"].items()
        }
        self._doubtful = _doubtful(before, row["others"], self.tree)
        self.pages = before

    @property
    def is_whole(self) -> bool:
        """Whether the pages that are remembered are those that there are."""
        return len(self.pages) == len(self.tree.pages)

    def learn_map(self, data: bytes) -> None:
        """Remember the map as it is written now."""
        self.map = hashlib.sha256(data).hexdigest()

    def forget(self) -> None:
        """Know of no page: each is looked at."""
        self.pages = {}

    def stands(self, page: SitePage, source: str, address: str = "") -> bool:
        """Whether the kit of ``page``, whose file is ``source``, is what would be made now.

        ``address`` is what the site's generator says of it, or "".
        """
        known = self.pages.get(page.path.as_posix())
        if (
            known is None
            or known.address != address
            or source not in known.reads
            or page.path.as_posix() in self._doubtful
        ):
            return False
        if any(self.files.hash_of(path) != before for path, before in known.reads.items()):
            return False
        if known.status in LEFT_OUT:
            return True
        return known.status == "current" and self._kit_stands(page.folder, known)

    def _kit_stands(self, name: str, known: Remembered) -> bool:
        if not known.kit or self.kits.is_half_written(name):
            return False
        return all(self.kits.state(name, path) == state for path, state in known.kit.items())

    def learn(
        self, page: SitePage, status: str, reads: Mapping[str, str], kit: Mapping[str, State],
        told: int, address: str = "",
    ) -> None:  # fmt: skip
        """Remember a page that was looked at now; ``reads`` are what was read in fact.

        ``kit`` are the states of the files of its kit.

        Where a file has changed since, the page is not remembered: it is looked at the next time.
        """
        name = page.path.as_posix()
        self.pages.pop(name, None)
        for path, found in reads.items():
            if self.files.hash_of(path) != found and self.files.hash_of(path, again=True) != found:
                return
        if all(kit.values()):
            self.pages[name] = Remembered(status, reads, {**kit}, told, address)

    def forget_page(self, page: SitePage) -> None:
        """Have the page looked at the next time."""
        self.pages.pop(page.path.as_posix(), None)

    def to_json(self) -> bytes:
        """The memory as JSON, for FILE."""
        present = {page.path.as_posix() for page in self.tree.pages}
        pages = {
            name: [
                known.status, self._relative(known.reads), known.kit, known.told, known.address
            ]
            for name, known in self.pages.items() if name in present
        }  # fmt: skip
        row = {
            "format": FORMAT, "about": self.about, "map": self.map, "look": self._relative(self.look),
            "gone": self.gone,
            "others": self.tree.others, "pages": pages, "files": self._relative(self.files.row()),
        }  # fmt: skip
        return json.dumps(row, ensure_ascii=True, separators=(",", ":")).encode()

    def _relative(self, files: Mapping[str, Any]) -> dict[str, Any]:
        """``files`` by their paths below the folder of pages: that may lie elsewhere the next time."""
        return {path.removeprefix(self._top): value for path, value in files.items()}

    def _absolute(self, files: Mapping[str, Any]) -> dict[str, Any]:
        return {path if os.path.isabs(path) else self._top + path: files[path] for path in files}  # noqa: PTH117 - eighty thousand of them


def _doubtful(before: Mapping[str, Remembered], others: Sequence[str], tree: Tree) -> frozenset[str]:
    """The pages that may be made of other files now, since some came or went.

    A picture, a logo or a theme is found by its name, which the page writes; another language of a page
    lies beside it under the same name.
    """
    now = {page.path.as_posix() for page in tree.pages}
    moved = {PurePosixPath(name) for name in now ^ before.keys()}
    beside = {(path.parent, path.name.split(".")[0]) for path in moved}
    doubtful = {
        name for name in before
        if (path := PurePosixPath(name)) and (path.parent, path.name.split(".")[0]) in beside
    }  # fmt: skip
    stems = {_plain(PurePosixPath(name).stem) for name in {*others} ^ {*tree.others}} - {""}
    if stems:
        doubtful |= {
            name for name, known in before.items()
            if (text := _text(next(iter(known.reads), ""))) and any(stem in text for stem in stems)
        }  # fmt: skip
    return frozenset(doubtful)


def _text(source: str) -> str:
    with suppress(OSError):
        return _plain(opened_files.read(Path(source), MOST_BYTES).decode("utf-8", "replace"))
    return ""


def _plain(text: str) -> str:
    """``text`` as names are compared in it: composed, in one case, without percent signs."""
    return unicodedata.normalize("NFC", unquote(text)).casefold()


def digest_of(*parts: object) -> str:
    """A hash of what ``repr`` tells apart."""
    return hashlib.sha256(repr(parts).encode(errors="surrogatepass")).hexdigest()
