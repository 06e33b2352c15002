"""What was taken from a foreign source, as values: a page's metadata, and its text as a tree.

Readers make it, `markdown_writer` writes it, `proposals` finds figures and quotations in it. Texts are
as the source has them, with its spaces made single; nothing is escaped, and no sign is markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from brochure.page import Event, Panels
from brochure.problems import Problem

# Inline: what stands in a line


@dataclass(frozen=True, slots=True)
class Text:
    """Words. A run of white space is one space; a no-break space stays what it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out: bold."""

    inline: Inlines


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words with a stress of their own: italic."""

    inline: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to ``address``: absolute, http(s), mailto or tel; never a place in the page."""

    address: str
    inline: Inlines


@dataclass(frozen=True, slots=True)
class Sup:
    """Superscript: M<sup>me</sup>, 1<sup>er</sup>."""

    inline: Inlines


@dataclass(frozen=True, slots=True)
class Sub:
    """Subscript: CO<sub>2</sub>."""

    inline: Inlines


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Words of a machine, set as they are typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line within a paragraph."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where a footnote is called: ``label`` is that of a `Footnote`."""

    label: str


ELEMENTS = (Strong, Emphasis, Link, Sup, Sub)
Element: TypeAlias = Strong | Emphasis | Link | Sup | Sub
"""What holds words within a line."""

Inline: TypeAlias = Text | Strong | Emphasis | Link | Sup | Sub | CodeSpan | Break | NoteMark
Inlines: TypeAlias = tuple[Inline, ...]


# Pictures


@dataclass(frozen=True, slots=True)
class ImportedPicture:
    """A picture: bytes that came with the source, or the ``address`` where they are to be had.

    ``name`` is the file's name, without a folder: what the source calls it, made safe when it is
    written. ``data`` is None until somebody has them. ``alt`` is "" where the source has no words for
    it; ``decorative`` ones need none, since the source says so.
    """

    name: str
    address: str = ""
    data: bytes | None = None
    alt: str = ""
    credit: str = ""
    licence: str = ""
    decorative: bool = False


# Blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of ``level`` 2 to 6; a level of 1 is the page's title, and stands in no tree."""

    level: int
    inline: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    inline: Inlines


@dataclass(frozen=True, slots=True)
class List:
    """A list; each item is blocks, lists among them. ``start`` is an ordered one's first number."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``head`` where it names its row or its column."""

    blocks: tuple[Block, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of as many cells. A merged cell stands once, and is empty in its other places."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: Inlines = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of somebody, set apart; ``by`` names who, "" where the source does not."""

    blocks: tuple[Block, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture within the text, with its caption."""

    picture: ImportedPicture
    caption: Inlines = ()


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of a machine, as typed."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page, between two parts of the text."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """What the footnote ``label`` says. It may stand anywhere among the blocks of the whole."""

    label: str
    blocks: tuple[Block, ...]


Block: TypeAlias = Heading | Paragraph | List | Table | Quotation | Figure | Code | Rule | Footnote
Blocks: TypeAlias = tuple[Block, ...]


# Proposals


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """A key figure of the text: ``value`` holds its unit, and all of it stands in ``sentence``."""

    value: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ProposedQuotation:
    """Words of somebody found in the text, without their quotation marks; ``by`` may be ""."""

    text: str
    by: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One source, as far as it is a page. Every field but ``body`` may be empty: it then says nothing.

    ``title`` is without the site's name, ``lead`` is no repetition of the first paragraph. ``lang`` is
    a BCP 47 tag that the text agrees with. ``url`` is canonical and absolute. ``picture`` is the page's
    own photograph; those of the text stand in ``body``. ``told`` is what whoever imports has to know:
    warnings and notes, in the order of the source.
    """

    title: str = ""
    kicker: str = ""
    lead: str = ""
    lang: str = ""
    url: str = ""
    site_name: str = ""
    published: date | None = None
    updated: date | None = None
    authors: tuple[str, ...] = ()
    credits: str = ""
    licence: str = ""
    event: Event | None = None
    picture: ImportedPicture | None = None
    body: Blocks = ()
    figures: tuple[ProposedFigure, ...] = ()
    quotations: tuple[ProposedQuotation, ...] = ()
    panels: Panels | None = None
    told: tuple[Problem, ...] = ()


# Walking


def plain(inline: Sequence[Inline]) -> str:
    """The words of ``inline`` alone; a break is a newline, the mark of a note nothing."""
    return "".join(_plain(one) for one in inline)


def _plain(one: Inline) -> str:
    if isinstance(one, Text | CodeSpan):
        return one.text
    if isinstance(one, Break):
        return "\n"
    return "" if isinstance(one, NoteMark) else plain(one.inline)


def walk(blocks: Sequence[Block], *, notes: bool = True) -> Iterator[Block]:
    """Every block of ``blocks`` and within them, each before what it holds, in the order of reading.

    Without ``notes``, footnotes and what they hold are passed over.
    """
    for block in blocks:
        if isinstance(block, Footnote) and not notes:
            continue
        yield block
        for inner in _within(block):
            yield from walk(inner, notes=notes)


def _within(block: Block) -> tuple[Blocks, ...]:
    """The groups of blocks that ``block`` holds."""
    if isinstance(block, List):
        return block.items
    if isinstance(block, Table):
        return tuple(cell.blocks for row in block.rows for cell in row)
    return (block.blocks,) if isinstance(block, Quotation | Footnote) else ()


def pictures_of(imported: Imported) -> tuple[ImportedPicture, ...]:
    """Every picture of the page, its own first, then those of the text; equal ones once."""
    own = (imported.picture,) if imported.picture else ()
    inside = (block.picture for block in walk(imported.body) if isinstance(block, Figure))
    return tuple(dict.fromkeys((*own, *inside)))


def with_pictures(
    imported: Imported, change: Callable[[ImportedPicture], ImportedPicture | None]
) -> Imported:
    """``imported`` with every picture as ``change`` gives it back; one it gives None for is gone."""
    picture = change(imported.picture) if imported.picture else None
    return replace(imported, picture=picture, body=_changed(imported.body, change))


def _changed(blocks: Blocks, change: Callable[[ImportedPicture], ImportedPicture | None]) -> Blocks:
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Figure):
            picture = change(block.picture)
            made += [replace(block, picture=picture)] if picture else []
        elif isinstance(block, List):
            made.append(replace(block, items=tuple(_changed(item, change) for item in block.items)))
        elif isinstance(block, Quotation | Footnote):
            made.append(replace(block, blocks=_changed(block.blocks, change)))
        elif isinstance(block, Table):
            rows = tuple(
                tuple(replace(cell, blocks=_changed(cell.blocks, change)) for cell in row)
                for row in block.rows
            )
            made.append(replace(block, rows=rows))
        else:
            made.append(block)
    return tuple(made)
