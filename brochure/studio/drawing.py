"""Drawing: what a page is made into, drawn while the page is written, and told as it is done.

For each page that somebody looks at there are two threads, which wait for work that is done in guarded
processes. The first draws the page in view, alone, as soon as the text changes; the second makes all
products once nothing was typed for a moment: the product in view first, and of the others those alone
that are made from something else than before (their digests say so). A newer text takes back what has
not begun. What cannot be drawn, or takes too long, is told as its product's problem.
"""

from __future__ import annotations

import heapq
import itertools
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from traceback import format_exception
from typing import Any

from brochure import messages
from brochure.building import products
from brochure.building.finishing import Prepared, finished
from brochure.building.guarded import Guarded, Hands, files_of
from brochure.building.making import Drawn, Making
from brochure.errors import BrochureError, UnforeseenError
from brochure.kit import Artifact, Kit
from brochure.problems import Place, Problem, error
from brochure.studio.values import INSPECTING, SEEING, Sight
from brochure.work.workers import Call

QUIET_SECONDS = 0.35
"""So long nothing must have been typed before everything is made."""

SHOWN = ("pdf", "print", "cards", "qr", "share")
"""The products that are told; an approval page is made when it is asked for."""

VIEW_PX = 800


class _SupersededError(BrochureError):
    """The text changed before this was begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a product stands at a revision.

    Its ``state`` is "waiting", "drawing", "ready", "failed", or "off" where the page leaves it out.
    """

    state: str = "waiting"
    revision: str = ""
    files: tuple[Artifact, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    milliseconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a person looks at: a page of a file of a product, so wide."""

    product: str = "pdf"
    file: str = "brochure.pdf"
    page: int = 1
    width_px: int = VIEW_PX


Told = Callable[[str, Mapping[str, Any]], None]
"""Is given the kind of an event and what it says."""


class Drawing:
    """The products of the page at ``path`` while it is being written; ``told`` of all that happens."""

    def __init__(
        self, path: Path, guard: Guarded, turns: Turns, reads: tuple[Path, ...], told: Told
    ) -> None:
        self.path, self.guard, self.turns, self.reads, self.told = path, guard, turns, reads, told
        self.outcomes = dict.fromkeys(SHOWN, Outcome())
        self.look = Look()
        self.sight: tuple[str, Sight] | None = None
        """The page in view as it was drawn last, and the revision that it is of."""

        self.view: Mapping[str, Any] | None = None
        """What was told of it."""

        self._changed = Condition()
        self._revision = self._language = ""
        self._since = 0.0
        self._seen = self._viewed = self._made = ""
        self._kit: tuple[str, Prepared, Making] | None = None
        self._kept: dict[str, tuple[str, tuple[Artifact, ...]]] = {}
        self._going = True
        self._eye = guard.workers.held()
        """What draws the page in view: it has at hand what it laid out of the text before."""

        self._threads = [Thread(target=loop, daemon=True) for loop in (self._views, self._makes)]
        for thread in self._threads:
            thread.start()

    # What others ask

    def want(self, revision: str) -> None:
        """Draw the text of that ``revision``, which is in the file now."""
        with self._changed:
            self._language = messages.current()
            if revision != self._revision:
                self._revision, self._since = revision, monotonic()
                self._changed.notify_all()

    def show(self, look: Look) -> None:
        """Draw what a person looks at before the rest."""
        with self._changed:
            if look != self.look:
                self.look = look
                drawn = self.outcomes["pdf"]
                if look.product == "pdf" and (drawn.state, drawn.revision) != ("ready", self._revision):
                    self._seen = ""
                self._changed.notify_all()

    def kit(self, revision: str) -> Kit:
        """The kit of the text at ``revision`` with its approval page, when it is made.

        Raises BrochureError for what cannot be made.
        """
        self.want(revision)
        with self._changed:
            self._changed.wait_for(
                lambda: self._made == revision or self._revision != revision or not self._going
            )
            found = self._kit
        if found is None or found[0] != revision:
            problems = [p for one in self.outcomes.values() for p in one.problems]
            raise BrochureError(*dict.fromkeys(problems or [error("studio-not-drawn")]))
        _, prepared, making = found
        if "preview" in prepared.wanted and "preview" not in making.made:
            rest = Making(
                prepared.shown, prepared.theme, prepared.products, prepared.barred,
                making.made, Hands(self.guard, files_of(prepared.theme, prepared.page), self.at),
                _silent,
            )  # fmt: skip
            rest.make()
            rest.errors |= making.errors
            making = rest
            with self._changed:
                if self._kit is found:
                    self._kit = (revision, prepared, making)
        return finished(prepared, making)

    def close(self) -> None:
        """Draw nothing more."""
        with self._changed:
            self._going = False
            self._changed.notify_all()

    # The page in view

    def _views(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: not self._going or self._sight_is_old())
                if not self._going:
                    break
                revision, look, language = self._revision, self.look, self._language
                self._seen = revision
            with messages.using(language):
                try:
                    self._view(revision, look)
                except Exception as caught:  # its product tells why; what nobody foresaw, the terminal
                    problems_of(caught)
            with self._changed:
                self._viewed = revision
                self._changed.notify_all()
        self._eye.end()

    def _view_is_due(self) -> bool:
        """Whether the page in view is still to be drawn: all else waits for it."""
        return self.look.product == "pdf" and self._viewed != self._revision

    def _sight_is_old(self) -> bool:
        return self.look.product == "pdf" and self._seen != self._revision

    def _view(self, revision: str, look: Look) -> None:
        begun = monotonic()
        call = Call(
            function="brochure.studio.sights:seen", arguments=(self.path, look.page, look.width_px),
            modules=(*INSPECTING, *SEEING), reads=self.reads, at=self.at,
        )  # fmt: skip
        found: Sight = self._eye.run(call)
        said = {
            "revision": revision, "path": look.file, "page": found.number, "pages": found.pages,
            "width_px": found.size[0], "height_px": found.size[1], "digest": revision,
            "ms": round(1000 * (monotonic() - begun)),
        }  # fmt: skip
        self.sight, self.view = (revision, found), said
        self.told("view", said)

    # All products

    def _makes(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: not self._going or self._made != self._revision)
                while self._going and (left := self._since + QUIET_SECONDS - monotonic()) > 0:
                    self._changed.wait(left)
                self._changed.wait_for(lambda: not self._going or not self._view_is_due())
                if not self._going:
                    return
                revision, language = self._revision, self._language
            with messages.using(language):
                try:
                    self._make(revision)
                except Exception as caught:  # whatever it is, the studio lives
                    self._fail(revision, problems_of(caught))
            with self._changed:
                self._made = revision
                self._changed.notify_all()

    def _make(self, revision: str) -> None:
        for name in SHOWN:
            self.tell(name, replace(self.outcomes[name], state="waiting", problems=()))
        prepared = self._prepared()
        made = _Round(self, revision, prepared).made()
        if made:
            self._kit = (revision, prepared, made)

    def _fail(self, revision: str, problems: tuple[Problem, ...]) -> None:
        """Tell of every product that is not made why it is not; what was there is still shown."""
        for name, outcome in self.outcomes.items():
            if outcome.state in {"waiting", "drawing"}:
                failed = replace(outcome, state="failed", revision=revision, problems=problems)
                self.tell(name, failed)

    def is_wanted(self, revision: str) -> bool:
        """Whether that is still the text."""
        return self._revision == revision

    def stands(self, prepared: Prepared) -> dict[str, tuple[Artifact, ...]]:
        """The products that were made from the same as ``prepared`` would be."""
        return {
            name: files for name, (digest, files) in self._kept.items()
            if prepared.origins.get(name) == digest
        }  # fmt: skip

    def keep(self, name: str, digest: str, files: tuple[Artifact, ...]) -> None:
        """Keep what was made from what has that ``digest``."""
        self._kept[name] = (digest, files)

    def tell(self, name: str, outcome: Outcome) -> None:
        """How the product called ``name`` stands, for all who look."""
        if name in SHOWN and outcome != self.outcomes[name]:
            self.outcomes[name] = outcome
            self.told("product", {"product": name})

    def _prepared(self) -> Prepared:
        call = Call(
            function="brochure.studio.inspecting:prepared", arguments=(self.path,), at=self.at,
            modules=INSPECTING, reads=self.reads,
        )  # fmt: skip
        found: Prepared = self.guard.run(call)
        return found

    @property
    def at(self) -> Place:
        """The page, for errors."""
        return Place(file=self.path.name)


class _Round:
    """All products of one text, and what is told of them while they are made."""

    def __init__(self, drawing: Drawing, revision: str, prepared: Prepared) -> None:
        self.drawing, self.revision, self.prepared = drawing, revision, prepared
        self.begun: dict[str, float] = {}

    def made(self) -> Making | None:
        """What could be made, and why not the rest; None where the text changed meanwhile."""
        prepared, drawing = self.prepared, self.drawing
        stands = drawing.stands(prepared)
        for name, files in stands.items():
            self.done(name, files)
        for name in SHOWN:
            if prepared.page.products and name not in prepared.page.products:
                self._tell(name, "off", files=())
            elif name not in prepared.wanted:
                why = tuple(p for p in prepared.page.warnings if p.id == "products-left-out")
                self._tell(name, "failed", files=(), problems=why)
            elif name in prepared.barred:
                self._tell(name, "failed", files=(), problems=prepared.barred[name].problems)
        wanted = products.chosen(name for name in SHOWN if name in prepared.wanted)
        making = Making(
            prepared.shown, prepared.theme, wanted, prepared.barred, stands,
            _Hand(drawing, self.revision, prepared), self.progress, self.done,
        )  # fmt: skip
        making.make()
        superseded = any(isinstance(e, _SupersededError) for e in making.errors.values())
        return None if superseded else making

    def progress(self, name: str) -> None:
        """A product is begun with."""
        self.begun[name] = monotonic()
        self._tell(name, "drawing")

    def done(self, name: str, made: tuple[Artifact, ...] | BrochureError) -> None:
        """A product is made, or cannot be."""
        if isinstance(made, _SupersededError):
            return
        if isinstance(made, BrochureError):
            self._tell(name, "failed", files=(), problems=made.problems)
            return
        self.drawing.keep(name, self.prepared.origins.get(name, ""), made)
        told = tuple(dict.fromkeys(warned for one in made for warned in one.facts.warnings))
        self._tell(name, "ready", files=made, problems=told)

    def _tell(
        self, name: str, state: str, *, files: tuple[Artifact, ...] | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:  # fmt: skip
        """How a product stands; until it is drawn anew, what was there is still shown."""
        drawing, now = self.drawing, monotonic()
        shown = drawing.outcomes[name].files if files is None else files
        took = round(1000 * (now - self.begun.get(name, now)))
        drawing.tell(
            name,
            Outcome(
                state=state, revision=self.revision, files=shown, problems=problems, milliseconds=took
            ),
        )  # fmt: skip


class Turns:
    """Lets so many at once do something; of those who wait, the most urgent comes first."""

    def __init__(self, count: int) -> None:
        self._free, self._count = count, itertools.count()
        self._waiting: list[tuple[int, int]] = []
        self._changed = Condition()

    @contextmanager
    def taken(self, urgency: int) -> Iterator[None]:
        """A turn, as soon as there is one; the smaller the number, the more urgent."""
        with self._changed:
            mine = (urgency, next(self._count))
            heapq.heappush(self._waiting, mine)
            self._changed.wait_for(lambda: self._free > 0 and self._waiting[0] == mine)
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()


_ALL = 1_000
"""More pieces than a kit has."""


class _Hand(Hands):
    """Makes pieces in guarded processes while the text is what they are of."""

    def __init__(self, drawing: Drawing, revision: str, prepared: Prepared) -> None:
        super().__init__(drawing.guard, files_of(prepared.theme, prepared.page), drawing.at)
        self.drawing, self.revision = drawing, revision
        self.at_once = _ALL  # turns are taken by what is in view

    def made(self, call: Call) -> Drawn:
        """The piece; one that is not begun when the text changes is not made. Raises BrochureError."""
        in_view = call.at.product == self.drawing.look.product
        with self.drawing.turns.taken(0 if in_view else 1):
            if not self.drawing.is_wanted(self.revision):
                raise _SupersededError
            return super().made(call)


def problems_of(caught: Exception) -> tuple[Problem, ...]:
    """What a person is told; of what nobody foresaw the terminal is told the whole."""
    if isinstance(caught, BrochureError):
        return caught.problems
    trace = caught.trace if isinstance(caught, UnforeseenError) else "".join(format_exception(caught))
    sys.stderr.write(trace)
    kind = caught.kind if isinstance(caught, UnforeseenError) else type(caught).__name__
    return (error("studio-unforeseen", kind=kind, reason=str(caught)),)


def _silent(name: str) -> None:
    """Nothing is told of what is made when somebody waits for it."""
