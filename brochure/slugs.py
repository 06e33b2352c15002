"""Slugs: a name for a folder that every file system takes."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_SLUG = 80
"""Characters kept of a long name; eight hexadecimal digits of its hash follow."""

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")


def slug_of(text: str) -> str:
    """``text`` as lower-case ASCII letters, digits and single hyphens.

    What cannot be said so (other scripts, more than MAX_SLUG characters, the device names of
    Windows) is told apart by a hash of the whole text.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    lossy = any(c.isalnum() and not c.isascii() for c in letters)
    if slug and not lossy and len(slug) <= MAX_SLUG and not _DEVICES.fullmatch(slug):
        return slug
    mark = hashlib.sha256(
        unicodedata.normalize("NFC", text).encode(errors="surrogatepass")
    ).hexdigest()[:8]
    return f"{slug[:MAX_SLUG].strip('-') or 'page'}-{mark}"
