"""Plain texts: marks of Markdown and HTML in titles, leads and labels are never printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from brochure.page import Event, KeyFigure, Page, Panels, Picture, Quote
from brochure.text import left_out, markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = re.compile(r"[*_`~<&\\^\[\]{}=]|\+\+")
"""No mark is without one of these."""

_NO_WORDS = {"html_inline", left_out.TYPE, "block_tag", "footnote_ref"}
_LINE_ENDS = {"softbreak": "\n", "hardbreak": " "}


@lru_cache(maxsize=2048)
def plain_inline(text: str) -> str:
    """``text`` without the marks in it: emphasis, code, links, tags, comments, entities.

        plain_inline("**Fête** du [port](https://exemple.org) &amp; quai")  # "Fête du port & quai"

    A text without marks stays as it is. What is no mark for Markdown is none here: 2*3*4, snake_case.
    """
    if not _MARKS.search(text):
        return text
    words = "".join(_words(token) for token in markdown.parser().parseInline(text))
    if "<" in text:  # a tag that goes leaves the spaces on both sides
        words = re.sub(r"(?<=\S)  +(?=\S)", " ", words)
    return words if words.strip() else text


def _words(token: Token) -> str:
    """The words of ``token``; what is told when a page is read, and is no mark, stays as it is.

    A footnote is a mark.
    """
    children = token.children or []
    for child in children:
        if child.type == left_out.TYPE and not (child.meta["harmless"] or child.meta.get("mark")):
            child.type = "text"
    return "".join(_text(child) for child in left_out.without(children))


def _text(child: Token) -> str:
    return _LINE_ENDS.get(child.type, "" if child.type in _NO_WORDS else child.content)


def plain_page(page: Page) -> Page:
    """``page`` with every text of its head in plain text; its body is Markdown and stays so.

    One that is plain already stays as it is: what was escaped would be a mark.
    """
    if page.plain:
        return page
    if not any(_MARKS.search(text) for text in _texts_of(page)):
        return replace(page, plain=True)
    plain: dict[str, Any] = {name: plain_inline(getattr(page, name)) for name in TEXTS}
    return replace(
        page, **plain, plain=True, event=_plain_event(page.event), panels=_plain_panels(page.panels),
        figures=tuple(map(_plain_figure, page.figures)),
        quotes=tuple(Quote(text=plain_inline(q.text), by=plain_inline(q.by)) for q in page.quotes),
        picture=_plain_picture(page.picture),
    )  # fmt: skip


def _texts_of(page: Page) -> Iterator[str]:
    yield from (getattr(page, name) for name in TEXTS)
    if page.event:
        yield from (page.event.name, page.event.place, page.event.address)
    for figure in page.figures:
        for part in (figure, *figure.parts):
            yield from (part.value, part.label, part.before)
    yield from (text for quote in page.quotes for text in (quote.text, quote.by))
    if page.panels:
        yield from (page.panels.title, *page.panels.items)
    if page.picture:
        yield page.picture.alt


TEXTS = ("title", "kicker", "lead", "note", "site_name", "credits", "licence")


def _plain_event(event: Event | None) -> Event | None:
    if event is None:
        return None
    texts: dict[str, Any] = {
        name: plain_inline(getattr(event, name)) for name in ("name", "place", "address")
    }
    return replace(event, **texts)


def _plain_figure(figure: KeyFigure) -> KeyFigure:
    texts: dict[str, Any] = {
        name: plain_inline(getattr(figure, name)) for name in ("value", "label", "before")
    }
    return KeyFigure(**texts, parts=tuple(map(_plain_figure, figure.parts)))


def _plain_panels(panels: Panels | None) -> Panels | None:
    if panels is None:
        return None
    items = tuple(plain_inline(item) for item in panels.items)
    return Panels(title=plain_inline(panels.title), items=items)


def _plain_picture(picture: Picture | None) -> Picture | None:
    return replace(picture, alt=plain_inline(picture.alt)) if picture else None
