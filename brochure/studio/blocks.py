"""Blocks of a Markdown body, as the editor takes them: joined again they are the body, byte for byte.

What kind of block a line begins is found as CommonMark finds it (0.31, 4 and 5), with the containers of
docs/pages.md; what is not surely one of the kinds that the editor shows as it looks is "raw".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_COLONS = re.compile(r":{3,}+[ \t]*+(\w*+)")
_HEADING = re.compile(r"#{1,6}[ \t]++\S")
ITEM = re.compile(r"( *+)([-*+]|\d{1,9}[.)])[ \t]++(?=\S)")
"""The mark of an item of a list: its indent, the sign or number."""

_DELIMITER = re.compile(r":?-++:?")
_UNDERLINE = re.compile(r" {0,3}(=++|-++)[ \t]*+")
_OTHERS = re.compile(
    r"\t| {4}|<|\[[^\]\n]*+\]:|!!!|\?\?\?|===|///|\{|\$\$|\\begin|\||\+[-=]|#|:{2,}|\*\[|[-*+][ \t]*+\n"
)
"""What begins a block of another kind than those the editor knows."""

_BULLET = re.compile(r"[ \t]*+[•●▪‣◦·–—o][ \t]")
PICTURE = re.compile(r'!\[([^\[\]\n]*+)\]\((<[^<>\n]++>|[^\s()<>]++)(?: "([^"\n]*+)")?\)')
"""A picture: what it shows, its file (one with spaces in angle brackets), its caption."""

_LONGEST = 20_000
"""Characters; a longer block is shown as it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block: its ``kind``, its text, the ``gap`` before it, the ``line`` it begins at, from 0."""

    kind: str
    source: str
    gap: str
    line: int


def parted(body: str) -> tuple[tuple[Block, ...], str]:
    """The blocks of ``body``, and what stands after the last."""
    lines = body.splitlines(keepends=True) if "\r" not in body else re.split(r"(?<=\n)", body)
    lines = [line for line in lines if line]
    blocks: list[Block] = []
    gap, at = "", 0
    while at < len(lines):
        if _is_blank(lines[at]):
            gap, at = gap + lines[at], at + 1
            continue
        kind, end = _block(lines, at)
        text = "".join(lines[at:end])
        source = text.rstrip("\r\n")
        kind = kind if len(source) <= _LONGEST else "raw"
        blocks.append(Block(kind=kind, source=source, gap=gap, line=at))
        gap, at = text[len(source) :], end
    return tuple(blocks), gap


def _is_blank(line: str) -> bool:
    return not line.strip(" \t\r\n")


def _block(lines: Sequence[str], at: int) -> tuple[str, int]:
    """The kind of the block that begins at line ``at``, and the line after its last."""
    line = lines[at]
    for begins, take in _KINDS:
        if begins(lines, at):
            return take(lines, at)
    end = at + 1
    while end < len(lines) and not _is_blank(lines[end]):
        if _interrupts(lines, end) and not _UNDERLINE.fullmatch(lines[end].rstrip("\r\n")):
            break
        end += 1
    if PICTURE.fullmatch("".join(lines[at:end]).strip()):
        return "picture", end
    is_other = "\t" in line or any(map(_is_of_others, lines[at:end])) or any(
        _UNDERLINE.fullmatch(one.rstrip("\r\n")) or one.startswith((": ", "~ ")) or "|" in one
        for one in lines[at + 1 : end]
    )  # fmt: skip
    return "raw" if is_other else "paragraph", end


def _is_of_others(line: str) -> bool:
    return _BULLET.match(line) is not None


def _to_blank(lines: Sequence[str], at: int) -> int:
    """The first blank line after ``at``."""
    end = at + 1
    while end < len(lines) and not _is_blank(lines[end]):
        end += 1
    return end


def _fence(lines: Sequence[str], at: int) -> tuple[str, int]:
    found = _FENCE.match(lines[at])
    mark = found[1] if found else "```"
    for end in range(at + 1, len(lines)):
        closing = lines[end].strip()
        if set(closing) == {mark[0]} and len(closing) >= len(mark):
            return "raw", end + 1
    return "raw", len(lines)


def _container(lines: Sequence[str], at: int) -> tuple[str, int]:
    depth, end, in_fence = 0, at, 0
    for end in range(at, len(lines)):
        if end < in_fence:
            continue
        if _FENCE.match(lines[end]):
            in_fence = _fence(lines, end)[1]
        elif found := _COLONS.match(lines[end]):
            depth += 1 if found[1] else -1
            if depth <= 0:
                break
    opening = _COLONS.match(lines[at])
    name = opening[1] if opening and "{" not in lines[at] else ""
    return {"quote": "quotation", "sidebar": "callout"}.get(name, "raw"), end + 1


def _comment(lines: Sequence[str], at: int) -> tuple[str, int]:
    end = at
    while end < len(lines) - 1 and "-->" not in lines[end]:
        end += 1
    return "raw", end + 1


def _list(lines: Sequence[str], at: int) -> tuple[str, int]:
    """A list ends before a blank line, unless an item of its kind or an indented line follows."""
    end, first = at + 1, lines[at].lstrip("0123456789")[0]
    for look in range(at + 1, len(lines)):
        line = lines[look]
        if _is_blank(line):
            continue
        is_item = ITEM.match(line) is not None
        is_inside = line.startswith(("  ", "\t")) or (is_item and line.lstrip("0123456789")[0] == first)
        if is_item and not is_inside:
            break
        if not is_inside and (look > end or _interrupts(lines, look)):
            break
        end = look + 1
    return "list", end


def _strange(lines: Sequence[str], at: int) -> tuple[str, int]:
    """A block that others write: with the indented ones that follow."""
    end = _to_blank(lines, at)
    while end + 1 < len(lines) and lines[end + 1].startswith(("    ", "\t")):
        end = _to_blank(lines, end + 1)
    return "raw", end


def _is_rule(line: str) -> bool:
    signs = "".join(line.split())
    return len(signs) > 2 and len(set(signs)) == 1 and signs[0] in "-*_" and line[:1] not in " \t"


def _is_table(lines: Sequence[str], at: int) -> bool:
    if at + 1 >= len(lines) or "|" not in lines[at] or "|" not in lines[at + 1]:
        return False
    cells = lines[at + 1].strip().strip("|").split("|")
    return all(_DELIMITER.fullmatch(cell.strip()) for cell in cells)


_Take = Callable[[Sequence[str], int], tuple[str, int]]
_KINDS: Sequence[tuple[Callable[[Sequence[str], int], bool], _Take]] = (
    (lambda lines, at: _FENCE.match(lines[at]) is not None, _fence),
    (lambda lines, at: _COLONS.match(lines[at]) is not None, _container),
    (lambda lines, at: lines[at].startswith("<!--"), _comment),
    (lambda lines, at: _HEADING.match(lines[at]) is not None, lambda lines, at: ("heading", at + 1)),
    (lambda lines, at: _is_rule(lines[at]), lambda lines, at: ("rule", at + 1)),
    (_is_table, lambda lines, at: ("table", _to_blank(lines, at))),
    (lambda lines, at: ITEM.match(lines[at]) is not None and lines[at][0] != " ", _list),
    (lambda lines, at: lines[at].startswith(">"), lambda lines, at: ("raw", _to_blank(lines, at))),
    (lambda lines, at: _OTHERS.match(lines[at]) is not None, _strange),
)
"""What begins a block, and how far it reaches; the first that fits counts, else it is a paragraph."""


def _interrupts(lines: Sequence[str], at: int) -> bool:
    """Whether a block begins at line ``at`` though no blank line ended the one before it."""
    return any(begins(lines, at) for begins, _ in _KINDS[:-1]) or lines[at].startswith("<")
