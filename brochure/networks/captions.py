"""Captions: what to write with a post, as long as each network takes it by its own counting.

Title, lead, days and hashtags go in as far as there is room, the address always; a text is cut between
words, never inside a word or a no-break group, and what was cut or left out is reported.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from brochure.networks import table
from brochure.networks.network import CaptionRules, Network
from brochure.page import Page
from brochure.text import graphemes, times
from brochure.text.embargoes import embargo_line
from brochure.text.fitting import ELLIPSIS
from brochure.text.typography import typeset

ORDER = (
    "x", "bluesky", "mastodon", "threads", "linkedin", "facebook", "instagram", "telegram",
    "pinterest", "whatsapp",
)  # fmt: skip
"""Captions are listed in this order, those of other networks after them."""

SHORTEST_LEAD = 40
"""A lead cut to fewer characters says nothing: it is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What to post on ``network``, ``count`` long as it counts.

    ``cut`` names the text that was shortened, "" if none; ``left_out`` those that had no room.
    ``own`` ones are the author's.
    """

    network: Network
    rules: CaptionRules
    text: str
    count: int
    cut: str = ""
    left_out: tuple[str, ...] = ()
    own: bool = False


def rules() -> dict[str, CaptionRules]:
    """The rules of each network that takes captions, by its key, in ORDER."""
    known = {n.key: n.caption for n in table.all_networks().values() if n.caption}
    order = {key: at for at, key in enumerate(ORDER)}
    return {key: known[key] for key in sorted(known, key=lambda key: order.get(key, len(order)))}


def compose_captions(
    page: Page, readable: str, keys: Sequence[str] | None = None
) -> tuple[Caption, ...]:
    """A caption for each network called ``keys``, or for all that take captions.

    ``page`` is typeset, ``readable`` its address as it is printed, for networks whose posts have no
    links.
    """
    known = rules()
    return tuple(_caption(page, readable, key, known[key]) for key in (known if keys is None else keys))


def _caption(page: Page, readable: str, key: str, rules: CaptionRules) -> Caption:
    network = table.all_networks()[key]
    line = embargo_line(page)
    if own := page.captions.get(key):
        whole = f"{line}\n\n{own}" if line else own
        fits = rules.count(whole) <= rules.limit
        text = whole if fits else own
        return Caption(
            network=network, rules=rules, text=text, count=rules.count(text), own=True,
            left_out=() if fits else ("embargo",),
        )  # fmt: skip
    when, where = _when_and_where(page)
    post = _Post(rules, page.url if rules.linked else readable)
    post.add("embargo", line, -1)
    post.add("title", page.title, 0)
    post.add("days", " · ".join(part for part in (when[:1].upper() + when[1:], where) if part), 2)
    post.add("hashtags", " ".join(f"#{tag}" for tag in page.hashtags), 4)
    post.add("lead", page.lead, 1)
    text = post.text()
    return Caption(
        network=network, rules=rules, text=text, count=rules.count(text), cut=post.cut,
        left_out=tuple(post.left_out),
    )  # fmt: skip


def _when_and_where(page: Page) -> tuple[str, str]:
    """When and where the page's event is; nothing for a page without one."""
    event = page.event
    if event is None:
        return "", ""
    when = times.event_when(event, page.lang)
    said = partial(typeset, lang=page.lang, mode=page.typography)
    return when, ", ".join(said(part) for part in (event.place, event.address) if part)


class _Post:
    """A post in the making: paragraphs by their place. The address, in place 3, is always in."""

    def __init__(self, rules: CaptionRules, address: str) -> None:
        self.rules = rules
        fits = rules.count(address) <= rules.limit
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
            pieces = _pieces(text)
            count = bisect_left(
                range(1, len(pieces)), True, key=lambda n: not self._fits(place, _first(pieces, n))
            )
            kept = _first(pieces, count)
            if count and (name == "title" or len(kept) >= SHORTEST_LEAD) and self._fits(place, kept):
                self.cut = self.cut or name
                return
        self.parts.pop(place, None)
        self.left_out.append(name)

    def _fits(self, place: int, text: str) -> bool:
        """Whether the post holds ``text`` in ``place``, where it is then."""
        self.parts[place] = text
        return self.rules.count(self.text()) <= self.rules.limit


def _pieces(text: str) -> list[str]:
    """``text`` cut where it may end, each piece with the space before it.

    Between words and Han characters; a no-break space is no such place.
    """
    return [
        f" {piece}" if at and not within else piece
        for at, word in enumerate(text.split(" "))
        for within, piece in enumerate(graphemes.unspaced(word) if word else [""])
    ]


def _first(pieces: Sequence[str], count: int) -> str:
    """The first ``count`` pieces and an ellipsis."""
    return "".join(pieces[:count]).rstrip(" ,;:.–—-\u00a0\u202f、。") + ELLIPSIS


def suiting(formats: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each card, given with its format's name, the keys of the networks that it suits.

        suiting({"pin": "pin", "square": "square"})  # {"pin": ("pinterest",), "square": ("x", …)}

    A card that suits none may go anywhere, and a network that none suits takes any.
    """
    known = rules()
    suited = {
        card: {key for key, of in known.items() if form in of.images} for card, form in formats.items()
    }
    unserved = known.keys() - set().union(*suited.values())
    return {
        card: tuple(key for key in known if not keys or key in keys | unserved)
        for card, keys in suited.items()
    }


def as_rows(
    captions: Sequence[Caption], card_of: Callable[[CaptionRules], tuple[str, str]]
) -> list[dict[str, Any]]:
    """The captions as JSON values; ``card_of`` gives path and alternative text of a network's card."""
    rows: list[dict[str, Any]] = []
    for caption in captions:
        network, rules = caption.network, caption.rules
        path, alt = card_of(rules)
        rows.append({
            "network": network.key, "name": network.name, "text": caption.text,
            "count": caption.count, "limit": rules.limit, "source": rules.source,
            "checked": network.checked.isoformat(), "written_by_hand": caption.own,
            "cut": caption.cut, "left_out": list(caption.left_out), "image": path,
            "alternative_text": alt, "alternative_text_limit": rules.alt_limit,
        })  # fmt: skip
    return rows
