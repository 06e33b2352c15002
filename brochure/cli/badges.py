"""``brochure badges``: a list of people in; badges, name tents, a list to sign and certificates out."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import files, limits, terminal
from brochure.cli.themes import loaded_by
from brochure.errors import BrochureError
from brochure.problems import Place, Problem, Text, error, reason

if TYPE_CHECKING:
    from brochure.kit import Kit, Manifest
    from brochure.people import People
    from brochure.theme import Theme


def badges(
    file: Path | None = typer.Argument(None, metavar="FILE", show_default=False),  # noqa: B008
    output: Path | None = typer.Option(  # noqa: B008
        None, "--output", "-o", metavar="FOLDER", show_default=False
    ),
    sheets: str = typer.Option("badges", "--sheets", metavar="SHEETS"),
    event: str = typer.Option("", "--event", metavar="TITLE"),
    dates: str = typer.Option("", "--dates", metavar="TEXT"),
    place: str = typer.Option("", "--place", metavar="TEXT"),
    signed_by: str = typer.Option("", "--signed-by", metavar="TEXT"),
    lang: str = typer.Option("", "--lang", show_default=False),
    theme: str = typer.Option("agora", "--theme"),
    form: str = typer.Option("a7", "--format"),
    paper: str = typer.Option("a4", "--paper"),
    labels: str = typer.Option("", "--labels"),
    start: int = typer.Option(1, "--start", min=1),
    copies: int = typer.Option(1, "--copies", min=1, max=20),
    offset: str = typer.Option("", "--offset", metavar="MM,MM"),
    order: str = typer.Option("rows", "--order"),
    names: str = typer.Option("whole", "--names"),
    sort: str = typer.Option("", "--sort", metavar="BY"),
    columns: list[str] = typer.Option([], "--map", metavar="FIELD=HEAD"),  # noqa: B008
    sheet: str = typer.Option("", "--sheet", metavar="NAME"),
    code: str = typer.Option("none", "--code"),
    key: Path | None = typer.Option(None, "--key", metavar="FILE", show_default=False),  # noqa: B008
    verify: str = typer.Option("", "--verify", metavar="TEXT"),
    blank: int = typer.Option(0, "--blank", min=0, max=1000, metavar="N"),
    no_slot: bool = typer.Option(False, "--no-slot"),
    no_cut_marks: bool = typer.Option(False, "--no-cut-marks"),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
    overwrite: bool = typer.Option(False, "--overwrite"),
    wait: bool = typer.Option(False, "--wait"),
    as_json: bool = typer.Option(False, "--json"),
) -> None:
    """Make badges, name tents, a list to sign and certificates of a list of people."""
    from brochure.building import people_kits, writing
    from brochure.building.guarded import files_of
    from brochure.reading.columns import parse_corrections
    from brochure.stationery import badge_codes
    from brochure.work.workers import Call

    secret = _key(key, needed=bool(verify) or code == "id")
    if verify:
        _verify(verify, secret, file, parse_corrections(columns, "people"), sheet)
        return
    wanted = tuple(dict.fromkeys(name.strip() for name in sheets.split(",") if name.strip()))
    if file is None and not blank:
        if wanted != ("calibration",):
            raise BrochureError(error("badges-nobody"))
        blank = 1  # a page for a printer, and for nobody
    if code not in badge_codes.KINDS:
        raise BrochureError(error("badges-code-kind", given=code, known=badge_codes.KINDS))
    if names not in people_kits.NAMES:
        raise BrochureError(error("badges-names", given=names, known=people_kits.NAMES))
    shape, grid = people_kits.shape_of(form, paper, labels, offset, order, start, lang)
    at = Place(file=str(file or ""))
    progress = terminal.Progress(quiet=as_json)
    try:
        with limits.guard(time_limit, memory_limit) as guard:
            progress.show(f"{file.name if file else event} …")
            look = loaded_by(guard, theme)
            people: People = guard.run(
                Call(
                    function="brochure.reading.people:read_people",
                    arguments=(file,),
                    options={
                        "lang": lang, "title": event, "dates": dates, "place": place,
                        "signed_by": signed_by, "sheet": sheet, "sort": sort, "blank": blank,
                        "corrections": parse_corrections(columns, "people"),
                    },
                    reads=(file.resolve().parent,) if file else (),
                    modules=("brochure.reading.people",),
                    at=at,
                )
            )  # fmt: skip
            texts, told = badge_codes.payloads_of(people, code, secret)
            options = people_kits.BadgeOptions(
                sheets=wanted, form=shape, grid=grid, paper=paper,
                names=names, codes=texts, slot=not no_slot, marks=not no_cut_marks, copies=copies,
            )  # fmt: skip
            folder = output or Path("output") / f"{people.slug}-badges"
            files.refuse_folder(folder)
            with writing.reserved(folder, wait=wait, told=terminal.warn):
                if not overwrite:
                    writing.refuse_edited(folder, wanted)
                kit: Kit = guard.run(
                    Call(
                        function="brochure.building.people_kits:build_people",
                        arguments=(people, look, options),
                        reads=(*files_of(look), *_own_forms(look)),
                        modules=_BUILDING,
                        at=at,
                    )
                )
                manifest = writing.write(kit, folder, overwrite=overwrite)
            limits.tell_missing(guard)
    finally:
        progress.clear()
    warnings = (*people.warnings, *told, *kit.warnings)
    terminal.warn(*warnings)
    _report(folder, kit, manifest, warnings, people=len(people.persons), as_json=as_json)


_BUILDING = (
    "brochure.building.people_kits", "brochure.stationery.people_pages", "brochure.codes.verification",
    "brochure.pdf.reading_back",
)  # fmt: skip


def _own_forms(look: Theme) -> Sequence[Path]:
    """The templates of a design that are files of its own."""
    forms = look.design.sheets
    named = (forms.person_badge, forms.name_label, forms.name_tent, forms.certificate)
    return tuple(Path(name) for name in named if name.endswith(".toml"))


def _key(path: Path | None, *, needed: bool) -> bytes:
    """The key for ids, of the file at ``path``."""
    from brochure import opened_files
    from brochure.codes import check_in

    if not needed:
        return b""
    if path is None:
        raise BrochureError(error("key-missing"))
    try:
        data = opened_files.read(path, 100_000)
    except OSError as caught:
        at = Place(str(path))
        raise BrochureError(error("file-not-read", at=at, reason=reason(caught))) from None
    return check_in.key_of(data, str(path))


def _verify(text: str, key: bytes, file: Path | None, corrections: dict[str, str], sheet: str) -> None:
    """Say whether codes are sealed with ``key``, and whose they are where a list is given.

    The text "-" takes them from standard input, one a line, as scanners type them. Ends with 1 where
    one is not.
    """
    from brochure.codes import check_in
    from brochure.reading.people import read_people
    from brochure.stationery import badge_codes

    names: dict[str, str] = {}
    if file is not None:
        persons = read_people(file, corrections=corrections, sheet=sheet).persons
        owners = badge_codes.identities(persons, key)
        names = {owners[person.line]: person.name for person in persons}
    failed = False
    for line in (row.strip() for row in (sys.stdin if text == "-" else [text])):
        if not line:
            continue
        identity = check_in.identity_of(line, key)
        known = identity is not None and (not names or identity in names)
        failed |= not known
        if identity is None:
            terminal.result(str(Text("badge-false", text=line[:60])))
        elif not known:
            terminal.result(str(Text("badge-unlisted", identity=identity)))
        elif names:
            terminal.result(str(Text("badge-of", identity=identity, name=names[identity])))
        else:
            terminal.result(str(Text("badge-true", identity=identity)))
    if failed:
        raise typer.Exit(1)


def _report(
    folder: Path,
    kit: Kit,
    manifest: Manifest,
    warnings: Sequence[Problem],
    *,
    people: int,
    as_json: bool,
) -> None:
    codes = sum(len(artifact.facts.codes) for artifact in kit.artifacts)
    paths = sorted(entry.path for entry in manifest.files)
    if as_json:
        row = {
            "folder": str(folder), "status": "built", "people": people, "files": paths,
            "codes_read_back": codes, "warnings": [problem.to_json() for problem in warnings],
        }  # fmt: skip
        print(json.dumps(row, indent=1, ensure_ascii=False))
        return
    counts = Text(
        "badges-built", people=Text("people-counted", count=people),
        files=Text("files-counted", count=len(paths)), codes=Text("codes-read-back", count=codes),
    )  # fmt: skip
    terminal.tell(f"{folder.resolve().name}: {counts}", mark="✓")
    terminal.result(str(folder))
