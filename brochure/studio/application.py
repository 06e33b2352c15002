"""The application: what is answered at each address. It reads requests and asks; others know."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from brochure import assets, messages
from brochure.errors import BrochureError, SourceError
from brochure.problems import error
from brochure.studio import screens
from brochure.studio.access import Access, App, Gate, shown
from brochure.studio.documents import StaleError
from brochure.studio.studio import Studio

Handler = Callable[[Request], Awaitable[Response]]

_TYPES = {
    ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2",
    ".png": "image/png", ".webmanifest": "application/manifest+json",
}  # fmt: skip
"""What is served to the screens, by its ending."""


def application_of(studio: Studio, access: Access) -> App:
    """The studio as an ASGI application behind its gate."""
    api = "/api/pages/{name}"
    table: Mapping[tuple[str, str], Callable[[Studio, Request], Awaitable[Response]]] = {
        ("GET", "/"): _home,
        ("GET", "/pages/{name}"): _workbench,
        ("GET", "/static/{file}"): _static,
        ("GET", "/fonts/{file}"): _font,
        ("GET", "/api/pages"): _pages,
        ("GET", api): _document,
        ("POST", f"{api}/edits"): _edits,
        ("POST", f"{api}/undo"): partial(_stepped, by=-1),
        ("POST", f"{api}/redo"): partial(_stepped, by=1),
    }
    routes = [
        Route(path, _answered(partial(handler, studio)), methods=[method])
        for (method, path), handler in table.items()
    ]

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
            except BrochureError as caught:
                return _problems(422, caught)

    return answer


def language_of(request: Request) -> str:
    """The language of messages that ``request`` asks for."""
    accepted = request.headers.get("accept-language", "")
    return screens.language_of(accepted, request.query_params.get("lang", ""))


def _problems(status: int, caught: BrochureError) -> JSONResponse:
    rows = [{**shown(problem), "mends": []} for problem in caught.problems]
    return JSONResponse({"problems": rows}, status)


async def _json(request: Request) -> dict[str, Any]:
    """The JSON object that was sent. Raises SourceError for anything else."""
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise SourceError(error("studio-json"))
    return given


async def _home(studio: Studio, request: Request) -> Response:
    rows = await run_in_threadpool(studio.rows)
    language = language_of(request)
    return HTMLResponse(screens.home(rows, folder=studio.folder.name, language=language))


async def _workbench(studio: Studio, request: Request) -> Response:
    document = await run_in_threadpool(studio.document, request.path_params["name"])
    return HTMLResponse(screens.workbench(document, language=language_of(request)))


async def _static(studio: Studio, request: Request) -> Response:
    return _file("templates/studio/static", request)


async def _font(studio: Studio, request: Request) -> Response:
    return _file("fonts/web", request)


def _file(folder: str, request: Request) -> Response:
    """A file of brochure's own. They were listed once, so that no path leads anywhere else."""
    path = assets.files(assets.root() / folder).get(request.path_params["file"])
    if path is None or path.suffix not in _TYPES:
        return Response(status_code=404)
    data = path.read_bytes()
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=_TYPES[path.suffix], headers=headers)


async def _pages(studio: Studio, request: Request) -> Response:
    return JSONResponse(await run_in_threadpool(studio.rows))


async def _document(studio: Studio, request: Request) -> Response:
    return JSONResponse(await run_in_threadpool(studio.document, request.path_params["name"]))


async def _edits(studio: Studio, request: Request) -> Response:
    given = await _json(request)
    edits = given.get("edits")
    if not isinstance(edits, list) or not all(isinstance(edit, dict) for edit in edits):
        raise SourceError(error("studio-edit"))
    return await _changed(studio, request, partial(studio.edit, edits=edits), given)


async def _stepped(studio: Studio, request: Request, by: int) -> Response:
    return await _changed(studio, request, partial(studio.step, by=by), await _json(request))


async def _changed(
    studio: Studio, request: Request, change: Callable[..., Any], given: Mapping[str, Any]
) -> Response:
    """The document after ``change``; 409 with the document as it stands where it was changed since."""
    name = request.path_params["name"]
    try:
        return JSONResponse(await run_in_threadpool(change, name, str(given.get("revision", ""))))
    except StaleError:
        document = await run_in_threadpool(studio.document, name)
        return JSONResponse({"document": document, "problems": []}, 409)
