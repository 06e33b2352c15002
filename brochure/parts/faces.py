"""Faces: which characters a font has, how wide a text is in it, and what to do when none has one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.errors import GlyphError, RenderError
from brochure.page import Page
from brochure.parts import labels, prose
from brochure.parts.fitting import Setting
from brochure.theme import FontFace, Theme

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

UNIT = 1000
"""Words are measured once at this many pixels, where advances are exact, then scaled."""

FEATURES = ["-liga", "-clig"]
"""Titles and labels are set without ligatures, whose letters tracking could not part."""

_PACKAGES = {
    "CJK": "fonts-droid-fallback or fonts-noto-cjk",
    "HIRAGANA": "fonts-droid-fallback or fonts-noto-cjk",
    "KATAKANA": "fonts-droid-fallback or fonts-noto-cjk",
    "HANGUL": "fonts-droid-fallback or fonts-noto-cjk",
    "EMOJI": "fonts-symbola",
}
"""Debian's font packages by the first word of a character's Unicode name; else fonts-noto-core."""

_INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}


@cache
def coverage(path: Path) -> frozenset[int]:
    """The code points the font at ``path`` has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def font(path: Path, size: int) -> FreeTypeFont:
    """The font at ``path`` in ``size`` pixels, shaped by raqm. Raises RenderError without raqm."""
    from PIL import ImageFont, features

    if not features.check("raqm"):
        raise RenderError(
            "Pillow finds no FriBiDi, so text cannot be shaped; "
            "install it: apt install libfribidi0 (macOS: brew install fribidi)"
        )
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def setting(theme: Theme, family: tuple[str, int], tracking: float, lang: str) -> Setting:
    """What fitting needs to set text of a ``family`` (its name and weight) in ``lang``.

    ``tracking`` is in em and is added after each character.
    """
    face = theme.face(*family)
    return Setting(
        measure=measure(face.path, tracking),
        clinging=labels.clinging(lang),
        hyphens=_hyphens(lang),
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
def _hyphens(lang: str) -> Callable[[str], Sequence[int]]:
    import pyphen

    name = pyphen.language_fallback(lang.replace("-", "_"))
    if not name:
        return lambda word: ()
    dictionary = pyphen.Pyphen(lang=name)
    return lambda word: [int(p) for p in dictionary.positions(word)]


def check_glyphs(page: Page, address: str, theme: Theme) -> None:
    """Raise GlyphError when a text of ``page`` holds a character that its fonts lack.

    ``page`` is typeset, so that what typography adds is checked too; ``address`` is printed beside
    the code.
    """
    body = prose.compose(page.body, page.lang)
    titles = [address, page.title, page.kicker, page.lead, page.site_name, page.credits, page.licence]
    titles += [f"{f.value} {f.label}" for f in page.figures]
    titles += [f"{q.text} {q.by}" for q in page.quotes]
    if page.panels:
        titles += [page.panels.title, *page.panels.items]
    _check(titles, theme.chain(theme.title_family, 700), theme)
    _check([body.text, page.lead, page.note], theme.chain(theme.text_family, 400), theme)


def _check(texts: Iterable[str], chain: Sequence[FontFace], theme: Theme) -> None:
    wanted = {c for text in texts for c in text if unicodedata.category(c) not in _INVISIBLE}
    wanted |= {c for text in texts for c in text if c in "\u00a0\u202f"}
    have = frozenset().union(*(coverage(face.path) for face in chain))
    missing = sorted(c for c in wanted if ord(c) not in have)
    if missing:
        raise GlyphError(_missing_message(missing, chain, theme))


def _missing_message(missing: Sequence[str], chain: Sequence[FontFace], theme: Theme) -> str:
    shown = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing[:8])
    more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
    kinds = {unicodedata.name(c, "").split(" ")[0] for c in missing}
    kinds |= {"EMOJI" for c in missing if ord(c) >= 0x1F000}
    packages = sorted({_PACKAGES.get(kind, "fonts-noto-core") for kind in kinds - {""}})
    return (
        f"no font of the theme {theme.name} ({', '.join(f.family for f in chain)}) has {shown}{more}; "
        f"fonts that have them: Debian's {', '.join(packages) or 'fonts-noto-core'}; add the file "
        'to a theme with [[fonts.faces]] family = "…", weight = 400, file = "….ttf" and name the '
        "family in fonts.fallback"
    )
