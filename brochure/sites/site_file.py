"""Settings of a site: ``brochure.toml`` beside its pages, or ``[tool.brochure]`` in ``pyproject.toml``.

    address = "https://www.example.org/"
    permalinks = "hugo"
    products = ["cards"]

Paths are meant from the folder of the file. Everything that is wrong is told at once, with its line; a
key that nobody knows is an error, since what it was to change would not be changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from brochure import validation, web_address
from brochure.building import products
from brochure.errors import AddressError, BrochureError, SourceError
from brochure.networks import checks
from brochure.problems import Place, Problem, Text, error
from brochure.sites import permalinks
from brochure.sites.patterns import matches
from brochure.toml_files import Key, dotted, line_numbers, read_toml, shown

FILE = "brochure.toml"
PYPROJECT = "pyproject.toml"
_TABLE = ("tool", "brochure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is asked of a site. Each field is a key of the file, and is described in docs/sites.md.

    ``file`` is where they stand, or "", ``folder`` what paths are meant from. ``address`` and ``kits``
    end in "/". ``languages`` are the language tags of pages by patterns of paths, first come first
    served. ``products`` None is all that each page has what is needed for.
    """

    file: str = ""
    folder: Path = Path()
    address: str = ""
    kits: str = ""
    pages: Path = Path()
    output: Path = Path("output")
    store: str = ""
    products: tuple[str, ...] | None = None
    theme: str = "agora"
    formats: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    lang: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)
    drafts: bool = False
    lenient: bool = False
    permalinks: str = ""
    addresses: Path | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def language_of(self, path: str) -> str:
        """The language that a page at ``path``, below the folder of pages, has unless it says one."""
        page = PurePosixPath(path)
        return next((lang for rule, lang in self.languages.items() if matches(page, rule)), self.lang)


KEYS = tuple(f.name for f in fields(Settings) if f.name not in {"file", "folder"})
"""The keys of the file."""


def settings_for(folder: Path) -> Settings:
    """The settings of the site whose pages lie in ``folder``: of it, or of a folder above it.

    The nearest file is taken, and ``brochure.toml`` before ``pyproject.toml``. Where ``folder`` is not
    the one with the file, the pages in it are meant. Without any file paths are meant from the working
    folder. Raises SourceError.
    """
    for place in (folder, *folder.absolute().parents):
        found = read_in(place)
        if found is None:
            continue
        if place.resolve() == folder.resolve():
            return found
        return replace(found, pages=folder)
    return Settings(pages=folder)


def is_site(folder: Path) -> bool:
    """Whether ``folder`` is one with the settings of a site in a file of their own."""
    try:
        return (folder / FILE).is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def read_in(folder: Path) -> Settings | None:
    """The settings that stand in ``folder``; None where there are none. Raises SourceError."""
    for name, table in ((FILE, ()), (PYPROJECT, _TABLE)):
        path = folder / name
        if not path.is_file():
            continue
        try:
            tree, text = read_toml(path, str(path))
        except BrochureError as caught:
            raise SourceError(*caught.problems) from caught
        for key in table:
            tree = tree.get(key) if isinstance(tree, dict) else None  # type: ignore[assignment]
        if isinstance(tree, dict):
            return _Reader(tree, text, table, path).settings()
    return None


def store_address(text: str) -> str:
    """The address of a store of objects, "s3://bucket/kits". Raises SourceError for what is none."""
    protocol, mark, rest = text.partition("://")
    if not mark or not rest.strip("/") or not protocol.isalnum():
        raise SourceError(error("site-store", given=text))
    if protocol in {"http", "https"}:
        raise SourceError(error("site-store-web", given=text))
    return text.rstrip("/")


