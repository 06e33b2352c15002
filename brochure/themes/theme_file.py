"""Theme files: TOML in, Theme out; a theme that cannot be read on paper is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from brochure import assets
from brochure.design import Design
from brochure.errors import BrochureError, ThemeError
from brochure.file_names import found
from brochure.networks import accounts, share_links
from brochure.problems import Place, error, note
from brochure.theme import ALLOWED_MOTIFS, Theme
from brochure.themes.brands import read_brand
from brochure.themes.card_options import default_formats, for_cards, read_cards
from brochure.themes.colours import check_contrast, check_graphics, read_accents, read_roles
from brochure.themes.designs import design_names, read_design
from brochure.themes.fonts import read_fonts
from brochure.themes.installed import find_installed, installed_names
from brochure.themes.printing import for_printer, read_printing
from brochure.themes.tables import Tables, ThemeSource
from brochure.toml_files import read_toml, shown

__all__ = [
    "for_cards",
    "for_printer",
    "load_theme",
    "load_theme_of_page",
    "shipped_names",
    "theme_names",
]

_KEYS = {
    "description", "extends", "motif", "body_pt", "minimum_contrast", "palette", "roles", "fonts",
    "printing", "cards", "share", "design", "accents", "brand",
}  # fmt: skip
_USUAL_DESIGN = "agora"
_BODY_PT = (9.0, 18.0)
_LEAST_CONTRAST = 4.5
"""To 1, for text of any size (WCAG 2.2, 1.4.3, level AA); a theme may ask for more, never for less."""

_OWN_FILES = {"printing": ("profile",), "cards": ("logo", "template", "photo_template"),
              "brand": ("logo", "logo_dark")}  # fmt: skip
"""Keys that may name a file beside the theme."""


def shipped_names() -> tuple[str, ...]:
    """The names of the themes that come with brochure."""
    return tuple(sorted(p.stem for p in (assets.templates_folder() / "themes").glob("*.toml")))


def theme_names() -> tuple[str, ...]:
    """The names of all themes: those of brochure, then those that other packages bring."""
    shipped = shipped_names()
    return (*shipped, *(name for name in installed_names() if name not in shipped))


def load_theme(name_or_path: str | os.PathLike[str], within: Sequence[Path] = ()) -> Theme:
    """The theme of that name, or of that TOML file.

    load_theme("agora"), load_theme("themes/mine.toml"), load_theme(Path("themes/mine.toml"))

    A theme that a page chose stays ``within`` some folders: its file, what it extends, and the fonts,
    logos, profiles, templates and designs that these name lie below one of them, or belong to a theme
    of brochure or of an installed package. Raises ThemeError with every problem of the file, each with
    its line and key.
    """
    named = os.fspath(name_or_path)
    sources = tuple(_sources(named, Path(), Path(), (), within))
    trusted = [source.trusted for source in sources if source.trusted]
    tables = Tables(sources, default_formats(), [*within, *trusted, assets.root()] if within else ())
    theme = _read(tables, Path(named).stem if named.lower().endswith(".toml") else named)
    if tables.problems:
        raise ThemeError(*dict.fromkeys(tables.problems))
    return theme


def load_theme_of_page(chosen: str, within: Sequence[Path], trusted: str) -> Theme:
    """The theme that a page chose, which stays ``within`` folders, else the ``trusted`` one.

    ``trusted`` is named on the command line: a page that chooses the same file chooses a trusted one.
    Raises ThemeError as `load_theme` does, with what a page's theme may name.
    """
    if not chosen:
        return load_theme(trusted)
    if trusted.lower().endswith(".toml") and Path(trusted).resolve() == Path(chosen):
        within = ()
    try:
        return load_theme(chosen, within)
    except ThemeError as caught:
        if not within:
            raise
        folders = list(dict.fromkeys(map(str, within)))
        told = note("theme-of-page", at=Place(chosen), folders=folders)
        raise ThemeError(*caught.problems, told) from caught


def _read(tables: Tables, name: str) -> Theme:
    """The theme; where ``tables`` has problems it is not to be used."""
    tables.check_keys(_KEYS)
    roles = read_roles(tables)
    asked = tables.number("minimum_contrast", limits=(1, 21), default=_LEAST_CONTRAST)
    least = max(_LEAST_CONTRAST, asked)
    check_contrast(tables, roles, least)
    check_graphics(tables, roles, least)
    fonts = read_fonts(tables)
    design = _design(tables)
    return Theme(
        name=name,
        description=tables.text("description"),
        roles=roles,
        families=fonts.families,
        fallbacks=fonts.fallbacks,
        faces=fonts.faces,
        languages=fonts.languages,
        motif=tables.choice("motif", allowed=ALLOWED_MOTIFS, default="auto"),
        body_pt=tables.number("body_pt", limits=_BODY_PT, default=design.type.body_pt),
        minimum_contrast=least,
        printing=read_printing(tables),
        cards=read_cards(tables),
        pixel_faces=fonts.pixel_faces,
        channels=_channels(tables),
        accounts=_accounts(tables),
        accents=read_accents(tables, roles, least),
        design=design,
        brand=read_brand(tables),
    )


def _design(tables: Tables) -> Design:
    """The design that ``design`` names; the first one shipped where that is reported."""
    try:
        return read_design(tables.text("design", default=_USUAL_DESIGN), tables.within)
    except ThemeError as caught:
        place = tables.at("design")
        tables.report(*(p if p.place.file else p.placed(place) for p in caught.problems))
        return read_design(_USUAL_DESIGN)


def _channels(tables: Tables) -> tuple[str, ...]:
    """The ways to share a page, from ``[share] channels``."""
    tables.check_keys({"channels", "accounts"}, "share")
    channels = tables.get("share", "channels", default=[])
    known = isinstance(channels, list) and all(key in share_links.channel_keys() for key in channels)
    if known and len(set(channels)) == len(channels):
        return tuple(channels)
    tables.report(
        error(
            "theme-channels", at=tables.at("share", "channels"), value=shown(channels),
            allowed=share_links.channel_keys(),
        )
    )  # fmt: skip
    return ()


def _accounts(tables: Tables) -> dict[str, str]:
    """The publisher's accounts, from ``[share.accounts]``."""
    found = {}
    for network in tables.table("share", "accounts"):
        try:
            account = tables.get("share", "accounts", network)
            found[network] = accounts.parse_account(network, account)
        except BrochureError as caught:
            place = tables.at("share", "accounts", network)
            tables.report(*(problem.placed(place) for problem in caught.problems))
    return found


