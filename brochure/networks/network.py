"""Network: everything brochure knows about one network or other way to share, as one value.

The rows that come with brochure stand in `brochure.networks.table`; other packages add rows of their
own (docs/extending.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

LINK = re.compile(r"https?://\S+")
_GAPS = re.compile("[ \n]")
"""What counts as one everywhere; the words between are measured by themselves."""

WIDE, SQUARE = "1.91 / 1", "1 / 1"
"""Ratios of preview images, as CSS writes them."""

LINK_FIELDS = frozenset({"title", "url", "text", "lines", "image"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareForm:
    """The address that opens a network ready to share a page.

    ``link`` has fields in braces, which are percent-encoded before they are set in: {title}, {url},
    {text} (both, with a space between), {lines} (both, on lines of their own) and {image}. It is
    empty for copying, which opens nothing. ``link_with_image`` takes its place where the page has
    an image to name.

    ``host`` is printed beside the code. Links that only an application opens have no code
    (``coded``): no reader could tell whether it leads to the right place. ``source`` says who
    documents the form.
    """

    link: str
    source: str
    host: str = ""
    link_with_image: str = ""
    coded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionRules:
    """What a post on a network may be: at most ``limit`` long by its own ``measure``.

    Each link counts as ``link_length``, 0 being as it is written; where links cannot be followed
    (``linked``), the address is written for reading. ``images`` names the formats of cards that
    suit it, the usual one first, whose alternative text may have ``alt_limit`` characters; it may
    take ``jpeg`` alone. ``source`` says where the numbers come from.
    """

    limit: int
    measure: Callable[[str], int]
    source: str
    link_length: int = 0
    linked: bool = True
    images: tuple[str, ...] = ("open-graph", "square")
    alt_limit: int = 1000
    jpeg: bool = False

    def count(self, text: str) -> int:
        """The length of ``text`` as the network counts it."""
        links = 0
        if self.link_length:
            text, links = LINK.subn("", text)
        words = _GAPS.split(text)
        gaps = len(words) - 1
        return sum(map(self.measure, words)) + gaps + self.link_length * links


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLayout:
    """How a network shows the link to a page: its image cut to ``ratio``, then texts.

    ``title`` and ``description`` are the characters it shows of them, 0 for none; with ``small`` the
    image stands beside the texts, with ``over`` the site's name on the image and no text below.
    Networks publish few of these measures: they were looked up in their layouts on the day
    ``checked``, and each may change without notice.
    """

    checked: date
    ratio: str = WIDE
    title: int = 70
    description: int = 0
    small: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountForm:
    """How an account is written, and the metadata by which previews credit it.

    ``pattern`` matches all of what is given, and its first group, or all of it where it has none, is
    the account; ``example`` shows one.
    ``meta`` is the name of the metadata, ``content`` its value with {account}.
    """

    pattern: re.Pattern[str]
    example: str
    meta: str
    content: str = "{account}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network, or another way to share a page such as e-mail.

    ``key`` (small letters, digits and hyphens) is what front matter and themes call it, and the name
    of its code's files; ``name`` is shown to readers. What it does not have is None. ``checked`` is
    the day when share link and caption rules were last compared with their sources.
    """

    key: str
    name: str
    checked: date
    share: ShareForm | None = None
    caption: CaptionRules | None = None
    preview: PreviewLayout | None = None
    account: AccountForm | None = None
