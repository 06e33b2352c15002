"""Sections: the body of a page parted into opening words, running text, and blocks across its columns.

Pure: HTML of blocks in, HTML of blocks out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from brochure.pdf.frames import Frame
from brochure.text.content import Content
from brochure.text.markdown import Block
from brochure.text.typography import NBSP

MOST_GATHERED = 60
"""Opening words are gathered from short paragraphs up to so many words."""

LONGEST_GATHERED = 32
"""Words of a paragraph that may follow the first one in large type."""

MOST_OF_A_NOTICE = 75
"""A page of nothing but paragraphs of no more words is set in large type as a whole."""

ONE_AND_A_HALF, FULL, BLEED = 1.45, 1.9, 2.6
"""Width by height from which a picture takes two thirds of the page, all of it, and the bleed."""

LEAST_DPI = 110
"""Pixels an inch that a picture must have to be set wider than a column."""

FEWEST_CHAPTERS, LEAST_CHAPTER = 3, 1.2
"""So many headings, with so many pages of text each, are chapters that open across the page."""

LONGEST_BOUND = 26
"""Letters of two last words that may be kept on one line."""

LONGEST_COMPOUND = 14
"""Letters of a word with a hyphen, "eux-mêmes", that is not divided in opening words."""

LONGEST_BOUND_QUOTED = 22
"""The same in a quotation that stands in a column."""

ROW = "row"
"""The class of a row of figures or panels that stands in the text, since all of them are too high."""

_LAST_WORDS = re.compile(r"(?<![^\s>])([^\s<>]+) ([^\s<>]+)$")
_LAST_QUOTED = re.compile(r"(?<![^\s>])([^\s<>]+) ([^\s<>]+)(?=</p>)")
_COMPOUND = re.compile(r"(?<![^\s>])\w+(?:-\w+)+(?=[\s.,;:!?<]|$)")
"""A word with a hyphen of its own, which is no part of a tag."""

_SPAN = '<span class="bound">{}</span>'
"""What holds words together that no hyphen may part."""

_FIRST_TAG = re.compile(r"<(\w+)([\s>])")
_PARAGRAPH = re.compile(r'<p(?: class="spaced")?>(.*)</p>\s*', re.DOTALL)
_PICTURE = re.compile(r'<(?:figure|p)(?: class="spaced")?>\s*<img src="([^"]*)"[^>]*>(\s*<figcaption>.*?</figcaption>)?\s*</(?:figure|p)>\s*', re.DOTALL)  # fmt: skip  # noqa: E501
_TABLE = re.compile(r'<div class="table[^"]*" id="([^"]*)"')
_PROGRAMME = re.compile(r'<div class="programme\b')
_DAY = re.compile(
    r'<p class="day">((?:[^<]|<(?!/?p\b))*+)</p>\s*<table class="sessions">\s*<tbody>', re.DOTALL
)
_HEADING = re.compile(r"<h2\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class WideBlock:
    """A block across the columns: its HTML, the classes that set it, and where it stands in the text.

    It stands before the running block with the number ``before``; ``number`` is its own in the body, -1
    of what is none of it, ``line`` that of the body where it starts. A ``strict`` one opens a chapter.
    """

    html: str
    classes: str
    before: int
    number: int
    line: int = -1
    strict: bool = False

    @property
    def bleeds(self) -> bool:
        """Whether it reaches the edges of the paper where it stands at the head of a page."""
        return "bleed" in self.classes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """A body in parts: ``intro`` is the HTML of each paragraph of its opening words."""

    intro: tuple[str, ...]
    running: tuple[Block, ...]
    wide: tuple[WideBlock, ...]

    @property
    def html(self) -> str:
        """The running text, with an empty element where each wide block is taken out."""
        return "".join(self.parts)

    @property
    def parts(self) -> Sequence[str]:
        """The same in parts: a block, or such an element."""
        parts = []
        for number, block in enumerate((*self.running, None)):
            at_place = (i for i, wide in enumerate(self.wide) if wide.before == number)
            parts += [f'<div class="taken" id="taken-{i}"></div>' for i in at_place]
            parts.append(block.html if block else "")
        return parts

    def opened(self, rows: Sequence[str]) -> Sections:
        """These sections with ``rows`` of HTML, one below the other, before the running text."""
        first = (WideBlock(html=html, classes=ROW, before=0, number=-1) for html in rows)
        return replace(self, wide=(*first, *self.wide))

    def closed(self, html: str) -> Sections:
        """These sections with ``html`` after the running text."""
        return replace(self, running=(*self.running, Block(html=html, text="")))

    def with_whole_words(self, numbers: Collection[int]) -> Sections:
        """These sections with the running blocks of these ``numbers`` set without hyphens."""
        if not numbers:
            return self
        running = tuple(
            replace(block, html=_FIRST_TAG.sub(r'<\1 style="hyphens: none"\2', block.html, count=1))
            if number in numbers
            else block
            for number, block in enumerate(self.running)
        )
        return replace(self, running=running)


def sections_of(
    content: Content,
    frame: Frame,
    pictures: Mapping[str, tuple[int, int]],
    wide_tables: Collection[str],
    *,
    chapters: bool = False,
    parts: Mapping[int, int] | None = None,
) -> Sections:
    """The sections of ``content``.

    ``pictures`` gives the pixels of each picture by its address, ``wide_tables`` the ids of tables that
    need the whole width; with ``chapters`` each heading of the second level opens across the page.
    ``parts`` says of blocks that are higher than a page, by their number, in how many parts a table is
    divided; any other of them stands in a column.
    """
    intro, rest = _opening(content)
    rest = [replace(block, html=_headed_by_days(block.html, content)) for block in rest]
    rest = [
        replace(block, html=_with_bound_quotations(block.html))
        if block.html.startswith("<blockquote")
        else block
        for block in rest
    ]
    running: list[Block] = []
    wide: list[WideBlock] = []
    for number, block in enumerate(rest):
        classes = _classes(block.html, frame, pictures, wide_tables, chapters=chapters)
        pieces = [block.html]
        if parts and number in parts:
            pieces = _divided(block.html, parts[number])
        if not classes or not pieces:
            running.append(block)
            continue
        wide += [
            WideBlock(
                html=html,
                classes=classes,
                before=len(running),
                number=number,
                line=block.line,
                strict="opener" in classes,
            )
            for html in pieces
        ]
    return Sections(intro=intro, running=tuple(running), wide=tuple(wide))


def _headed_by_days(html: str, content: Content) -> str:
    """A programme whose days are the heads of their tables: where one goes on, its day stands again.

    `galley` takes what says that it goes on out of the first one.
    """
    if not _PROGRAMME.match(html):
        return html
    goes_on = escape(str(content.labels["goes_on"]))
    head = (
        f'<table class="sessions"><colgroup><col class="times"><col></colgroup><thead><tr>'
        rf'<th class="head" scope="col" colspan="2"><p class="day">\1<span class="goes-on"> {goes_on}'
        f"</span></p></th></tr></thead><tbody>"
    )
    return _DAY.sub(head, html)


def _divided(html: str, parts: int) -> list[str]:
    """A table in ``parts`` with its head in each; [] of what is none."""
    first, opened, rest = html.partition("<tbody>")
    body, closed, last = rest.rpartition("</tbody>")
    if not opened or not closed or not _TABLE.match(html):
        return []
    rows = [f"{row}</tr>" for row in body.split("</tr>")[:-1]]
    each = -(-len(rows) // parts)
    first = f"{first}<tbody>"
    again = re.sub(r' id="[^"]*"', "", first)
    return [
        f"{again if start else first}{''.join(rows[start : start + each])}</tbody>{last}"
        for start in range(0, len(rows), each)
    ]


def _opening(content: Content) -> tuple[tuple[str, ...], Sequence[Block]]:
    """The paragraphs that open in large type, and the blocks that follow them."""
    if not content.prose.intro:
        return (), content.prose.blocks
    paragraphs = [_paragraph(block) for block in content.prose.blocks]
    words = [len(_words(content.prose.intro)), *(len(b.text.split()) for b in content.prose.blocks)]
    beside = content.figures or content.panels or content.quotes
    if all(paragraphs) and not beside and sum(words) <= MOST_OF_A_NOTICE:
        count = len(paragraphs)
    else:
        count = _gathered(paragraphs, words)
    rtl = content.page.direction == "rtl"
    opening = (content.prose.intro, *paragraphs[:count])
    opened = (with_bound_end(_with_whole_compounds(html), rtl=rtl) for html in opening)
    return tuple(opened), content.prose.blocks[count:]


def _with_whole_compounds(html: str) -> str:
    """``html`` in which no line ends after the hyphen of a short word: in large type it is seen."""
    return _COMPOUND.sub(
        lambda found: _SPAN.format(found[0]) if len(found[0]) <= LONGEST_COMPOUND else found[0], html
    )


def _paragraph(block: Block) -> str:
    """The inner HTML of a plain paragraph, "" of any other block."""
    found = _PARAGRAPH.fullmatch(block.html)
    return found[1] if found and "<img" not in found[1] else ""


def _gathered(paragraphs: Sequence[str], words: Sequence[int]) -> int:
    """How many of the ``paragraphs`` after the first one open with it, by the ``words`` of all."""
    for count, following in enumerate(paragraphs[1:]):
        is_long = words[count + 1] > LONGEST_GATHERED or sum(words[: count + 2]) > MOST_GATHERED
        if is_long or not paragraphs[count] or not following:
            return count
    return max(0, len(paragraphs) - 1)


def with_bound_end(html: str, *, rtl: bool = False, longest: int = LONGEST_BOUND) -> str:
    """``html`` whose last two words stay on one line: in large type one alone is a line of its own.

    Of words with more letters than ``longest`` the last one may stand alone.
    """
    found = _LAST_WORDS.search(html)
    if not found or len(found[0]) > longest:
        return html
    # PDFium moves no-break spaces of lines from right to left: there a span holds the words together.
    words = _SPAN.format(found[0]) if rtl else f"{found[1]}{NBSP}{found[2]}"
    return f"{html[: found.start()]}{words}"


def _with_bound_quotations(html: str) -> str:
    """A quotation whose paragraphs do not end on a line of one word, nor of a part of one."""
    return _LAST_QUOTED.sub(
        lambda found: _SPAN.format(found[0]) if len(found[0]) <= LONGEST_BOUND_QUOTED else found[0],
        html,
    )


def _words(html: str) -> list[str]:
    return re.sub(r"<[^<>]*>", " ", html).split()


def _classes(
    html: str,
    frame: Frame,
    pictures: Mapping[str, tuple[int, int]],
    wide_tables: Collection[str],
    *,
    chapters: bool,
) -> str:
    """How a block is set across the columns; "" for one that stands in a column."""
    if chapters and _HEADING.match(html):
        return "opener"
    if (table := _TABLE.match(html)) and table[1] in wide_tables:
        return "across"
    if re.match(r'<\w+ class="[^"]*\bwide\b', html):
        return "across"
    picture = _PICTURE.fullmatch(html)
    if picture and frame.columns > 1 and picture[1] in pictures:
        return picture_classes(pictures[picture[1]], frame, captioned=bool(picture[2]))
    return ""


def picture_classes(size_px: tuple[int, int], frame: Frame, *, captioned: bool) -> str:
    """How a picture of ``size_px`` is set, by its shape and its pixels: "" is as wide as a column.

    Beside one that is one column and a half wide stands its caption: one without is not set so.
    """
    width, height = size_px
    aspect = width / height
    for least, classes, points in (
        (BLEED, "across bleed", frame.width),
        (FULL, "across full", frame.text_width),
        (ONE_AND_A_HALF, "across one-and-a-half", frame.span((1, 4))[1]),
    ):
        beside = captioned or "half" not in classes
        if beside and aspect >= least and width >= points / 72 * LEAST_DPI:
            return classes
    return ""
