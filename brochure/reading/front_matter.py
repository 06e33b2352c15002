"""Front matter: YAML between ``---`` lines or TOML between ``+++`` lines becomes a plain tree.

Every leaf is the text the author wrote: ``lang: no`` is Norwegian, ``12:30`` is not a number.
Nothing is constructed from YAML tags, aliases are refused, and each value's line is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from brochure.errors import SourceError
from brochure.problems import Place, Problem, Text, error, warning
from brochure.reading import lenient_yaml
from brochure.toml_files import TomlError, parse_toml

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20
_FENCES = ("---", "+++")
_PLAIN_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {"null", "bool", "int", "float", "str", "timestamp", "seq", "map"}

TEXTS = frozenset({
    "title", "kicker", "lead", "note", "credits", "licence", "description", "summary", "excerpt",
    "subtitle", "place", "address", "label", "text", "by", "alt",
})  # fmt: skip
"""Keys whose values are printed: a comment after one of them is told, since it may be meant as text."""

Tree = Mapping[str, Any]
Path = tuple[str | int, ...]
"""Where a value stands in a tree: ("figures", 2, "value")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """``tree``: mappings, lists and texts (None where nothing is written, or what is refused).

    ``lines``: the line of each value by its path, counted from 1 in the whole file.
    ``body``: what follows the closing fence; ``body_line``: the line it starts at.
    ``problems``: what is wrong with the writing itself. ``readable`` says whether it could be parsed.
    """

    tree: Tree
    lines: Mapping[Path, int] = field(default_factory=dict)
    body: str
    body_line: int = 1
    problems: tuple[Problem, ...] = ()
    readable: bool = True

    def line(self, path: Path) -> int | None:
        """The line of the value at ``path``, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def key_of(path: Path) -> str:
    """The key of a value as messages name it: ``("figures", 2, "value")`` is "figures[2].value"."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def path_of(key: str) -> Path:
    """The path of a key: "figures[2].value" is ``("figures", 2, "value")``."""
    return tuple(
        int(index) if index else name for index, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", key)
    )


def head_lines(text: str) -> int:
    """How many lines of ``text`` are its front matter, both fences counted; 0 where there is none."""
    start, end = fences(text.split("\n"))
    return 0 if start is None or end is None else end + 1


def fences(lines: Sequence[str]) -> tuple[int | None, int | None]:
    """The numbers, from 0, of the fences around the front matter; None for one that is not there.

    Blank lines may stand before the first, if keys follow it: alone it would be a line across the page.
    """
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    fence = lines[start].rstrip()
    if fence not in _FENCES:
        return None, None
    end = next((i for i in range(start + 1, len(lines)) if lines[i].rstrip() == fence), None)
    if start and (end is None or not re.match(r"[\w\"'-]+\s*[:=]", lines[start + 1])):
        return None, None
    return start, end


def split(text: str, where: str) -> FrontMatter | None:
    """The front matter of ``text``, or None when it does not start with a fence.

    ``where`` is the file's name, for problems. Raises SourceError where its end cannot be known.
    """
    lines = text.split("\n")
    start, end = fences(lines)
    if start is None:
        return None
    fence = lines[start].rstrip()
    if end is None:
        raise SourceError(error("front-matter-open", at=Place(where, 1), fence=fence))
    # blank lines keep their places, so that every value has the line of the file
    matter = "\n" * start + "\n".join(lines[start + 1 : end]) + "\n"
    body, body_line = "\n".join(lines[end + 1 :]), end + 2
    try:
        if (count := len(matter.encode())) > MAX_BYTES:
            raise SourceError(
                error("front-matter-large", at=Place(where, 1), count=count, most=MAX_BYTES)
            )
        tree, places, problems = (_yaml if fence == "---" else _toml)(matter, where)
    except SourceError as caught:
        return FrontMatter(
            tree={}, body=body, body_line=body_line, problems=caught.problems, readable=False
        )
    return FrontMatter(tree=tree, lines=places, body=body, body_line=body_line, problems=problems)


_Parsed = tuple[Tree, dict[Path, int], tuple[Problem, ...]]


