"""Slugs: names of folders that every file system takes."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure import slugs


@given(st.text(max_size=200) | st.text("abc-12", min_size=70, max_size=120))
def test_a_slug_is_a_safe_folder_name_and_its_own_slug(text: str) -> None:
    slug = slugs.slug_of(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= slugs.MAX_SLUG + 9
    assert slugs.is_slug(slug)
    assert slugs.slug_of(slug) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Été à Nîmes", "ete-a-nimes"), ("«\u00a0L'œuvre\u00a0» !", "l-oeuvre"), ("Ærø", "aero"),
        ("Straße", "strasse"), ("Łódź", "lodz"), ("Đà Nẵng", "da-nang"), ("½ litre", "1-2-litre"),
        ("COM10", "com10"), ("Con 1", "con-1"), ("A" * 80, "a" * 80), ("Prix: 5 €", "prix-5"),
    ],
)  # fmt: skip
def test_a_name_is_written_in_plain_letters(text: str, slug: str) -> None:
    assert slugs.slug_of(text) == slug


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("東京 2020", "2020"), ("Été 東京", "ete"), ("東京", "page"), ("!", "page"), ("\ud800", "page"),
        ("CON", "con"), ("Lpt1", "lpt1"), ("A" * 81, "a" * 80), ("A" * 79 + " bc", "a" * 79),
    ],
)  # fmt: skip
def test_what_plain_letters_cannot_write_ends_with_eight_digits_of_a_hash(
    text: str, start: str
) -> None:
    assert re.fullmatch(rf"{start}-[0-9a-f]{{8}}", slugs.slug_of(text))


def test_the_hash_is_that_of_the_composed_text() -> None:
    mark = hashlib.sha256("東京 é".encode()).hexdigest()[:8]
    assert slugs.slug_of("東京 é") == slugs.slug_of("東京 e\u0301") == f"e-{mark}"


def test_names_in_other_scripts_have_slugs_of_their_own() -> None:
    assert slugs.slug_of("القمة") != slugs.slug_of("قمة")


@pytest.mark.parametrize("text", ["a", "sommet-pgo", "2016", "con-1", "com10", "a" * 89])
def test_what_is_a_slug(text: str) -> None:
    assert slugs.is_slug(text)
    assert slugs.slug_of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "Sommet", "a--b", "-a", "a-", "a b", "é", "a\n", "a" * 90,
        "con", "prn", "aux", "nul", "com1", "lpt1",
    ],
)  # fmt: skip
def test_what_is_no_slug(text: str) -> None:
    assert not slugs.is_slug(text)
