"""Prose: a body of Markdown becomes HTML that is set in its language.

Raw HTML never passes: it is shown as text (markdown-it's ``js-default`` rules, HTML off).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from brochure.errors import SourceError
from brochure.parts import typography

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

INTRO_WORDS = 90
"""The first paragraph opens the brochure in large type when it has at most this many words."""

LONGEST_LAST_WORDS = 18
"""Two last words of at most so many characters stay together at the end of a paragraph."""

_SCHEMES = ("https:", "http:", "mailto:", "tel:")
_CELL_BORDER = re.compile(r"(?<!\\)\|")

MAX_NESTING = 20
"""Two levels of Markdown's own for each list or quote; paper has no room for more than ten."""

_TEXT_OF = {"text", "code_inline"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the body: ``level`` 2 to 6, ``id`` to link to."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A set body.

    ``intro`` is the inner HTML of a short first paragraph, or ""; ``rest`` the HTML blocks after
    it; ``headings`` in order; ``text`` all words without markup, a line for each block.
    """

    intro: str
    rest: str
    headings: tuple[Heading, ...]
    text: str


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})


def compose(body: str, lang: str, image_src: Callable[[str], str] = str) -> Prose:
    """``body`` as Prose. ``image_src`` gives the address to write for an image's name."""
    tokens = _parser().parse(body)
    _shift_headings(tokens)
    for token in tokens:
        if token.type == "inline":
            _set_inline(token.children or [], lang, image_src)
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open":
            _bind_last_words(inline)
        if inline.type == "inline":
            _keep_addresses_whole(inline)
    intro = _intro(tokens)
    render = _parser().renderer
    options = _parser().options
    rest = tokens[3:] if intro else tokens
    return Prose(
        intro=render.render([intro], options, {}) if intro else "",
        rest=render.render(rest, options, {}),
        headings=tuple(
            Heading(id=str(at.attrs["id"]), level=int(at.tag[1]), text=_plain(after))
            for at, after in pairwise(tokens)
            if at.type == "heading_open"
        ),
        text="\n".join(_plain(t) for t in tokens if t.type in {"inline", "fence", "code_block"}),
    )


def image_lines(body: str, where: str, first_line: int = 1) -> dict[str, int]:
    """The names of the images in ``body``, each with its line.

    Raises SourceError for what Markdown would lose in silence (cells beyond a table's head, text
    nested too deep, references nobody uses), for an image without alternative text, and for a link
    that leads nowhere from paper. ``where`` is the file, ``first_line`` the body's line in it.
    """
    environment: dict[str, Any] = {}
    tokens = _parser().parse(body, environment)
    lines = body.split("\n")
    found: dict[str, int] = {}
    for block in tokens:
        line = first_line + (block.map or [0])[0]
        fail = partial(SourceError, where=where, line=line)
        if block.level > MAX_NESTING:
            raise fail(f"lists and quotes are nested deeper than {MAX_NESTING // 2} levels")
        if block.type == "table_open":
            _refuse_lost_cells(lines[slice(*(block.map or [0, 0]))], fail)
        for token in block.children or []:
            _refuse_bad_link(token, fail)
            if token.type == "image":
                found.setdefault(str(token.attrs["src"]), line)
    _refuse_unused_references(tokens, environment, where)
    return found


def _refuse_lost_cells(rows: Sequence[str], fail: Callable[[str], SourceError]) -> None:
    """Refuse a table with a row that has more cells than its head: Markdown drops them."""
    counts = [len(_CELL_BORDER.findall(row.strip().strip("|"))) + 1 for row in rows]
    for row, count in zip(rows[2:], counts[2:], strict=True):
        if count > counts[0]:
            raise fail(
                f'a row of this table has {count} cells, its head {counts[0]}: "{row.strip()[:60]}"; '
                "add a heading, or write \\\\| for a bar inside a cell"
            )


def _refuse_unused_references(tokens: Sequence[Token], environment: dict[str, Any], where: str) -> None:
    """Refuse "[name]: text" that nothing refers to: Markdown takes such a line away."""
    used = {
        str(child.attrs.get("href") or child.attrs.get("src"))
        for token in tokens
        for child in token.children or []
    }
    for name, target in environment.get("references", {}).items():
        if target["href"] not in used:
            raise SourceError(
                f'the line "[{name.lower()}]: …" defines a link that nothing uses, and would not be '
                "printed; refer to it, or write the line without brackets",
                where=where,
            )


def _refuse_bad_link(token: Token, fail: Callable[[str], SourceError]) -> None:
    if token.type == "image" and not token.content.strip():
        raise fail(
            f'image "{token.attrs["src"]}" has no alternative text; say what it shows: '
            f"![what it shows]({token.attrs['src']})"
        )
    if token.type == "link_open" and not str(token.attrs["href"]).lower().startswith(_SCHEMES):
        raise fail(
            f'link "{token.attrs["href"]}" leads nowhere from paper or from a PDF; '
            "write the whole address, https://…"
        )
    if token.type == "text" and re.search(r"\]\((?:javascript|data|file|vbscript):", token.content):
        raise fail(
            f'"{token.content.strip()[:60]}": links of this kind are not allowed; write https://…'
        )


def _plain(token: Token) -> str:
    if not token.children:
        return token.content
    return "".join(
        " " if c.type in {"softbreak", "hardbreak"} else c.content
        for c in token.children
        if c.type not in {"html_inline", "image"}
    )


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
