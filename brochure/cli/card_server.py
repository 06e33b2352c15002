"""A server of cards: images are drawn when a signed address asks for them, and kept.

    /card/guide--install/open-graph.png?s=…                  of a page, by the name of its kit's folder
    /card?url=https://example.org/guide/&format=square&s=…   of a page, by its address
    /card?title=Open%20day&lead=…&lang=en&s=…                of words alone
    /metrics?s=…

``s`` signs all that is before it (`brochure.cli.card_signing`), so that nobody has cards drawn with
words of their own, or keeps the machine at work: what is not signed is refused before anything is read.
Nothing is ever fetched: ``url`` names a page of this site. Each card is drawn in a guarded process, one
that many ask for only once; where too many wait, the next one is told to come again.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from brochure.cli.card_cache import CardCache, KeptCard
from brochure.cli.card_signing import unsigned
from brochure.cli.site_cards import DRAWING, DrawnCard
from brochure.errors import BrochureError, UnforeseenError, WorkError
from brochure.problems import Place, Problem, error
from brochure.sites.memory import digest_of
from brochure.work.workers import Call

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.cli.site_index import SiteIndex
    from brochure.theme import Theme

MOST_ADDRESS_BYTES = 4_000
MOST_SIGNS = {"title": 300, "lead": 600, "kicker": 100, "site_name": 100, "lang": 35, "url": 2_000}
"""How long each word of a card may be, which an address gives."""

MOST_WAITING = 64
"""Cards that wait to be drawn, or are."""

_FRESH_S = 300
"""How long others may show a card without asking again."""

_ENDINGS = (".png", ".jpg")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The card that is asked for: in a ``format``, of the ``page`` (a kit's folder), else of words."""

    format: str
    page: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """A request that gets no card: the ``status`` of HTTP, and what is wrong."""

    def __init__(self, status: int, *problems: Problem) -> None:
        super().__init__(status)
        self.status, self.problems = status, problems


