"""Which blocks of a page are its text.

trafilatura knows best which words are (0.92 to 0.95 of them on public test sets), and loses much of
their structure: headings, cells, quotations. So its words are asked for, and every block of the page's
own tree is judged by how many of its words are among them; what belongs to such blocks comes with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from brochure.importing import html_noise
from brochure.importing.html_blocks import Piece
from brochure.importing.imported import (
    ELEMENTS,
    Block,
    Break,
    Code,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    Quotation,
    Rule,
    Strong,
    Table,
    Text,
    plain,
    walk,
)

RUN = 3
"""Words in a row that are looked for: fewer are in every text."""

ENOUGH = 0.5
"""The share of a block's words that must be among the chosen ones."""

MOSTLY_LINKS = 0.55
"""The share of letters in links from which a block that nobody chose leads elsewhere."""

SHORT = 6
"""Words; of fewer nothing is proved by their being in a text."""

_WORD = re.compile(r"\w+")
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)


def words_of(text: str) -> list[str]:
    """The words of ``text`` for comparing; of scripts without spaces, its characters."""
    words = _WORD.findall(text.casefold())
    if _SPACELESS.search(text):
        return [part for word in words for part in (word if _SPACELESS.search(word) else (word,))]
    return words


class Chosen:
    """The words of a text that was chosen, to be asked for those of a block."""

    def __init__(self, text: str) -> None:
        lines = [words_of(line) for line in text.split("\n")]
        self.lines = {tuple(line) for line in lines}
        words = [word for line in lines for word in line]
        self.count = len(words)
        self.runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}

    def share(self, words: Sequence[str]) -> float:
        """The share of ``words`` that stand in runs of the chosen text."""
        if not words:
            return 0.0
        if tuple(words) in self.lines:
            return 1.0
        if len(words) < RUN:
            return 0.0
        covered, last = 0, 0
        for at in range(len(words) - RUN + 1):
            if tuple(words[at : at + RUN]) in self.runs:
                covered += at + RUN - max(at, last)
                last = at + RUN
        return covered / len(words)


@dataclass(slots=True)
class _Judged:
    """A piece with what is known of it."""

    piece: Piece
    text: str
    words: list[str]
    share: float
    links: float
    kept: bool = False

    @property
    def block(self) -> Block:
        return self.piece.block


def choose(pieces: Sequence[Piece], chosen: Chosen) -> list[Piece]:
    """The ``pieces`` that are the text; all of them where nothing was chosen of them."""
    judged = [_judged(piece, chosen) for piece in pieces]
    for one in judged:
        one.kept = one.share >= ENOUGH and not _is_noise(one)
    sure = [at for at, one in enumerate(judged) if one.kept and len(one.words) >= SHORT]
    if not sure:
        return [one.piece for one in judged if one.kept]
    _take_what_was_cut(judged)
    sure = [at for at, one in enumerate(judged) if one.kept and len(one.words) >= SHORT]
    first, last = sure[0], sure[-1]
    _take_between(judged, first, last)
    _take_before(judged, first)
    _take_after(judged, last)
    first = next(at for at, one in enumerate(judged) if one.kept and _is_filled(one.block))
    _take_headings(judged, first)
    _take_figures(judged, first)
    _drop_repeated(judged)
    _drop_other_cells(judged)
    return _without_lonely([one for one in judged if one.kept])


CUT = 0.3
"""Sentences that were not chosen, over those that were, from which a choice was cut short."""

LEAST_CUT = 30
"""Words of sentences that were not chosen, of which fewer prove nothing."""

MOSTLY_TEXT = 0.85
"""The share of words in sentences, headings and lists from which an element holds a text alone."""

_REGIONS = frozenset({"main", "article"})


def _take_what_was_cut(judged: Sequence[_Judged]) -> None:
    """Take all of the element that holds the text, where much of it was not chosen.

    The chooser parts a text that stands in many boxes, as builders of pages make them, and takes one.
    """
    region = _region(judged)
    if region is None:
        return
    inside = [one for one in judged if one.piece.element is region or _within(one, region)]
    chosen = sum(len(one.words) for one in inside if one.kept)
    left = sum(len(one.words) for one in inside if not one.kept and _is_prose(one))
    if left < max(LEAST_CUT, CUT * chosen):
        return
    for one in inside:
        one.kept = one.kept or (not isinstance(one.block, Heading | Figure | Rule) and _is_text(one))


