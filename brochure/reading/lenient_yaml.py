"""Front matter as people write it: texts that YAML would cut or refuse are put between quotation marks.

    lead: Rendez-vous au #PGO2016 #Paris      YAML ends the text at " #": it is kept whole
    title: Atelier : budgets ouverts          YAML refuses the colon: it is read as a text

Every value stays in its line, so that problems are told where they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_ENTRY = re.compile(
    r"(?P<indent>[ \t]*+)(?P<dashes>(?:-[ \t]++)*+)"
    r"(?P<key>(?:\"[^\"]*\"|'[^']*'|[^\s#\[\]{},:\"'&*!|>%@`-][^:#\n]{0,80}?|[\w-]+)"
    r"[ \t]{0,9}:(?=[ \t]|$))?"
    r"[ \t]*+(?P<value>.*)"
)
_BLOCK = re.compile(r"[|>][+-]?\d*[+-]?[ \t]*(?:#.*)?")
_HASHTAG = re.compile(r"(?:^|(?<=\s))#(?=[^\s#])")
_COMMENT = re.compile(r"(?:^|\s)#(?=\s|$).*")


@dataclass(slots=True)
class _Entry:
    """A ``key: value`` or ``- value`` line: its number from 0, what stands before the value, the value.

    ``length`` counts its lines; further ones go on with the text of the first.
    """

    line: int
    before: str
    indent: int
    key: str
    value: str
    length: int = 1

    @property
    def is_plain(self) -> bool:
        """Whether the value has no quotation marks and is no list, table or block."""
        return bool(self.value) and self.value[0] not in "\"'[{|>&*!"


def with_hashtags(matter: str) -> str:
    """``matter`` with texts that hold a "#word" in quotation marks; YAML takes it for a comment."""
    lines = matter.split("\n")
    for entry in _entries(lines):
        if entry.value.startswith(("{{", "{%")):  # what a template fills in, which is no table
            _quote(lines, entry, entry.value)
        elif entry.is_plain and _HASHTAG.search(entry.value) and not _heads_a_block(lines, entry):
            _quote(lines, entry, _COMMENT.sub("", entry.value).strip())
    return "\n".join(lines)


def comments(matter: str) -> Iterator[tuple[str, int, str]]:
    """The comments after texts: the key, the line from 0, and the comment, from its "#" on."""
    for entry in _entries(matter.split("\n")):
        if entry.is_plain and entry.key and (found := _COMMENT.search(entry.value)):
            yield entry.key, entry.line, found[0].strip()


def mended(matter: str) -> str:
    """``matter``, which is no YAML, with what is a text beyond doubt in quotation marks."""
    lines = [_spaced(line) for line in with_hashtags(matter).split("\n")]
    for entry in _entries(lines):
        value = entry.value
        if value.startswith("["):
            lines[entry.line] = re.sub(r"(?<=[\[,])(\s*)(#[^\s,\]]+)", r'\1"\2"', lines[entry.line])
        elif _is_torn(value) or (
            entry.is_plain and re.search(r":(?:\s|$)|^[%@`?:-](?:\s|$|\w)", value)
        ):
            _quote(lines, entry, _COMMENT.sub("", value).strip())
        elif value[:1] in {"*", "&"} and not re.fullmatch(r"[*&]\w+(?:\s.*)?", value):
            _quote(lines, entry, value)
    return "\n".join(lines)


def _entries(lines: list[str]) -> Iterator[_Entry]:
    """The entries of YAML in block style; what stands in block texts is passed over."""
    number = 0
    while number < len(lines):
        line = lines[number]
        found = _ENTRY.fullmatch(line)
        if not found or not line.strip() or not (found["key"] or found["dashes"]):
            number += 1
            continue
        indent = len(found["indent"] + found["dashes"])
        entry = _Entry(
            line=number, before=line[: found.start("value")], indent=indent,
            key=(found["key"] or "").rstrip(" \t:").strip("\"'"), value=found["value"].strip(),
        )  # fmt: skip
        if _BLOCK.fullmatch(entry.value):
            number += 1
            while number < len(lines) and (
                not lines[number].strip() or _indent(lines[number]) > len(found["indent"])
            ):
                number += 1
            continue
        if entry.is_plain:
            parts = [entry.value]
            for index in range(number + 1, len(lines)):
                more = lines[index]
                goes_on = more.strip() and _indent(more) > len(found["indent"])
                part = _ENTRY.fullmatch(more)
                if not goes_on or (part and (part["key"] or part["dashes"])):
                    break
                parts.append(more.strip())
            entry.value, entry.length = " ".join(parts), len(parts)
        number += entry.length
        yield entry


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _heads_a_block(lines: list[str], entry: _Entry) -> bool:
    """Whether a list or a table stands below the entry: then "#word" is a comment on it."""
    after = range(entry.line + entry.length, len(lines))
    below = next((lines[index] for index in after if lines[index].strip()), "")
    listed = (
        bool(entry.key)
        and below.lstrip().startswith("- ")
        and _indent(below) >= _indent(lines[entry.line])
    )
    return entry.value.startswith("#") and (listed or _indent(below) > _indent(lines[entry.line]))


def _is_torn(value: str) -> bool:
    """Whether a text starts with a quotation mark and does not end with it, as in 'L'été au port'."""
    mark = value[:1]
    if mark and value.count(mark) < 2:
        return False  # the second one is missing: nobody knows where it belongs
    if mark == '"':
        return not re.fullmatch(r'"(?:[^"\\]|\\.)*"\s*(?:#.*)?', value)
    return mark == "'" and not re.fullmatch(r"'(?:[^']|'')*'\s*(?:#.*)?", value)


def _quote(lines: list[str], entry: _Entry, text: str) -> None:
    if text[:1] == "'" and text[-1:] == "'" and len(text) > 1:  # 'L'été', whose marks are no part of it
        text = text[1:-1]
    lines[entry.line] = entry.before + json.dumps(text, ensure_ascii=False)
    lines[entry.line + 1 : entry.line + entry.length] = [""] * (entry.length - 1)


def _spaced(line: str) -> str:
    """``line`` with spaces in the place of tabs, which YAML does not indent with."""
    head = line[: _indent(line)]
    return head.replace("\t", "  ") + re.sub(r"(?<=:)\t+", " ", line[len(head) :])
