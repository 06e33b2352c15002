"""Name fonts: the fonts that draw the names of people, whatever script they are written in.

A page is in one language; a list of people is in all that they have. After the fonts of the theme and
those that all products fall back on come some for scripts that nothing else here sets.
"""

from __future__ import annotations

from functools import cache

from brochure import assets
from brochure.theme import FontFace, Theme

FAMILIES = ("Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Ethiopic")


@cache
def _faces(weight: int) -> tuple[FontFace, ...]:
    """Of each family the face whose weight is nearest to ``weight``."""
    table = assets.toml("fonts/fonts.toml")
    folder = assets.fonts_folder()
    return tuple(
        FontFace(family=family, weight=row["weight"], path=folder / row["file"])
        for family in FAMILIES
        for row in [min(table[family], key=lambda row: abs(row["weight"] - weight))]
    )


def chain(theme: Theme, family: str, weight: int) -> tuple[FontFace, ...]:
    """The faces to try for each letter of a name: ``family`` ("title" or "text") of ``theme`` first."""
    named = theme.title_family if family == "title" else theme.text_family
    return (*theme.chain(named, weight), *_faces(weight))
