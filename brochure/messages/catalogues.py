"""Catalogues: the sentences of a language, from the compiled files of all rooms, loaded when needed."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path


def folder() -> Path:
    """The folder with a folder of catalogues for each language."""
    from brochure import assets

    return assets.templates_folder() / "locales" / "messages"


@cache
def load(language: str) -> NullTranslations:
    """Every catalogue of ``language`` as one: each falls back on the next. Ids are unique over all."""
    whole = NullTranslations()
    for path in sorted((folder() / language).glob("*.mo")):
        with path.open("rb") as file:
            whole.add_fallback(GNUTranslations(file))
    return whole


def find(id: str, language: str, count: int | None = None) -> str:  # noqa: A002
    """The sentence ``id`` of ``language``, in its form for ``count`` things; "" where there is none."""
    catalogue = load(language)
    if count is not None and (found := catalogue.ngettext(id, id, count)) != id:
        return found
    found = catalogue.gettext(id)
    return found if found != id else ""  # gettext gives the id back when it knows no sentence
