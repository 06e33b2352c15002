"""``brochure check``: whether the kit on disk is what it should be, and fit for the press."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import limits, terminal
from brochure.cli.files import put
from brochure.errors import BrochureError, OutputError, SourceError
from brochure.problems import Id, Place, Text, error

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.checking.kits import Report

FAULTS_FOUND = 3
_CHECKING = ("brochure.checking.kits", "brochure.preflight.runs", "brochure.codes.verification")
_MARKS = {"ok": Id("check-ok"), "warning": Id("check-look"), "error": Id("check-fault")}


def check(
    kits: list[str] = typer.Argument(..., metavar="KIT..."),  # noqa: B008
    as_json: bool = typer.Option(False, "--json"),
    html: Path | None = typer.Option(None, "--html", metavar="FILE"),  # noqa: B008
    quiet: bool = typer.Option(False, "--quiet", "-q"),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
) -> None:
    """Read kits back, and PDFs."""
    if html:
        _refuse_target(html, kits)
    with limits.guard(time_limit, memory_limit) as guard:
        reports = _reports(kits, guard)
        limits.tell_missing(guard, quiet=quiet)
    if html:
        _write(html, reports)
    if as_json:
        print(json.dumps([report.row() for report in reports], indent=1))
    else:
        for report in reports:
            _tell(report, quiet=quiet)
    if len(reports) < len(kits):
        raise typer.Exit(BrochureError.exit_code)
    if any(report.faults for report in reports):
        raise typer.Exit(FAULTS_FOUND)


def _reports(kits: Sequence[str], guard: Guarded) -> list[Report]:
    """The report on each kit; what cannot be checked is told, and the others are still checked."""
    from brochure.importing.access import is_web_address
    from brochure.work.workers import Call

    reports = []
    for kit in kits:
        read_back = Call(
            function="brochure.checking.kits:check", arguments=(kit,), modules=_CHECKING,
            reads=(Path(kit),), at=Place(file=kit),
        )  # fmt: skip
        try:
            if is_web_address(kit):
                raise SourceError(error("check-no-kit-or-pdf", at=Place(file=kit)))
            reports.append(guard.run(read_back))
        except BrochureError as caught:
            terminal.fail(*caught.problems)
    return reports


def _tell(report: Report, *, quiet: bool) -> None:
    for fault in report.faults:
        terminal.result(f"{report.folder}/{fault.path}: {fault.rule}: {fault.message}")
    if quiet:
        return
    for finding in report.warnings:
        terminal.warn(f"{report.folder}/{finding.path}: {finding.rule}: {finding.message}")
    for finding in report.notes:
        terminal.tell(f"{Text('mark-note')} {report.folder}/{finding.path}: {finding.message}")
    for line in _table(report):
        terminal.result(line)
    if not report.faults:
        counts = Text(
            "check-whole", files=Text("files-counted", count=report.files),
            codes=Text("codes-read-back", count=report.codes),
            checks=Text("checks-passed", count=len(report.checked)),
        )  # fmt: skip
        terminal.result(f"{report.folder}: {counts}")


def _table(report: Report) -> Iterable[str]:
    """The rules as rows, the PDF files as columns."""
    files = list(dict.fromkeys(c.path for c in report.checked))
    outcomes = {(c.rule, c.path): c.outcome for c in report.checked}
    widths = [max(len(path), 5) for path in files]
    titles = {rule: str(Text(rule.title)) for rule in report.rules}
    first = max([len(title) + 1 for title in titles.values()], default=0)
    if files:
        yield _line(str(Text("check-preflight")).ljust(first), files, widths)
    for rule, title in titles.items():
        yield _line(
            title.ljust(first), [_mark(outcomes.get((rule, path), "")) for path in files], widths
        )


def _mark(outcome: str) -> str:
    return str(Text(_MARKS[outcome])) if outcome else "·"


def _line(first: str, cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
    return f"{first}{'  '.join(padded)}".rstrip()


def _refuse_target(path: Path, kits: Sequence[str]) -> None:
    """Refuse to write the report over what is checked."""
    if path.suffix.lower() not in {".html", ".htm"}:
        raise OutputError(error("check-report-name", at=Place(file=str(path))))
    if any(path.resolve().is_relative_to(Path(kit).resolve()) for kit in kits):
        raise OutputError(error("check-report-inside", at=Place(file=str(path))))


def _write(path: Path, reports: Sequence[Report]) -> None:
    from brochure.checking import html_report

    put([(path, html_report.html(reports))])
