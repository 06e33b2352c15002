"""Fetching: one address of the web, once, within one deadline and one number of bytes.

A host's name is resolved once, every address that it has is judged (`targets`), and one of those very
addresses is dialled: what the name means a moment later (DNS rebinding) changes nothing. Each redirect
is judged again. Nothing is taken from the environment or the home: no proxy, no .netrc, no cookies.

urllib3, rather than httpx: a single method of its connections opens the socket, the one that its own
SOCKS support overrides as well (`_new_conn`, urllib3/contrib/socks.py). The vetted address is dialled
there, and all above it goes by the host's name as ever: the Host header, the server's name in TLS
(SNI), the name that its certificate must have. httpx would need a transport with a network backend of
httpcore, and three packages more; urllib3 comes with trafilatura, and decompresses no more than it is
asked for.

Certificates are verified against the system's authorities, so that an organisation's own are known;
where the system has none (Python from python.org on macOS), against certifi's.

urllib3's timeouts are for each read, and a server that sends a byte a second keeps within them for
ever. So a `Watch` shuts the connection down when the deadline is over, whoever is waiting for it.
"""

from __future__ import annotations

import errno
import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Collection, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread, Timer
from time import monotonic
from typing import Any, Self
from urllib.parse import urljoin

import urllib3
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from brochure.errors import SourceError
from brochure.importing.targets import IPAddress, Target, allowed_hosts, refusal_of, target_of
from brochure.problems import Id, Place, Problem, error, reason, warning
from brochure.web_address import visible

SECONDS, MOST_BYTES = 15.0, 10_000_000
"""What one address may take: of the clock, redirects included, and after decompression."""

MOST_REDIRECTS = 5

PAGES, PICTURES = (
    "text/html,application/xhtml+xml,*/*;q=0.5", "image/jpeg,image/png,image/webp,image/*;q=0.5",
)  # fmt: skip
"""What is asked for: the kinds that are read best, any other rather than none."""

_FIRST_TRY_S = 5.0
"""For each address of a host but its last: one that does not answer must not take all the time."""

_PIECE = 1 << 16
_CODINGS = ("gzip", "deflate", "br")