class Answer(NamedTuple):
    """What is sent."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class CardServer:
    """An ASGI application.

    ``key`` signs addresses, ``index`` knows the pages of the site, ``about`` is whatever else cards
    depend on, as one text.
    """

    def __init__(
        self, key: bytes, index: SiteIndex, theme: Theme, guard: Guarded, cache: CardCache, about: str
    ) -> None:
        self.key, self.index, self.theme, self.guard = key, index, theme, guard
        self.cache, self.about = cache, about
        self.statuses: Counter[int] = Counter()
        self.drawn = self.kept = 0
        self.drawing_s = 0.0
        self._going: dict[str, asyncio.Future[KeptCard]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            answer = await self._answer(scope)
        except RefusedError as caught:
            rows = [problem.to_json() for problem in caught.problems]
            body = json.dumps({"problems": rows}, ensure_ascii=False).encode()
            headers = {"content-type": "application/json", "cache-control": "no-store"}
            if caught.status == 503:
                headers["retry-after"] = "2"
            if caught.status == 405:
                headers["allow"] = "GET, HEAD"
            answer = Answer(caught.status, body, headers)
        self.statuses[answer.status] += 1
        headers = {**_HEADERS, **answer.headers}
        if answer.status != 304:
            headers["content-length"] = str(len(answer.body))
        body = b"" if scope["method"] == "HEAD" else answer.body
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope) -> Answer:
        if scope["method"] not in {"GET", "HEAD"}:
            raise RefusedError(405, error("serve-method"))
        raw: bytes = scope["raw_path"] + (
            b"?" + scope["query_string"] if scope["query_string"] else b""
        )
        if len(raw) > MOST_ADDRESS_BYTES:
            raise RefusedError(414, error("serve-address-long", most=MOST_ADDRESS_BYTES))
        address = unsigned(raw.decode("latin-1"), self.key)
        if address is None:
            raise RefusedError(403, error("serve-unsigned"))
        path, _, query = address.partition("?")
        if path == "/metrics":
            return Answer(200, self.metrics().encode(), {"content-type": "text/plain; version=0.0.4"})
        kept = await self._card(await self._wish(path, query))
        headers = {
            "content-type": kept.media_type, "etag": kept.etag,
            "cache-control": f"public, max-age={_FRESH_S}",
        }  # fmt: skip
        if _matches(dict(scope["headers"]).get(b"if-none-match", b"").decode("latin-1"), kept.etag):
            return Answer(304, b"", headers)
        return Answer(200, kept.data, headers)

    async def _wish(self, path: str, query: str) -> Wish:
        """What an address asks for. Raises RefusedError."""
        parts, given = _read(path, query)
        if parts[0] == "card" and len(parts) == 3 and not given and parts[2].endswith(_ENDINGS):
            if not await self.index.has(parts[1]):
                raise RefusedError(404, error("serve-no-page", given=parts[1]))
            return Wish(page=parts[1], format=parts[2].rpartition(".")[0])
        if parts != ["card"]:
            raise RefusedError(404, error("serve-nothing", known="/card"))
        name = given.pop("format", "open-graph")
        _check(given)
        if given.keys() == {"url"}:
            page = await self.index.at(given["url"])
            if page is None:
                raise RefusedError(404, error("serve-no-page", given=given["url"]))
            return Wish(page=page, format=name)
        if not given.get("title"):
            raise RefusedError(400, error("serve-no-title"))
        return Wish(words={key: text for key, text in given.items() if text}, format=name)

    async def _card(self, wish: Wish) -> KeptCard:
        """The card, as it was kept or drawn now. Raises RefusedError."""
        key = digest_of(self.about, wish.format, wish.page, sorted(wish.words.items()))
        if kept := self.cache.get(key):
            self.kept += 1
            return kept
        if key not in self._going:
            if len(self._going) >= MOST_WAITING:
                raise RefusedError(503, error("serve-busy", waiting=MOST_WAITING))
            task = asyncio.ensure_future(self._draw(key, wish))
            self._going[key] = task
            task.add_done_callback(lambda _: self._going.pop(key, None))
        try:
            return await asyncio.shield(self._going[key])
        except WorkError as caught:
            raise RefusedError(500, *caught.problems) from caught
        except BrochureError as caught:
            raise RefusedError(422, *caught.problems) from caught
        except UnforeseenError as caught:
            raise RefusedError(
                500, error("unexpected", kind=caught.kind, reason=str(caught))
            ) from caught

    async def _draw(self, key: str, wish: Wish) -> KeptCard:
        from brochure.building.guarded import files_of

        began = time.monotonic()
        if wish.page:
            call = self.index.call(wish.page, wish.format, self.theme)
        else:
            call = Call(
                function="brochure.cli.site_cards:draw_words",
                arguments=(dict(wish.words), self.theme, wish.format), modules=DRAWING,
                reads=files_of(self.theme), at=Place(file="card"),
            )  # fmt: skip
        drawn: DrawnCard = await asyncio.wrap_future(self.guard.start(self.guard.run, call))
        self.drawn += 1
        self.drawing_s += time.monotonic() - began
        kept = KeptCard(data=drawn.data, media_type=drawn.media_type, reads=drawn.reads)
        self.cache.put(key, kept)
        return kept

    def metrics(self) -> str:
        """What was done so far, in the text form of Prometheus."""
        lines = [
            f'brochure_requests_total{{status="{status}"}} {count}'
            for status, count in sorted(self.statuses.items())
        ]
        lines += [
            f"brochure_cards_drawn_total {self.drawn}", f"brochure_cards_kept_total {self.kept}",
            f"brochure_drawing_seconds_sum {self.drawing_s:.3f}",
            f"brochure_drawing_seconds_count {self.drawn}",
            f"brochure_cards_waiting {len(self._going)}",
        ]  # fmt: skip
        return "\n".join(lines) + "\n"


def _read(path: str, query: str) -> tuple[list[str], dict[str, str]]:
    """The parts of a path, and the parameters, each given once. Raises RefusedError."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict")
        parts = [unquote(part, errors="strict") for part in path.strip("/").split("/")]
    except ValueError:
        raise RefusedError(400, error("serve-address-form")) from None
    if len(given := dict(pairs)) < len(pairs):
        raise RefusedError(400, error("serve-parameter-twice"))
    return parts, given


def _check(given: Mapping[str, str]) -> None:
    """Refuse parameters that cards do not have, "url" with words, and words that are too long."""
    unknown = given.keys() - MOST_SIGNS.keys() or ({"url"} if {"url"} < given.keys() else set())
    if unknown:
        raise RefusedError(400, error("serve-parameter", names=sorted(unknown), known=(*MOST_SIGNS,)))
    for key, text in given.items():
        if len(text) > MOST_SIGNS[key]:
            raise RefusedError(
                400, error("serve-text-long", field=key, length=len(text), most=MOST_SIGNS[key])
            )


_HEADERS = {
    "x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "cross-origin",
}  # fmt: skip


def _matches(given: str, etag: str) -> bool:
    """Whether an If-None-Match names the ``etag`` (RFC 9110, 13.1.2)."""
    return given.strip() == "*" or any(
        one.strip().removeprefix("W/") == etag for one in given.split(",")
    )
