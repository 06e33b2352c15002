"""Checks of a body of Markdown: what would be lost in silence, or means nothing on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from brochure.problems import BODY, Place, Problem, error
from brochure.text import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

_SCHEMES = ("https:", "http:", "mailto:", "tel:")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_BRACKET = re.compile(r"[\[\]]")
_SCRIPT = re.compile(r"\]\((?:javascript|data|file|vbscript):")
"""The parser leaves links of these kinds as text."""

MAX_NESTING = 20
"""Two levels of Markdown's own for each list or quote; paper has no room for more than ten."""


def check_body(body: str, where: str, first_line: int = 1) -> tuple[dict[str, int], list[Problem]]:
    """The names of the images in ``body``, each with its line, and everything that is wrong with it.

    That is what Markdown would lose in silence (cells beyond a table's head, text nested too deep,
    references nobody uses), an image without alternative text, and a link that leads nowhere from
    paper. ``where`` is the file, ``first_line`` the body's line in it.
    """
    environment: dict[str, Any] = {}
    tokens = markdown.parser().parse(body, environment)
    images: dict[str, int] = {}
    problems: list[Problem] = []
    deep = next((block for block in tokens if block.level > MAX_NESTING), None)
    if deep:
        at = Place(where, first_line + (deep.map or [0])[0], BODY)
        problems.append(error("body-deep", at=at, levels=MAX_NESTING // 2))
    for block in tokens:
        line = first_line + (block.map or [0])[0]
        if block.type == "table_open":
            rows = body.split("\n")[slice(*(block.map or [0, 0]))]
            problems += _lost_cells(rows, Place(where, line, BODY))
        children = block.children or []
        for token in children:
            if token.type in _CHECKS and (token.type != "text" or _BRACKET.search(token.content)):
                at = Place(where, line, BODY)
                problems += _CHECKS[token.type](token, at, len(children) == 1)
            if token.type == "image":
                images.setdefault(str(token.attrs["src"]), line)
            line += token.type in {"softbreak", "hardbreak"}
    problems += _unused_references(tokens, environment, Place(where, first_line, BODY))
    problems += _unused_footnotes(body, environment, Place(where, first_line, BODY))
    return images, problems


def _lost_cells(rows: Sequence[str], at: Place) -> Iterator[Problem]:
    """Rows of a table, which starts ``at``, that have more cells than its head: Markdown drops them."""
    counts = [len(_CELL_BORDER.findall(row.strip().strip("|"))) + 1 for row in rows]
    for i, (row, count) in enumerate(zip(rows, counts, strict=True)):
        if i >= 2 and count > counts[0]:
            yield error(
                "body-cells", at=_below(at, i), cells=count, head=counts[0], row=row.strip()[:60]
            )


def _below(at: Place, lines: int) -> Place:
    return replace(at, line=(at.line or 1) + lines)


def _unused_references(
    tokens: Sequence[Token], environment: dict[str, Any], at: Place
) -> Iterator[Problem]:
    """Lines "[name]: text" that nothing refers to: Markdown takes such a line away."""
    used = {
        str(child.attrs.get("href") or child.attrs.get("src"))
        for token in tokens
        for child in token.children or []
    }
    for name, target in environment.get("references", {}).items():
        if target["href"] not in used:
            yield error("body-reference", at=_below(at, target["map"][0]), name=name.lower())


def _unused_footnotes(body: str, environment: dict[str, Any], at: Place) -> Iterator[Problem]:
    """Footnotes that no text refers to: Markdown takes them away."""
    for name, number in environment.get("footnotes", {}).get("refs", {}).items():
        if number < 0:  # the plugin's sign of a note without a reference
            label = name.removeprefix(":")
            start = re.search(rf"^[> ]*\[\^{re.escape(label)}\]:", body, re.MULTILINE)
            line = body[: start.start()].count("\n") if start else 0
            yield error("body-note-unused", at=_below(at, line), label=label)


def _image_problems(token: Token, at: Place, alone: bool) -> Iterator[Problem]:
    """What is wrong with an image; one ``alone`` in its paragraph has its title as a caption."""
    name, caption = str(token.attrs["src"]), str(token.attrs.get("title", ""))
    if not token.content.strip():
        yield error("body-image-alt", at=at, name=name)
    if caption and not alone:  # only a browser would show it, and not every one
        yield error("body-image-caption", at=at, name=name, caption=caption)


def _link_problems(token: Token, at: Place, _alone: bool) -> Iterator[Problem]:
    url, title = str(token.attrs["href"]), str(token.attrs.get("title", ""))
    if title:
        yield error("body-link-title", at=at, title=title, url=url)
    if not url.lower().startswith(_SCHEMES):
        yield error("body-link-nowhere", at=at, url=url)


def _text_problems(token: Token, at: Place, _alone: bool) -> Iterator[Problem]:
    for note in _FOOTNOTE.finditer(token.content):
        yield error("body-note-missing", at=at, note=note[0])
    if _SCRIPT.search(token.content):
        yield error("body-link-kind", at=at, text=token.content.strip()[:60])


_CHECKS = {"image": _image_problems, "link_open": _link_problems, "text": _text_problems}
"""What is checked in a paragraph, by the kind of token."""
