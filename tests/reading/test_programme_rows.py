"""Rows: cells become the fields of sessions, in the words of a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from brochure.errors import ProgrammeError
from brochure.programme import Session
from brochure.reading.programme_rows import RowReader
from brochure.reading.programme_tables import ProgrammeTable, Row
from brochure.reading.written_clocks import Reading

PARIS = ZoneInfo("Europe/Paris")


def rows(*cells: dict[str, Any], names: Mapping[str, str] | None = None) -> ProgrammeTable:
    whole = {"title": "T", "start": "2016-12-07", "address": "https://a.example"}
    made = (Row(line=n, cells=whole | own, names=names or {}) for n, own in enumerate(cells, 2))
    return ProgrammeTable(rows=tuple(made))


def sessions(table: ProgrammeTable, zone: ZoneInfo | None = None) -> tuple[Session, ...]:
    return RowReader("a.csv", zone, Reading(lang="fr")).sessions(table)


def told(table: ProgrammeTable) -> list[tuple[str, int | None, str]]:
    with pytest.raises(ProgrammeError) as caught:
        sessions(table)
    return [(p.id, p.place.line, p.place.key) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("start", "end", "starts", "ends"),
    [
        ("7/12/2016", "", date(2016, 12, 7), None),
        ("2016-12-07 9h", "10 h 30", datetime(2016, 12, 7, 9), datetime(2016, 12, 7, 10, 30)),
        (datetime(2016, 12, 7, 9), "10:00", datetime(2016, 12, 7, 9), datetime(2016, 12, 7, 10)),
        ("2016-12-07T08:00Z", "", datetime(2016, 12, 7, 9, tzinfo=PARIS), None),
    ],
)  # fmt: skip
def test_moments_are_read_as_files_write_them(start: Any, end: str, starts: Any, ends: Any) -> None:
    (session,) = sessions(rows({"start": start, "end": end}), PARIS)
    assert (session.starts, session.ends) == (starts, ends)


def test_every_wrong_cell_of_every_row_is_told_with_the_name_that_its_column_has() -> None:
    table = rows(
        {"title": "", "start": "demain", "room": "a\x07", "address": "x"},
        {"title": "\u200b", "end": "2016-12-06"},
        {"start": "", "end": "10:00", "address": ""},
        names={"title": "Titre", "address": "Adresse"},
    )
    assert told(table) == [
        ("cell-moment", 2, "start"), ("cell-empty", 2, "Titre"), ("cell-control", 2, "room"),
        ("cell-address", 2, "Adresse"), ("cell-invisible", 3, "Titre"), ("cell-backwards", 3, "end"),
        ("cell-empty", 4, "day"),
    ]  # fmt: skip


def test_an_end_before_the_start_on_the_same_day_is_perhaps_after_midnight() -> None:
    afternoon = {"start": "2016-12-07 14:00", "end": "11:00"}
    assert told(rows(afternoon)) == [("cell-backwards-night", 2, "end")]
    reader = RowReader("a.csv", None, Reading(lang="fr"))
    (evening,) = reader.sessions(rows({"start": "2016-12-07 22:00", "end": "01:00"}))
    assert evening.ends == datetime(2016, 12, 8, 1)
    assert [(p.id, p.fields["first"]) for p in reader.told()] == [("ends-next-day", 2)]


def test_hours_in_utc_are_told_once_a_row() -> None:
    moments = {"start": "2016-12-07T08:00Z", "end": datetime(2016, 12, 7, 9, tzinfo=UTC)}
    assert told(rows(moments)) == [("cell-utc", 2, "start")]


def test_the_same_session_twice_is_told_but_not_two_people_of_one() -> None:
    assert told(rows({}, {"title": "t"})) == [("session-twice", 3, "")]
    badges = tuple(
        Row(
            line=n, cells={"title": "T", "start": "2016-12-07", "address": "https://a.example"},
            columns={"NOM": name},
        )
        for n, name in enumerate(("A", "B"), 2)
    )  # fmt: skip
    assert len(sessions(ProgrammeTable(rows=badges))) == 2


def test_a_table_without_rows_is_told() -> None:
    assert told(rows()) == [("programme-empty", None, "")]


def test_what_is_said_besides_is_cleaned_and_only_too_much_of_it_is_refused() -> None:
    (session,) = sessions(rows({"speakers": "A\u202e  B\nC", "track": "\u200b", "access": ""}))
    assert (session.speakers, session.track, session.access) == ("A B C", "", "")
    assert told(rows({"speakers": "x" * 601}, names={"speakers": "Intervenants"})) == [
        ("cell-long", 2, "Intervenants")
    ]