def _within(one: _Judged, region: HtmlElement) -> bool:
    return any(above is region for above in one.piece.element.iterancestors())


def _region(judged: Sequence[_Judged]) -> HtmlElement | None:
    """The element that holds the text: one that says so, else the largest that holds little else."""
    kept = [one for one in judged if one.kept and len(one.words) >= SHORT]
    weights: dict[HtmlElement, int] = {}
    for one in kept:
        for above in (one.piece.element, *one.piece.element.iterancestors()):
            weights[above] = weights.get(above, 0) + len(one.words)
    whole = sum(len(one.words) for one in kept)
    homes = [element for element, weight in weights.items() if weight >= 0.8 * whole]
    named = [e for e in homes if e.tag in _REGIONS or (e.get("role") or "").lower() == "main"]
    if named:
        return named[0]
    found = None
    paths = [{one.piece.element, *one.piece.element.iterancestors()} for one in judged]
    for element in homes:
        if element.tag in {"body", "html"}:
            break
        inside = [one for one, path in zip(judged, paths, strict=True) if element in path]
        words = sum(len(one.words) for one in inside)
        if sum(len(one.words) for one in inside if _is_text(one)) < MOSTLY_TEXT * words:
            break
        found = element
    return found


def _is_text(one: _Judged) -> bool:
    """Whether a block may be part of a text, by itself."""
    return (one.links < MOST_LINKED or _is_contact(one.block)) and not _is_noise(one)


def _is_prose(one: _Judged) -> bool:
    return _is_text(one) and isinstance(one.block, Paragraph) and _is_sentence(one)


MOST_LINKED = 0.4
"""The share of letters in links that a block of a text has at most."""


def left_of(pieces: Sequence[Piece], kept: Sequence[Piece]) -> str:
    """The sentences of the part that says it is the text (``main``, ``article``) which were not kept.

    "" where they are few.
    """
    have = {id(piece) for piece in kept}
    chosen = Chosen("")
    others = (p for p in pieces if id(p) not in have and isinstance(p.block, Paragraph))
    inside = (p for p in others if any(above.tag in _REGIONS for above in p.element.iterancestors()))
    left = [one for one in (_judged(piece, chosen) for piece in inside) if _is_prose(one)]
    words = sum(len(one.words) for one in left)
    if words < LEAST_LEFT:
        return ""
    count = sum(len(words_of(text_of(piece.block))) for piece in kept)
    return " ".join(one.text for one in left) if words >= CUT * count else ""


LEAST_LEFT = 60
"""Words of sentences left out of a page's text that its reader should hear of."""


def _drop_other_cells(judged: Sequence[_Judged]) -> None:
    """Leave out what stands in other cells than the text of a page that a table lays out."""
    kept = [one for one in judged if one.kept]
    cells = {id(one): _cells_of(one) for one in kept}
    weights: Counter[HtmlElement] = Counter()
    for one in kept:
        for cell in cells[id(one)]:
            weights[cell] += len(one.words)
    whole = sum(len(one.words) for one in kept)
    home = next((cell for cell, weight in weights.items() if weight >= 0.8 * whole), None)
    for one in kept if home is not None else ():
        one.kept = home in cells[id(one)] or not cells[id(one)] or _is_prose(one)


def _cells_of(one: _Judged) -> list[HtmlElement]:
    """The cells that a piece stands in, the innermost first: of tables that lay a page out."""
    around = (one.piece.element, *one.piece.element.iterancestors())
    return [element for element in around if element.tag == "td"]


def _drop_repeated(judged: Sequence[_Judged]) -> None:
    """Leave out a sentence that is set apart and stands in the text as well, before or after it."""
    whole = {id(one): f" {' '.join(one.words)} " for one in judged if one.kept}
    for one in judged:
        apart = isinstance(one.block, Quotation) or any(
            element.tag in {"aside", "figure"}
            for element in (one.piece.element, one.piece.parent)
            if element is not None
        )
        if one.kept and apart and len(one.words) >= SHORT:
            said = whole[id(one)]
            one.kept = not any(said in text for other, text in whole.items() if other != id(one))


