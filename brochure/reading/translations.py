"""Variants: the languages of a page by the names of its files, ``page.fr.md`` beside ``page.en.md``."""

from __future__ import annotations

import re
from pathlib import Path

from brochure import web_address
from brochure.errors import SourceError
from brochure.page import Alternate
from brochure.reading.fields import MAX_TITLE
from brochure.reading.front_matter import FrontMatter, split
from brochure.reading.source_text import bytes_of, decoded
from brochure.reading.values import Values

_NAME = re.compile(r"(?P<base>.+)\.(?P<lang>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_KINDS = {".md", ".markdown"}


def lang_of(name: str) -> str:
    """The language tag in the name of a file: "fr" of "page.fr.md"; "" where there is none."""
    path = Path(name)
    found = _NAME.fullmatch(path.stem) if path.suffix.lower() in _KINDS else None
    return found["lang"] if found and _is_language(found["lang"]) else ""


def siblings(name: str) -> tuple[Path, ...]:
    """The same page in other languages: the files beside it whose names differ in the tag alone."""
    path = Path(name)
    if not lang_of(name):
        return ()
    base = path.stem.rpartition(".")[0]
    found = (
        other for other in path.parent.iterdir()
        if other.name != path.name and other.is_file() and lang_of(other.name)
        and other.stem.rpartition(".")[0] == base
    )  # fmt: skip
    return tuple(sorted(found))


def alternates(name: str, lang: str) -> tuple[Alternate, ...]:
    """The page ``name``, which is in ``lang``, in its other languages, as far as they are published.

    Raises SourceError, AddressError.
    """
    found = []
    for path in siblings(name):
        matter = split(decoded(bytes_of(str(path)), str(path)), str(path))
        values = Values(matter, str(path)) if matter else None
        url = values.text(("url",), 2000) if values else ""
        if values and url:
            tag = values.text(("lang",), 20).replace("_", "-") or lang_of(path.name)
            title = values.text(("title",), MAX_TITLE)
            found.append(Alternate(lang=tag, title=title, url=web_address.parse_url(url).url))
    tags = [lang, *(alternate.lang for alternate in found)]
    if double := next((tag for tag in tags if tags.count(tag) > 1), ""):
        raise SourceError(
            f'two of its languages are "{double}"; each file page.xx.md is in a language of its own',
            where=name,
        )
    return tuple(found)


def language(where: str, given: str, matter: FrontMatter) -> str:
    """The language of a page: as ``given``, else as its file's name says, else French."""
    named = lang_of(where)
    lang = (given or named or "fr").replace("_", "-")
    if named and given and lang.split("-")[0].lower() != named.split("-")[0] and siblings(where):
        raise SourceError(
            f'lang is "{lang}", and the name of the file says "{named}"; make them agree',
            where=where, line=matter.line(("lang",)),
        )  # fmt: skip
    return lang


def _is_language(tag: str) -> bool:
    """Whether the Unicode CLDR knows the language: "page.min.md" is no page in "min"."""
    from babel import Locale, UnknownLocaleError

    if len(tag.split("-")[0]) != 2:
        return False
    try:
        Locale.parse(tag.split("-")[0])
    except (UnknownLocaleError, ValueError):
        return False
    return True
