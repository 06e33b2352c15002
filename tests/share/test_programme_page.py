"""A programme on the web: its page without scripts, its schedule and calendars, read back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import brochure
from brochure.kit import Artifact
from brochure.programme import Programme, Session
from brochure.reading.programmes import read_programme
from brochure.share.programme_page import web_files
from brochure.share.rendering import render

PARIS = ZoneInfo("Europe/Paris")


def session(line: int, **more: object) -> Session:
    fields: dict[str, object] = {
        "title": f"Séance {line} <b>&</b>", "starts": datetime(2026, 9, 19, 9 + line, tzinfo=PARIS),
        "ends": datetime(2026, 9, 19, 10 + line, 30, tzinfo=PARIS), "room": f"Salle {line % 2}",
        "url": f"https://a.example/{line}", "line": line, "speakers": "Élodie Lefèvre, Ahmed Ben Saïd",
        "track": ("Climat", "Santé")[line % 2], "language": "fr", "access": "LSF",
    }  # fmt: skip
    return Session(**(fields | more))  # type: ignore[arg-type]


SUNDAY = session(4, starts=date(2026, 9, 20), ends=None, room="Salle 0", track="Climat")
PROGRAMME = Programme(
    slug="p", lang="fr", title="Journées", where="a.csv",
    sessions=(session(1), session(2), session(3), SUNDAY),
)  # fmt: skip


def made(programme: Programme, theme: brochure.Theme) -> dict[str, Artifact]:
    return {artifact.path: artifact for artifact in web_files(programme, theme)}


def bare(session: Session) -> Session:
    return replace(session, line=0, columns={}, access="")


def test_the_schedule_is_read_back_as_the_programme_it_was_made_of(
    theme: brochure.Theme, tmp_path: Path
) -> None:
    (tmp_path / "schedule.json").write_bytes(made(PROGRAMME, theme)["schedule.json"].data)
    read = read_programme(tmp_path / "schedule.json")
    assert read.title == "Journées"
    by_title = sorted(read.sessions, key=lambda session: session.title)
    assert list(map(bare, by_title)) == list(map(bare, PROGRAMME.sessions))


def test_calendars_are_of_all_and_of_each_room(theme: brochure.Theme, tmp_path: Path) -> None:
    files = made(PROGRAMME, theme)
    for name, numbers in (
        ("programme.ics", [1, 2, 3, 4]), ("calendars/salle-0.ics", [2, 4]),
        ("calendars/salle-1.ics", [1, 3]),
    ):  # fmt: skip
        path = tmp_path / Path(name).name
        path.write_bytes(files[name].data)
        read = read_programme(path)
        assert [s.url for s in read.sessions] == [f"https://a.example/{n}" for n in numbers]
        wanted = [s for s in PROGRAMME.sessions if s.url[-1:] in map(str, numbers)]
        assert [(s.title, s.starts, s.ends or s.starts, s.room, s.track) for s in wanted] == [
            (s.title, s.starts, s.ends, s.room, s.track) for s in read.sessions
        ]
    assert b"TZID:Europe/Paris" in files["programme.ics"].data


def test_rooms_of_one_name_in_files_have_calendars_of_their_own(theme: brochure.Theme) -> None:
    rooms = ("Salle É", "salle e", "会議室")
    sessions = tuple(session(n, room=room) for n, room in enumerate(rooms, 1))
    files = made(replace(PROGRAMME, sessions=sessions), theme)
    assert sum(path.startswith("calendars/") for path in files) == 3
    one = replace(PROGRAMME, sessions=(session(1),))
    assert [path for path in made(one, theme) if path.startswith("calendars/")] == []


def test_the_page_filters_without_scripts_and_says_every_session(theme: brochure.Theme) -> None:
    page = made(PROGRAMME, theme)["programme.html"].data.decode()
    assert "<script" not in page
    assert "Séance 1 &lt;b&gt;&amp;&lt;/b&gt;" in page
    assert page.count('<li class="session') == 4
    anchors = set(re.findall(r'href="#([\w-]+)"', page))
    assert anchors == {"day-1", "day-2", "room-1", "room-2", "track-1", "track-2", "all"}
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    hidden = ".session:not(.room-1), #room-1:target ~ main #of-day-2 { display: none; }"
    assert hidden in page, "what has nothing on a day hides the day"
    assert 'class="session day-1 room-1 track-1"' in page
    assert {"programme.ics", "calendars/salle-1.ics"} <= set(re.findall(r'href="([^"#]+)"', page))


def test_what_offers_no_choice_is_no_filter(theme: brochure.Theme) -> None:
    page = made(replace(PROGRAMME, sessions=(session(1, url=""),)), theme)["programme.html"].data
    assert b'href="#room' not in page
    assert b"<h3><a" not in page


def test_hours_without_a_zone_stay_as_they_are(theme: brochure.Theme) -> None:
    bare_hours = session(1, starts=datetime(2026, 9, 19, 9), ends=None)
    files = made(replace(PROGRAMME, sessions=(bare_hours,)), theme)
    assert b"DTSTART:20260919T090000\r\n" in files["programme.ics"].data
    (day,) = json.loads(files["schedule.json"].data)["schedule"]["conference"]["days"]
    assert day["rooms"]["Salle 1"][0]["date"] == "2026-09-19T09:00:00"


def test_what_was_made_twice_is_the_same(theme: brochure.Theme) -> None:
    assert made(PROGRAMME, theme) == made(PROGRAMME, theme)


def test_the_share_kit_of_a_page_has_the_programme_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(
        "titre;début;salle;intervenant\nOuverture;19/09/2026 09:00;Halle;Zoé\n"
        "Fête;19/09/2026 18:00;Quai;\n",
        encoding="utf-8",
    )
    (tmp_path / "p.md").write_text(
        "---\ntitle: Le festival\nlang: fr\nurl: https://a.example/\n---\n\nUn.\n\n"
        "::: programme p.csv\n",
        encoding="utf-8",
    )
    page = brochure.read(tmp_path / "p.md")
    made = {artifact.path: artifact.data for artifact in render(page, brochure.load_theme("agora"))}
    assert {
        "share/programme.html", "share/schedule.json", "share/programme.ics",
        "share/calendars/halle.ics", "share/calendars/quai.ics",
    } < made.keys()  # fmt: skip
    html = made["share/programme.html"].decode()
    assert '<p><a href="index.html">Le festival</a></p>\n<h1>Programme</h1>' in html
    assert "brochure.invalid" not in html
    assert b'href="programme.html"' in made["share/index.html"]
    assert json.loads(made["share/schedule.json"])["schedule"]["conference"]["acronym"] == "p"
    bare = replace(page, programme=None)
    assert "share/programme.html" not in {a.path for a in render(bare, brochure.load_theme("agora"))}
