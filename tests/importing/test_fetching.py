"""Fetching: what is dialled, how long it may take, how much it may be, a sentence for each end."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_address
from types import SimpleNamespace

import brotli
import pytest

from brochure.errors import SourceError
from brochure.importing import fetching
from brochure.importing.fetching import Fetched, fetch
from brochure.importing.targets import is_public, target_of
from tests.importing.servers import TLS, Answer, Site, raw, resolver, says, site

HERE = ("127.0.0.1",)
DRIP = 3.0
"""Seconds that a server drips for, if nobody stops it; the deadline of such tests is a tenth."""


def refused(address: str, **options: object) -> str:
    """The id of the one problem for which ``address`` is not fetched; its sentences are made too."""
    with pytest.raises(SourceError) as caught:
        fetch(address, **options)  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    for language in ("en", "fr"):
        assert "\n" not in problem.sentence(language)
    return problem.id


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Nothing but this machine is dialled by these tests; every connection is in the list."""
    dialled: list[str] = []
    create = socket.create_connection

    def watched(address: tuple[str, int], *rest: object, **options: object) -> socket.socket:
        dialled.append(address[0])
        assert ip_address(address[0]).is_loopback, f"{address} was dialled"
        return create(address, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", watched)
    fetching._authorities.cache_clear()
    yield dialled
    fetching._authorities.cache_clear()


# What is dialled

SPELLINGS = (
    "127.0.0.1", "localhost", "2130706433", "0x7f000001", "0X7F.1", "0177.0.0.1", "017700000001",
    "127.1", "127.0.1", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",  # noqa: S104 - nothing is bound
    "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "%31%32%37.0.0.1", "%30%78%37%66%30%30%30%30%30%31",
    "１２７.０.０.１", "127。0。0。1", "①②⑦.1", "127.0.0.1.", "127.0.0.2", "[2002:7f00:1::]",
    "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2001:0:1::1]", "[fec0::1]", "[100::1]", "[2001:db8::1]",
    "[fe80::1]", "[fc00::1]", "[ff02::1]", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
    "192.88.99.1", "203.0.113.7", "[3fff::1]", "[5f00::1]",
)  # fmt: skip
"""This machine, its network, and addresses that lead into either, as they can be written."""


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_a_private_address_is_dialled(host: str, no_network: list[str]) -> None:
    assert refused(f"http://{host}/") in {"import-host-is-here", "import-host-private"}
    assert no_network == []


def _given_by_name_servers() -> Iterator[str]:
    """The addresses of SPELLINGS in the one spelling that name servers give."""
    for host in SPELLINGS:
        with suppress(ValueError):
            yield str(ip_address(host.strip("[]")))


@pytest.mark.parametrize("ip", [*_given_by_name_servers()])
def test_nor_a_name_that_has_one_among_its_addresses(ip: str, no_network: list[str]) -> None:
    resolve, _ = resolver(["93.184.216.34", ip])
    found = refused("https://ville.test/", resolve=resolve)
    assert found in {"import-host-is-here", "import-host-private"}
    assert no_network == []


def test_public_addresses_are_public() -> None:
    for ip in ("93.184.216.34", "1.1.1.1", "2606:4700::1111", "2a01:e0c::1", "192.31.196.1"):
        assert is_public(ip_address(ip)), ip


def test_a_host_is_read_as_browsers_read_it() -> None:
    assert target_of("HTTPS://Bücher.TEST:8443/é à?q=ü#ici").address == (
        "https://xn--bcher-kva.test:8443/%C3%A9%20%C3%A0?q=%C3%BC"
    )
    assert target_of("http://a_b.test./x%2Fy").address == "http://a_b.test/x%2Fy"


@pytest.mark.parametrize(
    ("address", "id_"),
    [
        ("ftp://ville.test/", "import-address-scheme"),
        ("file:///etc/passwd", "import-address-scheme"),
        ("https:///page", "import-address-scheme"),
        ("http://user:secret@ville.test/", "import-address-user"),
        ("http://ville.test\\@127.0.0.1/", "import-address-user"),
        ("http://ville.test:22/", "import-address-port"),
        ("http://ville.test:0/", "import-address-port"),
        ("http://ville.test:99999/", "import-address-form"),
        ("http://vil\tle.test/", "import-address-form"),
        ("http://ville.test/a\r\nX-Evil: 1", "import-address-form"),
        ("http://[::1", "import-address-form"),
        ("http://[fe80::1%25lo]/", "import-address-host"),
        ("http://ville%2ftest/", "import-address-host"),
        ("http://vil le.test/", "import-address-host"),
        ("http://08.1.1.1/", "import-address-host"),
        ("http://256.0.0.1/", "import-address-host"),
        ("http://1.2.3.4.5/", "import-address-host"),
        ("http://a..test/", "import-address-host"),
        (f"http://{'a' * 64}.test/", "import-address-host"),
        (f"http://ville.test/{'a' * 9000}", "import-address-long"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused(address: str, id_: str, no_network: list[str]) -> None:
    assert refused(address) == id_
    assert no_network == []


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(SourceError) as caught:
        fetch("https://user:secret@ville.test/")
    assert "secret" not in str(caught.value)


def test_a_private_host_that_is_named_is_fetched() -> None:
    with site({"/page?x=1": Answer(b"<p>oui</p>")}) as here:
        found = fetch(f"{here.at}/page?x=1#suite", allow_private=HERE)
    assert found == Fetched(address=f"{here.at}/page?x=1", data=b"<p>oui</p>", type="text/html")


def test_one_that_is_named_allows_no_other(no_network: list[str]) -> None:
    assert refused("http://127.0.0.2/", allow_private=HERE) == "import-host-is-here"
    assert no_network == []


def test_an_ipv6_host_is_dialled_too() -> None:
    try:
        with site({"/": Answer()}, host="::1") as here:
            assert fetch(f"http://[::1]:{here.port}/", allow_private=["::1"]).data
            assert here.asked[0][1]["Host"] == f"[::1]:{here.port}"
    except OSError:
        pytest.skip("this machine has no IPv6")


def test_the_address_that_was_judged_is_dialled_whatever_the_name_means_later(
    no_network: list[str],
) -> None:
    """DNS rebinding: the name is resolved once, and the second meaning is never asked for."""
    resolve, asked = resolver(["127.0.0.1"], ["127.0.0.66"])
    with site({"/": Answer()}) as here:
        fetch(f"http://ville.test:{here.port}/", allow_private=["ville.test"], resolve=resolve)
        assert here.asked[0][1]["Host"] == f"ville.test:{here.port}"
    assert (asked, no_network) == (["ville.test"], ["127.0.0.1"])


def test_a_name_that_becomes_private_between_two_redirects_is_refused(no_network: list[str]) -> None:
    """The other way to rebind: each hop is resolved, and judged, by itself."""
    resolve, asked = resolver(["127.0.0.1"], ["169.254.169.254"])
    leads = Answer(status=302, headers={"Location": "http://ville.test/meta-data"})
    with site({"/": leads}) as here:
        address = f"http://autre.test:{here.port}/"
        options = {"allow_private": ["autre.test"], "resolve": resolve}
        assert refused(address, **options) == "import-host-private"
    assert (asked, no_network) == (["autre.test", "ville.test"], ["127.0.0.1"])


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_each_is_judged_again(status: int) -> None:
    to_private = {"Location": "http://127.0.0.2/"}
    with site(
        {
            "/a": Answer(status=status, headers={"Location": "b/%C3%A9"}),
            "/b/%C3%A9": Answer(b"ici"),
            "/c": Answer(status=status, headers=to_private),
        }
    ) as here:
        assert fetch(f"{here.at}/a", allow_private=HERE).address == f"{here.at}/b/%C3%A9"
        assert refused(f"{here.at}/c", allow_private=HERE) == "import-host-is-here"


@pytest.mark.parametrize(
    ("location", "id_"),
    [
        ("file:///etc/passwd", "import-address-scheme"),
        ("ftp://127.0.0.1/", "import-address-scheme"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "import-address-scheme"),
        ("http://user@127.0.0.1/", "import-address-user"),
        ("http://0x7f.2/", "import-host-is-here"),
        ("//169.254.169.254/latest/meta-data/", "import-host-private"),
        ("", "import-status"),
    ],
)
def test_a_redirect_leads_to_no_file_and_into_no_network(location: str, id_: str) -> None:
    with site({"/": Answer(status=302, headers={"Location": location})}) as here:
        assert refused(f"{here.at}/", allow_private=HERE) == id_


def test_five_redirects_are_followed_and_no_sixth() -> None:
    answers = {f"/{n}": Answer(status=302, headers={"Location": f"/{n + 1}"}) for n in range(7)}
    with site({**answers, "/7": Answer()}) as here:
        assert fetch(f"{here.at}/2", allow_private=HERE).address.endswith("/7")
        assert refused(f"{here.at}/1", allow_private=HERE) == "import-redirects"
        assert len(here.asked) == 6 + 6


def test_redirects_in_a_circle_are_told() -> None:
    answers = {f"/{n}": Answer(status=302, headers={"Location": f"/{1 - n}"}) for n in range(2)}
    with site(answers) as here:
        assert refused(f"{here.at}/0", allow_private=HERE) == "import-redirect-loop"


def test_a_redirect_from_https_to_http_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "authority.pem"))
    resolve, _ = resolver(HERE)
    with site({"/": Answer()}) as plain:
        leads = {"/": Answer(status=301, headers={"Location": f"http://ville.test:{plain.port}/"})}
        with site(leads, "ville.pem") as safe:
            found = fetch(
                f"https://ville.test:{safe.port}/", allow_private=["ville.test"], resolve=resolve
            )
    assert [problem.id for problem in found.told] == ["import-redirect-insecure"]


# TLS


@pytest.mark.parametrize("host", ["ville.test", "bücher.test"])
def test_the_hosts_own_name_is_asked_for_and_verified(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "authority.pem"))
    resolve, asked = resolver(HERE)
    with site({"/": Answer(b"ici")}, "ville.pem") as here:
        address = f"https://{host}:{here.port}/"
        assert fetch(address, allow_private=[host], resolve=resolve).data == b"ici"
        assert asked == [target_of(address).host]


@pytest.mark.parametrize(
    ("host", "certificate", "trusted", "id_"),
    [
        ("autre.test", "ville.pem", True, "import-certificate-host"),
        ("127.0.0.1", "ville.pem", True, "import-certificate-host"),
        ("ville.test", "ancienne.pem", True, "import-certificate-expired"),
        ("ville.test", "ville.pem", False, "import-certificate-unknown"),
    ],
)
def test_a_certificate_that_is_not_the_hosts_is_refused(
    host: str, certificate: str, trusted: bool, id_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "authority.pem"))
    resolve, _ = resolver(HERE)
    with site({"/": Answer()}, certificate) as here:
        options = {"allow_private": [host], "resolve": resolve}
        assert refused(f"https://{host}:{here.port}/", **options) == id_
        assert here.asked == []


