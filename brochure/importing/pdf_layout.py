"""A PDF without tags: lines, columns, paragraphs and tables, told by where letters stand.

Nothing in such a file says what anything is. What may be prose is prose, in the order of reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from statistics import median

from brochure.importing.assembly import LARGER, Entry, Line, Mark, most_common
from brochure.importing.imported import Cell, Paragraph, Table
from brochure.importing.pdf_letters import WIDE_GAP, Leaf, Piece
from brochure.importing.runs import Position, Run, inlines

EDGE = 0.09
"""Of a page's height, at its top and bottom: there running titles and numbers of pages stand."""

LEAST_COLUMN_LINES = 4
LEAST_FILLED = 0.55
"""Lines of a column of prose fill so much of it; those of a table's column do not."""

MOST_CROSSING = 0.4
"""Of the lines of a page in columns, so many may run across: its title, its lead, its tables."""

FAR = 1.45
"""Lines of one paragraph stand nearer to each other than so many times their usual distance."""

SHORT = 0.85
"""A line that ends before so much of its column's width ends a paragraph, with the sentence in it."""

SAME_MARGIN = 4
"""Points by which items of one list may stand apart: numbers are set to the right, or to the left."""

_BULLET = re.compile(r"\s*([•◦▪▫‣●○■□►▶➢➤❖·∙⁃✓✔\uf0b7\uf0a7])\s*|\s*([-–—])\s+(?=\S)")
_NUMBER = re.compile(r"\s*(?:(\d{1,2})[.)]|([a-h])\))\s+(?=\S)")
_ENDS = tuple('.!?…:;»”"')
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(slots=True)
class Row:
    """Pieces that stand side by side on one line of one column."""

    pieces: list[Piece]
    page: int
    top: float = field(init=False)
    bottom: float = field(init=False)
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        self.top = max(piece.top for piece in self.pieces)
        self.bottom = min(piece.bottom for piece in self.pieces)
        self.left = min(piece.left for piece in self.pieces)
        self.right = max(piece.right for piece in self.pieces)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return most_common(sizes_of(self.pieces), 10.0)

    @property
    def bold(self) -> bool:
        """Whether all its letters are bold."""
        return all(piece.bold for piece in self.pieces if piece.text.strip())

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces).strip()

    @property
    def baseline(self) -> float:
        """Where most of its letters stand."""
        size = self.size
        return median([p.base for p in self.pieces if p.size >= 0.85 * size] or [self.pieces[0].base])


@dataclass(slots=True)
class LaidOut:
    """What was told of the pages: the entries, the words of running titles, the size of the text."""

    entries: list[Entry]
    running: list[str]


def known_words(lines: Iterable[str]) -> Counter[str]:
    """The words of a document in small letters, but for the last ones of lines."""
    return Counter(word.lower() for line in lines for word in _WORD.findall(line)[:-1])


def sizes_of(pieces: Sequence[Piece]) -> Counter[float]:
    """The letters of each size."""
    counts: Counter[float] = Counter()
    for piece in pieces:
        counts[piece.size] += len(piece.text.strip())
    return counts


def laid_out(leaves: Sequence[Leaf]) -> LaidOut:
    """The text of ``leaves`` in reading order."""
    pages = [_rows(leaf, number) for number, leaf in enumerate(leaves)]
    running = _running(pages, leaves)
    kept = [[row for row in rows if id(row) not in running] for rows in pages]
    usual = most_common(sizes_of([p for leaf in leaves for p in leaf.pieces]), 10.0)
    known = known_words(row.text for rows in kept for row in rows)
    entries: list[Entry] = []
    for rows in kept:
        for column in _columns(rows):
            for block in _blocks(column):
                _add(entries, block, usual, known)
    left_out = (row.text for rows in pages for row in rows if id(row) in running)
    return LaidOut(_numbered(entries), [*dict.fromkeys(left_out)])


# Lines


