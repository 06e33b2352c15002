"""Boxes that their own headings tell from the text: teasers, words on the author and the site.

A class may be called anything; what a box is headed by is read by people.
"""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from brochure.importing import html_noise
from brochure.importing.html_inline import address_of

MOST_OF_TEXT = 0.25
"""The share of a page's letters that a box beside the text has at most."""

MOST_CARD_WORDS = 80
"""Words of a card that leads to another page."""

MOST_TEXTS = 400
"""Pieces of text between tags that are looked at to see whether an element is a card."""

MOST_CARDS = 0.5
"""The share of a page's letters in cards from which it is a list of them, and they are its text."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WHOLE = frozenset({"html", "body", "main", "article"})


def prune(root: HtmlElement, base: str) -> None:
    """Take boxes beside the text out of the tree of the page at ``base``, which changes."""
    headings = [*root.iter(*_HEADINGS)]
    whole = max(1, html_noise.length(root)) if headings else 1
    for heading in headings:
        words = " ".join("".join(heading.itertext()).split())
        if words and html_noise.is_head_of_box(words):
            box = _box_of(heading, whole)
            if box is not heading:
                html_noise.drop(box)
    cards = [box for heading in headings if (box := _card_of(heading, whole, base)) is not None]
    if cards and sum(map(html_noise.length, cards)) <= MOST_CARDS * max(1, html_noise.length(root)):
        for card in cards:
            html_noise.drop(card)


def _box_of(heading: HtmlElement, whole: int) -> HtmlElement:
    """The largest element that ``heading`` is the first of, and that is a small part of the page."""
    box = heading
    for above in heading.iterancestors():
        if above.tag in _WHOLE or not _starts_with(above, box):
            break
        if html_noise.length(above) > MOST_OF_TEXT * whole:
            break
        box = above
    return box


def _starts_with(element: HtmlElement, first: HtmlElement) -> bool:
    """Whether no words stand in ``element`` before its child ``first``."""
    if (element.text or "").strip():
        return False
    for child in element:
        if child is first:
            return True
        if html_noise.length(child) or (child.tail or "").strip():
            return False
    return False


def _card_of(heading: HtmlElement, whole: int, base: str) -> HtmlElement | None:
    """The box of a heading that is a link to another page, and of a few words on it, or None."""
    link = next(heading.iterancestors("a"), None)
    if link is None:
        link = next(heading.iter("a"), None)
        if link is None or html_noise.length(link) < 0.9 * html_noise.length(heading):
            return None
    address = address_of(link.get("href") or "", base)
    if not address or address == base:
        return None
    box = link if html_noise.length(link) > html_noise.length(heading) else heading
    for above in box.iterancestors():
        if above.tag in {"html", "body", "main"} or _has_two_heads(above):
            break
        if len(" ".join(islice(above.itertext(), MOST_TEXTS)).split()) > MOST_CARD_WORDS:
            break
        if html_noise.length(above) > MOST_OF_TEXT * whole:
            break
        box = above
    return None if box is heading else box


def _has_two_heads(element: HtmlElement) -> bool:
    return len([*islice(element.iter(*_HEADINGS), 2)]) > 1
