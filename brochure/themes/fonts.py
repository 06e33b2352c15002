"""The fonts of a theme file: families of brochure, and files of the theme's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from brochure import assets
from brochure.errors import ThemeError
from brochure.text.font_metrics import open_face
from brochure.theme import FontFace
from brochure.themes.tables import number, refuse_unknown, table_of

_SUFFIXES = {".ttf", ".otf", ".ttc"}
_FONT_KEYS = {"title", "text", "fallback", "faces", "languages"}


Fonts = tuple[tuple[str, ...], tuple[FontFace, ...], tuple[FontFace, ...]]
"""The families, the faces that PDFs and cards take, and those that only cards take."""


def read_fonts(path: Path, tree: Mapping[str, Any]) -> Fonts:
    """The families of a theme file and their faces. Raises ThemeError."""
    fonts = table_of(path, tree, "fonts")
    refuse_unknown(path, fonts, _FONT_KEYS, "fonts.")
    families = (fonts.get("title"), fonts.get("text"), *fonts.get("fallback", []))
    known = [*_shipped_faces(), *(_own_face(path, f) for f in fonts.get("faces", []))]
    for family in families:
        if not any(f.family == family and not f.italic for f in known):
            have = ", ".join(sorted({f.family for f in known}))
            raise ThemeError(
                f'{path}: there is no font "{family}"; brochure has {have}; '
                "add a file with [[fonts.faces]] family, weight, file"
            )
    for family in families[:2]:
        if any(f.family == family and for_pixels_only(f.path) for f in known):
            raise ThemeError(
                f'{path}: "{family}" is a colour font or a collection, which a PDF does not take; '
                "name it in fonts.fallback, for cards"
            )
    named = [f for f in known if f.family in families]
    pixels = tuple(f for f in named if for_pixels_only(f.path))
    plain = tuple(name for name in families if not any(f.family == name for f in pixels))
    return plain, tuple(f for f in named if f not in pixels), pixels


_BITMAPS = {"CBDT", "sbix"}
"""The tables of fonts whose glyphs are pictures in pixels (OpenType 1.9; Apple's "sbix")."""


@cache
def for_pixels_only(path: Path) -> bool:
    """Whether the font at ``path`` is a collection, or in colours: cards draw it, PDFs do not."""
    if path.is_relative_to(assets.fonts_folder()):
        return False  # those of brochure are neither: an unchanged build need not load HarfBuzz
    return _is_collection(path) or not _BITMAPS.isdisjoint(open_face(path).table_tags)


def _is_collection(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"ttcf"
    except OSError as error:
        raise ThemeError(f"{path}: the font cannot be read ({error.strerror})") from error


def _shipped_faces() -> list[FontFace]:
    return [
        FontFace(
            family=family,
            weight=face["weight"],
            italic=face.get("italic", False),
            path=assets.fonts_folder() / face["file"],
        )
        for family, faces in assets.toml("fonts/fonts.toml").items()
        for face in faces
    ]


def _own_face(path: Path, face: Mapping[str, Any]) -> FontFace:
    refuse_unknown(path, face, {"family", "weight", "italic", "file", "index"}, "fonts.faces.")
    file = Path(str(face.get("file", "")))
    if not face.get("family") or not file.is_file() or file.suffix.lower() not in _SUFFIXES:
        raise ThemeError(
            f"{path}: [[fonts.faces]] needs family and file, a static .ttf or .otf, or a .ttc with its "
            f"index for cards alone; {file} is not one"
        )
    tags = set() if _is_collection(file) else set(open_face(file).table_tags)
    if "fvar" in tags:
        raise ThemeError(f"{path}: {file.name} is a variable font; take a static one for each weight")
    if "COLR" in tags and not tags & _BITMAPS:
        raise ThemeError(
            f"{path}: {file.name} draws its colours as layers (COLR), which cards do not; take a "
            "font of bitmaps, such as Debian's NotoColorEmoji.ttf"
        )
    return FontFace(
        family=str(face["family"]),
        weight=int(number(path, face, "weight", (100, 900), 400)),
        italic=face.get("italic") is True,
        path=file,
        index=int(number(path, face, "index", (0, 63), 0)),
    )
