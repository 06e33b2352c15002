"""Regions of Markdown: where its comments and its code are, before anything else is read.

Comments may span paragraphs, and what looks like one inside code is text. So both are found in one
pass, in the order they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_CONTAINERS = r"(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]))*[ \t]*"
_FENCE = re.compile(rf"{_CONTAINERS}(?P<mark>`{{3,}}+(?![^\n]*`)|~{{3,}})")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•◦▪‣]|o\t|\d{1,9}[.)])[ \t]")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")
_MARK = re.compile(
    r"\\.|`+|<!--|\{/\*|\{\{-?\s*/\*|\{#(?=\s)"
    r"|\{>>|\{%-?\s*comment\b[^%]*%\}|(?<![^\s>])%%(?!%)",
    re.DOTALL,
)
_BLANK = re.compile(r"\n[ \t]*\n")
_ENDS = (
    ("<!--", re.compile("-->"), True),
    ("{/*", re.compile(r"\*/\}"), True),
    ("{{", re.compile(r"\*/\s*-?\}\}"), False),
    ("{>>", re.compile(r"<<\}"), False),
    ("{#", re.compile(r"#\}"), False),
    ("{%", re.compile(r"\{%-?\s*endcomment\s*-?%\}"), False),
    ("%%", re.compile(r"%%(?![\w%])"), False),
)
"""How comments start and end in HTML, MDX, Hugo, CriticMarkup, Jinja, Liquid and Obsidian; and whether
one without an end is still a comment."""

_QUICK = ("<!--", "{/*", "{{", "{#", "{%", "%%", "{>>")


class Region(NamedTuple):
    """A piece of a text, ``text[start:end]``; an ``open`` comment has no end but the text's."""

    kind: Literal["code", "comment"]
    start: int
    end: int
    open: bool = False


def regions_of(text: str) -> Iterator[Region]:
    """The comments and the code (fences, spans, indented lines) of ``text``, in their order."""
    at, after_blank, in_list = 0, True, False
    while at < len(text):
        line_end = _end_of_line(text, at)
        if fence := _FENCE.match(text, at):
            end = _end_of_fence(text, line_end, fence["mark"])
            yield Region("code", at, end)
            at = end
            continue
        line = text[at:line_end]
        if after_blank and not in_list and _INDENTED.match(line) and line.strip():
            yield Region("code", at, line_end)
            at = line_end
            continue
        after_blank = not line.strip()
        if not after_blank:
            in_list = bool(_LIST_ITEM.match(line)) or (in_list and line[:1] in " \t")
        for region in _in_line(text, at, line_end):
            yield region
            at = region.end
        at = max(line_end, at) if at <= line_end else _end_of_line(text, at - 1)


def _in_line(text: str, at: int, line_end: int) -> Iterator[Region]:
    """The regions that start in the line of ``text`` from ``at``, or where one of them ends."""
    while at < line_end and (mark := _MARK.search(text, at, line_end)):
        at = mark.end()
        region = _region(text, mark)
        if region:
            yield region
            at = region.end
            line_end = max(line_end, _end_of_line(text, at - 1))


def _region(text: str, mark: re.Match[str]) -> Region | None:
    """The region that ``mark`` opens, if it does."""
    found, start, at = mark[0], mark.start(), mark.end()
    if found[0] == "`":
        end = _end_of_span(text, at, len(found))
        return Region("code", start, end) if end else None
    for opening, closing, alone in _ENDS:
        if found.startswith(opening):
            if end_of := closing.search(text, at):
                return Region("comment", start, end_of.end())
            return Region("comment", start, len(text), open=True) if alone else None
    return None  # an escaped sign


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _end_of_fence(text: str, at: int, mark: str) -> int:
    """Where the fence that ``mark`` opened in the line before ``at`` ends, its last line with it."""
    close = re.compile(rf"^[ \t>]*{re.escape(mark)}{re.escape(mark[0])}*[ \t]*$", re.MULTILINE)
    found = close.search(text, at)
    return _end_of_line(text, found.end()) if found else len(text)


def _end_of_span(text: str, at: int, length: int) -> int:
    """Where the code span ends that ``length`` backticks before ``at`` open in a paragraph, or 0."""
    blank = _BLANK.search(text, at)
    close = re.compile(rf"(?<!`)`{{{length}}}(?!`)").search(
        text, at, blank.start() if blank else len(text)
    )
    return close.end() if close else 0


def without_comments(text: str, *, keep_open: bool = False) -> str:
    """``text`` without its comments; the lines that they held stay, empty.

    A comment is what its author did not mean to publish. One without an end takes all that follows;
    ``keep_open`` keeps it as text.
    """
    if not any(mark in text for mark in _QUICK):
        return text
    parts, at = [], 0
    for region in regions_of(text):
        if region.kind == "comment" and not (region.open and keep_open):
            before = text[at : region.start]
            lines = text.count("\n", region.start, region.end)
            after = text[region.end : region.end + 1]
            joined = not lines and before.endswith(" ") and after in {" ", "\n", ""}
            parts += [before.removesuffix(" ") if joined else before, "\n" * lines]
            at = region.end
            if not lines and (end := _end_in_item(text, region)):
                parts[-2] = before.rstrip(
                    " "
                )  # an empty line there would set the items of a list apart
                at = end
    return "".join([*parts, text[at:]])


def _end_in_item(text: str, region: Region) -> int:
    """The end of the line that ``region`` has for itself between two lines of a list, or 0."""
    start = text.rfind("\n", 0, region.start) + 1
    end = _end_of_line(text, region.end)
    alone = not text[start : region.start].strip() and not text[region.end : end].strip()
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
    below = text[end : _end_of_line(text, end)]
    in_list = above.strip() and below.strip() and (_LIST_ITEM.match(above) or above[:1] in " \t")
    return end if alone and in_list else 0


def open_comment(text: str) -> int | None:
    """The line, from 0, of a comment of ``text`` that nothing ends."""
    if not any(mark in text for mark in _QUICK):
        return None
    starts = (region.start for region in regions_of(text) if region.open)
    return next((text.count("\n", 0, start) for start in starts), None)
