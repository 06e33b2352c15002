"""Kit: the artifacts made from one page and one theme, in memory, and the manifest that lists them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from brochure.facts import NO_FACTS, Facts, ManifestError
from brochure.page import Page
from brochure.problems import Problem, Text

MANIFEST_NAME = "manifest.json"
FORMAT = 3
"""The form of manifests, counted up when their keys change; where none is said it is 1."""

MOST_FILES = 20_000
"""Files of a kit: two codes for each of five thousand events are half of it."""

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)
"""What reading a damaged manifest raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One file of a kit.

    ``path`` is relative to the kit, with "/" between its parts. ``texts`` must all be found
    in the finished file, where paragraphs may be interrupted by the page's number and its ``running``
    title; they are proved and not written to the manifest.
    """

    path: str
    media_type: str
    data: bytes
    facts: Facts = NO_FACTS
    texts: tuple[str, ...] = ()
    running: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, as 64 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the user should know of this file."""
        return self.facts.warnings


Verification = Callable[[Artifact], None]
"""Reads an artifact back. Raises ProofError where it does not hold what it should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """All artifacts of one page in one theme, by product ("pdf", "cards", "qr", "share").

    ``digests`` tells what each product is made from, those that were not asked for among them.
    """

    page: Page
    theme_name: str
    products: Mapping[str, tuple[Artifact, ...]]
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """Every artifact, in the order of the products."""
        return tuple(a for group in self.products.values() for a in group)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Every warning of the page and of every artifact, each once."""
        made = (w for a in self.artifacts for w in a.warnings)
        return tuple(dict.fromkeys((*self.page.warnings, *made)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A manifest's line on one file: ``size`` in bytes, ``sha256`` in hexadecimal."""

    path: str
    product: str
    media_type: str
    size: int
    sha256: str
    facts: Facts = NO_FACTS

    @classmethod
    def of(cls, artifact: Artifact, product: str) -> Entry:
        """The entry that describes ``artifact``."""
        return cls(
            path=artifact.path,
            product=product,
            media_type=artifact.media_type,
            size=len(artifact.data),
            sha256=artifact.sha256,
            facts=artifact.facts,
        )


class ManifestFormatError(ValueError):
    """A manifest of another format than FORMAT: of an older brochure, or of a newer one."""

    def __init__(self, found: int) -> None:
        super().__init__(f"format {found}, not {FORMAT}")
        self.found = found
        self.newer = found > FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a written kit holds.

    ``digests`` tells for each product what it was made from, ``state`` what it would have been made
    from in the last build. ``versions`` is what that was made with.
    """

    title: str
    lang: str
    url: str
    theme: str
    versions: Mapping[str, str]
    digests: Mapping[str, str]
    state: Mapping[str, str]
    files: tuple[Entry, ...]

    @property
    def of_other_states(self) -> tuple[str, ...]:
        """The products that a last build of others left behind: they would be made otherwise now."""
        there = {entry.product for entry in self.files}
        return tuple(sorted(name for name in there if self.digests.get(name) != self.state.get(name)))

    def to_json(self) -> bytes:
        """The manifest as UTF-8 JSON with sorted keys; it holds no clock time."""
        tree = {
            "format": FORMAT,
            "versions": dict(self.versions),
            "title": self.title,
            "lang": self.lang,
            "url": self.url,
            "theme": self.theme,
            "digests": dict(self.digests),
            "state": dict(self.state),
            "files": [
                {
                    "path": e.path,
                    "product": e.product,
                    "media_type": e.media_type,
                    "size": e.size,
                    "sha256": e.sha256,
                    "facts": e.facts.row(),
                }
                for e in self.files
            ],
        }
        return json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Read a manifest back.

        Raises ManifestFormatError for one of another FORMAT, else one of UNREADABLE when it is none.
        """
        tree = json.loads(data)
        found = tree.get("format", 1)
        if type(found) is not int:
            raise ManifestError(Text("manifest-value", key="format"))
        if found != FORMAT:
            raise ManifestFormatError(found)
        if not tree["files"]:
            raise ManifestError(Text("manifest-without-files"))
        if len(tree["files"]) > MOST_FILES:
            count = len(tree["files"])
            raise ManifestError(Text("manifest-files-many", count=count, most=MOST_FILES))
        entries = tuple(_entry(line) for line in tree["files"])
        texts = {key: _text(tree, key) for key in ("title", "lang", "url", "theme")}
        return cls(
            **texts,
            versions=_texts(tree, "versions"),
            digests=_texts(tree, "digests"),
            state=_texts(tree, "state"),
            files=entries,
        )


def recorded(data: bytes) -> dict[str, str]:
    """The SHA-256 of each file that a manifest lists, of whatever format, as far as it can be read."""
    with suppress(*UNREADABLE):
        lines = json.loads(data)["files"]
        return {
            line["path"]: line["sha256"]
            for line in lines
            if isinstance(line["path"], str) and isinstance(line["sha256"], str)
        }
    return {}


def _entry(line: Any) -> Entry:
    """A line of a manifest. Raises ManifestError, or what else is UNREADABLE."""
    written = _text(line, "path")
    path = PurePosixPath(written)
    if not path.name or path.is_absolute() or "\0" in written:
        raise ManifestError(Text("manifest-path", path=repr(written)))
    facts = Facts.of_row(line["facts"])
    if type(line["size"]) is not int:
        raise ManifestError(Text("manifest-value", key="size"))
    texts = {key: _text(line, key) for key in ("product", "media_type", "sha256")}
    return Entry(path=written, **texts, size=line["size"], facts=facts)


def _text(row: Any, key: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise ManifestError(Text("manifest-value", key=key))
    return value


def _texts(row: Any, key: str) -> dict[str, str]:
    values = row[key]
    return {name: _text(values, name) for name in values.keys()}  # noqa: SIM118 - a list has none


def digest_of(parts: Iterable[bytes]) -> str:
    """The SHA-256 over ``parts``, each preceded by its length so that no two lists collide."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()
