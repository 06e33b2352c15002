"""The application: what is answered at each address. It reads requests and asks; others know.

Whatever waits or counts is done in threads: the loop that listens is never held up.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from functools import partial
from hashlib import sha256
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from brochure import assets, messages
from brochure.errors import BrochureError, SourceError, UnforeseenError
from brochure.kit import Artifact
from brochure.problems import error
from brochure.studio import list_answers, page_screens, screens, taking, translating
from brochure.studio.access import ENTRANCE, STRANGER_POLICY, Access, App, Gate, shown
from brochure.studio.documents import StaleError
from brochure.studio.drawing import Look
from brochure.studio.hearing import Channel, Event
from brochure.studio.lists import Lists, is_list
from brochure.studio.requests import Handler, asked, json_of, language_of, number_of, saved, uploaded
from brochure.studio.studio import MissingError, Studio
from brochure.studio.values import LEAST_PX, MOST_PX, PLATES
from brochure.studio.watching import watched

WATCH_SECONDS, ALIVE_SECONDS = 2.0, 120.0
"""How often a page that somebody has open is looked at for changes by other programs where the system
does not tell of them, and how often an idle stream says that it is alive."""

_TYPES = {
    ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2",
    ".png": "image/png", ".webmanifest": "application/manifest+json",
}  # fmt: skip
"""What is served to the screens, by its ending."""

_ACTIVE = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"})
"""Types of files that could hold scripts: they are shown without."""


def application_of(studio: Studio, access: Access) -> App:
    """The studio as an ASGI application behind its gate."""
    page, lists = "/api/pages/{name}", Lists(studio)
    table: Mapping[tuple[str, str], Handler] = {
        ("GET", "/"): partial(_home, studio, lists),
        ("GET", "/pages/{name}"): partial(_workbench, studio),
        ("GET", "/static/{file}"): partial(_own_file, "templates/studio/static"),
        ("GET", "/fonts/{file}"): partial(_own_file, "fonts/web"),
        ("POST", ENTRANCE): partial(_entered, access),
        ("GET", "/api/pages"): asked(studio.rows),
        ("POST", "/api/bring"): partial(_brought, studio, lists),
        ("POST", "/api/paste"): partial(_pasted, studio),
        ("GET", page): asked(studio.document),
        ("GET", f"{page}/blocks"): asked(studio.blocks),
        ("DELETE", "/pages/{name}"): partial(_removed, studio),
        ("POST", f"{page}/edits"): partial(_edited, studio),
        ("POST", f"{page}/undo"): partial(_stepped, studio, by=-1),
        ("POST", f"{page}/redo"): partial(_stepped, studio, by=1),
        ("GET", f"{page}/versions"): asked(studio.versions),
        ("POST", f"{page}/versions/{{id:int}}"): partial(_gone_back, studio),
        ("POST", f"{page}/pictures"): partial(_picture_put, studio),
        ("GET", f"{page}/beside/{{path:path}}"): partial(_beside, studio),
        ("GET", f"{page}/drawing"): partial(_events, studio),
        ("POST", f"{page}/view"): partial(_looked_at, studio),
        ("GET", f"{page}/preview/{{path:path}}"): partial(_preview, studio),
        ("GET", f"{page}/files/{{path:path}}"): partial(_download, studio),
        ("GET", f"{page}/pages/{{path:path}}/{{number:int}}.png"): partial(_picture, studio),
        ("GET", f"{page}/looks/{{theme}}.png"): partial(_theme_seen, studio),
        ("GET", f"{page}/words/{{path:path}}/{{number:int}}"): partial(_words, studio),
        ("GET", f"{page}/where"): partial(_where, studio),
        ("GET", f"{page}/texts"): asked(partial(taking.texts, studio)),
        ("GET", f"{page}/verdict"): asked(partial(taking.verdict, studio)),
        ("GET", f"{page}/kit.zip"): partial(_kit, studio),
        ("GET", f"{page}/approval.html"): partial(_approval_page, studio),
        ("POST", f"{page}/approval"): partial(_approved, studio),
        ("POST", f"{page}/build"): asked(partial(taking.built, studio)),
        **list_answers.answers_of(lists),
        **page_screens.answers_of(studio),
        **translating.answers_of(studio),
    }
    routes = [Route(path, _answered(to), methods=[method]) for (method, path), to in table.items()]

    def locked(headers: Mapping[str, str]) -> str:
        language = screens.language_of(headers.get("accept-language", ""))
        return screens.locked(password=bool(access.password), language=language)

    return Gate(Starlette(routes=routes), access, locked)


def _answered(handler: Handler) -> Handler:
    """``handler`` in the language of the request, with what is wrong as JSON."""

    async def answer(request: Request) -> Response:
        with messages.using(language_of(request)):
            try:
                return await handler(request)
            except MissingError as caught:
                return _problems(404, caught)
            except BrochureError as caught:
                return _problems(_status_of(caught), caught)
            except UnforeseenError as caught:
                return _unforeseen(caught)

    return answer


def _unforeseen(caught: UnforeseenError) -> Response:
    """A fault of ours: told to the person in a sentence, and whole to the terminal."""
    sys.stderr.write(caught.trace)
    told = error("studio-unforeseen", kind=caught.kind, reason=str(caught))
    return JSONResponse({"problems": [{**shown(told), "mends": []}]}, 500)


def _status_of(caught: BrochureError) -> int:
    """404 where there is no such page, 400 for what is no request of the studio, else 422."""
    ids = {problem.id for problem in caught.problems}
    if ids & {"source-missing", "studio-name", "studio-link", "studio-no-file", "studio-version"}:
        return 404
    return 400 if ids & {"studio-json", "studio-edit", "studio-query", "studio-use"} else 422


def _problems(status: int, caught: BrochureError) -> JSONResponse:
    rows = [{**shown(problem), "mends": []} for problem in caught.problems]
    return JSONResponse({"problems": rows}, status)


# Screens


async def _home(studio: Studio, lists: Lists, request: Request) -> Response:
    rows = await run_in_threadpool(studio.rows, patient=False)
    found = await run_in_threadpool(lists.rows)
    language = language_of(request)
    return HTMLResponse(screens.home(rows, found, folder=studio.folder.name, language=language))


async def _workbench(studio: Studio, request: Request) -> Response:
    document = await run_in_threadpool(studio.document, request.path_params["name"])
    return HTMLResponse(screens.workbench(document, language=language_of(request)))


async def _own_file(folder: str, request: Request) -> Response:
    """A file of brochure's own. They were listed once, so that no path leads anywhere else."""
    path = assets.files(assets.root() / folder).get(request.path_params["file"])
    if path is None or path.suffix not in _TYPES:
        return Response(status_code=404)
    data = await run_in_threadpool(path.read_bytes)
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=_TYPES[path.suffix], headers=headers)


