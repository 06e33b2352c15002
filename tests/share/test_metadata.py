"""Metadata: names of languages, and JSON-LD that cannot end its script."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

import brochure
from brochure.cards import composition
from brochure.page import Page
from brochure.share import metadata
from brochure.text.content import content_of

PAGE = Page(slug="a", lang="fr", title="T", body="x", url="https://exemple.org/a")


@pytest.mark.parametrize(
    ("lang", "locale"),
    [
        ("fr", "fr_FR"), ("nl", "nl_NL"), ("ja", "ja_JP"), ("pt-BR", "pt_BR"), ("zh-Hant", "zh_TW"),
        ("gcf", "gcf"),
    ],
)  # fmt: skip
def test_open_graph_has_a_language_and_a_territory(lang: str, locale: str) -> None:
    assert metadata.og_locale(lang) == locale


def test_a_page_in_one_language_lists_none() -> None:
    assert metadata.languages(PAGE) == []


def test_what_ends_a_script_is_escaped(theme: brochure.Theme) -> None:
    evil = replace(PAGE, title="</script><script>alert(1)</script> & <!--")
    written = str(metadata.json_ld(content_of(evil), "https://a.example/x.png"))
    assert "<" not in written
    article = json.loads(written)["@graph"][0]
    assert article["headline"].replace("\u00a0", " ") == evil.title
    assert "dateModified" not in article  # what is not known is left out


def test_another_picture_has_another_address_and_the_same_one_the_same(theme: brochure.Theme) -> None:
    """Networks keep a picture by its address: what changes it changes that."""

    def address(page: brochure.Page, theme: brochure.Theme = theme) -> str:
        return metadata.image_address(composition.compose_one(page, theme, "square"), theme)

    first = address(PAGE)
    assert re.fullmatch(r"https://\S+/cards/square\.png\?v=[0-9a-f]{8}", first)
    assert address(replace(PAGE, body="Autre texte.")) == first, "the card does not show it"
    changed = [
        address(replace(PAGE, title="Deuxième titre")), address(PAGE, brochure.load_theme("papier")),
    ]  # fmt: skip
    assert len({first, *changed}) == 3
