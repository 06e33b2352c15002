"""Addresses that may be printed, encoded and linked: the policy, and the form a person reads.

A printed code cannot be taken back, so an address is judged before anything is made of it:
https only, no user information, no control or bidirectional characters, no IP host, no odd port,
host names as punycode (RFC 5891), everything else percent-encoded (RFC 3986, 2.1).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit

from brochure.errors import AddressError

MAX_ADDRESS_BYTES = 2000
"""Longer addresses make codes that phones no longer read and that mail clients cut."""

_SAFE = "!$&'()*+,;=:@/?%~-._"
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An accepted address.

    ``url`` is ASCII, ready to encode and link. ``host`` is the host as a person should read it:
    in its own script when that is a single one, else as punycode. ``rest`` is what follows the
    host, letters as letters, without a lone "/".
    """

    url: str
    host: str
    rest: str

    @property
    def readable(self) -> str:
        """What is printed beside a code: host and path, no scheme."""
        return self.host + self.rest


def parse_url(text: str) -> Address:
    """The accepted form of ``text``. Raises AddressError saying what is wrong and what to write."""
    text = text.strip()
    _refuse_hidden_characters(text)
    parts = _split(text)
    _refuse_scheme(parts, text)
    if "@" in parts.netloc:
        raise AddressError(
            f"{_shown(text)}: user information before the host ({_shown(parts.netloc)}) hides "
            "where a link leads; write the address without it"
        )
    host = _ascii_host(parts, text)
    path = quote(parts.path, safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=_SAFE)}" if parts.fragment else ""
    url = f"https://{host}{path or '/'}{query}{fragment}"
    if len(url) > MAX_ADDRESS_BYTES:
        raise AddressError(
            f"{_shown(text[:60])}…: the address has {len(url)} characters; "
            f"{MAX_ADDRESS_BYTES} is the most that can be linked everywhere; use a shorter one"
        )
    rest = f"{path}{query}{fragment}"
    return Address(url=url, host=_readable_host(host), rest="" if rest == "/" else _letters(rest))


def breakable(text: str) -> list[str]:
    """``text``, a part of a readable address, in the pieces after which a line may end.

    That is before each "/", "?", "&" and their like, and after each hyphen.
    """
    return [piece for piece in re.findall(r"[/?&=#._]?[^/?&=#._-]*-?", text) if piece]


def _letters(rest: str) -> str:
    """``rest`` with percent-encoded letters as letters: what a person reads, never a separator."""

    def decoded(found: re.Match[str]) -> str:
        text = unquote(found[0], errors="replace")
        return text if all(c.isalpha() and not c.isascii() for c in text) else found[0]

    return re.sub(r"(?:%[89A-Fa-f][0-9A-Fa-f])+", decoded, rest)


def _shown(text: str) -> str:
    """``text`` with everything unprintable made visible."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _refuse_hidden_characters(text: str) -> None:
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
            raise AddressError(
                f"{_shown(text)}: the address holds the invisible character U+{ord(char):04X}, "
                "which can hide where it leads; type the address again without it"
            )


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise AddressError(f"{_shown(text)}: not an address: {error}") from error
    return parts


def _refuse_scheme(parts: SplitResult, text: str) -> None:
    if parts.scheme.lower() == "https" and parts.netloc:
        return
    if parts.scheme.lower() == "http":
        raise AddressError(
            f"{_shown(text)}: http is not protected on its way; "
            "write the address with https:// (the site has to offer it)"
        )
    if not parts.scheme or "." in parts.scheme:
        raise AddressError(
            f"{_shown(text)}: not a whole address; write it with its scheme: https://{_shown(text)}"
        )
    raise AddressError(
        f'{_shown(text)}: a page address starts with https://, not with "{parts.scheme}:"'
    )


def _ascii_host(parts: SplitResult, text: str) -> str:
    host = (parts.hostname or "").rstrip(".")
    if parts.port not in {None, 443}:
        raise AddressError(
            f"{_shown(text)}: port {parts.port} is not the one of public pages; "
            "write the public address without a port"
        )
    if not host.isascii():
        import idna

        _refuse_mixed_scripts(host, text)
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise AddressError(f"{_shown(text)}: not a host name: {error}") from error
    labels = host.lower().split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressError(f'{_shown(text)}: "{_shown(host)}" is not the name of a public host')
    if labels[-1].isdigit() or re.fullmatch(r"0x[0-9a-f]+", labels[-1]):
        raise AddressError(
            f"{_shown(text)}: {host} is a machine's number, not a name; write the site's name"
        )
    return ".".join(labels)


def _refuse_mixed_scripts(host: str, text: str) -> None:
    """Refuse a host whose labels mix scripts (UTS 39, 5.1): Latin letters with Cyrillic ones."""
    for label in host.split("."):
        scripts = {_script(c) for c in label if c.isalpha()}
        if len(scripts) > 1 and not scripts <= {"CJK", "HIRAGANA", "KATAKANA", "LATIN"}:
            raise AddressError(
                f"{_shown(text)}: the host mixes letters of {' and '.join(sorted(scripts))} in "
                f'"{_shown(label)}", as look-alike addresses do; write it in one script, '
                "or as punycode (xn--…) if it is right"
            )


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
