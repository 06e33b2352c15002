"""Products: which sheets there are, and how they are chosen."""

from __future__ import annotations

from typing import Any

import pytest

from brochure.errors import BrochureError
from brochure.stationery import label_sheets, products


def of_sessions(*arguments: Any, **options: Any) -> list[products.SheetProduct]:
    chosen = products.choose_sheets(*arguments, **options)
    return [product for product in chosen if isinstance(product, products.SheetProduct)]


def test_sheets_are_chosen_by_their_names() -> None:
    labels = label_sheets.label_grid("L7163")
    chosen = of_sessions(["badges", "labels"], labels, {"badges": "mine.toml"}, marks=True)
    assert [(p.name, p.template, p.marks) for p in chosen] == [
        ("labels", "label", False), ("badges", "mine.toml", True),
    ]  # fmt: skip
    assert chosen[0].grid is labels  # die-cut: no marks
    (signs,) = of_sessions(["door-sign"], labels, {}, marks=False, skip=13)
    assert (signs.name, signs.skip) == ("door-signs", 0)
    with pytest.raises(BrochureError, match="--skip 14: 0 to 13, of the 14 on a page"):
        products.choose_sheets([], labels, {}, marks=False, skip=14)
    with pytest.raises(
        BrochureError, match='there is no sheet "posters"; there are labels, door-signs'
    ):
        products.choose_sheets(["posters"], labels, {}, marks=False)


def test_every_product_has_cells_for_its_faces() -> None:
    for product in products.SHEET_PRODUCTS:
        assert product.grid.count % product.faces == 0, product.name
        assert all(number < product.grid.count for number in product.turned)
