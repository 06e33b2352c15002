"""Words by which figures and quotations are found: ``templates/importing/<language>.toml``.

The rules are in Python, the words that they look for in these files. All are compared without regard
to case, and with straight apostrophes (`straight`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar

from brochure import assets, language_tags


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """How numbers and units are written.

    ``hedges`` stand before a number and stay with it ("plus de"), but not at the end of ``no_hedges``
    ("verfügt über"); ``range_joiners`` stand between two, and ``range_openers`` before the first of
    them. ``words`` are numbers by their words, "deux=2", with ``word_joiners`` between them, or written
    as one word where they are ``compound``; ``collectives`` are such with a noun, "une centaine=100".
    ``magnitudes`` stand after a number, ``short_magnitudes`` close after one with a currency.

    Units are ``currencies``, some for many, "M€=1e6", ``percents``, ``measures``, ``durations``, of
    which ``counted_durations`` may be a figure, and ``others``, which no key figure has; between a
    magnitude and its unit stands one of ``unit_joiners``. ``shares`` are parts by their words,
    ``one_of`` what stands in "un sur trois", and ``every`` such parts in one phrase, "jeder dritte".
    """

    hedges: tuple[str, ...]
    range_joiners: tuple[str, ...]
    range_openers: tuple[str, ...]
    words: tuple[str, ...]
    word_joiners: tuple[str, ...]
    collectives: tuple[str, ...]
    magnitudes: tuple[str, ...]
    currencies: tuple[str, ...]
    percents: tuple[str, ...]
    measures: tuple[str, ...]
    durations: tuple[str, ...]
    counted_durations: tuple[str, ...]
    no_hedges: tuple[str, ...]
    others: tuple[str, ...]
    shares: tuple[str, ...]
    one_of: tuple[str, ...]
    unit_joiners: tuple[str, ...]
    short_magnitudes: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    compound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCounted:
    """What tells that a number counts nothing: words right ``before`` and ``after`` it.

    Amounts of money near one of ``prices`` are what somebody pays at a door; amounts and percentages
    after one of ``terms`` are conditions, "dans la limite de 20 %".
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    prices: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelWords:
    """How what is counted is found beside a number.

    After it: ``of`` leads from a unit to what is measured, ``purposes`` from money to what it is for,
    ``change_of`` from a rise to what rises. A label goes through ``particles`` and ends before
    ``stops``; one with ``pronouns`` names nothing, and ``joiners`` lead to a second noun, but not to
    one with a number of its own, as ``several`` are. A word with
    one of ``verb_endings`` is a verb, as is one with one of ``participles`` after a plural, which
    ``plurals`` are without an ending. Where ``plurals_agree``, so is all that follows a plural without
    being one, but for ``invariable`` words. Where ``nouns_have_capitals``, adjectives with
    ``adjective_endings`` lead to a noun, and ``tails`` on from it.

    Before it: a subject with one of the verbs ``reaching`` or ``changing``, whose ``change_links`` are
    left out, or a noun with one of ``holders``, "une enveloppe de". ``change_nouns`` and
    ``change_after`` belong to the value.
    """

    of: tuple[str, ...]
    purposes: tuple[str, ...]
    change_of: tuple[str, ...]
    particles: tuple[str, ...]
    determiners: tuple[str, ...]
    stops: tuple[str, ...]
    pronouns: tuple[str, ...]
    joiners: tuple[str, ...]
    verb_endings: tuple[str, ...]
    reaching: tuple[str, ...]
    changing: tuple[str, ...]
    change_links: tuple[str, ...]
    change_nouns: tuple[str, ...]
    holders: tuple[str, ...]
    change_after: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    plurals_agree: bool = False
    plurals: tuple[str, ...] = ()
    invariable: tuple[str, ...] = ()
    nouns_have_capitals: bool = False
    adjective_endings: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechWords:
    """How a text says that somebody said something.

    Verbs of saying are ``stems`` with one of ``endings``, or ``forms``, with ``clitics`` before them
    and one of ``inverted`` after them, or after their ``auxiliaries``, "a-t-elle dit". ``nobody`` and
    ``pronouns`` name nobody; where ``subjects_left_out``, a verb alone says that the last one speaks
    on. ``according`` stands before a speaker, as does ``words_of``; the ``vague`` of them before much
    else. Between a verb and a quotation stand ``joiners``, of which ``that`` says that words follow
    and no name; before a subject ``intros``. What follows
    one of ``names_of`` is a name, and no saying.

    A person's name has ``titles`` before it and ``name_particles`` in it; a person without a name has
    one of ``determiners`` and one of ``persons``. A role goes on through ``links`` and ends before
    ``role_stops``; after one of ``relatives`` somebody else may be meant.
    """

    stems: tuple[str, ...]
    endings: tuple[str, ...]
    forms: tuple[str, ...]
    clitics: tuple[str, ...]
    inverted: tuple[str, ...]
    nobody: tuple[str, ...]
    pronouns: tuple[str, ...]
    according: tuple[str, ...]
    vague: tuple[str, ...]
    words_of: tuple[str, ...]
    titles: tuple[str, ...]
    name_particles: tuple[str, ...]
    determiners: tuple[str, ...]
    joiners: tuple[str, ...]
    names_of: tuple[str, ...]
    persons: tuple[str, ...]
    role_stops: tuple[str, ...]
    links: tuple[str, ...]
    relatives: tuple[str, ...]
    intros: tuple[str, ...]
    auxiliaries: tuple[str, ...] = ()
    subjects_left_out: bool = False
    that: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordLists:
    """All that is known of one language."""

    numbers: NumberWords
    not_counted: NotCounted
    labels: LabelWords
    speech: SpeechWords
    abbreviations: frozenset[str]
    """Words with a full stop of their own, in small letters: no sentence ends at them."""


