"""Foreign sources of ``brochure build``: imported first, and built from a folder for the time being.

What was imported goes into the kit, below SOURCE, so that it can be corrected and built again.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import interruption
from brochure.cli.importing import brought_by
from brochure.cli.sources import Source
from brochure.errors import BrochureError, OutputError
from brochure.problems import Place, Problem, note

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.importing.access import Access
    from brochure.importing.bringing import Brought
    from brochure.page import Page

SOURCE = "source"
"""The folder of a kit that holds the page it was built from, where that was imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """A source that can be read: as it was named or, of one that was ``brought``, a copy.

    ``page`` is what messages call that copy: where it will stand.
    """

    source: Source
    brought: Brought | None = None
    page: str = ""

    @property
    def told(self) -> tuple[Problem, ...]:
        """What importing has to say."""
        return self.brought.told if self.brought else ()

    @property
    def files(self) -> Mapping[str, bytes]:
        """What is put beside the kit."""
        files = self.brought.all_files if self.brought else {}
        return {f"{SOURCE}/{name}": data for name, data in files.items()}

    def named(self, page: Page) -> Page:
        """``page`` with its warnings at the place where they can be looked up."""
        if not self.brought:
            return page
        return replace(page, warnings=tuple(self._named(problem) for problem in page.warnings))

    def _named(self, problem: Problem) -> Problem:
        if problem.place.file != self.source.name:
            return problem
        return replace(problem, place=replace(problem.place, file=self.page))


@contextmanager
def at_hand(
    source: Source, guard: Guarded, output: Path, *, kind: str, access: Access
) -> Iterator[AtHand]:
    """``source`` as it can be read, for as long as it is needed. Raises BrochureError.

    An error in a page that was imported says how to correct it: it is nowhere yet.
    """
    if not source.is_foreign and not (source.name == "-" and kind):
        yield AtHand(source=source)
        return
    brought = brought_by(guard, source.name, kind, access)
    page = f"{brought.slug}.md"
    with (
        tempfile.TemporaryDirectory(prefix="brochure-") as folder,
        interruption.tidied(lambda: shutil.rmtree(folder, ignore_errors=True)),
    ):
        for name, data in brought.all_files.items():
            Path(folder, name).write_bytes(data)
        copy = replace(source, name=str(Path(folder, page)))
        place = output / brought.slug / SOURCE / page
        try:
            yield AtHand(source=copy, brought=brought, page=str(place))
        except OutputError:
            raise
        except BrochureError as caught:
            found = (_of(problem, copy.name, source.name) for problem in caught.problems)
            correct = note("import-correct", at=Place(file=source.name), source=source.name)
            raise type(caught)(*found, correct) from caught


def _of(problem: Problem, copy: str, named: str) -> Problem:
    """``problem`` with the source's name in the place of its copy's, which has other lines."""
    if problem.place.file != copy:
        return problem
    return replace(problem, place=replace(problem.place, file=named, line=None))
