"""Composition: the content of one cell, and what does not fit it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import brochure
from brochure.cards import lettering
from brochure.cards.card import chain_of
from brochure.errors import FitError, GlyphError, ThemeError
from brochure.problems import Place
from brochure.programme import Programme, Session
from brochure.stationery import composition
from brochure.stationery.composition import ComposedCell, Series
from brochure.stationery.products import SHEET_PRODUCTS, SheetProduct
from brochure.theme import Theme

LABELS = SHEET_PRODUCTS[0]
SESSION = Session(
    title="Budgets ouverts", starts=datetime(2016, 12, 7, 14), ends=datetime(2016, 12, 7, 15, 30),
    room="Salle 2", url="https://exemple.org/2", line=12, columns={"NOM": "A. Exemple", "name": ""},
)  # fmt: skip
PROGRAMME = Programme(slug="trois", lang="fr", title="Sommet", where="trois.csv", sessions=(SESSION,))


def compose(theme: Theme, session: Session = SESSION, product: SheetProduct = LABELS) -> ComposedCell:
    series = Series(setting_of=composition.settings(theme, PROGRAMME.lang))
    return composition.compose(session, PROGRAMME, product, theme, series)


def test_a_cell_has_the_texts_of_its_session_and_its_code(theme: Theme) -> None:
    cell = compose(theme)
    assert (cell.text.title, cell.text.name) == ("Budgets ouverts", "A.\u00a0Exemple")
    assert cell.text.address[: cell.text.host_length] == "exemple.org"
    assert cell.matrix is not None
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
    assert cell.matrix is not None
    assert cell.matrix.payload == long.url


def test_a_session_without_an_address_leaves_the_place_of_its_code_empty(theme: Theme) -> None:
    with_code, without = compose(theme), compose(theme, replace(SESSION, url=""))
    assert (without.matrix, without.alt, without.text.address) == (None, "", "")
    assert [p.rect for p in without.placed if p.box.kind == "text" and p.box.text] == [
        p.rect for p in with_code.placed if p.box.kind == "text" and "exemple.org" not in p.box.text
    ]


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


BADGES = next(product for product in SHEET_PRODUCTS if product.name == "badges")


def badges(theme: Theme, *names: str) -> list[ComposedCell]:
    """The badges of people of these names, as one series."""
    series = Series(setting_of=composition.settings(theme, PROGRAMME.lang))
    people = [replace(SESSION, columns={"name": name, "organisation": "Ville"}) for name in names]
    alone = [composition.compose(p, PROGRAMME, BADGES, theme, series) for p in people]
    return [composition.compose(p, PROGRAMME, BADGES, theme, series.of(alone)) for p in people]


def sizes(cells: list[ComposedCell], key: str) -> set[float]:
    found = (p.fitted for cell in cells for p in cell.placed if p.box.key == f"boxes.{key}")
    return {fitted.size for fitted in found if fitted and fitted.lines}


@pytest.mark.parametrize("name", ["agora", "papier", "contraste"])
def test_the_name_is_the_badge_and_has_one_size_in_a_series(name: str) -> None:
    """28 to 40 pt where names allow it; what the badge opens is smaller, and its code too."""
    cells = badges(brochure.load_theme(name), "Léa Roy", "Jean Dupont", "Nguyễn Thị Minh Khai")
    (size,) = sizes(cells, "name")
    assert 28 <= size <= 40
    assert all(max(sizes(cells, key)) <= 12 for key in ("title", "hours", "address"))
    assert max(sizes(cells, "room")) < size
    assert all(
        len(p.fitted.lines) <= 2
        for c in cells
        for p in c.placed
        if p.fitted and p.box.key == "boxes.name"
    )


def test_a_long_name_is_taken_without_a_hyphen_that_is_not_its_own(theme: Theme) -> None:
    long = "Maria-Magdalena Wojciechowska-Kowalczyk"
    cells = badges(theme, "Léa Roy", long)
    assert len(sizes(cells, "name")) == 1
    (lines,) = (p.fitted.lines for p in cells[1].placed if p.fitted and p.box.key == "boxes.name")
    assert "".join(lines).replace("-", "").replace(" ", "") == long.replace("-", "").replace(" ", "")
    assert [line for line in lines if line.endswith("-")] == ["Wojciechowska-"]


def test_cells_by_themselves_have_sizes_of_their_own(theme: Theme) -> None:
    """What makes one size of a series can fail: without it, each name is as large as it fits."""
    series = Series(setting_of=composition.settings(theme, PROGRAMME.lang))
    people = [
        replace(SESSION, columns={"name": name}) for name in ("Léa Roy", "Maximiliana Oberhauser")
    ]
    alone = [composition.compose(p, PROGRAMME, BADGES, theme, series) for p in people]
    assert len(sizes(alone, "name")) == 2


def test_stacked_marks_of_a_name_are_clear_of_the_line_above(theme: Theme) -> None:
    """In "Nguyễn" and "Thế", from the fonts' own bounding boxes."""
    (cell,) = badges(theme, "Bùi Quỳnh Nguyễn Thế Ngọc")
    (placed,) = (p for p in cell.placed if p.box.key == "boxes.name")
    chain = chain_of(placed.box.style, theme) if placed.box.style else ()
    inked = [lettering.lettered(line, chain, 0.0, rtl=False).box for line in cell.lines(placed)]
    assert len(inked) == 2
    assert inked[0].bottom <= inked[1].y


@pytest.mark.parametrize("kind", ["door-signs", "badges", "table-tents"])
def test_sheets_follow_the_design(kind: str) -> None:
    """No two designs have more than a third of their boxes in the same place."""
    product = next(row for row in SHEET_PRODUCTS if row.name == kind)
    made = {
        name: {
            (p.box.text, *(round(v) for v in p.rect))
            for p in compose(brochure.load_theme(name), product=product).placed
            if p.box.text
        }
        for name in ("agora", "papier", "contraste")
    }
    for one, other in (("agora", "papier"), ("agora", "contraste"), ("papier", "contraste")):
        assert len(made[one] & made[other]) <= len(made[one]) / 3, (one, other)


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
