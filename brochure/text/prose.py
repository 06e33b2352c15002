"""Prose: a body of Markdown becomes HTML that is set in its language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from brochure.text import (
    blocks,
    callouts,
    descriptions,
    hyperlinks,
    isolates,
    labels,
    markdown,
    typography,
)
from brochure.text.markdown import Block, Table

if TYPE_CHECKING:
    from markdown_it.token import Token


INTRO_WORDS, INTRO_CHARACTERS = 90, 1200
"""The first paragraph opens the brochure in large type when it has at most so many words, and letters:
an address alone may be longer than a page."""

LONGEST_LAST_WORDS, LONGEST_LAST_WORD = 14, 6
"""Two last words stay together where the very last, so short, would stand alone on a line."""

FEWEST_NUMBERED = 2
"""So many headings are numbered; a number is no help to fewer."""

_VERBATIM = {"text", "code_inline"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the body: ``level`` 2 to 6, ``id`` to link to."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A set body.

    ``intro`` is the inner HTML of a short first paragraph, or ""; ``blocks`` what follows it: each
    paragraph, heading, list, table or picture on its own, the footnotes last. ``headings`` and
    ``tables`` in order; ``text`` all words without markup, a line for each paragraph or cell.
    ``opening`` is what its first paragraphs say, to describe it by.
    """

    intro: str
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    tables: tuple[Table, ...]
    text: str
    opening: str = ""

    @property
    def rest(self) -> str:
        """The HTML of all blocks."""
        return "".join(block.html for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """Where links lead: relative ones from the page at ``base``, if there is one.

    ``on_paper`` says what paper shows of them: "notes", "inline" or "none".
    """

    base: str = ""
    on_paper: str = "none"


NOWHERE = Linking()


def compose(
    body: str,
    lang: str,
    image_src: Callable[[str], str] = str,
    typography_mode: str = "safe",
    linking: Linking = NOWHERE,
) -> Prose:
    """``body`` (Markdown in the language of the tag ``lang``) as Prose.

        compose('Il dit "*oui*".', "fr").intro  # 'Il dit «<em>\u00a0oui</em>\u00a0».'

    ``image_src`` gives the address to write for an image's name, ``typography_mode`` is a page's.
    """
    tokens = markdown.parser().parse(body)
    markdown.drop_empty_headings(tokens)
    _say_in_words(tokens, lang)
    blocks.put_marks(tokens, lang)
    markdown.shift_headings(tokens)
    hyperlinks.link_phones(tokens, lang)
    hyperlinks.lead(tokens, linking.base)
    if linking.on_paper != "none":
        tokens = hyperlinks.print_addresses(tokens, linking.on_paper)
    markdown.caption_pictures(tokens)
    markdown.mark_loose_lists(tokens)
    for token in tokens:
        if token.type == "inline":
            _set_inline(token.children or [], lang, image_src, typography_mode)
    tables = markdown.tables_of(tokens)  # by the words as they are set, whose spaces hold numbers
    first_words = descriptions.opening(tokens)  # before their last ones are bound for a line's end
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open":
            _bind_last_words(inline)
        if inline.type == "inline":
            _keep_addresses_whole(inline)
    intro = _intro(tokens)
    rest = tokens[3:] if intro else tokens
    groups = list(markdown.groups(rest))
    markdown.mark_spaced(groups)
    markdown.keep_short_together(groups)
    return Prose(
        intro=markdown.html_of([intro]) if intro else "",
        blocks=tuple(
            Block(
                html=markdown.html_of(group),
                text=markdown.words_of(group),
                line=(group[0].map or [-1])[0],
            )
            for group in groups
        ),
        headings=tuple(
            Heading(id=str(opening.attrs["id"]), level=int(opening.tag[1]), text=markdown.plain(inline))
            for opening, inline in pairwise(tokens)
            if opening.type == "heading_open"
        ),
        tables=tables,
        text=markdown.words_of(tokens),
        opening=first_words,
    )


def numbered(prose: Prose) -> Prose:
    """``prose`` with a number before each heading of the second level, where the author gave none."""
    chapters = [heading for heading in prose.headings if heading.level == 2]
    if len(chapters) < FEWEST_NUMBERED or any(h.text[:1].isdigit() for h in chapters):
        return prose
    numbers = {heading.id: number for number, heading in enumerate(chapters, 1)}
    blocks = []
    for block in prose.blocks:
        opening = _HEADING.match(block.html)
        if opening and (number := numbers.get(opening["id"])):
            html = f'{opening[0]}<span class="number">{number}</span> {block.html[opening.end() :]}'
            blocks.append(replace(block, html=html, text=f"{number} {block.text}"))
        else:
            blocks.append(block)
    headings = tuple(
        replace(h, text=f"{numbers[h.id]}\u2002{h.text}") if h.id in numbers else h
        for h in prose.headings
    )
    return replace(prose, blocks=tuple(blocks), headings=headings)


_HEADING = re.compile(r'<h2[^>]*\bid="(?P<id>[^"]*)"[^>]*>')


def _say_in_words(tokens: Sequence[Token], lang: str) -> None:
    """Give callouts and boxes to tick the words of ``lang``."""
    words = labels.in_language(lang)
    callouts.name(tokens, words)
    for token in tokens:
        for child in token.children or ():
            if child.type == "task_box":
                child.meta["label"] = words["task_done" if child.meta["done"] else "task_open"]


def _intro(tokens: Sequence[Token]) -> Token | None:
    """The inline token of a first paragraph that is short enough to open with.

    One with an image is none, nor are lines that were kept as lines: an address, a timetable.
    """
    if len(tokens) < 3 or tokens[0].type != "paragraph_open":
        return None
    children = tokens[1].children or []
    words = markdown.plain(tokens[1])
    if (
        any(c.type in {"image", "hardbreak"} for c in children)
        or len(words.split()) > INTRO_WORDS
        or len(words) > INTRO_CHARACTERS
    ):
        return None
    return tokens[1]


class Run(NamedTuple):
    """One paragraph as a single text: where each of its tokens starts, and what is not to be edited."""

    text: str
    starts: tuple[int, ...]
    protected: tuple[tuple[int, int], ...]


def run_of(children: Sequence[Token]) -> Run:
    """The ``children`` of an inline token as one text, so that quotes may span emphasis."""
    text, starts, protected = "", [], []
    for child in children:
        own = _content(child)
        if child.type != "text" and own.strip():
            protected.append((len(text), len(text) + len(own)))
        starts.append(len(text))
        text += own
    return Run(text, tuple(starts), tuple(protected))


def _set_inline(
    children: Sequence[Token], lang: str, image_src: Callable[[str], str], mode: str
) -> None:
    """Set the texts of one paragraph."""
    run = run_of(children)
    of_child: dict[int, list[typography.Edit]] = {}
    for edit in typography.edits(run.text, lang, run.protected, mode):
        if (at := _owner(edit, run, children)) is not None:
            start = run.starts[at]
            own = typography.Edit(edit.start - start, edit.end - start, edit.after)
            of_child.setdefault(at, []).append(own)
    for at, child in enumerate(children):
        if child.type == "text":
            child.content = typography.apply(child.content, of_child.get(at, ()))
        elif child.type == "softbreak" and at in of_child:
            # a number that the author's own line end parts stays whole too
            child.type, child.content = "text", of_child[at][0].after
        elif child.type == "image":
            child.attrs["src"] = image_src(str(child.attrs["src"]))
            _set_inline(child.children or [], lang, image_src, mode)


def _owner(edit: typography.Edit, run: Run, children: Sequence[Token]) -> int | None:
    """The child in which ``edit`` is made: what closes stands with the text before, all else after."""
    closes = edit.after == isolates.PDI
    owner = None
    for at in range(bisect_right(run.starts, edit.start) - 1, -1, -1):
        start, child = run.starts[at], children[at]
        takes = child.type == "text" or (child.type == "softbreak" and edit.end > edit.start)
        if takes and edit.end <= start + len(_content(child)):
            owner = at
            if not closes:
                break
        if start < edit.start:
            break
    return owner


def _keep_addresses_whole(inline: Token) -> None:
    """Wrap addresses in running text, so that none is divided with a hyphen that is not its own."""
    from markdown_it.token import Token

    pieces: list[Token] = []
    in_link = False  # the text of a link is never divided anyway
    for child in inline.children or []:
        in_link = child.type == "link_open" or (in_link and child.type != "link_close")
        plain = child.type == "text" and not in_link
        spans = list(typography.ADDRESS.finditer(child.content)) if plain else []
        at = 0
        for span in spans:
            pieces += [
                Token("text", "", 0, content=child.content[at : span.start()]),
                Token("html_inline", "", 0, content='<span class="verbatim">'),
                Token("text", "", 0, content=span[0]),
                Token("html_inline", "", 0, content="</span>"),
            ]
            at = span.end()
        pieces.append(Token("text", "", 0, content=child.content[at:]) if spans else child)
    inline.children = pieces


_LAST_WORDS = re.compile(rf"(?<!\S)(\S{{1,{LONGEST_LAST_WORDS}}}) (\S{{1,{LONGEST_LAST_WORD}}})$")


def _bind_last_words(inline: Token) -> None:
    """Join a paragraph's last two short words, so that none stands alone on the last line."""
    last = (inline.children or [inline])[-1]
    pair = _LAST_WORDS.search(last.content) if last.type == "text" else None
    if pair and len(pair[0]) <= LONGEST_LAST_WORDS:
        at = pair.start(2) - 1
        last.content = f"{last.content[:at]}\u00a0{last.content[at + 1 :]}"


def _content(child: Token) -> str:
    """What ``child`` counts as for its neighbours: text as text, code as a letter, breaks as space."""
    if child.type in _VERBATIM:
        return child.content
    return {"softbreak": " ", "hardbreak": "\n", "image": "x"}.get(child.type, "")
