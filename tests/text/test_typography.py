"""Micro-typography: what is set in each language, and what is never touched."""

from __future__ import annotations

import tomllib

import pytest

from brochure.page import KeyFigure, Page, Quote
from brochure.text import typography
from brochure.text.typography import Edit, typeset
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


def test_edits_are_made_at_their_places() -> None:
    assert typography.apply("abc", [Edit(0, 1, "X"), Edit(1, 1, "-"), Edit(2, 3, "")]) == "X-b"
    assert typography.apply("abc", []) == "abc"


def test_what_is_protected_stays_as_it_is() -> None:
    text = 'il dit "oui" et "non"'
    protected = (text.index('"non"'), len(text))
    assert typography.apply(text, typography.edits(text, "fr", [protected])) == (
        'il dit «\u00a0oui\u00a0» et "non"'
    )


@pytest.mark.parametrize("lang", ["ar", "xx", "fr-CA", "FR"])
def test_every_language_tag_is_taken(lang: str) -> None:
    assert typeset("l'été", lang) in {"l'été", "l’été"}


@pytest.mark.parametrize(
    ("lang", "text", "bound"),
    [
        ("fr", "le 7 décembre 2016", "le 7{nbsp}décembre{nbsp}2016"),
        ("fr", "du 7 au 9 mai", "du 7{nbsp}au{nbsp}9{nbsp}mai"),
        ("fr", "1er et 2 mai", "1er{nbsp}et{nbsp}2{nbsp}mai"),
        ("fr", "page 7 du livre, RN 7", "page{nbsp}7 du livre, RN{nbsp}7"),
        ("en", "7 and more, COP 21", "7 and more, COP{nbsp}21"),
    ],
)
def test_numbers_stay_with_months_and_acronyms_where_the_language_says_so(
    lang: str, text: str, bound: str
) -> None:
    assert typeset(text, lang) == spelled(bound)


def test_a_page_is_set_but_for_its_body_and_what_nobody_reads() -> None:
    page = Page(
        slug="l-ete", lang="fr", title="L'été", body="L'été", url="https://exemple.org/l'ete",
        figures=(KeyFigure(value="7 mai", label="l'été"),), quotes=(Quote(text="L'été", by="d'ici"),),
    )  # fmt: skip
    made = typography.typeset_page(page)
    assert (made.slug, made.body, made.url) == (page.slug, page.body, page.url)
    assert made.title == "L’été"
    assert made.figures[0] == KeyFigure(value="7\u00a0mai", label="l’été")
    assert made.quotes[0] == Quote(text="L’été", by="d’ici")


def test_a_quotation_beside_any_sign_is_set_at_once() -> None:
    signs = '!#$%&*+,./:;<=>?@^|~"«»“”…€°'
    texts = [text for c in signs for text in (f"{c}'A' ", f"'A'{c}", f"'A{c}' ", f"{c}'a' b 'c'")]
    assert [t for t in texts if typeset(typeset(t, "en"), "en") != typeset(t, "en")] == []
