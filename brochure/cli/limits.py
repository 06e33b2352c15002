"""Limits: what commands let work take, and what is said where the system cannot hold it to that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from brochure import interruption
from brochure.problems import Id, Text, note
from brochure.work.limits import USUAL

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded

TIME = typer.Option(USUAL.seconds, "--time-limit", metavar="SECONDS")
MEMORY = typer.Option(USUAL.memory_mb, "--memory-limit", metavar="MB")
JOBS = typer.Option(0, "--jobs", min=0, metavar="N", show_default=False)

FENCES = {
    "files": Id("fence-files"), "network": Id("fence-network"), "memory": Id("fence-memory"),
}  # fmt: skip
"""What each fence keeps work from, in words."""


@contextmanager
def guard(
    time_limit: float, memory_limit: int, jobs: int = 1, *, fork: bool = True
) -> Iterator[Guarded]:
    """Processes for the work of a command; ``jobs`` 0 is all cores.

    It may ``fork`` unless it has started threads.

    Ctrl-C ends them, and takes their temporary files away, before the command ends.
    """
    from brochure.building.guarded import Guarded

    with (
        Guarded(seconds=time_limit, memory_mb=memory_limit, jobs=jobs or None, fork=fork) as guarded,
        interruption.tidied(guarded.workers.close),
    ):
        yield guarded


def tell_missing(guarded: Guarded, *, quiet: bool = False) -> None:
    """Say once, unless ``quiet``, which fences this system did not raise around what was done."""
    from brochure.cli import terminal

    if quiet:
        return
    if missing := [Text(FENCES[name]) for name in sorted(guarded.missing_fences)]:
        terminal.warn(note("fences-missing", fences=missing))
