"""Markdown: the blocks that a body is made of, before its words are set.

Raw HTML never passes: its tags are read, and tokens of our own take their places (`inline_html`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from brochure.problems import Id
from brochure.text import (
    blocks,
    callouts,
    drawn_tables,
    editing_syntax,
    generator_syntax,
    hyperlinks,
    inline_html,
    left_out,
    pasted,
    pictures_without_words,
    regions,
    scholarly_syntax,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

MOST_TOGETHER, LONGEST_TOGETHER = 7, 400
"""Lists and tables of so many items or rows and characters are never divided."""

TWO_DIGITS = 10
"""Lists with such a number need more room beside their items."""

EMPTY, TICKED = "\u2610", "\u2611"
"""The boxes of lists of tasks: signs, so that whoever hears or copies a text has them too."""

_STANDS_APART = {
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "blockquote",
    "pre",
    "code",
    "dl",
    "div",
    "figure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a body: its HTML and its words, a line for each paragraph or cell.

    ``line`` is the one of the body that it starts at, from 0; -1 where it is written in none.
    """

    html: str
    text: str
    line: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table's words: the HTML ``id`` it has, and its rows of cells, the head first."""

    id: str
    rows: tuple[tuple[str, ...], ...]


_PARTS = (
    generator_syntax, scholarly_syntax, editing_syntax, callouts, blocks, pasted, drawn_tables,
    inline_html, pictures_without_words,
)  # fmt: skip


