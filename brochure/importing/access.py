"""Access: what a person lets an import reach, and whether a name is an address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a person lets an import reach.

    ``allow_private`` names hosts of private networks, ``proxy`` the address of a proxy. ``offline``
    fetches no picture, and no page.
    """

    allow_private: tuple[str, ...] = ()
    proxy: str = ""
    offline: bool = False


def is_web_address(text: str) -> bool:
    """Whether ``text`` is meant as an address of the web, rather than a file: "https://…"."""
    return text.strip().lower().startswith(("http://", "https://"))
