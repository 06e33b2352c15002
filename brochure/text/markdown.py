"""Markdown: the blocks that a body is made of, before its words are set.

Raw HTML never passes: it is shown as text (markdown-it's ``js-default`` rules, HTML off).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MOST_TOGETHER, LONGEST_TOGETHER = 7, 400
"""Lists and tables of so many items or rows and characters are never divided."""

_STANDS_APART = {"h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a body: its HTML and its words, a line for each paragraph or cell."""

    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table's words: the HTML ``id`` it has, and its rows of cells, the head first."""

    id: str
    rows: tuple[tuple[str, ...], ...]


@cache
def parser() -> MarkdownIt:
    """The Markdown that pages are written in: CommonMark, tables, footnotes; HTML is text."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    made = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    made.use(footnote_plugin)
    for name, rule in _RENDER_RULES.items():
        made.add_render_rule(name, rule)
    return made


def _reference(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    number, again = tokens[at].meta["id"] + 1, tokens[at].meta.get("subId", 0)
    place = f"ref-{number}" if not again else f"ref-{number}-{again}"
    return f'<sup class="ref" id="{place}"><a href="#note-{number}">{number}</a></sup>'


def _note(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return f'<li id="note-{tokens[at].meta["id"] + 1}">'


_RENDER_RULES: dict[str, Callable[..., str]] = {
    "footnote_ref": _reference,
    "footnote_open": _note,
    "footnote_close": lambda *_: "</li>\n",
    "footnote_anchor": lambda *_: "",
    "footnote_block_open": lambda *_: '<ol class="footnotes loose">\n',
    "footnote_block_close": lambda *_: "</ol>\n",
    "table_open": lambda _, tokens, at, *__: (
        f'<div class="table" id="{tokens[at].attrs["id"]}">\n<table>\n'
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
        if opening.type != "paragraph_open" or [c.type for c in children] != ["image"]:
            continue
        opening.tag = closing.tag = "figure"
        if caption := str(children[0].attrs.pop("title", "")):
            children += [
                Token("html_inline", "", 0, content="<figcaption>"),
                Token("text", "", 0, content=caption),
                Token("html_inline", "", 0, content="</figcaption>"),
            ]


def mark_loose_lists(tokens: Sequence[Token]) -> None:
    """Mark lists whose items hold paragraphs: their numbers and bullets are drawn by the style sheet.

    In a tagged PDF a paragraph may not stand beside the marker of its item (ISO 32000-1, 14.8.4.3.3).
    """
    lists: list[Token] = []
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token)
            if start := token.attrs.get("start"):
                before = int(start) - 1
                token.attrs["style"] = f"counter-reset: item {before} list-item {before}"
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "paragraph_open" and not token.hidden and lists:
            lists[-1].attrs["class"] = "loose"


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
    if child.type in {"html_inline", "image"}:
        return ""
    return " " if child.type in {"softbreak", "hardbreak"} else child.content


def shift_headings(tokens: Sequence[Token]) -> None:
    """Make the body's highest headings h2 (the title is the h1), each one at most one level deeper.

    A heading is one level below the nearest one before it that was written higher, so that none is
    skipped, in whatever order they come (ISO 14289-1, 7.4.2).
    """
    above: list[int] = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            written = int(token.tag[1])
            while above and above[-1] >= written:
                above.pop()
            above.append(written)
            token.attrs["id"] = f"part-{number}"
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(1 + len(above), 6)}"


def drop_empty_headings(tokens: list[Token]) -> None:
    """Leave out headings without words: they would be empty elements of a document's outline."""
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].type == "heading_open" and not plain(tokens[at + 1]).strip():
            del tokens[at : at + 3]
