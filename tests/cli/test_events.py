"""``brochure qr --events``: a programme in, codes and sheets out, or nothing at all."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

FILES = ROOT / "tests" / "programmes"
SHEETS = ["badges.pdf", "door-signs.pdf", "labels.pdf", "table-tents.pdf"]


def test_a_programme_becomes_codes_and_sheets_that_pass_the_check(run: Run, tmp_path: Path) -> None:
    shutil.copy(FILES / "trois.csv", tmp_path / "events.csv")
    done = run("events", "events.csv", "-o", "kit", "--title", "Sommet", "--cut-marks")
    assert (done.returncode, done.stdout) == (0, "kit\n"), done.stderr
    assert "3 events, 10 files, 21 codes read back" in done.stderr
    found = sorted(
        path.relative_to(tmp_path / "kit").as_posix() for path in (tmp_path / "kit").rglob("*.*")
    )
    assert found == sorted([
        *SHEETS, "manifest.json",
        *(f"codes/{name}.{kind}" for kind in ("png", "svg") for name in (
            "001-ouverture-en-presence-de-chefs-d-etat", "002-atelier-budgets-ouverts",
            "003-nuit-de-la-democratie",
        )),
    ])  # fmt: skip
    checked = run("check", "kit", "--json")
    assert checked.returncode == 0, checked.stdout
    (report,) = json.loads(checked.stdout)
    codes = report["legible_codes"]
    assert len(codes) == 21
    assert all(code["quiet_zone_modules"] == 4 for code in codes)
    sizes = {code["path"]: code["symbol_mm"] for code in codes if code["path"] in SHEETS}
    assert min(sizes.values()) >= 20
    assert sizes["door-signs.pdf"] > 65
    assert all(code["faults"] == code["warnings"] == [] for code in codes)


def test_the_options_choose_sheets_and_labels(run: Run, tmp_path: Path) -> None:
    done = run(
        "qr", "--events", str(FILES / "trois.ics"), "-o", "kit", "--json", "--sheets", "labels,badges",
        "--labels", "L7163", "--lang", "en", "--theme", "papier", "--campaign", "ogp-2016",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["folder"], told["events"], told["codes_read_back"]) == ("kit", 3, 12)
    assert [name for name in told["files"] if name.endswith(".pdf")] == ["badges.pdf", "labels.pdf"]
    manifest = json.loads((tmp_path / "kit" / "manifest.json").read_text(encoding="utf-8"))
    (labels,) = (row for row in manifest["files"] if row["path"] == "labels.pdf")
    assert labels["facts"]["title"] == "Trois – Labels"
    assert labels["facts"]["lang"] == "en"
    assert [code["payload"] for code in labels["facts"]["codes"]] == [
        f"https://pgo.example/{n}?utm_source=label&utm_medium=qr&utm_campaign=ogp-2016"
        for n in (1, 2, 3)
    ]


def test_faults_are_all_told_and_what_stood_still_stands(run: Run, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    shutil.copy(FILES / "trois.csv", events)
    assert run("events", "events.csv", "-o", "kit").returncode == 0
    before = {path: path.read_bytes() for path in (tmp_path / "kit").rglob("*.*")}
    rows = events.read_text(encoding="utf-8")
    events.write_text(
        rows.replace("14:00", "34:00").replace("https://pgo.example/3", "ftp://a"), encoding="utf-8"
    )
    done = run("events", "events.csv", "-o", "kit")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("error: ") == 2
    assert "events.csv:3: column start" in done.stderr
    assert "events.csv:4: column address: " in done.stderr
    assert {path: path.read_bytes() for path in (tmp_path / "kit").rglob("*.*")} == before


def test_a_title_taken_away_takes_its_files_with_it(run: Run, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    shutil.copy(FILES / "trois.csv", events)
    run("events", "events.csv", "-o", "kit", "--sheets", "labels")
    rows = events.read_text(encoding="utf-8").splitlines(keepends=True)
    events.write_text("".join(rows[:-1]), encoding="utf-8")
    run("events", "events.csv", "-o", "kit", "--sheets", "labels")
    names = ["001-ouverture-en-presence-de-chefs-d-etat", "002-atelier-budgets-ouverts"]
    assert sorted(path.name for path in (tmp_path / "kit" / "codes").iterdir()) == [
        f"{name}.{kind}" for name in names for kind in ("png", "svg")
    ]


REFUSED = {
    ("e.csv",): (1, "e.csv: there is no such file"),
    ("e.csv", "--template", "mine.toml"): (1, '--template "mine.toml" is not a sheet and its file'),
    ("e.csv", "--template", "sign=mine.toml"): (1, 'there is no sheet "sign"; there are labels, d'),
    ("e.csv", "--campaign", "été"): (1, 'campaign "été": a campaign is named by'),
    ("e.csv", "--theme", "nuit"): (1, "nuit"),
    ("e.csv", "https://exemple.org"): (2, "nothing is known to do with https://exemple.org"),
    ("e.csv", "--dark", "#00009"): (2, "there is no option --dark"),
    (): (2, "FILE is missing"),
}


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    done = run("events", *arguments)
    code, says = REFUSED[arguments]
    assert done.returncode == code
    assert says in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", [["--events", "e.csv"], ["--events=e.csv"]])
def test_the_old_form_of_the_command_works_and_says_the_new_one(
    form: list[str], run: Run, tmp_path: Path
) -> None:
    shutil.copy(FILES / "trois.csv", tmp_path / "e.csv")
    done = run("qr", *form, "--sheets", "labels", "-o", "kit")
    assert (done.returncode, done.stdout) == (0, "kit\n")
    assert "now a command of its own; write: brochure events e.csv" in done.stderr


PEAK = """
import resource, sys
import brochure
from brochure.reading.programmes import read_programme
from brochure.stationery.products import SHEET_PRODUCTS
from brochure.stationery.rendering import sheet_file
programme = read_programme(sys.argv[1])
made = sheet_file(programme, SHEET_PRODUCTS[0], brochure.load_theme("agora"))
print(len(made.facts.codes), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_two_thousand_events_take_little_more_memory_than_two_hundred(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        rows = [
            f"Atelier {n} : budgets ouverts,2016-12-07 10:00,11:00,Salle {n},https://pgo.example/{n:04}"
            for n in range(count)
        ]
        events = tmp_path / f"{count}.csv"
        events.write_text("title,start,end,room,address\n" + "\n".join(rows), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", PEAK, str(events)], capture_output=True, text=True, check=True
        )
        codes, kilobytes = (int(part) for part in done.stdout.split())
        assert codes == count
        return kilobytes

    assert peak(2000) < 1.8 * peak(200)


def test_a_file_edited_by_hand_is_told_before_anything_is_drawn(run: Run, tmp_path: Path) -> None:
    """The second programme fits no label, which would be told first if it were drawn."""
    rows = "titre,début,fin,salle,adresse\n{},2016-12-07 10:00,,Salle,https://exemple.org/1\n"
    (tmp_path / "events.csv").write_text(rows.format("Atelier"), encoding="utf-8")
    options = ("events", "events.csv", "-o", "kit", "--sheets", "labels", "--no-code-files")
    assert run(*options).returncode == 0
    (tmp_path / "kit" / "labels.pdf").write_bytes(b"%PDF-1.7 by hand")
    (tmp_path / "events.csv").write_text(rows.format("M" * 200), encoding="utf-8")
    refused = run(*options)
    assert refused.returncode == 1
    assert "kit/labels.pdf: was changed" in refused.stderr
    assert "events.csv:2" not in refused.stderr
    assert (tmp_path / "kit" / "labels.pdf").read_bytes() == b"%PDF-1.7 by hand"
    overwritten = run(*options, "--overwrite")
    assert "events.csv:2: labels" in overwritten.stderr


def test_what_was_taken_for_what_is_said_in_one_table(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Programme;;\nTitre;Quand;Remarque\nA;19/09/2026 9h;x\n")
    sheets = ("--sheets", "agenda,web", "--no-code-files")
    done = run("events", "a.csv", "-o", "kit", "--map", "room=Remarque", *sheets)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[:4] == [
        "a.csv: 1 row below the heads in row 2", "  title  Titre", "  start  Quand",
        "  room   Remarque",
    ]  # fmt: skip
    assert "the event has no address: no code is made of it" in done.stderr
    files = {path.name for path in (tmp_path / "kit").iterdir()}
    assert files == {"agenda.pdf", "programme.html", "schedule.json", "programme.ics", "manifest.json"}
    told = run("events", "a.csv", "-o", "kit", "--json", *sheets)
    (taken,) = json.loads(told.stdout)["taken"]
    assert taken["columns"] == {"title": "Titre", "start": "Quand"}
    assert taken["other_columns"] == ["Remarque"]
