"""Lengths: how each network counts a text against its limit.

Words are measured by themselves and remembered: a caption is tried at many lengths.
"""

from __future__ import annotations

from functools import lru_cache

from brochure.text import graphemes

_X_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that X counts as one; others are two (twitter-text, configuration 3)."""


@lru_cache(maxsize=8192)
def in_graphemes(text: str) -> int:
    """User-perceived characters (UAX #29): a family of joined emoji is one."""
    return len(graphemes.clusters(text))


def in_utf16(text: str) -> int:
    """Code units of UTF-16, as JavaScript and Java count: an emoji is two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@lru_cache(maxsize=8192)
def as_x_counts(text: str) -> int:
    """X: most scripts of Europe and Arabic count one a character, others and each emoji two."""
    count = 0
    for cluster in graphemes.clusters(text):
        if graphemes.is_picture(cluster):
            count += 2
        else:
            count += sum(1 if any(a <= ord(c) <= b for a, b in _X_LIGHT) else 2 for c in cluster)
    return count


@lru_cache(maxsize=8192)
def as_threads_counts(text: str) -> int:
    """Threads: an emoji counts as its bytes of UTF-8, all else as characters."""
    return sum(
        len(cluster.encode()) if graphemes.is_picture(cluster) else len(cluster)
        for cluster in graphemes.clusters(text)
    )
