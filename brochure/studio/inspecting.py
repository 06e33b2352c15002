"""Inspecting: what a page says, field by field, and what is wrong with it; in a guarded process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brochure.errors import BrochureError
from brochure.page import Page
from brochure.problems import BODY, Problem
from brochure.reading.front_matter import key_of
from brochure.reading.pages import folders_of_theme, read
from brochure.reading.source_text import decode, read_bytes
from brochure.studio import key_edits
from brochure.text import system_fonts
from brochure.theme import Theme
from brochure.themes import theme_file

USUAL_THEME = "agora"
"""The theme of a page that asks for none, as `brochure build` has it."""

MODULES = (
    "brochure.studio.inspecting", "brochure.text.markdown:parser", "ruamel.yaml", "mdurl",
)  # fmt: skip
"""What is loaded before a page is inspected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a page says: its ``source`` with Unix line ends, of which ``body`` starts at ``body_line``.

    ``fields`` are the values of its front matter, tables in it by their dotted keys ("event.place").
    ``page`` and ``theme`` are what it is drawn from; None where ``problems`` hold an error.
    """

    source: str = field(repr=False)
    body: str = field(repr=False)
    body_line: int
    fields: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    page: Page | None = None
    theme: Theme | None = None


def inspected(path: Path) -> Inspection:
    """The page at ``path``. Raises SourceError where it is no text."""
    name = str(path)
    text, told = decode(read_bytes(name), name)
    page = theme = None
    matter = key_edits.matter_of(text)
    lines = text.split("\n")
    parts = key_edits.parts_of(lines, titled=key_edits.is_titled(matter.tree))
    fields = fields_of(matter.tree)
    if parts.heading is not None:
        fields["title"] = lines[parts.heading].removeprefix("# ").strip()
    try:
        page = read(name)
        theme = theme_file.load_theme_of_page(
            page.theme, folders_of_theme(page.theme, name, None), USUAL_THEME
        )
        theme, _ = system_fonts.borrow(page, theme)
        problems = page.warnings
    except BrochureError as caught:
        problems = (*told, *caught.problems)
    return Inspection(
        source=text, body="\n".join(lines[parts.body :]), body_line=parts.body + 1, fields=fields,
        problems=tuple(dict.fromkeys(problems)), page=page, theme=theme,
    )  # fmt: skip


def fields_of(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a front matter by their dotted keys; lists are whole values.

    What generators call otherwise ("description") stands under our name as well.
    """
    found: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            found |= {key_of((key, inner)): one for inner, one in value.items()}
        else:
            found[key] = value
    for own in ("title", "lead", "lang", "published", "updated", "licence"):
        if (key := key_edits.own_key(tree, own)) in found:
            found[own] = found[key]
    return found


def field_of(problem: Problem, where: str) -> str | None:
    """The field that ``problem`` is about: its key, or the body for a line of the file."""
    place = problem.place
    if place.key:
        return place.key
    return BODY if place.line and place.file == where else None
