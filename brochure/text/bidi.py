"""Bidi: the embedding levels of a text by the Unicode bidirectional algorithm (UAX #9).

FriBiDi computes them; python-bidi gives the reordered text, but no levels.
"""

from __future__ import annotations

import ctypes
import re
from functools import cache
from typing import Any

from brochure.errors import RenderError
from brochure.problems import error

_NAMES = (
    "libfribidi.so.0", "libfribidi.0.dylib", "/opt/homebrew/lib/libfribidi.0.dylib",
    "/usr/local/lib/libfribidi.0.dylib", "libfribidi-0.dll",
)  # fmt: skip
_PARAGRAPH_LTR, _PARAGRAPH_RTL = 0x110, 0x111
"""FriBiDi's FRIBIDI_PAR_LTR and FRIBIDI_PAR_RTL."""

_NEEDS_LEVELS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters written from right to left, Arabic digits, and the marks that steer the algorithm."""


def levels(text: str, *, rtl: bool) -> tuple[int, ...]:
    """The embedding level of each character of a paragraph: odd ones read from right to left.

        levels("قمة 2016", rtl=True)  # (1, 1, 1, 1, 2, 2, 2, 2)

    ``rtl`` is the direction of the paragraph, whatever letter it begins with. Raises RenderError where
    FriBiDi is not installed and the text needs it.
    """
    if not rtl and not _NEEDS_LEVELS.search(text):
        return (0,) * len(text)
    library = _library()
    count = len(text)
    points = (ctypes.c_uint32 * count)(*map(ord, text))
    kinds, brackets = (ctypes.c_uint32 * count)(), (ctypes.c_uint32 * count)()
    embedding = (ctypes.c_int8 * count)()
    base = ctypes.c_uint32(_PARAGRAPH_RTL if rtl else _PARAGRAPH_LTR)
    library.fribidi_get_bidi_types(points, count, kinds)
    library.fribidi_get_bracket_types(points, count, kinds, brackets)
    if not library.fribidi_get_par_embedding_levels_ex(
        kinds, brackets, count, ctypes.byref(base), embedding
    ):
        raise RenderError(error("fribidi-failed", text=text[:60]))
    return tuple(embedding)


@cache
def _library() -> Any:
    """FriBiDi. Raises RenderError where it is not installed."""
    for name in _NAMES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.fribidi_get_par_embedding_levels_ex.restype = ctypes.c_int8
        return library
    raise RenderError(error("fribidi-missing"))
