"""The pages of ``brochure build``: each is read, made and written, several at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Self

from brochure.building.guarded import Guarded, files_of
from brochure.cli import remembered, terminal
from brochure.cli.foreign import SOURCE, AtHand, at_hand
from brochure.cli.page_reading import READING, Asked, Look, ReadPage
from brochure.cli.sources import Source
from brochure.errors import BrochureError, GlyphError, OutputError, SourceError
from brochure.page import Page
from brochure.picture_files import Pictures
from brochure.problems import Place, Problem, error, reason, warning
from brochure.work.workers import Call

if TYPE_CHECKING:
    from brochure.importing.access import Access
    from brochure.importing.bringing import Brought
    from brochure.kit import Kit, Manifest
    from brochure.theme import Theme


MOST_READ = 4_000_000
"""Bytes of standard input that are handed on: more than any page may have, which is then told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for."""

    output: Path
    products: tuple[str, ...]
    all_products: bool
    """Whether none were named: then each page gets those that it has what is needed for."""

    force: bool
    overwrite: bool
    wait: bool
    quiet: bool
    url: str
    campaign: str
    packed: bool
    embargo: date | datetime | None
    poster: str
    """The form or the size of posters, or "" for what each page asks for."""

    lang: str
    drafts: bool
    lenient: bool
    """Whether what cannot be printed is left out with a warning."""

    asked: Mapping[str, object]
    """The same as `brochure.cli.remembered` tells it from other command lines."""

    several: bool
    """Whether each warning says which page it is about."""

    look: Look
    kind: str
    """What sources are that do not tell themselves: see `brochure.importing.bringing`."""

    access: Access

    def told(self, problem: Problem) -> None:
        """Say what a page waits for."""
        if not self.quiet:
            terminal.warn(problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A kit that stands: ``status`` is "built" or "unchanged"."""

    folder: Path
    status: str
    files: Sequence[str]
    codes: int
    warnings: Sequence[Problem]
    alts: Mapping[str, str]
    """The alternative text of each image, by its path."""

    packed: Path | None = None

    left_out: Sequence[Problem] = ()
    """Why some products could not be made, while those of ``files`` were."""

    brought: Brought | None = None
    """What the page was imported as, for one that was."""

    @property
    def page(self) -> Path | None:
        """Where an imported page stands."""
        return self.folder / SOURCE / f"{self.brought.slug}.md" if self.brought else None


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of one source: a kit, why it is left out, or what is wrong. ``said`` comes before."""

    said: list[Problem] = field(default_factory=list)
    built: Built | None = None
    left_out: Problem | None = None
    failed: Sequence[Problem] = ()
    raised: Exception | None = None


class Builders:
    """Threads that each build one source at a time, as many at once as there are processes for work.

    They wait for work that is done elsewhere, and write what comes of it.
    """

    def __init__(
        self, sources: Sequence[Source], options: Options, guard: Guarded, theme: Theme
    ) -> None:
        self.sources, self.options, self.guard, self.theme = sources, options, guard, theme
        self.taken: dict[str, str] = {}
        self.claimed = [Event() for _ in range(len(sources) + 1)]
        self.claimed[0].set()
        self.threads = ThreadPoolExecutor(max_workers=guard.workers.jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.guard.close()  # so that no thread waits any more
        self.threads.shutdown(cancel_futures=True)

    def outcomes(self) -> Iterator[tuple[Source, Outcome]]:
        """What came of each source, in their order."""
        going = [
            self.threads.submit(copy_context().run, self._outcome, number, source)
            for number, source in enumerate(self.sources)
        ]
        for source, future in zip(self.sources, going, strict=True):
            yield source, future.result()

    def _outcome(self, number: int, source: Source) -> Outcome:
        outcome = Outcome()
        try:
            state = remembered.state_of(source)
            with ExitStack() as left:
                hand, found = self._read_in_turn(number, source, outcome, left)
                if isinstance(found, Problem):
                    outcome.left_out = found
                    return outcome
                at = f"{number + 1}/{len(self.sources)} " if self.options.several else ""
                outcome.built = self._build_one(found, hand, at, state)
                if outcome.built.left_out:
                    raise GlyphError(*outcome.built.left_out)
        except Exception as caught:
            outcome.raised = caught
            outcome.failed = _problems_of(caught, source.name, len(self.sources))
        return outcome

    def _read_in_turn(
        self, number: int, source: Source, outcome: Outcome, left: ExitStack
    ) -> tuple[AtHand, ReadPage | Problem]:
        """The source, read; its folder is claimed after those of the sources before it."""
        options = self.options
        try:
            hand = left.enter_context(
                at_hand(source, self.guard, options.output, kind=options.kind, access=options.access)
            )
            outcome.said += hand.told
            # standard input is read once, and what is made anyhow is decoded anyhow
            decoded = hand.source.name == "-" or options.force
            found: ReadPage | Problem = self.guard.run(self._reading(hand.source, decoded=decoded))
            if isinstance(found, ReadPage):
                found = replace(found, page=hand.named(found.page))
                outcome.said += found.page.warnings
        finally:
            self.claimed[number].wait()
            self.claimed[number + 1].set()
        if isinstance(found, ReadPage):
            _refuse_same_folder(found.page, source.name, self.taken)
        return hand, found

    def _reading(self, source: Source, *, decoded: bool) -> Call:
        options = self.options
        asked = Asked(
            source=source, look=options.look, theme=self.theme, url=options.url, lang=options.lang,
            drafts=options.drafts, lenient=options.lenient, cards_only=options.products == ("cards",),
            decoded=decoded,
        )  # fmt: skip
        return reading(asked, "brochure.cli.page_reading:read_source", asked)

    def _build_one(self, found: ReadPage, hand: AtHand, at: str, state: str) -> Built:
        from brochure.building import standing, writing

        source, beside = hand.source, hand.files
        theme, borrowed = found.theme, found.borrowed
        embargo = self.options.embargo or found.page.embargo
        page = replace(found.page, campaign=self.options.campaign, embargo=embargo)
        if self.options.poster:
            page = replace(page, poster=page.poster.asked(self.options.poster))
        options, out_of_reach = _within_reach(page, self.options, source)
        notes = (
            *page.warnings,
            *out_of_reach,
            *((borrowed,) if borrowed and "cards" in options.products else ()),
        )
        folder = options.output / page.slug
        _refuse_file(folder)

        def stands() -> bool:
            names = options.products
            origins = self.guard.origins_of(page, theme, names, folder, named=source.name)
            current = standing.is_current(folder, origins, names, page.products)
            return current and writing.holds(folder, beside)

        def finished(built: Built, manifest: Manifest) -> Built:
            remembered.remember(source, options.asked, state, found, folder, manifest.to_json(), notes)
            return _add_zip(replace(built, brought=hand.brought), page, options)

        if not options.force and stands():
            return finished(*_unchanged(folder, notes))
        with writing.reserved(folder, wait=options.wait, told=options.told) as contended:
            if contended and not options.force and stands():  # the other one built the same
                return finished(*_unchanged(folder, notes))
            if not options.overwrite:
                writing.refuse_edited(folder, options.products)
                writing.refuse_standing(beside, folder)
            page = replace(page, images=self._decoded_images(page, source))
            kit, left_out = self._kit(page, theme, options, source, at)
            manifest = writing.write(kit, folder, overwrite=options.overwrite, beside=beside)
        built = Built(
            folder=folder,
            status="built",
            files=sorted(entry.path for entry in manifest.files),
            codes=sum(len(a.facts.codes) for a in kit.artifacts),
            warnings=tuple(dict.fromkeys((*notes, *kit.warnings))),
            alts={a.path: a.facts.alt for a in kit.artifacts if a.facts.alt},
            left_out=left_out,
            brought=hand.brought,
        )
        return built if left_out else finished(built, manifest)

    def _kit(
        self, page: Page, theme: Theme, options: Options, source: Source, at: str
    ) -> tuple[Kit, Sequence[Problem]]:
        """The kit of ``page``, and why some products are not in it."""
        progress = terminal.Progress(quiet=options.quiet)
        try:
            kit = self.guard.build(
                page, theme, only=options.products, named=source.name,
                progress=lambda name: progress.show(f"{at}{page.slug}: {name} …"),
                reuse=None if options.force else options.output / page.slug,
            )  # fmt: skip
        except GlyphError as caught:
            if caught.made is None:
                raise
            return caught.made, caught.problems
        finally:
            progress.clear()
        return kit, ()

    def _decoded_images(self, page: Page, source: Source) -> Mapping[str, bytes]:
        """The images of ``page``: read again if they are not decoded, to tell all that is wrong."""
        if isinstance(page.images, Pictures) and page.images.are_decoded:
            return page.images
        found = self.guard.run(self._reading(source, decoded=True))
        return found.page.images if isinstance(found, ReadPage) else {}


def reading(asked: Asked, function: str, *arguments: Any) -> Call:
    """The call of ``function``, which reads the page that is ``asked`` for in its own folders."""
    found = reading_words(asked.source, function, *arguments)
    return replace(found, reads=(*found.reads, *asked.look.files, *files_of(asked.theme)))


def reading_words(source: Source, function: str, *arguments: Any) -> Call:
    """The same for a ``source`` of which no theme is needed."""
    return Call(
        function=function, arguments=arguments, modules=READING, at=Place(file=source.name),
        reads=_folders_of(source),
        stdin=sys.stdin.buffer.read(MOST_READ) if source.name == "-" else b"",
    )  # fmt: skip


def _folders_of(source: Source) -> tuple[Path, ...]:
    """The folders that a page may read: its own, its site's, and the working one for themes."""
    from brochure.reading.pictures import static_folders

    if source.name == "-":
        return (Path.cwd(),)
    own = Path(source.name).resolve().parent
    site = (source.root,) if source.root else ()
    return (
        Path.cwd(),
        Path(source.name).absolute().parent,
        own,
        *site,
        *static_folders(source.root or own),
    )


