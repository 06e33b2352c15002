"""Share links: one row for each channel, with the exact form its owner documents.

Every value is percent-encoded with nothing left safe, spaces as %20 and never "+" (RFC 3986, 2.1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

CHECKED = "2026-11-23"
"""The day the forms below were last compared with their sources."""


class Shared(NamedTuple):
    """What is shared: a page's title, its address, and the address of an image of it, or ""."""

    title: str
    url: str
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to share a page.

    ``link`` makes the address to open; None for copying, which opens nothing and so has no code.
    ``host`` is what is printed beside the code. ``source`` says who documents the form. Links that
    only an application opens have no code (``coded``): what it opens cannot be read from it.
    """

    key: str
    name: str
    host: str
    source: str
    link: Callable[[Shared], str] | None
    coded: bool = True


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


def _text(page: Shared) -> str:
    return _q(f"{page.title} {page.url}")


def _pin(page: Shared) -> str:
    media = f"&media={_q(page.image)}" if page.image else ""
    start = "https://www.pinterest.com/pin/create/button/"
    return f"{start}?url={_q(page.url)}{media}&description={_q(page.title)}"


CHANNELS = (
    Channel(
        key="facebook", name="Facebook", host="facebook.com",
        source="the form of shareon and react-share; title and image come from Open Graph",
        link=lambda page: f"https://www.facebook.com/sharer/sharer.php?u={_q(page.url)}",
    ),
    Channel(
        key="x", name="X", host="x.com",
        source="docs.x.com, Web Intents",
        link=lambda page: f"https://x.com/intent/tweet?text={_q(page.title)}&url={_q(page.url)}",
    ),
    Channel(
        key="bluesky", name="Bluesky", host="bsky.app",
        source="docs.bsky.app, Action Intent Links",
        link=lambda page: f"https://bsky.app/intent/compose?text={_text(page)}",
    ),
    Channel(
        key="linkedin", name="LinkedIn", host="linkedin.com",
        source="the form of shareon; title and image come from Open Graph",
        link=lambda page: f"https://www.linkedin.com/sharing/share-offsite/?url={_q(page.url)}",
    ),
    Channel(
        key="whatsapp", name="WhatsApp", host="wa.me",
        source="the form of shareon and sharer.js",
        link=lambda page: f"https://wa.me/?text={_text(page)}",
    ),
    Channel(
        key="mastodon", name="Mastodon", host="joinmastodon.org",
        source="blog.joinmastodon.org, A new share button (March 2026)",
        link=lambda page: f"https://share.joinmastodon.org/?text={_text(page)}",
    ),
    Channel(
        key="telegram", name="Telegram", host="t.me",
        source="core.telegram.org/widgets/share",
        link=lambda page: f"https://t.me/share/url?url={_q(page.url)}&text={_q(page.title)}",
    ),
    Channel(
        key="threads", name="Threads", host="threads.com",
        source="developers.facebook.com, Threads Web Intents",
        link=lambda page: (
            f"https://www.threads.com/intent/post?text={_q(page.title)}&url={_q(page.url)}"
        ),
    ),
    Channel(
        key="reddit", name="Reddit", host="reddit.com",
        source="the form of shareon and react-share",
        link=lambda page: f"https://www.reddit.com/submit?url={_q(page.url)}&title={_q(page.title)}",
    ),
    Channel(
        key="pinterest", name="Pinterest", host="pinterest.com",
        source="the form of shareon and react-share; the image is the card pin",
        link=_pin,
    ),
    Channel(
        key="line", name="LINE", host="line.me",
        source="developers.line.biz, LINE Share",
        link=lambda page: (
            f"https://social-plugins.line.me/lineit/share?url={_q(page.url)}&text={_q(page.title)}"
        ),
    ),
    Channel(
        key="teams", name="Teams", host="teams.microsoft.com",
        source="the form of shareon",
        link=lambda page: (
            f"https://teams.microsoft.com/share?href={_q(page.url)}&msgText={_q(page.title)}"
        ),
    ),
    Channel(
        key="tumblr", name="Tumblr", host="tumblr.com",
        source="the form of shareon and react-share",
        link=lambda page: (
            f"https://www.tumblr.com/widgets/share/tool?posttype=link&title={_q(page.title)}"
            f"&content={_q(page.url)}&canonicalUrl={_q(page.url)}"
        ),
    ),
    Channel(
        key="hackernews", name="Hacker News", host="news.ycombinator.com",
        source="the form of shareon",
        link=lambda page: (
            f"https://news.ycombinator.com/submitlink?u={_q(page.url)}&t={_q(page.title)}"
        ),
    ),
    Channel(
        key="lobsters", name="Lobsters", host="lobste.rs",
        source="the form of shareon",
        link=lambda page: (
            f"https://lobste.rs/stories/new?url={_q(page.url)}&title={_q(page.title)}"
        ),
    ),
    Channel(
        key="vk", name="VK", host="vk.com",
        source="the form of shareon and react-share",
        link=lambda page: f"https://vk.com/share.php?url={_q(page.url)}&title={_q(page.title)}",
    ),
    Channel(
        key="odnoklassniki", name="OK", host="ok.ru",
        source="the form of shareon",
        link=lambda page: (
            f"https://connect.ok.ru/offer?url={_q(page.url)}&title={_q(page.title)}"
        ),
    ),
    Channel(
        key="viber", name="Viber", host="viber.com", coded=False,
        source="the form of shareon and sharer.js; telephones only",
        link=lambda page: f"viber://forward?text={_text(page)}",
    ),
    Channel(
        key="sms", name="SMS", host="", coded=False,
        source="RFC 5724, with the form that iOS takes too",
        link=lambda page: f"sms:?&body={_text(page)}",
    ),
    Channel(
        key="email", name="E-mail", host="",
        source="RFC 6068",
        link=lambda page: mailto(page.title, f"{page.title}\n{page.url}"),
    ),
    Channel(key="copy", name="Copy", host="", source="the Clipboard API", link=None),
)  # fmt: skip

KEYS = tuple(channel.key for channel in CHANNELS)

USUAL = ("facebook", "x", "bluesky", "linkedin", "whatsapp", "email", "copy")
"""The channels of a page that asks for no others, in their order."""


def links(page: Shared, keys: Sequence[str] = ()) -> tuple[ShareLink, ...]:
    """The share links of ``page`` through the channels called ``keys``, in that order, or USUAL."""
    by_key = {channel.key: channel for channel in CHANNELS}
    return tuple(
        ShareLink(channel=channel, url=channel.link(page) if channel.link else "")
        for channel in (by_key[key] for key in keys or USUAL)
    )
