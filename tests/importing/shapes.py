"""What was imported as plain values, for comparing with what a document holds, and for scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brochure.importing.imported import (
    Block,
    Figure,
    Footnote,
    Heading,
    Imported,
    Inline,
    Link,
    List,
    Paragraph,
    Quotation,
    Table,
    plain,
    walk,
)

SCORED = ("headings", "items", "cells", "links")


def shape(imported: Imported) -> dict[str, Any]:
    """The parts of ``imported``, each a list of texts in reading order, as expectations have them."""
    blocks = imported.body
    inside = [*walk(blocks)]
    tables = [block for block in inside if isinstance(block, Table)]
    figures = [block for block in inside if isinstance(block, Figure)]
    quotations = [block for block in blocks if isinstance(block, Quotation)]
    return {
        "title": imported.title,
        "lead": imported.lead,
        "lang": imported.lang,
        "headings": [f"{one.level} {plain(one.inline)}" for one in inside if isinstance(one, Heading)],
        "items": [item for one in _outer(blocks) if isinstance(one, List) for item in _items(one, 0)],
        "cells": [cell for table in tables for cell in _cells(table)],
        "links": [f"{plain(link.inline)} → {link.address}" for link in _links(blocks)],
        "paragraphs": [plain(one.inline) for one in blocks if isinstance(one, Paragraph)],
        "notes": [f"{one.label} {_flat(one.blocks)}" for one in blocks if isinstance(one, Footnote)],
        "figures": [
            " | ".join((one.picture.alt, plain(one.caption), one.picture.credit)) for one in figures
        ],
        "captions": [plain(table.caption) for table in tables if table.caption],
        "quotations": [f"{_flat(one.blocks)} — {one.by}" for one in quotations],
        "told": sorted(problem.id.removeprefix("import-") for problem in imported.told),
    }


def _cells(table: Table) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        yield from (f"{number}.{column} {_flat(cell.blocks)}" for column, cell in enumerate(row))


def _outer(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block that stands in no list."""
    for block in blocks:
        yield block
        if isinstance(block, Quotation | Footnote):
            yield from _outer(block.blocks)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from _outer(cell.blocks)


def _items(block: List, depth: int) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start):
        mark = f"{number}." if block.ordered else "-"
        words = [plain(one.inline) for one in item if isinstance(one, Paragraph)]
        yield f"{depth} {mark} {' / '.join(words)}"
        for inner in item:
            if isinstance(inner, List):
                yield from _items(inner, depth + 1)


def _flat(blocks: Sequence[Block]) -> str:
    return " / ".join(
        plain(block.inline) for block in walk(blocks) if isinstance(block, Paragraph | Heading)
    )


def _links(blocks: Sequence[Block]) -> Iterator[Link]:
    for block in walk(blocks):
        if isinstance(block, Heading | Paragraph):
            yield from _links_in(block.inline)
        elif isinstance(block, Figure | Table):
            yield from _links_in(block.caption)


def _links_in(inline: Sequence[Inline]) -> Iterator[Link]:
    for one in inline:
        if isinstance(one, Link):
            yield one
        elif hasattr(one, "inline"):
            yield from _links_in(one.inline)


def hits(expected: Mapping[str, Any], found: Mapping[str, Any], part: str) -> tuple[int, int, int]:
    """How many entries of ``part`` are in both, how many are expected, how many were found."""
    wanted, made = Counter(expected.get(part, ())), Counter(found[part])
    return sum((wanted & made).values()), sum(wanted.values()), sum(made.values())


def score(counts: Sequence[tuple[int, int, int]]) -> float:
    """The F1 of ``counts`` of hits, expected and found ones; 1 where there is nothing."""
    both, wanted, made = (sum(column) for column in zip(*counts, strict=True))
    return 2 * both / (wanted + made) if wanted + made else 1.0
