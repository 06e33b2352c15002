"""Look-alikes: signs that mean the same as common ones, written as these where no font has them.

A sign that a font has is drawn as it was written. The pairs stand in one list, so that what is printed
can be compared with what was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from brochure.page import Event, KeyFigure, Page, Panels, Quote
from brochure.programme import Programme, Session
from brochure.text import font_metrics
from brochure.theme import Theme

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LIGATURES: Mapping[str, str] = {sign: unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"}
"""Letters drawn as one, which PDFs leave behind in copied text: the font joins them itself.

They are parted where the font of titles or of text lacks them: another's would stand out in a word.
"""

WIDE: Mapping[str, str] = {
    **{chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)},
    **{sign: unicodedata.normalize("NFKC", sign) for sign in "￠￡￢￥￦"},
}
"""Wide forms of ASCII, for lines of ideographs (Unicode, Halfwidth and Fullwidth Forms).

They stay in a text of ideographs: the fonts that have these have the signs as well, and without such a
font the text is not drawn at all.
"""

_OF_LINES_WITH_WIDE_SIGNS = re.compile(
    "[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)

LOOK_ALIKES: Mapping[str, str] = {
    **LIGATURES,
    **WIDE,
    # Units in a square, for lines of ideographs (Unicode, CJK Compatibility).
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x3380, 0x33E0)},
    "㎟": "mm²", "㎠": "cm²", "㎡": "m²", "㎢": "km²",
    "㎣": "mm³", "㎤": "cm³", "㎥": "m³", "㎦": "km³",
}  # fmt: skip
"""Each sign, and what stands for it where no font of the theme has it."""

_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")
"""What may be markup in Markdown (CommonMark 0.31.2, 2.1: ASCII punctuation)."""

_AS_WRITTEN = frozenset({
    "theme", "cards", "slug", "lang", "url", "kit_url", "channels", "hashtags", "captions", "campaign",
    "body", "source", "images", "picture", "accounts", "alternates", "where", "warnings",
})  # fmt: skip
"""Fields of a page, a programme and their parts that no product draws, or that are markup."""

_NOUNS = (Event, KeyFigure, Panels, Quote, Session)


def shown_page(page: Page, theme: Theme) -> Page:
    """``page`` with look-alikes for what no font of ``theme`` has; ``page`` itself where it has all."""
    pairs = _needed((page.body, *_texts(page)), theme)
    if not pairs:
        return page
    # An entity is never markup (CommonMark 0.31.2, 2.5).
    in_body = {s: _MARKUP.sub(lambda m: f"&#{ord(m[0])};", text) for s, text in pairs.items()}
    return replace(page, body=_with(page.body, in_body), **_shown_fields(page, pairs))


def shown_programme(programme: Programme, theme: Theme) -> Programme:
    """The same for the texts of ``programme``."""
    pairs = _needed(_texts(programme), theme)
    return replace(programme, **_shown_fields(programme, pairs)) if pairs else programme


def _needed(texts: Iterable[str], theme: Theme) -> dict[str, str]:
    """The pairs of LOOK_ALIKES for signs in ``texts`` that a text of ``theme`` may not have."""
    texts = [text for text in texts if not text.isascii()]
    held = {c for text in texts for c in text if c in LOOK_ALIKES}
    if any(_OF_LINES_WITH_WIDE_SIGNS.search(text) for text in texts):
        held -= WIDE.keys()
    if not held:
        return {}
    missing: set[str] = set()
    for family, weight in ((theme.title_family, 700), (theme.text_family, 400)):
        first = theme.chain(family, weight)[:1]
        missing |= {c for c in font_metrics.lacking(held, first) if c in LIGATURES}
        missing |= set(font_metrics.lacking(held, theme.chain(family, weight)))
    return {sign: LOOK_ALIKES[sign] for sign in held & missing}


def _with(text: str, pairs: Mapping[str, str]) -> str:
    return "".join(pairs.get(char, char) for char in text)


def _texts(value: object) -> Iterable[str]:
    """Every text in ``value`` and its parts that is drawn."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, Mapping):
        yield from _texts(tuple(value.values()))
    elif isinstance(value, (Page, Programme, *_NOUNS)):
        yield from _texts(tuple(getattr(value, name) for name in _fields(value)))


def _fields(noun: DataclassInstance) -> list[str]:
    return [f.name for f in fields(noun) if f.name not in _AS_WRITTEN]


def _shown_fields(noun: DataclassInstance, pairs: Mapping[str, str]) -> dict[str, Any]:
    return {name: _shown(getattr(noun, name), pairs) for name in _fields(noun)}


def _shown(value: Any, pairs: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _with(value, pairs)
    if isinstance(value, tuple):
        return tuple(_shown(part, pairs) for part in value)
    if isinstance(value, Mapping):
        return {key: _shown(part, pairs) for key, part in value.items()}
    return replace(value, **_shown_fields(value, pairs)) if isinstance(value, _NOUNS) else value
