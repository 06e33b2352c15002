"""Page and its parts, made in Python: wrong values raise at once, each problem with its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from babel import Locale, localedata

import brochure
from brochure.errors import BrochureError, SourceError
from brochure.language_tags import is_rtl
from brochure.page import (
    Alternate,
    CardChoice,
    Event,
    KeyFigure,
    Page,
    Panels,
    Picture,
    Quote,
)

DAY = date(2016, 12, 7)


def page(**fields: Any) -> Page:
    return Page(**{"slug": "t", "lang": "fr", "title": "T", "body": "x"} | fields)


WRONG: Mapping[str, tuple[Callable[[], object], list[str]]] = {
    "an event that ends before it starts": (
        lambda: Event(starts=DAY, ends=date(2016, 12, 6)), ["ends"],
    ),
    "an event of a day and a moment": (
        lambda: Event(starts=DAY, ends=datetime(2016, 12, 7, 9, tzinfo=UTC)), ["ends"],
    ),
    "an event without its zone": (
        lambda: Event(starts=datetime(2016, 12, 7, 9), ends=datetime(2016, 12, 7, 10)),
        ["starts", "ends"],
    ),
    "an event on a text": (
        lambda: Event(starts="2016-12-07", ends=DAY, place="\x07"),  # type: ignore[arg-type]
        ["starts", "place"],
    ),
    "an empty figure": (lambda: KeyFigure(value="", label=""), ["value", "label"]),
    "a figure that is a number": (
        lambda: KeyFigure(value=300, label="voix"), ["value"],  # type: ignore[arg-type]
    ),
    "an empty quote": (lambda: Quote(text=""), ["text"]),
    "a single panel": (lambda: Panels(title="", items=("a",)), ["title", "items"]),
    "panels of a text": (lambda: Panels(title="T", items="abc"), ["items"]),  # type: ignore[arg-type]
    "an empty panel": (lambda: Panels(title="T", items=("a", "")), ["items[1]"]),
    "a picture without words": (lambda: Picture(name="a.jpg", alt=""), ["alt"]),
    "a focus outside": (lambda: Picture(name="a.jpg", alt="a", focus=(0.5, 30)), ["focus"]),
    "a focus that is no number": (
        lambda: Picture(name="a.jpg", alt="a", focus=(0.5, float("nan"))), ["focus"],
    ),
    "a focus of one number": (
        lambda: Picture(name="a.jpg", alt="a", focus=(0.5,)), ["focus"],  # type: ignore[arg-type]
    ),
    "cards with a code of words": (
        lambda: CardChoice(code="yes"), ["code"],  # type: ignore[arg-type]
    ),
    "another language without address": (
        lambda: Alternate(lang="zz!", title="T", url="exemple.org"), ["lang", "url"],
    ),
    "a page without anything": (
        lambda: Page(slug="", lang="", title="", body=""), ["slug", "lang", "title"],
    ),
    "a page of a bad slug": (lambda: page(slug="../etc"), ["slug"]),
    "a page of ftp": (lambda: page(url="ftp://exemple.org/"), ["url"]),
    "a page whose kit is a file": (lambda: page(kit_url="https://exemple.org/a"), ["kit_url"]),
    "a channel twice": (lambda: page(channels=("x", "email", "x")), ["channels[2]"]),
    "channels in one text": (lambda: page(channels="x"), ["channels"]),
    "thirteen figures": (lambda: page(figures=(KeyFigure(value="1", label="a"),) * 13), ["figures"]),
    "a figure of one part": (
        lambda: KeyFigure(value="3", label="a", parts=(KeyFigure(value="3", label="b"),)), ["parts"],
    ),
    "a figure with parts and before": (
        lambda: KeyFigure(
            value="3", label="a", before="2", parts=(KeyFigure(value="3", label="b"),) * 2
        ),
        ["before"],
    ),
    "a part of parts": (
        lambda: KeyFigure(value="3", label="a", parts=(
            KeyFigure(value="1", label="b"), KeyFigure(value="2", label="b", before="1"),
        )), ["parts[1]"],
    ),
    "figures of texts": (lambda: page(figures=("4 000",)), ["figures[0]"]),
    "a picture that is nowhere": (
        lambda: page(picture=Picture(name="a.jpg", alt="a")), ["picture.name"],
    ),
    "a quotation for an event": (lambda: page(event=Quote(text="a")), ["event"]),
    "a day with hours": (
        lambda: page(published=datetime(2016, 12, 7, tzinfo=UTC)), ["published"],
    ),
    "an embargo without its zone": (lambda: page(embargo=datetime(2016, 12, 7, 9)), ["embargo"]),
    "an embargo of a text": (lambda: page(embargo="2016-12-07"), ["embargo"]),
    "an empty caption": (lambda: page(captions={"x": ""}), ["captions.x"]),
    "two pages of a language": (
        lambda: page(alternates=(Alternate(lang="fr", title="T", url="https://exemple.org/"),)),
        ["alternates[0].lang"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_raises_with_problems_that_name_the_fields(name: str) -> None:
    make, keys = WRONG[name]
    with pytest.raises(SourceError) as caught:
        make()
    assert [problem.place.key for problem in caught.value.problems] == keys
    assert all(problem.sentence(lang) for problem in caught.value.problems for lang in ("en", "fr"))


def test_an_address_is_kept_in_the_form_that_is_printed() -> None:
    assert page(url="https://exemple.org/été").url == "https://exemple.org/%C3%A9t%C3%A9"
    assert page(kit_url="HTTPS://exemple.org").kit_url == "https://exemple.org/"


def test_a_page_that_is_replaced_is_checked_again() -> None:
    with pytest.raises(SourceError):
        replace(page(), title="")


UNKNOWN: Mapping[str, tuple[dict[str, Any], str]] = {
    "a channel": ({"channels": ("x", "myspace")}, "channels[1]"),
    "an account": ({"accounts": {"x": "a b"}}, "accounts.x"),
    "an account's network": ({"accounts": {"myspace": "a"}}, "accounts.myspace"),
    "a caption's network": ({"captions": {"myspace": "a"}}, "captions.myspace"),
    "a caption too long": ({"captions": {"x": "mot " * 100}}, "captions.x"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_networks_do_not_know_is_told_before_anything_is_built(
    name: str, theme: brochure.Theme
) -> None:
    fields, key = UNKNOWN[name]
    with pytest.raises(BrochureError) as caught:
        brochure.build(page(**fields), theme, only=["cards"])
    assert [problem.place.key for problem in caught.value.problems] == [key]


def test_languages_run_as_the_unicode_cldr_says() -> None:
    """CLDR, characterOrder, for every language and script that it has data for."""
    for name in localedata.locale_identifiers():
        locale = Locale.parse(name)
        tag = "-".join(part for part in (locale.language, locale.script) if part)
        assert is_rtl(tag) == (locale.text_direction == "rtl"), name


@pytest.mark.parametrize(
    ("lang", "rtl"),
    [("ar-EG", True), ("AR", True), ("az-Arab", True), ("ku-Latn", False), ("fr", False)],
)
def test_the_direction_is_of_the_script_where_a_tag_names_one(lang: str, rtl: bool) -> None:
    assert is_rtl(lang) == rtl
    assert page(lang=lang).direction == ("rtl" if rtl else "ltr")