def _judged(piece: Piece, chosen: Chosen) -> _Judged:
    text = text_of(piece.block)
    words = words_of(text)
    links = 1.0 if _is_in_link(piece.element) else links_share(piece.block)
    return _Judged(piece, text, words, chosen.share(words), links)


def _is_in_link(element: HtmlElement) -> bool:
    """Whether a link to another page goes around ``element``, as around the whole of a teaser."""
    link = next(element.iterancestors("a"), None)
    if link is None and element.tag in {"figure", "section", "article"}:
        inner = next(element.iter("a"), None)
        whole = html_noise.length(element)
        link = inner if inner is not None and html_noise.length(inner) > 0.9 * whole > 0 else None
    href = link.get("href") or "" if link is not None else ""
    return bool(href) and not href.startswith("#") and not html_noise.leads_to_file(href)


def text_of(block: Block) -> str:
    """The words of ``block`` and all within it."""
    parts = []
    for inner in walk((block,)):
        if isinstance(inner, Heading | Paragraph):
            parts.append(plain(inner.inline))
        elif isinstance(inner, Quotation):
            parts.append(inner.by)
        elif isinstance(inner, Code):
            parts.append(inner.text)
        elif isinstance(inner, Table | Figure):
            parts.append(plain(inner.caption))
    return " ".join(" ".join(parts).split())


def links_share(block: Block) -> float:
    """The share of the letters of ``block`` that are links."""
    inside = whole = 0
    for inner in walk((block,)):
        if isinstance(inner, Heading | Paragraph):
            for node in inner.inline:
                whole += len(plain((node,)))
                inside += _linked(node)
    return inside / whole if whole else 0.0


def _linked(node: Inline) -> int:
    if isinstance(node, Link):
        return len(plain((node,)).strip())
    return sum(map(_linked, node.inline)) if isinstance(node, ELEMENTS) else 0


def _is_noise(one: _Judged) -> bool:
    if isinstance(one.block, Heading | Paragraph):
        return html_noise.is_noisy_line(one.text) or _is_menu(one)
    if isinstance(one.block, List) and _is_of_labels(one.block):
        return True
    if isinstance(one.block, List) and one.links > MOSTLY_LINKS and not _leads_to_file(one.block):
        return one.share < 0.9 or all(
            html_noise.is_noisy_line(text_of_item(item)) for item in one.block.items
        )
    if isinstance(one.block, Table):
        heads = [text_of_item(row[0].blocks) for row in one.block.rows if row and row[0].blocks]
        return bool(heads) and all(map(html_noise.is_byline, heads))
    return False


def _is_of_labels(block: List) -> bool:
    """Whether a list says who wrote the page, when, and in which part of the site it stands."""
    lines = [text_of(inner) for inner in walk((block,)) if isinstance(inner, Paragraph)]
    return 2 * sum(map(html_noise.is_byline, lines)) >= max(len(lines), 1)


def _is_menu(one: _Judged) -> bool:
    """Whether a paragraph is a row of links and nothing else."""
    links = (
        sum(isinstance(node, Link) for node in one.block.inline)
        if isinstance(one.block, Paragraph)
        else 0
    )
    return links >= 3 and one.links > 0.8


def text_of_item(item: Sequence[Block]) -> str:
    """The words of one item of a list."""
    return " ".join(map(text_of, item))


def _take_between(judged: Sequence[_Judged], first: int, last: int) -> None:
    """Take what stands between chosen blocks and belongs to them: lists, tables, sentences."""
    homes = {one.piece.parent for one in judged if one.kept}
    homes |= {one.piece.element for one in judged if one.kept}
    for at in range(first, last + 1):
        one = judged[at]
        if one.kept or _is_noise(one) or isinstance(one.block, Heading | Figure):
            continue
        beside = one.piece.parent in homes or one.piece.element in homes
        if isinstance(one.block, Rule):
            one.kept = beside
        elif isinstance(one.block, Paragraph):
            teaser = at > 0 and isinstance(judged[at - 1].block, Heading) and judged[at - 1].links > 0.8
            below = judged[at + 1]
            head = below.share >= ENOUGH or (isinstance(below.block, List) and _is_text(below))
            one.kept = (
                (head and _is_head(one, below.block))
                or _leads_to_file(one.block)
                or (
                    one.links < MOST_LINKED
                    and not teaser
                    and (beside or one.share > 0.3 or _is_sentence(one))
                )
            )
        else:
            one.kept = one.links < MOSTLY_LINKS or one.share > 0.3 or _leads_to_file(one.block)