class _Reader:
    """The values of one file, and what is wrong with them."""

    def __init__(self, tree: Mapping[str, Any], text: str, table: Key, path: Path) -> None:
        self.tree, self.text, self.table, self.path = tree, text, table, path
        self.problems: list[Problem] = []

    @cached_property
    def lines(self) -> Mapping[Key, int]:
        """The line of each key; looked for when there is a problem to place."""
        return line_numbers(self.text)

    def settings(self) -> Settings:
        """The settings. Raises SourceError with every problem, by line."""
        for key in self.tree:
            if key not in KEYS:
                self.problems.append(self._unknown(key))
        folder = self.path.parent
        read: dict[str, Callable[[str], Any]] = {
            "address": self._address, "kits": self._address, "pages": self._path, "output": self._path,
            "store": self._store,
            "products": self._products, "theme": self._theme, "formats": self._list,
            "channels": self._channels, "lang": self._lang, "languages": self._languages,
            "drafts": self._flag, "lenient": self._flag, "permalinks": self._permalinks,
            "addresses": self._path, "include": self._list, "exclude": self._list,
        }  # fmt: skip
        values = {key: read[key](key) for key in KEYS if key in self.tree}
        values = {key: value for key, value in values.items() if value is not None}
        values.setdefault("pages", folder)
        values.setdefault("output", folder / "output")
        if self.tree.get("permalinks") and not self.tree.get("address"):
            self._add(error("site-permalinks-alone", at=self._at("permalinks")))
        if self.problems:
            raise SourceError(*sorted(self.problems, key=lambda p: p.place.line or 0))
        return Settings(file=str(self.path), folder=folder, **values)

    def _add(self, *problems: Problem) -> None:
        self.problems += problems

    def _at(self, *key: str | int) -> Place:
        whole = (*self.table, *key)
        nearest = (whole[:length] for length in range(len(whole), 0, -1))
        line = next((self.lines[k] for k in nearest if k in self.lines), None)
        return Place(str(self.path), line, key=dotted(tuple(key)))

    def _unknown(self, key: str) -> Problem:
        near = get_close_matches(key.lower(), KEYS, n=1, cutoff=0.6)
        if near:
            return error("site-key-near", at=self._at(key), near=near[0])
        return error("site-key-unknown", at=self._at(key), allowed=KEYS)

    def _kind(self, key: str, wanted: Text, *, within: Key = ()) -> None:
        value: Any = self.tree
        for step in (key, *within):
            value = value[step]
        self._add(error("site-value", at=self._at(key, *within), value=shown(value), wanted=wanted))

    def _text(self, key: str) -> str | None:
        value = self.tree[key]
        if isinstance(value, str) and value.strip() and not validation.CONTROL.search(value):
            return value.strip()
        self._kind(key, Text("site-kind-text"))
        return None

    def _flag(self, key: str) -> bool | None:
        value = self.tree[key]
        if isinstance(value, bool):
            return value
        self._kind(key, Text("site-kind-flag"))
        return None

    def _list(self, key: str) -> tuple[str, ...] | None:
        value = self.tree[key]
        if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
            return tuple(dict.fromkeys(value))
        self._kind(key, Text("site-kind-list"))
        return None

    def _path(self, key: str) -> Path | None:
        text = self._text(key)
        return None if text is None else self.path.parent / text

    def _address(self, key: str) -> str | None:
        """An address that others are appended to: without query and fragment, with "/" at its end."""
        if (text := self._text(key)) is None:
            return None
        if "?" in text or "#" in text:
            self._add(error("site-address-query", at=self._at(key), address=text))
            return None
        try:
            return web_address.parse_url(text).url.rstrip("/") + "/"
        except AddressError as caught:
            self._add(*(p.placed(self._at(key)) for p in caught.problems))
        return None

    def _store(self, key: str) -> str | None:
        if (text := self._text(key)) is None:
            return None
        try:
            return store_address(text)
        except SourceError as caught:
            self._add(*(p.placed(self._at(key)) for p in caught.problems))
        return None

    def _products(self, key: str) -> tuple[str, ...] | None:
        if (names := self._list(key)) is None:
            return None
        try:
            return tuple(product.name for product in products.chosen(names))
        except BrochureError as caught:
            at = self._at(key)
            self._add(*(replace(p, place=at) for p in caught.problems))
        return None

    def _theme(self, key: str) -> str | None:
        """The name of a theme, or the path of its file."""
        text = self._text(key)
        if text is None or not text.lower().endswith(".toml"):
            return text
        return os.fspath(self.path.parent / text)

    def _channels(self, key: str) -> tuple[str, ...] | None:
        keys = self._list(key)
        for problem in checks.check_channels(keys or ()):
            self._add(replace(problem, place=self._at(key)))
        return keys

    def _lang(self, key: str) -> str | None:
        if (text := self._text(key)) is not None:
            self._add(*(replace(p, place=self._at(key)) for p in validation.check_lang(text, key)))
        return text

    def _languages(self, key: str) -> Mapping[str, str] | None:
        value = self.tree[key]
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self._kind(key, Text("site-kind-languages"))
            return None
        for rule, lang in value.items():
            problems = validation.check_lang(lang, key)
            self._add(*(replace(p, place=self._at(key, rule)) for p in problems))
        return value

    def _permalinks(self, key: str) -> str | None:
        if (text := self._text(key)) is not None:
            self._add(*(replace(p, place=self._at(key)) for p in permalinks.check(text)))
        return text
