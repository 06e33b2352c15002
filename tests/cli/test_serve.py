"""``brochure serve --cards``: what is signed is drawn once, and nothing else is."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from brochure import theme as themes
from brochure.cli import card_server
from brochure.cli.card_cache import CardCache, KeptCard
from brochure.cli.card_server import CardServer
from brochure.cli.card_signing import signature, signed, unsigned
from brochure.cli.page_reading import Look
from brochure.cli.site_cards import DrawnCard
from brochure.cli.site_index import SiteIndex
from brochure.errors import FitError, WorkError
from brochure.problems import plain
from brochure.sites.site_file import Settings
from tests.conftest import ROOT, Run

KEY = b"0123456789abcdef0123456789abcdef"


class Guard:
    """Draws nothing, and tells what it was asked for; ``later`` holds back what is drawn."""

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.later: list[Future[DrawnCard]] | None = None
        self.fails: Exception | None = None

    def run(self, call: Any) -> Any:
        self.calls.append(call)
        if call.function.endswith("addresses_of"):
            from brochure.cli.site_cards import addresses_of

            return addresses_of(*call.arguments)
        if self.fails:
            raise self.fails
        return DrawnCard(data=b"png", media_type="image/png")

    def start(self, function: Any, *arguments: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(function(*arguments))
        except Exception as caught:
            done.set_exception(caught)
        if self.later is not None:
            waiting: Future[Any] = Future()
            self.later.append(waiting)
            return waiting
        return done


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "guide").mkdir(parents=True)
    (folder / "guide/install.md").write_text("# Install\n\nText.\n", encoding="utf-8")
    (folder / "own.md").write_text("---\ntitle: Own\nurl: https://own.org/x/\n---\n.\n", "utf-8")
    return folder


@pytest.fixture
def server(pages: Path, tmp_path: Path, theme: themes.Theme) -> CardServer:
    guard: Any = Guard()
    settings = Settings(pages=pages, address="https://exemple.org/", permalinks="mkdocs")
    index = SiteIndex(settings, Look(theme="agora"), guard)
    return CardServer(KEY, index, theme, guard, CardCache(tmp_path / "cache", 10**6), "about")


def ask(server: CardServer, *addresses: str, method: str = "GET", **headers: str) -> Any:
    """What is answered to each address, asked for at once; of one alone that."""

    async def asked() -> Sequence[httpx.Response]:
        transport = httpx.ASGITransport(app=server)
        async with httpx.AsyncClient(transport=transport, base_url="http://cards") as client:
            every = (client.request(method, address, headers=headers) for address in addresses)
            return await asyncio.gather(*every)

    found = asyncio.run(asked())
    return found[0] if len(found) == 1 else found


def calls(server: CardServer) -> int:
    guard: Any = server.guard
    return sum(not call.function.endswith("addresses_of") for call in guard.calls)


WORDS = "/card?title=Open%20day&lang=en"


@pytest.mark.parametrize(
    "address",
    [
        WORDS,
        f"{WORDS}&s=",
        f"{WORDS}&s={signature(WORDS, b'x' * 32)}",
        signed(WORDS, KEY).replace("day", "bar"),
        signed(WORDS, KEY) + "&lead=More",
        signed(WORDS, KEY).replace("lang=en&s=", "lang=ens="),
        signed(WORDS, KEY)[:-1],
        signed(WORDS, KEY).replace("/card", "/card/"),
        f"/card/guide--install/open-graph.png?s={signature('/card/own/open-graph.png', KEY)}",
        "/metrics", "/card", "/", "/card/%00/x.png",
    ],
)  # fmt: skip
def test_nothing_that_is_not_signed_is_drawn(address: str, server: CardServer) -> None:
    found = ask(server, address)
    assert (found.status_code, found.json()["problems"][0]["id"]) == (403, "serve-unsigned")
    guard: Any = server.guard
    assert guard.calls == []


REFUSED = {
    f"/card?title={'x' * 301}": (400, "serve-text-long"),
    f"/card?title={'x' * 5000}": (414, "serve-address-long"),
    "/card?url=https://elsewhere.org/": (404, "serve-no-page"),
    "/card?url=http://169.254.169.254/latest": (404, "serve-no-page"),
    "/card?url=file:///etc/passwd": (404, "serve-no-page"),
    "/card?url=https://exemple.org/guide/install/&title=Mine": (400, "serve-parameter"),
    "/card?title=a&title=b": (400, "serve-parameter-twice"),
    "/card?title=%ff": (400, "serve-address-form"),
    "/card?title=a&picture=/etc/passwd": (400, "serve-parameter"),
    "/card?lead=a": (400, "serve-no-title"),
    "/card/none/open-graph.png": (404, "serve-no-page"),
    "/card/..%2F..%2Fetc/open-graph.png": (404, "serve-no-page"),
    "/elsewhere?title=a": (404, "serve-nothing"),
}


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_signed_and_is_no_card_is_told(address: str, server: CardServer) -> None:
    found = ask(server, signed(address, KEY))
    assert (found.status_code, found.json()["problems"][0]["id"]) == REFUSED[address]
    assert found.headers["cache-control"] == "no-store"
    assert calls(server) == 0


def test_a_card_is_drawn_once_and_told_by_its_bytes_whether_it_changed(server: CardServer) -> None:
    address = signed(WORDS, KEY)
    first, second = ask(server, address), ask(server, address)
    assert (first.status_code, first.content, calls(server)) == (200, b"png", 1)
    assert first.headers["content-type"] == "image/png"
    assert first.headers["etag"] == second.headers["etag"]
    for given in (first.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
        same = ask(server, address, **{"If-None-Match": given})
        assert (same.status_code, same.content) == (304, b"")
    head = ask(server, address, method="HEAD")
    assert (head.content, head.headers["content-length"]) == (b"", "3")
    assert ask(server, address, method="POST").status_code == 405
    again = CardServer(
        KEY, server.index, server.theme, server.guard, CardCache(server.cache.folder, 9), "about"
    )
    assert ask(again, address).status_code == 200
    assert calls(server) == 1
    other = CardServer(KEY, server.index, server.theme, server.guard, server.cache, "another theme")
    ask(other, address)
    assert calls(server) == 2


def test_a_page_is_found_by_its_kit_and_by_its_address(server: CardServer, pages: Path) -> None:
    guard: Any = server.guard
    for address in (
        "/card/guide--install/square.png", "/card?url=https://EXEMPLE.org/guide/install&format=square",
        "/card?url=https://own.org/x/",
    ):  # fmt: skip
        assert ask(server, signed(address, KEY)).status_code == 200, address
    drawn = [call.arguments for call in guard.calls if call.function.endswith("draw_page")]
    assert [(task.path, name) for task, name in drawn] == [
        ("guide/install.md", "square"), ("own.md", "open-graph")
    ]  # fmt: skip
    (pages / "new.md").write_text("# New\n\nText.\n", encoding="utf-8")
    assert ask(server, signed("/card/new/open-graph.png", KEY)).status_code == 404  # just looked
    server.index._looked -= 60
    assert ask(server, signed("/card/new/open-graph.png", KEY)).status_code == 200


def test_of_a_card_that_many_ask_for_at_once_one_is_drawn(server: CardServer) -> None:
    found = ask(server, *[signed(WORDS, KEY)] * 20)
    assert {one.status_code for one in found} == {200}
    assert calls(server) == 1


def test_where_too_many_cards_wait_the_next_one_is_told_to_come_again(
    server: CardServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_server, "MOST_WAITING", 2)
    guard: Any = server.guard
    guard.later = []

    async def asked() -> list[int]:
        transport = httpx.ASGITransport(app=server)
        async with httpx.AsyncClient(transport=transport, base_url="http://cards") as client:
            addresses = [signed(f"/card?title={n}", KEY) for n in range(3)]
            waiting = [asyncio.ensure_future(client.get(address)) for address in addresses[:2]]
            while len(guard.later) < 2:
                await asyncio.sleep(0)
            busy = await client.get(addresses[2])
            assert busy.headers["retry-after"] == "2"
            for future in guard.later:
                future.set_result(DrawnCard(data=b"png", media_type="image/png"))
            return [busy.status_code, *[(await one).status_code for one in waiting]]

    assert asyncio.run(asked()) == [503, 200, 200]


@pytest.mark.parametrize(
    ("raised", "status"), [(FitError(plain("no room")), 422), (WorkError(plain("took too long")), 500)]
)
def test_a_card_that_cannot_be_drawn_is_told_and_not_kept(
    raised: Exception, status: int, server: CardServer
) -> None:
    guard: Any = server.guard
    guard.fails = raised
    for _ in range(2):
        found = ask(server, signed(WORDS, KEY))
        assert (found.status_code, found.json()["problems"][0]["message"]) == (status, str(raised))
    assert calls(server) == 2
    metrics = ask(server, signed("/metrics", KEY)).text
    assert f'requests_total{{status="{status}"}} 2' in metrics


def test_a_kept_card_goes_with_the_files_that_it_was_drawn_from(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("one", encoding="utf-8")
    cache = CardCache(tmp_path / "cache", 100)
    reads = {str(page): cache.files.hash_of(str(page))}
    cache.put("k", KeptCard(data=b"1", media_type="image/png", reads=reads))
    assert cache.get("k")
    page.write_text("two", encoding="utf-8")
    assert cache.get("k") is None
    for n in range(5):
        cache.put(f"k{n}", KeptCard(data=b"x" * 20, media_type="image/png"))
    assert sum(p.stat().st_size for p in cache.folder.iterdir()) <= 100
    (cache.folder / "torn").write_bytes(b"{")
    assert CardCache(cache.folder, 100).get("torn") is None


def test_a_signature_covers_every_byte_before_it() -> None:
    address = signed(WORDS, KEY)
    assert unsigned(address, KEY) == WORDS
    assert unsigned(signed("/metrics", KEY), KEY) == "/metrics"
    for at in range(len(address)):
        other = chr(ord(address[at]) ^ 1)
        assert unsigned(address[:at] + other + address[at + 1 :], KEY) is None, at


@pytest.mark.parametrize(
    ("options", "env", "said"),
    [
        (["--cards"], {"BROCHURE_KEY": ""}, "holds no key of 32 bytes or more"),
        (["--cards"], {"BROCHURE_KEY": "short"}, "openssl rand -hex 32"),
        (["--cards", "--key-file", "none"], {}, "the key cannot be read"),
        ([], {"BROCHURE_KEY": KEY.decode()}, "brochure serve --cards"),
    ],
)
def test_what_cannot_be_served_is_told(
    options: list[str], env: Mapping[str, str], said: str, run: Run
) -> None:
    done = run("serve", *options, env=env)
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-m", "brochure", "serve", "pages", "--cards", "--port", "0", "--cache", "c"],
        cwd=folder, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BROCHURE_KEY": KEY.decode()},
    ) as started:  # fmt: skip
        assert started.stdout is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+", started.stdout.readline())
            assert found
            yield found[0]
            started.send_signal(signal.SIGINT)
            assert started.wait(60) in {0, 130}
        finally:
            started.kill()


@pytest.mark.slow
def test_cards_are_served_as_the_kit_has_them(pages: Path, tmp_path: Path, run: Run) -> None:
    assert run("site", "pages", "-o", "kits", "--only", "cards").returncode == 0
    with serving(tmp_path) as base:
        for name in ("open-graph", "square"):
            found = httpx.get(base + signed(f"/card/guide--install/{name}.png", KEY), timeout=60)
            assert found.content == (tmp_path / f"kits/guide--install/cards/{name}.png").read_bytes()
        words = httpx.get(base + signed(WORDS, KEY), timeout=60)
        assert words.headers["content-type"] == "image/png"
        none = httpx.get(base + signed("/card/guide--install/none.png", KEY), timeout=60)
        assert (none.status_code, "open-graph" in none.text) == (422, True)
        (pages / "guide/install.md").write_text("# Another title\n\nText.\n", encoding="utf-8")
        changed = httpx.get(base + signed("/card/guide--install/square.png", KEY), timeout=60)
        assert changed.content != found.content
