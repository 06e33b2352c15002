"""Print how many pages the summit has that is made after one in a theme that renames a font.

Give the folder for that theme.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import brochure


def main(folder: Path) -> None:
    """The theme's file has the name of another font, as any file may."""
    page, theme = brochure.read("pages/sommet-pgo.md"), brochure.load_theme("agora")
    titles = next(face.path for face in theme.faces if face.family == "Bricolage Grotesque")
    text = next(face.path for face in theme.faces if face.family == "Source Serif 4")
    (folder / text.name).write_bytes(titles.read_bytes())
    (folder / "mine.toml").write_text(
        'extends = "agora"\n[fonts]\ntitle = "Mine"\n'
        f'[[fonts.faces]]\nfamily = "Mine"\nweight = 700\nfile = "{text.name}"\n',
        encoding="utf-8",
    )
    brochure.build(page, brochure.load_theme(folder / "mine.toml"), only=["pdf"])
    (made,) = brochure.build(page, theme, only=["pdf"]).artifacts
    json.dump(made.facts.pages, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
