"""Share links: one row for each channel, with the exact form its owner documents.

Every value is percent-encoded with nothing left safe, spaces as %20 and never "+" (RFC 3986, 2.1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

CHECKED = "2026-11-23"
"""The day the forms below were last compared with their sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to share a page.

    ``link`` makes the address to open from the page's title and address; None for copying, which
    opens nothing and so has no code. ``host`` is what is printed beside the code. ``source`` says
    who documents the form.
    """

    key: str
    name: str
    host: str
    source: str
    link: Callable[[str, str], str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLink:
    """One channel's link for one page; ``url`` is empty for copying."""

    channel: Channel
    url: str


def _q(value: str) -> str:
    return quote(value, safe="")


def mailto(subject: str, body: str) -> str:
    """A ``mailto:`` address without recipient (RFC 6068): UTF-8, line breaks as %0D%0A."""
    lines = body.replace("\r\n", "\n").replace("\n", "\r\n")
    return f"mailto:?subject={_q(subject)}&body={_q(lines)}"


CHANNELS = (
    Channel(
        key="facebook", name="Facebook", host="facebook.com",
        source="the form of shareon and react-share; title and image come from Open Graph",
        link=lambda title, url: f"https://www.facebook.com/sharer/sharer.php?u={_q(url)}",
    ),
    Channel(
        key="x", name="X", host="x.com",
        source="docs.x.com, Web Intents",
        link=lambda title, url: f"https://x.com/intent/tweet?text={_q(title)}&url={_q(url)}",
    ),
    Channel(
        key="bluesky", name="Bluesky", host="bsky.app",
        source="docs.bsky.app, Action Intent Links",
        link=lambda title, url: f"https://bsky.app/intent/compose?text={_q(f'{title} {url}')}",
    ),
    Channel(
        key="linkedin", name="LinkedIn", host="linkedin.com",
        source="the form of shareon; title and image come from Open Graph",
        link=lambda title, url: f"https://www.linkedin.com/sharing/share-offsite/?url={_q(url)}",
    ),
    Channel(
        key="whatsapp", name="WhatsApp", host="wa.me",
        source="the form of shareon and sharer.js",
        link=lambda title, url: f"https://wa.me/?text={_q(f'{title} {url}')}",
    ),
    Channel(
        key="email", name="E-mail", host="",
        source="RFC 6068",
        link=lambda title, url: mailto(title, f"{title}\n{url}"),
    ),
    Channel(key="copy", name="Copy", host="", source="the Clipboard API", link=None),
)  # fmt: skip


def links(title: str, url: str) -> tuple[ShareLink, ...]:
    """The share links of the page ``title`` at ``url``, in the order of CHANNELS."""
    return tuple(
        ShareLink(channel=channel, url=channel.link(title, url) if channel.link else "")
        for channel in CHANNELS
    )
