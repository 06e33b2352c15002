"""Proof: what typography changes in a page, and what an editor would change, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

from brochure.page import Page
from brochure.text import markdown, prose, typography
from brochure.text.edit import Edit, apply

if TYPE_CHECKING:
    from markdown_it.token import Token

BODY = "body"
_CONTEXT = 16
"""Characters that are shown on either side of an edit, up to the next space."""

_NEAR = 8
"""Edits with so few characters between them are shown as one."""

_BLANKS = {"\u00a0": "\u237d", "\u202f": "\u237d"}
"""No-break spaces are shown as the sign that proof readers have for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An edit in its place: ``before`` and ``after`` with the words around, no-break spaces as "⍽".

    ``line`` is the page's source line, where it is known, ``key`` the front matter's or "body".
    ``proposed`` ones are made with ``typography: full`` alone; ``spaces`` ones change spaces alone.
    """

    line: int | None
    key: str
    before: str
    after: str
    proposed: bool
    spaces: bool


def corrections(page: Page) -> tuple[Correction, ...]:
    """Every edit of ``page``, in the order of its texts: those that are made, and those proposed."""
    found = [c for key, text in _texts(page) for c in _of_text(page, key, text)]
    return (*found, *_of_body(page))


def _texts(page: Page) -> Iterator[tuple[str, str]]:
    """Every text of the front matter that is set, with its key."""
    for field in fields(page):
        if field.name not in typography.AS_WRITTEN:
            yield from _within(field.name, getattr(page, field.name))


def _within(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and value:
        yield key, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _within(f"{key}[{number}]", item)
    elif is_dataclass(value) and not isinstance(value, type) and key not in {"event", "cards"}:
        for field in fields(value):
            if field.name not in typography.AS_WRITTEN:
                yield from _within(f"{key}.{field.name}", getattr(value, field.name))


def _of_text(page: Page, key: str, text: str) -> Iterator[Correction]:
    start = text.split("\n")[0][:30]
    line = next((n for n, of in enumerate(page.source.split("\n"), 1) if start in of), None)
    yield from _shown(page.lang, key, text, (), [line] * (text.count("\n") + 1))


def _of_body(page: Page) -> Iterator[Correction]:
    """The edits of the body, paragraph by paragraph."""
    whole, body = page.source, page.body.strip("\n")
    first = whole[: whole.find(body)].count("\n") + 1 if body and body in whole else None
    for token in markdown.parser().parse(page.body.strip("\n")):
        if token.type == "inline" and token.children:
            run = prose.run_of(token.children)
            line = first + token.map[0] if first is not None and token.map else None
            lines = _lines(token.children, line)
            yield from _shown(page.lang, BODY, run.text, run.protected, lines, run.starts)


def _lines(children: Sequence[Token], first: int | None) -> list[int | None]:
    """The source line of each child of a paragraph that starts on the line ``first``."""
    lines: list[int | None] = []
    for child in children:
        lines.append(first)
        if first is not None and child.type in {"softbreak", "hardbreak"}:
            first += 1
    return lines


def _shown(
    lang: str,
    key: str,
    text: str,
    protected: Sequence[tuple[int, int]],
    lines: Sequence[int | None],
    starts: Sequence[int] = (0,),
) -> Iterator[Correction]:
    safe = typography.edits(text, lang, protected, "safe")
    extra = [edit for edit in typography.edits(text, lang, protected, "full") if edit not in safe]
    for edits, proposed in ((safe, False), (extra, True)):
        for group in _near(edits):
            at = max((i for i, start in enumerate(starts) if start <= group[0].start), default=0)
            before, after = _in_context(text, group)
            yield Correction(
                line=lines[min(at, len(lines) - 1)], key=key, before=before, after=after,
                proposed=proposed, spaces=before.replace("\u237d", " ") == after.replace("\u237d", " "),
            )  # fmt: skip


def _near(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Edits that stand close together, as one."""
    group: list[Edit] = []
    for edit in edits:
        if group and edit.start - group[-1].end > _NEAR:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _in_context(text: str, group: Sequence[Edit]) -> tuple[str, str]:
    """The passage of ``group`` before and after its edits, with whole words around."""
    start, end = max(0, group[0].start - _CONTEXT), min(len(text), group[-1].end + _CONTEXT)
    left = text[start : group[0].start]
    if start and " " in left:
        start += left.index(" ") + 1
    right = text[group[-1].end : end]
    if end < len(text) and " " in right:
        end = group[-1].end + right.rindex(" ")
    passage = text[start:end]
    made = apply(passage, [Edit(e.start - start, e.end - start, e.after) for e in group])
    return _visible(passage), _visible(made)


def _visible(text: str) -> str:
    return "".join(_BLANKS.get(char, char) for char in text.replace("\n", " "))
