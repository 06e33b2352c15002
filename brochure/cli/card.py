"""``brochure card``: one image, without a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from brochure.cli import terminal
from brochure.cli.files import put
from brochure.errors import OutputError, SourceError


def card(
    title: str = typer.Option(..., "--title", help="The title."),
    lead: str = typer.Option("", "--lead", help="A sentence or two below it."),
    kicker: str = typer.Option("", "--kicker", help="A line above it, such as place and date."),
    site_name: str = typer.Option("", "--site-name", help="Who says it, at the foot."),
    lang: str = typer.Option("fr", "--lang", help="The language: fr, en, es, de, ar …"),
    url: str = typer.Option("", "--url", help="The address, for --code and for the site's name."),
    picture: str = typer.Option("", "--picture", help="A photograph.", metavar="FILE"),
    picture_alt: str = typer.Option("", "--picture-alt", help="What the photograph shows."),
    format_: str = typer.Option(
        "open-graph",
        "--format",
        help="open-graph, square, portrait, grid, story, pin, or your own.",
    ),
    template: str = typer.Option("", "--template", help="assembly, photo, or your own TOML file."),
    theme: str = typer.Option("agora", "--theme", help="A theme's name or a TOML file."),
    code: bool = typer.Option(False, "--code", help="Put the address's QR code on it."),
    scale: int = typer.Option(1, "--scale", help="This many times as large: 1, 2 or 3."),
    debug_grid: bool = typer.Option(False, "--debug-grid", help="Draw the boxes, for designers."),
    output: Path | None = typer.Option(  # noqa: B008
        None, "--output", "-o", help="The image file.", metavar="FILE", show_default="by the title"
    ),
    as_json: bool = typer.Option(False, "--json", help="Tell the result as JSON."),
) -> None:
    """Draw one card from what is given here, and say its alternative text.

    Examples: brochure card --title "Budget participatif" --lead "Votez jusqu'au 12 mai." ·
    brochure card --title "Open day" --lang en --format story -o open-day.png
    """
    from brochure.cards.rendering import render_card
    from brochure.reading.pages import read_head
    from brochure.text import system_fonts
    from brochure.themes import theme_file

    said = {
        "title": title, "lead": lead, "kicker": kicker, "site_name": site_name, "lang": lang,
        "url": url,
    }  # fmt: skip
    if picture and not picture_alt:
        raise SourceError(f'brochure card: say what {picture} shows: --picture-alt "…"')
    photo = {"file": Path(picture).name, "alt": picture_alt} if picture else None
    page = read_head(
        {k: v for k, v in (said | {"picture": photo}).items() if v},
        Path(picture).parent,
        "brochure card",
    )
    look = theme_file.for_cards(
        theme_file.load_theme(theme), template=template, code=code, scale=scale, grid=debug_grid
    )
    look, note = system_fonts.borrow(page, look)
    wants_jpeg = output is not None and output.suffix.lower() in {".jpg", ".jpeg"}
    made = render_card(page, look, format_, jpeg=wants_jpeg)
    target = output or Path(Path(made.path).with_stem(page.slug).name)
    _refuse_suffix(target, made.path)
    put([(target, made.data)])
    if note:
        terminal.warn(note)
    for warning in made.warnings:
        terminal.warn(warning)
    _tell(target, dict(made.facts), len(made.data), as_json=as_json)


def _refuse_suffix(target: Path, path: str) -> None:
    """Refuse a name that says another kind of image than the card is."""
    kind = Path(path).suffix
    if target.is_dir() or not target.suffix or target.name.startswith(".."):
        raise OutputError(f"{target}: not the name of an image; name a file, like {Path(path).name}")
    allowed = {".jpg", ".jpeg"} if kind == ".jpg" else {kind}
    if target.suffix.lower() not in allowed:
        why = "holds a photograph and is a JPEG file" if kind == ".jpg" else "is a PNG or JPEG file"
        raise OutputError(f"{target}: this card {why}; name it {target.stem or 'card'}{kind}")


def _tell(target: Path, facts: dict[str, Any], size: int, *, as_json: bool) -> None:
    if as_json:
        row = {
            "path": str(target), "bytes": size, "width_px": facts["width_px"],
            "height_px": facts["height_px"], "alt": facts["alt"], "warnings": facts.get("warnings", []),
        }  # fmt: skip
        print(json.dumps(row, indent=1, ensure_ascii=False))
        return
    terminal.tell(f"alternative text: {facts['alt']}")
    terminal.result(str(target))
