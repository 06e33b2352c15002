"""Columns: the head of a table is found, and its names in four languages."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from brochure.errors import SourceError
from brochure.reading.columns import Columns, find_columns, guess, parse_corrections
from brochure.reading.head_names import Kind, vocabulary
from brochure.reading.tables import sheet_of_text

GUESSED: dict[str, tuple[Kind, dict[str, str]]] = {
    "Titre;Début;Fin;Salle;Lien;Intervenant;Organisme": ("programme", {
        "title": "Titre", "start": "Début", "end": "Fin", "room": "Salle", "address": "Lien",
        "speakers": "Intervenant"}),
    "Date;Heure de début;Heure de fin;Intitulé;Lieu;URL": ("programme", {
        "day": "Date", "start": "Heure de début", "end": "Heure de fin", "title": "Intitulé",
        "room": "Lieu", "address": "URL"}),
    "Beginn;Ende;Titel;Ort;Webseite;Referent:innen;Sprache": ("programme", {
        "start": "Beginn", "end": "Ende", "title": "Titel", "room": "Ort", "address": "Webseite",
        "speakers": "Referent:innen", "language": "Sprache"}),
    "Fecha,Hora de inicio,Duración (min),Actividad,Sala,Enlace,Ponentes": ("programme", {
        "day": "Fecha", "start": "Hora de inicio", "duration": "Duración (min)",
        "title": "Actividad", "room": "Sala", "address": "Enlace", "speakers": "Ponentes"}),
    "Proposal title;Start time (Europe/Paris);Room;Track;Speaker names;Internal notes": ("programme", {
        "title": "Proposal title", "start": "Start time (Europe/Paris)", "room": "Room",
        "track": "Track", "speakers": "Speaker names"}),
    "Titre de la communication;Heure;Orateur·rice;Amphi": ("programme", {
        "title": "Titre de la communication", "start": "Heure", "speakers": "Orateur·rice",
        "room": "Amphi"}),
    "Kursbezeichnung;Kursbeginn;Dozent/in;Seminarraum": ("programme", {
        "title": "Kursbezeichnung", "start": "Kursbeginn", "speakers": "Dozent/in",
        "room": "Seminarraum"}),
    "Titre;Heure;Intervenant 1;Intervenant 2;Animateur": ("programme", {
        "title": "Titre", "start": "Heure", "speakers": "Intervenant 1, Intervenant 2"}),
    "Titre;Heure;Intervenant(e)s;Intervenant(e)s": ("programme", {
        "title": "Titre", "start": "Heure", "speakers": "Intervenant(e)s, Intervenant(e)s (2)"}),
    "Nombre;Primer apellido;Segundo apellido": ("people", {
        "first_name": "Nombre", "family_name": "Primer apellido",
        "second_family_name": "Segundo apellido"}),
    "Lien vers la page;Salle prévue;Titre de la session;Horaires": ("programme", {
        "address": "Lien vers la page", "room": "Salle prévue", "title": "Titre de la session",
        "start": "Horaires"}),
    "Salle / Room;Titre / Title;Début / Start": ("programme", {
        "room": "Salle / Room", "title": "Titre / Title", "start": "Début / Start"}),
    "Tag;Zeit;Thema;Ort": ("programme", {
        "day": "Tag", "start": "Zeit", "title": "Thema", "room": "Ort"}),
    "Tag;Zeit;Titel;Thema": ("programme", {
        "day": "Tag", "start": "Zeit", "title": "Titel", "track": "Thema"}),
    "name,event_start,event_end,event_type,venue,speakers": ("programme", {
        "title": "name", "start": "event_start", "end": "event_end", "room": "venue",
        "speakers": "speakers"}),
    "titre;lien;adresse;début": ("programme", {
        "title": "titre", "address": "adresse", "start": "début"}),
    "NOM;PRÉNOM;Organisme;Fonction;Type de badge": ("people", {
        "family_name": "NOM", "first_name": "PRÉNOM", "organisation": "Organisme",
        "function": "Fonction", "role": "Type de badge"}),
    "Nom complet;Entreprise;Pronoms;Langues": ("people", {
        "name": "Nom complet", "organisation": "Entreprise", "pronouns": "Pronoms",
        "language": "Langues"}),
    "First Name,Last Name,Company,Job Title,Ticket Type,Email": ("people", {
        "first_name": "First Name", "family_name": "Last Name", "organisation": "Company",
        "function": "Job Title", "role": "Ticket Type", "email": "Email"}),
    "Vorname;Nachname;Firma;Funktion": ("people", {
        "first_name": "Vorname", "family_name": "Nachname", "organisation": "Firma",
        "function": "Funktion"}),
    "Nombre;Apellidos;Empresa;Cargo": ("people", {
        "first_name": "Nombre", "family_name": "Apellidos", "organisation": "Empresa",
        "function": "Cargo"}),
}  # fmt: skip


def columns(
    text: str, kind: Kind = "programme", corrections: Mapping[str, str] | None = None
) -> Columns:
    found = find_columns(sheet_of_text(text, "a.csv"), kind, corrections)
    assert found
    return found


@pytest.mark.parametrize("head", GUESSED)
def test_heads_are_told_in_the_words_of_people(head: str) -> None:
    kind, wanted = GUESSED[head]
    assert columns(f"{head}\n", kind).names == wanted


def test_a_head_is_found_below_titles() -> None:
    found = columns(
        "Journées du patrimoine;;;\nVersion du 3 juin;;;\n;;;\nTitre;Début;Salle;Note\nx;y;z;n\n"
    )
    assert (found.line, [row.number for row in found.above]) == (4, [1, 2])
    (row,) = found.rows
    assert (found.text(row, "room"), found.text(row, "address")) == ("z", "")
    assert found.others(row) == {"Note": "n"}


def test_a_table_without_a_head_has_no_columns() -> None:
    assert find_columns(sheet_of_text("x;y\n1;2\n", "a.csv"), "programme") is None


def test_a_column_without_a_name_has_its_letters_and_the_same_name_twice_a_number() -> None:
    found = columns("Titre;Début;Note;Note;\nx;y;1;2;3\n")
    assert found.others(found.rows[0]) == {"Note": "1", "Note (2)": "2", "E": "3"}


def test_a_column_of_streets_is_no_address() -> None:
    head = "Titre;Début;Adresse;Lien\n"
    street = columns(f"{head}x;y;12 rue de la Paix;https://a.example/1\n")
    assert (street.names["address"], street.others(street.rows[0])) == (
        "Lien", {"Adresse": "12 rue de la Paix"},
    )  # fmt: skip
    assert columns(f"{head}x;y;a.example/1;https://a.example/1\n").names["address"] == "Adresse"
    assert columns(f"{head}x;y;;\n").names["address"] == "Adresse"


def test_a_correction_goes_before_every_guess() -> None:
    text = "Titre;Début;Beginnt;Ort\nx;y;z;o\n"
    assert columns(text).names["start"] == "Début"
    corrected = columns(text, corrections=parse_corrections(["début=beginnt", "salle=A"], "programme"))
    assert corrected.names == {"room": "Titre", "start": "Beginnt"}
    with pytest.raises(SourceError, match=r"no column is called Anfang; there are Titre, Début"):
        columns(text, corrections={"start": "Anfang"})


@pytest.mark.parametrize(
    ("given", "id_"), [("début", "map-form"), ("=x", "map-form"), ("couleur=x", "map-field")]
)
def test_a_correction_that_says_nothing_is_refused(given: str, id_: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_corrections([given], "programme")
    assert [problem.id for problem in caught.value.problems] == [id_]


def test_the_language_of_a_table_is_the_one_that_has_all_of_its_names() -> None:
    assert columns("title,start,room\n").langs == {"en"}
    assert columns("title,début\n").langs == frozenset()


def test_every_field_has_names_in_four_languages() -> None:
    for kind in ("programme", "people"):
        assert all(
            {"fr", "en", "de", "es"} <= names.keys() for names in vocabulary(kind).usual.values()
        )


def test_sentences_and_data_name_no_field() -> None:
    names = ["Bonjour à tous", "x" * 500, "", "2026-09-19", "Titre de mon film préféré"]
    assert guess(names, "programme") == {}


def test_what_stands_in_a_column_tells_what_it_is() -> None:
    when = columns("Quoi ?;Quand ?;À quelle heure ?\nx;mer. 7 octobre 2026;10 h\n")
    assert (when.names["day"], when.names["start"]) == ("Quand ?", "À quelle heure ?")
    assert "function" not in columns("Titel;Vorname;Nachname\nDr.;A;B\n;C;D\n", "people").names
    assert columns("Titel;Vorname;Nachname\nRätin;A;B\n", "people").names["function"] == "Titel"


def test_what_several_columns_hold_is_one_text() -> None:
    found = columns("Titre;Heure;Speaker 1;Speaker 2;Speaker 3\nx;9h;Ann;;Bob\ny;9h;Ann;Ann;\n")
    assert [found.text(row, "speakers") for row in found.rows] == ["Ann, Bob", "Ann"]


def test_a_column_of_days_needs_no_name() -> None:
    found = columns(";Horaire;Quoi\nJeudi 3 décembre 2026;9h;x\n;10h;y\n")
    assert found.fields == {"day": 0, "start": 1, "title": 2}
    assert "day" not in columns(";Horaire;Quoi\n12;9h;x\n").fields