def _problems_of(caught: Exception, source: str, count: int) -> Sequence[Problem]:
    """What is wrong with a ``source``, of ``count``."""
    if isinstance(caught, GlyphError):
        caught = caught.placed(Place(source))
    if isinstance(caught, BrochureError):
        return _with_page(caught.problems, source, count)
    return (terminal.unexpected(caught).placed(Place(source)),)


def _with_page(problems: Sequence[Problem], source: str, count: int) -> Sequence[Problem]:
    """``problems`` with the page they are about, where there are several, or where one has a line."""

    def is_clear(problem: Problem) -> bool:
        return source in problem.sentence() or (count == 1 and not problem.place.line)

    def clear(problem: Problem) -> Problem:
        told = problem if is_clear(problem) else problem.placed(Place(source))
        if is_clear(told):
            return told
        file = f"{source}: {told.place.file}"  # its place is in a file of the kit
        return replace(told, place=replace(told.place, file=file))

    return [clear(problem) for problem in problems]


def _refuse_same_folder(page: Page, source: str, taken: dict[str, str]) -> None:
    other = taken.setdefault(page.slug, source)
    if other != source:
        at = Place(file=source, key="slug")
        raise SourceError(error("build-same-folder", at=at, slug=page.slug, other=other))


def _within_reach(page: Page, options: Options, source: Source) -> tuple[Options, Sequence[Problem]]:
    """``options`` with the products that are made of the page, and a warning on those left out.

    Raises SourceError where the page asks for one that there is not.
    """
    if not options.all_products:
        return options, ()
    from brochure.building.products import possible_for

    try:
        made, left_out = possible_for(page)
    except SourceError as caught:
        raise caught.placed(Place(source.name)) from None
    return replace(options, products=tuple(product.name for product in made)), left_out


