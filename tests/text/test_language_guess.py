"""The language of a text: told by script and function words, and by nothing where nothing tells it."""

from __future__ import annotations

import tomllib

import pytest

from brochure.text.language_guess import contradicts, guess, languages, likeliest
from tests.conftest import ROOT

TEXTS = tomllib.loads((ROOT / "tests" / "text" / "languages.toml").read_text(encoding="utf-8"))
CASES = [(lang, text) for lang, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("lang", "text"), CASES)
def test_a_sentence_or_two_tell_their_language(lang: str, text: str) -> None:
    told = guess(text)
    assert told is not None
    assert told.lang == lang, told


@pytest.mark.parametrize(
    "text", ["", "2026", "Agora 2026", "PGO", "https://exemple.org/the-of-and", "🎉"]
)
def test_what_is_in_no_language_tells_none(text: str) -> None:
    assert guess(text) is None


def test_code_and_addresses_say_nothing() -> None:
    assert (
        guess("```\nthe of and to in is that\n```\n\n`for it with` https://exemple.org/the/of") is None
    )


@pytest.mark.parametrize(("lang", "text"), CASES)
def test_no_text_contradicts_its_own_language(lang: str, text: str) -> None:
    assert contradicts(f"{text}\n" * 3, lang) == ""


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        (" ".join(TEXTS["en"]), "fr", "en"), (" ".join(TEXTS["fr"]), "de", "fr"),
        (TEXTS["ar"][0], "fr", ""), (" ".join(TEXTS["ar"]) * 3, "fr", "ar"),
        (TEXTS["he"][0] * 2, "fr", "he"), (TEXTS["ru"][0] * 4, "en", "ru"),
        ("Texte.", "en", ""), (TEXTS["fr"][1], "en", ""), (TEXTS["no"][0], "nb", ""),
        (TEXTS["da"][0] * 4, "no", ""), (" ".join(TEXTS["fr"]), "oc", ""),
    ],
)  # fmt: skip
def test_a_page_is_contradicted_by_a_text_that_is_surely_of_another_language(
    text: str, lang: str, told: str
) -> None:
    assert contradicts(text, lang) == told


def test_twenty_languages_and_more_can_be_told() -> None:
    assert len(languages()) >= 30
    assert set(languages()) >= set(TEXTS)


SHORT = tomllib.loads((ROOT / "tests" / "text" / "short_texts.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("lang", "text"), [(lang, text) for lang, texts in SHORT.items() for text in texts]
)
def test_a_text_of_few_words_is_taken_for_the_likeliest_language(lang: str, text: str) -> None:
    assert likeliest(text) == ("" if lang == "none" else lang)


@pytest.mark.parametrize("text", ["Ў", "Қаз", "ཀ", "ހ", "ⵣ", "ሀ", "ქ", "ა", "ກ", "က", "అ", "ߊ", "漢"])
def test_a_letter_of_another_script_is_in_no_language_of_latin_letters(text: str) -> None:
    told = likeliest(text)
    assert told
    assert told not in {lang for lang in languages() if lang in SHORT and SHORT[lang][0][:1].isascii()}
