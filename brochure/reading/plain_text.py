"""Plain text, as copied from a site or pasted from Word: title, lead, note, and the blocks of the body.

The first line is the title; lines such as "Langue : en" or the page's address may stand around it
(`plain_heads`). The first paragraph is the lead when it is short enough to be one. A short line beside
it, without a full stop, that says when or by whom it was published is the note. Last lines such as
"Partager cette page" are the call to share, and not text. What stands between is told by its form
(`plain_blocks`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from brochure.page import LONGEST
from brochure.problems import Id, Text
from brochure.reading.plain_blocks import Block, Item, Line, blocks_of, runs_of
from brochure.reading.plain_heads import is_unknown_head, read_heads
from brochure.text import labels

_CHANNEL, _WHOM = r"[\w ]{1,20}(?:,[\w ]{1,30}){0,5}", r"[\w'’ -]{1,60}"
"""Names of networks, in "Partager sur Facebook", and of people, in "Share it with your neighbours"."""

_AFTER_CALLS = r"[\s!.…:؛،👉👇⬇↓→\ufe0f]*"

_MAX_NOTE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    """The parts of a plain text; ``blocks`` in reading order.

    ``head`` is what lines at its top say: "url", "lang", "date", "hours", "zone", "place", "address".
    ``lines`` are where each part was found in the source, ``left_out`` what is no text.
    """

    title: str
    lead: str = ""
    note: str = ""
    blocks: tuple[Block, ...] = ()
    head: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The words of each block."""
        return tuple(block.text for block in self.blocks)

    def understood(self) -> list[Text]:
        """What was taken for what, with the lines of the source: for a note to the author."""
        found: dict[str, list[str]] = {name: [*map(str, at)] for name, at in self.lines.items()}
        for block in self.blocks:
            if block.kind != "paragraph":
                span = str(block.first) if block.first == block.last else f"{block.first}–{block.last}"
                found.setdefault(block.kind, []).append(span)
        return [Text(_KINDS[name], lines=at) for name, at in found.items()]


_KINDS = {
    "title": Id("plain-title"), "lead": Id("plain-lead"), "note": Id("plain-note"),
    "url": Id("plain-url"), "lang": Id("plain-lang"), "date": Id("plain-date"),
    "hours": Id("plain-hours"), "zone": Id("plain-zone"), "place": Id("plain-place"),
    "address": Id("plain-address"), "heading": Id("plain-headings"), "list": Id("plain-lists"),
    "table": Id("plain-tables"), "lines": Id("plain-lines"), "share": Id("plain-share"),
}  # fmt: skip


def read_plain(text: str) -> PlainPage:
    """The parts of ``text``, in whatever language; ``title`` is empty when the text is blank."""
    head, runs = read_heads(runs_of(text))
    values = {name: value for name, (value, _) in head.items()}
    below_head = bool(head)
    lines: dict[str, tuple[int, ...]] = {name: (number,) for name, (_, number) in head.items()}
    title = values.pop("title", "")
    if not title and runs:
        title, lines["title"] = runs[0][0].text.replace("\t", " "), (runs[0][0].number,)
        runs = [runs[0][1:], *runs[1:]] if len(runs[0]) > 1 else runs[1:]
    runs, calls = _without_calls(runs)
    if calls:
        lines["share"] = tuple(line.number for line in calls)
    runs, note = _without_note(runs)
    blocks = blocks_of(runs)
    lead = values.pop("lead", "")
    first = _lead_of([
        block for block in blocks
        if (block.first,) not in lines.values() and not (below_head and is_unknown_head(block.text))
    ])  # fmt: skip
    if first and not lead:
        blocks.remove(first)
        lead, lines["lead"] = first.text, (first.first,)
    if note:
        lines["note"] = (note.number,)
    order = {name: lines[name] for name in _KINDS if name in lines}
    return PlainPage(
        title=title, lead=lead, note=note.text if note else "",
        blocks=tuple(blocks), head=values, lines=order, left_out=tuple(line.text for line in calls),
    )  # fmt: skip


def _lead_of(blocks: Sequence[Block]) -> Block | None:
    """The first block, where it is a paragraph that is short enough and others follow."""
    first = blocks[0] if len(blocks) > 1 else None
    return first if first and first.kind == "paragraph" and len(first.text) <= LONGEST["lead"] else None


