"""``brochure check``: whether the kit on disk is what it should be."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer

from brochure.cli import terminal

FAULTS_FOUND = 3


def check(
    kits: list[str] = typer.Argument(..., help="Folders of kits.", metavar="KIT..."),  # noqa: B008
    as_json: bool = typer.Option(False, "--json", help="Tell the result as JSON."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Say nothing but faults."),
) -> None:
    """Read a kit back: every file, every QR code, the PDF's facts, the images' sizes.

    Leaves with 3 when something is not as it was made. Example: brochure check output/sommet-pgo
    """
    from brochure.checking import check as read_back

    reports = [read_back(kit) for kit in kits]
    if as_json:
        rows = [
            {"folder": str(r.folder), "files": r.files, "codes": r.codes,
             "faults": [asdict(f) for f in r.faults]}
            for r in reports
        ]  # fmt: skip
        print(json.dumps(rows, indent=1))
    else:
        for report in reports:
            for fault in report.faults:
                terminal.result(f"{report.folder}/{fault.path}: {fault.rule}: {fault.message}")
            if not report.faults and not quiet:
                terminal.result(
                    f"{report.folder}: whole; {report.files} files, {report.codes} codes read back"
                )
    if any(report.faults for report in reports):
        raise typer.Exit(FAULTS_FOUND)
