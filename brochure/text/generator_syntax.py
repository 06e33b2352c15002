r"""The syntax of site generators and note takers, which is no text: understood, or left out and told.

Shortcodes ({{< >}}), templates ({% %}), embeds (![[ ]]), formulas ($x$), imports of components and
the like have no meaning on paper. Attribute lists ({#id}, {: .class }), [TOC], ==marked== words,
[[links of wikis]] and \newpage are understood. In code all of it is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from brochure.problems import Id
from brochure.text import left_out
from brochure.text.emoji_names import NAMES

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_PAIR = r"(?:toc(?![\w=])|[.#][\w:-]+|[\w:-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\"'{}]+))"
ATTRIBUTES = re.compile(rf"\{{:?[ \t]*(?:-|{_PAIR}(?:[ \t]+{_PAIR})*)[ \t]*\}}")
_ID = re.compile(r"#([\w:-]+)|\bid=[\"']?([\w:-]+)")
_ONLY_ID = re.compile(r"\{:?[ \t]*(?:#[\w:-]+|toc|-)[ \t]*\}")


class _Line(NamedTuple):
    """A line of its own that is syntax; ``until`` is what the last line of more than one ends on."""

    pattern: re.Pattern[str]
    id: Id | None
    harmless: bool = False
    until: re.Pattern[str] | None = None


_LINES = {
    "[": [
        _Line(re.compile(r"\[(?!\^)[^\[\]]+\]:[ \t]*\S*?(?:\{\{|\{%)"), Id("syntax-template")),
        _Line(re.compile(r"\[\[?_?toc_?\]\]?$", re.IGNORECASE), None, True),
    ],
    "(": [_Line(re.compile(r"\([\w-]+\)=$"), None, True)],
    "\\": [
        _Line(
            re.compile(r"\\(?:newpage|pagebreak|clearpage|tableofcontents|(?:small|med|big)skip)(?:\{\})?$"),
            Id("syntax-page-break"), True,
        ),
        _Line(re.compile(r"\\begin\{"), Id("syntax-latex"), until=re.compile(r"\\end\{[^{}]*\}\s*$")),
        _Line(re.compile(r"\\(?:include|input)\{"), Id("syntax-latex")),
        _Line(re.compile(r"\\\[$"), Id("syntax-formula"), until=re.compile(r"\\\]\s*$")),
    ],
    "-": [_Line(re.compile(r"-{1,2}8<-{1,2}"), Id("syntax-include"))],
    "<": [_Line(re.compile(r"<<<\s*@?[/\w]"), Id("syntax-include"))],
    "c": [_Line(re.compile(r"collapsed:: ?(?:true|false)$"), Id("syntax-attributes"), True)],
    "i": [
        _Line(re.compile(r"id:: ?[0-9a-f-]{4,}$"), Id("syntax-attributes"), True),
        _Line(re.compile(r"import\s[^\\]*['\"][^'\"]+['\"];?$"), Id("syntax-import")),
    ],
    "e": [
        _Line(re.compile(r"export\s+(?:const|let|default|function|async)\b.*"), Id("syntax-import"),
              until=re.compile(r"^\s*$")),
    ],
    ":": [_Line(re.compile(r"::[A-Za-z][\w-]*+(?:[\[{].*[\]}])?$"), Id("syntax-directive"))],
    "{": [
        _Line(re.compile(r"\{!.+!\}$"), Id("syntax-include")),
    ],
}  # fmt: skip
"""Lines of their own, by their first character."""

_LABEL = rf"(?:{ATTRIBUTES.pattern}|\([\w:.-]+\))"
_FORMULA = re.compile(rf"\$\$(?!\$).+?\$\$[ \t]*{_LABEL}?$")
_FORMULA_END = re.compile(rf"\$\$[ \t]*+(?:{_LABEL}[ \t]*+)?$")
_ALONE = re.compile(rf"[ \t>]*+\$\$[ \t]*+(?:{_LABEL}[ \t]*+)?")
_TEX = re.compile(r"[\\^_={}]")
_NO_FORMULA = re.compile(r"[ \t]*(?:#{1,6}[ \t]|```|~~~|[-*+][ \t]|\d+[.)][ \t])")
"""What no formula holds: headings, code, lists."""


class _Inline(NamedTuple):
    pattern: re.Pattern[str]
    id: Id | None
    harmless: bool = False


_GIVEN = r"[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'\[\]]+)"
_SHORTCODES = r"(?:gallery|contact-form-7|wpforms|ninja_form|vc_\w+|et_pb_\w+|fusion_\w+|su_\w+)"
"""Shortcodes of WordPress, as they are written without attributes."""

_INLINE = {
    "{": [
        _Inline(re.compile(r"\{\{[<%].{0,800}?[%>]\}\}", re.DOTALL), Id("syntax-shortcode")),
        _Inline(re.compile(r"\{%.{0,800}?%\}", re.DOTALL), Id("syntax-template")),
        _Inline(re.compile(r"\{\{\{.{0,800}?\}\}\}", re.DOTALL), Id("syntax-template")),
        _Inline(re.compile(r"\{\{.{0,800}?\}\}", re.DOTALL), Id("syntax-template")),
    ],
    "<": [
        _Inline(re.compile(r"<%.{0,800}?%>", re.DOTALL), Id("syntax-template")),
        _Inline(re.compile(r"<\?(?:php\b|=).{0,800}?\?>", re.DOTALL), Id("syntax-template")),
    ],
    "[": [
        _Inline(re.compile(rf"\[[a-z][\w-]*(?:\s+{_GIVEN})+\s*/?\](?![(\[:])"), Id("syntax-shortcode")),
        _Inline(re.compile(rf"\[{_SHORTCODES}\](?![(\[:])"), Id("syntax-shortcode")),
        _Inline(re.compile(r"\[([a-z][\w-]*)\](?=[^\n]{0,400}?\[/\1\])"), Id("syntax-shortcode")),
        _Inline(re.compile(r"\[/[a-z][\w-]*\](?![(\[:])"), Id("syntax-shortcode")),
    ],
    "`": [_Inline(re.compile(r"(?<!`)(`+)(?!`)[^`\n]+\1\{=\w+\}"), Id("syntax-directive"))],
    "!": [_Inline(re.compile(r"!\[\[[^\[\]\n]+\]\]"), Id("syntax-embed"))],
    "$": [
        _Inline(
            re.compile(r"(?<!\$)\$\$(?:\s*[A-Za-z]\s*|(?=[^$]*?[\\^_={}<>+])[^$]*+)\$\$(?!\$)"),
            Id("syntax-formula"),
        ),
        _Inline(
            re.compile(r"(?<![\w$])\$(?!\s|\d[^$]*\s\w{2,}\s)(?:[A-Za-z]|(?=[^$\n]*?[\\^_={])[^$\n]*+)(?<!\s)\$(?![\w$])"),
            Id("syntax-formula"),
        ),
    ],
    ":": [_Inline(re.compile(r"(?<![\w:]):[a-z+-][a-z0-9_+-]+:(?![\w:])"), Id("syntax-emoji"))],
    "@": [_Inline(re.compile(r"@\[[\w-]*\]\([^)\s]{1,800}\)"), Id("syntax-embed"))],
}  # fmt: skip
"""What stands within a line, by its first character."""

_WIKI = re.compile(
    r"\[\[(?!_?toc_?\]\])(?P<page>[^\[\]|\n]+)(?:\|(?P<text>[^\[\]\n]+))?\]\](?![\[(:])", re.I
)
_SUBSCRIPT = re.compile(r"~(?!~)((?:[^\s~\\]|\\\S){1,40})~(?!~)")
_SUPERSCRIPT = re.compile(
    r"(?<!\[)\^(?![\[^])((?:[^\s^\\]|\\\S){1,40})\^(?!\^)"
)  # [^1] is a note's mark
_ADDED = re.compile(r"\^\^(?![\s^])(.{1,400}?)(?<![\s^])\^\^(?![\w^])", re.DOTALL)
_MARKED = re.compile(r"==(?![\s=])(.{1,400}?)(?<![\s=])==(?![\w=])", re.DOTALL)


_AS_TEXT: dict[str, tuple[str, str, Literal[-1, 0, 1]]] = {"code": ("code_inline", "code", 0)}

SHORT = "short"
"""A key of a parser's environment: what it reads is no body, but a title, a lead or a label."""


