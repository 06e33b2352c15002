"""Theme files: TOML in, Theme out; a theme that cannot be read on paper is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from brochure import assets
from brochure.errors import BrochureError, ThemeError
from brochure.networks import accounts, share_links
from brochure.problems import Place
from brochure.theme import MOTIFS, Theme
from brochure.themes.card_options import for_cards, read_cards
from brochure.themes.colours import check_contrast, read_roles
from brochure.themes.fonts import read_fonts
from brochure.themes.printing import for_printer, read_printing
from brochure.themes.tables import number, refuse_unknown, table_of

__all__ = ["for_cards", "for_printer", "load_theme", "shipped_names"]

_KEYS = {
    "description", "extends", "motif", "body_pt", "minimum_contrast", "palette", "roles", "fonts",
    "printing", "cards", "share",
}  # fmt: skip
_BODY_PT = (9.0, 14.0)
_OWN_FILES = {"printing": ("profile",), "cards": ("logo", "template", "photo_template")}
"""Keys that may name a file beside the theme."""


def shipped_names() -> tuple[str, ...]:
    """The names of the themes that come with brochure."""
    return tuple(sorted(p.stem for p in (assets.templates_folder() / "themes").glob("*.toml")))


def load_theme(name_or_path: str | Path) -> Theme:
    """The theme of that name, or of that TOML file. Raises ThemeError."""
    try:
        return _load(str(name_or_path))
    except (TypeError, ValueError, AttributeError, KeyError, RecursionError) as error:
        raise ThemeError(
            f"{name_or_path}: a value is not of the kind its key needs ({error}); docs/themes.md shows "
            "every key"
        ) from error


def _load(name_or_path: str) -> Theme:
    tree, path = _tree(name_or_path)
    refuse_unknown(path, tree, _KEYS, "")
    roles = read_roles(path, tree)
    least = max(4.5, number(path, tree, "minimum_contrast", (1, 21), 4.5))
    check_contrast(path, roles, least)
    families, faces, pixel_faces = read_fonts(path, tree)
    languages = {str(k): str(v) for k, v in tree.get("fonts", {}).get("languages", {}).items()}
    for family in set(languages.values()) - {f.family for f in faces}:
        raise ThemeError(f'{path}: fonts.languages names "{family}", which is not in fonts.fallback')
    motif = tree.get("motif", "hemicycle")
    if motif not in MOTIFS:
        raise ThemeError(f'{path}: motif = "{motif}"; it can be {", ".join(MOTIFS)}')
    return Theme(
        name=path.stem,
        description=str(tree.get("description", "")),
        roles=roles,
        families=families,
        faces=faces,
        languages=languages,
        motif=motif,
        body_pt=number(path, tree, "body_pt", _BODY_PT, 10.4),
        minimum_contrast=least,
        printing=read_printing(path, tree),
        cards=read_cards(path, tree),
        pixel_faces=pixel_faces,
        channels=_channels(path, tree),
        accounts=_accounts(path, tree),
    )


def _channels(path: Path, tree: dict[str, Any]) -> tuple[str, ...]:
    """The ways to share a page, from ``[share] channels``."""
    table = table_of(path, tree, "share")
    refuse_unknown(path, table, {"channels", "accounts"}, "share.")
    found = table.get("channels", [])
    known = share_links.channel_keys()
    unknown = [key for key in found if key not in known] if isinstance(found, list) else [found]
    if unknown or len(set(found)) < len(found):
        raise ThemeError(
            f"{path}: share.channels = {found!r}; it is a list of {', '.join(known)}, each once"
        )
    return tuple(found)


def _accounts(path: Path, tree: dict[str, Any]) -> dict[str, str]:
    """The publisher's accounts, from ``[share.accounts]``."""
    table = table_of(path, table_of(path, tree, "share"), "accounts")
    found = {}
    for key, text in table.items():
        try:
            found[key] = accounts.parse_account(key, text)
        except BrochureError as error:
            place = Place(str(path), key=f"share.accounts.{key}")
            raise ThemeError(*error.placed(place).problems) from None
    return found


def _tree(name_or_path: str, seen: tuple[Path, ...] = ()) -> tuple[dict[str, Any], Path]:
    path = _find(name_or_path, seen[-1].parent if seen else Path())
    if path in seen:
        raise ThemeError(f'{path}: "extends" leads back to the theme itself')
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThemeError(f"{path}: not a readable TOML file: {error}") from error
    for face in _faces_of(path, tree):
        face["file"] = str(path.parent / str(face.get("file", "")))
    for table, keys in _OWN_FILES.items():
        for key in keys:
            named = tree[table].get(key) if isinstance(tree.get(table), dict) else None
            if named and ("template" not in key or str(named).lower().endswith(".toml")):
                tree[table][key] = str(path.parent / str(named))
    if "extends" in tree:
        base, _ = _tree(str(tree["extends"]), (*seen, path))
        tree = _merged(base, tree)
    return tree, path


def _faces_of(path: Path, tree: dict[str, Any]) -> list[dict[str, Any]]:
    fonts = tree.get("fonts", {})
    faces = fonts.get("faces", []) if isinstance(fonts, dict) else []
    if not isinstance(faces, list) or not all(isinstance(f, dict) for f in faces):
        raise ThemeError(f"{path}: faces are written as [[fonts.faces]] tables")
    return faces


def _find(name_or_path: str, folder: Path) -> Path:
    if name_or_path.lower().endswith(".toml"):
        path = folder / name_or_path
        if path.is_file():
            return path.resolve()
        raise ThemeError(f"{name_or_path}: there is no such theme file")
    if name_or_path in shipped_names():
        return assets.templates_folder() / "themes" / f"{name_or_path}.toml"
    known = ", ".join(shipped_names())
    raise ThemeError(
        f'there is no theme "{name_or_path}"; brochure has {known}; '
        "your own is given as a file: --theme my-theme.toml"
    )


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """``base`` with the values of ``over``, tables merged key by key."""
    both = dict(base)
    for key, value in over.items():
        old = both.get(key)
        both[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return both
