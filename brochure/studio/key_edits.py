"""Key edits: one value of a page's front matter changes, or its body; every other byte stays.

Comments, the order of keys, quotation marks, blank lines and line ends are somebody's: a file that was
edited here is compared and merged elsewhere. So nothing is written anew but the lines of what changes,
and the outcome is read back: it must say what was asked for, and nothing else must say anything else.

A list is changed item by item, a table key by key. What is written in a way that cannot be changed in
place (a table in braces, say) is written anew from its key on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from brochure.errors import SourceError
from brochure.problems import Place, error
from brochure.reading import lenient_yaml, site_keys
from brochure.reading.front_matter import FrontMatter, Path, compose, fences, path_of, split
from brochure.reading.source_text import decode

_INDENT = 2
_SAME = (
    site_keys.LEAD, site_keys.LANG, site_keys.PUBLISHED, site_keys.UPDATED, site_keys.LICENCE,
)  # fmt: skip
_AFTER_KEY = re.compile(r"[\"']?\s*:[ \t]*")
_COMMENT = re.compile(r"(?<!\s)\s++#(?:\s|$)")
_BLOCK_HEAD = re.compile(r"[|>][+-]?\d?[+-]?")
_READ_AS_TEXT = frozenset({"str", "int", "float", "bool", "timestamp"})
"""What a scalar of YAML may be taken for, and is read as the text that it is."""

_BOM = "\ufeff"


class Parts(NamedTuple):
    """Where the parts of a page are, as numbers of lines from 0.

    ``start`` and ``end`` are the fences of its front matter, or None; ``heading`` the line of a heading
    that is its title, or None; ``body`` the first line of what follows.
    """

    start: int | None
    end: int | None
    heading: int | None
    body: int


class _NotInPlaceError(Exception):
    """The way this is written has no room for the change."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One change of a tree: the ``value`` at ``path``, a new item before it, or, with None, none."""

    path: Path
    value: Any
    insert: bool = False


def parts_of(lines: Sequence[str], *, titled: bool) -> Parts:
    """The parts of a page; if it is ``titled`` by its front matter, a heading is one of its body."""
    start, end = fences(lines)
    if start is None or end is None:
        start = end = None
    first = _first_text(lines, 0 if end is None else end + 1)
    if not titled and first < len(lines) and lines[first].startswith("# "):
        return Parts(start, end, first, _first_text(lines, first + 1))
    return Parts(start, end, None, first)


def _first_text(lines: Sequence[str], at: int) -> int:
    return next((i for i in range(at, len(lines)) if lines[i].strip()), len(lines))


def matter_of(text: str) -> FrontMatter:
    """The front matter of ``text``, empty where there is none or its end cannot be known."""
    try:
        return split(text, "") or FrontMatter(tree={}, body=text)
    except SourceError:
        return FrontMatter(tree={}, body=text, readable=False)


def is_titled(tree: Mapping[str, Any]) -> bool:
    """Whether front matter that says ``tree`` gives the title."""
    return bool(tree.get("title") or tree.get("Title"))


def own_key(tree: Mapping[str, Any], key: str) -> str:
    """The key of ``tree`` that says what ours calls ``key``: itself, "Title", or "description"."""
    if key in tree:
        return key
    folded = next((name for name in tree if name.lower() == key), "")
    others = next((names for names in _SAME if names[0] == key), ())
    same = (name for name in others if isinstance(tree.get(name), str) and tree[name].strip())
    return folded or next(same, key)


