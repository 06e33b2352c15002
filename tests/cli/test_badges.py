"""``brochure badges``: a list of people in, sheets out, or nothing at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

LIST = (
    "Prénom;Nom;Organisme;Rôle;Allergies\n"
    "Élodie;Lefèvre;Mairie;Presse;noix\nZoé;O’Brien;Région;Invitée;\n"
)


def write(folder: Path) -> None:
    (folder / "inscrits.csv").write_text(LIST, encoding="utf-8")


def test_a_list_becomes_sheets_that_pass_the_check(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    done = run(
        "badges", "inscrits.csv", "--event", "Sommet", "--sheets", "badges,tents,list,certificates",
        "--theme", "papier", "-o", "kit",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "kit\n"), done.stderr
    assert "2 people, 4 files, 0 codes read back" in done.stderr
    assert "column Allergies is left out" in done.stderr
    assert sorted(path.name for path in (tmp_path / "kit").iterdir()) == [
        "badges.pdf", "certificates.pdf", "list.pdf", "manifest.json", "tents.pdf",
    ]  # fmt: skip
    for path in (tmp_path / "kit").glob("*.*"):
        assert b"noix" not in path.read_bytes()
    checked = run("check", "kit")
    assert checked.returncode == 0, checked.stdout


def test_the_options_choose_format_paper_order_and_codes(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "key.txt").write_text("0123456789abcdef\n")
    done = run(
        "badges", "inscrits.csv", "--format", "86x54", "--paper", "roll", "--sort", "organisation",
        "--code", "id", "--key", "key.txt", "--names", "first", "--copies", "2", "--json", "-o", "kit",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["people"], told["codes_read_back"]) == (2, 4)
    manifest = json.loads((tmp_path / "kit" / "manifest.json").read_text(encoding="utf-8"))
    facts = next(row["facts"] for row in manifest["files"] if row["path"] == "badges.pdf")
    assert facts["pages"] == 4
    payloads = [code["payload"] for code in facts["codes"]]
    assert payloads[0] == payloads[1] != payloads[2]

    named = run("badges", "inscrits.csv", "--verify", payloads[0], "--key", "key.txt")
    assert named.returncode == 0
    assert named.stdout.endswith("Élodie Lefèvre\n")
    bare = run("badges", "--verify", payloads[0], "--key", "key.txt")
    assert (bare.returncode, bare.stdout[:7]) == (0, "valid: ")
    false = run("badges", "--verify", payloads[0][:-1] + "A", "--key", "key.txt")
    assert (false.returncode, false.stdout[:11]) == (1, "not valid: ")


def test_blank_badges_need_no_list(run: Run, tmp_path: Path) -> None:
    done = run("badges", "--blank", "12", "--event", "Sommet", "-o", "kit")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "kit" / "badges.pdf").is_file()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "there is no list of people; give one, or --blank 20"),
        (("inscrits.csv", "--format", "a8"), 'there is no format "a8"; there are a7, 86x54'),
        (("inscrits.csv", "--paper", "a3"), 'there is no paper "a3"'),
        (("inscrits.csv", "--labels", "74459"), 'there are no labels "74459"'),
        (("inscrits.csv", "--code", "nfc"), 'there is no code "nfc"'),
        (("inscrits.csv", "--code", "id"), "ids are sealed with a key; make one, openssl rand"),
        (("inscrits.csv", "--code", "address"), "nobody in it has a web address"),
        (("inscrits.csv", "--start", "9"), "--start 9: there are 8 on a page"),
        (("inscrits.csv", "--order", "up"), "--order up; --order rows or columns"),
        (("inscrits.csv", "--sort", "age"), 'people cannot be sorted by "age"'),
        (("inscrits.csv", "--sheets", "bages"), 'there is no sheet "bages"'),
        (("inscrits.csv", "--sheets", "certificates"), "certificates say what somebody took part in"),
        (("inscrits.csv", "--offset", "far"), '--offset "far": two lengths in millimetres'),
        (("inscrits.csv", "--names", "last"), 'names cannot be set as "last"'),
        (("none.csv",), "none.csv"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    write(tmp_path)
    done = run("badges", *arguments, "-o", "kit")
    assert done.returncode == 1
    assert says in " ".join(done.stderr.split())
    assert not (tmp_path / "kit").exists()


def test_labels_of_events_take_the_same_options(run: Run, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(
        "titre;début;salle;adresse\nOuverture;2026-12-07 10:00;Salle 1;https://exemple.org/1\n",
        encoding="utf-8",
    )
    done = run(
        "events", "events.csv", "--sheets", "labels", "--labels", "avery-5163", "--start", "10",
        "--copies", "2", "--offset=-1,0.5", "--order", "columns", "--no-code-files", "-o", "kit",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "kit" / "manifest.json").read_text(encoding="utf-8"))
    (facts,) = (row["facts"] for row in manifest["files"])
    assert [code["page"] for code in facts["codes"]] == [1, 2]
