"""Assembly: the paragraphs of a document, one after the other, become its title and a tree of blocks.

Documents have no tree: an item of a list, a quotation, a caption are paragraphs with a style, and
people make headings of bold lines and lists of dashes. Readers of formats say of each paragraph what
the document says (`Line`); what that means is decided here, once for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeAlias

from brochure.errors import SourceError
from brochure.importing.imported import (
    Block,
    Blocks,
    Cell,
    Code,
    Figure,
    Footnote,
    Heading,
    List,
    Paragraph,
    Quotation,
    Rule,
    Table,
    Text,
    plain,
    walk,
)
from brochure.importing.left_behind import shortened
from brochure.importing.runs import Run, inlines, text_of
from brochure.importing.style_names import Role
from brochure.page import LONGEST
from brochure.problems import Problem, error, note, warning
from brochure.text import language_guess

LONGEST_BOLD_HEADING = 100
"""Characters of a line that stands alone in bold and is a heading; longer ones are stressed text."""

LONGEST_TITLE, LONGEST_FIRST_LINE = 200, 120
"""Characters of a line that stands out at the top, and of one that only stands there."""

LEAST_LEAD, LONGEST_LEAD = 30, 400
"""Characters of a first paragraph that is a lead without being called so."""

LARGER = 1.15
"""So many times the size of the text is a heading's size."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes a paragraph an item: how deep it stands from 0, its number, and in which list.

    ``rank`` is how far it is set in, in the document's own unit, for lists that are nested by that.
    """

    depth: int
    ordered: bool = False
    number: int = 1
    list_id: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph as the document has it.

    ``unmarked`` is whether it says that it has no mark, ``indent`` how far it is set in, in the unit of
    `Mark.rank`. ``aside`` is whether it stands in a box beside the text, which has no headings,
    ``is_note`` whether the document calls it a note.

    ``size`` is that of most of its letters over that of the document's text. ``bold`` is whether all of
    it stands out. ``continues`` is the depth of the item that it belongs to without a mark, or None.
    """

    runs: tuple[Run, ...]
    role: Role = "text"
    level: int = 0
    mark: Mark | None = None
    continues: int | None = None
    bold: bool = False
    size: float = 1.0
    centred: bool = False
    indent: int = 0
    unmarked: bool = False
    aside: bool = False
    is_note: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return text_of(self.runs)

    @property
    def start(self) -> str:
        """Its first words, with the tabs between them."""
        return "".join(run.text for run in self.runs[:4])[:80].lstrip(" ")


Entry: TypeAlias = Line | Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A document put together."""

    title: str = ""
    lead: str = ""
    body: Blocks = ()
    told: tuple[Problem, ...] = field(default=())


def assembled(
    entries: Sequence[Entry], *, title: str = "", guess: bool = True, checked: bool = True
) -> Assembled:
    """The document of ``entries`` in reading order; ``title`` is what its properties call it.

    With ``guess`` lines that stand out are headings; ``checked`` ones are told. Raises SourceError for
    a document without words and pictures.
    """
    guessed: list[str] = []
    lines = _with_typed_lists(without_empty(entries))
    if not lines:
        raise SourceError(error("import-document-empty"))
    if guess:
        lines, guessed = _with_guessed_headings(lines)
    found, top, lines = _titled(lines, title, guessed)
    lead, lines = _led(_without_subheading(lines, top, guessed), top)
    told = []
    guessed = [text for text in guessed if text != found]
    if guessed and checked:
        told.append(note("import-headings-guessed", count=len(guessed), lines=_shown(guessed)))
    if not found:
        told.append(warning("import-title-missing"))
    return Assembled(title=found, lead=lead, body=levelled(tree_of(lines)), told=tuple(told))


def _shown(texts: Sequence[str]) -> list[str]:
    """The first of ``texts``, for a message."""
    return [*map(shortened, texts[:4]), *["…"] * (len(texts) > 4)]


def _is_empty(entry: Entry) -> bool:
    return isinstance(entry, Line) and not entry.text and not any(run.note for run in entry.runs)


# Lists that were typed

_BULLET = re.compile(r"\s*([•◦▪▫‣●○■□►▶➢➤❖·∙⁃✓✔→]|[-–—*](?=[\s\u00a0])|[o§Øüvqnlu](?=\t))[\s\u00a0]*")
"""Marks as people type them; before a tab also the letters that Wingdings draws as marks."""

_NUMBER = re.compile(r"\s*(\d{1,3})[.)][\s\u00a0]+(?=\D)")


def _with_typed_lists(entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` with lines that begin with typed marks as items, where several follow each other."""
    made: list[Entry] = []
    at = 0
    while at < len(entries):
        length = _typed_list_at(entries, at)
        if not length:
            made.append(entries[at])
            at += 1
            continue
        for entry in entries[at : at + length]:
            assert isinstance(entry, Line)
            made.append(_typed_item(entry, f"typed {at}"))
        at += length
    return made


