"""Descriptions: the first sentences of a text, and nothing that only makes sense beside others."""

from __future__ import annotations

import pytest

from brochure.text import descriptions, prose


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Le premier[^1] a une **note** et un [lien](https://x.fr) `code`.\n\n[^1]: La note.",
         "Le premier a une note et un lien code."),
        ("## Titre\n\nLe texte.", "Le texte."),
        ("> Une citation.\n\nLe texte.", "Le texte."),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n\nLe texte.", "Le texte."),
        ("- un\n- deux\n\nLe texte.", "Le texte."),
        ("```\n<meta>\n```\n\nLe texte.", "Le texte."),
        ("<!-- interne -->\n\nLe texte.", "Le texte."),
        ("![Une carte](c.png)\n\nLe texte.", "Le texte."),
        ("!!! note\n    À savoir.\n\nLe texte.", "Le texte."),
        ("Voici\u00a0:\n\n- un\n\nLe texte.", "Le texte."),
        ("Un.\nDeux.\n\nTrois.", "Un. Deux. Trois."),
        ("- un\n- deux", "un deux"),
        ("> Seule.", "Seule."),
        ("![Une carte](c.png)", ""),
    ],
)  # fmt: skip
def test_a_description_is_made_of_paragraphs(body: str, said: str) -> None:
    opening = prose.compose(body, "fr", typography_mode="off").opening
    assert opening.replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Une phrase assez longue. Une autre.", 30, "Une phrase assez longue."),
        (
            "Il dit «\u00a0une chose longue.\u00a0» Et puis encore.",
            35,
            "Il dit «\u00a0une chose longue.\u00a0»",
        ),
        ("Court. Une phrase bien trop longue pour y tenir.", 30, "Court. Une phrase bien trop…"),
        ("Une seule phrase, bien trop longue", 24, "Une seule phrase, bien…"),
        ("Tout tient.", 30, "Tout tient."),
    ],
)
def test_it_ends_with_a_sentence_where_one_fits(text: str, most: int, short: str) -> None:
    assert descriptions.shortened(text, most) == short
    assert len(short) <= most
