"""The programme printed: agenda, grid and door sheets, read back from the finished PDFs."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import brochure
from brochure.errors import BrochureError, ProgrammeError
from brochure.kit import Artifact
from brochure.oklch import ratio
from brochure.pdf import reading_back
from brochure.programme import Programme, Session
from brochure.reading.programmes import read_programme
from brochure.stationery import grids
from brochure.stationery.printed_sheets import PAPERS, PRINTED_NAMES, PrintedSheet
from brochure.stationery.products import choose_sheets
from brochure.stationery.rendering import sheet_file
from brochure.track_hues import track_colours
from tests.conftest import ROOT
from tests.verapdf import verdicts

FILES = ROOT / "tests" / "programmes"


def programme(rooms: int, hours: int, **more: str) -> Programme:
    """A day of so many rooms and hours, a session in each."""
    sessions = [
        Session(
            title=f"Séance {room}-{hour} : les données ouvertes au service de tous",
            starts=(start := datetime(2026, 9, 19, 9 + hour)), ends=start + timedelta(minutes=50),
            room=f"Salle {room}", url="", line=room * 100 + hour, speakers="Élodie Lefèvre, maire",
            track=f"Axe {room % 4}", language="fr", access="LSF" if hour == 1 else "",
        )
        for room in range(rooms) for hour in range(hours)
    ]  # fmt: skip
    fields = {"slug": "p", "lang": "fr", "title": "Journées", "where": "a.csv"} | more
    return Programme(sessions=tuple(sessions), **fields)  # type: ignore[arg-type]


def made(name: str, of: Programme, theme: brochure.Theme, paper: str = "A4") -> Artifact:
    artifact = sheet_file(of, PrintedSheet(name=name, paper=paper), theme)
    reading_back.verify(artifact)
    return artifact


def words(artifact: Artifact) -> str:
    with pypdfium2.PdfDocument(artifact.data) as document:
        return " ".join(
            " ".join(page.get_textpage().get_text_range().split()) for page in document
        ).replace("\u00a0", " ")


@pytest.mark.parametrize("name", PRINTED_NAMES)
def test_every_session_stands_on_every_sheet(name: str, theme: brochure.Theme) -> None:
    of = programme(3, 3)
    artifact = made(name, of, theme)
    text = words(artifact).replace("- ", "-")
    for session in of.sessions:
        assert text.count(session.title.split(" :")[0]) >= 1
    assert text.count("Accessibilité : LSF") == 3
    assert artifact.facts.title == {
        "agenda": "Journées – Programme", "grid": "Journées – Grille des salles",
        "rooms": "Journées – Programme des salles",
    }[name]  # fmt: skip


@pytest.mark.parametrize(("rooms", "hours", "pages"), [(1, 3, 1), (8, 5, 1), (20, 8, 9)])
def test_a_grid_grows_with_its_day(rooms: int, hours: int, pages: int, theme: brochure.Theme) -> None:
    artifact = made("grid", programme(rooms, hours), theme)
    assert artifact.facts.pages <= pages
    assert ("Index" in words(artifact)) == (artifact.facts.pages > 2)


def test_there_is_a_door_sheet_for_each_room_and_day(theme: brochure.Theme) -> None:
    of = programme(4, 2)
    more = replace(of.sessions[0], starts=date(2026, 9, 20), ends=None)
    assert made("rooms", replace(of, sessions=(*of.sessions, more)), theme).facts.pages == 5


def test_a_long_day_of_a_room_goes_on_on_another_sheet(theme: brochure.Theme) -> None:
    artifact = made("rooms", programme(1, 14), theme)
    assert artifact.facts.pages == 1
    crowd = programme(4, 14)
    one_room = replace(crowd, sessions=tuple(replace(s, room="Halle") for s in crowd.sessions))
    assert made("rooms", one_room, theme).facts.pages > 1


def test_a_day_goes_on_under_its_name_on_the_next_page(theme: brochure.Theme) -> None:
    artifact = made("agenda", programme(8, 6), theme)
    assert artifact.facts.pages > 1
    assert words(artifact).count("Samedi 19 septembre 2026 (suite)") == artifact.facts.pages - 1


@pytest.mark.parametrize("paper", PAPERS)
def test_sheets_have_the_size_that_was_asked_for(paper: str, theme: brochure.Theme) -> None:
    width, height = PAPERS[paper]
    of = programme(2, 2)
    for name, size in (("agenda", (width, height)), ("grid", (height, width))):
        data = sheet_file(of, PrintedSheet(name=name, paper=paper), theme).data
        with pikepdf.open(io.BytesIO(data)) as pdf:
            box = pdf.pages[0].MediaBox
            assert (float(box[2]), float(box[3])) == pytest.approx(size, abs=0.01)


def test_what_was_made_twice_is_the_same(theme: brochure.Theme) -> None:
    of = programme(2, 2)
    assert made("grid", of, theme).data == made("grid", of, theme).data


def test_sheets_read_from_right_to_left_are_mirrored(theme: brochure.Theme) -> None:
    of = read_programme(FILES / "arabic.toml")
    for name in PRINTED_NAMES:
        made(name, of, theme)


def test_headings_are_tagged_and_all_else_is_in_paragraphs(theme: brochure.Theme) -> None:
    data = made("grid", programme(2, 2), theme).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        dictionaries = [row for row in pdf.objects if isinstance(row, pikepdf.Dictionary)]
        kinds = [str(row.S) for row in dictionaries if "/S" in row and "/Pg" in row]
    assert sorted(kinds) == ["/Figure"] * 2 + ["/H1", "/H2", "/H2", "/P", "/P", "/P", "/P"]


def test_too_many_whole_days_leave_a_grid_no_room(theme: brochure.Theme) -> None:
    whole = [
        Session(title=f"Exposition {n}", starts=date(2026, 9, 19), ends=None, room="", url="", line=n)
        for n in range(60)
    ]
    of = replace(programme(1, 1), sessions=tuple(whole))
    with pytest.raises(ProgrammeError, match="60 events of whole days leave no room"):
        made("grid", of, theme)
    assert made("agenda", of, theme).facts.pages > 1


def test_signs_that_no_font_has_are_told(theme: brochure.Theme) -> None:
    of = programme(1, 1)
    with pytest.raises(ProgrammeError):
        made("agenda", replace(of, sessions=(replace(of.sessions[0], title="A \U000130cb"),)), theme)


def test_colours_of_tracks_are_told_apart_and_black_is_read_on_them(theme: brochure.Theme) -> None:
    colours = track_colours([f"Axe {n}" for n in range(7)], theme)
    assert len({own.bar for own in colours.values()}) == 7
    assert all(ratio(own.ground, "#000000") > 15 for own in colours.values())
    assert all(ratio(own.bar, "#FFFFFF") > 3 for own in colours.values())


def test_sheets_of_a_whole_programme_are_made_when_they_are_named() -> None:
    def chosen(*names: str, paper: str = "A4") -> list[tuple[str, str]]:
        sheets = choose_sheets(names, grids.LABELS["3x8"], {}, marks=False, paper=paper)
        return [(sheet.name, getattr(sheet, "paper", "")) for sheet in sheets]

    assert "agenda" not in dict(chosen())
    assert chosen("grid", "labels", "agenda", paper="a3") == [
        ("labels", ""), ("agenda", "A3"), ("grid", "A3"),
    ]  # fmt: skip
    with pytest.raises(BrochureError, match="there is no paper “A9” for these sheets; there are A4"):
        chosen("grid", paper="A9")


@pytest.mark.slow
def test_they_are_valid_pdf_ua_and_pdf_a_in_verapdf(theme: brochure.Theme, tmp_path: Path) -> None:
    pairs = []
    for of in (programme(3, 3), read_programme(FILES / "arabic.toml")):
        for name in PRINTED_NAMES:
            path = tmp_path / f"{of.lang}-{name}.pdf"
            path.write_bytes(made(name, of, theme).data)
            pairs += [("ua1", path), ("2a", path)]
    found = verdicts(pairs)
    assert [p for p, v in zip(pairs, found, strict=True) if not v.compliant] == []
    assert all(verdict.checks > 50 for verdict in found)


def test_signs_of_accessibility_are_figures_that_say_what_they_are(theme: brochure.Theme) -> None:
    for name in PRINTED_NAMES:
        with pikepdf.open(io.BytesIO(made(name, programme(1, 2), theme).data)) as pdf:
            elements = [e for page in pdf.Root.StructTreeRoot.K[0].K for e in _leaves(page)]
        assert [str(e.Alt) for e in elements if e.S == "/Figure"] == ["Langue des signes"]


def _leaves(element: pikepdf.Object) -> list[pikepdf.Object]:
    return [*element.K] if element.S == "/Div" else [element]


def test_what_goes_on_overleaf_says_so_on_both_pages(theme: brochure.Theme) -> None:
    long = programme(2, 11)
    first = replace(long.sessions[0], ends=datetime(2026, 9, 19, 22), title="Marathon")
    crowded = [
        replace(s, speakers="Élodie Lefèvre, Ahmed Ben Saïd, Zoé O’Brien et bien d’autres " * 3)
        for s in long.sessions[11:]
    ]
    artifact = made("grid", replace(long, sessions=(first, *crowded)), theme)
    said = words(artifact)
    assert len(pikepdf.open(io.BytesIO(artifact.data)).pages) > 1
    assert said.count("Marathon (suite)") == said.count("Marathon") - 1 >= 1
