"""Proposals: what an editor would change, in each language, and what looks like it and stays."""

from __future__ import annotations

import pytest

from brochure.text.typography import typeset

CASES = [
    ("fr", "5€", "5 €"), ("fr", "50%", "50 %"), ("fr", "10h00", "10 h 00"), ("fr", "9h", "9 h"),
    ("fr", "12000 visiteurs", "12 000 visiteurs"), ("fr", "1234567 €", "1 234 567 €"),
    ("fr", "l'Etat", "l’État"), ("fr", "Ecole et oeuvre", "École et œuvre"), ("fr", "12km", "12 km"),
    ("fr", "2 x 3 m", "2 × 3 m"), ("fr", "+/-5", "±5"),
    ("en", "12000 visitors", "12,000 visitors"), ("en", "5km", "5 km"), ("en", "50%", "50%"),
    ("de", "120000 Gäste", "120.000 Gäste"), ("de", "50%", "50 %"), ("de", "5€", "5 €"),
    ("es", "12000 plazas", "12 000 plazas"), ("es", "50%", "50 %"),
]  # fmt: skip
KEPT = [
    ("fr", "44000 Nantes"), ("fr", "en 2016"), ("fr", "réf. 12345-B"), ("fr", "n°12345"),
    ("fr", "02 40 00 00 00"),
    ("fr", "12x45-B"), ("fr", "A4"), ("fr", "Etats-Unis d'Amérique".replace("Etats", "États")),
    ("fr", "etat"), ("fr", "https://exemple.org/Etat/12000?a=5€"), ("fr", "info@Etat.example"),
    ("fr", "10:30"), ("en", "10h00"), ("en", "the Etat"), ("de", "44137 Dortmund"),

]  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("lang", "written", "made"), CASES)
def test_it_is_made_in_full_and_not_else(lang: str, written: str, made: str) -> None:
    assert plain(typeset(written, lang, "full")) == made
    assert plain(typeset(written, lang)).replace("’", "'") == written
    assert typeset(typeset(written, lang, "full"), lang, "full") == typeset(written, lang, "full")


@pytest.mark.parametrize(("lang", "written"), KEPT)
def test_it_stays(lang: str, written: str) -> None:
    assert plain(typeset(written, lang, "full")).replace("’", "'") == written