def _leads_to_file(block: Block) -> bool:
    """Whether the links of ``block`` all lead to documents, which are the page's own."""
    nodes = [n for inner in walk((block,)) if isinstance(inner, Paragraph) for n in inner.inline]
    links = [node for node in nodes if isinstance(node, Link)]
    return bool(links) and all(html_noise.leads_to_file(link.address) for link in links)


def _is_sentence(one: _Judged) -> bool:
    """Whether a paragraph is a sentence, and no label or button."""
    return len(one.words) >= 8 and _ends_sentence(one.text)


def _is_short_sentence(one: _Judged) -> bool:
    return isinstance(one.block, Paragraph) and len(one.words) >= 4 and _ends_sentence(one.text)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(' »”"').endswith((".", "!", "?", "…", ":", "。", "؟", "।"))


def _is_filled(block: Block) -> bool:
    return not isinstance(block, Heading | Figure | Rule)


def _take_before(judged: Sequence[_Judged], first: int) -> None:
    """Take lists, tables and sentences that stand between the page's first heading and its text."""
    heads = [at for at, one in enumerate(judged[:first]) if one.piece.element.tag == "h1"]
    for one in judged[heads[-1] + 1 : first] if heads else ():
        listed = isinstance(one.block, List) and len(one.words) >= LEAST_ITEM * len(one.block.items)
        if _is_text(one) and (listed or isinstance(one.block, Table) or _is_prose(one)):
            one.kept = True


LEAST_ITEM = 3
"""Words of an item of a text: those of rows of labels have one or two."""


def _take_after(judged: Sequence[_Judged], last: int) -> None:
    """Take what stands behind the last chosen block and belongs to it.

    That is what stands beside it or in the element that holds all of the text, and links to files.
    """
    home = _common([one for one in judged if one.kept and len(one.words) >= SHORT])
    beside = judged[last].piece.parent
    parents = {one.piece.parent for one in judged if one.kept and _is_filled(one.block)}
    for at, one in enumerate(judged[last + 1 :], last + 1):
        inside = home is not None and _within(one, home)
        if isinstance(one.block, Heading | Figure | Rule):
            following = judged[at + 1 : at + 2]
            if inside or (following and _leads_to_file(following[0].block)):
                continue  # a heading is kept with what it heads
            return
        file = _leads_to_file(one.block)
        whole = isinstance(one.block, List | Table | Quotation | Code)
        taken = whole and (inside or one.piece.parent is beside)
        ends = _is_prose(one) or (one.piece.parent in parents and _is_short_sentence(one))
        taken = taken or (inside and (ends or _is_contact(one.block)))
        if (file or (taken and _is_text(one))) and not _is_noise(one):
            one.kept = True
            parents.add(one.piece.parent)
        elif not inside:
            return
    for at in range(last + 1, len(judged) - 1):
        below = judged[at + 1]
        if below.kept and _is_head(judged[at], below.block):
            judged[at].kept = True


def _is_head(one: _Judged, below: Block) -> bool:
    """Whether a line heads what stands ``below`` it: one in bold, or a question."""
    if not isinstance(one.block, Paragraph) or _is_noise(one):
        return False
    asks = len(one.text) <= LONGEST_HEADING and one.text.endswith(("?", "？", "؟"))
    return (asks and one.links < MOST_LINKED) or _is_bold_heading(one.block, below)


def _common(kept: Sequence[_Judged]) -> HtmlElement | None:
    """The smallest element that holds all of ``kept``; None where that is the whole page."""
    paths = [[one.piece.element, *one.piece.element.iterancestors()] for one in kept]
    others = [set(path) for path in paths[1:]]
    shared = (element for element in paths[0] if all(element in path for path in others))
    found = next(shared, None)
    return None if found is None or found.tag in {"body", "html"} else found


