"""How well documents are imported, by what they hold, and how fast, beside mammoth (BSD-2).

    PYTHONPATH=. python benchmarks/documents.py

The documents lie under tests/importing: `documents` and `pdfs`, which the rules were made with, and
`unseen`, which were written after them, with what they hold written down before anybody saw a result.
An entry counts when its words, its level and its number or place are right: F1 of headings, items,
cells and links. For mammoth a title is no heading, and its levels count from the highest that it has.
"""

from __future__ import annotations

import io
import textwrap
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
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
PARAGRAPHS, RUNS_OF_TEXT, RUNS = 7_000, 6, 5

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
    heads = [
        (int(head.tag[1]), " ".join(head.text_content().split()))
        for head in root.iter("h1", "h2", "h3", "h4")
    ]
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
    """A document of text alone, about 2 MB large: words of French letters that do not pack well."""
    letters = str.maketrans("0123456789abcdef", "eastirnuléomdpcv")
    digests = (sha256(str(number).encode()).hexdigest() for number in range(PARAGRAPHS * RUNS_OF_TEXT))
    texts = [" ".join(textwrap.wrap(digest.translate(letters), 7)) for digest in digests]
    lines = [texts[at : at + RUNS_OF_TEXT] for at in range(0, len(texts), RUNS_OF_TEXT)]
    return docx("".join(p(*(f"{text} " for text in line)) for line in lines))


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