def test_what_speaks_no_tls_is_told() -> None:
    with site({"/": Answer()}) as here:
        assert refused(f"https://127.0.0.1:{here.port}/", allow_private=HERE) == "import-tls"


def test_where_the_system_has_no_authorities_those_of_certifi_are_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    none = SimpleNamespace(cafile=None, capath=None)
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: none)
    assert len(fetching._authorities().get_ca_certs()) > 50


# Time


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
DRIPS: dict[str, Callable[[socket.socket], None]] = {
    "headers": says(HEAD, *(b"X-Slow: 1\r\n" for _ in range(30)), every=DRIP / 30),
    "status": says(*(bytes([byte]) for byte in HEAD), every=DRIP / 30),
    "body": says(HEAD + b"Content-Length: 1000\r\n\r\n", *[b"x"] * 30, every=DRIP / 30),
    "endless body": says(HEAD + b"\r\n", *[b"x"] * 30, every=DRIP / 30),
    "chunks": says(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 30, every=DRIP / 30
    ),
    "continue": says(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 30, every=DRIP / 30),
    "silence": says(b"", every=DRIP),
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("way", DRIPS)
def test_a_server_that_drips_has_the_deadline_and_no_more(way: str, scheme: str) -> None:
    with raw(DRIPS[way]) as here:
        started = time.monotonic()
        address = f"{scheme}://127.0.0.1:{here.port}/"
        found = refused(address, allow_private=HERE, deadline=DRIP / 10)
        assert time.monotonic() - started < DRIP
        assert found == "import-timeout" or (scheme == "https" and found == "import-tls")


def test_redirects_share_one_deadline() -> None:
    again = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /%d\r\n\r\n"
    count = iter(range(100))

    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        time.sleep(DRIP / 10)
        connection.sendall(again % next(count))

    with raw(talk) as here:
        found = refused(f"{here.at}/", allow_private=HERE, deadline=DRIP / 8)
    assert found == "import-timeout"


def test_a_resolver_that_does_not_answer_has_the_deadline_too() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(DRIP)
        return ["93.184.216.34"]

    started = time.monotonic()
    assert refused("http://ville.test/", resolve=resolve, deadline=DRIP / 10) == "import-timeout"
    assert time.monotonic() - started < DRIP


# Size

ZEROS = bytes(30_000_000)


def _wrapped(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data)
    return data


BOMBS = {
    "gzip": gzip.compress(ZEROS), "deflate": zlib.compress(ZEROS),
    "br": brotli.compress(ZEROS, quality=5), "gzip, gzip": _wrapped(ZEROS, 2),
    "gzip, gzip, gzip": _wrapped(ZEROS, 3),
}  # fmt: skip


@pytest.mark.parametrize("coding", BOMBS)
def test_a_compressed_bomb_is_left_where_its_limit_is(coding: str) -> None:
    with site({"/": Answer(BOMBS[coding], headers={"Content-Encoding": coding})}) as here:
        tracemalloc.start()
        found = refused(f"{here.at}/", allow_private=HERE, limit=2_000_000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert found == "import-endless"
    assert peak < 12_000_000


def test_a_chain_of_many_codings_is_refused() -> None:
    with site({"/": Answer(b"x", headers={"Content-Encoding": ", ".join(["gzip"] * 50)})}) as here:
        assert refused(f"{here.at}/", allow_private=HERE) == "import-compression"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_what_is_compressed_is_read(coding: str) -> None:
    words = "Été à Nîmes ".encode() * 10_000
    made = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding](words)
    with site({"/": Answer(made, headers={"Content-Encoding": coding})}) as here:
        assert fetch(f"{here.at}/", allow_private=HERE).data == words


def test_the_limit_itself_may_be_reached() -> None:
    with site({"/": Answer(b"x" * 1000)}) as here:
        assert len(fetch(f"{here.at}/", allow_private=HERE, limit=1000).data) == 1000
        assert refused(f"{here.at}/", allow_private=HERE, limit=999) == "import-large"


def test_a_large_file_is_refused_before_it_is_sent() -> None:
    with raw(says(HEAD + b"Content-Length: 50000000\r\n\r\n", every=DRIP)) as here:
        assert refused(f"{here.at}/", allow_private=HERE, deadline=DRIP / 3) == "import-large"


def test_so_is_one_that_does_not_say_how_large_it_is() -> None:
    parts = [b"x" * 1_000_000] * 12
    with raw(says(HEAD + b"\r\n", *parts)) as here:
        assert refused(f"{here.at}/", allow_private=HERE) == "import-endless"


# One sentence for each end


@pytest.mark.parametrize(
    ("status", "id_"),
    [
        (401, "import-status-login"), (403, "import-status-forbidden"), (404, "import-status-missing"),
        (410, "import-status-missing"), (418, "import-status"), (429, "import-status-often"),
        (500, "import-status-server"), (503, "import-status-server"), (304, "import-status"),
    ],
)  # fmt: skip
def test_a_status_that_is_no_page_is_told(status: int, id_: str) -> None:
    with site({"/": Answer(b"", status=status)}) as here:
        assert refused(f"{here.at}/", allow_private=HERE) == id_


def _reset(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\nhalf")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    ("talk", "id_"),
    [
        (says(HEAD + b"Content-Length: 1000\r\n\r\nhalf"), "import-broken-off"),
        (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhe"), "import-broken-off"),
        (_reset, "import-broken-off"),
        (says(b""), "import-broken-off"),
        (says(b"SSH-2.0-OpenSSH_9.6\r\n"), "import-no-http"),
        (says(b"220 mail ESMTP\r\n" * 100), "import-no-http"),
        (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "import-broken-off"),
        (says(HEAD + b"X: 1\r\n" * 500 + b"\r\n"), "import-no-http"),
        (says(HEAD + b"X: " + b"a" * 70_000 + b"\r\n\r\n"), "import-no-http"),
        (says(HEAD + b"Content-Encoding: gzip\r\n\r\nno gzip at all"), "import-compression"),
        (says(HEAD + b"Content-Encoding: br\r\n\r\nno brotli at all"), "import-compression"),
        (says(HEAD + b"Content-Encoding: zstd\r\n\r\nwhatever"), "import-coding"),
    ],
)
def test_what_does_not_answer_as_it_should_is_told(
    talk: Callable[[socket.socket], None], id_: str
) -> None:
    with raw(talk) as here:
        assert refused(f"{here.at}/", allow_private=HERE, deadline=DRIP) == id_


def test_a_port_where_nobody_listens_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert refused(f"http://127.0.0.1:{port}/", allow_private=HERE) == "import-refused"


@pytest.mark.parametrize(
    ("number", "id_"),
    [(socket.EAI_NONAME, "import-host-unknown"), (socket.EAI_AGAIN, "import-offline")],
)
def test_a_host_without_an_address_is_told(number: int, id_: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(number, "as the system says it")

    assert refused("https://nulle-part.test/", resolve=resolve) == id_


def test_an_address_that_does_not_answer_leaves_time_for_the_next(no_network: list[str]) -> None:
    resolve, _ = resolver(["127.0.0.66", "127.0.0.1"])
    with site({"/": Answer()}) as here:
        address = f"http://ville.test:{here.port}/"
        assert fetch(address, allow_private=["ville.test"], resolve=resolve).data
    assert no_network == ["127.0.0.66", "127.0.0.1"]


# Who asks


def test_the_request_says_who_asks_and_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9/")
    answer = Answer(headers={"Set-Cookie": "id=1; Path=/", "Location": "/b"}, status=302)
    with site({"/a": answer, "/b": Answer()}) as here:
        fetch(f"{here.at}/a", allow_private=HERE)
    assert [sorted(headers) for _, headers in here.asked] == [
        ["Accept", "Accept-Encoding", "Host", "User-Agent"]
    ] * 2
    assert here.asked[0][1]["User-Agent"].startswith("brochure")
    assert here.paths == ["/a", "/b"]  # no robots.txt: one page that a person asks for


# Through a proxy


def test_a_proxy_that_is_named_is_asked_for_the_whole_address() -> None:
    with site({"http://ville.test/page": Answer(b"ici")}) as proxy:
        assert fetch("http://ville.test/page", proxy=proxy.at).data == b"ici"
        assert proxy.asked[0][1]["Host"] == "ville.test"


def test_through_a_proxy_numbers_are_judged_all_the_same() -> None:
    with site({}) as proxy:
        assert refused("http://169.254.169.254/", proxy=proxy.at) == "import-host-private"
        assert proxy.asked == []


def test_https_goes_through_a_proxy_as_a_tunnel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "authority.pem"))
    with site({"/": Answer(b"ici")}, "ville.pem") as here, raw(_tunnel_to(here)) as proxy:
        assert fetch("https://ville.test/", proxy=proxy.at).data == b"ici"


def _tunnel_to(here: Site) -> Callable[[socket.socket], None]:
    """A proxy that leads to ``here`` whatever it is asked for, both ways until one side ends."""

    def copy(source: socket.socket, to: socket.socket) -> None:
        while data := source.recv(65536):
            to.sendall(data)

    def talk(connection: socket.socket) -> None:
        assert connection.recv(65536).startswith(b"CONNECT ville.test:443 HTTP/1.")
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with socket.socket() as server:
            server.connect(("127.0.0.1", here.port))
            threading.Thread(target=copy, args=(server, connection), daemon=True).start()
            copy(connection, server)

    return talk


@pytest.mark.parametrize(
    ("proxy", "id_"),
    [
        ("http://127.0.0.1:9", "import-proxy"),
        ("socks5://127.0.0.1:9", "import-proxy-form"),
        ("nothing", "import-proxy-form"),
    ],
)
def test_a_proxy_that_is_none_is_told(proxy: str, id_: str) -> None:
    assert refused("https://ville.test/", proxy=proxy) == id_


def test_a_proxy_that_refuses_is_told() -> None:
    with raw(says(b"HTTP/1.1 403 Forbidden\r\n\r\n")) as proxy:
        assert refused("https://ville.test/", proxy=proxy.at) == "import-proxy-refused"
