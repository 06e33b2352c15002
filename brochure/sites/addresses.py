"""Addresses as a generator itself gives them, in a file: they go before every rule.

``hugo list all > addresses.csv`` is one (columns ``path`` and ``permalink``); an object of JSON that
maps sources to addresses is another, and so is a list of objects, as Eleventy's ``--to=json`` writes it
(``inputPath`` and ``url``).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from brochure import opened_files, web_address
from brochure.errors import AddressError, SourceError
from brochure.problems import Place, error, reason

MOST_BYTES = 100_000_000
"""Of a list of addresses: a line of one page has a hundred, and Hugo's some more."""

_SOURCES = ("source", "path", "inputPath", "input")
_ADDRESSES = ("address", "permalink", "url")


def read(path: Path, base: str, pages: Path, folder: Path) -> dict[str, str]:
    """The address of each source in the file at ``path``, by its path below the folder ``pages``.

    Sources may be named from there or from the site's ``folder``; addresses that are paths are meant
    below ``base``. Raises SourceError for what is no list, and with every address that is none.
    """
    at = Place(str(path))
    try:
        text = opened_files.read(path, MOST_BYTES).decode("utf-8-sig")
        rows = [*_rows(text)]
    except OSError as caught:
        raise SourceError(error("site-addresses-unread", at=at, reason=reason(caught))) from None
    except (ValueError, AttributeError, TypeError, csv.Error):  # JSON's and UTF-8's are ValueErrors
        raise SourceError(error("site-addresses-form", at=at)) from None
    before = _inside(pages, folder)
    problems, found = [], {}
    for source, given in rows:
        whole = base + given.lstrip("/") if base and given.startswith("/") else given
        try:
            name = PurePosixPath(source.replace("\\", "/").removeprefix("./"))
            name = name.relative_to(before) if name.is_relative_to(before) else name
            found[name.as_posix()] = web_address.parse_url(whole).url
        except AddressError as caught:
            problems += [problem.placed(at) for problem in caught.problems]
    if problems:
        raise SourceError(*problems[:20])
    return found


def _inside(pages: Path, folder: Path) -> str:
    """The way from the site's ``folder`` to its ``pages``, "." where they are one."""
    inner, outer = pages.resolve(), folder.resolve()
    return inner.relative_to(outer).as_posix() if inner.is_relative_to(outer) else "."


def _rows(text: str) -> Iterator[tuple[str, str]]:
    """Each source with its address. Raises ValueError, or what reading other forms raises."""
    if text.lstrip()[:1] in {"{", "["}:
        tree: Any = json.loads(text)
        if isinstance(tree, dict):
            yield from ((str(source), str(address)) for source, address in tree.items())
            return
        rows: Iterator[Mapping[str, Any]] = iter(tree)
    else:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        columns = {*(reader.fieldnames or ())}
        if columns.isdisjoint(_SOURCES) or columns.isdisjoint(_ADDRESSES):
            raise ValueError(columns)
        rows = reader
    for row in rows:
        source = next((row[key] for key in _SOURCES if row.get(key)), "")
        address = next((row[key] for key in _ADDRESSES if row.get(key)), "")
        if isinstance(source, str) and isinstance(address, str) and source and address:
            yield source, address
