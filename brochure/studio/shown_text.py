"""Words with marks, from Markdown to the editor's HTML: bold, italic, code, links, line breaks.

Whatever else Markdown knows stays a text in the editor: a note ``[^1]`` is shown as ``[^1]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape as _escape

MARKS = "*_`"
"""The signs that stand for themselves behind a backslash; other backslashes are shown."""

_SAFE = re.compile(r"https?:|mailto:|tel:|[#/.\w][^:]*+$", re.IGNORECASE)
_PICTURE = re.compile(r"!\[[^\[\]\n]*+\]\([^()\n]*+\)")
_ADDRESS = re.compile(r'\(((?:[^\s()]|\([^\s()]*+\))++(?: "[^"\n]*+")?)\)')
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*+>")
_TICKS, _STARS = re.compile(r"`++"), re.compile(r"\*++|_++")
_END_OF_LINE = re.compile(r"(?<![ \t])[ \t]*+\r?\n[ \t]*+")
_BREAK = re.compile(r"\\\r?\n[ \t]*+")
_PLAIN = re.compile(r"[^\\`*_!\[<\r\n \t]++")
_WORD = re.compile(r"\w")
_TAGS = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}


def escape(text: str) -> str:
    """``text`` in HTML, between tags or quotation marks; apostrophes stay."""
    return _escape(text, quote=False).replace('"', "&quot;")


def html_of(text: str) -> str:
    """The HTML of the Markdown ``text``: safe, with no more than the elements above."""
    return "".join(_Scanner(text).pieces())


class _Scanner:
    """A text that is read once from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.unclosed: set[str] = set()

    def pieces(self) -> Iterator[str]:
        text = self.text
        while self.at < len(text):
            if found := _PLAIN.match(text, self.at):
                self.at = found.end()
                yield escape(found[0])
                continue
            piece = {
                "\\": self._escaped, "`": self._code, "!": self._picture, "[": self._link,
                "<": self._tag, "*": self._stressed, "_": self._stressed,
            }.get(text[self.at], self._space)()  # fmt: skip
            if piece is None:
                piece, self.at = escape(text[self.at]), self.at + 1
            yield piece

    def _escaped(self) -> str | None:
        following = self.text[self.at + 1 : self.at + 2]
        if following and following in MARKS:
            self.at += 2
            return following
        if found := _BREAK.match(self.text, self.at):
            self.at = found.end()
            return "<br>"
        return None

    def _space(self) -> str | None:
        found = _END_OF_LINE.match(self.text, self.at)
        if not found:
            return None
        self.at = found.end()
        return "<br>" if found[0].startswith("  ") else " "

    def _code(self) -> str | None:
        ticks = _TICKS.match(self.text, self.at)
        if not ticks:
            return None
        for found in _TICKS.finditer(self.text, ticks.end()):
            if len(found[0]) == len(ticks[0]):
                words = self.text[ticks.end() : found.start()]
                self.at = found.end()
                return f'<code data-ticks="{len(ticks[0])}">{escape(words)}</code>'
        self.at = ticks.end()
        return ticks[0]

    def _picture(self) -> str | None:
        return self._whole(_PICTURE)

    def _tag(self) -> str | None:
        return self._whole(_TAG)

    def _whole(self, pattern: re.Pattern[str]) -> str | None:
        """What ``pattern`` finds here, as it is written."""
        found = pattern.match(self.text, self.at)
        if not found:
            return None
        self.at = found.end()
        return escape(found[0])

    def _link(self) -> str | None:
        depth = 0
        for end in range(self.at, len(self.text)):
            if self.text[end - 1 : end] == "\\":
                continue
            depth += {"[": 1, "]": -1}.get(self.text[end], 0)
            if depth == 0:
                break
        found = _ADDRESS.match(self.text, end + 1) if depth == 0 else None
        if not found:
            return None
        inner = html_of(self.text[self.at + 1 : end])
        self.at = found.end()
        to = found[1].partition(' "')[0]
        href = f' href="{escape(to)}"' if _SAFE.match(to) else ""
        return f'<a{href} data-to="{escape(found[1])}">{inner}</a>'

    def _stressed(self) -> str | None:
        run = _STARS.match(self.text, self.at)
        if not run:
            return None
        mark, start = run[0], run.end()
        if len(mark) > 3 or mark in self.unclosed or self.text[start : start + 1].strip() == "":
            self.at = start
            return mark
        if mark[0] == "_" and self.at and _WORD.match(self.text[self.at - 1]):
            self.at = start
            return mark
        end = self._closing(mark, start)
        if end is None:
            self.unclosed.add(mark)
            self.at = start
            return mark
        inner = html_of(self.text[start:end])
        self.at = end + len(mark)
        tags = _TAGS[len(mark)]
        return "".join(f"<{t}>" for t in tags) + inner + "".join(f"</{t}>" for t in reversed(tags))

    def _closing(self, mark: str, start: int) -> int | None:
        """Where the ``mark`` is closed that opened before ``start``."""
        for found in _STARS.finditer(self.text, start):
            before, after = self.text[found.start() - 1], self.text[found.end() : found.end() + 1]
            if found[0] != mark or before.isspace() or before == "\\":
                continue
            if mark[0] == "_" and _WORD.match(after):
                continue
            return found.start()
        return None