@cache
def of_language(lang: str) -> WordLists | None:
    """The words of the language of the tag ``lang``; None where there is no file of them."""
    name = f"importing/{language_tags.primary(lang)}.toml"
    if name not in assets.files(assets.templates_folder()):
        return None
    tree = assets.toml(f"templates/{name}")
    return WordLists(
        numbers=_read(NumberWords, tree["numbers"]),
        not_counted=_read(NotCounted, tree["not_counted"]),
        labels=_read(LabelWords, tree["labels"]),
        speech=_read(SpeechWords, tree["speech"]),
        abbreviations=frozenset(straight(word).lower() for word in _abbreviations(tree)),
    )


_Table = TypeVar("_Table")


def _read(kind: type[_Table], table: Mapping[str, Any]) -> _Table:
    """``table`` as ``kind``. Raises TypeError for a key that it does not know, or that is missing."""
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    if unknown := table.keys() - known:
        raise TypeError(f"{kind.__name__}: {sorted(unknown)}")
    return kind(**{k: tuple(map(straight, v)) if isinstance(v, list) else v for k, v in table.items()})


def _abbreviations(tree: Mapping[str, Any]) -> Iterable[str]:
    lists = (v for table in tree.values() if isinstance(table, dict) for v in table.values())
    words = (word for one in lists if isinstance(one, list) for word in one)
    found = [word.partition("=")[0].split()[-1] for word in words if word.partition("=")[0].strip()]
    return [*(word for word in found if word.endswith(".")), *tree.get("abbreviations", ())]


def known(lang: str) -> WordLists:
    """The words of ``lang``. Raises LookupError where there are none; `of_language` tells."""
    lists = of_language(lang)
    if lists is None:
        raise LookupError(lang)
    return lists


def straight(text: str) -> str:
    """``text`` with straight apostrophes, as long as it was."""
    return text.replace("’", "'")


def any_of(phrases: Iterable[str]) -> str:
    """A pattern of any of ``phrases``, the longest first; of nothing where there are none.

    A word ends where the next character is no letter, one that ends with an apostrophe anywhere.
    """
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    ends = [re.escape(p) + (r"(?!\w)" if p[-1].isalnum() else "") for p in ordered]
    return rf"(?:{'|'.join(ends)})" if ends else "(?!)"


def named_numbers(pairs: Iterable[str]) -> dict[str, float]:
    """Numbers by their words: "deux=2"; a word without a number is 1."""
    parted = (pair.partition("=") for pair in pairs)
    return {word: float(number or 1) for word, _, number in parted}
