"""The share links of a page, named in its language, and where its files are published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brochure.networks import share_links
from brochure.networks.share_links import Shared
from brochure.page import Page
from brochure.text import labels

PIN = "cards/pin.png"
"""The image for networks that ask for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A share link.

    ``name`` is "Facebook", ``action`` "Partager sur Facebook", ``host`` where it leads, or "".
    ``url`` is empty for copying. ``coded`` ones have a code of their own.
    """

    key: str
    name: str
    action: str
    url: str
    host: str
    coded: bool = True

    @property
    def opens(self) -> str:
        """What is printed beside its code."""
        return f"{self.name} · {self.host}" if self.host else self.name


def links_of(page: Page) -> tuple[Link, ...]:
    """The share links of ``page``, named in its language; none without an address."""
    if not page.url:
        return ()
    words = labels.in_language(page.lang)
    shared = Shared(page.title, page.url, published_at(page, PIN))
    return tuple(_link(link, words) for link in share_links.links(shared, page.channels))


def published_at(page: Page, path: str) -> str:
    """The address that the file ``path`` of the kit has once the kit is put online."""
    base = page.kit_url or page.url.split("?")[0].split("#")[0].rstrip("/") + "/"
    return base + path


def _link(link: share_links.ShareLink, words: Mapping[str, Any]) -> Link:
    key, name = link.channel.key, link.channel.name
    translated = {
        "email": (words["email"], words["share_by_email"]),
        "copy": (words["copy_link"], words["copy_link"]),
    }
    shown, action = translated.get(key, (name, words["share_on"].format(channel=name)))
    return Link(
        key=key, name=shown, action=action, url=link.url, host=link.form.host,
        coded=bool(link.url) and link.form.coded,
    )  # fmt: skip
