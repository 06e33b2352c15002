"""Labels: the words that products add, and what is said where a language has none."""

from __future__ import annotations

import pytest

from brochure.text import labels


def test_labels_are_found_by_the_language_of_a_tag() -> None:
    for tag in ("fr", "fr-CA", "FR_ca"):
        assert labels.in_language(tag)["skip"] == "Aller au contenu"
        assert labels.fallback_warning(tag) is None


@pytest.mark.parametrize("tag", ["nl", "nl-BE", "xx"])
def test_a_language_without_labels_has_english_ones_and_a_warning(tag: str) -> None:
    assert labels.in_language(tag)["skip"] == "Skip to content"
    assert not labels.has_labels(tag)
    warning = labels.fallback_warning(tag)
    assert warning is not None
    assert warning.sentence("en") == (
        f'no labels in "{tag}": words like "Share this page" are in English; '
        "brochure has ar, de, en, es, fr"
    )
    assert warning.sentence("fr").startswith(f"pas de libellés en «\u00a0{tag}\u00a0»")


def test_a_code_says_what_it_opens() -> None:
    assert labels.code_alt("exemple.org", "fr") == "Code QR\u00a0: exemple.org"


def test_words_that_end_no_line_are_case_folded() -> None:
    assert {"du", "à", "les"} <= labels.no_break_after("fr")
    assert "the" in labels.no_break_after("en")
    assert all(word == word.casefold() for word in labels.no_break_after("de"))
