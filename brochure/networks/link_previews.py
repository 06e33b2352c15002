"""Link previews: how networks show a shared page, to look at before it is published.

What is cut is cut at a word, as networks do.
"""

from __future__ import annotations

from brochure.networks import table
from brochure.networks.network import Network, PreviewLayout

ORDER = ("facebook", "x", "linkedin", "whatsapp", "bluesky", "mastodon", "slack", "imessage")
"""Previews are shown in this order, those of other networks after them."""


def layouts() -> tuple[tuple[Network, PreviewLayout], ...]:
    """The networks whose previews are known, each with its layout, in ORDER."""
    known = [(n, n.preview) for n in table.all_networks().values() if n.preview]
    order = {key: at for at, key in enumerate(ORDER)}
    return tuple(sorted(known, key=lambda pair: order.get(pair[0].key, len(order))))


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters, cut at a word with an ellipsis."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    kept = (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:.–—-\u00a0\u202f")
    return f"{kept}…"
