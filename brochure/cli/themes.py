"""``brochure themes``: the themes of brochure, and those that other packages bring."""

from __future__ import annotations

import json

import typer

from brochure import colour
from brochure.cli import terminal
from brochure.errors import ThemeError, gathered


def themes(as_json: bool = typer.Option(False, "--json")) -> None:
    """List the themes with their lowest contrast of text on its ground."""
    from brochure import theme
    from brochure.themes import theme_file

    rows, broken = [], []
    for name in theme_file.theme_names():
        try:
            loaded = theme_file.load_theme(name)
        except ThemeError as caught:
            broken.append(caught)
            continue
        lowest = min(
            colour.contrast(loaded.roles[p.text], loaded.roles[p.ground]) for p in theme.TEXT_PAIRS
        )
        rows.append({"name": name, "description": loaded.description,
                     "lowest_contrast": round(lowest, 2)})  # fmt: skip
    if as_json:
        print(json.dumps(rows, indent=1))
    else:
        for row in rows:
            terminal.result(f"{row['name']:<10} {row['description']} ({row['lowest_contrast']}:1)")
    if broken:
        raise gathered(broken)
