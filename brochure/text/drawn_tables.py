"""Tables that are drawn with dashes, as Pandoc reads them, their captions, and lines kept as lines.

A grid table has ``+---+---+`` between its rows, a simple one a line of dashes below its head, whose
groups are the columns. A caption is a line ``: Words`` or ``Table: Words`` beside a table. Lines that
all start with ``| `` and are no table stay lines: a poem, an address.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from brochure.problems import Id
from brochure.text import generator_syntax
from brochure.text.pasted import push_table

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock

_BORDER = re.compile(r"\+(?:[-=:]{3,}\+)+$")
_DASHES = re.compile(r"[ \t]*-{3,}(?:[ \t]+-{2,})+[ \t]*$")
_CAPTION = re.compile(r"(?::|[Tt]able ?:)[ \t]+(?P<words>\S.*)$")
_DELIMITERS = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_KEPT_LINE = re.compile(r"\|(?:[ \t]+[^|]*)?$")


def install(made: MarkdownIt) -> None:
    """Teach ``made`` all of it."""
    terminates: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    made.block.ruler.before("table", "grid_table", _grid, terminates)
    made.block.ruler.before("table", "simple_table", _simple)
    made.block.ruler.before("table", "kept_lines", _kept_lines)
    made.block.ruler.before("table", "table_caption", _caption, {"alt": ["blockquote"]})


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _lines(state: StateBlock, start: int, end: int, first: tuple[str, ...]) -> list[str]:
    """The lines from ``start`` on that start with one of ``first``; "" is any."""
    lines: list[str] = []
    for line in range(start, end):
        text = _text(state, line)
        if generator_syntax.ends_paragraph(state, line) or not text.startswith(first):
            break
        lines.append(text)
    return lines


def _grid(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table with a border around each row; cells over several rows or columns are told."""
    if generator_syntax.is_code(state, start) or not _BORDER.match(_text(state, start)):
        return False
    lines = _lines(state, start, end, ("+", "|"))
    if len(lines) < 3:
        return False
    if silent:
        return True
    rows, head = _grid_rows(lines)
    if rows:
        push_table(state, start, start + len(lines), rows, head=head)
    else:
        generator_syntax.leave_out(state, start, start + len(lines), Id("syntax-table"))
    return True


def _grid_rows(lines: list[str]) -> tuple[list[list[str]], int]:
    """The rows of a grid, and how many are its head; none where columns are not the same."""
    places = [at for at, char in enumerate(lines[0]) if char == "+"]
    rows: list[list[str]] = []
    cells: list[list[str]] = [[] for _ in places[1:]]
    head = 0
    for line in lines[1:]:
        if line.startswith("+"):
            if not _BORDER.match(line) or [at for at, char in enumerate(line) if char == "+"] != places:
                return [], 0
            rows.append([_cell(words) for words in cells])
            cells = [[] for _ in places[1:]]
            head = len(rows) if "=" in line and not head else head
        elif len(line) <= places[-1] or any(line[at] != "|" for at in places):
            return [], 0
        else:
            for words, first, last in zip(cells, places, places[1:], strict=False):
                words.append(line[first + 1 : last].strip())
    if any(any(words) for words in cells):  # nothing closes the last row
        return [], 0
    return rows, head if head < len(rows) else 0


def _cell(lines: list[str]) -> str:
    """The lines of a cell in one; those of a list stay lines."""
    made = ""
    for line in filter(None, lines):
        listed = re.match(r"(?:[-*+]|\d+[.)]) ", line)
        made += ("\\\n" if listed else "\n" if made else "") * bool(made) + line
    return made


def _simple(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table whose columns are the groups in a line of dashes below its head."""
    head = _text(state, start)
    if generator_syntax.is_code(state, start) or start + 2 >= end or head[:1] in {"", *"|#>-"}:
        return False
    if not _DASHES.match(_text(state, start + 1)):
        return False
    starts = [found.start() for found in re.finditer(r"-+", _whole(state, start + 1))]
    rows = [_cut(_whole(state, start), starts)]
    line = start + 2
    while len(list(filter(None, rows[0]))) > 1 and line < end and not state.isEmpty(line):
        if not re.fullmatch(r"---[- ]*", _text(state, line)):
            rows.append(_cut(_whole(state, line), starts))
        line += 1
    if len(rows) < 2:
        return False
    if not silent:
        push_table(state, start, line, rows, head=1)
    return True


def _whole(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]].expandtabs(4)


def _cut(line: str, starts: list[int]) -> list[str]:
    """The cells of ``line``, whose columns start at ``starts``, the first at the line's start."""
    return [line[first:last].strip() for first, last in pairwise([0, *starts[1:], None])]


def _kept_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that each start with ``| ``, without another stroke: their ends are kept."""
    if generator_syntax.is_code(state, start) or not _KEPT_LINE.match(_text(state, start)):
        return False
    lines = _lines(state, start, end, ("|",))
    words = [line[1:].strip() for line in lines]
    if len(lines) < 2 or not all(map(_KEPT_LINE.match, lines)) or not any(words):
        return False
    if any(map(_DELIMITERS.match, lines)):  # a table of one column
        return False
    if not silent:
        _push_paragraph(state, start, len(lines), "\\\n".join(filter(None, words)))
    return True


def _caption(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The caption above or below a table: a paragraph of its own."""
    if generator_syntax.is_code(state, start) or not (found := _CAPTION.match(_text(state, start))):
        return False
    below = state.parentType == "table" or (state.tokens and state.tokens[-1].type == "table_close")
    if not below and not _before_table(state, start, end):
        return False
    if not silent:
        lines = _lines(state, start, end, ("",))
        _push_paragraph(state, start, len(lines), "\n".join([found["words"], *lines[1:]]))
    return True


def _before_table(state: StateBlock, start: int, end: int) -> bool:
    """Whether a table comes right after the paragraph at ``start``."""
    line = start
    while line < end and not state.isEmpty(line):
        line += 1
    while line < end and state.isEmpty(line):
        line += 1
    if line + 1 >= end:
        return False
    first, second = _text(state, line), _text(state, line + 1)
    dashes = _DELIMITERS.match(second) and "|" in first and "|" in second
    return bool(_BORDER.match(first) or _DASHES.match(second) or dashes)


def _push_paragraph(state: StateBlock, start: int, lines: int, words: str) -> None:
    opening = state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.children = words, []
    opening.map = inline.map = [start, start + lines]
    state.push("paragraph_close", "p", -1)
    state.line = start + lines
