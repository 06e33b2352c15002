"""Signed addresses: whoever has the key says which cards a server draws.

The signature is the last parameter of an address and covers all that stands before it, byte for byte:

    s = base64url(HMAC-SHA256(key, "/card?title=Open%20day&lang=en")), without "="
    /card?title=Open%20day&lang=en&s=…
"""

from __future__ import annotations

import base64
import hmac

LEAST_KEY_BYTES = 32
"""Of a key: what is shorter can be found by trying (RFC 2104, 3)."""

_LENGTH = 43
"""Of 32 bytes in base64 without padding."""


def signature(address: str, key: bytes) -> str:
    """The signature of a path with its query, as they are sent."""
    made = hmac.digest(key, address.encode("latin-1"), "sha256")
    return base64.urlsafe_b64encode(made).decode("ascii").rstrip("=")


def signed(address: str, key: bytes) -> str:
    """``address`` with its signature."""
    return f"{address}{'&' if '?' in address else '?'}s={signature(address, key)}"


def unsigned(address: str, key: bytes) -> str | None:
    """What was signed, None for an ``address`` that bears no signature, or another one."""
    before, _, given = address.rpartition("s=")
    if len(given) != _LENGTH or before[-1:] not in {"?", "&"}:
        return None
    made = signature(before[:-1], key)
    return before[:-1] if hmac.compare_digest(made.encode(), given.encode("latin-1")) else None
