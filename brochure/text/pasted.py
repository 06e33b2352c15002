"""Lists and tables as they are pasted: bullets of word processors, columns parted by tabs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brochure.text import generator_syntax
from brochure.text.regions import regions_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_SIGNS = "•◦▪‣●○■□\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc"
_BULLET = re.compile(rf"(?P<before>[ \t>]*)(?:[{_SIGNS}][ \t]*|o\t[ \t]*|(?P<dash>–)[ \t]+)(?=\S)")
_QUICK = re.compile(rf"^[ \t>]*(?:[{_SIGNS}–]|o\t)", re.MULTILINE)
_LEVEL = {"◦": 1, "○": 1, "o": 1, "▪": 2, "■": 2, "\uf0a7": 0}
_LIST = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")


CELLS = "cells"
"""The markup of tables whose cells no strokes part."""


def with_bullets(text: str) -> str:
    """``text`` with "-" in the place of the bullets that other programs write at a line's start.

    A dash is one where a line next to it starts with one as well: alone it may open a speech. What
    was a level below (``◦``, ``o``) stays one below the bullet before it.
    """
    if not _QUICK.search(text):
        return text
    code = [(region.start, region.end) for region in regions_of(text) if region.kind == "code"]
    lines = text.split("\n")
    made: list[str] = []
    at = 0
    inside = False  # a list of such bullets
    top = 0  # the level of its first
    dashes = [bool((f := _BULLET.match(line)) and f["dash"]) for line in lines]
    for number, line in enumerate(lines):
        found = _BULLET.match(line)
        alone = found and found["dash"] and not _near(dashes, lines, number) and not inside
        if found is None or alone or any(start <= at < end for start, end in code):
            inside = inside and (not line.strip() or line[:1] in " \t")
            made.append(line)
        else:
            mark = line[len(found["before"]) :][0]
            before = found["before"] if inside or _follows_list(made) else found["before"].strip(" \t")
            level = _LEVEL.get(mark, 0)
            top = top if inside else level
            level = max(0, level - top) if not found["before"] else 0
            made.append(f"{before}{'  ' * level}- {line[found.end() :]}")
            inside = True
        at += len(line) + 1
    return "\n".join(made)


def _near(dashes: list[bool], lines: list[str], number: int) -> bool:
    """Whether the nearest line with words, before or after, starts with a dash as well."""
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(lines) and not lines[at].strip():
            at += step
        if 0 <= at < len(lines) and dashes[at]:
            return True
    return False


def _follows_list(made: list[str]) -> bool:
    last = next((line for line in reversed(made) if line.strip()), "")
    return bool(_LIST.match(last))


def install(made: MarkdownIt) -> None:
    """Teach ``made`` tables whose cells are parted by tabs."""
    made.block.ruler.before("heading", "tab_table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Two lines or more with as many tabs each; the first is the head where it has no digit."""
    if "\t" not in state.src or generator_syntax.is_code(state, start):
        return False
    rows = _rows(state, start, end)
    if len(rows) < 2:
        return False
    if silent:
        return True
    headed = not any(char.isdigit() for cell in rows[0] for char in cell) and all(rows[0])
    push_table(state, start, start + len(rows), rows, head=int(headed))
    return True


def push_table(state: StateBlock, start: int, end: int, rows: list[list[str]], *, head: int) -> None:
    """Put a table of ``rows`` into ``state`` for its lines from ``start`` to before ``end``.

    The first ``head`` rows are its head. A row that is not one line of the source has the last one's.
    """
    table = state.push("table_open", "table", 1)
    table.map, table.markup = [start, end], CELLS
    if head:
        state.push("thead_open", "thead", 1)
        for at, row in enumerate(rows[:head]):
            _row(state, row, "th", start + at)
        state.push("thead_close", "thead", -1)
    state.push("tbody_open", "tbody", 1)
    for at, row in enumerate(rows[head:], head):
        _row(state, row, "td", min(start + at, end - 1))
    state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)
    state.line = end


def _rows(state: StateBlock, start: int, end: int) -> list[list[str]]:
    """The rows of a table from ``start`` on, all with as many cells; none where it is no table.

    Columns without a word are none. Where the lines have unlike numbers of tabs, several in a row are
    one, which was to bring cells below each other.
    """
    lines: list[str] = []
    while start + len(lines) < end and (line := _tabbed(state, start + len(lines))):
        lines.append(line)
    split = [[cell.strip() for cell in line.split("\t")] for line in lines]
    if len({len(row) for row in split}) > 1:
        split = [[cell.strip() for cell in re.split(r"\t+", line.rstrip())] for line in lines]
        split = split[: _alike(split)]
    columns = [column for column in zip(*split, strict=True) if any(column)]
    return [list(row) for row in zip(*columns, strict=True)] if len(columns) > 1 else []


def _alike(rows: list[list[str]]) -> int:
    """How many of ``rows``, from the first on, have as many cells as that."""
    return next((at for at, row in enumerate(rows) if len(row) != len(rows[0])), len(rows))


def _tabbed(state: StateBlock, line: int) -> str:
    """The text of ``line``; "" where it has no tab, or belongs to something else."""
    if state.sCount[line] < state.blkIndent or state.sCount[line] - state.blkIndent >= 4:
        return ""
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    other = "\t" not in text or _LIST.match(text) or text.startswith(("|", "#", ">", "```", "~~~"))
    return "" if other else text


def _row(state: StateBlock, cells: list[str], tag: str, line: int) -> None:
    state.push("tr_open", "tr", 1)
    for cell in cells:
        state.push(f"{tag}_open", tag, 1)
        inline = state.push("inline", "", 0)
        inline.content, inline.children, inline.map = cell, [], [line, line + 1]
        state.push(f"{tag}_close", tag, -1)
    state.push("tr_close", "tr", -1)
