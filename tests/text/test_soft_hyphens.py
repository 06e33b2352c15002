"""Soft hyphens: in long words of a page's text, and nowhere else."""

from __future__ import annotations

import pytest

from brochure.text.soft_hyphens import SOFT_HYPHEN, soften

WORD = "Fahrradabstellanlagenausbauoffensive"


def test_a_long_word_may_be_divided_where_its_syllables_end() -> None:
    made = soften(f"<p>Die {WORD} beginnt.</p>", "de")
    assert made.replace(SOFT_HYPHEN, "") == f"<p>Die {WORD} beginnt.</p>"
    pieces = made.partition("Die ")[2].partition(" ")[0].split(SOFT_HYPHEN)
    assert len(pieces) > 3
    assert len(pieces[0]) >= 4 <= len(pieces[-1])


@pytest.mark.parametrize(
    "html",
    [
        f'<img alt="{WORD}">', f"<code>{WORD}</code>", f"<p>https://{WORD}.example/{WORD}</p>",
        f"<p>#{WORD} @{WORD} {WORD}.example {WORD}@a.example</p>", f"<title>{WORD}</title>",
        "<p>Fahrradabstellplatz, aujourd’hui</p>", f"<script>{WORD}</script>",
    ],
)  # fmt: skip
def test_tags_code_and_addresses_stay(html: str) -> None:
    assert soften(html, "de") == html


def test_a_language_without_a_dictionary_has_none() -> None:
    assert soften(f"<p>{WORD}</p>", "xx") == f"<p>{WORD}</p>"
