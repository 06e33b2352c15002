"""Long words: where a word is wider than its box, it is divided with a hyphen that is seen.

WeasyPrint's last resort (``overflow-wrap: anywhere``) breaks a word without any sign: "ausbauoffe",
"nsive". Here it is divided where its language divides it, or anywhere, always with a hyphen. Addresses
and hashtags have no hyphen but their own: they are broken after "/", "-", "?", "&", or anywhere.

Words that no-break spaces bind, and that are wider than their box together, are first parted at one of
these, so that none is cut that has room on a line of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple

from brochure.text import hyphenation

ADDRESS = re.compile(r"://|^www\.|@|^[#＃]|\w/|\w\.\w\w|^(mailto|tel):")
"""A word with this is an address, or a hashtag."""

_BINDING = re.compile("[\u00a0\u202f\u2007]")
"""Spaces at which no line ends, unless a word would be cut instead."""

_BREAKS_AFTER = re.compile(r"[-/?&](?!$)")
_LONG = 500
_RUN = re.compile(rf"\S{{{_LONG}}}")
"""What is laid out once for each of its lines."""

_SEEN, _MOST_LETTERS_PER_EM = 100, 10
"""Letters that are laid out for one line: more than fit, were each as narrow as an "i"."""

_LEAST_START = 2
"""Letters of a divided word that stand on a line at the least."""

Line = tuple[Any, int | None, bool]
"""What `split_text_box` makes: a box, where its text goes on, in bytes, whether that is a new line."""

Split = Callable[..., Line]


class _Break(NamedTuple):
    """A line's end within a word: its letters ``start`` to ``at`` stand on the line."""

    word: str
    start: int
    at: int


def divided(split: Split) -> Split:
    """WeasyPrint's ``split_text_box``, with hyphens where it breaks words and none in addresses."""

    def split_text_box(
        context: Any, box: Any, available_width: Any, skip: Any, is_line_start: bool = True
    ) -> Line:
        made = _split_near(split, context, box, available_width, skip, is_line_start)
        if made[1] is None or made[0] is None or made[2]:
            return made
        return (
            is_line_start and _parted(split, context, box, available_width, skip or 0, made)
        ) or _hyphenated(split, context, box, available_width, skip, is_line_start, made)

    return split_text_box


def _split_near(
    split: Split, context: Any, box: Any, available_width: Any, skip: int | None, is_line_start: bool
) -> Line:
    """What ``split`` makes of a text that goes on with a long address, of which it sees a few lines.

    It would lay out all of an address for each line that it fills: 20 KB took half a minute.
    """
    if available_width in {None, inf} or not _holds_address_of_pages(box.text):
        return split(context, box, available_width, skip, is_line_start)
    letters = _SEEN + int(available_width / max(box.style["font_size"], 1)) * _MOST_LETTERS_PER_EM
    before = len(box.text.encode()[: skip or 0].decode())
    near = box.copy()
    near.text = box.text[: before + letters]
    made = split(context, near, available_width, skip, is_line_start)
    return made if made[1] else split(context, box, available_width, skip, is_line_start)


@lru_cache(maxsize=64)
def _holds_address_of_pages(text: str) -> bool:
    return len(text) > _LONG and bool(_RUN.search(text))


def _hyphenated(
    split: Split,
    context: Any,
    box: Any,
    available_width: Any,
    skip: int | None,
    is_line_start: bool,
    made: Line,
) -> Line:
    """The line with a hyphen where what was ``made`` cuts a word, or with none if it is an address."""
    found = _break_within(box.text, skip or 0, made[1] or 0)
    hyphen = str(box.style["hyphenate_character"])
    if found is None or not hyphen:
        return made
    shown = box.text.encode()[skip or 0 : made[1]].decode()
    if _is_address(found.word, box):
        if made[0].text == shown + hyphen:
            unhyphenated = box.copy()
            unhyphenated.style = box.style.copy()
            unhyphenated.style["hyphens"] = "none"
            return divided(split)(context, unhyphenated, available_width, skip, is_line_start)
        ends = [m.end() for m in _BREAKS_AFTER.finditer(found.word, found.start, found.at)]
        back = found.at - ends[-1] if ends else 0
        return _cut(split, context, box, skip or 0, shown[: len(shown) - back], "") if back else made
    if made[0].text != shown:  # hyphenated already
        return made
    room, _, _ = split(context, box.copy_with_text(hyphen), None, 0)
    narrow = split(context, box, available_width - room.width, skip, is_line_start)
    again = narrow[1] is not None and _break_within(box.text, skip or 0, narrow[1])
    if not again:
        return narrow if narrow[0] is not None and narrow[1] is not None else made
    shown = box.text.encode()[skip or 0 : narrow[1]].decode()
    back = again.at - _division(again, box.style["lang"])
    return _cut(split, context, box, skip or 0, shown[: len(shown) - back], hyphen)


