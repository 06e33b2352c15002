"""How well pages of the web are imported: the fixtures of the tests, beside trafilatura alone.

    python benchmarks/importing.py [folder]

A fixture is a page with marks of ours: ``x-text`` on what is its text, ``x-junk`` on what must not be.
The file of the same name with .toml says the rest.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import html

from brochure.errors import SourceError
from brochure.importing.html_choice import text_of, words_of
from brochure.importing.imported import Heading, Imported, Link, List, Paragraph, Table, plain, walk
from brochure.importing.markdown_writer import in_line
from brochure.importing.pages import read_html

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "importing" / "pages"


@dataclass(frozen=True)
class Fixture:
    """A page, and what must come of it."""

    name: str
    data: bytes
    expected: dict[str, Any]
    text: str
    headings: tuple[str, ...]
    items: tuple[str, ...]
    cells: tuple[str, ...]
    links: tuple[str, ...]
    junk: tuple[str, ...]


@dataclass
class Found:
    """What came of it; ``told`` are the ids of what is said."""

    title: str = ""
    lang: str = ""
    published: str = ""
    text: str = ""
    headings: Sequence[str] = ()
    items: Sequence[str] = ()
    cells: Sequence[str] = ()
    links: Sequence[str] = ()
    credit: str = ""
    told: Sequence[str] = ()
    seconds: float = 0.0
    page: Imported | None = field(default=None)


def fixtures(folder: Path = FOLDER) -> list[Fixture]:
    return [_fixture(path) for path in sorted(folder.glob("*.html"))]


def _fixture(path: Path) -> Fixture:
    source = path.read_text(encoding="utf-8")
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    root = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
    marked = [element for element in root.iter("*") if "x-text" in element.attrib]
    links = [a.get("href") for element in marked for a in element.iter("a")]
    links += [a.get("href") for element in marked for a in element.iterancestors("a")]
    plain_source = re.sub(r"\s+x-(?:text|junk)(?=[\s>/])", "", source)
    return Fixture(
        name=path.stem,
        data=plain_source.encode(expected.get("encoding", "utf-8"), "xmlcharrefreplace"),
        expected=expected,
        text="\n".join(_own_words(element) for element in marked),
        headings=tuple(
            expected.get("headings") or (_words(e) for e in marked if _in(e, "h2", "h3", "h4"))
        ),
        items=tuple(_own_words(e) for e in marked if e.tag == "li"),
        cells=tuple(_words(e) for e in marked if e.tag in {"td", "th"}),
        links=tuple(str(a) for a in links if a and not a.startswith("#")),
        junk=tuple(_words(e) for e in root.iter("*") if "x-junk" in e.attrib),
    )


def _in(element: html.HtmlElement, *tags: str) -> bool:
    return element.tag in tags or (element.tag == "button" and element.getparent().tag in tags)


def _words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _own_words(element: html.HtmlElement) -> str:
    """The words of an element without those of others that are marked within it."""
    parts = [element.text or ""]
    for child in element:
        if "x-text" not in child.attrib and not any(
            "x-text" in inner.attrib for inner in child.iter("*")
        ):
            parts.append(" ".join(child.itertext()))
        parts.append(child.tail or "")
    return " ".join(" ".join(parts).split())


def ours(fixture: Fixture) -> Found:
    start = time.process_time()
    try:
        page = read_html(fixture.data, address=fixture.expected.get("address", ""))
    except SourceError as caught:
        return Found(told=[problem.id for problem in caught.problems])
    seconds = time.process_time() - start
    blocks = [*walk(page.body)]
    links: list[str] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            links += _links(block.inline)
    return Found(
        title=page.title, lang=page.lang, published=str(page.published or ""),
        text="\n".join(text_of(block) for block in page.body),
        headings=[plain(b.inline) for b in blocks if isinstance(b, Heading)],
        items=[text_of_first(item) for b in blocks if isinstance(b, List) for item in b.items],
        cells=[
            plain(in_line(cell.blocks)) for block in blocks if isinstance(block, Table)
            for row in block.rows for cell in row
        ],
        links=links,
        credit=" ".join([page.credits, *(p.credit for p in _pictures(page))]),
        told=[problem.id for problem in page.told], seconds=seconds, page=page,
    )  # fmt: skip


def _pictures(page: Imported) -> Iterable[Any]:
    from brochure.importing.imported import pictures_of

    return pictures_of(page)


def text_of_first(item: Sequence[Any]) -> str:
    return " ".join(text_of(block) for block in item if not isinstance(block, List))


def _links(nodes: Iterable[Any]) -> list[str]:
    found = []
    for node in nodes:
        if isinstance(node, Link):
            found.append(node.address)
        found += _links(getattr(node, "inline", ()))
    return found


def theirs(fixture: Fixture) -> Found:
    """Trafilatura's own Markdown and metadata."""
    import trafilatura

    start = time.process_time()
    document = trafilatura.bare_extraction(
        fixture.data, url=fixture.expected.get("address"), with_metadata=True
    )
    made = trafilatura.extract(
        fixture.data, url=fixture.expected.get("address"), output_format="markdown", include_links=True,
        include_formatting=True, include_comments=False,
    ) or ""  # fmt: skip
    seconds = time.process_time() - start
    lines = made.split("\n")
    rows = [line for line in lines if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line)]
    return Found(
        title=getattr(document, "title", "") or "",
        lang=getattr(document, "language", "") or _declared(fixture),
        published=getattr(document, "date", "") or "",
        text=re.sub(r"\]\([^)]*\)|[#*\[|>`]|^\s*(?:-|\d+\.)\s", " ", made, flags=re.MULTILINE),
        headings=[line.lstrip("# ") for line in lines if line.startswith("#")],
        items=[
            re.sub(r"^\s*(?:-|\d+\.)\s", "", line)
            for line in lines
            if re.match(r"\s*(?:-|\d+\.)\s", line)
        ],
        cells=[cell.strip() for row in rows for cell in row.strip("|").split("|")],
        links=re.findall(r"\]\(([^)]*)\)", made),
        seconds=seconds,
    )


