"""Programmes: the same events from every kind of file, and every fault told at once."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.errors import ProgrammeError, SourceError
from brochure.programme import Session
from brochure.reading.programme_tables import parse_sheets
from brochure.reading.programmes import read_programme
from brochure.reading.tables import sheet_of_text
from tests.conftest import ROOT
from tests.reading.test_broken import assert_says
from tests.reading.workbooks import xlsx

FILES = ROOT / "tests" / "programmes"
BROKEN = tomllib.loads((ROOT / "tests" / "broken" / "programmes.toml").read_text(encoding="utf-8"))


def bare(session: Session) -> Session:
    """``session`` without what depends on the kind of file: lines, offsets, further columns."""
    starts, ends = (
        moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment
        for moment in (session.starts, session.ends)
    )
    assert starts is not None
    said = dict.fromkeys(("speakers", "track", "language", "access"), "")
    return replace(session, starts=starts, ends=ends, line=0, columns={}, **said)


EXPORTS = (
    "trois-excel.csv", "trois.toml", "trois.ics", "trois-pretalx.xml", "trois-frab.json",
    "trois-indico.json", "trois-indico-timetable.json", "trois-sched.json",
)  # fmt: skip


def test_the_same_events_are_read_from_every_kind_of_file() -> None:
    wanted = tuple(bare(s) for s in read_programme(FILES / "trois.csv").sessions)
    assert wanted[0].title == "Ouverture, en présence de chefs d’État"
    assert wanted[2].ends == datetime(2016, 12, 10, 2)
    for name in EXPORTS:
        assert tuple(bare(s) for s in read_programme(FILES / name).sessions) == wanted, name


@pytest.mark.parametrize("name", ["trois-pretalx.xml", "trois-frab.json", "trois-sched.json"])
def test_conference_systems_say_who_speaks_and_in_which_track(name: str) -> None:
    sessions = read_programme(FILES / name).sessions
    assert [session.speakers for session in sessions] == ["", "A. Exemple", ""]
    assert {session.track for session in sessions} == {"Démocratie"}


@pytest.mark.parametrize(
    ("name", "text", "id_"),
    [
        ("a.json", "{", "schedule-json"), ("a.json", "[" * 100_000, "schedule-json"),
        ("a.json", '{"a": 1}', "schedule-unknown"), ("a.xml", "<rss/>", "schedule-unknown"),
        ("a.xml", "<schedule", "import-part-broken"),
        ("a.xml", '<!DOCTYPE s [<!ENTITY a "b">]><schedule/>', "import-part-doctype"),
        ("a.xml", "<schedule/>", "programme-empty"),
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_by_name(name: str, text: str, id_: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(SourceError) as caught:
        read_programme(tmp_path / name)
    assert [problem.id for problem in caught.value.problems] == [id_]


def test_further_columns_and_the_lines_are_kept() -> None:
    sessions = read_programme(FILES / "trois-excel.csv").sessions
    assert [s.columns["speaker"] for s in sessions] == ["", "A. Exemple", ""]
    assert [s.line for s in sessions] == [2, 3, 5]


@pytest.mark.parametrize(
    ("codec", "name"), [("cp1252", "Latin-1"), ("mac_roman", "MacRoman"), ("utf-16", "UTF-16")]
)
def test_a_table_is_read_in_the_encoding_that_a_spreadsheet_saved_it_in(
    codec: str, name: str, tmp_path: Path
) -> None:
    table = "titre;début;fin;salle;adresse\nÉté;2016-12-07;;Salle du\u2028bas;https://a.example/\n"
    (tmp_path / "a.csv").write_bytes(table.replace("\u2028", "\v").encode(codec))
    programme = read_programme(tmp_path / "a.csv")
    assert (programme.sessions[0].title, programme.sessions[0].room) == ("Été", "Salle du bas")
    assert [w.fields["encoding"] for w in programme.warnings] == [name]


def test_days_in_words_are_read_and_unprotected_addresses_are_told(tmp_path: Path) -> None:
    table = "titre;début;fin;salle;adresse\nA;1er mai 2026 à 10 h;11h30;S;http://a.example/\n"
    (tmp_path / "a.csv").write_text(table)
    programme = read_programme(tmp_path / "a.csv")
    (session,) = programme.sessions
    assert (session.starts, session.ends) == (datetime(2026, 5, 1, 10), datetime(2026, 5, 1, 11, 30))
    assert [(w.id, w.fields["lines"]) for w in programme.warnings] == [("addresses-http", ("2",))]


def test_a_calendar_says_its_title_and_its_zone() -> None:
    programme = read_programme(FILES / "trois.ics")
    assert programme.title == "Trois"
    assert [s.starts.strftime("%H:%M %z") for s in programme.sessions] == [
        "09:30 +0100", "14:00 +0100", "22:00 +0100",
    ]  # fmt: skip


def test_a_zone_tells_times_with_an_offset_in_its_hours(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "title,start,end,room,address\nT,2016-12-07T09:00Z,,S,https://a.example/1\n"
        "U,2016-12-07 09:00,,S,https://a.example/2\n"
    )
    with_offset, without = read_programme(file, zone="Asia/Tokyo").sessions
    assert with_offset.starts.strftime("%H:%M") == "18:00"
    assert without.starts.strftime("%H:%M") == "09:00"
    with pytest.raises(SourceError, match=r'there is no time zone "Paris"; .*Europe/Paris'):
        read_programme(file, zone="Paris")


def test_months_come_first_in_english_so_that_slashes_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("title,start,end,room,address\nT,07/12/2016,,S,https://a.example/1\n")
    assert read_programme(file, lang="fr").sessions[0].starts == date(2016, 12, 7)
    with pytest.raises(ProgrammeError, match="“07/12/2016” may have the day first or the month"):
        read_programme(file, lang="en")
    assert read_programme(file, lang="en-GB").sessions[0].starts == date(2016, 12, 7)
    assert read_programme(file, lang="en-US").sessions[0].starts == date(2016, 7, 12)


ROWS = {
    "2016-12-07 10h30;12h": (10, 30, 12, 0),
    "2016-12-07 9:05;9.45": (9, 5, 9, 45),
    "07/12/2016\u00a010:30:15;11:00:59": (10, 30, 11, 0),
    "7.12.2016 10:30;07.12.2016 11:00": (10, 30, 11, 0),
    "2016-12-07T10:00Z;12:00": (11, 0, 13, 0),
    "2016-12-07T23:30+02:00;23:45": (22, 30, 22, 45),
}
"""Start and end as files write them, and the hours in Paris."""


@pytest.mark.parametrize("row", ROWS)
def test_hours_are_read_as_spreadsheets_write_them(row: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        f"sep=;\ntitre;début;fin;salle;adresse\nT;{row};;https://a.example/1\n", encoding="utf-8"
    )
    (session,) = read_programme(file, zone="Europe/Paris").sessions
    starts, ends = session.starts, session.ends
    assert isinstance(starts, datetime)
    assert isinstance(ends, datetime)
    assert (starts.hour, starts.minute, ends.hour, ends.minute) == ROWS[row]
    assert session.line == 3


def test_an_end_in_another_zone_is_told_in_the_hours_of_the_start(tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    file.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:T\nURL:https://a.example/1\n"
        "DTSTART;TZID=Europe/Paris:20161207T103000\nDTEND;TZID=America/New_York:20161207T103000\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    (session,) = read_programme(file).sessions
    assert isinstance(session.ends, datetime)
    assert session.ends.strftime("%H:%M") == "16:30"


def test_events_that_share_an_address_are_told(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    row = "{},2016-12-07,,S,https://a.example/1\n"
    file.write_text("title,start,end,room,address\n" + row.format("T") + row.format("U"))
    (warning,) = read_programme(file).warnings
    assert "2 events have the same address https://a.example/1 (lines 2, 3)" in str(warning)


def test_the_summit_has_its_real_events_and_the_others_are_marked() -> None:
    programme = read_programme(ROOT / "pages" / "sommet-evenements.csv")
    page = (ROOT / "pages" / "sommet-pgo.md").read_text(encoding="utf-8")
    real = [s for s in programme.sessions if s.columns["origine"] == "page du sommet"]
    made = [s for s in programme.sessions if s not in real]
    assert len(real) == 5
    assert len(made) >= 295
    assert len(programme.sessions) >= 300
    assert all(s.url in page for s in real)
    assert {s.room for s in real[:3]} == {"Salle Pleyel", "Assemblée nationale", "Sénat"}
    assert all("(exemple)" in s.title for s in made)
    assert all(s.url.startswith("https://pgo.example/") for s in made)
    assert {s.columns["origine"] for s in made} == {"donnée d’exemple"}


@pytest.mark.parametrize("case", BROKEN["case"], ids=lambda case: case["name"])
def test_what_is_wrong_is_told_at_once(case: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / case["file"]
    if "bytes" in case:
        file.write_bytes(bytes.fromhex(case["bytes"]))
    elif "rows" in case:
        rows = [
            row.replace("{n}", str(n)).replace("{long}", "mot " * 35_000)
            for n in range(case.get("times", 1))
            for row in case["rows"]
        ]
        file.write_text("\n".join([BROKEN["head"], *rows]) + "\n", encoding="utf-8")
    else:
        file.write_text(case["text"], encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_programme(file)
    assert_says(caught.value, case)


def test_bad_options_are_told_with_what_is_wrong_in_the_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("titre;début;fin;salle;adresse\nT;demain;;S;https://a.example\n")
    with pytest.raises(ProgrammeError) as caught:
        read_programme(str(file), zone="Paris", lang="zz", title="a\x07b")
    assert [(p.id, p.place.line, p.place.key) for p in caught.value.problems] == [
        ("programme-title", None, "--title"), ("programme-lang", None, ""),
        ("programme-zone", None, ""), ("cell-moment", 2, "début"),
    ]  # fmt: skip


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), min_size=1), min_size=1
    ),
    st.sampled_from(",;\t"),
)
def test_whatever_a_spreadsheet_writes_is_read_as_it_was(titles: list[str], mark: str) -> None:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=mark, lineterminator="\n")
    rows.writerow(["titre", "début", "fin", "salle", "adresse"])
    rows.writerows([f"x{title}", "2016-12-07", "", "", "https://a.example"] for title in titles)
    read = parse_sheets([sheet_of_text(out.getvalue(), "a.csv")], "a.csv", lang="fr")
    assert [row.cells["title"] for row in read.rows] == [f"x{title}".strip() for title in titles]
    assert [row.line for row in read.rows] == list(range(2, len(titles) + 2))


AS_PEOPLE_HAVE_THEM = """Journées du patrimoine – 19 et 20 septembre 2026;;;;
;;;;
Horaire;Intitulé;Lieu;Intervenante;Lien
SAMEDI;;;;
9h-10h15;Ouverture;Grande halle;Élodie Lefèvre;www.exemple.org/1
10h30 à midi;Atelier;Salle 2;;
DIMANCHE;;;;
22h-1h;Bal;Cour;;exemple.org/bal
"""


def test_a_table_as_people_have_it_is_a_programme_and_what_was_understood_is_told(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(AS_PEOPLE_HAVE_THEM.encode("cp1252"))
    programme = read_programme(file)
    assert programme.title == "Journées du patrimoine – 19 et 20 septembre 2026"
    assert [(s.title, s.starts, s.ends, s.room, s.url) for s in programme.sessions] == [
        ("Ouverture", datetime(2026, 9, 19, 9), datetime(2026, 9, 19, 10, 15), "Grande halle",
         "https://www.exemple.org/1"),
        ("Atelier", datetime(2026, 9, 19, 10, 30), datetime(2026, 9, 19, 12), "Salle 2", ""),
        ("Bal", datetime(2026, 9, 20, 22), datetime(2026, 9, 21, 1), "Cour", "https://exemple.org/bal"),
    ]  # fmt: skip
    assert programme.sessions[0].speakers == "Élodie Lefèvre"
    assert [(told.id, told.fields.get("count")) for told in programme.warnings] == [
        ("source-encoding-told", None), ("ends-next-day", 1), ("addresses-completed", 2),
        ("addresses-missing", 1),
    ]  # fmt: skip
    (taken,) = programme.taken
    assert (taken.line, taken.rows, dict(taken.fields)["room"], taken.kept) == (3, 3, "Lieu", ())


def test_workbooks_are_programmes_of_all_their_sheets_or_of_one(tmp_path: Path) -> None:
    heads: list[object] = ["Titre", "Début", "Durée"]
    day = datetime(2026, 9, 19, 9)
    sheets: dict[str, list[list[object]]] = {
        "Samedi": [heads, ["A", day, 45]], "Dimanche": [heads, ["B", day.replace(day=20), time(1, 30)]],
    }  # fmt: skip
    (tmp_path / "a.xlsx").write_bytes(xlsx(sheets))
    both = read_programme(tmp_path / "a.xlsx").sessions
    assert [(s.title, s.ends) for s in both] == [
        ("A", datetime(2026, 9, 19, 9, 45)), ("B", datetime(2026, 9, 20, 10, 30)),
    ]  # fmt: skip
    (one,) = read_programme(tmp_path / "a.xlsx", sheet="dimanche").sessions
    assert one == both[1]
    with pytest.raises(SourceError, match="there is no sheet “Lundi”; there are Samedi, Dimanche"):
        read_programme(tmp_path / "a.xlsx", sheet="Lundi")


def test_a_fault_of_a_workbook_names_its_sheet(tmp_path: Path) -> None:
    good: list[list[object]] = [["Titre", "Début"], ["A", datetime(2026, 9, 19, 9)]]
    bad: list[list[object]] = [["Titre", "Début"], ["", "B", "x"], ["C", "bientôt"]]
    (tmp_path / "a.xlsx").write_bytes(xlsx({"Un": good, "Deux": bad}))
    with pytest.raises(ProgrammeError) as caught:
        read_programme(tmp_path / "a.xlsx")
    assert [(p.place.file[-13:], p.place.line, p.place.key) for p in caught.value.problems] == [
        ("a.xlsx (Deux)", 2, "Début"), ("a.xlsx (Deux)", 2, "Titre"), ("a.xlsx (Deux)", 3, "Début"),
    ]  # fmt: skip


def test_a_correction_says_which_column_is_which(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Nom du truc;Le moment\nA;19/09/2026 9h\n")
    with pytest.raises(SourceError, match="--map title=Name"):
        read_programme(tmp_path / "a.csv")
    corrections = ("titre=Nom du truc", "start=le moment")
    (session,) = read_programme(tmp_path / "a.csv", corrections=corrections).sessions
    assert (session.title, session.starts) == ("A", datetime(2026, 9, 19, 9))


def test_events_without_a_moment_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '{"contributions": [{"title": "A", "startDate": "2026-06-01T09:00", "speakers": '
        '[{"first_name": "Ada", "last_name": "Rossi", "fullName": "ROSSI, Ada"}]},'
        '{"title": "Affiche", "startDate": null}]}',
        encoding="utf-8",
    )
    found = read_programme(path, lang="fr")
    assert [session.speakers for session in found.sessions] == ["Ada Rossi"]
    assert "Affiche" in next(p for p in found.warnings if p.id == "schedule-unscheduled").sentence("en")
