"""Days and hours in cells, as people and spreadsheets write them."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.reading.written_clocks import (
    Reading,
    Said,
    UnreadCellError,
    days_named,
    orders_of_days,
    read_cell,
    read_day,
    read_minutes,
    says_hour,
)
from tests.conftest import ROOT

NUMBERED = {
    "Jour 2 – 19/09/2026": ["2026-09-19"], "Day 1 - 4 June 2026": ["2026-06-04"],
    "Tag 3: 20. September 2026": ["2026-09-20"], "4 - 5 June 2026": ["2026-06-04", "2026-06-05"],
}  # fmt: skip
CASES = tomllib.loads((ROOT / "tests" / "reading" / "clocks.toml").read_text(encoding="utf-8"))
FRENCH = Reading(lang="fr")
AROUND = Reading(lang="fr", days=(date(2026, 9, 19), date(2026, 9, 20)), year=2026)


def written(said: Said | None) -> str:
    if said is None:
        return ""
    hours = "" if said.minutes is None else f"{said.minutes // 60:02}:{said.minutes % 60:02}"
    own = " ".join(part for part in (str(said.day or ""), hours) if part)
    return f"{own} – {written(said.until)}" if said.until else own


def read(cell: Any, how: Reading) -> str:
    try:
        return written(read_cell(cell, how))
    except UnreadCellError as caught:
        return str(caught.id)


@pytest.mark.parametrize(("cell", "wanted"), CASES["says"])
def test_cells_say_days_and_hours(cell: str, wanted: str) -> None:
    assert read(cell, FRENCH) == wanted


@pytest.mark.parametrize(("cell", "wanted"), CASES["around"])
def test_what_titles_say_completes_what_cells_say(cell: str, wanted: str) -> None:
    assert read(cell, AROUND) == wanted


def test_a_weekday_that_may_be_two_days_is_refused() -> None:
    how = Reading(lang="fr", days=(date(2026, 9, 19), date(2026, 9, 26)))
    assert read("samedi", how) == "moment-form"
    assert read("samedi 26", how) == "2026-09-26"


@pytest.mark.parametrize(
    ("day_first", "wanted"),
    [(True, "2026-12-07"), (False, "2026-07-12"), (None, "date-two-ways")],
)
def test_a_day_that_can_be_read_two_ways_is_read_as_the_table_writes_or_refused(
    day_first: bool | None, wanted: str
) -> None:
    how = Reading(lang="en", day_first=day_first)
    assert read("07/12/2026", how) == wanted
    assert read("7/12/26 9:30 AM", how)[:10] == wanted[:10]


def test_days_are_counted_from_the_day_first_or_the_month_where_one_shows_it() -> None:
    assert orders_of_days(["07/12/2026", "19/09/2026 9h"]) == {True}
    assert orders_of_days(["9/19/2026"]) == {False}
    assert orders_of_days(["07/12/2026", "19.09.2026", "2026-09-19"]) == set()
    assert orders_of_days(["19/09/2026", "9/19/2026"]) == {True, False}


def test_values_of_spreadsheets_say_what_they_are() -> None:
    moment = datetime(2026, 9, 19, 9, 30)
    assert read(moment, FRENCH) == "2026-09-19 09:30"
    assert read(date(2026, 9, 19), FRENCH) == "2026-09-19"
    assert read(time(9, 5), FRENCH) == "09:05"
    assert [read(value, FRENCH) for value in (0.375, 46284, 46284.5, 9, 0)] == [
        "09:00", "2026-09-19", "2026-09-19 12:00", "09:00", "00:00",
    ]  # fmt: skip
    assert [read(value, FRENCH) for value in (9.3, 930, 1e9, -1)] == ["moment-form"] * 4
    placed = moment.replace(tzinfo=UTC)
    assert read_cell(placed, FRENCH) == read_cell("2026-09-19T09:30Z", FRENCH) == Said(moment=placed)


@pytest.mark.parametrize(("cell", "wanted"), CASES["minutes"])
def test_lengths_of_time_are_read_in_minutes(cell: str, wanted: int) -> None:
    try:
        minutes = read_minutes(cell)
    except UnreadCellError:
        minutes = -2
    assert (-1 if minutes is None else minutes) == wanted


def test_lengths_of_spreadsheets_are_parts_of_a_day_or_minutes() -> None:
    assert [read_minutes(value) for value in (time(1, 30), 0.0625, 45)] == [90, 90, 45]
    with pytest.raises(UnreadCellError):
        read_minutes(1.5)
    with pytest.raises(UnreadCellError):
        read_minutes(date(2026, 9, 19))


@pytest.mark.parametrize(("title", "days"), CASES["named"])
def test_titles_name_their_days(title: str, days: list[str]) -> None:
    assert [day.isoformat() for day in days_named(title, "fr")] == days


@given(st.text(max_size=150))
def test_any_text_is_read_or_refused(text: str) -> None:
    read(text, FRENCH)
    read(text, AROUND)
    list(days_named(text, "fr"))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_what_is_written_is_read_back(moment: datetime) -> None:
    whole = moment.replace(second=0, microsecond=0)
    said = Said(day=whole.date(), minutes=whole.hour * 60 + whole.minute)
    for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M", "%Y-%m-%d %H:%M", "%d.%m.%Y, %H:%M"):
        assert read_cell(whole.strftime(form), FRENCH) == said, form


@pytest.mark.parametrize("heading", NUMBERED)
def test_the_number_of_a_day_of_an_event_is_no_day_of_a_month(heading: str) -> None:
    lang = "en" if "June" in heading else "de" if "Tag" in heading else "fr"
    assert [str(day) for day in days_named(heading, lang)] == NUMBERED[heading]


@pytest.mark.parametrize(
    ("cell", "says"),
    [("9h", True), ("2:30 pm", True), ("9.30 - 10.30", True), ("midi", True), (time(9), True),
     ("mer. 7 octobre 2026", False), ("19.09.2026", False), (date(2026, 9, 19), False), (46284, False)],
)  # fmt: skip
def test_cells_of_hours_are_told_from_cells_of_days(cell: Any, says: bool) -> None:
    assert says_hour(cell) is says


def test_a_day_without_its_year_is_one_of_the_year_around() -> None:
    german = Reading(lang="de", year=2026)
    assert read_day("Mo 05.10.", german) == Said(day=date(2026, 10, 5))
    assert read_day("7/10", Reading(lang="fr", year=2026)) == Said(day=date(2026, 10, 7))
    assert read_cell("05.10", german) == Said(minutes=5 * 60 + 10)
    for how, text in ((Reading(lang="de"), "Mo 05.10."), (german, "Di 05.10.")):
        with pytest.raises(UnreadCellError):  # no year around, and no Tuesday
            read_day(text, how)
