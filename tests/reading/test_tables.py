"""Tables: what spreadsheets save, by its bytes; what is damaged, locked or swollen is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from brochure import packages
from brochure.errors import SourceError
from brochure.reading import tables
from brochure.reading.tables import (
    Sheet,
    Value,
    letters,
    read_tables,
    separator,
    sheet_of_text,
    text_of,
)
from tests.conftest import ROOT
from tests.reading.workbooks import Xml, ods, ods_text, xlsx

DAY = date(2026, 9, 19)
FORMULA = Xml('<c r="{at}"><f>A1+1</f><v>41</v></c>')
UNSTORED = Xml('<c r="{at}"><f>A1+1</f><v></v></c>')
FAULT = Xml('<c r="{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c>')


def sheets(tmp_path: Path, data: bytes, name: str = "a.xlsx") -> tuple[Sheet, ...]:
    (tmp_path / name).write_bytes(data)
    return read_tables(tmp_path / name)


def values(sheet: Sheet) -> list[list[Value]]:
    return [list(row.values) for row in sheet.rows]


def test_a_workbook_has_texts_numbers_days_and_hours(tmp_path: Path) -> None:
    rows = [
        ["x", 40, 2.5, ""],
        [datetime(2026, 9, 19, 9, 30), DAY, time(14, 5), timedelta(hours=24)],
    ]
    (sheet,) = sheets(tmp_path, xlsx({"Samedi": rows}))
    assert sheet.name == "Samedi"
    assert values(sheet) == [
        ["x", 40, 2.5, ""], [datetime(2026, 9, 19, 9, 30), DAY, time(14, 5), "24:00"],
    ]  # fmt: skip


def test_an_old_workbook_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    data = (ROOT / "tests" / "programmes" / "ancien.xls").read_bytes()
    for name in ("a.xls", "a.xlsx", "a.ods"):
        (sheet,) = sheets(tmp_path, data, name)
        assert sheet.rows[1].values[:3] == ("Ouverture", DAY, time(9, 30))


def test_hours_are_whole_seconds_and_24_hours_are_none_of_a_day(tmp_path: Path) -> None:
    nearly = Xml('<c r="{at}" s="1"><v>46284.39583333334</v></c>')
    day = Xml('<c r="{at}" s="3"><v>1</v></c>')
    (sheet,) = sheets(tmp_path, xlsx({"a": [[nearly, day]]}))
    assert values(sheet) == [[datetime(2026, 9, 19, 9, 30), "24:00"]]


def test_rows_keep_their_numbers_when_empty_ones_are_left_out(tmp_path: Path) -> None:
    (sheet,) = sheets(tmp_path, xlsx({"a": [["x"], ["", ""], ["y"]]}))
    assert [(row.number, row.values[0]) for row in sheet.rows] == [(1, "x"), (3, "y")]
    text = sheet_of_text('x;1\n;\n"two\nlines";2\nz;3\n', "a.csv")
    assert [(row.number, row.values[1]) for row in text.rows] == [(1, "1"), (3, "2"), (5, "3")]


def test_a_cell_over_several_rows_says_the_same_in_each(tmp_path: Path) -> None:
    rows = [["Programme", "", ""], ["Samedi", "A", ""], ["", "B", ""], ["", "C", ""]]
    (sheet,) = sheets(tmp_path, xlsx({"a": rows}, merged=["A1:C1", "A2:A4"]))
    assert [row.values[:2] for row in sheet.rows] == [
        ("Programme", ""), ("Samedi", "A"), ("Samedi", "B"), ("Samedi", "C"),
    ]  # fmt: skip


def test_sheets_have_names_and_hidden_ones_say_so(tmp_path: Path) -> None:
    found = sheets(tmp_path, xlsx({"Sam": [["a"]], "Listes": [["b"]]}, hidden=["Listes"]))
    assert [(sheet.name, sheet.hidden) for sheet in found] == [("Sam", False), ("Listes", True)]


def test_rows_that_are_hidden_are_left_out_and_told(tmp_path: Path) -> None:
    (sheet,) = sheets(tmp_path, xlsx({"a": [["x"], ["annulé"], ["y"]]}, hidden_rows=[2]))
    assert values(sheet) == [["x"], ["y"]]
    assert [(p.id, p.fields["count"], p.fields["first"]) for p in sheet.told] == [
        ("table-rows-hidden", 1, 2)
    ]
    rows = "".join(
        f'<table:table-row table:visibility="{seen}">{ods_text(text)}</table:table-row>'
        for text, seen in (("x", "visible"), ("filtré", "filter"), ("replié", "collapse"), ("y", ""))
    )
    (sheet,) = sheets(tmp_path, ods("a", rows))
    assert (values(sheet), sheet.told[0].fields["first"]) == ([["x"], ["y"]], 2)


def test_formulas_are_told_with_those_that_came_to_nothing(tmp_path: Path) -> None:
    (sheet,) = sheets(tmp_path, xlsx({"a": [["x", FORMULA, UNSTORED], ["y", FORMULA, FAULT]]}))
    assert values(sheet) == [["x", 41, ""], ["y", 41, ""]]
    assert [(p.id, p.fields["count"], p.fields.get("first")) for p in sheet.told] == [
        ("table-formulas-unstored", 1, "C1"), ("table-formula-faults", 1, "C2"),
        ("table-formulas", 4, None),
    ]  # fmt: skip
    (plain,) = sheets(tmp_path, xlsx({"a": [["x", 1]]}))
    assert plain.told == ()


def test_workbooks_of_libreoffice_are_read(tmp_path: Path) -> None:
    row = f"<table:table-row>{ods_text('x')}{ods_text('y', 2)}</table:table-row>"
    (sheet,) = sheets(tmp_path, ods("Feuille", row), "a.ods")
    assert (sheet.name, values(sheet)) == ("Feuille", [["x", "y", "y"]])


SWOLLEN = {
    "a cell in the last row": (
        xlsx({"a": [["x"], [Xml('<c r="A1048576"><v>1</v></c>')]]}), "table-long",
    ),
    "a cell in the last column of many rows": (
        xlsx({"a": [["x"], [Xml('<c r="XFD90000"><v>1</v></c>')]]}), "table-vast",
    ),
    "a row of LibreOffice's, a million times": (
        ods("a", f'<table:table-row table:number-rows-repeated="1000000">{ods_text("x")}'
            "</table:table-row>"), "table-long",
    ),
    "a cell of LibreOffice's, a million times": (
        ods("a", f'<table:table-row table:number-rows-repeated="900">{ods_text("x", 99999)}'
            "</table:table-row>"), "table-vast",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SWOLLEN)
def test_what_would_swell_is_refused_before_it_is_laid_out(name: str, tmp_path: Path) -> None:
    data, wanted = SWOLLEN[name]
    assert len(data) < 5_000
    with pytest.raises(SourceError) as caught:
        sheets(tmp_path, data)
    assert [problem.id for problem in caught.value.problems] == [wanted]


def test_empty_rows_of_libreoffice_to_the_last_one_are_none(tmp_path: Path) -> None:
    rows = (
        f"<table:table-row>{ods_text('x')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell '
        'table:number-columns-repeated="1024"/></table:table-row>'
    )
    (sheet,) = sheets(tmp_path, ods("a", rows))
    assert values(sheet) == [["x"]]


def test_a_bomb_is_judged_before_it_is_inflated(tmp_path: Path) -> None:
    data = xlsx({"a": [["x" * 4_000_000]]})
    assert len(data) < 20_000
    with pytest.raises(SourceError, match=r"a\.xlsx: .* would swell"):
        sheets(tmp_path, data)


def test_a_workbook_larger_than_all_others_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", 100)
    with pytest.raises(SourceError, match="once it is unpacked; 100 are read; save a copy without"):
        sheets(tmp_path, xlsx({"a": [["x"]]}))


REFUSED = {
    "a damaged zip file": (b"PK\x03\x04" + b"x" * 100, "import-package-broken"),
    "a document of Word": (b"", "table-kind"),
    "a PDF": (b"%PDF-1.7", "table-pdf"),
    "a web page called .xls": (b"<html><table><tr><td>a</td></tr></table>", "table-page"),
    "an old workbook cut short": (
        (ROOT / "tests" / "programmes" / "ancien.xls").read_bytes()[:1500], "table-broken"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_by_name(name: str, tmp_path: Path) -> None:
    from tests.importing.making.word import docx, p

    data, wanted = REFUSED[name]
    with pytest.raises(SourceError) as caught:
        sheets(tmp_path, data or docx(p("x")))
    assert [problem.id for problem in caught.value.problems] == [wanted]


def test_a_workbook_with_a_password_says_how_to_take_it_off(tmp_path: Path) -> None:
    data = (ROOT / "tests" / "programmes" / "mot-de-passe.xlsx").read_bytes()
    with pytest.raises(SourceError, match="protected by a password; save a copy without one"):
        sheets(tmp_path, data)


def test_more_rows_than_a_table_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    assert len(sheet_of_text("a\nb\n\n", "a.csv").rows) == 2
    with pytest.raises(SourceError, match=r"a\.csv: the sheet has more than 2 rows"):
        sheet_of_text("a\nb\nc\n", "a.csv")


SEPARATED = {
    "titre;début\nx;1,5\n": ";", "title,start\nx,1\n": ",", "Nom\tPrénom\nA\tB\n": "\t",
    "nom|prénom\nA|B\n": "|",
    "Programme, provisoire\n\nTitre;Début\n«a, b»;1\n": ";",
    "a;b;c\n1,5;2,5;3\n1,25;2;3\n": ";",
}  # fmt: skip


@pytest.mark.parametrize("text", SEPARATED)
def test_the_mark_that_parts_columns_is_told(text: str) -> None:
    assert separator(text) == SEPARATED[text]


@pytest.mark.parametrize("head", ["sep=;\n", '"sep=;"\n', "sep=;;;\n"])
def test_a_first_line_names_the_mark(head: str) -> None:
    sheet = sheet_of_text(f"{head}a,b;c\n", "a.csv")
    assert [(row.number, row.values) for row in sheet.rows] == [(2, ("a,b", "c"))]


def test_columns_are_counted_as_spreadsheets_do() -> None:
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_values_are_told_as_they_are_typed() -> None:
    given: list[Value] = [
        " a\nb ",
        40,
        2.50,
        DAY,
        datetime(2026, 9, 19, 9, 30),
        time(9, 5, 7),
        0.1 + 0.2,
    ]
    assert [text_of(value) for value in given] == [
        "a b", "40", "2.5", "2026-09-19", "2026-09-19 09:30", "09:05:07", "0.3",
    ]  # fmt: skip
