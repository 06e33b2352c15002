"""Reading: a source becomes a Page. A file of text or of Markdown, or standard input ("-").

Everything that is wrong with a page is told at once: reading goes on after a problem as far as it can.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from brochure import language_tags, slugs, web_address
from brochure.errors import AddressError, SourceError
from brochure.page import LONGEST, Page
from brochure.problems import BODY, Place, error
from brochure.reading import translations, word_signs
from brochure.reading.fields import PageFields
from brochure.reading.front_matter import FrontMatter, head_lines, split
from brochure.reading.pictures import check_width, read_images
from brochure.reading.plain_text import read_plain, to_body, to_markdown
from brochure.reading.source_text import MAX_SOURCE_BYTES, decode, read_bytes, read_stdin
from brochure.text import markdown_lint, plain_texts
from brochure.text.regions import without_comments

__all__ = ["MAX_SOURCE_BYTES", "read", "read_head"]

_MARKDOWN = {".md", ".markdown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Where a page comes from, and how much of it is wanted.

    ``name`` is what was asked for, ``where`` what messages call it. Pictures, themes and templates lie
    below ``folder`` or, where there is a site, below its ``root``.
    """

    name: str
    where: str
    folder: Path
    root: Path | None = None
    head_only: bool = False
    url: str = ""
    """The address that takes the place of the page's own."""

    lenient: bool = False
    """Whether what a body holds and cannot be printed is left out with a warning."""


class _Draft(NamedTuple):
    """A page in the making: the ``values`` of a Page, and ``fields`` with what is wrong with them."""

    fields: PageFields
    values: dict[str, Any]

    def finish(self) -> Page:
        """The page, with what is less than an error as its warnings.

        Raises SourceError with all problems, those of the page itself first, by line.
        """
        page = self.fields.make(Page, self.values, renamed=self.fields.renamed)
        where = self.fields.where
        told = sorted(dict.fromkeys(self.fields.problems), key=lambda p: _order(p.place, where))
        if page is None or any(problem.severity == "error" for problem in told):
            raise SourceError(*told)
        return replace(page, warnings=tuple(told)) if told else page


def _order(place: Place, where: str) -> tuple[bool, bool, int]:
    return place.file != where, place.line is None, place.line or 0


def read(
    where: str | Path,
    *,
    url: str = "",
    slug: str = "",
    root: Path | None = None,
    head_only: bool = False,
    lenient: bool = False,
) -> Page:
    """The Page at ``where``: a Markdown or plain text file, or "-" for standard input.

        read("pages/sommet-pgo.md").title

    ``url`` takes the place of the address the page gives, ``slug`` is for a page that gives none.
    ``root`` is the folder of the site: pictures, themes and templates may lie anywhere below it.
    ``head_only`` takes the body as it is, without its images, whatever is in it: cards show none of
    it. ``lenient`` leaves out, with warnings, what a body holds that cannot be printed. Raises
    SourceError with every problem of the page (each with file, line and key), and
    AddressError for a bad ``url``.
    """
    name = str(where)
    address = _address(url)
    source = _Source(
        name=name,
        where="<stdin>" if name == "-" else name,
        folder=Path.cwd() if name == "-" else Path(name).resolve().parent,
        root=root,
        head_only=head_only,
        url=address,
        lenient=lenient,
    )
    text, problems = decode(read_stdin() if name == "-" else read_bytes(name), source.where)
    try:
        draft = _draft(text, source, address)
    except SourceError as caught:
        raise SourceError(*problems, *caught.problems) from caught
    fields, values = draft
    fields.problems += problems
    own = slug or slugs.slug_of(values["title"] if name == "-" else Path(name).stem)
    values["slug"] = values["slug"] or own
    values["url"] = address or values["url"]
    try:
        values["alternates"] = translations.alternates(name)
    except SourceError as caught:
        fields.problems += caught.problems
    return draft.finish()


def read_head(tree: Mapping[str, Any], folder: Path, where: str) -> Page:
    """A Page without a body from the values that front matter would hold; ``folder`` has its picture.

        read_head({"title": "Portes ouvertes", "lang": "fr"}, Path(), "brochure card")

    ``where`` says who gives them, for errors. Raises SourceError.
    """
    source = _Source(name=where, where=where, folder=folder, head_only=True)
    fields = PageFields(FrontMatter(tree=tree, body=""), where)
    values = fields.all()
    values["lang"] = values["lang"] or language_tags.DEFAULT
    values["slug"] = values["slug"] or slugs.slug_of(values["title"])
    return _with_files(fields, values, "", source).finish()


def _address(url: str) -> str:
    try:
        return web_address.parse_url(url).url if url else ""
    except AddressError as caught:
        raise caught.placed(Place(key="--url")) from caught


def _draft(text: str, source: _Source, address: str) -> _Draft:
    matter = split(text, source.where)
    starts_with_title = source.name == "-" and text.lstrip().startswith("# ")
    if matter is None and not starts_with_title and Path(source.name).suffix.lower() not in _MARKDOWN:
        return _from_plain(word_signs.as_lines(text), source, address)
    if word_signs.LINE in text:
        text = _with_line_ends(text)
        matter = split(text, source.where)
    return _from_markdown(matter, text, source)


