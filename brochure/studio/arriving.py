"""Arriving: what somebody pastes, drops or names becomes a page; a picture is put beside one.

What strangers wrote is read by `brochure.importing` in guarded processes, as ``brochure import`` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from brochure import slugs
from brochure.errors import SourceError
from brochure.importing.access import Access, is_web_address
from brochure.importing.bringing import Brought, Given, brought_from, given_of
from brochure.problems import Place, Text, error
from brochure.studio.access import shown
from brochure.studio.studio import Studio
from brochure.work.workers import Call

MODULES = (
    "brochure.importing.bringing", "brochure.importing.proposals", "brochure.importing.markdown_writer",
)  # fmt: skip
"""What is loaded before something is read."""

USES = {"picture": "picture.file", "logo": "issuer.logo", "partner": "partners", "body": ""}
"""What a picture may be for, and the key that names it then."""


def brought_file(studio: Studio, file: str, data: bytes) -> Mapping[str, Any]:
    """A page of a document that was dropped: ``data`` of a file called so. Raises SourceError."""
    return _taken_in(studio, Given(name=PurePosixPath(file).name[:200] or "page", data=data))


def brought_text(studio: Studio, text: str, *, html: bool) -> Mapping[str, Any]:
    """A page of what was pasted, as plain text or with its form. Raises SourceError."""
    kind = "html" if html else "txt"
    if html:
        text = studio.run("pasting:tidied", text, name="page")
    return _taken_in(
        studio, Given(name=f"page.{kind}", data=text.encode("utf-8", "replace"), kind=kind)
    )


def brought_address(studio: Studio, address: str) -> Mapping[str, Any]:
    """A page of the web. Raises SourceError."""
    address = address.strip()
    if not is_web_address(address):
        raise SourceError(error("studio-no-address", address=address[:200]))
    return _taken_in(studio, given_of(address))


def _taken_in(studio: Studio, given: Given) -> Mapping[str, Any]:
    at = Place(file=given.name)

    def run(function: Callable[..., Any], *arguments: Any) -> Any:
        named = f"{function.__module__}:{function.__name__}"
        return studio.guard.run(Call(function=named, arguments=arguments, modules=MODULES, at=at))

    brought = brought_from(given, Access(), run)
    with studio.documents.arriving():
        name = studio.documents.free_name(brought.slug)
        studio.documents.add(name, renamed(brought, name).all_files)
    told = [*brought.told]
    return {
        "name": name,
        "href": f"/pages/{quote(name, safe='')}",
        "taken": [{"what": str(what), "value": value} for what, value in _taken(brought)],
        "left_out": [shown(problem)["sentence"] for problem in told],
    }


def renamed(brought: Brought, name: str) -> Brought:
    """``brought`` under another ``name``, with its pictures: one of its own stands in the folder."""
    if name == brought.slug:
        return brought
    names = {old: old.replace(brought.slug, name, 1) for old in brought.files}
    text = brought.markdown
    if names:
        old_names = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        text = re.sub(old_names, lambda found: names[found[0]], text)
    files = {names[old]: data for old, data in brought.files.items()}
    return replace(brought, slug=name, markdown=text, files=files)


def _taken(brought: Brought) -> Iterator[tuple[Text, str]]:
    """What was recognised, in words; what was not found is not named."""
    page = brought.imported
    days = [day.isoformat() for day in (page.published, page.updated) if day]
    rows = [
        (Text("import-taken-title"), page.title), (Text("import-taken-lead"), page.lead),
        (Text("import-taken-date"), " · ".join(days)),
        (
            Text("import-taken-event"),
            " · ".join(filter(None, (str(page.event.starts), page.event.place))) if page.event else "",
        ),
        (
            Text("import-taken-figures"),
            " · ".join(f"{figure.value} {figure.label}".strip() for figure in page.figures),
        ),
        (
            Text("import-taken-quotations"),
            " · ".join(f"{q.text} ({q.by})" if q.by else q.text for q in page.quotations),
        ),
        (Text("import-taken-pictures"), ", ".join(brought.files)),
    ]  # fmt: skip
    yield from ((what, value) for what, value in rows if value)


def put_beside(
    studio: Studio, name: str, revision: str, file: str, data: bytes, use: str
) -> Mapping[str, Any]:
    """The page after a picture was put beside it for a ``use`` (USES); ``path`` tells where it lies.

    A photograph is made clean: what a camera wrote into it goes. Raises StaleError and SourceError.
    """
    if use not in USES:
        raise SourceError(error("studio-use", use=use[:40], known=[*USES]))
    given = PurePosixPath(file).name
    kept, ending = studio.run(f"telling:{_cleaner(use)}", data, given, name=given, modules=MODULES)
    path = studio.documents.put_picture(f"{slugs.slug_of(PurePosixPath(given).stem)}{ending}", kept)
    before = studio.document(name)
    if not USES[use]:
        return {**before, "path": path}
    value: Any = path
    if use == "partner":
        title = PurePosixPath(given).stem
        value = [*(before["fields"].get("partners") or []), {"name": title, "logo": path}]
    return {**studio.edit(name, revision, [{"set": USES[use], "value": value}]), "path": path}


def _cleaner(use: str) -> str:
    return "clean_logo" if use in {"logo", "partner"} else "clean_picture"
