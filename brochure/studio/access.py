"""Access: who may speak to the studio, and how much they may send. Everything passes through `Gate`.

A server on the own machine is reached by every site that a browser has open. So each request is
judged: its Host must be this server (a name pointed at 127.0.0.1 is another one: DNS rebinding), its
Origin, where there is one, must be the studio itself, its cookie must hold the key, and whatever
changes something has a header that no form can send, and no script of another site without asking
first (Fetch Standard, CORS-safelisted request-header), which is never granted: there is no CORS.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode

from brochure.problems import Problem, error

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_JSON_BYTES = 4_000_000
"""Of what is typed: a page has 500 kB at most, and JSON may write a letter as six."""

MOST_FILE_BYTES = 100_000_000
"""Of a file that is brought, with what a form puts around it."""

HEADER = b"x-brochure"
"""The header of whatever changes something."""

ENTRANCE = "/enter"
"""Where a password is given."""

SCREEN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Of the studio's own screens: nothing inline, nothing from elsewhere."""

STRANGER_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""Of HTML and SVG that a page is drawn into: shown in a frame of the studio, and no script runs.

It stays of the studio's origin, so that its pictures and fonts come with the cookie; without a script
nobody can use that.
"""

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # with none at all, forms would come from the origin "null"
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_SAFE = frozenset({"GET", "HEAD"})
_OF_FILES = ("/api/bring", "/api/programmes", "/pictures", "/approval")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What is asked of whoever comes.

    ``host`` and ``port`` are where the server listens. The ``token`` stands in the first address, and
    is exchanged for a cookie. With a ``password`` others may come in: then the server may be called by
    any of the machine's numbers, or by ``host``.
    """

    token: str
    host: str
    port: int
    password: str = ""

    @property
    def cookie(self) -> str:
        """The name of the cookie: of its own for each port, as cookies are shared by all of a host."""
        return f"brochure-studio-{self.port}"

    @property
    def key(self) -> str:
        """What the cookie holds: made of the token, which it does not tell."""
        return hmac.digest(self.token.encode(), b"cookie", "sha256").hex()

    def is_mine(self, host: str) -> bool:
        """Whether ``host``, a Host header, names this server in a way that nobody else can point here.

        A number is what a browser dials; of names, "localhost" alone is certain (RFC 6761, 6.3), and
        the one that the studio was told to listen at.
        """
        name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "80")
        if port != str(self.port):
            return False
        if name.lower() in {"localhost", self.host.lower()} and name:
            return True
        with suppress(ValueError):
            number = ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
            return number.is_loopback or bool(self.password)
        return False


class _TooLargeError(Exception):
    """More was sent than is taken."""