@cache
def parser() -> MarkdownIt:
    """The Markdown that pages are written in: CommonMark, tables, notes, lists of tasks and of terms.

    What it leaves out is in the environment under `left_out.KEY`; abbreviations have a key as well.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    made = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    made.use(footnote_plugin).use(deflist_plugin)
    for part in _PARTS:
        made.use(part.install)
    made.block.ruler.at("code", _code_outside_wrappers)
    made.core.ruler.before("block", "pasted", _prepare)
    made.core.ruler.push("tasks", _mark_tasks)
    made.core.ruler.push("left_out", _leave_out)
    made.use(hyperlinks.install)
    made.core.ruler.push("abbreviations", _explain_abbreviations)
    for name, rule in _RENDER_RULES.items():
        made.add_render_rule(name, rule)
    return made


def _prepare(state: StateCore) -> None:
    """Take comments away, and read bullets of other programs as those of Markdown."""
    if state.inlineMode:
        state.env[generator_syntax.SHORT] = True
        state.src = regions.without_comments(state.src, keep_open=True)
        return
    if (line := regions.open_comment(state.src)) is not None:
        found = left_out.LeftOut(Id("html-comment-open"), line, "<!--", harmless=False)
        state.env.setdefault(left_out.KEY, []).append(found)
    state.src = pasted.with_bullets(regions.without_comments(state.src))


def _code_outside_wrappers(state: Any, start: int, end: int, silent: bool) -> bool:
    """Indented lines are code, but not between <div> and </div>, where they are only indented."""
    from markdown_it.rules_block import code

    return not state.env.get("wrappers") and code(state, start, end, silent)


def _leave_out(state: StateCore) -> None:
    """Gather what is left out, and take its tokens away, with paragraphs that are empty without."""
    if not any(t.type == left_out.TYPE or _leaves_out(t) for t in state.tokens):
        return
    state.env.setdefault(left_out.KEY, []).extend(left_out.gather(state.tokens))
    if state.inlineMode:  # who asks for a line of text sees to them
        return
    made: list[Token] = []
    for token in state.tokens:
        if token.type == left_out.TYPE:
            continue
        if _leaves_out(token):
            if made and made[-1].type == "heading_open":
                _take_anchor(made[-1], token)
            in_item = len(made) > 1 and made[-2].type == "list_item_open"
            contents = in_item and any(generator_syntax.is_contents(c) for c in token.children or ())
            token.children = [] if contents else left_out.without(token.children or ())
            token.meta["emptied"] = not token.children
        made.append(token)
        _drop_emptied(made)
    state.tokens = made


def _drop_emptied(made: list[Token]) -> None:
    """Take a paragraph, heading or list away that ends ``made`` and has nothing in it any more."""
    if made[-1].type in {"paragraph_close", "heading_close"} and made[-2].meta.get("emptied"):
        del made[-3:]
    elif made[-1].type in _HOLDERS and made[-2].nesting == 1:
        del made[-2:]


_HOLDERS = {"list_item_close", "bullet_list_close", "ordered_list_close", "blockquote_close"}


def _leaves_out(token: Token) -> bool:
    return any(child.type == left_out.TYPE for child in token.children or ())


def _take_anchor(heading: Token, inline: Token) -> None:
    """Give a ``heading`` the id in the attributes at the end of its words."""
    for child in inline.children or ():
        if anchor := child.meta.get("anchor"):
            heading.meta["id"] = anchor


def _mark_tasks(state: StateCore) -> None:
    """Items that start with [ ] or [x] have a box in its place."""
    from markdown_it.token import Token

    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open" or not inline.children:
            continue
        first = inline.children[0]
        if first.type == "text" and (found := _TASK.match(first.content)):
            item.attrJoin("class", "task")
            first.content = first.content[found.end() :]
            done = found[1] != " "
            box = Token("task_box", "", 0, content=f"{TICKED if done else EMPTY} ", meta={"done": done})
            inline.children.insert(0, box)


def _explain_abbreviations(state: StateCore) -> None:
    """Each abbreviation that a line ``*[HTML]: …`` explains carries that as its title."""
    known: dict[str, str] = state.env.get("abbreviations", {})
    if not known:
        return
    longest_first = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    for token in state.tokens:
        if token.children:
            token.children = list(_explained(token.children, pattern, known))


def _explained(
    children: Iterable[Token], pattern: re.Pattern[str], known: Mapping[str, str]
) -> Iterable[Token]:
    from markdown_it.token import Token

    for child in children:
        if child.type != "text":
            yield child
            continue
        at = 0
        for found in pattern.finditer(child.content):
            if found.start() > at:
                yield Token("text", "", 0, content=child.content[at : found.start()])
            yield Token("abbr_open", "abbr", 1, attrs={"title": known[found[0]]})
            yield Token("text", "", 0, content=found[0])
            yield Token("abbr_close", "abbr", -1)
            at = found.end()
        if at < len(child.content) or not at:
            child.content = child.content[at:]
            yield child


_TASK = re.compile(r"\[([ xX])\][ \u00a0]+")


def _reference(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    number, again = tokens[at].meta["id"] + 1, tokens[at].meta.get("subId", 0)
    place = f"ref-{number}" if not again else f"ref-{number}-{again}"
    return f'<sup class="ref" id="{place}"><a href="#note-{number}">{number}</a></sup>'


def _note(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return f'<li id="note-{tokens[at].meta["id"] + 1}">'


def _box(token: Token) -> str:
    label = f' role="img" aria-label="{_escaped(name)}"' if (name := token.meta.get("label")) else ""
    return f'<span class="box"{label}>{token.content.strip()}</span> '


def _escaped(text: object) -> str:
    from markdown_it.common.utils import escapeHtml

    return escapeHtml(str(text))


_RENDER_RULES: dict[str, Callable[..., str]] = {
    "footnote_ref": _reference,
    "footnote_open": _note,
    "footnote_close": lambda *_: "</li>\n",
    "footnote_anchor": lambda *_: "",
    "footnote_block_open": lambda *_: '<ol class="footnotes loose">\n',
    "footnote_block_close": lambda *_: "</ol>\n",
    "anchor": lambda _, tokens, at, *__: f'<span id="{_escaped(tokens[at].meta["id"])}"></span>',
    "verbatim": lambda _, tokens, at, *__: (
        f'<span class="verbatim">{_escaped(tokens[at].content)}</span>'
    ),
    "task_box": lambda _, tokens, at, *__: _box(tokens[at]),
    left_out.TYPE: lambda *_: "",
    "table_open": lambda _, tokens, at, *__: (
        f'<div class="table {tokens[at].attrs["id"]}" id="{tokens[at].attrs["id"]}">\n<table>\n'
    ),
    "table_close": lambda *_: "</table>\n</div>\n",
}
"""Notes stand at the end of the text, a number leads to each; a table has a box to be placed by."""


def html_of(tokens: Sequence[Token]) -> str:
    """The HTML of ``tokens``."""
    made = parser()
    return str(made.renderer.render(tokens, made.options, {}))


def groups(tokens: Sequence[Token]) -> Iterable[list[Token]]:
    """``tokens`` cut where a block of the highest level ends."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def mark_spaced(groups: Sequence[Sequence[Token]]) -> None:
    """Mark each block that has an empty line below it: what stands before a heading, a list, a table.

    A style sheet could find them with ``:has(+ h2)``, in a time that grows with the square.
    """
    for (first, *_), (after, *_) in pairwise(groups):
        if after.tag in _STANDS_APART or after.type == "footnote_block_open":
            first.attrJoin("class", "spaced")


def keep_short_together(groups: Sequence[Sequence[Token]]) -> None:
    """Mark lists and tables that are short enough to stand in one piece."""
    for group in groups:
        rows = sum(token.type in {"list_item_open", "tr_open"} for token in group)
        if rows and rows <= MOST_TOGETHER and len(words_of(group)) <= LONGEST_TOGETHER:
            group[0].attrJoin("class", "short")


