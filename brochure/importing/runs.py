"""Runs: words with their marks side by side, as documents have them, become elements in each other.

inlines((Run("Le "), Run("sommet", bold=True), Run(" ouvre.")))
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from brochure.importing.imported import (
    Break,
    CodeSpan,
    Emphasis,
    Inline,
    Inlines,
    Link,
    NoteMark,
    Strong,
    Sub,
    Sup,
    Text,
)
from brochure.reading import word_signs

Position = Literal["", "sup", "sub"]

_SPACES = re.compile(r"[ \t\n\r]+")
_ODD = re.compile("[\x7f-\x9f\u00ad\u200b\u2011\u2028\u2029\u2060\ue000-\uf8ff\ufeff]")
"""What `word_signs` maps: few texts have any of it, and to look is three times as fast as to map."""

_LOST = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff]")
"""Control characters, and places of fonts of which nobody knows what they show."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one form. ``link`` is where they lead, ``note`` the label of a note that is called.

    A ``text`` of one line end alone is a line break; others have no line ends.
    """

    text: str
    bold: bool = False
    italic: bool = False
    position: Position = ""
    code: bool = False
    link: str = ""
    note: str = ""

    @property
    def is_break(self) -> bool:
        """Whether it ends a line within a paragraph."""
        return self.text == "\n"

    @property
    def is_blank(self) -> bool:
        """Whether it has no words."""
        return not self.note and not self.text.strip()


def words(text: str) -> str:
    """``text`` as signs that every program knows, in NFC; runs of spaces stay for `inlines`."""
    if text.isascii() or (not _ODD.search(text) and unicodedata.is_normalized("NFC", text)):
        return text
    return _LOST.sub("", word_signs.mapped(unicodedata.normalize("NFC", text)))


def inlines(runs: Iterable[Run]) -> Inlines:
    """The runs of a paragraph as inline elements: marks without words, and outer spaces, are gone."""
    return tuple(_nested(_tidied(list(runs)), _FORMS))


def text_of(runs: Iterable[Run]) -> str:
    """The words of ``runs`` alone."""
    return _single("".join([run.text for run in runs])).strip()


def _single(text: str) -> str:
    """``text`` with single spaces; most texts have no others."""
    if "  " in text or "\t" in text or "\n" in text or "\r" in text:
        return _SPACES.sub(" ", text)
    return text


def _tidied(runs: list[Run]) -> list[Run]:
    """``runs`` with single spaces, none at the ends of lines, and marks around words alone."""
    made: list[Run] = []
    for run in runs:
        if run.is_break:
            _cut_end(made)
        elif not run.note:
            run = _after(made, run)
        if run.note or (run.text and (made or not run.is_break)):
            made.append(run)
    _cut_end(made)
    while made and made[-1].is_break:
        made.pop()
        _cut_end(made)
    if not any(run.bold or run.italic or run.position or run.link for run in made):
        return made
    return [part for run in made for part in _bare_ends(run)]


def _after(made: Sequence[Run], run: Run) -> Run:
    """``run`` with single spaces, and none at its start where ``made`` ends with a space or a line."""
    text = _single(run.text)
    if not made or made[-1].is_break or made[-1].text.endswith(" "):
        text = text.lstrip(" ")
    return run if text == run.text else replace(run, text=text)


def _cut_end(runs: list[Run]) -> None:
    """Take the space off the end of ``runs``, which ends a line."""
    while runs and not runs[-1].note and not runs[-1].is_break and runs[-1].text.endswith(" "):
        text = runs[-1].text.rstrip(" ")
        if text:
            runs[-1] = replace(runs[-1], text=text)
            return
        runs.pop()


def _bare_ends(run: Run) -> Iterator[Run]:
    """``run`` with the spaces around its words apart, and without marks: "**mot **" is not strong."""
    if not (run.bold or run.italic or run.position or run.link) or run.note or run.is_break:
        yield run
        return
    bare = Run("")
    inner = run.text.strip(" \u00a0")
    if not inner:
        yield replace(bare, text=run.text)
        return
    before, after = run.text.split(inner, 1)[0], run.text.rsplit(inner, 1)[-1]
    yield from (part for part in (
        replace(bare, text=before), replace(run, text=inner), replace(bare, text=after)
    ) if part.text)  # fmt: skip


_Form = tuple[Callable[[Run], object], Callable[[Run, Inlines], Inline]]

_FORMS: tuple[_Form, ...] = (
    (lambda run: run.link, lambda run, inner: Link(run.link, inner)),
    (lambda run: run.bold, lambda run, inner: Strong(inner)),
    (lambda run: run.italic, lambda run, inner: Emphasis(inner)),
    (lambda run: run.position,
     lambda run, inner: Sup(inner) if run.position == "sup" else Sub(inner)),
)  # fmt: skip
"""From the outermost to the innermost: how a run has it, and what stands for it."""


def _nested(runs: Sequence[Run], forms: Sequence[_Form]) -> Iterator[Inline]:
    forms = [form for form in forms if any(map(form[0], runs))]
    if not forms:
        yield from _leaves(runs)
        return
    (has, make), *rest = forms
    for value, group in groupby(_bridged(runs, has), key=lambda pair: pair[1]):
        inner = tuple(_nested([run for run, _ in group], rest))
        if value:
            first = next(run for run in runs if has(run) == value)
            yield make(first, inner)
        else:
            yield from inner


def _bridged(runs: Sequence[Run], has: Callable[[Run], object]) -> list[tuple[Run, object]]:
    """Each run with its mark; spaces and breaks between two of the same mark have it too."""
    marks = [has(run) for run in runs]
    for at, run in enumerate(runs):
        if run.is_blank and not marks[at]:
            before = marks[at - 1] if at else None
            after = next((has(other) for other in runs[at + 1 :] if not other.is_blank), None)
            if before and before == after:
                marks[at] = before
    return list(zip(runs, marks, strict=True))


def _leaves(runs: Sequence[Run]) -> Iterator[Inline]:
    for (note, is_break, code), group in groupby(
        runs, key=lambda run: (run.note, run.is_break, run.code)
    ):
        texts = [run.text for run in group]
        if note:
            yield NoteMark(note)
        elif is_break:
            yield from (Break() for _ in texts)
        else:
            yield CodeSpan("".join(texts)) if code else Text("".join(texts))
