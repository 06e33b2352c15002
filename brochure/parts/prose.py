"""Prose: a body of Markdown becomes HTML that is set in its language.

Raw HTML never passes: it is shown as text (markdown-it's ``js-default`` rules, HTML off).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from brochure.parts import typography

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_STANDS_APART = {"h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "code"}

INTRO_WORDS = 90
"""The first paragraph opens the brochure in large type when it has at most this many words."""

LONGEST_LAST_WORDS = 18
"""Two last words of at most so many characters stay together at the end of a paragraph."""

_TEXT_OF = {"text", "code_inline"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the body: ``level`` 2 to 6, ``id`` to link to."""

    id: str
    level: int
    text: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A set body.

    ``intro`` is the inner HTML of a short first paragraph, or ""; ``blocks`` what follows it: each
    paragraph, heading, list, table or picture on its own, the footnotes last. ``headings`` and
    ``tables`` in order; ``text`` all words without markup, a line for each paragraph or cell.
    """

    intro: str
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    tables: tuple[Table, ...]
    text: str

    @property
    def rest(self) -> str:
        """The HTML of all blocks."""
        return "".join(block.html for block in self.blocks)


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
    number, again = tokens[at].meta["id"] + 1, tokens[at].meta["subId"]
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
    "table_open": lambda _, tokens, at, *__: f'<div class="table" id="{tokens[at].attrs["id"]}">\n<table>\n',
    "table_close": lambda *_: "</table>\n</div>\n",
}
"""Notes stand at the end of the text, a number leads to each; a table has a box to be placed by."""


def compose(body: str, lang: str, image_src: Callable[[str], str] = str) -> Prose:
    """``body`` as Prose. ``image_src`` gives the address to write for an image's name."""
    tokens = parser().parse(body)
    _shift_headings(tokens)
    _caption_pictures(tokens)
    _mark_loose_lists(tokens)
    tables = _tables(tokens)
    for token in tokens:
        if token.type == "inline":
            _set_inline(token.children or [], lang, image_src)
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open":
            _bind_last_words(inline)
        if inline.type == "inline":
            _keep_addresses_whole(inline)
    intro = _intro(tokens)
    rest = tokens[3:] if intro else tokens
    groups = list(_groups(rest))
    _space(groups)
    return Prose(
        intro=_html([intro]) if intro else "",
        blocks=tuple(Block(html=_html(group), text=_words(group)) for group in groups),
        headings=tuple(
            Heading(id=str(at.attrs["id"]), level=int(at.tag[1]), text=_plain(after))
            for at, after in pairwise(tokens)
            if at.type == "heading_open"
        ),
        tables=tables,
        text=_words(tokens),
    )


def _html(tokens: Sequence[Token]) -> str:
    made = parser()
    return str(made.renderer.render(tokens, made.options, {}))


