"""``brochure meta``: what a content management system is given for the head of a page."""

from __future__ import annotations

import json

import typer

from brochure.cli import terminal
from brochure.errors import AddressError


def meta(
    source: str = typer.Argument(..., help="A Markdown or text file, or - for standard input."),
    url: str = typer.Option("", "--url", help="The address the page is published at.", metavar="URL"),
    theme: str = typer.Option("agora", "--theme", help="A theme's name or a TOML file."),
    as_json: bool = typer.Option(False, "--json", help="Values instead of HTML."),
) -> None:
    """Print the head block of a page: canonical address, Open Graph, JSON-LD, to paste into a site.

    Examples: brochure meta page.md · brochure meta page.md --json
    """
    from brochure.reading.pages import read
    from brochure.share import rendering
    from brochure.text import labels, system_fonts
    from brochure.themes import theme_file

    page = read(source, url=url)
    if not page.url:
        raise AddressError(
            f'"{page.title}" gives no address; write url: https://… in its front matter, or give --url'
        )
    look, note = system_fonts.borrow(page, theme_file.load_theme(page.theme or theme))
    for warning in (note, labels.fallback_warning(page.lang)):
        if warning:
            terminal.warn(warning)
    if as_json:
        print(json.dumps(rendering.head_values(page, look), indent=1, ensure_ascii=False))
    else:
        print(rendering.head_block(page, look), end="")
