"""Locales: what is known of each language, from brochure and from other distributions."""

from __future__ import annotations

import pytest

from brochure import assets
from brochure.errors import BrochureError, PluginError
from brochure.problems import Place
from brochure.text import dates, enumerations, labels, locales
from tests.conftest import ROOT
from tests.extending import Install

SHIPPED = ("ar", "de", "en", "es", "fr")
ENGLISH = assets.toml("templates/locales/en.toml")

ITALIAN = """
og_locale = "it_IT"
share_title = "Condividi questa pagina"
share_on = "Condividi su {channel}"
[writing]
quote_open = "«"
quote_close = "»"
and_words = ["e", "ed"]
no_break_after = ["di", "DEL"]
[preview]
title = "Anteprima"
"""
POINTS = {"it": "brochure_it"}


def test_each_language_of_brochure_has_a_file() -> None:
    assert tuple(sorted(locales.files())) == labels.languages() == SHIPPED


@pytest.mark.parametrize("lang", SHIPPED)
def test_a_file_of_brochure_is_as_one_from_outside_must_be(lang: str) -> None:
    tree = assets.toml(f"templates/locales/{lang}.toml")
    assert list(locales.check_locale(tree, ENGLISH, Place("x"))) == []
    assert locales.missing(lang) == ()


@pytest.mark.parametrize(
    ("lang", "colon", "comma", "digit_space", "cldr"),
    [
        ("fr", "\u00a0:", ", ", "\u202f", "fr_FR"),
        ("fr-CA", "\u00a0:", ", ", "\u202f", "fr_FR"),
        ("FR_ca", "\u00a0:", ", ", "\u202f", "fr_FR"),
        ("en", ":", ", ", "\u202f", "en_GB"),
        ("ar", ":", "، ", "\u00a0", "ar"),
        ("nl", ":", ", ", "\u202f", "en_GB"),
        ("he", ":", ", ", "\u00a0", "en_GB"),
    ],
)
def test_rules_are_those_of_the_file_or_of_english(
    lang: str, colon: str, comma: str, digit_space: str, cldr: str
) -> None:
    rules = locales.rules(lang)
    assert (rules.colon, rules.comma, rules.digit_space, rules.cldr_locale) == (
        colon, comma, digit_space, cldr,
    )  # fmt: skip


GIVEN = {
    "a package": ("brochure_it", "brochure_it/it.toml"),
    "a folder": ("brochure_it:folder", "brochure_it/locales/it.toml"),
    "a file": ("brochure_it:file", "brochure_it/locales/it.toml"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_a_language_of_another_distribution_is_known(name: str, install: Install) -> None:
    target, file = GIVEN[name]
    start = (
        "from pathlib import Path\n"
        "folder = Path(__file__).parent / 'locales'\nfile = str(folder / 'it.toml')\n"
    )
    install("brochure.locales", {"it": target}, {"brochure_it/__init__.py": start, file: ITALIAN})
    assert labels.languages() == tuple(sorted((*SHIPPED, "it")))
    assert labels.in_language("it-CH")["share_on"] == "Condividi su {channel}"
    assert labels.no_break_after("it") == {"di", "del"}
    assert enumerations.after("Ci sono", "Ci sono uno, due ed tre.") == ("uno", "due", "tre")
    assert locales.rules("it").quote_open == "«"


def test_what_a_language_from_outside_lacks_is_in_english_and_named(install: Install) -> None:
    install("brochure.locales", POINTS, {"brochure_it/__init__.py": "", "brochure_it/it.toml": ITALIAN})
    assert labels.in_language("it")["skip"] == "Skip to content"
    assert labels.in_language("it")["preview"]["title"] == "Anteprima"
    assert locales.rules("it").no_break_after == ("di", "DEL"), "not the English ones"
    warning = labels.fallback_warning("it")
    assert warning is not None
    assert "lacks labels, which are in English: scan_hint, " in warning.sentence("en")
    assert dates.cldr_locale("it") == "it_IT"


BROKEN = {
    "an unknown label": ('shoe = "x"', "shoe: there is no such label"),
    "an unknown label in a table": ('[preview]\nshoe = "x"', "preview.shoe: there is no such label"),
    "an unknown rule": ('[writing]\nshoe = "x"', "writing.shoe: there is no such label"),
    "a number": ("skip = 5", "skip: the value is not of the kind"),
    "a text for a list": ('[writing]\nand_words = "e"', "writing.and_words: the value is not of the"),
    "a field misspelt": ('share_on = "su {chanel}"', "share_on: it names chanel; it can name channel"),
    "a brace left open": ('share_on = "su {channel"', "share_on: it names {; it can name channel"),
    "a field of days": ('[days]\ntwo_years = "{from}"', "it names from; it can name first and last"),
    "no TOML": ("a label", "the file of the language cannot be read"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_with_a_fault_is_refused_with_its_key(name: str, install: Install) -> None:
    text, message = BROKEN[name]
    install("brochure.locales", POINTS, {"brochure_it/__init__.py": "", "brochure_it/it.toml": text})
    with pytest.raises(BrochureError) as caught:
        labels.in_language("it")
    sentence = caught.value.problems[0].sentence("en")
    assert "brochure_it/it.toml: " in sentence
    assert message in sentence


REFUSED = {
    "a language of brochure": (
        "brochure_it",
        "fr.toml",
        "there is a language “fr” already",
    ),
    "a name that is no language": (
        "brochure_it",
        "italian.toml",
        "italian.toml is not named like it.toml",
    ),
    "no file": ("brochure_it", "readme.txt", "is neither a file of a language nor a folder with some"),
    "another object": ("brochure_it:__name__", "it.toml", "brochure_it is neither a file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_entry_point_that_gives_no_language_is_refused(name: str, install: Install) -> None:
    target, file, message = REFUSED[name]
    files = {"brochure_it/__init__.py": "", f"brochure_it/{file}": ITALIAN}
    install("brochure.locales", {"it": target}, files)
    with pytest.raises(PluginError) as caught:
        labels.languages()
    sentence = caught.value.problems[0].sentence("en")
    assert sentence.startswith("“it”, which the package a_test-1.0 adds to brochure.locales")
    assert message in sentence


def test_every_key_of_the_rules_is_explained() -> None:
    """By the docstring of `Rules`, which docs/extending.md names."""
    told = locales.Rules.__doc__ or ""
    assert [key for key in locales.WRITING if f"``{key}``" not in told] == []
    assert "brochure/text/locales.py" in (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
