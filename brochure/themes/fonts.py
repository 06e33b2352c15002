"""The fonts of a theme file: families that come with brochure, and files of the theme's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from brochure import assets, opened_files
from brochure.errors import ThemeError
from brochure.problems import Place, error, reason
from brochure.text.font_files import MOST_BYTES, check_font, is_collection
from brochure.text.font_metrics import open_face
from brochure.theme import FontFace
from brochure.themes.tables import Tables
from brochure.toml_files import shown

_SUFFIXES = {".ttf", ".otf", ".ttc"}
FALLBACKS = (
    "Noto Sans",
    "Noto Sans Hebrew",
    "Noto Sans Georgian",
    "Noto Sans Armenian",
    "Noto Sans Thai",
    "Noto Sans Symbols",
    "Noto Sans Symbols 2",
    "Noto Sans Math",
    "Noto Sans Mono",
    "Noto Emoji",
)
"""The families of brochure that draw what a theme's own lack, in every theme and in this order."""

_FACE_KEYS = {"family", "weight", "italic", "file", "index"}


class Fonts(NamedTuple):
    """The fonts of a theme.

    ``families`` are those of titles, of text, then the theme's fallbacks; ``fallbacks`` the families
    of brochure that come after them. ``faces`` are the fonts of both that PDFs and cards take,
    ``pixel_faces`` those that only cards take; ``languages`` names the family of a language.
    """

    families: tuple[str, ...]
    fallbacks: tuple[str, ...]
    faces: tuple[FontFace, ...]
    pixel_faces: tuple[FontFace, ...]
    languages: dict[str, str]


def read_fonts(tables: Tables) -> Fonts:
    """The families of a theme and their faces, as far as there are any; what is wrong is reported."""
    tables.check_keys({"title", "text", "fallback", "faces", "languages"}, "fonts")
    known = [*_shipped_faces(), *_own_faces(tables)]
    families = tuple(_families(tables, known))
    fallbacks = tuple(family for family in FALLBACKS if family not in families)
    named = [face for face in known if face.family in {*families, *fallbacks}]
    pixel_faces = tuple(face for face in named if _in_pixels(tables, face))
    faces = tuple(face for face in named if face not in pixel_faces)
    only_pixels = {face.family for face in pixel_faces}
    for key, family in zip(("title", "text"), families, strict=False):
        if family in only_pixels:
            tables.report(error("font-in-pdf", at=tables.at("fonts", key), family=family))
    plain = tuple(family for family in families if family not in only_pixels)
    return Fonts(plain, fallbacks, faces, pixel_faces, _languages(tables, faces))


def _families(tables: Tables, known: Sequence[FontFace]) -> Iterator[str]:
    """The families that the theme names; each has an upright face, or is reported."""
    have = sorted({face.family for face in known})
    for key in ("title", "text"):
        if tables.get("fonts", key) is None:
            tables.report(error("font-missing", at=tables.at("fonts", key), have=have))
    fallback = tables.get("fonts", "fallback", default=[])
    if not isinstance(fallback, list):
        tables.report(error("theme-names", at=tables.at("fonts", "fallback"), value=shown(fallback)))
        fallback = []
    keys = ("title", "text", *("fallback" for _ in fallback))
    values = (tables.get("fonts", "title"), tables.get("fonts", "text"), *fallback)
    for key, family in zip(keys, values, strict=True):
        if isinstance(family, str) and any(f.family == family and not f.italic for f in known):
            yield family
        elif family is not None:
            at = tables.at("fonts", key)
            tables.report(error("font-unknown", at=at, family=shown(family), have=have))


def _languages(tables: Tables, faces: Sequence[FontFace]) -> dict[str, str]:
    """The family that sets everything in a language, by its code."""
    families = {face.family for face in faces}
    found = dict(tables.table("fonts", "languages"))
    for language, family in found.items():
        if not isinstance(family, str) or family not in families:
            at = tables.at("fonts", "languages", language)
            tables.report(error("font-of-language", at=at, family=shown(family)))
    return found


_BITMAPS = {"CBDT", "sbix"}
"""The tables of fonts whose glyphs are pictures in pixels (OpenType 1.9; Apple's "sbix")."""


@cache
def for_pixels_only(path: Path) -> bool:
    """Whether the font at ``path`` is a collection, or in colours: cards draw it, PDFs do not.

    Raises ThemeError for a file that is no font.
    """
    if path.is_relative_to(assets.fonts_folder()):
        return False  # those of brochure are neither: an unchanged build need not load HarfBuzz
    try:
        data = opened_files.bytes_of(path)
    except OSError as caught:
        unreadable = error("font-unreadable", at=Place(str(path)), reason=reason(caught))
        raise ThemeError(unreadable) from caught
    return is_collection(data) or not _BITMAPS.isdisjoint(open_face(path).table_tags)


def _in_pixels(tables: Tables, face: FontFace) -> bool:
    try:
        return for_pixels_only(face.path)
    except ThemeError as caught:
        tables.report(*caught.problems)
        return False


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


def _own_faces(tables: Tables) -> Iterator[FontFace]:
    faces = tables.get("fonts", "faces", default=[])
    if not isinstance(faces, list) or not all(isinstance(face, dict) for face in faces):
        tables.report(error("font-faces", at=tables.at("fonts", "faces")))
        return
    for number in range(len(faces)):
        if face := _own_face(tables, ("fonts", "faces", number)):
            yield face


def _own_face(tables: Tables, key: tuple[str, str, int]) -> FontFace | None:
    """The face of one [[fonts.faces]], or None where it is reported."""
    tables.check_keys(_FACE_KEYS, *key)
    family, named = tables.text(*key, "family"), Path(tables.text(*key, "file"))
    weight = int(tables.number(*key, "weight", limits=(100, 900), default=400))
    index = int(tables.number(*key, "index", limits=(0, 63), default=0))
    if not family or not named.is_file() or named.suffix.lower() not in _SUFFIXES:
        tables.report(error("font-file", at=tables.at(*key), file=named))
        return None
    try:
        file, data = opened_files.keep(named, MOST_BYTES, tables.within)
        check_font(data, str(named))
        tags = set() if is_collection(data) else set(open_face(file).table_tags)
    except OSError as caught:
        tables.report(error("font-unreadable", at=tables.at(*key), reason=reason(caught)))
        return None
    except ThemeError as caught:
        tables.report(*caught.problems)
        return None
    if "fvar" in tags:
        tables.report(error("font-variable", at=tables.at(*key), file=file.name))
        return None
    if "COLR" in tags and not tags & _BITMAPS:
        tables.report(error("font-layered", at=tables.at(*key), file=file.name))
        return None
    return FontFace(
        family=family, weight=weight, italic=tables.boolean(*key, "italic"), path=file, index=index
    )
