"""People are read from tables: every column has its field, and what is private goes nowhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from brochure.errors import ProgrammeError, SourceError
from brochure.people import People
from brochure.reading.people import read_people


def read(folder: Path, text: str, **options: object) -> People:
    path = folder / "inscrits.csv"
    path.write_text(text, encoding="utf-8")
    return read_people(path, **options)  # type: ignore[arg-type]


def told(people: People) -> dict[str, str]:
    return {problem.id: problem.sentence("en") for problem in people.warnings}


def test_each_column_fills_its_field_and_what_was_taken_is_told(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Liste des inscrits;;\n"
        "Prénom;NOM;Organisme;Fonction;Pronom;Catégorie;Langues;Courriel;Site;N°\n"
        "Zoe\u0301;de la Cruz;Mairie;Maire;elle;Presse;FR, ES;z@exemple.org;www.exemple.org;7\n",
    )
    (person,) = found.persons
    assert (person.given, person.family, person.name) == ("Zoé", "de la Cruz", "Zoé de la Cruz")
    assert (person.organisation, person.position, person.pronouns) == ("Mairie", "Maire", "elle")
    assert (person.role, person.languages, person.identity) == ("Presse", "FR, ES", "7")
    assert (person.url, person.line) == ("https://www.exemple.org/", 3)
    assert "organisation = Organisme" in told(found)["people-columns"]


def test_a_whole_name_may_stand_in_one_column(tmp_path: Path) -> None:
    found = read(tmp_path, "name,company\nNguyễn Thị Hương,Đại học\n")
    assert (found.persons[0].given, found.persons[0].family) == ("", "Nguyễn Thị Hương")


@pytest.mark.parametrize("head", ["Allergies", "Régime alimentaire", "Diet", "Unverträglichkeiten"])
def test_allergies_are_left_out_and_it_is_said(tmp_path: Path, head: str) -> None:
    found = read(tmp_path, f"Nom;{head}\nMartin;arachides\n")
    assert "arachides" not in repr(found.persons)
    assert head in told(found)["people-private"]


def test_same_names_are_two_people_and_a_row_that_stands_twice_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "Nom;Organisme\nMartin;A\nMartin;B\nMartin;A\n")
    assert [person.organisation for person in found.persons] == ["A", "B", "A"]
    assert "each row is a person" in told(found)["people-namesakes"]
    assert told(found)["people-twice"].startswith(f"{tmp_path / 'inscrits.csv'}: row 4")


def test_rows_without_a_name_are_told_and_a_list_without_heads_refused(tmp_path: Path) -> None:
    found = read(tmp_path, "Nom;Organisme\nMartin;A\n;B\n;C\n")
    assert len(found.persons) == 1
    assert "2 rows without a name are left out: 3, 4" in told(found)["people-nameless"]
    with pytest.raises(SourceError, match="no row names the columns"):
        read(tmp_path, "4;5\n6;7\n")
    mapped = read(tmp_path, "Verein;Wer da kommt\nTSV;Ada\n", corrections={"name": "Wer da kommt"})
    assert mapped.persons[0].name == "Ada"


def test_people_are_sorted_and_blank_ones_come_last(tmp_path: Path) -> None:
    found = read(tmp_path, "Nom\nZola\nÉluard\n", sort="name", blank=2)
    assert [person.name for person in found.persons] == ["Éluard", "Zola", "", ""]
    assert len({person.line for person in found.persons}) == 4


def picture(path: Path) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (300, 400), "#336699").save(out, "JPEG", exif=exif)
    path.write_bytes(out.getvalue())


def test_photos_lie_beside_the_list_and_are_cleaned(tmp_path: Path) -> None:
    picture(tmp_path / "ada.jpg")
    found = read(tmp_path, "Nom;Photo\nAda;ada.jpg\nBob;\n")
    assert found.persons[0].photo.startswith(b"\xff\xd8\xff")
    assert b"secret" not in found.persons[0].photo
    assert found.persons[1].photo == b""


def test_a_photo_elsewhere_or_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list").mkdir()
    picture(tmp_path / "ada.jpg")
    (tmp_path / "list" / "link.jpg").symlink_to(tmp_path / "ada.jpg")
    for name in ("../ada.jpg", "link.jpg", str(tmp_path / "ada.jpg"), "none.jpg"):
        with pytest.raises(ProgrammeError, match=r"inscrits\.csv:2: the photo"):
            read(tmp_path / "list", f"Nom;Photo\nAda;{name}\n")


def test_a_whole_name_is_parted_where_its_writing_says_how(tmp_path: Path) -> None:
    found = read(
        tmp_path, "Civilité;NOM Prénom\nMme;LEFÈVRE Élodie\nM.;MARTIN DUPONT\nM.;Martin, Luc\n"
    )
    assert [(p.given, p.family) for p in found.persons] == [
        ("Élodie", "LEFÈVRE"), ("", "MARTIN DUPONT"), ("Luc", "Martin"),
    ]  # fmt: skip


def test_headings_and_sums_among_people_are_no_people_and_told(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Nom;Prénom;Structure\nACCUEIL;;\n"
        "Diallo;Aïssatou;Croix-Rouge\nYi;Sum;Uni\nTOTAL;2;\n* provisoire;;\n",
    )
    assert [person.name for person in found.persons] == ["Aïssatou Diallo", "Sum Yi"]
    assert "“ACCUEIL” (row 2), “TOTAL · 2” (row 5)" in told(found)["people-passed"]
    assert len(read(tmp_path, "Nom\nMartin\nDUPONT\n").persons) == 2
    whole = read(
        tmp_path, "Nom complet;Structure\nPRESSE\nAda Roy;Uni\nLi Wei\nZoé Bo;Ligue\nBo Li;Club\n"
    )
    assert [person.name for person in whole.persons] == ["Ada Roy", "Li Wei", "Zoé Bo", "Bo Li"]
    loud = read(tmp_path, "Nom complet;Structure\nADA ROY;Uni\nLI WEI\nZOÉ BO;Ligue\n")
    assert len(loud.persons) == 3


def test_a_name_of_birth_is_that_of_who_has_no_other(tmp_path: Path) -> None:
    found = read(tmp_path, "Nom de naissance;Nom d’usage;Prénom\nDUPONT;MARTIN;Léa\nROY;;Noé\n")
    assert [person.name for person in found.persons] == ["Léa MARTIN", "Noé ROY"]


def test_two_family_names_are_one(tmp_path: Path) -> None:
    found = read(tmp_path, "Nombre;Primer apellido;Segundo apellido\nMaría José;García;Núñez\n")
    assert (found.persons[0].given, found.persons[0].family) == ("María José", "García Núñez")


@pytest.mark.parametrize(
    ("heads", "lang"),
    [
        ("First name,Last name", "en"),
        ("Prénom,Nom", "fr"),
        ("Vorname,Nachname", "de"),
    ],
)
def test_sheets_are_in_the_language_of_the_heads_unless_it_is_said(
    heads: str, lang: str, tmp_path: Path
) -> None:
    text = f"{heads}\nAoife,Byrne\n"
    assert read(tmp_path, text).lang == lang
    assert read(tmp_path, text, lang="es").lang == "es"
