"""Hyphenation: pyphen's patterns, each read when a word first asks for it.

German has 66,000 patterns: pyphen reads them all in half a second, of which a page asks for some
hundreds. Here a dictionary of letters to lines of the file is made in a few passes of the
interpreter's own code, and a line is read as pyphen reads it when its letters are met. Short files are
left to pyphen, and those that write letters by their number.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyphen

_LANGUAGES = re.compile(r'lang="([A-Za-z-]+)"')
_ALTERNATIVE = re.compile(r"/[^\n]*=[^\n]*")
"""What pyphen reads after a pattern as another spelling of the divided word."""

# These read bytes, which is ten times as fast: all encodings of pyphen's files hold ASCII as it is.
_EDGES = re.compile(rb"(?<![ \t\r])[ \t\r]+(?=\n)|(?<=\n)[ \t]+")
_COMMENT = re.compile(rb"\n(?:[%#]|(?:COMPOUND)?(?:LEFT|RIGHT)HYPHENMIN)[^\n]*")
_SAYS_NOTHING = re.compile(rb"(?m)^[^1-9\n]*\n")

_FEW_BYTES = 60_000
"""A file of so many pyphen reads in some hundredths of a second."""

_Pattern = tuple[int, tuple[int, ...]]


class _Patterns(dict[str, Any]):
    """Patterns by their letters; the lines of the file until they are asked for."""

    def get(self, letters: str, default: Any = None) -> Any:
        """The offset and the values of a pattern, as pyphen has them."""
        found = super().get(letters)
        if isinstance(found, str):
            found = self[letters] = _read(found)
        return default if found is None else found


def _read(line: str) -> _Pattern:
    """The offset and the values of a pattern, some of which are not 0."""
    import pyphen

    number: Any = int
    if alternative := _ALTERNATIVE.search(line):
        line = line[: alternative.start()]
        number = pyphen.AlternativeParser(line, alternative[0][1:])
    values = [number(digit or "0") for digit, _ in re.findall(r"(\d?)(\D?)", line)]
    said = [place for place, value in enumerate(values) if value]
    return said[0], tuple(values[said[0] : said[-1] + 1])


@lru_cache(maxsize=64)
def dictionary(lang: str) -> pyphen.Pyphen | None:
    """Where words of a language ("de", "fr-CA") may be divided; None for one without patterns."""
    import pyphen

    name = pyphen.language_fallback(lang)
    if name is None:
        return None
    _prepare(name)
    return pyphen.Pyphen(lang=name)


def prepare(html: str) -> None:
    """Have the patterns of all languages ready that ``html`` names, for whoever asks pyphen."""
    import pyphen

    for lang in set(_LANGUAGES.findall(html)):
        if name := pyphen.language_fallback(lang):
            _prepare(name)


@lru_cache(maxsize=64)
def _prepare(name: str) -> None:
    """Give pyphen the patterns of one of its languages, unless it reads them as fast itself."""
    import pyphen

    path = pyphen.LANGUAGES[name]
    if path not in pyphen.hdcache and (patterns := read_patterns(path)):
        made = pyphen.HyphDict.__new__(pyphen.HyphDict)
        made.patterns, made.cache, made.maxlen = patterns, {}, max(map(len, patterns))
        pyphen.hdcache[path] = made


def read_patterns(path: Path) -> dict[str, Any] | None:
    """The patterns of a file by their letters, none read yet; None where pyphen is to read it."""
    head, _, rest = path.read_bytes().partition(b"\n")
    if len(rest) < _FEW_BYTES or b"^^" in rest:
        return None
    rest = _COMMENT.sub(b"", _EDGES.sub(b"", b"\n" + rest + b"\n"))
    said = _SAYS_NOTHING.sub(b"", rest).strip(b"\n")
    name = head.decode().strip()
    encoding = "cp1251" if name.lower() == "microsoft-cp1251" else name
    lines = said.decode(encoding).split("\n")
    letters = said.translate(None, b"0123456789").decode(encoding).split("\n")
    if b"/" in said:
        letters = [_ALTERNATIVE.sub("", line) for line in letters]
    return _Patterns(zip(letters, lines, strict=True))
