"""Heads: what the columns of tables are called, as data (``templates/reading/heads.toml``).

    vocabulary("programme").field_of("Heure de début (Paris)")    # "start"

A table of programmes or of people names its columns in its own words; each field has its names in each
language, and those of the languages of brochure (``columns`` of ``templates/locales``) go before all.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from brochure import assets
from brochure.text import labels

Kind = Literal["programme", "people"]
"""What the rows of a table are."""

LONGEST = 80
"""Characters of a head; what is longer is a sentence, or a cell of data."""

_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@lru_cache(maxsize=4096)  # asked for each column of each row
def fold(name: str) -> str:
    """``name`` in small letters without accents, for comparing names of columns."""
    parts = unicodedata.normalize("NFD", name.strip().casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _words(name: str) -> str:
    """``name`` folded, with one space for whatever parts its words."""
    return " ".join(re.findall(r"[^\W_]+", fold(name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of the ``field``: how near to its usual one (``rank``, from 0), and in which languages."""

    field: str
    rank: int
    langs: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names of a kind's fields, by their folded words, and ``fillers`` that may stand beside."""

    names: Mapping[str, tuple[Name, ...]]
    usual: Mapping[str, Mapping[str, str]]
    """The usual name of each field by language: ``{"title": {"fr": "titre", …}, …}``."""
    fillers: frozenset[str]

    @property
    def fields(self) -> Sequence[str]:
        """Every field, in the order of the file."""
        return tuple(self.usual)

    def named(self, head: str) -> Name | None:
        """The name that ``head`` is, in whatever language; None for one that nobody knows."""
        return next(iter(self.all_named(head)), None)

    def all_named(self, head: str) -> tuple[Name, ...]:
        """Every field that ``head`` may name, the likeliest first."""
        if not head.strip() or len(head) > LONGEST:
            return ()
        for words in dict.fromkeys((_words(head), _words(_REMARK.sub(" ", head)))):
            if known := self.names.get(words):
                return known
        bare = _words(_REMARK.sub(" ", head)).split()
        for end in range(len(bare) - 1, 0, -1):  # "lien vers la page": a name, and what says no more
            known = self.names.get(" ".join(bare[:end]))
            if known and self.fillers.issuperset(bare[end:]):
                return tuple(Name(field=n.field, rank=n.rank + 100, langs=n.langs) for n in known)
        for part in re.split(r"[/|–—]| - ", head)[:2]:  # "Salle / Room"
            if part != head and (known := self.names.get(_words(part))):
                return tuple(Name(field=n.field, rank=n.rank + 50, langs=n.langs) for n in known)
        return ()

    def field_of(self, head: str) -> str:
        """The field that ``head`` names, or ""."""
        name = self.named(head)
        return name.field if name else ""


@cache
def vocabulary(kind: Kind) -> Vocabulary:
    """The names of columns in tables of a ``kind``."""
    tree = tomllib.loads(
        (assets.templates_folder() / "reading" / "heads.toml").read_text(encoding="utf-8")
    )
    found: dict[str, dict[str, Name]] = {}
    usual: dict[str, dict[str, str]] = {field: {} for field in tree[kind]}
    for field, lang, rank, name in _given(kind, tree[kind]):
        usual[field].setdefault(lang, name)
        own = found.setdefault(_words(name), {})
        if field in own:
            known = own[field]
            rank, langs = min(rank, known.rank), known.langs | {lang}
        else:
            langs = frozenset({lang})
        own[field] = Name(field=field, rank=rank, langs=langs)
    names = {
        words: tuple(sorted(of_fields.values(), key=lambda name: name.rank))
        for words, of_fields in found.items()
    }
    fillers = frozenset(word for words in tree["fillers"].values() for word in words)
    return Vocabulary(names=names, usual=usual, fillers=fillers)


def _given(kind: Kind, fields: Mapping[str, Any]) -> Iterator[tuple[str, str, int, str]]:
    """Field, language, rank and name of all names; those of brochure's own languages have rank 0."""
    if kind == "programme":
        for lang in labels.languages():
            columns = labels.in_language(lang)["programme"].get("columns", {})
            for field, name in columns.items():
                yield field, lang, 0, name
    for field, of_langs in fields.items():
        for lang, names in of_langs.items():
            for rank, name in enumerate(names, 1):
                yield field, lang, rank, name