async def _entered(access: Access, request: Request) -> Response:
    """The cookie for the password; a wrong one is answered late, so that few can be tried."""
    form = await request.form(max_files=0, max_fields=1)
    given = str(form.get("password", "")).encode()
    if not access.password or not hmac.compare_digest(given, access.password.encode()):
        await asyncio.sleep(1)
        page = screens.locked(password=bool(access.password), language=language_of(request))
        return HTMLResponse(page, 403)
    response = Response(status_code=303, headers={"location": "/"})
    response.set_cookie(access.cookie, access.key, httponly=True, samesite="strict")
    return response


# Pages


async def _brought(studio: Studio, lists: Lists, request: Request) -> Response:
    from brochure.studio import arriving  # many a person only opens the studio: it starts sooner

    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        file, data, _ = await uploaded(request)
        if is_list(file):
            return await list_answers.brought(lists, file, data)
        return JSONResponse(await run_in_threadpool(arriving.brought_file, studio, file, data), 201)
    match await json_of(request):
        case {"html": str(text)}:
            bring: Callable[[], Any] = partial(arriving.brought_text, studio, text, html=True)
        case {"text": str(text)}:
            bring = partial(arriving.brought_text, studio, text, html=False)
        case {"address": str(address)}:
            bring = partial(arriving.brought_address, studio, address)
        case _:
            raise SourceError(error("studio-json"))
    return JSONResponse(await run_in_threadpool(bring), 201)


