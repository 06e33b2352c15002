"""Signs of accessibility: asked for by words in four languages, and by nothing that says no."""

from __future__ import annotations

import pytest

from brochure.stationery.access_signs import SIGNS, name_of, signs_of
from brochure.text import labels

ASKED = {
    "LSF, boucle magnétique": ("hearing_loop", "sign_language"),
    "accès PMR ; interprétation en langue des signes": ("wheelchair", "sign_language"),
    "Wheelchair access / BSL": ("wheelchair", "sign_language"),
    "rollstuhlgerecht, Induktionsschleife": ("wheelchair", "hearing_loop"),
    "bucle de inducción; lengua de señas": ("hearing_loop", "sign_language"),
    "pas de LSF, boucle magnétique": ("hearing_loop",),
    "no step-free route": (), "ohne Gebärdensprache": (), "non accessible PMR": (),
    "sous-titrage": (), "accessible": (), "": (), "Pmrs et alsf": (),
}  # fmt: skip


@pytest.mark.parametrize("text", ASKED)
def test_words_ask_for_signs(text: str) -> None:
    assert signs_of(text) == ASKED[text]


def test_every_sign_has_a_name_in_every_language() -> None:
    for lang in labels.languages():
        assert len({name_of(sign, lang) for sign in SIGNS}) == len(SIGNS)
