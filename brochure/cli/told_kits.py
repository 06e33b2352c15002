"""What is said of kits that were built, or stand as they would be; nothing is loaded to say it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from brochure.cli import terminal
from brochure.cli.sources import Source
from brochure.problems import Problem, Text

if TYPE_CHECKING:
    from brochure.cli.pages import Built
    from brochure.cli.remembered import Standing


def tell_standing(
    kits: Sequence[tuple[Source, Standing]], *, several: bool, quiet: bool, as_json: bool
) -> None:
    """Report ``kits`` that stand unchanged, as they are reported when all is read again."""
    silent = quiet or as_json
    for _, kit in kits:
        terminal.warn(*(p for p in kit.said if p.severity != "note" or not silent))
        report(kit, kit.said, several=several, quiet=silent)
    if as_json:
        print(json.dumps([row(kit) for _, kit in kits], indent=1))


def row(built: Built | Standing) -> dict[str, object]:
    """What is said of a kit with --json."""
    return {
        "folder": str(built.folder), "status": built.status, "files": list(built.files),
        "codes_read_back": built.codes, "warnings": [warning.to_json() for warning in built.warnings],
        "alternative_texts": dict(built.alts), "zip": str(built.packed) if built.packed else "",
        "page": str(built.page) if built.page else "",
    }  # fmt: skip


def report(built: Built | Standing, said: Sequence[Problem], *, several: bool, quiet: bool) -> None:
    """Say that a kit was built, or stands, and what of it was not ``said`` before."""
    for problem in (p for p in built.warnings if p not in said):  # those were said before
        terminal.warn(f"{built.folder.name}: {problem}" if several else problem)
    if not quiet:
        unchanged = Text("build-unchanged")
        counts = Text(
            "build-done", files=Text("files-counted", count=len(built.files)),
            codes=Text("codes-read-back", count=built.codes),
        )  # fmt: skip
        done = counts if built.status == "built" else unchanged
        terminal.tell(f"{built.folder.name}: {done}", mark="✓")
        if built.brought and built.status == "built":
            from brochure.cli import importing

            importing.tell_taken(built.brought, str(built.page))
        terminal.result(str(built.folder))
        if built.packed:
            terminal.result(str(built.packed))
