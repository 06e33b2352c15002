"""Font metrics: the characters of a font, the width of a text in it, and what to do without one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.errors import GlyphError, RenderError, ThemeError
from brochure.page import Page
from brochure.problems import Place, Problem, Text, error
from brochure.text import labels
from brochure.text.fitting import Setting
from brochure.theme import FontFace, Theme

if TYPE_CHECKING:
    import pyphen
    import uharfbuzz
    from PIL.ImageFont import FreeTypeFont

UNIT = 1000
"""Words are measured once at this many pixels, where advances are exact, then scaled."""

FEATURES = ["-liga", "-clig"]
"""Titles and labels are set without ligatures, whose letters tracking could not part."""

_PACKAGES = {
    "CJK": ("fonts-droid-fallback", "fonts-noto-cjk"),
    "HIRAGANA": ("fonts-droid-fallback", "fonts-noto-cjk"),
    "KATAKANA": ("fonts-droid-fallback", "fonts-noto-cjk"),
    "HANGUL": ("fonts-nanum", "fonts-noto-cjk"),
    "EMOJI": ("fonts-symbola", "fonts-noto-color-emoji"),
}
"""Debian's font packages by the first word of a character's Unicode name; else _OTHER_PACKAGES."""

_OTHER_PACKAGES = ("fonts-noto-core",)

MOST_NAMED = 8
"""So many missing characters are named; of the others, how many there are."""

_INVISIBLE = {"Cc", "Zl", "Zp", "Zs"}

_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What shapes and steers text without being drawn (Unicode's Default_Ignorable_Code_Point)."""

_BY_UNICODE = (b"\0\0", b"\0\3\0\1", b"\0\3\0\x0a")
"""How the record of such a table begins: platform 0, or Windows with encoding 1 or 10."""

COLOUR_SCALE = 0.86
"""Emoji are drawn to be higher than letters: so they stand in their line."""

_STRIKES = (109, 128, 136, 160, 96, 72, 64, 48, 32, 20)
"""Sizes in pixels of the bitmaps in known colour fonts; 109 is Noto Color Emoji's."""


def open_face(path: Path, index: int = 0) -> uharfbuzz.Face:
    """Open face ``index`` of the font at ``path`` with HarfBuzz; only a collection has more than one.

    Raises ThemeError for a file that is no font. HarfBuzz refuses nothing that it can read: a file
    that is no font, or a face that a collection does not have, is a face without tables.
    """
    import uharfbuzz as hb

    try:
        face = hb.Face(hb.Blob.from_file_path(path), index)
    except hb.HarfBuzzError as caught:
        unreadable = error("font-unreadable", at=Place(str(path)), reason=str(caught))
        raise ThemeError(unreadable) from caught
    if not face.table_tags:
        at = Place(str(path))
        raise ThemeError(
            error("font-no-face", at=at, face=index) if index else error("font-none", at=at)
        )
    return face


@cache
def coverage(path: Path, index: int = 0) -> frozenset[int]:
    """The code points that face ``index`` of the font at ``path`` has a glyph for.

    Raises ThemeError for a file that is no font, or whose characters cannot be read.
    """
    face = open_face(path, index)
    points = frozenset(face.unicodes) if _has_unicode_table(face) else None
    if not points:
        raise ThemeError(error("font-no-characters", at=Place(str(path))))
    return points


def _has_unicode_table(face: uharfbuzz.Face) -> bool:
    """Whether a table of characters is by Unicode (OpenType 1.9, "cmap": platform and encoding).

    HarfBuzz reads those of old Macintosh and symbol fonts too, by which FreeType draws no card.
    """
    cmap = bytes(face.reference_table("cmap").data)
    end = 4 + 8 * int.from_bytes(cmap[2:4], "big")
    return any(cmap[at : at + 4].startswith(_BY_UNICODE) for at in range(4, end, 8))


@cache
def font(path: Path, size: int, index: int = 0) -> FreeTypeFont:
    """The font at ``path`` in ``size`` pixels, shaped by raqm. Raises RenderError without raqm."""
    from PIL import ImageFont, features

    if not features.check("raqm"):
        raise RenderError(error("raqm-missing"))
    return ImageFont.truetype(str(path), size, index, layout_engine=ImageFont.Layout.RAQM)


@cache
def strike(face: FontFace) -> int:
    """The pixels in which a font of bitmaps, such as colour emoji, can be drawn; 0 for outlines."""
    try:
        font(face.path, UNIT, face.index)
    except OSError:
        for size in _STRIKES:
            try:
                font(face.path, size, face.index)
            except OSError:
                continue
            return size
        raise RenderError(error("font-no-bitmaps", at=Place(face.path.name))) from None
    return 0


@lru_cache(maxsize=8192)
def advance(face: FontFace, char: str) -> float:
    """The advance width of one character in em."""
    return float(font(face.path, UNIT, face.index).getlength(char, features=FEATURES)) / UNIT


