"""Captions: what to write with a post, as long as each network takes it by its own counting.

Title, lead, days and hashtags go in as far as there is room, the address always; a text is cut between
words, never inside a word or a no-break group, and what was cut or left out is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from brochure.page import Page
from brochure.text import dates, graphemes, times
from brochure.text.embargoes import embargo_line
from brochure.text.fitting import ELLIPSIS

CHECKED = "2026-11-23"
"""The day the limits below were last compared with their sources."""

LINK = re.compile(r"https?://\S+")
_GAPS = re.compile("[ \n]")
"""What counts as one everywhere; words between are measured by themselves, and remembered."""

LEAST_LEAD = 40
"""A lead of fewer characters says nothing: it is left out."""

_X_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that X counts as one; others are two (twitter-text, configuration 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network: the most that a post of it takes by its own ``measure``.

    A link counts as ``link``, 0 being as it is written; where it cannot be followed it is not
    ``linked``. ``images`` names the formats of cards that suit it, the usual one first, whose
    alternative text may have ``alt_limit`` characters; it may take ``jpeg`` alone.
    """

    key: str
    name: str
    limit: int
    measure: Callable[[str], int]
    source: str
    link: int = 0
    linked: bool = True
    images: tuple[str, ...] = ("open-graph", "square")
    alt_limit: int = 1000
    jpeg: bool = False

    def count(self, text: str) -> int:
        """The length of ``text`` as the network counts it."""
        links = 0
        if self.link:
            text, links = LINK.subn("", text)
        words = _GAPS.split(text)
        gaps = len(words) - 1
        return sum(map(self.measure, words)) + gaps + self.link * links


@lru_cache(maxsize=8192)
def _graphemes(text: str) -> int:
    return len(graphemes.clusters(text))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@lru_cache(maxsize=8192)
def _weighted(text: str) -> int:
    """X: most scripts of Europe and Arabic count one a character, others and each emoji two."""
    count = 0
    for cluster in graphemes.clusters(text):
        if graphemes.is_picture(cluster):
            count += 2
        else:
            count += sum(1 if any(a <= ord(c) <= b for a, b in _X_LIGHT) else 2 for c in cluster)
    return count


@lru_cache(maxsize=8192)
def _threads(text: str) -> int:
    """Threads: an emoji counts as its bytes of UTF-8."""
    return sum(
        len(cluster.encode()) if graphemes.is_picture(cluster) else len(cluster)
        for cluster in graphemes.clusters(text)
    )


NETWORKS = (
    Network(key="x", name="X", limit=280, measure=_weighted, link=23,
            source="docs.x.com, Counting characters"),
    Network(key="bluesky", name="Bluesky", limit=300, measure=_graphemes, alt_limit=2000,
            source="docs.bsky.app, app.bsky.feed.post: maxGraphemes 300"),
    Network(key="mastodon", name="Mastodon", limit=500, measure=_graphemes, link=23, alt_limit=1500,
            source="docs.joinmastodon.org: 500, links as 23; a server may allow more"),
    Network(key="threads", name="Threads", limit=500, measure=_threads, images=("portrait", "square"),
            source="developers.facebook.com, Threads API: 500, emoji by their bytes"),
    Network(key="linkedin", name="LinkedIn", limit=3000, measure=_utf16, alt_limit=4086,
        images=("open-graph", "square", "portrait"), source="LinkedIn's help pages"),
    Network(key="facebook", name="Facebook", limit=5000, measure=_utf16,
            images=("open-graph", "square", "portrait", "story"),
            source="Buffer; others name 63,206: the lower one"),
    Network(key="instagram", name="Instagram", limit=2200, measure=_utf16, linked=False, jpeg=True,
            images=("portrait", "square", "grid", "story"),
            source="Instagram's help pages; links cannot be followed"),
    Network(key="telegram", name="Telegram", limit=1024, measure=_utf16,
            source="core.telegram.org: captions of images 1,024"),
    Network(key="pinterest", name="Pinterest", limit=500, measure=_utf16, alt_limit=500,
            images=("pin",), source="Pinterest's help pages"),
    Network(key="whatsapp", name="WhatsApp", limit=1024, measure=_utf16,
            images=("open-graph", "square", "story"),
            source="WhatsApp's captions of images: 1,024"),
)  # fmt: skip

