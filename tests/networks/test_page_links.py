"""The share links of a page: in its language, and where its files are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brochure.networks import page_links
from brochure.page import Page

PAGE = Page(slug="p", lang="fr", title="Sommet & Cie", body="", url="https://exemple.org/p/?a=1#b")


def test_links_are_named_in_the_language_of_the_page() -> None:
    links = {link.key: link for link in page_links.links_of(PAGE)}
    assert list(links) == ["facebook", "x", "bluesky", "linkedin", "whatsapp", "email", "copy"]
    assert links["x"].action == "Partager sur X"
    assert links["x"].opens == "X · x.com"
    assert (links["email"].name, links["email"].action) == ("Courriel", "Partager par courriel")
    assert (links["copy"].name, links["copy"].url, links["copy"].coded) == ("Copier le lien", "", False)


def test_the_channels_of_the_page_are_taken_in_its_order() -> None:
    chosen = page_links.links_of(replace(PAGE, channels=("viber", "mastodon")))
    assert [(link.key, link.coded) for link in chosen] == [("viber", False), ("mastodon", True)]


def test_a_page_without_an_address_cannot_be_shared() -> None:
    assert page_links.links_of(replace(PAGE, url="")) == ()


@pytest.mark.parametrize(
    ("kit_url", "url", "address"),
    [
        ("", "https://exemple.org/p/?a=1#b", "https://exemple.org/p/cards/pin.png"),
        ("", "https://exemple.org/p", "https://exemple.org/p/cards/pin.png"),
        (
            "https://kits.exemple.org/p/",
            "https://exemple.org/p",
            "https://kits.exemple.org/p/cards/pin.png",
        ),
    ],
)
def test_files_are_published_below_the_page_or_where_the_kit_is(
    kit_url: str, url: str, address: str
) -> None:
    assert page_links.published_at(replace(PAGE, kit_url=kit_url, url=url), page_links.PIN) == address


def test_pinterest_is_given_the_image_at_its_address() -> None:
    (link,) = page_links.links_of(replace(PAGE, channels=("pinterest",)))
    assert "media=https%3A%2F%2Fexemple.org%2Fp%2Fcards%2Fpin.png" in link.url
