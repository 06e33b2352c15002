"""Tables: values by their keys, and problems with the file and the line that gave them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import pytest

from brochure.problems import Place
from brochure.themes.tables import Tables, ThemeSource, merged


def tables(*texts: str) -> Tables:
    """The tables of themes called 0.toml, 1.toml …, each extending the next."""
    return Tables(
        [
            ThemeSource(name=f"{number}.toml", tree=tomllib.loads(text), text=text)
            for number, text in enumerate(texts)
        ]
    )


def test_tables_are_merged_and_arrays_replaced() -> None:
    base = {"a": {"x": 1, "y": [1, 2]}, "b": 1}
    assert merged(base, {"a": {"y": [3]}, "c": 2}) == {"a": {"x": 1, "y": [3]}, "b": 1, "c": 2}
    assert base == {"a": {"x": 1, "y": [1, 2]}, "b": 1}


def test_a_place_is_the_file_and_line_that_gave_the_value() -> None:
    two = tables("[a]\nx = 1", "\n[a]\nx = 2\ny = 3")
    assert two.get("a", "x") == 1
    assert two.at("a", "x") == Place("0.toml", 2, key="a.x")
    assert two.at("a", "y") == Place("1.toml", 4, key="a.y")
    assert two.at("a", "z") == Place("0.toml", key="a.z")


GIVEN = 'number = 5\nhigh = 50\nflag = true\nword = "rings"\nodd = [1]\ntable = {}'


def test_good_values_are_read_without_a_problem() -> None:
    good = tables(GIVEN)
    assert good.number("number", limits=(1, 9), default=3) == 5
    assert good.number("none", limits=(1, 9), default=3) == 3
    assert (good.boolean("flag"), good.boolean("none")) == (True, False)
    assert (good.text("word"), good.text("none", default="x")) == ("rings", "x")
    assert good.choice("word", allowed=("rings",), default="") == "rings"
    assert (good.table("table"), good.table("none")) == ({}, {})
    assert good.problems == []


def test_lines_are_looked_for_only_where_there_is_a_problem() -> None:
    good = tables(GIVEN)
    good.check_keys({"number", "high", "flag", "word", "odd", "table"})
    assert "lines" not in vars(good.sources[0])


@pytest.mark.parametrize(
    ("kind", "key", "says"),
    [
        ("number", "high", "0.toml:2: high = 50; it is a number from 1 to 9"),
        ("number", "flag", "0.toml:3: flag = true; it is a number from 1 to 9"),
        ("boolean", "number", "0.toml:1: number = 5; it is true or false"),
        ("text", "odd", "0.toml:5: odd = [1]; it is a text between quotation marks"),
        ("choice", "odd", "0.toml:5: odd = [1]; it can be a, b"),
        ("table", "odd", "0.toml:5: odd is a table: [odd]"),
        ("check_keys", "table", ""),
    ],
)
def test_a_bad_value_is_a_problem_and_reading_goes_on(kind: str, key: str, says: str) -> None:
    bad = tables(GIVEN)
    calls: dict[str, Callable[[], object]] = {
        "number": lambda: bad.number(key, limits=(1, 9), default=3),
        "boolean": lambda: bad.boolean(key),
        "text": lambda: bad.text(key),
        "choice": lambda: bad.choice(key, allowed=("a", "b"), default="a"),
        "table": lambda: bad.table(key),
        "check_keys": lambda: bad.check_keys({"x"}, key),
    }
    calls[kind]()
    assert [str(problem) for problem in bad.problems] == ([says] if says else [])


def test_an_unknown_key_is_named_with_those_allowed() -> None:
    bad = tables("[cards]\nlogos = 1\nlogo = 2")
    bad.check_keys({"logo", "code"}, "cards")
    assert [str(problem) for problem in bad.problems] == [
        '0.toml:2: unknown key "cards.logos"; allowed are code, logo'
    ]
