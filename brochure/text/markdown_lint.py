"""Checks of a body of Markdown: what would be lost in silence, or means nothing on paper."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from brochure.problems import BODY, Place, Problem, error, note, warning
from brochure.text import hyperlinks, left_out, long_words, markdown, pasted
from brochure.text.left_out import LeftOut, lines_in
from brochure.text.long_words import LongWord
from brochure.text.regions import regions_of

if TYPE_CHECKING:
    from markdown_it.token import Token

_CELL_BORDER = re.compile(r"(?<!\\)\|")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
_NOTE = re.compile(r"^[ >]*\[\^([^\]\s]+)\]:", re.MULTILINE)
_UNDEFINED = re.compile(r"(?<![\w\]])\[[^\[\]^][^\[\]]*\]\[([^\[\]]+)\]")
_MAY_HOLD = re.compile(r"[{<$\[\\:@]")
_BRACKET = re.compile(r"[\[\]]")
_SCRIPT = re.compile(r"\]\((?:javascript|data|file|vbscript):")
"""The parser leaves links of these kinds as text."""

MAX_NESTING = 20
"""Two levels of Markdown's own for each list or quote; paper has no room for more than ten."""


def check_body(
    body: str, where: str, first_line: int = 1, *, url: str = "", lenient: bool = False
) -> tuple[dict[str, int], list[Problem]]:
    """The names of the images in ``body``, each with its line, and everything that is wrong with it.

    That is what Markdown would lose in silence (cells beyond a table's head, text nested too deep,
    references nobody uses), words too long for any line, an image without alternative text, a link
    that leads nowhere, and what is no text (HTML, the syntax of site generators): errors, or warnings
    where nothing is lost, or where ``lenient``. ``where`` is the file, ``first_line`` the body's line
    in it, ``url`` the address of the page.
    """
    at = Place(where, first_line, BODY)
    if long := [_long_word(word, at) for word in long_words.of_signs(body)]:
        return {}, long
    environment: dict[str, Any] = {}
    tokens = markdown.parser().parse(body, environment)
    markdown.shift_headings(tokens)
    images: dict[str, int] = {}
    problems = list(_left_out(environment, at, lenient=lenient))
    problems += [_long_word(word, at) for word in long_words.of_words(tokens)]
    deep = next((block for block in tokens if block.level > MAX_NESTING), None)
    if deep:
        problems.append(error("body-deep", at=_below(at, _line(deep)), levels=MAX_NESTING // 2))
    links_to = _Links(tokens, url, environment)
    lines = body.split("\n")
    for block in tokens:
        line = _line(block)
        source = lines[slice(*block.map)] if block.map else lines
        if block.type == "table_open" and block.markup != pasted.CELLS:
            problems += _lost_cells(source, _below(at, line))
        children = block.children or []
        for token in children:
            here = _below(at, line)
            if token.type == "image":
                images.setdefault(str(token.attrs["src"]), first_line + line)
            problems += (
                _token_problems(token, here, links_to, alone=len(children) == 1)
                if token.type != "text"
                else links_to.text_problems(token.content, here, source)
            )
            line += lines_in(token)
    problems += _unused_references(tokens, environment, at)
    problems += _unused_footnotes(body, environment, at)
    problems += _footnotes_twice(body, environment, at)
    return images, list(dict.fromkeys(problems))


def check_texts(texts: Mapping[str, tuple[str, Place]], *, lenient: bool) -> Iterator[Problem]:
    """What is no text in short ``texts``, which are plain but for marks of emphasis and links."""
    for text, at in texts.values():
        environment: dict[str, Any] = {}
        if _MAY_HOLD.search(text):
            markdown.parser().parseInline(text, environment)
            yield from _left_out(environment, at, lenient=lenient)


def _token_problems(token: Token, at: Place, links_to: _Links, *, alone: bool) -> Iterable[Problem]:
    """What is wrong with one token of a paragraph, in which it may be ``alone``."""
    if token.type == "image":
        return _image_problems(token, at, alone=alone)
    if token.type == "link_open":
        return links_to.problems(token, at)
    if token.type == "abbr_open" and "title" in token.attrs:
        return [note("body-abbreviation", at=at, title=str(token.attrs["title"]))]
    return ()


def _line(block: Token) -> int:
    return (block.map or [0])[0]


def _left_out(environment: dict[str, Any], at: Place, *, lenient: bool) -> Iterator[Problem]:
    """What is no text of ``body`` and is left out, each thing once a line."""
    found: Sequence[LeftOut] = environment.get(left_out.KEY, ())
    for thing in dict.fromkeys(found):
        say = warning if thing.harmless or lenient else error
        yield say(thing.id, at=_below(at, thing.line), source=thing.source)


def _long_word(word: LongWord, at: Place) -> Problem:
    return error(
        "body-word-long", at=_below(at, word.line), start=word.start, count=word.length,
        most=long_words.LONGEST,
    )  # fmt: skip


def _lost_cells(rows: Sequence[str], at: Place) -> Iterator[Problem]:
    """Rows of a table, which starts ``at``, that have more cells than its head: Markdown drops them."""
    counts = [len(_CELL_BORDER.findall(row.strip().strip("|"))) + 1 for row in rows]
    for i, (row, count) in enumerate(zip(rows, counts, strict=True)):
        if i >= 2 and count > counts[0]:
            yield error(
                "body-cells", at=_below(at, i), cells=count, head=counts[0], row=row.strip()[:60]
            )


def _below(at: Place, lines: int) -> Place:
    return replace(at, line=(at.line or 1) + lines)


def _unused_references(
    tokens: Sequence[Token], environment: dict[str, Any], at: Place
) -> Iterator[Problem]:
    """Lines "[name]: text" that nothing refers to: Markdown takes such a line away."""
    used = {
        str(child.attrs.get("href") or child.attrs.get("src"))
        for token in tokens
        for child in token.children or []
    }
    for name, target in environment.get("references", {}).items():
        if target["href"] not in used:
            yield warning("body-reference", at=_below(at, target["map"][0]), name=name.lower())


def _unused_footnotes(body: str, environment: dict[str, Any], at: Place) -> Iterator[Problem]:
    """Footnotes that no text refers to: Markdown takes them away."""
    for name, number in environment.get("footnotes", {}).get("refs", {}).items():
        if number < 0:  # the plugin's sign of a note without a reference
            label = name.removeprefix(":")
            start = re.search(rf"^[> ]*\[\^{re.escape(label)}\]:", body, re.MULTILINE)
            line = body[: start.start()].count("\n") if start else 0
            yield error("body-note-unused", at=_below(at, line), label=label)


def _footnotes_twice(body: str, environment: dict[str, Any], at: Place) -> Iterator[Problem]:
    """Notes that are written twice: one of the two is printed, the last."""
    if not environment.get("footnotes", {}).get("refs"):
        return
    code = [(region.start, region.end) for region in regions_of(body) if region.kind == "code"]
    lines: dict[str, int] = {}
    for found in _NOTE.finditer(body):
        if any(start <= found.start() < end for start, end in code):
            continue
        line = body.count("\n", 0, found.start(1))
        if found[1] in lines:
            first = (at.line or 1) + lines[found[1]]
            yield warning("body-note-twice", at=_below(at, line), label=found[1], first=first)
        lines[found[1]] = line


def _image_problems(token: Token, at: Place, *, alone: bool) -> Iterator[Problem]:
    """What is wrong with an image; one ``alone`` in its paragraph has its title as a caption."""
    name, caption = str(token.attrs["src"]), str(token.attrs.get("title", ""))
    if not token.content.strip():
        yield error("body-image-alt", at=at, name=name)
    if caption and not alone:  # only a browser would show it, and not every one
        yield error("body-image-caption", at=at, name=name, caption=caption)


def _without_code(source: str) -> str:
    """``source`` without its code, in which nothing is markup."""
    made, at = "", 0
    for region in regions_of(source):
        made, at = made + source[at : region.start], region.end
    return made + source[at:]


class _Links:
    """The links of a body, which has ``tokens`` and belongs to a page at ``url``, and its notes."""

    def __init__(self, tokens: Sequence[Token], url: str, environment: Mapping[str, Any]) -> None:
        self.notes = {key.removeprefix(":") for key in environment.get("footnotes", {}).get("refs", {})}
        self.anchors = hyperlinks.anchors(tokens)
        self.url = url

    def problems(self, token: Token, at: Place) -> Iterator[Problem]:
        url, title = str(token.attrs["href"]), str(token.attrs.get("title", ""))
        if title:
            yield warning("body-link-title", at=at, title=title, url=url)
        if url.startswith("#"):
            if hyperlinks.target(url, self.anchors) is None:
                yield self._unknown(url, at)
        elif hyperlinks.is_relative(url):
            if self.url:
                whole = hyperlinks.absolute(url, self.url)
                yield warning("body-link-relative", at=at, url=url, whole=whole)
            else:
                yield error("body-link-nowhere", at=at, url=url)
        elif not url.lower().startswith((*hyperlinks.SCHEMES, "//")):
            yield error("body-link-nowhere", at=at, url=url)

    def _unknown(self, url: str, at: Place) -> Problem:
        wanted = unquote(url[1:])
        near = difflib.get_close_matches(wanted.lower(), self.anchors, 1, 0.0)
        if not near:
            return error("body-link-nowhere", at=at, url=url)
        return error("body-anchor-unknown", at=at, anchor=wanted, near=near[0])

    def text_problems(self, text: str, at: Place, lines: Sequence[str]) -> Iterator[Problem]:
        """What ``text`` has of links and notes that are none; what its ``lines`` escape is meant so."""
        if not _BRACKET.search(text):
            return
        source = _without_code("\n".join(lines))
        for found in _FOOTNOTE.finditer(text):
            if found[0] in source and found[1] not in self.notes:
                yield error("body-note-missing", at=at, note=found[0])
        if (script := _SCRIPT.search(text)) and script[0] in source:
            yield error("body-link-kind", at=at, text=text.strip()[:60])
        for found in _UNDEFINED.finditer(text):
            if found[0] in source:
                yield error("body-link-undefined", at=at, text=found[0][:60], name=found[1])
