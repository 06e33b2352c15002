"""TOML files that users write: read with errors that name the line, and the line of every key.

`tomllib` tells nothing of lines but in the text of its errors; `line_numbers` finds them afterwards,
for the place of a problem, so that reading a good file costs nothing more.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from brochure import opened_files
from brochure.errors import ThemeError
from brochure.problems import Place, Text, error, reason

Key: TypeAlias = tuple[str | int, ...]
"""The way to a value: ("palette", "night"); an int counts the tables of an array, from 0."""

MOST_LINES = 200
"""A statement of more lines ends the search for lines: each is parsed again with every line it gets."""

MOST_SHOWN = 80
"""Characters of a value in a message; what is left out is marked by an ellipsis."""

MOST_BYTES = 256_000
"""Bytes of a file: a theme with every key there is has 10,000."""

MOST_PARTS = 32
"""Parts of a dotted key: tomllib keeps every beginning of one, 1.7 GB for 30 KB of "a.a.a…"."""

_DEEP_KEY = re.compile(
    r"(?m)(?:^|[\[{,])[ \t]*+"
    rf"(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}"
)

_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
"""How tomllib's errors name the line; they have no attribute for it before Python 3.14."""


class TomlError(ValueError):
    """A text that is not TOML, or more than a file of a user holds: why, and on which line from 1."""

    def __init__(self, reason: Text | str, line: int | None = None) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.line = line


def parse_toml(text: str, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """The tree of the TOML ``text``; its whole numbers have 64 bits, as TOML 1.0 asks of all programs.

    Raises TomlError.
    """
    if deep := _DEEP_KEY.search(text):
        line = text.count("\n", 0, deep.end()) + 1
        raise TomlError(Text("toml-dotted", most=MOST_PARTS), line)
    try:
        tree = tomllib.loads(text, parse_float=parse_float)
    except RecursionError:
        raise TomlError(Text("toml-nested")) from None
    except tomllib.TOMLDecodeError as caught:
        found = _AT.search(str(caught))
        raise TomlError(
            _AT.sub(r" (column \2)", str(caught)), int(found[1]) if found else None
        ) from None
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        raise TomlError(Text("toml-integer")) from None
    if any(isinstance(leaf, int) and not -(2**63) <= leaf < 2**63 for leaf in _leaves(tree)):
        raise TomlError(Text("toml-integer"))
    return tree


def _leaves(tree: Any) -> Iterator[Any]:
    pending = [tree]
    while pending:
        value = pending.pop()
        if isinstance(value, dict | list):
            pending += value.values() if isinstance(value, dict) else value
        else:
            yield value


def read_toml(path: Path, name: str, within: Sequence[Path] = ()) -> tuple[dict[str, Any], str]:
    """The tree of the TOML file at ``path``, and its text; errors call the file ``name``.

    It lies below one of the folders ``within``, if any. Raises ThemeError for a file that cannot be
    read, is too large or no TOML.
    """
    try:
        data = opened_files.read(path, MOST_BYTES, within)
    except OSError as caught:
        raise ThemeError(error("toml-unreadable", at=Place(name), reason=reason(caught))) from None
    return tree_of(data, name)


def tree_of(data: bytes, name: str) -> tuple[dict[str, Any], str]:
    """The tree and the text of a TOML file that holds ``data``. Raises ThemeError, at ``name``."""
    try:
        # Windows' editor writes a mark of byte order
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        return parse_toml(text), text
    except UnicodeDecodeError:
        why: Text | str = Text("toml-not-utf8")
        line = None
    except TomlError as caught:
        why, line = caught.reason, caught.line
    raise ThemeError(error("toml-unreadable", at=Place(name, line), reason=why))


def line_numbers(text: str) -> dict[Key, int]:
    r"""The line, from 1, on which each table and each key of the TOML file ``text`` is first given.

    line_numbers('[a]\nb.c = 1')  # {("a",): 1, ("a", "b"): 2, ("a", "b", "c"): 2}
    """
    found: dict[Key, int] = {}
    table: Key = ()
    tables: Counter[Key] = Counter()
    for line, statement, tree in _statements(text):
        keys: list[Key]
        if statement.startswith("["):
            table = max(_keys(tree), key=len)
            if statement.startswith("[["):
                tables[table] += 1
                table = (*table, tables[table] - 1)
            keys = [table[:length] for length in range(1, len(table) + 1)]
        else:
            keys = [(*table, *key) for key in _keys(tree)]
        for key in keys:
            found.setdefault(key, line)
    return found


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Each statement with the line it begins on, and what it alone is as TOML.

    A statement ends where what was read of it is TOML: an open bracket or quotation mark is not.
    """
    pending, first = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        pending += f"{line}\n"
        try:
            tree = tomllib.loads(pending)
        except tomllib.TOMLDecodeError:
            if number - first >= MOST_LINES:
                return
            continue
        if tree:
            yield first, pending.lstrip(), tree
        pending, first = "", number + 1


def _keys(tree: Mapping[str, Any]) -> Iterator[Key]:
    """The key of every value of a statement, with those of the tables around it."""
    for name, value in tree.items():
        yield (name,)
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            yield from ((name, *key) for key in _keys(inner))


def dotted(key: Key) -> str:
    """``key`` as TOML writes it, without the numbers of tables: "fonts.faces.weight"."""
    names = (name for name in key if isinstance(name, str))
    return ".".join(n if re.fullmatch(r"[A-Za-z0-9_-]+", n) else shown(n) for n in names)


def shown(value: object) -> str:
    """``value`` as TOML writes it, for a message; long ones are cut."""
    text = _written(value, 0)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _written(value: object, depth: int) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | dict) and depth > 2:
        return "…"
    if isinstance(value, list):
        return f"[{', '.join(_written(item, depth + 1) for item in value[:MOST_SHOWN])}]"
    if isinstance(value, dict):
        items = (f"{dotted((k,))} = {_written(v, depth + 1)}" for k, v in value.items())
        return f"{{ {', '.join(items)} }}"
    return str(value).lower() if isinstance(value, bool) else str(value)
