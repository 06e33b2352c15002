"""Slugs: a name for a folder that every file system takes."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_SLUG = 80
"""Characters kept of a long name; eight hexadecimal digits of its hash follow."""

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MARK_LENGTH = 8


def is_slug(text: str) -> bool:
    """Whether ``text`` is a slug: "sommet-pgo" is, "Sommet PGO" and "con" are not."""
    return (
        bool(_SLUG.fullmatch(text))
        and len(text) <= MAX_SLUG + 1 + _MARK_LENGTH
        and not _DEVICES.fullmatch(text)
    )


def slug_of(text: str) -> str:
    """``text`` as lower-case ASCII letters, digits and single hyphens: "Été à Nîmes" is "ete-a-nimes".

    A slug is its own. What cannot be written so (other scripts, more than MAX_SLUG characters, the
    device names of Windows) is made unique by the first digits of a hash of the whole text.
    """
    if is_slug(text):
        return text
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    lossy = any(c.isalnum() and not c.isascii() for c in letters)
    if slug and not lossy and len(slug) <= MAX_SLUG and not _DEVICES.fullmatch(slug):
        return slug
    mark = hashlib.sha256(
        unicodedata.normalize("NFC", text).encode(errors="surrogatepass")
    ).hexdigest()[:_MARK_LENGTH]
    return f"{slug[:MAX_SLUG].strip('-') or 'page'}-{mark}"