async def _pasted(studio: Studio, request: Request) -> Response:
    match await json_of(request):
        case {"html": str(html), "text": str(text)}:
            return JSONResponse(await run_in_threadpool(studio.pasted, html, text))
    raise SourceError(error("studio-json"))


async def _removed(studio: Studio, request: Request) -> Response:
    await run_in_threadpool(studio.documents.remove, request.path_params["name"])
    return JSONResponse({})


async def _edited(studio: Studio, request: Request) -> Response:
    given = await json_of(request)
    edits = given.get("edits")
    if not isinstance(edits, list) or not all(isinstance(edit, dict) for edit in edits):
        raise SourceError(error("studio-edit"))
    return await _changed(studio, request, partial(studio.edit, edits=edits), given)


async def _stepped(studio: Studio, request: Request, by: int) -> Response:
    return await _changed(studio, request, partial(studio.step, by=by), await json_of(request))


async def _gone_back(studio: Studio, request: Request) -> Response:
    change = partial(studio.go_back, number=request.path_params["id"])
    return await _changed(studio, request, change, await json_of(request))


async def _picture_put(studio: Studio, request: Request) -> Response:
    from brochure.studio import arriving

    file, data, fields = await uploaded(request)

    def change(name: str, revision: str) -> Mapping[str, Any]:
        return arriving.put_beside(studio, name, revision, file, data, fields.get("use", "body"))

    return await _changed(studio, request, change, fields)


async def _changed(
    studio: Studio, request: Request, change: Callable[..., Any], given: Mapping[str, Any]
) -> Response:
    """The document after ``change``; 409 with the document as it stands where it was changed since."""
    name = request.path_params["name"]
    try:
        return JSONResponse(await run_in_threadpool(change, name, str(given.get("revision", ""))))
    except StaleError:
        document = await run_in_threadpool(studio.document, name)
        rows = [{**shown(error("studio-changed")), "mends": []}]
        return JSONResponse({"document": document, "problems": rows}, 409)


# What is drawn


async def _events(studio: Studio, request: Request) -> Response:
    """All that happens to the page, from how it stands now on."""
    name, language = request.path_params["name"], language_of(request)
    channel = studio.channel(name)
    revision = await run_in_threadpool(studio.look_again, name)
    stream = _told(studio, name, revision, channel, language)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _told(
    studio: Studio, name: str, revision: str, channel: Channel, language: str
) -> AsyncIterator[str]:
    with channel.heard() as events, messages.using(language):
        drawing = await run_in_threadpool(studio.drawing, name)
        yield _event("document", {"revision": revision})
        for row in await run_in_threadpool(studio.products, name):
            yield _event("product", row)
        if drawing.view and drawing.view["revision"] == revision:
            yield _event("view", drawing.view)
        watch = _Watch(studio, name, revision, channel)
        path = studio.documents.path(name)
        with watched(path.parent, path.name, lambda: events.put_nowait(("file", {}))) as is_told:
            watch.seconds = ALIVE_SECONDS if is_told else WATCH_SECONDS
            while (said := await watch.next(events)) is not None:
                yield said


class _Watch:
    """Waits for what happens to a page, and looks at its file when it is told to, or now and then."""

    def __init__(self, studio: Studio, name: str, revision: str, channel: Channel) -> None:
        self.studio, self.name, self.channel = studio, name, channel
        self.revision, self.stamp = revision, studio.documents.changed(name)
        self.seconds = WATCH_SECONDS

    async def next(self, events: asyncio.Queue[Event]) -> str | None:
        """The next event as it is sent, a sign of life where nothing happens; None at the end."""
        until = time.monotonic() + ALIVE_SECONDS
        while time.monotonic() < until:
            try:
                kind, said = await asyncio.wait_for(events.get(), self.seconds)
            except TimeoutError:
                kind, said = "file", {}
            if kind == "file":
                await self._look()
                continue
            if kind == "document":
                self.revision = said["revision"]
            if kind == "product":
                said = await run_in_threadpool(self.studio.product, self.name, said["product"])
            return None if kind == "end" else _event(kind, said)
        return ": alive\n\n"

    async def _look(self) -> None:
        """Tell all who look that another program changed the page, if one did."""
        stamp = self.studio.documents.changed(self.name)
        if stamp == self.stamp:
            return
        self.stamp = stamp
        with suppress(SourceError):  # gone, or half written: the next look tells
            found = await run_in_threadpool(self.studio.look_again, self.name)
            if found != self.revision:
                self.channel.tell("document", {"revision": found})


