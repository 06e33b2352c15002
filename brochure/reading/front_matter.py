"""Front matter: YAML between ``---`` lines or TOML between ``+++`` lines becomes a plain tree.

Every leaf is the text the author wrote: ``lang: no`` is Norwegian, ``12:30`` is not a number.
Nothing is constructed from YAML tags, aliases are refused, and each value's line is known.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from brochure.errors import SourceError

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20
_FENCES = {"---": "YAML", "+++": "TOML"}
_PLAIN_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {"null", "bool", "int", "float", "str", "timestamp", "seq", "map"}

Leaf = str | None
Tree = Mapping[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """``tree``: mappings, lists and texts (None where nothing is written).

    ``lines``: the line of each value by its path, counted from 1 in the whole file.
    ``body``: what follows the closing fence; ``body_line``: the line it starts at.
    """

    tree: Tree
    lines: Mapping[Path, int] = field(default_factory=dict)
    body: str
    body_line: int = 1

    def line(self, path: Path) -> int | None:
        """The line of the value at ``path``, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def split(text: str, where: str) -> FrontMatter | None:
    """The front matter of ``text``, or None when it does not start with a fence.

    ``where`` is the file's name, for errors. Raises SourceError.
    """
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in _FENCES:
        return None
    try:
        end = next(i for i, line in enumerate(lines[1:], 1) if line.rstrip() == fence)
    except StopIteration:
        raise SourceError(
            f'the front matter opened by "{fence}" is not closed; '
            f'write "{fence}" on a line of its own after it',
            where=where,
            line=1,
        ) from None
    matter = "\n".join(lines[1:end]) + "\n"
    if len(matter.encode()) > MAX_BYTES:
        raise SourceError(
            f"the front matter has {len(matter.encode()):,} bytes; {MAX_BYTES:,} are allowed; "
            "move text into the body",
            where=where,
            line=1,
        )
    parse = _yaml if fence == "---" else _toml
    tree, places = parse(matter, where)
    body = "\n".join(lines[end + 1 :])
    return FrontMatter(tree=tree, lines=places, body=body, body_line=end + 2)


def _yaml(matter: str, where: str) -> tuple[Tree, dict[Path, int]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        node = YAML(typ="safe", pure=True).compose(matter)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 2 if mark else None
        raise SourceError(
            f"not YAML: {error.problem}; a text that holds a colon or a quotation mark stands "
            'between quotes: title: "Demain : tout"',
            where=where,
            line=line,
        ) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise SourceError(f"not YAML: {error}", where=where, line=2) from error
    places: dict[Path, int] = {}
    tree = {} if node is None else _Composed(where, places).plain(node, ())
    if not isinstance(tree, dict):
        raise SourceError('front matter is written as "key: value" lines', where=where, line=2)
    return tree, places


class _Composed:
    """Walks a composed YAML document: texts out, aliases, tags and depth refused."""

    def __init__(self, where: str, places: dict[Path, int]) -> None:
        self.where = where
        self.places = places
        self.seen: set[int] = set()

    def plain(self, node: Any, path: Path) -> Any:
        line = node.start_mark.line + 2
        self.places[path] = line
        self._refuse(node, path, line)
        if node.id == "scalar":
            return None if node.tag == f"{_PLAIN_TAG}null" else str(node.value)
        if node.id == "sequence":
            return [self.plain(item, (*path, i)) for i, item in enumerate(node.value)]
        found: dict[str, Any] = {}
        for key, value in node.value:
            if key.id != "scalar":
                raise SourceError("a key is a single word", where=self.where, line=line)
            name = str(key.value)
            if name in found:
                raise SourceError(
                    f'"{name}" is written twice', where=self.where, line=key.start_mark.line + 2
                )
            found[name] = self.plain(value, (*path, name))
            self.places[(*path, name)] = key.start_mark.line + 2
        return found

    def _refuse(self, node: Any, path: Path, line: int) -> None:
        if id(node) in self.seen:
            raise SourceError(
                "YAML aliases (*name) are not allowed; write the value out",
                where=self.where,
                line=line,
            )
        self.seen.add(id(node))
        if len(path) > MAX_DEPTH:
            raise SourceError(f"nested deeper than {MAX_DEPTH} levels", where=self.where, line=line)
        if str(node.tag).removeprefix(_PLAIN_TAG) not in _PLAIN_TAGS:
            raise SourceError(
                f"YAML tags ({node.tag}) are not allowed; write plain text",
                where=self.where,
                line=line,
            )


def _toml(matter: str, where: str) -> tuple[Tree, dict[Path, int]]:
    try:
        tree = tomllib.loads(matter)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) + 1 if found else None
        raise SourceError(f"not TOML: {error}", where=where, line=line) from error
    plain = _texts(tree)
    return plain, _toml_lines(matter, plain)


def _texts(value: Any) -> Any:
    """``value`` with every leaf as text; dates in ISO 8601, booleans as TOML writes them."""
    if isinstance(value, dict):
        return {str(k): _texts(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_texts(v) for v in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _toml_lines(matter: str, tree: Tree) -> dict[Path, int]:
    """The lines of top-level keys and tables, found by their spelling (tomllib keeps none)."""
    places: dict[Path, int] = {}
    for number, line in enumerate(matter.split("\n"), 2):
        found = re.match(r"\s*\[{0,2}\s*\"?([\w-]+)\"?", line)
        if found and found[1] in tree:
            places.setdefault((found[1],), number)
    return places