@lru_cache(maxsize=32768)
def kerning(face: FontFace, one: str, other: str) -> float:
    """What the font adds between two characters, in em; nothing before the first."""
    if not one:
        return 0.0
    both = float(font(face.path, UNIT, face.index).getlength(one + other, features=FEATURES))
    return both / UNIT - advance(face, one) - advance(face, other)


def shaped_width(face: FontFace, text: str, *, rtl: bool) -> float:
    """The advance width of ``text``, shaped in one direction, in em."""
    size = strike(face)
    large = font(face.path, size or UNIT, face.index)
    if size:  # joined emoji are ligatures
        return float(large.getlength(text)) / size * COLOUR_SCALE
    return float(large.getlength(text, direction="rtl" if rtl else "ltr", features=FEATURES)) / UNIT


def setting(theme: Theme, family: tuple[str, int], tracking: float, lang: str) -> Setting:
    """What fitting needs to set text of a ``family`` (its name and weight) in ``lang``.

    ``tracking`` is in em and is added after each character.
    """
    face = theme.face(*family)
    return Setting(
        measure=measure(face.path, tracking),
        no_break_after=labels.no_break_after(lang),
        hyphens=hyphens(lang),
    )


@cache
def measure(path: Path, tracking: float) -> Callable[[str], float]:
    """A function that gives a text's advance width in em."""
    large = font(path, UNIT)

    @lru_cache(maxsize=8192)
    def width(text: str) -> float:
        return float(large.getlength(text, features=FEATURES)) / UNIT + tracking * len(text)

    return width


@cache
def hyphens(lang: str) -> Callable[[str], Sequence[int]]:
    """Where words of ``lang`` may be divided; the dictionary is read when the first one must be."""

    def positions(word: str) -> Sequence[int]:
        dictionary = _dictionary(lang)
        return [int(position) for position in dictionary.positions(word)] if dictionary else ()

    return positions


@cache
def _dictionary(lang: str) -> pyphen.Pyphen | None:
    """The dictionary of the tag ``lang``, or of its language alone; None where there is none."""
    import pyphen

    name = pyphen.language_fallback(lang.replace("-", "_"))
    return pyphen.Pyphen(lang=name) if name else None


def check_glyphs(page: Page, address: str, theme: Theme, *, cards_only: bool = False) -> None:
    """Raise GlyphError when a text of ``page`` holds a character that its fonts lack.

    ``page`` is typeset, so that what typography adds is checked too; ``address`` is printed beside
    the code. ``cards_only`` spares the body, and lets fonts count that only cards can draw.
    """
    titles = [address, page.title, page.kicker, page.lead, page.site_name, page.credits, page.licence]
    titles += [f"{f.value} {f.label}" for f in page.figures]
    titles += [f"{q.text} {q.by}" for q in page.quotes]
    if cards_only:
        _refuse_missing(titles, theme.card_chain(theme.title_family, 700))
        return
    from brochure.text import prose

    body = prose.compose(page.body, page.lang)
    if page.panels:
        titles += [page.panels.title, *page.panels.items]
    _refuse_missing(titles, theme.chain(theme.title_family, 700))
    _refuse_missing([body.text, page.lead, page.note], theme.chain(theme.text_family, 400))


def is_invisible(char: str) -> bool:
    """Whether nothing is drawn for ``char``, by design."""
    return _IGNORABLE.match(char) is not None


def _refuse_missing(texts: Iterable[str], chain: Sequence[FontFace]) -> None:
    if missing := lacking(texts, chain):
        raise GlyphError(missing_problem(missing, chain))


def lacking(texts: Iterable[str], chain: Sequence[FontFace]) -> list[str]:
    """The characters of ``texts`` that no face of ``chain`` has, sorted."""
    wanted = {c for text in texts for c in text}
    wanted = {c for c in wanted if c in "\u00a0\u202f" or not _is_blank(c)}
    for face in chain:
        wanted -= {c for c in wanted if ord(c) in coverage(face.path, face.index)}
        if not wanted:
            return []
    return sorted(wanted)


def _is_blank(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE or is_invisible(char)


def missing_problem(missing: Sequence[str], chain: Sequence[FontFace]) -> Problem:
    """That no face of ``chain`` has the characters ``missing``, and where there are fonts with them."""
    names = {unicodedata.name(c[0], "").split(" ")[0] for c in missing} - {""}
    names |= {"EMOJI" for c in missing if ord(c[0]) >= 0x1F000}
    packages = {package for name in names for package in _PACKAGES.get(name, _OTHER_PACKAGES)}
    families = tuple(dict.fromkeys(face.family for face in chain))
    characters = tuple(f"{c} (U+{ord(c[0]):04X})" for c in missing[:MOST_NAMED])
    advice = Text("glyphs-advice", packages=sorted(packages) or _OTHER_PACKAGES)
    if (more := len(missing) - MOST_NAMED) > 0:
        return error(
            "glyphs-many-missing", families=families, characters=characters, count=more, advice=advice
        )
    return error("glyphs-missing", families=families, characters=characters, advice=advice)
