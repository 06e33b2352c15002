"""Rendering: the files of a programme, by their names."""

from __future__ import annotations

from dataclasses import replace

from brochure.stationery import rendering
from brochure.theme import Theme
from tests.stationery.test_composition import LABELS, PROGRAMME, SESSION


def test_codes_are_numbered_and_named_after_their_sessions() -> None:
    twice = replace(PROGRAMME, sessions=(SESSION, replace(SESSION, title="Nuit !")))
    made = list(rendering.code_files(twice))
    assert [artifact.path for artifact in made] == [
        "codes/001-budgets-ouverts.svg", "codes/001-budgets-ouverts.png",
        "codes/002-nuit.svg", "codes/002-nuit.png",
    ]  # fmt: skip
    assert all(a.facts.codes[0].payload == SESSION.url for a in made)
    assert all(a.facts.width_px >= rendering.CODE_PX for a in made if a.path.endswith(".png"))


def test_whether_a_programme_fits_is_known_without_drawing(theme: Theme) -> None:
    long = replace(SESSION, title="Anticonstitutionnellement " * 7)
    assert rendering.fits(PROGRAMME, LABELS, theme)
    assert not rendering.fits(replace(PROGRAMME, sessions=(long,)), LABELS, theme)
