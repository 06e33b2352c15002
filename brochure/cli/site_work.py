"""Work on a page of a site: made in a process of its own, written where the kits of the site stand.

It is the same wherever it is done: by threads of the command (`Pool`), or by workers on many machines
(`brochure.cli.site_cluster`). What comes of it is a `Done`, without the bytes of the kit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from brochure.cli import terminal
from brochure.cli.site_pages import Made, Task
from brochure.errors import BrochureError
from brochure.problems import Place, Problem
from brochure.sites.memory import LEFT_OUT
from brochure.sites.standing_kits import StandingKits, manifest_of
from brochure.sites.states import State
from brochure.work.workers import Call

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.kit import Manifest

TASK = "brochure.cli.site_pages:build_page"
"""What makes a page, in its process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a page: what was ``made``, without its kit, and the ``manifest`` of the kit.

    ``states`` are those of the kit's files. ``raised`` is an error that nobody foresaw, told too.
    """

    made: Made
    manifest: Manifest | None = None
    problems: Sequence[Problem] = ()
    states: Mapping[str, State] = field(default_factory=dict)
    raised: Exception | None = None


class Engine(Protocol):
    """Does the work of a site, several pages at once."""

    def done(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """What came of each of ``tasks``, in their order."""


class Work:
    """Works on pages: ``run`` makes calls in guarded processes, ``kits`` are where they stand."""

    def __init__(
        self, run: Callable[[Call], Any], kits: StandingKits, *, overwrite: bool = False,
        wait: bool = False,
    ) -> None:  # fmt: skip
        self.run, self.kits = run, kits
        self.overwrite, self.wait = overwrite, wait
        self.languages: dict[str, None] = {}
        """Those of pages so far: what sets them is loaded once."""

    def on(self, task: Task) -> Done:
        """Make the page of ``task``, and have its kit stand."""
        raised: Exception | None = None
        made, manifest = Made(status="failed"), None
        states: Mapping[str, State] = {}
        try:
            if self.kits.folder(task.kit_name) is None and not task.force:
                task = replace(task, made_from=self.kits.made_from(task.kit_name))
            made = self.run(self._call(task))
            self.languages[made.lang] = None
            manifest = self._written(task, made)
            states = self.kits.states(task.kit_name, _files_of(manifest))
            problems: Sequence[Problem] = made.problems
        except BrochureError as caught:
            problems = (*made.problems, *caught.problems)
            made = Made(status="failed", address=made.address)
        except Exception as caught:
            raised, made = caught, Made(status="failed")
            problems = (terminal.unexpected(caught),)
        problems = [problem.placed(Place(task.source.name)) for problem in problems]
        of_files = (
            told for entry in (manifest.files if manifest else ()) for told in entry.facts.warnings
        )
        if made.status == "failed":
            manifest = manifest_of(self.kits, task.kit_name)
        return Done(
            made=replace(made, kit=None), manifest=manifest, states=states, raised=raised,
            problems=tuple(dict.fromkeys((*problems, *of_files))),
        )  # fmt: skip

    def _written(self, task: Task, made: Made) -> Manifest | None:
        """The manifest of the kit as it stands, where it is written now if it is new."""
        if made.kit is not None:
            return self.kits.write(
                made.kit, task.kit_name, overwrite=self.overwrite, wait=self.wait
            )  # fmt: skip
        return None if made.status in LEFT_OUT else manifest_of(self.kits, task.kit_name)

    def _call(self, task: Task) -> Call:
        from brochure.building.guarded import files_of, modules_for
        from brochure.building.products import names
        from brochure.cli.page_reading import READING
        from brochure.cli.pages import reading_words

        assert task.theme is not None
        words = reading_words(task.source, TASK, task)
        modules = modules_for(task.products or names(), tuple(self.languages))
        return Call(
            function=words.function, arguments=words.arguments, at=words.at,
            modules=("brochure.cli.site_pages", *READING, *modules),
            reads=(
                *words.reads, *task.look.files, *files_of(task.theme),
                *((task.folder,) if task.folder else ()),
            ),
        )  # fmt: skip


class Pool:
    """Works on as many pages at once as ``guard`` has processes."""

    def __init__(self, work: Work, guard: Guarded) -> None:
        self.work, self.guard = work, guard

    def done(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """See Engine."""
        threads = ThreadPoolExecutor(max_workers=self.guard.workers.jobs + 1)
        with _ended(threads, self.guard):
            going: list[Future[Done] | None] = [
                threads.submit(copy_context().run, self.work.on, task) for task in tasks
            ]
            for number, future in enumerate(going):
                assert future is not None
                going[number] = None  # what is said is not kept
                yield future.result()


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


def _files_of(manifest: Manifest | None) -> list[str]:
    from brochure.kit import MANIFEST_NAME

    return [entry.path for entry in manifest.files] + [MANIFEST_NAME] if manifest else []