def _without_calls(runs: list[list[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """``runs`` without the calls to share at their end, and those."""
    calls: list[Line] = []
    runs = [list(run) for run in runs]
    while runs and runs[-1] and _calls_to_share().fullmatch(runs[-1][-1].text):
        calls.append(runs[-1].pop())
        if not runs[-1]:
            runs.pop()
    return runs, calls[::-1]


def _without_note(runs: list[list[Line]]) -> tuple[list[list[Line]], Line | None]:
    """``runs`` without the line near their start that says when the page was published, and that line.

    It stands alone, or after a sentence that has ended: in the midst of wrapped lines it is prose.
    """
    for at, run in enumerate(runs[:2]):
        last = run[-1]
        ended = len(run) == 1 or run[-2].text.endswith((".", "!", "?", "…", "»", "”", "؟"))
        if _is_note(last.text) and ended:
            rest = [[*run[:-1]]] if len(run) > 1 else []
            return [*runs[:at], *rest, *runs[at + 1 :]], last
    return runs, None


def _is_note(line: str) -> bool:
    short = len(line) <= _MAX_NOTE and not line.endswith(".")
    return short and bool(_notes_start().match(line))


@cache
def _calls_to_share() -> re.Pattern[str]:
    """The last line of a text copied from a site, in every language that has labels."""
    calls = (
        re.escape(call).replace(r"\{channel\}", _CHANNEL).replace(r"\{whom\}", _WHOM)
        for call in _words("calls_to_share")
    )
    return re.compile(f"(?:{'|'.join(calls)}){_AFTER_CALLS}", re.IGNORECASE)


@cache
def _notes_start() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words("notes_start"))), re.IGNORECASE)


def _words(key: str) -> list[str]:
    return [word for lang in labels.languages() for word in labels.in_language(lang)["plain_text"][key]]


def to_markdown(page: PlainPage, lang: str, url: str) -> str:
    """The page as Markdown with front matter, for correcting by hand and for attaching."""
    fields = {
        "title": as_written(page.title), "lang": lang, "lead": as_written(page.lead),
        "note": as_written(page.note), "url": url,
    }  # fmt: skip
    matter = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in fields.items() if v]
    return "\n".join(["---", *matter, "---", "", to_body(page)])


def to_body(page: PlainPage) -> str:
    """The blocks as Markdown that reads as the same words."""
    written, odd = [], False
    for before, block in zip((None, *page.blocks), page.blocks, strict=False):
        # of two lists that touch, the second has other marks: Markdown would make them one
        odd = not odd if before and before.kind == block.kind == "list" else False
        written.append("\n".join(_markdown(block, marks="*)" if odd else "-.")))
    return "\n\n".join(written) + "\n"


def _markdown(block: Block, *, marks: str) -> Iterator[str]:
    if block.kind == "heading":
        yield f"## {_escape(block.texts[0]).replace('#', '&#35;')}"
    elif block.kind == "list":
        yield from _list(block.items, marks)
    elif block.kind == "table":
        for number, row in enumerate(block.rows):
            yield f"| {' | '.join(map(_escape, row))} |"
            if not number:
                yield f"|{'---|' * len(row)}"
    else:
        yield from (f"{_escape(text)}\\" for text in block.texts[:-1])
        yield _escape(block.texts[-1])


def _list(items: Sequence[Item], marks: str) -> Iterator[str]:
    deeper = "     " if any(item.number is not None for item in items) else "  "
    for item in items:
        mark = f"{item.number}{marks[1]}" if item.number is not None else marks[0]
        first, *more = item.text.split("\n")
        within = f"\\\n{deeper * item.depth}{' ' * (len(mark) + 1)}"
        yield f"{deeper * item.depth}{mark} {within.join(map(_escape, (first, *more)))}"


def _escape(paragraph: str) -> str:
    """``paragraph`` with every character that Markdown would take for markup escaped."""
    inline = as_written(paragraph)
    inline = re.sub(r"^(import\b[^\"'\n]*)([\"'])", r"\1\\\2", inline)
    inline = re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", inline)
    return re.sub(r"^([#+=:!?-])", r"\\\1", inline)


def as_written(text: str) -> str:
    """``text`` as inline Markdown that reads as the same characters: a page's title, its lead."""
    marked = re.sub(
        r"[\\`*\[\]<>~|{}$^]|_(?![^\W_])|(?<![^\W_])_|:(?=[\w+-]+:)|=(?==)",
        lambda found: f"\\{found[0]}", text,
    )  # fmt: skip
    return re.sub(r"&(?=#?\w+;)", r"\\&", marked)
