"""Plain text, as copied or saved from anywhere: read as `build` reads it, and given back as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from brochure import language_tags
from brochure.errors import SourceError
from brochure.importing import assembly
from brochure.importing.imported import (
    Block,
    Break,
    Cell,
    Heading,
    Imported,
    Inline,
    Paragraph,
    Table,
    Text,
)
from brochure.importing.runs import Run
from brochure.problems import Problem, Severity, note
from brochure.reading import plain_blocks, source_text, word_signs
from brochure.reading.plain_text import PlainPage, read_plain
from brochure.reading.written_dates import UnreadDateError, read_moment

_TOLD: Mapping[Severity, Severity] = {"error": "warning", "warning": "warning"}
"""How what `build` would refuse is told of a text that is written anew."""


def read_text(data: bytes) -> Imported:
    """The text in ``data``, in whatever encoding. Raises SourceError for what is empty or binary.

    Where `build` would refuse a text for a control character, that is told, and a space stands there.
    """
    text, problems = source_text.decode(data, "")
    return of_text(text, problems)


def of_text(text: str, problems: Sequence[Problem] = ()) -> Imported:
    """What ``text`` says, with what there was to tell of its encoding."""
    page = read_plain(word_signs.as_lines(text))
    if not page.title:
        raise SourceError(*problems)
    body = tuple(_blocks(page))
    words = (Paragraph((Text(page.lead),)), *body)
    lang = assembly.language_of(page.head.get("lang", ""), words, page.title)
    told = [replace(problem, severity=_TOLD.get(problem.severity, "note")) for problem in problems]
    told.append(note("plain-read", parts=page.understood()))
    return Imported(
        title=page.title, lead=page.lead, lang=lang, url=page.head.get("url", ""),
        published=_published(page, lang), body=body, told=tuple(told),
    )  # fmt: skip


def _published(page: PlainPage, lang: str) -> date | None:
    """The day that the text's head names, where it is no event's."""
    given = page.head.get("date", "")
    if not given or "place" in page.head or "hours" in page.head or not language_tags.cldr_locale(lang):
        return None
    try:
        moment = read_moment(given, lang)
    except UnreadDateError:
        return None
    return moment.date() if isinstance(moment, datetime) else moment


def _blocks(page: PlainPage) -> Iterator[Block]:
    if page.note:
        yield Paragraph((Text(page.note),))
    for block in page.blocks:
        if block.kind == "heading":
            yield Heading(2, (Text(block.texts[0]),))
        elif block.kind == "list":
            yield from assembly.tree_of([*_items(block.items)])
        elif block.kind == "table":
            first, *rest = block.rows
            yield Table((
                tuple(Cell((Paragraph((Text(cell),)),), head=True) for cell in first),
                *(tuple(map(_cell, row)) for row in rest),
            ))  # fmt: skip
        else:
            yield Paragraph(_in_lines(block.texts))


def _cell(text: str) -> Cell:
    return Cell((Paragraph((Text(text),)),) if text else ())


def _in_lines(texts: Sequence[str]) -> tuple[Inline, ...]:
    made = [inline for text in texts for inline in (Break(), Text(text))]
    return tuple(made[1:])


def _items(items: Sequence[plain_blocks.Item]) -> Iterator[assembly.Line]:
    for item in items:
        runs = [run for line in item.text.split("\n") for run in (Run("\n"), Run(line))]
        mark = assembly.Mark(item.depth, item.number is not None, item.number or 1, "text")
        yield assembly.Line(runs=tuple(runs[1:]), mark=mark)
