"""Reading: a source becomes a Page. A file of text or of Markdown, or standard input ("-")."""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from brochure.errors import AddressError, SourceError
from brochure.page import Alternate, Page
from brochure.parts import addresses, losses, slugs
from brochure.reading import variants
from brochure.reading.fields import MAX_TITLE, Fields
from brochure.reading.frontmatter import FrontMatter, split
from brochure.reading.images import read_images, refuse_narrow
from brochure.reading.plaintext import read_plain, to_body, to_markdown
from brochure.reading.values import Values

__all__ = ["MAX_SOURCE_BYTES", "read", "read_head"]

MAX_SOURCE_BYTES = 1_000_000
"""About 350 pages A4; more is a book, not a page."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_MARKDOWN = {".md", ".markdown"}
_FOREIGN = {
    ".html": "a web page", ".htm": "a web page", ".pdf": "a PDF", ".docx": "a Word document",
    ".odt": "a text document", ".rtf": "a text document", ".png": "an image", ".jpg": "an image",
}  # fmt: skip


def read(
    where: str | Path,
    *,
    url: str = "",
    slug: str = "",
    root: Path | None = None,
    head_only: bool = False,
) -> Page:
    """The Page at ``where``: a Markdown or plain text file, or "-" for standard input.

    ``url`` takes the place of the address the page gives, ``slug`` is for a page that gives none.
    ``root`` is the folder of the site: pictures, themes and templates may lie anywhere below it.
    ``head_only`` takes the body as it is, without its images, whatever is in it: cards show none of
    it. Raises SourceError, AddressError.
    """
    name = str(where)
    address = _address(url)
    text = _text(_stdin() if name == "-" else _bytes(name), "<stdin>" if name == "-" else name)
    place = "<stdin>" if name == "-" else name
    folder = Path.cwd() if name == "-" else Path(name).resolve().parent
    matter = split(text, place)
    if matter is not None:
        page = _from_matter(matter, text, _Place(place, folder, head_only, root))
    elif Path(name).suffix.lower() in _MARKDOWN or (name == "-" and text.lstrip().startswith("# ")):
        page = _from_markdown(text, _Place(place, folder, head_only, root))
    else:
        page = _from_plain(text, place, address)
    own = slug or slugs.slug_of(page.title if name == "-" else Path(name).stem)
    return replace(
        page, slug=page.slug or own, url=address or page.url, alternates=_alternates(name, page)
    )


def _alternates(name: str, page: Page) -> tuple[Alternate, ...]:
    """The page in its other languages, as far as they are published. Raises SourceError."""
    found = []
    for path in variants.siblings(name):
        matter = split(_text(_bytes(str(path)), str(path)), str(path))
        values = Values(matter, str(path)) if matter else None
        url = values.text(("url",), 2000) if values else ""
        if values and url:
            lang = values.text(("lang",), 20).replace("_", "-") or variants.lang_of(path.name)
            title = values.text(("title",), MAX_TITLE)
            found.append(Alternate(lang=lang, title=title, url=addresses.judge(url).url))
    tags = [page.lang, *(alternate.lang for alternate in found)]
    if double := next((tag for tag in tags if tags.count(tag) > 1), ""):
        raise SourceError(
            f'two of its languages are "{double}"; each file page.xx.md is in a language of its own',
            where=name,
        )
    return tuple(found)


def read_head(tree: Mapping[str, Any], folder: Path, where: str) -> Page:
    """A Page without a body from the values that front matter would hold; ``folder`` has its picture.

    ``where`` says who gives them, for errors. Raises SourceError, AddressError.
    """
    matter = FrontMatter(tree=tree, body="")
    if not str(tree.get("title", "")).strip():
        raise SourceError("the title is missing", where=where)
    values = Fields(matter, where).all()
    page = _page(values, matter, "", _Place(where, folder, head_only=True))
    return replace(page, slug=page.slug or slugs.slug_of(page.title))


class _Place(NamedTuple):
    """Where a page comes from: its file's name and folder, and whether only its head is wanted.

    ``root`` is the folder of its site, if it has one.
    """

    where: str
    folder: Path
    head_only: bool
    root: Path | None = None


def _address(url: str) -> str:
    if not url:
        return ""
    try:
        return addresses.judge(url).url
    except AddressError as error:
        raise AddressError(f"--url {error}") from error


def _stdin() -> bytes:
    if sys.stdin is None:
        raise SourceError("there is nothing to read on standard input", where="<stdin>")
    return sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1)


def _bytes(name: str) -> bytes:
    path = Path(name)
    if "://" in name:
        raise SourceError(
            "brochure works offline and does not fetch pages; "
            "save the page as text or Markdown and give that file",
            where=name,
        )
    if _is_folder(path):
        pages = sorted(p.name for p in path.glob("*.md"))
        found = f"name a page in it: {', '.join(pages[:5])}" if pages else "no .md file lies in it"
        raise SourceError(f"this is a folder; {found}", where=name)
    if path.suffix.lower() in _FOREIGN:
        raise SourceError(
            f"this is {_FOREIGN[path.suffix.lower()]}; brochure reads plain text (.txt) and "
            "Markdown (.md): save the page as one of them",
            where=name,
        )
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise SourceError("this is not a file; give - to read standard input", where=name)
            return file.read(MAX_SOURCE_BYTES + 1)
    except FileNotFoundError:
        raise SourceError("there is no such file", where=name) from None
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be read: {error}", where=name) from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _text(data: bytes, where: str) -> str:
    """``data`` as text with Unix line ends; the empty, huge, binary and non-UTF-8 are refused."""
    if len(data) > MAX_SOURCE_BYTES:
        raise SourceError(
            f"it has more than {MAX_SOURCE_BYTES:,} bytes, over 350 pages of text; split it into pages",
            where=where,
        )
    if b"\0" in data:
        raise SourceError(
            "this is a binary file; brochure reads plain text (.txt) and Markdown (.md)",
            where=where,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"byte {data[error.start]:#04x} is not UTF-8; save the file with UTF-8 encoding",
            where=where,
            line=data[: error.start].count(b"\n") + 1,
        ) from None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for number, line in enumerate(text.split("\n"), 1):
        if found := _CONTROL.search(line):
            raise SourceError(
                f"the invisible control character U+{ord(found[0]):04X} stands in this line; delete it",
                where=where,
                line=number,
            )
    if not text.strip():
        raise SourceError("it is empty; a page starts with its title", where=where)
    return text


def _from_matter(matter: FrontMatter, text: str, place: _Place) -> Page:
    """Front matter and body; without a title there, the body's first heading is the title."""
    values = Fields(matter, place.where).all()
    values["lang"] = _language(place.where, str(matter.tree.get("lang") or ""), matter)
    if not values["title"]:
        lines = matter.body.split("\n")
        first = next((i for i, line in enumerate(lines) if line.strip()), 0)
        if not lines[first].startswith("# "):
            raise SourceError('the title is missing; write "title: …"', where=place.where, line=1)
        values["title"] = _heading(lines[first], place.where, matter.body_line + first)
        rest = "\n" * (first + 1) + "\n".join(lines[first + 1 :])
        matter = replace(matter, body=rest)
    return _page(values, matter, text, place)


