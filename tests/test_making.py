"""Making: pieces are handed out in an order in which nobody waits for long."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future

import pytest

from brochure.building import making, products
from brochure.building.making import Drawn, Making, Piece
from brochure.building.products import Parts, Product, Shown
from brochure.kit import Artifact
from brochure.page import Page
from brochure.problems import Problem
from brochure.theme import Theme


def file_of(name: str) -> Artifact:
    return Artifact(path=f"{name}.txt", media_type="text/plain", data=b"")


def render(page: Page, theme: Theme, shown: Shown) -> Iterable[Artifact]:
    raise AssertionError("the hand draws")


def joined(made: Iterable[Artifact | Problem]) -> Iterable[Artifact]:
    return (one for one in made if isinstance(one, Artifact))


class SlowHand:
    """Draws two pieces at once: one is done when there is no room for the next."""

    at_once = 2

    def __init__(self) -> None:
        self.going: list[tuple[str, Future[Drawn]]] = []
        self.begun: list[str] = []

    def draw(self, piece: Piece) -> Future[Drawn]:
        name = piece.product if piece.part is None else f"{piece.product}-{piece.part}"
        self.begun.append(name)
        self.going.append((name, Future()))
        assert len(self.going) <= self.at_once
        return self.going[-1][1]

    def end_one(self) -> None:
        name, future = self.going.pop(0)
        future.set_result(Drawn(made=(file_of(name),), reports={}))


def test_what_draws_no_page_is_begun_before_pages_that_wait(
    monkeypatch: pytest.MonkeyPatch, page: Page, theme: Theme
) -> None:
    names = tuple(f"b-{number}" for number in range(4))
    parts = Parts(files=names, render=lambda *_: file_of("b"), join=joined)
    table = [
        Product(name="a", render=render, verifications=tuple, draws="page"),
        Product(name="b", render=render, verifications=tuple, draws="page", parts=parts),
        Product(name="c", render=render, verifications=tuple, draws="cards"),
        Product(name="d", render=render, verifications=tuple, draws="cards", needs=("a", "c")),
    ]
    monkeypatch.setattr(products, "all_products", lambda: {p.name: p for p in table})
    hand = SlowHand()

    def wait(running: Iterable[Future[Drawn]], return_when: str) -> tuple[set[Future[Drawn]], None]:
        hand.end_one()
        return {future for future in running if future.done()}, None

    monkeypatch.setattr(making, "wait", wait)
    work = Making(page, theme, table, (), {}, hand, lambda name: None)
    work.make()
    assert hand.begun == ["c", "a", "b-0", "d", "b-1", "b-2", "b-3"]
    assert [made.path for made in work.made["b"]] == [f"b-{n}.txt" for n in range(4)]
    assert [*work.made] == ["c", "a", "d", "b"]