def _with_line_ends(text: str) -> str:
    """``text`` with Word's breaks inside paragraphs as Markdown has them; a value has spaces."""
    count = head_lines(text)
    lines = text.split("\n")
    head = "\n".join(lines[:count]).replace(word_signs.LINE, " ")
    body = word_signs.as_markdown("\n".join(lines[count:]))
    return f"{head}\n{body}" if count else body


def _from_markdown(matter: FrontMatter | None, text: str, source: _Source) -> _Draft:
    """Markdown; without a title in its front matter, the first heading is the title."""
    given = matter or FrontMatter(tree={}, body=text)
    titled = given if given.tree.get("title") else _titled_by_heading(given)
    fields = PageFields(titled, source.where)
    values = fields.all()
    values["lang"] = translations.language(fields)
    if not given.readable:
        values |= {"title": values["title"] or "?"}  # what it says is not known
    elif not titled.tree.get("title") and not fields.has_problem("title"):
        first_words = 1 + text[: len(text) - len(text.lstrip())].count("\n")
        line = titled.lines.get(("title",), 1) if matter else first_words
        problem = error("title-missing") if matter else error("title-missing-heading")
        fields.problems.append(problem.placed(Place(source.where, line, "title")))
    return _with_files(fields, values, text, source)


def _titled_by_heading(matter: FrontMatter) -> FrontMatter:
    """``matter`` with the title of the heading that its body starts with, taken from there."""
    lines = matter.body.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if not lines[first].startswith("# "):
        return matter
    return replace(
        matter,
        tree={**matter.tree, "title": re.sub(r"\s+#+$", "", lines[first][2:].strip())},
        lines={**matter.lines, ("title",): matter.body_line + first},
        body="\n" * (first + 1) + "\n".join(lines[first + 1 :]),
    )


def _with_files(fields: PageFields, values: dict[str, Any], text: str, source: _Source) -> _Draft:
    """A draft with its body, and with what it names in other files."""
    matter, where = fields.matter, source.where
    values["theme"] = _file(values["theme"], ("theme",), fields, source)
    texts = {k: (values[k], Place(where, matter.line((k,)), k)) for k in plain_texts.TEXTS}
    fields.problems += markdown_lint.check_texts(texts, lenient=source.lenient)
    template = _file(values["cards"].template, ("cards", "template"), fields, source)
    values["cards"] = replace(values["cards"], template=template)
    values["body"] = without_comments(matter.body).strip("\n") + "\n"
    values["source"] = without_comments(text)
    places: dict[str, Place] = {}
    if not source.head_only:
        if not values["body"].strip():
            fields.problems.append(error("body-empty", at=Place(where, matter.body_line, BODY)))
        named, problems = markdown_lint.check_body(
            matter.body, where, matter.body_line,
            url=source.url or values["url"], lenient=source.lenient,
        )  # fmt: skip
        places = {name: Place(where, line, BODY) for name, line in named.items()}
        fields.problems += problems
    picture = fields.picture_name()
    at = Place(where, matter.line(("picture", "file")), "picture.file")
    if picture:
        places.setdefault(picture, at)
    images, problems = read_images(places, source.folder, source.root)
    fields.problems += problems
    if picture in images:
        fields.problems += check_width(picture, images[picture], at)
    values["images"] = images
    return _Draft(fields, values)


def _file(named: str, path: tuple[str, ...], fields: PageFields, source: _Source) -> str:
    """``named`` as a path where it ends in .toml, below the page's, site's or working folder."""
    if not named.lower().endswith(".toml"):
        return named
    folders = [f.resolve() for f in (source.folder, source.root, Path.cwd()) if f]
    for folder in folders:
        file = (folder / named).resolve()
        if file.is_file() and any(file.is_relative_to(f) for f in folders):
            return str(file)
    shown = list(dict.fromkeys(map(str, folders)))
    fields.add(error("toml-missing", file=named, folders=shown), path)
    return named


def _from_plain(text: str, source: _Source, url: str) -> _Draft:
    """A text as it was copied from a site: its first line is the title."""
    plain = read_plain(text)
    fields = PageFields(FrontMatter(tree={}, body=""), source.where)
    values = {
        "slug": "",
        "lang": language_tags.DEFAULT,
        "title": plain.title,
        "lead": plain.lead,
        "note": plain.note,
    }
    values |= {
        "url": url,
        "body": to_body(plain),
        "source": to_markdown(plain, language_tags.DEFAULT, url),
    }
    if (count := len(plain.title)) > LONGEST["title"]:
        at = Place(source.where, 1, "title")
        fields.problems.append(error("first-line-long", at=at, count=count, most=LONGEST["title"]))
    if not plain.paragraphs:
        fields.problems.append(error("body-empty-plain", at=Place(source.where, key=BODY)))
    return _Draft(fields, values)
