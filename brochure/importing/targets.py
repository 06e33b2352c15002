"""Targets: what an address names, judged before anything is dialled.

A host is read as browsers read it (WHATWG URL, 3.5 "host parsing"): percent signs decoded, other
scripts as punycode (UTS 46), and what ends in a number is an IPv4 address in whatever spelling. So
0x7f000001, 0177.0.0.1, 127.1, １２７.0.0.1 and %31%32%37.1 are this machine, and are judged as it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

from brochure.errors import SourceError
from brochure.problems import Place, Problem, error
from brochure.web_address import visible

IPAddress = IPv4Address | IPv6Address

PORTS = {"https": 443, "http": 80}

LONGEST = 8000
"""Characters of an address; servers take no more of a request line (RFC 9110, 4.1)."""

_SAFE = "!$&'()*+,;=:@/?%~-._[]|"
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")

_UNICAST = ipaddress.ip_network("2000::/3")
"""Where all addresses of IPv6 are that anybody was ever given (IANA)."""

_NEVER = tuple(
    ipaddress.ip_network(block)
    for block in (
        "2002::/16",  # 6to4: an IPv4 address inside
        "2001::/32",  # Teredo: the same
        "2001:db8::/32",  # documentation
        "3fff::/20",  # the same
        "192.88.99.0/24",  # relays of 6to4
    )
)
"""What is public by Python's ``is_global``, in some version of it, and leads elsewhere or nowhere."""

_NO_PAGES = frozenset(
    {
        1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
        103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
        512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
        995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
        6669, 6679, 6697, 10080,
    }
)  # fmt: skip
"""Ports of other services, to which browsers send no request either (WHATWG Fetch, 2.9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a request goes: ``host`` is ASCII, an IP address without brackets; ``path`` has the query.

    ``ip`` is set where the host is an address, and no name to be resolved.
    """

    scheme: str
    host: str
    port: int
    path: str
    ip: IPAddress | None = None

    @property
    def address(self) -> str:
        """The address in its usual form, without what stands after "#"."""
        host = f"[{self.host}]" if isinstance(self.ip, IPv6Address) else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def target_of(address: str) -> Target:
    """What ``address`` names. Raises SourceError for what is no http(s) address, or has a password."""
    text = address.strip()
    at = Place(file=visible(text[:200]))
    if len(text) > LONGEST:
        raise SourceError(error("import-address-long", at=at, count=len(text), most=LONGEST))
    if any(ord(char) < 0x20 or ord(char) == 0x7F for char in text):  # urlsplit takes some of them out
        raise SourceError(error("import-address-form", at=at))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise SourceError(error("import-address-form", at=at)) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.netloc:
        raise SourceError(error("import-address-scheme", at=at, scheme=visible(scheme)))
    if "@" in parts.netloc or "\\" in parts.netloc:
        raise SourceError(error("import-address-user", at=Place(file=f"{scheme}://…")))
    port = PORTS[scheme] if port is None else port
    if port in _NO_PAGES or not port:
        raise SourceError(error("import-address-port", at=at, port=port))
    host, ip = _host_of(parts, at)
    return Target(scheme=scheme, host=host, port=port, path=_path_of(parts), ip=ip)


def _path_of(parts: SplitResult) -> str:
    path = quote(parts.path, safe=_SAFE) or "/"
    return f"{path}?{quote(parts.query, safe=_SAFE)}" if parts.query else path


def _host_of(parts: SplitResult, at: Place) -> tuple[str, IPAddress | None]:
    """The host as ASCII, and the address that it is. Raises SourceError."""
    refused = SourceError(error("import-address-host", at=at, host=visible(parts.netloc)))
    if parts.netloc.startswith("["):
        inner = parts.netloc.rpartition("]")[0][1:]
        try:
            six = IPv6Address(
                "" if "%" in inner else inner
            )  # a zone names an interface of this machine
        except ValueError:
            raise refused from None
        ip = six.ipv4_mapped or six
        return str(ip), ip
    try:
        host = _ascii(unquote_to_bytes(parts.hostname or "").decode())
    except UnicodeError:  # idna's own error is one
        raise refused from None
    host = host.removesuffix(".")
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise refused
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return host, None
    four = _ipv4(host)
    if four is None:
        raise refused
    return str(four), four


def _ascii(host: str) -> str:
    """``host`` in lower case, other scripts as punycode. Raises UnicodeError."""
    if host.isascii():
        return host.lower()
    import idna

    return idna.encode(host, uts46=True).decode("ascii")


def _ipv4(host: str) -> IPv4Address | None:
    """The address that numbers are in any of their spellings (WHATWG URL, "IPv4 parser"), or None."""
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        *first, last = (_number(part) for part in parts)
    except ValueError:  # 08 is no octal number
        return None
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        return None
    return IPv4Address(sum(n << 8 * (3 - place) for place, n in enumerate(first)) + last)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") and part != "0" else 10)


def is_public(ip: IPAddress) -> bool:
    """Whether ``ip`` is one of the whole internet: no private, shared, reserved or local address.

    An IPv4 address inside an IPv6 one (::ffff:127.0.0.1) is judged itself.
    """
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        return is_public(ip.ipv4_mapped)
    if ip.is_multicast or any(ip in block for block in _NEVER):
        return False
    return ip.is_global and (ip.version == 4 or ip in _UNICAST)


def refusal_of(target: Target, ips: Collection[IPAddress], allowed: Collection[str]) -> Problem | None:
    """Why ``target``, whose host has the addresses ``ips``, is not fetched; None where it may be.

    Every one has to be public, unless the host is one of those ``allowed``, as `allowed_hosts` gives
    them: a name with one private address among others is how networks are entered from outside.
    """
    private = next((ip for ip in ips if not is_public(ip)), None)
    if private is None or target.host in allowed:
        return None
    at, host = Place(file=target.address), target.host
    if private.is_loopback or private.is_unspecified:
        return error("import-host-is-here", at=at, host=host, ip=str(private))
    return error("import-host-private", at=at, host=host, ip=str(private))


def allowed_hosts(named: Collection[str]) -> frozenset[str]:
    """The hosts that a person ``named``, as targets have them. Raises SourceError."""
    bracketed = (f"[{name}]" if name.count(":") > 1 and name[0] != "[" else name for name in named)
    return frozenset(target_of(f"http://{name}/").host for name in bracketed)
