"""List screens: the HTML of lists, whole, or the parts of it that a change makes other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from brochure.problems import Problem
from brochure.reading.head_names import vocabulary
from brochure.studio import screens
from brochure.studio.access import shown
from brochure.studio.list_values import KINDS, SHEETS, Column, Options, SeenRow
from brochure.studio.lists import Drawn, Lists
from brochure.studio.lists import List as OneList

ROWS_SHOWN = 100
"""Rows on a screen: a browser takes long over a table of thousands of fields."""

MOST_PICTURES = 3
"""Pages of a sheet that are shown."""

_SEVERITIES = ("error", "warning", "note")


class ShownRow(NamedTuple):
    """A row of the table with what is wrong with it, as sentences."""

    row: SeenRow
    problems: Sequence[Mapping[str, Any]]


def whole(lists: Lists, name: str, *, first: int, language: str) -> str:
    """The screen of a list, whose rows are shown from the ``first`` one on. Raises SourceError."""
    return screens.drawn("list", language, **_values(lists, name, first, language))


def parts(
    lists: Lists, name: str, *, first: int, language: str, lines: Sequence[int] | None = None
) -> str:
    """What a change made other. Where the rows still begin in these ``lines``, the table stays.

    Raises SourceError.
    """
    values = _values(lists, name, first, language)
    same = lines == [one.row.line for one in values["rows"]]
    return screens.drawn("list_parts", language, **values, same=same)


def shown_lines(found: OneList, first: int) -> list[int]:
    """The lines in which the rows begin that are shown from the ``first`` one on."""
    return [row.line for row in found.seen.rows[first - 1 : first - 1 + ROWS_SHOWN]]


def _values(lists: Lists, name: str, first: int, language: str) -> dict[str, Any]:
    found = lists.list(name)
    options, seen = found.options, found.seen
    key = lists.key(name)
    rows = seen.rows[first - 1 : first - 1 + ROWS_SHOWN]
    return {
        "name": name, "revision": found.state.revision, "undo": found.state.undo,
        "redo": found.state.redo, "options": options, "seen": seen, "first": first,
        "rows": [ShownRow(row, _sentences(row.problems, seen.columns)) for row in rows],
        "problems": _sentences(seen.problems, seen.columns),
        "pages": [
            (start, min(start + ROWS_SHOWN - 1, len(seen.rows)))
            for start in range(1, len(seen.rows) + 1, ROWS_SHOWN)
        ],
        "fields": field_names(options, language), "kinds": KINDS, "sheets": SHEETS[options.kind],
        "choices": lists.choices(options.kind), "key": key,
        "versions": [
            (one.number, datetime.fromtimestamp(one.time).astimezone()) for one in lists.versions(name)
        ],
        "address": f"/lists/{quote(name, safe='')}",
    }  # fmt: skip


def field_names(options: Options, language: str) -> Mapping[str, str]:
    """What a column may be, in the words of ``language``."""
    usual = vocabulary("people" if options.kind == "people" else "programme").usual
    return {field: names.get(language, names["en"]) for field, names in usual.items()}


def _sentences(problems: Sequence[Problem], columns: Sequence[Column]) -> list[Mapping[str, Any]]:
    """``problems`` as sentences, errors first, each with what its column is called."""
    names = {column.head: column.name for column in columns}
    ranked = sorted(problems, key=lambda problem: _SEVERITIES.index(problem.severity))
    return [
        {**shown(problem), "column": names.get(problem.place.key, "")}
        for problem in dict.fromkeys(ranked)
    ]


def sheet(lists: Lists, name: str, sheet_name: str, *, asked: str, language: str) -> str:
    """A sheet as it was drawn, the part that was ``asked`` for. Raises MissingError."""
    drawn, seen = lists.drawn(name, sheet_name), lists.list(name).seen
    said = {*seen.problems, *(problem for row in seen.rows for problem in row.problems)}
    own = [problem for problem in drawn.problems if problem not in said]
    shown_ones = own if drawn.files or not seen.faults else []
    return screens.drawn(
        "list_sheet", language, name=name, sheet=sheet_name, drawn=drawn, asked=asked,
        pictures=[*_pictures(drawn)], files=[*_files(drawn)], key=lists.key(name),
        problems=_sentences(shown_ones, ()), address=f"/lists/{quote(name, safe='')}",
    )  # fmt: skip


def _pictures(drawn: Drawn) -> Iterator[tuple[str, int, int]]:
    """The first pages of the sheet: its file, the number, and of how many."""
    for one in drawn.files:
        if one.media_type == "application/pdf":
            count = one.facts.pages or 1
            yield from ((one.path, number, count) for number in range(1, min(count, MOST_PICTURES) + 1))


def _files(drawn: Drawn) -> Iterator[tuple[str, int]]:
    """The files that can be taken by themselves; of hundreds of codes, none."""
    if len(drawn.files) <= 12:
        yield from ((one.path, len(one.data)) for one in drawn.files)
