"""The gate: what other sites, other machines and hostile files may do to somebody's studio: nothing."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from brochure.facts import NO_FACTS
from brochure.kit import Artifact
from brochure.studio import access as gate
from brochure.studio.access import Access
from tests.conftest import Run
from tests.studio.conftest import Served


def raw(served: Served, request: str) -> str:
    """What is answered to a request as it stands here, which no client would write so."""
    with socket.create_connection(("127.0.0.1", served.access.port), timeout=120) as line:
        line.sendall(request.replace("\n", "\r\n").encode("latin-1"))
        answer = b""
        while piece := line.recv(1 << 16):
            answer += piece
    return answer.decode("latin-1")


def status(answer: str) -> int:
    return int(answer.split(" ")[1])


def test_the_token_of_the_first_address_is_exchanged_for_a_cookie_and_leaves_the_bar(
    served: Served,
) -> None:
    with httpx.Client(base_url=served.address, timeout=120) as stranger:
        assert stranger.get("/api/pages").status_code == 401
        assert stranger.get("/", params={"token": "u" * 43}).status_code == 403
        answer = stranger.get("/pages/page?lang=fr&token=" + served.access.token)
        assert (answer.status_code, answer.headers["location"]) == (303, "/pages/page?lang=fr")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert served.access.token not in cookie
        assert stranger.get("/api/pages").status_code == 200


def test_a_token_never_leads_to_another_site(served: Served) -> None:
    answer = raw(
        served,
        f"GET //evil.test/x?token={served.access.token} HTTP/1.1\n"
        f"Host: 127.0.0.1:{served.access.port}\nConnection: close\n\n",
    )
    assert "location: /evil.test/x\r\n" in answer


@pytest.mark.parametrize(
    "host",
    [
        "evil.test:{port}", "evil.test", "127.0.0.1.evil.test:{port}", "localhost.evil.test:{port}",
        "127.0.0.1", "127.0.0.1:1", "", "localhost.:{port}", "192.0.2.1:{port}", "[2001:db8::1]:{port}",
        "127.0.0.1:{port}, evil.test", "127.0.0.1:{port}@evil.test", "0:{port}", "2130706433:{port}",
    ],
)  # fmt: skip
def test_a_name_that_was_pointed_at_this_machine_is_no_way_in(served: Served, host: str) -> None:
    named = host.format(port=served.access.port)
    answer = served.client.get("/api/pages", headers={"Host": named})
    assert answer.status_code in {400, 421}
    assert "page" not in answer.text.replace("page that", "")


@pytest.mark.parametrize(
    "host", ["localhost:{port}", "127.0.0.1:{port}", "127.9.9.9:{port}", "[::1]:{port}"]
)
def test_this_machine_by_its_own_names_is_the_studio(served: Served, host: str) -> None:
    named = host.format(port=served.access.port)
    assert served.client.get("/api/pages", headers={"Host": named}).status_code == 200


def test_with_a_password_the_numbers_of_the_machine_are_its_names_and_no_other_name() -> None:
    with_password = Access(token="t", host="studio.exemple.org", port=80, password="p")
    assert with_password.is_mine("192.0.2.1:80")
    assert with_password.is_mine("studio.exemple.org:80")
    assert not with_password.is_mine("evil.test:80")
    assert not Access(token="t", host="127.0.0.1", port=80).is_mine("192.0.2.1:80")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"}, {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_another_site_asks_for_is_refused(
    served: Served, headers: dict[str, str], method: str
) -> None:
    before = served.document()["revision"]
    sent = {key: value.format(port=served.access.port) for key, value in headers.items()}
    path = "/api/pages/page" if method == "GET" else "/api/pages/page/edits"
    content = b'{"revision": "", "edits": []}' if method == "POST" else None
    answer = served.client.request(method, path, headers=sent, content=content)
    assert answer.status_code == 403
    assert served.document()["revision"] == before


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
)
def test_a_form_of_another_site_changes_nothing(served: Served, kind: str) -> None:
    revision = served.document()["revision"]
    for method, path in (
        ("POST", "/api/pages/page/edits"), ("POST", "/api/pages/page/undo"), ("POST", "/api/bring"),
        ("POST", "/api/pages/page/build"), ("DELETE", "/api/pages/page"),
    ):  # fmt: skip
        with httpx.Client(
            base_url=served.address, cookies=served.client.cookies, timeout=120
        ) as simple:
            sent = {"Content-Type": kind}
            assert simple.request(method, path, content=b"{}", headers=sent).status_code == 403
    assert served.document()["revision"] == revision


def test_nobody_is_told_that_other_origins_may_read(served: Served) -> None:
    asked = {
        "Origin": "https://evil.test", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-brochure",
    }  # fmt: skip
    preflight = served.client.options("/api/pages/page/edits", headers=asked)
    assert preflight.status_code == 403
    for answer in (preflight, served.client.get("/"), served.client.get("/api/pages")):
        assert not [name for name in answer.headers if name.startswith("access-control")]
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"  # else a form's origin is "null"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


ESCAPES = (
    "..%2fsecret", "%2e%2e%2fsecret", "..%5csecret", "%2e%2e", "..", ".%2e/secret", "....//secret",
    "%252e%252e%252fsecret", "secret%00", "/etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd",
    "link", "inner/../../secret", ".brochure-studio/session.json", ".brochure-studio%2fpage",
)  # fmt: skip


@pytest.mark.parametrize(
    "place",
    [
        "/api/pages/{}", "/pages/{}", "/static/{}", "/fonts/{}", "/api/pages/page/beside/{}",
        "/api/pages/page/beside/{}.png", "/api/pages/page/preview/{}", "/api/pages/page/files/{}",
        "/api/pages/page/pages/{}/1.png", "/api/pages/page/words/{}/1", "/api/pages/{}/versions",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder(
    served: Served, folder: Path, tmp_path_factory: pytest.TempPathFactory, place: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    for path in (folder.parent / "secret.md", folder.parent / "secret.png", outside / "secret.md"):
        path.write_text("SECRET", encoding="utf-8")
    (folder / "link.md").symlink_to(outside / "secret.md")
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    (folder / ".brochure-studio").mkdir(exist_ok=True)
    (folder / ".brochure-studio" / "session.json").write_text("SECRET", encoding="utf-8")
    cookie = f"{served.access.cookie}={served.access.key}"
    for escape in ESCAPES:
        answer = raw(
            served,
            f"GET {place.format(escape)} HTTP/1.1\nHost: 127.0.0.1:{served.access.port}\n"
            f"Cookie: {cookie}\nConnection: close\n\n",
        )
        assert status(answer) in {307, 400, 404, 405, 422}, (escape, answer[:300])
        assert "SECRET" not in answer
        assert "root:" not in answer


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml"])
def test_what_strangers_drew_is_shown_in_a_frame_where_no_script_runs(
    served: Served, monkeypatch: pytest.MonkeyPatch, media_type: str
) -> None:
    hostile = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    artifact = Artifact(path="x", media_type=media_type, data=hostile, facts=NO_FACTS)
    monkeypatch.setattr(served.studio, "file", lambda name, path: artifact)
    for place in ("preview", "files"):
        answer = served.client.get(f"/api/pages/page/{place}/x")
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("sandbox")
        assert "allow-scripts" not in policy
        assert "script-src" not in policy  # so that default-src 'none' counts
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy


def endless(size: int) -> Iterator[bytes]:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
    yield head
    for _ in range(size // 65536):
        yield b"\0" * 65536


@pytest.mark.parametrize("told", [True, False])
def test_an_upload_above_the_limit_is_refused_and_leaves_nothing(
    served: Served, folder: Path, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    """Told or not how much it is, at most the limit is read; ten times as much is offered."""
    monkeypatch.setattr(gate, "MOST_FILE_BYTES", 3_000_000)
    before = sorted(path.name for path in folder.iterdir())
    sent = 0

    def offered() -> Iterator[bytes]:
        nonlocal sent
        for piece in endless(30_000_000):
            sent += len(piece)
            yield piece

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    if told:
        headers["Content-Length"] = str(1_000_000_000)
    try:
        answer = served.client.post("/api/bring", content=offered(), headers=headers)
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        pass  # the line was cut while more was being sent
    else:
        assert answer.status_code == 413
    assert sent < 30_000_000
    assert sorted(path.name for path in folder.iterdir()) == before
    assert served.client.get("/api/pages").status_code == 200


def test_json_that_is_too_large_or_too_deep_is_refused(served: Served) -> None:
    large = served.client.post("/api/pages/page/edits", content=b"[" * 4_000_001)
    assert large.status_code == 413
    deep = served.client.post("/api/pages/page/edits", content=b"[" * 200_000)
    assert deep.status_code == 400
    assert served.client.post("/api/pages/page/edits", content=b"\xff").status_code == 400


def test_other_machines_need_a_password(run: Run, tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.0.2.1", "::"):  # noqa: S104 - that is what is refused
        done = run("studio", str(tmp_path), "--no-browser", "--host", host)
        assert done.returncode == 1
        assert "password" in done.stderr
    assert not any(tmp_path.iterdir())


def test_a_password_is_asked_for_and_a_wrong_one_answered_late(serve: Callable[..., Served]) -> None:
    served = serve(password="sésame")
    with httpx.Client(base_url=served.address, timeout=120) as guest:
        assert "password" in guest.get("/").text
        assert guest.post("/enter", data={"password": "wrong"}).status_code == 403
        assert guest.get("/api/pages").status_code == 401
        assert guest.post("/enter", data={"password": "sésame"}).status_code == 303
        assert guest.get("/api/pages").status_code == 200
    with httpx.Client(
        base_url=served.address, headers={"Origin": "https://evil.test"}, timeout=120
    ) as other:
        assert other.post("/enter", data={"password": "sésame"}).status_code == 403


def test_without_a_password_there_is_nothing_to_enter(served: Served) -> None:
    with httpx.Client(base_url=served.address, timeout=120) as guest:
        assert guest.post("/enter", data={"password": ""}).status_code == 403


def test_the_kept_token_is_for_this_user_alone(folder: Path) -> None:
    from brochure.studio import serving

    session = serving.session_in(folder)
    kept = Access(token=session.token, host="127.0.0.1", port=8123)
    serving.keep_session(folder, kept)
    place = folder / ".brochure-studio" / serving.SESSION
    assert os.stat(place).st_mode & 0o777 == 0o600  # noqa: PTH116
    assert serving.session_in(folder) == (8123, session.token)
    place.write_text('{"port": 80, "token": "short"}', encoding="utf-8")
    assert serving.session_in(folder).token != "short"
