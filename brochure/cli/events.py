"""``brochure qr --events``: a programme in, the codes and sheets of its events out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli import terminal
from brochure.errors import BrochureError, CodeError, OutputError
from brochure.problems import Problem

if TYPE_CHECKING:
    from brochure.kit import Kit, Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOptions:
    """What the command line asked for."""

    source: Path
    what: Sequence[str]
    output: Sequence[Path]
    lang: str
    title: str
    sheets: str
    labels: str
    gaps: str
    margins: str
    skip: int
    cut_marks: bool
    zone: str
    theme: str
    templates: Sequence[str]
    campaign: str
    as_json: bool


def print_events(options: EventOptions) -> None:
    """Make the kit of a programme and write it, whole or not at all."""
    from brochure.building import pipeline, writing
    from brochure.codes import campaigns
    from brochure.reading.programmes import read_programme
    from brochure.stationery import grids, products
    from brochure.themes import theme_file

    if options.what:
        raise BrochureError(
            f"--events names the file; {options.what[0]} would be a code of a command of its own"
        )
    wanted = products.choose_sheets(
        [name.strip() for name in options.sheets.split(",") if name.strip()],
        grids.label_grid(options.labels, options.gaps, options.margins),
        _templates(options.templates),
        marks=options.cut_marks,
        skip=options.skip,
    )
    theme = theme_file.load_theme(options.theme)
    programme = read_programme(
        options.source, lang=options.lang, zone=options.zone, title=options.title,
        campaign=campaigns.parse_campaign(options.campaign) if options.campaign else "",
    )  # fmt: skip
    folder = _folder(options.output, programme.slug)
    progress = terminal.Progress(quiet=options.as_json)
    try:
        kit = pipeline.build_programme(
            programme, theme, wanted,
            progress=lambda name, done, of: progress.show(f"{name} {done}/{of} …"),
        )  # fmt: skip
        manifest = writing.write(kit, folder)
    finally:
        progress.clear()
    codes = sum(len(artifact.facts.get("codes", ())) for artifact in kit.artifacts)
    warnings: tuple[Problem | str, ...] = (
        *programme.warnings, *kit.warnings, *_left(manifest, kit, folder),
    )  # fmt: skip
    for warning in warnings:
        terminal.warn(warning)
    files = [entry.path for entry in manifest.files]
    if options.as_json:
        row = {
            "folder": str(folder), "status": "built", "events": len(programme.sessions),
            "files": files, "codes_read_back": codes, "warnings": [str(w) for w in warnings],
        }  # fmt: skip
        print(json.dumps(row, indent=1, ensure_ascii=False))
        return
    terminal.tell(
        f"{folder.resolve().name}: {len(programme.sessions)} events, {len(files)} files, "
        f"{codes} codes read back",
        mark="✓",
    )
    terminal.result(str(folder))


def refuse_given(why: str, given: Mapping[str, object]) -> None:
    """Refuse the options that were ``given`` where they mean nothing, rather than pass over them."""
    for name in (name for name, value in given.items() if value):
        raise CodeError(f"{name} {why}")


def _left(manifest: Manifest, kit: Kit, folder: Path) -> Sequence[str]:
    """What an earlier run left in ``folder``, which may speak of other events."""
    others = [entry.path for entry in manifest.files if entry.product not in kit.products]
    if not others:
        return ()
    shown = ", ".join(others[:4]) + (" …" if len(others) > 4 else "")
    return (
        f"{folder}: {shown} of an earlier run may tell of other events; leave --sheets out, or "
        "delete what is old",
    )


def _templates(given: Sequence[str]) -> Mapping[str, str]:
    found = {}
    for text in given:
        name, equals, file = text.partition("=")
        if not equals:
            raise BrochureError(f'--template "{text}": write the sheet and its file: labels=mine.toml')
        found[name.strip()] = file.strip()
    return found


def _folder(output: Sequence[Path], slug: str) -> Path:
    if len(output) > 1:
        raise OutputError("with --events, -o names one folder")
    folder = output[0] if output else Path("output") / slug
    if folder.suffix.lower() in {".pdf", ".svg", ".png", ".eps"} and not folder.is_dir():
        raise OutputError(f"{folder}: with --events, -o names a folder, such as kit")
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; choose another folder with -o")
    return folder
