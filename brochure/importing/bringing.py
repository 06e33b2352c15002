"""Bringing: a source becomes a page and its pictures, in memory; whoever asked for them writes them.

Two crafts take turns, and never meet in one process when the command line is at work. What fetches and
opens files interprets nothing (`Access`); what interprets strangers' bytes (`read`, `written`) has no
network and no files, and is ``run`` in a process of its own.
"""

from __future__ import annotations

import base64
import binascii
import glob
import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from brochure import opened_files, picture_files, slugs
from brochure.errors import BrochureError, SourceError
from brochure.file_names import found
from brochure.images import size_of
from brochure.importing.access import Access, is_web_address
from brochure.importing.imported import (
    Imported,
    ImportedPicture,
    Paragraph,
    Text,
    pictures_of,
    with_pictures,
)
from brochure.importing.kinds import ENDINGS, Kind, kind_of
from brochure.problems import NOWHERE, Place, Problem, error, reason, warning
from brochure.web_address import visible

if TYPE_CHECKING:
    from brochure.importing.markdown_pages import MarkdownPage

MOST_FILE_BYTES = 100_000_000
"""Of a file: a document may hold photographs as cameras make them."""

MOST_TEXT_BYTES = 10_000_000
"""Of a page without its pictures: the law of a country has less."""

PICTURES_SECONDS = 60.0
"""For all pictures of a page together: one that is slow must not make the others wait for ever."""

MOST_PICTURES, MOST_PICTURES_BYTES = 100, 100_000_000
"""More are a gallery; no brochure has room for them."""

LEAST_PX, LEAST_COVER_PX = 64, 200
"""Pixels of a picture's shorter side: less is a sign or counts visitors; of a cover's photograph."""

LONGEST_SLUG = 60

_MOST_TITLE = 1000

USUAL = Access()

_TEXTS = frozenset({"text/plain", "text/markdown", "text/x-markdown", "application/octet-stream"})
_OF_TEXT = frozenset({Kind.HTML, Kind.TEXT, Kind.MARKDOWN})