def _groups(tokens: Sequence[Token]) -> Iterable[list[Token]]:
    """``tokens`` cut where a block of the highest level ends."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _space(groups: Sequence[Sequence[Token]]) -> None:
    """Mark each block that has an empty line below it: what stands before a heading, a list, a table.

    A style sheet could find them with ``:has(+ h2)``, in a time that grows with the square.
    """
    for (first, *_), (after, *_) in pairwise(groups):
        if after.tag in _STANDS_APART or after.type == "footnote_block_open":
            first.attrJoin("class", "spaced")


def _words(tokens: Sequence[Token]) -> str:
    return "\n".join(_plain(t) for t in tokens if t.type in {"inline", "fence", "code_block"})


def _caption_pictures(tokens: Sequence[Token]) -> None:
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


def _mark_loose_lists(tokens: Sequence[Token]) -> None:
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


def _tables(tokens: Sequence[Token]) -> tuple[Table, ...]:
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
            rows[-1].append(_plain(tokens[at + 1]))
            if token.type == "th_open":
                token.attrs["scope"] = "col"
        elif token.type == "table_close":
            told = tuple(tuple(row) for row in rows)
            tables.append(Table(id=f"table-{len(tables) + 1}", rows=told))
    return tuple(tables)


def _plain(token: Token) -> str:
    if not token.children:
        return token.content
    return "".join(_said(child) for child in token.children)


def _said(child: Token) -> str:
    """What a reader finds where ``child`` stands: the number of a footnote, no picture."""
    if child.type == "footnote_ref":
        return str(child.meta["id"] + 1)
    if child.type in {"html_inline", "image"}:
        return ""
    return " " if child.type in {"softbreak", "hardbreak"} else child.content


def _shift_headings(tokens: Sequence[Token]) -> None:
    """Make the body's highest heading an h2 (the title is the h1), with no level skipped."""
    levels = sorted({int(t.tag[1]) for t in tokens if t.type == "heading_open"})
    new = {f"h{level}": f"h{min(2 + i, 6)}" for i, level in enumerate(levels)}
    for number, token in enumerate(tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = new[token.tag]
        if token.type == "heading_open":
            token.attrs["id"] = f"part-{number}"


def _intro(tokens: Sequence[Token]) -> Token | None:
    """The inline token of a first paragraph that is short enough to open with, and has no image."""
    if len(tokens) < 3 or tokens[0].type != "paragraph_open":
        return None
    children = tokens[1].children or []
    if any(c.type == "image" for c in children) or len(_plain(tokens[1]).split()) > INTRO_WORDS:
        return None
    return tokens[1]


def _set_inline(children: list[Token], lang: str, image_src: Callable[[str], str]) -> None:
    """Set one paragraph's texts as the one text they are, so that quotes may span emphasis."""
    whole, spans, protect = "", [], []
    for child in children:
        text = _content(child)
        if child.type != "text" and text:
            protect.append((len(whole), len(whole) + len(text)))
        spans.append((len(whole), child))
        whole += text
        if child.type == "image":
            child.attrs["src"] = image_src(str(child.attrs["src"]))
            _set_inline(child.children or [], lang, image_src)
    changes = typography.edits(whole, lang, protect)
    for start, child in spans:
        if child.type == "text":
            end = start + len(child.content)
            last = child is children[-1] or end == len(whole)
            own = [
                typography.Edit(c.start - start, c.end - start, c.after)
                for c in changes
                if start <= c.start and c.end <= end and (c.start < end or last)
            ]
            child.content = typography.apply(child.content, own)


def _keep_addresses_whole(inline: Token) -> None:
    """Wrap addresses in running text, so that none is divided with a hyphen that is not its own."""
    from markdown_it.token import Token

    pieces: list[Token] = []
    in_link = False  # the text of a link is never divided anyway
    for child in inline.children or []:
        in_link = child.type == "link_open" or (in_link and child.type != "link_close")
        plain = child.type == "text" and not in_link
        spans = list(typography.ADDRESS.finditer(child.content)) if plain else []
        at = 0
        for span in spans:
            pieces += [
                Token("text", "", 0, content=child.content[at : span.start()]),
                Token("html_inline", "", 0, content='<span class="verbatim">'),
                Token("text", "", 0, content=span[0]),
                Token("html_inline", "", 0, content="</span>"),
            ]
            at = span.end()
        pieces.append(Token("text", "", 0, content=child.content[at:]) if spans else child)
    inline.children = pieces


def _bind_last_words(inline: Token) -> None:
    """Join a paragraph's last two short words, so that none stands alone on the last line."""
    last = (inline.children or [inline])[-1]
    found = re.search(r"(\S+) (\S+)$", last.content) if last.type == "text" else None
    if found and len(found[0]) <= LONGEST_LAST_WORDS:
        at = found.start(2) - 1
        last.content = f"{last.content[:at]}\u00a0{last.content[at + 1 :]}"


def _content(child: Token) -> str:
    """What ``child`` counts as for its neighbours: text as text, code as a letter, breaks as space."""
    if child.type in _TEXT_OF:
        return child.content
    return {"softbreak": " ", "hardbreak": "\n", "image": "x"}.get(child.type, "")