def _typed_list_at(entries: Sequence[Entry], at: int) -> int:
    """How many lines from ``at`` on begin with one mark, or with numbers in order; 0 for no list."""
    sign, number, length = "", 0, 0
    for entry in entries[at:]:
        if not isinstance(entry, Line) or entry.mark or entry.role != "text":
            break
        text = entry.start
        if counted := _NUMBER.match(text):
            if sign or (length and int(counted[1]) != number + 1) or (not length and counted[1] != "1"):
                break
            number = int(counted[1])
        elif marked := _BULLET.match(text):
            if number or (sign and marked[1] != sign):
                break
            sign = marked[1]
        else:
            break
        length += 1
    alone = sign in tuple("•◦▪●■►➢➤❖·") and sign
    return length if length > 1 or (length and alone) else 0


def _typed_item(line: Line, list_id: str) -> Line:
    """``line`` as an item, without the mark that was typed."""
    counted = _NUMBER.match(line.start)
    found = counted or _BULLET.match(line.start)
    assert found
    mark = Mark(0, bool(counted), int(counted[1]) if counted else 1, list_id)
    sign = "".join(found[0].split())
    return replace(
        line, runs=without_start(line.runs, "".join(line.text.split())[len(sign) :]), mark=mark
    )


def without_start(runs: Sequence[Run], rest: str) -> tuple[Run, ...]:
    """``runs`` without what stands before ``rest``, the end of their words."""
    kept: list[Run] = []
    missing = len("".join(rest.split()))
    for run in reversed(runs):
        letters = len("".join(run.text.split()))
        if letters <= missing:
            kept.append(run)
            missing -= letters
            continue
        if missing:
            cut = len(run.text)
            while missing:
                cut -= 1
                missing -= not run.text[cut].isspace()
            kept.append(replace(run, text=run.text[cut:]))
        break
    return tuple(reversed(kept))


# Headings that nobody called so

_ENDS = (".", ",", ";", ":", "!", "…", "»", "”")
_WORD = re.compile(r"[^\W\d_]{2}")


def _with_guessed_headings(entries: Sequence[Entry]) -> tuple[list[Entry], list[str]]:
    """``entries`` with bold or large lines that stand above text as headings, and those lines.

    In a document with headings of its own, each is below the one before it: a bold line there is what
    its author had no style for.
    """
    real = [
        at for at, entry in enumerate(entries) if isinstance(entry, Line) and entry.role == "heading"
    ]
    able = {
        at: entry for at, entry in enumerate(entries)
        if isinstance(entry, Line) and _stands_out(entry, entries[at + 1 :])
    }  # fmt: skip
    able = {
        at: line for at, line in able.items() if at + 1 not in able or _outranks(line, able[at + 1])
    }
    sizes = sorted({round(line.size, 1) for line in able.values()}, reverse=True)
    made, texts, above = list(entries), [], 0
    for at, entry in enumerate(entries):
        if at in real and isinstance(entry, Line):
            above = entry.level
        elif line := able.get(at):
            level = above + 1 if real else sizes.index(round(line.size, 1)) + 1
            bare = tuple(replace(run, bold=False) for run in line.runs)
            made[at] = replace(line, role="heading", level=min(level, 6), runs=bare)
            texts.append(line.text)
    return made, texts


def _outranks(line: Line, after: Line) -> bool:
    return line.size > after.size * 1.05


def _stands_out(line: Line, after: Sequence[Entry]) -> bool:
    """Whether ``line`` is a short one in bold, or in large letters, with something below it to head."""
    if line.role != "text" or line.mark or line.continues is not None or line.aside:
        return False
    text = line.text
    if _KICKERS.fullmatch(text) or _DATE_LINE.fullmatch(text):
        return False
    if not (line.bold or line.size >= LARGER) or len(text) > LONGEST_BOLD_HEADING:
        return False
    if (
        text.endswith(_ENDS)
        or not _WORD.search(text)
        or any(run.is_break or run.link for run in line.runs)
    ):
        return False
    return bool(after) and not isinstance(after[0], Rule | Footnote)


