"""Tables: rows of CSV and TOML files, with their lines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.errors import SourceError
from brochure.reading.programme_tables import COLUMNS, column_names, fold, parse_csv, parse_toml


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_columns_are_named_in_the_languages_that_have_them(lang: str, mark: str) -> None:
    header = mark.join(column_names()[lang][column].upper() for column in COLUMNS)
    table = parse_csv(f"{header}\nT{mark}2016-12-07{mark}{mark}S{mark}A\n", "a.csv")
    assert table.lang == lang
    assert [table.names[column].casefold() for column in COLUMNS] == [
        column_names()[lang][column] for column in COLUMNS
    ]
    (row,) = table.rows
    assert dict(row.cells) == {
        "title": "T", "start": "2016-12-07", "end": "", "room": "S", "address": "A",
    }  # fmt: skip


def test_a_header_in_two_languages_is_in_none() -> None:
    assert parse_csv("titre,start,end,room,address\n", "a.csv").lang == ""


def test_a_table_of_too_many_columns_is_refused_before_its_rows_are_read() -> None:
    header = ",".join(["title", "start", "end", "room", "address", *(f"c{n}" for n in range(195))])
    assert parse_csv(f"{header}\n", "a.csv").rows == ()
    with pytest.raises(SourceError, match=r"a\.csv:1: the first line names 201 columns, 200 are"):
        parse_csv(f"{header},one\n", "a.csv")


def test_a_row_with_a_problem_keeps_its_line() -> None:
    table = parse_csv("title,start,end,room,address,\n\nT,,,,,x\nT,,,,,,x\n", "a.csv")
    assert [(row.line, row.problem and row.problem.id) for row in table.rows] == [
        (3, "column-nameless"), (4, "row-long"),
    ]  # fmt: skip


def test_toml_has_dates_and_further_columns() -> None:
    table = parse_toml(
        'title = "P"\n[[events]]\ntitre = "T"\ndebut = 2016-12-07\nplaces = 40\n', "a.toml"
    )
    (row,) = table.rows
    assert dict(row.cells) == {"title": "T", "start": date(2016, 12, 7)}
    assert (dict(row.columns), row.line, dict(table.about)) == ({"places": "40"}, 2, {"title": "P"})


def test_every_unknown_key_of_a_toml_programme_is_told() -> None:
    with pytest.raises(SourceError) as caught:
        parse_toml("colour = 1\nsize = 2\nevents = []\n", "a.toml")
    assert [problem.place.key for problem in caught.value.problems] == ["colour", "size"]


@given(st.text())
def test_folding_a_name_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_names_are_compared_without_case_and_accents() -> None:
    assert fold(" DÉBUT ") == "debut"
