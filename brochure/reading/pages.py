"""Reading: a source becomes a Page. A file of text or of Markdown, or standard input ("-")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from brochure import slugs, web_address
from brochure.errors import AddressError, SourceError
from brochure.page import Page
from brochure.reading import translations
from brochure.reading.fields import MAX_TITLE, Fields
from brochure.reading.front_matter import FrontMatter, split
from brochure.reading.pictures import read_images, refuse_narrow
from brochure.reading.plain_text import read_plain, to_body, to_markdown
from brochure.reading.source_text import MAX_SOURCE_BYTES, bytes_of, decoded, stdin
from brochure.text import markdown_lint

__all__ = ["MAX_SOURCE_BYTES", "read", "read_head"]

_MARKDOWN = {".md", ".markdown"}


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
    text = decoded(stdin() if name == "-" else bytes_of(name), "<stdin>" if name == "-" else name)
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
        page,
        slug=page.slug or own,
        url=address or page.url,
        alternates=translations.alternates(name, page.lang),
    )


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
        return web_address.parse_url(url).url
    except AddressError as error:
        raise AddressError(f"--url {error}") from error


def _from_matter(matter: FrontMatter, text: str, place: _Place) -> Page:
    """Front matter and body; without a title there, the body's first heading is the title."""
    values = Fields(matter, place.where).all()
    values["lang"] = translations.language(place.where, str(matter.tree.get("lang") or ""), matter)
    if not values["title"]:
        lines = matter.body.split("\n")
        first = next((i for i, line in enumerate(lines) if line.strip()), 0)
        if not lines[first].startswith("# "):
            raise SourceError('the title is missing; write "title: …"', where=place.where, line=1)
        values["title"] = _heading(lines[first], place.where, matter.body_line + first)
        rest = "\n" * (first + 1) + "\n".join(lines[first + 1 :])
        matter = replace(matter, body=rest)
    return _page(values, matter, text, place)


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
    values = Fields(matter, where).all() | {"lang": translations.language(where, "", matter)}
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
    named = {} if head_only else markdown_lint.check_body(matter.body, where, matter.body_line)
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
