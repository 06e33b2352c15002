"""``brochure site``: a kit for each page of a folder, and the map that says which is whose."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import limits, remembered, terminal
from brochure.cli import site_options as options
from brochure.cli.site_progress import SiteProgress
from brochure.errors import OutputError, SourceError
from brochure.problems import Id, Place, Problem, Text, error, note, reason
from brochure.sites import addresses, kit_map
from brochure.sites.kit_map import KitMap
from brochure.sites.memory import Memory, digest_of
from brochure.sites.pages import SitePage, Tree, tree_of
from brochure.sites.site_file import Settings
from brochure.sites.standing_kits import kits_at
from brochure.work.limits import USUAL

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.cli.page_reading import Look
    from brochure.cli.site_building import Counts, Saving, SiteBuilder
    from brochure.cli.site_pages import LoadedLook
    from brochure.cli.site_work import Engine


def site(
    folder: Path = options.FOLDER,
    output: Path | None = options.OUTPUT,
    store: str = options.STORE,
    theme: str = options.THEME,
    only: str | None = options.ONLY,
    formats: str = options.FORMATS,
    address: str = options.ADDRESS,
    kits: str = options.KITS,
    list_of_addresses: Path | None = options.ADDRESSES,
    prune: bool = typer.Option(False, "--prune"),
    drafts: bool = options.DRAFTS,
    lenient: bool = options.LENIENT,
    force: bool = typer.Option(False, "--force"),
    engine: str = typer.Option("", "--engine", metavar="dask|tcp://HOST:PORT"),
    time_limit: float = options.TIME,
    memory_limit: int = limits.MEMORY,
    jobs: int = limits.JOBS,
    overwrite: bool = options.OVERWRITE,
    wait: bool = options.WAIT,
    as_json: bool = typer.Option(False, "--json"),
    quiet: bool = typer.Option(False, "--quiet", "-q"),
) -> None:
    """Build the kit of every page of a site."""
    if engine and not engine.startswith(("dask", "tcp://", "tls://")):
        raise SourceError(error("cluster-unknown", at=Place(key="--engine"), given=engine))
    settings = options.settings_asked(
        folder, output=output, store=store, theme=theme, only=only, formats=formats, address=address,
        kits=kits, list_of_addresses=list_of_addresses, drafts=drafts, lenient=lenient,
    )  # fmt: skip
    run = SiteRun(
        settings, force=force, overwrite=overwrite, wait=wait, prune=prune, quiet=quiet or as_json,
        limits_of_work=(time_limit, memory_limit, jobs), cluster=engine,
    )  # fmt: skip
    counts = run.once()
    if as_json:
        print(json.dumps(counts_row(counts, settings), indent=1))
    else:
        terminal.result(str(settings.output / kit_map.FILE))
    if counts.failed:
        raise typer.Exit(1)


def counts_row(counts: Counts, settings: Settings) -> Mapping[str, object]:
    """What came of a run, as JSON values."""
    return {
        "map": str(settings.output / kit_map.FILE), "built": counts.built, "unchanged": counts.current,
        "drafts": counts.draft, "empty": counts.empty, "failed": counts.failed,
        "pages_built": counts.names.get("built", []), "pages_failed": counts.names.get("failed", []),
    }  # fmt: skip


class SiteRun:
    """A run over a site. Work is done by ``guard``, else by processes of its own within limits.

    Those are the seconds and megabytes that a page may take, and how many are worked on at once. With
    the address of a ``cluster`` pages go to its workers.
    """

    def __init__(
        self, settings: Settings, *, force: bool = False, overwrite: bool = False, wait: bool = False,
        prune: bool = False, quiet: bool = False,
        limits_of_work: tuple[float, int, int] = (options.TIME_S, USUAL.memory_mb, 0),
        guard: Guarded | None = None, cluster: str = "",
    ) -> None:  # fmt: skip
        self.settings, self.force, self.overwrite, self.wait = settings, force, overwrite, wait
        self.prune, self.quiet, self.limits, self.guard = prune, quiet, limits_of_work, guard
        self.cluster = cluster
        self.kits = kits_at(settings.output, settings.store)

    def once(self) -> Counts:
        """Build what is to be built; what came of it is said. Raises BrochureError."""
        from brochure.building import writing

        settings = self.settings
        try:
            tree = tree_of(settings)
        except OSError as caught:
            at = Place(str(caught.filename or settings.pages))
            raise SourceError(error("site-not-read", at=at, reason=reason(caught))) from caught
        listed: Mapping[str, str] = {}
        if settings.addresses:  # they say which pages there are, unless a rule is for the rest
            listed = addresses.read(
                settings.addresses, settings.address, settings.pages, settings.folder
            )
            rule = settings.permalinks
            named = (p for p in tree.pages if rule or p.path.as_posix() in listed)
            tree = replace(tree, pages=tuple(named))
        if not tree.pages:
            raise SourceError(error("site-without-pages", at=Place(str(settings.pages))))
        with writing.reserved(settings.output, wait=self.wait, told=self._told):
            try:
                settings.output.mkdir(exist_ok=True)
            except OSError as caught:
                at = Place(str(settings.output))
                raise OutputError(error("output-not-written", at=at, reason=reason(caught))) from caught
            writing.clear_up(settings.output / page.folder for page in tree.pages)
            return self._run(tree, listed)

    def _told(self, problem: Problem) -> None:
        if not self.quiet:
            terminal.warn(problem)

    def _run(self, tree: Tree, listed: Mapping[str, str]) -> Counts:
        from brochure.cli.page_reading import Look
        from brochure.cli.site_building import How, Saving, SiteBuilder

        settings = self.settings
        look = Look(theme=settings.theme, formats=",".join(settings.formats))
        how = How(look=look, force=self.force, overwrite=self.overwrite, wait=self.wait)
        about = digest_of(remembered.program_digest(), replace(settings, addresses=None))
        memory = Memory(settings.output, about, tree, settings.pages, self.kits)
        builder = SiteBuilder(settings, tree, memory, how, listed)
        pages = builder.to_do()
        saving = Saving(settings, memory)
        if not pages and memory.is_whole and not memory.gone:
            if memory.files.learnt:
                saving.save_memory()
            if settings.store:  # somebody may have taken it away there
                self.kits.put_map((settings.output / kit_map.FILE).read_bytes())
        else:
            found = builder.map_before()
            if pages:
                self._build(builder, pages, found, saving)
            self._prune(found)
            memory.gone = len(found.gone)
            saving.save(found)
        builder.count_standing(pages)
        self._tell(builder.counts)
        return builder.counts

    def _build(
        self, builder: SiteBuilder, pages: Sequence[SitePage], found: KitMap, saving: Saving
    ) -> None:
        """Build ``pages``; what came of each is put into the map that was ``found``, and said."""
        from brochure.cli.site_pages import loading

        progress = SiteProgress(len(pages), quiet=self.quiet)
        with nullcontext(self.guard) if self.guard else self._guarded() as guard:
            loaded: LoadedLook = guard.run(loading(builder.how.look))
            builder.memory.look = loaded.reads
            with self._engine(guard, loaded, builder.how.look) as engine:
                for page, outcome in builder.outcomes(pages, engine, loaded.theme):
                    if outcome.raised is not None and "--debug" in sys.argv:
                        raise outcome.raised
                    builder.note(page, outcome, found)
                    progress.clear()
                    if outcome.status == "failed":
                        terminal.fail(*outcome.say)
                    elif not self.quiet:
                        terminal.warn(*outcome.say)
                    progress.show(builder.counts.failed)
                    saving.now_and_then(found)
            progress.clear()
            limits.tell_missing(guard, quiet=self.quiet)

    def _guarded(self) -> AbstractContextManager[Guarded]:
        """Processes for the work; a store and a cluster are spoken to by threads, which do not fork."""
        return limits.guard(*self.limits, fork=not (self.cluster or self.settings.store))

    @contextmanager
    def _engine(self, guard: Guarded, loaded: LoadedLook, look: Look) -> Iterator[Engine]:
        """What does the work: threads of this command, or a cluster. Raises WorkError."""
        from brochure.cli.site_work import Pool, Work

        work = Work(guard.run, self.kits, overwrite=self.overwrite, wait=self.wait)
        if not self.cluster:
            yield Pool(work, guard)
            return
        from brochure.cli.site_cluster import Order, clustered

        seconds, memory_mb, _ = self.limits
        if look.theme.lower().endswith(".toml"):
            look = replace(look, theme=str(Path(look.theme).absolute()))
        order = Order(
            output=self.settings.output.absolute(), store=self.settings.store, look=look,
            reads=loaded.reads, seconds=seconds, memory_mb=memory_mb, overwrite=self.overwrite,
        )  # fmt: skip
        with clustered(self.cluster, order, work, guard.workers.jobs) as engine:
            yield engine
        guard.workers.missing |= engine.missing_fences

    def _prune(self, found: KitMap) -> None:
        """Remove the kits of pages that are gone, each listed before; without ``prune`` list them."""
        shown = sorted(found.gone.items())
        if shown and (self.prune or not self.quiet):
            kits = [f"{self.kits.address(folder)} ({source})" for folder, source in shown[:_SHOWN]]
            if len(shown) > _SHOWN:
                kits.append("…")
            terminal.warn(
                note("site-pruning", kits=kits, count=len(shown))
                if self.prune
                else note("site-gone", kits=kits, count=len(shown))
            )
        for folder, _ in shown if self.prune else ():
            try:
                self.kits.remove(folder, wait=self.wait)
                del found.gone[folder]
            except OutputError as caught:  # somebody's work is in it: it stays, and is told
                terminal.warn(*caught.problems)

    def _tell(self, counts: Counts) -> None:
        if self.quiet:
            return
        parts = [
            Text(_COUNTED[status], count=number)
            for status in _COUNTED if (number := getattr(counts, status))
        ]  # fmt: skip
        terminal.tell(Text("site-done", parts=parts), mark="" if counts.failed else "✓")
        if counts.warnings:
            terminal.tell(Text("site-warnings", count=counts.warnings, map=kit_map.FILE))


_SHOWN = 20
"""So many kits of pages that are gone are named."""

_COUNTED = {
    "built": Id("site-counts-built"), "current": Id("site-counts-current"),
    "failed": Id("site-counts-failed"), "draft": Id("site-counts-draft"),
    "empty": Id("site-counts-empty"),
}  # fmt: skip
