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
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Literal

from brochure import assets
from brochure.text import labels

Kind = Literal["programme", "people"]
"""What the rows of a table are."""

LONGEST = 80
"""Characters of a head; what is longer is a sentence, or a cell of data."""

_INCLUSIVE = re.compile(
    r"(?<=[^\W\d_])(?:[·•⋅*:_/.]|\()(?:e?s|ne|rice|trice|ice|euse|innen|in|as?|os?|te|re?|e)(?:\)s?)?"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
"""Endings that name women beside men: orateur·rice·s, intervenant(e)s, Referent/in, ponente/s."""

SEVERAL = ("speakers",)
"""Fields that several columns may fill, a number behind the name of each: "Intervenant 2"."""

_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@lru_cache(maxsize=4096)  # asked for each column of each row
def fold(name: str) -> str:
    """``name`` in small letters without accents, for comparing names of columns."""
    parts = unicodedata.normalize("NFD", name.strip().casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _words(name: str) -> str:
    """``name`` folded, with one space for whatever parts its words."""
    return " ".join(re.findall(r"[^\W_]+", fold(name)))


def is_sum(text: str) -> bool:
    """Whether a row that begins with ``text`` reckons up others: "Total : 12", "Nombre de séances"."""
    words = f"{_words(text)} "
    return any(words.startswith(f"{known} ") for known in _of("sums"))


def is_courtesy(text: str) -> bool:
    """Whether ``text`` says how somebody is addressed, and nothing else: "Mme", "Prof. Dr."."""
    return _words(text) in _of("courtesy")


def is_civil(word: str) -> bool:
    """Whether ``word`` before a name is no part of it: "Mme", "Herr"."""
    return _words(word) in _of("civil")


@cache
def _tree() -> Mapping[str, Any]:
    path = assets.templates_folder() / "reading" / "heads.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _of(table: str) -> frozenset[str]:
    return frozenset(_tree()[table]["words"])


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
    leading: Mapping[str, str]
    """The field of a first word that says all of a head."""
    endings: Mapping[str, str]
    """The field of the last part of a word, in languages that join them."""

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
        plain = _INCLUSIVE.sub("", head)
        for words in dict.fromkeys((_words(head), _words(plain), _words(_REMARK.sub(" ", plain)))):
            if known := self.names.get(words):
                return known
        return tuple(self._with_more(_words(_REMARK.sub(" ", plain)).split(), head))

    def _with_more(self, words: Sequence[str], head: str) -> Iterator[Name]:
        """The fields that ``words`` name with more beside, or a half of ``head``: "Salle / Room"."""
        if len(words) > 1 and words[-1].isdigit():
            own = self.names.get(" ".join(words[:-1]), ())
            yield from (replace(n, rank=n.rank + 10) for n in own if n.field in SEVERAL)
            return
        for end in range(len(words) - 1, 0, -1):  # "lien vers la page": a name, and what says no more
            if self.fillers.issuperset(words[end:]) and (
                known := self.names.get(" ".join(words[:end]))
            ):
                yield from (replace(n, rank=n.rank + 100) for n in known)
                return
        for part in re.split(r"[/|–—]| - ", head)[:2]:
            if part != head and (known := self.names.get(_words(part))):
                yield from (replace(n, rank=n.rank + 50) for n in known)
                return
        yield from self._partly(words)

    def _partly(self, words: Sequence[str]) -> Iterator[Name]:
        """The field that the first word, or the end of the only one, names."""
        of_what = [word for word in words[1:] if word not in self.fillers]
        if words and words[0] in self.leading and len(words) > 1 and len(of_what) == 1:
            yield Name(field=self.leading[words[0]], rank=200, langs=frozenset())
        for ending, field in self.endings.items():
            if len(words) == 1 and words[0].endswith(ending):
                yield Name(field=field, rank=200, langs=frozenset())

    def is_partly(self, head: str) -> bool:
        """Whether ``head`` names a field by its beginning or its end alone."""
        name = self.named(head)
        return bool(name and not name.langs)

    def field_of(self, head: str) -> str:
        """The field that ``head`` names, or ""."""
        name = self.named(head)
        return name.field if name else ""


@cache
def vocabulary(kind: Kind) -> Vocabulary:
    """The names of columns in tables of a ``kind``."""
    tree = _tree()
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
    parts = (tree[table].get(kind, {}) for table in ("leading", "endings"))
    leading, endings = ({w: field for field, own in of.items() for w in own} for of in parts)
    return Vocabulary(names=names, usual=usual, fillers=fillers, leading=leading, endings=endings)


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
