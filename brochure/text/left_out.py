"""What a body holds that is no text of it: left out of the page, and told with its line.

While a body is parsed, a token stands for each such thing; at the end they are gathered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brochure.problems import Id

if TYPE_CHECKING:
    from markdown_it.token import Token

TYPE = "left_out"
"""The type of the tokens."""

KEY = "left_out"
"""Where they are gathered in the environment of a parser."""

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing that is left out: the ``id`` of its message, its ``line`` from 0, how it is written.

    ``harmless`` ones take no word and no picture with them: a page is built without them.
    """

    id: Id
    line: int
    source: str
    harmless: bool


def token(id: Id | None, source: str, *, harmless: bool = False, **meta: Any) -> Token:  # noqa: A002
    """A token for ``source``, which the message ``id`` is about; None where nothing is to be told."""
    from markdown_it.token import Token

    return Token(
        TYPE, "", 0, content=source, meta={"id": id, "harmless": harmless, **meta}, hidden=True
    )


def shown(source: str) -> str:
    """The start of ``source``, in one line."""
    line = " ".join(source.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"


def gather(tokens: Sequence[Token]) -> Iterator[LeftOut]:
    """What the tokens among ``tokens`` and their children stand for, in order."""
    for block in tokens:
        line = (block.map or [0])[0]
        for child in (block,) if block.type == TYPE else block.children or ():
            if child.type == TYPE and child.meta["id"]:
                yield LeftOut(child.meta["id"], line, shown(child.content), child.meta["harmless"])
            line += lines_in(child)


def lines_in(child: Token) -> int:
    """How many line ends of the source ``child`` stands for."""
    if child.type == "left_out":
        return child.content.count("\n")
    return child.type == "softbreak" or (child.type == "hardbreak" and child.markup != "br")


def without(children: Iterable[Token]) -> list[Token]:
    """``children`` without what is left out, and without the white space that this leaves at ends."""
    kept: list[Token] = []
    pending = False
    for child in children:
        if child.type == TYPE:
            pending = True
            continue
        if pending and child.type == "softbreak" and (not kept or kept[-1].type in _BREAKS):
            continue
        if pending and child.type == "text" and not kept:
            child.content = child.content.lstrip(" ")
        if pending and child.type == "text" and kept and kept[-1].type == "text":
            kept[-1].content = _joined(kept[-1].content, child.content)
        else:
            kept.append(child)
        pending = False
    if pending and kept and kept[-1].type == "text":
        kept[-1].content = kept[-1].content.rstrip()
    while kept and (kept[-1].type == "softbreak" or (kept[-1].type == "text" and not kept[-1].content)):
        kept.pop()
    return kept


_BREAKS = {"softbreak", "hardbreak"}


def _joined(before: str, after: str) -> str:
    """Both, without the space of one side of what stood between them."""
    if after.startswith((".", ",", ")")) or not before:
        return before.rstrip(" ") + after.lstrip(" ")
    return before + (after.lstrip(" ") if before.endswith((" ", "\n")) else after)
