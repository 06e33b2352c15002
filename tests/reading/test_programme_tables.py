"""The rows of a programme: sheets of tables as people have them, and TOML files, with their lines."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.errors import SourceError
from brochure.reading.head_names import fold
from brochure.reading.programme_tables import (
    COLUMNS,
    ProgrammeTable,
    choose_sheets,
    column_names,
    language_of,
    parse_sheets,
    parse_toml,
)
from brochure.reading.tables import Row as TableRow
from brochure.reading.tables import Sheet, sheet_of_text


def parse(text: str, lang: str = "fr") -> ProgrammeTable:
    return parse_sheets([sheet_of_text(text, "a.csv")], "a.csv", lang=lang)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_columns_are_named_in_the_languages_that_have_them(lang: str, mark: str) -> None:
    header = mark.join(column_names()[lang][column].upper() for column in COLUMNS)
    table = parse(f"{header}\nT{mark}2016-12-07{mark}{mark}S{mark}A\n")
    assert table.lang == lang
    (row,) = table.rows
    assert [row.names[column].casefold() for column in COLUMNS] == [
        column_names()[lang][column] for column in COLUMNS
    ]
    assert dict(row.cells) == {
        "title": "T", "start": "2016-12-07", "end": "", "room": "S", "address": "A",
    }  # fmt: skip


def test_a_header_in_two_languages_is_in_none() -> None:
    assert parse("titre,start,end,room,address\n").lang == ""


def test_a_table_of_too_many_columns_is_refused_before_its_rows_are_read() -> None:
    header = ",".join(["title", "start", "end", "room", "address", *(f"c{n}" for n in range(195))])
    assert parse(f"{header}\n").rows == ()
    with pytest.raises(SourceError, match=r"a\.csv:1: the first line names 201 columns, 200 are"):
        parse(f"{header},one\n")


def test_a_row_with_a_problem_keeps_its_line() -> None:
    table = parse("title,start,end,room,address,\n\nT,a,,,,x\nT,a,,,,,x\n")
    assert [(row.line, row.problem and row.problem.id) for row in table.rows] == [
        (3, "column-nameless"), (4, "row-long"),
    ]  # fmt: skip


PARTED = """Journées du patrimoine, 19 et 20 septembre 2026;;
Horaire;Titre;Lieu
SAMEDI;;
9h-10h15;Ouverture;Halle
MATIN;;
10h30;Atelier;
Dim. 20;;
14h;Visite;Cour
"""


def test_rows_that_part_others_give_them_their_day() -> None:
    table = parse(PARTED)
    assert [(row.line, row.day) for row in table.rows] == [
        (4, date(2026, 9, 19)), (6, date(2026, 9, 19)), (8, date(2026, 9, 20)),
    ]  # fmt: skip
    assert table.about["title"] == "Journées du patrimoine, 19 et 20 septembre 2026"
    assert [(str(p.id), p.fields["count"]) for p in table.warnings] == [("rows-passed", 1)]
    assert "“MATIN” (row 5)" in str(table.warnings[0])


def test_a_day_that_is_not_repeated_holds_for_the_rows_below() -> None:
    table = parse("Date;Heure;Titre\n19/09/2026;9h;A\n;10h;B\n20/09/2026;9h;C\n;21/09/2026 9h;D\n")
    assert [row.day for row in table.rows] == [
        date(2026, 9, 19), date(2026, 9, 19), date(2026, 9, 20), date(2026, 9, 20),
    ]  # fmt: skip
    assert [(p.id, p.fields["count"], p.fields["first"]) for p in table.warnings] == [
        ("days-carried", 1, 3)
    ]


HEADS = TableRow(1, ("Titre", "Heure"))


def test_a_sheet_called_by_a_day_is_that_day() -> None:
    sheets = [
        Sheet(name="Sam. 19 septembre 2026", rows=(HEADS, TableRow(2, ("A", "9h")))),
        Sheet(name="Dim. 20 septembre 2026", rows=(HEADS, TableRow(2, ("B", "9h")))),
        Sheet(name="Notes", rows=(TableRow(1, ("à faire",)),)),
    ]
    table = parse_sheets(sheets, "a.xlsx", lang="fr")
    assert [(row.cells["title"], row.day, row.sheet) for row in table.rows] == [
        ("A", date(2026, 9, 19), "Sam. 19 septembre 2026"),
        ("B", date(2026, 9, 20), "Dim. 20 septembre 2026"),
    ]
    assert [str(p) for p in table.warnings] == [
        "a.xlsx: the sheet “Notes” is no table of events, and is passed over"
    ]
    assert [(taken.sheet, taken.rows, dict(taken.fields)) for taken in table.taken] == [
        (sheet.name, 1, {"title": "Titre", "start": "Heure"}) for sheet in sheets[:2]
    ]


def test_a_sheet_is_chosen_by_its_name_else_those_that_are_shown() -> None:
    sheets = [Sheet(name="A", rows=()), Sheet(name="Été", rows=(), hidden=True)]
    assert [s.name for s in choose_sheets(sheets, "", "a.xlsx")] == ["A"]
    assert [s.name for s in choose_sheets(sheets, "été", "a.xlsx")] == ["Été"]
    with pytest.raises(SourceError, match=r"a\.xlsx: there is no sheet “B”; there are A, Été"):
        choose_sheets(sheets, "B", "a.xlsx")


def test_a_workbook_keeps_what_stands_in_columns_without_a_name() -> None:
    sheet = Sheet(name="A", rows=(HEADS, TableRow(2, ("T", datetime(2026, 9, 19, 9), "", "LSF"))))
    (row,) = parse_sheets([sheet], "a.xlsx", lang="fr").rows
    assert (row.problem, dict(row.columns)) == (None, {"D": "LSF"})


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


def test_sums_and_remarks_are_passed_over_and_told_and_what_lacks_its_hour_is_not() -> None:
    table = parse(
        "Horaire;Titre;Salle;Jauge\n19/09/2026 9h;Accueil;Hall;\n;;;Fermé le lundi\n"
        "TOTAL : 1 séance;;;200\nbientôt;Sans heure;Hall;\n;;Hall;12\n"
    )
    assert [row.cells["title"] for row in table.rows] == ["Accueil", "Sans heure"]
    (told,) = (problem for problem in table.warnings if problem.id == "rows-passed")
    assert "TOTAL : 1 séance · 200" in told.sentence("en")


@pytest.mark.parametrize(
    ("heads", "titles", "lang"),
    [
        ("Day,Start,Title", ("Opening: why we mend", "Repair cafés", "Closing plenary"), "en"),
        (
            "Day,Start,Title",
            ("Accueil des participants", "Visite de la ville", "Le mot de la fin"),
            "fr",
        ),
        ("Jour,Début,Titre", ("What we learned from the makers", "How to mend your own bike"), "fr"),
        ("Tag,Beginn,Titel", ("Keynote", "Workshop"), "de"),
    ],
)
def test_the_language_that_nobody_says_is_told_by_columns_and_titles(
    heads: str, titles: tuple[str, ...], lang: str
) -> None:
    """English heads are those of programs too; nobody has heads in another language for nothing."""
    rows = [f"2027-05-08,{hour}:00,{title}" for hour, title in enumerate(titles, 9)]
    assert parse("\n".join([heads, *rows]), lang="").about["lang"] == lang


@pytest.mark.parametrize(
    ("titles", "lang"),
    [
        (["Keynote", "Workshop"], "fr"),
        (["What we learned from the makers of the city", "How to mend your own bike with them"], "en"),
        (["Che cosa abbiamo imparato dalla città e dai suoi abitanti", "Come si ripara"], "fr"),
    ],
)
def test_titles_alone_tell_it_where_they_are_sure(titles: list[str], lang: str) -> None:
    """And where it is one that sheets are made in."""
    assert language_of(titles) == lang