def _parted(
    split: Split,
    context: Any,
    box: Any,
    width: Any,
    skip: int,
    made: Line,
) -> Line | None:
    """The line that ends at a no-break space, where what was ``made`` cuts a word that is bound by one.

    None where the line ends as it may. Better a space between two words than one in a number or beside
    a sign that stands alone: there a word is parted only if it has room on a line of its own.
    """
    encoded = box.text.encode()
    shown = encoded[skip : made[1]].decode()
    if " " in shown.lstrip():
        return None
    rest = encoded[made[1] :].decode()
    text = shown + rest
    ahead = re.match(r"\S*", rest)
    end = len(shown) + (ahead.end() if ahead else 0)
    spaces = [m.start() for m in _BINDING.finditer(text, 1, end + 1)]
    if not spaces or re.search(r"[\n\t\u200b]", shown.lstrip()):
        return None
    if made[0].text == shown and not shown.endswith("/") and _may_end(shown, rest, box.style["lang"]):
        return None

    def has_room(words: str) -> bool:
        alone, _, _ = split(context, box.copy_with_text(words), None, 0)
        return alone is not None and alone.width <= width

    if spaces[-1] > len(shown) and not has_room(text[: spaces[-1]]):
        del spaces[-1]
    good, at = max(((_parts_well(text, at), at) for at in spaces), default=(False, 0))
    if not at or not (good or at == end or has_room(re.split(r"\s", text[:end])[-1])):
        return None
    line, resume, _ = _cut(split, context, box, skip, text[:at], "")
    return line, resume + len(text[at].encode()), False


def _may_end(shown: str, rest: str, lang: str | None) -> bool:
    """Whether a line may end between ``shown`` and ``rest`` (Unicode Standard Annex 14)."""
    from weasyprint.text.line_break import get_log_attrs

    return bool(get_log_attrs(shown + rest, lang)[len(shown)].is_line_break)


def _parts_well(text: str, at: int) -> bool:
    """Whether the space at ``at`` stands between words: not in a number, not beside a sign alone."""
    word = re.split(r"\s", text[at + 1 :], maxsplit=1)[0]
    in_number = text[at - 1].isdigit() and word[:1].isdigit()
    return not in_number and any(map(str.isalnum, text[:at])) and any(map(str.isalnum, word))


def _break_within(text: str, skip: int, resume: int) -> _Break | None:
    """The word that the bytes ``skip`` to ``resume`` of ``text``, one line, end within, if any."""
    encoded = text.encode()
    before, after = encoded[:resume].decode(), encoded[resume:].decode()
    if not (_is_letter(before[-1:]) and _is_letter(after[:1])):
        return None
    first = len(encoded[:skip].decode())
    start = max(before.rfind(c) for c in " \n\t\u00a0\u202f\u200b") + 1
    word = before[start:] + re.split(r"[\s\u200b]", after, maxsplit=1)[0]
    return _Break(word, max(first - start, 0), len(before) - start)


def _is_letter(letter: str) -> bool:
    """Whether it is of a script with capitals: others are broken anywhere, or joined."""
    return bool(letter) and unicodedata.category(letter) in {"Ll", "Lu", "Lt"}


def _is_address(word: str, box: Any) -> bool:
    given = {} if box.element is None else box.element.attrib
    return given.get("class") == "verbatim" or bool(ADDRESS.search(word))


def _division(found: _Break, lang: Any) -> int:
    """After how many letters of the word to divide it, so that no more stand on the line."""
    least = found.start + _LEAST_START
    return max((at for at in _positions(found.word, lang) if least <= at <= found.at), default=found.at)


@lru_cache(maxsize=512)
def _positions(word: str, lang: str | None) -> tuple[int, ...]:
    """Where a ``word`` in a language may be divided."""
    patterns = hyphenation.dictionary(lang) if lang else None
    return tuple(patterns.positions(word)) if patterns else ()


def _cut(
    split: Split, context: Any, box: Any, skip: int, shown: str, hyphen: str
) -> tuple[Any, int, bool]:
    """The line that shows ``shown`` and a ``hyphen``, whatever its width."""
    made, _, _ = split(context, box.copy_with_text(shown + hyphen), None, 0)
    return made, skip + len(shown.encode()), False
