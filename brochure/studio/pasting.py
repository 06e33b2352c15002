"""The HTML that other programs put on the clipboard, as Markdown: by what reads pages of the web.

Before it is read, what these programs have instead of HTML becomes HTML: the lists of Word, which are
paragraphs with a level and a sign, the bold of Google Docs, which is a span, and its detour of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from brochure.importing import markdown_writer
from brochure.importing.html_blocks import Walker
from brochure.importing.html_tree import tree_of
from brochure.importing.imported import Blocks, Figure, Heading

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LEVEL = re.compile(r"level(\d)")
_ORDERED = re.compile(r"\(?(?:\d+|[a-z]|[ivxlc]+)[.)]", re.IGNORECASE)
_DETOUR = "www.google.com"
_LOWEST = 4


def markdown_of(html: str) -> tuple[str, int]:
    """The Markdown of ``html``, and how many pictures it has, which no clipboard gives the bytes of."""
    root = tree_of(html)
    tidy(root)
    body = root.find("body")
    blocks = Walker.over(root, "").blocks(root if body is None else body)
    pictures = len(root.findall(".//img"))
    return markdown_writer.body_of(_lowered(blocks)), pictures


def tidied(html: str) -> str:
    """``html`` with lists, bold and links as HTML has them, for what reads pages."""
    from lxml.html import tostring

    root = tree_of(html)
    tidy(root)
    return str(tostring(root, encoding="unicode"))


def tidy(root: HtmlElement) -> None:
    """Make HTML of what Word and Google Docs have in its place."""
    for element in list(root.iter("p")):
        if element.getparent() is not None and _level(element):
            _list_from(element)
    for span in root.iter("span", "b"):
        _stress(span)
    for link in root.iter("a"):
        link.set("href", _straight(link.get("href", "")))


def _style(element: HtmlElement) -> str:
    return "".join(element.get("style", "").lower().split())


def _level(element: HtmlElement) -> int:
    rules = element.get("style", "").lower().split(";")
    rule = next((one for one in rules if one.strip().startswith("mso-list")), "")
    found = _LEVEL.search(rule)
    return int(found[1]) if found and _sign(element) is not None else 0


def _sign(element: HtmlElement) -> HtmlElement | None:
    """The sign before an item of Word, in a span that lists are to ignore."""
    return next((span for span in element.iter("span") if "mso-list:ignore" in _style(span)), None)


def _run(first: HtmlElement) -> Iterator[HtmlElement]:
    """The items of Word from ``first`` on."""
    yield first
    for element in first.itersiblings():
        if not _level(element):
            return
        yield element


def _list_from(first: HtmlElement) -> None:
    """Put the run of items from ``first`` on into lists, each of its level in one."""
    made: list[HtmlElement] = []
    top: HtmlElement | None = None
    for item in list(_run(first)):
        level, sign = _level(item), _sign(item)
        words = "".join(sign.itertext()).strip() if sign is not None else ""
        tag = "ol" if _ORDERED.match(words) else "ul"
        if sign is not None:
            sign.drop_tree()
        if top is None or (level == 1 and made and made[0].tag != tag):
            top = item.makeelement(tag)
            item.addprevious(top)
            made = [top]
        made = made[: max(1, level)]
        while len(made) < level:
            holder = made[-1][-1] if len(made[-1]) else made[-1]
            inner = item.makeelement(tag)
            holder.append(inner)
            made.append(inner)
        item.tag, item.tail = "li", None
        for name in list(item.attrib):
            del item.attrib[name]
        made[-1].append(item)


def _stress(element: HtmlElement) -> None:
    """A span that looks bold or italic is; a <b> that is told not to look so is none."""
    style = _style(element)
    if element.tag == "b":
        element.tag = "span" if "font-weight:normal" in style else "b"
        return
    if any(f"font-weight:{weight}" in style for weight in ("bold", "600", "700", "800", "900")):
        element.tag = "strong"
    elif "font-style:italic" in style:
        element.tag = "em"


def _straight(address: str) -> str:
    parts = urlsplit(address) if address.startswith("https://" + _DETOUR) else None
    if parts and parts.path == "/url":
        return next(iter(parse_qs(parts.query).get("q", [])), address)
    return address


def _lowered(blocks: Blocks) -> Blocks:
    """Headings from the second level to the last; without pictures, which are not here."""
    return tuple(
        Heading(level=min(_LOWEST, block.level), inline=block.inline)
        if isinstance(block, Heading)
        else block
        for block in blocks
        if not isinstance(block, Figure)
    )
