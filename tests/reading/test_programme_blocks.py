"""Programmes of a file become lines of the body, by their days."""

from __future__ import annotations

from pathlib import Path

import pytest

import brochure
from brochure.errors import SourceError
from brochure.text.prose import compose

ROWS = """titre;début;fin;salle;intervenant
Fête;20/09/2026;;Quai;
Atelier : *budgets* | suite;19/09/2026 09:30;19/09/2026 10:15;Salle 2;Zoé
Ouverture;19/09/2026 09:00;19/09/2026 09:45;Grande salle;Élodie
"""
HEAD = "---\ntitle: Le festival\nlang: fr\n"


def page_of(folder: Path, head: str, body: str) -> brochure.Page:
    (folder / "rives.csv").write_text(ROWS, encoding="utf-8")
    (folder / "p.md").write_text(f"{HEAD}{head}---\n\n{body}", encoding="utf-8")
    return brochure.read(folder / "p.md")


BLOCK = """::: programme
# samedi 19 septembre 2026
9 h – 9 h 45 | Ouverture | Grande salle
9 h 30 – 10 h 15 | Atelier \\: \\*budgets\\* \\| suite | Salle 2
# dimanche 20 septembre 2026
dim. 20 sept. | Fête | Quai
:::
"""


@pytest.mark.parametrize("end", ["\n:::\n\n## Fin\n", "\n\n## Fin\n"])
def test_a_file_is_put_in_its_place_with_or_without_an_end(tmp_path: Path, end: str) -> None:
    page = page_of(tmp_path, "", f"Un.\n\n::: programme rives.csv{end}")
    assert page.body.replace("\u00a0", " ").split() == f"Un. {BLOCK} ## Fin".split()
    text = compose(page.body, "fr").text.replace("\u00a0", " ")
    assert "Atelier : *budgets* | suite" in text


def test_front_matter_puts_it_at_the_end_below_a_heading(tmp_path: Path) -> None:
    page = page_of(tmp_path, "programme: rives.csv\n", "Un.\n")
    assert page.body.replace("\u00a0", " ").split() == f"Un. ## Programme {BLOCK}".split()


def test_columns_that_are_not_shown_are_noted_and_addresses_need_not_be_there(tmp_path: Path) -> None:
    page = page_of(tmp_path, "programme: rives.csv\n", "Un.\n")
    assert [warning.id for warning in page.warnings] == ["programme-columns"]
    assert "intervenant" in page.warnings[0].sentence("fr")


def test_what_is_wrong_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    outside = tmp_path / "site"
    outside.mkdir()
    (tmp_path / "secret.csv").write_text(ROWS, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        page_of(outside, "", "Un.\n\n::: programme ../secret.csv\n\n[^a]\n\n::: programme p.csv\n")
    told = [(problem.id, problem.place.line) for problem in caught.value.problems]
    assert ("programme-not-found", 8) in told
    assert ("programme-not-found", 12) in told
    assert ("body-note-missing", 10) in told
    with pytest.raises(SourceError) as caught:
        page_of(outside, "programme: absent.csv\n", "Un.\n")
    assert caught.value.problems[0].place.line == 4


def test_what_stands_in_code_is_no_programme(tmp_path: Path) -> None:
    page = page_of(tmp_path, "", "Un.\n\n```\n::: programme rives.csv\n```\n")
    assert "::: programme rives.csv" in page.body
