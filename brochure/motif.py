"""The motif of a page: which one it is, by what the page says, and its marks.

It depends on the page alone: each page has its own, and always the same one. The words that choose are
data, ``templates/motifs.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from brochure import assets, motif_shapes
from brochure.marks import Mark, mirrored
from brochure.page import MOTIFS, Page

__all__ = ["MOTIFS", "Subject", "drawn", "kind_of", "kind_of_programme", "marks_of", "subject_of"]

WIDTH = 2.0
"""The width of a motif's usual box, in heights."""

FEWEST_SEATS, MOST_SEATS = 60, 420

LONGEST_EVENT = 14
"""An event of more days shows no calendar of its own accord: nobody counts them."""

FEWEST_BARS = 3
MOST_UNLIKE = 25.0
"""Figures whose greatest is more than so many times the least make no bars of their own accord."""

_PLACES = {"title": 3, "kicker": 2, "lead": 1}
"""What a word counts by where it stands."""

_NUMBER = re.compile(r"\d[\d\s.,'’٫٬\u00a0\u202f]*")
_MINUS = re.compile(r"[-−–]\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a motif is drawn from.

    ``number`` is of seats, ``days`` the event's first and last, ``values`` the key figures as numbers.
    What is read from the right (``rtl``) is drawn from there.
    """

    seed: str
    number: int
    days: tuple[date, date] | None = None
    values: tuple[float, ...] = ()
    rtl: bool = False


def subject_of(page: Page) -> Subject:
    """What the motif of ``page`` is drawn from."""
    days = (page.event.first_day, page.event.last_day) if page.event else None
    return Subject(
        seed=page.slug,
        number=number_of_seats(page),
        days=days,
        values=values_of(page),
        rtl=page.direction == "rtl",
    )


def number_of_seats(page: Page) -> int:
    """The largest key figure that makes a good assembly (60 to 420), else a number of the slug's."""
    numbers = (re.sub(r"\D", "", figure.value) for figure in page.figures)
    fitting = [int(n) for n in numbers if n and FEWEST_SEATS <= int(n) <= MOST_SEATS]
    own = int.from_bytes(motif_shapes.hashed(page.slug, -1)[:2], "big")
    return max(fitting, default=100 + own % 150)


def values_of(page: Page) -> tuple[float, ...]:
    """The key figures as numbers above 0, those of "1,2 million" in ones: (4000.0, 1200000.0).

    A figure without a number, or below 0, is none of them.
    """
    read = (number_in(figure.value, page.language) for figure in page.figures)
    return tuple(value for value in read if value and value > 0)


def number_in(text: str, language: str) -> float | None:
    """The first number in ``text`` as ``language`` writes it, or None: 4000.0 of "4 000 habitants"."""
    match = _NUMBER.search(text)
    if not match:
        return None
    table = _table()
    point = "." if language in table["decimal_point"] else ","
    digits = "".join(match[0].split()).replace("٫", ".").rstrip(".,'’٬")
    digits = re.sub(r"['’٬]", "", digits)
    other = "," if point == "." else "."
    # "1.200" has thousands in German; "1.5" can only be a decimal, whatever the language.
    if re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+(?:\{point}\d+)?", digits):
        digits = digits.replace(other, "")
    digits = digits.replace(",", ".")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    try:
        value = float(digits)
    except ValueError:
        return None
    after = re.match(r"[^\W\d_]+", text[match.end() :].lstrip(" \u00a0\u202f"))
    times = table["multipliers"].get(_plain(after[0]), 1) if after else 1
    return (-1 if _MINUS.search(text[: match.start()]) else 1) * value * float(times)


def kind_of(page: Page, allowed: str) -> str:
    """Which motif ``page`` has in a theme that allows ``allowed``: one of MOTIFS, or "auto" for any.

    A theme of "none" has none for any page; in others the page's own word goes before the theme's. What
    the page has nothing to draw from, a calendar without an event, is left to the theme.
    """
    if allowed == "none":
        return "none"
    if page.motif and _is_drawable(page, page.motif):
        return page.motif
    return _chosen(page) if allowed == "auto" else _or_seats(page, allowed)


def kind_of_programme(allowed: str) -> str:
    """Which motif the sheets of a programme have, which is no page: an assembly where any may be."""
    return "hemicycle" if allowed in {"auto", "calendar", "bars"} else allowed


def _is_drawable(page: Page, kind: str) -> bool:
    if kind == "calendar":
        return page.event is not None
    return kind != "bars" or len(values_of(page)) >= 2


def _or_seats(page: Page, kind: str) -> str:
    return kind if _is_drawable(page, kind) else "rings"


def _chosen(page: Page) -> str:
    """The motif of a page whose theme allows all."""
    scores = dict(_scores(page.language, *(getattr(page, place) for place in _PLACES)))
    usable = {kind: score for kind, score in scores.items() if score and _is_drawable(page, kind)}
    if usable:
        return max(usable, key=lambda kind: usable[kind])  # of equals the one that stands first
    if page.event and (page.event.last_day - page.event.first_day).days < LONGEST_EVENT:
        return "calendar"
    values = values_of(page)
    if len(values) >= FEWEST_BARS and max(values) <= MOST_UNLIKE * min(values):
        return "bars"
    return ("rings", "grid", "map")[motif_shapes.hashed(page.slug, -2)[0] % 3]


@lru_cache(maxsize=16)
def _scores(language: str, *texts: str) -> tuple[tuple[str, int], ...]:
    """How much ``texts``, what stands in each of _PLACES, speak for each motif that has words."""
    words = [(_words(text), weight) for text, weight in zip(texts, _PLACES.values(), strict=True)]
    found = []
    for kind, stems in _table()["words"].items():
        wanted = stems.get(language, ())
        begun = tuple(stem[:-1] for stem in wanted if stem.endswith("*"))
        whole = frozenset(wanted)
        score = sum(
            weight * sum(word in whole or word.startswith(begun) for word in said)
            for said, weight in words
        )
        found.append((kind, score))
    return tuple(found)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", _plain(text))


def _plain(text: str) -> str:
    """``text`` in small letters, without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


@cache
def _table() -> Mapping[str, Any]:
    """``motifs.toml``, its words without accents."""
    read = assets.toml("templates/motifs.toml")
    words = {
        kind: {lang: [_plain(word) for word in stems] for lang, stems in by_language.items()}
        for kind, by_language in read["words"].items()
    }
    times = {_plain(word): value for word, value in read["multipliers"].items()}
    return {**read, "words": words, "multipliers": times}


def marks_of(page: Page, allowed: str) -> tuple[Mark, ...]:
    """The motif of ``page`` in its usual box, 2 wide and 1 high; see `kind_of`."""
    return drawn(kind_of(page, allowed), subject_of(page))


@lru_cache(maxsize=64)
def drawn(
    kind: str, subject: Subject, *, width: float = WIDTH, cropped: bool = False
) -> tuple[Mark, ...]:
    """The marks of a motif in a box ``width`` wide and 1 high; see `brochure.motif_shapes`."""
    seed, number = subject.seed, subject.number
    marks: tuple[Mark, ...] = ()
    if kind == "calendar" and subject.days:
        marks = motif_shapes.calendar(*subject.days, width, cropped)
    elif kind == "bars" and subject.values:
        marks = motif_shapes.bars(subject.values, width, cropped)
    elif kind in _SHAPES:
        marks = _SHAPES[kind](number, seed, width, cropped)
    # A calendar is read; the others only leave the page at the side where reading ends.
    return mirrored(marks, width) if subject.rtl and (cropped or kind == "calendar") else marks


_SHAPES = {
    "hemicycle": motif_shapes.hemicycle,
    "waves": motif_shapes.waves,
    "map": motif_shapes.city,
    "rings": motif_shapes.rings,
    "grid": motif_shapes.grid,
}
