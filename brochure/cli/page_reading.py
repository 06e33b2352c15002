"""Reading a page for ``brochure build``, with its look: what is done in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import picture_files
from brochure.cli.sources import Source
from brochure.errors import SourceError
from brochure.page import Page
from brochure.problems import Id, Place, Problem, note
from brochure.work.workers import Call

if TYPE_CHECKING:
    from brochure.theme import Theme


READING = (
    "brochure.cli.page_reading", "brochure.reading.pages", "brochure.themes.theme_file",
    "brochure.text.system_fonts", "brochure.text.markdown:parser", "ruamel.yaml", "mdurl",
    "encodings.cp850", "encodings.mac_roman", "encodings.utf_8_sig",
)  # fmt: skip
"""What is loaded before a page is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the command line asks of the look: a ``theme``, and what is changed in it or any other."""

    theme: str
    profile: str = ""
    bleed: float | None = None
    spot: str | None = None
    template: str = ""
    code: bool = False
    scale: int = 1
    grid: bool = False
    formats: str = ""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that it names."""
        return tuple(Path(name) for name in (self.profile, self.template) if name)

    def load(self, chosen: str = "", within: Sequence[Path] = ()) -> Theme:
        """The command line's theme as it wants it, or the one that a page chose ``within`` folders."""
        from brochure.themes import theme_file

        loaded = theme_file.load_theme_of_page(chosen, within, self.theme)
        loaded = theme_file.for_printer(loaded, self.profile, self.bleed, self.spot)
        return theme_file.for_cards(
            loaded, template=self.template, code=self.code, scale=self.scale, grid=self.grid,
            formats=self.formats,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which page is wanted, and how; ``theme`` is the command line's own."""

    source: Source
    look: Look
    theme: Theme
    url: str = ""
    lang: str = ""
    drafts: bool = False
    lenient: bool = False
    cards_only: bool = False
    decoded: bool = True
    """Whether images are decoded; else the page has them by their origins alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page and the theme that it is set in, with what to know of fonts that are not the theme's."""

    page: Page
    theme: Theme
    borrowed: Problem | None = None


EMPTY_SECTION = Id("section-empty")
"""The note on a page that only heads a section of a site."""


def loading(look: Look) -> Call:
    """The call for the command line's own theme, which may name files anywhere as its author chose it.

    One that cannot be used is told once, before any page.
    """
    return Call(
        function="brochure.cli.page_reading:load_look", arguments=(look,), modules=READING,
        reads=(Path("/"),), at=Place(file=look.theme),
    )  # fmt: skip


def load_look(look: Look) -> Theme:
    """The command line's own theme. Raises ThemeError."""
    return look.load()


def read_source(asked: Asked) -> ReadPage | Problem:
    """The page, or the note that says why it is left out: a draft not asked for, an empty section.

    Raises SourceError and ThemeError.
    """
    from brochure.reading.pages import folders_of_theme
    from brochure.text import system_fonts

    page = _read(asked)
    if isinstance(page, Problem):
        return page
    theme = asked.theme
    if page.theme:
        within = folders_of_theme(page.theme, asked.source.name, asked.source.root)
        theme = asked.look.load(page.theme, within)
    theme, borrowed = system_fonts.borrow(page, theme)
    if not asked.decoded:
        page = replace(page, images=picture_files.by_origin(page.images))
    return ReadPage(page=page, theme=theme, borrowed=borrowed)


def _read(asked: Asked) -> Page | Problem:
    """The page, or the note on a draft not asked for, whatever is in it."""
    from brochure.reading.fields import DRAFT

    def draft_in(problems: Sequence[Problem]) -> Problem | None:
        return next((problem for problem in problems if problem.id == DRAFT), None)

    try:
        page = _read_wanted(asked)
    except SourceError as caught:
        if not asked.drafts and (draft := draft_in(caught.problems)):
            return draft
        if _is_empty_section(asked.source, caught.problems):
            return note(EMPTY_SECTION, at=Place(asked.source.name))
        raise
    if not (draft := draft_in(page.warnings)):
        return page
    if not asked.drafts:
        return draft
    return replace(page, warnings=tuple(p for p in page.warnings if p != draft))


def _is_empty_section(source: Source, problems: Sequence[Problem]) -> bool:
    """Whether a page of a folder heads its section and has no text: generators list others there."""
    wrong = {problem.id for problem in problems if problem.severity == "error"}
    heads = Path(source.name).stem.lower() in {"_index", "index", "readme"}
    return source.root is not None and heads and wrong == {"body-empty"}


def _read_wanted(asked: Asked) -> Page:
    """The page. Cards show nothing of a body, so for them alone any body will do.

    A body without images is then not looked at; one with images only if it can be read. That spares
    9 % of the cards of many pages (benchmarks/kept_by_hand.py).
    """
    from brochure.reading.pages import read

    source = asked.source
    whole = partial(
        read, source.name, url=asked.url, slug=source.slug, root=source.root, lang=asked.lang,
        lenient=asked.lenient, decoded=asked.decoded,
    )  # fmt: skip
    cards_only = asked.cards_only and source.name != "-"
    if cards_only:
        page = whole(head_only=True)
        if "![" not in page.body:
            return page
    try:
        return whole()
    except SourceError:
        if not cards_only:
            raise
    return page
