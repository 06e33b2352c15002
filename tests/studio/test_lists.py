"""Lists in the studio: spreadsheets of programmes and people taken in, corrected, printed."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from brochure import messages
from brochure.errors import SourceError
from brochure.studio import list_tables
from brochure.studio.list_values import Options
from tests.conftest import Run
from tests.reading.workbooks import xlsx
from tests.studio.conftest import Served

HEAD: list[object] = ["Horaire", "Intitulé de l’atelier", "Salle / Room", "Qui", "Places"]
SATURDAY: list[list[object]] = [
    ["Fête de la science"], HEAD, ["9h30", "Ouverture", "Amphi", "Lise Aubry", 40],
    ["25h99", "Peser un nuage", "Salle B", "Fatou N’Diaye", 20],
]  # fmt: skip
SUNDAY: list[list[object]] = [HEAD, ["10h", "La mer qui monte", "Amphi", "Yann Kermarec", 30]]
WORKBOOK = xlsx({"Samedi 19 septembre 2026": SATURDAY, "Dimanche 20 septembre 2026": SUNDAY})
PEOPLE = xlsx({
    "Inscrits": [
        ["Prénom", "Nom", "Structure", "Régime"], ["Lise", "Aubry", "Mairie", "végétarien"],
        ["Paul", "Le Goff", "Observatoire, Paris", ""],
    ]
})  # fmt: skip


def brought(served: Served, name: str, data: bytes) -> str:
    answer = served.client.post("/api/bring", files={"file": (name, data)})
    assert answer.status_code == 201, answer.text
    href: str = answer.json()["href"]
    return href


def revision_of(served: Served, href: str) -> str:
    found = re.search(r'id="revision" value="(\w+)"', served.client.get(href).text)
    assert found
    return found[1]


def change(served: Served, href: str, name: str, *values: str, revision: str = "") -> Any:
    given = {"name": name, "value": [*values], "revision": revision or revision_of(served, href)}
    return served.client.post(href, data=given)


def test_a_workbook_becomes_a_table_that_is_corrected_and_the_original_stays(
    served: Served, folder: Path
) -> None:
    href = brought(served, "Programme été.xlsx", WORKBOOK)
    assert href == "/lists/programme-ete"
    file = folder / "programme-ete.csv"
    text = file.read_text(encoding="utf-8-sig")
    assert text.count("Horaire") == 1
    assert text.index('"Dimanche 20 septembre 2026"') < text.index("La mer qui monte")
    screen = served.client.get(href).text
    assert "1 fault to correct" in screen
    assert "25h99" in screen[screen.index('id="p-5"') : screen.index('id="c-6-0"')]
    old = revision_of(served, href)
    answer = change(served, href, "cell:5:0", "11h15")
    assert "3 sessions, no fault" in answer.text
    assert "<textarea" not in answer.text  # the table stays as it is on the screen
    assert '"11h15"' in file.read_text(encoding="utf-8-sig")
    late = change(served, href, "cell:5:0", "23h", revision=old)
    assert late.status_code == 409
    assert "23h" not in file.read_text(encoding="utf-8-sig")
    assert "1 fault to correct" in change(served, href, "step", "undo").text
    change(served, href, "step", "redo")
    change(served, href, "remove", "5")
    change(served, href, "add", "")
    assert "2 sessions, no fault" in served.client.get(href).text
    assert "1 fault to correct" in change(served, href, "version", "1").text
    assert (folder / "programme-ete.xlsx").read_bytes() == WORKBOOK
    again = brought(served, "programme-ete.xlsx", WORKBOOK)
    assert again == "/lists/programme-ete-2"  # what was corrected stays what it is


def options_of(folder: Path, name: str) -> Options:
    place = folder / ".brochure-studio" / ".lists" / name / "options.json"
    return Options.from_json(json.loads(place.read_text(encoding="utf-8")))


@pytest.mark.slow
def test_sheets_are_those_that_the_command_line_makes_of_the_same_file(
    served: Served, folder: Path, tmp_path: Path, run: Run
) -> None:
    programme, people = brought(served, "programme.xlsx", WORKBOOK), brought(served, "a.xlsx", PEOPLE)
    change(served, programme, "cell:5:0", "11h15")
    change(served, programme, "sheets", "agenda", "grid", "labels")
    change(served, people, "title", "Fête de la science")
    change(served, people, "sheets", "badges", "certificates")
    for href in (programme, people):
        name = href.rpartition("/")[2]
        options = served.client.get(f"{href}").text
        assert "no fault" in options
        command = options_of(folder, name).command(str(folder / f"{name}.csv"))
        out = tmp_path / f"out-{name}"
        assert run(*command, "-o", str(out)).returncode == 0
        zipped = zipfile.ZipFile(io.BytesIO(served.client.get(f"{href}/kit.zip").content))
        files = {n.partition("/")[2]: zipped.read(n) for n in zipped.namelist()}
        made = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
        files.pop("README.txt")
        assert files == {path: data for path, data in made.items() if not path.startswith(".")}
        sheet = next(path for path in files if path.endswith(".pdf"))
        part = served.client.get(f"{href}/sheets/{sheet.removesuffix('.pdf')}?k=1").text
        assert f"{href}/files/{sheet}" in part
        assert served.client.get(f"{href}/files/{sheet}").content == files[sheet]
        picture = served.client.get(f"{href}/pages/{sheet}/1.png?px=200")
        assert picture.headers["content-type"] == "image/png"


def test_columns_are_mapped_by_choosing(served: Served, folder: Path) -> None:
    href = brought(served, "a.xlsx", WORKBOOK)
    change(served, href, "column:3", "")
    text = (folder / "a.csv").read_text(encoding="utf-8-sig")
    assert "Qui, non repris" in text
    change(served, href, "column:4", "speakers")
    change(served, href, "column:2", "")
    text = (folder / "a.csv").read_text(encoding="utf-8-sig")
    assert '"Horaire";"Intitulé de l’atelier";"Salle, Room, non repris";"Qui, non repris"' in text
    assert "intervenants (Places)" in text
    screen = served.client.get(href).text
    assert "<span>Places</span>" in screen
    assert change(served, href, "column:99", "room").status_code == 422
    assert change(served, href, "column:1", "weather").status_code == 422


def test_a_file_of_the_folder_is_opened_and_what_is_no_list_is_told(
    served: Served, folder: Path
) -> None:
    original = "nom;organisation\nLise Aubry;Mairie\n".encode("cp1252")
    (folder / "gens.csv").write_bytes(original)
    assert "gens.csv" in served.client.get("/").text
    opened = served.client.post("/lists", data={"name": "open", "value": "gens.csv"})
    assert (opened.status_code, opened.headers["location"]) == (204, "/lists/gens-2")
    assert "1 person, no fault" in served.client.get("/lists/gens-2").text
    assert (folder / "gens.csv").read_bytes() == original
    assert "gens.csv" not in served.client.get("/").text
    assert served.client.delete("/lists/gens-2").status_code == 200
    for name in ("../page.csv", ".brochure-studio", "absent.csv", "page.md"):
        given = {"name": "open", "value": name}
        assert served.client.post("/lists", data=given).status_code == 404
    assert served.client.get("/lists/page").status_code == 404
    broken = served.client.post("/api/bring", files={"file": ("x.xlsx", b"PK\x03\x04 broken")})
    assert broken.status_code == 422
    assert not (folder / "x.xlsx").exists()


@pytest.mark.parametrize(
    "edit", [{"line": 99, "column": 0, "value": ""}, {"line": 1}, {"column": -1, "field": ""}, {}]
)
def test_an_edit_of_no_place_is_refused(edit: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(WORKBOOK)
    taken = list_tables.taken_in(path)
    with pytest.raises(SourceError):
        list_tables.edited(taken.data, Options(lang="fr"), [edit])


def test_what_is_written_is_read_again_cell_for_cell(tmp_path: Path) -> None:
    cells = ["a;b", 'dit "oui"', "deux\nlignes", "1,5", "  ", "=SOMME(A1)"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        xlsx({"S": [["titre", "date", "w", "x", "y", "z"], ["T", "2026-09-19", *cells[:4]]]})
    )
    with messages.using("fr"):
        taken = list_tables.taken_in(path)
        file = tmp_path / "a.csv"
        for value in cells:
            edit = {"line": 2, "column": 3, "value": value}
            file.write_bytes(list_tables.edited(taken.data, Options(), [edit]))
            seen = list_tables.seen(file, file.read_bytes(), Options())
            assert seen.rows[0].cells[2:] == (cells[0], value, *cells[2:4])
            assert [column.field for column in seen.columns[:2]] == ["title", "day"]
