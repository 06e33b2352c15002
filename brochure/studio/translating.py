"""Translating: a page copied, or made in another language, and the two side by side, text by text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from brochure.errors import SourceError
from brochure.problems import error
from brochure.reading.front_matter import path_of
from brochure.studio import screens
from brochure.studio.documents import StaleError
from brochure.studio.requests import Handler, language_of
from brochure.studio.studio import Studio
from brochure.studio.values import base_of
from brochure.text import labels

FIELDS: Mapping[str, str] = {
    "kicker": "field-kicker", "title": "field-title", "lead": "field-lead",
    "event.name": "field-event-name", "event.place": "field-place", "note": "field-note",
    "credits": "field-credits", "picture.alt": "field-alt", "panels.title": "field-panels-title",
}  # fmt: skip
"""Texts of a page that are translated, and what the screens call them."""

LISTS: Mapping[str, Mapping[str, str]] = {
    "figures": {"value": "figure-value", "label": "figure-label"},
    "quotes": {"text": "quote-text", "by": "quote-by"},
    "panels.items": {"": "panel-item"},
}
"""The same of lists; an item is a table, or, with the key "", a text."""

_OWN = ("slug", "url", "kit_url")
"""What one page has alone: of a copy, codes would lead to the other."""

_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})")


class Pair(NamedTuple):
    """A text in both languages: what it is (``key``), what the screens call it, and its two forms."""

    key: str
    label: str
    theirs: str
    mine: str


def answers_of(studio: Studio) -> Mapping[tuple[str, str], Handler]:
    """The addresses of copies and translations, each with what answers there."""
    one = "/pages/{name}"
    return {
        ("POST", f"{one}/copies"): partial(_copied, studio),
        ("GET", f"{one}/translation/{{other}}"): partial(_screen, studio),
        ("POST", f"{one}/translation/{{other}}"): partial(_changed, studio),
    }


# Copies


def copy_of(studio: Studio, name: str) -> str:
    """A page that says the same, without what a page has alone; its name. Raises SourceError."""
    base, dot, tag = (base_of(name), ".", name.rpartition(".")[2]) if base_of(name) else (name, "", "")
    with studio.documents.arriving():
        names = studio.documents.names()
        number = next(n for n in range(2, len(names) + 3) if f"{base}-{n}{dot}{tag}" not in names)
        made = f"{base}-{number}{dot}{tag}"
        studio.documents.add(made, {f"{made}.md": _text(studio, name, {})})
    return made


def translation_of(studio: Studio, name: str, lang: str) -> str:
    """The page in another language, still in the words of this one; the name of the new page.

    Languages are told by names of files: "fete" becomes "fete.fr", whose kit stays where it is. Raises
    SourceError.
    """
    if lang not in labels.languages():
        raise SourceError(error("studio-query", name="lang", given=lang[:40]))
    base = base_of(name)
    made = f"{base or name}.{lang}"
    with studio.documents.arriving():
        if made in studio.documents.names():
            raise SourceError(error("studio-translated", name=made))
        text = _text(studio, name, {"lang": lang})
        if not base:
            own = studio.language_of_page(name)
            if own == lang:
                raise SourceError(error("studio-translated", name=name))
            document = studio.document(name)
            if not document["fields"].get("slug"):
                edits = [{"set": "slug", "value": name}]
                studio.edit(name, document["revision"], edits)
            studio.documents.rename(name, f"{name}.{own}")
        studio.documents.add(made, {f"{made}.md": text})
    return made


def _text(studio: Studio, name: str, values: Mapping[str, str]) -> bytes:
    """The text of a copy of the page, with other ``values``. Raises SourceError."""
    fields = studio.document(name)["fields"]
    edits = [{"set": key, "value": None} for key in _OWN if fields.get(key) is not None]
    edits += [{"set": key, "value": value} for key, value in values.items()]
    return studio.edited(name, edits)


async def _copied(studio: Studio, request: Request) -> Response:
    """A copy, or a translation into the language that was chosen, which is gone to."""
    async with request.form(max_files=0, max_fields=4) as form:
        what, value = str(form.get("name", "")), str(form.get("value", ""))
    name = request.path_params["name"]
    if what == "translate":
        made = await run_in_threadpool(translation_of, studio, name, value)
        other = next(n for n in studio.documents.names() if n != made and base_of(n) == base_of(made))
        place = f"/pages/{quote(made, safe='')}/translation/{quote(other, safe='')}"
    else:
        made = await run_in_threadpool(copy_of, studio, name)
        place = f"/pages/{quote(made, safe='')}"
    return Response(status_code=204, headers={"location": place})


# Side by side


def pairs_of(theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[Pair]:
    """The texts of two documents side by side: fields, lists, then the body part by part."""
    rows = [
        Pair(key, label, _said(theirs["fields"].get(key)), _said(mine["fields"].get(key)))
        for key, label in FIELDS.items()
    ]
    for name, keys in LISTS.items():
        lists = [_items(one["fields"].get(name)) for one in (theirs, mine)]
        for at in range(len(lists[1])):
            for key, label in keys.items():
                left, right = (_item(items, at, key) for items in lists)
                place = f"{name}[{at}].{key}" if key else f"{name}[{at}]"
                rows.append(Pair(place, label, left, right))
    parts = [parts_of(one["body"]) for one in (theirs, mine)]
    for at in range(max(map(len, parts))):
        left, right = (part[at] if at < len(part) else "" for part in parts)
        rows.append(Pair(f"body[{at}]", "field-body", left, right))
    return [row for row in rows if row.theirs or row.mine]


def _said(value: Any) -> str:
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _item(items: Sequence[Any], at: int, key: str) -> str:
    one = items[at] if at < len(items) else None
    if not key:
        return _said(one)
    return _said(one.get(key)) if isinstance(one, Mapping) else ""


def parts_of(body: str) -> list[str]:
    """The parts of a Markdown text between empty lines; what stands between fences is one."""
    return [*_parts(body.split("\n"))]


def _parts(lines: Sequence[str]) -> Iterator[str]:
    part: list[str] = []
    fence = ""
    for line in lines:
        if found := _FENCE.match(line):
            if not fence:
                fence = found[1]
            elif found[1].startswith(fence) and not line.strip(" \t`~"):
                fence = ""
        if line.strip() or fence:
            part.append(line)
        elif part:
            yield "\n".join(part)
            part = []
    if part:
        yield "\n".join(part)


def edit_of(document: Mapping[str, Any], key: str, value: str) -> Mapping[str, Any]:
    """The edit that makes the text at ``key`` of ``pairs_of`` say ``value``. Raises SourceError."""
    if key in FIELDS:
        return {"set": key, "value": value.strip() or None}
    name, _, rest = key.partition("[")
    number, _, inner = rest.partition("]")
    at = int(number) if re.fullmatch(r"\d{1,4}", number) else -1
    if name == "body" and at >= 0:
        parts = parts_of(document["body"])
        parts[at : at + 1] = [value.strip("\n")]
        return {"body": "\n\n".join(part for part in parts if part.strip()) + "\n"}
    path = path_of(inner.removeprefix(".")) if inner else ()
    items = [*_items(document["fields"].get(name))]
    if (
        name not in LISTS
        or not 0 <= at < len(items)
        or (str(path[0]) if path else "") not in LISTS[name]
    ):
        raise SourceError(error("studio-edit"))
    items[at] = {**items[at], str(path[0]): value.strip()} if path else value.strip()
    return {"set": name, "value": items}


async def _screen(studio: Studio, request: Request) -> Response:
    ask = partial(_drawn, studio, "translation", **request.path_params)
    return HTMLResponse(await run_in_threadpool(ask, language_of(request)))


def _drawn(
    studio: Studio, template: str, language: str, *, name: str, other: str, stays: Sequence[str] = ()
) -> str:
    """The two pages side by side. Where the keys are those that ``stays`` names, their fields stay."""
    theirs, mine = studio.document(other), studio.document(name)
    pairs = pairs_of(theirs, mine)
    languages = {one: studio.language_of_page(one) for one in (name, other)}
    return screens.drawn(
        template, language, name=name, other=other, pairs=pairs, revision=mine["revision"],
        undo=mine["undo"], redo=mine["redo"], versions=(), languages=languages,
        problems=[p for p in mine["problems"] if p["severity"] != "note"],
        address=f"/pages/{quote(name, safe='')}/translation/{quote(other, safe='')}",
        same=[*stays] == [pair.key for pair in pairs],
    )  # fmt: skip


async def _changed(studio: Studio, request: Request) -> Response:
    """The parts that a change made other; 409 with all where the page was changed since."""
    async with request.form(max_files=0, max_fields=6) as form:
        what, value, revision = (str(form.get(key, "")) for key in ("name", "value", "revision"))
    name, other = request.path_params["name"], request.path_params["other"]

    def change() -> tuple[str, int]:
        document, status = studio.document(name), 200
        before = [pair.key for pair in pairs_of(studio.document(other), document)]
        try:
            if document["revision"] != revision:
                raise StaleError
            if what == "step":
                studio.step(name, revision, 1 if value == "redo" else -1)
            elif what != "look":
                edit = edit_of(document, what, value.replace("\r\n", "\n"))
                studio.edit(name, revision, [edit])
        except StaleError:
            status = 409
        stays = before if status == 200 and what != "step" else ()
        ask = partial(_drawn, studio, "translation_parts", language_of(request))
        return ask(name=name, other=other, stays=stays), status

    html, status = await run_in_threadpool(change)
    return HTMLResponse(html, status)
