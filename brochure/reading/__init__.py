"""Reading: a source becomes a Page. A file of text or of Markdown, or standard input ("-")."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

from brochure.errors import AddressError, SourceError
from brochure.page import Page
from brochure.parts import addresses, losses, slugs
from brochure.reading.fields import MAX_TITLE, Fields
from brochure.reading.frontmatter import FrontMatter, split
from brochure.reading.images import read_images, refuse_narrow
from brochure.reading.plaintext import read_plain, to_body, to_markdown

__all__ = ["MAX_SOURCE_BYTES", "read"]

MAX_SOURCE_BYTES = 1_000_000
"""About 350 pages A4; more is a book, not a page."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_MARKDOWN = {".md", ".markdown"}
_FOREIGN = {
    ".html": "a web page", ".htm": "a web page", ".pdf": "a PDF", ".docx": "a Word document",
    ".odt": "a text document", ".rtf": "a text document", ".png": "an image", ".jpg": "an image",
}  # fmt: skip


def read(where: str | Path, *, url: str = "") -> Page:
    """The Page at ``where``: a Markdown or plain text file, or "-" for standard input.

    ``url`` takes the place of the address the page gives. Raises SourceError, AddressError.
    """
    name = str(where)
    address = _address(url)
    text = _text(_stdin() if name == "-" else _bytes(name), "<stdin>" if name == "-" else name)
    place = "<stdin>" if name == "-" else name
    folder = Path.cwd() if name == "-" else Path(name).resolve().parent
    matter = split(text, place)
    if matter is not None:
        page = _from_matter(matter, text, place, folder)
    elif Path(name).suffix.lower() in _MARKDOWN or (name == "-" and text.lstrip().startswith("# ")):
        page = _from_markdown(text, place, folder)
    else:
        page = _from_plain(text, place, address)
    slug = page.slug or slugs.slug_of(page.title if name == "-" else Path(name).stem)
    return replace(page, slug=slug, url=address or page.url)


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
        found = f"it holds {len(pages)} pages: " if pages else "no .md file lies in it; "
        raise SourceError(f"this is a folder; {found}name the files to build", where=name)
    if path.suffix.lower() in _FOREIGN:
        raise SourceError(
            f"this is {_FOREIGN[path.suffix.lower()]}; brochure reads plain text (.txt) and "
            "Markdown (.md): save the page as one of them",
            where=name,
        )
    try:
        with path.open("rb") as file:
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


def _from_matter(matter: FrontMatter, text: str, where: str, folder: Path) -> Page:
    fields = Fields(matter, where)
    values = fields.all()
    if not values["title"]:
        raise SourceError('the title is missing; write "title: …"', where=where, line=1)
    return _page(values, matter, text, where, folder)


def _from_markdown(text: str, where: str, folder: Path) -> Page:
    """Markdown without front matter: the first heading is the title."""
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
    return _page(Fields(matter, where).all(), matter, text, where, folder)


def _page(values: dict[str, Any], matter: FrontMatter, text: str, where: str, folder: Path) -> Page:
    body = matter.body.strip("\n") + "\n"
    if not body.strip():
        raise SourceError(
            "the body is empty; write the text below the front matter",
            where=where,
            line=matter.body_line,
        )
    named = losses.image_lines(matter.body, where, matter.body_line)
    if values["picture"]:
        named.setdefault(values["picture"].name, matter.line(("picture", "file")) or 1)
    images = read_images(named, folder, where)
    if values["picture"]:
        refuse_narrow(values["picture"].name, images, where, matter.line(("picture", "file")))
    return Page(**values, body=body, source=text, images=images)


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