Run = Callable[..., Any]
"""Calls a function of this module with arguments: here, or in a process of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The bytes of a source, what they came as, and where from.

    ``name`` is as a person wrote it, ``kind`` what they say it is (an ending, without its dot), or "".
    ``address`` and ``type`` are those of the web, ``folder`` is where a saved page's pictures may lie.
    """

    name: str
    data: bytes
    kind: str = ""
    address: str = ""
    type: str = ""
    folder: Path | None = None
    told: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A page that is ready to be built: ``markdown``, and its ``files``, pictures by their names.

    ``imported`` is what was understood, ``told`` all that a person should know.
    """

    slug: str
    markdown: str
    files: Mapping[str, bytes] = field(repr=False)
    imported: Imported = field(repr=False)
    told: tuple[Problem, ...] = ()

    @property
    def all_files(self) -> dict[str, bytes]:
        """The page and its pictures, as they lie beside each other."""
        return {f"{self.slug}.md": self.markdown.encode(), **self.files}


def bring(
    what: str | Path, *, kind: str = "", access: Access = USUAL, run: Run | None = None
) -> Brought:
    """The page that ``what`` is: an http(s) address, a file, or "-" for standard input.

        brought = bring("https://www.exemple.org/actualites/atelier")

    ``kind`` says what a source is that does not tell itself ("html", "docx", …). Nothing is written.
    Raises SourceError, of which each problem names ``what``.
    """
    name = str(what)
    at = Place(file="<stdin>" if name == "-" else name)
    try:
        return brought_from(given_of(name, kind, access), access, run)
    except BrochureError as caught:
        raise caught.placed(at) from caught


def brought_from(given: Given, access: Access = USUAL, run: Run | None = None) -> Brought:
    """The page that ``given`` is, which need come from no file. Raises SourceError as `bring` does."""
    call = run or _here
    at = Place(file="<stdin>" if given.name == "-" else given.name)
    try:
        page: Imported | MarkdownPage = call(read, given)
        pictures = _Pictures(access, given)
        brought: Brought = call(written, page, pictures.of(_pictures_of(page)), _stem(given))
    except BrochureError as caught:
        raise caught.placed(at) from caught
    told = dict.fromkeys((*given.told, *pictures.told, *brought.told))
    return replace(brought, told=tuple(problem.placed(at) for problem in told))


def _here(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


# What is given


def given_of(name: str, kind: str = "", access: Access = USUAL) -> Given:
    """The source called ``name``, fetched or opened, and not looked into. Raises SourceError."""
    if name == "-":
        if sys.stdin is None:  # as in a program without a console (pythonw)
            raise SourceError(error("stdin-none"))
        data = sys.stdin.buffer.read(MOST_FILE_BYTES + 1)
        if len(data) > MOST_FILE_BYTES:
            raise SourceError(error("import-endless", most=MOST_FILE_BYTES))
        return Given(name=name, data=data, kind=kind)
    if is_web_address(name):
        if access.offline:
            raise SourceError(error("import-address-offline"))
        return _fetched(name, kind, access)
    path = found(Path(name))
    try:
        data = opened_files.read(path, MOST_FILE_BYTES)
    except FileNotFoundError:
        raise SourceError(error("source-missing")) from None
    except OSError as caught:
        raise SourceError(error("file-not-read", reason=reason(caught))) from caught
    return Given(name=name, data=data, kind=kind, folder=path.resolve().parent)


def _fetched(address: str, kind: str, access: Access) -> Given:
    from brochure.importing.fetching import fetch

    got = fetch(address, allow_private=access.allow_private, proxy=access.proxy)
    return Given(
        name=address, data=got.data, kind=kind, address=got.address, type=got.type, told=got.told
    )


def _stem(given: Given) -> str:
    """What the source is called, for a page without a title."""
    path = urlsplit(given.address).path if given.address else given.name
    return Path(unquote(path)).stem.strip("-")


class _Pictures:
    """Gets the pictures of a page that did not come with it; one that cannot be had is a problem."""

    def __init__(self, access: Access, given: Given) -> None:
        self.access, self.given = access, given
        self.until = monotonic() + PICTURES_SECONDS
        self.left = MOST_PICTURES_BYTES
        self.told: list[Problem] = []

    def of(self, pictures: Iterable[ImportedPicture]) -> Mapping[str, bytes | Problem]:
        """The bytes at each address, or why there are none."""
        wanted = [p.address for p in pictures if p.data is None and p.address]
        return {address: self._got(address) for address in dict.fromkeys(wanted[:MOST_PICTURES])}

    def _got(self, address: str) -> bytes | Problem:
        try:
            data = self._data(address)
        except SourceError as caught:
            return caught.problems[0]
        self.left -= len(data)
        if self.left < 0:
            return error("import-pictures-large", most=MOST_PICTURES_BYTES)
        return data

    def _data(self, address: str) -> bytes:
        if is_web_address(address):
            saved = self._saved(address)
            return self._beside(saved) if saved else self._fetched(address)
        return _of_data_address(address) if address.startswith("data:") else self._beside(address)

    def _saved(self, address: str) -> str:
        """Where a browser put the picture of ``address`` when it saved the page; "" for nowhere.

        It makes a folder of the page's name (page_files, page_fichiers, page-Dateien) for all of them,
        and leaves the addresses in the page's head as they are.
        """
        folder, name = self.given.folder, Path(unquote(urlsplit(address).path)).name
        if folder is None or not name:
            return ""
        made = (f for f in folder.glob(f"{glob.escape(_stem(self.given))}[_-]*") if f.is_dir())
        return next((quote(f"{f.name}/{name}") for f in sorted(made) if (f / name).is_file()), "")

    def _fetched(self, address: str) -> bytes:
        if self.access.offline:
            raise SourceError(error("import-picture-offline"))
        left = self.until - monotonic()
        if left <= 0:
            raise SourceError(error("import-pictures-late", seconds=PICTURES_SECONDS))
        from brochure.importing import fetching

        got = fetching.fetch(
            address, allow_private=self.access.allow_private, proxy=self.access.proxy,
            deadline=min(left, fetching.SECONDS), accept=fetching.PICTURES,
        )  # fmt: skip
        self.told += got.told
        return got.data

    def _beside(self, address: str) -> bytes:
        """A picture that a browser saved beside its page, or below: from nowhere else."""
        parts = urlsplit(address)
        folder = self.given.folder
        if folder is None or parts.netloc or parts.scheme not in {"", "file"}:
            raise SourceError(error("import-picture-nowhere"))
        path = found(folder / unquote(parts.path))
        try:
            return opened_files.read(path, MOST_FILE_BYTES, [folder])
        except OSError as caught:
            raise SourceError(error("file-not-read", reason=reason(caught))) from caught


def _of_data_address(address: str) -> bytes:
    """What a data: address holds (RFC 2397)."""
    head, _, data = address.partition(",")
    plain = unquote_to_bytes(data)
    try:
        return base64.b64decode(plain) if head.lower().endswith(";base64") else plain
    except binascii.Error:
        raise SourceError(error("import-picture-nowhere")) from None


# What strangers wrote


def read(given: Given) -> Imported | MarkdownPage:
    """What ``given`` says, by the reader of its kind. Raises SourceError."""
    kind = _kind_of(given)
    if kind in _OF_TEXT and len(given.data) > MOST_TEXT_BYTES:
        raise SourceError(error("import-large", bytes=len(given.data), most=MOST_TEXT_BYTES))
    if kind is Kind.MARKDOWN:
        from brochure.importing.markdown_pages import read_markdown

        return read_markdown(given.data, given.address)
    from brochure.importing import proposals

    page = _page_of(given, kind)
    text = (Paragraph((Text(page.lead),)), *page.body)
    figures = page.figures or proposals.figures(page.lang, text)
    quotations = page.quotations or proposals.quotations(page.lang, text)
    return replace(page, figures=figures, quotations=quotations)


def _page_of(given: Given, kind: Kind) -> Imported:
    """What the reader of ``kind`` makes of ``given``. Raises SourceError."""
    if kind is Kind.HTML:
        from brochure.importing.pages import read_html

        return read_html(given.data, address=given.address, declared=given.type)
    from brochure.importing import documents

    by_kind: Mapping[Kind, Callable[[bytes], Imported]] = {
        Kind.MHTML: documents.read_mhtml, Kind.DOCX: documents.read_docx, Kind.ODT: documents.read_odt,
        Kind.EML: documents.read_eml, Kind.PDF: documents.read_pdf, Kind.TEXT: documents.read_text,
    }  # fmt: skip
    return by_kind[kind](given.data)


def _kind_of(given: Given) -> Kind:
    """What is given: by its bytes, by what a person says, by its name. Raises SourceError."""
    ending = f".{given.kind.lower().removeprefix('.')}"
    if given.kind and ending not in ENDINGS:
        known = [name.removeprefix(".") for name in ENDINGS]
        raise SourceError(error("import-type", at=Place(key="--type"), given=given.kind, known=known))
    try:
        kind = kind_of(f"{given.name}{ending}" if given.kind else given.name, given.data)
    except SourceError as caught:  # it is told by the name that a person wrote
        raise SourceError(*(replace(p, place=NOWHERE) for p in caught.problems)) from caught
    if kind is not Kind.TEXT or given.kind or not given.type:
        return kind
    # of a text without a sign of its own the server knows more: many things are texts
    type_ = given.type.partition(";")[0].strip().lower()
    if type_ in {"text/html", "application/xhtml+xml"}:
        return Kind.HTML
    if type_ not in _TEXTS:
        raise SourceError(error("import-no-page", type=visible(type_[:100])))
    return kind


def written(
    page: Imported | MarkdownPage, pictures: Mapping[str, bytes | Problem], stem: str
) -> Brought:
    """``page`` as a page that builds, with those ``pictures``, by their addresses, that could be had.

    Each is made a clean JPEG or PNG without what a camera or an editor wrote into it. What cannot be
    had or shown is told, and the page is written without it. ``stem`` names a page without a title.
    """
    slug = slug_of(page.title or stem)
    album = _Album(slug, pictures)
    if isinstance(page, Imported):
        from brochure.importing.markdown_writer import markdown_of

        cover = page.picture and album.kept(page.picture, LEAST_COVER_PX)
        within = with_pictures(replace(page, picture=None), album.kept)
        imported = replace(within, picture=cover, told=())
        text = markdown_of(imported)
    else:
        kept = {picture.name: album.kept(picture) for picture in page.pictures}
        names = {name: picture.name for name, picture in kept.items() if picture}
        text, imported = page.renamed(names), Imported(title=page.title, lead=page.lead)
    told = (*page.told, *album.told)
    return Brought(slug=slug, markdown=text, files=album.files, imported=imported, told=told)


def _pictures_of(page: Imported | MarkdownPage) -> Iterable[ImportedPicture]:
    return pictures_of(page) if isinstance(page, Imported) else page.pictures


def slug_of(title: str) -> str:
    """The name of a page's file: its title, or the first clauses or words of one that is too long."""
    clauses = re.split(r" ?[:;,|–—.?!] ", " ".join(title[:_MOST_TITLE].split()))
    while len(clauses) > 1 and sum(map(len, clauses)) > LONGEST_SLUG:
        clauses.pop()
    words = " ".join(clauses).split()
    while len(words) > 1 and len(" ".join(words)) > LONGEST_SLUG:
        words.pop()
    return slugs.slug_of(" ".join(words))


