"""Names that stand whole in one cell: parted where their writing says how, and nowhere else."""

from __future__ import annotations

import pytest

from brochure.reading.written_names import parted

PARTED = {
    "LEFÈVRE Élodie": ("Élodie", "LEFÈVRE"), "Élodie LEFÈVRE": ("Élodie", "LEFÈVRE"),
    "DE LA TOUR Jean-Michel": ("Jean-Michel", "DE LA TOUR"), "O’BRIEN Zoé": ("Zoé", "O’BRIEN"),
    "van der BERG Jan": ("Jan", "van der BERG"), "Jan van der BERG": ("Jan", "van der BERG"),
    "GARCÍA y VEGA Ana": ("Ana", "GARCÍA y VEGA"), "LEFÈVRE, Élodie": ("Élodie", "LEFÈVRE"),
    "Mme Élodie LEFÈVRE": ("Élodie", "LEFÈVRE"), "M. ROY": ("M.", "ROY"),
    "Нгуен ИВАНОВА": ("Нгуен", "ИВАНОВА"),
}  # fmt: skip
WHOLE = [
    "Nguyễn Thị Hương", "JEAN MARTIN", "Martin J", "Jean Martin, maire", "A, B, C", "李伟", "محمد علي",
    "Jean MARTIN Paul", "McDONALD", "",
]  # fmt: skip


@pytest.mark.parametrize("name", PARTED)
def test_capitals_say_which_name_is_the_family_s(name: str) -> None:
    assert parted(name, "Nom") == PARTED[name]


@pytest.mark.parametrize("name", WHOLE)
def test_what_says_nothing_stays_whole(name: str) -> None:
    assert parted(name, "Nom") is None


def test_a_comma_parts_names_below_a_head_that_says_both() -> None:
    assert parted("Müller, Hans", "Name, Vorname") == ("Hans", "Müller")
    assert parted("Müller, Hans", "Name") is None
