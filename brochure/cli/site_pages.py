"""A page of a site, from its file to its kit, in one process of its own: read, made, verified.

One process for all of a page costs less than one for each product, and pages are enough to keep every
core at work. What the page was made of is told with it, so that a later run knows whether it changed.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from brochure import assets, opened_files
from brochure.cli import page_reading
from brochure.cli.page_reading import EMPTY_SECTION, Asked, Look, ReadPage, read_source
from brochure.cli.sources import Source
from brochure.errors import BrochureError, GlyphError, SourceError
from brochure.page import Page
from brochure.problems import Place, Problem
from brochure.work.workers import Call

if TYPE_CHECKING:
    from brochure.kit import Kit
    from brochure.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A page to build: where it lies in its site, and what is asked of it.

    ``path`` is that below the folder of pages, ``address`` the one its generator says, or "": then it
    is made by the rule ``permalinks`` below ``base``. ``lang`` is for a page that says none,
    ``kit_url`` the address of its kit's folder, or "". What stands in ``folder`` is taken from there;
    where there are no folders, ``made_from`` are the digests of the kit that stands (`Manifest`).
    """

    source: Source
    path: str
    look: Look
    theme: Theme | None
    kit_name: str
    folder: Path | None = None
    made_from: Mapping[str, str] = field(default_factory=dict)
    products: tuple[str, ...] | None = None
    base: str = ""
    permalinks: str = ""
    address: str = ""
    kit_url: str = ""
    lang: str = ""
    channels: tuple[str, ...] = ()
    drafts: bool = False
    lenient: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of a Task: ``status`` is "built", "current", "draft", "empty" or "failed".

    ``kit`` is there to be written; that of a failed page has the products that could be made.
    ``reads`` are the hashes of the files that it was made of, by absolute paths; it ``depends`` on more
    than files where letters came from fonts of the machine.
    """

    status: str
    kit: Kit | None = None
    problems: Sequence[Problem] = ()
    reads: Mapping[str, str] = field(default_factory=dict)
    depends: bool = False
    lang: str = ""
    address: str = ""
    head: str = ""
    """What the site puts into the head of the page, as HTML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedLook:
    """The site's theme, and the files that it was read from, as `Made.reads`."""

    theme: Theme
    reads: Mapping[str, str]


def loading(look: Look) -> Call:
    """The call for the site's theme, as `brochure.cli.page_reading.loading` is for a command line's."""
    return replace(page_reading.loading(look), function="brochure.cli.site_pages:load_look")


def load_look(look: Look) -> LoadedLook:
    """The theme that ``look`` asks for. Raises ThemeError."""
    noted = Noted()
    return LoadedLook(theme=look.load(), reads=noted.files())


def build_page(task: Task) -> Made:
    """Read the page of ``task``, and make its kit unless it stands."""
    noted = Noted()
    found: _Found = _Found()
    try:
        made = _built(task, found)
    except GlyphError as caught:
        made = Made(status="failed", kit=caught.made, problems=(*found.said, *caught.problems))
    except BrochureError as caught:
        made = Made(status="failed", problems=(*found.said, *caught.problems))
    page = found.page
    return replace(
        made, reads=noted.files(task.folder), depends=found.depends, lang=page.lang if page else "",
        address=page.url if page else "", head=found.head,
    )  # fmt: skip


@dataclass(slots=True)
class _Found:
    """What is known of a page so far, whatever comes after."""

    page: Page | None = None
    said: tuple[Problem, ...] = ()
    depends: bool = False
    head: str = ""


def read_page(task: Task) -> ReadPage | Problem:
    """The page of ``task`` in its theme, or the note that says why it is left out.

    Raises SourceError and ThemeError.
    """
    assert task.theme is not None
    head = _head_of(task)
    asked = Asked(
        source=task.source, look=task.look, theme=task.theme, url=_address(task, head),
        lang="" if _says_language(task, head) else task.lang, drafts=task.drafts, lenient=task.lenient,
        cards_only=task.products == ("cards",),
    )  # fmt: skip
    read = read_source(asked)
    if isinstance(read, Problem):
        return read
    page = replace(read.page, channels=read.page.channels or task.channels, kit_url=task.kit_url)
    return replace(read, page=page)


