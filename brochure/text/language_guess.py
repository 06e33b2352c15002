"""The language a text is in, told by its script and by its function words (templates/languages.toml).

    guess("Der Rat tagt am Abend, und alle sind eingeladen.").lang   # "de"

A text of few words, or of words that several languages share, is told by nothing: there is no guess.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from brochure import assets

MOST_CHARACTERS = 20_000
"""Looked at from the start of a text; more changes no answer."""

LEAST_LETTERS = 12
"""Of a script that one language has alone."""

LEAST_SCORE, LEAST_LEAD = 2.0, 1.1
"""What a guess needs: so many words of its own, and so many times the words of the next language."""

SURE_SCORE, SURE_LEAD = 6.0, 2.5
"""The same for contradicting what a page says of itself."""

LEAST_LIKELY = 1.0
"""The score of a language that a text without another sign of its language is taken for."""

_LETTER_WEIGHT = 0.5

_Shares = Mapping[str, Mapping[str, float]]
"""What each word, or letter, says for the languages that have it."""

_SCRIPTS = (
    ("Hang", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"), ("Jpan", "\u3041-\u30ff\u31f0-\u31ff"),
    ("Hani", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"), ("Hebr", "\u0590-\u05ff"),
    ("Arab", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"),
    ("Grek", "\u0370-\u03ff\u1f00-\u1fff"), ("Cyrl", "\u0400-\u052f"), ("Thai", "\u0e00-\u0e7f"),
    ("Deva", "\u0900-\u097f"), ("Beng", "\u0980-\u09ff"), ("Taml", "\u0b80-\u0bff"),
    ("Geor", "\u10a0-\u10ff\u1c90-\u1cbf"), ("Armn", "\u0530-\u058f"), ("Khmr", "\u1780-\u17ff"),
    ("Laoo", "\u0e80-\u0eff"), ("Mymr", "\u1000-\u109f"), ("Ethi", "\u1200-\u139f"),
    ("Telu", "\u0c00-\u0c7f"), ("Knda", "\u0c80-\u0cff"), ("Mlym", "\u0d00-\u0d7f"),
    ("Gujr", "\u0a80-\u0aff"), ("Guru", "\u0a00-\u0a7f"), ("Orya", "\u0b00-\u0b7f"),
    ("Sinh", "\u0d80-\u0dff"), ("Tibt", "\u0f00-\u0fff"), ("Thaa", "\u0780-\u07bf"),
    ("Syrc", "\u0700-\u074f"), ("Nkoo", "\u07c0-\u07ff"), ("Tfng", "\u2d30-\u2d7f"),
    ("Cher", "\u13a0-\u13ff"), ("Mong", "\u1800-\u18af"),
    ("Latn", "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"),
)  # fmt: skip
"""Scripts (ISO 15924) by the ranges of their letters, as in a pattern's set."""

_RANGE = re.compile("(.)-(.)|(.)", re.DOTALL)


@cache
def _ranges() -> tuple[tuple[str, str, str], ...]:
    """Each range of letters: its first, its last and its script, in order."""
    return tuple(
        sorted(
            (first or one, last or one, code)
            for code, ranges in _SCRIPTS
            for first, last, one in _RANGE.findall(ranges)
        )
    )


@cache
def _script_of_letter(char: str) -> str:
    ranges = _ranges()
    at = bisect_right(ranges, char, key=lambda entry: entry[0]) - 1
    return ranges[at][2] if at >= 0 and char <= ranges[at][1] else ""


