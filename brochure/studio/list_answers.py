"""List answers: what is answered at the addresses of lists; to changes, parts of screens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from brochure import messages
from brochure.errors import SourceError
from brochure.problems import Id, Text, error
from brochure.studio import list_screens
from brochure.studio.documents import StaleError
from brochure.studio.lists import Lists
from brochure.studio.requests import Handler, language_of, number_of, saved
from brochure.studio.values import LEAST_PX, MOST_PX

MOST_ROWS = 1_000_000
"""The last row that a screen may begin with."""


_KINDS = {
    "programme": Id("studio-list-kind-programme"), "people": Id("studio-list-kind-people"),
}  # fmt: skip


def answers_of(lists: Lists) -> Mapping[tuple[str, str], Handler]:
    """The addresses of lists, each with what answers there."""
    one = "/lists/{name}"
    return {
        ("POST", "/lists"): partial(_opened, lists),
        ("GET", one): partial(_screen, lists),
        ("POST", one): partial(_changed, lists),
        ("DELETE", one): partial(_removed, lists),
        ("GET", f"{one}/sheets/{{sheet}}"): partial(_sheet, lists),
        ("GET", f"{one}/pages/{{path:path}}/{{number:int}}.png"): partial(_picture, lists),
        ("GET", f"{one}/files/{{path:path}}"): partial(_file, lists),
        ("GET", f"{one}/kit.zip"): partial(_kit, lists),
    }


async def brought(lists: Lists, file: str, data: bytes) -> Response:
    """A list was made of a file that was dropped: where it is, and what it is."""
    name = await run_in_threadpool(lists.bring, file, data)
    found = await run_in_threadpool(lists.list, name)
    what, count = Text(_KINDS[found.options.kind]), len(found.seen.rows)
    names = list_screens.field_names(found.options, messages.current())
    columns = [f"{c.name} → {names[c.field]}" for c in found.seen.columns if c.field]
    rows = [(what, str(Text("studio-list-rows", count=count))), (Text("studio-list-columns"), columns)]
    return JSONResponse(
        {
            "name": name, "href": f"/lists/{quote(name, safe='')}", "left_out": [],
            "taken": [
                {"what": str(what), "value": v if isinstance(v, str) else " · ".join(v)}
                for what, v in rows if v
            ],
        },
        201,
    )  # fmt: skip


async def _opened(lists: Lists, request: Request) -> Response:
    """A list was made of a file of the folder, and is gone to."""
    form = await request.form(max_files=0, max_fields=4)
    name = await run_in_threadpool(lists.open, str(form.get("value", "")))
    return Response(status_code=204, headers={"location": f"/lists/{quote(name, safe='')}"})


async def _screen(lists: Lists, request: Request) -> Response:
    name, first = request.path_params["name"], _first(request.query_params)
    ask = partial(list_screens.whole, lists, name, first=first, language=language_of(request))
    return HTMLResponse(await run_in_threadpool(ask))


def _first(given: Mapping[str, Any]) -> int:
    text = str(given.get("from", "1"))
    return min(max(int(text), 1), MOST_ROWS) if re.fullmatch(r"\d{1,7}", text) else 1


async def _changed(lists: Lists, request: Request) -> Response:
    """The parts that a change made other; 409 with all where the list was changed since."""
    async with request.form(max_files=0, max_fields=60) as form:
        given = {key: str(value) for key, value in form.items()}
        values = [str(value) for value in form.getlist("value")]
    name, first, language = request.path_params["name"], _first(given), language_of(request)

    def change() -> tuple[str, int]:
        lines = list_screens.shown_lines(lists.list(name), first)
        heads = [(c.head, c.field) for c in lists.list(name).seen.columns]
        status = 200
        try:
            _change(lists, name, given.get("name", ""), values, given.get("revision", ""))
        except StaleError:
            status = 409
        columns = lists.list(name).seen.columns
        stays = status == 200 and [(c.head, c.field) for c in columns] == heads
        asked = lines if stays and given.get("name", "").partition(":")[0] == "cell" else None
        return list_screens.parts(lists, name, first=first, language=language, lines=asked), status

    html, status = await run_in_threadpool(change)
    return HTMLResponse(html, status)


def _change(lists: Lists, name: str, what: str, values: Sequence[str], revision: str) -> None:
    """Do what a control called ``what`` asks for. Raises StaleError and SourceError."""
    value = values[0] if values else ""
    kind, *places = what.split(":")
    numbers = [int(place) for place in places if re.fullmatch(r"\d{1,9}", place)]
    edits: Mapping[str, Callable[[], Mapping[str, Any]]] = {
        "cell": lambda: {"line": numbers[0], "column": numbers[1], "value": value},
        "column": lambda: {"column": numbers[0], "field": value},
        "remove": lambda: {"remove": int(value)},
        "add": lambda: {"add": True},
    }
    try:
        if kind in edits:
            lists.edit(name, revision, [edits[kind]()])
        elif kind == "step":
            lists.step(name, revision, 1 if value == "redo" else -1)
        elif kind == "version":
            lists.go_back(name, revision, int(value))
        elif kind == "sheet":
            lists.take_sheet(name, revision, value)
        elif kind == "sheets":
            lists.choose(name, "sheets", [*values])
        elif kind != "look":
            lists.choose(name, kind, value)
    except (IndexError, ValueError):
        raise SourceError(error("list-edit")) from None


async def _removed(lists: Lists, request: Request) -> Response:
    await run_in_threadpool(lists.remove, request.path_params["name"])
    return JSONResponse({})


async def _sheet(lists: Lists, request: Request) -> Response:
    name, sheet = request.path_params.values()
    asked = f"{request.url.path}?{request.url.query}"
    ask = partial(list_screens.sheet, lists, name, sheet, asked=asked, language=language_of(request))
    return HTMLResponse(await run_in_threadpool(ask))


async def _picture(lists: Lists, request: Request) -> Response:
    name, path, number = request.path_params.values()
    width = number_of(request, "px", 400, LEAST_PX, MOST_PX)
    data = await run_in_threadpool(lists.picture, name, path, number, width)
    return Response(data, media_type="image/png")


async def _file(lists: Lists, request: Request) -> Response:
    name, path = request.path_params.values()
    artifact = await run_in_threadpool(lists.file, name, path)
    return saved(artifact.data, artifact.path.rpartition("/")[2], artifact.media_type)


async def _kit(lists: Lists, request: Request) -> Response:
    file, data = await run_in_threadpool(lists.zipped, request.path_params["name"])
    return saved(data, file, "application/zip")