Resolver = Callable[[str, int], Sequence[str]]
"""Gives the IP addresses of a host, for a port. Raises OSError where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address holds: its ``data``, decompressed, and the ``address`` it came from in the end.

    ``type`` is what the server calls it ("text/html; charset=utf-8"), and no more than that. ``told``
    is what happened on the way.
    """

    address: str
    data: bytes
    type: str = ""
    told: tuple[Problem, ...] = ()


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The IP addresses of ``host``, in the order in which the system would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def fetch(
    address: str,
    *,
    allow_private: Collection[str] = (),
    deadline: float = SECONDS,
    limit: int = MOST_BYTES,
    proxy: str = "",
    accept: str = PAGES,
    resolve: Resolver = system_resolver,
) -> Fetched:
    """What ``address`` (http or https) holds.

        fetch("https://www.exemple.org/actualites/atelier").data

    No private address is dialled but those of the hosts ``allow_private``. ``deadline`` is in seconds,
    for all of it; ``limit`` is in bytes. Through a ``proxy``, which a person named, the proxy resolves
    names, and judges them. Raises SourceError with one problem.
    """
    asking = _Asking(
        allowed=allowed_hosts(allow_private), limit=limit, proxy=proxy, accept=accept, resolve=resolve
    )
    first = target = target_of(address)
    seen: dict[str, Target] = {}
    told: list[Problem] = []
    with Watch(deadline) as watch:
        while target.address not in seen:
            if len(seen) > MOST_REDIRECTS:
                at = Place(file=first.address)
                raise SourceError(error("import-redirects", at=at, most=MOST_REDIRECTS))
            seen[target.address] = target
            found = asking.answer(target, watch)
            if isinstance(found, Fetched):
                return replace(found, told=tuple(told))
            if target.scheme == "https" and found.scheme == "http":
                at = Place(file=first.address)
                told.append(warning("import-redirect-insecure", at=at, to=found.address))
            target = found
    raise SourceError(error("import-redirect-loop", at=Place(file=first.address), to=target.address))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """How requests are made, whatever their target."""

    allowed: frozenset[str]
    limit: int
    proxy: str
    accept: str
    resolve: Resolver

    def answer(self, target: Target, watch: Watch) -> Fetched | Target:
        """What ``target`` holds, or where it redirects to. Raises SourceError."""
        ips = self._vetted(target, watch)
        dial = partial(_dialled, target, ips, watch) if ips else partial(_dialled_proxy, watch)
        headers = {
            "User-Agent": user_agent(), "Accept": self.accept, "Accept-Encoding": ", ".join(_CODINGS),
        }  # fmt: skip
        try:
            with (
                _manager(dial, target.scheme, self.proxy, watch.left) as manager,
                closing(
                    manager.urlopen(
                        "GET", target.address, headers=headers, redirect=False, retries=False,
                        preload_content=False,
                    )
                ) as response,
            ):  # fmt: skip
                return _answer(response, target, self.limit, watch)
        except (exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as caught:
            raise SourceError(_failure(caught, target, watch)) from caught

    def _vetted(self, target: Target, watch: Watch) -> Sequence[IPAddress]:
        """The addresses of ``target`` that may be dialled; none where the proxy resolves its name."""
        if target.ip:
            ips: Sequence[IPAddress] = (target.ip,)
        else:
            ips = () if self.proxy else _resolved(target, self.resolve, watch)
        if refusal := refusal_of(target, ips, self.allowed):
            raise SourceError(refusal)
        return () if self.proxy else ips


# Time


@dataclass(slots=True)
class Watch:
    """A deadline: when ``seconds`` are over, every connection that it guards is shut down."""

    seconds: float
    is_over: bool = False
    _until: float = 0.0
    _guarded: list[socket.socket] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    _timer: Timer | None = None

    def __enter__(self) -> Self:
        self._until = monotonic() + self.seconds
        self._timer = Timer(self.seconds, self._end)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._timer
        self._timer.cancel()
        with self._lock:
            for connection in self._guarded:
                connection.close()
            self._guarded.clear()

    @property
    def left(self) -> float:
        """The seconds that are left, and a little where there are none: 0 would mean for ever."""
        return max(0.001, self._until - monotonic())

    def guard(self, connection: socket.socket) -> None:
        """Shut ``connection`` down when the time is over, even once TLS has taken hold of it."""
        with self._lock:
            self._guarded.append(connection.dup())
        if self.is_over:
            self._end()

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for connection in self._guarded:
                with suppress(OSError):  # it may be closed at the other end
                    connection.shutdown(socket.SHUT_RDWR)


# Names and connections


def _resolved(target: Target, resolve: Resolver, watch: Watch) -> Sequence[IPAddress]:
    """The IP addresses of the target's host. Raises SourceError.

    The system's resolver has no deadline, so it is waited for no longer than ours.
    """
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except (OSError, UnicodeError) as caught:
            answers.put(caught)

    Thread(target=ask, daemon=True).start()
    at = Place(file=target.address)
    try:
        found = answers.get(timeout=watch.left)
    except Empty:
        raise SourceError(_late(target, watch)) from None
    if isinstance(found, socket.gaierror) and found.errno == socket.EAI_AGAIN:
        raise SourceError(error("import-offline", at=at, host=target.host))
    if isinstance(found, Exception) or not found:
        raise SourceError(error("import-host-unknown", at=at, host=target.host))
    return [ipaddress.ip_address(ip.partition("%")[0]) for ip in found]


def _dialled(
    target: Target, ips: Sequence[IPAddress], watch: Watch, host: str, port: int
) -> socket.socket:
    """A connection to one of ``ips``, which are the target's and vetted. Raises SourceError."""
    last: OSError = TimeoutError()
    for number, ip in enumerate(ips, 1):
        patience = watch.left if number == len(ips) else min(watch.left, _FIRST_TRY_S)
        try:
            return _guarded(socket.create_connection((str(ip), port), patience), watch)
        except OSError as caught:
            last = caught
    at = Place(file=target.address)
    if isinstance(last, TimeoutError):
        raise SourceError(_late(target, watch)) from last
    if isinstance(last, ConnectionRefusedError):
        raise SourceError(error("import-refused", at=at, host=host, port=port)) from last
    if last.errno in {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH}:
        raise SourceError(error("import-offline", at=at, host=host)) from last
    raise SourceError(error("import-no-answer", at=at, host=host, reason=reason(last))) from last


def _dialled_proxy(watch: Watch, host: str, port: int) -> socket.socket:
    """A connection to the proxy that was named. Raises SourceError."""
    try:
        return _guarded(socket.create_connection((host, port), watch.left), watch)
    except OSError as caught:
        why = reason(caught)
        raise SourceError(error("import-proxy", proxy=f"{host}:{port}", reason=why)) from caught


def _guarded(connection: socket.socket, watch: Watch) -> socket.socket:
    watch.guard(connection)
    connection.settimeout(watch.left)
    return connection


def _manager(
    dial: Callable[[str, int], socket.socket], scheme: str, proxy: str, seconds: float
) -> urllib3.PoolManager:
    """What sends one request over a connection that ``dial`` opens. Raises SourceError."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return dial(self.host, self.port)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return dial(self.host, self.port)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    options: dict[str, Any] = {"timeout": seconds}
    if scheme == "https":
        options["ssl_context"] = _authorities()
    try:
        manager = urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)
    except (exceptions.HTTPError, ValueError) as caught:
        at = Place(key="--proxy")
        raise SourceError(error("import-proxy-form", at=at, proxy=visible(proxy))) from caught
    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return manager


@cache
def _authorities() -> ssl.SSLContext:
    """What verifies certificates: by the system's authorities, by certifi's where it has none."""
    paths = ssl.get_default_verify_paths()
    if paths.cafile or (paths.capath and any(Path(paths.capath).iterdir())):
        return ssl.create_default_context()
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


@cache
def user_agent() -> str:
    """Who asks: brochure, its version, and its site as far as its package names one."""
    try:
        package = metadata.metadata("brochure")
    except metadata.PackageNotFoundError:  # it runs from a folder of sources
        return "brochure"
    addresses = [row.partition(", ")[2] for row in package.get_all("Project-URL") or ()]
    site = f" (+{addresses[0]})" if addresses else ""
    return f"brochure/{package['Version']}{site}"


# Answers


def _answer(
    response: urllib3.BaseHTTPResponse, target: Target, limit: int, watch: Watch
) -> Fetched | Target:
    """What ``response`` holds, or where it leads. Raises SourceError."""
    at = Place(file=target.address)
    if response.status in {301, 302, 303, 307, 308}:
        leads_to = response.headers.get("Location", "")
        if not leads_to:
            raise SourceError(error("import-status", at=at, status=response.status))
        return target_of(urljoin(target.address, _as_utf8(leads_to)))
    if not 200 <= response.status < 300:
        raise SourceError(error(_sentence_of(response.status), at=at, status=response.status))
    data = _body(response, at, limit)
    if watch.is_over:  # what ends with its connection seems whole
        raise SourceError(_late(target, watch))
    return Fetched(address=target.address, data=data, type=response.headers.get("Content-Type", ""))


def _body(response: urllib3.BaseHTTPResponse, at: Place, limit: int) -> bytes:
    """The body of ``response``, decompressed. Raises SourceError as soon as there is too much of it."""
    codings = re.findall(r"[^\s,]+", response.headers.get("Content-Encoding", "").lower())
    if unknown := [name for name in codings if name not in (*_CODINGS, "x-gzip", "identity")]:
        raise SourceError(error("import-coding", at=at, coding=visible(unknown[0])))
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise SourceError(error("import-large", at=at, bytes=int(announced), most=limit))
    data = bytearray()
    while piece := response.read(_PIECE):
        data += piece
        if len(data) > limit:
            raise SourceError(error("import-endless", at=at, most=limit))
    return bytes(data)


def _as_utf8(header: str) -> str:
    """A header with letters beyond ASCII: servers send UTF-8, Python reads Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


_STATUSES = {
    401: Id("import-status-login"), 403: Id("import-status-forbidden"),
    404: Id("import-status-missing"), 407: Id("import-status-login"), 410: Id("import-status-missing"),
    429: Id("import-status-often"),
}  # fmt: skip


def _sentence_of(status: int) -> Id:
    """The id of the sentence about ``status`` (RFC 9110, 15)."""
    other = Id("import-status-server") if status >= 500 else Id("import-status")
    return _STATUSES.get(status, other)


_CERTIFICATES = {
    9: Id("import-certificate-early"), 10: Id("import-certificate-expired"),
    18: Id("import-certificate-unknown"), 19: Id("import-certificate-unknown"),
    20: Id("import-certificate-unknown"), 21: Id("import-certificate-unknown"),
    62: Id("import-certificate-host"), 64: Id("import-certificate-host"),
}  # fmt: skip
"""OpenSSL's numbers of what is wrong with a certificate (X509_V_ERR_…, x509_vfy.h)."""


def _failure(caught: Exception, target: Target, watch: Watch) -> Problem:
    """What to say of an error of urllib3 or of the machine."""
    at, host = Place(file=target.address), target.host
    chain = [*_causes(caught)]
    if watch.is_over or any(isinstance(one, TimeoutError | exceptions.TimeoutError) for one in chain):
        return _late(target, watch)
    for one in chain:
        if isinstance(one, ssl.SSLCertVerificationError):
            id_ = _CERTIFICATES.get(one.verify_code, Id("import-certificate"))
            return error(id_, at=at, host=host, reason=one.verify_message)
    if isinstance(caught, exceptions.SSLError):
        return error("import-tls", at=at, host=host)
    if isinstance(caught, exceptions.DecodeError):
        return error("import-compression", at=at)
    if isinstance(caught, exceptions.ProxyError):
        return error("import-proxy-refused", at=at, reason=str(chain[-1]))
    if any(isinstance(one, http.client.IncompleteRead | ConnectionError) for one in chain):
        return error("import-broken-off", at=at, host=host)
    return error("import-no-http", at=at, host=host)


def _causes(caught: BaseException) -> Sequence[BaseException]:
    """``caught`` and what it was made of: urllib3 keeps that in its errors' arguments."""
    found: list[BaseException] = [caught]
    for one in found:
        inner = (*one.args, one.__cause__, one.__context__, getattr(one, "original_error", None))
        found += [e for e in inner if isinstance(e, BaseException) and e not in found]
    return found


def _late(target: Target, watch: Watch) -> Problem:
    at = Place(file=target.address)
    return error("import-timeout", at=at, host=target.host, seconds=watch.seconds)
