"""Building a site: its pages one after the other in their order, several at once, each in its process.

What stands is told by sizes and times of files and costs no process. Each other page is one task for
a process of its own (`brochure.cli.site_pages`); its kit is written here as soon as it is made, and is
then let go, so that a site of ten thousand pages takes no more memory than one of ten.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli import page_reading, terminal
from brochure.cli.site_pages import Made, Task
from brochure.cli.sources import Source
from brochure.errors import BrochureError
from brochure.problems import Place, Problem
from brochure.sites import kit_map, memory
from brochure.sites.kit_map import KitMap, Row
from brochure.sites.memory import LEFT_OUT, Memory
from brochure.sites.pages import SitePage, Tree
from brochure.sites.site_file import Settings
from brochure.work.workers import Call

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.cli.page_reading import Look
    from brochure.kit import Manifest
    from brochure.theme import Theme

TASK = "brochure.cli.site_pages:build_page"
"""What makes a page, in its process."""

SAVED_EVERY_S = 30.0
"""How often what is known is put on the disk: a run that is stopped has not worked for nothing."""


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
        self.listed = listed
        self.languages: dict[str, None] = dict.fromkeys([settings.lang] if settings.lang else [])
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
            if folder not in self.folders and (self.settings.output / folder).is_dir()
        }  # fmt: skip
        return found

    def _lose(self, name: str, row: Row, found: KitMap) -> None:
        """The kit of the page called ``name`` is that of no page any more."""
        folder = str(row.get("folder") or "")
        if folder and Path(folder).name == folder and (self.settings.output / folder).is_dir():
            found.gone[folder] = name

    def note(self, page: SitePage, outcome: Outcome, found: KitMap) -> None:
        """Put what came of ``page`` into the map, and count it."""
        name = page.path.as_posix()
        before = found.pages.get(name)
        found.gone.pop(page.folder, None)
        if outcome.status in LEFT_OUT and before and before.get("folder"):
            self._lose(name, before, found)
        elif outcome.status in LEFT_OUT and self._standing(page):
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
        self, pages: Sequence[SitePage], guard: Guarded, theme: Theme
    ) -> Iterator[tuple[SitePage, Outcome]]:
        """What came of each of ``pages``, in their order."""
        threads = ThreadPoolExecutor(max_workers=guard.workers.jobs + 1)
        with _ended(threads, guard):
            going: list[Future[Outcome] | None] = [
                threads.submit(copy_context().run, self._outcome, page, guard, theme) for page in pages
            ]
            for number, page in enumerate(pages):
                future, going[number] = going[number], None  # what is said is not kept
                assert future is not None
                yield page, future.result()

    def _outcome(self, page: SitePage, guard: Guarded, theme: Theme) -> Outcome:
        raised: Exception | None = None
        made = Made(status="failed")
        manifest: Manifest | None = None
        try:
            made = guard.run(self._call(page, theme))
            self.languages[made.lang] = None
            manifest = self._written(page, made)
            problems: Sequence[Problem] = made.problems
        except BrochureError as caught:
            problems = (*made.problems, *caught.problems)
            made = Made(status="failed", address=made.address)
        except Exception as caught:
            raised, made = caught, Made(status="failed")
            problems = (terminal.unexpected(caught),)
        problems = [problem.placed(Place(self.source_of(page))) for problem in problems]
        return self._concluded(page, made, manifest, problems, raised)

    def _concluded(
        self, page: SitePage, made: Made, manifest: Manifest | None, problems: Sequence[Problem],
        raised: Exception | None,
    ) -> Outcome:  # fmt: skip
        """The outcome, which is remembered."""
        of_files = [
            told for entry in (manifest.files if manifest else ()) for told in entry.facts.warnings
        ]
        problems = [*dict.fromkeys((*problems, *of_files))]
        shown = "current" if made.status == "built" else made.status
        warned = sum(problem.severity == "warning" for problem in problems)
        if shown == "failed":
            manifest = self._standing(page)
            self.memory.forget_page(page)
        elif made.depends:
            self.memory.forget_page(page)
        else:
            kit = _files_of(manifest)
            self.memory.learn(page, shown, made.reads, kit, warned, self._listed(page))
        row = kit_map.row_of(
            shown, page.folder, manifest, problems, self.settings.pages, address=made.address,
            head=made.head,
        )  # fmt: skip
        say = [p for p in problems if p.severity != "note" and (made.status in {"built", "failed"})]
        return Outcome(status=made.status, row=row, say=say, told=warned, raised=raised)

    def _written(self, page: SitePage, made: Made) -> Manifest | None:
        """The manifest of the kit as it stands in its folder, where it is written now if it is new."""
        from brochure.building import writing

        folder = self.settings.output / page.folder
        if made.kit is not None:
            return writing.write(made.kit, folder, overwrite=self.how.overwrite, wait=self.how.wait)
        return None if made.status in LEFT_OUT else self._standing(page)

    def _standing(self, page: SitePage) -> Manifest | None:
        """The manifest of the kit that an earlier run made of the page."""
        from brochure.building import writing

        with suppress(BrochureError):  # that of a newer brochure
            return writing.read_manifest(self.settings.output / page.folder)
        return None

    def _call(self, page: SitePage, theme: Theme) -> Call:
        from brochure.building.guarded import files_of, modules_for
        from brochure.building.products import names
        from brochure.cli.page_reading import READING
        from brochure.cli.pages import reading_words

        settings, folder = self.settings, self.settings.output / page.folder
        source = Source(name=self.source_of(page), slug=page.slug, root=settings.pages)
        task = Task(
            source=source, path=page.path.as_posix(), look=self.how.look, theme=theme, folder=folder,
            products=settings.products, base=settings.address, permalinks=settings.permalinks,
            address=self._listed(page),
            kit_url=f"{settings.kits}{page.folder}/" if settings.kits else "",
            lang=settings.language_of(page.path.as_posix()), channels=settings.channels,
            drafts=settings.drafts, lenient=settings.lenient, force=self.how.force,
        )  # fmt: skip
        words = reading_words(source, TASK, task)
        modules = modules_for(settings.products or names(), tuple(self.languages))
        return Call(
            function=words.function, arguments=words.arguments, at=words.at,
            modules=("brochure.cli.site_pages", *READING, *modules),
            reads=(*words.reads, *self.how.look.files, *files_of(theme), folder),
        )  # fmt: skip


def loading(look: Look) -> Call:
    """The call for the site's theme, as `brochure.cli.page_reading.loading` is for a command line's."""
    return replace(page_reading.loading(look), function="brochure.cli.site_pages:load_look")


def _absolute(path: str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links stay as they are, as `opened_files` notes it


def _files_of(manifest: Manifest | None) -> list[str]:
    from brochure.kit import MANIFEST_NAME

    return [entry.path for entry in manifest.files] + [MANIFEST_NAME] if manifest else []


@contextmanager
def _ended(threads: ThreadPoolExecutor, guard: Guarded) -> Iterator[None]:
    """Let no thread wait for work when the block is left early."""
    try:
        yield
    except BaseException:
        guard.close()
        raise
    finally:
        threads.shutdown(cancel_futures=True)


class Saving:
    """Puts the map on the disk, and the memory that knows it: at the end, and now and then before.

    The map is put there last; it lists what stands, at whatever time.
    """

    def __init__(self, settings: Settings, memory: Memory) -> None:
        self.settings, self.memory = settings, memory
        self.last = time.monotonic()

    def now_and_then(self, found: KitMap) -> None:
        """Save if that was long ago. Raises OutputError."""
        if time.monotonic() - self.last > SAVED_EVERY_S:
            self.save(found)
            self.last = time.monotonic()

    def save(self, found: KitMap) -> None:
        """Write the map and the memory, where they are not what stands there. Raises OutputError."""
        from brochure.cli.files import put

        place = self.settings.output / kit_map.FILE
        data = found.to_json(self.settings.address, self.settings.kits)
        self.memory.learn_map(data)
        put([(self.settings.output / memory.FILE, self.memory.to_json()), (place, data)])

    def save_memory(self) -> None:
        """Write what is known of files that are the same."""
        from brochure.cli.files import put

        put([(self.settings.output / memory.FILE, self.memory.to_json())])
