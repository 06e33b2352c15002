"""What a page of the web says of itself for machines: JSON-LD, microdata, and the tags of its head.

Read here and not by extruct, whose import takes 0.7 s: the vocabulary (schema.org, Open Graph, Dublin
Core) is small where a page is concerned.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

Thing = dict[str, Any]
"""An object of JSON-LD, or of microdata in the same form."""

MOST_JSON, MOST_THINGS, DEEPEST = 500_000, 400, 12
"""Characters of a block, objects of a page, levels of nesting that are read."""

ARTICLES = re.compile(
    r"(?:Article|BlogPosting|Report|NewsMessage|PressRelease|Announcement|GovernmentService)$"
)
PAGES = re.compile(r"(?:WebPage|ItemPage|AboutPage|FAQPage|CreativeWork|Event)$")
EVENTS = re.compile(r"(?:Event|Festival|CourseInstance|Hackathon)$")


@dataclass(frozen=True, slots=True)
class Said:
    """``things`` in the order of the page, and ``tags`` of its head: the values of each name, small."""

    things: tuple[Thing, ...] = ()
    tags: dict[str, list[str]] = field(default_factory=dict)

    def tag(self, *names: str) -> str:
        """The first value of the first of ``names`` that has one."""
        return next((value for name in names for value in self.tags.get(name, ()) if value), "")

    def of_kind(self, kind: re.Pattern[str]) -> Iterator[Thing]:
        """The things with a type that ``kind`` finds."""
        return (thing for thing in self.things if any(kind.search(name) for name in kinds_of(thing)))


def read(root: HtmlElement) -> Said:
    """What the page with the tree ``root`` says."""
    things = [thing for script in root.iter("script") for thing in _of_script(script)]
    things += _microdata(root)
    tags: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := meta.get(key):
                value = " ".join(html.unescape(meta.get("content") or "").split())
                tags.setdefault(name.strip().lower(), []).append(value)
                break
    return Said(tuple(things[:MOST_THINGS]), tags)


def kinds_of(thing: Thing) -> list[str]:
    """The types of ``thing``, without the address of their vocabulary."""
    kinds = thing.get("@type") or ()
    return [str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])]


def _of_script(script: HtmlElement) -> Iterator[Thing]:
    if "ld+json" not in (script.get("type") or "").lower():
        return
    text = (script.text or "").strip()
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*$", "", text).rstrip(
        "; \n"
    )
    if len(text) > MOST_JSON:
        return
    try:
        given = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        try:
            given = json.loads(re.sub(r",\s*([}\]])", r"\1", text), strict=False)
        except (ValueError, RecursionError):
            return
    yield from _things(given, 0)


def _things(given: Any, depth: int) -> Iterator[Thing]:
    """Every object with a type within ``given``, the outer ones first."""
    if depth > DEEPEST:
        return
    if isinstance(given, list):
        for one in given:
            yield from _things(one, depth + 1)
    elif isinstance(given, dict):
        if "@type" in given:
            yield given
        for key, value in given.items():
            if isinstance(value, dict | list) and key not in {"itemListElement", "comment", "review"}:
                yield from _things(value, depth + 1)


def _microdata(root: HtmlElement) -> Iterator[Thing]:
    """The objects of microdata (WHATWG HTML, 5) at the highest level."""
    for item in root.xpath("//*[@itemscope and not(@itemprop)]")[:40]:
        yield _item(item, 0)


def _item(element: HtmlElement, depth: int) -> Thing:
    thing: Thing = {"@type": (element.get("itemtype") or "").split()}
    pending = [*element][::-1]
    while pending:
        child = pending.pop()
        if not isinstance(child.tag, str):
            continue
        name, scoped = child.get("itemprop"), "itemscope" in child.attrib
        if name:
            value = _item(child, depth + 1) if scoped and depth < DEEPEST else _value_of(child)
            for key in name.split():
                thing.setdefault(key, value)
        if not scoped:
            pending += [*child][::-1]
    return thing


def _value_of(element: HtmlElement) -> str:
    for key in ("content", "datetime", "href", "src", "data-src"):
        if value := element.get(key):
            return str(value).strip()
    return " ".join("".join(element.itertext()).split())


def text_of(value: Any) -> str:
    """``value`` of JSON-LD as a text: of an object its name, of a list the first."""
    if isinstance(value, list):
        return next((text for one in value if (text := text_of(one))), "")
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name") or value.get("url") or "")
    if value is None or isinstance(value, bool):
        return ""
    return clean(str(value))


def clean(text: str) -> str:
    """``text`` without tags, entities and marks of direction, which pages leave in it, in one line."""
    text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    return " ".join(text.split())


def texts_of(value: Any) -> list[str]:
    """Every text of a list, or the one of what is none."""
    values = value if isinstance(value, list) else [value]
    return [text for one in values if (text := text_of(one))]