def install(made: MarkdownIt) -> None:
    """Teach ``made`` the syntax."""
    terminates: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    made.block.ruler.before("fence", "syntax", _line, terminates)
    made.block.ruler.before("fence", "formula", _formula, terminates)
    made.block.ruler.before("fence", "abbreviation", _abbreviation, {"alt": ["paragraph", "reference"]})
    made.inline.ruler.before("escape", "syntax", _inline)
    made.inline.ruler.before("escape", "attributes", _attributes)
    made.inline.ruler.before("escape", "note_of_a_title", _note_of_a_title)
    made.inline.ruler.before("link", "wiki", _wiki)
    made.inline.ruler.before("link", "template_links", _template_link)
    made.inline.ruler.before("strikethrough", "figures", _multiplied)
    spans = ((_SUBSCRIPT, "sub"), (_SUPERSCRIPT, "sup"), (_MARKED, "mark"), (_ADDED, "u"))
    for pattern, tag in spans:
        made.inline.ruler.before("strikethrough", tag, _span(pattern, tag))


def is_code(state: StateBlock, line: int) -> bool:
    """Whether ``line`` is indented so far that it is code."""
    return state.sCount[line] - state.blkIndent >= 4


def _line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if at >= state.eMarks[start] or is_code(state, start):
        return False
    text = state.src[at : state.eMarks[start]].rstrip()
    if text[0] == "{" and ATTRIBUTES.fullmatch(text):
        if not silent:
            _attribute_line(state, start, text)
        return True
    found = next((line for line in _LINES.get(text[0], ()) if line.pattern.match(text)), None)
    if found is None:
        return False
    if silent:
        return True
    last = _end(state, start, end, found.until) if found.until else start + 1
    leave_out(state, start, last, found.id, harmless=found.harmless)
    return True


