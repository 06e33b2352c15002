"""Isolates: numbers and addresses read as they were written, in a text from right to left."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest

from brochure.text import bidi
from brochure.text.isolates import MARKS
from brochure.text.typography import typeset

AROUND = {"ar": "اتصلوا على {} قبل اللقاء", "he": "התקשרו אל {} לפני המפגש"}
KEPT = [
    "+216 71 000 000", "71-000-001", "02-555-0000", "12/03/2026", "2026-03-12", "10:30–12:00",
    "14:00 – 15:30", "info@example.org", "https://example.org/a-b?lang=ar&x=1", "www.example.org/a/b",
    "+12 %", "−38%", "≈ 40", "1,200,000", "25.50", "12 × 18", "example.org/multaqa", "71 000 001",
    "+33 (0)2 40 00 00 00", "٧١-١٢٣-٤٥٦", "٩:٠٠–١٢:٣٠", "۰۲۱-۱۲۳۴۵۶۷۸", "4-B", "12/A",
]  # fmt: skip


def turned(pairs: list[tuple[str, int]], least: int) -> Iterator[tuple[str, int]]:
    for inside, group in groupby(pairs, key=lambda pair: pair[1] >= least):
        stretch = list(group)
        yield from reversed(stretch) if inside else stretch


def seen(text: str) -> str:
    """``text`` from left to right as it is seen, by UAX #9, without the marks that steer it."""
    pairs = [(char, level) for char, level in zip(text, bidi.levels(text, rtl=True), strict=True)]
    highest = max(level for _, level in pairs)
    for level in range(highest, 0, -1):  # L2
        pairs = list(turned(pairs, level))
    return MARKS.sub("", "".join(char for char, _ in pairs)).replace("\u00a0", " ")


@pytest.mark.parametrize("lang", ["ar", "he"])
@pytest.mark.parametrize("text", KEPT)
def test_it_reads_as_it_was_written(lang: str, text: str) -> None:
    assert text in seen(typeset(AROUND[lang].format(text), lang))


@pytest.mark.parametrize("text", ["+216 71 000 000", "10:30–12:00", "71-000-001"])
def test_without_marks_it_would_not(text: str) -> None:
    assert text not in seen(AROUND["ar"].format(text))


def test_no_mark_is_added_beside_those_of_the_author_nor_within_a_name() -> None:
    assert MARKS.findall(typeset("على \u200e+216 71 000 000 او", "ar")) == ["\u200e"]
    assert not MARKS.search(typeset("القاعة B-2 و A1", "ar"))
    assert not MARKS.search(typeset("Salle +12, 10:30–12:00", "fr"))


def test_setting_it_twice_adds_no_more() -> None:
    for text in KEPT:
        once = typeset(AROUND["ar"].format(text), "ar")
        assert typeset(once, "ar") == once


@pytest.mark.parametrize(
    "text",
    ["زوروا https://example.tn/a-b. ثم", "زوروا (https://example.tn/z) ثم", "www.example.tn/x، ثم"],
)
def test_each_isolate_is_closed(text: str) -> None:
    made = typeset(text, "ar")
    assert MARKS.findall(made) == ["\u2066", "\u2069"]