def _yaml(matter: str, where: str) -> _Parsed:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    matter = lenient_yaml.with_hashtags(matter)
    told = [
        warning("value-comment", at=Place(where, line + 2, key), comment=comment)
        for key, line, comment in lenient_yaml.comments(matter)
        if key in TEXTS
    ]
    try:
        node = compose(matter)[0]
    except MarkedYAMLError as caught:
        mark = caught.problem_mark
        at = Place(where, mark.line + 2 if mark else 2)
        raise SourceError(error("yaml-unreadable", at=at, reason=str(caught.problem))) from caught
    except RecursionError as caught:
        raise SourceError(error("front-matter-deep", at=Place(where, 2), most=MAX_DEPTH)) from caught
    except (YAMLError, ValueError) as caught:
        raise SourceError(error("yaml-unreadable", at=Place(where, 2), reason=str(caught))) from caught
    reader = _YamlReader(where)
    tree = {} if node is None else reader.plain(node, ())
    if not isinstance(tree, dict):
        raise SourceError(error("front-matter-form", at=Place(where, 2)))
    return tree, reader.places, (*told, *reader.problems)


def compose(matter: str) -> tuple[Any, str]:
    """The node of a YAML document, and its text, mended if it has to be.

    Raises what ruamel says of it as written.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).compose(matter), matter
    except YAMLError:
        mended = lenient_yaml.mended(matter)
        try:
            return YAML(typ="safe", pure=True).compose(mended if mended != matter else "["), mended
        except YAMLError:
            pass
        raise


class _YamlReader:
    """Walks a composed YAML document: texts out; aliases, tags and depth become problems."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.places: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def plain(self, node: Any, path: Path) -> Any:
        """The value of ``node``, which stands at ``path``; None where it is refused."""
        line = self.places.setdefault(path, node.start_mark.line + 2)
        if refused := self._refusal(node, path, Place(self.where, line, key_of(path))):
            self.problems.append(refused)
            return None
        if node.id == "scalar":
            return None if node.tag == f"{_PLAIN_TAG}null" else str(node.value)
        if node.id == "sequence":
            return [self.plain(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _refusal(self, node: Any, path: Path, at: Place) -> Problem | None:
        # an alias is composed as the very node of its anchor: nested ones grow a few bytes to gigabytes
        if id(node) in self.seen:
            return error("yaml-alias", at=at)
        self.seen.add(id(node))
        if len(path) > MAX_DEPTH:
            return error("front-matter-deep", at=at, most=MAX_DEPTH)
        if str(node.tag).removeprefix(_PLAIN_TAG) not in _PLAIN_TAGS:
            return error("yaml-tag", at=at, tag=str(node.tag))
        return None

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value) if key.id == "scalar" else ""
            here = (*path, name) if name else path
            at = Place(self.where, key.start_mark.line + 2, key_of(here))
            if not name:
                self.problems.append(error("key-form", at=at))
            elif name in values:
                self.problems.append(error("key-twice", at=at))
            else:
                self.places[here] = key.start_mark.line + 2
                values[name] = self.plain(value, here)
        return values


def _toml(matter: str, where: str) -> _Parsed:
    try:
        tree = parse_toml(matter, parse_float=str)
    except TomlError as caught:  # it counts lines from below the fence
        if caught.reason == Text("toml-nested"):
            raise SourceError(
                error("front-matter-deep", at=Place(where, 2), most=MAX_DEPTH)
            ) from caught
        at = Place(where, caught.line + 1 if caught.line else 2)
        raise SourceError(error("toml-not-read", at=at, reason=caught.reason)) from caught
    return {str(key): _texts(value) for key, value in tree.items()}, _toml_lines(matter), ()


def _texts(value: Any) -> Any:
    """``value`` with every leaf as text; dates in ISO 8601, booleans as TOML writes them."""
    if isinstance(value, dict):
        return {str(k): _texts(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_texts(v) for v in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


TOML_NAMES = r"([\"']?[\w-]+[\"']?(?:\s*\.\s*[\"']?[\w-]+[\"']?)*)"
_TOML_TABLE = re.compile(rf"\s*(\[{{1,2}})\s*{TOML_NAMES}\s*\]{{1,2}}\s*(?:#|$)")
_TOML_KEY = re.compile(rf"\s*{TOML_NAMES}\s*=")


def _toml_lines(matter: str) -> dict[Path, int]:
    """The lines of tables and keys by their spelling, since tomllib keeps none.

    A line of a text in several lines may look like a key; the first of a name counts.
    """
    places: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(matter.split("\n"), 2):
        if header := _TOML_TABLE.match(line):
            table = steps(header[2])
            places.setdefault(table, number)
            if header[1] == "[[":
                table = (*table, sum(path[:-1] == table for path in places))
                places[table] = number
        elif key := _TOML_KEY.match(line):
            places.setdefault((*table, *steps(key[1])), number)
    return places


def steps(names: str) -> Path:
    """The path that a TOML key writes: ``event."starts"`` is ``("event", "starts")``."""
    return tuple(name.strip(" \t\"'") for name in names.split("."))
