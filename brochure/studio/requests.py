"""Requests: what they hold, and plain answers, for the handlers of all addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from brochure.errors import SourceError
from brochure.problems import error
from brochure.studio import screens
from brochure.studio.access import STRANGER_POLICY

Handler = Callable[[Request], Awaitable[Response]]


def asked(ask: Callable[..., Any]) -> Handler:
    """Answers with the JSON that ``ask`` gives for the page that the address names, if it names one."""

    async def answer(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(ask, *request.path_params.values()))

    return answer


def language_of(request: Request) -> str:
    """The language of messages that ``request`` asks for."""
    accepted = request.headers.get("accept-language", "")
    return screens.language_of(accepted, request.query_params.get("lang", ""))


async def json_of(request: Request) -> dict[str, Any]:
    """The JSON object that was sent. Raises SourceError for anything else."""
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise SourceError(error("studio-json"))
    return given


def number_of(request: Request, key: str, usual: int, least: int, most: int) -> int:
    """A number of the query. Raises SourceError."""
    given = request.query_params.get(key, str(usual))
    if not re.fullmatch(r"\d{1,7}", given):
        raise SourceError(error("studio-query", name=key, given=given[:40]))
    return min(max(int(given), least), most)


async def uploaded(request: Request) -> tuple[str, bytes, Mapping[str, str]]:
    """The name and the bytes of the file that a form holds, and its other fields. SourceError."""
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise SourceError(error("studio-json"))
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
        return file.filename or "", await file.read(), fields


def saved(data: bytes, file: str, media_type: str) -> Response:
    """What a browser saves as ``file``, and does not show."""
    ascii_name = re.sub(r"[^A-Za-z0-9._-]", "-", file)
    headers = {
        "content-disposition": f'attachment; filename="{ascii_name}"',
        "content-security-policy": STRANGER_POLICY,
    }
    return Response(data, media_type=media_type, headers=headers)