def _refuse_file(folder: Path) -> None:
    """Refuse a file where a kit is to be. Raises OutputError."""
    at = Place(file=str(folder))
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(error("output-is-file", at=at))
    except OSError as caught:
        raise OutputError(error("output-not-written", at=at, reason=reason(caught))) from caught


def _add_zip(built: Built, page: Page, options: Options) -> Built:
    """``built`` with its press kit beside it, where one is asked for."""
    target = built.folder.with_name(f"{built.folder.name}.zip")
    if not options.packed:
        old = warning("zip-of-earlier-build", at=Place(file=str(target)))
        return replace(built, warnings=(*built.warnings, old)) if target.is_file() else built
    from brochure.building import press_kits
    from brochure.cli.files import put

    manifest = _manifest(built.folder)
    put([(target, press_kits.press_kit(page, manifest, built.folder))])
    warnings = built.warnings
    if mixed := manifest.of_other_states:
        warnings = (*warnings, warning("zip-mixed", at=Place(file=str(target)), products=mixed))
    return replace(built, packed=target, warnings=warnings)


def _unchanged(folder: Path, notes: Sequence[Problem]) -> tuple[Built, Manifest]:
    """The kit that stands unchanged in ``folder``, its warnings said again, and its manifest."""
    manifest = _manifest(folder)
    warnings = dict.fromkeys(w for e in manifest.files for w in e.facts.warnings)
    built = Built(
        folder=folder, status="unchanged", files=sorted(e.path for e in manifest.files),
        codes=sum(len(e.facts.codes) for e in manifest.files),
        warnings=(*notes, *warnings),
        alts={e.path: e.facts.alt for e in manifest.files if e.facts.alt},
    )  # fmt: skip
    return built, manifest


def _manifest(folder: Path) -> Manifest:
    """The manifest of a kit that was whole a moment ago. Raises OutputError when it is no more."""
    from brochure.building.writing import read_manifest

    manifest = read_manifest(folder)
    if manifest is None:
        raise OutputError(error("manifest-changed", at=Place(file=str(folder))))
    return manifest
