"""Metadata: names of languages, and JSON-LD that cannot end its script."""

from __future__ import annotations

import json
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
    card = composition.compose_one(evil, theme, "square")
    written = str(metadata.json_ld(content_of(evil), card))
    assert "<" not in written
    article = json.loads(written)["@graph"][0]
    assert article["headline"].replace("\u00a0", " ") == evil.title
    assert "dateModified" not in article  # what is not known is left out
