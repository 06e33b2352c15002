"""Addresses that may be printed, encoded and linked: the policy, and the form a person reads.

A printed code cannot be taken back, so an address is checked before anything is made of it:
https (or http, which `Address.secure` tells), no user information, no control or bidirectional
characters, no IP host, no odd port, host names as punycode (RFC 5891), everything else
percent-encoded (RFC 3986, 2.1).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

from brochure.errors import AddressError
from brochure.problems import error

MAX_ADDRESS_BYTES = 2000
"""Longer addresses make codes that phones no longer read and that mail clients cut."""

_SAFE = "!$&'()*+,;=:@/?%~-._"
_PORTS = {"https": 443, "http": 80}
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An accepted address.

    ``url`` is ASCII, ready to encode and link. ``host`` is the host as a person should read it:
    in its own script when that is a single one, else as punycode. ``rest`` is what follows the
    host, letters as letters, without a lone "/". One that is not ``secure`` starts with http://: what
    is read there can be changed on its way, and its author should be told.
    """

    url: str
    host: str
    rest: str
    secure: bool = True

    @property
    def readable(self) -> str:
        """What is printed beside a code: host and path, no scheme."""
        return self.host + self.rest


@lru_cache(maxsize=8192)  # of a programme, each address is asked for when read, checked and printed
def parse_url(text: str) -> Address:
    """The accepted form of ``text``. Raises AddressError saying what is wrong and what to write.

    ``parse_url("https://exemple.org/été").url`` is "https://exemple.org/%C3%A9t%C3%A9".
    """
    text = text.strip()
    _refuse_hidden_characters(text)
    parts = _split(text)
    _refuse_scheme(parts, text)
    if "@" in parts.netloc:
        raise AddressError(error("address-user", address=visible(text), host=visible(parts.netloc)))
    host = _ascii_host(parts, text)
    path = quote(parts.path, safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=_SAFE)}" if parts.fragment else ""
    secure = parts.scheme.lower() == "https"
    url = f"http{'s' if secure else ''}://{host}{path or '/'}{query}{fragment}"
    if len(url) > MAX_ADDRESS_BYTES:
        raise AddressError(
            error(
                "address-long", address=f"{visible(text[:60])}…", count=len(url), most=MAX_ADDRESS_BYTES
            )
        )
    rest = f"{path}{query}{fragment}"
    shown = "" if rest == "/" else _letters(rest)
    return Address(url=url, host=_readable_host(host), rest=shown, secure=secure)


def breakable(text: str) -> list[str]:
    """``text``, an address or a part of one, in the pieces after which a line may end.

    That is after each "/", "?", "&" and hyphen, and before "=", "#" and "_".
    """
    return re.findall(r"[=#_]?[^/?&=#_-]*[/?&-]*", text)[:-1]


def _letters(rest: str) -> str:
    """``rest`` with percent-encoded letters as letters: what a person reads, never a separator."""

    def decoded(found: re.Match[str]) -> str:
        text = unquote(found[0], errors="replace")
        return text if all(c.isalpha() and not c.isascii() for c in text) else found[0]

    return re.sub(r"(?:%[89A-Fa-f][0-9A-Fa-f])+", decoded, rest)


def visible(text: str) -> str:
    r"""``text`` with every unprintable character as \uXXXX."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _refuse_hidden_characters(text: str) -> None:
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
            raise AddressError(
                error("address-hidden", address=visible(text), character=f"U+{ord(char):04X}")
            )


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as caught:
        raise AddressError(
            error("address-unreadable", address=visible(text), reason=str(caught))
        ) from caught
    return parts


def _refuse_scheme(parts: SplitResult, text: str) -> None:
    if parts.scheme.lower() in _PORTS and parts.netloc:
        return
    address = visible(text)
    if not parts.scheme or "." in parts.scheme:
        raise AddressError(error("address-no-scheme", address=address))
    raise AddressError(error("address-scheme", address=address, scheme=parts.scheme))


def _ascii_host(parts: SplitResult, text: str) -> str:
    host = (parts.hostname or "").rstrip(".")
    if parts.port not in {None, _PORTS[parts.scheme.lower()]}:
        raise AddressError(error("address-port", address=visible(text), port=parts.port or 0))
    if not host.isascii():
        import idna

        _refuse_mixed_scripts(host, text)
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as caught:
            raise AddressError(
                error("address-host-name", address=visible(text), reason=str(caught))
            ) from caught
    labels = host.lower().split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressError(error("address-host", address=visible(text), host=visible(host)))
    if labels[-1].isdigit() or re.fullmatch(r"0x[0-9a-f]+", labels[-1]):
        raise AddressError(error("address-number", address=visible(text), host=host))
    return ".".join(labels)


def _refuse_mixed_scripts(host: str, text: str) -> None:
    """Refuse a host whose labels mix scripts (UTS 39, 5.1): Latin letters with Cyrillic ones."""
    for label in host.split("."):
        scripts = {_script(c) for c in label if c.isalpha()}
        if len(scripts) > 1 and not scripts <= {"CJK", "HIRAGANA", "KATAKANA", "LATIN"}:
            raise AddressError(
                error(
                    "address-scripts", address=visible(text), scripts=sorted(scripts),
                    label=visible(label),
                )
            )  # fmt: skip


def _script(char: str) -> str:
    return unicodedata.name(char, "UNKNOWN").split(" ")[0].split("-")[0]


def _readable_host(host: str) -> str:
    """The host in its own script where that is one script and no look-alike, else punycode."""
    if "xn--" not in host:
        return host
    import idna

    try:
        own = str(idna.decode(host))
        _refuse_mixed_scripts(own, own)
    except (idna.IDNAError, AddressError):
        return host
    letters = {_script(c) for label in own.split(".")[:-1] for c in label if c.isalpha()}
    return own if letters <= {"LATIN", "ARABIC", "CJK", "HIRAGANA", "KATAKANA"} else host