def _built(task: Task, found: _Found) -> Made:
    from brochure import open_pdfs
    from brochure.building import finishing, pipeline, standing
    from brochure.building.making import OneHand
    from brochure.building.products import possible_for

    read = read_page(task)
    if isinstance(read, Problem):
        return Made(status="empty" if read.id == EMPTY_SECTION else "draft", problems=(read,))
    page = read.page
    found.page, found.said = page, page.warnings
    found.depends = bool(read.borrowed or read.theme.borrowed_faces)
    wanted, notes = task.products, list(page.warnings)
    if wanted is None:
        try:
            possible, out_of_reach = possible_for(page)
        except SourceError as caught:
            raise caught.placed(Place(task.source.name)) from None
        wanted = tuple(product.name for product in possible)
        notes += out_of_reach
    if read.borrowed and "cards" in wanted:
        notes.append(read.borrowed)
    found.said = tuple(notes)
    if page.url and "cards" in wanted:
        from brochure.share import rendering

        found.head = rendering.head_block(page, read.theme)
    reuse = None if task.force else task.folder
    prepared = pipeline.prepare(page, read.theme, wanted, reuse)
    found.said = tuple(dict.fromkeys((*notes, *prepared.page.warnings)))
    stands = (
        standing.is_current(reuse, prepared.origins, wanted, page.products)
        if reuse
        else _is_in_store(task.made_from, prepared.origins, wanted, page.products)
    )
    if stands and not prepared.barred:
        return Made(status="current", problems=found.said)
    with open_pdfs.kept():
        made = finishing.made_of(prepared, OneHand(), lambda product: None, reuse)
        kit = finishing.finished(prepared, made)
    return Made(status="built", kit=kit, problems=found.said)


def _is_in_store(
    made_from: Mapping[str, str],
    origins: Mapping[str, str],
    wanted: Sequence[str],
    asked: Sequence[str],
) -> bool:
    """As `standing.is_current`, where a kit's manifest says that it was ``made_from`` these digests."""
    if asked and not made_from.keys() <= {*asked, *wanted}:
        return False
    return bool(wanted) and all(made_from.get(name) == origins[name] for name in wanted)


def _head_of(task: Task) -> Mapping[str, Any]:
    """The front matter of the page; what is wrong with it is told when the page is read."""
    from brochure.reading import front_matter, source_text

    name = task.source.name
    matter = front_matter.split(
        source_text.decode(source_text.read_bytes(name, task.source.root), name)[0], name
    )
    return matter.tree if matter else {}


def _address(task: Task, head: Mapping[str, Any]) -> str:
    from brochure.sites import permalinks

    if task.address:
        return task.address
    return permalinks.address(task.permalinks, task.base, PurePosixPath(task.path), head)


def _says_language(task: Task, head: Mapping[str, Any]) -> bool:
    from brochure.reading import site_keys, translations

    return bool(translations.lang_of(task.source.name)) or any(head.get(key) for key in site_keys.LANG)


class Noted:
    """The files that this process reads from now on, but for brochure's own and those of Python."""

    def __init__(self) -> None:
        self._noted = opened_files.note_what_is_read()
        self._opened: set[str] = set()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, given: tuple[Any, ...]) -> None:
        """An opening of a file that names it from the top: others are noted where they are read."""
        if event == "open" and isinstance(given[0], str | os.PathLike):
            name = os.fspath(given[0])
            if isinstance(name, str) and name.startswith("/"):
                self._opened.add(name)

    def files(self, besides: Path | None = None) -> dict[str, str]:
        """The SHA-256 of each by its absolute path; of those in the folder ``besides`` none."""
        places = (assets.PACKAGE, assets.templates_folder(), assets.fonts_folder(), sys.prefix,
                  sys.base_prefix, *(p for p in sys.path if p.endswith("-packages")))  # fmt: skip
        kit = (besides, besides.resolve()) if besides else ()
        own = tuple(f"{os.path.abspath(place)}{os.sep}" for place in (*places, *kit))  # noqa: PTH100
        found = {**self._noted}
        for name in self._opened - found.keys():
            if not name.startswith((*own, "/proc/", "/dev/", "/sys/")) and Path(name).is_file():
                found[name] = hashlib.sha256(Path(name).read_bytes()).hexdigest()
        return {name: found[name] for name in sorted(found) if not name.startswith(own)}
