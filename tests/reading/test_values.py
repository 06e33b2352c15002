"""Values: what is asked for is given, or a problem with line and key is added."""

from __future__ import annotations

from typing import Any

import pytest

from brochure.page import Quote
from brochure.problems import error
from brochure.reading.front_matter import FrontMatter, Path
from brochure.reading.values import Values


def values_of(**tree: Any) -> Values:
    lines: dict[Path, int] = {(key,): number for number, key in enumerate(tree, 2)}
    return Values(FrontMatter(tree=tree, lines=lines, body=""), "a.md")


def told(values: Values) -> list[tuple[str, int | None, str]]:
    assert all(problem.place.file == "a.md" for problem in values.problems)
    return [(problem.id, problem.place.line, problem.place.key) for problem in values.problems]


def test_a_text_is_one_line() -> None:
    values = values_of(a=" x\ny ", b=None)
    assert values.text(("a",), 10) == "x y"
    assert values.text(("b",), 10) == values.text(("c",), 10) == ""
    assert told(values) == []


@pytest.mark.parametrize(
    ("value", "id_"), [([], "text-kind"), ("abc", "text-long"), ("\x07", "text-control")]
)
def test_a_wrong_text_is_empty_and_a_problem(value: object, id_: str) -> None:
    values = values_of(z="z", a=value)
    assert values.text(("a",), 2) == ""
    assert told(values) == [(id_, 3, "a")]


def test_a_text_that_is_needed_is_told_once_where_it_is_missing_or_wrong() -> None:
    values = values_of(a="", b=["x"])
    assert values.needed(("a",), 9, "x") == values.needed(("b",), 9, "x") == ""
    assert told(values) == [("text-missing", 2, "a"), ("text-kind", 3, "b")]


@pytest.mark.parametrize(
    ("path", "key", "id_"),
    [
        ((), "titel", "key-unknown-near"), ((), "zzzz", "key-unknown"),
        (("event",), "start", "key-unknown-near"), (("event",), "zzzz", "key-unknown"),
        (("picture",), "credit", "key-unknown-here"), ((), "credit", "key-unknown"),
    ],
)  # fmt: skip
def test_unknown_keys_are_told_with_what_may_be_meant(
    path: tuple[str, ...], key: str, id_: str
) -> None:
    values = values_of()
    values.outer = ("title", "credits")
    values.tell_unknown(["title", "starts", key], ("title", "starts"), path)
    (problem,) = values.problems
    assert (problem.id, problem.severity) == (id_, "warning")
    assert ".".join([*path, key]) in problem.sentence("en")


def test_tables_of_a_list_are_told_by_their_numbers() -> None:
    values = values_of(quotes=[{"text": "a"}, "b", {"txt": "c"}])
    assert list(values.tables("quotes", ("text", "by"))) == [0, 2]
    assert told(values) == [("entry-keys", 2, "quotes[1]"), ("key-unknown-near", 2, "quotes[2].txt")]


def test_what_is_no_list_and_what_is_no_table_is_told() -> None:
    values = values_of(a="x", b="y")
    assert values.entries("a") == []
    assert values.table("b", error("cards-keys")) is None
    assert values.table("c", error("cards-keys")) is None
    assert told(values) == [("list-kind", 2, "a"), ("cards-keys", 3, "b")]


def test_the_problems_of_a_noun_are_at_its_keys() -> None:
    values = values_of(quotes=[{}])
    assert values.make(Quote, {"text": "", "by": "\x07"}, "quotes[0]", {"by": "author"}) is None
    assert told(values) == [
        ("text-missing", 2, "quotes[0].text"), ("text-control", 2, "quotes[0].author"),
    ]  # fmt: skip


def test_what_a_noun_says_of_a_makeshift_value_is_passed_over() -> None:
    values = values_of(quotes=[{"text": ["x"]}])
    text = values.text(("quotes", 0, "text"), 9)
    assert values.make(Quote, {"text": text}, "quotes[0]") is None
    assert told(values) == [("text-kind", 2, "quotes[0].text")]
