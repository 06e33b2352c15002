"""From the editor's HTML back to Markdown: the marks of `shown_text`, the blocks of `shown_blocks`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from brochure.importing.html_tree import tree_of
from brochure.studio.shown_text import MARKS, html_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_GUARDED = re.compile(r"(#{1,6}(?=\s)|[-+*](?=\s|$)|>|:::|\||=++$|--++$|<)")
_NEEDS_BRACKETS = re.compile(r"[\s()]")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s)")
_UNGUARDED = re.compile(r"^(\d{0,9})\\(?=[#+*>|=<:.)-])", re.MULTILINE)
_SIGN, _LINE_ENDS = re.compile(f"[{re.escape(MARKS)}]"), re.compile(r"[\r\n]++")
_LISTS = ("ul", "ol")
_BLOCKS = (*_LISTS, "p", "div", "table", "h2", "h3", "blockquote", "aside", "figure")
_STRESSES = {"strong": "**", "b": "**", "em": "*", "i": "*"}


def markdown_of(html: str) -> str:
    """The Markdown of the blocks in ``html``, parted by blank lines; "" where they say nothing."""
    body = tree_of(f"<body>{html}</body>").find("body")
    return _blocks(body) if body is not None else ""


def unguarded(text: str) -> str:
    """``text`` without the backslashes that keep a paragraph from being another block."""
    return _UNGUARDED.sub(r"\1", text)


def _guarded(text: str) -> str:
    lines = (
        _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line
        for line in text.split("\n")
    )
    return "\n".join(f"\\{line}" if _GUARDED.match(line) else line for line in lines)


def _blocks(parent: HtmlElement) -> str:
    chunks = (_block(element) for element in parent if isinstance(element.tag, str))
    return "\n\n".join(chunk for chunk in chunks if chunk.strip())


def _block(element: HtmlElement) -> str:
    tag = str(element.tag)
    if write := _KINDS.get(tag):
        return write(element)
    if tag == "div" and any(child.tag in _BLOCKS for child in element):
        return _blocks(element)
    return _paragraph(element)


def _paragraph(element: HtmlElement) -> str:
    return _guarded(inline(_nodes(element)))


def _line(element: HtmlElement) -> str:
    """The words of ``element`` in one line."""
    return inline(_nodes(element)).replace("\\\n", " ").strip()


def _heading(element: HtmlElement) -> str:
    text = _line(element)
    return f"{'#' * int(str(element.tag)[1:])} {text}" if text else ""


def _callout(element: HtmlElement) -> str:
    title = "".join(map(_line, element[:1]))
    text = "\n\n".join(filter(None, map(_paragraph, element[1:])))
    return f"::: sidebar {title}".rstrip() + f"\n{text}\n:::"


def _picture(element: HtmlElement) -> str:
    alt = element.get("data-alt", "").replace("[", "(").replace("]", ")")
    caption = element.get("data-caption", "").replace('"', "”")
    file = element.get("data-file", "")
    if _NEEDS_BRACKETS.search(file):
        file = f"<{file}>"
    return f"![{alt}]({file}" + (f' "{caption}")' if caption else ")")


def _quotation(element: HtmlElement) -> str:
    words = [_guarded(inline(_nodes(p))) for p in element if p.get("class") != "by"]
    by = " ".join(_line(p) for p in element if p.get("class") == "by")
    text = "\\\n".join(filter(None, words))
    return f"::: quote\n{text}" + (f"\n— {by}" if by else "") + "\n:::" if text or by else ""


def _list(element: HtmlElement, indent: str = "") -> str:
    number = _number(element.get("start", ""))
    lines = []
    for item in element:
        if item.tag in _LISTS:  # browsers put lists into lists
            lines.append(_list(item, f"{indent}  "))
            continue
        mark, number = (f"{number}. ", number + 1) if element.tag == "ol" else ("- ", 1)
        own = [node for node in _nodes(item) if isinstance(node, str) or node.tag not in _LISTS]
        inner = [child for child in item if child.tag in _LISTS]
        text = inline(_flat(own)).replace("\\\n", " ").strip()
        lines.append(f"{indent}{mark}{text}")
        lines += [_list(one, indent + " " * len(mark)) for one in inner]
    return ("\n\n" if element.get("data-loose") is not None else "\n").join(lines)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _flat(nodes: Iterable[str | HtmlElement]) -> Iterator[str | HtmlElement]:
    """``nodes`` without the paragraphs that some browsers put into items."""
    for node in nodes:
        if isinstance(node, str) or node.tag not in ("p", "div"):
            yield node
        else:
            yield from _nodes(node)


def _table(element: HtmlElement) -> str:
    rows = [
        [_line(cell).replace("|", "\\|") for cell in row if cell.tag in ("td", "th")]
        for row in element.iter("tr")
    ]
    if not rows or not rows[0]:
        return ""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    plain, aligned = f"|{'---|' * len(rows[0])}", element.get("data-aligned", "")
    is_still = aligned.strip("|").count("|") == len(rows[0]) - 1
    return "\n".join([lines[0], aligned if is_still and aligned else plain, *lines[1:]])


_KINDS: Mapping[str, Callable[[HtmlElement], str]] = {
    **{f"h{level}": _heading for level in range(1, 7)}, "ul": _list, "ol": _list, "table": _table,
    "hr": lambda element: "---", "figure": _picture, "blockquote": _quotation, "aside": _callout,
}  # fmt: skip


def _nodes(element: HtmlElement) -> list[str | HtmlElement]:
    """What stands in ``element``, in order: texts and elements."""
    made: list[str | HtmlElement] = [element.text] if element.text else []
    for child in element:
        if isinstance(child.tag, str):
            made.append(child)
        if child.tail:
            made.append(child.tail)
    return made


def inline(nodes: Iterable[str | HtmlElement]) -> str:
    """The Markdown of ``nodes``; signs are escaped only where they would be read as marks."""
    listed = list(nodes)
    plain, escaped = _written(listed, escape=False), _written(listed, escape=True)
    return plain if html_of(plain) == html_of(escaped) else escaped


def _written(nodes: Sequence[str | HtmlElement], *, escape: bool) -> str:
    text = "".join(_node(node, escape) for node in nodes)
    while text.endswith("\\\n"):
        text = text[:-2]
    return text.replace("****", "").strip()


def _node(node: str | HtmlElement, escape: bool) -> str:
    if isinstance(node, str):
        text = _LINE_ENDS.sub(" ", node).replace("\u200b", "")
        return _SIGN.sub(r"\\\g<0>", text) if escape else text
    if node.tag == "br":
        return "\\\n"
    if node.tag == "code":
        ticks = "`" * _number(node.get("data-ticks", ""))
        return f"{ticks}{node.text_content()}{ticks}"
    inner = "".join(_node(one, escape) for one in _nodes(node))
    if node.tag == "a" and inner.strip():
        return f"[{inner.strip()}]({node.get('data-to') or node.get('href', '')})"
    mark = _STRESSES.get(str(node.tag))
    if not mark or not inner.strip():
        return inner
    words = inner.strip()
    before, _, after = inner.partition(words)
    return f"{before}{mark}{words}{mark}{after}"
