"""What is changed of WeasyPrint while it works for us: every such change, in one place.

A patch is the last resort: docs/upstream.md tells, for each, what WeasyPrint would need so that it
can go, and what it gains. Those that add something are needed for a brochure to be right; those that
only save time are in KNOWN versions alone. All are put back at once: an application may use WeasyPrint
too.
"""

from __future__ import annotations

import copy
import ctypes.util
import importlib
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import get_ident
from types import ModuleType
from typing import Any

from brochure import process

KNOWN = ("70.",)
"""The beginnings of the versions that the patches were written for; pyproject.toml bounds them."""

PATCHED = (
    ("weasyprint.layout.inline", "split_text_box"),
    ("weasyprint.layout.inline", "split_first_line"),
    ("weasyprint.pdf", "Stream"),
    ("weasyprint.pdf.fonts", "ffi"),
    ("weasyprint.pdf.tags", "_build_box_tree"),
)
"""The modules and names that are changed while a document is laid out or written."""

LATER = ("fontTools.subset", "fontTools.varLib.instancer")
"""What WeasyPrint imports for machines without HarfBuzz's subsetter, and for variable fonts."""

LONGEST_TEXT, MOST_LINES = 2_000, 20_000
"""Lines of longer texts are not remembered, since each of them would keep all that follows it."""

Split = Callable[..., Any]


@contextmanager
def while_imported() -> Iterator[None]:
    """WeasyPrint is imported for the first time: without what it never needs here."""
    with _no_library_search(), _imported_later(*LATER):
        yield


@contextmanager
def _no_library_search() -> Iterator[None]:
    """Spare WeasyPrint's import a search for libraries that starts a compiler and a linker.

    cffi asks ``ctypes.util.find_library`` for each spelling of a name before the one that Linux
    has ("libpango-1.0.so.0", which needs no search) is tried: a fifth of a second of processor
    time, 11 % of a brochure (benchmarks/kept_by_hand.py). Elsewhere than on Linux the search is
    what finds them, and is left alone; so it is for other threads.
    """
    if sys.platform != "linux":
        yield
        return
    search, own = ctypes.util.find_library, get_ident()
    with process.changed(
        ctypes.util, "find_library", lambda name: None if get_ident() == own else search(name)
    ):
        yield


class _Later(ModuleType):
    """A module of which every name is a function that imports it when it is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **options: getattr(importlib.import_module(self.__name__), name)(
            *args, **options
        )


@contextmanager
def _imported_later(*names: str) -> Iterator[None]:
    """Let modules that are not there yet be imported when one of their functions is called."""
    missing = [name for name in names if name not in sys.modules]
    for name in missing:
        sys.modules[name] = _Later(name)
    try:
        yield
    finally:
        for name in missing:
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]


@contextmanager
def while_laid_out(divided: Callable[[Split], Split]) -> Iterator[None]:
    """Lines are divided as ``divided`` makes of WeasyPrint's own way, and are remembered."""
    from weasyprint.layout import inline

    with ExitStack() as stack:
        change = stack.enter_context
        change(process.changed(inline, "split_text_box", divided(inline.split_text_box)))
        if is_known():
            change(process.changed(inline, "split_first_line", remembered(inline.split_first_line)))
        yield


@contextmanager
def while_written(stream: type, build_box_tree: Callable[..., Any]) -> Iterator[None]:
    """Pages are drawn in a ``stream`` of ours, and their tags are built by ours."""
    import weasyprint.pdf
    from weasyprint.pdf import fonts, tags

    with ExitStack() as stack:
        change = stack.enter_context
        change(process.changed(weasyprint.pdf, "Stream", stream))
        change(process.changed(tags, "_build_box_tree", build_box_tree))
        if is_known():
            change(process.changed(fonts, "ffi", _ArraysOfAnyLength(fonts.ffi)))
        yield


class _ArraysOfAnyLength:
    """cffi's ``FFI`` that has one type for arrays, however many values they are made of.

    It parses the declarations of all of its types again for each type that it does not know yet, and
    every font has other numbers of glyphs.
    """

    _COUNT = re.compile(r"\[\d+\]")

    def __init__(self, ffi: Any) -> None:
        self._ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)

    def new(self, kind: str, *values: Any) -> Any:
        """What ``FFI.new`` gives: with values, an array that is as long as they are."""
        return self._ffi.new(self._COUNT.sub("[]", kind) if values else kind, *values)


def is_known() -> bool:
    """Whether WeasyPrint is of a version that the patches for speed were written for."""
    import weasyprint

    return str(weasyprint.__version__).startswith(KNOWN)


_OF_LINES = (
    "white_space", "font_size", "direction", "font_language_override", "lang", "font_family",
    "font_style", "font_stretch", "font_weight", "font_variation_settings", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
    "text_decoration_line", "word_spacing", "letter_spacing", "overflow_wrap", "word_break",
    "tab_size", "hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character",
)  # fmt: skip
"""All properties that WeasyPrint's ``split_first_line``, and what it calls, reads of a style."""


def remembered(split: Split) -> Split:
    """``split_first_line`` that breaks a line once, however often it is laid out.

    A text is measured, composed and laid out, on a screen and on paper: the same line in the same
    width. What is given back holds nothing of Pango by then ("deactivated"): numbers, and the text. It
    is remembered with the fonts, in their `FontConfiguration`.
    """

    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any,
        is_line_start: bool = True, minimum: bool = False,
    ) -> Any:  # fmt: skip
        if len(text) > LONGEST_TEXT:
            return split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        known = vars(style.font_config).setdefault("brochure_lines", {})
        key = (
            text, max_width, justification_spacing, is_line_start, minimum, _look(style, known),
        )  # fmt: skip
        found = known.get(key)
        if found is None:
            if len(known) >= MOST_LINES:
                known.clear()
            found = known[key] = split(
                text, style, context, max_width, justification_spacing, is_line_start, minimum
            )
        layout, *rest = found
        return copy.copy(layout), *rest

    return split_first_line


def _look(style: Any, known: dict[Any, Any]) -> Any:
    """What a style says of its lines, the same object for the same looks."""
    look = vars(style).get("brochure_look")
    if look is None:
        values = repr([style[name] for name in _OF_LINES])
        look = style.brochure_look = known.setdefault(values, values)
    return look
