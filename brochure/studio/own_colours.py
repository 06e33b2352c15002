"""Brand colours: how a brand's colours stand on a page's grounds, and the theme that is made of them.

A page with colours of its own names a theme file in the folder `colours`, whose name says which: what
was chosen before is still there when it is undone. Everything here is done in guarded processes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from brochure import toml_files
from brochure.errors import ThemeError
from brochure.oklch import ratio
from brochure.problems import Id, Place, Text, error
from brochure.studio.values import Brand, Contrast
from brochure.themes import brand_themes, theme_file
from brochure.themes.brand_roles import LARGE, TEXT, new_roles

FOLDER = "colours"
"""Where the themes lie that are made of brands, beside the pages."""

_COLOURS = re.compile(r"--colour '(#[0-9A-F]{6})'")


def brand_of(theme: str) -> Brand:
    """What a page's ``theme`` is made of: the file of a brand, or a design that has a name.

    Themes that somebody wrote are designs of their own.
    """
    path = Path(theme)
    if path.suffix.lower() != ".toml":
        return Brand(design=theme, colours=())
    try:
        text = path.read_text(encoding="utf-8")
        first, extends = text.partition("\n")[0], toml_files.parse_toml(text).get("extends", "")
    except (OSError, UnicodeDecodeError, toml_files.TomlError):
        return Brand(design=theme, colours=())
    found = tuple(_COLOURS.findall(first))
    return Brand(design=str(extends) if found else theme, colours=found)


def contrasts(given: Sequence[str], design: str) -> list[Contrast]:
    """What there is to say of a brand's colours where texts stand: on covers, as links and figures.

    What is no colour is told, and left out; what contrast is enough, ``design`` says.
    """
    try:
        least = theme_file.load_theme(design).minimum_contrast
    except ThemeError:
        least = TEXT
    read: list[tuple[int, str]] = []
    told: list[Contrast] = []
    for at, text in enumerate(given):
        try:
            read += [(at, brand_themes.parse_colour(text))] if text.strip() else []
        except ThemeError as caught:
            sentence = str(caught.problems[0].text())
            told.append(Contrast(at=at, good=False, sentence=sentence, use=""))
    return [*told, *_told(read, least)] if read else told


def _told(read: Sequence[tuple[int, str]], least: float) -> Iterator[Contrast]:
    """The contrast of each role that is the brand's, and what is taken where one is too low."""
    made = new_roles([colour for _, colour in read], least)
    moved = {change.role: change for change in made.changes}
    for role, (word, ground, share, what) in _SHOWN.items():
        if change := moved.get(role):
            low, high = change.ratios
            sentence = Text(
                "studio-contrast-low", what=change.what, colour=change.before, ground=change.ground,
                ratio=low, least=change.least, other=change.after, better=high,
            )  # fmt: skip
            at = next((at for at, colour in read if colour == change.before), read[0][0])
            yield Contrast(at=at, good=False, sentence=str(sentence), use=change.after)
            continue
        colour, behind = made.roles[word], made.roles[ground]
        value = ratio(colour, behind)
        good = Text("studio-contrast-good", what=Text(what), colour=colour, ground=behind, ratio=value)
        yield Contrast(at=read[0][0], good=value >= least * share, sentence=str(good), use="")


_SHOWN = {
    "cover": ("cover_text", "cover", 1.0, Id("studio-contrast-cover")),
    "accent": ("accent", "panel", 1.0, Id("new-theme-accent")),
    "lit": ("lit", "cover", LARGE / TEXT, Id("new-theme-lit")),
}  # fmt: skip
"""Of each role: what is read, on what, its share of the contrast of texts, and what it is for."""


def theme_of(given: Sequence[str], design: str, name: str) -> tuple[str, bytes]:
    """The theme file of a brand with these colours in a ``design``: its path in the folder, its bytes.

    Without colours it is the design itself, of no bytes. Raises ThemeError.
    """
    colours = [brand_themes.parse_colour(text) for text in given if text.strip()]
    if not colours:
        return design, b""
    if design not in theme_file.theme_names():
        raise ThemeError(error("studio-design-own", at=Place(key="theme"), design=design))
    least = theme_file.load_theme(design).minimum_contrast
    made = brand_themes.new_theme(colours, name=name, extends=design, least=least)
    path = "-".join([design, *(colour.removeprefix("#").lower() for colour in made.colours)])
    return f"{FOLDER}/{path}.toml", made.toml.encode()
