"""How well documents are imported, by what they hold, beside mammoth (BSD-2), the usual reader of .docx.

    PYTHONPATH=. python benchmarks/documents.py

The documents lie under tests/importing: `documents` and `pdfs`, which the rules were made with, and
`unseen`, which were written after them, with their expectations before anybody saw a result (what they
showed has been mended since; the figure of that first time stands in docs). An entry counts when its
words, its level and its number or place are right: F1 of headings, items, cells and links. For mammoth
the heads of tables are not asked for, and titles are taken for headings.
"""

from __future__ import annotations

import io
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from brochure.importing import documents
from tests.importing.making.word import docx, p
from tests.importing.shapes import SCORED, hits, score, shape

ROOT = Path(__file__).parent.parent / "tests" / "importing"
READERS = {
    ".docx": documents.read_docx, ".odt": documents.read_odt, ".fodt": documents.read_odt,
    ".pdf": documents.read_pdf,
}  # fmt: skip
LEAST = 0.95
WORDS_OF_BIG, RUNS = 400_000, 5

Row = dict[str, list[tuple[int, int, int]]]


def expected_of(path: Path) -> Mapping[str, Any]:
    """What the document at ``path`` holds."""
    return tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))


def counted(paths: Iterable[Path], read: Callable[[Path], Mapping[str, Any]]) -> Row:
    """The hits of each part in all of ``paths``."""
    row: Row = {part: [] for part in SCORED}
    for path in paths:
        found, expected = read(path), expected_of(path)
        for part in SCORED:
            row[part].append(hits(expected, found, part))
    return row


def ours(path: Path) -> Mapping[str, Any]:
    return shape(READERS[path.suffix](path.read_bytes()))


def mammoth(path: Path) -> Mapping[str, Any]:
    """What mammoth makes of a .docx, as `shape` has it."""
    import mammoth as peer
    from lxml import html

    made = peer.convert_to_html(io.BytesIO(path.read_bytes())).value
    root = html.fromstring(f"<div>{made or '<p>'}</div>")
    title = expected_of(path).get("title", "")
    heads = [(int(e.tag[1]), " ".join(e.text_content().split())) for e in root.iter("h1", "h2", "h3", "h4")]
    heads = [(depth, words) for depth, words in heads if words != title]
    levels = sorted({depth for depth, _ in heads})
    return {
        "headings": [f"{levels.index(depth) + 2} {words}" for depth, words in heads],
        "items": [*_items(root)],
        "cells": [
            f"{y}.{x} {' / '.join(' '.join(q.text_content().split()) for q in cell.iter('p'))}"
            for table in root.iter("table")
            for y, row in enumerate(table.iter("tr")) for x, cell in enumerate(row.iter("td", "th"))
        ],
        "links": [
            f"{a.text_content()} → {a.get('href')}" for a in root.iter("a")
            if (a.get("href") or "#")[0] != "#"
        ],
    }  # fmt: skip


def _items(root: Any) -> Iterator[str]:
    for item in root.iter("li"):
        parent = item.getparent()
        depth = sum(above.tag == "li" for above in item.iterancestors())
        mark = f"{parent.index(item) + 1}." if parent.tag == "ol" else "-"
        words = "".join(_own_words(item))
        yield f"{depth} {mark} {' '.join(words.split())}"


def _own_words(item: Any) -> Iterator[str]:
    yield item.text or ""
    for child in item:
        if child.tag not in {"ul", "ol"}:
            yield child.text_content()
        yield child.tail or ""


def printed(name: str, row: Row) -> None:
    scores = "  ".join(f"{part} {score(row[part]):6.1%}" for part in SCORED)
    print(f"{name:46}{scores}")


def big() -> bytes:
    """A document of text alone, about 2 MB large."""
    import random

    random.seed(19)
    letters = "abcdefghijklmnopqrstuvwxyzéèà"
    known = ["".join(random.choices(letters, k=random.randint(2, 11))) for _ in range(40_000)]
    chosen = random.choices(known, k=WORDS_OF_BIG)
    return docx("".join(p(*(f"{' '.join(chosen[at + n : at + n + 15])} " for n in range(0, 90, 15)))
                        for at in range(0, WORDS_OF_BIG, 90)))  # fmt: skip


def cpu_s(function: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    import mammoth as peer

    kinds = {
        "Word, known": sorted((ROOT / "documents").glob("*.docx")),
        "OpenDocument, known": sorted((ROOT / "documents").glob("*odt")),
        "PDF, known": sorted((ROOT / "pdfs").glob("*.pdf")),
        "Word, unseen": sorted((ROOT / "unseen").glob("*.docx")),
        "OpenDocument, unseen": sorted((ROOT / "unseen").glob("*odt")),
    }
    for name, paths in kinds.items():
        printed(f"{name} ({len(paths)})", counted(paths, ours))
        if "Word" in name:
            printed("  mammoth", counted(paths, mammoth))
    data = big()
    size = sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist())
    print(f"\nA .docx of {len(data):,} bytes ({size:,} of XML), CPU seconds, the least of {RUNS} runs")
    print(f"  brochure {cpu_s(lambda: documents.read_docx(data), RUNS):.2f}")
    print(f"  mammoth  {cpu_s(lambda: peer.convert_to_html(io.BytesIO(data)), 1):.2f} (one run)")


if __name__ == "__main__":
    main()