# Title and lead

_KICKERS = re.compile(
    r"(?:communiqué(?: de presse)?|press release|media release|pressemitteilung|medienmitteilung"
    r"|presseinformation|nota de prensa|comunicado(?: de prensa)?|dossier de presse"
    r"|invitation(?: presse)?"
    r"|pour diffusion immédiate|for immediate release)\b.{0,40}",
    re.IGNORECASE,
)  # fmt: skip
_DATE_LINE = re.compile(
    r".{0,60}\b\d{1,2}(?:er)?[./ ].{2,12}[./ ]\d{4}\.?|.{0,40}\ble \d.{3,20}", re.IGNORECASE
)
_FILE_NAMES = re.compile(
    r".*\.(?:docx?|odt|pdf|rtf|indd|qxd|pages|html?)|microsoft word -.*|document ?\d*|untitled.*"
    r"|sans titre.*"
    r"|unbenannt.*|sin título.*|titre|title|titel|powerpoint.*|présentation ?\d*",
    re.IGNORECASE,
)


def _without_subheading(entries: list[Entry], top: int, guessed: Sequence[str]) -> list[Entry]:
    """``entries`` with a guessed heading between the title and another one as the lead that it is."""
    pair = entries[top : top + 2]
    lines = [entry for entry in pair if isinstance(entry, Line) and entry.role == "heading"]
    if len(lines) == 2 and lines[0].text in guessed and lines[0].level < lines[1].level:
        return [*entries[:top], replace(lines[0], role="lead"), *entries[top + 1 :]]
    return entries


def _titled(entries: list[Entry], given: str, guessed: Sequence[str]) -> tuple[str, int, list[Entry]]:
    """The title, where it stood, and the rest.

    It is what has a title's style, the heading that stands first, or the line at the top that stands
    out most; else a short first line; else what the properties say, ``given``.
    """
    given = "" if _FILE_NAMES.fullmatch(given.strip()) else " ".join(given.split())
    at = _title_at(entries, guessed)
    if at is None:
        return given[: LONGEST["title"]], 0, entries
    chosen = entries[at]
    assert isinstance(chosen, Line)
    last = at + 1
    while chosen.role == "title" and last < len(entries) and _is_title(entries[last]):
        last += 1  # a title of two paragraphs
    parts = [entry.text for entry in entries[at:last] if isinstance(entry, Line)]
    title = " ".join(parts)
    if len(title) > LONGEST["title"]:
        return given or parts[0][: LONGEST["title"]], 0, entries
    return title, at, [*entries[:at], *entries[last:]]


def _is_title(entry: Entry) -> bool:
    return isinstance(entry, Line) and entry.role == "title"


def _title_at(entries: Sequence[Entry], guessed: Sequence[str]) -> int | None:
    """Where the title stands, or None."""
    styled = next((at for at, entry in enumerate(entries) if _is_title(entry)), None)
    if styled is not None:
        return styled
    top = [(at, entry) for at, entry in enumerate(entries[:8]) if isinstance(entry, Line)]
    top = [(at, line) for at, line in top if not _has_prose(entries[:at])]
    able = [(at, line) for at, line in top if line.role in {"text", "heading"} and _may_be_title(line)]
    head = next(((at, line) for at, line in top if line.role == "heading"), None)
    if head and head[1].text in guessed and not head[1].centred and able:
        at, line = able[0]
        if at + 1 < head[0] and _is_set_off(line):  # words stand between: it heads all of them
            return at
    first = next((pair for pair in able if pair[1].role == "heading" and pair[1].level == 1), None)
    named = first if head and head[1].level == 1 else None
    return _standing_out(able, named, None if head is None else head[0])


def _standing_out(
    able: Sequence[tuple[int, Line]], named: tuple[int, Line] | None, otherwise: int | None
) -> int | None:
    """Of the lines at the top the one that stands out, each with its place.

    ``named`` is the heading of the highest level among them: only what is larger goes before it.
    """
    largest = max((line.size for _, line in able), default=0.0)
    if named and largest < max(LARGER, 1.05 * named[1].size):
        return named[0]
    if largest >= LARGER:
        return next(at for at, line in able if line.size == largest)
    for at, line in able[:3]:
        if line.role == "heading" or line.bold or (line.centred and not line.text.endswith(".")):
            return at
    short = able[:1] and len(able[0][1].text) <= LONGEST_FIRST_LINE
    return able[0][0] if short and not able[0][1].text.endswith(_ENDS) else otherwise


