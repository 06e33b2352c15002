"""Making: the products of a kit, each as soon as those that it shows are there, by one hand or several.

A hand makes a piece of a product (`drawn`) and gives a Future of it. The one of this process makes it
at once; those of `brochure.building.guarded` are other processes. What comes out is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Protocol

from brochure import messages, open_pdfs
from brochure.building import products
from brochure.building.products import Product, Shown
from brochure.design import Design
from brochure.errors import BrochureError, FitError
from brochure.kit import Artifact, Verification
from brochure.page import Page
from brochure.problems import Problem
from brochure.theme import Theme

Row = Mapping[str, Any]
"""A report on one file as JSON values (`brochure.checking.report.Report.row`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of work: the product called ``product``, or the part of it with that number.

    ``shown`` are the artifacts that it may look at, ``reports`` what was found in them, by path. With
    ``look_over`` a report is made of each file for the product that wants one.
    """

    product: str
    page: Page
    theme: Theme
    part: int | None = None
    shown: Mapping[str, tuple[Artifact, ...]] = field(default_factory=dict)
    reports: Mapping[str, Row] = field(default_factory=dict)
    look_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What came of a Piece: its files, or the problem for which there is none of a part.

    ``reports`` are on its files, by path.
    """

    made: tuple[Artifact | Problem, ...]
    reports: Mapping[str, Row]


class Hand(Protocol):
    """Who makes pieces, ``at_once`` of them at most, those included that wait for their turn."""

    at_once: int

    def draw(self, piece: Piece) -> Future[Drawn]:
        """Begin with ``piece``."""


class OneHand:
    """Makes every piece in this process, when it is asked to."""

    at_once = 1

    def draw(self, piece: Piece) -> Future[Drawn]:
        """The piece, made."""
        done: Future[Drawn] = Future()
        try:
            done.set_result(drawn(piece))
        except BrochureError as caught:
            done.set_exception(caught)
        return done


def drawn(piece: Piece) -> Drawn:
    """Make ``piece``, and verify its files. Raises BrochureError."""
    with open_pdfs.kept():  # what is verified is looked over while it is open
        return _drawn(piece, products.all_products()[piece.product])


def _drawn(piece: Piece, product: Product) -> Drawn:
    made: tuple[Artifact | Problem, ...]
    if piece.part is None or product.parts is None:
        shown = Shown(made=piece.shown, report=_report(product, piece))
        made = product.files(piece.page, piece.theme, shown)
    else:
        made = (product.file_of_part(piece.part, piece.page, piece.theme),)
    reports: dict[str, Row] = {}
    for artifact in (one for one in made if isinstance(one, Artifact)):
        for verify in (*product.verifications(), *_verifications_of(piece.theme.design)):
            verify(artifact)
        if piece.look_over:  # while what was read of it is at hand
            reports |= _reports([artifact], piece.page)
    return Drawn(made=made, reports=reports)


def _verifications_of(design: Design) -> Iterator[Verification]:
    """That texts are seen, where ``design`` has a style sheet that did not come with brochure."""
    if design.own_sheets:
        from brochure.pdf import visible_texts

        yield partial(visible_texts.verify, sheets=design.own_sheets)


def _reports(files: Iterable[Artifact], page: Page) -> dict[str, Row]:
    """A report on each of ``files``.

    It becomes part of a product, so it is in the language of the page, not of the user.
    """
    from brochure.checking.kits import check_artifacts
    from brochure.preview.rendering import message_language

    with messages.using(message_language(page)):
        return {artifact.path: check_artifacts([artifact]).row() for artifact in files}


def _report(product: Product, piece: Piece) -> Row:
    """The reports on all that is shown as one, as `checking.kits.check_artifacts` makes it of all.

    What preflight found stands in the order of paths, what codes measure in that of files.
    """
    if not product.wants_report:
        return {}
    shown = [artifact for group in piece.shown.values() for artifact in group]
    known = piece.reports
    missing = [artifact for artifact in shown if artifact.path not in known]
    reports = {**known, **_reports(missing, piece.page)}
    documents = [a for a in shown if a.media_type == "application/pdf"]
    documents.sort(key=lambda a: (PurePosixPath(a.path).parent, a.path))
    ordered = [*documents, *(a for a in shown if a.media_type != "application/pdf")]
    legible = joined([reports[artifact.path] for artifact in shown])["legible_codes"]
    return {**joined([reports[artifact.path] for artifact in ordered]), "legible_codes": legible}


def joined(rows: Sequence[Row]) -> Row:
    """Reports on several files as one: counts are added, lists are put one after the other."""
    if not rows:
        return {}
    return {key: _sum([row[key] for row in rows]) for key in rows[0]}


def _sum(values: Sequence[Any]) -> Any:
    if isinstance(values[0], list):
        return [item for value in values for item in value]
    return sum(values) if isinstance(values[0], int) else values[0]


class Making:
    """One kit in the making.

    ``made`` holds the files of each product, of those that stood before (``stands``) too; ``errors``
    why others could not be made. Of a product that was not made since one that it needs was not,
    nothing is said again. Of products made in parts single files may stand, ``parts`` by number.
    ``done`` is given each product that is made, with its files or its error.
    """

    def __init__(
        self,
        page: Page,
        theme: Theme,
        wanted: Sequence[Product],
        barred: Iterable[str],
        stands: Mapping[str, tuple[Artifact, ...]],
        hand: Hand,
        progress: Callable[[str], None],
        done: Callable[[str, tuple[Artifact, ...] | BrochureError], None] = lambda name, made: None,
        parts: Mapping[str, Mapping[int, Artifact]] | None = None,
    ) -> None:
        self.page, self.theme, self.hand, self.progress = page, theme, hand, progress
        self.done = done
        self._parts = parts or {}
        self.made: dict[str, tuple[Artifact, ...]] = {**stands}
        self.errors: dict[str, BrochureError] = {}
        self.failed: set[str] = {*barred}
        self._reports: dict[str, Row] = {}
        self._waiting: list[tuple[int, Piece]] = []
        self._running: dict[Future[Drawn], tuple[str, int]] = {}
        self._pieces: dict[str, dict[int, Drawn | BaseException]] = {}
        self._todo = _with_needs(wanted, self.made)
        going = {*self._todo, *self.made}
        self._shown = {name: _shown_to(product, going) for name, product in self._todo.items()}
        self._looks_over = any(product.wants_report for product in self._todo.values())

    def make(self) -> None:
        """Make all products that can be made. Raises what nobody foresaw."""
        while self._todo or self._waiting or self._running:
            for product in self._ready():
                del self._todo[product.name]
                if product.name not in self.failed and self._may_be_made(product):
                    self._start(product)
            self._hand_out()
            if self._running:
                done, _ = wait(self._running, return_when=FIRST_COMPLETED)
                for future in done:
                    self._take(future)

    def _ready(self) -> list[Product]:
        """The products whose others are made, or will not be."""
        going = {*self._todo, *self._begun()}
        ready = [p for p in self._todo.values() if not going & {*self._shown[p.name]}]
        return ready if self.hand.at_once > 1 else ready[:1]

    def _begun(self) -> Iterator[str]:
        """The product of each piece that is being made, or waits for that."""
        yield from (name for name, _ in self._running.values())
        yield from (piece.product for _, piece in self._waiting)

    def _hand_out(self) -> None:
        """Give the hand as many pieces as it takes.

        Those that draw no page come first, also where pages have waited longer: they can begin while
        the engine for pages is still being loaded, and others look at them.
        """
        known = products.all_products()
        self._waiting.sort(key=lambda one: known[one[1].product].draws == "page")
        while self._waiting and len(self._running) < self.hand.at_once:
            number, piece = self._waiting.pop(0)
            self._running[self.hand.draw(piece)] = (piece.product, number)

    def _may_be_made(self, product: Product) -> bool:
        lacking = {name for name in product.needs if name not in self.made}
        if lacking <= {*product.does_without}:
            return True
        self.failed.add(product.name)
        return False

    def _start(self, product: Product) -> None:
        self.progress(product.name)
        shown = {name: self.made[name] for name in self._shown[product.name] if name in self.made}
        reports = {
            a.path: self._reports[a.path]
            for group in shown.values() for a in group
            if product.wants_report and a.path in self._reports
        }  # fmt: skip
        whole = Piece(
            product=product.name, page=self.page, theme=self.theme, shown=shown, reports=reports,
            look_over=self._looks_over and not product.wants_report,
        )  # fmt: skip
        pieces, stands = {0: whole}, self._parts.get(product.name, {})
        if product.parts and (self.hand.at_once > 1 or stands):
            numbers = (n for n in range(len(product.parts.files)) if n not in stands)
            pieces = {number: replace(whole, part=number) for number in numbers}
        self._pieces[product.name] = {n: Drawn(made=(a,), reports={}) for n, a in stands.items()}
        self._waiting += pieces.items()
        if not pieces:
            self._finish(product, [*self._pieces[product.name].values()])

    def _take(self, future: Future[Drawn]) -> None:
        """Keep what ``future`` gives; when it is the last piece of its product, the product is done."""
        name, number = self._running.pop(future)
        caught = future.exception()
        if caught is not None and not isinstance(caught, BrochureError):
            raise caught
        pieces = self._pieces[name]
        pieces[number] = caught or future.result()
        if name not in self._begun():
            self._finish(products.all_products()[name], [pieces[n] for n in sorted(pieces)])

    def _finish(self, product: Product, pieces: Sequence[Drawn | BaseException]) -> None:
        for piece in pieces:  # the error of the first part, whichever came first
            if isinstance(piece, BrochureError):
                self.errors[product.name] = piece
                self.failed.add(product.name)
                self.done(product.name, piece)
                return
        whole = [piece for piece in pieces if isinstance(piece, Drawn)]
        found = [one for piece in whole for one in piece.made]
        if len(whole) > 1 and product.parts:
            found = [*product.parts.join(found)]
        self.made[product.name] = tuple(one for one in found if isinstance(one, Artifact))
        for piece in whole:
            self._reports |= piece.reports
        self.done(product.name, self.made[product.name])


def _with_needs(wanted: Sequence[Product], made: Container[str]) -> dict[str, Product]:
    """``wanted`` and all that they need, and show if one was asked for alone, as the table has them.

    Without those that are ``made``, and what these alone need.
    """
    known = products.all_products()
    names = {product.name for product in wanted if product.name not in made}
    if len(wanted) == 1 and names:
        names |= {*wanted[0].shows_if_built}
    for product in reversed([*known.values()]):  # whom a product needs stands before it
        if product.name in names and product.name not in made:
            names |= {*product.needs}
    return {name: product for name, product in known.items() if name in names and name not in made}


def _shown_to(product: Product, going: Container[str]) -> list[str]:
    """Those that ``product`` looks at and that are ``going`` to be made, in the order of the table."""
    seen = {*product.needs, *product.shows_if_built, *product.uses_if_built}
    return [name for name in products.all_products() if name in seen and name in going]


def worth_saying(errors: Mapping[str, BrochureError], *, refused: bool) -> list[BrochureError]:
    """The ``errors`` of products, in the order of the table.

    When one refused the page, or it is ``refused`` already, what else would fail for the same reason is
    not said again: only texts that do not fit.
    """
    told: list[BrochureError] = []
    for name in products.all_products():
        caught = errors.get(name)
        if caught and (isinstance(caught, FitError) or not (refused or told)):
            told.append(caught)
    return told
