"""Graphemes: what a reader takes for one character, and where lines break between two without a space.

All of it belongs to characters and not to the language of a page: a Japanese name in a French title
breaks as it does in Japanese.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

ZWJ, TEXT_STYLE, EMOJI_STYLE = "\u200d", "\ufe0e", "\ufe0f"
_PLAIN = re.compile(
    "[ -\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u200a\u2010-\u2027\u202f-\u205e\u20a0-\u20bf"
    "\u2100-\u218f\u2190-\u21ff\u2200-\u22ff\u2e80-\u3029\u3030-\u303f\u3041-\u3098\u309b-\ua4cf"
    "\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]*"
)
"""Characters that are drawn one by one from left to right: nothing joins, nothing combines."""

_EMOJI = re.compile(
    "[\U0001f000-\U0001fbff\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653"
    "\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa"
    "\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b"
    "\u2b1c\u2b50\u2b55]"
)
"""What is shown as a picture without being asked to (Unicode's Emoji_Presentation, UTS #51)."""

_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_EXTENDING = {"Mn", "Me", "Mc"}

_IDEOGRAPHIC = re.compile(
    "[\u2e80-\u2fdf\u3001-\u3029\u3030-\u30ff\u3105-\u312f\u31a0-\u31ff\u3200-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
"""Han, kana and their punctuation: a line may end after each, but for the two sets below."""

_KATAKANA = re.compile("(?<![\u30a1-\u30fc])[\u30a1-\u30fc]{2,10}(?![\u30a1-\u30fc])")
"""A word in katakana stays whole, as long as it is no longer than a title's line can hold."""

_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    "％‰℃…‥—!),.:;?]}»›"
)
_NOT_LAST = frozenset("‘“（〔［｛〈《「『【￥＄([{«‹")
"""What no line starts with, and what none ends with (JIS X 4051, 4.3; kinsoku shori)."""


def is_plain(text: str) -> bool:
    """Whether nothing in ``text`` joins or combines, and all of it runs from left to right."""
    return _PLAIN.fullmatch(text) is not None


def is_picture(cluster: str) -> bool:
    """Whether ``cluster`` is to be shown as a colour picture."""
    return TEXT_STYLE not in cluster and bool(EMOJI_STYLE in cluster or _EMOJI.match(cluster))


def holds_picture(text: str) -> bool:
    """Whether some character of ``text`` may be shown as a colour picture."""
    return EMOJI_STYLE in text or _EMOJI.search(text) is not None


def clusters(text: str) -> list[str]:
    """The user-perceived characters of ``text`` (after UAX #29): joined emoji stay together.

        clusters("é👩‍👧x")  # ["é", "👩‍👧", "x"], even where é is two code points

    Hangul jamo and the conjuncts of Indic scripts are not joined; tests compare with the regex package.
    """
    if is_plain(text):
        return list(text)
    parts: list[str] = []
    for char in text:
        if parts and _extends(parts[-1], char):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def _extends(cluster: str, char: str) -> bool:
    """Whether ``char`` belongs to the ``cluster`` before it: marks, joined emoji, flags."""
    if unicodedata.category(char) in _EXTENDING or char in {ZWJ, TEXT_STYLE, EMOJI_STYLE}:
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return True
    if cluster[-1] == ZWJ and ord(char) >= 0x2190:
        return True
    return bool(_REGIONAL.match(char)) and len(cluster) == 1 and bool(_REGIONAL.match(cluster))


def unspaced(word: str) -> list[str]:
    """``word`` in the pieces between which a line may break without a space: one where it may not.

    unspaced("東京、大阪")  # ["東", "京、", "大", "阪"]
    """
    if not _IDEOGRAPHIC.search(word):
        return [word]
    whole = {at for run in _KATAKANA.finditer(word) for at in range(run.start() + 1, run.end())}
    pieces = [word[0]]
    for at, (one, other) in enumerate(pairwise(word), 1):
        if at not in whole and _may_break(one, other):
            pieces.append(other)
        else:
            pieces[-1] += other
    return pieces


def _may_break(one: str, other: str) -> bool:
    if not (_IDEOGRAPHIC.match(one) or _IDEOGRAPHIC.match(other)):
        return False
    extends = unicodedata.category(other) in _EXTENDING or "\ufe00" <= other <= "\ufe0f"
    return not extends and other not in _NOT_FIRST and one not in _NOT_LAST