_SILENT = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]{0,200}`|<[^>\n]{0,300}>|\]\([^)\n]{0,300}\)"
    r"|\{[^}\n]{0,200}\}", re.DOTALL
)  # fmt: skip
"""What is in no language: code and markup; addresses are words with one of ``_OF_ADDRESSES``."""

_OF_ADDRESSES = ("://", "www.", "@")

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """``lang``, with the words that speak for it, and those for the ``others`` that were tried."""

    lang: str
    score: float
    others: Mapping[str, float]

    @property
    def lead(self) -> float:
        """How many times the words of the next language it has, those close to it left aside."""
        far = (
            score for lang, score in self.others.items()
            if lang != self.lang and {lang, self.lang} not in _NEAR
        )  # fmt: skip
        return self.score / max([0.5, *far])


@dataclass(frozen=True, slots=True)
class _Table:
    """Languages by script, and what each word and each letter says for which language.

    ``announcing`` are ``words`` with those of announcements: weekdays, months, "entry", "free".
    """

    by_script: Mapping[str, tuple[str, ...]]
    words: _Shares
    announcing: _Shares
    letters: _Shares


@cache
def _table() -> _Table:
    rows = assets.toml("templates/languages.toml")
    by_script: dict[str, tuple[str, ...]] = {}
    words: dict[str, dict[str, float]] = {}
    announcing: dict[str, dict[str, float]] = {}
    letters: dict[str, dict[str, float]] = {}
    for lang, row in rows.items():
        by_script[row["script"]] = (*by_script.get(row["script"], ()), lang)
        for word in set(row.get("words", "").split()):
            words.setdefault(word, {})[lang] = 1.0
        for word in {*row.get("words", "").split(), *row.get("announcing", "").split()}:
            announcing.setdefault(word, {})[lang] = 1.0
        for letter in set(row.get("letters", "")):
            letters.setdefault(letter, {})[lang] = _LETTER_WEIGHT
    for table in (words, announcing, letters):
        for shares in table.values():
            for lang in shares:
                shares[lang] /= len(shares) ** 0.5
    return _Table(by_script, words, announcing, letters)


@cache
def languages() -> tuple[str, ...]:
    """The languages that can be told, as primary subtags."""
    return tuple(lang for langs in _table().by_script.values() for lang in langs)


def guess(text: str) -> Guess | None:
    """The language of ``text`` (plain or Markdown); None where nothing tells it."""
    text = _spoken(text)
    script, count = script_of(text)
    langs = _table().by_script.get(script, ())
    if len(langs) == 1:
        return Guess(lang=langs[0], score=count, others={}) if count >= LEAST_LETTERS else None
    scores = _scores(text, langs, _table().words)
    if not scores:
        return None
    lang = max(scores, key=lambda lang: (scores[lang], lang))
    made = Guess(lang=lang, score=scores[lang], others=scores)
    return made if made.score >= LEAST_SCORE and made.lead >= LEAST_LEAD else None


def _spoken(text: str) -> str:
    """The words of ``text`` that are in a language."""
    spoken = _SILENT.sub(" ", text[:MOST_CHARACTERS]).split()
    return " ".join(word for word in spoken if not any(sign in word for sign in _OF_ADDRESSES))


def likeliest(text: str) -> str:
    """The language that ``text`` is most likely in, on less than a `guess` needs; "" for no idea.

    It is always one of the text's own script: a text in Cyrillic letters is not in French.
    """
    if told := guess(text):
        return told.lang
    text = _spoken(text)
    script, count = script_of(text)
    langs = _table().by_script.get(script, ())
    if script != "Latn":
        return max(langs, key=lambda lang: _letter_score(text, lang), default="") if count else ""
    scores = _scores(text, langs, _table().announcing)
    best = sorted(scores, key=lambda lang: -scores[lang])[:2]
    if not best or scores[best[0]] < LEAST_LIKELY:
        return ""
    return best[0] if len(best) == 1 or scores[best[0]] >= LEAST_LEAD * scores[best[1]] else ""


def script_of(text: str) -> tuple[str, int]:
    """The script of most letters of ``text`` (ISO 15924; "" for none), and how many letters it has."""
    if text.isascii():
        return "Latn", sum(map(str.isalpha, text))
    counts = dict.fromkeys((code for code, _ in _SCRIPTS), 0)
    for char, times in Counter(text).items():
        if code := _script_of_letter(char):
            counts[code] += times
    kana, han = counts["Jpan"], counts["Hani"]
    # Japanese is written in Han characters and kana, and has kana in each sentence
    counts["Jpan"], counts["Hani"] = (kana + han, 0) if kana * 12 > han else (kana, han)
    # a Han character says as much as two letters of an alphabet
    code = max(counts, key=lambda code: counts[code] * (2 if code in {"Jpan", "Hani"} else 1))
    return (code, counts[code]) if counts[code] else ("", 0)


def familiarity(text: str) -> float:
    """How many function words of one language ``text`` has, of the one that has most.

    Of languages that are written without spaces, how many of their commonest characters.
    """
    table, scores = _table(), dict.fromkeys(languages(), 0.0)
    for word, count in Counter(_WORD.findall(text[:MOST_CHARACTERS].casefold())).items():
        for lang, share in table.words.get(word.replace("’", "'"), {}).items():
            scores[lang] += share * min(count, 12)
    for char in text[:MOST_CHARACTERS]:
        if char > "\u3040":
            for lang in table.letters.get(char, ()):
                scores[lang] += 0.5
    return max(scores.values())


def letters_of(lang: str) -> frozenset[str]:
    """The letters beyond A to Z that the language is written with, small ones; empty if not known."""
    return frozenset(letter for letter, langs in _table().letters.items() if lang in langs)


def contradicts(text: str, lang: str) -> str:
    """The language that ``text`` is in for certain, where that is not ``lang``; else ""."""
    told = guess(text)
    if told is None or lang not in {*languages(), *_MACRO}:
        return ""
    own = _MACRO.get(lang, lang)
    if told.lang == own or {told.lang, own} in _NEAR:
        return ""
    if not told.others:  # a script that only one language has
        return told.lang if told.score >= 4 * LEAST_LETTERS else ""
    sure = told.score >= SURE_SCORE and told.score >= SURE_LEAD * max(1.0, told.others.get(own, 0.0))
    return told.lang if sure and told.lead >= LEAST_LEAD else ""


_MACRO = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "bs": "hr"}
_NEAR = ({"no", "da"}, {"no", "sv"}, {"cs", "sk"}, {"hr", "sr"}, {"id", "ms"}, {"zh", "ja"})
"""Languages that are close enough for a page to be right about itself."""


def _letter_score(text: str, lang: str) -> float:
    """How many letters of ``text`` are those of ``lang`` alone among its script, and how many words."""
    table = _table()
    words = set(_WORD.findall(text.casefold()))
    said = sum(table.announcing.get(word, {}).get(lang, 0.0) for word in words)
    return said + sum(table.letters.get(letter, {}).get(lang, 0.0) for letter in text.casefold())


def _scores(text: str, langs: tuple[str, ...], words: _Shares) -> dict[str, float]:
    """What function words, or all ``words`` that are known, and letters say for each of ``langs``."""
    table = _table()
    scores = dict.fromkeys(langs, 0.0)
    found = Counter(word.replace("’", "'") for word in _WORD.findall(text.casefold()))
    for word, count in found.items():
        for lang, share in words.get(word, {}).items():
            if lang in scores:
                scores[lang] += share * min(count, 12)
    for letter, count in Counter(text.casefold()).items():
        for lang, share in table.letters.get(letter, {}).items():
            if scores.get(lang):  # letters alone say little: each name has its own
                scores[lang] += share * min(count, 12) ** 0.5
    return {lang: score for lang, score in scores.items() if score}