def _end(state: StateBlock, start: int, end: int, until: re.Pattern[str]) -> int:
    """The line behind what starts at ``start`` and ends where ``until`` says.

    What nothing ends does so with its paragraph: no more of a page is ever lost.
    """
    for line in range(start, end):
        if line > start and ends_paragraph(state, line):
            return line
        if until.search(_text_of(state, line)):
            return line + 1
    return end


def ends_paragraph(state: StateBlock, line: int) -> bool:
    """Whether a paragraph above ``line`` ends there: it is empty, or outside of a list's item."""
    return state.isEmpty(line) or state.sCount[line] < state.blkIndent


def _formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A formula in lines of its own, with the name by which generators refer to it: ``$$ {#eq-1}``."""
    text = _text_of(state, start).rstrip()
    if not text.startswith("$$") or text.startswith("$$$") or is_code(state, start):
        return False
    if "$$" in text[2:]:
        last = start + 1 if _FORMULA.match(text) else None
    else:
        last = _end_of_formula(state, start, end)
    if last is None:
        return False
    if not silent:
        leave_out(state, start, last, Id("syntax-formula"))
    return True


def _end_of_formula(state: StateBlock, start: int, end: int) -> int | None:
    """The line behind the formula that ``start`` opens; None where it is within a text, or none."""
    last = start + 1
    while last < end and not ends_paragraph(state, last):
        if "$$" in (text := _text_of(state, last)):
            return last + 1 if _FORMULA_END.search(text) else None
        last += 1
    if _ALONE.fullmatch(_text_of(state, start)):
        return _paired(state, start, end) or last
    return last if any(_TEX.search(_text_of(state, line)) for line in range(start, last)) else None


def _paired(state: StateBlock, start: int, end: int) -> int | None:
    """The line behind a formula with empty lines in it; None where its two signs are no pair."""
    if "formulas" not in state.env:
        lines = enumerate(state.src.split("\n"))
        state.env["formulas"] = [number for number, line in lines if _ALONE.fullmatch(line)]
    marks: list[int] = state.env["formulas"]
    at = bisect_right(marks, start)
    if (len(marks) - at) % 2 == 0 or marks[at] >= end:
        return None
    between = range(start, marks[at])
    return None if any(_NO_FORMULA.match(_text_of(state, line)) for line in between) else marks[at] + 1


def _text_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def leave_out(
    state: StateBlock,
    start: int,
    end: int,
    what: Id | None,
    *,
    harmless: bool = False,
) -> None:
    """Take the lines from ``start`` to before ``end`` out of the body."""
    source = state.getLines(start, end, state.blkIndent, False).strip()
    token = left_out.token(what, source, harmless=harmless)
    token.map, token.level = [start, end], state.level
    state.tokens.append(token)
    state.line = end


def _attribute_line(state: StateBlock, line: int, text: str) -> None:
    """Attributes in a line of their own: an id goes to the heading right before."""
    opening = next((t for t in reversed(state.tokens) if t.type == "heading_open"), None)
    if _CONTENTS.match(text):
        _drop_list(state, line)
    if (found := _ID.search(text)) and opening and (opening.map or [0, 0])[1] == line:
        opening.meta["id"] = found[1] or found[2]
    id_ = None if _ONLY_ID.fullmatch(text) else Id("syntax-attributes")
    leave_out(state, line, line + 1, id_, harmless=True)


def _drop_list(state: StateBlock, line: int) -> None:
    """Take the list away that ends in or before ``line``: it stands for a table of contents."""
    tokens = state.tokens
    if [token.type for token in tokens[-4:-2]] == ["list_item_open", "paragraph_open"]:
        del tokens[-3:]  # within the item
        return
    if not tokens or tokens[-1].type not in {"bullet_list_close", "ordered_list_close"}:
        return
    kind = tokens[-1].type.replace("close", "open")
    start = max(
        at for at, token in enumerate(tokens) if (token.type, token.level) == (kind, tokens[-1].level)
    )
    if (tokens[start].map or [0, 0])[1] == line:
        del tokens[start:]


def _abbreviation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line ``*[HTML]: HyperText Markup Language``."""
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("*[", at) or is_code(state, start):
        return False
    found = re.fullmatch(
        r"\*\[([^\]]+)(?<!\\)\]:[ \t]*+(\S(?:.*[^ \t\n])?)[ \t]*+", state.src[at : state.eMarks[start]]
    )
    if found is None:
        return False
    if not silent:
        state.env.setdefault("abbreviations", {})[found[1]] = found[2]
        state.line = start + 1
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    for syntax in _INLINE.get(state.src[state.pos], ()):
        if found := syntax.pattern.match(state.src, state.pos, state.posMax):
            emoji = NAMES.get(found[0].strip(":")) if found[0][0] == ":" else None
            if emoji and not silent:
                state.append_pending(emoji)
            elif not silent:
                push(state, left_out.token(syntax.id, found[0], harmless=syntax.harmless))
            state.pos = found.end()
            return True
    return False


def push(state: StateInline, token: object) -> None:
    """Put ``token`` behind the tokens of ``state``."""
    made = state.push(token.type, "", 0)  # type: ignore[attr-defined]
    made.content, made.meta = token.content, token.meta  # type: ignore[attr-defined]
    made.hidden = True


def is_contents(token: Token) -> bool:
    """Whether ``token`` asks for a table of contents: ``{:toc}``."""
    return token.type == left_out.TYPE and bool(_CONTENTS.match(token.content))


_CONTENTS = re.compile(r"\{:?[ \t]*toc\b")


def attributes_token(state: StateInline, source: str, *, known: bool = False) -> Token:
    """The token of the attributes ``source``: told where they mean nothing, and are not ``known``."""
    silent = known or (_ONLY_ID.fullmatch(source) and SHORT not in state.env)
    named = _ID.search(source)
    return left_out.token(
        None if silent else Id("syntax-attributes"), source, harmless=True,
        anchor=(named[1] or named[2]) if named else "",
    )  # fmt: skip


def _attributes(state: StateInline, silent: bool) -> bool:
    """An attribute list behind what it is for, at the end of a line, or in a line of its own."""
    if state.src[state.pos] != "{":
        return False
    found = ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    before = state.src[: state.pos]
    rest = state.src[found.end() : state.posMax]
    ends = not rest.split("\n", 1)[0].strip()
    only_id = _ONLY_ID.fullmatch(found[0])
    if not (
        before.endswith(("]", ")", "*", "_", "`"))
        or (ends and (only_id or before[-1:] in {"", " ", "\n", "\t"}))
        or (SHORT in state.env and only_id)
    ):
        return False
    if not silent:
        push(state, attributes_token(state, found[0]))
    state.pos = found.end()
    return True


_NOTE = re.compile(r"(?:\[\^[^\[\]\s]+\]|\^\[(?P<words>[^\[\]\n]+)\])(?!:)")


def _note_of_a_title(state: StateInline, silent: bool) -> bool:
    """A footnote, or the sign that leads to one, where none can be: in a title, a lead, a label."""
    if state.src[state.pos] not in "[^" or SHORT not in state.env:
        return False
    found = _NOTE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        id_ = Id("text-note") if found["words"] else Id("text-note-sign")
        push(state, left_out.token(id_, found[0], harmless=not found["words"], mark=True))
    state.pos = found.end()
    return True


_TEMPLATE = r"\{\{(?:(?!\}\})[^\n]){0,800}\}\}|\{%(?:(?!%\})[^\n]){0,800}%\}"
_TEMPLATE_LINK = re.compile(
    rf"!?\[(?P<words>[^\[\]\n]{{1,400}})\]\((?P<to>(?:[^()\n{{}}]|{_TEMPLATE})*)\)"
)


def _template_link(state: StateInline, silent: bool) -> bool:
    """A link to what a template would give, ``[words]({% link a.md %})``: the words stay."""
    if state.src[state.pos] not in "![":
        return False
    found = _TEMPLATE_LINK.match(state.src, state.pos, state.posMax)
    if found is None or not re.search(r"\{[{%]", found["to"]):
        return False
    if not silent:
        if found[0][0] == "[":
            wrap(state, found.span("words"), "")
        shortcode = re.search(r"\{\{[<%]", found["to"])
        id_ = Id("syntax-shortcode") if shortcode else Id("syntax-template")
        push(state, left_out.token(id_, found[0]))
    state.pos = found.end()
    return True


def _wiki(state: StateInline, silent: bool) -> bool:
    """``[[Page|text]]`` is its text; where it leads is known to the wiki alone."""
    if not state.src.startswith("[[", state.pos):
        return False
    found = _WIKI.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        text = state.push("text", "", 0)
        text.content = (found["text"] or found["page"]).strip()
        push(state, left_out.token(Id("syntax-wiki"), found[0], harmless=True))
    state.pos = found.end()
    return True


def _multiplied(state: StateInline, silent: bool) -> bool:
    """An asterisk between two digits is one: 2*3*4 is no emphasis."""
    at = state.pos
    if state.src[at] != "*" or not (0 < at < state.posMax - 1):
        return False
    if not (state.src[at - 1].isdigit() and state.src[at + 1].isdigit()):
        return False
    if not silent:
        state.append_pending("*")
    state.pos = at + 1
    return True


def wrap(state: StateInline, span: tuple[int, int], tag: str) -> None:
    """Read the text of ``state`` from and to ``span`` as the content of ``tag``; "" for none."""
    whole = state.posMax
    if tag in _AS_TEXT:
        state.push(*_AS_TEXT[tag]).content = state.src[slice(*span)]
        return
    if tag:
        state.push(f"{tag}_open", tag, 1)
    state.pos, state.posMax = span
    state.md.inline.tokenize(state)
    state.posMax = whole
    if tag:
        state.push(f"{tag}_close", tag, -1)


def _span(pattern: re.Pattern[str], tag: str) -> Callable[[StateInline, bool], bool]:
    """A rule for what ``pattern`` finds right behind a word, or before one for marked text."""
    behind_word = tag in {"sub", "sup"}

    def rule(state: StateInline, silent: bool) -> bool:
        at = state.pos
        if state.src[at] not in "~^=" or not (found := pattern.match(state.src, at, state.posMax)):
            return False
        before = state.src[at - 1 : at]
        if before == state.src[at] or (
            not before or before.isspace() if behind_word else before.isalnum()
        ):
            return False
        if not silent:
            wrap(state, found.span(1), tag)
        state.pos = found.end()
        return True

    return rule