class _Album:
    """The pictures of a page as they come into it: ``files`` by their names, and what was ``told``."""

    def __init__(self, slug: str, had: Mapping[str, bytes | Problem]) -> None:
        self.slug, self.had = slug, had
        self.files: dict[str, bytes] = {}
        self.told: list[Problem] = []
        self.made: dict[str, _Made | None] = {}
        """What became of each picture, by the SHA-256 of the file it was."""

    def kept(self, picture: ImportedPicture, least_px: int = LEAST_PX) -> ImportedPicture | None:
        """``picture`` under the name of its file; None where there is none, which is told."""
        data = picture.data if picture.data is not None else self.had.get(picture.address)
        label = picture.address if is_web_address(picture.address) else picture.name
        if not isinstance(data, bytes):
            self._lose(label, data or error("import-pictures-many", most=MOST_PICTURES))
            return None
        key = hashlib.sha256(data).hexdigest()
        if key not in self.made:
            self.made[key] = self._made(data, label)
        made = self.made[key]
        if made is None:
            return None
        if min(made.size) < least_px:
            if least_px > LEAST_PX:  # of signs and counters within a text nobody need know
                width, height = made.size
                self._lose(
                    label,
                    error("import-picture-small", width_px=width, height_px=height, least=least_px),
                )
            return None
        self.files[made.name] = made.data
        return replace(picture, name=made.name, data=None)

    def _made(self, data: bytes, label: str) -> _Made | None:
        """The clean picture that was made of ``data``; None where none could be."""
        try:
            clean, told = picture_files.clean(data, label)
        except SourceError as caught:
            self._lose(label, caught.problems[0])
            return None
        self.told += told
        ending = "png" if picture_files.media_type_of(clean) == "image/png" else "jpg"
        name = f"{self.slug}-{len(self.made) + 1}.{ending}"
        return _Made(name, clean, size_of(clean))

    def _lose(self, picture: str, problem: Problem) -> None:
        self.told.append(warning("import-picture-lost", picture=picture, reason=problem.text()))


class _Made(NamedTuple):
    """A clean picture: its name, its bytes, its width and height in pixels."""

    name: str
    data: bytes
    size: tuple[int, int]
