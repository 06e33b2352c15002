"""Font metrics: the characters of a font, the width of a text in it, and what to do without one."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import opened_files
from brochure.errors import GlyphError, RenderError, ThemeError
from brochure.page import Page
from brochure.problems import Place, Problem, Text, error, warning
from brochure.text import graphemes, hyphenation, labels
from brochure.text.fitting import Setting
from brochure.theme import FontFace, Theme

if TYPE_CHECKING:
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

FAMILIES_NAMED = 3
"""So many families of a theme are named: those for titles or text, and the first fallbacks."""

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

_USUAL = re.compile("[\t\n\r -~\u00a0-\u017f\u2010\u2013-\u2026\u202f\u20ac\u2190-\u2193]*")
"""What the fonts of a European text have: it is measured in one of them, and asks for no fallback."""

_SMILE = 0x1F600
"""GRINNING FACE: what has it is a font of emoji."""

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
        judged = opened_files.kept(path)
        blob = hb.Blob.from_file_path(path) if judged is None else hb.Blob(judged)
        face = hb.Face(blob, index)
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


@cache
def characters_of_glyphs(face: FontFace) -> dict[int, str]:
    """The character that each glyph of ``face`` is drawn for when it stands alone, by its number."""
    import uharfbuzz as hb

    font = hb.Font(open_face(face.path, face.index))
    points = sorted(coverage(face.path, face.index), reverse=True)
    return {font.get_nominal_glyph(point): chr(point) for point in points}


def single_glyphs(face: FontFace, texts: Iterable[str]) -> dict[int, str]:
    """Of ``texts`` those that ``face`` draws as one glyph, by its number."""
    import uharfbuzz as hb

    font = hb.Font(open_face(face.path, face.index))
    found: dict[int, str] = {}
    for text in sorted(texts):
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        drawn = [
            info.codepoint
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
            if at.x_advance
        ]
        if len(drawn) == 1:
            found[drawn[0]] = text
    return found


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
    judged = opened_files.kept(path)
    file = str(path) if judged is None else io.BytesIO(judged)
    return ImageFont.truetype(file, size, index, layout_engine=ImageFont.Layout.RAQM)


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
    return Setting(
        measure=measure(theme.chain(*family), tracking),
        no_break_after=labels.no_break_after(lang),
        hyphens=hyphens(lang),
    )


@cache
def measure(chain: tuple[FontFace, ...], tracking: float) -> Callable[[str], float]:
    """A function that gives a text's advance width in em, set in the first of ``chain`` that has it."""
    large = font(chain[0].path, UNIT, chain[0].index)

    @lru_cache(maxsize=8192)
    def width(text: str) -> float:
        pieces = ((chain[0], text),) if _USUAL.fullmatch(text) else _pieces(text, chain)
        ems = sum(
            float(font(face.path, UNIT, face.index).getlength(piece, features=FEATURES)) / UNIT
            if face != chain[0]
            else float(large.getlength(piece, features=FEATURES)) / UNIT
            for face, piece in pieces
        )
        return ems + tracking * len(text)

    return width


def _pieces(text: str, chain: Sequence[FontFace]) -> Iterator[tuple[FontFace, str]]:
    """``text`` in pieces of one face of ``chain``; marks and joiners stay with what they follow."""
    faces: list[FontFace] = []
    for char in text:
        joins = faces and (is_invisible(char) or unicodedata.combining(char))
        faces.append(faces[-1] if joins else _first_with(char, chain))
    pairs = zip(faces, text, strict=True)
    for face, group in groupby(pairs, key=lambda pair: pair[0]):
        yield face, "".join(char for _, char in group)


def _first_with(char: str, chain: Sequence[FontFace]) -> FontFace:
    return next((f for f in chain if ord(char) in coverage(f.path, f.index)), chain[0])


@cache
def hyphens(lang: str) -> Callable[[str], Sequence[int]]:
    """Where words of ``lang`` may be divided; the dictionary is read when the first one must be."""

    def positions(word: str) -> Sequence[int]:
        patterns = hyphenation.dictionary(lang)
        return [int(position) for position in patterns.positions(word)] if patterns else ()

    return positions


def check_glyphs(page: Page, address: str, theme: Theme, *, cards_only: bool = False) -> None:
    """Raise GlyphError when a text of ``page`` holds a character that its fonts lack.

    ``page`` is typeset, so that what typography adds is checked too; ``address`` is printed beside
    the code. ``cards_only`` spares the body, and lets fonts count that only cards can draw.
    """
    titles = [address, page.title, page.kicker, page.lead, page.site_name, page.credits, page.licence]
    titles += [f"{p.value} {p.label} {p.before}" for f in page.figures for p in (f, *f.parts)]
    titles += [f"{q.text} {q.by}" for q in page.quotes]
    if cards_only:
        _refuse_missing([(titles, theme.card_chain(theme.title_family, 700))], page.source)
        return
    from brochure.text import prose

    body = prose.compose(page.body, page.lang)
    if page.panels:
        titles += [page.panels.title, *page.panels.items]
    if page.event:
        titles += [page.event.place, page.event.address]
    titles += [page.issuer.name, page.issuer.address, page.issuer.telephone, page.issuer.legal]
    reading = [body.text, page.lead, page.note]
    of_titles, of_text = theme.chain(theme.title_family, 700), theme.chain(theme.text_family, 400)
    _refuse_missing([(titles, of_titles), (reading, of_text)], page.source)


