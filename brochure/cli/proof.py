"""``brochure proof``: what typography changes in a page, and what it would change if it might."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from brochure.cli import limits, terminal
from brochure.problems import Text

if TYPE_CHECKING:
    from brochure.text.proof import Correction


def proof(
    source: str = typer.Argument(..., metavar="SOURCE"),
    everything: bool = typer.Option(False, "--all"),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
    as_json: bool = typer.Option(False, "--json"),
) -> None:
    """Show every edit of a page's words, before and after."""
    from brochure.cli.pages import reading_words
    from brochure.cli.sources import Source

    with limits.guard(time_limit, memory_limit) as guard:
        work = reading_words(Source(name=source), "brochure.cli.proof:edits", source)
        typography, found = guard.run(work)
        limits.tell_missing(guard)
    if as_json:
        print(json.dumps([asdict(correction) for correction in found], indent=1, ensure_ascii=False))
        return
    made = [c for c in found if not c.proposed and typography != "off"]
    if typography == "full":
        made, proposed = [*made, *(c for c in found if c.proposed)], []
    else:
        proposed = [c for c in found if c.proposed]
    spaces = 0 if everything else sum(c.spaces for c in made)
    terminal.tell(Text("proof-made", count=len(made) - spaces))
    _show([c for c in made if everything or not c.spaces])
    if spaces:
        terminal.tell(Text("proof-spaces", count=spaces))
    if proposed:
        terminal.tell(Text("proof-proposed", count=len(proposed)))
        _show(proposed)
        terminal.tell(Text("proof-how"))


def edits(source: str) -> tuple[str, Sequence[Correction]]:
    """How far typography goes in a page, and what it corrects. Raises SourceError."""
    from brochure.reading.pages import read
    from brochure.text.proof import corrections

    page = read(source, head_only=True)  # a picture that is missing changes no word
    return page.typography, tuple(corrections(page))


def _show(rows: Sequence[Correction]) -> None:
    for row in rows:
        place = f"{row.line}" if row.line else ""
        place += "" if row.key == "body" else f" {row.key}"
        terminal.result(f"{place.strip() or '-':>8}  {row.before}  →  {row.after}")
