"""Markdown of what was imported: a page that `brochure build` reads as the same words and structure.

Nothing of the source is markup by accident (`written_inline`), and nothing is lost: what the page
language has no form for is written in the nearest one. A figure or quotation that is proposed stands
in the front matter below the sentence it was found in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from brochure.importing import written_head, written_inline
from brochure.importing.imported import (
    ELEMENTS,
    Block,
    Blocks,
    Break,
    Cell,
    Code,
    Figure,
    Footnote,
    Heading,
    Imported,
    Inline,
    Inlines,
    List,
    NoteMark,
    Paragraph,
    Quotation,
    Rule,
    Table,
    Text,
    plain,
    walk,
)
from brochure.importing.written_inline import Place, clean, cut, short
from brochure.page import LONGEST
from brochure.text.pictures_without_words import NO_WORDS

DEEPEST = 8
"""Levels of lists and quotations; what lies deeper stands at the last one. `build` takes ten."""

_MOST_NUMBER = 999_999_999
"""The number of an item has nine digits at most (CommonMark 0.31, 5.2)."""


def markdown_of(imported: Imported) -> str:
    """``imported`` as a page: front matter, an empty line, the body."""
    body = _Body(imported.body)
    lead = short(imported.lead)
    opening = [lead] if len(lead) > LONGEST["lead"] else []
    matter = "\n".join(written_head.lines_of(replace(imported, lead="" if opening else imported.lead)))
    blocks = [*opening, *body.chunks()]
    return f"---\n{matter}\n---\n\n" + "\n\n".join(blocks) + "\n"


def body_of(blocks: Blocks) -> str:
    """``blocks`` as the body of a page, or as a part of one."""
    return "\n\n".join(_Body(blocks).chunks()) + "\n"


# Body


@dataclass(frozen=True, slots=True)
class _Within:
    """Where a block stands: how many lists and quotations are around it, and which notes are called."""

    depth: int = 0
    notes: frozenset[str] = frozenset()

    def deeper(self) -> _Within:
        return replace(self, depth=self.depth + 1)

    @property
    def place(self) -> Place:
        return Place(notes=self.notes)


class _Body:
    """Blocks as chunks of Markdown, to be parted by empty lines.

    Notes that are called stand at the end; what a note that nothing calls says is a paragraph there.
    """

    def __init__(self, blocks: Blocks) -> None:
        notes: dict[str, Footnote] = {}
        self.labels: dict[str, str]
        for block in walk(blocks):
            if isinstance(block, Footnote):
                notes.setdefault(block.label, block)
        self.blocks, self.notes, self.labels = blocks, notes, {}
        says = {label for label, note in notes.items() if self._chunks(note.blocks, _Within(depth=1))}
        called = set(_marks(blocks)) & says
        self.labels = {label: str(at) for at, label in enumerate(notes, 1) if label in called}

    def chunks(self) -> Iterator[str]:
        within = _Within(notes=frozenset(self.labels.values()))
        yield from self._chunks(self.blocks, within)
        for label, note in self.notes.items():
            if label not in self.labels:
                yield from self._chunks(note.blocks, _Within(depth=1))
        yield from (self._note(new, self.notes[label].blocks) for label, new in self.labels.items())

    def _note(self, label: str, blocks: Blocks) -> str:
        """A note; what is no paragraph begins in a line of its own, where its indent can be told."""
        pairs = [*self._pairs(blocks, _Within(depth=1))]
        chunks = [chunk for _, chunk in pairs]
        if isinstance(pairs[0][0], Paragraph):
            return _hanging(f"[^{label}]: ", chunks, indent=4)
        return _hanging(f"[^{label}]:", ["\n" + "\n\n".join(chunks)], indent=4)

    def _chunks(self, blocks: Sequence[Block], within: _Within) -> list[str]:
        return [chunk for _, chunk in self._pairs(blocks, within)]

    def _pairs(self, blocks: Sequence[Block], within: _Within) -> Iterator[tuple[Block, str]]:
        """Each of ``blocks`` that says something, with its chunk."""
        before: Block | None = None
        odd = False
        for block in blocks:
            # of two lists that touch, the second has other marks: Markdown would make them one
            odd = not odd if isinstance(before, List) and isinstance(block, List) else False
            if chunk := self._block(block, within, odd=odd):
                yield block, chunk
                before = block

    def _block(self, block: Block, within: _Within, *, odd: bool) -> str:
        if isinstance(block, Heading):
            return self._heading(block, within)
        if isinstance(block, Paragraph):
            return "\n".join(self._lines(block.inline, within.place))
        if isinstance(block, List):
            return self._list(block, within, odd=odd)
        if isinstance(block, Table):
            return self._table(block, within)
        if isinstance(block, Quotation):
            return self._quotation(block, within)
        if isinstance(block, Figure):
            return _figure(block)
        if isinstance(block, Code):
            return _code(block)
        # a line of asterisks or dashes would be one with the mark of an item
        return ("___" if within.depth else "---") if isinstance(block, Rule) else ""

    def _known(self, nodes: Sequence[Inline], notes: frozenset[str]) -> Inlines:
        """``nodes`` with the marks of notes by their new labels; only those of ``notes`` stay."""
        made: list[Inline] = []
        for node in nodes:
            if isinstance(node, NoteMark):
                made += [NoteMark(new)] if (new := self.labels.get(node.label)) in notes else []
            elif isinstance(node, ELEMENTS):
                made.append(replace(node, inline=self._known(node.inline, notes)))
            else:
                made.append(node)
        return tuple(made)

    def _lines(self, nodes: Sequence[Inline], place: Place) -> list[str]:
        return written_inline.lines_of(self._known(nodes, place.notes), place)

    def _heading(self, block: Heading, within: _Within) -> str:
        if not plain(block.inline).strip():  # only marks of notes: no heading is without words
            return "\n".join(self._lines(block.inline, within.place))
        place = replace(within.place, line_end=" ")
        words = written_inline.inline(self._known(block.inline, place.notes), place)
        # number signs at the end of a heading belong to its mark
        words = re.sub(r"#$", r"\\#", words)
        return f"{'#' * min(max(block.level, 2), 6)} {words}" if words else ""

    def _list(self, block: List, within: _Within, *, odd: bool) -> str:
        if within.depth >= DEEPEST:
            return "\n\n".join(chunk for item in block.items for chunk in self._chunks(item, within))
        number = min(max(block.start, 0), _MOST_NUMBER - len(block.items))
        made: list[str] = []
        loose = False
        for item in block.items:
            pairs = [*self._pairs(item, within.deeper())]
            if not pairs:
                continue
            mark = f"{number}{')' if odd else '.'} " if block.ordered else "* " if odd else "- "
            number += 1
            tight = _is_tight([inner for inner, _ in pairs])
            loose = loose or not tight
            chunks = [written_inline.item_start(pairs[0][1]), *(chunk for _, chunk in pairs[1:])]
            made.append(_hanging(mark, chunks, indent=len(mark), gap="\n" if tight else "\n\n"))
        return ("\n\n" if loose else "\n").join(made)

    def _quotation(self, block: Quotation, within: _Within) -> str:
        by = written_inline.inline((Text(block.by),), replace(within.place, line_end=" "))
        inner = within if within.depth >= DEEPEST else within.deeper()
        said = self._chunks(block.blocks, inner)
        if not said:
            return self._block(Paragraph((Text(block.by),)), within, odd=False)
        if by and not within.depth and all(isinstance(b, Paragraph) for b in block.blocks):
            return "\n".join(["::: quote", "\n\n".join(said), f"— {by}", ":::"])
        text = "\n\n".join([*said, f"— {by}"] if by else said)
        if within.depth >= DEEPEST:
            return text
        return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))

    def _table(self, block: Table, within: _Within) -> str:
        rows = [[self._cell(cell, within) for cell in row] for row in block.rows]
        width = max((len(row) for row in rows), default=0)
        rows = [row + [""] * (width - len(row)) for row in rows if any(row)]
        place = replace(within.place, line_end=" ")
        caption = written_inline.inline(self._known(block.caption, place.notes), place)
        if not rows:
            return written_inline.line_start(caption)
        lines = [f"| {' | '.join(row)} |" for row in rows]
        lines.insert(1, f"|{'---|' * width}")
        if caption:
            lines += ["", f": {caption}"]
        return "\n".join(lines)

    def _cell(self, cell: Cell, within: _Within) -> str:
        place = Place(line_end="<br>", cell=True, notes=within.notes, before=" ", after=" ")
        return written_inline.inline(self._known(in_line(cell.blocks), place.notes), place)


def _marks(blocks: Sequence[Block]) -> Iterator[str]:
    """The labels of the notes that are called in the text, and not only within notes."""
    for block in walk(blocks, notes=False):
        if isinstance(block, Heading | Paragraph):
            yield from _labels(block.inline)
        elif isinstance(block, Table):
            yield from _labels(block.caption)


def _labels(nodes: Sequence[Inline]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, NoteMark):
            yield node.label
        elif isinstance(node, ELEMENTS):
            yield from _labels(node.inline)


def _is_tight(said: Sequence[Block]) -> bool:
    """Whether no empty line must part ``said``, an item: one paragraph, a list, or both in this order.

    Of numbered lists only one that starts with 1 follows a paragraph (CommonMark 0.31, 5.2).
    """
    first, *more = said
    if not more:
        return isinstance(first, Paragraph | List)
    below = more[0]
    follows = isinstance(below, List) and (not below.ordered or below.start == 1)
    return len(more) == 1 and isinstance(first, Paragraph) and follows


def in_line(blocks: Sequence[Block]) -> Inlines:
    """``blocks`` as lines of one cell, which holds no blocks: each in a line of its own.

    The items of lists have a dash or their number, the cells of a table within it dots between them.
    """
    lines: list[Inlines] = []
    for block in blocks:
        lines += _cell_lines(block)
    made: list[Inline] = []
    for line in lines:
        if made and plain(line).strip():
            made.append(Break())
        made += line
    return tuple(made)


def _cell_lines(block: Block) -> Iterator[Inlines]:
    if isinstance(block, Heading | Paragraph):
        yield block.inline
    elif isinstance(block, List):
        for number, item in enumerate(block.items, block.start):
            if inner := in_line(item):
                yield (Text(f"{number}. " if block.ordered else "– "), *inner)
    elif isinstance(block, Table):
        yield block.caption
        yield from (_row_line(row) for row in block.rows)
    elif isinstance(block, Quotation):
        yield from (line for inner in block.blocks for line in _cell_lines(inner))
        yield (Text(f"— {block.by}"),) if block.by else ()
    else:
        yield _in_words(block)


def _row_line(row: Sequence[Cell]) -> Inlines:
    cells = [inner for cell in row if (inner := in_line(cell.blocks))]
    return tuple(node for at, cell in enumerate(cells) for node in ((Text(" · "),) * bool(at) + cell))


def _in_words(block: Block) -> Inlines:
    """What stands for a picture or for code in a line."""
    if isinstance(block, Figure):
        return block.caption or (Text(block.picture.alt),)
    return (Text(block.text),) if isinstance(block, Code) else ()


def _hanging(mark: str, chunks: Sequence[str], *, indent: int, gap: str = "\n\n") -> str:
    """``chunks`` behind ``mark``, every further line indented by ``indent``."""
    lines = gap.join(chunks).split("\n")
    return "\n".join([mark + lines[0], *(f"{' ' * indent}{line}".rstrip() for line in lines[1:])])


def _figure(block: Figure) -> str:
    """A picture with its caption and, where this does not say it, its credit."""
    picture = block.picture
    caption = written_inline.inline(block.caption, Place(line_end=" "))
    credit = short(picture.credit)
    if credit and _folded(credit) not in _folded(caption):
        caption = f"{caption} – {credit}" if caption else credit
    alt = clean(picture.alt).strip() or " ".join(clean(plain(block.caption)).split())
    words = cut(written_inline.escaped(alt), LONGEST["picture.alt"]) or NO_WORDS
    title = ' "{}"'.format(re.sub(r'(["\\&])', r"\\\1", caption)) if caption else ""
    return f"![{words}]({quote(picture.name)}{title})"


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _code(block: Code) -> str:
    text = written_inline.clean_lines(block.text).strip("\n")
    if not text.strip():
        return ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(longest + 1, 3)
    language = block.language if re.fullmatch(r"[\w+#.-]+", block.language) else ""
    return f"{fence}{language}\n{text}\n{fence}"
