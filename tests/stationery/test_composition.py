"""Composition: the content of one cell, and what does not fit it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from brochure.errors import FitError, GlyphError, ThemeError
from brochure.problems import Place
from brochure.programme import Programme, Session
from brochure.stationery import composition
from brochure.stationery.composition import ComposedCell
from brochure.stationery.products import SHEET_PRODUCTS, SheetProduct
from brochure.theme import Theme

LABELS = SHEET_PRODUCTS[0]
SESSION = Session(
    title="Budgets ouverts", starts=datetime(2016, 12, 7, 14), ends=datetime(2016, 12, 7, 15, 30),
    room="Salle 2", url="https://exemple.org/2", line=12, columns={"NOM": "A. Exemple", "name": ""},
)  # fmt: skip
PROGRAMME = Programme(slug="trois", lang="fr", title="Sommet", where="trois.csv", sessions=(SESSION,))


def compose(theme: Theme, session: Session = SESSION, product: SheetProduct = LABELS) -> ComposedCell:
    setting_of = composition.settings(theme, PROGRAMME.lang)
    return composition.compose(session, PROGRAMME, product, theme, setting_of)


def test_a_cell_has_the_texts_of_its_session_and_its_code(theme: Theme) -> None:
    cell = compose(theme)
    assert (cell.text.title, cell.text.name) == ("Budgets ouverts", "A.\u00a0Exemple")
    assert cell.text.address[: cell.text.host_length] == "exemple.org"
    assert (cell.matrix.payload, cell.alt) == (SESSION.url, "Code QR\u00a0: exemple.org/2")
    assert {"Budgets ouverts", "exemple.org/2"} <= set(cell.texts)
    assert not cell.address_shortened


def test_everything_lies_in_the_cell(theme: Theme) -> None:
    cell = compose(theme)
    for placed in cell.placed:
        rect = cell.rect(placed)
        assert min(rect.x, rect.y) >= 0
        assert rect.right <= cell.size[0] + 0.01
        assert rect.bottom <= cell.size[1] + 0.01


def test_a_cell_read_from_right_to_left_is_mirrored(theme: Theme) -> None:
    cell = replace(compose(theme), lang="ar")
    (code,) = (p for p in cell.placed if p.box.kind == "code")
    assert cell.rtl
    assert cell.rect(code).right == pytest.approx(cell.size[0] - code.rect.x)


def test_an_address_without_room_is_shortened_and_the_code_keeps_it(theme: Theme) -> None:
    long = replace(SESSION, url="https://www.exemple.org/" + "programme-des-ateliers-" * 4)
    cell = compose(theme, replace(long, title="Une table ronde sur les données ouvertes à tous"))
    assert cell.address_shortened
    assert cell.text.address in {"www.exemple.org", ""}
    assert cell.matrix.payload == long.url


WRONG = {
    "cell-texts": replace(SESSION, title="Anticonstitutionnellement " * 7),
    "cell-code": replace(SESSION, url="https://exemple.org/" + "a" * 700),
}


@pytest.mark.parametrize("id_", WRONG)
def test_what_does_not_fit_is_placed_at_its_line_and_title(id_: str, theme: Theme) -> None:
    with pytest.raises(FitError) as caught:
        compose(theme, WRONG[id_])
    (problem,) = caught.value.problems
    assert problem.id == id_
    place = problem.place
    assert (place.file, place.line, place.product) == ("trois.csv", 12, "labels")
    assert WRONG[id_].title.startswith(place.key.removesuffix("…"))


def test_a_character_that_no_font_has_is_placed_the_same_for_all_products(theme: Theme) -> None:
    with pytest.raises(GlyphError) as caught:
        compose(theme, replace(SESSION, title="Nuit \U00012000"))
    (problem,) = caught.value.problems
    assert problem.place == Place("trois.csv", 12, key="Nuit \U00012000")


def test_a_template_without_a_code_is_refused_by_its_name(theme: Theme, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[shapes]\nwide = "all"\n[boxes.all]\nkind = "band"\n', encoding="utf-8")
    with pytest.raises(ThemeError, match=r"mine\.toml: the template of a sheet has a box for its code"):
        compose(theme, product=replace(LABELS, template=str(mine)))


def test_a_campaign_is_in_the_code_with_the_place_of_the_product() -> None:
    tagged = replace(PROGRAMME, campaign="sommet-2016")
    assert composition.payload(SESSION, PROGRAMME, "label") == SESSION.url
    assert composition.payload(SESSION, tagged, "label") == (
        "https://exemple.org/2?utm_source=label&utm_medium=qr&utm_campaign=sommet-2016"
    )