class Gate:
    """An ASGI application before ``app`` that lets through what `Access` allows.

    ``locked`` gives the page for those who come without the key, as HTML, and the language of messages
    is theirs.
    """

    def __init__(self, app: App, access: Access, locked: Callable[[Mapping[str, str]], str]) -> None:
        self.app, self.access, self.locked = app, access, locked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge a request, and hand it on with its body counted."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = _headers(scope)
        answer = _Answer(send)
        if refused := self._refusal(scope, headers):
            await answer.problem(*refused)
        elif token := self._token_in(scope):
            await self._exchanged(scope, token, answer)
        elif not self._has_key(headers) and scope["path"] != ENTRANCE:
            await self._unknown(scope, headers, answer)
        else:
            await self._handed_on(scope, receive, answer)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, Problem] | None:
        """Why the request is not even looked at."""
        host, method = headers.get("host", ""), scope["method"]
        if not self.access.is_mine(host):
            return 421, error("studio-host", host=host[:100])
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return 403, error("studio-origin", origin=origin[:100])
        arrives = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
        framed = headers.get("sec-fetch-dest", "document") not in {"document", "empty"}
        if headers.get("sec-fetch-site", "none") in {"cross-site", "same-site"} and (
            not arrives or framed
        ):
            return 403, error("studio-origin", origin=headers["sec-fetch-site"])
        if method not in _SAFE and HEADER.decode() not in headers and scope["path"] != ENTRANCE:
            return 403, error("studio-header")
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > most_bytes(scope["path"]):
            return 413, error("studio-large", most=most_bytes(scope["path"]))
        return None

    def _has_key(self, headers: Mapping[str, str]) -> bool:
        try:
            given = SimpleCookie(headers.get("cookie", "")).get(self.access.cookie)
        except CookieError:
            return False
        return given is not None and hmac.compare_digest(given.value.encode(), self.access.key.encode())

    def _token_in(self, scope: Scope) -> str:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
        return given[0] if scope["method"] == "GET" else ""

    async def _exchanged(self, scope: Scope, token: str, answer: _Answer) -> None:
        """The cookie for the token of the first address, which goes from the address bar."""
        if not hmac.compare_digest(token.encode(), self.access.token.encode()):
            await answer.problem(403, error("studio-token"))
            return
        kept = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        kept.pop("token")
        query = f"?{urlencode(kept, doseq=True)}" if kept else ""
        place = "/" + scope["path"].lstrip("/")  # "//elsewhere" would lead to another host
        await answer.sent(
            303, b"", (b"location", f"{place}{query}".encode()), (b"set-cookie", self.cookie_set())
        )

    def cookie_set(self) -> bytes:
        """The cookie with the key, as it is set: for this session of the browser, and no script."""
        access = self.access
        return f"{access.cookie}={access.key}; Path=/; HttpOnly; SameSite=Strict".encode()

    async def _unknown(self, scope: Scope, headers: Mapping[str, str], answer: _Answer) -> None:
        if scope["path"].startswith("/api/") or scope["method"] != "GET":
            await answer.problem(401, error("studio-token"))
            return
        page = self.locked(headers)
        await answer.sent(401, page.encode(), (b"content-type", b"text/html; charset=utf-8"))

    async def _handed_on(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        left = most_bytes(scope["path"])

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                answer.muted = not answer.begun  # whatever is said of it further in
                raise _TooLargeError
            return message

        try:
            await self.app(scope, counted, answer)
        except _TooLargeError:
            if not answer.muted:
                raise
            answer.muted = False
            await answer.problem(413, error("studio-large", most=most_bytes(scope["path"])))


class _Answer:
    """Sends an answer with the headers that every answer has."""

    def __init__(self, send: Send) -> None:
        self.send, self.begun, self.muted = send, False, False

    async def __call__(self, message: Message) -> None:
        """Send ``message``; a policy of its own, and what it says of caches, stay."""
        if self.muted:
            return
        if message["type"] == "http.response.start":
            self.begun = True
            named = {name.lower() for name, _ in message["headers"]}
            more = [pair for pair in _HEADERS if pair[0] not in named]
            if b"content-security-policy" not in named:
                more.append((b"content-security-policy", SCREEN_POLICY.encode()))
            if b"cache-control" not in named:
                more.append((b"cache-control", b"no-store"))
            message["headers"] = [*message["headers"], *more]
        await self.send(message)

    async def problem(self, status: int, *problems: Problem) -> None:
        """Send ``problems`` as JSON."""
        rows = [{**shown(one), "mends": []} for one in problems]
        body = json.dumps({"problems": rows}, ensure_ascii=False).encode()
        closing = [(b"connection", b"close")] if status == 413 else []  # the rest is not read
        await self.sent(status, body, (b"content-type", b"application/json"), *closing)

    async def sent(self, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
        """Send a whole answer."""
        length = (b"content-length", str(len(body)).encode())
        await self({"type": "http.response.start", "status": status, "headers": [*headers, length]})
        await self({"type": "http.response.body", "body": body})


def shown(problem: Problem) -> dict[str, Any]:
    """``problem`` as the screens have it: its sentence in the current language, without its place."""
    text = str(problem.text())
    return {
        "severity": problem.severity, "id": problem.id, "sentence": f"{text[:1].upper()}{text[1:]}",
        "field": problem.place.key or None, "line": problem.place.line,
    }  # fmt: skip


def most_bytes(path: str) -> int:
    """How much a request for ``path`` may hold."""
    return MOST_FILE_BYTES if path.endswith(_OF_FILES) else MOST_JSON_BYTES


def _headers(scope: Scope) -> dict[str, str]:
    """The headers by their names in small letters; the values of one that is sent twice are joined.

    So two Host headers are no host at all.
    """
    found: dict[str, str] = {}
    pairs: Iterable[tuple[bytes, bytes]] = scope["headers"]
    for raw, value in pairs:
        name = raw.decode("latin-1").lower()
        text = value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found
