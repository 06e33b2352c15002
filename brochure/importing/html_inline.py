"""Lines of a page of the web: what stands within a block, as inline text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from brochure.importing import html_noise
from brochure.importing.imported import (
    Break,
    CodeSpan,
    Emphasis,
    Inline,
    Inlines,
    Link,
    NoteMark,
    Strong,
    Sub,
    Sup,
    Text,
    plain,
)

_CODE = {"code", "kbd", "samp", "tt"}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[*†‡§]{1,3}|[a-z])\s*[\])]?")
_MAILBOX = re.compile(r"^mailto:[^\s?]+@[^\s?]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """The page that lines stand in: its address, and the elements that are footnotes, by their ids."""

    base: str = ""
    notes: Collection[str] = field(default_factory=frozenset)


def inline_of(element: HtmlElement, context: Context) -> Inlines:
    """What ``element`` holds, its own kind of tag left aside."""
    return (*_text(element.text), *(node for child in element for node in around(child, context)))


def around(child: HtmlElement, context: Context) -> Iterator[Inline]:
    """``child`` and the text behind it."""
    if isinstance(child.tag, str):
        yield from _node(child, context)
    yield from _text(child.tail)


def _text(text: str | None) -> Inlines:
    return (Text(text),) if text else ()


def _node(element: HtmlElement, context: Context) -> Inlines:
    tag = element.tag
    if tag == "br":
        return (Break(),)
    if tag == "img":
        return _emoji(element)
    if tag in _CODE:
        return (CodeSpan("".join(element.itertext())),)
    if label := note_called(element, context):
        return (NoteMark(label),)
    inner = inline_of(element, context)
    if tag == "a":
        return _link(element, inner, context)
    return (Text("“"), *inner, Text("”")) if tag == "q" else _styled(element, inner)


def _styled(element: HtmlElement, inner: Inlines) -> Inlines:
    """``inner`` as ``element`` shows it: bold, italic, raised or lowered."""
    tag, style = element.tag, element.get("style") or ""
    if tag in {"b", "strong"} or _BOLD.search(style):
        return (Strong(inner),)
    if tag in {"i", "em", "cite", "dfn", "var"} or _ITALIC.search(style):
        return (Emphasis(inner),)
    return (Sup(inner),) if tag == "sup" else (Sub(inner),) if tag == "sub" else inner


def _emoji(image: HtmlElement) -> Inlines:
    """A picture that stands for a sign is the sign."""
    alt = (image.get("alt") or "").strip()
    return (Text(alt),) if 0 < len(alt) <= 4 and not alt.isascii() else ()


def note_called(element: HtmlElement, context: Context) -> str:
    """The footnote that ``element`` calls, as "1" or "[1]" in a line; "" where it is nothing such."""
    if not context.notes or element.tag not in {"a", "sup", "span"}:
        return ""
    links = [element] if element.tag == "a" else [*element.iter("a")]
    if len(links) != 1 or not _MARK.fullmatch("".join(element.itertext()).strip()):
        return ""
    label = (links[0].get("href") or "").partition("#")[2]
    return label if label in context.notes else ""


def _link(element: HtmlElement, inner: Inlines, context: Context) -> Inlines:
    href = element.get("href") or ""
    if href.strip().startswith("#") and html_noise.is_noisy_line(plain(inner)):
        return ()  # "back to top"
    address = address_of(href, context.base)
    if not address or not plain(inner).strip():
        return inner
    return (Link(address, inner),)


_PATH = re.compile(r"/(?!/)(?:(?<!/)\.|[\w/~=&%+,;-])*+(?:\?[\w/~=&%+,;.:-]++)?", re.ASCII)
"""A path from the site's root that joining leaves as it is: no dots after slashes, no fragment."""


@lru_cache(maxsize=16)
def _origin(base: str) -> str:
    """The site of the page at ``base``, "https://exemple.fr"; "" where it is none of the web."""
    try:
        parts = urlsplit(base)
        known = parts.scheme.lower() in {"http", "https"} and parts.hostname
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if known else ""


def address_of(href: str, base: str) -> str:
    """``href`` of the page at ``base`` as a whole address; "" where nothing on paper can lead there."""
    href = re.sub(r"[\t\n\r]", "", href).strip()
    if not href or href.startswith("#"):
        return ""
    if _PATH.fullmatch(href) and (origin := _origin(base)):
        return origin + href  # nearly all links, and a tenth of the time
    if _MAILBOX.match(href):
        return href
    if href.lower().startswith("tel:"):
        number = re.sub(r"[^\d+]", "", href)
        return f"tel:{number}" if number.strip("+") else ""
    try:
        address = urljoin(base, href)
        parts = urlsplit(address)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:
        return ""
    if parts.fragment and address.partition("#")[0] == base.partition("#")[0]:
        return ""
    return address


def joined(base: str, href: str) -> str:
    """``href`` of the page at ``base`` as a whole address; "" where it is none."""
    try:
        whole = urljoin(base, href.strip())
        return whole if urlsplit(whole).hostname is not None or ":" in whole[:8] else ""
    except ValueError:
        return ""


def paragraphs(nodes: Inlines) -> list[Inlines]:
    """``nodes`` parted where two line ends follow each other: paragraphs that are written so."""
    parts: list[list[Inline]] = [[]]
    pending: list[Inline] = []
    for node in nodes:
        gap = isinstance(node, Text) and not node.text.strip()
        if isinstance(node, Break) or (pending and gap):
            pending.append(node)
            continue
        if sum(isinstance(one, Break) for one in pending) > 1:
            parts.append([])
        else:
            parts[-1] += pending
        pending = []
        parts[-1].append(node)
    return [tuple(part) for part in parts if part]


def without_brackets(nodes: Inlines) -> Inlines:
    """``nodes`` without the brackets that pages put around the mark of a note: [1]."""
    made = [*nodes]
    for at, node in enumerate(made):
        before, after = made[at - 1 : at] if at else [], made[at + 1 : at + 2]
        if not isinstance(node, NoteMark) or not before or not after:
            continue
        first, last = before[0], after[0]
        if not (isinstance(first, Text) and isinstance(last, Text)):
            continue
        opened, closed = first.text.rstrip(), last.text.lstrip()
        if opened.endswith(("[", "(")) and closed.startswith(("]", ")")):
            made[at - 1], made[at + 1] = Text(opened[:-1].rstrip()), Text(closed[1:])
    return tuple(made)