def _is_set_off(line: Line) -> bool:
    """Whether a line stands in the middle or in capitals, as titles of deeds do."""
    return (line.centred or line.text.isupper()) and not line.text.endswith(_ENDS)


def _may_be_title(line: Line) -> bool:
    """Whether a line is no item, and says neither of what kind the text is nor when it is from."""
    text = line.text
    return not (
        line.mark or len(text) > LONGEST_TITLE or _KICKERS.fullmatch(text) or _DATE_LINE.fullmatch(text)
    )


def _has_prose(entries: Sequence[Entry]) -> bool:
    """Whether ``entries`` hold more than lines of a letterhead."""
    return any(
        isinstance(entry, List | Table | Quotation)
        or (isinstance(entry, Line) and len(entry.text) > 120)
        for entry in entries
    )


def _led(entries: list[Entry], top: int) -> tuple[str, list[Entry]]:
    """The lead, and the rest: what has its style, else a first paragraph of one or two sentences.

    ``top`` is where the title stood. A lead has neither links nor notes: what has them stays a
    paragraph, so that nothing is lost.
    """
    for at, entry in enumerate(entries[: top + 6]):
        if isinstance(entry, Line) and entry.role in {"subtitle", "lead"} and _fits_lead(entry):
            return _words(entry), [*entries[:at], *entries[at + 1 :]]
        if isinstance(entry, Line) and entry.role == "heading":
            break
    first = entries[top] if len(entries) > top + 1 else None
    if isinstance(first, Line) and first.role == "text" and not first.mark and _fits_lead(first):
        text = first.text
        sentences = len(re.findall(r"[.!?…](?:\s|$)", text))
        brief = (
            LEAST_LEAD <= len(text) <= LONGEST_LEAD
            and sentences <= 2
            and text.endswith((".", "!", "?"))
        )
        if brief or first.size >= LARGER or (first.bold and len(text) > LONGEST_BOLD_HEADING):
            return _words(first), [*entries[:top], *entries[top + 1 :]]
    return "", entries


def _fits_lead(line: Line) -> bool:
    marked = any(run.link or run.note or run.position for run in line.runs)
    return not marked and len(line.text) <= LONGEST["lead"]


def _words(line: Line) -> str:
    return " ".join(plain(inlines(line.runs)).split("\n"))


# The tree


def tree_of(entries: Sequence[Entry]) -> Blocks:
    """The blocks of ``entries``; headings have the levels of the document."""
    made: list[Block] = []
    for kind, group in groupby(_continued(_captioned(entries)), key=_group_of):
        together = list(group)
        lines = [entry for entry in together if isinstance(entry, Line)]
        if kind == "item":
            first = next((at for at, line in enumerate(lines) if line.mark), len(lines))
            made += [_block(line) for line in lines[:first]]  # the head of a list
            made += _lists(_items(lines[first:]))
        elif kind == "quotation":
            made.append(_quotation(lines))
        elif kind == "code":
            made.append(Code("\n".join("".join(run.text for run in line.runs) for line in lines)))
        else:
            made += [_block(entry) for entry in together]
    return tuple(made)


def _group_of(entry: Entry) -> str:
    if not isinstance(entry, Line):
        return ""
    if entry.mark or entry.continues is not None:
        return "item"
    return entry.role if entry.role in {"quotation", "code"} else ""


def _block(entry: Entry) -> Block:
    if not isinstance(entry, Line):
        return entry
    if entry.role == "heading":
        return Heading(max(1, entry.level), inlines(
            replace(run, text=" ") if run.is_break else replace(run, bold=False) for run in entry.runs
        ))  # fmt: skip
    if re.fullmatch(r"(?:[*_=—–-] ?){3,}", entry.text):
        return Rule()
    return Paragraph(inlines(entry.runs))


_BY = re.compile(r"[—–-][\s\u00a0]*(?=\S)")


