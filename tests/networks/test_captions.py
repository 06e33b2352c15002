"""Captions: never over a network's limit by its own counting, never cut inside a word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.networks import captions
from brochure.networks.captions import Caption
from brochure.page import Event, Page
from brochure.text.fitting import ELLIPSIS
from brochure.text.typography import typeset_page

URL = "https://exemple.org/assises"

COUNTS = [
    ("x", "abc é", 5),
    ("x", "日本", 4),
    ("x", "قمة", 3),
    ("x", "👩‍👩‍👧 x", 4),
    ("x", f"Voir {URL}/{'a' * 200}", 28),
    ("x", "“a”", 3),
    ("bluesky", "e\u0301👩‍👩‍👧日", 3),
    ("bluesky", f"a {URL}", 2 + len(URL)),
    ("mastodon", f"a {URL}", 25),
    ("mastodon", f"{URL} {URL}", 47),
    ("threads", "a🏛", 5),
    ("linkedin", "a🏛", 3),
]
"""A network, a text, and how long the network says it is."""


@pytest.mark.parametrize(("key", "text", "count"), COUNTS)
def test_each_network_counts_in_its_own_way(key: str, text: str, count: int) -> None:
    assert captions.rules()[key].count(text) == count


WORDS = [
    "sommet", "gouvernement", "ouvert", "de", "la", "démocratie", "2016", "«\u00a0données\u00a0»",
    "قمة", "日本語", "👩‍👩‍👧", "10\u00a0h\u00a030", "x" * 40, "l’État", "—",
]  # fmt: skip


def words(most: int) -> st.SearchStrategy[str]:
    """Texts of at most so many characters, as many of them long as short."""

    def as_many(count: int) -> st.SearchStrategy[list[str]]:
        return st.lists(st.sampled_from(WORDS), min_size=count, max_size=count)

    some = st.integers(0, most // 6).flatmap(as_many)
    return some.map(lambda parts: " ".join(parts)[:most].strip())


events = st.builds(
    Event, starts=st.just(date(2016, 12, 7)), ends=st.just(date(2016, 12, 9)),
    place=words(200), address=words(200),
)  # fmt: skip
pages = st.builds(
    Page, slug=st.just("p"), lang=st.sampled_from(["fr", "en", "ar", "es", "nl"]),
    title=words(300).map(lambda text: text or "T"), body=st.just("x"), lead=words(600),
    url=st.sampled_from([0, 20, 80, 250]).map(lambda length: "https://exemple.org/" + "a" * length),
    event=st.none() | events,
    hashtags=st.lists(st.integers(1, 9), max_size=8).map(
        lambda lengths: tuple(f"Mot{n}" * length for n, length in enumerate(lengths))
    ),
)  # fmt: skip


@settings(max_examples=200)
@given(pages)
def test_no_caption_of_any_page_is_over_its_limit(made: Page) -> None:
    for caption in captions.compose_captions(made, made.url.removeprefix("https://")):
        rules = caption.rules
        assert caption.count == rules.count(caption.text) <= rules.limit
        assert not_cut_inside_a_word(caption, made)


def not_cut_inside_a_word(caption: Caption, made: Page) -> bool:
    """Whether each paragraph is a text of the page, or some of its words and an ellipsis.

    Beside a title that was cut, before a long word, there may be room for the first words of the lead.
    """
    short = [part for part in caption.text.split("\n\n") if part.endswith(ELLIPSIS)]
    wholes = {"": (), "title": (made.title, made.lead), "lead": (made.lead,)}[caption.cut]
    return bool(caption.cut) <= len(short) <= len(wholes) and all(map(begins, wholes, short))


def begins(whole: str, short: str) -> bool:
    """Whether ``short`` is the first words of ``whole`` and an ellipsis."""
    kept = short.removesuffix(ELLIPSIS)
    after = whole[len(kept) :].lstrip(",;:.–—-\u00a0\u202f")
    between = after.startswith(" ") or not after or bool(re.match("[一-鿿]", after))
    return whole.startswith(kept) and between


def test_what_has_no_room_is_said(page: Page) -> None:
    tagged = replace(page, hashtags=("GouvernementOuvert", "PGO2016"), lead="Un mot.")
    made = {c.network.key: c for c in captions.compose_captions(tagged, "exemple.org")}
    assert made["mastodon"].text.endswith("\n\n#GouvernementOuvert #PGO2016")
    assert not made["mastodon"].left_out
    long = replace(tagged, title="Sommet " * 32, lead="Un mot " * 50)
    made = {c.network.key: c for c in captions.compose_captions(long, "exemple.org")}
    assert made["x"].left_out == ("days", "lead")
    assert page.url in made["x"].text
    assert made["instagram"].text.count("exemple.org") == 1
    assert "https://" not in made["instagram"].text


def test_the_author_has_the_last_word(page: Page) -> None:
    own = replace(page, captions={"x": "Le PGO commence demain."})
    made = {c.network.key: c for c in captions.compose_captions(own, "exemple.org")}
    assert (made["x"].text, made["x"].own, made["bluesky"].own) == (
        "Le PGO commence demain.",
        True,
        False,
    )


def test_every_network_says_where_its_limit_comes_from() -> None:
    assert all(rules.source and rules.limit >= 280 for rules in captions.rules().values())
    assert len(captions.rules()) == 10


def test_an_own_caption_is_under_embargo_too(page: Page) -> None:
    held = replace(page, embargo=date(2027, 3, 1), captions={"x": "Mon texte", "bluesky": "é" * 290})
    made = {c.network.key: c for c in captions.compose_captions(held, "exemple.org")}
    assert made["x"].text == "Sous embargo jusqu’au 1er mars 2027\n\nMon texte"
    assert made["bluesky"].left_out == ("embargo",)


def test_an_address_too_long_is_told_and_han_titles_are_cut_between_characters(page: Page) -> None:
    long = replace(page, title="東京会議" * 60, url="https://exemple.org/" + "a" * 400, lead="")
    made = {c.network.key: c for c in captions.compose_captions(long, "exemple.org")}
    assert "address" in made["bluesky"].left_out
    assert made["x"].cut == "title"
    assert made["x"].text.startswith("東京会議東京")
    assert made["x"].count <= 280


def test_every_card_suits_a_network_and_every_network_a_card() -> None:
    usual = {"open-graph": "open-graph", "portrait": "portrait", "pin": "pin", "quote-1": "square"}
    found = captions.suiting(usual)
    assert found["pin"] == ("pinterest",)
    assert "threads" in found["portrait"]
    assert "x" in found["quote-1"]
    for made in ({"square": "square"}, {"wide": "banner", "pin": "pin"}, usual):
        found = captions.suiting(made)
        assert all(found.values())
        assert set().union(*found.values()) == set(captions.rules())


def test_place_and_address_are_typeset(page: Page) -> None:
    event = Event(
        starts=date(2026, 5, 1), ends=date(2026, 5, 1), place="Salle d'été", address="1 rue de l'Église"
    )
    for caption in captions.compose_captions(typeset_page(replace(page, event=event)), "exemple.org"):
        assert "Salle d’été, 1\u00a0rue de l’Église" in caption.text or "days" in caption.left_out
