"""Plain text, as copied from a site: title, lead, publication note, paragraphs, call to share.

The first line is the title. The first paragraph is the lead when it is short enough to be one.
A short line beside it, without a full stop, that says when or by whom it was published is the
note. A last line such as "Partager cette page" is the call to share, and not text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

from brochure.page import LONGEST
from brochure.text import labels

_CHANNEL = r"[\w ]{1,20}"
"""A network's name, in "Partager sur Facebook"."""

_SENTENCE_ENDS = (".", "!", "?", "…", "»", "”", "؟")
_MAX_NOTE = 160
_WRAPPED_AT = 100
"""Lines that are all shorter than this are one paragraph, wrapped by an editor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    """The parts of a plain text; ``paragraphs`` in reading order."""

    title: str
    lead: str
    note: str
    paragraphs: tuple[str, ...]


def read_plain(text: str) -> PlainPage:
    """The parts of ``text``, in whatever language; ``title`` is empty when the text is blank."""
    blocks = _blocks(text)
    if not blocks:
        return PlainPage(title="", lead="", note="", paragraphs=())
    title, paragraphs = blocks[0][0], [*_paragraphs(blocks[0][1:])]
    for block in blocks[1:]:
        paragraphs += _paragraphs(block)
    if paragraphs and _calls_to_share().fullmatch(paragraphs[-1]):
        paragraphs.pop()
    note = next((p for p in paragraphs[:2] if _is_note(p)), "")
    if note:
        paragraphs.remove(note)
    lead = ""
    if len(paragraphs) > 1 and len(paragraphs[0]) <= LONGEST["lead"]:
        lead = paragraphs.pop(0)
    return PlainPage(title=title, lead=lead, note=note, paragraphs=tuple(paragraphs))


def to_markdown(page: PlainPage, lang: str, url: str) -> str:
    """The page as Markdown with front matter, for correcting by hand and for attaching."""
    fields = {"title": page.title, "lang": lang, "lead": page.lead, "note": page.note, "url": url}
    matter = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in fields.items() if v]
    return "\n".join(["---", *matter, "---", "", to_body(page)])


def to_body(page: PlainPage) -> str:
    """The paragraphs as Markdown that reads as the same words."""
    return "\n\n".join(_escape(p) for p in page.paragraphs) + "\n"


def _blocks(text: str) -> list[list[str]]:
    """Runs of lines that hold more than spaces; no-break spaces count as spaces."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        clean = _tidy(line)
        if clean:
            blocks[-1].append(clean)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _tidy(line: str) -> str:
    """``line`` without what a content system left behind: doubled and stray no-break spaces."""
    line = re.sub(r"[ \t\u00a0]{2,}", " ", line.strip(" \t\r\f\u00a0"))
    return re.sub(r"(?<=[^\W\d_])\u00a0(?=[^\W\d_])", " ", line)


def _paragraphs(block: list[str]) -> list[str]:
    if not block or any(len(line) > _WRAPPED_AT for line in block):
        return block
    note_last = _is_note(block[-1]) and (len(block) == 1 or block[-2].endswith(_SENTENCE_ENDS))
    rest = block[:-1] if note_last else block
    return [*([" ".join(rest)] if rest else []), *(block[-1:] if note_last else [])]


def _is_note(line: str) -> bool:
    short = len(line) <= _MAX_NOTE and not line.endswith(".")
    return short and bool(_notes_start().match(line))


@cache
def _calls_to_share() -> re.Pattern[str]:
    """The last line of a text copied from a site, in every language that has labels."""
    calls = (re.escape(call).replace(r"\{channel\}", _CHANNEL) for call in _words("calls_to_share"))
    return re.compile("|".join(calls), re.IGNORECASE)


@cache
def _notes_start() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words("notes_start"))), re.IGNORECASE)


def _words(key: str) -> list[str]:
    return [word for lang in labels.languages() for word in labels.in_language(lang)["plain_text"][key]]


def _escape(paragraph: str) -> str:
    """``paragraph`` with every character that Markdown would take for markup escaped."""
    inline = re.sub(r"([\\`*_\[\]<>~|{}$^]|:(?=[\w+-]+:)|=(?==))", r"\\\1", paragraph)
    inline = re.sub(r"&(?=#?\w+;)", r"\\&", inline)
    inline = re.sub(r"^(import\b[^\"'\n]*)([\"'])", r"\1\\\2", inline)
    inline = re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", inline)
    return re.sub(r"^([#+=:!?-])", r"\\\1", inline)