def _quotation(lines: Sequence[Line]) -> Quotation:
    """Lines that are quoted; a last one that begins with a dash names who said it."""
    last = lines[-1].text
    if len(lines) > 1 and _BY.match(last) and len(last) <= LONGEST["quotes.by"]:
        return Quotation(
            tuple(Paragraph(inlines(line.runs)) for line in lines[:-1]), _BY.sub("", last, count=1)
        )
    return Quotation(tuple(Paragraph(inlines(line.runs)) for line in lines))


_OF_TABLES = re.compile(r"(?:tab(?:leau|le|elle|la)?|cuadro|tabla)\b", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:©|\(c\)|crédits?(?: photos?)?[\s\u00a0]*:|photos?[\s\u00a0]*[:©]|fotos?:|photo credit"
    r"|credits?:|bild:)",
    re.IGNORECASE,
)


def _captioned(entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` with captions on the pictures and tables that they stand beside, and credits."""
    made = list(entries)
    at = 0
    while at < len(made):
        entry = made[at]
        if isinstance(entry, Line) and _is_caption(entry, made[at - 1] if at else None):
            for beside in _beside(entry, at):
                if 0 <= beside < len(made) and (with_it := _with_caption(made[beside], entry)):
                    made[beside] = with_it
                    del made[at]
                    at -= 1
                    break
        at += 1
    return made


def _is_caption(line: Line, before: Entry | None) -> bool:
    if line.role in {"caption", "credit"}:
        return True
    credit = line.role == "text" and len(line.text) <= 160 and _CREDIT.match(line.text)
    return bool(credit) and isinstance(before, Figure)


def _beside(line: Line, at: int) -> tuple[int, int]:
    """Where the picture or table of a caption may stand: above pictures it is rare, over tables not."""
    return (at + 1, at - 1) if _OF_TABLES.match(line.text) else (at - 1, at + 1)


def _with_caption(entry: Entry, line: Line) -> Entry | None:
    """``entry`` with the caption ``line``, or None for what has one, or can have none."""
    if isinstance(entry, Figure) and (line.role == "credit" or _CREDIT.match(line.text)):
        if entry.picture.credit:
            return None
        return replace(entry, picture=replace(entry.picture, credit=line.text))
    if isinstance(entry, Figure | Table) and not entry.caption:
        return replace(entry, caption=inlines(line.runs))
    return None


# Lists


def _continued(entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` with paragraphs that belong to the item before them, without a mark of their own.

    They are set in as far as its text, or say that they have no mark, as LibreOffice has them say.
    """
    made: list[Entry] = []
    item: Line | None = None
    for entry in entries:
        if isinstance(entry, Line) and entry.mark:
            item = entry
        elif item and item.mark and isinstance(entry, Line) and entry.role == "text":
            if entry.continues is None and (entry.unmarked or 0 < item.mark.rank <= entry.indent):
                entry = replace(entry, continues=item.mark.depth)
            elif entry.continues is None:
                item = None
        else:
            item = None
        made.append(entry)
    return made


@dataclass(slots=True)
class _Item:
    mark: Mark
    lines: list[Line]


def _items(lines: Sequence[Line]) -> list[_Item]:
    """Lines as items, each with the paragraphs that go on in it."""
    items: list[_Item] = []
    for line in lines:
        if line.mark:
            items.append(_Item(_nested_by_indent(line.mark, items), [line]))
        else:
            items[-1].lines.append(line)
    return items


def _nested_by_indent(mark: Mark, before: Sequence[_Item]) -> Mark:
    """``mark`` deeper where another list is set in further below an item: that is how people nest."""
    if not before or not mark.rank:
        return mark
    last = before[-1].mark
    known = next((i.mark for i in reversed(before) if i.mark.list_id == mark.list_id), None)
    if known is not None and known.rank == mark.rank:
        return replace(mark, depth=known.depth)
    if last.list_id == mark.list_id:
        return mark
    if last.rank and mark.rank > last.rank:
        return replace(mark, depth=max(mark.depth, last.depth + 1))
    if last.rank and mark.rank == last.rank:
        return replace(mark, depth=last.depth)
    return mark


def _lists(items: Sequence[_Item]) -> Iterator[List]:
    """The lists of ``items``, of which deeper ones stand within those before them."""
    at = 0
    while at < len(items):
        first = items[at].mark
        level, after, previous = first.depth, at, first
        parts: list[tuple[Block, ...]] = []
        while after < len(items):
            mark = items[after].mark
            if parts and mark.depth <= level and not _goes_on(previous, mark):
                break
            end = after + 1
            while end < len(items) and items[end].mark.depth > level:
                end += 1
            inner = tuple(_lists(items[after + 1 : end]))
            parts.append((*_item_blocks(items[after].lines), *inner))
            level, previous, after = min(level, mark.depth), mark, end
        yield List(tuple(parts), first.ordered, first.number if first.ordered else 1)
        at = after


def _goes_on(before: Mark, mark: Mark) -> bool:
    """Whether an item is of the same list as the one before it at its depth."""
    if before.ordered != mark.ordered:
        return False
    return not mark.ordered or mark.number == before.number + 1


def _item_blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    return tuple(Paragraph(inlines(line.runs)) for line in lines)


# Levels


def levelled(blocks: Blocks) -> Blocks:
    """``blocks`` with headings from 2 on, without gaps: a document may use any of its levels."""
    used = sorted({block.level for block in blocks if isinstance(block, Heading)})
    levels = {level: min(6, 2 + rank) for rank, level in enumerate(used)}
    return tuple(
        replace(block, level=levels[block.level]) if isinstance(block, Heading) else block
        for block in blocks
        if not isinstance(block, Heading) or block.inline
    )


def cell_of(entries: Sequence[Entry], *, head: bool = False) -> Cell:
    """A cell; a heading in it is a bold paragraph, and a ``head`` is bold without saying so."""
    if head:
        entries = [_unstressed(entry) for entry in entries]
    lines = [
        replace(entry, role="text", runs=tuple(replace(run, bold=True) for run in entry.runs))
        if isinstance(entry, Line) and entry.role in {"heading", "title", "subtitle"}
        else entry
        for entry in entries
        if not _is_empty(entry)
    ]
    blocks = tree_of(_with_typed_lists(lines))
    return Cell(tuple(flat for block in blocks for flat in _without_table(block)), head)


def _without_table(block: Block) -> Iterator[Block]:
    """``block``, or the rows of a table as paragraphs: in a cell there is no room for another table."""
    if not isinstance(block, Table):
        yield block
        return
    for row in block.rows:
        cells = [one.inline for cell in row for one in cell.blocks if isinstance(one, Paragraph)]
        joined = [inline for cell in cells for inline in (Text(" – "), *cell)]
        if joined:
            yield Paragraph(tuple(joined[1:]))
        yield from (one for cell in row for one in cell.blocks if not isinstance(one, Paragraph))


def _unstressed(entry: Entry) -> Entry:
    """``entry`` without its bold, where all of it is."""
    if not isinstance(entry, Line) or not entry.bold:
        return entry
    return replace(entry, runs=tuple(replace(run, bold=False) for run in entry.runs))


def language_of(declared: str, blocks: Sequence[Block], *head: str) -> str:
    """The language of the text: what the document declares, unless its words are of another."""
    words = " ".join([*head, *_all_words(blocks)])[:20_000]
    tag = declared.replace("_", "-").strip()
    if len(parts := tag.split("-")) == 2 and parts[0].upper() == parts[1].upper():
        tag = parts[0].lower()  # fr-FR says no more than fr
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag) or tag.lower() in {"und", "zxx"}:
        guessed = language_guess.guess(words)
        return guessed.lang if guessed else ""
    primary = tag.split("-")[0].lower()
    guessed = language_guess.guess(words)
    if guessed and guessed.others and not guessed.others.get(primary):
        return guessed.lang  # no word is of the language that programs write into new files
    return language_guess.contradicts(words, primary) or tag


def _all_words(blocks: Sequence[Block]) -> Iterator[str]:
    for block in walk(blocks):
        if isinstance(block, Paragraph | Heading):
            yield plain(block.inline)


def most_common(sizes: Mapping[float, int], usual: float) -> float:
    """The size of most letters, which is the text's; ``usual`` for a document without any."""
    return max(sizes, key=lambda size: sizes[size]) if sizes else usual


def in_proportion(entries: Iterable[Entry], usual: float) -> list[Entry]:
    """``entries`` with the sizes of their lines in proportion to ``usual``, that of the text."""
    return [
        replace(entry, size=entry.size / usual) if isinstance(entry, Line) else entry
        for entry in entries
    ]


def without_empty(entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` without paragraphs that have no words."""
    return [entry for entry in entries if not _is_empty(entry)]