def words_of(tokens: Sequence[Token]) -> str:
    """The words of ``tokens`` without markup, a line for each paragraph, cell or listing."""
    return "\n".join(plain(t) for t in tokens if t.type in {"inline", "fence", "code_block"})


def caption_pictures(tokens: Sequence[Token]) -> None:
    """A picture alone in its paragraph becomes a figure, its title the caption below it."""
    from markdown_it.token import Token

    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children or []
        face = opening.attrs.get("class") == "face" and [c.type for c in children][:1] == ["image"]
        alone = opening.type == "paragraph_open" and [c.type for c in children] == ["image"]
        if not (alone or face):
            continue
        if alone:
            opening.tag = closing.tag = "figure"
        if caption := str(children[0].attrs.pop("title", "")):
            children += [
                Token(
                    "html_inline", "", 0, content="<figcaption>" if alone else '<span class="shown">'
                ),
                *(parser().parseInline(caption)[0].children or ()),
                Token("html_inline", "", 0, content="</figcaption>" if alone else "</span>"),
            ]


def mark_loose_lists(tokens: Sequence[Token]) -> None:
    """Mark lists whose items hold paragraphs: their numbers and bullets are drawn by the style sheet.

    In a tagged PDF a paragraph may not stand beside the marker of its item (ISO 32000-1, 14.8.4.3.3).
    """
    lists: list[Token] = []
    for at, token in enumerate(tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token)
            if token.type == "ordered_list_open":
                _keep_numbers(tokens[at:])
            if (start := token.attrs.get("start")) is not None:
                before = int(start) - 1
                token.attrs["style"] = f"counter-reset: item {before} list-item {before}"
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "paragraph_open" and not token.hidden and lists:
            given = str(lists[-1].attrs.get("class", "")).split()
            lists[-1].attrs["class"] = " ".join(dict.fromkeys([*given, "loose"]))


def _keep_numbers(tokens: Sequence[Token]) -> None:
    """Give items the numbers they were written with, where these do not go on by one: 1. 3. 7.

    Where all are the same, as in 1. 1. 1., counting is left to Markdown.
    """
    level = tokens[0].level
    items = []
    for token in tokens:
        if token.type == "ordered_list_close" and token.level == level:
            break
        if token.type == "list_item_open" and token.level == level + 1:
            items.append(token)
    written = [int(item.info) for item in items if item.info.isdigit()]
    if max([*written, len(items)]) >= TWO_DIGITS:
        tokens[0].attrJoin("class", "tens")
    if len(written) != len(items) or len(set(written)) == 1:
        return
    for item, number, before in zip(items[1:], written[1:], written, strict=False):
        if number != before + 1:
            item.attrs["value"] = number
            step = number - before  # browsers and WeasyPrint set and count in different orders
            item.attrs["style"] = f"counter-increment: item {step} list-item {step}"


def tables_of(tokens: Sequence[Token]) -> tuple[Table, ...]:
    """Every table's words; each table is given an id, each head cell its scope."""
    tables: list[Table] = []
    rows: list[list[str]] = []
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            rows = []
            token.attrs["id"] = f"table-{len(tables) + 1}"
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            rows[-1].append(plain(tokens[at + 1]))
            if token.type == "th_open":
                token.attrs["scope"] = "col"
        elif token.type == "table_close":
            cells = tuple(tuple(row) for row in rows)
            tables.append(Table(id=f"table-{len(tables) + 1}", rows=cells))
    return tuple(tables)


def plain(token: Token) -> str:
    """The words of one token."""
    if not token.children:
        return token.content
    return "".join(_text_of(child) for child in token.children)


def _text_of(child: Token) -> str:
    """What a reader finds where ``child`` stands: the number of a footnote, no picture."""
    if child.type == "footnote_ref":
        return str(child.meta["id"] + 1)
    if child.type in {"html_inline", "image", left_out.TYPE}:
        return ""
    return " " if child.type in {"softbreak", "hardbreak"} else child.content


def shift_headings(tokens: Sequence[Token]) -> None:
    """Make the body's highest headings h2 (the title is the h1), each one at most one level deeper.

    A heading is one level below the nearest one before it that was written higher, so that none is
    skipped, in whatever order they come (ISO 14289-1, 7.4.2). Each has the id that jumps lead to, see
    `hyperlinks.name_headings`.
    """
    above: list[int] = []
    headings: list[tuple[Token, str]] = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            written = int(token.tag[1])
            while above and above[-1] >= written:
                above.pop()
            above.append(written)
            headings.append((token, plain(tokens[number + 1])))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(1 + len(above), 6)}"
    hyperlinks.name_headings(headings)


def drop_empty_headings(tokens: list[Token]) -> None:
    """Leave out headings without words: they would be empty elements of a document's outline."""
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].type == "heading_open" and not plain(tokens[at + 1]).strip():
            del tokens[at : at + 3]
