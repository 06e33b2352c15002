"""``brochure themes``: the themes that come with brochure."""

from __future__ import annotations

import json

import typer

from brochure import colour
from brochure.cli import terminal


def themes(as_json: bool = typer.Option(False, "--json")) -> None:
    """List the themes with their lowest contrast of text on its ground."""
    from brochure import theme
    from brochure.themes import theme_file

    rows = []
    for name in theme_file.shipped_names():
        loaded = theme_file.load_theme(name)
        lowest = min(
            colour.contrast(loaded.roles[p.text], loaded.roles[p.ground]) for p in theme.TEXT_PAIRS
        )
        rows.append({"name": name, "description": loaded.description,
                     "lowest_contrast": round(lowest, 2)})  # fmt: skip
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    for row in rows:
        terminal.result(f"{row['name']:<10} {row['description']} ({row['lowest_contrast']}:1)")
