"""Isolates: numbers, dates and addresses keep their order in a script written from right to left.

A telephone number in an Arabic sentence is a row of numbers to the bidirectional algorithm, which sets
them from right to left. Between the marks of an isolate (UAX #9, 2.4: U+2066 and U+2069) they read as
they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from brochure.text.edit import Edit

LRI, PDI, LRM = "\u2066", "\u2069", "\u200e"
"""LEFT-TO-RIGHT ISOLATE, POP DIRECTIONAL ISOLATE and LEFT-TO-RIGHT MARK."""

_ARABIC_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
_NEUTRAL = re.compile("[-–—+×x]")

MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that steer the algorithm; nothing is drawn for them."""

_D = "0-9\u0660-\u0669\u06f0-\u06f9"
_NUMBER = rf"[{_D}][{_D},.٫٬]*"
_BLANK = r"[ \u00a0\u202f]"
_STARTS = rf"(?<![\w./-])(?<![{_D}][,٫٬])"  # not within a number
_JOINT = rf"(?:{_BLANK}?(?:[–—/:.+x×-]|\(0\)){_BLANK}?|{_BLANK})"
_SIGN = "[+−±≈<>≤≥]"
_ORDERED = (
    r"(?:https?|ftp|mailto|tel):[^\s\u0600-\u06ff]+"
    r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|www\.[^\s\u0600-\u06ff]+|(?<![\w@.-])(?:[A-Za-z0-9-]++\.)++[a-z]{2,}(?:/[^\s\u0600-\u06ff]*)?"
    rf"|{_STARTS}(?:{_SIGN}[ \u00a0]?)?{_NUMBER}(?:{_JOINT}{_NUMBER})+%?"
    rf"|{_STARTS}{_NUMBER}[-/][A-Za-z][\w-]*"  # a room or a reference: 4-B
    rf"|(?<![\w./-])(?:{_SIGN}|-)[ \u00a0]?{_NUMBER}(?:[ \u00a0]?%)?"
)
"""Addresses, e-mail addresses, and numbers of more than one piece: telephones, dates, ranges, hours."""

_KEEPS_ORDER = re.compile(rf"[{_D}][{_D} \u00a0\u202f.,:/٫٬]*")
"""Numbers parted by common separators, as a no-break space is: UAX #9, W4, makes them one number."""

_MARKS_OF_THE_SENTENCE = ".,:;!?"


@cache
def _ordered() -> re.Pattern[str]:
    """What `_ORDERED` finds: made for the first text that needs it, as most need none."""
    return re.compile(_ORDERED)


def edits(text: str) -> Iterator[Edit]:
    """The marks to add to ``text``: around each number or address that would lose its order.

    None is added beside a mark of the author's, who knew what to do.
    """
    for match in _ordered().finditer(text):
        found = match[0].rstrip(_MARKS_OF_THE_SENTENCE)
        if found.endswith(")") and "(" not in found:
            found = found[:-1]
        start, end = match.start(), match.start() + len(found)
        beside = text[max(0, start - 1) : end + 1]
        if _KEEPS_ORDER.fullmatch(found) or MARKS.search(beside):
            continue
        yield Edit(start, start, LRI)
        if _ARABIC_DIGIT.search(found):  # a hyphen between them is of neither direction (W4, N1)
            for joint in _NEUTRAL.finditer(text, start, end):
                yield Edit(joint.start(), joint.start(), LRM)
                yield Edit(joint.end(), joint.end(), LRM)
        yield Edit(end, end, PDI)
