"""Micro-typography: what is set in each language, and what is never touched."""

from __future__ import annotations

import tomllib

import pytest

from brochure.text import prose
from brochure.text.typography import typeset
from tests.conftest import ROOT

TABLE = tomllib.loads((ROOT / "tests" / "expected" / "typography.toml").read_text(encoding="utf-8"))
CASES = [(lang, row) for lang, rows in TABLE.items() for row in rows]


def spelled(text: str) -> str:
    return text.replace("{nbsp}", "\u00a0").replace("{thin}", "\u202f")


@pytest.mark.parametrize(("lang", "row"), CASES, ids=lambda value: str(value)[:40])
def test_a_text_is_set_as_its_language_sets_it(lang: str, row: dict[str, str]) -> None:
    assert typeset(row["written"], lang) == spelled(row["set"])


@pytest.mark.parametrize(("lang", "row"), CASES, ids=lambda value: str(value)[:40])
def test_setting_twice_changes_nothing_more(lang: str, row: dict[str, str]) -> None:
    once = typeset(row["written"], lang)
    assert typeset(once, lang) == once


def test_quotes_may_span_emphasis() -> None:
    assert "«<em>\u00a0oui</em>\u00a0»" in prose.compose('Il dit "*oui*".', "fr").intro


def test_code_and_addresses_of_links_are_never_touched() -> None:
    html = prose.compose("`l'ami ; \"x\"` et [l'ami](https://a.fr/?q='x')", "fr").intro
    assert "<code>l'ami ; &quot;x&quot;</code>" in html
    assert "href=\"https://a.fr/?q='x'\"" in html
    assert ">l’ami</a>" in html


def test_raw_html_is_shown_and_never_run() -> None:
    html = prose.compose("<script>alert(1)</script> <b>x</b>", "fr").intro
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_headings_start_below_the_title_and_skip_no_level() -> None:
    rest = prose.compose("# Un\n\n#### Deux\n\n# Trois\n", "fr").rest
    assert rest.count("<h2 ") == 2
    assert rest.count("<h3 ") == 1
    assert "<h4" not in rest


def test_an_address_in_running_text_is_never_divided_and_a_links_own_text_is_left_alone() -> None:
    html = prose.compose("Voir exemple.org/un-chemin et <https://exemple.org/autre>.", "fr").intro
    assert '<span class="verbatim">exemple.org/un-chemin</span>' in html
    assert '<a href="https://exemple.org/autre">https://exemple.org/autre</a>' in html