def edited(data: bytes, edits: Sequence[Mapping[str, Any]]) -> bytes:
    """The file that holds ``data`` after ``edits``, in UTF-8.

    Each is ``{set, value}``, ``{body}``, ``{blocks, end}`` (`text_blocks.body_of`), or ``{source}``.
    Raises SourceError for an edit that is none, or that cannot be made.
    """
    text = _text_of(data)
    mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    raw = text.split("\n")
    ends = "\r" if raw[0].endswith("\r") else ""
    lines = [line.removesuffix("\r") for line in raw]
    for edit in edits:
        match edit:
            case {"source": str(source)}:
                lines = str(_texts(source, "")).replace("\r\n", "\n").split("\n")
            case {"body": str(body)}:
                lines = _with_body(lines, str(_texts(body, "")).replace("\r\n", "\n"))
            case {"blocks": list(blocks), "end": str(end)}:
                lines = _with_body(lines, str(_texts(_body_of(blocks, end), "")).replace("\r\n", "\n"))
            case {"set": str(key)} if key:
                lines = _with_value(lines, key, _texts(edit.get("value"), key))
            case _:
                raise SourceError(error("studio-edit"))
    return (mark + "\n".join(_with_ends(raw, lines, ends))).encode()


def _body_of(blocks: Sequence[Any], end: str) -> str:
    from brochure.studio.text_blocks import body_of

    if not all(isinstance(row, dict) and {"source", "html"} & row.keys() for row in blocks):
        raise SourceError(error("studio-edit"))
    return body_of(blocks, end)


