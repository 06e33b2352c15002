"""A plain text is imported as `build` reads it."""

from __future__ import annotations

from datetime import date

import pytest

from brochure.errors import SourceError
from brochure.importing import documents
from tests.importing.shapes import shape

TEXT = """Nuit des étoiles à Montbrun

Langue : fr
Adresse : https://montbrun.example/etoiles

Deux télescopes vous attendent au belvédère dès la tombée de la nuit.

Programme
• 21 h : accueil
• 22 h : observation
   - la Lune
1. venir
2. regarder

Lieu\tHeure
Belvédère\t21 h
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"])
def test_a_text_has_its_title_lead_and_blocks(encoding: str) -> None:
    found = shape(documents.read_text(TEXT.encode(encoding)))
    assert found["title"] == "Nuit des étoiles à Montbrun"
    assert found["lead"].startswith("Deux télescopes")
    assert found["items"] == [
        "0 - 21 h : accueil",
        "0 - 22 h : observation",
        "1 - la Lune",
        "0 1. venir",
        "0 2. regarder",
    ]
    assert found["cells"] == ["0.0 Lieu", "0.1 Heure", "1.0 Belvédère", "1.1 21 h"]
    assert "plain-read" in [problem.id for problem in documents.read_text(TEXT.encode(encoding)).told]


def test_the_head_of_a_text_says_its_address_language_and_day() -> None:
    head = "Rencontre\n\nLangue : fr\nDate : 12 mars 2026\n\nhttps://montbrun.example/r\n\n"
    text = f"{head}On en parle ce soir.\n\nEt demain."
    read = documents.read_text(text.encode())
    assert (read.lang, read.url, read.published) == (
        "fr",
        "https://montbrun.example/r",
        date(2026, 3, 12),
    )


def test_a_control_character_is_told_and_stands_in_no_text() -> None:
    read = documents.read_text(b"Titre\n\nUn\x07mot de trop.\n\nUne suite.")
    assert ["source-control", "warning"] in [[told.id, told.severity] for told in read.told]
    assert read.lead == "Un mot de trop."


@pytest.mark.parametrize("data", [b"", b"  \n", bytes(range(256))])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        documents.read_text(data)
