"""Accents: each is read on paper like the theme itself, and a page has one of its theme's."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import brochure
from brochure.colour import contrast
from brochure.errors import ThemeError
from brochure.page import Page
from brochure.theme import TEXT_PAIRS, Theme
from brochure.themes.colours import MAX_TOTAL_INK
from brochure.themes.theme_file import load_theme, shipped_names

BASE = 'extends = "agora"\n'
PALE = '[palette]\npale = { rgb = "#9A9AB0", cmyk = [0, 0, 0, 40] }\n'


def page_of(slug: str, accent: str = "") -> Page:
    return Page(slug=slug, lang="fr", title="Bonjour", body="", accent=accent)


@pytest.mark.parametrize("name", shipped_names())
def test_every_text_of_every_accent_stands_out_from_its_ground(name: str) -> None:
    theme = load_theme(name)
    assert 4 <= len(theme.accents) <= 6
    for accent in theme.accents:
        roles = theme.for_page(page_of("x", accent)).roles
        for pair in TEXT_PAIRS:
            assert contrast(roles[pair.text], roles[pair.ground]) >= theme.minimum_contrast, accent
        assert all(colour.total_ink <= MAX_TOTAL_INK for colour in roles.values())


@pytest.mark.parametrize("name", shipped_names())
def test_no_two_accents_look_the_same(name: str) -> None:
    """What a thumbnail shows of each: the ground of the cover and what is lit on it."""
    theme = load_theme(name)
    looks = [
        (roles["cover"].rgb, roles["lit"].rgb)
        for roles in (theme.for_page(page_of("x", accent)).roles for accent in theme.accents)
    ]
    assert len({*looks}) == len(theme.accents)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def refused(path: Path, text: str) -> list[tuple[int | None, str, str]]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ThemeError) as caught:
        load_theme(path)
    assert all(problem.place.file == str(path) for problem in caught.value.problems)
    return [(p.place.line, p.place.key, str(p)) for p in caught.value.problems]


def test_a_faint_accent_is_refused_with_its_file_key_and_numbers(mine: Path) -> None:
    links, panels = refused(mine, BASE + PALE + '[accents.fog]\naccent = "pale"\npanel = "white"')
    assert links[:2] == panels[:2] == (5, "accents.fog.accent")
    assert "2.7" in links[2]
    assert "4.5:1" in links[2]


def test_an_accent_that_changes_the_ground_alone_is_judged_too(mine: Path) -> None:
    found = refused(mine, f'{BASE}{PALE}[accents.fog]\ncover = "pale"')
    assert {key for _, key, _ in found} == {"accents.fog.cover"}


@pytest.mark.parametrize(
    ("text", "key"),
    [('[accents.fog]\ncover = "noir"', "accents.fog.cover"),
     ('[accents.fog]\nfooter = "ink"', "accents.fog.footer"),
     ('[accents]\nfog = "ink"', "accents.fog"), ('accents = "ink"', "accents")],
)  # fmt: skip
def test_what_is_no_accent_is_named(mine: Path, text: str, key: str) -> None:
    assert [found for _, found, _ in refused(mine, BASE + text)] == [key]


def test_a_theme_with_colours_of_its_own_has_no_accents_of_another_house(mine: Path) -> None:
    mine.write_text(BASE + "body_pt = 11", encoding="utf-8")
    assert load_theme(mine).accents.keys() == load_theme("agora").accents.keys()
    mine.write_text('extends = "agora"\n[roles]\nlit = "mist"', encoding="utf-8")
    assert load_theme(mine).accents == {}
    look = load_theme(mine)
    assert look.for_page(page_of("x")).roles == look.roles


def test_a_page_has_the_accent_that_it_names_else_one_by_its_slug(theme: Theme) -> None:
    assert theme.accent_of(page_of("x", "pine")) == "pine"
    assert theme.accent_of(page_of("x", "mauve")) == theme.accent_of(page_of("x")) in theme.accents
    counted = Counter(theme.accent_of(page_of(f"page-{i}")) for i in range(600))
    assert counted.keys() == theme.accents.keys()
    assert min(counted.values()) > 60


def test_the_theme_of_a_page_is_the_same_when_asked_twice(theme: Theme) -> None:
    page = page_of("x")
    once = theme.for_page(page)
    assert once.for_page(page) == once
    assert once.motif != "auto"


def test_the_summit_keeps_night_and_coral_and_its_assembly(theme: Theme, page: brochure.Page) -> None:
    look = theme.for_page(page)
    assert (look.roles["cover"].rgb, look.roles["lit"].rgb) == ("#1D1A5E", "#FF5A43")
    assert look.motif == "hemicycle"
