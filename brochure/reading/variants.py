"""Variants: the languages of a page by the names of its files, ``page.fr.md`` beside ``page.en.md``."""

from __future__ import annotations

import re
from pathlib import Path

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
