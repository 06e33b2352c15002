"""Edits of a text: what typography changes, as values that can be shown before they are made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``after``; offsets count code points."""

    start: int
    end: int
    after: str


def apply(text: str, changes: Iterable[Edit]) -> str:
    """``text`` with ``changes`` made; they are sorted and do not overlap."""
    parts, at = [], 0
    for change in changes:
        parts += [text[at : change.start], change.after]
        at = change.end
    return "".join([*parts, text[at:]])
