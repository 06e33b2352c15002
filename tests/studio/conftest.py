"""A studio that is served on a port of this machine, as a browser finds it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from uvicorn import Server

from brochure.building.guarded import Guarded
from brochure.studio import serving
from brochure.studio.access import Access
from brochure.studio.application import application_of
from brochure.studio.studio import Studio

PAGE = """---
title: Portes ouvertes
lang: fr
lead: Venez visiter l'atelier.
url: https://www.exemple.org/portes-ouvertes
---

L'atelier ouvre ses portes à plus de 300 visiteurs. On y verra les machines et les gens.
"""


class Served:
    """A studio, and a client that has its key, as the studio's own scripts have."""

    def __init__(self, studio: Studio, access: Access) -> None:
        self.studio, self.access = studio, access
        self.address = f"http://127.0.0.1:{access.port}"
        self.client = httpx.Client(
            base_url=self.address, timeout=120, cookies={access.cookie: access.key},
            headers={"X-Brochure": "1", "Accept-Language": "en"},
        )  # fmt: skip

    def document(self, name: str = "page") -> dict[str, Any]:
        """The page as the screens have it."""
        found: dict[str, Any] = self.client.get(f"/api/pages/{name}").json()
        return found

    def edit(self, *edits: dict[str, Any], revision: str = "") -> httpx.Response:
        """Change the page."""
        revision = revision or self.document()["revision"]
        given = {"revision": revision, "edits": list(edits)}
        return self.client.post("/api/pages/page/edits", json=given)

    def until(
        self, wanted: Callable[[str, dict[str, Any]], bool], seconds: float = 90
    ) -> dict[str, Any]:
        """What the first event that is ``wanted`` says; by its kind and what it says."""
        end, kind = time.monotonic() + seconds, ""
        with self.client.stream("GET", "/api/pages/page/drawing", timeout=seconds) as stream:
            for line in stream.iter_lines():
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    said: dict[str, Any] = json.loads(line.removeprefix("data: "))
                    if wanted(kind, said):
                        return said
                assert time.monotonic() < end, "it was not told in time"
        raise AssertionError("the stream ended")


@pytest.fixture(scope="session")
def guard() -> Iterator[Guarded]:
    with Guarded(jobs=3) as guarded:
        yield guarded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def serve(folder: Path, guard: Guarded) -> Iterator[Callable[..., Served]]:
    """Serves the folder until the test ends: with a guard of its own, or a password."""
    ended: list[Callable[[], None]] = []

    def started(guard: Guarded = guard, password: str = "") -> Served:
        listener = serving.listening("127.0.0.1", 0, exactly=True)
        port = listener.getsockname()[1]
        access = Access(token="t" * 43, host="127.0.0.1", port=port, password=password)
        studio = Studio(folder, guard)
        server = Server(serving.configured(application_of(studio, access)))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        served = Served(studio, access)

        def end() -> None:
            served.client.close()
            studio.close()
            server.should_exit = True
            thread.join(20)

        ended.append(end)
        return served

    yield started
    for end in ended:
        end()


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    return serve()
