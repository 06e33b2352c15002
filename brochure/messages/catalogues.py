"""Catalogues: the sentences of a language, looked up in the compiled files of all rooms.

A compiled file is sorted by its ids, so that one of them is found without reading the others (GNU
gettext manual, "The Format of GNU MO Files"). Python's gettext reads every sentence of every room
first: an eighth of what a short command takes.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from struct import unpack_from


def folder() -> Path:
    """The folder with a folder of catalogues for each language."""
    from brochure import assets

    return assets.templates_folder() / "locales" / "messages"


class Catalogue:
    """The compiled catalogue of one room, as ``make messages`` writes them: little-endian, sorted."""

    def __init__(self, data: bytes) -> None:
        self._count: int
        self._count, self._ids, self._sentences = unpack_from("<3I", data, 8)
        self._data = data

    def __len__(self) -> int:
        count: int = self._count
        return count

    def __getitem__(self, number: int) -> bytes:
        """The id with that number, which orders them: of one with a plural, both forms' ids."""
        return self._text(self._ids, number)

    def _text(self, table: int, number: int) -> bytes:
        length, start = unpack_from("<2I", self._data, table + 8 * number)
        return self._data[start : start + length]

    @cached_property
    def _plural(self) -> Callable[[int], int]:
        """Which form is that for so many things, from the catalogue's own rule."""
        from gettext import c2py

        rule = self._text(self._sentences, 0).decode().partition("plural=")[2]
        return c2py(rule.partition(";")[0])

    def find(self, id: str, count: int | None) -> str:  # noqa: A002
        """The sentence ``id``, in its form for ``count`` things, None for one; "" if there is none."""
        wanted = id.encode()
        number = bisect_left(self, wanted)
        if number == self._count:
            return ""
        found, *plural = self[number].split(b"\0")
        if found != wanted:
            return ""
        text = self._text(self._sentences, number).decode()
        if not plural:
            return text
        return text.split("\0")[self._plural(1 if count is None else count)]


@cache
def load(language: str) -> tuple[Catalogue, ...]:
    """The catalogues of all rooms in ``language``. Ids are unique over all."""
    with os.scandir(folder() / language) as entries:
        paths = sorted(entry.path for entry in entries if entry.name.endswith(".mo"))
    return tuple(Catalogue(Path(path).read_bytes()) for path in paths)


def find(id: str, language: str, count: int | None = None) -> str:  # noqa: A002
    """The sentence ``id`` of ``language``, in its form for ``count`` things; "" where there is none."""
    found = (catalogue.find(id, count) for catalogue in load(language) if id)
    return next(filter(None, found), "")
