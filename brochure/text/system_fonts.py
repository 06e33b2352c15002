"""Fonts of the machine: for cards alone, when no font of the theme has a character of their texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from brochure.page import Page
from brochure.problems import Problem, warning
from brochure.text import font_metrics, look_alikes
from brochure.theme import FontFace, Theme

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path.home() / "Library/Fonts",
    Path("C:/Windows/Fonts"),
)
"""Where systems keep their fonts."""

_UNUSUAL = re.compile(
    "[^\u0000-\u024f\u0600-\u06ff\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2100-\u2193]"
)
"""Characters that a theme's own fonts are not made for: for these it is worth to look around."""

_FILES = (
    ("Noto Color Emoji", 400, "NotoColorEmoji.ttf"),
    ("Apple Color Emoji", 400, "Apple Color Emoji.ttc"),
    ("Noto Sans CJK", 400, "NotoSansCJK-Regular.ttc"),
    ("Noto Sans CJK", 700, "NotoSansCJK-Bold.ttc"),
    ("Droid Sans Fallback", 400, "DroidSansFallbackFull.ttf"),
    ("Droid Sans Fallback", 400, "DroidSansFallback.ttf"),
    ("Hiragino Sans GB", 400, "Hiragino Sans GB.ttc"),
)
"""Families, weights and files, the best first; then Noto Sans for other scripts, then DejaVu Sans."""

MOST_SHOWN = 12
"""Characters of a warning."""

_OTHERS = re.compile(r"(NotoSans\w*|DejaVuSans)(?:-(Regular|Bold))?\.(?:ttf|otf)")
_CJK_INDEX = {"ja": 0, "ko": 1, "zh": 2, "zh-cn": 2, "zh-hans": 2, "zh-tw": 3, "zh-hant": 3, "zh-hk": 4}
"""The face of a Noto CJK collection by language: the same ideograph is drawn as its readers know it."""


def borrow(page: Page, theme: Theme) -> tuple[Theme, Problem | None]:
    """``theme`` with the fonts of this machine that the cards of ``page`` need, and a warning of it.

    ``theme`` as it is, and None, where no font is missing, or none is found that has the characters.
    """
    page = look_alikes.shown_page(page, theme)
    texts = [page.title, page.kicker, page.lead, page.site_name]
    texts += [f"{p.value} {p.label} {p.before}" for f in page.figures for p in (f, *f.parts)]
    texts += [f"{q.text} {q.by}" for q in page.quotes]
    if not any(_UNUSUAL.search(text) for text in texts):
        return theme, None
    own = theme.for_language(page.language)
    missing = set(font_metrics.lacking(texts, own.card_chain(own.title_family, 700)))
    faces = tuple(_covering(missing, page.lang.lower()))
    if not faces:
        return theme, None
    fonts = tuple(dict.fromkeys(f"{face.family} ({face.path})" for face in faces))
    shown = _shown(texts, faces)
    note = warning("fonts-borrowed", page=page.slug, characters=shown, fonts=fonts)
    return replace(theme, borrowed_faces=faces), note


def _shown(texts: Iterable[str], faces: Iterable[FontFace]) -> str:
    """The first characters that are drawn in the borrowed ``faces``."""
    have = frozenset().union(*(font_metrics.coverage(f.path, f.index) for f in faces))
    unusual = [c for text in texts for c in text if _UNUSUAL.match(c) and ord(c) in have]
    characters = "".join(dict.fromkeys(unusual))
    return characters if len(characters) <= MOST_SHOWN else f"{characters[:MOST_SHOWN]}…"


def _covering(missing: set[str], lang: str) -> Iterator[FontFace]:
    """The fonts that have the ``missing`` characters, each with its weights, as few as can be."""
    taken: set[str] = set()
    for face in _candidates(lang):
        if not missing and face.family not in taken:
            continue
        have = {c for c in missing if ord(c) in font_metrics.coverage(face.path, face.index)}
        if have or face.family in taken:
            taken.add(face.family)
            missing -= have
            yield face


def _candidates(lang: str) -> Iterator[FontFace]:
    files = _installed()
    index = _CJK_INDEX.get(lang, _CJK_INDEX.get(lang.split("-")[0], 2))
    for family, weight, name in _FILES:
        if name in files:
            cjk = index if family == "Noto Sans CJK" else 0
            yield FontFace(family=family, weight=weight, path=files[name], index=cjk)
    for name in sorted(files):
        if match := _OTHERS.fullmatch(name):
            weight = 700 if match[2] == "Bold" else 400
            yield FontFace(family=match[1], weight=weight, path=files[name])


@cache
def _installed() -> dict[str, Path]:
    """Every font file of the machine by its name."""
    by_name: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.[to]t[fc]")) if folder.is_dir() else ():
            by_name.setdefault(path.name, path)
    return by_name
