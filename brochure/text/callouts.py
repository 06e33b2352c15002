"""Callouts: notes, tips and warnings apart from the text, as four kinds of generators write them.

``> [!NOTE]`` (GitHub, Obsidian), ``:::tip Title`` (Docusaurus, VitePress, Quarto), fences of code named
``{tip} Title`` (MyST), and of MkDocs
``!!! note "Title"``, ``??? note``, ``/// note | Title`` and the tab ``=== "Title"``. Each becomes a box
with a title, which is the page's word where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from brochure.problems import Id
from brochure.text import generator_syntax, left_out

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

KINDS = {
    "note": "note", "seealso": "note", "info": "info", "abstract": "summary", "summary": "summary",
    "tldr": "summary", "tip": "tip", "hint": "tip", "success": "tip", "check": "tip", "done": "tip",
    "important": "important", "warning": "warning", "caution": "caution", "attention": "warning",
    "danger": "danger", "error": "danger", "failure": "danger", "bug": "danger",
    "question": "question", "help": "question", "faq": "question", "example": "example",
    "quote": "quote", "cite": "quote", "todo": "note", "details": "", "spoiler": "", "collapse": "",
}  # fmt: skip
"""What generators call them, and the key of our word for it; "" where there is no word."""

DEEPEST = 24
"""Levels of nesting beyond which no container opens; far fewer are told, see `markdown_lint`."""

_COLONS = re.compile(r"(:{3,}+)[ \t]*+((?:.*[^ \t\n])?)[ \t]*+$")
_NAMED = re.compile(
    r"([A-Za-z][\w-]*+)[ \t]*+(?:\[(?P<title>.*)\])?+[ \t]*+(?P<attributes>\{.*\})?+[ \t]*+(?P<rest>.*)"
)
_TITLE = re.compile(r"title=(?:\"([^\"]*)\"|'([^']*)')")
_EXCLAIMED = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]*([A-Za-z][\w-]*)((?:[ \t]+[a-z][\w-]*)*)(?:[ \t]+\"(.*)\")?[ \t]*$"
)
_DIRECTIVE = re.compile(r"\{([a-z][\w-]*)\}[ \t]*(.*)")
_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*(?P<words>\{=?[a-z][^`]*)$")
_CODE = {"code", "code-block", "code-cell", "literalinclude", "sourcecode", "prompt"}
"""Directives that show code: they stay code."""

_SLASHES = re.compile(
    r"/{3,}+[ \t]*+(?P<kind>[a-z][\w-]*+)[ \t]*+(?:\|[ \t]*+(?P<title>(?:.*[^ \t\n])?)[ \t]*+)?$"
)
_OPTION = re.compile(r"([a-z][\w-]*+):[ \t]*+((?:.*[^ \t\n])?)[ \t]*+$")
_TAB = re.compile(r"===[!+]?[ \t]+\"(.*)\"[ \t]*$")
_ALERT = re.compile(r"\[!([A-Za-z]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)")


def install(made: MarkdownIt) -> None:
    """Teach ``made`` all four."""
    terminates: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    made.block.ruler.before("fence", "callout_colons", _colons, terminates)
    made.block.ruler.before("fence", "callout_marks", _exclaimed, terminates)
    made.block.ruler.before("fence", "callout_slashes", _slashes, terminates)
    made.block.ruler.before("fence", "callout_fence", _fence, terminates)
    made.core.ruler.before("inline", "alerts", _alerts)


def name(tokens: Sequence[Token], labels: Any) -> None:
    """Give callouts without a title the word that ``labels`` (a language's) have for their kind."""
    from markdown_it.token import Token

    for token in tokens:
        if token.type == "inline" and (kind := token.meta.get("callout")):
            token.children = [Token("text", "", 0, content=str(labels[f"callout_{kind}"]))]


def _colons(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _COLONS.match(line_of(state, start))
    if found is None or generator_syntax.is_code(state, start) or not found[2]:
        return False
    if state.level > DEEPEST:
        return False
    if silent:
        return True
    close = closing_line(state, start, end)
    after = min(close + 1, end)
    kind, title = kind_and_title(found[2])
    if (
        re.match(r"\{[^.#]", found[2]) and kind not in KINDS
    ):  # :::{figure} of MyST; what nothing ends does so with its paragraph
        ends = (n for n in range(start, end) if generator_syntax.ends_paragraph(state, n))
        after = after if close < end else next(ends, end)
        generator_syntax.leave_out(state, start, after, Id("syntax-directive"))
        return True
    if kind in KINDS:
        _put(state, start, range(start + 1, close), kind, title)
    else:
        generator_syntax.leave_out(state, start, start + 1, Id("syntax-container"), harmless=True)
        tokenize_lines(state, start + 1, close, 0)
    state.line = after
    return True


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence of code that is a directive, ``{note} Title``, or a cell whose code a generator runs."""
    found = _FENCE.match(line_of(state, start))
    named = _DIRECTIVE.match(found["words"]) if found else None
    directive = named[1] if named else re.split(r"[\s,}]", found["words"][1:])[0] if found else ""
    if found is None or generator_syntax.is_code(state, start) or state.level > DEEPEST:
        return False
    if directive in _CODE:
        return False
    mark = found["mark"]
    close = start + 1
    while close < end and not re.fullmatch(rf"{mark}{mark[0]}*[ \t]*", line_of(state, close)):
        close += 1
    if close == end:
        return False
    if silent:
        return True
    if directive not in KINDS or named is None:
        generator_syntax.leave_out(state, start, close + 1, Id("syntax-directive"))
        return True
    first = start + 1
    while first < close and re.match(r":[a-z-]+:", line_of(state, first)):
        first += 1
    _put(state, start, range(first, close), directive, named[2].strip())
    state.line = close + 1
    return True


def _slashes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block of PyMdown from ``/// kind | Title`` to ``///``; a caption is a paragraph."""
    found = _SLASHES.match(line_of(state, start))
    if found is None or generator_syntax.is_code(state, start) or state.level > DEEPEST:
        return False
    close = _ends_of_slashes(state).get(start, end)
    if close >= end:
        return False
    if silent:
        return True
    kind, title = found["kind"], found["title"] or ""
    first = start + 1
    while (
        first < close and (option := _OPTION.match(line_of(state, first))) and _indented(state, first)
    ):
        kind = option[2].lower() if option[1] == "type" else kind
        first += 1
    if kind in KINDS or kind in {"admonition", "tab"}:
        _put(state, start, range(first, close), kind, title)
    else:
        id_ = None if kind.endswith("caption") else Id("syntax-container")
        generator_syntax.leave_out(state, start, first, id_, harmless=True)
        tokenize_lines(state, first, close, 0)
    state.line = close + 1
    return True


def _indented(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= 4


def _ends_of_slashes(state: StateBlock) -> dict[int, int]:
    """For each line that opens such a block the one that closes it; unclosed ones are not there."""
    if "slashes" not in state.env:
        closes: dict[int, int] = {}
        opened: list[int] = []
        for number, line in enumerate(state.src.split("\n") if "///" in state.src else ()):
            text = line.lstrip(" \t>").rstrip()
            if _SLASHES.match(text):
                opened.append(number)
            elif opened and re.fullmatch(r"/{3,}", text):
                closes[opened.pop()] = number
        state.env["slashes"] = closes
    ends: dict[int, int] = state.env["slashes"]
    return ends


def kind_and_title(words: str) -> tuple[str, str]:
    """What the first line of a container says: "tip Title", "tip[Title]", "{.callout-tip}"."""
    named = _NAMED.match(words)
    attribute = _TITLE.search(words)
    if named is None:
        quarto = re.match(r"\{\.callout-([a-z]+)", words)
        myst = _DIRECTIVE.match(words)
        kind = quarto[1] if quarto else myst[1] if myst else ""
        title = myst[2] if myst else ""
    else:
        kind = named[1].lower()
        title = named["title"] or ("" if named["attributes"] else named["rest"])
    return kind, attribute[1] or attribute[2] or "" if attribute else title


def closing_line(state: StateBlock, start: int, end: int) -> int:
    """The line that closes the container that ``start`` opens; ``end`` where none does."""
    depth = 0
    for line in range(start, end):
        if found := _COLONS.match(line_of(state, line)):
            depth += 1 if found[2] else -1
            if depth == 0:
                return line
    return end


def _exclaimed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = line_of(state, start)
    if text[:1] not in {"!", "?", "="} or generator_syntax.is_code(state, start):
        return False
    found = _EXCLAIMED.match(text)
    tab = _TAB.match(text)
    if found is None and tab is None:
        return False
    close = start + 1
    while close < end and (state.isEmpty(close) or state.sCount[close] - state.blkIndent >= 4):
        close += 1
    while close > start + 1 and state.isEmpty(close - 1):
        close -= 1
    kind, title = (found[1].lower(), found[3]) if found else ("", tab[1] if tab else "")
    if close == start + 1 and title is None:
        return False
    if silent:
        return True
    own = title if title is not None else "" if kind in KINDS else kind.capitalize()
    _put(state, start, range(start + 1, close), kind, own, indent=4, untitled=title == "")
    state.line = close
    return True


def line_of(state: StateBlock, line: int) -> str:
    """The text of a line without what it is indented by."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _put(
    state: StateBlock,
    start: int,
    inside: range,
    kind: str,
    title: str,
    *,
    indent: int = 0,
    untitled: bool = False,
) -> None:
    """A callout with the lines ``inside`` it, indented by ``indent``; an empty one is told."""
    if not title and all(map(state.isEmpty, inside)):
        generator_syntax.leave_out(state, start, inside.stop, Id("block-empty"))
        return
    _open(state, start, inside.stop, kind, title, untitled=untitled)
    tokenize_lines(state, inside.start, inside.stop, indent)
    state.push("callout_close", "div", -1)


def _open(
    state: StateBlock, start: int, end: int, kind: str, title: str, *, untitled: bool = False
) -> None:
    """Open a callout of ``kind`` with its title, if it has any."""
    word = KINDS.get(kind, "")
    opening = state.push("callout_open", "div", 1)
    opening.map, opening.block = [start, end], True
    opening.attrs = {"class": f"callout callout-{word or 'note'}", "role": "note"}
    if untitled or not (title or word):
        return
    paragraph = state.push("paragraph_open", "p", 1)
    paragraph.map, paragraph.attrs = [start, start + 1], {"class": "callout-title"}
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = title, [], [start, start + 1]
    inline.meta = {} if title else {"callout": word}
    state.push("paragraph_close", "p", -1)


def tokenize_lines(state: StateBlock, start: int, end: int, indent: int) -> None:
    """Parse the lines from ``start`` to before ``end``, which are indented by ``indent`` more."""
    old = state.blkIndent, state.lineMax, state.parentType
    state.level += 1
    state.blkIndent += indent
    state.lineMax, state.parentType = end, "container"
    state.md.block.tokenize(state, start, end)
    state.blkIndent, state.lineMax, state.parentType = old
    state.level -= 1


def _alerts(state: StateCore) -> None:
    """Block quotes that start with ``[!NOTE]`` are callouts."""
    depth: list[Token | None] = []
    made: list[Token] = []
    for at, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            found = _alert(state.tokens[at : at + 3])
            depth.append(token if found else None)
            made += _alert_tokens(token, state.tokens[at + 2], found) if found else [token]
        elif token.type == "blockquote_close" and depth.pop():
            token.type, token.tag, token.markup = "callout_close", "div", ""
            made.append(token)
        else:
            made.append(token)
    state.tokens = _without_empty(made)


def _alert(tokens: Sequence[Token]) -> re.Match[str] | None:
    if [t.type for t in tokens[1:]] != ["paragraph_open", "inline"]:
        return None
    found = _ALERT.match(tokens[2].content)
    return found if found and found[1].lower() in KINDS else None


def _alert_tokens(quote: Token, inline: Token, found: re.Match[str]) -> Iterable[Token]:
    """What opens the callout; its first line is taken from ``inline``."""
    from markdown_it.token import Token

    word = KINDS[found[1].lower()] or "note"
    quote.type, quote.tag, quote.markup = "callout_open", "div", ""
    quote.attrs = {"class": f"callout callout-{word}", "role": "note"}
    quote.meta["source"] = f"> {found[0].strip()}"
    inline.content = inline.content[found.end() :]
    lines = [*(inline.map or [0, 1])]
    title = Token("inline", "", 0, content=found[2].strip(), children=[], map=[lines[0], lines[0] + 1])
    title.meta = {} if found[2].strip() else {"callout": word}
    inline.map = [lines[0] + 1, lines[1]]
    yield quote
    yield Token("paragraph_open", "p", 1, attrs={"class": "callout-title"}, map=title.map, block=True)
    yield title
    yield Token("paragraph_close", "p", -1, block=True)


def _without_empty(tokens: Sequence[Token]) -> list[Token]:
    """``tokens`` without paragraphs that a callout's first line has left without a word.

    A callout that then holds no more than our word for it is left out, and told.
    """
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        three = tokens[at : at + 3]
        if (
            [t.type for t in three] == ["paragraph_open", "inline", "paragraph_close"]
            and not three[1].content.strip() and not three[1].meta
        ):  # fmt: skip
            at += 3
            continue
        made.append(tokens[at])
        at += 1
        opening, title = (made[-5], made[-3]) if len(made) >= 5 else (made[0], made[0])
        if (
            "source" in opening.meta and title.meta.get("callout") and made[-1].type == "callout_close"
        ):  # fmt: skip
            empty = left_out.token(Id("block-empty"), opening.meta["source"])
            empty.map = opening.map
            made[-5:] = [empty]
    return made
