"""Share links: the addresses that open a network, or another way to share, with a page filled in.

Every value is percent-encoded with nothing left safe, spaces as %20 and never "+" (RFC 3986, 2.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from brochure.networks import table
from brochure.networks.network import Network, ShareForm

USUAL = ("facebook", "x", "bluesky", "linkedin", "whatsapp", "email", "copy")
"""The keys of a page that asks for no others, in their order."""


class Shared(NamedTuple):
    """What is shared: a page's title, its address, and the address of an image of it, or ""."""

    title: str
    url: str
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLink:
    """The link of one ``channel`` for one page; ``url`` is empty for copying."""

    channel: Network
    form: ShareForm
    url: str


def channel_keys() -> tuple[str, ...]:
    """The keys of all ways to share a page, those of other packages last."""
    return tuple(network.key for network in table.all_networks().values() if network.share)


def links(page: Shared, keys: Sequence[str] = ()) -> tuple[ShareLink, ...]:
    """The share links of ``page`` through the networks called ``keys``, in that order, or USUAL.

        links(Shared("Sommet", "https://exemple.org/"), ("x",))[0].url
        # https://x.com/intent/tweet?text=Sommet&url=https%3A%2F%2Fexemple.org%2F

    Raises KeyError for a key that is not one of `channel_keys()`.
    """
    known = {n.key: (n, n.share) for n in table.all_networks().values() if n.share}
    return tuple(
        ShareLink(channel=network, form=form, url=_address(form, page))
        for network, form in (known[key] for key in keys or USUAL)
    )


def _address(form: ShareForm, page: Shared) -> str:
    link = form.link_with_image if page.image and form.link_with_image else form.link
    lines = f"{page.title}\n{page.url}".replace("\r\n", "\n").replace("\n", "\r\n")  # RFC 6068, 5
    values = page._asdict() | {"text": f"{page.title} {page.url}", "lines": lines}
    return link.format(**{name: quote(value, safe="") for name, value in values.items()})
