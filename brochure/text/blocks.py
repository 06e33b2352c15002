"""Blocks of a body that are no running text: pull quotes, portraits, sidebars, programmes.

    ::: quote
    Nobody renovates a school against those who live in it.
    — The head of a school
    :::

``::: portrait`` starts with a picture, ``::: sidebar Title`` holds any text, ``::: programme`` a line
for each day, ``# Saturday``, and one for each session, ``9:00 – 10:00 | Title | Room``. ``{.wide}``
behind a name asks for the width of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Literal

from brochure.problems import Id
from brochure.text import callouts, generator_syntax, locales

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

NAMES = ("quote", "portrait", "sidebar", "programme")
"""What may stand behind three colons, besides the names of `brochure.text.callouts`."""

LONGEST_BOUND = 22
"""Two last words of a quotation that are no longer are held together."""

HANGS = "hangs"
"""The class of a paragraph that begins with a quotation mark, which stands out of its lines."""

PROGRAMME_FILE = re.compile(
    r"(?P<colons>:{3,})[ \t]*programme[ \t]+(?:\{\.wide\}[ \t]*)?"
    r"(?P<file>\S.*\.(?:csv|tsv|txt|xlsx?|ods|ics|toml|xml|json))[ \t]*$",
    re.IGNORECASE,
)
"""The line of a programme that is in a file, which `brochure.reading.programme_blocks` puts in."""

_OPENING = re.compile(
    r":{3,}+[ \t]*+(?P<name>[a-z]++)(?:[ \t]*+(?P<attributes>\{[^}]*+\}))?"
    r"(?:[ \t]++(?P<title>(?:.*[^ \t\n])?))?[ \t]*+$",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:—|–|--)[ \t\u00a0]*(?P<by>\S(?:.*[^ \t\n])?)[ \t]*$")
_DAY = re.compile(r"#{1,6}[ \t]+(?P<day>\S(?:.*[^ \t#\n])?)[ \t#]*$")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_PICTURE = re.compile(r"!\[(?=.*\]\().*\)[ \t]*$")
_LAST_WORD = re.compile(r"(?<!\S)(\S+) (\S+(?:[ \u00a0\u202f][»”“])?)$")
_DOUBLE = re.compile(r"[«“„\"]")
_MARKED = re.compile(r"[«“„\"‘‚]")


def install(made: MarkdownIt) -> None:
    """Teach ``made`` these blocks, before `callouts` are installed rules for other names."""
    terminates: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    made.block.ruler.before("callout_colons", "blocks", _block, terminates)


def put_marks(tokens: Sequence[Token], lang: str) -> None:
    """Put the quotation marks of ``lang`` round quotations that were written without any.

    The last words of a quotation, and of who said it, are held together.
    """
    from markdown_it.token import Token

    rules = locales.rules(lang)
    for opening, token in pairwise(tokens):
        if not token.children or not token.meta.keys() & {"opens", "closes", "by"}:
            continue
        last = token.children[-1]
        if token.meta.keys() & {"closes", "by"} and last.type == "text":
            last.content = _LAST_WORD.sub(_bound, last.content)
        if token.meta.get("opens"):
            token.children.insert(0, Token("text", "", 0, content=rules.quote_open))
        if token.meta.get("closes"):
            token.children.append(Token("text", "", 0, content=rules.quote_close))
        if "opens" in token.meta and _DOUBLE.match(token.children[0].content):
            opening.attrJoin("class", HANGS)


def _bound(found: re.Match[str]) -> str:
    """The two last words held together, so that none stands alone on the last line."""
    return f"{found[1]}\u00a0{found[2]}" if len(found[0]) <= LONGEST_BOUND else found[0]


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _OPENING.match(callouts.line_of(state, start))
    name = found["name"].lower() if found else ""
    if found is None or name not in NAMES or generator_syntax.is_code(state, start):
        return False
    if state.level > callouts.DEEPEST:
        return False
    if silent:
        return True
    if PROGRAMME_FILE.match(callouts.line_of(state, start)):
        generator_syntax.leave_out(state, start, start + 1, Id("programme-unread"))
        state.line = start + 1
        return True
    close = callouts.closing_line(state, start, end)
    if _is_empty(state, name, (start, close)):
        generator_syntax.leave_out(state, start, min(close + 1, end), Id("block-empty"))
        return True
    wide = " wide" if ".wide" in (found["attributes"] or "") else ""
    _SET[name](state, (start, close), wide, found["title"] or "")
    state.line = min(close + 1, end)
    return True


Lines = tuple[int, int]
"""The line that opens a block, and the one that closes it."""


def _push(
    state: StateBlock, tag: str, nesting: Literal[1, -1], lines: Lines, **attributes: str
) -> Token:
    token = state.push(f"block_{'open' if nesting > 0 else 'close'}", tag, nesting)
    token.block = True
    if nesting > 0:
        token.map = list(lines)
        token.attrs = {"class" if key == "class_" else key: text for key, text in attributes.items()}
    return token


def _is_empty(state: StateBlock, name: str, lines: Lines) -> bool:
    """Whether there is nothing between ``lines``, or of a quotation no more than who said it."""
    inside = [callouts.line_of(state, n) for n in range(lines[0] + 1, lines[1]) if not state.isEmpty(n)]
    return not inside or (name == "quote" and len(inside) == 1 and bool(_BY.match(inside[0])))


def _words(state: StateBlock, tag: str, text: str, line: int, class_: str = "") -> Token:
    """An element ``tag`` with the words ``text``."""
    lines = (line, line + 1)
    _push(state, tag, 1, lines, **({"class_": class_} if class_ else {}))
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = text, [], list(lines)
    _push(state, tag, -1, lines)
    return inline


def _quotation(state: StateBlock, lines: Lines, wide: str, title: str) -> None:
    """A quotation and who said it, with a face where it starts with a picture."""
    start, close = lines
    inside = [n for n in range(start + 1, close) if not state.isEmpty(n)]
    texts = {n: callouts.line_of(state, n) for n in inside}
    face = inside[0] if inside and _PICTURE.match(texts[inside[0]]) else None
    by = inside[-1] if inside and _BY.match(texts[inside[-1]]) else None
    said = [n for n in inside if n not in {face, by}]
    _push(state, "figure", 1, lines, class_=f"{'pull' if face is None else 'portrait'}{wide}")
    if face is not None:
        _words(state, "p", texts[face], face, "face")
    if title:
        _words(state, "p", title, start, "callout-title")
    if said:
        _push(state, "blockquote", 1, lines)
        _said(state, said)
        _push(state, "blockquote", -1, lines)
    if by is not None and (found := _BY.match(texts[by])):
        _words(state, "figcaption", found["by"], by, "by").meta = {"by": True}
    _push(state, "figure", -1, lines)


def _said(state: StateBlock, lines: Sequence[int]) -> None:
    """What is said, in Markdown: its first words and its last ones are marked for `put_marks`."""
    at = len(state.tokens)
    indent = min(state.sCount[n] - state.blkIndent for n in lines)
    callouts.tokenize_lines(state, lines[0], lines[-1] + 1, indent)
    if words := [token for token in state.tokens[at:] if token.type == "inline"]:
        words[0].meta["opens"] = words[-1].meta["closes"] = not _MARKED.match(words[0].content)


def _sidebar(state: StateBlock, lines: Lines, wide: str, title: str) -> None:
    start, close = lines
    _push(state, "div", 1, lines, class_=f"sidebar{wide}", role="note")
    if title:
        _words(state, "p", title, start, "callout-title")
    callouts.tokenize_lines(state, start + 1, close, 0)
    _push(state, "div", -1, lines)


def _programme(state: StateBlock, lines: Lines, wide: str, title: str) -> None:
    """Sessions as a table for each day: when, then what and where; other lines are paragraphs."""
    start, close = lines
    _push(state, "div", 1, lines, class_=f"programme{wide}")
    if title:
        _words(state, "p", title, start, "callout-title")
    written = [(n, callouts.line_of(state, n)) for n in range(start + 1, close) if not state.isEmpty(n)]
    for is_row, group in groupby(written, key=lambda line: len(_cells(line[1])) > 1):
        if is_row:
            _sessions(state, list(group))
            continue
        for number, text in group:
            day = _DAY.match(text)
            _words(state, "p", capitalised(day["day"]) if day else text, number, "day" if day else "")
    _push(state, "div", -1, lines)


def capitalised(text: str) -> str:
    """``text``, beginning with a capital letter; a word with capitals within is a name: iOS, pH."""
    first, *_ = text.split(" ", 1)
    return text if first != first.lower() else text[:1].upper() + text[1:]


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in _CELL_BORDER.split(text.strip().strip("|"))]


def _sessions(state: StateBlock, rows: Sequence[tuple[int, str]]) -> None:
    """The table of ``rows``, the numbers of lines and their texts."""
    lines = (rows[0][0], rows[-1][0] + 1)
    _push(state, "table", 1, lines, class_="sessions")
    _push(state, "tbody", 1, lines)
    for number, text in rows:
        _session(state, _cells(text), number)
    _push(state, "tbody", -1, lines)
    _push(state, "table", -1, lines)


def _session(state: StateBlock, cells: Sequence[str], line: int) -> None:
    time, title, *more = cells
    lines = (line, line + 1)
    _push(state, "tr", 1, lines, class_="session")
    _push(state, "th", 1, lines, scope="row", class_="time")
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = time, [], list(lines)
    _push(state, "th", -1, lines)
    _push(state, "td", 1, lines)
    _words(state, "p", title, line, "session-title")
    for words in filter(None, more):
        _words(state, "p", words, line, "session-place")
    _push(state, "td", -1, lines)
    _push(state, "tr", -1, lines)


_SET = {"quote": _quotation, "portrait": _quotation, "sidebar": _sidebar, "programme": _programme}
