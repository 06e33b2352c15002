"""Documents of docutils as Markdown: titles, paragraphs, lists, quotations and code, which kits show.

What has no place on a page that is printed (indexes, comments, contents, pictures) is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from docutils import nodes

DEEPEST = 6
"""Levels of headings in Markdown."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~^{}$])")
_LIKE_A_LIST = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


def page_of(document: nodes.document, language: str) -> str:
    """The page with its front matter: the first title, its description, and the body below it."""
    title = next((node.astext() for node in document.findall(nodes.title)), "")
    head = {"title": " ".join(title.split()) or "?", "lang": (language or "en").replace("_", "-")}
    for meta in document.findall(nodes.meta):
        if meta.get("name") == "description" and meta.get("content"):
            head["lead"] = " ".join(str(meta["content"]).split())
    rows = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items())
    body = "\n\n".join(_blocks(document, 0)) or escaped(head["title"])
    return "---\n" + "\n".join(rows) + f"\n---\n\n{body}\n"


def escaped(text: str) -> str:
    """``text`` as one paragraph in which nothing is a mark of Markdown."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIKE_A_LIST.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


def _blocks(node: nodes.Node, level: int) -> Iterator[str]:
    """The blocks in ``node``, in a section of that ``level``; the page's own title is left out."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from _blocks(child, level + 1)
        elif isinstance(child, nodes.title):
            if level > 1:
                yield f"{'#' * min(level, DEEPEST)} {escaped(child.astext())}"
        else:
            write = next((write for kind, write in _WRITERS.items() if isinstance(child, kind)), None)
            if write:
                yield from filter(None, (write(child),))
            elif isinstance(child, nodes.compound | nodes.container | nodes.topic):
                yield from _blocks(child, level)


def _items(node: nodes.Node) -> str:
    """A list; "1." stands before each item of a numbered one, as Markdown counts itself."""
    mark = "1. " if isinstance(node, nodes.enumerated_list) else "- "
    indent = " " * len(mark)
    items = []
    for item in node.children:
        text = "\n\n".join(_blocks(item, DEEPEST))
        lines = [f"{indent}{line}" if line else "" for line in text.split("\n")]
        items.append(mark + "\n".join(lines)[len(mark) :])
    return "\n".join(items)


def _code(node: nodes.Node) -> str:
    text = node.astext()
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{fence}\n{text}\n{fence}"


def _quotation(node: nodes.Node) -> str:
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(node, DEEPEST)).split("\n"))


def _paragraph(node: nodes.Node) -> str:
    return escaped(node.astext())


_WRITERS: Mapping[type[nodes.Node], Callable[[nodes.Node], str]] = {
    nodes.paragraph: _paragraph, nodes.bullet_list: _items, nodes.enumerated_list: _items,
    nodes.literal_block: _code, nodes.block_quote: _quotation, nodes.Admonition: _quotation,
}  # fmt: skip
