"""Plain text: nothing of it is taken for what it is not."""

from __future__ import annotations

import pytest

from brochure.reading.plain_text import read_plain


@pytest.mark.parametrize(
    "last",
    ["Partager, c'est gouverner ensemble.", "Imprimerie nationale, Paris.", "Teilen macht Freude."],
)
def test_a_last_sentence_is_text(last: str) -> None:
    assert read_plain(f"Titre\n\nUn.\n\nDeux.\n\n{last}\n").paragraphs[-1] == last


@pytest.mark.parametrize(
    "last", ["Partager cette page", "Partager", "Share this page", "شارك هذه الصفحة"]
)
def test_a_call_to_share_is_not(last: str) -> None:
    assert last not in read_plain(f"Titre\n\nUn.\n\nDeux.\n\n{last}\n").paragraphs


def test_a_wrapped_sentence_is_not_torn_apart() -> None:
    page = read_plain(
        "Titre\n\nLe rapport du comité a été\npublié en 2016 par la ville\net lu par tous.\n\n"
        "Du texte.\n"
    )
    assert page.lead == "Le rapport du comité a été publié en 2016 par la ville et lu par tous."
    assert page.note == ""


def test_a_note_after_a_wrapped_lead_is_found() -> None:
    page = read_plain("Titre\n\nUn lead sur\ndeux lignes.\nPublié le 3 mai 2026\n\nDu texte.\n")
    assert (page.lead, page.note) == ("Un lead sur deux lignes.", "Publié le 3 mai 2026")
