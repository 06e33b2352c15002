"""Slugs: names of folders that every file system takes."""

from __future__ import annotations

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


def test_names_in_other_scripts_have_slugs_of_their_own() -> None:
    assert slugs.slug_of("القمة") != slugs.slug_of("قمة")
    assert slugs.slug_of("Été à Nîmes") == "ete-a-nimes"
    assert slugs.slug_of("CON").startswith("con-")


@pytest.mark.parametrize("text", ["", "Sommet", "a--b", "-a", "a b", "con", "lpt1", "é", "a" * 90])
def test_what_is_no_slug(text: str) -> None:
    assert not slugs.is_slug(text)
