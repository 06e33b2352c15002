"""``brochure meta``: what a content management system is given for the head of a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from brochure.cli import limits, terminal
from brochure.cli.sources import Source
from brochure.problems import Problem

if TYPE_CHECKING:
    from brochure.cli.page_reading import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head block of a page, and what is to be said of the page."""

    text: str
    told: Sequence[Problem]


def meta(
    source: str = typer.Argument(..., metavar="SOURCE"),
    url: str = typer.Option("", "--url", metavar="URL"),
    lang: str = typer.Option("", "--lang", metavar="LANGUAGE"),
    theme: str = typer.Option("agora", "--theme"),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
    as_json: bool = typer.Option(False, "--json"),
) -> None:
    """Print the head block of a page."""
    from brochure.cli.page_reading import Asked, Look, loading
    from brochure.cli.pages import reading

    look, page = Look(theme=theme), Source(name=source)
    with limits.guard(time_limit, memory_limit) as guard:
        asked = Asked(source=page, look=look, theme=guard.run(loading(look)), url=url, lang=lang)
        work = reading(asked, "brochure.cli.meta:head", asked, as_json)
        made: Head = guard.run(work)
        limits.tell_missing(guard)
    terminal.warn(*made.told)
    print(made.text, end="")


def head(asked: Asked, as_json: bool) -> Head:
    """The head block of the page, or its values as JSON. Raises BrochureError."""
    from brochure.reading.pages import folders_of_theme, read
    from brochure.share import rendering
    from brochure.text import labels, system_fonts

    source = asked.source.name
    page = read(source, url=asked.url, lang=asked.lang)
    theme = asked.theme
    if page.theme:
        theme = asked.look.load(page.theme, folders_of_theme(page.theme, source))
    look, note = system_fonts.borrow(page, theme)
    told = [*page.warnings, note, labels.fallback_warning(page.lang)]
    if as_json:
        text = json.dumps(rendering.head_values(page, look), indent=1, ensure_ascii=False) + "\n"
    else:
        text = rendering.head_block(page, look)
    return Head(text=text, told=[problem for problem in told if problem])
