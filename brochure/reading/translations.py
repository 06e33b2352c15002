"""Translations: a page in other languages, by the names of its files (page.fr.md, page.en.md)."""

from __future__ import annotations

import re
from pathlib import Path

from brochure import language_tags
from brochure.errors import SourceError
from brochure.file_names import found, same_name
from brochure.page import LONGEST, Alternate
from brochure.problems import Place, Problem, error, note, warning
from brochure.reading.front_matter import split
from brochure.reading.site_keys import LANG
from brochure.reading.source_text import decode, read_bytes
from brochure.reading.values import Values
from brochure.text import language_guess

_NAME = re.compile(r"(?P<base>.+)\.(?P<lang>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
FEWEST_TOLD = 20
"""Letters of a page whose language is worth a note: two or three words are the same in any language."""

_KINDS = {".md", ".markdown", ".txt", ".text"}


def lang_of(name: str) -> str:
    """The language tag in the name of a file: "fr" of "page.fr.md"; "" where there is none."""
    path = Path(name)
    parts = _NAME.fullmatch(path.stem) if path.suffix.lower() in _KINDS else None
    return parts["lang"] if parts and _is_language(parts["lang"]) else ""


def siblings(name: str) -> tuple[Path, ...]:
    """The same page in other languages: the files beside it whose names differ in the tag alone."""
    path = found(Path(name))
    if not lang_of(name):
        return ()
    base = path.stem.rpartition(".")[0]
    return tuple(sorted(
        other for other in path.parent.iterdir()
        if other.name != path.name and other.is_file() and lang_of(other.name)
        and same_name(other.stem.rpartition(".")[0], base)
    ))  # fmt: skip


def alternates(name: str) -> tuple[Alternate, ...]:
    """The page in the file ``name`` in its other languages, as far as those are published.

    Raises SourceError with what is wrong in the head of any of them.
    """
    made: list[Alternate | None] = []
    problems: list[Problem] = []
    for path in siblings(name):
        try:
            data = read_bytes(str(path), path.parent)  # found beside the page, named by nobody
            matter = split(decode(data, str(path))[0], str(path))
        except SourceError as caught:
            problems += caught.problems
            continue
        if matter is None:
            continue
        values = Values(matter, str(path))
        url = values.text(("url",), LONGEST["url"])
        tag = values.text(("lang",), LONGEST["lang"]).replace("_", "-") or lang_of(path.name)
        title = values.text(("title",), LONGEST["title"])
        if url:
            made.append(values.make(Alternate, {"lang": tag, "title": title, "url": url}))
        problems += values.problems
    if problems:
        raise SourceError(*problems)
    return tuple(alternate for alternate in made if alternate)


def language(values: Values, words: str = "", asked: str = "") -> str:
    """The language of a page: ``asked`` for, else said by its front matter, else by its file's name.

    Else it is told by its ``words``, and is French where they tell nothing; a note says so. A problem
    is added to ``values`` where front matter and name say two, beside other languages of the page, and
    where the words are surely in another language than is said.
    """
    key, given = next(
        ((key, text) for key in LANG if isinstance(text := values.get((key,)), str) and text), ("", "")
    )
    named = lang_of(values.where)
    lang = (asked or given or named).replace("_", "-")
    if not lang:
        told = language_guess.likeliest(words)
        lang, at = told or language_tags.DEFAULT, Place(values.where)
        script, letters = language_guess.script_of(words)
        if letters < (FEWEST_TOLD if script == "Latn" else FEWEST_TOLD // 4):
            return lang
        if not told:
            values.problems.append(note("lang-assumed", at=at, lang=lang))
        elif lang != language_tags.DEFAULT:
            values.problems.append(note("lang-told", at=at, lang=lang))
        return lang
    if other := language_guess.contradicts(words, language_tags.primary(lang)):
        values.add(warning("lang-doubtful", lang=lang, told=other), (key or "lang",))
    if asked:
        return lang
    if (
        named and given
        and lang.split("-")[0].lower() != named.split("-")[0]
        and siblings(values.where)
    ):  # fmt: skip
        values.add(error("lang-name", lang=lang, named=named), (key,))
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
