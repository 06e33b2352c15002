"""Page screens: the parts of the workbench that the server draws, as HTML that takes their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from brochure.errors import BrochureError
from brochure.problems import error
from brochure.studio import screens, taking
from brochure.studio.access import shown
from brochure.studio.documents import StaleError
from brochure.studio.drawing import SHOWN
from brochure.studio.requests import Handler, language_of
from brochure.studio.studio import Studio
from brochure.studio.values import Contrast

MAKES = (*SHOWN, "preview")
"""The products of a page, which may be made or not."""

_WITH_TEXTS = frozenset({"texts", "cards", "qr"})
MOST_COLOURS = 6
OWN_ACCENT = "own"
"""The accent of a brand's theme that has its first colour on covers (`brand_themes.accents_of`)."""


def answers_of(studio: Studio) -> Mapping[tuple[str, str], Handler]:
    """The addresses of parts, each with what answers there."""
    one = "/pages/{name}"
    return {
        ("GET", "/parts"): partial(_home, studio),
        ("GET", f"{one}/parts"): partial(_parts, studio),
        ("GET", f"{one}/versions"): partial(_versions, studio),
        ("GET", f"{one}/contrast"): partial(_contrast, studio),
        ("POST", f"/api{one}/colours"): partial(_coloured, studio),
    }


async def _home(studio: Studio, request: Request) -> Response:
    rows = await run_in_threadpool(studio.rows)
    language = language_of(request)
    return HTMLResponse(screens.drawn("home_pages", language, pages=rows, asked="/parts"))


async def _parts(studio: Studio, request: Request) -> Response:
    """The look of a page, and what goes with the product that is looked at."""
    given, name = request.query_params, request.path_params["name"]
    written = _colours_of(given) if "colours" in given else None
    ask = partial(
        parts, studio, name, given.get("of", ""), quiet=given.get("quiet") == "true", written=written
    )
    return HTMLResponse(await run_in_threadpool(ask, language=language_of(request)))


def parts(
    studio: Studio,
    name: str,
    product: str,
    *,
    quiet: bool,
    written: tuple[Sequence[str], str] | None,
    language: str,
) -> str:
    """The parts of the workbench for the look and for a ``product``; all being ``quiet``, the verdict.

    ``written`` are the colours in the fields, and the design, which may not be those of the page yet.
    Raises SourceError.
    """
    document = studio.document(name)
    fields, look = document["fields"], document["look"]
    logos = [(fields["issuer.logo"], fields.get("issuer.name") or fields["issuer.logo"])
             for _ in [0] if isinstance(fields.get("issuer.logo"), str)]  # fmt: skip
    partners = [*_partners(fields.get("partners"))]
    made = fields.get("products")
    values: dict[str, Any] = {
        "api": f"/api/pages/{quote(name, safe='')}", "look": look, "products": MAKES,
        "made": made if isinstance(made, list) else (), "logos": [*logos, *partners],
        "own_logo": len(logos),
        "contrasts": _contrasts(studio, *(written or (look["colours"], look["design"]))),
        "texts": None, "files": [], "verdict": None, "card": None,
    }  # fmt: skip
    drawing = studio.drawing_of(name)
    files = [one for shown_ in SHOWN for one in drawing.outcomes[shown_].files]
    if product in _WITH_TEXTS:
        try:
            found = taking.texts(studio, name)
            previews = [{**row, "width": _width_of(row["ratio"])} for row in found["previews"]]
            values["texts"] = {**found, "previews": previews}
        except BrochureError:  # it is told beside its field
            values["texts"] = None
        cards = (one for one in files if one.path.startswith("cards/open-graph"))
        values["card"] = next(
            (f"{values['api']}/preview/{quote(c.path)}?d={c.sha256[:16]}" for c in cards), None
        )
    if product == "take":
        values["files"] = [one.path for one in files]
    if quiet:
        found = taking.verdict(studio, name)
        state = "bad" if found["errors"] else "weigh" if found["warnings"] else "good"
        if found["complete"] or found["errors"]:
            values["verdict"] = {**found, "state": state}
    return screens.drawn("page_parts", language, **values)


def _width_of(ratio: str) -> int:
    """How wide a picture of that ``ratio`` ("1.91 / 1") is that is 1,000 high."""
    width, _, height = ratio.partition("/")
    return round(1000 * float(width or 1) / float(height or 1))


def _partners(given: Any) -> Iterator[tuple[str, str]]:
    for row in given if isinstance(given, list) else ():
        if isinstance(row, Mapping):
            yield str(row.get("logo") or ""), str(row.get("name") or row.get("logo") or "")


def _contrasts(studio: Studio, colours: Sequence[str], design: str) -> Sequence[Contrast]:
    found: Sequence[Contrast] = ()
    if any(colours):
        found = studio.run("own_colours:contrasts", colours, design, name="")
    return found


async def _versions(studio: Studio, request: Request) -> Response:
    rows = await run_in_threadpool(studio.versions, request.path_params["name"])
    language = language_of(request)
    form = "%d/%m/%Y %H:%M" if language == "fr" else "%Y-%m-%d %H:%M"
    versions = [
        {**row, "when": datetime.fromtimestamp(row["time"]).astimezone().strftime(form)} for row in rows
    ]
    return HTMLResponse(screens.drawn("versions", language, versions=versions))


def _colours_of(given: Any) -> tuple[list[str], str]:
    """The colours and the design of a form."""
    colours = [text.strip() for text in str(given.get("colours", "")).split(",")]
    return colours[:MOST_COLOURS], str(given.get("design", ""))[:80]


async def _contrast(studio: Studio, request: Request) -> Response:
    colours, design = _colours_of(request.query_params)
    found = await run_in_threadpool(_contrasts, studio, colours, design)
    return HTMLResponse(screens.drawn("contrast", language_of(request), contrasts=found))


async def _coloured(studio: Studio, request: Request) -> Response:
    """The page in the colours of a brand, or in none again; 409 where it was changed since."""
    async with request.form(max_files=0, max_fields=4) as form:
        colours, design = _colours_of(form)
        revision = str(form.get("revision", ""))
    name = request.path_params["name"]
    try:
        document = await run_in_threadpool(coloured, studio, name, revision, colours, design)
    except StaleError:
        document = await run_in_threadpool(studio.document, name)
        rows = [{**shown(error("studio-changed")), "mends": []}]
        return JSONResponse({"document": document, "problems": rows}, 409)
    return JSONResponse(document)


def coloured(
    studio: Studio, name: str, revision: str, colours: Sequence[str], design: str
) -> Mapping[str, Any]:
    """The page in a ``design`` with a brand's ``colours``: the theme is put beside it, and named.

    Raises StaleError and BrochureError.
    """
    document = studio.document(name)
    if document["revision"] != revision:
        raise StaleError
    fields, before = document["fields"], document["look"]
    issuer = str(fields.get("issuer.name") or "")
    path, data = studio.run("own_colours:theme_of", colours, design, issuer, name="")
    if data:
        studio.documents.put_beside(path, data)
    edits = [{"set": "theme", "value": path}]
    if bool(data) != bool(before["colours"]):  # its first colour is that of covers
        edits.append({"set": "accent", "value": OWN_ACCENT if data else None})
    return studio.edit(name, revision, edits)