def _language(where: str, given: str, matter: FrontMatter) -> str:
    """The language of a page: as ``given``, else as its file's name says, else French."""
    named = variants.lang_of(where)
    lang = (given or named or "fr").replace("_", "-")
    if (
        named
        and given
        and lang.split("-")[0].lower() != named.split("-")[0]
        and variants.siblings(where)
    ):
        raise SourceError(
            f'lang is "{lang}", and the name of the file says "{named}"; make them agree',
            where=where, line=matter.line(("lang",)),
        )  # fmt: skip
    return lang


def _heading(line: str, where: str, number: int) -> str:
    """The words of a heading, as a title."""
    title = re.sub(r"\s+#+$", "", line[2:].strip())
    if len(title) > MAX_TITLE:
        raise SourceError(
            f"the title has {len(title):,} characters; {MAX_TITLE} are allowed",
            where=where,
            line=number,
        )
    return title


def _from_markdown(text: str, place: _Place) -> Page:
    """Markdown without front matter: the first heading is the title."""
    where = place.where
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if line.strip())
    if not lines[first].startswith("# "):
        raise SourceError(
            'the title is missing; start with a line "# Title", or with front matter between '
            '"---" lines that says "title: …"',
            where=where,
            line=first + 1,
        )
    title = re.sub(r"\s+#+$", "", lines[first][2:].strip())
    body = "\n".join(lines[first + 1 :])
    matter = FrontMatter(tree={"title": title}, body=body, body_line=first + 2)
    values = Fields(matter, where).all() | {"lang": _language(where, "", matter)}
    return _page(values, matter, text, place)


def _page(values: dict[str, Any], matter: FrontMatter, text: str, place: _Place) -> Page:
    where, folder, head_only, root = place
    values = values | _files(values, matter, place)
    body = matter.body.strip("\n") + "\n"
    if not body.strip() and not head_only:
        raise SourceError(
            "the body is empty; write the text below the front matter",
            where=where,
            line=matter.body_line,
        )
    named = {} if head_only else losses.image_lines(matter.body, where, matter.body_line)
    if values["picture"]:
        named.setdefault(values["picture"].name, matter.line(("picture", "file")) or 1)
    images = read_images(named, folder, where, root)
    if values["picture"]:
        refuse_narrow(values["picture"].name, images, where, matter.line(("picture", "file")))
    return Page(**values, body=body, source=text, images=images)


def _files(values: dict[str, Any], matter: FrontMatter, place: _Place) -> dict[str, Any]:
    """The theme and the card template that a page names, as files where they are files."""
    theme, cards = values["theme"], values["cards"]
    return {
        "theme": _file(theme, place, matter.line(("theme",))),
        "cards": replace(
            cards, template=_file(cards.template, place, matter.line(("cards", "template")))
        ),
    }


def _file(named: str, place: _Place, line: int | None) -> str:
    """``named`` as a path where it ends in .toml, below the page's, site's or working folder."""
    if not named.lower().endswith(".toml"):
        return named
    folders = [f.resolve() for f in (place.folder, place.root, Path.cwd()) if f]
    for folder in folders:
        path = (folder / named).resolve()
        if path.is_file() and any(path.is_relative_to(f) for f in folders):
            return str(path)
    shown = ", ".join(dict.fromkeys(map(str, folders)))
    raise SourceError(f'"{named}": there is no such file in {shown}', where=place.where, line=line)


def _from_plain(text: str, where: str, url: str) -> Page:
    plain = read_plain(text)
    if len(plain.title) > MAX_TITLE:
        raise SourceError(
            f"the first line is the title and has {len(plain.title):,} characters; "
            f"{MAX_TITLE} are allowed; put a shorter line before it",
            where=where,
            line=1,
        )
    if not plain.paragraphs:
        raise SourceError(
            "the body is empty; after the title a page has at least one paragraph",
            where=where,
        )
    return Page(
        slug="",
        lang="fr",
        title=plain.title,
        lead=plain.lead,
        note=plain.note,
        body=to_body(plain),
        source=to_markdown(plain, "fr", url),
    )
