"""The blocks of a plain text: paragraphs, headings, lists, tables and lines that belong in lines.

Nothing in a plain text says what it is, so each kind is told by its form, and by forms that are hardly
ever anything else: what may be prose is prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from brochure.text import locales

Kind = Literal["paragraph", "heading", "list", "table", "lines"]

LONGEST_WRAPPED = 100
"""Lines that are all shorter may be one paragraph, wrapped by an editor; longer ones are one each.

That is, unless a sentence goes on from one to the next.
"""

LEAST_WIDTH = 60
"""No editor or mail program wraps lines at fewer characters."""

LONGEST_HEADING, LEAST_WRAPPED = 80, 40

_GLYPHS = "•◦▪▫‣●○■□►▶➢➤❖·∙⁃"
_DASHES = "-–—*+"
_WINGDINGS = "o§Øüvqnluðàþ¨"
"""What Word's marks are in other fonts than Symbol and Wingdings; a tab follows them."""

_BULLET = re.compile(
    rf"([{_GLYPHS}{re.escape(_DASHES)}]|[{_WINGDINGS}](?=\t))[\t \u00a0]+(?=\S)"
    rf"|([{_GLYPHS}])(?=[^\W\d_])"
)
_NUMBER = re.compile(r"(\d{1,3})([.)])[\t \u00a0]+(?=\S)")
_RANKS = {
    **dict.fromkeys("•●*+►▶➢➤❖·∙", 0),
    **dict.fromkeys("-–—⁃", 1),
    **dict.fromkeys("◦○o", 2),
    **dict.fromkeys("▪▫■□‣§", 3),
}
"""How deep a mark stands where several are mixed: Word goes from a dot to a circle to a square."""

_ENDS = ".!?…:;,»”؟。！？、"
_LETTERED = re.compile(
    r"(?:[a-zA-Z]\)|\([a-hivx]{1,4}\)|[a-h]\.|(?:[ivx]{1,4}|I{2,3}|IV|VI{1,3}|IX)[.)])"
    r"[\t \u00a0]+(?!\w\.)\S"
)
"""An item with a letter or Roman number: "a) un". Markdown has no such lists; "d. h." is none."""

_SIGN = re.compile(r"[→⇒✓✔✗✘☐☑☒★☆☞☛»›§][ \t\u00a0]*\S|[-–—*+][ \t\u00a0]+\S")
_CLOCK = re.compile(
    r"(?:(?:de|à|dès|von|ab|um|from|at|alle|ore|kl\.|الساعة|שעה|בשעה)[ \u00a0]+)?\d{1,2}"
    r"(?:[ \u00a0\u202f]?(?:[hH](?:\d\d)?|Uhr|uur)\b"
    r"(?!(?: \d\d)? (?:d[eu'’]|et|ou|and|or|und|oder|y|o|e)\b)|[:.]\d\d(?![\d.,])(?!\s*[€$£%]))"
)
"""An hour; not "1 h 30 et demie", which is a length of time."""

_DATED = re.compile(
    rf"[^\W\d_a-zß-ÿ][^\W\d_]{{1,11}}\.?(?:[ \u00a0]?[-–][ \u00a0]?\w+\.?)?[ \u00a0]+"
    rf"(?:(?:de|von|from)[ \u00a0])?(?=\d).{{0,40}}?(?:{_CLOCK.pattern})"
)
"""A day and its hours: "Lundi 12 octobre 14h - 16h"."""

_LABEL = re.compile(r"(\w[\w.]*(?:[ \u00a0'’-][\w.]+){0,2})[ \u00a0\u202f]?[:：](?=\s|$)")
_REACHED_BY = re.compile(
    r"(?:t[ée]l(?:[ée]phone)?|fax|mob(?:ile)?|e-?mail|m[ée]l|courriel|web|internet|site)\.?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:[A-Z]{1,2}-)?(?!(?:19|20)\d\d\b)\d{4,5}[ \u00a0][^\W\d_a-zß-ÿ]|\+\d\d[ \d]|0\d(?:[ .]\d\d){2}"
)
"""A line of an address: it starts with a postcode, or with a telephone number."""

