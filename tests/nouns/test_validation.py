"""Validation: each check of a value, called alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure import validation
from brochure.errors import ProgrammeError, SourceError
from brochure.problems import Problem

DAY = date(2016, 12, 7)
MOMENT = datetime(2016, 12, 7, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def ids(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(problem.id, problem.place.key) for problem in problems]


@pytest.mark.parametrize(
    ("value", "id_"),
    [
        (7, "text-kind"), (None, "text-kind"), ("", "text-missing"), ("a\x07b", "text-control"),
        ("a\nb", "text-control"), ("a\u2028b", "text-control"), ("\ud800", "text-control"),
        ("\u200b", "text-invisible"), (" ", "text-invisible"), ("abcd", "text-long"),
    ],
)  # fmt: skip
def test_a_wrong_text_has_one_problem(value: object, id_: str) -> None:
    assert ids(validation.check_text(value, "a.b", most=3, example="x")) == [(id_, "a.b")]


@pytest.mark.parametrize("value", ["a", "été", "a\u00a0b", "القمة", "👩‍👩‍👧", "a\u200fb"])
def test_a_text_may_hold_what_is_written_anywhere(value: str) -> None:
    assert ids(validation.check_text(value, "a", example="x")) == []


def test_an_empty_text_is_wrong_only_where_it_must_be_there() -> None:
    assert ids(validation.check_text("", "a")) == []


def test_texts_of_strangers_may_not_turn_the_order_of_letters() -> None:
    control = validation.CONTROL_AND_BIDI
    assert ids(validation.check_text("a\u202eb", "a", control=control)) == [("text-control", "a")]
    assert ids(validation.check_text("a\u202eb", "a")) == []
    marks = "\u200e \u200f \u2066b\u2069 \u2067c\u2069 \u2068d\u2069"
    assert ids(validation.check_text(marks, "a", control=control)) == []


def test_texts_of_several_lines_may_have_lines() -> None:
    control = validation.CONTROL_BUT_LINES
    assert ids(validation.check_text("a\nb", "a", control=control)) == []
    assert ids(validation.check_text("a\rb", "a", control=control)) == [("text-control", "a")]


@pytest.mark.parametrize("lang", ["fr", "fr-CA", "fr_CA", "zh-Hant-TW", "ar", "nds"])
def test_a_language_tag(lang: str) -> None:
    assert ids(validation.check_lang(lang)) == []


@pytest.mark.parametrize("lang", ["", "f", "français!", "fr-", "french", 7, None])
def test_what_is_no_language_tag(lang: object) -> None:
    assert ids(validation.check_lang(lang)) == [("lang-form", "lang")]


@pytest.mark.parametrize("words", [("été", "GouvernementOuvert", "a_1", "قمة"), ()])
def test_hashtags(words: tuple[str, ...]) -> None:
    assert ids(validation.check_hashtags(words)) == []


def test_wrong_hashtags_are_named_by_their_numbers() -> None:
    words = ("a b", "a", "A", "12", "", "é" * 51)
    assert ids(validation.check_hashtags(words)) == [
        ("hashtag-form", "hashtags[0]"), ("entry-twice", "hashtags[2]"),
        ("hashtag-form", "hashtags[3]"), ("text-missing", "hashtags[4]"),
        ("hashtag-form", "hashtags[5]"),
    ]  # fmt: skip


@given(st.text(max_size=80))
def test_the_hashtag_that_is_proposed_is_one(word: str) -> None:
    for problem in validation.check_hashtags([word]):
        if problem.id == "hashtag-form":
            assert ids(validation.check_hashtags([str(problem.fields["example"])])) == []


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [
        (DAY, DAY, []),
        (MOMENT, MOMENT + timedelta(hours=1), []),
        (MOMENT, DAY, [("span-mixed", "ends")]),
        (DAY, date(2016, 12, 6), [("span-backwards", "ends")]),
        (MOMENT, MOMENT - timedelta(hours=1), [("span-backwards", "ends")]),
        (MOMENT.replace(tzinfo=None), MOMENT, [("moment-zone", "starts")]),
        ("2016-12-07", DAY, [("value-kind", "starts")]),
        (DAY, date(9999, 1, 1), [("moment-year", "ends")]),
        (date(1, 1, 1), None, [("moment-year", "starts"), ("value-kind", "ends")]),
    ],
)
def test_the_start_and_the_end_of_an_event(
    starts: object, ends: object, wrong: list[tuple[str, str]]
) -> None:
    assert ids(validation.check_span(starts, ends)) == wrong


def test_what_ends_as_it_starts_has_each_problem_once() -> None:
    naive = MOMENT.replace(tzinfo=None)
    assert ids(validation.check_span(naive, naive)) == [("moment-zone", "starts")]


def test_an_hour_that_clocks_show_twice_is_compared_by_its_offset() -> None:
    first = datetime(2027, 10, 31, 2, 45, tzinfo=PARIS)
    second = datetime(2027, 10, 31, 2, 15, fold=1, tzinfo=PARIS)
    assert ids(validation.check_span(first, second)) == []
    assert ids(validation.check_span(second, first)) == [("span-backwards", "ends")]


def test_offsets_are_there_for_both_ends_or_for_none() -> None:
    naive = datetime(2016, 12, 7, 9)
    assert ids(validation.check_span(naive, naive + timedelta(hours=1), zoned=False)) == []
    assert ids(validation.check_span(naive, MOMENT, zoned=False)) == [("span-offsets", "ends")]


def test_a_folders_address_ends_with_a_slash() -> None:
    assert ids(validation.check_folder_url("https://exemple.org/a/", "k")) == []
    assert ids(validation.check_folder_url("https://exemple.org/a", "k")) == [("folder-url-slash", "k")]
    wrong = validation.check_folder_url("https://exemple.org/?a=/", "k")
    assert ids(wrong) == [("folder-url-parts", "k")]
    assert ids(validation.check_folder_url("ftp://exemple.org/", "k")) == [("address-scheme", "k")]


def test_moments_are_written_without_seconds_that_are_none() -> None:
    assert validation.written(DAY) == "2016-12-07"
    assert validation.written(MOMENT) == "2016-12-07T09:00+00:00"
    zoned = datetime(2016, 12, 7, 9, 0, 5, tzinfo=timezone(timedelta(hours=1)))
    assert validation.written(zoned, " ") == "2016-12-07 09:00:05+01:00"


def test_all_problems_are_raised_at_once() -> None:
    validation.refuse((), [])
    with pytest.raises(ProgrammeError) as caught:
        validation.refuse(validation.check_lang("!"), validation.check_slug("A B"), kind=ProgrammeError)
    assert ids(caught.value.problems) == [("lang-form", "lang"), ("slug-form", "slug")]
    with pytest.raises(SourceError):
        validation.refuse(validation.check_day(MOMENT, "published"))