def _sources(
    named: str, folder: Path, shown_folder: Path, seen: tuple[Path, ...], within: Sequence[Path]
) -> Iterator[ThemeSource]:
    """The theme ``named``, then the one that it extends, and so on.

    A file is looked for in ``folder``, and called in messages as if it were in ``shown_folder``: as
    the user wrote it, while ``folder`` is free of links, so that a circle is found.
    """
    path, name, trusted = _find(named, folder, shown_folder)
    if trusted:
        within = ()
    tree, text = read_toml(path, name, within)
    source = ThemeSource(name=name, tree=_with_paths(tree, path.parent), text=text, trusted=trusted)
    alone = Tables((source,))
    if path in seen:
        raise ThemeError(error("theme-circle", at=alone.at("extends")))
    yield source
    if "extends" in tree:
        extended = alone.text("extends")
        if alone.problems:
            raise ThemeError(*alone.problems)
        yield from _sources(extended, path.parent, Path(name).parent, (*seen, path), within)


def _with_paths(tree: dict[str, Any], folder: Path) -> Mapping[str, Any]:
    """``tree`` with the files that it names below ``folder``; what is of another kind stays."""
    rows = (*_rows(tree, "fonts", "faces"), *_rows(tree, "brand", "partners"))
    for row, own in ((row, own) for row in rows for own in ("file", "logo") if own in row):
        if _is_file(own, row[own]):
            row[own] = str(found(folder / row[own]))
    design = tree.get("design")
    if isinstance(design, str) and design not in design_names():
        tree["design"] = str(folder / design)
    for name, keys in _OWN_FILES.items():
        table: Any = tree.get(name)
        for key in keys if isinstance(table, dict) else ():
            if _is_file(key, table.get(key)):
                table[key] = str(found(folder / table[key]))
    return tree


def _is_file(key: str, named: object) -> bool:
    """Whether ``named``, the value of ``key``, names a file: templates are names too."""
    if not isinstance(named, str) or not named:
        return False
    return "template" not in key or named.lower().endswith(".toml")


def _rows(tree: Mapping[str, Any], name: str, key: str) -> Iterator[dict[str, Any]]:
    """The tables of the array ``name.key``, as far as it is one."""
    table: Any = tree.get(name)
    rows: Any = table.get(key) if isinstance(table, dict) else None
    yield from (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def _find(named: str, folder: Path, shown_folder: Path) -> tuple[Path, str, Path | None]:
    """The file of the theme ``named``, what messages call it, and its folder if that is trusted.

    Trusted are the folders of brochure's themes and of those that packages bring: no page put them
    there.
    """
    if named.lower().endswith(".toml"):
        path, name = found(folder / named), str(shown_folder / named)
        if path.is_file():
            return path.resolve(), name, None
        raise ThemeError(error("theme-file-missing", at=Place(name)))
    if named in shipped_names():
        path = assets.templates_folder() / "themes" / f"{named}.toml"
        return path, str(path), path.parent
    if installed := find_installed(named):
        return installed.resolve(), str(installed), installed.resolve().parent
    raise ThemeError(error("theme-unknown", name=named, known=theme_names()))
