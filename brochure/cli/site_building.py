"""Building a site: its pages one after the other in their order, several at once, each in its process.

What stands is told by sizes and times of files and costs no process. Each other page is one task for
a process of its own (`brochure.cli.site_pages`); its kit is written as soon as it is made, and is then
let go (`brochure.cli.site_work`), so that a site of ten thousand pages takes no more memory than one of
ten.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli.site_pages import Task
from brochure.cli.site_work import Done, Engine
from brochure.cli.sources import Source
from brochure.problems import Problem
from brochure.sites import kit_map, memory
from brochure.sites.kit_map import KitMap, Row
from brochure.sites.memory import LEFT_OUT, Memory
from brochure.sites.pages import SitePage, Tree
from brochure.sites.site_file import Settings
from brochure.sites.standing_kits import manifest_of

if TYPE_CHECKING:
    from brochure.cli.page_reading import Look
    from brochure.theme import Theme

SAVED_EVERY_S = 30.0
"""How often what is known is put on the disk: a run that is stopped has not worked for nothing."""

SAVING_SHARE = 0.02
"""What that may take of a run: the map of very many pages is written less often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a site is built, besides its settings."""

    look: Look
    force: bool = False
    overwrite: bool = False
    wait: bool = False


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a page: its ``row`` in the map, and what to ``say`` of it now.

    ``status`` is "built", "current", "draft", "empty" or "failed"; of a page that nobody looked at,
    since it stands, there is no row.
    """

    status: str
    row: Row | None = None
    say: Sequence[Problem] = ()
    told: int = 0
    """How many warnings its row has."""

    raised: Exception | None = None


@dataclass(slots=True)
class Counts:
    """How many pages came to what."""

    built: int = 0
    current: int = 0
    draft: int = 0
    empty: int = 0
    failed: int = 0
    warnings: int = 0
    """Warnings of pages that stand, which were said when those were built."""

    names: dict[str, list[str]] = field(default_factory=dict)

    def add(self, page: str, status: str) -> None:
        """Count one page."""
        setattr(self, status, getattr(self, status) + 1)
        if status in {"built", "failed"}:
            self.names.setdefault(status, []).append(page)


