"""Blocks as the editor shows them: as they look, where what would be written back is read the same.

That is tried, not trusted: a block is shown as it looks only if the Markdown of what is shown gives the
same HTML by brochure's own parser as the block does. Any other is shown as it is written, and can be
edited so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from brochure.studio import written_blocks
from brochure.studio.blocks import ITEM, PICTURE, Block, parted
from brochure.studio.shown_text import escape, html_of
from brochure.text import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

_CLOSING_MARKS = re.compile(r"(?<![ \t])[ \t]++#++$")
_QUOTE = re.compile(r":::+ ?quote[ \t]*+")
_SIDEBAR = re.compile(r":::+ ?sidebar(?:[ \t]++([^{\n]*+))?")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_SPACES = re.compile(r"\s++")


@lru_cache(maxsize=4096)
def html_for(kind: str, source: str) -> str | None:
    """The HTML of the block ``source``; None for one that is shown as it is written."""
    draw = _DRAWN.get(kind)
    html = draw(source.replace("\r\n", "\n")) if draw else None
    if html is None or _read(written_blocks.markdown_of(html)) != _read(source):
        return None
    return html


def _read(source: str) -> str:
    """What brochure reads in ``source``, as one text: spaces are one, and so is the end of a line."""
    tokens = markdown.parser().parse(source)
    return _SPACES.sub(" ", "".join(map(_told, tokens)))


def _told(token: Token) -> str:
    if token.type == "text":
        return token.content
    if token.type == "softbreak":
        return " "
    kept = {key: value for key, value in token.attrs.items() if key != "id"}
    inner = "".join(map(_told, token.children)) if token.children else token.content
    return f"\0{token.type} {token.tag} {token.info} {kept or ''}{int(token.hidden)}\1{inner.strip()}"


def _heading(source: str) -> str:
    marks, _, text = source.partition(" ")
    text = _CLOSING_MARKS.sub("", text.rstrip()).strip()
    return f"<h{len(marks)}>{html_of(text)}</h{len(marks)}>"


def _paragraph(source: str) -> str:
    return f"<p>{html_of(written_blocks.unguarded(source))}</p>"


def _list(source: str) -> str | None:
    """A list of lists and words; None where an item holds more."""
    items: list[tuple[int, str, str]] = []
    is_loose = False
    for line in source.split("\n"):
        if found := ITEM.match(line):
            items.append((len(found[1]), found[2], line[found.end() :].strip()))
        elif not line.strip():
            is_loose = True
        elif is_loose or line.lstrip().startswith(("```", "|", ">", "#")):
            return None
        else:
            indent, mark, text = items[-1]
            items[-1] = indent, mark, f"{text} {line.strip()}"
    made, rest = _level(items, is_loose)
    return None if rest else made


def _level(items: list[tuple[int, str, str]], is_loose: bool) -> tuple[str, list[tuple[int, str, str]]]:
    """The list of ``items`` at the depth of the first, and those that are not in it."""
    indent, first = items[0][0], items[0][1]
    is_ordered = first[0].isdigit()
    tag, number = ("ol", int(first[:-1])) if is_ordered else ("ul", 1)
    start = f' start="{number}"' if number != 1 else ""
    made = f"<{tag}{start}{' data-loose' if is_loose else ''}>"
    while items and items[0][0] == indent and items[0][1][0].isdigit() == is_ordered:
        made += f"<li>{html_of(items[0][2])}"
        items = items[1:]
        if items and items[0][0] > indent:
            inner, items = _level(items, False)
            made += inner
        made += "</li>"
    return f"{made}</{tag}>", items


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _CELL_ENDS.split(inner)]


def _table(source: str) -> str | None:
    head, delimiters, *rows = source.split("\n")
    width = len(_cells(head))
    if any(len(_cells(row)) != width for row in (delimiters, *rows)):
        return None
    aligned = f' data-aligned="{escape(delimiters.strip())}"' if ":" in delimiters else ""
    return (
        f"<table{aligned}><thead>{_row(head, 'th')}</thead>"
        f"<tbody>{''.join(_row(row, 'td') for row in rows)}</tbody></table>"
    )


def _row(line: str, tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{html_of(cell)}</{tag}>' for cell in _cells(line))}</tr>"


def _inside(source: str) -> list[str] | None:
    """The paragraphs in a container; None where it holds more."""
    lines = source.split("\n")
    if lines[-1].strip(" :") or len(lines) < 2:
        return None
    inner, _ = parted("\n".join(lines[1:-1]))
    return [one.source for one in inner] if all(one.kind == "paragraph" for one in inner) else None


def _quotation(source: str) -> str | None:
    inside = _inside(source)
    if not inside or len(inside) > 1 or not _QUOTE.fullmatch(source.split("\n")[0]):
        return None
    *words, last = inside[0].split("\n")
    is_by = bool(words) and last.startswith(("— ", "– "))
    text = "\n".join(words if is_by else [*words, last])
    by = html_of(last[2:]) if is_by else ""
    return f'<blockquote class="quotation"><p>{html_of(text)}</p><p class="by">{by}</p></blockquote>'


def _callout(source: str) -> str | None:
    inside, opening = _inside(source), _SIDEBAR.fullmatch(source.split("\n")[0].rstrip())
    if inside is None or not opening:
        return None
    text = "".join(f"<p>{html_of(paragraph)}</p>" for paragraph in inside)
    title = html_of(opening[1] or "")
    return f'<aside class="callout"><p class="callout-title">{title}</p>{text}</aside>'


def _picture(source: str) -> str | None:
    found = PICTURE.fullmatch(source.strip())
    if not found:
        return None
    alt, caption = escape(found[1]), escape(found[3] or "")
    file = escape(unquote(found[2].strip("<>")))
    return f'<figure data-file="{file}" data-alt="{alt}" data-caption="{caption}"></figure>'


_DRAWN: Mapping[str, Callable[[str], str | None]] = {
    "heading": _heading, "paragraph": _paragraph, "rule": lambda source: "<hr>", "list": _list,
    "table": _table, "quotation": _quotation, "callout": _callout, "picture": _picture,
}  # fmt: skip


def shown(block: Block) -> dict[str, object]:
    """What the editor is given of ``block``; "html" is None for one that is shown as it is written."""
    return {
        "source": block.source, "gap": block.gap, "line": block.line,
        "html": html_for(block.kind, block.source),
    }  # fmt: skip
