"""``brochure import``: a web address, a saved page or a document in, a page that builds out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from brochure.cli import limits, terminal
from brochure.errors import BrochureError
from brochure.problems import Place, Problem, Text

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.importing.access import Access
    from brochure.importing.bringing import Brought

_READERS = (
    "brochure.importing.bringing", "brochure.importing.proposals", "brochure.importing.markdown_writer",
)  # fmt: skip
_WEB = ("brochure.importing.pages", "trafilatura.core")
_OF_ENDINGS = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".mht", ".eml"), _WEB),
    ".docx": ("brochure.importing.docx",), ".odt": ("brochure.importing.odt",),
    ".pdf": ("brochure.importing.pdf", "pypdfium2"),
}  # fmt: skip
"""What is loaded before a source is read, while others are read or it is still being fetched."""

_MOST_SHOWN = 120
"""Characters of a value that is shown; the whole stands in the page."""

TYPE = typer.Option("", "--type", metavar="TYPE")
ALLOW_PRIVATE = typer.Option([], "--allow-private", metavar="HOST")
PROXY = typer.Option("", "--proxy", metavar="URL")
OFFLINE = typer.Option(False, "--offline")


def import_(
    what: list[str] = typer.Argument(..., metavar="WHAT..."),  # noqa: B008
    output: Path = typer.Option(  # noqa: B008
        Path(), "--output", "-o", metavar="FOLDER", show_default=False
    ),
    kind: str = TYPE,
    allow_private: list[str] = ALLOW_PRIVATE,
    proxy: str = PROXY,
    offline: bool = OFFLINE,
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
    overwrite: bool = typer.Option(False, "--overwrite"),
    wait: bool = typer.Option(False, "--wait"),
    as_json: bool = typer.Option(False, "--json"),
    quiet: bool = typer.Option(False, "--quiet", "-q"),
) -> None:
    """Make a page of each source."""
    from brochure.importing.access import Access

    access = Access(allow_private=tuple(allow_private), proxy=proxy, offline=offline)
    rows: list[dict[str, Any]] = []
    failed = False
    with limits.guard(time_limit, memory_limit) as guard:
        guard.workers.load(*(module for name in what for module in _modules(name, kind)))
        for name in dict.fromkeys(what):
            progress = terminal.Progress(quiet=quiet or as_json)
            try:
                progress.show(f"{name} …")
                brought = brought_by(guard, name, kind, access)
                page = _write(brought, output, overwrite=overwrite, wait=wait)
            except BrochureError as caught:
                progress.clear()
                failed = True
                terminal.fail(*caught.problems)
                rows.append(_failed_row(name, caught.problems))
                continue
            progress.clear()
            rows.append({"source": name, "status": "written", **row_of(brought, page)})
            terminal.warn(*(p for p in brought.told if p.severity != "note" or not quiet))
            if not (quiet or as_json):
                tell_taken(brought, page.name)
                terminal.result(str(page))
        limits.tell_missing(guard, quiet=quiet or as_json)
    if as_json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    if failed:
        raise typer.Exit(BrochureError.exit_code)


def brought_by(guard: Guarded, name: str, kind: str, access: Access) -> Brought:
    """The page that the source called ``name`` is, read by ``guard``. Raises BrochureError."""
    from brochure.importing.bringing import bring
    from brochure.work.workers import Call

    modules = _modules(name, kind)

    def run(function: Callable[..., Any], *arguments: Any) -> Any:
        named = f"{function.__module__}:{function.__name__}"
        at = Place(file=name)
        return guard.run(Call(function=named, arguments=arguments, modules=modules, at=at))

    return bring(name, kind=kind, access=access, run=run)


def _modules(name: str, kind: str) -> tuple[str, ...]:
    """The modules that read the source called ``name``, by its ending, or as a ``kind``."""
    from brochure.importing.access import is_web_address

    ending = f".{kind}" if kind else ".html" if is_web_address(name) else Path(name).suffix
    return (*_READERS, *_OF_ENDINGS.get(ending.lower(), ()))


def _write(brought: Brought, folder: Path, *, overwrite: bool, wait: bool) -> Path:
    """Put the page and its pictures into ``folder``, all or none; where the page is then.

    Raises OutputError for what stands there and says something else, unless it is to ``overwrite``.
    """
    from brochure.building.writing import write_page

    write_page(brought.all_files, folder, overwrite=overwrite, wait=wait, told=terminal.warn)
    return folder / f"{brought.slug}.md"


# What is said


def tell_taken(brought: Brought, page: str) -> None:
    """Say what was taken for what, and what was not found."""
    terminal.tell(page, mark="✓")
    rows = [(str(label), value) for label, value in _taken(brought)]
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        shown = value if len(value) <= _MOST_SHOWN else f"{value[:_MOST_SHOWN].rstrip()} …"
        terminal.tell(f"  {label:<{width}}  {shown}")


def _taken(brought: Brought) -> Iterator[tuple[Text, str]]:
    page = brought.imported
    nothing = str(Text("import-taken-nothing"))
    days = [day.isoformat() for day in (page.published, page.updated) if day]
    figures = [f"{figure.value} {figure.label}".strip() for figure in page.figures]
    quotations = [f"{quote.text} ({quote.by})" if quote.by else quote.text for quote in page.quotations]
    yield Text("import-taken-title"), page.title or nothing
    yield Text("import-taken-lead"), page.lead or nothing
    yield Text("import-taken-date"), " · ".join(days) or nothing
    if page.event:
        moment = str(page.event.starts)
        yield Text("import-taken-event"), " · ".join(filter(None, (moment, page.event.place)))
    yield Text("import-taken-figures"), " · ".join(figures) or nothing
    if quotations:
        yield Text("import-taken-quotations"), " · ".join(quotations)
    yield Text("import-taken-pictures"), ", ".join(brought.files) or nothing


def row_of(brought: Brought, page: Path) -> dict[str, Any]:
    """What was taken, as JSON values."""
    taken = brought.imported
    return {
        "page": str(page), "pictures": [str(page.with_name(name)) for name in brought.files],
        "title": taken.title, "lead": taken.lead, "lang": taken.lang, "url": taken.url,
        "published": taken.published.isoformat() if taken.published else "",
        "updated": taken.updated.isoformat() if taken.updated else "",
        "figures": [
            {"value": f.value, "label": f.label, "sentence": f.sentence} for f in taken.figures
        ],
        "quotations": [
            {"text": q.text, "by": q.by, "sentence": q.sentence} for q in taken.quotations
        ],
        "warnings": [problem.to_json() for problem in brought.told],
    }  # fmt: skip


def _failed_row(name: str, problems: Sequence[Problem]) -> dict[str, Any]:
    return {"source": name, "status": "failed", "problems": [p.to_json() for p in problems]}
