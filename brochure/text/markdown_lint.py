"""Losses: what Markdown would take away in silence, or what means nothing on paper, is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from brochure.errors import SourceError
from brochure.text import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

_SCHEMES = ("https:", "http:", "mailto:", "tel:")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")

MAX_NESTING = 20
"""Two levels of Markdown's own for each list or quote; paper has no room for more than ten."""


def check_body(body: str, where: str, first_line: int = 1) -> dict[str, int]:
    """The names of the images in ``body``, each with its line.

    Raises SourceError for what Markdown would lose in silence (cells beyond a table's head, text
    nested too deep, references nobody uses), for an image without alternative text, and for a link
    that leads nowhere from paper. ``where`` is the file, ``first_line`` the body's line in it.
    """
    environment: dict[str, Any] = {}
    tokens = markdown.parser().parse(body, environment)
    lines = body.split("\n")
    found: dict[str, int] = {}
    for block in tokens:
        line = first_line + (block.map or [0])[0]
        fail = partial(SourceError, where=where, line=line)
        if block.level > MAX_NESTING:
            raise fail(f"lists and quotes are nested deeper than {MAX_NESTING // 2} levels")
        if block.type == "table_open":
            _refuse_lost_cells(lines[slice(*(block.map or [0, 0]))], fail)
        _refuse_hidden_captions(block, fail)
        for token in block.children or []:
            _refuse_bad_link(token, fail)
            if token.type == "image":
                found.setdefault(str(token.attrs["src"]), line)
    _refuse_unused_references(tokens, environment, where)
    _refuse_unused_footnotes(environment, where)
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


def _refuse_unused_footnotes(environment: dict[str, Any], where: str) -> None:
    """Refuse a footnote that no text refers to: Markdown takes it away."""
    for name, number in environment.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            label = name.removeprefix(":")
            raise SourceError(
                f"the footnote [^{label}] is written but nothing refers to it, and it would not be "
                f"printed; put [^{label}] where it belongs, or delete it",
                where=where,
            )


def _refuse_hidden_captions(block: Token, fail: Callable[[str], SourceError]) -> None:
    """Refuse the caption of an image that stands amid text: only a browser would show it, sometimes."""
    children = block.children or []
    for token in children:
        if token.type == "image" and token.attrs.get("title") and len(children) > 1:
            raise fail(
                f'image "{token.attrs["src"]}" has the caption "{token.attrs["title"]}" but stands '
                "amid text; put it in a paragraph of its own"
            )


def _refuse_bad_link(token: Token, fail: Callable[[str], SourceError]) -> None:
    if token.type == "image" and not token.content.strip():
        raise fail(
            f'image "{token.attrs["src"]}" has no alternative text; say what it shows: '
            f"![what it shows]({token.attrs['src']})"
        )
    if token.type == "link_open" and token.attrs.get("title"):
        raise fail(
            f'the title "{token.attrs["title"]}" of the link to {token.attrs["href"]} is shown nowhere '
            "on paper; write it in the text"
        )
    if token.type == "link_open" and not str(token.attrs["href"]).lower().startswith(_SCHEMES):
        raise fail(
            f'link "{token.attrs["href"]}" leads nowhere from paper or from a PDF; '
            "write the whole address, https://…"
        )
    if token.type == "text" and (missing := _FOOTNOTE.search(token.content)):
        raise fail(
            f"the footnote {missing[0]} is nowhere written; add a line “{missing[0]}: …” at the end"
        )
    if token.type == "text" and re.search(r"\]\((?:javascript|data|file|vbscript):", token.content):
        raise fail(
            f'"{token.content.strip()[:60]}": links of this kind are not allowed; write https://…'
        )