def _event(kind: str, said: Mapping[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n"


async def _looked_at(studio: Studio, request: Request) -> Response:
    match await json_of(request):
        case {"product": str(product), "file": str(file), "page": int(page), **rest}:
            px = rest.get("px")
            width = min(max(px, LEAST_PX), MOST_PX) if isinstance(px, int) else 800
            look = Look(product=product, file=file, page=max(1, page), width_px=width)
        case _:
            raise SourceError(error("studio-json"))
    await run_in_threadpool(studio.look_at, request.path_params["name"], look)
    return JSONResponse({})


async def _preview(studio: Studio, request: Request) -> Response:
    artifact = await _file(studio, request)
    policy = {"content-security-policy": STRANGER_POLICY} if artifact.media_type in _ACTIVE else {}
    return Response(artifact.data, media_type=artifact.media_type, headers=policy)


async def _download(studio: Studio, request: Request) -> Response:
    artifact = await _file(studio, request)
    return saved(artifact.data, artifact.path.rpartition("/")[2], artifact.media_type)


async def _file(studio: Studio, request: Request) -> Artifact:
    name, path = request.path_params["name"], request.path_params["path"]
    return await run_in_threadpool(studio.file, name, path)


async def _picture(studio: Studio, request: Request) -> Response:
    name, path, number = request.path_params.values()
    plate = request.query_params.get("plate", "all")
    if plate not in {"all", *PLATES}:
        raise SourceError(error("studio-query", name="plate", given=plate[:40]))
    ask = partial(
        studio.picture, name, path, number,
        width_px=number_of(request, "px", 800, LEAST_PX, MOST_PX),
        trimmed=request.query_params.get("boxes") == "trim", plate="" if plate == "all" else plate,
    )  # fmt: skip
    return Response(await run_in_threadpool(ask), media_type="image/png")


async def _theme_seen(studio: Studio, request: Request) -> Response:
    name, theme = request.path_params.values()
    width = number_of(request, "px", 240, LEAST_PX, MOST_PX)
    return Response(await run_in_threadpool(studio.look, name, theme, width), media_type="image/png")


async def _beside(studio: Studio, request: Request) -> Response:
    name, path = request.path_params.values()
    width = number_of(request, "px", 640, LEAST_PX, MOST_PX)
    data = await run_in_threadpool(studio.beside, name, path, width)
    kind = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return Response(data, media_type=kind)


async def _words(studio: Studio, request: Request) -> Response:
    name, path, number = request.path_params.values()
    pages = await run_in_threadpool(studio.words, name, path)
    if not 1 <= number <= len(pages):
        raise MissingError(error("studio-no-file", path=f"{path} {number}"))
    return JSONResponse([
        {**word._asdict(), "line": word.line or None, "column": word.column or None}
        for word in pages[number - 1]
    ])  # fmt: skip


async def _where(studio: Studio, request: Request) -> Response:
    line, column = (number_of(request, key, 1, 1, 9_999_999) for key in ("line", "column"))
    path = request.query_params.get("path", "brochure.pdf")
    ask = partial(studio.where, request.path_params["name"], path, line, column)
    return JSONResponse(await run_in_threadpool(ask))


async def _kit(studio: Studio, request: Request) -> Response:
    file, data = await run_in_threadpool(taking.zipped, studio, request.path_params["name"])
    return saved(data, file, "application/zip")


async def _approval_page(studio: Studio, request: Request) -> Response:
    file, data = await run_in_threadpool(taking.approval_page, studio, request.path_params["name"])
    return saved(data, file, "text/html")


async def _approved(studio: Studio, request: Request) -> Response:
    _, data, _ = await uploaded(request)
    ask = partial(taking.approved, studio, request.path_params["name"], data)
    return JSONResponse(await run_in_threadpool(ask))
