"""Signs that Word, its mail and web editors leave in a text: mapped to what they mean, or dropped.

A line break inside a paragraph (Shift and Enter) is U+2028 afterwards; `LINE` names it, and whoever
knows whether the text is Markdown puts in its place what that writes.
"""

from __future__ import annotations

import re

LINE = "\u2028"

_NOTHING = re.compile("[\u00ad\u2060\ufeff]|(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b")
"""Places where a word might be divided, or not, which fonts draw as boxes and search does not skip.

A zero-width space stays where it parts words: Thai, Lao, Burmese and Khmer write no others.
"""

_PLAIN = str.maketrans({
    "\v": LINE, "\u2029": "\n\n", "\f": "\n",
    "\u2011": "-",  # few fonts have it
})  # fmt: skip

_WINDOWS = {chr(n): bytes([n]).decode("cp1252", errors="ignore") for n in range(0x80, 0xA0)}
"""Bytes of Windows-1252 that were taken for Latin-1, as the WHATWG Encoding Standard reads them too."""

_SYMBOLS = str.maketrans({
    "\uf020": " ", "\uf02d": "−", "\uf0b7": "•", "\uf0a7": "•", "\uf06c": "•", "\uf06e": "•",
    "\uf076": "•", "\uf0d8": "•", "\uf0a8": "•", "\uf071": "•", "\uf09f": "•", "\uf09e": "•",
    "\uf0fc": "✓", "\uf0fe": "☑", "\uf06f": "☐", "\uf0fb": "✗", "\uf0fd": "☒",
    "\uf0e0": "→", "\uf0df": "←", "\uf0e8": "→", "\uf0e7": "←", "\uf0ae": "→", "\uf0ac": "←",
    "\uf0f0": "⇒", "\uf0de": "⇒", "\uf04a": "☺", "\uf04b": "😐", "\uf04c": "☹", "\uf0b0": "°",
    "\uf0b1": "±", "\uf0b4": "×", "\uf0a3": "≤", "\uf0b3": "≥", "\uf028": "☎", "\uf02a": "✉",
    "\uf0a0": "€",
})  # fmt: skip
"""Symbol and Wingdings, whose characters Word keeps at U+F000 and above, as Unicode has them."""

_BULLET = re.compile("(?m)^([ \t]*)[\uf020-\uf0ff](?=[ \t\u00a0])")


def mapped(text: str) -> str:
    """``text`` without what means nothing, and with signs that every font and program knows."""
    if text.isascii() and not ("\v" in text or "\f" in text):
        return text
    text = _NOTHING.sub("", text).translate(_PLAIN)
    if re.search("[\x80-\x9f]", text):
        text = re.sub("[\x80-\x9f]", lambda found: _WINDOWS[found[0]] or found[0], text)
    return _BULLET.sub("\\1•", text).translate(_SYMBOLS)


def in_cells(text: str) -> str:
    """``text``, a table's, as `mapped` gives it; a break inside a cell is a space, and no new row."""
    return mapped(re.sub("[\v\f\u2028\u2029]+", " ", text))


def as_lines(text: str) -> str:
    """``text`` with each break inside a paragraph as a line end: for plain text."""
    return text.replace(LINE, "\n")


_MARKER = re.compile(r"[ \t]*(?:[-*+•–—o▪‣◦]|\d{1,3}[.)])[ \t]")


def as_markdown(text: str) -> str:
    """``text`` with each break inside a paragraph as Markdown writes it (CommonMark 0.31, 6.7).

    Between items of a list it is a line end, at the end of a line nothing, two of them part paragraphs.
    In a heading, a table or code, where no break can stand, it is a space.
    """
    if LINE not in text:
        return text
    text = re.sub(f"{LINE}[ \t]*(?={LINE})", f"{LINE}", text)
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    parts = re.split(f"({LINE}+)", line.strip(LINE))
    if len(parts) == 1:
        return parts[0]
    if re.match(r" {0,3}(?:#{1,6}\s|\||```|~~~)|    ", line):
        return " ".join(part.strip() for part in parts[::2])
    made = parts[0]
    for gap, part in zip(parts[1::2], parts[2::2], strict=True):
        item = _MARKER.match(part) or _MARKER.match(parts[0])
        made += "\n\n" if len(gap) > 1 else "\n" if item and _MARKER.match(part) else "\\\n"
        made += part
    return made