class SiteBuilder:
    """Builds the pages of one site; ``memory`` knows what stands."""

    def __init__(
        self, settings: Settings, tree: Tree, memory: Memory, how: How, listed: Mapping[str, str]
    ) -> None:
        """``listed`` are addresses that the site's generator says, by the paths of pages."""
        self.settings, self.tree, self.memory, self.how = settings, tree, memory, how
        self.kits = memory.kits
        self.listed = listed
        self.counts = Counts()
        self.folders = {page.folder for page in tree.pages}

    def map_before(self) -> KitMap:
        """The map as the last run wrote it, without pages that are gone: their kits are ``gone``."""
        found = kit_map.read(self.settings.output / kit_map.FILE)
        present = {page.path.as_posix() for page in self.tree.pages}
        for name in [*found.pages]:
            if name not in present:
                self._lose(name, found.pages.pop(name), found)
        found.gone = {
            folder: source for folder, source in found.gone.items()
            if folder not in self.folders and self.kits.is_there(folder)
        }  # fmt: skip
        return found

    def _lose(self, name: str, row: Row, found: KitMap) -> None:
        """The kit of the page called ``name`` is that of no page any more."""
        folder = str(row.get("folder") or "")
        if folder and Path(folder).name == folder and self.kits.is_there(folder):
            found.gone[folder] = name

    def note(self, page: SitePage, outcome: Outcome, found: KitMap) -> None:
        """Put what came of ``page`` into the map, and count it."""
        name = page.path.as_posix()
        before = found.pages.get(name)
        found.gone.pop(page.folder, None)
        if outcome.status in LEFT_OUT and before and before.get("folder"):
            self._lose(name, before, found)
        elif outcome.status in LEFT_OUT and manifest_of(self.kits, page.folder):
            found.gone[page.folder] = name
        if outcome.row is not None:
            kept = outcome.status == "failed" and before and before.get("folder")
            head = before["head"] if kept and before else outcome.row["head"]
            found.pages[name] = {**outcome.row, "head": head}
        self.counts.add(name, outcome.status)

    def count_standing(self, looked_at: Sequence[SitePage]) -> None:
        """Count the pages that nobody had to look at."""
        seen = {page.path for page in looked_at}
        for page in self.tree.pages:
            if page.path not in seen:
                known = self.memory.pages[page.path.as_posix()]
                self.counts.add(page.path.as_posix(), known.status)
                self.counts.warnings += known.told

    def source_of(self, page: SitePage) -> str:
        """The file of ``page``."""
        return os.fspath(self.settings.pages / page.path)

    def to_do(self) -> list[SitePage]:
        """The pages that are to be looked at, in their order."""
        if self.how.force:
            self.memory.forget()
        return [
            page for page in self.tree.pages
            if not self.memory.stands(page, _absolute(self.source_of(page)), self._listed(page))
        ]  # fmt: skip

    def _listed(self, page: SitePage) -> str:
        return self.listed.get(page.path.as_posix(), "")

    def outcomes(
        self, pages: Sequence[SitePage], engine: Engine, theme: Theme
    ) -> Iterator[tuple[SitePage, Outcome]]:
        """What came of each of ``pages``, in their order; it is remembered."""
        tasks = (self._task(page, theme) for page in pages)
        for page, done in zip(pages, engine.done(tasks), strict=True):
            yield page, self._concluded(page, done)

    def _task(self, page: SitePage, theme: Theme) -> Task:
        settings, path = self.settings, page.path.as_posix()
        return Task(
            source=Source(name=self.source_of(page), slug=page.slug, root=settings.pages),
            path=path, look=self.how.look, theme=theme, kit_name=page.folder,
            folder=self.kits.folder(page.folder), products=settings.products, base=settings.address,
            permalinks=settings.permalinks, address=self._listed(page),
            kit_url=f"{settings.kits}{page.folder}/" if settings.kits else "",
            lang=settings.language_of(path), channels=settings.channels,
            drafts=settings.drafts, lenient=settings.lenient, force=self.how.force,
        )  # fmt: skip

    def _concluded(self, page: SitePage, done: Done) -> Outcome:
        made, problems = done.made, done.problems
        shown = "current" if made.status == "built" else made.status
        warned = sum(problem.severity == "warning" for problem in problems)
        if shown == "failed" or made.depends:
            self.memory.forget_page(page)
        else:
            self.memory.learn(page, shown, made.reads, done.states, warned, self._listed(page))
        row = kit_map.row_of(
            shown, page.folder, done.manifest, problems, self.settings.pages, address=made.address,
            head=made.head,
        )  # fmt: skip
        say = [p for p in problems if p.severity != "note" and (made.status in {"built", "failed"})]
        return Outcome(status=made.status, row=row, say=say, told=warned, raised=done.raised)


def _absolute(path: str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links stay as they are, as `opened_files` notes it


class Saving:
    """Puts the map on the disk, and the memory that knows it: at the end, and now and then before.

    The map is put there last; it lists what stands, at whatever time.
    """

    def __init__(self, settings: Settings, memory: Memory) -> None:
        self.settings, self.memory = settings, memory
        self.last = time.monotonic()
        self.every_s = SAVED_EVERY_S

    def now_and_then(self, found: KitMap) -> None:
        """Save if that was long ago. Raises OutputError."""
        began = time.monotonic()
        if began - self.last > self.every_s:
            self.save(found)
            self.last = time.monotonic()
            self.every_s = max(SAVED_EVERY_S, (self.last - began) / SAVING_SHARE)

    def save(self, found: KitMap) -> None:
        """Write the map and the memory, where they are not what stands there. Raises OutputError."""
        from brochure.cli.files import put

        place = self.settings.output / kit_map.FILE
        data = found.to_json(self.settings.address, self.settings.kits)
        self.memory.learn_map(data)
        put([(self.settings.output / memory.FILE, self.memory.to_json()), (place, data)])
        self.memory.kits.put_map(data)

    def save_memory(self) -> None:
        """Write what is known of files that are the same."""
        from brochure.cli.files import put

        put([(self.settings.output / memory.FILE, self.memory.to_json())])