def _is_contact(block: Block) -> bool:
    """Whether a line says how somebody is reached: by mail, by telephone."""
    links = (node for inner in walk((block,)) if isinstance(inner, Paragraph) for node in inner.inline)
    return any(isinstance(n, Link) and n.address.startswith(("mailto:", "tel:")) for n in links)


def _take_headings(judged: Sequence[_Judged], first: int) -> None:
    """Keep a heading where text that is kept follows before the next one as high; no other."""
    for at, one in enumerate(judged):
        if not isinstance(heading := one.block, Heading):
            continue
        one.kept = False
        if _is_noise(one) or (at < first - 1 and one.share < ENOUGH):
            continue
        for other in judged[at + 1 :]:
            if isinstance(other.block, Heading) and other.block.level <= heading.level:
                break
            if other.kept and not isinstance(other.block, Rule | Heading):
                one.kept = True
                break


def _take_figures(judged: Sequence[_Judged], first: int) -> None:
    """Keep the pictures between blocks that are kept, and the one right before the first."""
    kept = [at for at, one in enumerate(judged) if one.kept] or [first]
    for at, one in enumerate(judged):
        if isinstance(one.block, Figure):
            inside = kept[0] < at < kept[-1] or first - 3 <= at <= first or at == kept[-1] + 1
            one.kept = inside and not _is_linked(one.piece.element)


def _is_linked(element: HtmlElement) -> bool:
    """Whether a picture is a link to another page: that of a teaser."""
    link = next((above for above in (element, *element.iterancestors()) if above.tag == "a"), None)
    if link is None and element.tag == "figure":
        link = next(element.iter("a"), None)
    href = (link.get("href") or "") if link is not None else ""
    return bool(href) and not re.search(
        r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[/?]|$)|^#|attachment", href, re.IGNORECASE
    )


def _without_lonely(kept: list[_Judged]) -> list[Piece]:
    """``kept`` without lines across the page at both ends, or in a row."""
    made: list[Piece] = []
    for one in kept:
        if isinstance(one.block, Rule) and (not made or isinstance(made[-1].block, Rule)):
            continue
        made.append(one.piece)
    while made and isinstance(made[-1].block, Rule):
        made.pop()
    return made


# Headings in bold

LONGEST_HEADING = 90


def with_bold_headings(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with a few bold words above a text as headings, which they are for all who see."""
    made: list[Block] = []
    level = 1
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if isinstance(block, Heading):
            level = block.level
        if isinstance(block, Paragraph) and at and _is_bold_heading(block, following):
            (bold,) = (node for node in block.inline if isinstance(node, Strong))
            block = Heading(min(level + 1, 4), bold.inline)
        elif isinstance(block, Paragraph) and (parts := _bold_line(block)):
            made.append(Heading(min(level + 1, 4), parts[0].inline))
            block = parts[1]
        made.append(block)
    return made


def _bold_line(block: Paragraph) -> tuple[Strong, Paragraph] | None:
    """A first line in bold above the others of a paragraph, and these."""
    nodes = [node for node in block.inline if not isinstance(node, Text) or node.text.strip()]
    if len(nodes) < 3 or not isinstance(bold := nodes[0], Strong) or not isinstance(nodes[1], Break):
        return None
    rest = Paragraph(tuple(block.inline[block.inline.index(nodes[1]) + 1 :]))
    return (bold, rest) if _is_bold_heading(Paragraph((bold,)), rest) else None


def _is_bold_heading(block: Paragraph, following: Block | None) -> bool:
    words = " ".join(plain(block.inline).split())
    bold = [node for node in block.inline if isinstance(node, Strong)]
    if len(bold) != 1 or " ".join(plain(bold).split()) != words or len(words) > LONGEST_HEADING:
        return False
    if (
        not re.search(r"[^\W\d_]{2}", words)
        or not words[:1].isalnum()
        or words[:1].islower()
        or words.endswith((".", ",", ";", ":", "…", "»", "!"))
    ):
        return False
    if isinstance(following, Paragraph):
        return len(plain(following.inline)) > len(words) and not any(
            isinstance(node, Strong) and len(plain((node,))) > 0.8 * len(plain(following.inline))
            for node in following.inline
        )
    return isinstance(following, List | Table)
