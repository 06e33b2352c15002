"""``brochure events``: a programme in, the codes and sheets of its events out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import files, limits, terminal
from brochure.cli.taken import rows_of, tell_taken
from brochure.cli.themes import loaded_by
from brochure.errors import BrochureError
from brochure.problems import Place, Problem, Text, error, warning

if TYPE_CHECKING:
    from brochure.kit import Kit, Manifest
    from brochure.programme import Programme


def events(
    file: Path = typer.Argument(..., metavar="FILE"),  # noqa: B008
    output: Path | None = typer.Option(  # noqa: B008
        None, "--output", "-o", metavar="FOLDER", show_default=False
    ),
    lang: str = typer.Option("", "--lang", show_default=False),
    title: str = typer.Option("", "--title"),
    sheet: str = typer.Option("", "--sheet", metavar="NAME"),
    columns: list[str] = typer.Option([], "--map", metavar="FIELD=HEAD"),  # noqa: B008
    sheets: str = typer.Option("", "--sheets", metavar="SHEETS"),
    labels: str = typer.Option("3x8", "--labels"),
    gaps: str = typer.Option("", "--gaps", metavar="MMxMM"),
    margins: str = typer.Option("", "--margins", metavar="MMxMM"),
    skip: int = typer.Option(0, "--skip"),
    start: int = typer.Option(1, "--start", min=1),
    copies: int = typer.Option(1, "--copies", min=1, max=100),
    offset: str = typer.Option("", "--offset", metavar="MM,MM"),
    order: str = typer.Option("rows", "--order"),
    paper: str = typer.Option("A4", "--paper", metavar="SIZE"),
    cut_marks: bool = typer.Option(False, "--cut-marks"),
    no_code_files: bool = typer.Option(False, "--no-code-files"),
    zone: str = typer.Option("", "--zone"),
    theme: str = typer.Option("agora", "--theme"),
    template: list[str] = typer.Option([], "--template", metavar="SHEET=FILE"),  # noqa: B008
    campaign: str = typer.Option("", "--campaign", metavar="NAME"),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
    overwrite: bool = typer.Option(False, "--overwrite"),
    wait: bool = typer.Option(False, "--wait"),
    as_json: bool = typer.Option(False, "--json"),
) -> None:
    """Make the codes and sheets of a programme's events."""
    from brochure.building import writing
    from brochure.building.guarded import files_of
    from brochure.codes import campaigns
    from brochure.stationery import label_sheets, products
    from brochure.work.workers import Call

    wanted = products.choose_sheets(
        [name.strip() for name in sheets.split(",") if name.strip()],
        label_sheets.placed(label_sheets.label_grid(labels, gaps, margins), offset, order),
        _templates(template),
        marks=cut_marks,
        skip=max(skip, start - 1),
        copies=copies,
        paper=paper,
    )
    options = {
        "lang": lang, "zone": zone, "title": title, "sheet": sheet, "corrections": tuple(columns),
        "campaign": campaigns.parse_campaign(campaign) if campaign else "",
    }  # fmt: skip
    at = Place(file=str(file))
    progress = terminal.Progress(quiet=as_json)
    try:
        with limits.guard(time_limit, memory_limit) as guard:
            progress.show(f"{file.name} …")
            look = loaded_by(guard, theme)
            programme: Programme = guard.run(
                Call(
                    function="brochure.reading.programmes:read_programme",
                    arguments=(file,),
                    options=options,
                    reads=(file,),
                    modules=("brochure.reading.programmes",),
                    at=at,
                )
            )
            if not as_json:
                progress.clear()
                tell_taken(str(file), "programme", programme.taken)
            folder = output or Path("output") / programme.slug
            files.refuse_folder(folder)
            own = (Path(sheet.template) for sheet in wanted if sheet.template.endswith(".toml"))
            made = [*(() if no_code_files else ("codes",)), *(sheet.name for sheet in wanted)]
            with writing.reserved(folder, wait=wait, told=terminal.warn):
                if not overwrite:
                    writing.refuse_edited(folder, made)
                kit: Kit = guard.run(
                    Call(
                        function="brochure.building.pipeline:build_programme",
                        arguments=(programme, look, wanted),
                        options={"code_files": not no_code_files},
                        reads=(*files_of(look), *own),
                        modules=_BUILDING,
                        at=at,
                    )
                )
                manifest = writing.write(kit, folder, overwrite=overwrite)
            limits.tell_missing(guard)
    finally:
        progress.clear()
    warnings = (
        *programme.warnings,
        *kit.warnings,
        *_left(manifest, kit, folder),
    )
    terminal.warn(*warnings)
    _report(folder, kit, manifest, warnings, programme, as_json=as_json)


_BUILDING = (
    "brochure.building.pipeline", "brochure.stationery.rendering", "brochure.codes.verification",
    "brochure.pdf.reading_back",
)  # fmt: skip


def _report(
    folder: Path,
    kit: Kit,
    manifest: Manifest,
    warnings: Sequence[Problem],
    programme: Programme,
    *,
    as_json: bool,
) -> None:
    codes = sum(len(artifact.facts.codes) for artifact in kit.artifacts)
    paths = sorted(entry.path for entry in manifest.files)
    if as_json:
        row = {
            "folder": str(folder), "status": "built", "events": len(programme.sessions),
            "taken": rows_of(programme.taken), "files": paths, "codes_read_back": codes,
            "warnings": [problem.to_json() for problem in warnings],
        }  # fmt: skip
        print(json.dumps(row, indent=1, ensure_ascii=False))
        return
    counts = Text(
        "events-built", events=Text("events-counted", count=len(programme.sessions)),
        files=Text("files-counted", count=len(paths)), codes=Text("codes-read-back", count=codes),
    )  # fmt: skip
    terminal.tell(f"{folder.resolve().name}: {counts}", mark="✓")
    terminal.result(str(folder))


def _left(manifest: Manifest, kit: Kit, folder: Path) -> Sequence[Problem]:
    """What an earlier run left in ``folder``, which may be of other events."""
    others = sorted(e.path for e in manifest.files if e.product not in kit.products)
    if not others:
        return ()
    shown = ", ".join(others[:4]) + (" …" if len(others) > 4 else "")
    return (warning("events-left-over", at=Place(file=str(folder)), files=shown),)


def _templates(given: Sequence[str]) -> Mapping[str, str]:
    found = {}
    for text in given:
        name, equals, file = text.partition("=")
        if not equals:
            raise BrochureError(error("events-template-form", given=text))
        found[name.strip()] = file.strip()
    return found