def with_fallbacks(theme: Theme, texts: Iterable[str]) -> Theme:
    """``theme`` with those of brochure's fallbacks alone that ``texts`` need.

    A PDF engine loads every font that it is given, whether it draws with it or not.
    """
    unusual = {text for text in texts if not _USUAL.fullmatch(text)}
    needed: set[str] = set()
    for family, weight in ((theme.title_family, 700), (theme.text_family, 400)):
        own = replace(theme, fallbacks=()).chain(family, weight)
        missing = set(lacking(unusual, own))
        for name in theme.fallbacks if missing else ():
            face = theme.face(name, weight)
            have = {c for c in missing if ord(c) in coverage(face.path, face.index)}
            needed |= {name} if have else set()
            missing -= {c for c in have if not draws_pictures(face) and not graphemes.is_picture(c)}
        if any(graphemes.holds_picture(t) for t in unusual) and not any(map(draws_pictures, own)):
            needed |= {f for f in theme.fallbacks if draws_pictures(theme.face(f, 400))}
    return replace(theme, fallbacks=tuple(f for f in theme.fallbacks if f in needed))


_BOLD_ITALIC = re.compile("<strong[^<>]*><em|<em[^<>]*><strong")

BOLD = 600
"""The least weight that is seen as bold beside a regular one."""


def lost_styles(theme: Theme, html: str) -> Iterator[Problem]:
    """A warning where the text's family has no face for what ``html`` sets in bold or in italics."""
    faces = [face for face in theme.faces if face.family == theme.text_family]
    bold, italic = [f for f in faces if f.weight >= BOLD], [f for f in faces if f.italic]
    styles = {
        Text("style-bold"): "<strong" in html and not bold,
        Text("style-italic"): "<em" in html and not italic,
        Text("style-bold-italic"): _BOLD_ITALIC.search(html) and not any(face.italic for face in bold),
    }
    if lost := [style for style in styles if styles[style]]:
        yield warning("styles-lost", family=theme.text_family, styles=lost)


def draws_pictures(face: FontFace) -> bool:
    """Whether ``face`` is a font of emoji, in colours or in black."""
    return _SMILE in coverage(face.path, face.index)


def is_invisible(char: str) -> bool:
    """Whether nothing is drawn for ``char``, by design."""
    return _IGNORABLE.match(char) is not None


def _refuse_missing(texts_in: Iterable[tuple[Sequence[str], Sequence[FontFace]]], source: str) -> None:
    found: list[Problem] = []
    for texts, chain in texts_in:
        if missing := lacking(texts, chain):
            numbered = enumerate(unicodedata.normalize("NFC", source).splitlines(), 1)
            lines = [number for number, line in numbered if not set(missing).isdisjoint(line)]
            found.append(missing_problem(missing, chain, lines))
    if found:
        raise GlyphError(*found)


def lacking(texts: Iterable[str], chain: Sequence[FontFace]) -> list[str]:
    """The characters of ``texts`` that no face of ``chain`` has, sorted."""
    wanted = {c for text in texts for c in unicodedata.normalize("NFC", text)}
    wanted = {c for c in wanted if c in "\u00a0\u202f" or not _is_blank(c)}
    for face in chain:
        wanted -= {c for c in wanted if ord(c) in coverage(face.path, face.index)}
        if not wanted:
            return []
    return sorted(wanted)


def _is_blank(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE or is_invisible(char)


def missing_problem(
    missing: Sequence[str], chain: Sequence[FontFace], lines: Sequence[int] = ()
) -> Problem:
    """That no face of ``chain`` has the characters ``missing``, and where there are fonts with them.

    ``lines`` are those of the page's source that hold some.
    """
    names = {unicodedata.name(c[0], "").split(" ")[0] for c in missing} - {""}
    names |= {"EMOJI" for c in missing if ord(c[0]) >= 0x1F000}
    packages = {package for name in names for package in _PACKAGES.get(name, _OTHER_PACKAGES)}
    families = list(dict.fromkeys(face.family for face in chain))
    families[FAMILIES_NAMED:] = ["…"][: len(families) > FAMILIES_NAMED]
    characters = tuple(f"{c} (U+{ord(c[0]):04X})" for c in missing[:MOST_NAMED])
    advice = Text("glyphs-advice", packages=sorted(packages) or _OTHER_PACKAGES)
    at = Place(line=lines[0]) if lines else Place()
    others = [str(line) for line in lines[1 : 1 + MOST_NAMED]] + ["…"][: len(lines) > 1 + MOST_NAMED]
    also = Text("glyphs-also", count=len(others), lines=others) if others else ""
    if (more := len(missing) - MOST_NAMED) > 0:
        return error(
            "glyphs-many-missing", at=at, families=families, characters=characters, count=more,
            also=also, advice=advice,
        )  # fmt: skip
    return error(
        "glyphs-missing", at=at, families=families, characters=characters, also=also, advice=advice
    )
