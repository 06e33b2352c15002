"""``brochure meta``: what a content management system is given for the head of a page."""

from __future__ import annotations

import json

import typer

from brochure.cli import terminal


def meta(
    source: str = typer.Argument(..., metavar="SOURCE"),
    url: str = typer.Option("", "--url", metavar="URL"),
    lang: str = typer.Option("", "--lang", metavar="LANGUAGE"),
    theme: str = typer.Option("agora", "--theme"),
    as_json: bool = typer.Option(False, "--json"),
) -> None:
    """Print the head block of a page."""
    from brochure.reading.pages import folders_of_theme, read
    from brochure.share import rendering
    from brochure.text import labels, system_fonts
    from brochure.themes import theme_file

    page = read(source, url=url, lang=lang)
    look, note = system_fonts.borrow(
        page, theme_file.load_theme_of_page(page.theme, folders_of_theme(page.theme, source), theme)
    )
    for warning in (*page.warnings, note, labels.fallback_warning(page.lang)):
        if warning:
            terminal.warn(warning)
    if as_json:
        print(json.dumps(rendering.head_values(page, look), indent=1, ensure_ascii=False))
    else:
        print(rendering.head_block(page, look), end="")