def _declared(fixture: Fixture) -> str:
    found = re.search(rb"<html[^>]*\slang=[\"']?([\w-]+)", fixture.data, re.IGNORECASE)
    return found[1].decode() if found else ""


# Scores


def scores(fixture: Fixture, found: Found) -> dict[str, float]:
    """Each measure from 0 to 1, where the fixture has it; of junk and tags less is better."""
    expected = fixture.expected
    if "refused" in expected:
        return {"refused": float(expected["refused"] in found.told)}
    words, gold = words_of(found.text), words_of(fixture.text)
    same = sum((Counter(words) & Counter(gold)).values())
    precision, recall = same / max(1, len(words)), same / max(1, len(gold))
    lines = [words_of(line) for line in found.text.split("\n")]
    made: dict[str, float] = {
        "body F1": 2 * precision * recall / max(1e-9, precision + recall),
        "lang": float(found.lang[:2] == expected.get("lang", "")[:2]),
        "junk": _share(fixture.junk, lambda one: _is_in(words_of(one), lines)),
        "tags": float(bool(re.search(r"</?(?:p|div|span|a|br|font)\b", found.text))),
    }
    if expected.get("title"):
        made["title"] = float(_folded(found.title) == _folded(expected["title"]))
    if expected.get("published"):
        made["date"] = float(found.published == expected["published"])
    if expected.get("credit"):
        made["credit"] = float(_folded(expected["credit"]) in _folded(found.credit))
    for name in ("headings", "items", "cells"):
        if gold_parts := getattr(fixture, name):
            left = Counter(map(_folded, getattr(found, name)))
            made[name] = _share(gold_parts, lambda one, left=left: _taken(left, _folded(one)))
    if fixture.links:
        base = expected.get("address", "")
        left = Counter(urljoin(base, link) for link in found.links)
        made["links"] = _share(fixture.links, lambda one: _taken(left, urljoin(base, one)))
    return made


def _is_in(words: Sequence[str], lines: Sequence[Sequence[str]]) -> bool:
    """Whether ``words`` stand in one of ``lines``; one or two of them only where they are all of it."""
    said = f" {' '.join(words)} "
    return any(said in f" {' '.join(line)} " if len(words) > 2 else words == line for line in lines)


def _taken(left: Counter[str], one: str) -> bool:
    left[one] -= 1
    return left[one] >= 0


def _share(parts: Sequence[str], holds: Any) -> float:
    return sum(bool(holds(part)) for part in parts) / len(parts) if parts else 0.0


def _folded(text: str) -> str:
    return " ".join(words_of(text))


MEASURES = (
    "title",
    "date",
    "lang",
    "body F1",
    "headings",
    "items",
    "cells",
    "links",
    "credit",
    "junk",
    "tags",
)


def main(folder: Path) -> None:
    every = fixtures(folder)
    table: dict[str, dict[str, list[float]]] = {"brochure": {}, "trafilatura": {}}
    for fixture in every:
        for name, way in (("brochure", ours), ("trafilatura", theirs)):
            found = way(fixture)
            made = scores(fixture, found)
            for measure, value in made.items():
                table[name].setdefault(measure, []).append(value)
            table[name].setdefault("ms", []).append(found.seconds * 1000)
            if name == "brochure":
                print(
                    f"{fixture.name:20}",
                    " ".join(
                        f"{m} {v:.2f}" for m, v in made.items() if (v < 1) != (m in {"junk", "tags"})
                    ),
                )
    print(f"\n{len(every)} pages{'':12} brochure  trafilatura")
    for measure in (*MEASURES, "refused", "ms"):
        values = [table[name].get(measure, [0.0]) for name in table]
        print(f"{measure:20} " + "  ".join(f"{statistics.mean(v):9.3f}" for v in values))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