def _text_of(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return decode(data, "")[0]
    return text.replace("\r", "\n") if "\n" not in text else text


def _with_ends(raw: Sequence[str], lines: Sequence[str], end: str) -> list[str]:
    """``lines`` with the line ends of the ``raw`` ones before and after what changed, else ``end``."""
    plain = [line.removesuffix("\r") for line in raw]
    same = min(len(plain), len(lines))
    before = next((i for i in range(same) if plain[i] != lines[i]), same)
    left = same - before
    after = next((i for i in range(left) if plain[-1 - i] != lines[-1 - i]), left)
    middle = [line + end for line in lines[before : len(lines) - after]]
    if not after and middle:
        middle[-1] = middle[-1].removesuffix("\r")  # what follows it is no line end
    return [*raw[:before], *middle, *raw[len(raw) - after :]]


def _texts(value: Any, key: str) -> Any:
    """``value`` with every leaf as text, as front matter is read. Raises SourceError."""
    match value:
        case None:
            return None
        case str():  # half a letter, as JSON can hold it, is none
            return value.encode("utf-8", "replace").decode()
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case list():
            return [_texts(one, key) for one in value] or None
        case dict():
            return {str(k): _texts(v, key) for k, v in value.items() if v is not None} or None
    raise SourceError(error("studio-edit"))


def _with_body(lines: Sequence[str], body: str) -> list[str]:
    parts = parts_of(lines, titled=is_titled(matter_of("\n".join(lines)).tree))
    head = [*lines[: parts.body]]
    if head and head[-1].strip():
        head.append("")
    return [*head, *body.split("\n"), *([] if body.endswith("\n") else [""])]


def _with_value(lines: Sequence[str], key: str, value: Any) -> list[str]:
    """``lines`` with ``value`` at ``key`` of the front matter, which None takes away."""
    matter = matter_of("\n".join(lines))
    tree = matter.tree
    path = path_of(key)
    path = (own_key(tree, str(path[0])), *path[1:])
    parts = parts_of(lines, titled=is_titled(tree))
    if not matter.readable:
        raise SourceError(error("studio-head-unreadable", at=Place(key=key)))
    if path == ("title",) and parts.heading is not None and isinstance(value, str):
        title = " ".join(value.split())
        return [*lines[: parts.heading], f"# {title}", *lines[parts.heading + 1 :]]
    wanted = _with_path(tree, path, value) or {}
    if wanted == tree:
        return [*lines]
    if parts.end is None or parts.start is None:
        made = _emitted_pair(str(path[0]), wanted[str(path[0])], 0)
        return ["---", *made, "---", "", *lines[_first_text(lines, 0) :]]
    before, after = lines[: parts.start + 1], lines[parts.end :]
    inner = lines[parts.start + 1 : parts.end]
    change = _changed_yaml if lines[parts.start].rstrip() == "---" else _changed_toml
    for steps in (tuple(_steps(tree, wanted, ())), (_Step(path[:1], wanted.get(path[0])),)):
        try:
            made = change(inner, steps)
        except _NotInPlaceError:
            continue
        whole = [*before, *made, *after]
        found = matter_of("\n".join(whole))
        if found.readable and found.tree == wanted and parts_of(whole, titled=True).end is not None:
            return whole
    raise SourceError(error("studio-key-not-set", at=Place(key=key), name=key))


def _with_path(tree: Any, path: Path, value: Any) -> Any:
    """``tree`` with ``value`` at ``path``; None takes it away, with tables and lists left empty."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        items = [*tree] if isinstance(tree, list) else []
        inner = _with_path(items[step] if step < len(items) else None, tuple(rest), value)
        return [*items[:step], *([] if inner is None else [inner]), *items[step + 1 :]] or None
    table = dict(tree) if isinstance(tree, Mapping) else {}
    inner = _with_path(table.get(step), tuple(rest), value)
    if inner is None:
        table.pop(step, None)
    else:
        table[step] = inner
    return table or None


def _steps(old: Any, new: Any, path: Path) -> Iterator[_Step]:
    """The changes that make ``new`` of ``old``, those of a list from its end on."""
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and (old or not path):
        yield from (_Step((*path, key), None) for key in old if key not in new)
        for key, value in new.items():
            yield from _steps(old.get(key), value, (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and old:
        yield from _list_steps(old, new, path)
    else:
        yield _Step(path, new)


def _list_steps(old: Sequence[Any], new: Sequence[Any], path: Path) -> Iterator[_Step]:
    texts = [[json.dumps(one) for one in items] for items in (old, new)]
    codes = SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes()
    for tag, i, j, k, m in reversed(codes):
        if tag == "equal":
            continue
        both = min(j - i, m - k)
        yield from (_Step((*path, at), None) for at in range(j - 1, i + both - 1, -1))
        yield from (
            _Step((*path, i + both), new[at], insert=True) for at in range(m - 1, k + both - 1, -1)
        )
        for at in range(both):
            yield from _steps(old[i + at], new[k + at], (*path, i + at))


# YAML


def _changed_yaml(lines: Sequence[str], steps: Sequence[_Step]) -> list[str]:
    made = [*lines]
    for step in steps:
        made = _Yaml(made).after(step)
    return made


class _Yaml:
    """The lines between the fences, as YAML: where each value of it stands."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = [*lines]
        self.root, composed = compose(lenient_yaml.with_hashtags("\n".join(lines) + "\n"))
        self.composed = composed.split("\n")

    def after(self, step: _Step) -> list[str]:
        """The lines after ``step``. Raises _NotInPlaceError."""
        *above, last = step.path
        if self.root is None and not above and step.value is not None:
            return [*self.lines, *_emitted_pair(str(last), step.value, 0)]
        parent = self._node(tuple(above))
        if parent.flow_style:
            raise _NotInPlaceError
        if isinstance(last, int):
            return self._after_item(parent, last, step)
        return self._after_key(parent, last, step)

    def _node(self, path: Path) -> Any:
        node = self.root
        for name in path:
            if isinstance(name, int):
                found = node.value[name] if node.id == "sequence" else None
            else:
                pairs = node.value if node.id == "mapping" else ()
                found = next((value for key, value in pairs if key.value == name), None)
            if found is None or found.id == "scalar":
                raise _NotInPlaceError
            node = found
        return node

    def _after_key(self, parent: Any, name: str, step: _Step) -> list[str]:
        if parent.id != "mapping" or not parent.value:
            raise _NotInPlaceError
        column = parent.value[0][0].start_mark.column
        pair = next((pair for pair in parent.value if pair[0].value == name), None)
        if pair is None:
            key, value = parent.value[-1]
            at = self._end(value, key.start_mark.line, column) + 1
            return self._replaced(at, at, _emitted_pair(name, step.value, column))
        key, value = pair
        line = key.start_mark.line
        end = self._end(value, line, column) + 1
        if step.value is None:
            if self.lines[line][:column].strip():  # it stands behind the dash of an item
                raise _NotInPlaceError
            return self._replaced(line, end, [])
        after = _AFTER_KEY.match(self.lines[line], key.end_mark.column - (key.style in ("'", '"')))
        if not after:
            raise _NotInPlaceError
        head = self.lines[line][: after.end()]
        comment = self._comment(value, line, after.end())
        made = _emitted(step.value, column, value.style if value.id == "scalar" else None)
        return self._replaced(line, end, _joined(head, made, comment))

    def _after_item(self, parent: Any, number: int, step: _Step) -> list[str]:
        column = parent.start_mark.column
        if parent.id != "sequence":
            raise _NotInPlaceError
        if step.insert and number >= len(parent.value):
            at = self._end(parent.value[-1], self._dash(parent, len(parent.value) - 1), column) + 1
            return self._replaced(at, at, _emitted_item(step.value, column))
        value, dash = parent.value[number], self._dash(parent, number)
        if step.insert:
            return self._replaced(dash, dash, _emitted_item(step.value, column))
        end = self._end(value, dash, column) + 1
        if step.value is None:
            return self._replaced(dash, end, [])
        if value.id != "scalar" or value.start_mark.line != dash or not isinstance(step.value, str):
            return self._replaced(dash, end, _emitted_item(step.value, column))
        head = self.lines[dash][: value.start_mark.column]
        comment = self._comment(value, dash, value.start_mark.column)
        return self._replaced(
            dash, end, _joined(head, _emitted(step.value, column, value.style), comment)
        )

    def _dash(self, parent: Any, number: int) -> int:
        """The line of the dash before the item with that number."""
        line: int = parent.value[number].start_mark.line
        column = parent.start_mark.column
        while line >= 0 and self.lines[line][column : column + 1] != "-":
            line -= 1
        if line < 0:
            raise _NotInPlaceError
        return line

    def _end(self, node: Any, line: int, column: int) -> int:
        """The last line of ``node``, whose key or dash stands in ``line`` at ``column``."""
        if node.id != "scalar" and not node.flow_style and node.value:
            last = node.value[-1]
            if node.id == "mapping":
                return self._end(last[1], last[0].start_mark.line, last[0].start_mark.column)
            return self._end(last, self._dash(node, len(node.value) - 1), node.start_mark.column)
        end: int = line
        if node.id == "scalar" and node.style in ("|", ">"):
            below = range(line + 1, len(self.lines))
            others = (i for i in below if self.lines[i].strip() and _indent(self.lines[i]) <= column)
            end = next(others, len(self.lines)) - 1
            while not self.lines[end].strip():
                end -= 1
        elif node.id != "scalar" or node.value or node.style:
            end = node.end_mark.line - (node.end_mark.column == 0 and node.end_mark.line > line)
        end = max(line, end)
        while end + 1 < len(self.lines) and self._is_mended_away(end + 1):
            end += 1
        return end

    def _is_mended_away(self, line: int) -> bool:
        """Whether the text of ``line`` was put into an earlier one, between quotation marks."""
        return bool(self.lines[line].strip()) and not self.composed[line].strip()

    def _comment(self, node: Any, line: int, column: int) -> str:
        """The comment after the value in ``line``, which starts at ``column``, with its spaces."""
        raw = self.lines[line]
        if node.id != "scalar":
            rest = raw[column:].rstrip()
            return f" {rest}" if rest.startswith("#") else ""
        if node.style in ("|", ">"):
            head = _BLOCK_HEAD.match(raw, column)
            return raw[head.end() :].rstrip() if head else ""
        if node.end_mark.line != line:
            return ""
        if node.value:  # as it was composed: what looks like a comment may have been mended into a text
            return self.composed[line][node.end_mark.column :].rstrip()
        found = _COMMENT.search(raw, max(0, column - 1))
        return raw[found.start() :].rstrip() if found else ""

    def _replaced(self, start: int, end: int, new: Sequence[str]) -> list[str]:
        return [*self.lines[:start], *new, *self.lines[end:]]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _joined(head: str, made: Sequence[str], comment: str) -> list[str]:
    """The value ``made`` after its key, with the comment that stood there."""
    first, *more = made
    if first and not head.endswith((" ", "\t")):
        head += " "
    return [f"{head if first else head.rstrip()}{first}{comment}", *more]


def _emitted_pair(name: str, value: Any, column: int) -> list[str]:
    key = name if re.fullmatch(r"[\w-]+", name) else _quoted(name)
    return _joined(f"{' ' * column}{key}:", _emitted(value, column, None), "")


def _emitted_item(value: Any, column: int) -> list[str]:
    """An item of a list whose dashes stand at ``column``."""
    if isinstance(value, Mapping):
        inner = [line for key, one in value.items() for line in _emitted_pair(key, one, column + 2)]
        return [f"{' ' * column}- {inner[0].lstrip()}", *inner[1:]]
    return _joined(f"{' ' * column}-", _emitted(value, column, None), "")


def _emitted(value: Any, column: int, style: str | None) -> list[str]:
    """``value`` as it stands after its key or dash at ``column``: the rest of that line, and others."""
    below = column + _INDENT
    if isinstance(value, Mapping):
        return ["", *(line for key, one in value.items() for line in _emitted_pair(key, one, below))]
    if isinstance(value, list):
        return ["", *(line for one in value for line in _emitted_item(one, below))]
    text = str(value)
    written = text.split("\n")
    if len(written) > 1 and text[0] != " " and all(_stands(line) for line in written) and written[-1]:
        return ["|-", *(f"{' ' * below}{line}" if line else "" for line in written)]
    if style == "'" and text.isprintable():
        return ["'" + text.replace("'", "''") + "'"]
    if style != '"' and _is_plain(text):
        return [text]
    return [_quoted(text)]


def _quoted(text: str) -> str:
    """``text`` between quotation marks, with what cannot be seen as its number (YAML 1.2, 5.7)."""
    return "".join(
        char if char.isprintable() else f"\\U{ord(char):08x}"
        for char in json.dumps(text, ensure_ascii=False)
    )


def _stands(line: str) -> bool:
    """Whether a line of a block is read as it is written."""
    return line.isprintable() and not line.endswith(" ")


def _is_plain(text: str) -> bool:
    """Whether ``text`` without quotation marks says itself, by YAML and as we read it."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if not text or text != text.strip() or not text.isprintable() or ": " in text or " #" in text:
        return False
    try:
        node = YAML(typ="safe", pure=True).compose(f"k: {text}\n")
    except (YAMLError, ValueError):
        return False
    pairs: Sequence[Any] = node.value if node.id == "mapping" else []
    if len(pairs) != 1:
        return False
    value = pairs[0][1]
    kind = str(value.tag).removeprefix("tag:yaml.org,2002:")
    is_text = value.id == "scalar" and not value.style and kind in _READ_AS_TEXT
    return bool(is_text and value.value == text)


# TOML


def _changed_toml(lines: Sequence[str], steps: Sequence[_Step]) -> list[str]:
    import tomlkit

    document = tomlkit.parse("\n".join([*lines, ""]))
    for step in steps:
        _change_toml(document, step)
    return document.as_string().removesuffix("\n").split("\n")


def _change_toml(document: Any, step: _Step) -> None:
    *above, last = step.path
    place = document
    for name in above:
        place = place[name]
    if step.value is None:
        del place[last]
    elif step.insert:
        place.insert(last, _toml_item(step.value))
    else:
        old = place.get(last) if isinstance(last, str) else place[last]
        place[last] = _toml_like(old, step.value)


def _toml_like(old: Any, value: Any) -> Any:
    """``value`` as an item: a day stays a day and a number a number, where the text says one."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    if isinstance(value, str) and old is not None and not isinstance(old, str):
        try:
            made = tomlkit.value(value)
        except (TOMLKitError, ValueError):
            return tomlkit.item(value)
        return made if type(made) is type(old) else tomlkit.item(value)
    return _toml_item(value)


def _toml_item(value: Any) -> Any:
    import tomlkit

    return tomlkit.item(value)
