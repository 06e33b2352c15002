"""Check-in: what the code of a badge says so that a door knows it: an id, and a seal of it.

    sealed("K-0042", key)          # "B1.K-0042.QVN2…"
    identity_of("B1.K-0042.QVN2…", key)   # "K-0042"; None for a code that nobody with the key made

The seal is the first 80 bits of an HMAC with SHA-256 (RFC 2104), in base 32: nobody without the key
makes one, and no name, organisation or address can be read from it. Who has the key can make badges: a
key is of one event, and lies where only those who check have it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode
from urllib.parse import quote, unquote

from brochure.errors import AddressError
from brochure.problems import Place, error

START = "B1"
"""What such a code begins with; another form would have another number."""

SEAL_LETTERS = 16
"""80 bits: to guess one takes 2⁷⁹ tries, and each has to be shown to a door."""

LEAST_KEY_BYTES = 16

_ID_LETTERS = 10
_MOST_ID = 800
"""Letters of an id as a code has it: of sixty signs, each in twelve."""

_FORM = re.compile(rf"{START}\.(?P<id>[^\s]{{1,{_MOST_ID}}})\.(?P<seal>[A-Z2-7]{{{SEAL_LETTERS}}})")


def key_of(data: bytes, name: str) -> bytes:
    """The key in a file that holds ``data``, without the line end that editors put after it.

    Raises AddressError for one of fewer than 16 bytes, which could be guessed.
    """
    key = data.strip(b"\r\n \t")
    if len(key) < LEAST_KEY_BYTES:
        raise AddressError(error("key-short", at=Place(name), count=len(key), least=LEAST_KEY_BYTES))
    return key


def sealed(identity: str, key: bytes) -> str:
    """The text of a code for whoever is called ``identity``."""
    shown = quote(identity, safe="-_~")
    return f"{START}.{shown}.{_seal(shown, key)}"


def identity_of(text: str, key: bytes) -> str | None:
    """Who a code that says ``text`` is for; None where its seal is not of this ``key``."""
    found = _FORM.fullmatch(text.strip())
    if not found or not hmac.compare_digest(found["seal"], _seal(found["id"], key)):
        return None
    return unquote(found["id"])


def identity_for(key: bytes, *parts: str) -> str:
    """An id for someone whose list gives none: the same for the same ``parts`` and key."""
    digest = hmac.new(key, "\0".join(("id", *parts)).encode(), hashlib.sha256).digest()
    return b32encode(digest).decode()[:_ID_LETTERS]


def _seal(identity: str, key: bytes) -> str:
    digest = hmac.new(key, f"{START}\0{identity}".encode(), hashlib.sha256).digest()
    return b32encode(digest).decode()[:SEAL_LETTERS]