_UNFIT = re.compile(r"://|@\w|\d[\d .]{6,}\d|\t")
"""What no heading holds: addresses, telephone numbers, cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the source: its ``number`` from 1, its text without outer spaces, its indent.

    One that is ``tabbed`` starts with a tab, which lists from Word do whose marks were lost.
    """

    number: int
    text: str
    indent: int = 0
    tabbed: bool = False

    @property
    def bullet(self) -> str:
        """The mark of a list item that starts the line, or ""."""
        found = _BULLET.match(self.text)
        return (found[1] or found[2]) if found else ""

    @property
    def ordinal(self) -> int | None:
        """The number of a numbered item that starts the line."""
        found = _NUMBER.match(self.text)
        return int(found[1]) if found else None

    @property
    def is_entry(self) -> bool:
        """Whether it starts as a line of its own does, in a timetable or an address.

        That is with an hour, a mark, a postcode, a telephone number, or "Word :".
        """
        if any(form.match(self.text) for form in (_LETTERED, _SIGN, _CLOCK, _DATED, _NUMBERED)):
            return True
        named = _LABEL.match(self.text)
        return bool(named and (not self.text[0].islower() or _REACHED_BY.fullmatch(named[1])))

    @property
    def unmarked(self) -> str:
        """The text after the mark or number of a list item."""
        found = _BULLET.match(self.text) or _NUMBER.match(self.text)
        return self.text[found.end() :] if found else self.text

    @property
    def cells(self) -> tuple[str, ...]:
        """What tabs part."""
        return tuple(cell.strip(" \u00a0") for cell in self.text.split("\t"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a list: its text, how deep it stands (from 0), its number where it has one.

    The text has a line end before what stands on a line of its own: "a) one", below a number.
    """

    text: str
    depth: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block from ``first`` to ``last``, lines of the source counted from 1.

    ``texts`` are the one text of a paragraph or heading, or the lines of ``lines``; ``items`` are a
    list's, ``rows`` a table's, its head first.
    """

    kind: Kind
    first: int
    last: int
    texts: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """All its words."""
        parts = (
            *self.texts,
            *(item.text for item in self.items),
            *(c for row in self.rows for c in row),
        )
        return " ".join(parts).replace("\n", " ")


def runs_of(text: str) -> list[list[Line]]:
    """Runs of lines that hold more than spaces; no-break spaces count as spaces."""
    runs: list[list[Line]] = [[]]
    for number, raw in enumerate(text.split("\n"), 1):
        clean = _tidy(raw)
        if clean:
            indent = len(raw) - len(raw.lstrip(" \t\u00a0"))
            tabbed = raw.startswith("\t")
            runs[-1].append(Line(number=number, text=clean, indent=indent, tabbed=tabbed))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _tidy(line: str) -> str:
    """``line`` without what a content system left behind: doubled and stray no-break spaces."""
    line = re.sub(r"[ \u00a0]{2,}", " ", line.strip(" \t\r\f\u00a0"))
    return re.sub(r"(?<=[^\W\d_])\u00a0(?=[^\W\d_])", " ", line)


def blocks_of(runs: Sequence[Sequence[Line]]) -> list[Block]:
    """The blocks of ``runs``, in reading order."""
    blocks: list[Block] = []
    for run in _joined(runs):
        blocks += _parted(run)
    return _with_headings(blocks)


def _joined(runs: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """``runs``, items of one list put together that stand with blank lines between them."""
    made: list[list[Line]] = []
    before = ""
    for run in runs:
        kind = _kind_of(run)
        first, last = run[0], made[-1][-1] if made else None
        if (
            kind
            and kind == before
            and last
            and (kind == "dots" or first.ordinal == (last.ordinal or 0) + 1)
        ):
            made[-1] += run
        else:
            made.append(list(run))
        before = kind
    return made


def _kind_of(run: Sequence[Line]) -> Literal["dots", "number", ""]:
    """Whether a run is items of a list and nothing else: with dots, or one with a number."""
    if len(run) == 1 and run[0].ordinal is not None:
        return "number"
    return "dots" if all(line.bullet and line.bullet in _GLYPHS for line in run) else ""


def _parted(run: Sequence[Line]) -> list[Block]:
    """The blocks of one run: lists and tables in it, and what stands around them."""
    blocks: list[Block] = []
    rest: list[Line] = []
    at = tabbed_until = 0
    while at < len(run):
        found = _list_at(run, at)
        if found is None and at >= tabbed_until and "\t" in run[at].text:
            tabbed_until = next((i for i in range(at, len(run)) if "\t" not in run[i].text), len(run))
            found = _table_of(run[at:tabbed_until])
        if found is None:
            rest.append(run[at])
            at += 1
            continue
        block, length = found
        if rest:
            blocks += _prose(rest)
        rest = []
        blocks.append(block)
        at += length
    return blocks + (_prose(rest) if rest else [])


def _list_at(run: Sequence[Line], at: int) -> tuple[Block, int] | None:
    """The list that starts at ``run[at]``, and how many lines it has."""
    groups = _items_at(run, at)
    heads = [group[0] for group in groups]
    marked = [line for line in heads if line.bullet or line.ordinal is not None]
    if not groups or not _is_list(marked, announced=at > 0 and run[at - 1].text.endswith(":")):
        return None
    items = tuple(
        Item(
            text=_in_lines(group),
            depth=depth, number=group[0].ordinal,
        )
        for group, depth in zip(groups, _depths(heads), strict=True)
    )  # fmt: skip
    length = sum(map(len, groups))
    last = run[at + length - 1].number
    return Block(kind="list", first=run[at].number, last=last, items=items), length


def _in_lines(group: Sequence[Line]) -> str:
    """The text of an item; lines in it that are lines of their own have line ends before them."""
    text = group[0].unmarked
    for before, line in pairwise(group):
        text += f"\n{line.text}" if _is_apart(before, line) else f" {line.text}"
    return re.sub(r"[ \t]+", " ", text)


def _items_at(run: Sequence[Line], at: int) -> list[list[Line]]:
    """The lines of each item of what may be a list from ``run[at]`` on; its numbers are in order."""
    groups: list[list[Line]] = []
    number: int | None = None
    for index in range(at, len(run)):
        line = run[index]
        unmarked = line.tabbed and bool(groups) and len(groups[-1][-1].text) < LEAST_WRAPPED
        if line.ordinal is not None:
            if groups and (number is None or line.ordinal != number + 1):
                break
            number = line.ordinal
            groups.append([line])
        elif line.bullet or (unmarked and "\t" not in line.text):
            groups.append([line])
        elif groups and _goes_on(groups[-1], line):
            groups[-1].append(line)
        else:
            break
    return groups


def _is_list(heads: Sequence[Line], *, announced: bool) -> bool:
    """Whether lines with marks are a list beyond doubt: several of them, or marks nothing else has."""
    numbered = [line for line in heads if line.ordinal is not None]
    if numbered:
        signs = {line.text[len(str(line.ordinal))] for line in numbered if line.ordinal}
        return len(numbered) > 1 and len(signs) == 1
    dotted = any(line.bullet in _GLYPHS or line.bullet == "o" for line in heads)
    return dotted or announced or len(heads) > 1


def _goes_on(group: Sequence[Line], line: Line) -> bool:
    """Whether ``line`` is the next line of an item: set in, or broken off in mid-sentence."""
    if _LETTERED.match(line.text):
        return True
    if "\t" in line.text:
        return False
    set_in = line.indent > group[0].indent
    long = len(group[-1].text) >= LEAST_WRAPPED and not group[-1].text.endswith(tuple(".!?…:;"))
    return set_in or (long and line.text[:1].islower())


def _depths(heads: Sequence[Line]) -> list[int]:
    """How deep each item stands: below a number, else by how far it is set in, else by its mark."""
    if any(line.ordinal is not None for line in heads):
        return [0 if line.ordinal is not None else 1 for line in heads]
    marked = [line for line in heads if line.bullet]
    if len({line.indent for line in marked}) > 1:
        return _depths_of([line.indent for line in heads])
    ranks: list[int] = []
    for line in heads:
        ranks.append(_RANKS.get(line.bullet, 0) if line.bullet else (ranks[-1] if ranks else 0))
    return _depths_of(ranks)


def _depths_of(ranks: Sequence[int]) -> list[int]:
    """The depth of each item, of whose ranks a greater one is deeper than the one before."""
    stack: list[int] = []
    depths = []
    for rank in ranks:
        while stack and rank < stack[-1]:
            stack.pop()
        if not stack or rank > stack[-1]:
            stack.append(rank)
        depths.append(len(stack) - 1)
    return depths


def _table_of(lines: Sequence[Line]) -> tuple[Block, int] | None:
    """The table of ``lines`` with tabs, of as many cells each, a head of words first."""
    rows = [line.cells for line in lines]
    wide = max(map(len, rows))
    if len(rows) < 2 or wide < 2 or len(rows[0]) != wide or not all(rows[0]):
        return None
    if any(cell[:1].isdigit() for cell in rows[0]):
        return None  # a timetable without a head: its lines are kept as lines
    padded = tuple((*row, *[""] * (wide - len(row))) for row in rows)
    return Block(kind="table", first=lines[0].number, last=lines[-1].number, rows=padded), len(rows)


def _prose(lines: Sequence[Line]) -> list[Block]:
    """Paragraphs, or lines to be kept: each line is put to the one before it where it goes on."""
    longest = max(len(line.text) for line in lines)
    wide = longest > LONGEST_WRAPPED
    if wide and _is_filled(lines, longest):
        return [_paragraph(lines)]
    kept: list[list[Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        if _runs_on(before, line) if wide else _is_wrapped(before, line, longest, kept[-1][0]):
            kept[-1].append(line)
        else:
            kept.append([line])
    if wide or len(kept) == 1:
        return [_paragraph(group) for group in kept]
    texts = tuple(_words([line.text for line in group]) for group in kept)
    return [Block(kind="lines", first=lines[0].number, last=lines[-1].number, texts=texts)]


def _is_filled(lines: Sequence[Line], longest: int) -> bool:
    """Whether each line is as long as it can be: the next word had no room in it."""
    return len(lines) > 2 and not any(
        _has_room(before, line, longest) or line.is_entry for before, line in pairwise(lines)
    )


def _has_room(before: Line, line: Line, longest: int) -> bool:
    """Whether the first word of ``line`` would have stood at the end of the line before it."""
    return len(before.text) + 1 + len(line.text.split()[0]) <= longest


def _runs_on(before: Line, line: Line) -> bool:
    """Whether a sentence goes on from one long line to the next."""
    tabbed = "\t" in before.text or "\t" in line.text
    if tabbed or _is_apart(before, line) or len(before.text) < LEAST_WIDTH:
        return False
    ended = before.text.endswith((".", "!", "?", "…", ":"))
    return (line.text[0].islower() and not ended) or _joins(before)


def _is_apart(before: Line, line: Line) -> bool:
    """Whether ``line`` starts as a line of its own does, and no sentence goes on to it: "de / 18 h"."""
    if _LETTERED.match(line.text) or _SIGN.match(line.text):
        return True
    return line.is_entry and not _joins(before)


def _is_wrapped(before: Line, line: Line, longest: int, first: Line) -> bool:
    """Whether an editor broke the line ``before``: it is long, or a sentence goes on.

    ``first`` is the line with which the text before began.
    """
    if "\t" in before.text or "\t" in line.text or before.text.endswith(":"):
        return False
    if _is_apart(before, line) or (line.ordinal is not None and first.ordinal is not None):
        return False
    if _joins(before):
        return True
    if line.text[0].islower() and not before.text.endswith((".", "!", "?")):
        return not re.match(r"(?:https?|www)\b|\S+@", line.text)
    if first.is_entry:
        return longest >= LEAST_WIDTH and not _has_room(before, line, longest)
    return len(before.text) >= max(LEAST_WRAPPED, 0.75 * longest)


def _joins(line: Line) -> bool:
    """Whether the last word of ``line`` has another one after it: "de", "jusqu'à", "Mme"."""
    return re.split("[\\s'’]", line.text)[-1] in _joining_words()


@cache
def _joining_words() -> frozenset[str]:
    """Words after which a sentence goes on, in every language that has a file: "à", "from", "Mme"."""
    rules = [locales.rules(lang) for lang in locales.files()]
    return frozenset(word for known in rules for word in (*known.no_break_after, *known.person_titles))


def _paragraph(lines: Sequence[Line]) -> Block:
    text = _words([line.text for line in lines])
    return Block(kind="paragraph", first=lines[0].number, last=lines[-1].number, texts=(text,))


def _words(texts: Sequence[str]) -> str:
    return re.sub(r"[ \t]+", " ", " ".join(texts))


def _with_headings(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with the short lines that head what follows them as headings."""
    made: list[Block] = []
    for at, block in enumerate(blocks):
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if at and after and _may_head(block) and not _may_head(after):
            block = Block(kind="heading", first=block.first, last=block.last, texts=block.texts)
        made.append(block)
    return made


def _may_head(block: Block) -> bool:
    """Whether a block is one short line that starts as a title does, and does not end as a sentence."""
    if block.kind != "paragraph" or block.first != block.last:
        return False
    text = block.texts[0]
    bare = re.sub(r"^(?:\d{1,2}|[IVX]{1,5}|[A-Z])(?:\.\d{1,2})*[.)]\s+", "", text)
    begins = bare[:1].isupper() or (bare[:1].isalpha() and bare[:1].lower() == bare[:1].upper())
    return (
        2 < len(text) <= LONGEST_HEADING and begins and not text.endswith(tuple(_ENDS))
        and not _UNFIT.search(text)
    )  # fmt: skip