BY_KEY = {network.key: network for network in NETWORKS}
KEYS = tuple(BY_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What to post on ``network``, ``count`` long as it counts.

    ``cut`` names the text that was shortened, "" if none; ``left_out`` those that had no room.
    ``own`` ones are the author's.
    """

    network: Network
    text: str
    count: int
    cut: str = ""
    left_out: tuple[str, ...] = ()
    own: bool = False


def compose_captions(
    page: Page, readable: str, networks: Sequence[Network] = NETWORKS
) -> tuple[Caption, ...]:
    """A caption for each network; ``page`` is typeset, ``readable`` its address as it is printed."""
    return tuple(_caption(page, readable, network) for network in networks)


def _caption(page: Page, readable: str, network: Network) -> Caption:
    line = embargo_line(page)
    if own := page.captions.get(network.key):
        told = f"{line}\n\n{own}" if line else own
        fits = network.count(told) <= network.limit
        text = told if fits else own
        return Caption(
            network=network, text=text, count=network.count(text), own=True,
            left_out=() if fits else ("embargo",),
        )  # fmt: skip
    address = page.url if network.linked else readable
    when, where = _event(page)
    tags = " ".join(f"#{tag}" for tag in page.hashtags)
    made = _Post(network, address)
    made.add("embargo", line, -1)
    made.add("title", page.title, 0)
    made.add("days", " · ".join(part for part in (when[:1].upper() + when[1:], where) if part), 2)
    made.add("hashtags", tags, 4)
    made.add("lead", page.lead, 1)
    text = made.text()
    return Caption(
        network=network, text=text, count=network.count(text), cut=made.cut,
        left_out=tuple(made.left_out),
    )  # fmt: skip


def _event(page: Page) -> tuple[str, str]:
    """When and where the page's event is; nothing for a page without one."""
    event = page.event
    if event is None:
        return "", ""
    said = (dates.phrase(event, page.lang), times.hours(event, page.lang))
    when = times.comma(page.lang).join(part for part in said if part)
    return when, ", ".join(part for part in (event.place, event.address) if part)


class _Post:
    """A post in the making: paragraphs by their place, the address, which is the fourth, always in."""

    def __init__(self, network: Network, address: str) -> None:
        self.network = network
        fits = network.count(address) <= network.limit
        self.parts = {3: address} if fits else {}
        self.cut = ""
        self.left_out: list[str] = [] if fits else ["address"]

    def text(self) -> str:
        return "\n\n".join(self.parts[place] for place in sorted(self.parts) if self.parts[place])

    def add(self, name: str, text: str, place: int) -> None:
        """Put ``text`` in its place, as much of it as there is room for."""
        if not text or self._fits(place, text):
            return
        if name in {"title", "lead"}:
            words = _words(text)
            count = bisect_left(
                range(1, len(words)), True, key=lambda n: not self._fits(place, _first(words, n))
            )
            kept = _first(words, count)
            if count and (name == "title" or len(kept) >= LEAST_LEAD) and self._fits(place, kept):
                self.cut = self.cut or name
                return
        self.parts.pop(place, None)
        self.left_out.append(name)

    def _fits(self, place: int, text: str) -> bool:
        """Whether the post holds ``text`` in ``place``, where it is then."""
        self.parts[place] = text
        return self.network.count(self.text()) <= self.network.limit


def _words(text: str) -> list[str]:
    """``text`` in pieces with the spaces before them; no-break spaces part none, Han characters do."""
    return [
        f" {piece}" if at and not within else piece
        for at, word in enumerate(text.split(" "))
        for within, piece in enumerate(graphemes.unspaced(word) if word else [""])
    ]


def _first(words: Sequence[str], count: int) -> str:
    """The first ``count`` pieces and an ellipsis."""
    return "".join(words[:count]).rstrip(" ,;:.–—-\u00a0\u202f、。") + ELLIPSIS


def suiting(formats: Mapping[str, str]) -> dict[str, tuple[Network, ...]]:
    """For each card, given with its format's name, the networks that it suits.

    A card that suits none may go anywhere, and a network that none suits takes any.
    """
    suited = {card: {n.key for n in NETWORKS if form in n.images} for card, form in formats.items()}
    homeless = set(KEYS).difference(*suited.values())
    return {
        card: tuple(n for n in NETWORKS if not found or n.key in found | homeless)
        for card, found in suited.items()
    }


def as_rows(
    captions: Sequence[Caption], alts: Callable[[Network], tuple[str, str]]
) -> list[dict[str, Any]]:
    """The captions as JSON values; ``alts`` gives path and alternative text of a network's card."""
    rows: list[dict[str, Any]] = []
    for caption in captions:
        network = caption.network
        path, alt = alts(network)
        rows.append({
            "network": network.key, "name": network.name, "text": caption.text,
            "count": caption.count, "limit": network.limit, "source": network.source,
            "checked": CHECKED, "written_by_hand": caption.own, "cut": caption.cut,
            "left_out": list(caption.left_out), "image": path, "alternative_text": alt,
            "alternative_text_limit": network.alt_limit,
        })  # fmt: skip
    return rows
