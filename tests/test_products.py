"""The table of products: what is asked for is made, and what is not known is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

import brochure
from brochure.building import pipeline, products
from brochure.building.products import Product, Shown
from brochure.errors import AddressError, BrochureError, FitError, GlyphError
from brochure.facts import Facts
from brochure.kit import Artifact, Kit
from brochure.page import Page
from brochure.theme import Theme
from tests.conftest import Run


@pytest.mark.parametrize(
    ("only", "says"),
    [
        (["crads"], r'no product "crads"; did you mean cards\?; there are pdf, print, cards, qr'),
        (["posters", "pfd"], r'no product "posters".*\n.*no product "pfd"; did you mean pdf'),
        ("cards", r'only="cards" is a text; products are given as a list, such as \["cards"\]'),
        ([], "no product is named"),
    ],
)
def test_a_product_that_is_not_known_is_refused(
    only: Iterable[str], says: str, page: Page, theme: Theme
) -> None:
    with pytest.raises(BrochureError, match=f"(?s){says}"):
        brochure.build(page, theme, only=only)


def test_products_are_made_in_the_order_of_the_table() -> None:
    assert [p.name for p in products.chosen(["cards", "pdf"])] == ["pdf", "cards"]
    assert tuple(p.name for p in products.chosen(None)) == products.names()
    assert products.named_in(" cards, qr ,") == ("cards", "qr")
    assert products.named_in(None) == products.names()
    with pytest.raises(brochure.BrochureError, match="no product"):
        products.named_in(" , ")


def test_needs_and_shows_name_products_of_the_table_that_are_made_before() -> None:
    seen: set[str] = set()
    for product in products.SHIPPED:
        assert {*product.needs, *product.shows_if_built, *product.uses_if_built} <= seen
        seen.add(product.name)


def draw_note(page: Page, theme: Theme, shown: Shown) -> Iterable[Artifact]:
    files = ",".join(artifact.path for made in shown.made.values() for artifact in made)
    yield Artifact(path="note.txt", media_type="text/plain", data=files.encode(), facts=Facts())


def test_a_new_product_is_one_row(
    monkeypatch: pytest.MonkeyPatch, page: Page, theme: Theme, tmp_path: object
) -> None:
    row = Product(name="note", render=draw_note, verifications=tuple, needs=("qr",))
    known = {**products.all_products(), "note": row}
    monkeypatch.setattr(products, "all_products", lambda: known)
    kit = brochure.build(page, theme, only=["note"])
    assert [a.path for a in kit.artifacts] == ["note.txt"]
    assert kit.artifacts[0].data.startswith(b"qr/page.svg")


def test_all_problems_of_all_products_are_told_at_once(page: Page, theme: Theme) -> None:
    long = replace(page, title="Mot " * 150, url="")
    with pytest.raises(BrochureError) as caught:
        pipeline.build(long, theme, only=["pdf", "cards", "qr"])
    ids = [problem.id for problem in caught.value.problems]
    assert ids[0] == "page-without-address"
    assert len(ids) > 1


def test_a_page_without_an_address_gets_what_needs_none(page: Page, theme: Theme) -> None:
    kit = brochure.build(replace(page, url=""), theme)
    assert list(kit.products) == ["pdf", "print", "cards"]
    (left_out,) = (w for w in kit.warnings if w.id == "products-left-out")
    assert left_out.fields["names"] == ("qr", "share", "preview")
    assert "--url https://" in left_out.sentence("en")


PAGE = """---
title: Portes ouvertes
lang: fr
url: https://www.exemple.org/portes-ouvertes
products: {products}
---

L’atelier ouvre ses portes.
"""


def test_a_page_says_of_which_products_its_kit_is(tmp_path: Path, run: Run) -> None:
    page, out = tmp_path / "page.md", tmp_path / "out"

    def built(products: str, *options: str) -> tuple[str, set[str]]:
        page.write_text(PAGE.replace("{products}", products), encoding="utf-8")
        made = run("build", str(page), "-o", str(out), *options)
        assert made.returncode == 0, made.stderr
        found = [p for p in (out / "page").rglob("*") if p.is_file() and not p.name.startswith(".")]
        return made.stderr, {p.relative_to(out / "page").parts[0] for p in found} - {"manifest.json"}

    assert built("[cards, qr]")[1] == {"cards", "qr"}
    assert built("[qr]")[1] == {"qr"}  # what it no more asks for is gone
    assert "nothing changed" in built("[qr]")[0]
    assert built("[qr]", "--only", "cards")[1] == {"cards", "qr"}


@pytest.mark.parametrize(
    ("products", "says"),
    [
        ("[qr, crads]", 'page.md: products[1]: there is no product "crads"; did you mean cards?'),
        ("[qr, qr]", "products[1]"),
        ("cards", "products"),
    ],
)
def test_products_of_a_page_that_are_none_are_told(
    products: str, says: str, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "page.md").write_text(PAGE.replace("{products}", products), encoding="utf-8")
    made = run("build", "page.md")
    assert made.returncode == 1
    assert says in made.stderr
    assert not (tmp_path / "output").exists()


def test_one_kind_of_problem_keeps_its_class(page: Page, theme: Theme) -> None:
    with pytest.raises(AddressError):
        pipeline.build(replace(page, url=""), theme, only=["qr"])
    with pytest.raises(GlyphError):
        pipeline.build(replace(page, title="Un signe \u1f00\u2c60\ua4d0"), theme, only=["cards"])
    with pytest.raises(FitError):
        pipeline.build(replace(page, title="Mot " * 150), theme, only=["pdf"])


def test_the_kit_of_every_product_holds_a_file(kit: Kit) -> None:
    assert all(kit.products[name] for name in products.names())
