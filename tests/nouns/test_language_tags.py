"""Language tags: the primary language, and what the script asks for."""

from __future__ import annotations

import pytest

from brochure import language_tags


@pytest.mark.parametrize(
    ("tag", "primary", "rtl"),
    [
        ("fr", "fr", False),
        ("fr-CA", "fr", False),
        ("FR_ca", "fr", False),
        ("ar", "ar", True),
        ("ar-EG", "ar", True),
        ("ar-Latn", "ar", False),
        ("az-Arab", "az", True),
        ("az-Arab-IR", "az", True),
        ("he", "he", True),
        ("ur", "ur", True),
        ("zh-Hant-TW", "zh", False),
        ("", "", False),
    ],
)
def test_language_and_direction_of_a_tag(tag: str, primary: str, rtl: bool) -> None:
    assert language_tags.primary(tag) == primary
    assert language_tags.is_rtl(tag) is rtl


def test_arabic_is_set_larger_and_hebrew_is_not() -> None:
    scripts = {tag: language_tags.script_of(tag) for tag in ("ar", "he", "fr")}
    assert [scripts[tag].text_scale for tag in ("ar", "he", "fr")] == [1.12, 1.0, 1.0]
    assert [scripts[tag].leading for tag in ("ar", "he", "fr")] == [1.38, 1.38, 1.0]


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("fr", "fr"), ("FR_ca", "fr_CA"), ("no", "no"), ("zh-Hans", "zh_Hans"),
        ("zh_hans_cn", "zh_Hans_CN"),
        ("sr-Latn", "sr_Latn"), ("de-CH-1901", "de_CH"), ("ca-valencia", "ca"), ("es-419", "es_419"),
        ("oc", "oc"), ("xx-YY", None), ("x!", None),
    ],
)  # fmt: skip
def test_any_tag_has_the_locale_of_its_language_or_none(tag: str, locale: str | None) -> None:
    found = language_tags.cldr_locale(tag)
    assert (str(found) if found else None) == locale
