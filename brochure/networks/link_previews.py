"""Views: how networks show a shared page, so that it can be looked at before it is published.

Measures are those of the networks' current layouts, as far as they are published; each may change
without notice. What is cut is cut at a word, as they do.
"""

from __future__ import annotations

from dataclasses import dataclass

CHECKED = "2026-11-26"
"""The day the measures below were last looked over."""

WIDE, SQUARE = "1.91 / 1", "1 / 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A network's frame: the ratio its image is cut to, and the characters of title and description.

    ``title`` or ``description`` of 0 are not shown; ``small`` ones have the image beside the words;
    ``over`` ones have the site's name on the image and no words below.
    """

    key: str
    name: str
    ratio: str = WIDE
    title: int = 70
    description: int = 0
    small: bool = False
    over: bool = False


VIEWS = (
    View(key="facebook", name="Facebook", title=88, description=80),
    View(key="x", name="X", title=70, over=True),
    View(key="linkedin", name="LinkedIn", title=119),
    View(key="whatsapp", name="WhatsApp", ratio=SQUARE, title=65, description=80, small=True),
    View(key="bluesky", name="Bluesky", title=100, description=150),
    View(key="mastodon", name="Mastodon", title=90, description=120),
    View(key="slack", name="Slack", title=120, description=300),
    View(key="imessage", name="iMessage", title=70),
)


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters, cut at a word with an ellipsis."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    kept = (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:.–—-\u00a0\u202f")
    return f"{kept}…"
