"""Names of people that stand whole in one cell: which part is the family name, where that is certain.

    parted("LEFÈVRE Élodie", "Nom")              # ("Élodie", "LEFÈVRE")
    parted("Lefèvre, Élodie", "Nom, prénom")     # ("Élodie", "Lefèvre")
    parted("Nguyễn Thị Hương", "Nom et prénom")  # None
    parted("Jean Martin, maire", "Nom")          # None

Nobody knows which word of a name is the family's but who bears it. Two ways of writing say it: capital
letters throughout the family name, and a comma behind it, in a column whose head says that both names
stand there. Any other name stays whole, as it is written.
"""

from __future__ import annotations

import re

from brochure.reading.head_names import fold, is_civil

_PARTICLES = frozenset((
    "de", "du", "des", "del", "della", "di", "da", "dos", "das", "van", "von", "der", "den", "ter",
    "ten", "zu", "zum", "zur", "vom", "le", "la", "las", "los", "el", "al", "y", "e", "i", "d'", "d’",
    "bin", "ben",
))  # fmt: skip
"""Words in small letters that belong to the family name behind them."""


_BOTH = re.compile(r"prenom|first|given|vorname|nombre")
"""What heads, as `fold` gives them, say besides family names."""


def parted(name: str, head: str) -> tuple[str, str] | None:
    """The given and the family name in ``name``, of the column ``head``, or None."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        says_both = _BOTH.search(fold(head)) or all(map(_is_in_capitals, family.split()))
        return (given, family) if says_both and family and given and "," not in given else None
    words = name.split()
    if len(words) > 2 and is_civil(words[0]):  # "M. Roy" may be somebody's initial
        del words[0]
    capitals = [_is_in_capitals(word) for word in words]
    if not any(capitals) or all(capitals):
        return None
    first, last = capitals.index(True), len(capitals) - capitals[::-1].index(True)
    while first and words[first - 1] in _PARTICLES:
        first -= 1
    if not all(
        is_capital or word in _PARTICLES
        for word, is_capital in zip(words[first:last], capitals[first:last], strict=True)
    ):
        return None
    given_words = words[:first] or words[last:]
    if (first and last < len(words)) or not given_words:
        return None
    return " ".join(given_words), " ".join(words[first:last])


def _is_in_capitals(word: str) -> bool:
    """Whether ``word`` has two letters at least, all of them capitals: an initial is no family name."""
    letters = [char for char in word if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)