def _rows(leaf: Leaf, page: int) -> list[Row]:
    """The lines of a page, each cut where a gap is wide, from the top."""
    rows: list[list[Piece]] = []
    for _, group in groupby(leaf.pieces, key=lambda piece: piece.line):
        for piece in group:
            if not piece.text.strip() and not (rows and rows[-1]):
                continue
            if rows and _joins(rows[-1][-1], piece):
                rows[-1].append(piece)
            elif piece.text.strip():
                rows.append([piece])
    made = [Row(row, page) for row in rows]
    return sorted(made, key=lambda row: (-row.top, row.left))


def _joins(before: Piece, piece: Piece) -> bool:
    """Whether ``piece`` goes on in the line of ``before``, with no gap but that between words."""
    size = max(before.size, piece.size)
    return (
        abs(before.base - piece.base) < 0.6 * size
        and -size < piece.left - before.right < WIDE_GAP * size
    )


def _running(pages: Sequence[Sequence[Row]], leaves: Sequence[Leaf]) -> set[int]:
    """Rows at the edges of pages that are on several of them, but for numbers, or are numbers alone."""
    at_edges = [
        (row, re.sub(r"\d+", "#", row.text.casefold()))
        for rows, leaf in zip(pages, leaves, strict=True)
        for row in rows
        if row.bottom > leaf.height * (1 - EDGE) or row.top < leaf.height * EDGE
    ]
    counts = Counter(text for text, _ in {(text, row.page) for row, text in at_edges})
    number = re.compile(r"(?:page |seite |página |p\. ?)?[–-]? ?#(?: ?(?:/|sur|of|von|de) ?#)? ?[–-]?")
    least = max(2, len(pages) // 3)
    return {
        id(row) for row, text in at_edges if counts[text] >= least or number.fullmatch(text)
    }  # fmt: skip


# Columns


def _columns(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in reading order, in columns: what runs across them stands between what is in them."""
    gutter = _gutter(rows)
    if gutter is None:
        yield [*rows]
        return
    band: list[Row] = []
    for row in rows:
        if row.left < gutter - 1 < row.right - 1 and row.right > gutter + 1:
            yield from _parted(band, gutter)
            yield [row]
            band = []
        else:
            band.append(row)
    yield from _parted(band, gutter)


def _parted(band: Sequence[Row], gutter: float) -> Iterator[list[Row]]:
    left = [row for row in band if row.right <= gutter + 1]
    right = [row for row in band if row.right > gutter + 1]
    for side in (left, right):
        if side:
            yield from _columns(side)


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where two columns of prose are parted, from the left; None for one column, or a table."""
    best, most = None, 0
    for edge in sorted({round(row.left) for row in rows}):
        gutter = edge - 2.0
        before = [row for row in rows if row.right <= gutter]
        after = [row for row in rows if row.left >= gutter]
        crossing = len(rows) - len(before) - len(after)
        least = min(len(before), len(after))
        if least < LEAST_COLUMN_LINES or crossing > MOST_CROSSING * len(rows) or least <= most:
            continue
        if _is_prose(before) and _is_prose(after) and _overlap(before, after):
            best, most = gutter, least
    return best


def _is_prose(rows: Sequence[Row]) -> bool:
    """Whether most lines fill the column that they make."""
    wide = max(row.right for row in rows) - min(row.left for row in rows)
    return wide > 0 and median(row.right - row.left for row in rows) >= LEAST_FILLED * wide


def _overlap(one: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether both stand beside each other, not one below the other."""
    top = min(max(row.top for row in rows) for rows in (one, other))
    bottom = max(min(row.bottom for row in rows) for rows in (one, other))
    return sum(bottom <= row.bottom <= top for row in one) >= LEAST_COLUMN_LINES - 1


# Paragraphs and tables


@dataclass(slots=True)
class _Block:
    """Rows of one paragraph, or of a table where ``cells`` is not empty; ``wide`` is its column."""

    rows: list[Row]
    left: float
    right: float
    cells: list[list[list[Row]]] = field(default_factory=list)


def _blocks(rows: Sequence[Row]) -> Iterator[_Block]:
    """The paragraphs and tables of a column."""
    if not rows:
        return
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    lines = _lines(rows)
    pitch = _pitch(lines)
    current: list[Row] = []
    at = 0
    while at < len(lines):
        length = _table_at(lines, at)
        if length:
            if current:
                yield _Block(current, left, right)
            current = []
            table = lines[at : at + length]
            yield _Block([row for line in table for row in line], left, right, _cells(table, pitch))
            at += length
            continue
        for row in lines[at]:
            if current and _begins(current, row, pitch, (left, right)):
                yield _Block(current, left, right)
                current = []
            current.append(row)
        at += 1
    if current:
        yield _Block(current, left, right)


def _lines(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows at one height together, from the left."""
    lines: list[list[Row]] = []
    for row in rows:
        if lines and abs(lines[-1][0].baseline - row.baseline) < 0.5 * row.size:
            lines[-1].append(row)
        else:
            lines.append([row])
    return [sorted(line, key=lambda row: row.left) for line in lines]


def _pitch(lines: Sequence[Sequence[Row]]) -> dict[float, float]:
    """The usual distance of lines, by the size of their letters."""
    gaps: dict[float, list[float]] = {}
    for before, line in pairwise(lines):
        gap, size = before[0].baseline - line[0].baseline, line[0].size
        if before[0].size == size and 0.8 * size < gap < 2.2 * size:
            gaps.setdefault(size, []).append(gap)
    return {size: sorted(found)[len(found) // 3] for size, found in gaps.items()}


def _begins(
    current: Sequence[Row], row: Row, pitch: dict[float, float], edges: tuple[float, float]
) -> bool:
    """Whether ``row`` begins a new paragraph below ``current``."""
    last = current[-1]
    gap = last.baseline - row.baseline
    if abs(row.size - last.size) > 0.6 or (row.bold != last.bold and (row.bold or _all_bold(current))):
        return True
    if not 0.3 * row.size < gap < FAR * pitch.get(row.size, 1.3 * row.size):
        return True
    if _BULLET.match(row.text) or _is_next_number(current[0].text, row.text):
        return True
    if row.text[:1].islower():
        return False
    left, right = edges
    short = last.right - left < SHORT * (right - left)
    if short and (last.text.endswith(_ENDS) or (len(last.text) < 40 and row.text[:1].isupper())):
        return True
    indented = row.left - last.left > 0.8 * row.size and len(current) > 1
    return indented and last.text.endswith(_ENDS)


def ordinal(sign: str) -> int:
    """The number of an item, "3" or "c"."""
    return int(sign) if sign.isdigit() else ord(sign) - ord("a") + 1


def _number_of(text: str) -> int | None:
    found = _NUMBER.match(text)
    return ordinal(found[1] or found[2]) if found else None


def _is_next_number(before: str, text: str) -> bool:
    """Whether ``text`` begins with a number, the first one or the one after that of ``before``."""
    number, earlier = _number_of(text), _number_of(before)
    return number is not None and (number == 1 or (earlier is not None and number == earlier + 1))


def _all_bold(rows: Sequence[Row]) -> bool:
    return all(row.bold for row in rows)


def _table_at(lines: Sequence[Sequence[Row]], at: int) -> int:
    """How many lines from ``at`` on are rows of one table; 0 for none.

    The first has a cell for each column. Below it, whatever stands in a line begins, ends or has its
    middle where a column does; several lines have more than one cell.
    """
    heads = _heads_at(lines, at)
    if len(lines[at]) < 2:
        return 0
    length = several = 1
    for number, line in enumerate(lines[at + 1 :], at + 1):
        gap = lines[number - 1][0].baseline - line[0].baseline
        if gap > 4 * heads[0].size or not all(
            any(_aligned(head, row) for head in heads) for row in line
        ):
            break
        if len(line) > 1 or line[0].left > heads[1].left - 4:
            length = number - at + 1
        several += len(line) > 1
    return length if several > 1 else 0


def _heads_at(lines: Sequence[Sequence[Row]], at: int) -> Sequence[Row]:
    """A cell for each column of what may be a table: of its first line, or of a fuller one below."""
    first, below = lines[at], lines[at + 1] if at + 1 < len(lines) else []
    fuller = len(below) > len(first) > 1
    return below if fuller and all(any(_aligned(b, row) for b in below) for row in first) else first


def _aligned(above: Row, row: Row) -> bool:
    middle = abs((above.left + above.right) - (row.left + row.right)) / 2
    return min(abs(above.left - row.left), abs(above.right - row.right), middle) < 4


def _cells(lines: Sequence[Sequence[Row]], pitch: dict[float, float]) -> list[list[list[Row]]]:
    """The cells of a table's lines, in rows: what stands close below a cell goes on in it."""
    heads = _heads_at(lines, 0)
    full = [
        above[0].baseline - line[0].baseline
        for above, line in pairwise(lines)
        if len(line) == len(heads)
    ]
    table: list[list[list[Row]]] = []
    above: Row | None = None
    for line in lines:
        size = line[0].size
        alone = len(line) == 1 and _column_of(line[0], heads) > 0
        usual = 1.2 * pitch.get(size, 1.2 * size)
        if full:  # a single cell below another goes on in it, even where rows stand as near
            usual = (1.05 if alone else 0.85) * median(full)
        near = above is not None and above.baseline - line[0].baseline < usual
        if not table or not near or len(line) == len(heads):
            table.append([[] for _ in heads])
        for row in line:
            table[-1][_column_of(row, heads)].append(row)
        above = line[0]
    return table


def _column_of(row: Row, heads: Sequence[Row]) -> int:
    """The column that a row stands in: the one that it is aligned to, or the nearest."""
    aligned = next((at for at, head in enumerate(heads) if _aligned(head, row)), None)
    if aligned is not None:
        return aligned
    return min(range(len(heads)), key=lambda at: abs(heads[at].left - row.left))


# Entries


def _add(entries: list[Entry], block: _Block, usual: float, known: Counter[str]) -> None:
    """Put ``block`` onto ``entries``; what goes on from the column before, onto its paragraph."""
    if block.cells:
        rows = tuple(
            tuple(Cell(_cell_blocks(cell, known), _is_head(block, number)) for cell in row)
            for number, row in enumerate(block.cells)
        )
        entries.append(Table(rows))
        return
    line = _line(block, usual, known)
    before = entries[-1] if entries else None
    if isinstance(before, Line) and _goes_on(before, line):
        runs = glued([*before.runs], [*line.runs], known)
        entries[-1] = replace(before, runs=tuple(runs))
        return
    entries.append(line)


def _cell_blocks(rows: Sequence[Row], known: Counter[str]) -> tuple[Paragraph, ...]:
    return (Paragraph(inlines(_runs(rows, known))),) if rows else ()


def _is_head(block: _Block, number: int) -> bool:
    """Whether a row is the first one, in bold, as not all of them are."""
    bold = [all(row.bold for cell in cells for row in cell) for cells in block.cells]
    return number == 0 and bold[0] and not all(bold)


def _numbered(entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` with lines that begin with numbers in order, at one distance, as items."""
    made: list[Entry] = []
    last: dict[int, int] = {}
    for at, entry in enumerate(entries):
        number = _number_of(entry.text) if isinstance(entry, Line) and _may_be_item(entry) else None
        if isinstance(entry, Line) and number is not None:
            margin = next((at for at in last if abs(at - entry.indent) <= SAME_MARGIN), entry.indent)
            second = number == 1 and _has_second(entries[at + 1 :], entry)
            if second or (number > 1 and last.get(margin) == number - 1):
                last[margin] = number
                found = _NUMBER.match("".join(run.text for run in entry.runs))
                mark = Mark(0, True, number, f"numbers at {margin}", max(1, margin))
                runs = without_first(entry.runs, found.end() if found else 0)
                entry = replace(entry, mark=mark, runs=tuple(runs))
        made.append(entry)
    return made


def _may_be_item(line: Line) -> bool:
    return not line.mark and not line.bold and line.size < LARGER


def _is_beside(line: Line, first: Line) -> bool:
    """Whether a line may be an item, as far from the margin as ``first``."""
    return _may_be_item(line) and abs(line.indent - first.indent) <= SAME_MARGIN


def _has_second(after: Sequence[Entry], first: Line) -> bool:
    """Whether a second number follows the first one, at the same distance from the margin."""
    for entry in after:
        if isinstance(entry, Line) and _is_beside(entry, first):
            number = _number_of(entry.text)
            if number in {1, 2}:
                return number == 2
    return False


def _line(block: _Block, usual: float, known: Counter[str]) -> Line:
    rows = block.rows
    runs = _runs(rows, known)
    text = "".join(run.text for run in runs)
    size = most_common(sizes_of([piece for row in rows for piece in row.pieces]), usual) / usual
    middle = (rows[0].left + rows[0].right) / 2 - (block.left + block.right) / 2
    margin = rows[0].left - block.left
    bullet = _BULLET.match(text)
    mark, rank = None, max(1, round(margin / 3) * 3)
    if bullet and (bullet[1] or margin > rows[0].size):
        mark = Mark(0, list_id=f"at {rank}", rank=rank)
        runs = without_first(runs, bullet.end())
    return Line(
        runs=tuple(runs), mark=mark, bold=_all_bold(rows), size=size, indent=rank if margin > 2 else 0,
        centred=abs(middle) < rows[0].size and margin > 2 * rows[0].size,
    )  # fmt: skip


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a sentence that a column or page ends within goes on in ``line``."""
    if line.mark or abs(before.size - line.size) > 0.05 or before.bold != line.bold:
        return False
    text = before.text
    return not text.endswith(_ENDS) and line.text[:1].islower() and len(text) > 40


def _runs(rows: Sequence[Row], known: Counter[str]) -> list[Run]:
    """The words of several rows, one after the other; divided words are whole again."""
    usual = most_common(sizes_of([piece for row in rows for piece in row.pieces]), 10.0)
    whole = _all_bold(rows)
    made: list[Run] = []
    for row in rows:
        runs: list[Run] = []
        for before, piece in zip((None, *row.pieces), row.pieces, strict=False):
            if before and piece.left - before.right > 0.2 * usual and not before.text.endswith(" "):
                runs.append(Run(" "))
            runs.append(Run(
                piece.text, piece.bold and not whole, piece.italic,
                position_of(piece, usual, row.baseline), link=piece.link,
            ))  # fmt: skip
        made = glued(made, runs, known)
    return made


def position_of(piece: Piece, size: float, base: float) -> Position:
    """Whether small letters stand higher or lower than the line at ``base``, of letters of ``size``."""
    if piece.size > 0.85 * size or not piece.text.strip():
        return ""
    return "sup" if piece.base > base + 0.1 * size else "sub" if piece.base < base - 0.05 * size else ""


def glued(before: list[Run], after: list[Run], known: Counter[str]) -> list[Run]:
    """The runs of two lines as one: a hyphen that only divided a word is gone.

    It stays where the document writes the word with it elsewhere: "rendez-vous".
    """
    if not before or not after:
        return [*before, *after]
    text = "".join(run.text for run in before).rstrip()
    rest = "".join(run.text for run in after).lstrip()
    first = re.search(r"(?<![^\W\d_])(?<![^\W\d_]-)[^\W\d_]+(?:-[^\W\d_]+)*-$", text)
    second = re.match(r"[^\W\d_]+", rest)
    if not first or not second or not second[0][0].islower():
        space = "" if text.endswith(("-", "/", "’", "'")) and first else " "
        return [*before, Run(space), *after]
    joined = (first[0][:-1] + second[0]).lower()
    hyphened = (first[0] + second[0]).lower()
    cut = not (known[hyphened] and not known[joined])
    last = next(at for at in range(len(before) - 1, -1, -1) if before[at].text.strip())
    ended = before[last].text.rstrip()
    kept = Run(
        ended[:-1] if cut else ended, before[last].bold, before[last].italic, before[last].position,
        link=before[last].link,
    )  # fmt: skip
    return [*before[:last], kept, *after]


def without_first(runs: Sequence[Run], count: int) -> list[Run]:
    """``runs`` without their first ``count`` characters."""
    made = []
    for run in runs:
        cut = min(count, len(run.text))
        count -= cut
        if run.text[cut:]:
            made.append(Run(run.text[cut:], run.bold, run.italic, run.position, link=run.link))
    return made
