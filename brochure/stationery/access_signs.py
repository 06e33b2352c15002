"""Signs of accessibility: which ones a text asks for, and their shapes.

    signs_of("LSF, boucle magnétique")     # ("sign_language", "hearing_loop")

The shapes are brochure's own; what they show is what they are known by: somebody in a wheelchair
(ISO 7001, PI PF 006), an ear with a T (ETSI EN 301 462), two hands. They stand beside the words, never
in their place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from brochure.text import labels

UNITS = 24
"""The width and the height of a sign, in units of its shapes."""

_STROKE = "1 J 1 j"
_HAND = """5.62 9.89 m 10.33 8.36 l 11.34 12.99 l 7.75 14.16 l b
5.69 10.11 m 2.97 4.80 l S 7.26 9.60 m 4.59 2.53 l S
8.94 9.06 m 6.76 1.95 l S 10.40 8.58 m 9.36 2.72 l S
6.82 13.22 m 2.96 11.25 l S"""
_TURNED = "-1 0 0 -1 24 24 cm"

SIGNS: Mapping[str, str] = {
    "wheelchair": f"""{_STROKE}
11.7 3.6 m 11.7 4.76 10.76 5.7 9.6 5.7 c 8.44 5.7 7.5 4.76 7.5 3.6 c 7.5 2.44 8.44 1.5 9.6 1.5 c
10.76 1.5 11.7 2.44 11.7 3.6 c f
2.2 w 9.7 8 m 10.3 13.4 l 16 13.4 l 18.7 19.6 l 21.2 18.4 l S
2 w 10.1 10 m 15 10 l S
7.18 11.92 m 4.83 13.5 4.1 16.66 5.54 19.13 c 6.98 21.6 10.09 22.5 12.65 21.22 c
13.85 20.62 14.78 19.6 15.21 18.42 c S""",
    "hearing_loop": f"""{_STROKE} 2 w
4.6 9.4 m 4.6 5 7.6 2.2 11 2.2 c 14.6 2.2 17.2 4.9 17.2 8.3 c 17.2 11 15.7 12.4 14.1 13.7 c
12.7 14.9 12.4 16 12 17.5 c 11.4 19.7 10 21 8.2 21 c 6.4 21 5.1 19.9 4.7 18.2 c S
8.3 9.2 m 8.3 7.1 9.4 5.9 11 5.9 c 12.6 5.9 13.6 7 13.6 8.5 c 13.6 10.3 12 10.9 11.1 12.2 c S
2.2 w 16.2 16 m 22.6 16 l S 19.4 16 m 19.4 22.6 l S""",
    "sign_language": f"{_STROKE} 1.75 w {_HAND} q {_TURNED} {_HAND} Q",
}
"""The operators of each sign, y downwards."""


def signs_of(text: str) -> tuple[str, ...]:
    """The signs that ``text`` asks for, in the order of SIGNS; a part of it that says "no" has none."""
    said = set[str]()
    for part in re.split(r"[,;/+·•|]", text):
        words = f" {_plain(part)} "
        if not any(f" {word} " in words for word in _words()["without"]):
            said |= {sign for sign in SIGNS if any(f" {word} " in words for word in _words()[sign])}
    return tuple(sign for sign in SIGNS if sign in said)


def name_of(sign: str, lang: str) -> str:
    """What a sign says, in a language."""
    return str(labels.in_language(lang)["access_signs"][sign]["name"])


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """The words of each sign, and those that take it back, in every language."""
    tables = [labels.in_language(lang)["access_signs"] for lang in labels.languages()]
    found = {sign: frozenset(_plain(w) for of in tables for w in of[sign]["words"]) for sign in SIGNS}
    return found | {"without": frozenset(_plain(w) for of in tables for w in of["without"])}


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in parts if not unicodedata.combining(c))))
